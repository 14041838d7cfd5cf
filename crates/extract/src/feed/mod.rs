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
    let text = bytes::clean(&decoded.text, &mut warnings);
    let start = text.trim_start();
    if start.is_empty() {
        return Err(NotAFeed::Empty);
    }
    let base = base_of(hints).for_document(text.len());
    let mut parsed = if start.starts_with('{') || start.starts_with('[') {
        json::read(start, &base, hints.raw, &mut warnings)?
    } else {
        match machine::read(&text, &base, hints.raw, &mut warnings) {
            machine::Outcome::Feed(parsed) => *parsed,
            machine::Outcome::Page => page::read(&text, &base, hints.raw).ok_or(NotAFeed::Page)?,
            machine::Outcome::Nothing => return Err(NotAFeed::Unknown),
        }
    };
    parsed.encoding = decoded.encoding;
    parsed.warnings = warnings.finish();
    Ok(parsed)
}

/// The base of a document: its `Content-Location`, resolved against its URL; else that.
fn base_of(hints: &Hints<'_>) -> Base {
    let base = Base::new(hints.url);
    match hints.content_location {
        Some(location) => base.within(location),
        None => base,
    }
}
