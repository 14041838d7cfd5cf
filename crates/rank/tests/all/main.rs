//! All tests of the ranking from outside.
#![allow(clippy::as_conversions, clippy::string_slice, clippy::unwrap_used)]

mod evaluation;
mod filters;
mod flat;
mod impressions;
mod invariants;
mod knower;
mod learning;
mod mixing;
mod panels;
mod simulation;
mod tuning;
mod world;
