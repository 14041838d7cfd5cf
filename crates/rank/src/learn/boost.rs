//! Gradient-boosted trees on lists (histograms as in LightGBM, Ke et al. 2017; list-wise softmax loss), every score of
//! which falls apart exactly into one term a feature, by the path taken through each tree (Saabas 2014).
#![expect(clippy::as_conversions, reason = "bins and row numbers: small integers in tight loops")]

use super::linear::softmax;
use crate::number::unit;

/// Bins a feature's values are sorted into; the first holds what is missing.
const BINS: usize = 64;

/// How trees are grown.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Growth {
    /// Trees.
    pub trees: usize,
    /// Leaves a tree, at the most.
    pub leaves: usize,
    /// Share of each tree's say.
    pub rate: f64,
    /// Pull of a leaf's value toward zero.
    pub shrink: f64,
    /// The least curvature (about: the number of rows times p(1 − p)) in a leaf.
    pub least: f64,
    /// Share of lists a tree sees.
    pub lists: f64,
    /// Share of features a tree sees.
    pub features: f64,
}

/// Lists to learn from, candidate after candidate.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    /// Features a row.
    pub width: usize,
    /// Rows of features.
    pub rows: Vec<f32>,
    /// Where each list ends, in rows.
    pub ends: Vec<usize>,
    /// For each row, its share of the list's clicks.
    pub wanted: Vec<f32>,
    /// Scores that stand already, to be improved on.
    pub base: Vec<f32>,
    /// How much each list counts.
    pub weights: Vec<f32>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Node {
    /// Feature that decides; `u32::MAX` in a leaf.
    feature: u32,
    threshold: f32,
    left: u32,
    right: u32,
    value: f64,
}

const LEAF: u32 = u32::MAX;

/// A grown forest.
#[derive(Debug, Clone, Default)]
pub struct Forest {
    trees: Vec<Vec<Node>>,
}

impl Forest {
    /// No trees: every score is 0.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.trees.is_empty()
    }

    /// The score of one row.
    #[must_use]
    pub fn score(&self, row: &[f32]) -> f64 {
        let mut sum = 0.0;
        for tree in &self.trees {
            let mut node = tree.first().copied().unwrap_or_default();
            while node.feature != LEAF {
                node = step(tree, &node, row);
            }
            sum += node.value;
        }
        sum
    }

    /// Adds each feature's part of the score to `terms`; gives what no feature decided (the trees' roots). The whole
    /// adds up to the score.
    pub fn explain(&self, row: &[f32], terms: &mut [f64]) -> f64 {
        let mut root = 0.0;
        for tree in &self.trees {
            let mut node = tree.first().copied().unwrap_or_default();
            root += node.value;
            while node.feature != LEAF {
                let next = step(tree, &node, row);
                if let Some(term) = terms.get_mut(node.feature as usize) {
                    *term += next.value - node.value;
                }
                node = next;
            }
        }
        root
    }

    /// Grows further trees on top of those that stand, on these lists.
    pub fn grow(&mut self, lists: &Lists, growth: &Growth) {
        let trainer = Trainer::new(lists, growth);
        let grown = trainer.run(lists, self);
        self.trees.extend(grown);
    }

    /// Forgets the oldest trees so that at most `kept` remain.
    pub fn forget(&mut self, kept: usize) {
        let surplus = self.trees.len().saturating_sub(kept);
        self.trees.drain(..surplus);
    }
}

fn step(tree: &[Node], node: &Node, row: &[f32]) -> Node {
    let value = row.get(node.feature as usize).copied().unwrap_or(f32::NAN);
    // What is missing goes left, as it lies in the first bin.
    let next = if value > node.threshold { node.right } else { node.left };
    tree.get(next as usize).copied().unwrap_or(Node { feature: LEAF, ..Node::default() })
}

struct Trainer<'a> {
    growth: &'a Growth,
    width: usize,
    /// Upper edges of bins a feature; values above edge i lie in bin i + 2.
    edges: Vec<Vec<f32>>,
    bins: Vec<u8>,
}

struct Open {
    node: usize,
    rows: Vec<u32>,
    histogram: Histogram,
    slope: f64,
    bend: f64,
    best: Option<Split>,
}

#[derive(Clone, Copy)]
struct Split {
    gain: f64,
    column: usize,
    bin: usize,
    left: [f64; 2],
}

