//! A page's bytes → the article alone, with all that the page says of it.
//!
//! [`read`] never fails: a page without an article gives an [`Article`] whose [`kind`](Article::kind),
//! [`confidence`](Article::confidence) and [`warnings`](Article::warnings) say so.

mod assemble;
mod blocks;
mod branch;
mod choose;
mod company;
mod context;
mod decode;
mod echo;
mod extras;
mod features;
mod forest;
mod form;
mod hashed;
mod language;
mod letters;
mod markdown;
mod meta;
mod model;
mod names;
mod near;
mod output;
mod parse;
mod pipeline;
mod place;
mod read_on;
mod references;
mod render;
mod saved;
mod state;
mod strip;
mod tag;
mod tokenize;
pub mod training;
mod tree;
mod words;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Warning;

/// What is known of the page besides its bytes. Every field may be missing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Hints<'a> {
    /// Where the page was fetched from (after redirects): the base of its relative URLs.
    pub url: Option<&'a str>,
    /// The `Content-Type` header, for its charset.
    pub content_type: Option<&'a str>,
    /// The title that a feed gave the page.
    pub title: Option<&'a str>,
    /// The summary that a feed gave the page, as text or HTML.
    pub summary: Option<&'a str>,
    /// The bytes are plain text saved from a page (a `.txt`), not HTML.
    pub plain_text: bool,
}

/// What a page is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// One story, report, post or live blog.
    #[default]
    Article,
    /// A front or section page: a list of links to articles.
    Index,
    /// A page around one video, with at most a few lines of text.
    Video,
    /// Anything else: a login wall, an error page, a form.
    Other,
}

/// A picture of the article.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Image {
    /// Absolute URL; empty where only the caption is known (a page saved as text).
    pub url: Option<String>,
    /// What the page writes under it, without the credit.
    pub caption: Option<String>,
    /// Who made or owns it.
    pub credit: Option<String>,
}

/// A video that stands on the page.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Video {
    /// Its title.
    pub title: Option<String>,
    /// Where it plays.
    pub url: Option<String>,
    /// Its length in seconds.
    pub duration_seconds: Option<u64>,
}

/// A link to another story that stood in or around the body.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Related {
    /// The link's text.
    pub title: String,
    /// Absolute URL, where known.
    pub url: Option<String>,
}

/// One cleaned page. Its serialised form is the contract of `masthead read --format json`.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Article {
    /// The canonical URL.
    pub url: Option<String>,
    /// The outlet's name.
    pub site: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// The headline, without the site's name.
    pub title: Option<String>,
    /// Standfirst or bullet summary, where the page has one.
    pub key_points: Vec<String>,
    /// People (or, where the page names nobody else, the agency or desk).
    pub authors: Vec<String>,
    /// When it was first published.
    pub published: Option<Timestamp>,
    /// When it was last changed.
    pub modified: Option<Timestamp>,
    /// The body: paragraphs apart by one blank line, nothing else of the page.
    pub text: String,
    /// The body as clean HTML: safe to show, URLs absolute.
    pub html: String,
    /// The lead image.
    pub image: Option<Image>,
    /// Labels that the page itself gives: section, keywords, tags.
    pub topics: Vec<String>,
    /// Videos in or above the body.
    pub videos: Vec<Video>,
    /// Links to other stories that were kept out of the text.
    pub related: Vec<Related>,
    /// How many comments the page says it has.
    pub comment_count: Option<u64>,
    /// Whether the page holds back a part of the text.
    pub paywalled: bool,
    /// What the page is.
    pub kind: Kind,
    /// Words in `text`.
    pub word_count: u64,
    /// Minutes to read it, at 230 words a minute, rounded up.
    pub reading_minutes: u64,
    /// 0..1: how sure it is that `text` is the article and all of it.
    pub confidence: f64,
    /// What was odd about the page.
    pub warnings: Vec<Warning>,
}

/// Reads a page: the article in it and what the page says of it. Never fails and never panics;
/// a page without an article is told by its kind, confidence and warnings.
#[must_use]
pub fn read(bytes: &[u8], hints: &Hints<'_>) -> Article {
    read_with(bytes, hints, model())
}

fn read_with(bytes: &[u8], hints: &Hints<'_>, model: &model::Model) -> Article {
    let mut article = if hints.plain_text {
        saved::read(&decode::decode(bytes, hints.content_type).0, hints, model, judge())
    } else {
        assemble::read(bytes, hints, model)
    };
    output::count(&mut article);
    article
}

/// The model that was learned, unpacked once.
fn model() -> &'static model::Model {
    static MODEL: std::sync::OnceLock<model::Model> = std::sync::OnceLock::new();
    MODEL.get_or_init(|| model::Model::parse(include_bytes!("../../data/article.model")).unwrap_or_default())
}

/// The model of saved texts' lines, unpacked once.
fn judge() -> &'static saved::judge::Judge {
    static JUDGE: std::sync::OnceLock<saved::judge::Judge> = std::sync::OnceLock::new();
    JUDGE.get_or_init(|| {
        saved::judge::Judge::parse(include_bytes!("../../data/saved.model")).unwrap_or_default()
    })
}

impl Article {
    /// The article as Markdown: title, key points and body.
    #[must_use]
    pub fn to_markdown(&self) -> String {
        markdown::markdown(self)
    }

    /// The article as plain text: title, a blank line, the body.
    #[must_use]
    pub fn to_text(&self) -> String {
        output::text(self)
    }
}
