//! The feeds of a page: what it declares, what it links to, what its site is known to have, where feeds commonly stand.

mod sites;

use serde::Serialize;
use url::Url;

use crate::bytes;
use crate::warning::Warnings;
use crate::xml::{Attributes, Entities, Token, Tokens, unescape};

/// A feed that a page seems to have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FeedLink {
    /// Where it is.
    pub url: String,
    /// What the page calls it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its media type, as far as it is known.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
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
    /// By the known pattern of a site.
    KnownSite,
    /// By an anchor that leads to what looks like a feed.
    Anchor,
    /// By a path at which feeds commonly stand: it must be tried.
    Guess,
}

/// Media types of feeds.
#[rustfmt::skip]
const TYPES: &[&str] = &[
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/x.atom+xml",
    "application/x-atom+xml", "text/rss+xml", "text/atom+xml", "text/rdf+xml",
];

/// Types that feeds have now and then, believed only where the link itself says “feed”.
const VAGUE_TYPES: &[&str] = &["application/json", "application/xml", "text/xml", "text/x-opml", ""];

/// Paths at which feeds commonly stand, the commonest first.
#[rustfmt::skip]
const COMMON_PATHS: &[&str] = &[
    "/feed", "/rss", "/rss.xml", "/feed.xml", "/atom.xml", "/index.xml", "/feed/", "/feed.json", "/feeds/posts/default", "/index.rdf",
];

/// Paths below a page that is a folder of its site, as a blog beside other things is.
const FOLDER_PATHS: &[&str] = &["feed/", "index.xml", "atom.xml"];

/// The most links of one kind that are returned.
const MOST: usize = 64;

/// Finds the feeds of a page. `base` is where the page is, `link_headers` are its `Link` headers as they came. The surest
/// come first: headers and link elements, then the known patterns of sites, then anchors, then guesses; feeds of
/// comments come after the others of their kind.
pub fn discover(html: &[u8], base: &str, link_headers: &[String]) -> Vec<FeedLink> {
    let Ok(page) = Url::parse(base) else { return Vec::new() };
    let mut found = Found { base: page.clone(), list: Vec::new() };
    for header in link_headers {
        found.header(header);
    }
    let mut warnings = Warnings::default();
    let decoded = bytes::decode(html, None, &mut warnings);
    found.elements(&decoded.text);
    for (url, title) in sites::known(&page) {
        found.add(&url, title, None, How::KnownSite);
    }
    let folder = page.path().len() > 1 && page.path().ends_with('/');
    let below = FOLDER_PATHS.iter().filter(|_| folder);
    found.base = page.clone();
    for path in below.chain(COMMON_PATHS) {
        found.add(path, None, None, How::Guess);
    }
    found.list.sort_by_key(|link| (link.how, is_of_comments(link)));
    found.list
}

fn is_of_comments(link: &FeedLink) -> bool {
    let title = link.title.as_deref().unwrap_or_default().to_lowercase();
    title.contains("comment") || title.contains("kommentar") || link.url.contains("/comments/")
}

struct Found {
    base: Url,
    list: Vec<FeedLink>,
}

impl Found {
    /// Adds a feed, once, the surest way it was found.
    fn add(&mut self, address: &str, title: Option<String>, kind: Option<String>, how: How) {
        let address = address.trim();
        let address = match address.strip_prefix("feed:") {
            Some(rest) if rest.starts_with("//") => format!("http:{rest}"),
            Some(rest) => rest.to_owned(),
            None => address.to_owned(),
        };
        let Ok(mut url) = self.base.join(&address) else { return };
        url.set_fragment(None);
        if !matches!(url.scheme(), "http" | "https")
            || self.list.iter().filter(|l| l.how == how).count() >= MOST
        {
            return;
        }
        let url = String::from(url);
        match self.list.iter_mut().find(|l| l.url.trim_end_matches('/') == url.trim_end_matches('/')) {
            Some(known) => {
                known.title = known.title.take().or(title);
                known.kind = known.kind.take().or(kind);
            }
            None => self.list.push(FeedLink { url, title, kind, how }),
        }
    }

    /// A `Link` header (RFC 8288), which may hold several links.
    fn header(&mut self, header: &str) {
        let mut rest = header;
        while let Some((_, after)) = rest.split_once('<') {
            let Some((address, parameters)) = after.split_once('>') else { return };
            let end = parameters.find(",<").or_else(|| parameters.find(", <")).unwrap_or(parameters.len());
            let own = parameters.get(..end).unwrap_or_default();
            rest = parameters.get(end..).unwrap_or_default();
            let value = |name: &str| {
                own.split(';').find_map(|p| {
                    let (key, value) = p.split_once('=')?;
                    key.trim().eq_ignore_ascii_case(name).then(|| value.trim().trim_matches('"').to_owned())
                })
            };
            let kind = value("type").map(|k| k.to_ascii_lowercase());
            let rel = value("rel").unwrap_or_default();
            if is_feed_link(&rel, kind.as_deref().unwrap_or_default()) {
                self.add(address, value("title"), kind, How::Header);
            }
        }
    }

