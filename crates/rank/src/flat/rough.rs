//! Rough scores for all, in single precision and from tables, and the best of them with their margin.

use super::score::{read, repeats, size};
use super::{Facts, Flat, SPARSE, Taste};
use crate::number::single;
use crate::slate::features::freshness;

/// How far a rough score may be from the exact one: single precision, and ages rounded down to [`GRAIN`].
pub(super) const ROUGH: f32 = 0.02;
/// Ages are looked up in steps of this many seconds …
const GRAIN: i64 = 120;
/// … up to this many steps; older stories are computed one by one.
const STEPS: i64 = 14 * 86_400 / GRAIN;
/// Outlets and showings are looked up below this number.
const COUNTS: u32 = 64;
/// So many candidates are gathered before the floor is raised.
const GATHERED: usize = 4_096;

/// What a request needs of a taste, as tables.
pub(super) struct Rough<'a> {
    taste: &'a Taste<'a>,
    /// What one unit of the product is worth; 0 where the taste vector does not count.
    pub(super) scale: f32,
    weights: Vec<f32>,
    ages: Vec<f32>,
    sizes: Vec<f32>,
    repeats: Vec<f32>,
}

impl<'a> Rough<'a> {
    pub(super) fn new(flat: &Flat, taste: &'a Taste<'a>, likes: bool) -> Self {
        let mut weights: Vec<f32> =
            (0..flat.features.len()).map(|at| single(flat.weight(taste, at))).collect();
        for muted in taste.muted.iter().filter(|muted| **muted > 0) {
            if let Some(weight) = usize::try_from(*muted).ok().and_then(|at| weights.get_mut(at)) {
                *weight = f32::NEG_INFINITY;
            }
        }
        let none = Facts { id: 0, newest: 0, source: 0, outlets: 0, shown: 0, opened: false, hidden: false };
        Self {
            taste,
            scale: if likes { single(taste.scale) } else { 0.0 },
            weights,
            ages: (0..=STEPS).map(|step| single(taste.freshness * freshness(step * GRAIN))).collect(),
            sizes: (0..COUNTS).map(|outlets| single(size(taste, &Facts { outlets, ..none }))).collect(),
            repeats: (0..COUNTS).map(|shown| single(repeats(taste, &Facts { shown, ..none }))).collect(),
        }
    }

    /// Four sums side by side: a single one would wait for each addition. Minus infinity where a feature is muted.
    pub(super) fn features(&self, sparse: &[u32; SPARSE]) -> f32 {
        let mut sums = [0.0_f32; 4];
        for four in sparse.chunks_exact(4) {
            for (sum, feature) in sums.iter_mut().zip(four) {
                let at = usize::try_from(*feature).unwrap_or(usize::MAX);
                *sum += self.weights.get(at).copied().unwrap_or(0.0);
            }
        }
        sums.into_iter().sum()
    }

    /// Everything but features and vector.
    pub(super) fn rest(&self, age: i64, facts: &Facts) -> f32 {
        let looked_up = |table: &[f32], at: Option<usize>| at.and_then(|at| table.get(at).copied());
        let fresh = looked_up(&self.ages, usize::try_from(age / GRAIN).ok())
            .unwrap_or_else(|| single(self.taste.freshness * freshness(age)));
        let size = looked_up(&self.sizes, usize::try_from(facts.outlets).ok())
            .unwrap_or_else(|| single(size(self.taste, facts)));
        let repeats = looked_up(&self.repeats, usize::try_from(facts.shown).ok())
            .unwrap_or_else(|| single(repeats(self.taste, facts)));
        single(self.taste.intercept + read(facts)) + fresh + size + repeats
    }
}

/// The best so far, and everything that is so little below them that it may belong to them exactly; each with its score
/// without the vector, and its number.
pub(super) struct Best {
    count: usize,
    /// How far a score may be from the exact one.
    off: f32,
    floor: f32,
    gathered: Vec<(f32, (f32, usize))>,
    /// The floor is raised at this many: later and later where many are equal, so that the work stays linear.
    raised_at: usize,
}

impl Best {
    pub(super) fn of(count: usize, off: f32) -> Self {
        let raised_at = GATHERED.max(count.saturating_mul(2));
        Self { count, off, floor: f32::NEG_INFINITY, gathered: Vec::with_capacity(GATHERED), raised_at }
    }

    pub(super) fn offer(&mut self, score: f32, of: (f32, usize)) {
        if score >= self.floor {
            self.gathered.push((score, of));
            if self.gathered.len() >= self.raised_at {
                self.raise();
                self.raised_at = self.raised_at.max(self.gathered.len().saturating_mul(2));
            }
        }
    }

    fn raise(&mut self) {
        let Some(last) = self.count.checked_sub(1) else {
            self.gathered.clear();
            return;
        };
        if last < self.gathered.len() {
            let (_, last, _) = self.gathered.select_nth_unstable_by(last, |a, b| b.0.total_cmp(&a.0));
            // Two scores may err toward one another.
            self.floor = last.0 - 2.0 * self.off;
            let floor = self.floor;
            self.gathered.retain(|(score, _)| *score >= floor);
        }
    }

    /// They, in no order.
    pub(super) fn taken(mut self) -> impl Iterator<Item = (f32, usize)> {
        self.raise();
        self.gathered.into_iter().map(|(_, of)| of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_of_age_changes_less_than_is_called_rough() {
        // The steepest step is the first; three times the usual is the most that a slider allows.
        let step = single(3.0 * 0.55 * (freshness(0) - freshness(GRAIN)));
        assert!(step > 0.0 && step < ROUGH);
    }
}
