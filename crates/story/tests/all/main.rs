//! What must hold of every desk, whatever comes in.
#![allow(clippy::as_conversions, clippy::string_slice)]

mod invariants;
mod newsroom;
mod settle;
