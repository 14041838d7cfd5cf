//! Products of vectors of small integers, with AVX2 where the processor has it.

use crate::wide::wide;

/// Values that are held together.
pub(super) const GROUP: usize = 64;
/// Bytes that a group of halves of values takes.
pub(super) const HALF: usize = GROUP / 2;

wide! {
    /// The product of two vectors.
    pub(super) fn dot(a: &[i8], b: &[i8]) -> i32 {
        a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
    }
}

/// The product of `query`, whole groups of values, with each vector of `packed`, laid one after the other. Those are of numbers
/// 0 … 15: byte by byte, of a group's first half in the lower bits and of its second in the upper. Uses AVX2 where the
/// processor has it; the result is the same to the last bit.
pub(super) fn nibbles(packed: &[u8], query: &[i8], out: &mut [i32]) {
    if query.is_empty() {
        out.fill(0);
        return;
    }
    #[cfg(target_arch = "x86_64")]
    if std::arch::is_x86_feature_detected!("avx2") {
        #[expect(unsafe_code, reason = "the processor was asked for AVX2 just before")]
        // SAFETY: `nibbles_avx2` needs nothing but AVX2.
        unsafe {
            nibbles_avx2(packed, query, out);
        }
        return;
    }
    nibbles_plain(packed, query, out);
}

/// The same without special instructions.
fn nibbles_plain(packed: &[u8], query: &[i8], out: &mut [i32]) {
    for (vector, out) in packed.chunks_exact(query.len() / 2).zip(out) {
        let mut sum = 0;
        for (bytes, query) in vector.chunks_exact(HALF).zip(query.chunks_exact(GROUP)) {
            let (first, second) = query.split_at(HALF);
            for ((byte, a), b) in bytes.iter().zip(first).zip(second) {
                sum += i32::from(byte & 0x0f) * i32::from(*a) + i32::from(byte >> 4) * i32::from(*b);
            }
        }
        *out = sum;
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
#[expect(unsafe_code, reason = "loads of 32 bytes from slices of exactly 32 and 64; and a hint")]
fn nibbles_avx2(packed: &[u8], query: &[i8], out: &mut [i32]) {
    use std::arch::x86_64::{
        __m256i, _MM_HINT_T0, _mm_add_epi32, _mm_cvtsi128_si32, _mm_prefetch, _mm_shuffle_epi32,
        _mm256_add_epi16, _mm256_add_epi32, _mm256_and_si256, _mm256_castsi256_si128,
        _mm256_extracti128_si256, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_maddubs_epi16,
        _mm256_set1_epi8, _mm256_set1_epi16, _mm256_setzero_si256, _mm256_srli_epi16,
    };
    /// So far ahead memory is asked for: what the processor foresees by itself ends at each page of 4 kB.
    const AHEAD: usize = 2_048;
    let (low_bits, ones) = (_mm256_set1_epi8(0x0f), _mm256_set1_epi16(1));
    for (vector, out) in packed.chunks_exact(query.len() / 2).zip(out) {
        let mut sum = _mm256_setzero_si256();
        for (bytes, query) in vector.chunks_exact(HALF).zip(query.chunks_exact(GROUP)) {
            let (first, second) = query.split_at(HALF);
            _mm_prefetch::<_MM_HINT_T0>(bytes.as_ptr().wrapping_add(AHEAD).cast());
            // SAFETY: all three hold 32 bytes, at any alignment.
            let (bytes, first, second) = unsafe {
                (
                    _mm256_loadu_si256(bytes.as_ptr().cast::<__m256i>()),
                    _mm256_loadu_si256(first.as_ptr().cast::<__m256i>()),
                    _mm256_loadu_si256(second.as_ptr().cast::<__m256i>()),
                )
            };
            let low = _mm256_and_si256(bytes, low_bits);
            let high = _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), low_bits);
            // At most 4 × 15 × 128: far from what 16 bits hold.
            let pairs =
                _mm256_add_epi16(_mm256_maddubs_epi16(low, first), _mm256_maddubs_epi16(high, second));
            sum = _mm256_add_epi32(sum, _mm256_madd_epi16(pairs, ones));
        }
        let half = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256::<1>(sum));
        let quarter = _mm_add_epi32(half, _mm_shuffle_epi32::<0b01_00_11_10>(half));
        let whole = _mm_add_epi32(quarter, _mm_shuffle_epi32::<0b10_11_00_01>(quarter));
        *out = _mm_cvtsi128_si32(whole);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100))]
        #[test]
        fn every_way_of_multiplying_gives_the_same(
            groups in 1_usize..9, count in 0_usize..7, seed in prop::collection::vec(any::<u8>(), 1..700),
        ) {
            let byte = |n: usize| seed[n % seed.len()];
            let packed: Vec<u8> = (0..groups * HALF * count).map(byte).collect();
            let query: Vec<i8> = (0..groups * GROUP).map(|n| byte(n * 7 + 3).cast_signed()).collect();
            let (mut fast, mut plain) = (vec![0; count], vec![0; count]);
            nibbles(&packed, &query, &mut fast);
            nibbles_plain(&packed, &query, &mut plain);
            prop_assert_eq!(fast, plain);
        }
    }
}
