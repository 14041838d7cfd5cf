//! Conversions between counts and real numbers, in one place.

/// A count as a real number.
#[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "counts here are far below 2^24")]
pub(crate) fn real(n: usize) -> f32 {
    n as f32
}

/// Seconds as a real number.
#[expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    reason = "spans of time here are far below 2^53 s"
)]
pub(crate) fn seconds(n: i64) -> f64 {
    n as f64
}

/// A weight from double precision.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "weights need no more")]
pub(crate) fn single(x: f64) -> f32 {
    x as f32
}

/// A span of seconds as a whole number.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "spans of days; `as` saturates")]
pub(crate) fn whole(x: f32) -> i64 {
    x as i64
}

/// The nearest whole number in a byte.
#[expect(clippy::as_conversions, clippy::cast_possible_truncation, reason = "`as` saturates")]
pub(crate) fn byte(x: f32) -> i8 {
    x.round() as i8
}
