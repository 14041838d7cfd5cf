//! Lists of near articles in little room.

use super::Seat;
use crate::packed::{pack, unpack};
use serde::{Deserialize, Serialize};

/// Earlier articles that are near one, nearest first, with the likeness: by how many seats before it they sit. What sits
/// four million seats before it or more is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Links(Box<[u32]>);

impl Links {
    /// The links of the article in a seat.
    pub(super) fn of(seat: Seat, near: impl Iterator<Item = (Seat, f32)>) -> Self {
        Self(near.filter_map(|(other, likeness)| pack(seat.checked_sub(other)?, likeness)).collect())
    }

    /// The articles with their likeness to the one in `seat`.
    pub(super) fn of_seat(&self, seat: Seat) -> impl Iterator<Item = (Seat, f32)> + Clone + '_ {
        self.0.iter().map(move |link| {
            let (back, likeness) = unpack(*link);
            (seat.wrapping_sub(back), likeness)
        })
    }
}
