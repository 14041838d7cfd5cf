//! Third stage: what the reader does not want at all is taken away, with the reason.

use super::Removed;
use super::hydrate::Hydrated;
use crate::candidate::{Candidate, Facet};
use crate::profile::Profile;
use crate::settings::Context;
use crate::words;
use std::borrow::Cow;

/// The age limit leaves at least this many of the newest stories: an old page is better than an empty one.
const LEFT_AT_LEAST: usize = 100;

type Reason = (&'static str, String);

/// Runs all filters; the first that speaks names the reason.
pub(super) fn run(
    profile: &Profile,
    hydrated: Vec<Hydrated>,
    context: &Context,
    removed: &mut Vec<Removed>,
) -> Vec<Hydrated> {
    let mut kept = Vec::with_capacity(hydrated.len());
    for item in hydrated {
        let candidate = &item.candidate;
        let reason = hidden(candidate)
            .or_else(|| muted_topic(profile, candidate))
            .or_else(|| muted_source(profile, candidate))
            .or_else(|| language(candidate, context));
        match reason {
            Some((filter, reason)) => {
                removed.push(Removed { candidate: item.candidate, filter: Cow::Borrowed(filter), reason });
            }
            None => kept.push(item),
        }
    }
    too_old(kept, context, removed)
}

fn hidden(candidate: &Candidate) -> Option<Reason> {
    candidate.hidden.then(|| ("hidden", "You hid this story".to_owned()))
}

fn muted_topic(profile: &Profile, candidate: &Candidate) -> Option<Reason> {
    if profile.muted_topics().is_empty() {
        return None;
    }
    let choice = candidate.topics.iter().find_map(|topic| profile.muted_topics().get(&topic.key))?;
    Some(("muted-topic", words::joined(&["You muted the topic ", &choice.label])))
}

/// A story goes only if every one of its sources is muted: others may tell it.
fn muted_source(profile: &Profile, candidate: &Candidate) -> Option<Reason> {
    let muted = profile.muted_sources();
    if muted.is_empty() || candidate.sources.is_empty() {
        return None;
    }
    let is_muted = |source: &Facet| muted.contains_key(&source.key);
    let first = candidate.sources.first()?;
    candidate.sources.iter().all(is_muted).then(|| {
        let label = muted.get(&first.key).map_or(first.label.as_str(), |choice| choice.label.as_str());
        ("muted-source", words::joined(&["You muted ", label]))
    })
}

fn language(candidate: &Candidate, context: &Context) -> Option<Reason> {
    let wanted = &context.settings.languages;
    let language = candidate.language.as_ref()?;
    (!wanted.is_empty() && !wanted.contains(language))
        .then(|| ("language", words::joined(&["Not in a language you chose (", language, ")"])))
}

fn too_old(mut kept: Vec<Hydrated>, context: &Context, removed: &mut Vec<Removed>) -> Vec<Hydrated> {
    let limit = i64::from(context.settings.max_age_days) * 86_400;
    let floor = LEFT_AT_LEAST.max(context.limit.saturating_mul(2));
    let old = kept.iter().filter(|item| item.features.age > limit && !item.candidate.saved).count();
    if limit == 0 || old == 0 || kept.len() <= floor {
        return kept;
    }
    // The oldest go first, until none is too old or only the floor is left.
    let may_go = old.min(kept.len() - floor);
    let mut ages: Vec<(i64, i64)> = kept
        .iter()
        .filter(|item| item.features.age > limit && !item.candidate.saved)
        .map(|item| (item.features.age, item.candidate.id))
        .collect();
    ages.sort_unstable_by(|a, b| b.cmp(a));
    let Some(bound) = may_go.checked_sub(1).and_then(|last| ages.get(last)).copied() else { return kept };
    let mut left = Vec::with_capacity(kept.len() - may_go);
    for item in kept.drain(..) {
        let old = item.features.age > limit && !item.candidate.saved;
        if old && (item.features.age, item.candidate.id) >= bound {
            let reason = words::joined(&["Older than ", &words::span(limit)]);
            removed.push(Removed { candidate: item.candidate, filter: Cow::Borrowed("too-old"), reason });
        } else {
            left.push(item);
        }
    }
    left
}
