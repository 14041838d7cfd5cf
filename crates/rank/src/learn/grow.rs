//! Growing a forest while the lists come: gradient boosting on histograms of bins (as LightGBM, Ke et al. 2017) with a
//! list-wise softmax loss. A few trees at a time improve on those that stand; the oldest make room.
#![expect(clippy::as_conversions, reason = "bins, rows and fixed-point sums: small integers in tight loops")]

use super::columns::BINS;
use super::forest::{DEPTH, Forest, Question, Tree};
use super::lessons::{BLOCK, Block, Lesson, Lessons};
use crate::number::unit;
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
    /// Rows that are remembered.
    pub rows: usize,
}

/// Fixed-point units of a slope, and of a curvature.
const SLOPE: f32 = 4_096.0;
const BEND: f32 = 16_384.0;

/// What a cell of a histogram adds up: slopes in the upper half, curvatures in the lower. Whole numbers add up to the same
/// in any order, and taking away is exact.
type Cell = i64;

fn pack(slope: f32, bend: f32) -> Cell {
    // Rounded to the nearest: a half added before what is cut off.
    let up = |value: f32| (value + 65_536.5) as i64 - 65_536;
    (up(slope * SLOPE) << 32) + up(bend * BEND)
}

fn slope(cell: Cell) -> f32 {
    (cell >> 32) as f32 / SLOPE
}

fn bend(cell: Cell) -> f32 {
    (cell & 0xffff_ffff) as f32 / BEND
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
    /// Slopes and curvatures of the rows that a tree sees, block after block.
    cells: Vec<Cell>,
    /// The leaf of each of these rows so far.
    leaves: Vec<u8>,
    /// The rows that are counted at a level.
    near: Vec<Near>,
    /// For each chosen feature, the histograms of the leaves.
    histograms: Vec<[Cell; CELLS]>,
}

