//! What a cell of a histogram adds up: slopes in the upper half, curvatures in the lower. Whole numbers add up to the same in
//! any order, and taking away is exact.
#![expect(clippy::as_conversions, reason = "fixed-point sums")]

/// A slope and a curvature.
pub(crate) type Cell = i64;

/// Fixed-point units of a slope, and of a curvature.
const SLOPE: f32 = 4_096.0;
const BEND: f32 = 16_384.0;

#[inline(always)]
pub(crate) fn pack(slope: f32, bend: f32) -> Cell {
    // Rounded to the nearest: a half added before what is cut off.
    let up = |value: f32| i64::from((value + 65_536.5) as i32 - 65_536);
    (up(slope * SLOPE) << 32) + up(bend * BEND)
}

pub(crate) fn slope(cell: Cell) -> f32 {
    // By way of 32 bits, for which there are instructions that convert many at once.
    ((cell >> 32) as i32) as f32 * (1.0 / SLOPE)
}

pub(crate) fn bend(cell: Cell) -> f32 {
    (cell as u32) as f32 * (1.0 / BEND)
}
