//! How well a desk groups labelled articles.

use crate::num::{seconds, single};
use crate::{ArticleId, Desk, Incoming, Likeness, Settings, StoryId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One labelled article: a line of a labelled set.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Row {
    /// The set's name of the article.
    pub id: String,
    /// Unix seconds. Without times, give the row's number.
    #[serde(skip)]
    pub at: i64,
    /// Which of the files it is from, counted from 0.
    #[serde(skip)]
    pub file: usize,
    /// Who published it; empty where unknown.
    #[serde(default)]
    pub outlet: String,
    /// BCP 47 tag.
    #[serde(default)]
    pub lang: Option<String>,
    /// Headline.
    #[serde(default)]
    pub title: String,
    /// Text or lead.
    #[serde(default)]
    pub text: String,
    /// Address.
    #[serde(default)]
    pub url: String,
    /// Its text's vector, where a model is tried.
    #[serde(default)]
    pub embedding: Vec<f32>,
    /// The label: what people say its story is.
    #[serde(default)]
    pub story: String,
}

/// Where a row came to stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assigned {
    /// The set's name of the article.
    pub id: String,
    /// The desk's story, after the whole stream.
    pub story: StoryId,
}

/// Measures of one file's rows; shares are 0 to 1.
#[derive(Default, Debug, Clone, PartialEq, Serialize)]
pub struct Measures {
    /// BCubed precision (A. Bagga and B. Baldwin, 1998).
    pub precision: f64,
    /// BCubed recall.
    pub recall: f64,
    /// BCubed F1.
    pub f1: f64,
    /// F1 over pairs of articles.
    pub pair_f1: f64,
    /// Stories found.
    pub stories: usize,
    /// Stories labelled.
    pub labelled: usize,
    /// Articles.
    pub articles: usize,
}

/// The outcome of a run.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outcome {
    /// One for each row, in the order of the stream.
    pub assigned: Vec<Assigned>,
    /// One for each file.
    pub files: Vec<Measures>,
    /// Articles in a story most of whose articles are of another file.
    pub foreign: usize,
}

impl Row {
    /// The row as it comes to a desk, under an id of the caller's.
    pub(crate) fn incoming(&self, id: ArticleId) -> Incoming<'_> {
        Incoming {
            id,
            at: self.at,
            outlet: &self.outlet,
            language: self.lang.as_deref(),
            title: &self.title,
            text: &self.text,
            url: &self.url,
            embedding: &self.embedding,
            ..Incoming::default()
        }
    }
}

/// Runs rows, given in order of `(at, id)`, through one desk and measures each file.
///
/// The desk forgets by the stream's own time; what it had assigned by then stays assigned.
pub fn run(rows: impl Iterator<Item = Row>, settings: &Settings) -> Outcome {
    run_with(rows, settings, Likeness::default())
}

