//! Masthead's ranking: from candidates and a reader's profile to a slate that says exactly why.
//!
//! A score is a plain sum of [`Contribution`]s in log-odds; the sum *is* the score, to 1e-9. What a re-ranking step
//! moved afterwards is listed apart, in [`Moved`]; what a filter took away is listed with its reason, in [`Removed`].
//!
//! [`slate()`] runs five stages, a file each under `slate/`: source → hydrate → filter → score → select.
//! [`Profile`] is what was learned of one reader: a readable document that can be edited, exported and imported.
//!
//! The crate knows no network, no database, no clock and no randomness: time is an argument, and the same input gives
//! the same output.

pub mod blind_spots;
mod candidate;
pub mod eval;
pub mod flat;
pub mod foresight;
pub mod learn;
mod number;
pub mod profile;
pub mod replay;
mod settings;
mod signal;
pub mod slate;
mod wide;
mod words;

pub use candidate::{Candidate, Facet, Facets};
pub use profile::{Learned, Profile};
pub use settings::{Context, Mode, Settings};
pub use signal::{Signal, SignalKind};
pub use slate::{Contribution, Explored, Moved, OtherDraw, Ranked, Removed, Scored, Slate, explain, slate};