impl<'a> Trainer<'a> {
    fn new(lists: &Lists, growth: &'a Growth) -> Self {
        let width = lists.width;
        let count = lists.wanted.len();
        let sample = (count / 20_000).max(1);
        let edges: Vec<Vec<f32>> = (0..width)
            .map(|feature| {
                let mut values: Vec<f32> = lists
                    .rows
                    .iter()
                    .skip(feature)
                    .step_by(width * sample)
                    .copied()
                    .filter(|value| !value.is_nan())
                    .collect();
                values.sort_by(f32::total_cmp);
                let mut edges: Vec<f32> = (1..BINS - 1)
                    .filter_map(|cut| values.get(values.len() * cut / (BINS - 1)).copied())
                    .collect();
                edges.dedup();
                edges
            })
            .collect();
        let mut bins = Vec::with_capacity(lists.rows.len());
        for row in lists.rows.chunks_exact(width) {
            for (value, edges) in row.iter().zip(&edges) {
                let bin = if value.is_nan() { 0 } else { 1 + edges.partition_point(|edge| edge < value) };
                bins.push(bin as u8);
            }
        }
        Self { growth, width, edges, bins }
    }

    fn run(&self, lists: &Lists, before: &Forest) -> Vec<Vec<Node>> {
        let count = lists.wanted.len();
        let mut scores: Vec<f64> = lists
            .rows
            .chunks_exact(self.width)
            .zip(&lists.base)
            .map(|(row, base)| f64::from(*base) + before.score(row))
            .collect();
        let mut slopes = vec![[0.0_f64; 2]; count];
        let mut trees = Vec::with_capacity(self.growth.trees);
        let mut chances = Vec::new();
        for round in 0..self.growth.trees {
            let mut start = 0;
            let mut rows = Vec::with_capacity(count);
            for (list, end) in lists.ends.iter().copied().enumerate() {
                if unit(round as u64, list as u64) < self.growth.lists {
                    chances.clear();
                    chances.extend_from_slice(scores.get(start..end).unwrap_or(&[]));
                    softmax(&mut chances);
                    let weight = f64::from(lists.weights.get(list).copied().unwrap_or(1.0));
                    for (row, chance) in (start..end).zip(&chances) {
                        if let (Some(slope), Some(wanted)) = (slopes.get_mut(row), lists.wanted.get(row)) {
                            *slope =
                                [weight * (chance - f64::from(*wanted)), weight * chance * (1.0 - chance)];
                        }
                        rows.push(row as u32);
                    }
                }
                start = end;
            }
            let tree = self.tree(rows, &slopes, round);
            for (score, row) in scores.iter_mut().zip(lists.rows.chunks_exact(self.width)) {
                let mut node = tree.first().copied().unwrap_or_default();
                while node.feature != LEAF {
                    node = step(&tree, &node, row);
                }
                *score += node.value;
            }
            trees.push(tree);
        }
        trees
    }

    fn tree(&self, rows: Vec<u32>, slopes: &[[f64; 2]], round: usize) -> Vec<Node> {
        let chosen: Vec<usize> = (0..self.width)
            .filter(|feature| {
                self.edges.get(*feature).is_some_and(|edges| !edges.is_empty())
                    && unit(round as u64 ^ 0x5eed, *feature as u64) < self.growth.features
            })
            .collect();
        // The chosen columns of the sampled rows side by side: all the tree reads lies close together.
        let mut bins = Vec::with_capacity(rows.len() * chosen.len());
        let mut near = Vec::with_capacity(rows.len());
        for row in &rows {
            let start = *row as usize * self.width;
            let all = self.bins.get(start..start + self.width).unwrap_or(&[]);
            bins.extend(chosen.iter().map(|feature| all.get(*feature).copied().unwrap_or(0)));
            let [slope, bend] = at(slopes, *row);
            near.push([slope as f32, bend as f32]);
        }
        let sample = Sample { bins, slopes: near, chosen };
        let mut nodes = Vec::with_capacity(2 * self.growth.leaves);
        let all: Vec<u32> = (0..rows.len() as u32).collect();
        let histogram = sample.histogram(&all);
        let [slope, bend] = rows.iter().fold([0.0, 0.0], |sum, row| add(sum, at(slopes, *row)));
        nodes.push(self.leaf(slope, bend));
        let mut open = vec![Open { node: 0, rows: all, histogram, slope, bend, best: None }];
        if let Some(first) = open.first_mut() {
            first.best = self.best(first, &sample);
        }
        let mut leaves = 1;
        while leaves < self.growth.leaves {
            let gain = |open: &Open| open.best.map_or(0.0, |split| split.gain);
            let Some(index) = (0..open.len()).max_by(|a, b| {
                let of = |i: &usize| open.get(*i).map_or(0.0, gain);
                of(a).total_cmp(&of(b)).then(b.cmp(a))
            }) else {
                break;
            };
            let Some(split) = open.get(index).and_then(|open| open.best) else { break };
            let parent = open.swap_remove(index);
            let (left, right) = self.part(parent, split, &sample, &mut nodes);
            open.push(left);
            open.push(right);
            leaves += 1;
        }
        nodes
    }

