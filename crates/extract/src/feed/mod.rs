//! Feeds: bytes of any format and any health → one shape.
//!
//! [`parse`] reads RSS 0.90 to 2.0, Atom 0.3 and 1.0, CDF, JSON Feed, sitemaps, and pages that carry their entries as
//! microformats or JSON-LD. It does not stop at faults: what could be read is returned, with warnings.
//! [`discover`] finds the feeds of a page. How a value that two elements give is chosen, what counts as a date or a
//! person, follows Python's feedparser, whose thousand test feeds are the measure.

pub mod date;
mod discover;
mod json;
mod limits;
mod machine;
mod model;
mod names;
mod page;
mod person;

pub use discover::{FeedLink, How, discover};
pub use model::{
    Enclosure, Entry, Feed, Generator, Image, Itunes, Kind, Link, Location, Media, Parsed, Person, Source,
    Tag, Text, Thumbnail,
};

use crate::bytes;
use crate::html::Base;
use crate::warning::Warnings;
use std::borrow::Cow;

/// What is known of a feed besides its bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Hints<'a> {
    /// Where it was fetched from, after redirects: the base of its relative URLs.
    pub url: Option<&'a str>,
    /// The `Content-Type` header.
    pub content_type: Option<&'a str>,
    /// The `Content-Location` header.
    pub content_location: Option<&'a str>,
    /// Leave markup as it came instead of sanitising it. Never show such markup.
    pub raw: bool,
}

/// Why bytes are no feed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAFeed {
    /// There is nothing but white space.
    #[error("The input is empty.")]
    Empty,
    /// It is a web page without entries; its feeds may be found by [`discover`].
    #[error("This is a web page, not a feed.")]
    Page,
    /// It is JSON, but not a JSON Feed.
    #[error("This is JSON, but not a JSON Feed.")]
    Json,
    /// It is none of the formats that are known.
    #[error("Nothing in this looks like a feed.")]
    Unknown,
}

/// Reads a feed of any known format.
///
/// # Errors
///
/// [`NotAFeed`] where nothing in the bytes is a feed. Damage is no error: it gives [`Parsed::warnings`].
pub fn parse(bytes: &[u8], hints: &Hints<'_>) -> Result<Parsed, NotAFeed> {
    let mut warnings = Warnings::default();
    let charset = hints.content_type.and_then(bytes::charset_of);
    let decoded = bytes::decode(bytes, charset, &mut warnings);
    let text = decoded.text.as_ref();
    // Most control characters stand in texts; only those that stand in markup cost a copy of the whole.
    let outcome = if text.trim_start().starts_with('<') {
        let mut noted = warnings.clone();
        let outcome = machine::read(text, &base_of(hints, text), hints.raw, false, &mut noted);
        if !matches!(outcome, machine::Outcome::Unclean) {
            warnings = noted;
        }
        outcome
    } else {
        machine::Outcome::Unclean
    };
    let mut parsed = match outcome {
        machine::Outcome::Feed(parsed) => *parsed,
        machine::Outcome::Page => page(&bytes::clean(text, &mut warnings), hints)?,
        machine::Outcome::Nothing => return Err(NotAFeed::Unknown),
        machine::Outcome::Unclean => {
            let cleaned = bytes::clean(text, &mut warnings);
            clean(&cleaned, matches!(cleaned, Cow::Owned(_)), hints, &mut warnings)?
        }
    };
    parsed.encoding = decoded.encoding;
    parsed.warnings = warnings.finish();
    Ok(parsed)
}

/// Reads a text without control characters. `copied`: it is a copy of what was given.
fn clean(text: &str, copied: bool, hints: &Hints<'_>, warnings: &mut Warnings) -> Result<Parsed, NotAFeed> {
    let start = text.trim_start();
    let base = base_of(hints, text);
    if start.is_empty() {
        return Err(NotAFeed::Empty);
    }
    if start.starts_with('{') || start.starts_with('[') {
        return json::read(start, &base, hints.raw, warnings);
    }
    match machine::read(text, &base, hints.raw, copied, warnings) {
        machine::Outcome::Feed(parsed) => Ok(*parsed),
        machine::Outcome::Page => page(text, hints),
        machine::Outcome::Nothing | machine::Outcome::Unclean => Err(NotAFeed::Unknown),
    }
}

/// Reads a page that carries its entries.
fn page(text: &str, hints: &Hints<'_>) -> Result<Parsed, NotAFeed> {
    page::read(text, &base_of(hints, text), hints.raw).ok_or(NotAFeed::Page)
}

/// The base of a document: its `Content-Location`, resolved against its URL; else that.
fn base_of(hints: &Hints<'_>, text: &str) -> Base {
    let base = Base::new(hints.url);
    match hints.content_location {
        Some(location) => base.within(location),
        None => base,
    }
    .for_document(text.len())
}

#[cfg(test)]
mod tests;
