//! The best few of many, by flat arrays.

use proptest::prelude::*;
use rank::flat::{Flat, SPARSE, Taste, dots, dots_plain};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn every_way_of_multiplying_gives_the_same(
        blocks in 0_usize..9, odd in 0_usize..2, count in 0_usize..7, seed in any::<Vec<i8>>(),
    ) {
        let width = blocks * 32 + odd;
        let byte = |n: usize| seed.get(n % seed.len().max(1)).copied().unwrap_or(i8::MIN);
        let vectors: Vec<i8> = (0..width * count).map(byte).collect();
        let query: Vec<i8> = (0..width).map(|n| byte(n * 7 + 3)).collect();
        let (mut fast, mut plain) = (vec![0; count], vec![0; count]);
        dots(&vectors, &query, &mut fast);
        dots_plain(&vectors, &query, &mut plain);
        prop_assert_eq!(fast, plain);
    }
}

#[test]
fn the_best_come_first_and_equals_in_order() {
    let mut flat = Flat::new(32);
    for id in 0..50_u32 {
        let mut sparse = [u32::MAX; SPARSE];
        sparse[0] = id % 5;
        let vector = if id == 7 { [100_i8; 32] } else { [0; 32] };
        flat.push(&vector, sparse, 0.0);
    }
    let taste = Taste { vector: &[1; 32], scale: 0.01, weights: &[0.0, 1.0, 2.0, 3.0, 4.0] };
    let best: Vec<usize> = flat.best(&taste, 4).into_iter().map(|(index, _)| index).collect();
    assert_eq!(best, [7, 4, 9, 14]);
    assert_eq!(flat.best(&taste, 999).len(), 50);
}
