//! The best few of very many: candidates as flat arrays, nothing allocated a candidate.
//!
//! Every candidate has a vector of small integers (a taste vector's product with it says how alike they are) and a fixed
//! number of sparse features. Of 100,000 the best few hundred are found in milliseconds; those are then ranked and explained
//! by [`crate::slate()`].

/// Sparse features a candidate; unused ones point at weight 0.
pub const SPARSE: usize = 12;

/// Many candidates, column by column.
#[derive(Debug, Clone, Default)]
pub struct Flat {
    width: usize,
    vectors: Vec<i8>,
    sparse: Vec<[u32; SPARSE]>,
    /// What does not depend on the reader: freshness, size, heat.
    common: Vec<f32>,
}

/// What a reader likes, in the same terms.
#[derive(Debug, Clone, Copy)]
pub struct Taste<'a> {
    /// The taste vector.
    pub vector: &'a [i8],
    /// What one unit of the product with it is worth, in log-odds.
    pub scale: f32,
    /// The weight of each sparse feature; a number beyond the end weighs nothing.
    pub weights: &'a [f32],
}

impl Flat {
    /// No candidates, of vectors of this length.
    #[must_use]
    pub fn new(width: usize) -> Self {
        Self { width, ..Self::default() }
    }

    /// Adds a candidate; gives its number. A vector of another length is cut or filled with zeros.
    pub fn push(&mut self, vector: &[i8], sparse: [u32; SPARSE], common: f32) -> usize {
        let taken = vector.get(..self.width.min(vector.len())).unwrap_or(vector);
        self.vectors.extend_from_slice(taken);
        self.sparse.push(sparse);
        self.common.push(if common.is_finite() { common } else { 0.0 });
        self.vectors.resize(self.sparse.len() * self.width, 0);
        self.sparse.len() - 1
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sparse.len()
    }

    /// There are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sparse.is_empty()
    }

    /// The best `count`, best first, with their scores; equal ones in order of number.
    #[must_use]
    pub fn best(&self, taste: &Taste<'_>, count: usize) -> Vec<(usize, f32)> {
        let mut products = vec![0_i32; self.len()];
        if taste.vector.len() == self.width && self.width > 0 {
            dots(&self.vectors, taste.vector, &mut products);
        }
        let mut scored: Vec<(f32, usize)> = products
            .iter()
            .zip(&self.sparse)
            .zip(&self.common)
            .enumerate()
            .map(|(index, ((product, sparse), common))| {
                let sparse: f32 = sparse
                    .iter()
                    .map(|feature| {
                        let index = usize::try_from(*feature).unwrap_or(usize::MAX);
                        taste.weights.get(index).copied().unwrap_or(0.0)
                    })
                    .sum();
                (common + sparse + taste.scale * real(*product), index)
            })
            .collect();
        let better = |a: &(f32, usize), b: &(f32, usize)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        if count < scored.len() {
            scored.select_nth_unstable_by(count, better);
            scored.truncate(count);
        }
        scored.sort_unstable_by(better);
        scored.into_iter().map(|(score, index)| (index, score)).collect()
    }
}

#[expect(clippy::as_conversions, reason = "a product of short vectors of bytes stays below 2^24")]
fn real(product: i32) -> f32 {
    product as f32
}

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
