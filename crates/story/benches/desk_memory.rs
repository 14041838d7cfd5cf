//! What a desk takes of memory, at its height, until so many articles are in its window: `cargo bench -p story --bench
//! desk_memory`, column “max alloc”. Second looks are included; what is made up for it goes as it comes.
#![allow(missing_docs)]

mod made;

use made::{article, put};
use story::{Desk, Settings};

#[global_allocator]
static ALLOCATIONS: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

#[divan::bench(sample_count = 1, sample_size = 1, args = [10_000, 100_000])]
fn in_the_window(bencher: divan::Bencher<'_, '_>, of: u64) {
    bencher.bench_local(|| {
        let mut desk = Desk::new(Settings::default());
        for (n, id) in (0..of).zip(1..) {
            put(&mut desk, id, &article(n, of / 6, of));
        }
        desk.len()
    });
}
