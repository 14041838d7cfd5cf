//! Learners over flat arrays of features: what combines the reasons when there are many readers to learn from.
//!
//! Features stand column by column: a list of candidates is a [`Columns`], a column each feature, a lane each candidate.

pub mod columns;
pub mod forest;
pub mod grow;
pub mod lessons;
pub mod linear;
pub mod sparse;

pub use columns::Columns;
