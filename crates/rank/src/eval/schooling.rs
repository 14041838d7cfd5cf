//! Growing the trees, in line or on a thread beside the scoring. Either way the forest that was grown on one batch of lists is
//! used from the next batch on: so the scores are the same to the last bit, however the threads run.

use crate::learn::forest::Forest;
use crate::learn::grow::{Grower, Growth};
use crate::learn::lessons::Lesson;
use std::sync::mpsc::{Receiver, Sender, channel};

/// How many trees a batch is worth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pace {
    /// Rows that are gone through for all trees of a batch together.
    pub effort: usize,
    /// Trees a batch, at the least.
    pub least: usize,
    /// Trees a batch, at the most.
    pub most: usize,
}

/// One batch: learn the lists, then grow.
pub(super) fn grow(grower: &mut Grower, growth: &Growth, pace: Pace, lessons: &[Lesson]) -> Forest {
    grower.learn(lessons);
    #[expect(clippy::as_conversions, reason = "a rough count of rows")]
    let seen = (grower.rows() as f64 * growth.blocks) as usize;
    grower.grow((pace.effort / seen.max(1)).clamp(pace.least, pace.most));
    grower.forest().clone()
}

/// Where the trees are grown.
#[derive(Debug)]
pub(super) enum School {
    /// In line.
    Here { grower: Box<Grower>, growth: Growth, pace: Pace, forest: Option<Forest> },
    /// On another thread.
    Beside { to: Sender<Vec<Lesson>>, from: Receiver<Forest>, waiting: bool },
}

/// The other end of [`School::Beside`].
#[derive(Debug)]
pub(super) struct Desk {
    from: Receiver<Vec<Lesson>>,
    to: Sender<Forest>,
}

impl School {
    pub(super) fn beside() -> (Self, Desk) {
        let ((to, at), (back, from)) = (channel(), channel());
        (Self::Beside { to, from, waiting: false }, Desk { from: at, to: back })
    }

    /// Hands over a batch; gives the forest that was grown on the batch before.
    pub(super) fn next(&mut self, lessons: Vec<Lesson>) -> Option<Forest> {
        match self {
            Self::Here { grower, growth, pace, forest } => {
                let grown = grow(grower, growth, *pace, &lessons);
                forest.replace(grown)
            }
            Self::Beside { to, from, waiting } => {
                let grown = if *waiting { from.recv().ok() } else { None };
                *waiting = to.send(lessons).is_ok();
                grown
            }
        }
    }
}

impl Desk {
    /// Works until the other end is gone.
    pub(super) fn work(self, mut grower: Grower, growth: &Growth, pace: Pace) {
        for lessons in self.from {
            if self.to.send(grow(&mut grower, growth, pace, &lessons)).is_err() {
                return;
            }
        }
    }
}
