//! How well pages are read, against pages whose article people have marked.
//!
//! Body: precision and recall over counted shingles of four words a page, averaged over pages; F1 of the two means
//! (the measure of scrapinghub's article-extraction-benchmark). Title: equal after [folding](fold). Date: the same day,
//! in UTC or by the label's own offset; minute: the instant within 60 s where the label has one. Authors and topics:
//! F1 of the folded sets.

mod fold;
mod when;

pub use fold::{fold, words};

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::article::Article;
use when::When;

/// One labelled page: a line of a labelled set. What is empty or missing was not labelled.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Truth {
    /// The page's file, as the manifest names it.
    pub path: String,
    /// The body.
    pub text: String,
    /// The headline.
    #[serde(default)]
    pub title: Option<String>,
    /// Who wrote it.
    #[serde(default)]
    pub authors: Option<Vec<String>>,
    /// When it was published: a day, or a time, in ISO 8601.
    #[serde(default)]
    pub date: Option<String>,
    /// The page's labels.
    #[serde(default)]
    pub topics: Option<Vec<String>>,
}

/// How one page was read. `None` where there is nothing to measure.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct PageScore {
    /// Share of the found shingles that are the body's.
    pub precision: Option<f64>,
    /// Share of the body's shingles that were found.
    pub recall: Option<f64>,
    /// All words of the body, and no others, in order.
    pub exact: bool,
    /// No text was found.
    pub empty: bool,
    /// The headline is the label's.
    pub title: Option<bool>,
    /// The day is the label's.
    pub date: Option<bool>,
    /// The instant is the label's, within a minute.
    pub minute: Option<bool>,
    /// F1 of the authors.
    pub authors: Option<f64>,
    /// F1 of the topics.
    pub topics: Option<f64>,
}

/// Means over the pages of a set; `None` where no page of it is labelled so.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Measures {
    /// Pages with a labelled body.
    pub pages: usize,
    /// Of the body: harmonic mean of `precision` and `recall`.
    pub f1: f64,
    /// Of the body.
    pub precision: f64,
    /// Of the body.
    pub recall: f64,
    /// Share of pages whose body is the label's to the word.
    pub exact: f64,
    /// Pages without a text.
    pub empty: usize,
    /// Share of pages with the label's headline.
    pub title: Option<f64>,
    /// Share of pages with the label's day.
    pub date: Option<f64>,
    /// Share of pages with the label's minute.
    pub minute: Option<f64>,
    /// Mean F1 of the authors.
    pub authors: Option<f64>,
    /// Mean F1 of the topics.
    pub topics: Option<f64>,
}

/// Measures one page. A page that could not be read is an empty [`Article`].
#[must_use]
pub fn score(truth: &Truth, got: &Article) -> PageScore {
    let (wanted, found) = (words(&truth.text), words(&got.text));
    let (precision, recall) = body(&truth.text, &got.text);
    let mut out = PageScore {
        precision,
        recall,
        exact: wanted == found,
        empty: got.text.is_empty(),
        ..PageScore::default()
    };
    if let Some(title) = truth.title.as_deref().filter(|t| !t.is_empty()) {
        out.title = Some(fold(title) == fold(got.title.as_deref().unwrap_or_default()));
    }
    if let Some(date) = truth.date.as_deref().filter(|d| !d.is_empty()) {
        let label = When::new(date);
        out.date = Some(got.published.is_some_and(|at| label.is_day_of(at)));
        if label.instant.is_some() {
            out.minute = Some(got.published.is_some_and(|at| label.is_minute_of(at)));
        }
    }
    out.authors = set_f1(truth.authors.as_deref(), &got.authors);
    out.topics = set_f1(truth.topics.as_deref(), &got.topics);
    out
}

