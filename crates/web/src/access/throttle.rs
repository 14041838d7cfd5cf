//! Slows down who guesses passwords.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// Wrong tries that cost nothing, from one address for one reader, and for one reader from everywhere.
const FREE_HERE: u32 = 5;
const FREE_ANYWHERE: u32 = 50;
/// The longest wait, and how long a wrong try is remembered, in seconds.
const LONGEST: i64 = 15 * 60;
const REMEMBERED: i64 = 3600;
/// So many keys are remembered; beyond that the oldest go.
const MOST: usize = 10_000;

/// Wrong tries, in memory.
#[derive(Default)]
pub(crate) struct Throttle {
    tries: Mutex<HashMap<String, Tries>>,
}

#[derive(Clone, Copy)]
struct Tries {
    wrong: u32,
    last: i64,
}

/// Who tries, from where.
pub(crate) struct Attempt {
    keys: [(String, u32); 2],
}

impl Attempt {
    pub(crate) fn new(address: &str, name: &str) -> Self {
        let name = name.to_lowercase();
        Self { keys: [(format!("{address} {name}"), FREE_HERE), (format!("* {name}"), FREE_ANYWHERE)] }
    }
}

impl Throttle {
    /// Seconds to wait before the next try, if any.
    pub(crate) fn wait(&self, attempt: &Attempt, now: i64) -> Option<i64> {
        let tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        let waits = attempt.keys.iter().filter_map(|(key, free)| {
            let tries = tries.get(key)?;
            let over = tries.wrong.checked_sub(*free)?;
            // 1, 2, 4 … seconds.
            let pause = 1_i64.checked_shl(over.min(20)).unwrap_or(LONGEST).min(LONGEST);
            Some(tries.last + pause - now).filter(|left| *left > 0)
        });
        waits.max()
    }

    /// A wrong try.
    pub(crate) fn wrong(&self, attempt: &Attempt, now: i64) {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, _) in &attempt.keys {
            let known = tries.entry(key.clone()).or_insert(Tries { wrong: 0, last: now });
            known.wrong = if now - known.last > REMEMBERED { 1 } else { known.wrong.saturating_add(1) };
            known.last = now;
        }
        if tries.len() > MOST {
            tries.retain(|_, tries| now - tries.last <= REMEMBERED);
        }
        while tries.len() > MOST {
            let Some(oldest) = tries.iter().min_by_key(|(_, tries)| tries.last).map(|(key, _)| key.clone())
            else {
                break;
            };
            tries.remove(&oldest);
        }
    }

    /// A right one: what went before from here is forgiven.
    pub(crate) fn right(&self, attempt: &Attempt) {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        for (key, _) in &attempt.keys {
            tries.remove(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guessing_gets_slower_and_is_forgiven() {
        let throttle = Throttle::default();
        let (here, there) = (Attempt::new("10.0.0.1", "Ada"), Attempt::new("10.0.0.2", "ada"));
        let mut now = 0;
        for _ in 0..4 {
            throttle.wrong(&here, now);
        }
        assert_eq!(throttle.wait(&here, now), None);
        throttle.wrong(&here, now);
        assert_eq!(throttle.wait(&here, now), Some(1));
        assert_eq!(throttle.wait(&here, now + 1), None);
        assert_eq!(throttle.wait(&there, now), None, "another address may try");
        for _ in 0..20 {
            now += LONGEST;
            assert_eq!(throttle.wait(&here, now), None);
            throttle.wrong(&here, now);
        }
        assert_eq!(throttle.wait(&here, now), Some(LONGEST));
        for _ in 0..60 {
            throttle.wrong(&there, now);
        }
        let third = Attempt::new("10.0.0.3", "ada");
        assert!(throttle.wait(&third, now).is_some(), "one reader from everywhere");
        throttle.right(&here);
        assert_eq!(throttle.wait(&here, now), None);
        for n in 0..MOST + 50 {
            throttle.wrong(&Attempt::new(&n.to_string(), "x"), now);
        }
        assert!(throttle.tries.lock().unwrap().len() <= MOST);
    }
}
