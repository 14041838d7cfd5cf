//! The desk: where articles are put to stories as they arrive.

mod articles;
mod fit;
mod links;
mod near;
mod place;
mod settle;
mod show;
mod state;
mod thin;

pub(crate) use articles::{Seat, index};
pub use fit::Pairs;
pub use settle::Settled;
pub use state::StateError;

use crate::copies::{Copies, Shingles};
use crate::frequency::Map;
use crate::likeness::Likeness;
use crate::postings::{Postings, Shares};
use crate::print::{Print, Spaces};
use crate::settings::Settings;
use crate::shown::Shown;
use crate::types::{ArticleId, Story, StoryId};
use articles::Articles;
use links::Links;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use text::TermMemory;

/// Takes articles one by one and keeps the stories of a window of time.
///
/// Deterministic: the same calls in the same order give the same stories. The whole state is `Serialize` and
/// `Deserialize`; a desk restored in mid-stream goes on as one that never stopped.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Desk {
    settings: Settings,
    likeness: Likeness,
    spaces: Spaces,
    articles: Articles,
    stories: BTreeMap<StoryId, Group>,
    urls: Map<u64, ArticleId>,
    postings: Postings,
    copies: Copies,
    /// The latest time of an article.
    latest: i64,
    /// Articles whose terms were counted.
    counted: u32,
    /// Articles that arrived since the last second look, and how many were open to it then.
    unsettled: usize,
    open: usize,
    /// The latest time of an article at that look.
    looked: i64,
    /// The earliest of those: what came before it is too old to be near anything.
    cut: Seat,
    /// Articles forgotten since the postings were last swept.
    unswept: usize,
    /// Up to where articles were thinned.
    thinned: Seat,
    /// Only makes it faster.
    #[serde(skip)]
    memory: TermMemory,
    /// The same.
    #[serde(skip)]
    shares: Shares,
}

/// What is kept of an article.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    id: ArticleId,
    seat: Seat,
    at: i64,
    story: StoryId,
    copy_of: Option<ArticleId>,
    lang: u32,
    shown: Shown,
    section: Option<(u8, f32)>,
    url: u64,
    shingles: Shingles,
    print: Print,
    /// Earlier articles that are near, with the likeness.
    near: Links,
    /// How many articles had been counted when it was weighed.
    weighed: u32,
}

impl Kept {
    /// Earlier articles that are near, nearest first, with the likeness.
    fn near(&self) -> impl Iterator<Item = (Seat, f32)> + Clone + '_ {
        self.near.of_seat(self.seat)
    }
}

/// What is kept of a story.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Group {
    articles: Vec<ArticleId>,
    first_at: i64,
    last_at: i64,
    /// How many articles are no copies, and the sum of the likeness over their pairs.
    own: usize,
    sum: f32,
}

impl Desk {
    /// An empty desk.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self::with(settings, Likeness::default())
    }

    /// An empty desk with weights of the caller's, for finding them.
    #[must_use]
    pub fn with(settings: Settings, likeness: Likeness) -> Self {
        Self { settings, likeness, latest: i64::MIN, looked: i64::MIN, ..Self::default() }
    }

    /// How many articles the desk remembers.
    #[must_use]
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// Whether it remembers none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// How many stories it remembers.
    #[must_use]
    pub fn story_count(&self) -> usize {
        self.stories.len()
    }

    /// The ids of the stories it remembers, ascending.
    pub fn story_ids(&self) -> impl Iterator<Item = StoryId> + '_ {
        self.stories.keys().copied()
    }

    /// The story an article is in now, where the desk remembers it.
    #[must_use]
    pub fn story_of(&self, article: ArticleId) -> Option<StoryId> {
        self.articles.get(article).map(|a| a.story)
    }

    /// The story as it stands. Ids of absorbed stories answer for the story that absorbed them.
    #[must_use]
    pub fn story(&self, id: StoryId) -> Option<Story> {
        let id = self.live(id)?;
        self.stories.get(&id).map(|g| self.show(id, g))
    }

    /// Forgets stories whose last article is older than the window before `now` (Unix seconds). Gives the articles
    /// forgotten, each with the story that it stood in.
    pub fn expire(&mut self, now: i64) -> Vec<(ArticleId, StoryId)> {
        self.thin();
        let oldest = now.saturating_sub(self.settings.window);
        let gone: Vec<StoryId> =
            self.stories.iter().filter(|(_, g)| g.last_at < oldest).map(|(id, _)| *id).collect();
        let mut forgotten = Vec::new();
        if gone.is_empty() {
            return forgotten;
        }
        for id in &gone {
            let Some(group) = self.stories.remove(id) else { continue };
            for a in group.articles {
                forgotten.push((a, *id));
                if let Some((seat, kept)) = self.articles.remove(a) {
                    self.copies.remove(seat, &kept.shingles);
                    if self.urls.get(&kept.url) == Some(&a) {
                        self.urls.remove(&kept.url);
                    }
                }
            }
        }
        // Terms that lead to forgotten articles do no harm: they are swept out when there are many.
        self.unswept += forgotten.len();
        if self.unswept * 4 > self.articles.len() {
            self.unswept = 0;
            let articles = &self.articles;
            self.postings.sweep(|seat| articles.at(seat).is_some());
        }
        forgotten
    }

    /// The id under which a story lives now: an id is that of the article which founded the story, and where the story
    /// was absorbed, the article tells by which.
    fn live(&self, id: StoryId) -> Option<StoryId> {
        if self.stories.contains_key(&id) { Some(id) } else { self.story_of(id) }
    }
}
