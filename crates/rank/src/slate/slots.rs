//! Places of their own on a page: what is followed, what everybody tells, and one to learn from.

use super::select::By;
use super::{Explored, OtherDraw, Scored};
use crate::candidate::Candidate;
use crate::number;
use crate::profile::{Group, Profile};
use crate::settings::Context;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// A story that this many outlets tell may be important beyond the reader's taste.
const MANY: u32 = 4;
/// … as long as it is younger than this, seconds.
const YOUNG: i64 = 48 * 3_600;
/// The shortest page that spares a place for exploration.
const LONG: usize = 8;

/// Gives the places: changes `order` (places in `scored`, which is in order of score, and what put them there).
pub(super) fn fill(
    profile: &Profile,
    scored: &[Scored],
    order: &mut Vec<(usize, By)>,
    context: &Context,
) -> Option<Explored> {
    if order.is_empty() || order.len() >= scored.len() {
        return None;
    }
    followed_share(profile, scored, order, context);
    important(profile, scored, order, context);
    if context.settings.explore && profile.is_settled() && order.len() >= LONG {
        return explore(profile, scored, order, context);
    }
    None
}

fn taken(order: &[(usize, By)], index: usize) -> bool {
    order.iter().any(|(other, _)| *other == index)
}

fn is_followed(profile: &Profile, candidate: &Candidate) -> bool {
    candidate.topics.iter().any(|topic| profile.followed_topics().contains_key(&topic.key))
        || candidate.sources.iter().any(|source| profile.followed_sources().contains_key(&source.key))
}

fn followed_share(profile: &Profile, scored: &[Scored], order: &mut [(usize, By)], context: &Context) {
    if profile.followed_topics().is_empty() && profile.followed_sources().is_empty() {
        return;
    }
    let followed =
        |index: usize| scored.get(index).is_some_and(|ranked| is_followed(profile, &ranked.candidate));
    let wanted = context.settings.followed_share * number::real(order.len());
    let mut there = number::real(order.iter().filter(|(index, _)| followed(*index)).count());
    let fresh = |ranked: &Scored| !ranked.candidate.opened && is_followed(profile, &ranked.candidate);
    let waiting: Vec<usize> = (0..scored.len())
        .filter(|index| scored.get(*index).is_some_and(fresh) && !taken(order, *index))
        .collect();
    for index in waiting {
        if there + 1.0 > wanted {
            break;
        }
        let Some(last) = order.iter().rposition(|(other, _)| !followed(*other)) else { break };
        if let Some(place) = order.get_mut(last) {
            *place = (index, By::FollowedShare);
        }
        there += 1.0;
    }
}

/// The stories that most outlets tell stand on the page, whoever reads it.
fn important(profile: &Profile, scored: &[Scored], order: &mut Vec<(usize, By)>, context: &Context) {
    let mut told: Vec<(u32, usize)> = scored
        .iter()
        .enumerate()
        .filter(|(_, ranked)| {
            let candidate = &ranked.candidate;
            candidate.outlets >= MANY && context.now.saturating_sub(candidate.newest()) <= YOUNG
        })
        .map(|(index, ranked)| (ranked.candidate.outlets, index))
        .collect();
    told.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    for (_, index) in told.into_iter().take(context.settings.important) {
        let Some(candidate) = scored.get(index).map(|ranked| &ranked.candidate) else { continue };
        let refused = profile.answer(candidate.id).is_some_and(|answer| !answer.more);
        // Once read, or shown three times, nobody has missed it.
        if taken(order, index) || candidate.opened || candidate.impressions >= 3 || refused {
            continue;
        }
        insert(order, order.len() / 3, (index, By::Important));
    }
}

fn insert(order: &mut Vec<(usize, By)>, place: usize, what: (usize, By)) {
    order.pop();
    order.insert(place.min(order.len()), what);
}

/// Draws a topic by how little is known of it and how likely its best story is opened. The draw is fixed for an hour and a
/// profile, so that a page that is loaded twice is the same.
fn explore(
    profile: &Profile,
    scored: &[Scored],
    order: &mut Vec<(usize, By)>,
    context: &Context,
) -> Option<Explored> {
    let lowest =
        order.iter().filter_map(|(index, _)| scored.get(*index)).map(|r| r.score).fold(f64::MAX, f64::min);
    let table = profile.table(Group::Topics);
    let mut best: BTreeMap<&str, Choice> = BTreeMap::new();
    for (index, ranked) in scored.iter().enumerate() {
        let candidate = &ranked.candidate;
        if ranked.score < lowest - 3.0 {
            break;
        }
        if candidate.opened || candidate.impressions > 0 || taken(order, index) {
            continue;
        }
        let Some(topic) = candidate.topics.first() else { continue };
        let unsure = table.uncertainty(&topic.key, context.now);
        best.entry(&topic.key).or_insert(Choice { index, unsure, likely: number::sigmoid(ranked.score) });
    }
    let total: f64 = best.values().map(Choice::weight).sum();
    if total <= 0.0 || total.is_nan() {
        return None;
    }
    let seed = context.now.div_euclid(3_600).unsigned_abs();
    let mut left = number::unit(seed, profile.signals()) * total;
    let drawn = best.iter().find(|(_, choice)| {
        left -= choice.weight();
        left <= 0.0
    });
    let (topic, drawn) = drawn.or_else(|| best.iter().next_back())?;
    let place = order.len() * 2 / 3;
    insert(order, place, (drawn.index, By::Explore));
    Some(Explored {
        story: scored.get(drawn.index)?.candidate.id,
        topic: (*topic).to_owned(),
        probability: drawn.weight() / total,
        place,
        expected: drawn.likely,
        others: OTHERS.iter().map(|(way, weight)| other(way, *weight, drawn, best.values())).collect(),
    })
}

/// What may be drawn: the best story of a topic.
struct Choice {
    index: usize,
    unsure: f64,
    likely: f64,
}

impl Choice {
    /// The chance to be drawn is proportional to this.
    fn weight(&self) -> f64 {
        self.unsure * self.likely
    }
}

/// What the chance to be drawn is proportional to.
type Weight = fn(&Choice) -> f64;

/// The ways to draw that a log can be asked about.
const OTHERS: [(&str, Weight); 3] =
    [("even", |_| 1.0), ("likely", |choice| choice.likely), ("unknown", |choice| choice.unsure)];

fn other<'a>(
    way: &'static str,
    weight: Weight,
    drawn: &Choice,
    all: impl Iterator<Item = &'a Choice>,
) -> OtherDraw {
    let (mut total, mut expected) = (0.0, 0.0);
    for choice in all {
        total += weight(choice);
        expected += weight(choice) * choice.likely;
    }
    OtherDraw { way: Cow::Borrowed(way), chance: weight(drawn) / total, expected: expected / total }
}
