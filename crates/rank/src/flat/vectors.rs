//! The candidates' vectors, cut in two: the upper four bits of each value stand together, and the lower four apart. A page of very
//! many candidates waits for memory more than for anything else, and most candidates are ruled out by the upper half alone.

use super::dots::{GROUP, HALF, dot, nibbles};

/// Vectors of one length.
#[derive(Debug, Clone)]
pub(super) struct Vectors {
    width: usize,
    /// Bytes that one half of a vector takes.
    stride: usize,
    /// Upper halves plus eight, so that none is negative; two to a byte, see [`nibbles`].
    high: Vec<u8>,
    /// Lower halves.
    low: Vec<u8>,
}

/// A vector that others are multiplied with.
#[derive(Debug, Clone)]
pub(super) struct Query {
    /// Filled up with zeros to whole groups.
    values: Vec<i8>,
    sum: i32,
    /// The sum without signs.
    size: i32,
}

impl Query {
    pub(super) fn new(values: &[i8]) -> Self {
        let mut filled = values.to_vec();
        filled.resize(values.len().next_multiple_of(GROUP), 0);
        let size = values.iter().map(|value| i32::from(value.unsigned_abs())).sum();
        Self { values: filled, sum: values.iter().map(|value| i32::from(*value)).sum(), size }
    }

    /// How far a product of upper halves may be from the whole product.
    pub(super) fn margin(&self) -> i32 {
        // Lower halves are between 0 and 15, and are taken for 7.5.
        self.size * 15 / 2 + 1
    }
}

impl Vectors {
    pub(super) fn new(width: usize) -> Self {
        Self { width, stride: width.div_ceil(GROUP) * HALF, high: Vec::new(), low: Vec::new() }
    }

    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// Adds a vector; one of another length is cut or filled with zeros.
    pub(super) fn push(&mut self, vector: &[i8]) {
        let mut values = vector.iter().copied().take(self.width).chain(std::iter::repeat(0));
        for _ in 0..self.stride / HALF {
            let mut group = [0_u8; GROUP];
            group.iter_mut().zip(&mut values).for_each(|(to, value)| *to = value.cast_unsigned() ^ 0x80);
            // With its sign bit turned, a value's upper four bits are the upper half plus eight.
            let (first, second) = group.split_at(HALF);
            self.high.extend(first.iter().zip(second).map(|(a, b)| (a >> 4) | (b & 0xf0)));
            self.low.extend(first.iter().zip(second).map(|(a, b)| (a & 0x0f) | (b << 4)));
        }
    }

    /// The products with the vectors from `from` on, by their upper halves alone: each at most [`Query::margin`] off.
    pub(super) fn rough(&self, query: &Query, from: usize, out: &mut [i32]) {
        let start = (from * self.stride).min(self.high.len());
        nibbles(self.high.get(start..).unwrap_or(&[]), &query.values, out);
        for out in out {
            *out = 16 * (*out - 8 * query.sum) + query.sum * 15 / 2;
        }
    }

    /// The whole product with one vector.
    pub(super) fn product(&self, number: usize, query: &Query) -> i32 {
        let at = number * self.stride..(number + 1) * self.stride;
        let (mut high, mut low) = ([0], [0]);
        nibbles(self.high.get(at.clone()).unwrap_or(&[]), &query.values, &mut high);
        nibbles(self.low.get(at).unwrap_or(&[]), &query.values, &mut low);
        let ([high], [low]) = (high, low);
        16 * (high - 8 * query.sum) + low
    }

    /// A vector as it was put in, filled up to whole groups.
    pub(super) fn whole(&self, number: usize) -> Vec<i8> {
        let at = number * self.stride..(number + 1) * self.stride;
        let halves = self.high.get(at.clone()).unwrap_or(&[]).chunks(HALF);
        let halves = halves.zip(self.low.get(at).unwrap_or(&[]).chunks(HALF));
        let mut out = Vec::with_capacity(2 * self.stride);
        for (high, low) in halves {
            let pairs = || high.iter().zip(low);
            out.extend(pairs().map(|(high, low)| ((high << 4) | (low & 0x0f)) ^ 0x80).map(u8::cast_signed));
            out.extend(pairs().map(|(high, low)| ((high & 0xf0) | (low >> 4)) ^ 0x80).map(u8::cast_signed));
        }
        out
    }
}

/// The cosine of two vectors of given lengths; 0 where one has none.
pub(super) fn cosine(a: &[i8], b: &[i8], lengths: f64) -> f64 {
    if lengths > 0.0 { f64::from(dot(a, b)) / lengths } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn halves_come_together_again_and_their_products_are_as_near_as_said(
            width in 0_usize..200, bytes in prop::collection::vec(any::<i8>(), 1..900), count in 1_usize..5,
        ) {
            let byte = |n: usize| bytes[n % bytes.len()];
            let mut vectors = Vectors::new(width);
            let given: Vec<Vec<i8>> =
                (0..count).map(|nth| (0..width).map(|n| byte(nth * width + n)).collect()).collect();
            given.iter().for_each(|vector| vectors.push(vector));
            let values: Vec<i8> = (0..width).map(|n| byte(n * 7 + 3)).collect();
            let query = Query::new(&values);
            let mut rough = vec![0; count];
            vectors.rough(&query, 0, &mut rough);
            for (number, vector) in given.iter().enumerate() {
                prop_assert_eq!(&vectors.whole(number)[..width], &vector[..]);
                let plain: i32 = vector.iter().zip(&values).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
                prop_assert_eq!(vectors.product(number, &query), plain);
                prop_assert!((rough[number] - plain).abs() <= query.margin());
            }
        }
    }
}
