//! JSON Feed 1.0 and 1.1. A document that is not in order is mended and read again, so that a cut or a fault costs no
//! more than the value that it stands in.

mod members;
mod mend;
mod values;

use std::borrow::Cow;

use jiff::Timestamp;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::html::{self, Base};
use crate::warning::Warnings;

use super::limits::Budget;
use super::model::{Enclosure, Entry, Feed, Image, Itunes, Kind, Link, Parsed, Person, Tag, Text, Thumbnail};
use super::{NotAFeed, date};
use members::{Author, Hub, Item};
use values::{Many, Value};

/// What a feed says, its items read already.
#[derive(Default)]
struct Document {
    version: Value,
    title: Value,
    home_page_url: Value,
    feed_url: Value,
    description: Value,
    icon: Value,
    favicon: Value,
    language: Value,
    author: Many<Author>,
    authors: Many<Author>,
    hubs: Many<Hub>,
    entries: Vec<Entry>,
    has_items: bool,
}

/// Reads a JSON Feed.
pub(super) fn read(text: &str, base: &Base, raw: bool, warnings: &mut Warnings) -> Result<Parsed, NotAFeed> {
    let mut reader = Reader { base, raw, warnings, budget: Budget::new(text.len(), false) };
    let mut document = Document::default();
    if let Err(error) = reader.document(text, &mut document) {
        let code = if error.is_eof() { "truncated" } else { "bad-json" };
        document = Document::default();
        reader.budget = Budget::new(text.len(), false);
        // What is mended is in order; should it not be, what was read up to there is kept.
        let _ = reader.document(&mend::mend(text), &mut document);
        reader.warnings.note(code, || format!("The JSON is not in order: {error}."));
    }
    let named = document.version.as_str().is_some_and(|v| v.contains("jsonfeed.org"));
    if !named && !(document.has_items && (document.title.as_str().is_some() || !document.entries.is_empty()))
    {
        return Err(NotAFeed::Json);
    }
    Ok(reader.feed(document))
}

/// Reads the outermost object into a document that stays when reading fails.
struct Top<'d, 'r, 'b>(&'d mut Document, &'r mut Reader<'b>);

impl<'de> Visitor<'de> for Top<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a JSON Feed")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let document = self.0;
        while let Some(key) = map.next_key::<Cow<'de, str>>()? {
            match key.as_ref() {
                "version" => document.version = map.next_value()?,
                "title" => document.title = map.next_value()?,
                "home_page_url" => document.home_page_url = map.next_value()?,
                "feed_url" => document.feed_url = map.next_value()?,
                "description" => document.description = map.next_value()?,
                "icon" => document.icon = map.next_value()?,
                "favicon" => document.favicon = map.next_value()?,
                "language" => document.language = map.next_value()?,
                "author" => document.author = map.next_value()?,
                "authors" => document.authors = map.next_value()?,
                "hubs" => document.hubs = map.next_value()?,
                "items" => {
                    document.has_items = true;
                    map.next_value_seed(Items(&mut document.entries, &mut *self.1))?;
                }
                _ => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// Reads items into a list that stays when reading fails.
struct Items<'d, 'r, 'b>(&'d mut Vec<Entry>, &'r mut Reader<'b>);

impl<'de> DeserializeSeed<'de> for Items<'_, '_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, input: D) -> Result<(), D::Error> {
        input.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Items<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of items")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let Self(entries, reader) = self;
        while reader.budget.take(size_of::<Entry>()) {
            match list.next_element::<values::Member<Item>>()? {
                Some(item) => {
                    if entries.len() == entries.capacity() {
                        entries.reserve_exact((entries.len() / 2).max(8));
                    }
                    entries.extend(item.0.map(|item| reader.entry(item)));
                }
                None => return Ok(()),
            }
        }
        reader.warnings.note("limit", || "There are more items than a text of this length can need.".into());
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }
}

struct Reader<'r> {
    base: &'r Base,
    raw: bool,
    warnings: &'r mut Warnings,
    budget: Budget,
}