    fn elements(&mut self, text: &str) {
        let mut anchor: Option<usize> = None;
        let mut silent = false;
        for token in Tokens::new(text) {
            match token {
                Token::Start { name, attributes, empty } => {
                    if name.eq_ignore_ascii_case("base") {
                        if let Some(base) =
                            attribute(attributes, "href").and_then(|h| self.base.join(&h).ok())
                        {
                            self.base = base;
                        }
                    } else if name.eq_ignore_ascii_case("link") {
                        self.link(attributes);
                    } else if name.eq_ignore_ascii_case("a") && !silent {
                        anchor = self.anchor(attributes);
                    } else if !empty
                        && (name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style"))
                    {
                        silent = true;
                    }
                }
                Token::End { name } => {
                    if name.eq_ignore_ascii_case("a") {
                        anchor = None;
                    } else if name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style") {
                        silent = false;
                    }
                }
                Token::Text(text) => {
                    let Some(link) = anchor.and_then(|at| self.list.get_mut(at)) else { continue };
                    let text = unescape(text, &Entities::default());
                    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                    if link.title.is_none() && !text.is_empty() && text.len() < 200 {
                        link.title = Some(text);
                    }
                }
                _ => {}
            }
        }
    }

    fn link(&mut self, attributes: Attributes<'_>) {
        let Some(href) = attribute(attributes, "href").filter(|h| !h.trim().is_empty()) else { return };
        let rel = attribute(attributes, "rel").unwrap_or_default();
        let kind = attribute(attributes, "type").map(|k| k.trim().to_ascii_lowercase());
        if is_feed_link(&rel, kind.as_deref().unwrap_or_default()) {
            let title = attribute(attributes, "title").filter(|t| !t.trim().is_empty());
            self.add(&href, title, kind, How::LinkElement);
        }
    }

    /// An anchor; says where it stands in the list if it was taken up, so that its text can name it.
    fn anchor(&mut self, attributes: Attributes<'_>) -> Option<usize> {
        let href = attribute(attributes, "href")?;
        let kind = attribute(attributes, "type").map(|k| k.trim().to_ascii_lowercase());
        let typed = kind.as_deref().is_some_and(|k| TYPES.contains(&k));
        let url = self.base.join(href.trim().strip_prefix("feed:").unwrap_or(href.trim())).ok()?;
        if !typed && !looks_like_feed(&url) && !href.starts_with("feed:") {
            return None;
        }
        let before = self.list.len();
        self.add(&href, attribute(attributes, "title"), kind.filter(|_| typed), How::Anchor);
        (self.list.len() > before).then_some(before)
    }
}

fn attribute(attributes: Attributes<'_>, name: &str) -> Option<String> {
    let found = attributes.into_iter().find(|a| a.name.eq_ignore_ascii_case(name))?;
    Some(unescape(found.value, &Entities::default()).into_owned())
}

/// Whether a link with this relation and type leads to a feed.
fn is_feed_link(rel: &str, kind: &str) -> bool {
    let has = |wanted: &str| rel.split_ascii_whitespace().any(|r| r.eq_ignore_ascii_case(wanted));
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if TYPES.contains(&kind) {
        return has("alternate") || has("feed") || has("service.feed");
    }
    has("feed") && VAGUE_TYPES.contains(&kind)
}

/// Whether an address reads like that of a feed.
fn looks_like_feed(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    if host == "feeds.feedburner.com" || host == "feeds.feedblitz.com" || host == "rss.app" {
        return true;
    }
    let path = url.path().to_ascii_lowercase();
    let path = path.trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    let named = matches!(
        last,
        "feed" | "rss" | "atom" | "feeds" | "rss2" | "feed.json" | "index.rdf" | "index.xml" | "rdf"
    );
    let ends = [".rss", ".atom", ".rdf"].iter().any(|end| last.ends_with(end));
    let xml = last.ends_with(".xml") && ["rss", "feed", "atom"].iter().any(|word| path.contains(word));
    named
        || ends
        || xml
        || url.query().is_some_and(|q| {
            q.split('&').any(|p| {
                matches!(p, "feed=rss2" | "feed=atom" | "feed=rss" | "format=rss" | "format=atom" | "alt=rss")
            })
        })
}
