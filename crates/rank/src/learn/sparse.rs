//! Weights of numbered things of which each candidate has a few: labels, words, or the candidate itself.
#![expect(clippy::as_conversions, reason = "numbers of weights as places")]

/// Weights that are learned list by list and fade toward zero; steps as in AdaGrad (Duchi et al. 2011).
#[derive(Debug, Clone, Default)]
pub struct Sparse {
    /// Weight and sum of squared slopes.
    weights: Vec<[f32; 2]>,
    step: f32,
    pull: f32,
}

impl Sparse {
    /// All weights 0. `step`: step size; `pull`: pull back toward zero a step.
    #[must_use]
    pub fn new(step: f32, pull: f32) -> Self {
        Self { weights: Vec::new(), step, pull }
    }

    /// What the weights of these numbers add up to.
    #[must_use]
    pub fn score(&self, numbers: &[u32]) -> f32 {
        numbers.iter().filter_map(|number| self.weights.get(*number as usize)).map(|[weight, _]| weight).sum()
    }

    /// Learns from one candidate. `error`: the chance that it was given less its share of the list's clicks.
    pub fn learn(&mut self, numbers: &[u32], error: f32) {
        for number in numbers {
            let place = *number as usize;
            if place >= self.weights.len() {
                self.weights.resize(place + 1, [0.0, 1.0]);
            }
            if let Some([weight, squares]) = self.weights.get_mut(place) {
                let slope = error + self.pull * *weight;
                *squares += slope * slope;
                *weight -= self.step * slope / squares.sqrt();
            }
        }
    }
}
