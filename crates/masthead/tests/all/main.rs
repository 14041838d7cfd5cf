//! The whole program: its commands run as processes, against a small web on the loopback, and in a real browser.

#![allow(
    clippy::as_conversions,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic
)]

mod browser;
mod commands;
mod demo;
mod embeddings;
mod eval;
mod kills;
mod program;
mod serve;
mod small_web;
mod unfolding;
mod whole_way;
