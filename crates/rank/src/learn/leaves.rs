//! Adding trees up over rows, sixteen at a time: with AVX-512 where the processor has it, which finds sixteen leaves among 32 in one
//! step; the results are the same to the last bit without.

use super::columns::LANES;
use super::forest::{LEAVES, Question, Tree};

/// Sums of one chunk of rows.
pub(crate) type Sums<T> = [T; LANES];

/// Something that values are added up in.
pub(crate) trait Sum: Copy + Default + std::ops::AddAssign {
    fn add(&mut self, value: f32);
}

impl Sum for f32 {
    fn add(&mut self, value: f32) {
        *self += value;
    }
}

impl Sum for f64 {
    fn add(&mut self, value: f32) {
        *self += Self::from(value);
    }
}

/// Adds the sum of the trees' values to `sums`, row by row from row `from` on, which is the first of a chunk. `bins`: columns
/// of `lanes` rows each, `lanes` a multiple of [`LANES`].
pub(crate) fn add<T: Sum>(trees: &[Tree], bins: &[u8], lanes: usize, from: usize, sums: &mut [T]) {
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx512f")
        && std::arch::is_x86_feature_detected!("avx512bw")
        && std::arch::is_x86_feature_detected!("avx512vl")
    {
        #[expect(unsafe_code, reason = "the processor was asked for these instructions just before")]
        // SAFETY: `add_wide` needs nothing but what was asked for.
        unsafe {
            add_wide(trees, bins, lanes, from, sums);
        }
        return;
    }
    add_plain(trees, bins, lanes, from, sums);
}

/// The same without special instructions.
pub(crate) fn add_plain<T: Sum>(trees: &[Tree], bins: &[u8], lanes: usize, from: usize, sums: &mut [T]) {
    for (chunk, sums) in sums.chunks_mut(LANES).enumerate() {
        let start = from + chunk * LANES;
        let mut parts = [T::default(); LANES];
        for tree in trees {
            let mut leaf = [0_u8; LANES];
            for (level, question) in tree.questions.iter().enumerate() {
                let Some(bins) = lanes_at(bins, usize::from(question.column) * lanes + start) else {
                    continue;
                };
                for (leaf, bin) in leaf.iter_mut().zip(bins) {
                    *leaf |= u8::from(*bin > question.cut) << level;
                }
            }
            let leaves = tree.leaves();
            for (part, leaf) in parts.iter_mut().zip(leaf) {
                // The mask spares the check of the bound.
                part.add(leaves[usize::from(leaf) & (LEAVES - 1)]);
            }
        }
        put(&parts, sums);
    }
}

fn lanes_at(bins: &[u8], start: usize) -> Option<&[u8; LANES]> {
    bins.get(start..)?.first_chunk()
}

/// Adds a chunk's sums to the rows that are there.
fn put<T: Sum>(parts: &Sums<T>, sums: &mut [T]) {
    for (sum, part) in sums.iter_mut().zip(parts) {
        *sum += *part;
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw,avx512vl")]
#[expect(unsafe_code, reason = "loads from arrays of just that length")]
#[expect(clippy::as_conversions, reason = "a bin's cut as the signed byte that the instruction takes")]
fn add_wide<T: Sum>(trees: &[Tree], bins: &[u8], lanes: usize, from: usize, sums: &mut [T]) {
    use std::arch::x86_64::{
        _mm_cmpgt_epu8_mask, _mm_loadu_si128, _mm_set1_epi8, _mm512_loadu_ps, _mm512_mask_or_epi32,
        _mm512_maskz_mov_epi32, _mm512_permutex2var_ps, _mm512_set1_epi32, _mm512_storeu_ps,
    };
    let bits = [1, 2, 4, 8, 16].map(|bit| _mm512_set1_epi32(bit));
    for (chunk, sums) in sums.chunks_mut(LANES).enumerate() {
        let start = from + chunk * LANES;
        let mut parts = [T::default(); LANES];
        for tree in trees {
            let above = |question: Question| {
                let column = usize::from(question.column) * lanes;
                let bins = lanes_at(bins, column + start).unwrap_or(&[0; LANES]);
                // SAFETY: 16 bytes from an array of 16, at any alignment.
                let bins = unsafe { _mm_loadu_si128(bins.as_ptr().cast()) };
                _mm_cmpgt_epu8_mask(bins, _mm_set1_epi8(question.cut as i8))
            };
            // One after the other, without a loop: what is compared does not wait for what was.
            let [a, b, c, d, e] = tree.questions.map(above);
            let [first, second, third, fourth, fifth] = bits;
            let leaf = _mm512_maskz_mov_epi32(a, first);
            let leaf = _mm512_mask_or_epi32(leaf, b, leaf, second);
            let leaf = _mm512_mask_or_epi32(leaf, c, leaf, third);
            let leaf = _mm512_mask_or_epi32(leaf, d, leaf, fourth);
            let leaf = _mm512_mask_or_epi32(leaf, e, leaf, fifth);
            let (low, high) = tree.leaves().split_at(LEAVES / 2);
            let mut values = [0.0_f32; LANES];
            // SAFETY: 16 numbers each, from halves of an array of 32 and into an array of 16, at any alignment.
            unsafe {
                let (low, high) = (_mm512_loadu_ps(low.as_ptr()), _mm512_loadu_ps(high.as_ptr()));
                _mm512_storeu_ps(values.as_mut_ptr(), _mm512_permutex2var_ps(low, leaf, high));
            }
            for (part, value) in parts.iter_mut().zip(values) {
                part.add(value);
            }
        }
        put(&parts, sums);
    }
}

#[cfg(test)]
mod tests {
    use super::super::forest::DEPTH;
    use super::*;

    #[test]
    fn both_ways_add_up_to_the_same() {
        let mut state = 7_u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            u8::try_from((state >> 33) % below).unwrap()
        };
        let (columns, lanes) = (9, 48);
        let bins: Vec<u8> = (0..columns * lanes).map(|_| next(64)).collect();
        let trees: Vec<Tree> = (0..20)
            .map(|_| {
                let mut tree = Tree::new();
                tree.questions = [(); DEPTH].map(|()| Question { column: next(9).into(), cut: next(65) });
                for leaf in 0..LEAVES {
                    tree.set(DEPTH, leaf, f32::from(next(200)) / 199.0 - 0.5);
                }
                tree
            })
            .collect();
        for (from, count) in [(0, 48), (0, 37), (16, 5), (32, 16), (0, 0)] {
            let (mut plain, mut wide) = (vec![1.5_f64; count], vec![1.5_f64; count]);
            add_plain(&trees, &bins, lanes, from, &mut plain);
            add(&trees, &bins, lanes, from, &mut wide);
            assert_eq!(plain, wide, "{count} rows from {from}");
            let (mut plain, mut wide) = (vec![0.1_f32; count], vec![0.1_f32; count]);
            add_plain(&trees, &bins, lanes, from, &mut plain);
            add(&trees, &bins, lanes, from, &mut wide);
            assert_eq!(plain, wide, "{count} rows from {from}");
        }
    }
}
