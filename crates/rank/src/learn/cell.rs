//! What a cell of a histogram adds up: slopes in the upper half, curvatures in the lower. Whole numbers add up to the same in
//! any order, and taking away is exact.
#![expect(clippy::as_conversions, reason = "fixed-point sums")]

/// A slope and a curvature.
pub(crate) type Cell = i64;

/// Fixed-point units of a slope, and of a curvature.
const SLOPE: f32 = 4_096.0;
const BEND: f32 = 16_384.0;

pub(crate) fn pack(slope: f32, bend: f32) -> Cell {
    // Rounded to the nearest: a half added before what is cut off.
    let up = |value: f32| (value + 65_536.5) as i64 - 65_536;
    (up(slope * SLOPE) << 32) + up(bend * BEND)
}

pub(crate) fn slope(cell: Cell) -> f32 {
    (cell >> 32) as f32 / SLOPE
}

pub(crate) fn bend(cell: Cell) -> f32 {
    (cell & 0xffff_ffff) as f32 / BEND
}
