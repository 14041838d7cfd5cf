//! Everything that `extract` promises, tested through its public interface.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::as_conversions,
    clippy::string_slice,
    clippy::print_stdout
)]

mod article;
mod authors;
mod discovery;
mod eval;
mod feed_bytes;
mod feed_damage;
mod feed_dialects;
mod feed_formats;
mod feed_limits;
mod feed_smoke;
mod feed_suite;
mod furniture;
mod html;
mod opml;
mod saved;
