//! What goes into the desk and what comes out.

use serde::{Deserialize, Serialize};

/// The number the caller gives an article.
pub type ArticleId = i64;

/// A story's number: that of the article which founded it. Stable for as long as the story lives; a story that
/// was absorbed by another still answers to it.
pub type StoryId = i64;

/// An article as it arrives. Times are Unix seconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Incoming<'a> {
    /// The article's number; each article once.
    pub id: ArticleId,
    /// When it was published; where that is unknown, when it arrived.
    pub at: i64,
    /// Who publishes it, as shown to readers. May be empty.
    pub outlet: &'a str,
    /// The source it came from.
    pub source: i64,
    /// BCP 47 tag, where known. Told from the text otherwise.
    pub language: Option<&'a str>,
    /// The headline.
    pub title: &'a str,
    /// The standfirst or summary bullets, where the page has them.
    pub key_points: &'a [String],
    /// The feed's summary as plain text. May be empty.
    pub lead: &'a str,
    /// The body as plain text, paragraphs apart by blank lines. May be empty.
    pub text: &'a str,
    /// The canonical address. May be empty.
    pub url: &'a str,
    /// The outlet's own labels: sections, keywords, tags.
    pub topics: &'a [String],
    /// What it says as a vector of a model that lays what means the same near, of the same length for all; empty where
    /// there is no model.
    pub embedding: &'a [f32],
}

/// Where an article was put.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// The story it belongs to now.
    pub story: StoryId,
    /// The earlier article of which it is a copy (the same text elsewhere, cut or with a new headline).
    pub copy_of: Option<ArticleId>,
    /// Whether it founded the story.
    pub founded: bool,
}

/// A story as it stands. Times are Unix seconds.
#[derive(Debug, Clone, PartialEq)]
pub struct Story {
    /// Its number.
    pub id: StoryId,
    /// The headline of its most central article.
    pub title: String,
    /// The article that the title is from.
    pub title_article: ArticleId,
    /// The earliest article's time.
    pub first_at: i64,
    /// The latest article's time.
    pub last_at: i64,
    /// Its articles in order of time, copies included.
    pub articles: Vec<ArticleId>,
    /// Who reports it, in order of first report.
    pub outlets: Vec<String>,
    /// What it is about, strongest first; at least one.
    pub topics: Vec<Topic>,
    /// What happened, in up to five points.
    pub key_points: Vec<String>,
    /// How much it is being reported: outlets per hour, older reports counting less, as of `last_at`. Copies count
    /// a third. Decays with [`Settings::heat_half_life`].
    pub heat: f32,
    /// Its strongest terms with their weights, strongest first.
    pub terms: Vec<(String, f32)>,
    /// The language of most of its articles.
    pub language: Option<String>,
}

/// A followable subject.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    /// [`text::fold`] of the label.
    pub key: String,
    /// The label in plain words.
    pub label: String,
    /// How much the story is about it, 0 to 1.
    pub weight: f32,
}
