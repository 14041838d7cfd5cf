//! Lists to learn from, in blocks of rows whose columns lie side by side. The oldest blocks go when there are too many.
#![expect(clippy::as_conversions, reason = "row numbers: small integers in tight loops")]

use super::columns::Columns;
use crate::number::unit;
use std::collections::VecDeque;

/// Rows a block.
pub(crate) const BLOCK: usize = 1_024;

/// Candidates of one list that are kept, at the most: of a longer one the clicked and some others.
const KEPT: usize = 8;

/// A list with what came of it, as it is handed to the learner.
#[derive(Debug, Clone, Default)]
pub struct Lesson {
    /// Column after column, the bins of the candidates kept.
    bins: Vec<u8>,
    /// For each candidate its share of the list's clicks.
    wanted: Vec<f32>,
    /// The score that the trees are to improve on.
    base: Vec<f32>,
}

impl Lesson {
    /// Takes what is needed from a list. `clicked`: places; `base`: scores without the trees; `draw`: a number that no other
    /// list has, which decides what of a long list is kept. Nothing where no choice was made: all or none was clicked.
    #[must_use]
    pub fn new(list: &Columns, width: usize, clicked: &[usize], base: &[f64], draw: u64) -> Option<Self> {
        let count = list.count();
        if clicked.is_empty() || clicked.len() >= count {
            return None;
        }
        let share = if count > KEPT { KEPT as f64 / count as f64 } else { 1.0 };
        let kept: Vec<usize> =
            (0..count).filter(|place| clicked.contains(place) || unit(draw, *place as u64) < share).collect();
        let mut bins = Vec::with_capacity(kept.len() * width);
        for column in 0..width {
            let column = list.bins(column);
            if kept.len() == count {
                bins.extend_from_slice(column);
            } else {
                bins.extend(kept.iter().map(|place| column.get(*place).copied().unwrap_or(0)));
            }
        }
        let share = 1.0 / clicked.len() as f32;
        let wanted = kept.iter().map(|place| if clicked.contains(place) { share } else { 0.0 }).collect();
        let base = kept.iter().map(|place| base.get(*place).copied().unwrap_or(0.0) as f32).collect();
        Some(Self { bins, wanted, base })
    }
}

/// Some lists side by side.
#[derive(Debug, Clone)]
pub(crate) struct Block {
    /// Counts the blocks from the first on.
    pub(crate) number: u64,
    /// Column after column, [`BLOCK`] rows each.
    pub(crate) bins: Vec<u8>,
    /// Where each list ends.
    pub(crate) ends: Vec<usize>,
    pub(crate) wanted: Vec<f32>,
    /// The score without the trees.
    pub(crate) base: Vec<f32>,
    /// The trees' part of the score, of the first rows as far as it was worked out.
    pub(crate) trees: Vec<f32>,
}

impl Block {
    fn new(number: u64, width: usize) -> Self {
        Self {
            number,
            bins: vec![0; width * BLOCK],
            ends: Vec::new(),
            wanted: Vec::new(),
            base: Vec::new(),
            trees: Vec::new(),
        }
    }

    /// The bins of one feature.
    pub(crate) fn column(&self, column: usize) -> Option<&[u8; BLOCK]> {
        self.bins.get(column * BLOCK..)?.first_chunk()
    }

    pub(crate) fn rows(&self) -> usize {
        self.wanted.len()
    }
}

/// The lists that are remembered.
#[derive(Debug, Clone)]
pub(crate) struct Lessons {
    width: usize,
    most: usize,
    pub(crate) blocks: VecDeque<Block>,
    next: u64,
}

impl Lessons {
    /// Nothing yet. `most`: rows that are remembered.
    pub(crate) fn new(width: usize, most: usize) -> Self {
        Self { width, most: most.div_ceil(BLOCK), blocks: VecDeque::new(), next: 0 }
    }

    /// Rows.
    pub(crate) fn rows(&self) -> usize {
        self.blocks.iter().map(Block::rows).sum()
    }

    /// Adds a list.
    pub(crate) fn push(&mut self, lesson: &Lesson) {
        let count = lesson.wanted.len();
        if count > BLOCK {
            return;
        }
        if self.blocks.back().is_none_or(|block| block.rows() + count > BLOCK) {
            self.blocks.push_back(Block::new(self.next, self.width));
            self.next += 1;
            if self.blocks.len() > self.most {
                self.blocks.pop_front();
            }
        }
        let Some(block) = self.blocks.back_mut() else { return };
        let start = block.rows();
        for (to, from) in block.bins.chunks_exact_mut(BLOCK).zip(lesson.bins.chunks_exact(count)) {
            if let Some(to) = to.get_mut(start..start + count) {
                to.copy_from_slice(from);
            }
        }
        block.wanted.extend_from_slice(&lesson.wanted);
        block.base.extend_from_slice(&lesson.base);
        block.ends.push(start + count);
    }
}
