//! What is known of each reader, in memory: profile, what was done with stories, subscriptions, the present visit.
//!
//! It is read from the store when the reader first comes, after every change, and now and then in case another
//! process wrote; in between, pages are made without touching the database.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rank::{Profile, Slate};
use store::{ReaderId, SourceId, Store, StoryId, StoryState};

use crate::error::{Answer, HttpError, blocking};

/// A visit ends after this long without a page, in seconds.
const VISIT_GAP: i64 = 30 * 60;
/// A lasting visit is noted in the store this often at the most, in seconds.
const TOUCH_EVERY: i64 = 5 * 60;
/// What is held in memory is read anew after this time: another process (the command line) may have written.
const TRUST_FOR: Duration = Duration::from_secs(30);
/// What was done with a story longer ago than this says nothing on a front page, in days. (Saved stories have a page of
/// their own.)
const STATES_DAYS: i64 = 90;
/// Orders of pages kept for "more stories", a reader.
const ORDERS_KEPT: usize = 8;

/// A reader at one moment.
#[derive(Debug)]
pub struct ReaderState {
    /// The reader.
    pub id: ReaderId,
    /// The reader's name.
    pub name: String,
    /// What was learned.
    pub profile: Profile,
    /// What was done with stories.
    pub stories: HashMap<StoryId, StoryState>,
    /// What is subscribed to.
    pub subscriptions: HashSet<SourceId>,
    /// When the visit before this one ended; nothing at the first visit or where visits do not count.
    pub previous_visit: Option<i64>,
    /// When this visit began.
    pub visit_began: i64,
    /// Tells this state from earlier ones of the same process.
    pub version: u64,
    read_at: Instant,
}

impl ReaderState {
    /// Reads a reader from the store, without counting it as a visit.
    ///
    /// # Errors
    /// No such reader, a damaged profile, or a database that cannot be read.
    pub fn read(store: &Store, id: ReaderId, now: i64) -> Answer<Self> {
        let reader = store
            .reader(id)?
            .ok_or_else(|| HttpError::NotFound("There is no such reader any more.".into()))?;
        Ok(Self {
            id,
            name: reader.name,
            profile: profile(store, id)?,
            stories: store
                .story_states(id, now.saturating_sub(STATES_DAYS * 86_400))?
                .into_iter()
                .map(|s| (s.story_id, s))
                .collect(),
            subscriptions: store.subscriptions(id)?.into_iter().map(|s| s.source_id).collect(),
            previous_visit: None,
            visit_began: now,
            version: 0,
            read_at: Instant::now(),
        })
    }

    /// Whether one of the reader's sources tells the story.
    #[must_use]
    pub fn reads(&self, sources: &[SourceId]) -> bool {
        sources.iter().any(|s| self.subscriptions.contains(s))
    }
}

/// A reader's profile. One that cannot be read (a later program's, a damaged one) is a new one for ranking, and is
/// said so in the log: a page must still come.
pub(crate) fn profile(store: &Store, id: ReaderId) -> Answer<Profile> {
    let Some(document) = store.profile(id)? else { return Ok(Profile::default()) };
    Ok(serde_json::from_str(&document).unwrap_or_else(|error| {
        tracing::warn!(reader = id, %error, "the profile cannot be read; ranking goes on without it");
        Profile::default()
    }))
}

/// A ranked front, kept until something changes or a minute passes.
pub(crate) struct Ranking {
    /// Generation of the newsroom, version of the reader, minute, mode, stories a page.
    pub key: RankingKey,
    /// When it was made, Unix seconds.
    pub now: i64,
    /// The ranking.
    pub slate: Slate,
    /// Stories in it that came or grew since the last visit.
    pub fresh: usize,
}

/// See [`Ranking::key`].
pub(crate) type RankingKey = (u64, u64, i64, rank::Mode, usize);

/// One reader's place in memory.
#[derive(Default)]
pub(crate) struct Slot {
    state: Mutex<Option<Arc<ReaderState>>>,
    visit: Mutex<VisitClock>,
    rankings: Mutex<Vec<Arc<Ranking>>>,
    orders: Mutex<Vec<(String, Vec<StoryId>)>>,
    /// Stories whose showing or opening was noted in this visit.
    noted: Mutex<HashSet<(StoryId, bool)>>,
    /// When stories opened in this visit had been opened last before it.
    looks: Mutex<HashMap<StoryId, Option<i64>>>,
    /// Held while a profile is read, taught and written back.
    learning: Mutex<()>,
    versions: AtomicU64,
    /// How often what was held became void: a reading that began before does not count any more.
    changes: AtomicU64,
    reading: AtomicBool,
}

#[derive(Default)]
struct VisitClock {
    began: i64,
    touched: Option<i64>,
    previous: Option<i64>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Slot {
    /// Held while a profile is read, taught and written back.
    pub(crate) fn learning(&self) -> MutexGuard<'_, ()> {
        lock(&self.learning)
    }

    /// Notes that a story was shown (`opened` false) or opened; false if that was noted in this visit already.
    pub(crate) fn note(&self, story: StoryId, opened: bool) -> bool {
        lock(&self.noted).insert((story, opened))
    }

    /// When the reader had looked at a story before this visit: what the first look of the visit found.
    pub(crate) fn looked(&self, story: StoryId, found: Option<i64>) -> Option<i64> {
        *lock(&self.looks).entry(story).or_insert(found)
    }

    /// What is held may be used no longer.
    pub(crate) fn forget(&self) {
        let mut held = lock(&self.state);
        self.changes.fetch_add(1, Ordering::AcqRel);
        *held = None;
    }

    /// The same, and the visit begins anew: what was done was erased.
    pub(crate) fn forget_all(&self) {
        self.forget();
        *lock(&self.visit) = VisitClock::default();
        lock(&self.rankings).clear();
        lock(&self.orders).clear();
        lock(&self.looks).clear();
    }

