//! All tests of the ranking from outside.
#![allow(clippy::as_conversions, clippy::string_slice, clippy::unwrap_used)]

mod filters;
mod invariants;
mod learning;
mod mixing;
mod world;
