//! From candidates to a page: source → hydrate → filter → score → select, a file each.

pub(crate) mod features;
mod filter;
mod hydrate;
pub(crate) mod score;
pub(crate) mod select;
mod slots;
mod source;

use crate::candidate::Candidate;
use crate::profile::Profile;
use crate::settings::{Context, Mode};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One signed term of a score, in log-odds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contribution {
    /// The kind of reason: "topic", "source", "freshness" …
    pub signal: Cow<'static, str>,
    /// What it is about: the topic's key, the source's id; empty where the kind says all.
    pub key: String,
    /// In plain words: "Topic: Energy".
    pub label: String,
    /// Log-odds that it adds.
    pub value: f64,
}

/// What a re-ranking step did to a story's place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The step: "diversity", "source-cap", "followed-share", "important", "explore", "made-room".
    pub by: Cow<'static, str>,
    /// The place by score, from 0.
    pub from: usize,
    /// The place on the page, from 0.
    pub to: usize,
    /// In plain words.
    pub reason: String,
}

/// A scored candidate without its reasons: [`explain`] makes them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Scored {
    /// The story.
    pub candidate: Candidate,
    /// The plain sum of the terms.
    pub score: f64,
}

/// A scored candidate with its reasons.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ranked {
    /// The story.
    pub candidate: Candidate,
    /// The plain sum of the contributions' values.
    pub score: f64,
    /// Every term of the score. Terms of exactly 0 are left out, but for topics and sources.
    pub contributions: Vec<Contribution>,
    /// What moved it from its place by score; `None` where nothing did.
    pub moved: Option<Moved>,
}

/// A candidate that a filter took away.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Removed {
    /// The story.
    pub candidate: Candidate,
    /// The filter: "muted-topic", "muted-source", "hidden", "language", "too-old", "duplicate".
    pub filter: Cow<'static, str>,
    /// In plain words.
    pub reason: String,
}

/// The place that was given to a topic of which little is known yet.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Explored {
    /// The story.
    pub story: i64,
    /// The topic's key.
    pub topic: String,
    /// With which chance it was drawn: to be kept with the page, for estimates from it later.
    pub probability: f64,
    /// Its place on the page, from 0.
    pub place: usize,
    /// How likely it was thought to be opened.
    #[serde(default)]
    pub expected: f64,
    /// With which chance other ways to draw would have drawn the same story, for [`crate::replay`].
    #[serde(default)]
    pub others: Vec<OtherDraw>,
}

/// Another way to draw the story to explore with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OtherDraw {
    /// "even": all topics alike; "likely": by how likely the story is opened; "unknown": by how little is known.
    pub way: Cow<'static, str>,
    /// The chance with which it would have drawn the same story.
    pub chance: f64,
    /// How likely the story that it draws would be opened, in the mean.
    pub expected: f64,
}

/// A ranked page.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Slate {
    /// What stands on the page, first to last.
    pub items: Vec<Ranked>,
    /// What filters took away.
    pub removed: Vec<Removed>,
    /// What was scored but found no place, best first.
    pub rest: Vec<Scored>,
    /// The page's one place for exploration, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub explored: Option<Explored>,
}

/// Ranks candidates for a reader. All are scored; reasons are made for what stands on the page.
#[must_use]
pub fn slate(profile: &Profile, candidates: Vec<Candidate>, context: &Context) -> Slate {
    let mut removed = Vec::new();
    let sound = Context { settings: context.settings.clone().sound(), ..*context };
    let context = &sound;
    let gathered = source::gather(candidates, context, &mut removed);
    let hydrated = hydrate::hydrate(gathered, context);
    let kept = filter::run(profile, hydrated, context, &mut removed);
    let mut scorer = score::Scorer::new(profile, context);
    let scored = kept.into_iter().map(|item| scorer.score(item)).collect();
    let (chosen, rest, explored) = match context.mode {
        Mode::ForYou => select::mixed(profile, scored, context),
        Mode::Latest | Mode::Heat => select::plain(scored, context),
    };
    let explained = |(scored, moved): (Scored, _)| Ranked { moved, ..scorer.explain(scored.candidate) };
    Slate { items: chosen.into_iter().map(explained).collect(), removed, rest, explored }
}

/// The score of one candidate with its reasons, whether it found a place or not: the same as in [`slate()`], to the last
/// bit.
#[must_use]
pub fn explain(profile: &Profile, candidate: Candidate, context: &Context) -> Ranked {
    let sound = Context { settings: context.settings.clone().sound(), ..*context };
    score::Scorer::new(profile, &sound).explain(source::sound(candidate))
}
