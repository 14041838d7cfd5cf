//! From terms to the articles that have them: where candidates come from.

use crate::desk::Seat;
use crate::lists::Lists;
use crate::print::{Queries, SPACES};
use crate::vector::Query;
use serde::{Deserialize, Serialize};

/// Newest articles remembered for one term.
const LISTED: usize = 256;
/// Articles that share less of their weight, summed over the spaces, are far apart.
const SHARED: f32 = 0.06;
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

    /// Articles that share heavy terms, those that share most first; `most` of them, none before `cut`.
    pub(crate) fn look_up(&self, queries: &Queries, most: usize, cut: Seat) -> Vec<Seat> {
        let mut shares = Shares::new();
        for (space, q) in queries.0.iter().enumerate() {
            let norm: f32 = q.heaviest().iter().map(|(_, w)| w * w).sum::<f32>().max(1e-6);
            for (t, w) in heaviest(q, space) {
                let list = self.lists.get(t);
                // Lists grow at their end, so that what is too old stands before the rest.
                let from = list.partition_point(|seat| *seat < cut);
                for seat in list.get(from..).unwrap_or_default() {
                    shares.add(*seat, w * w / norm);
                }
            }
        }
        let mut list: Vec<(Seat, f32)> = shares.over(SHARED);
        let order = |a: &(Seat, f32), b: &(Seat, f32)| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0));
        if list.len() > most {
            list.select_nth_unstable_by(most, order);
            list.truncate(most);
        }
        list.sort_unstable_by(order);
        list.into_iter().map(|(seat, _)| seat).collect()
    }

    /// Forgets articles that `live` refuses.
    pub(crate) fn sweep(&mut self, live: impl Fn(Seat) -> bool) {
        self.lists.sweep(live);
    }
}

/// Sums by seat: a table with open addressing that is never more than half full.
struct Shares {
    slots: Vec<(Seat, f32)>,
    used: usize,
}

/// What stands in an empty slot.
const EMPTY: (Seat, f32) = (0, -1.0);
/// Slots to begin with.
const SLOTS: usize = 1 << 11;

impl Shares {
    fn new() -> Self {
        Self { slots: vec![EMPTY; SLOTS], used: 0 }
    }

    fn add(&mut self, seat: Seat, by: f32) {
        if self.used * 2 >= self.slots.len() {
            let larger = vec![EMPTY; self.slots.len() * 2];
            for (seat, by) in std::mem::replace(&mut self.slots, larger) {
                if by >= 0.0 {
                    self.used -= 1;
                    self.add(seat, by);
                }
            }
        }
        let last = self.slots.len() - 1;
        let mut at = usize::try_from(seat.wrapping_mul(0x9e37_79b1) >> 8).unwrap_or(0);
        while let Some(slot) = self.slots.get_mut(at & last) {
            if slot.1 < 0.0 {
                *slot = (seat, by);
                self.used += 1;
                return;
            }
            if slot.0 == seat {
                slot.1 += by;
                return;
            }
            at += 1;
        }
    }

    /// The seats whose sum is larger than `least`, in no order.
    fn over(self, least: f32) -> Vec<(Seat, f32)> {
        self.slots.into_iter().filter(|(_, by)| *by > least).collect()
    }
}
