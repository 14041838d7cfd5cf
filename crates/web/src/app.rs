//! What the site stands on: the store, the crawl, a clock, settings, the newsroom in memory.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use store::{ReaderId, SourceId, Store, StoreError};

use crate::front::{Newsroom, Readers};
use crate::unfolding::Unfoldings;

/// A boxed future, so that [`Crawl`] can be a trait object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// Tells the time as Unix seconds; passed in so that tests stand still.
pub type Clock = Arc<dyn Fn() -> i64 + Send + Sync>;

/// What the site asks of the crawl. The program implements it; the site never fetches anything itself.
pub trait Crawl: Send + Sync {
    /// Finds the feed behind `url` (a feed's own address, or a page that names its feed), keeps it as a source and
    /// has it fetched soon. The error is one sentence for people.
    fn add(&self, url: String) -> BoxFuture<'_, Result<Added, String>>;
    /// Something became due: look now instead of at the next round.
    fn wake(&self);
    /// How far the crawl is.
    fn status(&self) -> CrawlStatus;
    /// Groups the recent stories anew, as [`Breadth::kept`] says now. `None` where it goes on in the background. A
    /// crawl that groups nothing has nothing to do.
    fn regroup(self: Arc<Self>) -> BoxFuture<'static, Result<Option<Regrouped>, String>> {
        Box::pin(async { Ok(Some(Regrouped::default())) })
    }
}

/// What became of the recent stories when they were grouped anew.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Regrouped {
    /// Stories before.
    pub before: usize,
    /// Stories after.
    pub after: usize,
    /// Articles that stand in another story now.
    pub moved: usize,
}

/// How broad a story is, as people choose it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Breadth {
    /// Only what plainly tells the same event is one story.
    Narrow,
    /// As the program is configured.
    #[default]
    Balanced,
    /// What tells of one affair comes together more easily.
    Broad,
}

/// The setting's name in the store; its value is -1, 0 or 1.
const BREADTH: &str = "story_breadth";

impl Breadth {
    /// All, from narrow to broad.
    pub const ALL: [Self; 3] = [Self::Narrow, Self::Balanced, Self::Broad];

    /// What is kept in the store.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn kept(store: &Store) -> Result<Self, StoreError> {
        Ok(match store.setting(BREADTH)? {
            Some(i64::MIN..=-1) => Self::Narrow,
            Some(1..) => Self::Broad,
            Some(0) | None => Self::Balanced,
        })
    }

    /// Keeps it in the store.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn keep(self, store: &Store) -> Result<(), StoreError> {
        let value = match self {
            Self::Narrow => Some(-1),
            Self::Balanced => None,
            Self::Broad => Some(1),
        };
        store.set_setting(BREADTH, value)
    }

    /// The word for it in forms.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Narrow => "narrow",
            Self::Balanced => "balanced",
            Self::Broad => "broad",
        }
    }

    /// The one of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|b| b.name() == name)
    }

    /// What it adds to the configured log-odds with which an article joins a story.
    #[must_use]
    pub fn log_odds(self) -> f32 {
        match self {
            Self::Narrow => -1.0,
            Self::Balanced => 0.0,
            Self::Broad => 1.0,
        }
    }
}

/// A source that the crawl has taken up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Added {
    /// The source.
    pub source_id: SourceId,
    /// Its title, as far as it is known yet.
    pub title: String,
    /// False if the source was already kept.
    pub created: bool,
}

/// How far the crawl is, for the page that waits for the first stories.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CrawlStatus {
    /// Whether anything is being fetched now.
    pub busy: bool,
    /// Feeds still due.
    pub feeds_waiting: usize,
    /// Pages still to be read.
    pub pages_waiting: usize,
}

/// A crawl that never fetches: for tests, and where the newsroom is filled from elsewhere.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoCrawl;

impl Crawl for NoCrawl {
    fn add(&self, _url: String) -> BoxFuture<'_, Result<Added, String>> {
        Box::pin(async { Err("This Masthead has no way to the web, so it cannot add a source.".to_owned()) })
    }
    fn wake(&self) {}
    fn status(&self) -> CrawlStatus {
        CrawlStatus::default()
    }
}

/// How the site is served.
#[derive(Debug, Clone)]
pub struct WebSettings {
    /// Address and port that the site listens on.
    pub listen: String,
    /// The address that readers type when a proxy stands in front; empty: none.
    pub public_url: String,
    /// Further host names that the site answers to.
    pub allowed_hosts: Vec<String>,
    /// Everybody who comes is this reader, without signing in (the demo).
    pub open_reader: Option<ReaderId>,
    /// The time zone in which dates are written.
    pub time_zone: jiff::tz::TimeZone,
    /// Stories on one page of the front.
    pub page_size: usize,
}

impl Default for WebSettings {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".into(),
            public_url: String::new(),
            allowed_hosts: Vec::new(),
            open_reader: None,
            time_zone: jiff::tz::TimeZone::system(),
            page_size: 30,
        }
    }
}

/// Well-known feeds that a new reader can begin with.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct StarterPack {
    /// By subject and language.
    pub groups: Vec<StarterGroup>,
}

/// One subject of the starter pack.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StarterGroup {
    /// The subject in words ("Science").
    pub subject: String,
    /// BCP 47 tag of the feeds' language.
    pub language: String,
    /// The feeds.
    pub feeds: Vec<StarterFeed>,
}

/// One feed of the starter pack.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StarterFeed {
    /// The outlet's name.
    pub title: String,
    /// The feed's address.
    pub url: String,
    /// The outlet's home page.
    #[serde(default)]
    pub site_url: Option<String>,
}

/// The site's parts. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// Everything that is kept.
    pub store: Store,
    /// The fetching side.
    pub crawl: Arc<dyn Crawl>,
    /// The time.
    pub clock: Clock,
    /// How the site is served.
    pub settings: Arc<WebSettings>,
    /// Feeds to begin with.
    pub starter: Arc<StarterPack>,
    /// The recent stories, in memory.
    pub newsroom: Arc<Newsroom>,
    /// Each reader's profile and story states, in memory.
    pub readers: Arc<Readers>,
    /// How the stories looked at last unfold, in memory.
    pub unfoldings: Arc<Unfoldings>,
}

impl App {
    /// Puts the parts together with an empty newsroom, which fills at the first request.
    #[must_use]
    pub fn new(
        store: Store,
        crawl: Arc<dyn Crawl>,
        clock: Clock,
        settings: WebSettings,
        starter: StarterPack,
    ) -> Self {
        Self {
            store,
            crawl,
            clock,
            settings: Arc::new(settings),
            starter: Arc::new(starter),
            newsroom: Arc::new(Newsroom::new(crate::front::Window::default())),
            readers: Arc::new(Readers::default()),
            unfoldings: Arc::new(Unfoldings::default()),
        }
    }

    /// The time now, in Unix seconds.
    #[must_use]
    pub fn now(&self) -> i64 {
        (self.clock)()
    }
}
