//! How a story unfolds, told from its articles' texts: what each report adds, what is new since a time, how copies
//! differ, who says what.
//!
//! A pure function of the texts, so that the desk need not keep them.

mod differences;
mod facts;

pub(crate) use facts::{is_day, without_dateline};

use crate::sayings::{Voice, voices};
use crate::types::ArticleId;
use differences::{differences, originals};
use facts::{Facts, facts};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// New sentences shown of one report.
const ADDED: usize = 3;
/// Words of the shortest sentence shown, in scripts that part them by spaces.
const SHORTEST: usize = 5;
/// Bytes of the longest sentence shown.
const LONGEST: usize = 420;

/// An article of the story with its text. Times are Unix seconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading<'a> {
    /// The article's number.
    pub id: ArticleId,
    /// When it was published.
    pub at: i64,
    /// When it could first be read here.
    pub arrived: i64,
    /// Who publishes it.
    pub outlet: &'a str,
    /// BCP 47 tag.
    pub language: Option<&'a str>,
    /// Headline.
    pub title: &'a str,
    /// Body or lead as plain text; may be empty.
    pub text: &'a str,
    /// The article of which it is a copy.
    pub copy_of: Option<ArticleId>,
}

/// How a story unfolds.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Unfolding {
    /// Reports that brought something, in order of time; the first is the story's beginning.
    pub timeline: Vec<Development>,
    /// How copies differ from their originals.
    pub copies: Vec<Difference>,
    /// Speakers with their claims, those whom most outlets cite first.
    pub voices: Vec<Voice>,
    #[serde(skip)]
    facts: Vec<Facts>,
    #[serde(skip)]
    originals: BTreeMap<ArticleId, ArticleId>,
}

/// A report that adds to the story.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Development {
    /// The report.
    pub article: ArticleId,
    /// When it was published, Unix seconds.
    pub at: i64,
    /// Who reported it.
    pub outlet: String,
    /// Its headline.
    pub title: String,
    /// Sentences that add names, numbers or matter to what was reported before, at most three. Empty where the
    /// headline alone does, and for the first report in each language.
    pub added: Vec<String>,
}

/// How a copy differs from its original.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// The copy.
    pub article: ArticleId,
    /// The original.
    pub of: ArticleId,
    /// Who published the copy.
    pub outlet: String,
    /// The copy's headline, where it is another.
    pub title: Option<String>,
    /// Words that the copy has more (less where negative).
    pub words: i64,
    /// Sentences of the copy that the original lacks, at most three.
    pub added: Vec<String>,
    /// How many sentences of the original the copy lacks.
    pub dropped: usize,
}

