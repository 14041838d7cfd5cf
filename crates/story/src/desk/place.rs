//! Putting an article to its story.

use super::{Desk, Group, Kept};
use crate::copies::Shingles;
use crate::decision::Evidence;
use crate::frequency::Map;
use crate::num::real;
use crate::print::{Print, Words, days};
use crate::types::{ArticleId, Incoming, Placement, StoryId};
use crate::{key_points, sections, topics};

/// Candidates that are looked at closely.
const CLOSE: usize = 24;
/// A story's newest articles that are compared one by one.
const EXEMPLARS: usize = 12;
/// Log-odds from which two stories that one article fits are one.
const BRIDGE: f32 = 1.5;

impl Desk {
    /// Puts an article to its story, or founds one. An id that the desk knows is left where it is.
    pub fn add(&mut self, a: &Incoming<'_>) -> Placement {
        if let Some(known) = self.articles.get(&a.id) {
            return Placement {
                story: known.story,
                copy_of: known.copy_of,
                founded: false,
                absorbed: Vec::new(),
            };
        }
        let words = Words::of(a);
        let print = words.print(&mut self.spaces, a.at, &self.settings);
        let mut kept = keep(a, &words, print);
        let copy_of = self.original(a, &kept);
        let close = if copy_of.is_some() { Vec::new() } else { self.close_stories(&kept) };
        let mut absorbed = Vec::new();
        let joined = copy_of.and_then(|o| self.story_of(o)).or_else(|| {
            let (best, _) = close.first().copied()?;
            let mut home = best;
            for (other, odds) in close.iter().skip(1).copied() {
                if odds > BRIDGE && self.alike(home, other) > BRIDGE {
                    let (old, young) = (home.min(other), home.max(other));
                    self.absorb(old, young);
                    absorbed.push(young);
                    home = old;
                }
            }
            Some(home)
        });
        let story = joined.unwrap_or(a.id);
        absorbed.sort_unstable();
        kept.copy_of = copy_of;
        self.put(a.id, kept, story);
        Placement { story, copy_of, founded: joined.is_none(), absorbed }
    }

    /// Puts back an article where it stood before a restart: for rebuilding a desk from what was kept, in order of
    /// id. The story is founded if it is not there; an id that the desk knows is left where it is.
    pub fn adopt(&mut self, a: &Incoming<'_>, story: StoryId, copy_of: Option<ArticleId>) {
        if self.articles.contains_key(&a.id) {
            return;
        }
        let words = Words::of(a);
        let print = words.print(&mut self.spaces, a.at, &self.settings);
        let mut kept = keep(a, &words, print);
        kept.copy_of = copy_of;
        let story = self.live(story).unwrap_or(story);
        self.put(a.id, kept, story);
        // A story that absorbed others lives on under the older id, which the ids of its articles do not tell.
        if a.id != story && !self.stories.contains_key(&a.id) {
            self.aliases.insert(a.id, story);
        }
    }

    /// The earlier article of which this one is a copy: the first of its kind, never itself a copy.
    fn original(&self, a: &Incoming<'_>, kept: &Kept) -> Option<ArticleId> {
        let by_url = (!a.url.is_empty()).then(|| self.urls.get(&kept.url).copied()).flatten();
        let found = by_url.or_else(|| {
            self.copies.candidates(&kept.shingles).into_iter().find(|id| {
                self.articles.get(id).is_some_and(|o| {
                    let (jaccard, containment) = kept.shingles.compare(&o.shingles);
                    jaccard >= self.settings.copy_jaccard || containment >= self.settings.copy_containment
                })
            })
        })?;
        let first = self.articles.get(&found).and_then(|o| o.copy_of).unwrap_or(found);
        self.articles.contains_key(&first).then_some(first)
    }

    /// The stories that the article fits, likeliest first.
    fn close_stories(&self, kept: &Kept) -> Vec<(StoryId, f32)> {
        let mut found: Map<StoryId, f32> = Map::default();
        for v in [&kept.print.title, &kept.print.body, &kept.print.name] {
            self.postings.look_up(v, &mut found, |s| self.live(s));
        }
        let mut candidates: Vec<(StoryId, f32)> = found.into_iter().collect();
        candidates.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        candidates.truncate(CLOSE);
        let mut fits: Vec<(StoryId, f32)> = candidates
            .into_iter()
            .filter_map(|(s, _)| {
                let odds = self.evidence(kept, self.stories.get(&s)?).log_odds() + self.settings.breadth;
                (odds > 0.0).then_some((s, odds))
            })
            .collect();
        fits.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        fits
    }

