//! What the reader sets: the sliders and the mode of a page.

use serde::{Deserialize, Serialize};

/// How a page is ordered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// By what matters to this reader.
    #[default]
    ForYou,
    /// Newest first, without any profile.
    Latest,
    /// What most outlets tell right now first, without any profile.
    Heat,
}

/// The reader's sliders. The first group multiplies a kind of reason: 0 switches it off, 1 leaves it, 2 doubles it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// How the reader's front page is ordered. The other sliders count "for you" alone, but for languages and age.
    pub order: Mode,
    /// What is followed.
    pub follows: f64,
    /// Taste in topics.
    pub topics: f64,
    /// Taste in sources.
    pub sources: f64,
    /// Taste in authors.
    pub authors: f64,
    /// Taste in words.
    pub words: f64,
    /// Newness.
    pub freshness: f64,
    /// How many tell it, and how hotly.
    pub size: f64,
    /// How much what was seen or read already sinks.
    pub repeats: f64,
    /// 0 = strictly by score … 1 = as mixed as can be, by topic.
    pub diversity: f64,
    /// 0 = topics as they come … 1 = the page keeps to the mix of topics that the reader follows and likes.
    pub calibration: f64,
    /// The least share of the page that stands on followed topics and sources, as far as there are such stories.
    pub followed_share: f64,
    /// Places for what many outlets tell, whatever the reader's taste; 0 = none.
    pub important: usize,
    /// One marked place a page for a topic of which little is known yet.
    pub explore: bool,
    /// The most stories of one source on a page; 0 = no bound.
    pub source_cap: usize,
    /// Older stories are left out, in days, as long as enough younger ones are there; 0 = no bound.
    pub max_age_days: u32,
    /// Languages wanted, BCP 47 primary tags; empty = all. A story of unknown language always passes.
    pub languages: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            order: Mode::ForYou,
            follows: 1.0,
            topics: 1.0,
            sources: 1.0,
            authors: 1.0,
            words: 1.0,
            freshness: 1.0,
            size: 1.0,
            repeats: 1.0,
            diversity: 0.3,
            calibration: 0.2,
            followed_share: 0.25,
            important: 1,
            explore: true,
            source_cap: 5,
            max_age_days: 14,
            languages: Vec::new(),
        }
    }
}

impl Settings {
    /// The same with every slider inside its range: multipliers 0 to 3, shares 0 to 1, numbers finite.
    #[must_use]
    pub fn sound(mut self) -> Self {
        let usual = Self::default();
        let within = |value: f64, high: f64, usual: f64| {
            if value.is_finite() { value.clamp(0.0, high) } else { usual }
        };
        self.follows = within(self.follows, 3.0, usual.follows);
        self.topics = within(self.topics, 3.0, usual.topics);
        self.sources = within(self.sources, 3.0, usual.sources);
        self.authors = within(self.authors, 3.0, usual.authors);
        self.words = within(self.words, 3.0, usual.words);
        self.freshness = within(self.freshness, 3.0, usual.freshness);
        self.size = within(self.size, 3.0, usual.size);
        self.repeats = within(self.repeats, 3.0, usual.repeats);
        self.diversity = within(self.diversity, 1.0, usual.diversity);
        self.calibration = within(self.calibration, 1.0, usual.calibration);
        self.followed_share = within(self.followed_share, 1.0, usual.followed_share);
        self
    }
}

/// What a page is asked for with.
#[derive(Debug, Clone, PartialEq)]
pub struct Context {
    /// The time of the page, Unix seconds.
    pub now: i64,
    /// How it is ordered.
    pub mode: Mode,
    /// How many stories it holds at the most.
    pub limit: usize,
    /// The reader's sliders.
    pub settings: Settings,
}

impl Context {
    /// A page "for you" with the sliders as delivered.
    #[must_use]
    pub fn new(now: i64, limit: usize) -> Self {
        Self { now, mode: Mode::ForYou, limit, settings: Settings::default() }
    }
}
