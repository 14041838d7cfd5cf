//! Learners over flat arrays of features: what combines the reasons when there are many readers to learn from.

pub mod boost;
pub mod linear;
