//! From terms to the articles that have them: where candidates come from.

use crate::desk::{Seat, index};
use crate::lists::Lists;
use crate::print::{Queries, SPACES};
use crate::vector::Query;
use serde::{Deserialize, Serialize};

/// Newest articles remembered for one term.
const LISTED: usize = 128;
/// Articles that share less of their weight, summed over the spaces and times what is left after the time between
/// them, are far apart.
const SHARED: f32 = 0.08;
/// Heaviest terms of an article that are listed and looked up, by space.
const TERMS: [usize; SPACES] = [8, 12, 4, 12, 6];

/// The articles of the window by their heaviest terms, newest last.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Postings {
    lists: Lists,
}

/// Terms of different spaces are different; headline and body share theirs.
fn salted(term: u32, space: usize) -> u32 {
    term ^ [0, 0, 0x5bd1_e995, 0x9747_b28c, 0x2545_f491].get(space).copied().unwrap_or(0)
}

fn heaviest(q: &Query, space: usize) -> impl Iterator<Item = (u32, f32)> + '_ {
    let n = TERMS.get(space).copied().unwrap_or(0);
    q.heaviest().iter().take(n).map(move |(t, w)| (salted(*t, space), *w))
}

impl Postings {
    /// Lists an article under its heaviest terms.
    pub(crate) fn insert(&mut self, seat: Seat, queries: &Queries) {
        for (space, q) in queries.0.iter().enumerate() {
            for (t, _) in heaviest(q, space) {
                self.lists.push(t, seat, LISTED);
            }
        }
    }

    /// Articles that share heavy terms, those that share most first; `most` of them, none before `cut`. What an article
    /// shares counts by its `nearness` in time, 0 to 1: of a word that comes every day the days near by are asked.
    pub(crate) fn look_up(
        &self,
        queries: &Queries,
        most: usize,
        cut: Seat,
        shares: &mut Shares,
        nearness: impl Fn(Seat) -> f32,
    ) -> Vec<Seat> {
        shares.clear();
        // The lists lie far apart in memory: all are found before any is read.
        let mut lists: Vec<(&[Seat], f32)> = Vec::with_capacity(TERMS.iter().sum());
        for (space, q) in queries.0.iter().enumerate() {
            let norm: f32 = q.heaviest().iter().map(|(_, w)| w * w).sum::<f32>().max(1e-6);
            lists.extend(heaviest(q, space).map(|(t, w)| (self.lists.get(t), w * w / norm)));
        }
        std::hint::black_box(lists.iter().fold(0, |all, (list, _)| all ^ list.last().copied().unwrap_or(0)));
        for (list, share) in lists {
            // Lists grow at their end, so that what is too old stands before the rest.
            for seat in list.iter().rev().take_while(|seat| **seat >= cut) {
                shares.add(*seat, share);
            }
        }
        let list = shares.over(SHARED, nearness);
        let order = |a: &(Seat, f32), b: &(Seat, f32)| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0));
        if list.len() > most {
            list.select_nth_unstable_by(most, order);
        }
        let end = list.len().min(most);
        let Some(first) = list.get_mut(..end) else { return Vec::new() };
        first.sort_unstable_by(order);
        first.iter().map(|(seat, _)| *seat).collect()
    }

    /// Forgets articles that `live` refuses.
    pub(crate) fn sweep(&mut self, live: impl Fn(Seat) -> bool) {
        self.lists.sweep(live);
    }
}

/// Sums by seat, in the order in which the seats were met, found by a table with open addressing that is never more
/// than half full. Kept from one article to the next, since it is large.
#[derive(Debug, Clone)]
pub(crate) struct Shares {
    sums: Vec<(Seat, f32)>,
    /// Places among the sums, counted from 1.
    table: Vec<u32>,
}

/// Size of the table to begin with.
const TABLE: usize = 1 << 11;

impl Default for Shares {
    fn default() -> Self {
        Self { sums: Vec::new(), table: vec![0; TABLE] }
    }
}

impl Shares {
    fn clear(&mut self) {
        self.sums.clear();
        self.table.fill(0);
    }

    fn add(&mut self, seat: Seat, by: f32) {
        let last = self.table.len() - 1;
        let mut at = hash(seat);
        while let Some(slot) = self.table.get_mut(at & last) {
            match index(*slot).checked_sub(1).and_then(|i| self.sums.get_mut(i)) {
                Some(sum) if sum.0 == seat => {
                    sum.1 += by;
                    return;
                }
                Some(_) => at += 1,
                None => {
                    self.sums.push((seat, by));
                    *slot = u32::try_from(self.sums.len()).unwrap_or(0);
                    break;
                }
            }
        }
        if self.sums.len() * 2 > self.table.len() {
            self.grow();
        }
    }

    fn grow(&mut self) {
        let size = self.table.len() * 2;
        self.table = vec![0; size];
        for ((seat, _), place) in self.sums.iter().zip(1..) {
            let mut at = hash(*seat);
            while let Some(slot) = self.table.get_mut(at & (size - 1)) {
                if *slot == 0 {
                    *slot = place;
                    break;
                }
                at += 1;
            }
        }
    }

    /// The seats whose sum, times their nearness, is larger than `least`, in the order in which they were met, with that.
    fn over(&mut self, least: f32, nearness: impl Fn(Seat) -> f32) -> &mut [(Seat, f32)] {
        // Without a branch, since no one could foretell it.
        let mut kept = 0;
        for i in 0..self.sums.len() {
            let Some(sum) = self.sums.get(i).copied() else { break };
            if let Some(slot) = self.sums.get_mut(kept) {
                *slot = sum;
            }
            kept += usize::from(sum.1 > least);
        }
        self.sums.truncate(kept);
        self.sums.retain_mut(|(seat, sum)| {
            *sum *= nearness(*seat);
            *sum > least
        });
        &mut self.sums
    }
}

fn hash(seat: Seat) -> usize {
    index(seat.wrapping_mul(0x9e37_79b1) >> 8)
}
