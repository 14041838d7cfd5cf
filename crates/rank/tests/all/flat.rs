//! A page from flat arrays.

use proptest::prelude::*;
use rank::flat::{Entry, Feature, Flat, Request, SPARSE, Taste};

const NOW: i64 = 1_700_000_000;
const REQUEST: Request = Request { now: NOW, limit: 10, diversity: 0.0, source_cap: 0, max_age_days: 14 };

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn the_page_is_the_exact_best_and_its_reasons_add_up(
        stories in prop::collection::vec(
            (0_i64..20 * 86_400, prop::array::uniform4(0_u32..9), 1_u32..20, 0_u32..4, any::<bool>(), 0_u8..20, any::<i8>()),
            0..300,
        ),
        weights in prop::collection::vec(-2.0_f64..2.0, 9), scale in -0.01_f64..0.01, limit in 0_usize..20,
    ) {
        let mut flat = Flat::new(WIDTH);
        for number in 1..9 {
            flat.feature(topic(number));
        }
        for (id, (age, given, outlets, shown, opened, hidden, byte)) in (0..).zip(&stories) {
            let mut features = [0; SPARSE];
            features[..4].copy_from_slice(given);
            flat.push(&Entry {
                id, vector: &vector(*byte), features, source: 0, newest: NOW - age, outlets: *outlets, shown: *shown,
                opened: *opened, hidden: *hidden == 0,
            });
        }
        let query: [i8; WIDTH] = std::array::from_fn(|at| (at % 7) as i8 - 3);
        let product = |byte: i8| -> i32 {
            vector(byte).iter().zip(&query).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
        };
        let taste = Taste {
            vector: &query, scale, weights: &weights, muted: &[8], intercept: -2.0, freshness: 0.55, size: 0.35,
            repeats: 0.45,
        };
        let page = flat.slate(&taste, &Request { limit, ..REQUEST });
        // The same by the definition of a score, story by story.
        let mut plain: Vec<(f64, i64, i64)> = (0_i64..)
            .zip(&stories)
            .filter(|(_, (age, given, .., hidden, _))| *hidden != 0 && !given.contains(&8) && *age <= 14 * 86_400)
            .map(|(id, (age, given, outlets, shown, opened, _, byte))| {
                let sparse: f64 = given.iter().map(|at| if *at == 0 { 0.0 } else { weights[*at as usize] }).sum();
                let fresh = 1.5 - ((*age as f64 / 3_600.0 + 6.0) / 6.0).log2();
                let rest = 0.35 * f64::from(*outlets).log2() - 0.45 * f64::from(shown + 1).log2()
                    + if *opened { -3.0 } else { 0.0 };
                (-2.0 + sparse + scale * f64::from(product(*byte)) + 0.55 * fresh + rest, -age, id)
            })
            .collect();
        plain.sort_by(|a, b| b.0.total_cmp(&a.0));
        prop_assert_eq!(page.items.len(), plain.len().min(limit));
        prop_assert_eq!(page.hidden + page.muted + page.too_old + plain.len(), stories.len());
        for (placed, expected) in page.items.iter().zip(&plain) {
            prop_assert!((placed.score - expected.0).abs() < 1e-9, "{placed:?} {expected:?}");
            let sum: f64 = placed.contributions.iter().map(|c| c.value).sum();
            prop_assert!((sum - placed.score).abs() < 1e-9);
        }
    }
}

const WIDTH: usize = 96;

/// A vector whose values are all over the place.
fn vector(byte: i8) -> [i8; WIDTH] {
    std::array::from_fn(|at| byte.wrapping_mul(at as i8 | 1).wrapping_add((at * at) as i8))
}

fn topic(number: u32) -> Feature {
    Feature { signal: "topic", key: number.to_string(), label: format!("Topic: {number}") }
}

/// Twenty stories, ten alike of one source, each a little better than all of the others'.
fn two_kinds() -> Flat {
    let mut flat = Flat::new(32);
    let (first, second) = (flat.feature(topic(1)), flat.feature(topic(2)));
    for id in 0..20 {
        let (feature, mut vector) = if id < 10 { (first, [0; 32]) } else { (second, [0; 32]) };
        vector[usize::from(id >= 10)] = 100;
        vector[2 + usize::try_from(id).unwrap()] = 20;
        let mut features = [0; SPARSE];
        features[0] = feature;
        flat.push(&Entry {
            id,
            vector: &vector,
            features,
            source: feature,
            newest: NOW - id,
            outlets: 1,
            shown: 0,
            opened: false,
            hidden: false,
        });
    }
    flat
}

const TASTE: Taste<'static> = Taste {
    vector: &[],
    scale: 0.0,
    weights: &[0.0, 1.0, 0.5],
    muted: &[],
    intercept: -2.0,
    freshness: 0.55,
    size: 0.35,
    repeats: 0.45,
};

fn of_the_first_kind(flat: &Flat, request: &Request) -> usize {
    flat.slate(&TASTE, request).items.iter().filter(|placed| placed.id < 10).count()
}

#[test]
fn alike_stories_and_one_source_make_room() {
    let flat = two_kinds();
    assert_eq!(of_the_first_kind(&flat, &REQUEST), 10);
    assert!(of_the_first_kind(&flat, &Request { diversity: 1.0, ..REQUEST }) <= 8);
    assert_eq!(of_the_first_kind(&flat, &Request { source_cap: 7, ..REQUEST }), 7);
    let mixed = flat.slate(&TASTE, &Request { diversity: 1.0, ..REQUEST });
    assert!(
        mixed.items.iter().any(|p| p.moved.as_ref().is_some_and(|m| m.by == "made-room" && m.to < m.from))
    );
    // Rather a source over its bound than an empty place.
    assert_eq!(flat.slate(&TASTE, &Request { source_cap: 2, ..REQUEST }).items.len(), 10);
}

#[test]
fn what_the_reader_does_counts_on_the_next_page() {
    let mut flat = two_kinds();
    let first = flat.slate(&TASTE, &REQUEST).items[0].clone();
    assert_eq!(first.contributions[1].label, "Topic: 1");
    flat.mark(first.number, 2, true, false);
    let sunk = flat.slate(&TASTE, &Request { limit: 20, ..REQUEST });
    let sunk = sunk.items.iter().find(|placed| placed.id == first.id).unwrap();
    assert!(sunk.score < first.score - 3.0);
    assert!(sunk.contributions.iter().any(|c| c.label == "You have read this"));
    flat.mark(first.number, 2, true, true);
    assert_eq!(flat.slate(&TASTE, &REQUEST).hidden, 1);
}
