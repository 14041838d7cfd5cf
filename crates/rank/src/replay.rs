//! How another ranking would have done, estimated from the pages' places for exploration: off-policy evaluation.
//!
//! SNIPS: Swaminathan and Joachims 2015. Doubly robust: Dudík, Langford and Li 2011. Effective sample size: Kish 1965.

use crate::number;
use serde::{Deserialize, Serialize};

/// Below this effective number of draws nothing is reported.
pub const LEAST: f64 = 200.0;

/// One draw of an exploration place, with what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Draw {
    /// The chance with which the shown story was drawn ([`crate::Explored::probability`]).
    pub logged: f64,
    /// The chance with which the ranking in question would have drawn it.
    pub target: f64,
    /// What came of it: 1 = opened, 0 = not.
    pub reward: f64,
    /// What the model expected of the shown story.
    pub expected: f64,
    /// What the model expects of the ranking in question at this place: the mean over its choices.
    pub target_expected: f64,
}

/// What was estimated.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Draws used.
    pub draws: usize,
    /// How many independent draws they are worth.
    pub effective: f64,
    /// Mean reward as it was.
    pub logged: f64,
    /// Self-normalised inverse propensity estimate of the mean reward.
    pub snips: f64,
    /// Its standard error.
    pub snips_error: f64,
    /// Doubly robust estimate.
    pub doubly_robust: f64,
    /// Its standard error.
    pub doubly_robust_error: f64,
}

/// Why nothing is reported.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    /// Too little evidence.
    #[error(
        "the log is worth {effective:.0} independent draws for this setting; {LEAST:.0} are needed to say anything"
    )]
    TooFew {
        /// What the log is worth.
        effective: f64,
    },
    /// A draw that cannot be.
    #[error(
        "draw {draw} has a chance or a value that cannot be: chances lie above 0 and up to 1, values are finite"
    )]
    Unsound {
        /// Its number, from 1.
        draw: usize,
    },
}

/// Estimates how another ranking would have done.
///
/// # Errors
/// Refuses below [`LEAST`] effective draws, and on chances outside 0..1.
pub fn estimate(draws: &[Draw]) -> Result<Estimate, Refusal> {
    for (index, draw) in draws.iter().enumerate() {
        let chances = draw.logged > 0.0 && draw.logged <= 1.0 && (0.0..=1.0).contains(&draw.target);
        let finite = draw.reward.is_finite() && draw.expected.is_finite() && draw.target_expected.is_finite();
        if !(chances && finite) {
            return Err(Refusal::Unsound { draw: index + 1 });
        }
    }
    let weight = |draw: &Draw| draw.target / draw.logged;
    let total: f64 = draws.iter().map(weight).sum();
    let squares: f64 = draws.iter().map(|draw| weight(draw).powi(2)).sum();
    let effective = if squares > 0.0 { total * total / squares } else { 0.0 };
    if effective < LEAST {
        return Err(Refusal::TooFew { effective });
    }
    let count = number::real(draws.len());
    let snips = draws.iter().map(|draw| weight(draw) * draw.reward).sum::<f64>() / total;
    let around: f64 = draws.iter().map(|draw| (weight(draw) * (draw.reward - snips)).powi(2)).sum();
    let robust = |draw: &Draw| draw.target_expected + weight(draw) * (draw.reward - draw.expected);
    let doubly_robust = draws.iter().map(robust).sum::<f64>() / count;
    let spread: f64 = draws.iter().map(|draw| (robust(draw) - doubly_robust).powi(2)).sum();
    Ok(Estimate {
        draws: draws.len(),
        effective,
        logged: draws.iter().map(|draw| draw.reward).sum::<f64>() / count,
        snips,
        snips_error: around.sqrt() / total,
        doubly_robust,
        doubly_robust_error: (spread / count / count).sqrt(),
    })
}
