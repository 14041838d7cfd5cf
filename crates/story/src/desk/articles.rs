//! The articles of the window by their seats.

use super::Kept;
use crate::frequency::Map;
use crate::types::ArticleId;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// An article's number inside the desk: how many arrived before it. Half as wide as an id, never given twice, and
/// leads to the article without a search.
pub(crate) type Seat = u32;

/// What is kept of articles, in the order in which they arrived.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Articles {
    seats: Map<ArticleId, Seat>,
    /// From the seat `first` on; empty where an article was forgotten.
    kept: VecDeque<Option<Box<Kept>>>,
    /// The times of those (Unix seconds), by themselves, since they are asked for far more often than the rest.
    times: VecDeque<i64>,
    first: Seat,
}

impl Articles {
    pub(super) fn len(&self) -> usize {
        self.seats.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.seats.is_empty()
    }

    /// Where an article sits.
    pub(super) fn seat(&self, id: ArticleId) -> Option<Seat> {
        self.seats.get(&id).copied()
    }

    /// The article in a seat.
    pub(super) fn at(&self, seat: Seat) -> Option<&Kept> {
        self.kept.get(index(seat.checked_sub(self.first)?))?.as_deref()
    }

    pub(super) fn at_mut(&mut self, seat: Seat) -> Option<&mut Kept> {
        self.kept.get_mut(index(seat.checked_sub(self.first)?))?.as_deref_mut()
    }

    /// The time of what sits or sat in a seat from the first one remembered on.
    pub(super) fn time(&self, seat: Seat) -> Option<i64> {
        self.times.get(index(seat.checked_sub(self.first)?)).copied()
    }

    pub(super) fn get(&self, id: ArticleId) -> Option<&Kept> {
        self.at(self.seat(id)?)
    }

    pub(super) fn get_mut(&mut self, id: ArticleId) -> Option<&mut Kept> {
        self.at_mut(self.seat(id)?)
    }

    pub(super) fn contains(&self, id: ArticleId) -> bool {
        self.seats.contains_key(&id)
    }

    /// The seat that the next article gets.
    pub(super) fn next(&self) -> Seat {
        self.first.saturating_add(Seat::try_from(self.kept.len()).unwrap_or(Seat::MAX))
    }

    pub(super) fn push(&mut self, kept: Kept) {
        self.seats.insert(kept.id, self.next());
        self.times.push_back(kept.at);
        self.kept.push_back(Some(Box::new(kept)));
    }

    pub(super) fn remove(&mut self, id: ArticleId) -> Option<(Seat, Kept)> {
        let seat = self.seats.remove(&id)?;
        let kept = self.kept.get_mut(index(seat.checked_sub(self.first)?))?.take()?;
        while self.kept.front().is_some_and(Option::is_none) {
            self.kept.pop_front();
            self.times.pop_front();
            self.first += 1;
        }
        Some((seat, *kept))
    }

    /// The articles with their seats, in the order of those.
    pub(super) fn iter(&self) -> impl Iterator<Item = (Seat, &Kept)> {
        (self.first..).zip(&self.kept).filter_map(|(seat, k)| Some((seat, k.as_deref()?)))
    }
}

/// A seat as a place in a list.
pub(crate) fn index(seat: Seat) -> usize {
    usize::try_from(seat).unwrap_or(usize::MAX)
}
