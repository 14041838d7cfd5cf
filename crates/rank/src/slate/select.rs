//! Last stage: which stories stand on the page, and in which order. What is moved is said.

use super::{Explored, Moved, Scored, slots};
use crate::candidate::Candidate;
use crate::number;
use crate::profile::{Group, Profile};
use crate::settings::Context;
use crate::words::joined;
use std::borrow::Cow;
use std::collections::HashMap;

/// Diversity looks at this many times the page's length of the best stories.
pub(crate) const POOL: usize = 4;
/// What full diversity costs a story that is all about what stands on the page already, in log-odds.
pub(crate) const COST: f64 = 2.5;

/// What full calibration adds to a story on a topic that the page lacks altogether, in log-odds.
const MIX: f64 = 2.0;

/// By score alone, newest first among equals, then by id. Places are sorted, not the large stories themselves.
fn sort(scored: Vec<Scored>) -> Vec<Scored> {
    let mut keys: Vec<(f64, i64, i64, usize)> = scored
        .iter()
        .enumerate()
        .map(|(index, ranked)| (ranked.score, ranked.candidate.newest(), ranked.candidate.id, index))
        .collect();
    keys.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)).then(a.2.cmp(&b.2)));
    let mut slots: Vec<Option<Scored>> = scored.into_iter().map(Some).collect();
    keys.into_iter().filter_map(|key| slots.get_mut(key.3).and_then(Option::take)).collect()
}

/// What stands on the page, with what moved it; the rest; and the place for exploration.
type Selected = (Vec<(Scored, Option<Moved>)>, Vec<Scored>, Option<Explored>);

/// The page in order of score.
pub(super) fn plain(scored: Vec<Scored>, context: &Context) -> Selected {
    let mut scored = sort(scored);
    let rest = scored.split_off(context.limit.min(scored.len()));
    (scored.into_iter().map(|scored| (scored, None)).collect(), rest, None)
}

/// The page mixed by topic (maximal marginal relevance, Carbonell and Goldstein 1998), drawn to the reader's mix of topics
/// (after calibrated recommendations, Steck 2018), with a bound on each source and a few places of their own.
pub(super) fn mixed(profile: &Profile, scored: Vec<Scored>, context: &Context) -> Selected {
    let scored = sort(scored);
    let limit = context.limit.min(scored.len());
    let pool = scored.len().min(limit.saturating_mul(POOL).max(limit));
    let mut order = choose(profile, scored.get(..pool).unwrap_or(&[]), limit, context);
    let explored = slots::fill(profile, &scored, &mut order, context);
    let (items, rest) = place(scored, &order);
    (items, rest, explored)
}

/// What put a story where it stands, other than its score.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum By {
    Score,
    Alike,
    Source,
    FollowedShare,
    Important,
    Explore,
}

/// The mix of topics that a reader follows and likes: shares that add up to 1, by the numbers of the pool's topics.
fn mix(profile: &Profile, numbers: &HashMap<&str, usize, foldhash::fast::RandomState>, now: i64) -> Vec<f64> {
    let mut mix = vec![0.0; numbers.len()];
    for (key, number) in numbers {
        let liked = profile.table(Group::Topics).mean(key, now).max(0.0);
        let followed = if profile.followed_topics().contains_key(*key) { 1.0 } else { 0.0 };
        set(&mut mix, *number, followed + liked);
    }
    let total: f64 = mix.iter().sum();
    if total > 0.0 {
        mix.iter_mut().for_each(|share| *share /= total);
    }
    mix
}

