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

/// Spreads numbers over all bits (the finisher of MurmurHash3, Appleby 2011).
#[inline(always)]
pub(crate) fn mixed(number: u32) -> u32 {
    let mut hash = number.wrapping_add(0x9e37_79b9);
    hash = (hash ^ (hash >> 16)).wrapping_mul(0x85eb_ca6b);
    hash = (hash ^ (hash >> 13)).wrapping_mul(0xc2b2_ae35);
    hash ^ (hash >> 16)
}

/// The natural logarithm, to a few units of the last place (Cephes' `logf`, Moshier 1989): without a call,
/// which costs more than the logarithm itself.
#[inline]
#[expect(clippy::as_conversions, reason = "an exponent: a small integer")]
pub(crate) fn ln(x: f32) -> f32 {
    if !(f32::MIN_POSITIVE..f32::INFINITY).contains(&x) {
        return x.ln();
    }
    // As 2 to the exponent times a fraction between √½ and √2.
    let shifted = x.to_bits().wrapping_sub(0x3f35_04f3);
    let exponent = (shifted.cast_signed() >> 23) as f32;
    let rest = f32::from_bits((shifted & 0x007f_ffff).wrapping_add(0x3f35_04f3)) - 1.0;
    let mut sum = 7.037_683_6e-2_f32;
    for factor in [
        -1.151_461e-1,
        1.167_699_9e-1,
        -1.242_014_1e-1,
        1.424_932_3e-1,
        -1.666_805_8e-1,
        2.000_071_5e-1,
        -2.499_999_4e-1,
        3.333_333e-1,
    ] {
        sum = sum * rest + factor;
    }
    let square = rest * rest;
    // ln 2 in two parts: the first has few digits, so that the product is exact.
    let small = sum * rest * square - 2.121_944_4e-4 * exponent - 0.5 * square;
    rest + small + 0.693_359_4 * exponent
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_is_the_logarithm() {
        for step in -80_i16..=80 {
            let x = (f32::from(step) / 4.0).exp() * 1.013;
            let (own, true_value) = (f64::from(ln(x)), f64::from(x).ln());
            assert!(
                (own - true_value).abs() <= 2e-7 * true_value.abs().max(1.0),
                "ln({x}) = {own}, not {true_value}"
            );
        }
        assert_eq!(ln(1.0), 0.0);
    }
}
