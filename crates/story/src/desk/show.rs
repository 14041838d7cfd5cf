//! A story as it is shown.

use super::{Desk, Group, Kept, Seat};
use crate::key_points;
use crate::num::{real, seconds, single};
use crate::print::language_key;
use crate::topics::{self, Said};
use crate::types::{ArticleId, Story, StoryId};
use std::collections::BTreeMap;

impl Desk {
    pub(super) fn show(&self, id: StoryId, group: &Group) -> Story {
        let members: Vec<(ArticleId, &Kept)> =
            group.articles.iter().filter_map(|a| self.articles.get(*a).map(|k| (*a, k))).collect();
        let language = most_used(members.iter().filter_map(|(_, k)| k.shown.language()));
        let central = central(&members, language.as_deref(), |seat| {
            self.articles.at(seat).filter(|k| k.story == id).map(|k| k.id)
        });
        let title = central.map(|(_, k)| k.shown.title().to_owned()).unwrap_or_default();
        let mut outlets: Vec<String> = Vec::new();
        for (_, k) in &members {
            let outlet = k.shown.outlet();
            if !outlet.is_empty() && outlets.iter().all(|o| o != outlet) {
                outlets.push(outlet.to_owned());
            }
        }
        let said: Vec<Said<'_>> = members
            .iter()
            .map(|(_, k)| Said {
                outlet: k.shown.outlet(),
                labels: k.shown.labels().collect(),
                section: k.section,
                names: k.shown.names().collect(),
                title: k.shown.title(),
            })
            .collect();
        let lang = language.clone().unwrap_or_default();
        let own = central.into_iter().flat_map(|(_, k)| k.shown.points());
        let mut points = key_points::merge(own, &title, &lang, 5);
        if points.is_empty() {
            // The central article has a headline only: others of its language may say more.
            let others = members.iter().filter(|(_, k)| k.shown.language() == language.as_deref());
            points = key_points::merge(others.flat_map(|(_, k)| k.shown.points()), &title, &lang, 3);
        }
        Story {
            id,
            title,
            title_article: central.map_or(id, |(a, _)| a),
            first_at: group.first_at,
            last_at: group.last_at,
            articles: members.iter().map(|(a, _)| *a).collect(),
            outlets,
            topics: topics::of_story(&said),
            key_points: points,
            heat: self.heat(group, &members),
            terms: terms(self, group, &members, &lang),
            language,
        }
    }

    fn heat(&self, group: &Group, members: &[(ArticleId, &Kept)]) -> f32 {
        let half = seconds(self.settings.heat_half_life.max(1));
        let mut by_outlet: BTreeMap<&str, f64> = BTreeMap::new();
        let mut nameless = 0.0;
        for (_, k) in members {
            let weight =
                (-seconds(group.last_at - k.at) / half).exp2() * if k.copy_of.is_some() { 0.34 } else { 1.0 };
            if k.shown.outlet().is_empty() {
                nameless += weight;
            } else {
                let best = by_outlet.entry(k.shown.outlet()).or_default();
                *best = best.max(weight);
            }
        }
        // The weights' sum over the mean life of a report gives outlets per hour.
        let mean_hours = half / std::f64::consts::LN_2 / 3_600.0;
        single((by_outlet.values().sum::<f64>() + nameless) / mean_hours)
    }
}

fn most_used<'a>(all: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
    for l in all {
        *counts.entry(l).or_default() += 1;
    }
    counts.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0))).map(|(l, _)| l.to_owned())
}

/// Seconds after which a headline's news has half its worth against a later one's.
const HEADLINE_HALF_LIFE: f64 = 12.0 * 3_600.0;

/// The article that stands for the story: near the centre, of the story's language, plainly titled, and late: what was
/// settled since ("strike called off") must not stand under what was expected ("talks to avert strike").
fn central<'a>(
    members: &[(ArticleId, &'a Kept)],
    language: Option<&str>,
    member: impl Fn(Seat) -> Option<ArticleId>,
) -> Option<(ArticleId, &'a Kept)> {
    // How near each is to the others, by the likeness kept with either.
    let mut nearness: BTreeMap<ArticleId, f32> = members.iter().map(|(a, _)| (*a, 0.0)).collect();
    for (a, k) in members {
        for (o, likeness) in k.near().filter_map(|(seat, l)| Some((member(seat)?, l))) {
            *nearness.entry(*a).or_default() += likeness;
            *nearness.entry(o).or_default() += likeness;
        }
    }
    let last = members.iter().map(|(_, k)| k.at).max().unwrap_or_default();
    let most = nearness.values().copied().fold(1e-6, f32::max);
    let score = |a: ArticleId, k: &Kept| {
        let near = nearness.get(&a).copied().unwrap_or(0.0) / most;
        let of_language = if k.shown.language() == language { 0.5 } else { 0.0 };
        let copy = if k.copy_of.is_some() { 0.3 } else { 0.0 };
        let told = if k.shown.points().next().is_none() { 0.0 } else { 0.15 };
        let late = 0.35 * single((-seconds(last.saturating_sub(k.at)) / HEADLINE_HALF_LIFE).exp2());
        near + of_language + told + late - copy - bait(k.shown.title())
    };
    members.iter().copied().max_by(|a, b| score(a.0, a.1).total_cmp(&score(b.0, b.1)).then(b.0.cmp(&a.0)))
}

/// How much a headline keeps back or shouts, 0 to about 1.
fn bait(title: &str) -> f32 {
    let letters = title.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = title.chars().filter(|c| c.is_uppercase()).count();
    let words = title.split_whitespace().count();
    let mut b = 0.0;
    if title.contains(['?', '？', '؟']) || title.starts_with(['“', '„', '«', '‘', '"', '「']) {
        b += 0.3;
    }
    if title.contains(['!', '！', '…']) || title.contains("...") {
        b += 0.15;
    }
    if capitals * 2 > letters && letters > 10 {
        b += 0.25;
    }
    if words < 4 && title.is_ascii() || title.chars().count() > 140 {
        b += 0.2;
    }
    let lower = title.to_lowercase();
    if [
        "here's",
        "this is why",
        "you need to know",
        "what we know",
        "live:",
        "live updates",
        "opinion",
        "watch:",
        "video:",
        "photos:",
    ]
    .iter()
    .any(|s| lower.contains(s))
    {
        b += 0.25;
    }
    b
}

/// The story's strongest terms: what its headlines share, by how much each tells.
fn terms(desk: &Desk, group: &Group, members: &[(ArticleId, &Kept)], lang: &str) -> Vec<(String, f32)> {
    let Some(frequency) = desk.spaces.first() else { return Vec::new() };
    let g = frequency.lens(group.last_at, desk.settings.frequency_half_life, language_key(Some(lang)));
    let mut sums: BTreeMap<String, f32> = BTreeMap::new();
    let mut n = 0;
    for (_, k) in members.iter().rev().filter(|(_, k)| k.copy_of.is_none()).take(40) {
        n += 1;
        for term in text::terms(k.shown.title(), Some(k.shown.language().unwrap_or(lang))) {
            let w = frequency.idf(text::hash32(&term), g);
            *sums.entry(term).or_default() += w;
        }
    }
    let mut out: Vec<(String, f32)> = sums.into_iter().map(|(t, w)| (t, w / real(n).max(1.0))).collect();
    out.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    out.truncate(24);
    let norm = out.iter().map(|(_, w)| w * w).sum::<f32>().sqrt();
    for (_, w) in &mut out {
        *w /= norm.max(1e-6);
    }
    out
}
