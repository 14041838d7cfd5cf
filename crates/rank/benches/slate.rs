//! How long a page takes, and learning from a signal.
#![allow(missing_docs, clippy::as_conversions)]

use divan::Bencher;
use rank::flat::{Entry, Feature, Flat, Request, SPARSE, Taste};
use rank::{Candidate, Context, Facet, Facets, Profile, Signal, SignalKind, slate};

const NOW: i64 = 1_700_000_000;

fn main() {
    divan::main();
}

fn facets(kind: &str, count: u64, seed: u64, range: u64) -> Facets {
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

/// A whole page (filtered, scored, mixed, explained) from 100,000 candidates with vectors of 256 and twelve features each.
#[divan::bench(sample_count = 400)]
fn page_of_100_000(bencher: Bencher) {
    const FEATURES: u32 = 20_000;
    let mut state = 1_u64;
    let mut next = move |range: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % range
    };
    let mut flat = Flat::new(256);
    for number in 0..FEATURES {
        let signal = ["topic", "source", "author", "word"][number as usize % 4];
        flat.feature(Feature { signal, key: number.to_string(), label: format!("{signal} {number}") });
    }
    for id in 0..100_000 {
        let vector: Vec<i8> = (0..256).map(|_| (next(255) as i64 - 127) as i8).collect();
        let mut features = [0_u32; SPARSE];
        features.fill_with(|| 1 + next(u64::from(FEATURES)) as u32);
        flat.push(&Entry {
            id,
            vector: &vector,
            features,
            source: features[0],
            newest: NOW - next(16 * 86_400) as i64,
            outlets: 1 + next(5) as u32,
            shown: next(4) as u32,
            opened: next(20) == 0,
            hidden: next(100) == 0,
        });
    }
    let vector: Vec<i8> = (0..256).map(|_| (next(255) as i64 - 127) as i8).collect();
    let weights: Vec<f64> = (0..=FEATURES).map(|_| next(200) as f64 / 100.0 - 1.0).collect();
    let muted: Vec<u32> = (0..20).map(|_| 1 + next(u64::from(FEATURES)) as u32).collect();
    let taste = Taste {
        vector: &vector,
        scale: 1e-5,
        weights: &weights,
        muted: &muted,
        intercept: -2.0,
        freshness: 0.55,
        size: 0.35,
        repeats: 0.45,
    };
    let request = Request { now: NOW, limit: 30, diversity: 0.3, source_cap: 5, max_age_days: 14 };
    bencher.bench_local(|| flat.slate(&taste, &request));
}
