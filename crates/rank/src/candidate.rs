//! What may stand on a page: a story, with all that ranking knows of it.

use serde::{Deserialize, Serialize};
use std::ops::Deref;
use std::sync::Arc;

/// One named property of a candidate: a topic, a source, an author, a word.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Facet {
    /// Stable key: the folded topic, the source's id as text, the folded author, the word's stem.
    pub key: String,
    /// As people read it.
    pub label: String,
    /// How much the candidate is about it; only the proportion within a group counts. Not positive: ignored.
    pub weight: f32,
}

impl Facet {
    /// A facet of weight 1.
    pub fn new(key: impl Into<String>, label: impl Into<String>) -> Self {
        Self { key: key.into(), label: label.into(), weight: 1.0 }
    }
}

/// Properties of one kind. They belong to the story and are the same for every reader, so that a copy shares them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(from = "Vec<Facet>", into = "Vec<Facet>")]
pub struct Facets(Arc<[Facet]>);

impl Deref for Facets {
    type Target = [Facet];

    fn deref(&self) -> &[Facet] {
        &self.0
    }
}

impl<'a> IntoIterator for &'a Facets {
    type Item = &'a Facet;
    type IntoIter = std::slice::Iter<'a, Facet>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl FromIterator<Facet> for Facets {
    fn from_iter<I: IntoIterator<Item = Facet>>(facets: I) -> Self {
        Self(facets.into_iter().collect())
    }
}

impl From<Vec<Facet>> for Facets {
    fn from(facets: Vec<Facet>) -> Self {
        Self(facets.into())
    }
}

impl From<Facets> for Vec<Facet> {
    fn from(facets: Facets) -> Self {
        facets.to_vec()
    }
}

/// A story that may be shown, with what this reader did with it so far.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Candidate {
    /// The story's id.
    pub id: i64,
    /// When the story's first article was published, Unix seconds.
    pub published: i64,
    /// When its newest article was published, Unix seconds; 0 where there is none but the first.
    pub updated: i64,
    /// What it is about, strongest first.
    pub topics: Facets,
    /// Who tells it: key = the source's id as text, label = the outlet.
    pub sources: Facets,
    /// Who wrote it.
    pub authors: Facets,
    /// Its strongest words.
    pub terms: Facets,
    /// Articles in the story.
    pub articles: u32,
    /// Outlets that tell it.
    pub outlets: u32,
    /// How much is being published about it right now, 0 and up.
    pub heat: f32,
    /// BCP 47 primary tag.
    pub language: Option<String>,
    /// How often this reader was shown it.
    pub impressions: u32,
    /// When this reader was last shown it, Unix seconds.
    pub last_impression: Option<i64>,
    /// This reader opened it.
    pub opened: bool,
    /// This reader saved it.
    pub saved: bool,
    /// This reader hid it.
    pub hidden: bool,
    /// What an editor added, in log-odds; 0 where there is none.
    pub editorial: f64,
}

impl Candidate {
    /// The time that counts for freshness and for the chronological page: the newest article's.
    #[must_use]
    pub fn newest(&self) -> i64 {
        self.published.max(self.updated)
    }
}
