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

/// In single precision.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "rounding is what is asked for")]
pub(crate) fn single(value: f64) -> f32 {
    value as f32
}

/// A product of short vectors of bytes in single precision: exact below 2^24.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "rounding is what is asked for")]
pub(crate) fn product(product: i32) -> f32 {
    product as f32
}

/// The logistic function: log-odds to probability.
pub(crate) fn sigmoid(log_odds: f64) -> f64 {
    1.0 / (1.0 + (-log_odds).exp())
}

/// A fixed number in 0..1 for a pair: SplitMix64 (Steele et al. 2014). Drawing without randomness.
#[expect(clippy::as_conversions, reason = "the top bits as a fraction")]
pub(crate) fn unit(a: u64, b: u64) -> f64 {
    let mut mixed = a.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ b.wrapping_add(0x632b_e59b_d9b4_e019);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}
