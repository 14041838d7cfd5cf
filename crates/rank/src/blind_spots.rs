//! What a reader never sees: the reader's own reading against what was published. Computed on the reader's machine only.
//!
//! The divergences follow RADio (Vrijenhoek et al. 2022): Jensen–Shannon, with base 2: 0 = the same mix, 1 = nothing in common.

use crate::candidate::{Candidate, Facet};
use crate::number;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is published less often than this many times is no blind spot.
const PUBLISHED_AT_LEAST: f64 = 3.0;

/// One topic, outlet or language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Share {
    /// Its key.
    pub key: String,
    /// As people read it.
    pub label: String,
    /// Its share of what was published, 0 to 1.
    pub published: f64,
    /// Its share of what was read, 0 to 1.
    pub read: f64,
}

/// One side of the panel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Side {
    /// Everything, most published first.
    pub shares: Vec<Share>,
    /// What was published at least three times and never read, most published first.
    pub never_read: Vec<Share>,
    /// How far the reading is from what was published, 0 to 1; `None` while nothing was read.
    pub divergence: Option<f64>,
}

/// The panel.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Panel {
    /// Stories published.
    pub published: usize,
    /// Of them, opened.
    pub read: usize,
    /// By topic.
    pub topics: Side,
    /// By source.
    pub sources: Side,
    /// By language.
    pub languages: Side,
    /// Of the stories that several outlets told, the share of which the reader opened none: sides never heard.
    pub told_by_many_never_opened: Option<f64>,
    /// By how many tell them: stories that one outlet alone tells ("one") and others ("several"). The divergence is the
    /// panel's measure of alternative voices.
    pub voices: Side,
}

/// How far apart what readers read is, by topic: the mean Jensen–Shannon divergence over pairs of readers (RADio's
/// fragmentation), 0 to 1. Each reader: the stories opened. `None` with fewer than two who read anything.
#[must_use]
pub fn fragmentation(readers: &[Vec<&Candidate>]) -> Option<f64> {
    let mixes: Vec<BTreeMap<&str, f64>> =
        readers.iter().map(|read| mix(read)).filter(|m| !m.is_empty()).collect();
    let mut apart = Vec::new();
    for (at, one) in mixes.iter().enumerate() {
        for other in mixes.iter().skip(at + 1) {
            let keys: std::collections::BTreeSet<&&str> = one.keys().chain(other.keys()).collect();
            let share = |mix: &BTreeMap<&str, f64>, key: &str| mix.get(key).copied().unwrap_or(0.0);
            apart.push(jensen_shannon(keys.iter().map(|key| (share(one, key), share(other, key)))));
        }
    }
    (!apart.is_empty()).then(|| apart.iter().sum::<f64>() / number::real(apart.len()))
}

/// Shares of topics; a story counts once, however many it has.
fn mix<'a>(read: &[&'a Candidate]) -> BTreeMap<&'a str, f64> {
    let told: Vec<&&Candidate> = read.iter().filter(|story| !story.topics.is_empty()).collect();
    let mut mix = BTreeMap::new();
    for story in &told {
        let part = 1.0 / number::real(story.topics.len()) / number::real(told.len());
        for topic in &story.topics {
            *mix.entry(topic.key.as_str()).or_insert(0.0) += part;
        }
    }
    mix
}

/// Compares what was opened with all that was published. `stories`: everything published in the time that counts.
#[must_use]
pub fn panel(stories: &[Candidate]) -> Panel {
    let read = stories.iter().filter(|story| story.opened).count();
    let languages: Vec<Vec<Facet>> = stories
        .iter()
        .map(|story| story.language.iter().map(|tag| Facet::new(tag.clone(), tag.clone())).collect())
        .collect();
    let voices: Vec<[Facet; 1]> = stories
        .iter()
        .map(|story| match story.outlets {
            0 | 1 => [Facet::new("one", "Told by one outlet alone")],
            _ => [Facet::new("several", "Told by several outlets")],
        })
        .collect();
    let facets = |of: fn(&Candidate) -> &[Facet]| side(stories.iter().map(|story| (of(story), story.opened)));
    let many: Vec<&Candidate> = stories.iter().filter(|story| story.outlets >= 3).collect();
    let missed = many.iter().filter(|story| !story.opened).count();
    Panel {
        published: stories.len(),
        read,
        topics: facets(|story| &story.topics),
        sources: facets(|story| &story.sources),
        languages: side(
            languages.iter().zip(stories).map(|(facets, story)| (facets.as_slice(), story.opened)),
        ),
        told_by_many_never_opened: (!many.is_empty())
            .then(|| number::real(missed) / number::real(many.len())),
        voices: side(voices.iter().zip(stories).map(|(facet, story)| (facet.as_slice(), story.opened))),
    }
}

fn side<'a>(stories: impl Iterator<Item = (&'a [Facet], bool)>) -> Side {
    let mut counts: BTreeMap<&str, (&str, f64, f64)> = BTreeMap::new();
    let (mut all, mut all_read) = (0.0, 0.0);
    for (facets, opened) in stories {
        // A story counts once, however many labels it has.
        let part = 1.0 / number::real(facets.len().max(1));
        for facet in facets {
            let count = counts.entry(&facet.key).or_insert((&facet.label, 0.0, 0.0));
            count.1 += part;
            all += part;
            if opened {
                count.2 += part;
                all_read += part;
            }
        }
    }
    let share = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    let mut listed: Vec<(f64, Share)> = counts
        .into_iter()
        .map(|(key, (label, published, read))| {
            let (published_share, read_share) = (share(published, all), share(read, all_read));
            let (key, label) = (key.to_owned(), label.to_owned());
            (published, Share { key, label, published: published_share, read: read_share })
        })
        .collect();
    listed.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.key.cmp(&b.1.key)));
    let divergence =
        (all_read > 0.0).then(|| jensen_shannon(listed.iter().map(|(_, s)| (s.published, s.read))));
    let never_read = listed
        .iter()
        .filter(|(published, share)| *published >= PUBLISHED_AT_LEAST && share.read == 0.0)
        .map(|(_, share)| share.clone())
        .collect();
    Side { shares: listed.into_iter().map(|(_, share)| share).collect(), never_read, divergence }
}

fn jensen_shannon(pairs: impl Iterator<Item = (f64, f64)>) -> f64 {
    let toward = |p: f64, middle: f64| if p > 0.0 { p * (p / middle).log2() } else { 0.0 };
    let sum: f64 = pairs
        .map(|(p, q)| {
            let middle = f64::midpoint(p, q);
            f64::midpoint(toward(p, middle), toward(q, middle))
        })
        .sum();
    sum.clamp(0.0, 1.0)
}
