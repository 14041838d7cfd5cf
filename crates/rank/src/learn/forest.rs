//! A forest of oblivious trees (one question a level, as in CatBoost, Prokhorenkova et al. 2018). Every score falls apart
//! exactly into one term a feature, by the path taken through each tree (Saabas 2014).

use super::columns::Columns;
use super::leaves;

/// Questions a tree, at the most.
pub const DEPTH: usize = 5;
/// Nodes of the last level.
pub(crate) const LEAVES: usize = 1 << DEPTH;
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
    pub(crate) values: [f32; NODES],
}

impl Tree {
    pub(crate) fn new() -> Self {
        Self { questions: [Question::default(); DEPTH], values: [0.0; NODES] }
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

    /// The values of the last level.
    pub(crate) fn leaves(&self) -> &[f32; LEAVES] {
        const NONE: &[f32; LEAVES] = &[0.0; LEAVES];
        self.values.last_chunk().unwrap_or(NONE)
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
        leaves::add(&self.trees, list.all_bins(), list.lanes(), 0, scores);
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