    fn evidence(&self, kept: &Kept, group: &Group) -> Evidence {
        let newest = group
            .articles
            .iter()
            .rev()
            .filter_map(|id| self.articles.get(id))
            .filter(|o| o.copy_of.is_none());
        let exemplar =
            newest.take(EXEMPLARS).map(|o| o.print.title.dot(&kept.print.title)).fold(0.0, f32::max);
        let gap = if kept.at > group.last_at { kept.at - group.last_at } else { group.first_at - kept.at };
        Evidence {
            title: group.title.cosine(&kept.print.title),
            exemplar,
            body: group.body.cosine(&kept.print.body),
            name: group.name.cosine(&kept.print.name),
            gap: days(gap),
            size: real(group.articles.len()),
        }
    }

    /// Log-odds that two stories are one.
    fn alike(&self, a: StoryId, b: StoryId) -> f32 {
        let (Some(a), Some(b)) = (self.stories.get(&a), self.stories.get(&b)) else { return f32::MIN };
        let title = a.title.likeness(&b.title);
        let gap = (a.first_at - b.last_at).max(b.first_at - a.last_at);
        let evidence = Evidence {
            title,
            exemplar: title,
            body: a.body.likeness(&b.body),
            name: a.name.likeness(&b.name),
            gap: days(gap),
            size: real(a.articles.len().min(b.articles.len())),
        };
        evidence.log_odds() + self.settings.breadth
    }

    fn put(&mut self, id: ArticleId, mut kept: Kept, story: StoryId) {
        kept.story = story;
        if kept.copy_of.is_none() {
            for v in [&kept.print.title, &kept.print.body, &kept.print.name] {
                self.postings.insert(story, v);
            }
        }
        self.copies.insert(id, &kept.shingles);
        if kept.url != 0 {
            self.urls.entry(kept.url).or_insert(id);
        }
        let group = self.stories.entry(story).or_insert_with(|| Group {
            first_at: kept.at,
            last_at: kept.at,
            ..Group::default()
        });
        group.first_at = group.first_at.min(kept.at);
        group.last_at = group.last_at.max(kept.at);
        if kept.copy_of.is_none() {
            group.title.add(&kept.print.title);
            group.body.add(&kept.print.body);
            group.name.add(&kept.print.name);
        }
        let articles = &self.articles;
        let key = (kept.at, id);
        let place =
            group.articles.partition_point(|o| articles.get(o).map_or((i64::MIN, 0), |k| (k.at, *o)) < key);
        group.articles.insert(place, id);
        self.articles.insert(id, kept);
    }

    /// Merges the younger story into the older, which keeps its id.
    fn absorb(&mut self, old: StoryId, young: StoryId) {
        let Some(gone) = self.stories.remove(&young) else { return };
        for id in &gone.articles {
            if let Some(a) = self.articles.get_mut(id) {
                a.story = old;
            }
        }
        for to in self.aliases.values_mut().filter(|to| **to == young) {
            *to = old;
        }
        self.aliases.insert(young, old);
        let Some(group) = self.stories.get_mut(&old) else { return };
        group.title.absorb(&gone.title);
        group.body.absorb(&gone.body);
        group.name.absorb(&gone.name);
        group.first_at = group.first_at.min(gone.first_at);
        group.last_at = group.last_at.max(gone.last_at);
        group.articles.extend(gone.articles);
        let articles = &self.articles;
        group.articles.sort_by_key(|id| (articles.get(id).map_or(i64::MIN, |k| k.at), *id));
    }
}

fn keep(a: &Incoming<'_>, words: &Words, print: Print) -> Kept {
    let lang = words.language.as_deref().unwrap_or_default();
    let weighted =
        words.title.iter().map(|t| (t.as_str(), 3.0)).chain(words.body.iter().map(|t| (t.as_str(), 1.0)));
    let section = sections::of_terms(weighted, lang);
    let boxed = |v: Vec<String>| v.into_iter().map(String::into_boxed_str).collect::<Box<[Box<str>]>>();
    let mut names = words.names.clone();
    names.truncate(6);
    Kept {
        at: a.at,
        story: a.id,
        copy_of: None,
        outlet: a.outlet.into(),
        language: words.language.as_deref().map(Into::into),
        title: a.title.trim().into(),
        points: boxed(key_points::points(a.key_points, a.title, a.lead, a.text, lang)),
        labels: topics::labels(a.topics, a.outlet).into(),
        names: boxed(names),
        section,
        url: if a.url.is_empty() { 0 } else { text::hash64(a.url).max(1) },
        shingles: Shingles::of(if a.text.is_empty() { a.lead } else { a.text }),
        print,
    }
}