/// [`run`] with weights of the caller's.
pub fn run_with(rows: impl Iterator<Item = Row>, settings: &Settings, likeness: Likeness) -> Outcome {
    let mut desk = Desk::with(settings.clone(), likeness);
    // Little is kept of a row, since it counts in the memory that a run takes.
    let mut kept: Vec<Told> = Vec::new();
    let mut labels: BTreeMap<Box<str>, u32> = BTreeMap::new();
    let mut found: Vec<StoryId> = Vec::new();
    let mut swept = i64::MIN;
    for (row, id) in rows.zip(1_i64..) {
        desk.settle_if_due(row.at);
        if row.at > swept.saturating_add(6 * 3_600) {
            for (article, story) in desk.expire(row.at) {
                stand(&mut found, article, story);
            }
            swept = row.at;
        }
        desk.add(&row.incoming(id));
        let next = u32::try_from(labels.len()).unwrap_or(u32::MAX);
        let label = *labels.entry(row.story.into()).or_insert(next);
        kept.push(Told { id: row.id.into(), file: row.file, label });
        found.push(id);
    }
    desk.settle();
    for (_, article) in kept.iter().zip(1_i64..) {
        if let Some(story) = desk.story_of(article) {
            stand(&mut found, article, story);
        }
    }
    drop(desk);
    let mut names: Vec<(u32, &str)> = labels.iter().map(|(name, n)| (*n, &**name)).collect();
    names.sort_unstable();
    let name = |n: u32| usize::try_from(n).ok().and_then(|n| names.get(n)).map_or("", |(_, name)| *name);
    let files = kept.iter().map(|k| k.file + 1).max().unwrap_or(0);
    let measures = (0..files)
        .map(|f| {
            let rows = kept.iter().zip(&found).filter(|(k, _)| k.file == f);
            measure(&rows.map(|(k, s)| (name(k.label), *s)).collect::<Vec<_>>())
        })
        .collect();
    let mut owners: BTreeMap<StoryId, BTreeMap<usize, usize>> = BTreeMap::new();
    for (k, s) in kept.iter().zip(&found) {
        *owners.entry(*s).or_default().entry(k.file).or_default() += 1;
    }
    let foreign =
        owners.values().map(|c| c.values().sum::<usize>() - c.values().max().copied().unwrap_or(0)).sum();
    let assigned =
        kept.into_iter().zip(found).map(|(k, story)| Assigned { id: k.id.into(), story }).collect();
    Outcome { assigned, files: measures, foreign }
}

/// What is kept of a row until the end.
struct Told {
    id: Box<str>,
    file: usize,
    label: u32,
}

/// Writes down the story of an article whose id is the row's number, counted from 1.
fn stand(found: &mut [StoryId], article: ArticleId, story: StoryId) {
    let place = usize::try_from(article.saturating_sub(1)).ok();
    if let Some(slot) = place.and_then(|p| found.get_mut(p)) {
        *slot = story;
    }
}

/// Measures rows of (label, story found).
#[must_use]
pub fn measure(rows: &[(&str, StoryId)]) -> Measures {
    let mut gold: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found: BTreeMap<StoryId, usize> = BTreeMap::new();
    let mut both: BTreeMap<(&str, StoryId), usize> = BTreeMap::new();
    for (g, s) in rows {
        *gold.entry(g).or_default() += 1;
        *found.entry(*s).or_default() += 1;
        *both.entry((g, *s)).or_default() += 1;
    }
    let n = count(rows.len().max(1));
    let (mut precision, mut recall) = (0.0, 0.0);
    for ((g, s), v) in &both {
        let square = count(*v) * count(*v);
        precision += square / count(found.get(s).copied().unwrap_or(1));
        recall += square / count(gold.get(g).copied().unwrap_or(1));
    }
    let pairs = |v: usize| count(v * v.saturating_sub(1) / 2);
    let together: f64 = both.values().map(|v| pairs(*v)).sum();
    let share = |all: f64| if all > 0.0 { together / all } else { 1.0 };
    let pair_precision = share(found.values().map(|v| pairs(*v)).sum());
    let pair_recall = share(gold.values().map(|v| pairs(*v)).sum());
    let (precision, recall) = (precision / n, recall / n);
    Measures {
        precision,
        recall,
        f1: harmonic(precision, recall),
        pair_f1: harmonic(pair_precision, pair_recall),
        stories: found.len(),
        labelled: gold.len(),
        articles: rows.len(),
    }
}

fn harmonic(p: f64, r: f64) -> f64 {
    if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 }
}

pub(crate) fn count(n: usize) -> f64 {
    seconds(i64::try_from(n).unwrap_or(i64::MAX))
}

impl std::fmt::Display for Measures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let percent = |x: f64| single(100.0 * x);
        write!(
            f,
            "B3 P {:5.1} R {:5.1} F {:5.1} | pair F {:5.1} | stories {} of {} | articles {}",
            percent(self.precision),
            percent(self.recall),
            percent(self.f1),
            percent(self.pair_f1),
            self.stories,
            self.labelled,
            self.articles
        )
    }
}
