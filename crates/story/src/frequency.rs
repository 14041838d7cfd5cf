//! Document frequencies that forget.

use crate::num::{seconds, single};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Passes on keys that are hashes already.
#[derive(Default)]
pub(crate) struct Ready(u64);

impl Hasher for Ready {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for b in bytes {
            self.0 = (self.0.rotate_left(5) ^ u64::from(*b)).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }
    fn write_u32(&mut self, n: u32) {
        self.0 = u64::from(n).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    fn write_i64(&mut self, n: i64) {
        self.write_u64(n.cast_unsigned());
    }
}

/// A map whose keys are hashes or ids. Its order of iteration must never reach a result.
pub(crate) type Map<K, V> = HashMap<K, V, BuildHasherDefault<Ready>>;

/// How document frequencies look at one time among the texts of one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lens {
    g: f32,
    documents: f32,
}

/// In how many recent documents each term stands, older documents counting less (forward decay: G. Cormode and
/// others, ICDE 2009). Every space of vectors has its own.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Frequency {
    landmark: Option<i64>,
    documents: f32,
    /// The same by language, so that a language's common words are common however few of its texts come.
    languages: Map<u32, f32>,
    terms: Map<u32, f32>,
}

impl Frequency {
    /// Counts the terms of one document (each once) at a time.
    pub(crate) fn count(&mut self, terms: impl Iterator<Item = u32>, lang: u32, at: i64, half_life: i64) {
        let g = self.growth(at, half_life);
        self.documents += g;
        *self.languages.entry(lang).or_default() += g;
        for t in terms {
            *self.terms.entry(t).or_default() += g;
        }
    }

    /// How much a term tells: the logarithm of the share of documents without it, at least a little.
    pub(crate) fn idf(&self, term: u32, lens: Lens) -> f32 {
        let df = self.terms.get(&term).copied().unwrap_or(0.0) / lens.g;
        ((lens.documents + 2.0) / (df + 0.7)).ln().max(0.05)
    }

    /// What a term weighs that was never seen, as of the landmark's last count.
    pub(crate) fn rarest(&self) -> f32 {
        (self.documents.max(1.0) + 2.0).ln() + 0.36
    }

    /// How frequencies look at a time, among the texts of a language.
    pub(crate) fn lens(&self, at: i64, half_life: i64, lang: u32) -> Lens {
        let g = self.weight(at, half_life);
        let own = self.languages.get(&lang).copied().unwrap_or(0.0);
        // Few texts of a language say little of its words yet.
        let documents = (own + 0.1 * (self.documents - own)) / g;
        Lens { g, documents }
    }

    /// The weight of a document at a time, against the landmark.
    fn weight(&self, at: i64, half_life: i64) -> f32 {
        let landmark = self.landmark.unwrap_or(at);
        single(seconds(at - landmark).max(0.0).min(40.0 * seconds(half_life)) / seconds(half_life.max(1)))
            .exp2()
    }

    fn growth(&mut self, at: i64, half_life: i64) -> f32 {
        let landmark = *self.landmark.get_or_insert(at);
        let passed = at - landmark;
        if passed > half_life.saturating_mul(16) {
            // Weights have grown large: move the landmark, and forget what has become nothing.
            let by = single(seconds(passed) / seconds(half_life.max(1))).min(100.0).exp2();
            self.documents /= by;
            for n in self.languages.values_mut() {
                *n /= by;
            }
            self.terms.retain(|_, w| {
                *w /= by;
                *w > 0.02
            });
            self.landmark = Some(at);
        }
        self.weight(at, half_life)
    }
}
