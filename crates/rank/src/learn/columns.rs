//! A list's features, column by column, as real numbers and as bins.
#![expect(clippy::as_conversions, reason = "bins: small integers in tight loops")]

use crate::wide::wide;

/// Candidates are handled this many at a time.
pub const LANES: usize = 16;

/// Bins a feature's values are sorted into; the first holds what is missing.
pub const BINS: usize = 64;

/// Between which values a feature's bins lie; what is beyond falls into the outermost.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// The lowest bin begins here.
    pub low: f32,
    /// The highest bin ends here.
    pub high: f32,
}

/// The features of one list: `width` columns of `lanes` values each, of which the first `count` are candidates.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// Candidates.
    count: usize,
    lanes: usize,
    values: Vec<f32>,
    bins: Vec<u8>,
    /// The values from −2 to 2 over their range; 0 where missing.
    plain: Vec<f32>,
}

impl Columns {
    /// Makes room for a list, all values missing. What stood there is gone; memory is used again.
    pub fn reset(&mut self, width: usize, count: usize) {
        self.count = count;
        self.lanes = count.next_multiple_of(LANES);
        self.values.clear();
        self.values.resize(width * self.lanes, f32::NAN);
        self.bins.clear();
    }

    /// Candidates in the list.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// Values a column: candidates and what fills up the last lanes.
    #[must_use]
    pub fn lanes(&self) -> usize {
        self.lanes
    }

    /// Sets one value; a place outside is let pass.
    pub fn set(&mut self, column: usize, place: usize, value: f32) {
        if let Some(slot) = self.values.get_mut(column * self.lanes + place) {
            *slot = value;
        }
    }

    /// One feature of the candidates.
    #[must_use]
    pub fn column(&self, column: usize) -> &[f32] {
        let start = column * self.lanes;
        self.values.get(start..start + self.count).unwrap_or(&[])
    }

    /// One feature of the candidates, to be written.
    pub fn column_mut(&mut self, column: usize) -> &mut [f32] {
        let start = column * self.lanes;
        self.values.get_mut(start..start + self.count).unwrap_or(&mut [])
    }

    /// One feature to be read and another to be written, with what fills up the last lanes: missing in the first. Both empty
    /// if they are the same.
    pub(crate) fn pair(&mut self, from: usize, to: usize) -> (&[f32], &mut [f32]) {
        let whole = |column: usize| column * self.lanes..(column + 1) * self.lanes;
        match self.values.get_disjoint_mut([whole(from), whole(to)]) {
            Ok([from, to]) => (from, to),
            Err(_) => (&[], &mut []),
        }
    }

    /// One feature of the candidates in bins, after [`Columns::bin`].
    #[must_use]
    pub fn bins(&self, column: usize) -> &[u8] {
        let start = column * self.lanes;
        self.bins.get(start..start + self.count).unwrap_or(&[])
    }

    /// All bins, column after column.
    pub(crate) fn all_bins(&self) -> &[u8] {
        &self.bins
    }

    /// One feature of the candidates as −2 … 2 over its range, 0 where missing; after [`Columns::bin`].
    #[must_use]
    pub fn plain(&self, column: usize) -> &[f32] {
        let start = column * self.lanes;
        self.plain.get(start..start + self.count).unwrap_or(&[])
    }

    /// The same, with what fills up the last lanes: 0.
    pub(crate) fn all_plain(&self, column: usize) -> &[f32] {
        let start = column * self.lanes;
        self.plain.get(start..start + self.lanes).unwrap_or(&[])
    }

    /// Sorts all values into bins.
    pub fn bin(&mut self, ranges: &[Range]) {
        // What stood there is written over.
        self.bins.resize(self.values.len(), 0);
        self.plain.resize(self.values.len(), 0.0);
        let lanes = self.lanes.max(1);
        let values = self.values.chunks_exact(lanes);
        let outs = self.bins.chunks_exact_mut(lanes).zip(self.plain.chunks_exact_mut(lanes));
        for ((values, (bins, plain)), range) in values.zip(outs).zip(ranges) {
            bin(values, *range, bins, plain);
        }
    }
}

wide! {
    fn bin(values: &[f32], range: Range, bins: &mut [u8], plain: &mut [f32]) {
        /// Added, rounds to a whole number, which then stands in the lowest bits.
        const ROUND: f32 = 8_388_608.0;
        let scale = 1.0 / (range.high - range.low);
        let lanes = bins.as_chunks_mut::<LANES>().0.iter_mut().zip(plain.as_chunks_mut::<LANES>().0);
        for ((bins, plain), values) in lanes.zip(values.as_chunks::<LANES>().0) {
            for ((bin, plain), value) in bins.iter_mut().zip(plain).zip(values) {
                let share = (value - range.low) * scale;
                let missing = share.is_nan();
                let within = share.clamp(0.0, 1.0);
                // A little above one half: what lies on a bound belongs to the bin above it.
                let rounded = within * (BINS - 2) as f32 + 0.500_01 + ROUND;
                *bin = if missing { 0 } else { rounded.to_bits() as u8 };
                *plain = if missing { 0.0 } else { within * 4.0 - 2.0 };
            }
        }
    }
}
