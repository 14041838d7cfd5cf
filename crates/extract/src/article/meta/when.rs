//! When it was published and last changed, from the surest source down.

use jiff::Timestamp;
use jiff::tz::Offset;

use super::Sources;
use super::dates::{self, Found};
use crate::article::tag::Tag;
use crate::article::tree::{Id, Tree, id};

const PUBLISHED: [&str; 33] = [
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "og:published_time",
    "published_time",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date.created",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "pubdate",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "publicationdate",
    "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime",
    "originalpublicationdate",
    "article.published",
    "article_date_original",
    "citation_publication_date",
    "citation_date",
    "datecreated",
    "date",
    "published-date",
    "published",
    "published-time",
    "article:published:time",
    "displaydate",
];
const MODIFIED: [&str; 9] = [
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "lastmod",
    "article.updated",
];

/// Published and modified.
pub(crate) fn choose(
    sources: &Sources<'_>,
    tree: &Tree,
    heading: Option<Id>,
    url: Option<&str>,
) -> (Option<Timestamp>, Option<Timestamp>) {
    let json = |key: &str| {
        sources
            .articles
            .iter()
            .chain(&sources.objects)
            .filter_map(|a| super::jsonld::text(a, key))
            .find_map(dates::parse)
    };
    let metas = |keys: &[&str]| keys.iter().find_map(|k| sources.head.every(k).find_map(dates::parse));
    let mut found: Vec<Found> = Vec::new();
    found.extend(json("datePublished"));
    found.extend(metas(&PUBLISHED));
    let modified: Vec<Found> = [json("dateModified"), metas(&MODIFIED)].into_iter().flatten().collect();
    if found.is_empty() {
        // A site's own name for it.
        let named = |k: &str| k.contains("publish") && (k.contains("date") || k.contains("time"));
        found.extend(sources.head.metas.iter().filter(|(k, _)| named(k)).find_map(|(_, v)| dates::parse(v)));
    }
    if found.is_empty() || found.iter().all(|f| f.time.is_none()) {
        found.extend(marked(tree, heading));
    }
    if found.is_empty() {
        found.extend(written(tree, heading));
    }
    if found.is_empty() {
        found.extend(json("dateCreated"));
        found.extend(json("uploadDate"));
        found.extend(url.and_then(dates::in_url));
    }
    if found.is_empty() {
        found.extend(attribute(tree, heading));
        // The last part of a window's title: "Headline | Outlet | 28.04.2023".
        let title = sources.head.title.as_deref().unwrap_or_default();
        found.extend(title.rsplit(['|', '-', '–']).next().filter(|t| t.len() < 40).and_then(dates::parse));
    }
    if found.is_empty() {
        found.extend(modified.first());
    }
    let zone = found.iter().chain(&modified).filter_map(|f| f.offset).find(|o| *o != Offset::UTC);
    (pick(&found, zone), pick(&modified, zone))
}

/// The first; but of the same day a fuller one before it.
fn pick(found: &[Found], zone: Option<Offset>) -> Option<Timestamp> {
    let first = found.first()?;
    let fuller = |f: &&Found| {
        (f.date == first.date || first.time.is_none() && near(f, first))
            && f.time.is_some_and(|t| t != (0, 0, 0))
            && f.offset.is_some()
    };
    let bare = first.time.is_none_or(|t| t == (0, 0, 0)) || first.offset.is_none();
    let best = if bare { found.iter().find(fuller).unwrap_or(first) } else { first };
    best.instant(zone)
}

fn near(a: &Found, b: &Found) -> bool {
    a.date == b.date
        || a.date.tomorrow().is_ok_and(|d| d == b.date)
        || b.date.tomorrow().is_ok_and(|d| d == a.date)
}

