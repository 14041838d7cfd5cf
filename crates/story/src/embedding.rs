//! A text's vector in a space where what means the same lies near, kept in little room.

use crate::num::{byte, single};
use serde::{Deserialize, Serialize};

/// Such a vector, each number in a byte: a window holds very many. Empty where there is none.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Embedding {
    numbers: Box<[i8]>,
    length: f32,
}

/// Vectors are cut after so many numbers.
const MOST: usize = 1_024;

impl Embedding {
    /// A vector of any length; one that is not finite or all zero is none.
    pub(crate) fn of(vector: &[f32]) -> Self {
        let vector = vector.get(..MOST).unwrap_or(vector);
        let largest = vector.iter().fold(0.0_f32, |largest, v| largest.max(v.abs()));
        if !(largest.is_finite() && largest > 0.0) || vector.iter().any(|v| !v.is_finite()) {
            return Self::default();
        }
        let numbers: Box<[i8]> = vector.iter().map(|v| byte(v / largest * 127.0)).collect();
        let squares: i32 = numbers.iter().map(|n| i32::from(*n) * i32::from(*n)).sum();
        Self { numbers, length: single(f64::from(squares)).sqrt() }
    }

    /// The cosine with another, not below 0; 0 where either is none, or they are of different lengths.
    pub(crate) fn cosine(&self, other: &Self) -> f32 {
        if self.numbers.is_empty() || self.numbers.len() != other.numbers.len() {
            return 0.0;
        }
        let both = self.numbers.iter().zip(&other.numbers);
        let dot: i32 = both.map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
        (single(f64::from(dot)) / (self.length * other.length).max(1.0)).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn none_is_like_nothing() {
        let (none, one) = (Embedding::of(&[]), Embedding::of(&[1.0, 2.0]));
        assert_eq!(none, Embedding::of(&[0.0, 0.0]));
        assert_eq!(none, Embedding::of(&[f32::NAN, 1.0]));
        assert!(none.cosine(&one) == 0.0 && one.cosine(&Embedding::of(&[1.0])) == 0.0);
    }

    proptest! {
        #[test]
        fn bytes_tell_nearly_the_same(
            pairs in proptest::collection::vec((-9.0_f32..9.0, -9.0_f32..9.0), 16..300),
        ) {
            let (a, b): (Vec<f32>, Vec<f32>) = pairs.into_iter().unzip();
            let dot = |x: &[f32], y: &[f32]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f32>();
            prop_assume!(dot(&a, &a) > 1.0 && dot(&b, &b) > 1.0);
            let plain = (dot(&a, &b) / (dot(&a, &a) * dot(&b, &b)).sqrt()).max(0.0);
            prop_assert!((Embedding::of(&a).cosine(&Embedding::of(&b)) - plain).abs() < 0.02);
        }
    }
}
