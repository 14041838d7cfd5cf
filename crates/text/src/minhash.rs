//! Near-duplicate prints of texts: word shingles, MinHash signatures, exact Jaccard similarity and containment.
//!
//! A. Broder: On the resemblance and containment of documents, 1997. Shingles are runs of four words; where the
//! script has no spaces, runs of six characters.

use crate::fold::fold;
use crate::hash::{hash64, low32, mix};
use crate::segment::each_run;

/// Words in a shingle.
const WORDS: usize = 4;
/// Characters in a shingle where the script has no spaces.
const CHARS: usize = 6;
/// Values in a signature.
pub const SIZE: usize = 128;
/// Bands of a signature, each of [`SIZE`]` / BANDS` values.
pub const BANDS: usize = 32;

/// The shingles of a text as hashes, sorted, each once. Text shorter than one shingle gives one for the whole.
#[must_use]
pub fn shingles(text: &str) -> Vec<u32> {
    // One unit is a word, or a character of a script without spaces; each stands with its hash and its weight
    // in sixths of a shingle, so that a run of either kind fills a shingle.
    let mut units: Vec<(u64, bool)> = Vec::with_capacity(text.len() / 5);
    let mut buffer = [0_u8; 4];
    each_run(text, |run| {
        if run.unspaced {
            units.extend(run.text.chars().map(|c| (hash64(c.encode_utf8(&mut buffer)), true)));
        } else {
            units.push((word_hash(run.text), false));
        }
    });
    let unspaced = units.iter().filter(|(_, u)| *u).count();
    let size = if unspaced * 2 > units.len() { CHARS } else { WORDS };
    let join = |w: &[(u64, bool)]| {
        low32(w.iter().fold(0x9e37_79b9, |h, (u, _)| mix(h ^ u).wrapping_mul(0x9e37_79b9_7f4a_7c15)))
    };
    let mut out: Vec<u32> = if units.is_empty() {
        Vec::new()
    } else if units.len() < size {
        vec![join(&units)]
    } else {
        units.windows(size).map(join).collect()
    };
    out.sort_unstable();
    out.dedup();
    out
}

fn word_hash(word: &str) -> u64 {
    if word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
        hash64(word)
    } else {
        hash64(&fold(word))
    }
}

/// A MinHash signature: for each of [`SIZE`] hash functions the smallest value over the shingles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature(Vec<u32>);

impl Signature {
    /// The signature of a set of shingles; `None` of an empty set.
    #[must_use]
    pub fn of(shingles: &[u32]) -> Option<Self> {
        if shingles.is_empty() {
            return None;
        }
        let mut least = vec![u32::MAX; SIZE];
        for s in shingles {
            let spread = mix(u64::from(*s));
            let (a, b) = (low32(spread), low32(spread >> 32) | 1);
            let mut h = a;
            for slot in &mut least {
                // Double hashing, finished by a multiply and shift, stands for independent functions.
                h = h.wrapping_add(b);
                let v = (h ^ (h >> 15)).wrapping_mul(0x2c1b_3c6d);
                *slot = (*slot).min(v ^ (v >> 12));
            }
        }
        Some(Self(least))
    }

    /// The share of equal values: an unbiased estimate of the Jaccard similarity of the two sets.
    #[must_use]
    pub fn similarity(&self, other: &Self) -> f32 {
        let same = self.0.iter().zip(&other.0).filter(|(a, b)| a == b).count();
        ratio(same, self.0.len())
    }

    /// One key for each of the [`BANDS`] bands. Sets that share a key are candidates for near-duplicates.
    #[must_use]
    pub fn bands(&self) -> Vec<u64> {
        self.0
            .chunks(SIZE / BANDS)
            .zip(1_u64..)
            .map(|(rows, band)| rows.iter().fold(band, |h, v| mix(h ^ u64::from(*v)).wrapping_add(band)))
            .collect()
    }
}

/// How many shingles two sorted sets share.
#[must_use]
pub fn shared(a: &[u32], b: &[u32]) -> usize {
    let (mut i, mut j, mut n) = (0, 0, 0);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        n += usize::from(x == y);
        i += usize::from(x <= y);
        j += usize::from(y <= x);
    }
    n
}

/// Jaccard similarity of two sorted sets, 0 to 1.
#[must_use]
pub fn jaccard(a: &[u32], b: &[u32]) -> f32 {
    let n = shared(a, b);
    ratio(n, a.len() + b.len() - n)
}

/// The share of the smaller sorted set that stands in the other too, 0 to 1.
#[must_use]
pub fn containment(a: &[u32], b: &[u32]) -> f32 {
    ratio(shared(a, b), a.len().min(b.len()))
}

#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "counts of shingles are far below 2^24"
)]
fn ratio(n: usize, of: usize) -> f32 {
    if of == 0 { 0.0 } else { n as f32 / of as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn near_duplicates() {
        let a =
            "The government presented a bill on Wednesday that would close the last coal plants before 2030.";
        let b =
            "the government presented a bill on wednesday, that would close the last coal plants before 2030";
        let c = "Heavy rain flooded the coast on Friday and thousands of people left their homes for higher ground.";
        assert_eq!(shingles(a), shingles(b));
        assert!(jaccard(&shingles(a), &shingles(c)) < 0.01);
        let cut = "The government presented a bill on Wednesday that would close";
        assert!(containment(&shingles(a), &shingles(cut)) > 0.99);
        assert!(shingles("东京奥运会将于周五在国立竞技场举行开幕式").len() > 10);
        assert!(Signature::of(&shingles("")).is_none());
    }

    proptest! {
        #[test]
        fn signature_estimates_jaccard(a in proptest::collection::btree_set(0_u32..300, 20..200), b in proptest::collection::btree_set(0_u32..300, 20..200)) {
            let (a, b): (Vec<u32>, Vec<u32>) = (a.into_iter().collect(), b.into_iter().collect());
            let estimate = Signature::of(&a).unwrap().similarity(&Signature::of(&b).unwrap());
            prop_assert!((estimate - jaccard(&a, &b)).abs() < 0.25);
        }
    }
}
