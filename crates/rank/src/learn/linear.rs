//! A linear list-wise learner: chances of the candidates of one list by softmax, weights by AdaGrad (Duchi et al. 2011).

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

    /// The score of one row of features.
    #[must_use]
    pub fn score(&self, row: &[f32]) -> f64 {
        self.weights.iter().zip(row).map(|(weight, value)| weight * f64::from(*value)).sum()
    }

    /// The weights as they stand.
    #[must_use]
    pub fn weights(&self) -> &[f64] {
        &self.weights
    }

    /// Learns from one list: `rows` holds its candidates one after the other, `clicked` their places.
    pub fn learn(&mut self, rows: &[f32], clicked: &[usize]) {
        let width = self.weights.len();
        let mut chances: Vec<f64> = rows.chunks_exact(width).map(|row| self.score(row)).collect();
        if clicked.is_empty() || clicked.len() >= chances.len() {
            return;
        }
        softmax(&mut chances);
        let share = 1.0 / f64::from(u32::try_from(clicked.len()).unwrap_or(u32::MAX));
        let mut slope = vec![0.0_f64; width];
        for (place, (row, chance)) in rows.chunks_exact(width).zip(&chances).enumerate() {
            let wanted = if clicked.contains(&place) { share } else { 0.0 };
            let error = chance - wanted;
            for (slope, value) in slope.iter_mut().zip(row) {
                *slope += error * f64::from(*value);
            }
        }
        for ((weight, square), slope) in self.weights.iter_mut().zip(&mut self.squares).zip(&slope) {
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
