//! Conversions between number types, in one place, so that no other file needs a cast.

/// A count as a real number.
#[expect(clippy::as_conversions, reason = "counts stay far below 2^52")]
pub(crate) fn real(count: usize) -> f64 {
    count as f64
}

/// Seconds as a real number. Exact for every time that matters (below 2^53 seconds).
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "times stay far below 2^52 seconds")]
pub(crate) fn seconds(seconds: i64) -> f64 {
    seconds as f64
}

/// The logistic function: log-odds to probability.
pub(crate) fn sigmoid(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}
