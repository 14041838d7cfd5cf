//! Web pages that carry their entries themselves: `h-feed` and `h-entry` microformats, and schema.org in JSON-LD.

mod linked;

use dom_query::{Document, Selection};

use crate::html::{self, Base};

use super::date;
use super::model::{Entry, Feed, Kind, Link, Parsed, Person, Tag, Text, Thumbnail};

/// The most entries that are read of a page.
const MOST: usize = 1000;
/// The longest page that is read.
const LONGEST: usize = 16 << 20;
/// What a tag and the text behind it take in the tree of a page, in bytes.
const NODES: usize = 320;
/// What a tree may take whatever the length of its page, in bytes.
const SMALL_TREE: usize = 8 << 20;

/// The entries of a page; `None` where it has none of its own to speak of.
pub(super) fn read(text: &str, base: &Base, raw: bool) -> Option<Parsed> {
    if text.len() > LONGEST || html::is_too_deep(text) {
        return None;
    }
    let marked = text.contains("h-entry") || text.contains("hentry") || text.contains("ld+json");
    if !marked || memchr::memchr_iter(b'<', text.as_bytes()).count() * NODES > 12 * text.len() + SMALL_TREE {
        return None;
    }
    let document = Document::from(text);
    let base = match document.select_single("base[href]").attr("href") {
        Some(inner) => base.within(&inner),
        None => base.clone(),
    };
    let reader = Reader { base: &base, raw };
    // An entry in an entry is a comment on it, or what it answers to.
    let mut entries: Vec<Entry> = document
        .select(".h-entry")
        .iter()
        .filter(|e| !e.nodes().iter().any(|n| n.ancestors_it(None).any(|a| a.has_class("h-entry"))))
        .take(MOST)
        .map(|e| reader.entry(&e))
        .collect();
    let has_feed = document.select(".h-feed").exists();
    let mut from_json = Vec::new();
    for script in document.select("script[type='application/ld+json']").iter().take(32) {
        from_json.extend(linked::entries(&script.text(), &base));
        from_json.truncate(MOST);
    }
    if from_json.len() > entries.len() {
        entries = from_json;
    }
    entries.retain(|e| e.link.is_some() || e.title.is_some() || !e.content.is_empty());
    // One entry on a page without a feed is an article, not a feed.
    if entries.is_empty() || (entries.len() == 1 && !has_feed) {
        return None;
    }
    let title = document.select_single(".h-feed > .p-name").text();
    let title = if title.trim().is_empty() { document.select_single("title").text() } else { title };
    let feed = Feed {
        title: folded(&title).map(plain),
        link: base.as_str().map(str::to_owned),
        language: document.select_single("html").attr("lang").map(|l| l.to_string()),
        ..Feed::default()
    };
    Some(Parsed { kind: Kind::Html, feed, entries, ..Parsed::default() })
}

struct Reader<'r> {
    base: &'r Base,
    raw: bool,
}

impl Reader<'_> {
    fn entry(&self, root: &Selection<'_>) -> Entry {
        let link = self.address(&root.select_single(".u-url"), "href");
        let dated = |class: &str| {
            let found = root.select_single(class);
            found.attr("datetime").map(|d| d.to_string()).or_else(|| folded(&found.text()))
        };
        let (published_raw, updated_raw) = (dated(".dt-published"), dated(".dt-updated"));
        let content = root.select_single(".e-content");
        let content = content.exists().then(|| {
            let markup = content.inner_html();
            let value = if self.raw {
                html::resolve(&markup, self.base).into_owned()
            } else {
                html::sanitise_with(&markup, self.base)
            };
            Text { kind: "html".into(), value: value.trim().to_owned(), ..Text::default() }
        });
        let authors = root.select(".p-author").iter().take(16).filter_map(|author| {
            let name = author.select_single(".p-name");
            let name = if name.exists() { name.text() } else { author.text() };
            Some(Person { name: Some(folded(&name)?), url: self.address(&author, "href"), email: None })
        });
        let tags = root
            .select(".p-category")
            .iter()
            .take(64)
            .map(|t| Tag { term: folded(&t.text()), ..Tag::default() });
        let picture = self.address(&root.select_single(".u-photo, .u-featured"), "src");
        Entry {
            authors: authors.collect(),
            tags: tags.filter(|t| t.term.is_some()).collect(),
            id: self.address(&root.select_single(".u-uid"), "href").or_else(|| link.clone()),
            title: folded(&root.select_single(".p-name").text()).map(plain),
            summary: folded(&root.select_single(".p-summary").text()).map(plain),
            links: link
                .iter()
                .map(|l| Link { href: Some(l.clone()), rel: Some("alternate".into()), ..Link::default() })
                .collect(),
            link,
            published: published_raw.as_deref().and_then(date::parse),
            published_raw,
            updated: updated_raw.as_deref().and_then(date::parse),
            updated_raw,
            content: content.into_iter().collect(),
            thumbnails: picture
                .into_iter()
                .map(|url| Thumbnail { url: Some(url), ..Thumbnail::default() })
                .collect(),
            ..Entry::default()
        }
    }

    fn address(&self, element: &Selection<'_>, attribute: &str) -> Option<String> {
        let value = element.attr(attribute)?;
        Some(self.base.resolve(&value).into_owned()).filter(|v| !v.is_empty())
    }
}

fn plain(value: String) -> Text {
    Text { kind: "text".into(), value, ..Text::default() }
}

/// Text with its white space folded, if there is any.
fn folded(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}
