//! What of a block's words stands elsewhere on the page: quotes pulled from the text, teasers told twice, and
//! whether a block speaks of what the core speaks of.

use super::blocks::Blocks;
use super::context::{is_paragraph, shingle};
use super::features::{Matrix, fl, ratio};
use super::tree::ix;

/// Numbers by hash, in an open table: faster than a hash map for keys that are hashes already.
struct Counter {
    slots: Vec<(u32, u32, u32)>,
}

impl Counter {
    fn new(entries: usize) -> Self {
        Self { slots: vec![(0, 0, 0); (entries * 2 + 16).next_power_of_two()] }
    }

    fn at(&self, key: u32) -> usize {
        let mask = self.slots.len() - 1;
        let mut at = ix(key.wrapping_mul(0x9E37_79B1) >> 7) & mask;
        while self.slots[at].0 != key && self.slots[at].0 != 0 {
            at = (at + 1) & mask;
        }
        at
    }

    fn get(&self, key: u32) -> (u32, u32) {
        let slot = self.slots[self.at(key.max(1))];
        (slot.1, slot.2)
    }

    /// The two numbers kept for a key, and whether it is new.
    fn entry(&mut self, key: u32) -> (&mut u32, &mut u32, bool) {
        let key = key.max(1);
        let at = self.at(key);
        let slot = &mut self.slots[at];
        let new = slot.0 == 0;
        slot.0 = key;
        (&mut slot.1, &mut slot.2, new)
    }
}

/// Runs of this many words are looked for elsewhere.
const RUN: usize = 4;

/// See the module.
#[derive(Debug)]
pub(crate) struct Echo {
    before: Vec<f32>,
    after: Vec<f32>,
    common: Vec<f32>,
    cohesion: Vec<f32>,
    title_hits: Vec<f32>,
}

impl Echo {
    /// `words`: each block's words as hashes; `in_core`: whether it stands in the element that holds half of the page's
    /// paragraphs.
    pub(crate) fn new(blocks: &Blocks, words: &[Vec<u32>], in_core: &[bool], title: &[u32]) -> Self {
        let total: usize = words.iter().map(Vec::len).sum();
        let mut runs = Counter::new(total);
        for (i, w) in words.iter().enumerate() {
            let i = super::tree::id(i);
            for run in w.windows(RUN) {
                let (first, last, new) = runs.entry(shingle(run));
                if new {
                    *first = i;
                }
                *last = i;
            }
        }
        let (mut before, mut after) = (Vec::with_capacity(words.len()), Vec::with_capacity(words.len()));
        for (i, w) in words.iter().enumerate() {
            let i = super::tree::id(i);
            let (mut earlier, mut later) = (0.0, 0.0);
            for run in w.windows(RUN) {
                let (first, last) = runs.get(shingle(run));
                earlier += f32::from(u8::from(first < i));
                later += f32::from(u8::from(last > i));
            }
            let n = fl(w.len().saturating_sub(RUN - 1));
            before.push(ratio(earlier, n));
            after.push(ratio(later, n));
        }
        let in_core: Vec<bool> =
            blocks.list.iter().zip(in_core).map(|(b, inside)| *inside && is_paragraph(b)).collect();
        // In how many of the core's paragraphs a word stands, and in which last.
        let mut spread = Counter::new(total);
        let mut paragraphs = 0.0_f32;
        for (i, w) in words.iter().enumerate().filter(|(i, _)| in_core[*i]) {
            paragraphs += 1.0;
            let mark = super::tree::id(i) + 1;
            for word in w {
                let (count, last, _) = spread.entry(*word);
                if *last != mark {
                    *last = mark;
                    *count += 1;
                }
            }
        }
        let least = (paragraphs * 0.2).max(2.0);
        let (mut common, mut cohesion) = (Vec::with_capacity(words.len()), Vec::with_capacity(words.len()));
        for (i, w) in words.iter().enumerate() {
            let own = u32::from(in_core[i]);
            let (mut frequent, mut told, mut rare) = (0.0_f32, 0.0_f32, 0.0_f32);
            for word in w {
                let count = spread.get(*word).0;
                if fl(ix(count)) >= least {
                    frequent += 1.0;
                } else {
                    rare += 1.0;
                    told += f32::from(u8::from(count > own));
                }
            }
            common.push(ratio(frequent, fl(w.len())));
            cohesion.push(if rare > 0.0 { told / rare } else { -1.0 });
        }
        let mut wanted: Vec<u32> =
            title.iter().copied().filter(|t| fl(ix(spread.get(*t).0)) < least).collect();
        wanted.sort_unstable();
        wanted.dedup();
        let title_hits = words
            .iter()
            .map(|w| {
                let hits = wanted.iter().filter(|t| w.contains(t)).count();
                if wanted.is_empty() { -1.0 } else { fl(hits) / fl(wanted.len()) }
            })
            .collect();
        Self { before, after, common, cohesion, title_hits }
    }

    /// A block's features.
    pub(crate) fn put(&self, m: &mut Matrix, i: usize) {
        m.put("echo_before", self.before[i]);
        m.put("echo_after", self.after[i]);
        m.put("common", self.common[i]);
        m.put("cohesion", self.cohesion[i]);
        m.put("title_hits", self.title_hits[i]);
    }
}
