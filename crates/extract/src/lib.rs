//! Masthead's reading of outside bytes: feeds, articles, lists of feeds, and the HTML in them.
//!
//! Everything here is pure: no network, no clock, no global state; the same input gives the same output. Input comes
//! from anywhere, so nothing here panics, recurses on input, or takes memory out of proportion to it; what could be
//! read is returned, with [`Warning`]s for the rest.

pub mod article;
mod bytes;
pub mod eval;
pub mod feed;
pub mod html;
pub mod opml;
mod warning;
mod xml;

pub use warning::Warning;
