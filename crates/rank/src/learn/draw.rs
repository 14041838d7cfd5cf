//! Which rows a tree sees. Those that could teach much are all seen, the others drawn by how much they could teach and counted
//! for more, so that every sum stays what it was on average (minimal variance sampling, Ibragimov & Gusev 2019).
//!
//! Every tree looks at every row for this, so it is written to be done for many rows at once.
#![expect(clippy::as_conversions, reason = "row numbers and fractions of 24 bits in tight loops")]

use super::cell::{Cell, pack};
use super::lessons::{BLOCK, Block};
use crate::number::mixed;
use crate::wide::wide;
use std::ops::Range;

/// A row that a tree sees: what it adds, where it stands in its block, and its leaf so far.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Drawn {
    pub(crate) cell: Cell,
    pub(crate) row: u16,
    pub(crate) leaf: u8,
}

/// The rows of one block among all.
#[derive(Debug)]
pub(crate) struct Part<'a> {
    pub(crate) block: &'a Block,
    pub(crate) rows: Range<usize>,
}

/// What each row of a block would add, and whether it does.
struct Weighed {
    cells: [Cell; BLOCK],
    kept: [bool; BLOCK],
}

/// Draws the rows of the `grown`th tree; gives each block's part of them. `steep`: as in [`super::grow::Growth`].
pub(crate) fn draw<'a>(seen: &[&'a Block], grown: u64, steep: f32, drawn: &mut Vec<Drawn>) -> Vec<Part<'a>> {
    let mut weighed = Weighed { cells: [0; BLOCK], kept: [false; BLOCK] };
    let mut end = 0;
    let each = |block: &&'a Block| {
        let salt = mixed(mixed(grown as u32) ^ block.number as u32);
        weigh(block, salt, steep, &mut weighed);
        let start = end;
        drawn.resize(drawn.len().max(end + block.rows()), Drawn::default());
        for ((cell, kept), row) in weighed.cells.iter().zip(weighed.kept).zip(0_u16..).take(block.rows()) {
            // Written always, kept if the place moves on: no branch that is hard to foretell.
            if let Some(slot) = drawn.get_mut(end) {
                *slot = Drawn { cell: *cell, row, leaf: 0 };
            }
            end += usize::from(kept);
        }
        Part { block, rows: start..end }
    };
    let parts = seen.iter().map(each).collect();
    drawn.truncate(end);
    parts
}

wide! {
    fn weigh(block: &Block, salt: u32, steep: f32, out: &mut Weighed) {
        let mut chances = [0.0_f32; BLOCK];
        for ((chance, base), trees) in chances.iter_mut().zip(&block.base).zip(&block.trees) {
            *chance = exp(base + trees);
        }
        let mut start = 0;
        for end in block.ends.iter().copied() {
            let Some(list) = chances.get_mut(start..end) else { break };
            start = end;
            let by = 1.0 / list.iter().sum::<f32>();
            list.iter_mut().for_each(|chance| *chance *= by);
        }
        let rows = chances.iter().zip(&block.wanted).zip(out.cells.iter_mut().zip(&mut out.kept)).zip(0_u32..);
        for (((chance, wanted), (cell, kept)), row) in rows {
            let (slope, bend) = (chance - wanted, chance * (1.0 - chance));
            let worth = if slope.abs() > bend { slope.abs() } else { bend };
            let drawn = (mixed(row ^ salt) >> 8) as f32 * (steep / 16_777_216.0);
            *kept = drawn < worth;
            let counts = if worth < steep { steep / worth } else { 1.0 };
            *cell = pack(slope * counts, bend * counts);
        }
    }
}

/// The exponential, to a few units of the last place (Cephes' `expf`, Moshier 1989): without a call, so that many are worked out
/// at once. Beyond ±60 the argument is cut.
#[inline(always)]
fn exp(x: f32) -> f32 {
    /// Added and taken away, rounds to a whole number, which then stands in the lowest bits.
    const ROUND: f32 = 12_582_912.0;
    let x = x.clamp(-60.0, 60.0);
    let rounded = x * std::f32::consts::LOG2_E + ROUND;
    let whole = rounded - ROUND;
    // ln 2 in two parts: the first has few digits, so that the product is exact.
    let rest = x - whole * 0.693_359_4 - whole * -2.121_944_4e-4;
    let mut sum = 1.987_569_1e-4_f32;
    for factor in [1.398_2e-3, 8.333_452e-3, 4.166_579_6e-2, 1.666_666_5e-1, 0.5] {
        sum = sum * rest + factor;
    }
    let fraction = sum * rest * rest + rest + 1.0;
    f32::from_bits((rounded.to_bits() << 23).wrapping_add(0x3f80_0000)) * fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_is_the_exponential() {
        for step in -600..600 {
            let x = step as f32 / 10.0;
            let (own, true_value) = (f64::from(exp(x)), f64::from(x).exp());
            assert!((own / true_value - 1.0).abs() < 1e-6, "exp({x}) = {own}, should be {true_value}");
        }
        assert!(exp(f32::INFINITY).is_finite() && exp(f32::NEG_INFINITY) > 0.0);
    }
}
