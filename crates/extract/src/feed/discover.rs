//! The feeds of a page.

use serde::Serialize;

/// A feed that a page seems to have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedLink {
    /// Where it is.
    pub url: String,
    /// What the page calls it.
    pub title: Option<String>,
    /// Its media type, as far as it is known.
    pub kind: Option<String>,
    /// How it was found.
    pub how: How,
}

/// How a feed was found; sooner is surer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// By a `Link` header.
    Header,
    /// By a `link` element.
    LinkElement,
    /// By an anchor that leads to what looks like a feed.
    Anchor,
    /// By the known pattern of a site.
    KnownSite,
    /// By a path at which feeds commonly stand.
    Guess,
}

/// Finds the feeds of a page.
pub fn discover(_html: &[u8], _base: &str, _link_headers: &[String]) -> Vec<FeedLink> {
    Vec::new()
}
