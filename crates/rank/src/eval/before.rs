//! What was read before a week: many reads at once, so that readers' own signals are noted on two threads.

use super::corpus::Corpus;
use super::crowd::Crowd;
use super::fading::Clock;
use super::reader::{Reader, Recent, TASTE};

/// One read, in numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Read {
    pub(super) reader: usize,
    pub(super) article: u32,
    pub(super) at: i64,
}

/// Notes the reads with their readers, each by itself; gives those that were new, in the same order. `beside`: on two threads,
/// which changes no result.
pub(super) fn note(readers: &mut [Reader], reads: &[Read], corpus: &Corpus, beside: bool) -> Vec<Read> {
    let mut counts = vec![0_usize; readers.len()];
    for read in reads {
        if let Some(count) = counts.get_mut(read.reader) {
            *count += 1;
        }
    }
    for (reader, count) in readers.iter_mut().zip(&counts) {
        reader.expect(*count);
    }
    // Half of the reads on each side.
    let mut left = reads.len() / 2;
    let middle =
        counts.iter().take_while(|count| left.checked_sub(**count).map(|rest| left = rest).is_some()).count();
    let (first, second) = readers.split_at_mut(middle);
    if !beside {
        let one = part(first, 0, reads, corpus);
        return in_order(reads, &one, &part(second, middle, reads, corpus));
    }
    let (one, two) = std::thread::scope(|scope| {
        let builder = std::thread::Builder::new().name("reads".to_owned());
        // No thread to be had: its part is noted below.
        let thread = builder.spawn_scoped(scope, || part(first, 0, reads, corpus));
        let two = part(second, middle, reads, corpus);
        (thread.ok().and_then(|thread| thread.join().ok()), two)
    });
    let one = one.unwrap_or_else(|| part(readers.split_at_mut(middle).0, 0, reads, corpus));
    in_order(reads, &one, &two)
}

/// Notes the reads of some readers, of whom the first has the number `from`; says of each read whether it was new.
fn part(readers: &mut [Reader], from: usize, reads: &[Read], corpus: &Corpus) -> Vec<bool> {
    let mut clock = Clock::new(TASTE);
    let each = |read: &Read| {
        let Some(reader) = read.reader.checked_sub(from).and_then(|at| readers.get_mut(at)) else {
            return false;
        };
        if reader.touched.get(&read.article).is_some_and(|touch| touch.read.is_some()) {
            return false;
        }
        clock.set(read.at);
        reader.reads(corpus, read.article, read.at, &clock);
        true
    };
    reads.iter().map(each).collect()
}

fn in_order(reads: &[Read], one: &[bool], two: &[bool]) -> Vec<Read> {
    let flags = one.iter().zip(two).map(|(one, two)| *one || *two);
    reads.iter().zip(flags).filter(|(_, new)| *new).map(|(read, _)| *read).collect()
}

/// Tells the crowd of reads. `recent`: what each reader had read before them.
pub(super) fn tell(crowd: &mut Crowd, mut recent: Vec<Recent>, reads: &[Read]) {
    // Pairs of reads serve only while the second may still be shown: for a few days.
    let end = reads.last().map_or(0, |read| read.at);
    for Read { reader, article, at } in reads.iter().copied() {
        let Some(recent) = recent.get_mut(reader) else { continue };
        crowd.read(recent, article, at, end - at < 4 * 86_400);
        recent.add(article, at);
    }
}
