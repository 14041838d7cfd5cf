//! Which articles are near an article, and how near.

use super::links::Links;
use super::{Desk, Kept, Seat};
use crate::frequency::Map;
use crate::likeness::{Inside, Kind};
use crate::print::Queries;
use crate::types::StoryId;

/// Candidates whose likeness is worked out.
const CLOSE: usize = 144;
/// Near articles that are kept with an article.
const KEPT: usize = 96;
/// Likeness from which an article is near, and to a young desk, where it will be worked out again.
pub(super) const NEAR: f32 = 0.05;
const NEAR_YOUNG: f32 = 0.02;
/// Weights of words settle while the desk is young: until it has counted this many articles, likeness is worked out
/// again whenever their number has grown by a third.
pub(super) const YOUNG: u32 = 5_000;

impl Desk {
    /// The articles near one, nearest first.
    pub(super) fn near(&mut self, kept: &Kept, queries: &Queries) -> Links {
        let least = if self.counted < YOUNG { NEAR_YOUNG } else { NEAR };
        let (articles, likeness) = (&self.articles, &self.likeness);
        let nearness =
            |seat| articles.time(seat).map_or(0.0, |at| likeness.nearness(kept.at.saturating_sub(at)));
        let met = self.postings.look_up(queries, CLOSE, self.cut, &mut self.shares, nearness);
        let met: Vec<&Kept> = met.into_iter().filter_map(|seat| articles.at(seat)).collect();
        // They lie far apart in memory: asked for all at once, they come side by side instead of one after the other.
        std::hint::black_box(
            met.iter().fold(0, |all, other| all ^ other.lang ^ other.seat ^ other.print.touch()),
        );
        let mut near: Vec<(Seat, f32)> = met
            .into_iter()
            .filter_map(|other| {
                let likeness = self.likeness(kept, queries, other);
                (likeness > least).then_some((other.seat, likeness))
            })
            .collect();
        near.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
        near.truncate(KEPT);
        Links::of(kept.seat, near.into_iter())
    }

    fn likeness(&self, kept: &Kept, queries: &Queries, other: &Kept) -> f32 {
        let apart = kept.at.saturating_sub(other.at);
        if self.likeness.nearness(apart) < NEAR_YOUNG {
            return 0.0;
        }
        let kind = kind(kept, other);
        self.likeness.of(&queries.cosines(&other.print, kind), kind, apart)
    }

    /// The story that an article with these near ones belongs to, where there is one.
    pub(super) fn home(&self, near: impl Iterator<Item = (Seat, f32)>) -> Option<StoryId> {
        let mut sums: Map<StoryId, f32> = Map::default();
        for (seat, likeness) in near {
            if let Some(o) = self.articles.at(seat) {
                *sums.entry(o.story).or_default() += likeness;
            }
        }
        let alone = Inside { size: 1, sum: 0.0 };
        sums.into_iter()
            .filter_map(|(s, sum)| {
                Some((s, self.likeness.weighed(sum, self.stories.get(&s)?.inside(), alone)))
            })
            .filter(|(_, w)| *w > self.least(self.likeness.one))
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
            .map(|(s, _)| s)
    }

    /// The weighed likeness from which on two groups are one story, by the settings' breadth and what it is in the middle.
    pub(super) fn least(&self, middle: f32) -> f32 {
        middle * (-0.5 * self.settings.breadth).exp()
    }

    /// Works out anew the likeness of articles that were weighed when the desk had seen less than three quarters of what it has.
    pub(super) fn weigh_again(&mut self, open: &[Seat]) {
        let counted = self.counted;
        let stale: Vec<Seat> = open
            .iter()
            .copied()
            .filter(|seat| {
                self.articles.at(*seat).is_some_and(|k| k.weighed < YOUNG && k.weighed * 4 <= counted * 3)
            })
            .collect();
        // Lengths first, since each is compared with others. The vectors are weighed twice: all at once they are large.
        for seat in &stale {
            let queries = self.weighed(*seat);
            if let Some(k) = self.articles.at_mut(*seat) {
                k.print.take_norms(&queries);
                k.weighed = counted;
            }
        }
        for seat in &stale {
            let queries = self.weighed(*seat);
            let Some(kept) = self.articles.at(*seat) else { continue };
            let now =
                |(o, old)| (o, self.articles.at(o).map_or(old, |other| self.likeness(kept, &queries, other)));
            let near = Links::of(*seat, kept.near().map(now));
            if let Some(k) = self.articles.at_mut(*seat) {
                k.near = near;
            }
        }
    }

    /// An article's vectors as they are weighed now.
    pub(super) fn weighed(&self, seat: Seat) -> Queries {
        self.articles.at(seat).map_or_else(Queries::default, |k| {
            k.print.queries(&self.spaces, self.latest, k.lang, self.settings.frequency_half_life)
        })
    }
}

/// What can be compared of two articles.
pub(super) fn kind(a: &Kept, b: &Kept) -> Kind {
    if a.lang != b.lang {
        Kind::Across
    } else if a.print.has_text() && b.print.has_text() {
        Kind::Texts
    } else {
        Kind::Headlines
    }
}
