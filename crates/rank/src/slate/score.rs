//! Fourth stage: the score, as the plain sum of its reasons.

use super::features::{self, Features};
use super::hydrate::Hydrated;
use super::{Contribution, Ranked, Scored};
use crate::candidate::{Candidate, Facet};
use crate::number;
use crate::profile::{Choice, Group, Habits, Profile, Table};
use crate::settings::{Context, Mode, Settings};
use crate::words::{self, joined};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a story that was opened loses.
pub(crate) const READ: f64 = -3.0;
/// What an answer on the story itself adds or takes.
const ANSWER: f64 = 1.0;
/// What a topic gets for being wholly unknown, in log-odds: optimism that fades as the taste for it is learned (after the
/// upper confidence bounds of Li et al. 2010, held so small that it decides between near equals only).
const CURIOSITY: f64 = 0.3;
/// In the order by heat: what each doubling of the outlets adds. It outweighs nearly two doublings of age.
const WIDELY_TOLD: f64 = 1.0;
/// Words shown each by itself; the others are summed into one reason.
const WORDS_SHOWN: usize = 3;

/// Where the terms of a score go.
trait Terms {
    /// Takes a term.
    fn keep(&mut self, signal: &'static str, key: &str, label: impl FnOnce() -> String, value: f64);

    /// Takes a term unless it is 0.
    fn add(&mut self, signal: &'static str, key: &str, label: impl FnOnce() -> String, value: f64) {
        if value != 0.0 {
            self.keep(signal, key, label, value);
        }
    }
}

/// Their sum alone, added up in the same order as that of [`Reasons`].
struct Total(f64);

impl Terms for Total {
    fn keep(&mut self, _: &'static str, _: &str, _: impl FnOnce() -> String, value: f64) {
        self.0 += value;
    }
}

/// The terms themselves.
struct Reasons(Vec<Contribution>);

impl Terms for Reasons {
    fn keep(&mut self, signal: &'static str, key: &str, label: impl FnOnce() -> String, value: f64) {
        // "+ 0.0" turns a negative zero into a plain one.
        let (key, value) = (key.to_owned(), value + 0.0);
        self.0.push(Contribution { signal: Cow::Borrowed(signal), key, label: label(), value });
    }
}

/// Scores candidates for one page: first all by number alone, then the few that are shown with their reasons. Both go the
/// same way, so that they cannot differ.
pub(super) struct Scorer<'a> {
    profile: &'a Profile,
    context: &'a Context,
    habits: Strengths,
    /// Memory for the words of one candidate.
    words: Vec<(f64, usize)>,
}

/// What the reader's habits are worth at the page's time.
struct Strengths {
    start: f64,
    freshness: f64,
    size: f64,
    heat: f64,
    repeats: f64,
}

impl<'a> Scorer<'a> {
    pub(super) fn new(profile: &'a Profile, context: &'a Context) -> Self {
        let (habits, now) = (profile.habits(), context.now);
        let strengths = Strengths {
            start: habits.start(now),
            freshness: habits.freshness.habit(now),
            size: habits.size.habit(now),
            heat: habits.heat.habit(now),
            repeats: habits.repeats.habit(now),
        };
        Self { profile, context, habits: strengths, words: Vec::new() }
    }

    pub(super) fn score(&mut self, item: Hydrated) -> Scored {
        let mut total = Total(0.0);
        self.terms(&item.candidate, &item.features, &mut total);
        Scored { candidate: item.candidate, score: total.0 }
    }

    pub(super) fn explain(&mut self, candidate: Candidate) -> Ranked {
        let features = Features::of(&candidate, self.context.now);
        let mut reasons = Reasons(Vec::with_capacity(6 + candidate.topics.len() + candidate.sources.len()));
        self.terms(&candidate, &features, &mut reasons);
        let score = reasons.0.iter().map(|contribution| contribution.value).sum();
        Ranked { candidate, score, contributions: reasons.0, moved: None }
    }

    fn terms(&mut self, candidate: &Candidate, features: &Features, sum: &mut impl Terms) {
        match self.context.mode {
            Mode::ForYou => self.for_you(candidate, features, sum),
            Mode::Latest => {
                // By time alone: hours before now.
                let hours = number::seconds(self.context.now.saturating_sub(candidate.newest())) / 3_600.0;
                sum.keep("time", "", || words::age(features.age), -hours);
            }
            Mode::Heat => by_heat(candidate, features, sum),
        }
    }

    /// By what matters to the reader.
    fn for_you(&mut self, candidate: &Candidate, features: &Features, sum: &mut impl Terms) {
        let (profile, sliders, now) = (self.profile, &self.context.settings, self.context.now);
        sum.keep("intercept", "", || "Every story starts here".to_owned(), self.habits.start);
        followed(sum, "followed-topic", profile.followed_topics(), &candidate.topics, sliders.follows);
        followed(sum, "followed-source", profile.followed_sources(), &candidate.sources, sliders.follows);
        let topics = profile.table(Group::Topics);
        taste(sum, "topic", "Topic: ", topics, &candidate.topics, sliders.topics, now);
        let sources = profile.table(Group::Sources);
        taste(sum, "source", "Source: ", sources, &candidate.sources, sliders.sources, now);
        let authors = profile.table(Group::Authors);
        if !authors.is_empty() {
            let unit = features::unit(&candidate.authors) * sliders.authors * 0.7;
            for facet in &candidate.authors {
                let value = term(authors, facet, unit, now);
                sum.add("author", &facet.key, || joined(&["By ", &facet.label]), value);
            }
        }
        if sliders.explore && profile.is_settled() {
            curious(sum, topics, candidate, now);
        }
        let table = profile.table(Group::Words);
        if !table.is_empty() {
            in_words(sum, table, &candidate.terms, sliders.words, now, &mut self.words);
        }
        if let Some(answer) = profile.answer(candidate.id) {
            let (label, value) = if answer.more {
                ("You asked for more like this story", ANSWER)
            } else {
                ("You asked for less like this story", -ANSWER)
            };
            sum.keep("answer", "", || label.to_owned(), value);
        }
        circumstances(sum, &self.habits, candidate, features, sliders);
    }
}