/// Means over pages, in any order of them.
#[must_use]
pub fn measure(pages: &[PageScore]) -> Measures {
    let share = |of: fn(&PageScore) -> Option<bool>| {
        mean(pages.iter().filter_map(|p| of(p).map(|b| if b { 1.0 } else { 0.0 })))
    };
    let precision = mean(pages.iter().filter_map(|p| p.precision)).unwrap_or(0.0);
    let recall = mean(pages.iter().filter_map(|p| p.recall)).unwrap_or(0.0);
    let sum = precision + recall;
    Measures {
        pages: pages.iter().filter(|p| p.recall.is_some()).count(),
        f1: if sum > 0.0 { 2.0 * precision * recall / sum } else { 0.0 },
        precision,
        recall,
        exact: share(|p| Some(p.exact)).unwrap_or(0.0),
        empty: pages.iter().filter(|p| p.empty).count(),
        title: share(|p| p.title),
        date: share(|p| p.date),
        minute: share(|p| p.minute),
        authors: mean(pages.iter().filter_map(|p| p.authors)),
        topics: mean(pages.iter().filter_map(|p| p.topics)),
    }
}

/// Precision and recall over counted shingles; both 1 where both texts have none.
fn body(wanted: &str, found: &str) -> (Option<f64>, Option<f64>) {
    let mut numbers = BTreeMap::new();
    let wanted = shingles(&wanted.replace('\u{ad}', ""), &mut numbers);
    let found = shingles(&found.replace('\u{ad}', ""), &mut numbers);
    let both = count(in_both(&wanted, &found));
    let (w, f) = (count(wanted.len()), count(found.len()));
    if wanted.is_empty() && found.is_empty() {
        return (Some(1.0), Some(1.0));
    }
    ((f > 0.0).then(|| both / f), (w > 0.0).then(|| both / w))
}

/// Runs of four words, or the one run of all words where there are fewer, sorted; words as numbers from 1.
fn shingles(text: &str, numbers: &mut BTreeMap<String, u32>) -> Vec<[u32; 4]> {
    let words: Vec<u32> = words(text)
        .into_iter()
        .map(|word| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX).saturating_add(1);
            *numbers.entry(word.to_owned()).or_insert(next)
        })
        .collect();
    let mut out: Vec<[u32; 4]> = words.windows(4).filter_map(|w| w.try_into().ok()).collect();
    if out.is_empty() && !words.is_empty() {
        let mut one = [0; 4];
        for (slot, word) in one.iter_mut().zip(&words) {
            *slot = *word;
        }
        out.push(one);
    }
    out.sort_unstable();
    out
}

/// How many members two sorted lists have in common, counting doubles.
fn in_both(a: &[[u32; 4]], b: &[[u32; 4]]) -> usize {
    let (mut a, mut b) = (a.iter().peekable(), b.iter().peekable());
    let mut both = 0_usize;
    while let (Some(x), Some(y)) = (a.peek(), b.peek()) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => drop(a.next()),
            std::cmp::Ordering::Greater => drop(b.next()),
            std::cmp::Ordering::Equal => {
                both = both.saturating_add(1);
                a.next();
                b.next();
            }
        }
    }
    both
}

/// F1 of two sets of folded names, where there are labels.
fn set_f1(wanted: Option<&[String]>, found: &[String]) -> Option<f64> {
    let wanted = wanted.filter(|w| !w.is_empty())?;
    let set = |list: &[String]| -> BTreeSet<String> {
        list.iter().map(|x| fold(x)).filter(|x| !x.is_empty()).collect()
    };
    let (wanted, found) = (set(wanted), set(found));
    let all = wanted.len().saturating_add(found.len());
    Some(if all == 0 { 1.0 } else { 2.0 * count(wanted.intersection(&found).count()) / count(all) })
}

/// The mean, by Neumaier's compensated sum, so that its last printed digit does not hang on the order of the pages.
fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut sum, mut lost, mut n) = (0.0_f64, 0.0_f64, 0_usize);
    for x in values {
        let next = sum + x;
        lost += if sum.abs() >= x.abs() { (sum - next) + x } else { (x - next) + sum };
        sum = next;
        n = n.saturating_add(1);
    }
    (n > 0).then(|| (sum + lost) / count(n))
}

fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}
