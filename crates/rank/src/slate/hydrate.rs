//! Second stage: measures every candidate once, for all that follows.

use super::features::Features;
use crate::candidate::Candidate;
use crate::settings::Context;

/// A candidate with its measures.
#[derive(Debug)]
pub(super) struct Hydrated {
    pub(super) candidate: Candidate,
    pub(super) features: Features,
}

/// Measures the candidates at the page's time.
pub(super) fn hydrate(candidates: Vec<Candidate>, context: &Context) -> Vec<Hydrated> {
    candidates
        .into_iter()
        .map(|candidate| Hydrated { features: Features::of(&candidate, context.now), candidate })
        .collect()
}
