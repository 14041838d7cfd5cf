//! The crawl's loop: feeds, pages and images under way at a time, in turn for every host, until nothing is left
//! (`once`) or for as long as the program runs (`forever`).

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;
use std::time::{Duration, Instant};

use store::{Entry, EntryId, Source, SourceId, WantedImage};
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::pages::Page;
use super::place::Ready;
use super::{Crawler, feeds};
use crate::error::Result;

/// Articles are placed at the latest this long after they were read.
const PLACE_AFTER: Duration = Duration::from_millis(400);
/// …or when this many are ready: one transaction each batch.
const BATCH: usize = 32;
/// New articles are searchable at the latest this long after they were placed, while a round runs.
const INDEX_AFTER: Duration = Duration::from_secs(5);
/// `once` waits this long for images when all else is done; the rest is for the next round.
const IMAGE_GRACE: Duration = Duration::from_secs(15);
/// Images under way at a time.
const IMAGES_AT_ONCE: usize = 8;
/// The longest sleep of `forever`: also finds what another process (the command line) has made due.
const NAP: Duration = Duration::from_secs(5);

/// What a round did.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Sources asked.
    pub sources: usize,
    /// Of these, answered with a feed.
    pub read: usize,
    /// Of these, answered that nothing changed (304).
    pub unchanged: usize,
    /// Of these, failed.
    pub failed: usize,
    /// Entries seen for the first time.
    pub new_entries: usize,
    /// Articles kept for the first time.
    pub articles: usize,
    /// Articles that changed.
    pub updated: usize,
    /// Images kept.
    pub images: usize,
}

/// Is told how a round goes, for a progress bar.
pub trait Watch: Send + Sync {
    /// `done` of `all` feeds, `waiting` pages still to come, `placed` articles kept.
    fn progress(&self, done: usize, all: usize, waiting: usize, placed: usize);
}

impl Watch for () {
    fn progress(&self, _: usize, _: usize, _: usize, _: usize) {}
}

struct Round {
    queue: VecDeque<Source>,
    feeds: JoinSet<(SourceId, Result<feeds::Fetched>)>,
    feeds_under_way: HashSet<SourceId>,
    pending: VecDeque<Entry>,
    pages: JoinSet<(Entry, Page)>,
    pages_under_way: HashSet<EntryId>,
    hosts: HashMap<String, usize>,
    wanted: VecDeque<WantedImage>,
    images: JoinSet<(String, Result<bool>)>,
    images_under_way: HashSet<String>,
    ready: Vec<Ready>,
    /// The store may hold entries (images) that are not in the queue yet.
    look_for_entries: bool,
    look_for_images: bool,
    last_place: Instant,
    last_index: Instant,
    index_behind: bool,
    sources: HashMap<SourceId, Arc<Source>>,
    summary: Summary,
}

impl Round {
    fn new() -> Self {
        Self {
            queue: VecDeque::new(),
            feeds: JoinSet::new(),
            feeds_under_way: HashSet::new(),
            pending: VecDeque::new(),
            pages: JoinSet::new(),
            pages_under_way: HashSet::new(),
            hosts: HashMap::new(),
            wanted: VecDeque::new(),
            images: JoinSet::new(),
            images_under_way: HashSet::new(),
            ready: Vec::new(),
            look_for_entries: true,
            look_for_images: true,
            last_place: Instant::now(),
            last_index: Instant::now(),
            index_behind: false,
            sources: HashMap::new(),
            summary: Summary::default(),
        }
    }

    fn reading_done(&self) -> bool {
        self.queue.is_empty()
            && self.feeds.is_empty()
            && self.pages.is_empty()
            && self.pending.is_empty()
            && !self.look_for_entries
            && self.ready.is_empty()
    }

    fn images_done(&self) -> bool {
        self.images.is_empty() && self.wanted.is_empty() && !self.look_for_images
    }

    fn waiting(&self) -> usize {
        self.pending.len().saturating_add(self.pages.len()).saturating_add(self.ready.len())
    }
}

impl Crawler {
    /// Fetches the given sources once, then every page (and, within limits, image) that waits; ends when nothing is
    /// left to do.
    ///
    /// # Errors
    /// The store fails (disk full, folder gone). What a source does wrong is its health, not an error.
    pub async fn once(self: &Arc<Self>, sources: Vec<Source>, watch: &dyn Watch) -> Result<Summary> {
        self.round(sources, watch, IMAGE_GRACE).await
    }

    /// As [`Crawler::once`], without waiting for images: they come with the next round.
    ///
    /// # Errors
    /// The store fails.
    pub async fn articles_of(self: &Arc<Self>, sources: Vec<Source>) -> Result<Summary> {
        self.round(sources, &(), Duration::ZERO).await
    }

