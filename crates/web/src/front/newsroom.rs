//! The recent stories with their tellings, in memory, ready to be ranked.
//!
//! Pages are made from this snapshot alone: no request waits for a query over a large table. It is renewed in the
//! background when the store's generation has changed; until the new one is there, the old one answers.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rank::{Candidate, Facet};
use store::{ArticleLight, SourceId, Store, StoreError, StoryId, StoryRow};

use super::surface;

const DAY: i64 = 86_400;

/// How much of the past the newsroom holds.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// Stories whose latest telling is at most this old, in days.
    pub days: i64,
    /// Where these are fewer, older ones are taken as well.
    pub at_least: usize,
    /// The newest stories up to this number.
    pub at_most: usize,
}

impl Default for Window {
    fn default() -> Self {
        Self { days: 14, at_least: 1_500, at_most: 5_000 }
    }
}

/// A story with its tellings, and as ranking sees it.
#[derive(Debug)]
pub struct Item {
    /// The story.
    pub story: StoryRow,
    /// Its tellings in order of time.
    pub articles: Vec<ArticleLight>,
    /// Every source that brought one of them.
    pub sources: Vec<SourceId>,
    /// The candidate, without anything of a reader.
    pub candidate: Candidate,
}

impl Item {
    /// Puts a story and its tellings together.
    #[must_use]
    pub fn new(story: StoryRow, mut articles: Vec<ArticleLight>) -> Self {
        articles.sort_by_key(|a| (a.at, a.id));
        let mut sources: Vec<SourceId> = Vec::new();
        let mut facets: Vec<Facet> = Vec::new();
        let mut authors: Vec<Facet> = Vec::new();
        for article in &articles {
            for &source in std::iter::once(&article.source_id).chain(&article.sources) {
                if !sources.contains(&source) {
                    sources.push(source);
                    facets.push(Facet::new(source.to_string(), article.outlet.clone()));
                }
            }
            for author in &article.authors {
                let key = text::fold(author);
                if authors.len() < AUTHORS && !key.is_empty() && authors.iter().all(|a| a.key != key) {
                    authors.push(Facet::new(key, author.clone()));
                }
            }
        }
        let terms = || story.terms.iter().take(TERMS);
        let words =
            surface::words(terms().map(|(term, _)| term.as_str()), &articles, story.language.as_deref());
        let labelled = |(term, weight): &(String, f32)| Facet {
            key: term.clone(),
            label: words.get(term.as_str()).unwrap_or(term).clone(),
            weight: *weight,
        };
        let candidate = Candidate {
            id: story.id,
            published: story.first_at,
            updated: story.last_at,
            topics: story
                .topics
                .iter()
                .map(|t| Facet { key: t.key.clone(), label: t.label.clone(), weight: t.weight })
                .collect(),
            sources: facets.into(),
            authors: authors.into(),
            terms: terms().map(labelled).collect(),
            articles: u32::try_from(articles.len()).unwrap_or(u32::MAX),
            outlets: u32::try_from(story.outlets.len()).unwrap_or(u32::MAX),
            heat: story.heat,
            language: story.language.clone(),
            ..Candidate::default()
        };
        Self { story, articles, sources, candidate }
    }

    /// One story from the store, wherever it lies in time.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn load(store: &Store, id: StoryId) -> Result<Option<Self>, StoreError> {
        let Some(story) = store.story(id)? else { return Ok(None) };
        let articles = store.story_articles(story.id)?;
        Ok(Some(Self::new(story, articles)))
    }
}

/// Authors of a story that ranking looks at.
const AUTHORS: usize = 6;
/// Terms of a story that ranking looks at.
const TERMS: usize = 16;

/// A topic and in how many recent stories it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TopicCount {
    /// Its key.
    pub key: String,
    /// As people read it.
    pub label: String,
    /// Stories about it.
    pub stories: usize,
}

/// The newsroom at one moment.
#[derive(Debug, Default)]
pub struct Snapshot {
    /// The store's generation it was read at.
    pub generation: u64,
    /// The stories, the latest first.
    pub items: Vec<Arc<Item>>,
    by_id: HashMap<StoryId, usize>,
    aliases: Arc<HashMap<StoryId, StoryId>>,
}

impl Snapshot {
    /// A story by its id; ids of absorbed stories answer too.
    #[must_use]
    pub fn get(&self, id: StoryId) -> Option<&Arc<Item>> {
        let id = self.aliases.get(&id).copied().unwrap_or(id);
        self.by_id.get(&id).and_then(|&at| self.items.get(at))
    }

    /// The topics of the stories that the given sources tell, the most frequent first.
    #[must_use]
    pub fn topics(&self, of: impl Fn(&Item) -> bool) -> Vec<TopicCount> {
        let mut counts: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
        for item in self.items.iter().filter(|i| of(i)) {
            for topic in &item.story.topics {
                counts.entry(&topic.key).or_insert((0, &topic.label)).0 += 1;
            }
        }
        let mut out: Vec<TopicCount> = counts
            .into_iter()
            .map(|(key, (stories, label))| TopicCount {
                key: key.to_owned(),
                label: label.to_owned(),
                stories,
            })
            .collect();
        out.sort_by(|a, b| b.stories.cmp(&a.stories).then_with(|| a.key.cmp(&b.key)));
        out
    }

