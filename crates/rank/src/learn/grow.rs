//! Growing a forest while the lists come: gradient boosting on histograms of bins (as LightGBM, Ke et al. 2017) with a
//! list-wise softmax loss. A few trees at a time improve on those that stand; the oldest make room.
#![expect(clippy::as_conversions, reason = "bins, rows and fixed-point sums: small integers in tight loops")]

use super::cell::{Cell, bend, slope};
use super::columns::{BINS, LANES};
use super::draw::{Drawn, Part, draw};
use super::forest::{DEPTH, Forest, LEAVES, Question, Tree};
use super::leaves;
use super::lessons::{BLOCK, Block, Lesson, Lessons};
use crate::number::unit;
use crate::wide::wide;
use std::ops::Range;

/// How trees are grown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// Trees that stand, at the most.
    pub trees: usize,
    /// Share of each tree's say.
    pub rate: f32,
    /// Pull of a leaf's value toward zero, once many lists were seen: counts as so much curvature.
    pub shrink: f32,
    /// After how many lists the pull has fallen to twice that: what few lists say is believed less.
    pub young: f32,
    /// Share of the blocks of lists that a tree sees.
    pub blocks: f64,
    /// Share of the features that a tree sees.
    pub features: f64,
    /// Rows that could teach less than this are drawn by what they could teach, and count for more; 0 = all count.
    pub steep: f32,
    /// Rows that are remembered.
    pub rows: usize,
    /// Trees that are grown on the same rows, one after the other without hearing of each other.
    pub together: usize,
}

/// A forest with the lists that it grows on.
#[derive(Debug, Clone)]
pub struct Grower {
    growth: Growth,
    /// [`Growth::shrink`] as given; that in `growth` is as of now.
    shrink: f32,
    /// Lists seen.
    lists: usize,
    width: usize,
    lessons: Lessons,
    forest: Forest,
    grown: u64,
    /// The rows that a tree sees, block after block.
    drawn: Vec<Drawn>,
    /// The rows that are counted at a level.
    near: Vec<Near>,
    /// For each chosen feature, the histograms of the leaves.
    histograms: Vec<[Cell; CELLS]>,
}

impl Grower {
    /// No trees yet, over lists of `width` features.
    #[must_use]
    pub fn new(width: usize, growth: Growth) -> Self {
        Self {
            growth,
            shrink: growth.shrink,
            lists: 0,
            width,
            lessons: Lessons::new(width, growth.rows),
            forest: Forest::default(),
            grown: 0,
            drawn: Vec::new(),
            near: Vec::new(),
            histograms: Vec::new(),
        }
    }

    /// The forest as it stands.
    #[must_use]
    pub fn forest(&self) -> &Forest {
        &self.forest
    }

    /// Remembers some lists.
    pub fn learn(&mut self, lessons: &[Lesson]) {
        for lesson in lessons {
            self.lessons.push(lesson);
        }
        self.lists += lessons.len();
        self.growth.shrink = self.shrink * (1.0 + self.growth.young / self.lists.max(1) as f32);
        for block in &mut self.lessons.blocks {
            let done = block.trees.len();
            if done < block.rows() {
                let from = done / LANES * LANES;
                let mut sums = vec![0.0_f32; block.rows() - from];
                leaves::add(&self.forest.trees, &block.bins, BLOCK, from, &mut sums);
                block.trees.extend(sums.iter().skip(done - from));
            }
        }
    }

    /// Rows remembered.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.lessons.rows()
    }

    /// Adds trees; those beyond the most that may stand go, oldest first.
    pub fn grow(&mut self, trees: usize) {
        let surplus = (self.forest.trees.len() + trees).saturating_sub(self.growth.trees);
        let mut away: Vec<Tree> = self.forest.trees.drain(..surplus.min(self.forest.trees.len())).collect();
        away.iter_mut().flat_map(|tree| tree.values.iter_mut()).for_each(|value| *value = -*value);
        add(&mut self.lessons, &away);
        let before = self.grown;
        let end = before + trees as u64;
        while self.grown < end {
            let next = (self.grown + self.growth.together.max(1) as u64).min(end);
            let new = self.some(self.grown..next);
            add(&mut self.lessons, &new);
            self.forest.trees.extend(new);
            self.grown = next;
        }
    }

    /// Some trees on the same rows, each by its own share of the features.
    fn some(&mut self, numbers: Range<u64>) -> Vec<Tree> {
        let Self { growth, width, lessons, drawn, near, histograms, .. } = self;
        let first = numbers.start;
        let seen: Vec<&Block> =
            lessons.blocks.iter().filter(|block| unit(first, block.number) < growth.blocks).collect();
        let seen = if seen.is_empty() { lessons.blocks.iter().collect() } else { seen };
        let parts = draw(&seen, first, growth.steep, drawn);
        let each = |number: u64| {
            drawn.iter_mut().for_each(|row| row.leaf = 0);
            growth.tree(number, *width, &parts, &mut Room { drawn, near, histograms })
        };
        numbers.map(each).collect()
    }
}