    async fn round(
        self: &Arc<Self>,
        sources: Vec<Source>,
        watch: &dyn Watch,
        image_grace: Duration,
    ) -> Result<Summary> {
        let mut round = Round::new();
        self.change_status(|s| *s = super::Status { feeds: sources.len(), ..super::Status::default() });
        round.summary.sources = sources.len();
        round.queue = sources.into();
        let mut only_images_since: Option<Instant> = None;
        loop {
            self.fill(&mut round).await?;
            if round.reading_done() {
                let since = *only_images_since.get_or_insert_with(Instant::now);
                if round.images_done() || since.elapsed() >= image_grace {
                    break;
                }
            }
            self.step(&mut round, PLACE_AFTER).await?;
            watch.progress(
                round.summary.read + round.summary.unchanged + round.summary.failed,
                round.summary.sources,
                round.waiting(),
                round.summary.articles,
            );
        }
        round.images.shutdown().await;
        self.place(&mut round).await?;
        self.index(&mut round).await?;
        Ok(round.summary)
    }

    /// Crawls by the schedule until `stop` turns true.
    ///
    /// # Errors
    /// The store fails.
    pub async fn forever(self: &Arc<Self>, mut stop: watch::Receiver<bool>) -> Result<()> {
        let mut round = Round::new();
        loop {
            self.look_for_due(&mut round).await?;
            self.fill(&mut round).await?;
            let idle = round.reading_done() && round.images_done();
            if idle {
                if round.index_behind {
                    self.index(&mut round).await?;
                }
                round.sources.clear();
                self.change_status(|s| *s = super::Status::default());
                tokio::select! {
                    () = tokio::time::sleep(NAP) => {}
                    () = self.wake.notified() => {}
                    _ = stop.changed() => break,
                }
                round.look_for_entries = true;
                round.look_for_images = true;
            } else {
                tokio::select! {
                    done = self.step(&mut round, PLACE_AFTER) => done?,
                    _ = stop.changed() => break,
                }
            }
            if *stop.borrow() {
                break;
            }
        }
        // What is under way is dropped: it stands in the store as due or pending and comes again.
        self.place(&mut round).await?;
        self.index(&mut round).await
    }

    async fn look_for_due(&self, round: &mut Round) -> Result<()> {
        let (now, room) = (self.now(), self.settings.feeds_at_once.saturating_mul(2));
        if round.queue.len() >= room {
            return Ok(());
        }
        let due = self.with_store(move |s| s.due_sources(now, 200)).await?;
        let queued: HashSet<SourceId> = round.queue.iter().map(|s| s.id).collect();
        for source in due {
            if !round.feeds_under_way.contains(&source.id) && !queued.contains(&source.id) {
                self.change_status(|s| s.feeds += 1);
                round.queue.push_back(source);
            }
        }
        Ok(())
    }

    /// Starts as much work as may be under way.
    async fn fill(self: &Arc<Self>, round: &mut Round) -> Result<()> {
        while round.feeds.len() < self.settings.feeds_at_once {
            let Some(source) = round.queue.pop_front() else { break };
            round.feeds_under_way.insert(source.id);
            let crawler = Arc::clone(self);
            round.feeds.spawn(async move { (source.id, crawler.fetch_source(source).await) });
        }
        if round.look_for_entries && round.pending.len() < BATCH {
            self.look_for_entries(round).await?;
        }
        let mut held_back = VecDeque::new();
        while round.pages.len() < self.settings.pages_at_once {
            let Some(entry) = round.pending.pop_front() else { break };
            let host = host_of(entry.item.url.as_deref());
            let busy = round.hosts.entry(host.clone()).or_default();
            if *busy >= self.per_host && !host.is_empty() {
                held_back.push_back(entry);
                continue;
            }
            *busy += 1;
            let source = self.source_of(round, entry.source_id).await?;
            round.pages_under_way.insert(entry.id);
            let crawler = Arc::clone(self);
            round.pages.spawn(async move {
                let page = crawler.read_entry(&entry, source.as_deref()).await;
                (entry, page)
            });
        }
        held_back.append(&mut round.pending);
        round.pending = held_back;
        self.fill_images(round).await?;
        let waiting = round.waiting();
        self.change_status(|s| s.pages_waiting = waiting);
        Ok(())
    }

    async fn look_for_entries(&self, round: &mut Round) -> Result<()> {
        let now = self.now();
        let found = self.with_store(move |s| s.pending_entries(now, 500)).await?;
        let known: HashSet<EntryId> = round
            .pending
            .iter()
            .map(|e| e.id)
            .chain(round.pages_under_way.iter().copied())
            .chain(round.ready.iter().filter_map(|r| r.entry))
            .collect();
        let before = round.pending.len();
        round.pending.extend(found.into_iter().filter(|e| !known.contains(&e.id)));
        // A full answer may hide more; an answer with nothing new ends the search until a feed brings entries.
        round.look_for_entries = round.pending.len() > before;
        Ok(())
    }