    fn part(&self, parent: Open, split: Split, sample: &Sample, nodes: &mut Vec<Node>) -> (Open, Open) {
        let width = sample.chosen.len();
        let (left_rows, right_rows): (Vec<u32>, Vec<u32>) = parent.rows.into_iter().partition(|row| {
            let bin = sample.bins.get(*row as usize * width + split.column).copied().unwrap_or(0);
            usize::from(bin) <= split.bin
        });
        let small_left = left_rows.len() <= right_rows.len();
        let small = sample.histogram(if small_left { &left_rows } else { &right_rows });
        let mut large = parent.histogram;
        for (large, small) in large.iter_mut().flatten().zip(small.iter().flatten()) {
            *large = [large[0] - small[0], large[1] - small[1]];
        }
        let (left_histogram, right_histogram) = if small_left { (small, large) } else { (large, small) };
        let [slope, bend] = split.left;
        let (right_slope, right_bend) = (parent.slope - slope, parent.bend - bend);
        let (left_node, right_node) = (nodes.len(), nodes.len() + 1);
        nodes.push(self.leaf(slope, bend));
        nodes.push(self.leaf(right_slope, right_bend));
        let feature = sample.chosen.get(split.column).copied().unwrap_or(0);
        if let Some(node) = nodes.get_mut(parent.node) {
            node.feature = feature as u32;
            // Bin b holds what is at most edge b − 1.
            node.threshold = self
                .edges
                .get(feature)
                .and_then(|edges| edges.get(split.bin.wrapping_sub(1)))
                .copied()
                .unwrap_or(f32::NEG_INFINITY);
            (node.left, node.right) = (left_node as u32, right_node as u32);
        }
        let mut left =
            Open { node: left_node, rows: left_rows, histogram: left_histogram, slope, bend, best: None };
        let mut right = Open {
            node: right_node,
            rows: right_rows,
            histogram: right_histogram,
            slope: right_slope,
            bend: right_bend,
            best: None,
        };
        left.best = self.best(&left, sample);
        right.best = self.best(&right, sample);
        (left, right)
    }

    fn leaf(&self, slope: f64, bend: f64) -> Node {
        let value = -self.growth.rate * slope / (bend + self.growth.shrink);
        Node { feature: LEAF, value, ..Node::default() }
    }

    fn best(&self, open: &Open, sample: &Sample) -> Option<Split> {
        let worth = |slope: f64, bend: f64| slope * slope / (bend + self.growth.shrink);
        let whole = worth(open.slope, open.bend);
        if open.bend < 2.0 * self.growth.least {
            return None;
        }
        let mut best: Option<Split> = None;
        for (column, (feature, cells)) in sample.chosen.iter().zip(&open.histogram).enumerate() {
            let last = self.edges.get(*feature).map_or(0, Vec::len);
            let mut left = [0.0, 0.0];
            for (bin, cell) in cells.iter().enumerate().take(last + 1) {
                left = add(left, [f64::from(cell[0]), f64::from(cell[1])]);
                let right = [open.slope - left[0], open.bend - left[1]];
                if left[1] < self.growth.least || right[1] < self.growth.least {
                    continue;
                }
                let gain = worth(left[0], left[1]) + worth(right[0], right[1]) - whole;
                if gain > 1e-6 && best.is_none_or(|other| gain > other.gain) {
                    best = Some(Split { gain, column, bin, left });
                }
            }
        }
        best
    }
}

type Histogram = Vec<[[f32; 2]; BINS]>;

/// What one tree sees.
struct Sample {
    /// Row after row, the bins of the chosen features.
    bins: Vec<u8>,
    slopes: Vec<[f32; 2]>,
    chosen: Vec<usize>,
}

impl Sample {
    fn histogram(&self, rows: &[u32]) -> Histogram {
        let width = self.chosen.len();
        let mut histogram = vec![[[0.0_f32; 2]; BINS]; width];
        for row in rows {
            let row = *row as usize;
            let (Some([slope, bend]), Some(bins)) =
                (self.slopes.get(row), self.bins.get(row * width..(row + 1) * width))
            else {
                continue;
            };
            for (cells, bin) in histogram.iter_mut().zip(bins) {
                // The mask spares the check of the bound: bins lie below 64.
                let cell = &mut cells[usize::from(*bin) & (BINS - 1)];
                cell[0] += slope;
                cell[1] += bend;
            }
        }
        histogram
    }
}

fn at(slopes: &[[f64; 2]], row: u32) -> [f64; 2] {
    slopes.get(row as usize).copied().unwrap_or([0.0, 0.0])
}

fn add(a: [f64; 2], b: [f64; 2]) -> [f64; 2] {
    [a[0] + b[0], a[1] + b[1]]
}
