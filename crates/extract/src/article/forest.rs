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
        let columns: Vec<&[f32]> = columns.iter().map(Vec::as_slice).collect();
        let sums = self.sums(first, &columns, rows);
        let times = f32::from(self.members.max(1));
        let mut out: Vec<f32> = sums.iter().map(|s| self.bias + s * times).collect();
        let open: Vec<usize> = (0..rows).filter(|r| out[*r] > HOPELESS).collect();
        if others.is_empty() || open.is_empty() {
            return out;
        }
        let mut narrowed = Vec::with_capacity(columns.len() * open.len());
        for column in &columns {
            narrowed.extend(open.iter().map(|r| column[*r]));
        }
        let narrowed: Vec<&[f32]> = narrowed.chunks(open.len()).collect();
        let rest = self.sums(others, &narrowed, open.len());
        for (row, sum) in open.into_iter().zip(rest) {
            out[row] = self.bias + sums[row] + sum;
        }
        out
    }

    /// The sum over some trees, for every row.
    fn sums(&self, trees: &[Oblivious], columns: &[&[f32]], rows: usize) -> Vec<f32> {
        let mut out = vec![0.0; rows];
        for tree in trees {
            let leaves = self.leaves.get(tree.first..).unwrap_or_default();
            match tree.splits[..] {
                [a, b, c, d, e, f] => six([a, b, c, d, e, f], leaves, columns, &mut out),
                _ => any(&tree.splits, leaves, columns, &mut out),
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

/// So many rows are asked at once: their leaves are found side by side before any is looked up.
const ROWS: usize = 16;

/// Adds a tree of six questions, as nearly all are: so many at once that a row's answers stay in registers.
fn six(splits: [(u16, f32); 6], leaves: &[f32], columns: &[&[f32]], out: &mut [f32]) {
    let asked = splits.map(|(feature, _)| columns.get(usize::from(feature)).and_then(|c| c.get(..out.len())));
    let ([Some(a), Some(b), Some(c), Some(d), Some(e), Some(f)], Some(leaves)) =
        (asked, leaves.first_chunk::<64>())
    else {
        return any(&splits, leaves, columns, out);
    };
    let columns = [a, b, c, d, e, f];
    let borders = splits.map(|s| s.1);
    let [a, b, c, d, e, f] = columns.map(|column| column.as_chunks::<ROWS>().0);
    let (chunks, rest) = out.as_chunks_mut::<ROWS>();
    let chunks = chunks.iter_mut().zip(a).zip(b).zip(c).zip(d).zip(e).zip(f);
    for ((((((out, a), b), c), d), e), f) in chunks {
        for (o, l) in out.iter_mut().zip(found([a, b, c, d, e, f], borders)) {
            *o += leaves[ix(l) & 63];
        }
    }
    if rest.is_empty() {
        return;
    }
    // The last rows are found once more with some before them, so that there are enough.
    if let [Some(a), Some(b), Some(c), Some(d), Some(e), Some(f)] = columns.map(|c| c.last_chunk::<ROWS>()) {
        let last = found([a, b, c, d, e, f], borders);
        for (o, l) in rest.iter_mut().rev().zip(last.into_iter().rev()) {
            *o += leaves[ix(l) & 63];
        }
    } else {
        for (row, o) in rest.iter_mut().enumerate() {
            let bits = columns.iter().zip(borders).enumerate();
            let leaf = bits.fold(0, |l, (bit, (c, border))| l | usize::from(c[row] > border) << bit);
            *o += leaves[leaf];
        }
    }
}

/// The leaves of some rows.
#[inline(always)]
fn found(columns: [&[f32; ROWS]; 6], borders: [f32; 6]) -> [u32; ROWS] {
    let mut leaf = [0_u32; ROWS];
    for bit in 0..6 {
        for row in 0..ROWS {
            leaf[row] |= u32::from(columns[bit][row] > borders[bit]) << bit;
        }
    }
    leaf
}

/// Adds a tree of any number of questions.
fn any(splits: &[(u16, f32)], leaves: &[f32], columns: &[&[f32]], out: &mut [f32]) {
    for (row, o) in out.iter_mut().enumerate() {
        let mut leaf = 0_u32;
        for (bit, (feature, border)) in splits.iter().enumerate() {
            if let Some(value) = columns.get(usize::from(*feature)).and_then(|c| c.get(row)) {
                leaf |= u32::from(*value > *border) << bit;
            }
        }
        *o += leaves.get(ix(leaf)).copied().unwrap_or(0.0);
    }
}
