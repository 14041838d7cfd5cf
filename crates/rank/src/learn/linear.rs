//! A linear list-wise learner: chances of the candidates of one list by softmax, weights by AdaGrad (Duchi et al. 2011).

use super::columns::Columns;

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
            for (score, value) in scores.iter_mut().zip(list.plain(column)) {
                *score += weight * f64::from(*value);
            }
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
            let slope: f64 =
                list.plain(column).iter().zip(errors).map(|(value, error)| f64::from(*value) * error).sum();
            let slope = slope + self.shrink * *weight;
            *square += slope * slope;
            *weight -= self.rate * slope / square.sqrt();
        }
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
