//! Counts that fade by half in a fixed time, without an exponential a read: forward decay (Cormode et al. 2009). What is added
//! counts by how late it comes, measured from a fixed point; one factor for all counts brings them to the present.
#![expect(clippy::as_conversions, reason = "times and epochs: whole numbers far below 2^52")]

/// Half-lives an epoch; a count is brought to a new fixed point when an epoch has passed, so that nothing overflows.
const EPOCH: f64 = 256.0;

/// The present of all counts of one half-life.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    half_life: f64,
    epoch: i32,
    up: f64,
    down: f64,
}

impl Clock {
    /// `half_life`: seconds.
    pub(crate) fn new(half_life: f64) -> Self {
        Self { half_life, epoch: 0, up: 1.0, down: 1.0 }
    }

    pub(crate) fn set(&mut self, now: i64) {
        let lives = now as f64 / self.half_life;
        let epoch = (lives / EPOCH).floor();
        self.epoch = epoch as i32;
        self.up = (lives - epoch * EPOCH).exp2();
        self.down = 1.0 / self.up;
    }
}

/// A count that fades.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Fading {
    value: f64,
    epoch: i32,
}

impl Fading {
    /// What is left of it at the clock's time.
    pub(crate) fn get(&self, clock: &Clock) -> f64 {
        if self.epoch == clock.epoch {
            self.value * clock.down
        } else {
            self.value * clock.down * shift(self.epoch, clock.epoch)
        }
    }

    /// Adds something that happened at the clock's time, be it before or after what was added already.
    pub(crate) fn add(&mut self, amount: f64, clock: &Clock) {
        if self.epoch < clock.epoch {
            self.value *= shift(self.epoch, clock.epoch);
            self.epoch = clock.epoch;
        }
        self.value += amount * clock.up * shift(clock.epoch, self.epoch);
    }
}

fn shift(from: i32, to: i32) -> f64 {
    if from == to { 1.0 } else { (f64::from(from.saturating_sub(to)) * EPOCH).exp2() }
}
