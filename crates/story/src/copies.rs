//! Finds earlier texts of which a text is a copy: elsewhere, cut short, lengthened or under a new headline.
//!
//! Every 16th shingle by hash (and at least the eight smallest) goes into an index; texts that share such
//! shingles are compared by their whole sets. Sampling by hash value keeps the same shingles of either text (A.
//! Broder, 1997: "mod m" sketches), so a short text inside a long one is found, which MinHash bands miss.

use crate::desk::Seat;
use crate::frequency::Map;
use crate::lists::Lists;
use serde::{Deserialize, Serialize};
use text::minhash::{containment, jaccard};

/// Shingles kept of one text; of longer ones a sample by hash.
const KEPT: usize = 512;
/// Texts with fewer shingles are too short to be told copies by them.
const LEAST: usize = 8;
/// Newest texts remembered for one shingle: what stands in more is boilerplate.
const LISTED: usize = 64;
/// Smallest shingles always indexed.
const SMALLEST: usize = 8;

/// A text's shingles, thinned by hash where there are many.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Shingles {
    hashes: Box<[u32]>,
    /// How often the set was halved.
    level: u8,
}

impl Shingles {
    pub(crate) fn of(text: &str) -> Self {
        let mut hashes = text::minhash::shingles(text);
        let mut level = 0;
        while hashes.len() > KEPT && level < 20 {
            level += 1;
            let below = u32::MAX >> level;
            hashes.retain(|h| *h <= below);
        }
        Self { hashes: hashes.into(), level }
    }

    fn at(&self, level: u8) -> &[u32] {
        let below = u32::MAX >> level.min(31);
        let end = self.hashes.partition_point(|h| *h <= below);
        self.hashes.get(..end).unwrap_or_default()
    }

    fn is_telling(&self) -> bool {
        self.hashes.len() >= LEAST
    }

    fn sample(&self) -> impl Iterator<Item = u32> + '_ {
        self.hashes.iter().enumerate().filter(|(i, h)| *i < SMALLEST || **h % 16 == 0).map(|(_, h)| *h)
    }

    /// Jaccard similarity and containment of the smaller, both 0 to 1.
    pub(crate) fn compare(&self, other: &Self) -> (f32, f32) {
        let level = self.level.max(other.level);
        let (a, b) = (self.at(level), other.at(level));
        if a.len().min(b.len()) < LEAST {
            return (0.0, 0.0);
        }
        (jaccard(a, b), containment(a, b))
    }
}

/// The texts of the window by their shingles.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Copies {
    index: Lists,
}

impl Copies {
    /// Earlier texts that share telling shingles, likeliest first; 48 at the most.
    pub(crate) fn candidates(&self, of: &Shingles) -> Vec<Seat> {
        if !of.is_telling() {
            return Vec::new();
        }
        let mut counts: Map<Seat, u32> = Map::default();
        for s in of.sample() {
            for seat in self.index.get(s) {
                *counts.entry(*seat).or_default() += 1;
            }
        }
        let mut list: Vec<(Seat, u32)> = counts.into_iter().filter(|(_, n)| *n > 1).collect();
        list.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
        list.truncate(48);
        list.into_iter().map(|(seat, _)| seat).collect()
    }

    pub(crate) fn insert(&mut self, seat: Seat, shingles: &Shingles) {
        if !shingles.is_telling() {
            return;
        }
        for s in shingles.sample() {
            self.index.push(s, seat, LISTED);
        }
    }

    pub(crate) fn remove(&mut self, seat: Seat, shingles: &Shingles) {
        for s in shingles.sample() {
            self.index.remove(s, seat);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_cut_text() {
        let long: String = (0..900).map(|i| format!("word{} ", i * 7919 % 1009)).collect();
        let short: String = long.split_inclusive(' ').skip(100).take(120).collect();
        let other: String = (0..300).map(|i| format!("else{} ", i * 31 % 509)).collect();
        let (long, short, other) = (Shingles::of(&long), Shingles::of(&short), Shingles::of(&other));
        let mut copies = Copies::default();
        copies.insert(1, &other);
        copies.insert(2, &long);
        assert_eq!(copies.candidates(&short), [2]);
        assert!(short.compare(&long).1 > 0.9);
        copies.remove(2, &long);
        assert!(copies.candidates(&short).is_empty());
    }
}