/// By what everybody tells just now, the same for every reader.
fn by_heat(candidate: &Candidate, features: &Features, sum: &mut impl Terms) {
    let usual = Habits::default();
    let fresh = usual.freshness.prior * features.freshness;
    sum.keep("freshness", "", || words::age(features.age), fresh);
    told(sum, candidate, features, WIDELY_TOLD, usual.heat.prior);
    sum.add("editorial", "", || "Placed by an editor".to_owned(), candidate.editorial);
}

/// How many tell it, and how hotly.
fn told(sum: &mut impl Terms, candidate: &Candidate, features: &Features, size: f64, heat: f64) {
    let outlets = || joined(&["Told by ", &candidate.outlets.to_string(), " outlets"]);
    sum.add("size", "", outlets, size * features.size);
    sum.add("heat", "", || "Being written about right now".to_owned(), heat * features.heat);
}

fn circumstances(
    sum: &mut impl Terms,
    habits: &Strengths,
    candidate: &Candidate,
    features: &Features,
    sliders: &Settings,
) {
    let fresh = habits.freshness * features.freshness * sliders.freshness;
    sum.add("freshness", "", || words::age(features.age), fresh);
    told(sum, candidate, features, habits.size * sliders.size, habits.heat * sliders.size);
    let repeats = -habits.repeats * features.repeats * sliders.repeats;
    sum.add(
        "repeat",
        "",
        || {
            let added = if features.grew { ", with news since" } else { "" };
            joined(&["You have seen this ", &words::times(candidate.impressions), added])
        },
        repeats,
    );
    if candidate.opened {
        // A story that grew since it was read may be worth another look.
        let (label, value) = if features.grew {
            ("You have read this, with news since", READ / 2.0)
        } else {
            ("You have read this", READ)
        };
        sum.add("read", "", || label.to_owned(), value * sliders.repeats);
    }
    sum.add("editorial", "", || "Placed by an editor".to_owned(), candidate.editorial);
}

fn followed(
    sum: &mut impl Terms,
    signal: &'static str,
    choices: &BTreeMap<String, Choice>,
    facets: &[Facet],
    slider: f64,
) {
    if choices.is_empty() {
        return;
    }
    let hits = facets.iter().filter_map(|facet| choices.get(&facet.key).map(|choice| (facet, choice)));
    for (nth, (facet, choice)) in hits.enumerate() {
        let label = || joined(&["You follow ", &choice.label]);
        sum.add(signal, &facet.key, label, features::step(nth) * slider);
    }
}

/// Topics and sources: kept at 0 too, so that a reader sees them change.
fn taste(
    sum: &mut impl Terms,
    signal: &'static str,
    words: &str,
    table: &Table,
    facets: &[Facet],
    slider: f64,
    now: i64,
) {
    let unit = features::unit(facets) * slider;
    for facet in facets {
        let value = if table.is_empty() { 0.0 } else { term(table, facet, unit, now) };
        sum.keep(signal, &facet.key, || joined(&[words, &facet.label]), value);
    }
}

/// What is not known yet may turn out to be liked. Only in the main topic, and only once the reader is known at all: for
/// somebody new everything is unknown alike.
fn curious(sum: &mut impl Terms, topics: &Table, candidate: &Candidate, now: i64) {
    let Some(topic) = candidate.topics.first() else { return };
    let unknown = topics.uncertainty(&topic.key, now) * Group::Topics.prior_precision().sqrt();
    let label = || joined(&["Little is known yet of how you like ", &topic.label, ", so it gets a chance"]);
    sum.add("curiosity", &topic.key, label, CURIOSITY * unknown);
}

fn in_words(
    sum: &mut impl Terms,
    table: &Table,
    facets: &[Facet],
    slider: f64,
    now: i64,
    values: &mut Vec<(f64, usize)>,
) {
    let unit = features::unit(facets) * slider * 0.5;
    values.clear();
    let all = facets.iter().enumerate().map(|(at, facet)| (term(table, facet, unit, now), at));
    values.extend(all.filter(|(value, _)| *value != 0.0));
    let key = |at: usize| facets.get(at).map_or("", |facet| facet.key.as_str());
    values.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then_with(|| key(a.1).cmp(key(b.1))));
    for (value, at) in values.iter().take(WORDS_SHOWN) {
        let label = || joined(&["Word: ", facets.get(*at).map_or("", |facet| &facet.label)]);
        sum.add("word", key(*at), label, *value);
    }
    let others: f64 = values.iter().skip(WORDS_SHOWN).map(|(value, _)| value).sum();
    sum.add("words", "", || "Other words in it".to_owned(), others);
}

fn term(table: &Table, facet: &Facet, unit: f64, now: i64) -> f64 {
    if facet.weight > 0.0 && facet.weight.is_finite() {
        table.mean(&facet.key, now) * f64::from(facet.weight) * unit
    } else {
        0.0
    }
}
