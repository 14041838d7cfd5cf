//! Learners over flat arrays of features: what combines the reasons when there are many readers to learn from.
//!
//! Features stand column by column: a list of candidates is a [`Columns`], a column each feature, a lane each candidate.

mod cell;
pub mod columns;
mod draw;
pub mod forest;
pub mod grow;
mod leaves;
pub mod lessons;
pub mod linear;
pub mod sparse;

pub use columns::Columns;
