//! Short lists of seats by hashed key: most have one entry, which takes no memory of its own.

use crate::desk::{Seat, index};
use crate::frequency::Map;
use serde::{Deserialize, Serialize};
use std::collections::hash_map::Entry;

/// The newest seats of each key, oldest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Lists {
    slots: Map<u32, Slot>,
    /// The lists of several.
    long: Vec<Vec<Seat>>,
    /// Places among them that are free.
    free: Vec<u32>,
}

/// The only seat of a key; with the highest bit, the place of its list of several. Four bytes, since there are very many.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Slot(u32);

const LONG: u32 = 1 << 31;

impl Slot {
    /// The place of the list.
    fn long(self) -> Option<usize> {
        (self.0 & LONG != 0).then(|| index(self.0 & !LONG))
    }
}

impl Lists {
    /// The seats of a key, oldest first.
    pub(crate) fn get(&self, key: u32) -> &[Seat] {
        let Some(slot) = self.slots.get(&key) else { return &[] };
        match slot.long() {
            Some(place) => self.long.get(place).map_or(&[], Vec::as_slice),
            None => std::slice::from_ref(&slot.0),
        }
    }

    /// Puts a seat at the end of a key's list, unless it stands there; of a list of `most` the oldest goes.
    pub(crate) fn push(&mut self, key: u32, seat: Seat, most: usize) {
        if seat >= LONG {
            return;
        }
        match self.slots.entry(key) {
            Entry::Vacant(slot) => {
                slot.insert(Slot(seat));
            }
            Entry::Occupied(mut slot) => {
                if let Some(seats) = slot.get().long().and_then(|place| self.long.get_mut(place)) {
                    put(seats, seat, most);
                } else if slot.get().0 != seat {
                    let several = vec![slot.get().0, seat];
                    let place =
                        self.free.pop().or_else(|| u32::try_from(self.long.len()).ok()).unwrap_or(LONG);
                    if place >= LONG {
                        return;
                    }
                    match self.long.get_mut(index(place)) {
                        Some(free) => *free = several,
                        None => self.long.push(several),
                    }
                    *slot.get_mut() = Slot(place | LONG);
                }
            }
        }
    }

    /// Takes a seat out of a key's list.
    pub(crate) fn remove(&mut self, key: u32, seat: Seat) {
        if let Entry::Occupied(mut slot) = self.slots.entry(key)
            && !keep(slot.get_mut(), &mut self.long, &mut self.free, |s| s != seat)
        {
            slot.remove();
        }
    }

    /// Forgets seats that `live` refuses.
    pub(crate) fn sweep(&mut self, live: impl Fn(Seat) -> bool) {
        let (long, free) = (&mut self.long, &mut self.free);
        self.slots.retain(|_, slot| keep(slot, long, free, &live));
        if self.slots.len() * 4 < self.slots.capacity() {
            self.slots.shrink_to_fit();
        }
    }
}

fn put(seats: &mut Vec<Seat>, seat: Seat, most: usize) {
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

/// Keeps of a slot's seats what `live` takes; whether anything is left.
fn keep(slot: &mut Slot, long: &mut [Vec<Seat>], free: &mut Vec<u32>, live: impl Fn(Seat) -> bool) -> bool {
    let Some(seats) = slot.long().and_then(|place| long.get_mut(place)) else { return live(slot.0) };
    seats.retain(|s| live(*s));
    let left = match seats.as_slice() {
        [] => None,
        [one] => Some(Slot(*one)),
        _ => return true,
    };
    *seats = Vec::new();
    free.push(slot.0 & !LONG);
    if let Some(one) = left {
        *slot = one;
    }
    left.is_some()
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
        assert!(lists.slots.is_empty());
        lists.push(5, 1, 3);
        lists.push(5, 2, 3);
        assert_eq!(lists.get(5), [1, 2]);
        assert!(lists.long.len() <= 2, "room is used again");
        lists.push(6, LONG, 3);
        assert!(lists.get(6).is_empty(), "no such seat");
    }
}