    /// When the visit that is on began, and when the one before ended.
    pub(crate) fn present_visit(&self, now: i64) -> Option<(i64, Option<i64>)> {
        let clock = lock(&self.visit);
        let on = clock.touched.is_some_and(|touched| now.saturating_sub(touched) < VISIT_GAP);
        on.then_some((clock.began, clock.previous))
    }

    /// Goes on with a visit that a profile was taken away in, unless it is over or another began earlier.
    pub(crate) fn resume_visit(&self, began: i64, previous: Option<i64>, now: i64) {
        let mut clock = lock(&self.visit);
        if (0..VISIT_GAP).contains(&now.saturating_sub(began)) && began <= clock.began.max(now) {
            clock.began = began;
            clock.previous = previous;
        }
    }

    pub(crate) fn ranking(&self, key: RankingKey) -> Option<Arc<Ranking>> {
        lock(&self.rankings).iter().find(|r| r.key == key).cloned()
    }

    pub(crate) fn keep_ranking(&self, ranking: &Arc<Ranking>) {
        let mut kept = lock(&self.rankings);
        kept.retain(|r| r.key.3 != ranking.key.3);
        kept.push(Arc::clone(ranking));
    }

    pub(crate) fn order(&self, cursor: &str) -> Option<Vec<StoryId>> {
        lock(&self.orders).iter().find(|(c, _)| c == cursor).map(|(_, o)| o.clone())
    }

    pub(crate) fn keep_order(&self, cursor: String, shown: Vec<StoryId>) {
        let mut orders = lock(&self.orders);
        orders.retain(|(c, _)| *c != cursor);
        orders.push((cursor, shown));
        if orders.len() > ORDERS_KEPT {
            orders.remove(0);
        }
    }

    /// Counts a page as part of a visit: (when the visit began, when the one before ended).
    fn visit(&self, store: &Store, id: ReaderId, now: i64) -> Answer<(i64, Option<i64>)> {
        let mut clock = lock(&self.visit);
        let idle = clock.touched.map(|t| now.saturating_sub(t));
        if idle.is_none_or(|i| i >= TOUCH_EVERY) {
            let visit = store.visit(id, now, VISIT_GAP)?;
            if idle.is_none_or(|i| i >= VISIT_GAP) {
                clock.began = now;
                clock.previous = visit.previous;
                lock(&self.noted).clear();
                lock(&self.looks).clear();
            }
            clock.touched = Some(now);
        }
        Ok((clock.began, clock.previous))
    }

    fn visit_is_fresh(&self, now: i64) -> bool {
        lock(&self.visit).touched.is_some_and(|t| now.saturating_sub(t) < TOUCH_EVERY)
    }

    /// Reads the reader anew and holds it. Blocks.
    fn renew(&self, store: &Store, id: ReaderId, now: i64) -> Answer<Arc<ReaderState>> {
        let changes = self.changes.load(Ordering::Acquire);
        let (began, previous) = self.visit(store, id, now)?;
        let mut state = ReaderState::read(store, id, now)?;
        state.visit_began = began;
        state.previous_visit = previous;
        let mut held = lock(&self.state);
        // The same as before keeps its version, so that what was ranked with it stays good.
        let same = held.as_ref().filter(|h| h.same_as(&state)).map(|h| h.version);
        state.version = same.unwrap_or_else(|| self.versions.fetch_add(1, Ordering::Relaxed) + 1);
        let state = Arc::new(state);
        if self.changes.load(Ordering::Acquire) == changes {
            *held = Some(Arc::clone(&state));
        }
        Ok(state)
    }
}

impl ReaderState {
    fn same_as(&self, other: &Self) -> bool {
        self.visit_began == other.visit_began
            && self.previous_visit == other.previous_visit
            && self.subscriptions == other.subscriptions
            && self.stories == other.stories
            && self.profile == other.profile
            && self.name == other.name
    }
}

/// All readers that came since the program started.
#[derive(Default)]
pub struct Readers {
    slots: Mutex<HashMap<ReaderId, Arc<Slot>>>,
}

impl Readers {
    pub(crate) fn slot(&self, id: ReaderId) -> Arc<Slot> {
        Arc::clone(lock(&self.slots).entry(id).or_default())
    }

    /// The reader as the site sees it now. Counts as part of a visit.
    ///
    /// # Errors
    /// No such reader, or a database that cannot be read.
    pub async fn get(&self, store: &Store, id: ReaderId, now: i64) -> Answer<Arc<ReaderState>> {
        let slot = self.slot(id);
        let held = lock(&slot.state).clone();
        if let Some(state) = held
            && slot.visit_is_fresh(now)
        {
            if state.read_at.elapsed() > TRUST_FOR && !slot.reading.swap(true, Ordering::AcqRel) {
                let (slot, store) = (Arc::clone(&slot), store.clone());
                tokio::task::spawn_blocking(move || {
                    if let Err(error) = slot.renew(&store, id, now) {
                        tracing::warn!(%error, "a reader could not be read anew");
                    }
                    slot.reading.store(false, Ordering::Release);
                });
            }
            return Ok(state);
        }
        let store = store.clone();
        blocking(move || slot.renew(&store, id, now)).await
    }

    /// The same, blocking.
    ///
    /// # Errors
    /// No such reader, or a database that cannot be read.
    pub fn get_now(&self, store: &Store, id: ReaderId, now: i64) -> Answer<Arc<ReaderState>> {
        self.slot(id).renew(store, id, now)
    }

    /// Something of the reader changed: the next page reads it anew.
    pub fn changed(&self, id: ReaderId) {
        self.slot(id).forget();
    }
}
