//! How long a page takes, and learning from a signal.
#![allow(missing_docs, clippy::as_conversions)]

use divan::Bencher;
use rank::flat::{Flat, SPARSE, Taste};
use rank::{Candidate, Context, Facet, Profile, Signal, SignalKind, slate};

const NOW: i64 = 1_700_000_000;

fn main() {
    divan::main();
}

fn facets(kind: &str, count: u64, seed: u64, range: u64) -> Vec<Facet> {
    (0..count)
        .map(|nth| {
            let key = (seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(nth * 977) >> 20) % range;
            Facet {
                key: format!("{kind}{key}"),
                label: format!("{kind} {key}"),
                weight: 1.0 / (nth + 1) as f32,
            }
        })
        .collect()
}

fn newsroom(count: u64) -> Vec<Candidate> {
    (0..count)
        .map(|id| Candidate {
            id: id as i64,
            published: NOW - (id as i64 * 97) % (6 * 86_400),
            topics: facets("topic", 3, id, 300),
            sources: facets("", 1 + id % 4, id, 150),
            authors: facets("author", 1, id, 900),
            terms: facets("term", 8, id, 4_000),
            articles: 1 + (id % 9) as u32,
            outlets: 1 + (id % 4) as u32,
            heat: (id % 7) as f32,
            impressions: (id % 3) as u32,
            opened: id % 20 == 0,
            ..Candidate::default()
        })
        .collect()
}

fn learned(candidates: &[Candidate]) -> Profile {
    let mut profile = Profile::default();
    profile.follow_topic("topic7", "Topic 7", NOW);
    for (nth, candidate) in candidates.iter().enumerate() {
        let kind = [SignalKind::Open, SignalKind::Impression, SignalKind::More, SignalKind::Less][nth % 4];
        profile.learn(candidate, &Signal::new(kind, NOW - nth as i64));
    }
    profile
}

#[divan::bench(args = [200, 2_000, 20_000])]
fn page(bencher: Bencher, count: u64) {
    let candidates = newsroom(count);
    let profile = learned(&candidates[..200]);
    let context = Context::new(NOW, 30);
    bencher
        .with_inputs(|| candidates.clone())
        .bench_values(|candidates| slate(&profile, candidates, &context));
}

#[divan::bench]
fn learn_one_signal(bencher: Bencher) {
    let candidates = newsroom(2_000);
    let mut profile = learned(&candidates);
    let mut nth = 0;
    bencher.bench_local(|| {
        nth = (nth + 1) % candidates.len();
        profile.learn(&candidates[nth], &Signal::new(SignalKind::Open, NOW + nth as i64));
    });
}

/// The best 500 of 100,000: vectors of 256 and twelve sparse features each.
#[divan::bench(sample_count = 200)]
fn best_of_100_000(bencher: Bencher) {
    let mut flat = Flat::new(256);
    let mut state = 1_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    for _ in 0..100_000 {
        let vector: Vec<i8> = (0..256).map(|_| (next() % 255) as i8).collect();
        let mut sparse = [0_u32; SPARSE];
        sparse.fill_with(|| (next() % 20_000) as u32);
        flat.push(&vector, sparse, (next() % 100) as f32 / 100.0);
    }
    let vector: Vec<i8> = (0..256).map(|_| (next() % 255) as i8).collect();
    let weights: Vec<f32> = (0..20_000).map(|_| (next() % 200) as f32 / 100.0 - 1.0).collect();
    let taste = Taste { vector: &vector, scale: 1e-5, weights: &weights };
    bencher.bench_local(|| flat.best(&taste, 500));
}
