//! What of a block's words stands elsewhere on the page: quotes pulled from the text, teasers told twice, and
//! whether a block speaks of what the core speaks of.

use super::blocks::Blocks;
use super::context::{Words, is_paragraph, shingle};
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

    /// Where the two numbers of a key are kept, and whether it is new.
    fn entry(&mut self, key: u32) -> (usize, bool) {
        let key = key.max(1);
        let at = self.at(key);
        (at, std::mem::replace(&mut self.slots[at].0, key) == 0)
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
    pub(crate) fn new(blocks: &Blocks, words: &Words, in_core: &[bool], title: &[u32]) -> Self {
        let total = words.total();
        let n = blocks.list.len();
        let mut runs = Counter::new(total);
        // Where each run's numbers are kept, in order.
        let mut slots = Vec::with_capacity(total);
        for (i, w) in words.iter().enumerate() {
            let i = super::tree::id(i);
            for run in w.windows(RUN) {
                let (slot, new) = runs.entry(shingle(run));
                let (_, first, last) = &mut runs.slots[slot];
                if new {
                    *first = i;
                }
                *last = i;
                slots.push(slot);
            }
        }
        let mut slots = slots.into_iter();
        let (mut before, mut after) = (Vec::with_capacity(n), Vec::with_capacity(n));
        for (i, w) in words.iter().enumerate() {
            let i = super::tree::id(i);
            let (mut earlier, mut later) = (0.0, 0.0);
            for slot in slots.by_ref().take(w.len().saturating_sub(RUN - 1)) {
                let (_, first, last) = runs.slots[slot];
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
        let of_core = words.iter().zip(&in_core).filter(|(_, inside)| **inside).map(|(w, _)| w.len()).sum();
        let mut spread = Counter::new(of_core);
        let mut paragraphs = 0.0_f32;
        for (i, w) in words.iter().enumerate().filter(|(i, _)| in_core[*i]) {
            paragraphs += 1.0;
            let mark = super::tree::id(i) + 1;
            for word in w {
                let slot = spread.entry(*word).0;
                let (_, count, last) = &mut spread.slots[slot];
                if *last != mark {
                    *last = mark;
                    *count += 1;
                }
            }
        }
        let least = (paragraphs * 0.2).max(2.0);
        let (mut common, mut cohesion) = (Vec::with_capacity(n), Vec::with_capacity(n));
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
        // One bit of each wanted word's hash: most other words are told by it.
        let bit = |word: u32| 1_u64 << (word >> 26);
        let bits = wanted.iter().fold(0, |bits, t| bits | bit(*t));
        let mut hit: Vec<u32> = Vec::new();
        let title_hits = words
            .iter()
            .map(|w| {
                hit.clear();
                for word in w {
                    if bits & bit(*word) != 0 && wanted.binary_search(word).is_ok() && !hit.contains(word) {
                        hit.push(*word);
                    }
                }
                if wanted.is_empty() { -1.0 } else { fl(hit.len()) / fl(wanted.len()) }
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
