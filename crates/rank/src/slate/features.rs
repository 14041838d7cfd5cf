//! What is measured of a candidate, the same for scoring and for learning.

use crate::candidate::{Candidate, Facet};
use crate::number;
use crate::profile::Profile;

/// What following a topic or a source adds, in log-odds: a story that one in eight would open, half do.
pub(crate) const FOLLOW: f64 = 2.0;
/// Age (plus this, in hours) is counted in doublings.
const FRESH_HOURS: f64 = 6.0;
/// Doublings of age at which freshness is neutral: 6 h · 2^1.5 − 6 h, about eleven hours.
const FRESH_NEUTRAL: f64 = 1.5;

/// Measures of one candidate at one time.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) struct Features {
    /// Seconds since the newest article; never negative.
    pub(crate) age: i64,
    /// Positive when newer than about eleven hours, falling by one with every doubling of age.
    pub(crate) freshness: f64,
    /// Doublings of the outlets that tell it: 0 for one.
    pub(crate) size: f64,
    /// Logarithm of one plus the heat.
    pub(crate) heat: f64,
    /// Doublings of one plus the times it was shown; half where something was added since.
    pub(crate) repeats: f64,
    /// Something was added since it was last shown.
    pub(crate) grew: bool,
}

impl Features {
    pub(crate) fn of(candidate: &Candidate, now: i64) -> Self {
        let newest = candidate.newest();
        let age = now.saturating_sub(newest).max(0);
        let grew = candidate.last_impression.is_some_and(|last| newest > last);
        let shown = f64::from(candidate.impressions).ln_1p() / std::f64::consts::LN_2;
        Self {
            age,
            freshness: freshness(age),
            size: f64::from(candidate.outlets.max(1)).log2(),
            heat: if candidate.heat.is_finite() { f64::from(candidate.heat).max(0.0).ln_1p() } else { 0.0 },
            repeats: if grew { shown / 2.0 } else { shown },
            grew,
        }
    }
}

/// Positive when newer than about eleven hours, falling by one with every doubling of age (plus six hours).
pub(crate) fn freshness(age_seconds: i64) -> f64 {
    FRESH_NEUTRAL - ((number::seconds(age_seconds) / 3_600.0 + FRESH_HOURS) / FRESH_HOURS).log2()
}

/// The factor that makes a group's weights a vector of length 1: so that many facets do not outshout few.
pub(crate) fn unit(facets: &[Facet]) -> f64 {
    let squares: f64 = facets
        .iter()
        .filter(|facet| facet.weight > 0.0 && facet.weight.is_finite())
        .map(|facet| f64::from(facet.weight).powi(2))
        .sum();
    if squares > 0.0 { 1.0 / squares.sqrt() } else { 0.0 }
}

/// What all follows of a candidate add together, with the sliders at 1: the first counts in full, each further by half.
pub(crate) fn follow(profile: &Profile, candidate: &Candidate) -> f64 {
    let topics =
        candidate.topics.iter().filter(|facet| profile.followed_topics().contains_key(&facet.key)).count();
    let sources =
        candidate.sources.iter().filter(|facet| profile.followed_sources().contains_key(&facet.key)).count();
    (0..topics).chain(0..sources).map(step).sum()
}

/// What the n-th follow of one kind adds.
pub(crate) fn step(nth: usize) -> f64 {
    FOLLOW * 0.5_f64.powi(i32::try_from(nth).unwrap_or(i32::MAX))
}