/// Memory that a tree is grown in.
struct Room<'a> {
    /// The rows that it sees.
    drawn: &'a mut Vec<Drawn>,
    /// The rows that are counted at a level.
    near: &'a mut Vec<Near>,
    /// For each chosen feature, the histograms of the leaves.
    histograms: &'a mut Vec<[Cell; CELLS]>,
}

impl Growth {
    fn tree(&self, grown: u64, width: usize, parts: &[Part<'_>], room: &mut Room<'_>) -> Tree {
        let Room { drawn, near, histograms } = room;
        let growth = self;
        let chosen: Vec<usize> =
            (0..width).filter(|column| unit(grown ^ 0x5eed, *column as u64) < growth.features).collect();
        let chosen = if chosen.is_empty() { (0..width).collect() } else { chosen };
        histograms.clear();
        histograms.resize(chosen.len(), [0; CELLS]);
        let mut tree = Tree::new();
        // The slopes and curvatures of the leaves so far.
        let mut sums = [0; LEAVES];
        sums[0] = drawn.iter().map(|row| row.cell).sum();
        tree.set(0, 0, growth.leaf(sums[0]));
        // Where the histogram of a leaf's rows begins, if they are counted: of two brothers only those of the smaller are.
        let mut starts = [None; LEAVES];
        starts[0] = Some(0);
        for level in 0..DEPTH {
            let half = 1_usize << level;
            let counted = gather(parts, drawn, &starts, near);
            let mut best = (0.0_f32, 0_u8, None);
            count(&counted, &chosen, near, &starts, half / 2, histograms);
            for (place, (column, histogram)) in chosen.iter().zip(histograms.iter()).enumerate() {
                let (gain, cut) = best_cut(histogram, sums.get(..half).unwrap_or(&[]), growth.shrink);
                if gain > best.0 {
                    best = (gain, cut, Some((*column, place)));
                }
            }
            let (_, cut, Some((column, place))) = best else {
                // Nothing is gained by asking: from here on a question that all answer alike.
                for level in level..DEPTH {
                    tree.questions[level] = Question { column: 0, cut: BINS as u8 };
                    for (leaf, sum) in sums.iter().enumerate().take(1 << level) {
                        tree.set(level + 1, leaf, growth.leaf(*sum));
                    }
                }
                break;
            };
            let question = Question { column: column as u16, cut };
            tree.questions[level] = question;
            for part in parts {
                let Some(bins) = part.block.column(column) else { continue };
                for row in drawn.get_mut(part.rows.clone()).unwrap_or(&mut []) {
                    row.leaf |= u8::from(bins[usize::from(row.row) & (BLOCK - 1)] > cut) << level;
                }
            }
            let histogram = histograms.get(place).map_or(&[][..], |histogram| histogram.as_slice());
            for (leaf, cells) in histogram.chunks_exact(BINS).take(half).enumerate() {
                let high: Cell = cells.iter().skip(usize::from(cut) + 1).sum();
                let low = sums[leaf] - high;
                (sums[leaf], sums[leaf + half]) = (low, high);
                tree.set(level + 1, leaf, growth.leaf(low));
                tree.set(level + 1, leaf + half, growth.leaf(high));
                let start = u16::try_from(leaf * BINS).ok();
                let is_upper = bend(high) <= bend(low);
                (starts[leaf], starts[leaf + half]) = if is_upper { (None, start) } else { (start, None) };
            }
        }
        tree
    }
}

/// A row that is counted: what it adds, where it stands in its block, and where its leaf's histogram begins.
#[derive(Debug, Clone, Copy)]
struct Near {
    cell: Cell,
    row: u16,
    start: u16,
}

/// Cells of a feature's histograms: the last level's leaves are not counted.
const CELLS: usize = LEAVES / 2 * BINS;

/// Picks the rows that are counted; gives each block's part of them.
fn gather<'a>(
    parts: &[Part<'a>],
    drawn: &[Drawn],
    starts: &[Option<u16>; LEAVES],
    near: &mut Vec<Near>,
) -> Vec<Part<'a>> {
    near.clear();
    near.resize(drawn.len(), Near { cell: 0, row: 0, start: 0 });
    let mut end = 0;
    let each = |part: &Part<'a>| {
        let start = end;
        for row in drawn.get(part.rows.clone()).unwrap_or(&[]) {
            let place = starts[usize::from(row.leaf) & (LEAVES - 1)];
            // Written always, kept if the place moves on: no branch that is hard to foretell.
            if let Some(slot) = near.get_mut(end) {
                *slot = Near { cell: row.cell, row: row.row, start: place.unwrap_or(0) };
            }
            end += usize::from(place.is_some());
        }
        Part { block: part.block, rows: start..end }
    };
    parts.iter().map(each).collect()
}

