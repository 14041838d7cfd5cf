//! What an article costs with 10,000 and with 100,000 articles in the window: `cargo bench -p story --bench desk`. A desk is
//! filled for a window's time; then as many articles come once more while as many are forgotten, second looks included.
//! The two figures of “items” tell how the cost of an article grows.
#![allow(missing_docs)]

mod made;

use divan::Bencher;
use divan::counter::ItemsCount;
use made::{Made, article, put};
use story::{Desk, Settings};

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 1, sample_size = 1, args = [10_000, 100_000])]
fn in_the_window(bencher: Bencher<'_, '_>, of: u64) {
    let all = |from: u64, to: u64| (from..to).map(move |n| article(n, of / 6, of));
    let mut desk = Desk::new(Settings::default());
    for (made, id) in all(0, of).zip(1..) {
        put(&mut desk, id, &made);
    }
    let next: Vec<Made> = all(of, 2 * of).collect();
    let first = i64::try_from(of).unwrap_or(0) + 1;
    bencher.counter(ItemsCount::new(next.len())).bench_local(|| {
        for (made, id) in next.iter().zip(first..) {
            put(&mut desk, id, made);
        }
        assert!(desk.len() * 2 > next.len(), "the window is full");
        desk.story_count()
    });
}