/// Tells how a story of these articles unfolds. Articles in any order.
#[must_use]
pub fn unfold(articles: &[Reading<'_>]) -> Unfolding {
    let mut list: Vec<&Reading<'_>> = articles.iter().collect();
    list.sort_by_key(|a| (a.at, a.id));
    let originals = originals(&list);
    let own: Vec<&Reading<'_>> = list.iter().copied().filter(|a| !originals.contains_key(&a.id)).collect();
    let facts: Vec<Facts> = own.iter().map(|a| facts(a)).collect();
    Unfolding {
        timeline: developments(&facts, |_| false),
        copies: differences(&list, &originals),
        voices: voices(&own),
        facts,
        originals,
    }
}

impl Unfolding {
    /// What came after a time (Unix seconds, by arrival), against all that could be read before it: reports with the
    /// sentences that add names, numbers or matter. A copy brings nothing new.
    #[must_use]
    pub fn since(&self, time: i64) -> Vec<Development> {
        developments(&self.facts, |f| f.arrived <= time)
    }

    /// What was published after a time (Unix seconds), against all that was published before it.
    #[must_use]
    pub fn published_since(&self, time: i64) -> Vec<Development> {
        developments(&self.facts, |f| f.at <= time)
    }

    /// The article that this one is a copy of: the earliest published with the same text.
    #[must_use]
    pub fn original(&self, article: ArticleId) -> Option<ArticleId> {
        self.originals.get(&article).copied()
    }

    /// Whether an article was among those read, and is no copy: only of these it can be said that they add nothing.
    #[must_use]
    pub fn knows(&self, article: ArticleId) -> bool {
        self.facts.iter().any(|f| f.article == article)
    }
}

/// The reports that add something to those that were `seen` and to those before them.
fn developments(facts: &[Facts], seen: impl Fn(&Facts) -> bool) -> Vec<Development> {
    // What was told so far, by language: terms of another language are not news.
    let mut told: BTreeMap<&str, BTreeSet<u64>> = BTreeMap::new();
    for f in facts.iter().filter(|f| seen(f)) {
        learn(told.entry(&f.language).or_default(), f);
    }
    let mut out: Vec<Development> = Vec::new();
    for f in facts.iter().filter(|f| !seen(f)) {
        let known = told.entry(&f.language).or_default();
        let begins = known.is_empty();
        let added = if begins { Vec::new() } else { added(known, f) };
        let by_title = f.headline_only
            && !begins
            && fresh(known, &f.title.all) >= 3
            && fresh(known, &f.title.telling) > 0;
        learn(known, f);
        // Of the first report in a language it cannot be said what it adds: its headline stands.
        if begins || !added.is_empty() || by_title {
            out.push(Development {
                article: f.article,
                at: f.at,
                outlet: f.outlet.clone(),
                title: f.title.text.clone(),
                added,
            });
        }
    }
    out
}

fn learn(known: &mut BTreeSet<u64>, f: &Facts) {
    for s in f.body.iter().chain([&f.title]) {
        known.extend(&s.all);
        known.extend(&s.telling);
    }
}

fn fresh(known: &BTreeSet<u64>, of: &BTreeSet<u64>) -> usize {
    of.difference(known).count()
}

/// The sentences of a report that tell most of what was not known, in their order.
fn added(known: &BTreeSet<u64>, f: &Facts) -> Vec<String> {
    let mut known = known.clone();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (i, s) in f.body.iter().enumerate() {
        let (new, facts) = (fresh(&known, &s.all), fresh(&known, &s.telling));
        // Two in five words new, and a name or a number among them.
        let whole = s.text.split(' ').count() >= SHORTEST || !s.text.is_ascii();
        if facts > 0 && new * 5 >= s.all.len().max(3) * 2 && s.text.len() <= LONGEST && whole {
            // The first sentences are what the report is about.
            found.push((facts.min(4) * 4 + 8_usize.saturating_sub(i), i));
        }
        known.extend(&s.all);
        known.extend(&s.telling);
    }
    found.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    found.truncate(ADDED);
    found.sort_by_key(|(_, i)| *i);
    found.into_iter().filter_map(|(_, i)| f.body.get(i)).map(|s| s.text.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading<'a>(id: ArticleId, outlet: &'a str, title: &'a str, text: &'a str) -> Reading<'a> {
        Reading {
            id,
            at: id * 10,
            arrived: id * 10,
            outlet,
            language: Some("en"),
            title,
            text,
            copy_of: None,
        }
    }

    #[test]
    fn unfolds() {
        let first = reading(
            1,
            "Post",
            "Fire at harbour market",
            "A fire broke out at the harbour market on Monday. Mayor Ana Lopez said the hall was empty. Nobody was hurt.",
        );
        let second = reading(
            2,
            "Times",
            "Harbour market fire: two men arrested",
            "A fire broke out at the harbour market on Monday. Police arrested two men from Lisbon, aged 24 and 31, near the railway station. \
             Lopez said the insurance would pay for it.",
        );
        let copy = Reading { copy_of: Some(1), ..reading(3, "Echo", "Market burns", first.text) };
        let u = unfold(&[copy, second, first]);
        assert_eq!(u.timeline.iter().map(|d| d.article).collect::<Vec<_>>(), [1, 2]);
        assert!(u.timeline[1].added[0].contains("Lisbon"));
        assert_eq!(u.copies[0].title.as_deref(), Some("Market burns"));
        assert_eq!((u.copies[0].words, u.copies[0].dropped), (0, 0));
        assert_eq!(u.voices[0].speaker, "Ana Lopez");
        assert_eq!(u.voices[0].said.len(), 2);
    }

    #[test]
    fn what_is_new_since() {
        let text = "A fire broke out at the harbour market on Monday.";
        let all = [
            reading(1, "Post", "Fire at harbour market", text),
            reading(
                2,
                "Times",
                "Fire at harbour market",
                "The fire at the harbour market broke out on Monday.",
            ),
            reading(3, "Echo", "Two held", "Police arrested two men from Lisbon near the railway station."),
            reading(4, "Sun", "Two held", "Police arrested two men from Lisbon near the railway station."),
        ];
        let u = unfold(&all);
        for (time, want) in [(0, vec![1, 3]), (10, vec![3]), (20, vec![3]), (30, vec![]), (99, vec![])] {
            let got: Vec<ArticleId> = u.since(time).iter().map(|d| d.article).collect();
            assert_eq!(got, want, "since {time}");
        }
        // What is published early but comes late is new to who looked in between.
        let late = Reading { at: 5, arrived: 50, ..all[2] };
        let u = unfold(&[all[0], late]);
        assert_eq!((u.since(40).len(), u.published_since(40).len(), u.published_since(1).len()), (1, 0, 1));
    }

    #[test]
    fn the_earliest_of_one_text_is_the_original() {
        let text = "A fire broke out at the harbour market on Monday.";
        let one = reading(3, "Agency", "Fire", text);
        // The agency's own telling arrived last, as a copy of a copy.
        let two = Reading { at: 50, copy_of: Some(3), ..reading(4, "Post", "Fire", text) };
        let three = Reading { at: 5, copy_of: Some(4), ..reading(5, "Wire", "Fire", text) };
        let u = unfold(&[one, two, three]);
        assert_eq!((u.original(3), u.original(4), u.original(5)), (Some(5), Some(5), None));
        assert_eq!(u.timeline.iter().map(|d| d.article).collect::<Vec<_>>(), [5]);
    }

    #[test]
    fn a_copy_tells_how_it_differs() {
        let long = "A fire broke out at the harbour market on Monday. The hall of 1901 burned for six hours. Nobody was hurt in it at all.";
        let cut = "A fire broke out at the harbour market on Monday. Our reporter saw the roof of the fish hall fall in.";
        let copy = Reading { copy_of: Some(1), ..reading(2, "Echo", "Fire at harbour market", cut) };
        let d = &unfold(&[reading(1, "Post", "Fire at harbour market", long), copy]).copies[0];
        assert_eq!((d.title.as_deref(), d.dropped, d.added.len()), (None, 2, 1));
        assert!(d.words < 0 && d.added[0].starts_with("Our reporter"));
    }
}
