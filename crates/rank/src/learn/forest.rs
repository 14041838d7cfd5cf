//! A forest of oblivious trees (one question a level, as in CatBoost, Prokhorenkova et al. 2018). Every score falls apart
//! exactly into one term a feature, by the path taken through each tree (Saabas 2014).

use super::columns::{Columns, LANES};

/// Questions a tree, at the most.
pub const DEPTH: usize = 5;
/// Values a tree: one for each node, level after level, the leaves last.
const NODES: usize = (1 << (DEPTH + 1)) - 1;

/// One question: does the feature's bin lie above the cut?
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Question {
    pub(crate) column: u16,
    pub(crate) cut: u8,
}

/// An oblivious tree.
#[derive(Debug, Clone)]
pub(crate) struct Tree {
    pub(crate) questions: [Question; DEPTH],
    /// Values of the nodes: those of level d from 2^d − 1 on. Bit i of a node's number in its level is the answer to
    /// question i.
    pub(crate) values: Box<[f32; NODES]>,
}

impl Tree {
    pub(crate) fn new() -> Self {
        Self { questions: [Question::default(); DEPTH], values: Box::new([0.0; NODES]) }
    }

    pub(crate) fn set(&mut self, level: usize, node: usize, value: f32) {
        if let Some(slot) = self.values.get_mut((1 << level) - 1 + node) {
            *slot = value;
        }
    }

    fn value(&self, level: usize, leaf: u8) -> f32 {
        let node = usize::from(leaf) & ((1 << level) - 1);
        self.values.get((1 << level) - 1 + node).copied().unwrap_or(0.0)
    }

    /// Adds the tree's value to the sum of every row. `bins`: columns of `lanes` rows each.
    pub(crate) fn add<T: Sum>(&self, bins: &[u8], lanes: usize, sums: &mut [T]) {
        let (_, leaves) = self.values.split_at(NODES / 2);
        let columns = self.questions.map(|question| {
            let start = usize::from(question.column) * lanes;
            (bins.get(start..start + lanes).unwrap_or(&[]), question.cut)
        });
        for (chunk, sums) in sums.chunks_mut(LANES).enumerate() {
            let mut leaf = [0_u8; LANES];
            for (level, (column, cut)) in columns.iter().enumerate() {
                let Some(bins) = column.get(chunk * LANES..).and_then(<[u8]>::first_chunk::<LANES>) else {
                    continue;
                };
                for (leaf, bin) in leaf.iter_mut().zip(bins) {
                    *leaf |= u8::from(bin > cut) << level;
                }
            }
            for (sum, leaf) in sums.iter_mut().zip(leaf) {
                // The mask spares the check of the bound.
                sum.add(leaves.get(usize::from(leaf) & ((1 << DEPTH) - 1)).copied().unwrap_or(0.0));
            }
        }
    }
}

/// Something that values are added up in.
pub(crate) trait Sum {
    fn add(&mut self, value: f32);
}

impl Sum for f32 {
    fn add(&mut self, value: f32) {
        *self += value;
    }
}

impl Sum for f64 {
    fn add(&mut self, value: f32) {
        *self += Self::from(value);
    }
}

/// A grown forest. The sum of its trees' leaves is the score.
#[derive(Debug, Clone, Default)]
pub struct Forest {
    pub(crate) trees: Vec<Tree>,
}

impl Forest {
    /// Trees.
    #[must_use]
    pub fn len(&self) -> usize {
        self.trees.len()
    }

    /// No trees: every score is 0.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.trees.is_empty()
    }

    /// Adds the forest's score of every candidate to `scores`.
    pub fn score(&self, list: &Columns, scores: &mut [f64]) {
        for tree in &self.trees {
            tree.add(list.all_bins(), list.lanes(), scores);
        }
    }

    /// Adds each feature's part of one candidate's score to `terms`; gives what no feature decided (the trees' roots).
    /// The whole adds up to the score.
    pub fn explain(&self, list: &Columns, place: usize, terms: &mut [f64]) -> f64 {
        let mut root = 0.0;
        for tree in &self.trees {
            let mut leaf = 0_u8;
            let mut before = tree.value(0, 0);
            root += f64::from(before);
            for (level, question) in tree.questions.iter().enumerate() {
                let bin = list.bins(usize::from(question.column)).get(place).copied().unwrap_or(0);
                leaf |= u8::from(bin > question.cut) << level;
                let value = tree.value(level + 1, leaf);
                if let Some(term) = terms.get_mut(usize::from(question.column)) {
                    *term += f64::from(value) - f64::from(before);
                }
                before = value;
            }
        }
        root
    }
}
