//! Learning from one signal: diagonal Bayesian logistic regression on the taste terms of the score.
//!
//! What is only seen (opened, passed over) is judged against the chance that a story is opened at all; what is said
//! (*more*, *less*, *hide*) is judged on taste alone and always moves by a step that can be seen.

use super::weight::{HABIT_PRECISION, OPENING_PRECISION, Weight};
use super::{Group, Profile};
use crate::candidate::{Candidate, Facet};
use crate::number::sigmoid;
use crate::signal::{Signal, SignalKind};
use crate::slate::features::{self, Features};

/// What being shown counts against a story that is at the top of the page for the first time.
const PASSED: f64 = 0.7;
/// The least pull of an answer that was given in so many words.
const FLOOR: f64 = 0.3;

/// What a signal means for taste.
struct Lesson {
    /// Wanted or not.
    liked: bool,
    /// How much it counts.
    weight: f64,
    /// Said in so many words, not only seen.
    said: bool,
}

/// What being shown counts: the further down, the less likely the story was looked at at all; shown again, it tells
/// little new.
fn passed(signal: &Signal, shown: u32) -> f64 {
    let looked = 1.0 / (1.0 + 0.05 * f64::from(signal.position.unwrap_or(10)));
    PASSED * looked / (1.0 + f64::from(shown))
}

fn lesson(signal: &Signal, shown: u32) -> Option<Lesson> {
    let seen = |liked, weight| Some(Lesson { liked, weight, said: false });
    let said = |liked, weight| Some(Lesson { liked, weight, said: true });
    match signal.kind {
        SignalKind::Impression => seen(false, passed(signal, shown)),
        SignalKind::Open => match signal.dwell_seconds {
            Some(stayed) if stayed < 5.0 => seen(true, 0.15),
            Some(stayed) if stayed >= 60.0 => seen(true, 1.0),
            _ => seen(true, 0.8),
        },
        SignalKind::Finish => seen(true, 0.8),
        SignalKind::Save => seen(true, 1.5),
        SignalKind::Share => seen(true, 2.0),
        SignalKind::Unsave => said(false, 0.3),
        SignalKind::More => said(true, 3.0),
        SignalKind::Less => said(false, 3.0),
        SignalKind::Hide => said(false, 1.5),
        SignalKind::Unhide => said(true, 1.5),
        SignalKind::Follow => said(true, 1.0),
        // These undo or filter; they are no evidence of taste.
        SignalKind::Unfollow | SignalKind::Mute | SignalKind::Unmute => None,
    }
}

impl Profile {
    /// Learns from one signal on a story; effective on the next page. Times that run backwards are no fault.
    pub fn learn(&mut self, candidate: &Candidate, signal: &Signal) {
        self.signals = self.signals.saturating_add(1);
        match signal.kind {
            SignalKind::More => self.remember(candidate.id, true, signal.at),
            SignalKind::Less => self.remember(candidate.id, false, signal.at),
            _ => {}
        }
        let Some(lesson) = lesson(signal, candidate.impressions) else { return };
        let groups = [
            (Group::Topics, &candidate.topics, 1.0),
            (Group::Sources, &candidate.sources, 1.0),
            (Group::Authors, &candidate.authors, 0.7),
            (Group::Words, &candidate.terms, 0.5),
        ];
        let mut taste = 0.0;
        for (group, facets, scale) in groups {
            let unit = features::unit(facets) * scale;
            let table = self.table(group);
            taste += usable(facets)
                .map(|f| table.mean(&f.key, signal.at) * f64::from(f.weight) * unit)
                .sum::<f64>();
        }
        let features = Features::of(candidate, signal.at);
        let follows = features::follow(self, candidate);
        let odds = if lesson.said { taste } else { taste + follows + self.habit_terms(&features, signal.at) };
        let chance = sigmoid(odds);
        let mut error = if lesson.liked { 1.0 - chance } else { -chance };
        if lesson.said && error.abs() < FLOOR {
            error = FLOOR.copysign(error);
        }
        let mut pull = lesson.weight * error;
        if signal.kind == SignalKind::Open {
            // It was shown before it was opened: what that had counted against it is taken back.
            pull += passed(signal, 0) * chance;
        }
        let information = lesson.weight * (chance * (1.0 - chance)).max(0.05);
        for (group, facets, scale) in groups {
            let unit = features::unit(facets) * scale;
            for facet in usable(facets) {
                let x = f64::from(facet.weight) * unit;
                self.table_mut(group).update(
                    &facet.key,
                    &facet.label,
                    pull * x,
                    information * x * x,
                    signal.at,
                );
            }
        }
        if !lesson.said {
            self.learn_habits(&features, pull, information, signal.at);
        }
    }

    /// What the habits add to a story's log-odds, with all sliders at 1.
    fn habit_terms(&self, features: &Features, now: i64) -> f64 {
        let mean = |weight: &Weight| weight.habit(now);
        self.habits.start(now)
            + mean(&self.habits.freshness) * features.freshness
            + mean(&self.habits.size) * features.size
            + mean(&self.habits.heat) * features.heat
            - mean(&self.habits.repeats) * features.repeats
    }

    fn learn_habits(&mut self, features: &Features, pull: f64, information: f64, at: i64) {
        // How often this reader opens anything: so that who opens little is not taken to dislike all that was shown.
        self.habits.opening.update(pull, information, at, OPENING_PRECISION);
        self.habits.opening.mean = self.habits.opening.mean.clamp(-3.0, 3.0);
        let habits = [
            (&mut self.habits.freshness, features.freshness),
            (&mut self.habits.size, features.size),
            (&mut self.habits.heat, features.heat),
            (&mut self.habits.repeats, -features.repeats),
        ];
        for (weight, x) in habits {
            if x != 0.0 {
                weight.update(pull * x, information * x * x, at, HABIT_PRECISION);
                // A habit never turns into its opposite, nor past three times what is usual.
                let (low, high) = (-0.9 * weight.prior, 2.0 * weight.prior);
                weight.mean = weight.mean.clamp(low, high);
            }
        }
    }
}

fn usable(facets: &[Facet]) -> impl Iterator<Item = &Facet> {
    facets.iter().filter(|facet| facet.weight > 0.0 && facet.weight.is_finite())
}
