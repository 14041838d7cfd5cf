//! The desk: where articles are put to stories as they arrive.

mod place;
mod show;
mod state;

pub use state::StateError;

use crate::copies::{Copies, Shingles};
use crate::frequency::Map;
use crate::postings::Postings;
use crate::print::{Print, SPACES, Spaces};
use crate::settings::Settings;
use crate::types::{ArticleId, Story, StoryId};
use crate::vector::Centre;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Takes articles one by one and keeps the stories of a window of time.
///
/// Deterministic: the same calls in the same order give the same stories. The whole state is `Serialize` and
/// `Deserialize`; a desk restored in mid-stream goes on as one that never stopped.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Desk {
    settings: Settings,
    spaces: Spaces,
    articles: BTreeMap<ArticleId, Kept>,
    stories: BTreeMap<StoryId, Group>,
    aliases: BTreeMap<StoryId, StoryId>,
    urls: Map<u64, ArticleId>,
    postings: Postings,
    copies: Copies,
}

/// What is kept of an article.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Kept {
    at: i64,
    story: StoryId,
    copy_of: Option<ArticleId>,
    outlet: Box<str>,
    language: Option<Box<str>>,
    title: Box<str>,
    points: Box<[Box<str>]>,
    labels: Box<[Box<str>]>,
    names: Box<[Box<str>]>,
    section: Option<(u8, f32)>,
    url: u64,
    shingles: Shingles,
    print: Print,
}

/// What is kept of a story.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Group {
    articles: Vec<ArticleId>,
    first_at: i64,
    last_at: i64,
    languages: Vec<Box<str>>,
    /// Of stories of two articles and more; that of one article is its print.
    centres: Option<Box<[Centre; SPACES]>>,
}

impl Desk {
    /// An empty desk.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self { settings, ..Self::default() }
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
        self.articles.get(&article).map(|a| a.story)
    }

    /// The story as it stands. Ids of absorbed stories answer for the story that absorbed them.
    #[must_use]
    pub fn story(&self, id: StoryId) -> Option<Story> {
        let id = self.live(id)?;
        self.stories.get(&id).map(|g| self.show(id, g))
    }

    /// Forgets stories whose last article is older than the window before `now` (Unix seconds).
    pub fn expire(&mut self, now: i64) {
        let oldest = now.saturating_sub(self.settings.window);
        let gone: Vec<StoryId> =
            self.stories.iter().filter(|(_, g)| g.last_at < oldest).map(|(id, _)| *id).collect();
        if gone.is_empty() {
            return;
        }
        for id in &gone {
            let Some(group) = self.stories.remove(id) else { continue };
            for a in group.articles {
                if let Some(kept) = self.articles.remove(&a) {
                    self.copies.remove(a, &kept.shingles);
                    if self.urls.get(&kept.url) == Some(&a) {
                        self.urls.remove(&kept.url);
                    }
                }
            }
        }
        let stories = &self.stories;
        self.aliases.retain(|_, to| stories.contains_key(to));
        let aliases = &self.aliases;
        self.postings.sweep(|s| stories.contains_key(&s) || aliases.contains_key(&s));
    }

    /// The id under which a story lives now.
    fn live(&self, id: StoryId) -> Option<StoryId> {
        if self.stories.contains_key(&id) { Some(id) } else { self.aliases.get(&id).copied() }
    }
}
