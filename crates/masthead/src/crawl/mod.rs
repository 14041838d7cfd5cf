//! The crawl: sources that are due are fetched, their entries become articles, articles take their place in stories,
//! lead images are fetched and encoded anew. Everything here happens on a schedule (or when a person adds a source or
//! asks for a refresh), never because somebody reads.

mod add;
mod feeds;
mod images;
mod net;
mod pages;
mod picture;
mod place;
mod regroup;
mod run;

use std::sync::{Arc, Mutex, PoisonError};

use store::{Store, StoreError};
use tokio::sync::{Notify, Semaphore};

pub use net::Net;
pub(crate) use place::LEAD;
pub use run::{Summary, Watch};

use crate::config;
use crate::embedding::Embedder;
use crate::error::Result;

/// Tells the time in Unix seconds; passed in, so that tests and the demo decide what time it is.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// What the crawl is doing, for a page that waits for its first stories.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Status {
    /// Feeds asked for in the round under way.
    pub feeds: usize,
    /// Of these, how many have answered or failed.
    pub feeds_done: usize,
    /// Pages that wait to be fetched or are under way.
    pub pages_waiting: usize,
}

/// Fetches, cleans and places; one per data folder (see [`lock`]).
pub struct Crawler {
    store: Store,
    net: Arc<dyn Net>,
    settings: config::Crawl,
    /// Page fetches of one host that may be under way or waiting for their turn.
    per_host: usize,
    clock: Clock,
    embedder: Embedder,
    /// Built from the store at the first placement, and again after a write failed.
    desk: Mutex<Option<story::Desk>>,
    wake: Notify,
    status: Mutex<Status>,
    /// Bounds the pages that are parsed at a time: each holds a tree in memory.
    extracting: Semaphore,
    /// Unit of the short waits before a failed feed is tried again within a round, in seconds.
    quick_retry: u64,
}

impl Crawler {
    /// A crawler over a store.
    pub fn new(
        store: Store,
        net: Arc<dyn Net>,
        config: &config::Config,
        embedder: Embedder,
        clock: Clock,
    ) -> Arc<Self> {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Arc::new(Self {
            store,
            net,
            settings: config.crawl.clone(),
            per_host: config.fetch.per_host_connections.max(1),
            clock,
            embedder,
            desk: Mutex::new(None),
            wake: Notify::new(),
            status: Mutex::new(Status::default()),
            extracting: Semaphore::new(cores),
            quick_retry: 2,
        })
    }

    /// Lets a crawl that waits for its schedule look at once for what is due.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// What the crawl is doing now.
    pub fn status(&self) -> Status {
        *self.status.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn change_status(&self, change: impl FnOnce(&mut Status)) {
        change(&mut self.status.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn now(&self) -> i64 {
        (self.clock)()
    }

    /// Runs a piece of work on the store off the threads that wait for the network.
    async fn with_store<T, F>(&self, work: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&Store) -> std::result::Result<T, StoreError> + Send + 'static,
    {
        let store = self.store.clone();
        Ok(tokio::task::spawn_blocking(move || work(&store)).await??)
    }
}

/// Holds the data folder's crawl: two crawls over one folder would place the same article twice. The lock goes with
/// the process, also when it is killed.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held for its lock")] std::fs::File);

/// Takes the folder's crawl lock; `None` if another process holds it.
///
/// # Errors
/// The lock file cannot be made.
pub fn lock(dir: &std::path::Path) -> Result<Option<Lock>> {
    std::fs::create_dir_all(dir)
        .map_err(|e| format!("Cannot make the data folder {}: {e}.", dir.display()))?;
    let path = dir.join("crawl.lock");
    let file = std::fs::File::create(&path).map_err(|e| format!("Cannot write {}: {e}.", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Lock(file))),
        Err(std::fs::TryLockError::WouldBlock) => Ok(None),
        Err(std::fs::TryLockError::Error(e)) => Err(format!("Cannot lock {}: {e}.", path.display()).into()),
    }
}
