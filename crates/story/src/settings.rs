//! The desk's settings.

use serde::{Deserialize, Serialize};

/// Settings of a desk; the defaults suit news.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// How long a story is remembered after its last article, in seconds. 14 days.
    pub window: i64,
    /// How broad a story is: 0 as learned, positive joins more, negative less; two halve or double about.
    pub breadth: f32,
    /// After how many seconds a story counts half in the frequencies of its words. 30 days.
    pub frequency_half_life: i64,
    /// After how many seconds a report counts half in a story's heat. 6 hours.
    pub heat_half_life: i64,
    /// Near-duplicates: the least share of shingles that two texts share of all they have (Jaccard).
    pub copy_jaccard: f32,
    /// Near-duplicates: the least share of the shorter text's shingles found in the longer.
    pub copy_containment: f32,
}

impl Default for Settings {
    fn default() -> Self {
        const DAY: i64 = 86_400;
        Self {
            window: 14 * DAY,
            breadth: 0.0,
            frequency_half_life: 30 * DAY,
            heat_half_life: 6 * 3_600,
            copy_jaccard: 0.5,
            copy_containment: 0.8,
        }
    }
}
