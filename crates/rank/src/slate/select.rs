//! Last stage: which stories stand on the page, and in which order. What is moved is said.

use super::{Moved, Ranked};
use crate::candidate::Candidate;
use crate::settings::Context;
use crate::words::joined;
use std::borrow::Cow;
use std::collections::HashMap;

/// Diversity looks at this many times the page's length of the best stories.
const POOL: usize = 4;
/// What full diversity costs a story that is all about what stands on the page already, in log-odds.
const COST: f64 = 2.5;

/// By score alone, newest first among equals, then by id. Places are sorted, not the large stories themselves.
fn sort(scored: Vec<Ranked>) -> Vec<Ranked> {
    let mut keys: Vec<(f64, i64, i64, usize)> = scored
        .iter()
        .enumerate()
        .map(|(index, ranked)| (ranked.score, ranked.candidate.newest(), ranked.candidate.id, index))
        .collect();
    keys.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
    let mut slots: Vec<Option<Ranked>> = scored.into_iter().map(Some).collect();
    keys.into_iter().filter_map(|key| slots.get_mut(key.3).and_then(Option::take)).collect()
}

/// The page in order of score.
pub(super) fn plain(scored: Vec<Ranked>, context: &Context) -> (Vec<Ranked>, Vec<Ranked>) {
    let mut scored = sort(scored);
    let rest = scored.split_off(context.limit.min(scored.len()));
    (scored, rest)
}

/// The page mixed by topic (maximal marginal relevance, Carbonell and Goldstein 1998), with a bound on each source.
pub(super) fn mixed(scored: Vec<Ranked>, context: &Context) -> (Vec<Ranked>, Vec<Ranked>) {
    let scored = sort(scored);
    let limit = context.limit.min(scored.len());
    let pool = scored.len().min(limit.saturating_mul(POOL).max(limit));
    let order = choose(scored.get(..pool).unwrap_or(&[]), limit, context);
    place(scored, &order)
}

/// Why a candidate of the pool was passed over when its turn by score came.
#[derive(Clone, Copy, PartialEq)]
enum Passed {
    No,
    Alike,
    Source,
}

fn choose(pool: &[Ranked], limit: usize, context: &Context) -> Vec<(usize, Passed)> {
    let lambda =
        if context.settings.diversity.is_finite() { context.settings.diversity.clamp(0.0, 1.0) } else { 0.0 };
    let shares: Vec<Vec<(usize, f64)>> = topic_shares(pool);
    let topics = shares.iter().flatten().map(|(topic, _)| topic + 1).max().unwrap_or(0);
    let mut covered = vec![0.0_f64; topics];
    let mut of_source: HashMap<&str, usize> = HashMap::new();
    let mut passed = vec![Passed::No; pool.len()];
    let mut taken = vec![false; pool.len()];
    let mut order = Vec::with_capacity(limit);
    while order.len() < limit {
        let mut best: Option<(f64, usize)> = None;
        for (index, ranked) in pool.iter().enumerate() {
            if taken.get(index).copied().unwrap_or(true) {
                continue;
            }
            // The pool is in order of score: nothing further down can win any more.
            if best.is_some_and(|(value, _)| ranked.score <= value) {
                break;
            }
            if full(context, &of_source, &ranked.candidate) {
                set(&mut passed, index, Passed::Source);
                continue;
            }
            let alike: f64 = shares.get(index).map_or(0.0, |shares| {
                shares.iter().map(|(topic, share)| share * covered.get(*topic).copied().unwrap_or(0.0)).sum()
            });
            // Each further story on the same topic costs less than the one before.
            let value = ranked.score - lambda * COST * alike / (1.0 + alike);
            if best.is_none_or(|(other, _)| value > other) {
                best = Some((value, index));
            }
        }
        let Some((_, chosen)) = best else { break };
        for index in 0..chosen {
            if !taken.get(index).copied().unwrap_or(true) && passed.get(index) == Some(&Passed::No) {
                set(&mut passed, index, Passed::Alike);
            }
        }
        set(&mut taken, chosen, true);
        order.push((chosen, passed.get(chosen).copied().unwrap_or(Passed::No)));
        for (topic, share) in shares.get(chosen).into_iter().flatten() {
            if let Some(covered) = covered.get_mut(*topic) {
                *covered += share;
            }
        }
        if let Some(source) = pool.get(chosen).and_then(|ranked| main_source(&ranked.candidate)) {
            *of_source.entry(source).or_default() += 1;
        }
    }
    // Rather a source over its bound than an empty place.
    for index in 0..pool.len() {
        if order.len() >= limit {
            break;
        }
        if !taken.get(index).copied().unwrap_or(true) {
            set(&mut taken, index, true);
            order.push((index, Passed::Source));
        }
    }
    order
}

fn set<T>(list: &mut [T], index: usize, value: T) {
    if let Some(slot) = list.get_mut(index) {
        *slot = value;
    }
}

fn main_source(candidate: &Candidate) -> Option<&str> {
    candidate.sources.first().map(|source| source.key.as_str())
}

/// The source has its share of the page. A story that several tell belongs to no single source.
fn full(context: &Context, of_source: &HashMap<&str, usize>, candidate: &Candidate) -> bool {
    let cap = context.settings.source_cap;
    cap > 0
        && candidate.sources.len() == 1
        && main_source(candidate).and_then(|source| of_source.get(source)).is_some_and(|count| *count >= cap)
}

/// Each candidate's topics, numbered, with shares that add up to 1.
fn topic_shares(pool: &[Ranked]) -> Vec<Vec<(usize, f64)>> {
    let mut numbers: HashMap<&str, usize, foldhash::fast::RandomState> = HashMap::default();
    pool.iter()
        .map(|ranked| {
            let topics = &ranked.candidate.topics;
            let usable = |weight: f32| weight > 0.0 && weight.is_finite();
            let total: f64 = topics.iter().filter(|t| usable(t.weight)).map(|t| f64::from(t.weight)).sum();
            topics
                .iter()
                .filter(|topic| usable(topic.weight))
                .map(|topic| {
                    let next = numbers.len();
                    let number = *numbers.entry(topic.key.as_str()).or_insert(next);
                    (number, f64::from(topic.weight) / total)
                })
                .collect()
        })
        .collect()
}

/// Splits by the chosen order and says what moved.
fn place(scored: Vec<Ranked>, order: &[(usize, Passed)]) -> (Vec<Ranked>, Vec<Ranked>) {
    let mut slots: Vec<Option<Ranked>> = scored.into_iter().map(Some).collect();
    let mut items = Vec::with_capacity(order.len());
    for (to, (from, passed)) in order.iter().copied().enumerate() {
        if let Some(mut ranked) = slots.get_mut(from).and_then(Option::take) {
            ranked.moved = moved(from, to, passed);
            items.push(ranked);
        }
    }
    (items, slots.into_iter().flatten().collect())
}

fn moved(from: usize, to: usize, passed: Passed) -> Option<Moved> {
    let places = |by: &'static str, why: &str| {
        let reason = joined(&[why, ": from place ", &(from + 1).to_string(), " to ", &(to + 1).to_string()]);
        Some(Moved { by: Cow::Borrowed(by), from, to, reason })
    };
    if to == from {
        None
    } else if to < from {
        places("made-room", "Moved up as others made room")
    } else if passed == Passed::Source {
        places("source-cap", "Moved down, there is much of this source already")
    } else {
        places("diversity", "Moved down, others on the same topic stand above")
    }
}
