//! What was learned of one reader: a readable, editable document.

mod learn;
mod tune;
mod weight;

use crate::settings::Settings;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

pub use tune::{HandSet, Tuning};
pub use weight::{Group, Learned, Table, Weight};

/// The version of the document's form.
pub const VERSION: u32 = 1;

/// A reader who gave fewer signals is new: the whole page still explores.
const SETTLED: u64 = 20;
/// The most answers (*more*, *less*) on single stories that are remembered.
const ANSWERS_KEPT: usize = 500;

/// Something that is followed or muted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choice {
    /// As people read it.
    pub label: String,
    /// Since when, Unix seconds.
    pub since: i64,
}

/// The reader's answer to one story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// *More* if true, *less* if false.
    pub more: bool,
    /// When, Unix seconds.
    pub at: i64,
}

/// A reader's profile. As JSON it is a document that people can read and change; unknown keys are left aside.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Profile {
    /// Form of the document, see [`VERSION`].
    pub version: u32,
    followed_topics: BTreeMap<String, Choice>,
    muted_topics: BTreeMap<String, Choice>,
    followed_sources: BTreeMap<String, Choice>,
    muted_sources: BTreeMap<String, Choice>,
    #[serde(deserialize_with = "topics")]
    topics: Table,
    #[serde(deserialize_with = "sources")]
    sources: Table,
    #[serde(deserialize_with = "authors")]
    authors: Table,
    #[serde(deserialize_with = "words")]
    words: Table,
    habits: Habits,
    answers: BTreeMap<i64, Answer>,
    settings: Settings,
    /// What the last tuning by hand changed, as it was before.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<tune::Before>,
    /// Signals learned from so far.
    signals: u64,
}

impl Default for Profile {
    fn default() -> Self {
        Self {
            version: VERSION,
            followed_topics: BTreeMap::new(),
            muted_topics: BTreeMap::new(),
            followed_sources: BTreeMap::new(),
            muted_sources: BTreeMap::new(),
            topics: Table::new(Group::Topics),
            sources: Table::new(Group::Sources),
            authors: Table::new(Group::Authors),
            words: Table::new(Group::Words),
            habits: Habits::default(),
            answers: BTreeMap::new(),
            settings: Settings::default(),
            before: None,
            signals: 0,
        }
    }
}

/// How strongly newness, size, heat and repetition count for this reader: learned around a prior all readers share.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Habits {
    /// Log-odds that a story is opened at all, where nothing else is known.
    pub opening: Weight,
    /// Log-odds lost each time the age (plus six hours) doubles.
    pub freshness: Weight,
    /// Log-odds won with each doubling of the outlets that tell a story.
    pub size: Weight,
    /// Log-odds won with the logarithm of the heat.
    pub heat: Weight,
    /// Log-odds lost with each doubling of one plus the times it was shown.
    pub repeats: Weight,
}

impl Habits {
    /// Log-odds that a story is opened at all, as of a time.
    pub(crate) fn start(&self, now: i64) -> f64 {
        self.opening.at_time(now, weight::OPENING_PRECISION).0
    }
}

impl Default for Habits {
    fn default() -> Self {
        Self {
            opening: Weight::prior(-2.0),
            freshness: Weight::prior(0.55),
            size: Weight::prior(0.35),
            heat: Weight::prior(0.2),
            repeats: Weight::prior(0.45),
        }
    }
}

impl Profile {
    /// Follows a topic. A mute of it is lifted.
    pub fn follow_topic(&mut self, key: &str, label: &str, at: i64) {
        choose(&mut self.followed_topics, &mut self.muted_topics, key, label, at);
    }

    /// Follows a topic no longer.
    pub fn unfollow_topic(&mut self, key: &str) {
        self.followed_topics.remove(key);
    }

    /// Wants none of a topic. It is followed no longer.
    pub fn mute_topic(&mut self, key: &str, label: &str, at: i64) {
        choose(&mut self.muted_topics, &mut self.followed_topics, key, label, at);
    }

    /// Lifts a topic's mute.
    pub fn unmute_topic(&mut self, key: &str) {
        self.muted_topics.remove(key);
    }

    /// Follows a source, by its id. A mute of it is lifted.
    pub fn follow_source(&mut self, id: i64, label: &str, at: i64) {
        choose(&mut self.followed_sources, &mut self.muted_sources, &id.to_string(), label, at);
    }

    /// Follows a source no longer.
    pub fn unfollow_source(&mut self, id: i64) {
        self.followed_sources.remove(&id.to_string());
    }

