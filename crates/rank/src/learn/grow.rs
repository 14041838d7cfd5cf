//! Growing a forest while the lists come: gradient boosting on histograms of bins (as LightGBM, Ke et al. 2017) with a
//! list-wise softmax loss. A few trees at a time improve on those that stand; the oldest make room.
#![expect(clippy::as_conversions, reason = "bins, rows and fixed-point sums: small integers in tight loops")]

use super::columns::BINS;
use super::forest::{DEPTH, Forest, Question, Tree};
use super::lessons::{BLOCK, Block, Lesson, Lessons};
use crate::number::unit;

/// How trees are grown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// Trees that stand, at the most.
    pub trees: usize,
    /// Share of each tree's say.
    pub rate: f32,
    /// Pull of a leaf's value toward zero: counts as so much curvature.
    pub shrink: f32,
    /// Share of the blocks of lists that a tree sees.
    pub blocks: f64,
    /// Share of the features that a tree sees.
    pub features: f64,
    /// What is left of the older trees' say when new ones are added.
    pub fade: f32,
    /// Rows that are remembered.
    pub rows: usize,
    /// How much of the loss is pair-wise (clicked against each other one) rather than list-wise.
    pub pairs: f32,
}

/// Fixed-point units of a slope, and of a curvature.
const SLOPE: f32 = 4_096.0;
const BEND: f32 = 16_384.0;

/// What a cell of a histogram adds up: slopes in the upper half, curvatures in the lower. Whole numbers add up to the same
/// in any order, and taking away is exact.
type Cell = i64;

fn pack(slope: f32, bend: f32) -> Cell {
    (((slope * SLOPE).round() as i64) << 32) + (bend * BEND).round() as i64
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
        let fade = self.growth.fade;
        for tree in &mut self.forest.trees {
            tree.values.iter_mut().for_each(|value| *value *= fade);
        }
        for block in &mut self.lessons.blocks {
            block.trees.iter_mut().for_each(|value| *value *= fade);
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
            slopes(block, growth.pairs, cells);
        }
        let chosen: Vec<usize> =
            (0..*width).filter(|column| unit(*grown ^ 0x5eed, *column as u64) < growth.features).collect();
        let chosen = if chosen.is_empty() { (0..*width).collect() } else { chosen };
        histograms.clear();
        histograms.resize(chosen.len(), [0; CELLS]);
        let mut tree = Tree::new();
        let mut counts = [0_usize; LEAVES];
        let mut sums = [0; LEAVES];
        counts[0] = cells.len();
        sums[0] = cells.iter().sum();
        tree.set(0, 0, growth.leaf(sums[0]));
        // Of two new leaves, is it the upper that has fewer rows?
        let mut upper = [true; LEAVES];
        for level in 0..DEPTH {
            let half = 1_usize << level;
            let parents = half / 2;
            near.clear();
            let mut parts = Vec::with_capacity(seen.len());
            let blocks = cells.chunks_exact(BLOCK).zip(leaves.chunks_exact(BLOCK));
            for (block, (cells, leaves)) in seen.iter().zip(blocks) {
                let start = near.len();
                for ((cell, leaf), row) in cells.iter().zip(leaves).zip(0_u16..) {
                    let parent = usize::from(*leaf) & parents.wrapping_sub(1) & (LEAVES - 1);
                    let counted = level == 0 || (usize::from(*leaf) & parents != 0) == upper[parent];
                    if counted && *cell != 0 {
                        let start = if level == 0 { 0 } else { (parent * BINS) as u16 };
                        near.push(Near { cell: *cell, row, start });
                    }
                }
                parts.push((*block, start..near.len()));
            }
            let mut best = (0.0_f32, Question::default());
            for (column, histogram) in chosen.iter().zip(histograms.iter_mut()) {
                count(&parts, *column, near, &upper, parents, histogram);
                let (gain, cut) = growth.best(histogram.chunks_exact(BINS).take(half));
                if gain > best.0 {
                    best = (gain, Question { column: *column as u16, cut });
                }
            }
            let (gain, mut question) = best;
            if gain <= 1e-6 {
                // Nothing is gained by asking: a question that all answer alike.
                question.cut = BINS as u8;
            }
            tree.questions[level] = question;
            let (mut high_counts, mut high_sums) = ([0_usize; LEAVES], [0; LEAVES]);
            let rows = leaves.chunks_exact_mut(BLOCK).zip(cells.chunks_exact(BLOCK));
            for (block, (leaves, cells)) in seen.iter().zip(rows) {
                let start = usize::from(question.column) * BLOCK;
                let bins = block.bins.get(start..start + BLOCK).unwrap_or(&[]);
                for ((leaf, cell), bin) in leaves.iter_mut().zip(cells).zip(bins) {
                    let is_high = *bin > question.cut;
                    let at = usize::from(*leaf) & (LEAVES - 1);
                    if is_high {
                        high_counts[at] += 1;
                        high_sums[at] += *cell;
                    }
                    *leaf |= u8::from(is_high) << level;
                }
            }
            for leaf in 0..half {
                counts[leaf + half] = high_counts[leaf];
                counts[leaf] -= high_counts[leaf];
                sums[leaf + half] = high_sums[leaf];
                sums[leaf] -= high_sums[leaf];
                upper[leaf] = counts[leaf + half] <= counts[leaf];
                tree.set(level + 1, leaf, growth.leaf(sums[leaf]));
                tree.set(level + 1, leaf + half, growth.leaf(sums[leaf + half]));
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

/// Brings a feature's histograms from the parents' level to that of their children: the smaller child of each is counted,
/// its brother is what is left of the parent.
fn count(
    blocks: &[(&Block, std::ops::Range<usize>)],
    column: usize,
    near: &[Near],
    upper: &[bool; LEAVES],
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
    for ((parent, child), upper) in parent.chunks_exact_mut(BINS).zip(child.chunks_exact_mut(BINS)).zip(upper)
    {
        for (parent, child) in parent.iter_mut().zip(child) {
            *parent -= *child;
            if !upper {
                std::mem::swap(parent, child);
            }
        }
    }
}

/// Slopes and curvatures of a block's rows.
fn slopes(block: &Block, pairs: f32, cells: &mut [Cell]) {
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
        // Odds of each clicked one against each other one: e^(a − b).
        let mut clicked = wanted.iter().zip(&*chances).filter(|(wanted, _)| **wanted > 0.0);
        let winner = clicked.next().map_or(1.0, |(_, chance)| chance.max(1e-12));
        let others = wanted.iter().filter(|wanted| **wanted == 0.0).count().max(1) as f32;
        let (mut lost, mut bent) = (0.0, 0.0);
        for ((chance, wanted), cell) in chances.iter().zip(wanted).zip(cells.iter_mut()) {
            let listed = chance / total;
            let mut sum = [(1.0 - pairs) * (listed - wanted), (1.0 - pairs) * listed * (1.0 - listed)];
            if pairs > 0.0 && *wanted == 0.0 {
                let loses = chance / (chance + winner);
                let [slope, bend] = [loses / others, loses * (1.0 - loses) / others];
                lost += slope;
                bent += bend;
                sum = [sum[0] + pairs * slope, sum[1] + pairs * bend];
            }
            *cell = pack(sum[0], sum[1]);
        }
        if pairs > 0.0 {
            for (wanted, cell) in wanted.iter().zip(cells) {
                *cell += pack(-pairs * lost * wanted, pairs * bent * wanted);
            }
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
