//! What the reader changes by hand: tried on a copy, kept, and taken back.

use super::{Group, Profile, Weight};
use crate::settings::Settings;
use serde::{Deserialize, Serialize};

/// A taste set by hand.
#[derive(Debug, Clone, PartialEq)]
pub struct HandSet {
    /// The kind of taste.
    pub group: Group,
    /// Its key.
    pub key: String,
    /// As people read it.
    pub label: String,
    /// What it shall add, in log-odds; 0 forgets what was learned.
    pub mean: f64,
}

/// Everything that is changed at once.
#[derive(Debug, Clone, PartialEq)]
pub struct Tuning {
    /// The sliders as they shall be.
    pub settings: Settings,
    /// Tastes that are set.
    pub weights: Vec<HandSet>,
}

/// What a tuning changed, as it was before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Before {
    settings: Settings,
    weights: Vec<(Group, String, Option<Weight>)>,
}

impl Profile {
    /// Changes by hand. What was there before is remembered, once. To see the page as it would be, tune a copy.
    pub fn tune(&mut self, tuning: &Tuning, at: i64) {
        let settings = std::mem::replace(&mut self.settings, tuning.settings.clone().sound());
        let mut weights = Vec::with_capacity(tuning.weights.len());
        for hand in &tuning.weights {
            weights.push((hand.group, hand.key.clone(), self.table(hand.group).weight(&hand.key).cloned()));
            self.set_weight(hand.group, &hand.key, &hand.label, hand.mean, at);
        }
        self.before = Some(Before { settings, weights });
    }

    /// Takes the last tuning back: sliders and tastes are what they were before it. Doing so twice brings it back.
    /// False where there is nothing to take back.
    pub fn untune(&mut self) -> bool {
        let Some(before) = self.before.take() else { return false };
        let settings = std::mem::replace(&mut self.settings, before.settings.sound());
        let mut weights = Vec::with_capacity(before.weights.len());
        for (group, key, weight) in before.weights.into_iter().rev() {
            let table = self.table_mut(group);
            weights.push((group, key.clone(), table.weight(&key).cloned()));
            table.put(&key, weight);
        }
        self.before = Some(Before { settings, weights });
        true
    }

    /// There is a tuning that can be taken back.
    #[must_use]
    pub const fn is_tuned(&self) -> bool {
        self.before.is_some()
    }
}
