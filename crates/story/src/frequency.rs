//! Story frequencies that forget.

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

/// Stories taken as seen before the first, none with the term asked for: where few are known, as in a language of few
/// outlets, what two of them share would else tell little.
const UNSEEN: f32 = 60.0;

/// How story frequencies look at one time among the texts of one language.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lens {
    g: f32,
    stories: f32,
    lang: u32,
}

/// In how many recent stories each term stands, older ones counting less (forward decay: G. Cormode and others, ICDE
/// 2009). Every space of vectors has its own. Stories are counted rather than articles: a word that two hundred
/// articles on one event share says much, one that stands in fifty small stories little.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Frequency {
    landmark: Option<i64>,
    /// By language.
    stories: Map<u32, f32>,
    /// By term and language.
    terms: Map<u32, f32>,
}

/// A term of a language.
fn salted(term: u32, lang: u32) -> u32 {
    term ^ lang.rotate_left(7).wrapping_mul(0x85eb_ca6b)
}

impl Frequency {
    /// Counts terms that are new to a story, and the story where it is new.
    pub(crate) fn count(
        &mut self,
        terms: impl Iterator<Item = u32>,
        founded: bool,
        lang: u32,
        at: i64,
        half_life: i64,
    ) {
        let g = self.growth(at, half_life);
        if founded {
            *self.stories.entry(lang).or_default() += g;
        }
        for t in terms {
            *self.terms.entry(salted(t, lang)).or_default() += g;
        }
    }

    /// How much a term tells: the logarithm of the share of stories without it, at least a little.
    pub(crate) fn idf(&self, term: u32, lens: Lens) -> f32 {
        let n = self.terms.get(&salted(term, lens.lang)).copied().unwrap_or(0.0) / lens.g;
        ((lens.stories + UNSEEN) / (n + 0.7)).ln().max(0.05)
    }

    /// How frequencies look at a time, among the texts of a language.
    pub(crate) fn lens(&self, at: i64, half_life: i64, lang: u32) -> Lens {
        let g = self.weight(at, half_life);
        Lens { g, stories: self.stories.get(&lang).copied().unwrap_or(0.0) / g, lang }
    }

    /// The weight of a story at a time, against the landmark.
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
            for n in self.stories.values_mut() {
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
