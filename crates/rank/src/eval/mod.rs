//! Evaluation on streams of real impressions with real clicks, strictly causal.

mod corpus;
mod features;
pub mod metrics;
mod reader;
pub mod rows;
mod stream;

pub use stream::{Plan, Track, WeekScores, labels, run, run_explained};