    async fn fill_images(self: &Arc<Self>, round: &mut Round) -> Result<()> {
        if !self.settings.images {
            round.look_for_images = false;
            return Ok(());
        }
        // Articles first: images take what the pages leave free.
        if round.pages.len() >= self.settings.pages_at_once.div_ceil(2) {
            return Ok(());
        }
        if round.look_for_images && round.wanted.is_empty() {
            let now = self.now();
            let found = self.with_store(move |s| s.wanted_images(now, 200)).await?;
            round.wanted.extend(found.into_iter().filter(|w| !round.images_under_way.contains(&w.key)));
            round.look_for_images = !round.wanted.is_empty();
        }
        while round.images.len() < IMAGES_AT_ONCE {
            let Some(wanted) = round.wanted.pop_front() else { break };
            round.images_under_way.insert(wanted.key.clone());
            let crawler = Arc::clone(self);
            round.images.spawn(async move { (wanted.key.clone(), crawler.fetch_image(wanted).await) });
        }
        Ok(())
    }

    /// Waits for the next thing to be done, at most `patience`, and takes it in.
    async fn step(self: &Arc<Self>, round: &mut Round, patience: Duration) -> Result<()> {
        tokio::select! {
            Some(done) = round.feeds.join_next() => self.feed_done(round, done?)?,
            Some(done) = round.pages.join_next() => self.page_done(round, done?).await?,
            Some(done) = round.images.join_next() => {
                let (key, kept) = done?;
                round.images_under_way.remove(&key);
                round.summary.images += usize::from(kept?);
            }
            () = tokio::time::sleep(patience) => {}
        }
        if round.ready.len() >= BATCH
            || (!round.ready.is_empty() && round.last_place.elapsed() >= PLACE_AFTER)
        {
            self.place(round).await?;
        }
        if round.index_behind && round.last_index.elapsed() >= INDEX_AFTER {
            self.index(round).await?;
        }
        Ok(())
    }

    fn feed_done(&self, round: &mut Round, (id, done): (SourceId, Result<feeds::Fetched>)) -> Result<()> {
        round.feeds_under_way.remove(&id);
        self.change_status(|s| s.feeds_done += 1);
        match done? {
            feeds::Fetched::Read { new_entries } => {
                round.summary.read += 1;
                round.summary.new_entries += new_entries;
                round.look_for_entries = true;
            }
            feeds::Fetched::Unchanged => round.summary.unchanged += 1,
            feeds::Fetched::Failed => round.summary.failed += 1,
        }
        Ok(())
    }

    async fn page_done(&self, round: &mut Round, (entry, page): (Entry, Page)) -> Result<()> {
        round.pages_under_way.remove(&entry.id);
        let host = host_of(entry.item.url.as_deref());
        if let Some(busy) = round.hosts.get_mut(&host) {
            *busy = busy.saturating_sub(1);
            if *busy == 0 {
                round.hosts.remove(&host);
            }
        }
        match page {
            Page::Article(article) => round.ready.push(Ready { article: *article, entry: Some(entry.id) }),
            Page::Rests { next_try_at } => {
                self.with_store(move |s| s.entry_waits(entry.id, next_try_at)).await?;
            }
            Page::Later { error, next_try_at } => {
                self.with_store(move |s| s.entry_failed(entry.id, &error, Some(next_try_at))).await?;
            }
        }
        Ok(())
    }

    async fn place(self: &Arc<Self>, round: &mut Round) -> Result<()> {
        round.last_place = Instant::now();
        if round.ready.is_empty() {
            return Ok(());
        }
        let ready = std::mem::take(&mut round.ready);
        let (new, updated) = self.place_ready(ready).await?;
        round.summary.articles += new;
        round.summary.updated += updated;
        round.look_for_images = true;
        round.index_behind = true;
        Ok(())
    }

    async fn index(&self, round: &mut Round) -> Result<()> {
        round.last_index = Instant::now();
        round.index_behind = false;
        self.with_store(store::Store::index_catch_up).await?;
        Ok(())
    }

    async fn source_of(&self, round: &mut Round, id: SourceId) -> Result<Option<Arc<Source>>> {
        if let Some(source) = round.sources.get(&id) {
            return Ok(Some(Arc::clone(source)));
        }
        let found = self.with_store(move |s| s.source(id)).await?.map(Arc::new);
        if let Some(source) = &found {
            round.sources.insert(id, Arc::clone(source));
        }
        Ok(found)
    }
}

/// The host of an address, for taking turns; empty where there is none.
fn host_of(url: Option<&str>) -> String {
    url.and_then(|u| url::Url::parse(u).ok())
        .and_then(|u| u.host_str().map(str::to_owned))
        .unwrap_or_default()
}
