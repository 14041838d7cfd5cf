//! A linear list-wise learner: chances of the candidates of one list by softmax, weights by AdaGrad (Duchi et al. 2011).

use super::columns::{Columns, LANES};
use crate::wide::wide;

/// Linear weights with per-weight step sizes.
#[derive(Debug, Clone)]
pub struct Linear {
    weights: Vec<f64>,
    squares: Vec<f64>,
    rate: f64,
    shrink: f64,
    /// Memory to use again: a list's errors, filled up with zeros to whole lanes.
    errors: Vec<f64>,
}

impl Linear {
    /// Starts from prior weights. `rate`: step size; `shrink`: pull back toward zero a step.
    #[must_use]
    pub fn new(priors: Vec<f64>, rate: f64, shrink: f64) -> Self {
        Self { squares: vec![1.0; priors.len()], weights: priors, rate, shrink, errors: Vec::new() }
    }

    /// Adds the score of every candidate to `scores`.
    pub fn score(&self, list: &Columns, scores: &mut [f64]) {
        add(&self.weights, list, scores);
    }

    /// Adds each feature's part of one candidate's score to `terms`.
    pub fn explain(&self, list: &Columns, place: usize, terms: &mut [f64]) {
        for ((column, weight), term) in self.weights.iter().enumerate().zip(terms) {
            *term += weight * f64::from(list.plain(column).get(place).copied().unwrap_or(0.0));
        }
    }

    /// The weights as they stand.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Learns from one list. `errors`: for each candidate, the chance that it was given less its share of the clicks.
    pub fn learn(&mut self, list: &Columns, errors: &[f64]) {
        self.errors.clear();
        self.errors.extend_from_slice(errors);
        self.errors.resize(list.lanes(), 0.0);
        for (column, (weight, square)) in self.weights.iter_mut().zip(&mut self.squares).enumerate() {
            let slope = product(list.all_plain(column), &self.errors) + self.shrink * *weight;
            *square += slope * slope;
            *weight -= self.rate * slope / square.sqrt();
        }
    }
}

wide! {
    fn add(weights: &[f64], list: &Columns, scores: &mut [f64]) {
        for (chunk, scores) in scores.chunks_mut(LANES).enumerate() {
            let mut sums = [0.0_f64; LANES];
            for (column, weight) in weights.iter().enumerate() {
                let values = list.all_plain(column).as_chunks::<LANES>().0.get(chunk).unwrap_or(&[0.0; LANES]);
                for (sum, value) in sums.iter_mut().zip(values) {
                    *sum += weight * f64::from(*value);
                }
            }
            scores.iter_mut().zip(sums).for_each(|(score, sum)| *score += sum);
        }
    }
}

wide! {
    /// The sum of the products.
    fn product(values: &[f32], errors: &[f64]) -> f64 {
        // In sums side by side: one after the other, each addition would wait for the one before.
        let mut sums = [0.0_f64; LANES];
        for (values, errors) in values.as_chunks::<LANES>().0.iter().zip(errors.as_chunks::<LANES>().0) {
            for ((sum, value), error) in sums.iter_mut().zip(values).zip(errors) {
                *sum += f64::from(*value) * error;
            }
        }
        sums.iter().sum()
    }
}

/// Log-odds to chances that add up to one, in place.
pub(crate) fn softmax(values: &mut [f64]) {
    let top = values.iter().copied().fold(f64::MIN, f64::max);
    let mut total = 0.0;
    for value in &mut *values {
        *value = (*value - top).exp();
        total += *value;
    }
    for value in values {
        *value /= total;
    }
}
