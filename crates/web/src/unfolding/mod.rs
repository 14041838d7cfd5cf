//! How a story unfolds, made from its articles' texts once for each state of the story and kept for the stories that
//! were looked at last.

mod told;

pub use crate::view::time::parse as time;
pub use told::{Difference, News, Outlet, Saying, Since, Speaker, Unfolded, outlets};

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use store::{ArticleId, Store, StoreError, StoryId};
use story::{Reading, Unfolding};

use crate::error::{Answer, blocking};
use crate::front::Item;

/// Stories whose unfolding is kept in memory.
const KEPT: usize = 48;
/// Stories of a page that are read in advance, and of how many articles each is at least.
const WARMED: usize = 16;
const WARMED_FROM: usize = 6;
/// Articles of a story that are read: the latest, those that are no copies first.
const ARTICLES: usize = 120;
/// Bytes of an article that are read; news says what it has to say before that.
const BYTES: usize = 8_000;

/// Reads a story's texts and tells how it unfolds. Blocks; for the command line and for background work.
///
/// # Errors
/// When the database cannot be read.
pub fn read(store: &Store, item: &Item) -> Result<Unfolding, StoreError> {
    let texts: HashMap<ArticleId, String> =
        store.story_texts(item.story.id, ARTICLES, BYTES)?.into_iter().collect();
    let readings: Vec<Reading<'_>> = item
        .articles
        .iter()
        .filter_map(|a| {
            let text = texts.get(&a.id)?;
            Some(Reading {
                id: a.id,
                at: a.at,
                arrived: a.created_at,
                outlet: &a.outlet,
                language: a.language.as_deref(),
                title: &a.title,
                text: if text.trim().is_empty() { &a.lead } else { text },
                copy_of: a.copy_of,
            })
        })
        .collect();
    Ok(story::unfold(&readings))
}

/// The stories looked at last.
#[derive(Default)]
pub struct Unfoldings {
    /// The latest last.
    held: Mutex<Vec<Held>>,
    /// Only one page's stories at a time are read in advance.
    warming: AtomicBool,
}

struct Held {
    story: StoryId,
    state: u64,
    unfolding: Arc<Unfolding>,
}

impl Unfoldings {
    /// How a story unfolds: from memory, if nothing changed since it was made.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub async fn get(&self, store: &Store, item: &Arc<Item>) -> Answer<Arc<Unfolding>> {
        let (story, state) = (item.story.id, state(item));
        if let Some(unfolding) = self.held(story, state) {
            return Ok(unfolding);
        }
        let (store, item) = (store.clone(), Arc::clone(item));
        let unfolding = blocking(move || Ok(Arc::new(read(&store, &item)?))).await?;
        self.keep(story, state, &unfolding);
        Ok(unfolding)
    }

    /// Reads the stories of a page that was just shown, in the background, so that the one that is opened next is
    /// there at once. Only those of several articles: a short one is read in no time.
    pub(crate) fn warm(self: &Arc<Self>, store: &Store, items: impl Iterator<Item = Arc<Item>>) {
        let cold: Vec<Arc<Item>> = items
            .filter(|i| i.articles.len() >= WARMED_FROM && self.held(i.story.id, state(i)).is_none())
            .take(WARMED)
            .collect();
        if cold.is_empty() || self.warming.swap(true, Ordering::AcqRel) {
            return;
        }
        let (this, store) = (Arc::clone(self), store.clone());
        tokio::task::spawn_blocking(move || {
            for item in cold {
                match read(&store, &item) {
                    Ok(unfolding) => this.keep(item.story.id, state(&item), &Arc::new(unfolding)),
                    Err(error) => tracing::warn!(%error, "a story could not be read in advance"),
                }
            }
            this.warming.store(false, Ordering::Release);
        });
    }

    fn keep(&self, story: StoryId, state: u64, unfolding: &Arc<Unfolding>) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        held.retain(|h| h.story != story);
        if held.len() >= KEPT {
            held.remove(0);
        }
        held.push(Held { story, state, unfolding: Arc::clone(unfolding) });
    }

    fn held(&self, story: StoryId, state: u64) -> Option<Arc<Unfolding>> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let at = held.iter().position(|h| h.story == story && h.state == state)?;
        let found = held.remove(at);
        let unfolding = Arc::clone(&found.unfolding);
        held.push(found);
        Some(unfolding)
    }
}

/// A print of all that an unfolding is made of: a text that changed has another time of change.
fn state(item: &Item) -> u64 {
    let mut hasher = DefaultHasher::new();
    for a in &item.articles {
        (a.id, a.at, a.created_at, a.modified, a.copy_of, &a.title).hash(&mut hasher);
    }
    hasher.finish()
}
