//! Fourth stage: the score, as the plain sum of its reasons.

use super::features::{self, Features};
use super::hydrate::Hydrated;
use super::{Contribution, Ranked};
use crate::candidate::{Candidate, Facet};
use crate::number;
use crate::profile::{Choice, Group, Habits, Profile, Table, Weight};
use crate::settings::{Context, Settings};
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

/// Collects the terms of one score.
struct Sum {
    contributions: Vec<Contribution>,
}

impl Sum {
    fn add(&mut self, signal: &'static str, key: &str, label: impl FnOnce() -> String, value: f64) {
        if value != 0.0 {
            self.keep(signal, key, label(), value);
        }
    }

    fn keep(&mut self, signal: &'static str, key: &str, label: String, value: f64) {
        // "+ 0.0" turns a negative zero into a plain one.
        let value = value + 0.0;
        self.contributions.push(Contribution {
            signal: Cow::Borrowed(signal),
            key: key.to_owned(),
            label,
            value,
        });
    }

    fn ranked(self, candidate: Candidate) -> Ranked {
        let score = self.contributions.iter().map(|contribution| contribution.value).sum();
        Ranked { candidate, score, contributions: self.contributions, moved: None }
    }
}

/// Scores by what matters to the reader.
pub(super) fn for_you(profile: &Profile, kept: Vec<Hydrated>, context: &Context) -> Vec<Ranked> {
    kept.into_iter().map(|item| score(profile, item, context)).collect()
}

/// Scores by time alone: hours before now.
pub(super) fn latest(kept: Vec<Hydrated>, context: &Context) -> Vec<Ranked> {
    kept.into_iter()
        .map(|item| {
            let mut sum = Sum { contributions: Vec::with_capacity(1) };
            let hours = number::seconds(context.now.saturating_sub(item.candidate.newest())) / 3_600.0;
            sum.keep("time", "", words::age(item.features.age), -hours);
            sum.ranked(item.candidate)
        })
        .collect()
}

/// Scores by what everybody tells just now, the same for every reader.
pub(super) fn by_heat(kept: Vec<Hydrated>) -> Vec<Ranked> {
    let usual = Habits::default();
    kept.into_iter()
        .map(|Hydrated { candidate, features }| {
            let mut sum = Sum { contributions: Vec::with_capacity(4) };
            sum.keep("freshness", "", words::age(features.age), usual.freshness.prior * features.freshness);
            told(&mut sum, &candidate, &features, WIDELY_TOLD, usual.heat.prior);
            sum.add("editorial", "", || "Placed by an editor".to_owned(), candidate.editorial);
            sum.ranked(candidate)
        })
        .collect()
}

/// How many tell it, and how hotly.
fn told(sum: &mut Sum, candidate: &Candidate, features: &Features, size: f64, heat: f64) {
    let outlets = || joined(&["Told by ", &candidate.outlets.to_string(), " outlets"]);
    sum.add("size", "", outlets, size * features.size);
    sum.add("heat", "", || "Being written about right now".to_owned(), heat * features.heat);
}

fn score(profile: &Profile, item: Hydrated, context: &Context) -> Ranked {
    let Hydrated { candidate, features } = item;
    let (sliders, now) = (&context.settings, context.now);
    let mut sum =
        Sum { contributions: Vec::with_capacity(6 + candidate.topics.len() + candidate.sources.len()) };
    sum.keep("intercept", "", "Every story starts here".to_owned(), profile.habits().start(now));
    followed(&mut sum, "followed-topic", profile.followed_topics(), &candidate.topics, sliders.follows);
    followed(&mut sum, "followed-source", profile.followed_sources(), &candidate.sources, sliders.follows);
    let topics = profile.table(Group::Topics);
    taste(&mut sum, "topic", "Topic: ", topics, &candidate.topics, sliders.topics, now);
    let sources = profile.table(Group::Sources);
    taste(&mut sum, "source", "Source: ", sources, &candidate.sources, sliders.sources, now);
    let authors = profile.table(Group::Authors);
    if !authors.is_empty() {
        let unit = features::unit(&candidate.authors) * sliders.authors * 0.7;
        for facet in &candidate.authors {
            let value = term(authors, facet, unit, now);
            sum.add("author", &facet.key, || joined(&["By ", &facet.label]), value);
        }
    }
    if sliders.explore && profile.is_settled() {
        curious(&mut sum, topics, &candidate, now);
    }
    terms(&mut sum, profile.table(Group::Words), &candidate.terms, sliders.words, now);
    if let Some(answer) = profile.answer(candidate.id) {
        let (label, value) = if answer.more {
            ("You asked for more like this story", ANSWER)
        } else {
            ("You asked for less like this story", -ANSWER)
        };
        sum.keep("answer", "", label.to_owned(), value);
    }
    circumstances(&mut sum, profile, &candidate, &features, sliders, now);
    sum.ranked(candidate)
}

fn circumstances(
    sum: &mut Sum,
    profile: &Profile,
    candidate: &Candidate,
    features: &Features,
    sliders: &Settings,
    now: i64,
) {
    let habits = profile.habits();
    let habit = |weight: &Weight| weight.habit(now);
    let fresh = habit(&habits.freshness) * features.freshness * sliders.freshness;
    sum.add("freshness", "", || words::age(features.age), fresh);
    told(sum, candidate, features, habit(&habits.size) * sliders.size, habit(&habits.heat) * sliders.size);
    let repeats = -habit(&habits.repeats) * features.repeats * sliders.repeats;
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
    sum: &mut Sum,
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
    sum: &mut Sum,
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
        sum.keep(signal, &facet.key, joined(&[words, &facet.label]), value);
    }
}

/// What is not known yet may turn out to be liked. Only in the main topic, and only once the reader is known at all: for
/// somebody new everything is unknown alike.
fn curious(sum: &mut Sum, topics: &Table, candidate: &Candidate, now: i64) {
    let Some(topic) = candidate.topics.first() else { return };
    let unknown = topics.uncertainty(&topic.key, now) * Group::Topics.prior_precision().sqrt();
    let label = || joined(&["A chance, as little is known yet of how you like ", &topic.label]);
    sum.add("curiosity", &topic.key, label, CURIOSITY * unknown);
}

fn terms(sum: &mut Sum, table: &Table, facets: &[Facet], slider: f64, now: i64) {
    if table.is_empty() {
        return;
    }
    let unit = features::unit(facets) * slider * 0.5;
    let mut values: Vec<(f64, &Facet)> = facets
        .iter()
        .map(|facet| (term(table, facet, unit, now), facet))
        .filter(|(value, _)| *value != 0.0)
        .collect();
    values.sort_by(|a, b| b.0.abs().total_cmp(&a.0.abs()).then_with(|| a.1.key.cmp(&b.1.key)));
    for (value, facet) in values.iter().take(WORDS_SHOWN) {
        sum.add("word", &facet.key, || joined(&["Word: ", &facet.label]), *value);
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
