//! Articles that are too old to be near anything are kept without what only comparing needs.

use super::near::YOUNG;
use super::{Desk, Kept, Seat};

/// Thinned is when so many times as many articles as have become too old are remembered, so that it costs little for each.
const TIMES: usize = 16;

impl Desk {
    /// Takes from articles before the earliest that is open to second looks their vectors, their places in the
    /// postings, and the likeness to articles of other stories: they are met no more, and their story stays whole.
    pub(super) fn thin(&mut self) {
        let (from, cut, counted) = (self.open_from(), self.cut, self.counted);
        // While the desk is young, likeness is worked out again.
        let many = usize::try_from(cut.saturating_sub(self.thinned)).unwrap_or(usize::MAX);
        if counted < 2 * YOUNG || many.saturating_mul(TIMES) < self.articles.len() {
            return;
        }
        self.thinned = cut;
        let old = |seat: Seat, k: &Kept| seat < cut && k.at < from && k.weighed >= YOUNG;
        let mut lists: Vec<(Seat, Box<[(Seat, f32)]>)> = Vec::new();
        for (seat, k) in self.articles.iter().filter(|(seat, k)| old(*seat, k) && !k.print.is_empty()) {
            let own = |o: Seat| self.articles.at(o).is_some_and(|o| o.story == k.story);
            lists.push((seat, k.near.iter().filter(|(o, _)| own(*o)).copied().collect()));
        }
        for (seat, near) in lists {
            if let Some(k) = self.articles.at_mut(seat) {
                k.near = near;
                k.print.clear();
            }
        }
        let articles = &self.articles;
        self.postings.sweep(|seat| seat >= cut && articles.at(seat).is_some());
    }
}
