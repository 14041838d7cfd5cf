//! The front page as data: what the command line prints and the API answers.

use rank::{Candidate, Contribution, Mode};
use serde::Serialize;
use store::StoryId;

use super::newsroom::Item;
use std::sync::Arc;

/// A front page. Serialises as the contract of formats says: times as RFC 3339 in UTC, the contributions of every
/// story add up to its score.
#[derive(Debug, Clone, Serialize)]
pub struct Front {
    /// The reader's name.
    pub reader: String,
    /// When the page was made.
    pub generated: String,
    /// Ranked or by time.
    pub mode: Mode,
    /// Whether nothing follows this page.
    pub caught_up: bool,
    /// Asks for the page after this one.
    pub next: Option<String>,
    /// Stories that came, or grew, since the reader's last visit; nothing at the first visit.
    pub new_since_last_visit: Option<usize>,
    /// Stories on the whole front, all its pages together.
    pub total: usize,
    /// The stories, in order.
    pub stories: Vec<FrontStory>,
    /// The draw that gave a story the page's place for exploration, for the log.
    #[serde(skip)]
    pub(crate) explored: Option<rank::Explored>,
    /// What was kept off the front and why; only where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<Vec<LeftOut>>,
}

/// A story on the front.
#[derive(Debug, Clone, Serialize)]
pub struct FrontStory {
    /// The story.
    pub id: StoryId,
    /// Its headline.
    pub title: String,
    /// When it began.
    pub published: String,
    /// When its latest telling came.
    pub updated: String,
    /// What it is about, the weightiest first.
    pub topics: Vec<String>,
    /// What happened, in short.
    pub key_points: Vec<String>,
    /// The lead image.
    pub image: Option<FrontImage>,
    /// Whether it stood on an earlier visit's front or was opened.
    pub seen: bool,
    /// Tellings that came since the last visit.
    pub new_since_last_visit: usize,
    /// BCP 47 tag of the headline's language.
    pub language: Option<String>,
    /// Every telling, in order of time.
    pub articles: Vec<FrontArticle>,
    /// The sum of the contributions.
    pub score: f64,
    /// The terms of the score.
    pub contributions: Vec<Contribution>,
    /// If the selection moved the story from where its score would have it: why, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved: Option<String>,
    /// The step that moved it.
    #[serde(skip)]
    pub(crate) moved_by: Option<std::borrow::Cow<'static, str>>,
    /// What the ranking knew, for the pages of this crate.
    #[serde(skip)]
    pub candidate: Candidate,
    /// What the newsroom knows, for the pages of this crate.
    #[serde(skip)]
    pub(crate) item: Arc<Item>,
}

/// One telling of a story.
#[derive(Debug, Clone, Serialize)]
pub struct FrontArticle {
    /// The article.
    pub id: i64,
    /// Its headline.
    pub title: String,
    /// Who published it.
    pub outlet: String,
    /// The source that brought it.
    pub source_id: Option<i64>,
    /// Where it stands on the web.
    pub url: String,
    /// When it was published.
    pub published: String,
    /// The article that it repeats word for word.
    pub copy_of: Option<i64>,
}

/// A lead image.
#[derive(Debug, Clone, Serialize)]
pub struct FrontImage {
    /// Where it stands on the web. Pages show it through the proxy instead.
    pub url: String,
    /// What it shows.
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
}

/// A story that is not on the front.
#[derive(Debug, Clone, Serialize)]
pub struct LeftOut {
    /// The story.
    pub id: StoryId,
    /// Its headline.
    pub title: String,
    /// The filter that removed it; "below-the-fold" for one that merely scored lower.
    pub filter: String,
    /// Why, in plain words.
    pub reason: String,
}