/// Leaves of the last level.
const LEAVES: usize = 1 << DEPTH;

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
            cells: Vec::new(),
            leaves: Vec::new(),
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
                let mut sums = [0.0_f32; BLOCK];
                for tree in &self.forest.trees {
                    tree.add(&block.bins, BLOCK, &mut sums);
                }
                let rows = block.rows();
                block.trees.extend_from_slice(sums.get(done..rows).unwrap_or(&[]));
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
        for tree in self.forest.trees.drain(..surplus.min(self.forest.trees.len())) {
            let mut away = tree;
            away.values.iter_mut().for_each(|value| *value = -*value);
            add(&mut self.lessons, &away);
        }
        for _ in 0..trees {
            let tree = self.tree();
            add(&mut self.lessons, &tree);
            self.forest.trees.push(tree);
            self.grown += 1;
        }
    }

    fn tree(&mut self) -> Tree {
        let Self { growth, width, lessons, grown, cells, leaves, near, histograms, .. } = self;
        let seen: Vec<&Block> =
            lessons.blocks.iter().filter(|block| unit(*grown, block.number) < growth.blocks).collect();
        let seen = if seen.is_empty() { lessons.blocks.iter().collect() } else { seen };
        cells.clear();
        cells.resize(seen.len() * BLOCK, 0);
        leaves.clear();
        leaves.resize(seen.len() * BLOCK, 0);
        for (block, cells) in seen.iter().zip(cells.chunks_exact_mut(BLOCK)) {
            slopes(block, cells);
        }
        let chosen: Vec<usize> =
            (0..*width).filter(|column| unit(*grown ^ 0x5eed, *column as u64) < growth.features).collect();
        let chosen = if chosen.is_empty() { (0..*width).collect() } else { chosen };
        histograms.clear();
        histograms.resize(chosen.len(), [0; CELLS]);
        let mut tree = Tree::new();
        // The slopes and curvatures of the leaves so far.
        let mut sums = [0; LEAVES];
        sums[0] = cells.iter().sum();
        tree.set(0, 0, growth.leaf(sums[0]));
        // Where the histogram of a leaf's rows begins, if they are counted: of two brothers only those of the smaller are.
        let mut starts = [None; LEAVES];
        starts[0] = Some(0);
        for level in 0..DEPTH {
            let half = 1_usize << level;
            let parts = gather(&seen, cells, leaves, &starts, near);
            let mut best = (0.0_f32, 0_u8, None);
            for (place, (column, histogram)) in chosen.iter().zip(histograms.iter_mut()).enumerate() {
                count(&parts, *column, near, &starts, half / 2, histogram);
                let (gain, cut) = growth.best(histogram.chunks_exact(BINS).take(half));
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
            for (block, leaves) in seen.iter().zip(leaves.chunks_exact_mut(BLOCK)) {
                let start = column * BLOCK;
                let bins = block.bins.get(start..start + BLOCK).unwrap_or(&[]);
                for (leaf, bin) in leaves.iter_mut().zip(bins) {
                    *leaf |= u8::from(*bin > cut) << level;
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
    seen: &[&'a Block],
    cells: &[Cell],
    leaves: &[u8],
    starts: &[Option<u16>; LEAVES],
    near: &mut Vec<Near>,
) -> Vec<(&'a Block, Range<usize>)> {
    near.clear();
    near.resize(cells.len(), Near { cell: 0, row: 0, start: 0 });
    let mut end = 0;
    let blocks = cells.chunks_exact(BLOCK).zip(leaves.chunks_exact(BLOCK));
    seen.iter()
        .zip(blocks)
        .map(|(block, (cells, leaves))| {
            let start = end;
            for ((cell, leaf), row) in cells.iter().zip(leaves).zip(0_u16..) {
                let place = starts[usize::from(*leaf) & (LEAVES - 1)];
                // Written always, kept if the place moves on: no branch that is hard to foretell.
                if let Some(slot) = near.get_mut(end) {
                    *slot = Near { cell: *cell, row, start: place.unwrap_or(0) };
                }
                end += usize::from(place.is_some() && *cell != 0);
            }
            (*block, start..end)
        })
        .collect()
}

/// Brings a feature's histograms from the parents' level to that of their children: the smaller child of each is counted,
/// its brother is what is left of the parent.
fn count(
    blocks: &[(&Block, Range<usize>)],
    column: usize,
    near: &[Near],
    starts: &[Option<u16>; LEAVES],
    parents: usize,
    histogram: &mut [Cell; CELLS],
) {
    let (parent, child) = histogram.split_at_mut(parents * BINS);
    for (block, range) in blocks {
        let Some(bins) = block.bins.get(column * BLOCK..).and_then(<[u8]>::first_chunk::<BLOCK>) else {
            continue;
        };
        for near in near.get(range.clone()).unwrap_or(&[]) {
            let bin = bins[usize::from(near.row) & (BLOCK - 1)];
            if let Some(cell) = child.get_mut(usize::from(near.start) | usize::from(bin)) {
                *cell += near.cell;
            }
        }
    }
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

/// Slopes and curvatures of a block's rows.
fn slopes(block: &Block, cells: &mut [Cell]) {
    let mut chances = [0.0_f32; BLOCK];
    let mut start = 0;
    for end in block.ends.iter().copied() {
        let list = start..end;
        start = end;
        let (Some(base), Some(trees), Some(wanted), Some(chances), Some(cells)) = (
            block.base.get(list.clone()),
            block.trees.get(list.clone()),
            block.wanted.get(list.clone()),
            chances.get_mut(list.clone()),
            cells.get_mut(list),
        ) else {
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
        for ((chance, wanted), cell) in chances.iter().zip(wanted).zip(cells) {
            let chance = chance / total;
            *cell = pack(chance - wanted, chance * (1.0 - chance));
        }
    }
}

impl Growth {
    fn leaf(&self, sum: Cell) -> f32 {
        -self.rate * slope(sum) / (bend(sum) + self.shrink)
    }

    /// The best cut of a feature over all leaves' histograms, and what it gains.
    fn best<'a>(&self, leaves: impl Iterator<Item = &'a [Cell]>) -> (f32, u8) {
        let worth = |slope: f32, bend: f32| slope * slope / (bend + self.shrink);
        let mut gains = [0.0_f32; BINS];
        for histogram in leaves {
            let (mut slopes, mut bends) = ([0.0_f32; BINS], [0.0_f32; BINS]);
            let mut sum = 0;
            for ((cell, at), bent) in histogram.iter().zip(&mut slopes).zip(&mut bends) {
                sum += cell;
                (*at, *bent) = (slope(sum), bend(sum));
            }
            let (slope, bend) = (slope(sum), bend(sum));
            if bend <= 0.0 {
                continue;
            }
            let whole = worth(slope, bend);
            for ((gain, at), bent) in gains.iter_mut().zip(slopes).zip(bends) {
                *gain += worth(at, bent) + worth(slope - at, bend - bent) - whole;
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

/// Adds a tree to the score of all rows that are worked out.
fn add(lessons: &mut Lessons, tree: &Tree) {
    for block in &mut lessons.blocks {
        tree.add(&block.bins, BLOCK, &mut block.trees);
    }
}