impl Reader<'_> {
    fn document(&mut self, text: &str, into: &mut Document) -> serde_json::Result<()> {
        let mut input = serde_json::Deserializer::from_str(text);
        (&mut input).deserialize_map(Top(into, self))?;
        input.end()
    }

    fn feed(self, document: Document) -> Parsed {
        let version = document.version.as_str().unwrap_or_default();
        let version = if version.ends_with("1.1") {
            "1.1"
        } else if version.ends_with('1') || version.ends_with("1.0") {
            "1.0"
        } else {
            ""
        };
        let mut links = Vec::new();
        let link = self.address(document.home_page_url);
        let self_link = self.address(document.feed_url);
        for (href, rel, kind) in
            [(&link, "alternate", "text/html"), (&self_link, "self", "application/feed+json")]
        {
            if let Some(href) = href {
                links.push(Link {
                    href: Some(href.clone()),
                    rel: Some(rel.into()),
                    kind: Some(kind.into()),
                    ..Link::default()
                });
            }
        }
        let image = self.address(document.icon).map(|url| Image { url: Some(url), ..Image::default() });
        let feed = Feed {
            title: document.title.text().map(plain),
            subtitle: document.description.text().map(plain),
            link,
            self_link,
            links,
            icon: self.address(document.favicon),
            image,
            language: document.language.text(),
            authors: self.persons(document.authors, document.author),
            hubs: document.hubs.0.into_iter().filter_map(|h| h.url.text()).collect(),
            ..Feed::default()
        };
        Parsed {
            kind: Kind::Json,
            version: version.into(),
            encoding: "UTF-8",
            feed,
            entries: document.entries,
            warnings: Vec::new(),
        }
    }

    fn entry(&mut self, item: Item) -> Entry {
        let url = self.address(item.url);
        let external = self.address(item.external_url);
        let id = item.id.text().or_else(|| url.clone()).or_else(|| external.clone());
        let links = [(&url, "alternate"), (&external, "related")]
            .into_iter()
            .filter_map(|(href, rel)| {
                Some(Link { href: Some(href.clone()?), rel: Some(rel.into()), ..Link::default() })
            })
            .collect();
        let (published, published_raw) = self.date(item.date_published);
        let (updated, updated_raw) = self.date(item.date_modified);
        let mut content = Vec::new();
        if let Some(html) = item.content_html.text() {
            content.push(self.html(&html));
        }
        if let Some(text) = item.content_text.text() {
            content.push(plain(text));
        }
        let thumbnails = [item.image, item.banner_image]
            .into_iter()
            .filter_map(|url| Some(Thumbnail { url: Some(self.address(url)?), ..Thumbnail::default() }))
            .collect();
        let duration = item.attachments.0.iter().find_map(|a| a.duration_in_seconds.clone().text());
        let enclosures = item.attachments.0.into_iter().filter_map(|a| {
            Some(Enclosure {
                url: Some(self.address(a.url)?),
                kind: a.mime_type.text(),
                length: a.size_in_bytes.text(),
            })
        });
        let enclosures = enclosures.collect();
        Entry {
            enclosures,
            id,
            title: item.title.text().map(plain),
            link: url.or(external),
            links,
            published,
            published_raw,
            updated,
            updated_raw,
            authors: self.persons(item.authors, item.author),
            summary: item.summary.text().map(plain),
            content,
            tags: item
                .tags
                .0
                .into_iter()
                .filter_map(|t| Some(Tag { term: Some(t.text()?), ..Tag::default() }))
                .take_while(|_| self.budget.take(size_of::<Tag>()))
                .collect(),
            language: item.language.text(),
            thumbnails,
            itunes: duration.map(|d| Box::new(Itunes { duration: Some(d), ..Itunes::default() })),
            ..Entry::default()
        }
    }

    fn html(&self, html: &str) -> Text {
        let html = html.trim();
        let value = if self.raw {
            html::resolve(html, self.base).into_owned()
        } else {
            html::sanitise_with(html, self.base)
        };
        Text { kind: "html".into(), value, ..Text::default() }
    }

    fn date(&mut self, value: Value) -> (Option<Timestamp>, Option<String>) {
        let Some(raw) = value.text() else { return (None, None) };
        let at = date::parse(&raw);
        if at.is_none() {
            self.warnings.note("bad-date", || {
                format!("“{}” is no date that is known.", raw.chars().take(60).collect::<String>())
            });
        }
        (at, Some(raw))
    }

    fn address(&self, value: Value) -> Option<String> {
        Some(self.base.resolve(&value.text()?).into_owned())
    }

    /// Version 1.1 has a list, 1.0 had one.
    fn persons(&self, authors: Many<Author>, author: Many<Author>) -> Vec<Person> {
        let list = if authors.0.is_empty() { author } else { authors };
        list.0
            .into_iter()
            .map(|a| Person { name: a.name.text(), email: None, url: self.address(a.url) })
            .filter(|p| *p != Person::default())
            .collect()
    }
}

fn plain(value: String) -> Text {
    Text { kind: "text".into(), value, ..Text::default() }
}
