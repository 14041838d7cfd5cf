//! Products of vectors of small integers, with AVX2 where the processor has it.

/// The product of `query` with each vector of `vectors`, laid one after the other. Uses AVX2 where the processor has it;
/// the result is the same to the last bit.
pub fn dots(vectors: &[i8], query: &[i8], out: &mut [i32]) {
    #[cfg(target_arch = "x86_64")]
    if query.len().is_multiple_of(32) && std::arch::is_x86_feature_detected!("avx2") {
        #[expect(unsafe_code, reason = "the processor was asked for AVX2 just before")]
        // SAFETY: `dots_avx2` needs nothing but AVX2.
        unsafe {
            dots_avx2(vectors, query, out);
        }
        return;
    }
    dots_plain(vectors, query, out);
}

/// The same without special instructions.
pub fn dots_plain(vectors: &[i8], query: &[i8], out: &mut [i32]) {
    if query.is_empty() {
        return;
    }
    for (vector, out) in vectors.chunks_exact(query.len()).zip(out) {
        *out = vector.iter().zip(query).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
#[expect(unsafe_code, reason = "loads of 16 bytes from slices of exactly 32")]
fn dots_avx2(vectors: &[i8], query: &[i8], out: &mut [i32]) {
    use std::arch::x86_64::{
        __m128i, _mm_add_epi32, _mm_cvtsi128_si32, _mm_loadu_si128, _mm_shuffle_epi32, _mm256_add_epi32,
        _mm256_castsi256_si128, _mm256_cvtepi8_epi16, _mm256_extracti128_si256, _mm256_madd_epi16,
        _mm256_setzero_si256,
    };
    if query.is_empty() {
        return;
    }
    for (vector, out) in vectors.chunks_exact(query.len()).zip(out) {
        let mut low = _mm256_setzero_si256();
        let mut high = _mm256_setzero_si256();
        for (a, b) in vector.chunks_exact(32).zip(query.chunks_exact(32)) {
            let (a, b) = (a.as_ptr().cast::<__m128i>(), b.as_ptr().cast::<__m128i>());
            // SAFETY: both chunks hold 32 bytes; the loads take bytes 0..16 and 16..32, at any alignment.
            let (a0, b0, a1, b1) = unsafe {
                (_mm_loadu_si128(a), _mm_loadu_si128(b), _mm_loadu_si128(a.add(1)), _mm_loadu_si128(b.add(1)))
            };
            // Widened to 16 bits first: the pairwise sums cannot overflow 32 bits.
            low =
                _mm256_add_epi32(low, _mm256_madd_epi16(_mm256_cvtepi8_epi16(a0), _mm256_cvtepi8_epi16(b0)));
            high =
                _mm256_add_epi32(high, _mm256_madd_epi16(_mm256_cvtepi8_epi16(a1), _mm256_cvtepi8_epi16(b1)));
        }
        let sum = _mm256_add_epi32(low, high);
        let half = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256::<1>(sum));
        let quarter = _mm_add_epi32(half, _mm_shuffle_epi32::<0b01_00_11_10>(half));
        let whole = _mm_add_epi32(quarter, _mm_shuffle_epi32::<0b10_11_00_01>(quarter));
        *out = _mm_cvtsi128_si32(whole);
    }
}