/// Features that are counted in one go: a sum waits for the one before in its cell, so that several go as fast as one.
const ABREAST: usize = 4;

/// Brings the features' histograms from the parents' level to that of their children: the smaller child of each is counted,
/// its brother is what is left of the parent.
fn count(
    parts: &[Part<'_>],
    columns: &[usize],
    near: &[Near],
    starts: &[Option<u16>; LEAVES],
    parents: usize,
    histograms: &mut [[Cell; CELLS]],
) {
    let from = parents * BINS;
    for (columns, histograms) in columns.chunks(ABREAST).zip(histograms.chunks_mut(ABREAST)) {
        if let (Ok(columns), Ok(histograms)) =
            (<[usize; ABREAST]>::try_from(columns), <&mut [_; ABREAST]>::try_from(&mut *histograms))
        {
            add_up(parts, columns, near, histograms.each_mut().map(|cells| cells.split_at_mut(from).1));
        } else {
            for (column, cells) in columns.iter().zip(&mut *histograms) {
                add_up(parts, [*column], near, [cells.split_at_mut(from).1]);
            }
        }
        for histogram in histograms {
            let (parent, child) = histogram.split_at_mut(from);
            let children = parent.chunks_exact_mut(BINS).zip(child.chunks_exact_mut(BINS));
            for ((parent, child), counted_lower) in children.zip(starts.iter().map(Option::is_some)) {
                for (parent, child) in parent.iter_mut().zip(child) {
                    *parent -= *child;
                    if counted_lower {
                        std::mem::swap(parent, child);
                    }
                }
            }
        }
    }
}

/// Adds the rows up by the bins of some features.
fn add_up<const N: usize>(
    parts: &[Part<'_>],
    columns: [usize; N],
    near: &[Near],
    mut children: [&mut [Cell]; N],
) {
    for part in parts {
        let bins = columns.map(|column| part.block.column(column).unwrap_or(&[0; BLOCK]));
        for near in near.get(part.rows.clone()).unwrap_or(&[]) {
            let row = usize::from(near.row) & (BLOCK - 1);
            for (child, bins) in children.iter_mut().zip(&bins) {
                if let Some(cell) = child.get_mut(usize::from(near.start) | usize::from(bins[row])) {
                    *cell += near.cell;
                }
            }
        }
    }
}

impl Growth {
    fn leaf(&self, sum: Cell) -> f32 {
        -self.rate * slope(sum) / (bend(sum) + self.shrink)
    }
}

wide! {
    /// The best cut of a feature over all leaves' histograms, and what it gains. `sums`: those of the leaves.
    fn best_cut(histograms: &[Cell], sums: &[Cell], shrink: f32) -> (f32, u8) {
        let worth = |slope: f32, bend: f32| slope * slope / (bend + shrink);
        let mut gains = [0.0_f32; BINS];
        for (histogram, sum) in histograms.as_chunks::<BINS>().0.iter().zip(sums.iter().copied()) {
            let (slope_all, bend_all) = (slope(sum), bend(sum));
            if bend_all <= 0.0 {
                continue;
            }
            let mut below = [0; BINS];
            let mut so_far = 0;
            for (below, cell) in below.iter_mut().zip(histogram) {
                so_far += cell;
                *below = so_far;
            }
            let whole = worth(slope_all, bend_all);
            for (gain, below) in gains.iter_mut().zip(below) {
                let (slope, bend) = (slope(below), bend(below));
                *gain += worth(slope, bend) + worth(slope_all - slope, bend_all - bend) - whole;
            }
        }
        let mut best = (0.0, 0);
        for (gain, cut) in gains.into_iter().zip(0_u8..).take(BINS - 1) {
            if gain > best.0 {
                best = (gain, cut);
            }
        }
        best
    }
}

/// Adds trees to the score of all rows that are worked out.
fn add(lessons: &mut Lessons, trees: &[Tree]) {
    for block in &mut lessons.blocks {
        leaves::add(trees, &block.bins, BLOCK, 0, &mut block.trees);
    }
}
