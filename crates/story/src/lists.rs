//! Short lists of seats by hashed key: most have one entry, which takes no memory of its own.

use crate::desk::Seat;
use crate::frequency::Map;
use serde::{Deserialize, Serialize};
use std::collections::hash_map::Entry;

/// The newest seats of each key, oldest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Lists(Map<u32, List>);

#[derive(Debug, Clone, Serialize, Deserialize)]
enum List {
    One(Seat),
    // One pointer wide, so that a list takes no more room than its single entry would.
    #[expect(clippy::box_collection, reason = "half as large in the map")]
    Many(Box<Vec<Seat>>),
}

impl List {
    fn seats(&self) -> &[Seat] {
        match self {
            Self::One(seat) => std::slice::from_ref(seat),
            Self::Many(seats) => seats,
        }
    }
}

impl Lists {
    /// The seats of a key, oldest first.
    pub(crate) fn get(&self, key: u32) -> &[Seat] {
        self.0.get(&key).map_or(&[], List::seats)
    }

    /// Puts a seat at the end of a key's list, unless it stands there; of a list of `most` the oldest goes.
    pub(crate) fn push(&mut self, key: u32, seat: Seat, most: usize) {
        match self.0.entry(key) {
            Entry::Vacant(slot) => {
                slot.insert(List::One(seat));
            }
            Entry::Occupied(mut slot) => match slot.get_mut() {
                List::One(only) if *only == seat => {}
                List::One(only) => {
                    let seats = vec![*only, seat];
                    slot.insert(List::Many(Box::new(seats)));
                }
                List::Many(seats) => {
                    if seats.last() == Some(&seat) {
                        return;
                    }
                    if seats.len() >= most {
                        seats.remove(0);
                    }
                    if seats.len() == seats.capacity() {
                        // By half, not twice: there are very many.
                        seats.reserve_exact(seats.len() / 2 + 1);
                    }
                    seats.push(seat);
                }
            },
        }
    }

    /// Takes a seat out of a key's list.
    pub(crate) fn remove(&mut self, key: u32, seat: Seat) {
        if let Entry::Occupied(mut slot) = self.0.entry(key)
            && !slot.get_mut().retain(|s| s != seat)
        {
            slot.remove();
        }
    }

    /// Forgets seats that `live` refuses.
    pub(crate) fn sweep(&mut self, live: impl Fn(Seat) -> bool) {
        self.0.retain(|_, list| list.retain(&live));
        if self.0.len() * 4 < self.0.capacity() {
            self.0.shrink_to_fit();
        }
    }
}

impl List {
    /// Keeps what `live` takes; whether anything is left.
    fn retain(&mut self, live: impl Fn(Seat) -> bool) -> bool {
        match self {
            Self::One(seat) => live(*seat),
            Self::Many(seats) => {
                seats.retain(|s| live(*s));
                if let [one] = seats.as_slice() {
                    *self = Self::One(*one);
                    return true;
                }
                !seats.is_empty()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_newest() {
        let mut lists = Lists::default();
        for seat in [1, 1, 2, 3, 4, 4] {
            lists.push(7, seat, 3);
        }
        assert_eq!(lists.get(7), [2, 3, 4]);
        assert!(lists.get(8).is_empty());
        lists.push(8, 9, 3);
        lists.remove(7, 3);
        assert_eq!((lists.get(7), lists.get(8)), (&[2, 4][..], &[9][..]));
        lists.sweep(|s| s == 4);
        assert_eq!((lists.get(7), lists.get(8)), (&[4][..], &[][..]));
        lists.remove(7, 4);
        assert!(lists.0.is_empty());
    }
}
