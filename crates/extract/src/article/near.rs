//! How a block stands to the page's paragraphs: within their densest run or how far from it, and how far from the nearest.

use super::blocks::{Block, Blocks};
use super::context::is_paragraph;
use super::features::fl;
use super::tree::{Id, NONE, Tree, id, ix};

/// The run of blocks with the greatest sum of running text less everything else (Kadane's algorithm).
pub(crate) fn run(blocks: &Blocks) -> Vec<f32> {
    let n = blocks.list.len();
    let gain = |b: &Block| {
        let links = f32::from(b.link_chars) / f32::from(b.chars.max(1));
        let words = f32::from(b.words);
        if is_paragraph(b) { words * (1.0 - links) } else { -4.0 - words * links }
    };
    let (mut best, mut from, mut to) = (0.0, 0, 0);
    let (mut sum, mut start) = (0.0, 0);
    for (i, b) in blocks.list.iter().enumerate() {
        if sum <= 0.0 {
            (sum, start) = (0.0, i);
        }
        sum += gain(b);
        if sum > best {
            (best, from, to) = (sum, start, i);
        }
    }
    (0..n)
        .map(|i| {
            if i < from {
                fl(i) - fl(from)
            } else if i > to {
                fl(to) - fl(i)
            } else {
                1.0 + fl((i - from).min(to - i)).min(5.0)
            }
        })
        .collect()
}

/// The nearest paragraphs on both sides, and how far up the tree they meet.
pub(crate) struct Near {
    pub(crate) before: Vec<usize>,
    pub(crate) after: Vec<usize>,
    pub(crate) lca_before: Vec<f32>,
    pub(crate) lca_after: Vec<f32>,
}

impl Near {
    pub(crate) fn new(tree: &Tree, blocks: &Blocks, paragraphs: &[usize]) -> Self {
        let n = blocks.list.len();
        let mut near = Self {
            before: vec![99; n],
            after: vec![99; n],
            lca_before: vec![99.0; n],
            lca_after: vec![99.0; n],
        };
        // An element's stamp is the last paragraph below it: two meet at the first ancestor stamped alike.
        let meet = |stamp: &[u32], k: usize, node: Id| {
            fl(tree.upward(node).take_while(|a| stamp[ix(*a)] != id(k)).count())
        };
        let mut stamps = vec![NONE; tree.len()];
        for (k, &paragraph) in paragraphs.iter().enumerate() {
            let node = blocks.list[paragraph].node;
            for a in tree.upward(node) {
                stamps[ix(a)] = id(k);
            }
            let from = if k == 0 { 0 } else { paragraphs[k - 1] + 1 };
            for i in from..paragraph {
                near.after[i] = (paragraph - i).min(99);
                near.lca_after[i] = meet(&stamps, k, blocks.list[i].node);
            }
            let to = paragraphs.get(k + 1).copied().unwrap_or(n);
            for i in paragraph + 1..to {
                near.before[i] = (i - paragraph).min(99);
                near.lca_before[i] = meet(&stamps, k, blocks.list[i].node);
            }
            if k > 0 {
                let before = paragraphs[k - 1];
                near.before[paragraph] = (paragraph - before).min(99);
                near.after[before] = (paragraph - before).min(99);
                let up = meet(&stamps, k, blocks.list[before].node);
                near.lca_after[before] = up;
                near.lca_before[paragraph] = up;
            }
        }
        near
    }
}
