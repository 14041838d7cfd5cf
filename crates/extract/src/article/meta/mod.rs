//! What the page says of itself.

pub(crate) mod authors;
mod byline;
mod calendar;
pub(crate) mod dates;
pub(crate) mod head;
pub(crate) mod jsonld;
mod line;
mod names;
mod picture;
mod title;
mod topics;
mod when;

pub(crate) use picture::{address as picture_address, legend};

use jiff::Timestamp;
use serde_json::{Map, Value};
use url::Url;

use super::pipeline::Prepared;
use super::tree::{Id, Tree};
use super::words;
use super::{Hints, Image};

/// The page's declarations, sorted.
pub(crate) struct Sources<'a> {
    pub(crate) head: &'a head::Head,
    pub(crate) data: &'a jsonld::Data,
    /// Objects of an article's type, the likeliest first.
    pub(crate) articles: Vec<&'a Map<String, Value>>,
    pub(crate) article: Option<&'a Map<String, Value>>,
    pub(crate) objects: Vec<&'a Map<String, Value>>,
}

impl<'a> Sources<'a> {
    pub(crate) fn new(read: &'a Prepared) -> Self {
        let objects = read.data.objects();
        let mut articles: Vec<&Map<String, Value>> =
            objects.iter().copied().filter(|o| jsonld::is_type(o, jsonld::is_article_type)).collect();
        let wanted = read
            .head
            .first(&["og:title", "twitter:title"])
            .or(read.head.title.as_deref())
            .map(words::fold_key);
        // On a page with several, the one that bears the page's title, then the fullest.
        articles.sort_by_key(|a| {
            let named = jsonld::text(a, "headline").map(words::fold_key);
            let same = named.is_some_and(|n| {
                wanted.as_ref().is_some_and(|w| !n.is_empty() && (w.contains(&n) || n.contains(w.as_str())))
            });
            (std::cmp::Reverse(same), std::cmp::Reverse(a.len().min(12)))
        });
        Self { head: &read.head, data: &read.data, article: articles.first().copied(), articles, objects }
    }

    /// The page declares news: an article of a news outlet, or its live blog.
    pub(crate) fn is_news(&self) -> bool {
        self.articles
            .iter()
            .any(|a| jsonld::is_type(a, |t| t.ends_with("NewsArticle") || t == "LiveBlogPosting"))
    }

    /// A text field of the first article that has it.
    pub(crate) fn article_text(&self, key: &str) -> Option<&'a str> {
        self.articles.iter().find_map(|a| jsonld::text(a, key))
    }
}

/// What was gathered.
#[derive(Debug, Default)]
pub(crate) struct Meta {
    pub(crate) url: Option<String>,
    pub(crate) site: Option<String>,
    pub(crate) language: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) published: Option<Timestamp>,
    pub(crate) modified: Option<Timestamp>,
    pub(crate) image: Option<Image>,
    pub(crate) topics: Vec<String>,
    pub(crate) paywalled: bool,
}

/// Where the body stands, as far as metadata needs it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Anchor<'a> {
    pub(crate) heading: Option<&'a str>,
    pub(crate) heading_node: Option<Id>,
    pub(crate) lead_figure: Option<Id>,
}

/// Gathers all of it.
pub(crate) fn gather(
    read: &Prepared,
    tree: &Tree,
    hints: &Hints<'_>,
    base: Option<&Url>,
    anchor: Anchor<'_>,
) -> Meta {
    let sources = Sources::new(read);
    let url = sources
        .head
        .canonical
        .as_deref()
        .or_else(|| sources.head.first(&["og:url"]))
        .and_then(|u| absolute(base, u))
        .filter(|u| {
            // A canonical that names the front page is a mistake.
            let front = |u: &Url| u.path().len() <= 1 && u.query().is_none();
            Url::parse(u).is_ok_and(|u| !front(&u))
                || hints
                    .url
                    .and_then(|u| Url::parse(u).ok())
                    .or_else(|| base.cloned())
                    .is_none_or(|b| front(&b))
        });
    let url = url.or_else(|| hints.url.and_then(|u| absolute(None, u))).or_else(|| base.map(Url::to_string));
    let site = site(&sources, base);
    let names = site_names(&sources, site.as_deref(), base);
    let (published, modified) =
        when::choose(&sources, tree, anchor.heading_node, url.as_deref().or(hints.url));
    Meta {
        title: title::choose(&sources, tree, anchor.heading, &names)
            .or_else(|| hints.title.map(words::folded)),
        authors: authors::choose(&sources, tree, anchor.heading_node, &names),
        topics: topics::choose(&sources, tree, &names),
        image: picture::choose(&sources, tree, base, anchor.lead_figure),
        language: language(&sources),
        paywalled: paywalled(&sources),
        url,
        site,
        published,
        modified,
    }
}

/// An address made absolute; nothing but http and https.
pub(crate) fn absolute(base: Option<&Url>, address: &str) -> Option<String> {
    absolute_url(base, address).map(String::from)
}

/// The same in its parts.
pub(crate) fn absolute_url(base: Option<&Url>, address: &str) -> Option<Url> {
    let address = address.trim();
    if address.is_empty() || address.len() > 4000 {
        return None;
    }
    let url = match base {
        Some(base) => base.join(address).ok()?,
        None => Url::parse(address).ok()?,
    };
    matches!(url.scheme(), "http" | "https").then_some(url)
}