    /// The label of a topic, as the newest story about it has it.
    #[must_use]
    pub fn topic_label(&self, key: &str) -> Option<&str> {
        self.items.iter().flat_map(|i| &i.story.topics).find(|t| t.key == key).map(|t| t.label.as_str())
    }

    fn read(store: &Store, window: Window, now: i64) -> Result<Self, StoreError> {
        // Read before the stories: a change in between only makes the next look read again.
        let generation = store.generation()?;
        let mut since = now.saturating_sub(window.days * DAY);
        let mut stories = store.stories_since(since)?;
        for days in [90, i64::MAX / DAY] {
            if stories.len() >= window.at_least {
                break;
            }
            since = now.saturating_sub(days * DAY).max(0);
            stories = store.stories_since(since)?;
        }
        stories.sort_by(|a, b| b.last_at.cmp(&a.last_at).then_with(|| b.id.cmp(&a.id)));
        stories.truncate(window.at_most);
        let wanted: HashSet<StoryId> = stories.iter().map(|s| s.id).collect();
        // What fell to the upper bound is not read either.
        let since = stories.last().map_or(since, |s| s.last_at.max(since));
        let mut articles: HashMap<StoryId, Vec<ArticleLight>> = HashMap::with_capacity(stories.len());
        for article in store.articles_of_stories_since(since)? {
            if wanted.contains(&article.story_id) {
                articles.entry(article.story_id).or_default().push(article);
            }
        }
        let items: Vec<Arc<Item>> = stories
            .into_iter()
            .filter_map(|story| articles.remove(&story.id).map(|told| Arc::new(Item::new(story, told))))
            .collect();
        let by_id = items.iter().enumerate().map(|(at, item)| (item.story.id, at)).collect();
        Ok(Self { generation, items, by_id, aliases: store.story_aliases()? })
    }
}

/// The newsroom: the latest snapshot and how it is renewed.
pub struct Newsroom {
    window: Window,
    state: Mutex<State>,
    /// Only one load at a time.
    loading: Mutex<()>,
    busy: AtomicBool,
}

struct State {
    snapshot: Option<Arc<Snapshot>>,
    /// Not looked at the store again before this.
    next_look: Instant,
}

/// The shortest time between two looks at the store.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Loading may take this part of the time at the most: while a crawl writes all the time, a large newsroom is not
/// read all the time.
const LOAD_SHARE: u32 = 12;

impl Newsroom {
    /// An empty newsroom.
    #[must_use]
    pub fn new(window: Window) -> Self {
        Self {
            window,
            state: Mutex::new(State { snapshot: None, next_look: Instant::now() }),
            loading: Mutex::new(()),
            busy: AtomicBool::new(false),
        }
    }

    fn held(&self) -> (Option<Arc<Snapshot>>, bool) {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        (state.snapshot.clone(), Instant::now() >= state.next_look)
    }

    /// The newsroom as the store stands now. Blocks; for the command line and for background work.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn load(&self, store: &Store, now: i64) -> Result<Arc<Snapshot>, StoreError> {
        let _one = self.loading.lock().unwrap_or_else(PoisonError::into_inner);
        let began = Instant::now();
        let held = self.held().0;
        let snapshot = match held {
            Some(held) if held.generation == store.generation()? => held,
            _ => Arc::new(Snapshot::read(store, self.window, now)?),
        };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.snapshot = Some(Arc::clone(&snapshot));
        state.next_look = Instant::now() + LOOK_EVERY.max(began.elapsed() * LOAD_SHARE);
        Ok(snapshot)
    }

    /// The newsroom as last read, whatever its age. Blocks only if it was never read.
    ///
    /// # Errors
    /// When the first load cannot read the database.
    pub fn held_or_load(&self, store: &Store, now: i64) -> Result<Arc<Snapshot>, StoreError> {
        self.held().0.map_or_else(|| self.load(store, now), Ok)
    }

    /// The newsroom, at most a moment old: what is held answers at once, and a look at the store is taken in the
    /// background where one is due. Only the first call waits for the load.
    ///
    /// # Errors
    /// When the first load cannot read the database.
    pub async fn get(self: &Arc<Self>, store: &Store, now: i64) -> crate::error::Answer<Arc<Snapshot>> {
        let (held, due) = self.held();
        let (this, store) = (Arc::clone(self), store.clone());
        let Some(held) = held else {
            return crate::error::blocking(move || Ok(this.load(&store, now)?)).await;
        };
        if due && !self.busy.swap(true, Ordering::AcqRel) {
            tokio::task::spawn_blocking(move || {
                if let Err(error) = this.load(&store, now) {
                    tracing::warn!(%error, "the newsroom could not be renewed");
                    let mut state = this.state.lock().unwrap_or_else(PoisonError::into_inner);
                    state.next_look = Instant::now() + LOOK_EVERY;
                }
                this.busy.store(false, Ordering::Release);
            });
        }
        Ok(held)
    }
}
