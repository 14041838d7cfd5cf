//! The boosted trees that weigh all features of a block.

use super::model::Reader;
use super::tree::ix;

/// Trees that ask the same question on each level (Prokhorenkova et al. 2018, arXiv:1706.09516), so that a leaf is
/// found without branches.
#[derive(Debug, Default, Clone)]
pub(crate) struct Forest {
    /// It is the mean of this many forests, each fitted by itself and as large as the others, one after the other.
    members: u8,
    bias: f32,
    trees: Vec<Oblivious>,
    leaves: Vec<f32>,
}

#[derive(Debug, Clone)]
struct Oblivious {
    splits: Vec<(u16, f32)>,
    first: usize,
}

/// A block that the first member by itself takes for less likely than this (log-odds) is not asked about again: most of
/// a page's blocks are menus and links that every member knows.
const HOPELESS: f32 = -3.5;

impl Forest {
    /// Log-odds of every row; `columns[f][row]` is feature `f`.
    pub(crate) fn score(&self, columns: &[Vec<f32>], rows: usize) -> Vec<f32> {
        let members = usize::from(self.members.max(1));
        let (first, others) = self.trees.split_at(self.trees.len() / members);
        let sums = self.sums(first, columns, rows);
        let times = f32::from(self.members.max(1));
        let mut out: Vec<f32> = sums.iter().map(|s| self.bias + s * times).collect();
        let open: Vec<usize> = (0..rows).filter(|r| out[*r] > HOPELESS).collect();
        if others.is_empty() || open.is_empty() {
            return out;
        }
        let narrowed: Vec<Vec<f32>> = columns.iter().map(|c| open.iter().map(|r| c[*r]).collect()).collect();
        let rest = self.sums(others, &narrowed, open.len());
        for (row, sum) in open.into_iter().zip(rest) {
            out[row] = self.bias + sums[row] + sum;
        }
        out
    }

    /// The sum over some trees, for every row.
    fn sums(&self, trees: &[Oblivious], columns: &[Vec<f32>], rows: usize) -> Vec<f32> {
        let mut out = vec![0.0; rows];
        for tree in trees {
            let leaves = self.leaves.get(tree.first..).unwrap_or_default();
            match tree.splits[..] {
                [a, b, c, d, e, f] => six([a, b, c, d, e, f], leaves, columns, &mut out),
                _ => any(&tree.splits, leaves, columns, 0, &mut out),
            }
        }
        out
    }

    /// Reads a forest; nothing where it is malformed.
    pub(crate) fn read(file: &mut Reader<'_>) -> Option<Self> {
        let members = file.u8()?;
        let count = file.u16()?;
        let mut forest = Self { members, bias: file.f32()?, ..Self::default() };
        let scale = file.f32()?;
        for _ in 0..count {
            let depth = file.u8()?;
            if depth > 10 {
                return None;
            }
            let mut splits = Vec::with_capacity(usize::from(depth));
            for _ in 0..depth {
                splits.push((file.u16()?, file.f32()?));
            }
            let first = forest.leaves.len();
            for _ in 0..1_u32 << depth {
                forest.leaves.push(f32::from(file.i16()?) * scale);
            }
            forest.trees.push(Oblivious { splits, first });
        }
        Some(forest)
    }
}

/// Adds a tree of six questions, as nearly all are: so many at once that a row's answers stay in registers.
fn six(splits: [(u16, f32); 6], leaves: &[f32], columns: &[Vec<f32>], out: &mut [f32]) {
    let found = splits.map(|(feature, _)| columns.get(usize::from(feature)).and_then(|c| c.get(..out.len())));
    let ([Some(a), Some(b), Some(c), Some(d), Some(e), Some(f)], Some(leaves)) = (found, leaves.first_chunk::<64>())
    else {
        return any(&splits, leaves, columns, 0, out);
    };
    let borders = splits.map(|s| s.1);
    // So many rows at once: their leaves are found side by side before any is looked up.
    const ROWS: usize = 16;
    let [a, b, c, d, e, f] = [a, b, c, d, e, f].map(|column| column.as_chunks::<ROWS>().0);
    let (chunks, rest) = out.as_chunks_mut::<ROWS>();
    let done = chunks.len() * ROWS;
    for ((((((out, a), b), c), d), e), f) in chunks.iter_mut().zip(a).zip(b).zip(c).zip(d).zip(e).zip(f) {
        let mut leaf = [0_u32; ROWS];
        for (bit, (column, border)) in [a, b, c, d, e, f].into_iter().zip(borders).enumerate() {
            for (l, v) in leaf.iter_mut().zip(column) {
                *l |= u32::from(*v > border) << bit;
            }
        }
        for (o, l) in out.iter_mut().zip(leaf) {
            *o += leaves[ix(l) & 63];
        }
    }
    any(&splits, leaves, columns, done, rest);
}

/// Adds a tree of any number of questions to the rows from `first` on.
fn any(splits: &[(u16, f32)], leaves: &[f32], columns: &[Vec<f32>], first: usize, out: &mut [f32]) {
    for (row, o) in (first..).zip(out) {
        let mut leaf = 0_u32;
        for (bit, (feature, border)) in splits.iter().enumerate() {
            if let Some(value) = columns.get(usize::from(*feature)).and_then(|c| c.get(row)) {
                leaf |= u32::from(*value > *border) << bit;
            }
        }
        *o += leaves.get(ix(leaf)).copied().unwrap_or(0.0);
    }
}
