//! A number and a likeness in four bytes: a window holds millions of such pairs.

/// Bits that hold the likeness; those above hold the number.
const BITS: u32 = 10;
/// Likenesses over 1/64 are kept, up to 4, to half a hundredth part, less as none: by the highest bits of the number as a
/// computer holds it, counted from those of 1/64.
const LOW: u32 = 0x3c80;
const CUT: u32 = 16;

/// Both as one; `None` for numbers from four million on.
pub(crate) fn pack(number: u32, likeness: f32) -> Option<u32> {
    if number >> (u32::BITS - BITS) != 0 {
        return None;
    }
    let rounded = likeness.max(0.0).to_bits().saturating_add(1 << (CUT - 1)) >> CUT;
    Some(number << BITS | rounded.saturating_sub(LOW).min((1 << BITS) - 1))
}

/// What [`pack`] took, the likeness rounded.
pub(crate) fn unpack(both: u32) -> (u32, f32) {
    let code = both & ((1 << BITS) - 1);
    (both >> BITS, if code == 0 { 0.0 } else { f32::from_bits((code + LOW) << CUT) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn number_whole_and_likeness_nearly(number in 0_u32..1 << 22, likeness in 0.016_f32..3.9) {
            let both = pack(number, likeness).unwrap();
            let (n, l) = unpack(both);
            prop_assert_eq!(n, number);
            prop_assert!((l / likeness - 1.0).abs() < 0.005);
            prop_assert_eq!(pack(n, l), Some(both), "what was rounded once stays");
        }
    }

    #[test]
    fn ends() {
        assert_eq!(pack(1 << 22, 0.5), None);
        assert_eq!(pack(7, 0.0).map(unpack), Some((7, 0.0)));
        assert!(pack(7, 99.0).map(unpack).unwrap().1 > 3.9);
    }
}