fn site(sources: &Sources<'_>, base: Option<&Url>) -> Option<String> {
    let publisher = || {
        sources.articles.iter().find_map(|a| match a.get("publisher")? {
            Value::Object(o) => match jsonld::text(o, "name") {
                Some(name) => Some(name.to_owned()),
                None => sources
                    .data
                    .by_id(o.get("@id")?.as_str()?)
                    .and_then(|o| jsonld::text(o, "name"))
                    .map(str::to_owned),
            },
            Value::Array(list) => {
                list.iter().find_map(|v| jsonld::text(v.as_object()?, "name")).map(str::to_owned)
            }
            Value::String(s) => Some(s.clone()),
            _ => None,
        })
    };
    sources
        .head
        .first(&["og:site_name"])
        .map(str::to_owned)
        .or_else(publisher)
        .or_else(|| {
            sources
                .head
                .first(&["application-name", "apple-mobile-web-app-title", "al:ios:app_name"])
                .map(str::to_owned)
        })
        .map(|s| words::folded(&unescape(&s)))
        .filter(|s| !s.is_empty() && s.chars().count() < 80)
        .or_else(|| base.and_then(Url::host_str).map(|h| h.trim_start_matches("www.").to_owned()))
}

/// Every form of the site's name: as declared, its host, its host's main word, its owner.
fn site_names(sources: &Sources<'_>, site: Option<&str>, base: Option<&Url>) -> Vec<String> {
    let mut names: Vec<String> = site.map(str::to_owned).into_iter().collect();
    if let Some(host) = base.and_then(Url::host_str) {
        let host = host.trim_start_matches("www.");
        names.push(host.to_owned());
        let parts: Vec<&str> = host.split('.').collect();
        if let Some(main) = parts.iter().rev().skip(1).find(|p| p.len() > 3) {
            names.push((*main).to_owned());
        }
    }
    for key in ["og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:site"] {
        names.extend(sources.head.every(key).map(|s| unescape(s.trim_start_matches('@'))));
    }
    for object in &sources.objects {
        if jsonld::is_type(object, |t| t.ends_with("Organization") || t == "WebSite") {
            names.extend(jsonld::text(object, "name").map(unescape));
        }
        if let Some(Value::Object(o)) = object.get("publisher") {
            names.extend(jsonld::text(o, "name").map(unescape));
        }
    }
    names.retain(|n| n.chars().count() > 1);
    names
}

fn language(sources: &Sources<'_>) -> Option<String> {
    let raw = sources
        .head
        .language
        .as_deref()
        .or_else(|| sources.article_text("inLanguage"))
        .or_else(|| sources.head.first(&["content-language", "og:locale", "language", "dc.language"]))?;
    let tag: String = raw.trim().split([',', ';', ' ']).next()?.replace('_', "-");
    let mut parts = tag.split('-');
    let primary = parts.next()?.to_ascii_lowercase();
    if !(2..=3).contains(&primary.len()) || !primary.bytes().all(|b| b.is_ascii_alphabetic()) {
        return None;
    }
    let mut out = primary;
    for part in parts.take(2) {
        if !(2..=8).contains(&part.len()) || !part.bytes().all(|b| b.is_ascii_alphanumeric()) {
            break;
        }
        out.push('-');
        out.push_str(&if part.len() == 2 { part.to_ascii_uppercase() } else { part.to_owned() });
    }
    Some(out)
}

fn paywalled(sources: &Sources<'_>) -> bool {
    let closed = |v: &Value| match v {
        Value::Bool(b) => !b,
        Value::String(s) => matches!(s.trim().to_ascii_lowercase().as_str(), "false" | "no"),
        _ => false,
    };
    sources.articles.iter().any(|a| a.get("isAccessibleForFree").is_some_and(closed))
        || sources.head.first(&["article:content_tier", "og:article:content_tier"]).is_some_and(|t| {
            matches!(t.to_ascii_lowercase().as_str(), "locked" | "metered" | "paid" | "premium")
        })
}

/// Whether a date's words say that it is one of a change.
pub(crate) fn is_change(text: &str) -> bool {
    when::is_change(text)
}

/// The zone that a word is short for.
pub(crate) fn zone(word: &str) -> Option<jiff::tz::Offset> {
    let lower = word.to_lowercase();
    let (_, halves) = calendar::ZONES.iter().find(|(name, _)| *name == lower)?;
    jiff::tz::Offset::from_seconds(halves.saturating_mul(1800)).ok()
}

/// Whether a word is, or is short for, a month's name.
pub(crate) fn is_month(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',']).to_lowercase();
    word.chars().all(char::is_alphabetic) && calendar::month(&word).is_some()
}

/// The names in a byline.
pub(crate) fn names(line: &str) -> Vec<String> {
    names::names(line)
}

/// Entities that were escaped twice, decoded.
pub(crate) fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let decoded = after
            .split_once(';')
            .filter(|(name, _)| name.len() <= 10)
            .and_then(|(name, tail)| Some((entity(name)?, tail)));
        match decoded {
            Some((c, tail)) => {
                out.push(c);
                rest = tail;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code).filter(|c| !c.is_control());
    }
    let found = markup5ever::data::NAMED_ENTITIES.get(&*format!("{name};"))?;
    (found.1 == 0).then(|| char::from_u32(found.0)).flatten()
}

/// Text without the tags that were left in a field meant for text.
pub(crate) fn strip_tags(text: &str) -> String {
    if !text.contains('<') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}