    /// Wants none of a source, by its id. It is followed no longer.
    pub fn mute_source(&mut self, id: i64, label: &str, at: i64) {
        choose(&mut self.muted_sources, &mut self.followed_sources, &id.to_string(), label, at);
    }

    /// Lifts a source's mute.
    pub fn unmute_source(&mut self, id: i64) {
        self.muted_sources.remove(&id.to_string());
    }

    /// Followed topics by key.
    #[must_use]
    pub fn followed_topics(&self) -> &BTreeMap<String, Choice> {
        &self.followed_topics
    }

    /// Muted topics by key.
    #[must_use]
    pub fn muted_topics(&self) -> &BTreeMap<String, Choice> {
        &self.muted_topics
    }

    /// Followed sources by id as text.
    #[must_use]
    pub fn followed_sources(&self) -> &BTreeMap<String, Choice> {
        &self.followed_sources
    }

    /// Muted sources by id as text.
    #[must_use]
    pub fn muted_sources(&self) -> &BTreeMap<String, Choice> {
        &self.muted_sources
    }

    /// The reader's own answer to a story, if it was given one.
    #[must_use]
    pub fn answer(&self, story: i64) -> Option<Answer> {
        self.answers.get(&story).copied()
    }

    /// The reader's sliders, kept with the profile.
    #[must_use]
    pub const fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Keeps the reader's sliders. A preview needs no keeping: give them to the page's [`crate::Context`] alone.
    pub fn set_settings(&mut self, settings: Settings) {
        self.settings = settings.sound();
    }

    /// How many signals were learned from.
    #[must_use]
    pub const fn signals(&self) -> u64 {
        self.signals
    }

    /// Enough was seen of this reader that what is known and what is not can be told apart.
    #[must_use]
    pub(crate) const fn is_settled(&self) -> bool {
        self.signals >= SETTLED
    }

    /// What was learned of habits common to all stories.
    #[must_use]
    pub const fn habits(&self) -> &Habits {
        &self.habits
    }

    /// The learned weights of a group.
    #[must_use]
    pub const fn table(&self, group: Group) -> &Table {
        match group {
            Group::Topics => &self.topics,
            Group::Sources => &self.sources,
            Group::Authors => &self.authors,
            Group::Words => &self.words,
        }
    }

    const fn table_mut(&mut self, group: Group) -> &mut Table {
        match group {
            Group::Topics => &mut self.topics,
            Group::Sources => &mut self.sources,
            Group::Authors => &mut self.authors,
            Group::Words => &mut self.words,
        }
    }

    /// Every learned weight as of a time, for the profile page: group by group, strongest first.
    #[must_use]
    pub fn weights(&self, now: i64) -> Vec<Learned> {
        Group::ALL.into_iter().flat_map(|group| self.table(group).learned(now)).collect()
    }

    /// Sets a weight by hand, firmly: the reader has the last word. 0 forgets what was learned of it.
    pub fn set_weight(&mut self, group: Group, key: &str, label: &str, mean: f64, at: i64) {
        self.table_mut(group).set(key, label, mean, at);
    }

    fn remember(&mut self, story: i64, more: bool, at: i64) {
        self.answers.insert(story, Answer { more, at });
        if self.answers.len() > ANSWERS_KEPT {
            let oldest = self.answers.iter().map(|(id, answer)| (answer.at, *id)).min();
            if let Some((_, id)) = oldest {
                self.answers.remove(&id);
            }
        }
    }
}

fn topics<'de, D: Deserializer<'de>>(document: D) -> Result<Table, D::Error> {
    Table::deserialize(document).map(|table| table.of(Group::Topics))
}

fn sources<'de, D: Deserializer<'de>>(document: D) -> Result<Table, D::Error> {
    Table::deserialize(document).map(|table| table.of(Group::Sources))
}

fn authors<'de, D: Deserializer<'de>>(document: D) -> Result<Table, D::Error> {
    Table::deserialize(document).map(|table| table.of(Group::Authors))
}

fn words<'de, D: Deserializer<'de>>(document: D) -> Result<Table, D::Error> {
    Table::deserialize(document).map(|table| table.of(Group::Words))
}

fn choose(
    into: &mut BTreeMap<String, Choice>,
    out_of: &mut BTreeMap<String, Choice>,
    key: &str,
    label: &str,
    at: i64,
) {
    out_of.remove(key);
    into.entry(key.to_owned()).or_insert_with(|| Choice { label: label.to_owned(), since: at });
}