/// Times in the page's own markup: `itemprop`, `<time>`, elements whose class says date, near the heading.
fn marked(tree: &Tree, heading: Option<Id>) -> Vec<Found> {
    let start = heading.unwrap_or(0).saturating_sub(300);
    let (mut props, mut times, mut classes) = (Vec::new(), Vec::new(), Vec::new());
    for node in 0..id(tree.len()) {
        if !tree.is_element(node) {
            continue;
        }
        let tag = tree.tag(node);
        let prop = tree.attr(node, "itemprop").is_some_and(|p| p.eq_ignore_ascii_case("datePublished"));
        let near = node >= start && node < start.saturating_add(3000);
        if !prop && !(near && (tag == Tag::Time || named_date(tree, node)) && !of_another(tree, node)) {
            continue;
        }
        let value = ["datetime", "content", "title", "data-datetime", "data-timestamp"]
            .iter()
            .filter_map(|a| tree.attr(node, a))
            .find_map(dates::parse);
        let value = value
            .or_else(|| Some(tree.text_below(node)).filter(|t| t.len() < 160).and_then(|t| dates::parse(&t)));
        let Some(found) = value else { continue };
        if prop {
            props.push(found);
        } else if tag == Tag::Time {
            times.push(found);
        } else {
            classes.push(found);
        }
    }
    props.into_iter().chain(times.into_iter().take(1)).chain(classes.into_iter().take(1)).collect()
}

/// Within a link or a lesser heading that says more than the date: the date of another story.
fn of_another(tree: &Tree, node: Id) -> bool {
    let own = tree.text_below(node).len();
    tree.ancestors(node).take(4).any(|a| {
        (matches!(tree.tag(a), Tag::H2 | Tag::H3 | Tag::H4)
            || tree.tag(a) == Tag::A && tree.attr(a, "href").is_some_and(|h| !h.starts_with('#')))
            && tree.text_below(a).len() > own + 25
    })
}

/// A short text by the heading that is a day and little else; one of a change only where there is no other.
fn written(tree: &Tree, heading: Option<Id>) -> Option<Found> {
    let heading = heading?;
    let near = heading.saturating_sub(120)..heading.saturating_add(500).min(id(tree.len()));
    let mut changed = None;
    for node in near {
        let Some(text) = tree.text(node).map(str::trim) else { continue };
        if !(6..=80).contains(&text.len())
            || !text.bytes().any(|b| b.is_ascii_digit())
            || of_another(tree, node)
        {
            continue;
        }
        let Some(found) = dates::parse(text) else { continue };
        if !is_change(text) {
            return Some(found);
        }
        changed = changed.or(Some(found));
    }
    changed
}

/// Words that a date of a change bears.
pub(crate) fn is_change(text: &str) -> bool {
    let lower = text.to_lowercase();
    ["updat", "modif", "aktuali", "geändert", "mis à jour", "actualiz", "aggiorn", "bijgewerkt", "oppdater"]
        .iter()
        .any(|w| lower.contains(w))
}

/// A time in an attribute whose name tells of a date, by the heading: `data-publish-date`, `data-deploy-dt`.
fn attribute(tree: &Tree, heading: Option<Id>) -> Option<Found> {
    let heading = heading.unwrap_or(0);
    (heading.saturating_sub(300)..heading.saturating_add(600).min(id(tree.len()))).find_map(|node| {
        tree.attrs(node)
            .filter(|(name, value)| {
                let name = &***name;
                name.starts_with("data-")
                    && (name.contains("date") || name.contains("time") || name.ends_with("-dt"))
                    && !name.contains("updat")
                    && !name.contains("modif")
                    && value.len() <= 40
            })
            .find_map(|(_, value)| dates::parse(value))
    })
}

fn named_date(tree: &Tree, node: Id) -> bool {
    matches!(tree.tag(node), Tag::Span | Tag::P | Tag::Div | Tag::Li | Tag::A | Tag::I | Tag::Small | Tag::Em)
        && tree.attr(node, "class").is_some_and(|c| {
            c.to_ascii_lowercase().split(|x: char| !x.is_ascii_alphabetic()).any(|w| {
                matches!(
                    w,
                    "date"
                        | "time"
                        | "published"
                        | "publish"
                        | "pubdate"
                        | "timestamp"
                        | "datetime"
                        | "datum"
                        | "fecha"
                        | "posted"
                        | "meta"
                        | "byline"
                )
            })
        })
}