fn choose(profile: &Profile, pool: &[Scored], limit: usize, context: &Context) -> Vec<(usize, By)> {
    let (lambda, calibration) = (context.settings.diversity, context.settings.calibration);
    let (shares, numbers) = topic_shares(pool);
    let mix = mix(profile, &numbers, context.now);
    let mixed = calibration > 0.0 && mix.iter().any(|share| *share > 0.0);
    let most = if mixed { calibration * MIX } else { 0.0 };
    let mut covered = vec![0.0_f64; numbers.len()];
    let mut of_source: HashMap<&str, usize> = HashMap::new();
    let mut passed = vec![By::Score; pool.len()];
    let mut taken = vec![false; pool.len()];
    let mut order = Vec::with_capacity(limit);
    while order.len() < limit {
        let mut best: Option<(f64, usize)> = None;
        for (index, ranked) in pool.iter().enumerate() {
            if taken.get(index).copied().unwrap_or(true) {
                continue;
            }
            // The pool is in order of score: nothing further down can win any more.
            if best.is_some_and(|(value, _)| ranked.score + most <= value) {
                break;
            }
            if full(context, &of_source, &ranked.candidate) {
                set(&mut passed, index, By::Source);
                continue;
            }
            let alike: f64 = shares.get(index).map_or(0.0, |shares| {
                shares.iter().map(|(topic, share)| share * covered.get(*topic).copied().unwrap_or(0.0)).sum()
            });
            // Each further story on the same topic costs less than the one before.
            let mut value = ranked.score - lambda * COST * alike / (1.0 + alike);
            if mixed {
                let placed = number::real(order.len() + 1);
                let lacking: f64 = shares.get(index).map_or(0.0, |shares| {
                    let lack = |topic: usize| {
                        let at = |list: &[f64]| list.get(topic).copied().unwrap_or(0.0);
                        at(&mix) - at(&covered) / placed
                    };
                    shares.iter().map(|(topic, share)| share * lack(*topic)).sum()
                });
                value += most * lacking.min(1.0);
            }
            if best.is_none_or(|(other, _)| value > other) {
                best = Some((value, index));
            }
        }
        let Some((_, chosen)) = best else { break };
        for index in 0..chosen {
            if !taken.get(index).copied().unwrap_or(true) && passed.get(index) == Some(&By::Score) {
                set(&mut passed, index, By::Alike);
            }
        }
        set(&mut taken, chosen, true);
        order.push((chosen, passed.get(chosen).copied().unwrap_or(By::Score)));
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
            order.push((index, By::Source));
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

type Shares = Vec<Vec<(usize, f64)>>;

/// Each candidate's topics, numbered, with shares that add up to 1.
fn topic_shares(pool: &[Scored]) -> (Shares, HashMap<&str, usize, foldhash::fast::RandomState>) {
    let mut numbers: HashMap<&str, usize, foldhash::fast::RandomState> = HashMap::default();
    let mut shares = Vec::with_capacity(pool.len());
    for ranked in pool {
        let topics = &ranked.candidate.topics;
        let usable = |weight: f32| weight > 0.0 && weight.is_finite();
        let total: f64 = topics.iter().filter(|t| usable(t.weight)).map(|t| f64::from(t.weight)).sum();
        let mut own = Vec::with_capacity(topics.len());
        for topic in topics.iter().filter(|topic| usable(topic.weight)) {
            let next = numbers.len();
            let number = *numbers.entry(topic.key.as_str()).or_insert(next);
            own.push((number, f64::from(topic.weight) / total));
        }
        shares.push(own);
    }
    (shares, numbers)
}

/// Splits by the chosen order and says what moved.
fn place(scored: Vec<Scored>, order: &[(usize, By)]) -> (Vec<(Scored, Option<Moved>)>, Vec<Scored>) {
    let mut slots: Vec<Option<Scored>> = scored.into_iter().map(Some).collect();
    let mut items = Vec::with_capacity(order.len());
    for (to, (from, passed)) in order.iter().copied().enumerate() {
        if let Some(scored) = slots.get_mut(from).and_then(Option::take) {
            items.push((scored, moved(from, to, passed)));
        }
    }
    (items, slots.into_iter().flatten().collect())
}

/// What a step did to a story's place, in plain words.
pub(crate) fn moved(from: usize, to: usize, by: By) -> Option<Moved> {
    let places = |by: &'static str, why: &str| {
        let reason = joined(&[why, ": from place ", &(from + 1).to_string(), " to ", &(to + 1).to_string()]);
        Some(Moved { by: Cow::Borrowed(by), from, to, reason })
    };
    match by {
        _ if to == from => None,
        By::FollowedShare => {
            places("followed-share", "Moved up, so that what you follow has its share of the page")
        }
        By::Important => places("important", "Moved up, many outlets tell it"),
        By::Explore => places("explore", "Moved up to learn whether you like its topic"),
        _ if to < from => places("made-room", "Moved up as others made room"),
        By::Source => places("source-cap", "Moved down, there is much of this source already"),
        By::Alike | By::Score => places("diversity", "Moved down, others make the page more varied"),
    }
}
