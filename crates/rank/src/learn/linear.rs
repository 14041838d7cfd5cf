//! A linear list-wise learner: chances of the candidates of one list by softmax, weights by AdaGrad (Duchi et al. 2011).

use super::columns::Columns;
use crate::wide::wide;

/// Linear weights with per-weight step sizes.
#[derive(Debug, Clone)]
pub struct Linear {
    weights: Vec<f64>,
    squares: Vec<f64>,
    rate: f64,
    shrink: f64,
}

impl Linear {
    /// Starts from prior weights. `rate`: step size; `shrink`: pull back toward zero a step.
    #[must_use]
    pub fn new(priors: Vec<f64>, rate: f64, shrink: f64) -> Self {
        Self { squares: vec![1.0; priors.len()], weights: priors, rate, shrink }
    }

    /// Adds the score of every candidate to `scores`.
    pub fn score(&self, list: &Columns, scores: &mut [f64]) {
        for (column, weight) in self.weights.iter().enumerate() {
            add(*weight, list.plain(column), scores);
        }
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
        for (column, (weight, square)) in self.weights.iter_mut().zip(&mut self.squares).enumerate() {
            let slope = product(list.plain(column), errors) + self.shrink * *weight;
            *square += slope * slope;
            *weight -= self.rate * slope / square.sqrt();
        }
    }
}

wide! {
    /// Adds the values, each times the weight, to the sums.
    fn add(weight: f64, values: &[f32], sums: &mut [f64]) {
        for (sum, value) in sums.iter_mut().zip(values) {
            *sum += weight * f64::from(*value);
        }
    }
}

wide! {
    /// The sum of the products.
    fn product(values: &[f32], errors: &[f64]) -> f64 {
        // In four sums side by side: one after the other, each addition would wait for the one before.
        let mut sums = [0.0_f64; 4];
        for (values, errors) in values.chunks(4).zip(errors.chunks(4)) {
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
