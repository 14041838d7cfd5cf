//! What a feed says, in the words of `masthead feed --format json`: absent values are left out, order is the input's.

use std::borrow::Cow;
use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;

use crate::Warning;

mod parts;

pub use parts::{Enclosure, Generator, Image, Itunes, Location, Media, Source, Thumbnail};

/// A feed as read, whatever its format was.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Parsed {
    /// The family of the format.
    pub kind: Kind,
    /// The format's version as far as it is known: `2.0`, `0.91`, `1.0`, `0.3`, `1.1`; empty where it does not say.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub version: Cow<'static, str>,
    /// The encoding that was decided on, by its WHATWG name.
    pub encoding: &'static str,
    /// What is said of the whole.
    pub feed: Feed,
    /// The entries in the order of the input.
    pub entries: Vec<Entry>,
    /// What was wrong and was read all the same.
    pub warnings: Vec<Warning>,
}

/// The family of a feed's format.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// RSS 0.91 to 0.94 and 2.0, and CDF.
    #[default]
    Rss,
    /// Atom 0.3 and 1.0.
    Atom,
    /// RSS 0.90, 1.0 and 1.1, which are RDF.
    Rdf,
    /// JSON Feed.
    Json,
    /// Channel Definition Format.
    Cdf,
    /// A sitemap, a news sitemap, or an index of sitemaps.
    Sitemap,
    /// A web page that carries entries as microformats or JSON-LD.
    Html,
}

/// What is said of the whole feed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]

pub struct Feed {
    /// The feed's lasting identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// Its description in a sentence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<Text>,
    /// A longer description, where there is one besides the subtitle.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Box<Text>>,
    /// The page that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// Where it says it stands itself.
    #[serde(rename = "self", skip_serializing_if = "Option::is_none")]
    pub self_link: Option<String>,
    /// Its language as given, `_` made `-`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Timestamp>,
    /// The text of that date as found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_raw: Option<String>,
    /// When it last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<Timestamp>,
    /// The text of that date as found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_raw: Option<String>,
    /// Its rights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights: Option<Text>,
    /// The program that made it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generator: Option<Generator>,
    /// A small picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// A picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<Image>,
    /// Who writes it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Person>,
    /// Who helps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contributors: Vec<Person>,
    /// Who publishes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Person>,
    /// Its labels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// All its links.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// For how many minutes it may be kept without asking again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ttl_minutes: Option<u32>,
    /// Hours (GMT, 0 to 23) in which it asks not to be fetched.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skip_hours: Vec<u8>,
    /// Days (English names) on which it asks not to be fetched.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub skip_days: Vec<String>,
    /// WebSub hubs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hubs: Vec<String>,
    /// What Apple's podcast extension says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub itunes: Option<Box<Itunes>>,
    /// Where the feed has moved to, by its own word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new_location: Option<String>,
    /// Where it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
}

/// One entry.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Entry {
    /// Its lasting identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Whether the identifier serves as the link, as RSS has it; absent where there was no identifier.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guid_is_link: Option<bool>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Text>,
    /// The page that it stands for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The page behind a counting link (FeedBurner).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_link: Option<String>,
    /// All its links.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// The page of its comments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments: Option<String>,
    /// How many comments it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment_count: Option<u32>,
    /// When it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published: Option<Timestamp>,
    /// The text of that date as found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_raw: Option<String>,
    /// When it last changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated: Option<Timestamp>,
    /// The text of that date as found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub updated_raw: Option<String>,
    /// Who wrote it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub authors: Vec<Person>,
    /// Who helped.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contributors: Vec<Person>,
    /// Who published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Box<Person>>,
    /// Its summary or description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub summary: Option<Text>,
    /// A line below its title, as podcasts have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subtitle: Option<Box<Text>>,
    /// Its full contents, often one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Text>,
    /// Its labels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    /// Its rights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights: Option<Box<Text>>,
    /// Its language, where it says one of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Files that come with it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub enclosures: Vec<Enclosure>,
    /// Media RSS contents.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
    /// Small pictures.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub thumbnails: Vec<Thumbnail>,
    /// The feed that it was taken from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<Box<Source>>,
    /// What Apple's podcast extension and the podcast namespace say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub itunes: Option<Box<Itunes>>,
    /// Where it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Box<Location>>,
}

/// A text and how it is to be read.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Text {
    /// `text`, `html`, `xhtml`, or a media type.
    #[serde(rename = "type")]
    pub kind: Cow<'static, str>,
    /// The text: plain for `text`, otherwise markup with its URLs resolved, sanitised unless asked otherwise.
    pub value: String,
    /// Its language, of its own or inherited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Box<str>>,
    /// The base that its URLs were resolved against.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "shared")]
    pub base: Option<Arc<str>>,
}

/// Text that many values share.
fn shared<S: serde::Serializer>(text: &Option<Arc<str>>, to: S) -> Result<S::Ok, S::Error> {
    text.as_deref().serialize(to)
}

/// A person, an organisation, or what stands for one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Person {
    /// The name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

/// A label.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Tag {
    /// The label itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub term: Option<String>,
    /// The list that it is from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scheme: Option<String>,
    /// How it is to be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

/// A link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Where to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub href: Option<String>,
    /// What it is to the thing that holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rel: Option<Cow<'static, str>>,
    /// The media type of what it leads to.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<Cow<'static, str>>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The language of what it leads to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// The length in bytes of what it leads to, as found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub length: Option<String>,
}
