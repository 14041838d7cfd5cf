//! Which rows a tree sees. Those that could teach much are all seen, the others drawn by how much they could teach and counted
//! for more, so that every sum stays what it was on average (minimal variance sampling, Ibragimov & Gusev 2019).

use super::cell::{Cell, pack};
use super::lessons::{BLOCK, Block};
use crate::number::unit;
use std::ops::Range;

/// A row that a tree sees: what it adds, where it stands in its block, and its leaf so far.
#[derive(Debug, Clone, Copy)]
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

/// Draws the rows of the `grown`th tree; gives each block's part of them. `steep`: as in [`super::grow::Growth`].
pub(crate) fn draw<'a>(seen: &[&'a Block], grown: u64, steep: f32, drawn: &mut Vec<Drawn>) -> Vec<Part<'a>> {
    drawn.clear();
    let each = |block: &&'a Block| {
        let start = drawn.len();
        let mut chances = [0.0_f32; BLOCK];
        chance(block, &mut chances);
        let salt = grown.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ block.number;
        for ((chance, wanted), row) in chances.iter().zip(&block.wanted).zip(0_u16..) {
            let (slope, bend) = (chance - wanted, chance * (1.0 - chance));
            let worth = slope.abs().max(bend);
            let cell = if worth >= steep {
                pack(slope, bend)
            } else if unit(salt, u64::from(row)) < f64::from(worth / steep) {
                pack(slope * (steep / worth), bend * (steep / worth))
            } else {
                continue;
            };
            drawn.push(Drawn { cell, row, leaf: 0 });
        }
        Part { block, rows: start..drawn.len() }
    };
    seen.iter().map(each).collect()
}

/// The chances that the scores so far give to a block's rows.
fn chance(block: &Block, chances: &mut [f32; BLOCK]) {
    let mut start = 0;
    for end in block.ends.iter().copied() {
        let list = start..end;
        start = end;
        let (Some(base), Some(trees), Some(chances)) =
            (block.base.get(list.clone()), block.trees.get(list.clone()), chances.get_mut(list))
        else {
            continue;
        };
        let mut top = f32::MIN;
        for ((chance, base), trees) in chances.iter_mut().zip(base).zip(trees) {
            *chance = base + trees;
            top = top.max(*chance);
        }
        let mut total = 0.0;
        for chance in chances.iter_mut() {
            *chance = (*chance - top).exp();
            total += *chance;
        }
        for chance in chances {
            *chance /= total;
        }
    }
}
