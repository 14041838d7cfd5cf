//! Evaluation on streams of real impressions with real clicks, strictly causal.

mod before;
mod corpus;
mod crowd;
mod fading;
mod features;
pub mod metrics;
mod others;
mod own;
mod reader;
pub mod rows;
mod schooling;
mod stream;

pub use schooling::Pace;
pub use stream::{Plan, Track, WeekScores, labels, run, run_explained};
