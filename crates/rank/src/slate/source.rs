//! First stage: gathers the candidates and makes them sound.

use super::Removed;
use crate::candidate::Candidate;
use crate::settings::Context;
use std::borrow::Cow;
use std::collections::HashSet;

/// An editor's word is bounded to this, in log-odds.
const EDITORIAL_BOUND: f64 = 20.0;

/// One candidate a story, numbers made finite; what came twice goes to `removed`.
pub(super) fn gather(
    candidates: Vec<Candidate>,
    _context: &Context,
    removed: &mut Vec<Removed>,
) -> Vec<Candidate> {
    let mut seen: HashSet<i64, foldhash::fast::RandomState> =
        HashSet::with_capacity_and_hasher(candidates.len(), foldhash::fast::RandomState::default());
    let mut kept = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        if !seen.insert(candidate.id) {
            removed.push(Removed {
                candidate,
                filter: Cow::Borrowed("duplicate"),
                reason: "The same story is here already".to_owned(),
            });
            continue;
        }
        kept.push(sound(candidate));
    }
    kept
}

/// The same with its numbers made finite.
pub(super) fn sound(mut candidate: Candidate) -> Candidate {
    if !candidate.editorial.is_finite() {
        candidate.editorial = 0.0;
    }
    candidate.editorial = candidate.editorial.clamp(-EDITORIAL_BOUND, EDITORIAL_BOUND);
    candidate
}
