//! Putting an article to its story.

use super::{Desk, Group, Kept};
use crate::copies::Shingles;
use crate::decision::Evidence;
use crate::frequency::Map;
use crate::num::real;
use crate::print::{BODIES, CROSS, NAME, Print, Queries, SPACES, Spaces, TITLE, Words, language_key};
use crate::types::{ArticleId, Incoming, Placement, StoryId};
use crate::vector::{Centre, Query};
use crate::{key_points, sections, topics};

/// Candidates that are looked at closely.
const CLOSE: usize = 24;
/// A story's newest articles that are compared one by one.
const EXEMPLARS: usize = 12;
/// Articles of a story whose centre tells what it is about.
const TELLING: usize = 7;
/// Log-odds from which another story is asked so.
const BRIDGE_FROM: f32 = -1.5;
/// Other stories that an article fits and that are asked whether they are the same story.
const BRIDGED: usize = 5;

impl Desk {
    /// Puts an article to its story, or founds one. An id that the desk knows is left where it is.
    pub fn add(&mut self, a: &Incoming<'_>) -> Placement {
        self.add_by(a, &mut |_, evidence| evidence.log_odds())
    }

    /// [`Desk::add`] with a decision of the caller's: log-odds that the article belongs to the story of that id,
    /// given the evidence. For learning the decision's weights.
    pub fn add_by(
        &mut self,
        a: &Incoming<'_>,
        decide: &mut dyn FnMut(StoryId, &Evidence) -> f32,
    ) -> Placement {
        if let Some(known) = self.articles.get(&a.id) {
            return Placement {
                story: known.story,
                copy_of: known.copy_of,
                founded: false,
                absorbed: Vec::new(),
            };
        }
        let words = Words::of(a);
        let (queries, print) = words.print(&mut self.spaces, a.at, &self.settings);
        let mut kept = keep(a, &words, print);
        let copy_of = self.original(a, &kept);
        let close = if copy_of.is_some() { Vec::new() } else { self.close_stories(&kept, &queries, decide) };
        let mut absorbed = Vec::new();
        let joined = copy_of.and_then(|o| self.story_of(o)).or_else(|| {
            let (best, _) = close.first().copied().filter(|(_, odds)| *odds > 0.0)?;
            let mut home = best;
            for (other, odds) in close.iter().skip(1).take(BRIDGED).copied() {
                // What the article itself hardly fits is asked only where there is a story large enough to tell.
                if odds < 0.0 && self.size(home).max(self.size(other)) < TELLING {
                    continue;
                }
                if self.alike(home, other) > self.settings.bridge {
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
        self.put(a.id, kept, &queries, story);
        Placement { story, copy_of, founded: joined.is_none(), absorbed }
    }

    /// Puts back an article where it stood before a restart: for rebuilding a desk from what was kept, in order of
    /// id. The story is founded if it is not there; an id that the desk knows is left where it is.
    pub fn adopt(&mut self, a: &Incoming<'_>, story: StoryId, copy_of: Option<ArticleId>) {
        if self.articles.contains_key(&a.id) {
            return;
        }
        let words = Words::of(a);
        let (queries, print) = words.print(&mut self.spaces, a.at, &self.settings);
        let mut kept = keep(a, &words, print);
        kept.copy_of = copy_of;
        let story = self.live(story).unwrap_or(story);
        self.put(a.id, kept, &queries, story);
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
    fn close_stories(
        &self,
        kept: &Kept,
        queries: &Queries,
        decide: &mut dyn FnMut(StoryId, &Evidence) -> f32,
    ) -> Vec<(StoryId, f32)> {
        let mut fits: Vec<(StoryId, f32)> = self
            .candidates(queries)
            .into_iter()
            .filter_map(|s| {
                let odds =
                    decide(s, &self.evidence(kept, queries, self.stories.get(&s)?)) + self.settings.breadth;
                (odds > BRIDGE_FROM).then_some((s, odds))
            })
            .collect();
        fits.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        fits
    }

    /// Stories that share heavy terms with the article, most sharing first.
    fn candidates(&self, queries: &Queries) -> Vec<StoryId> {
        let mut found: Map<StoryId, f32> = Map::default();
        for (space, q) in queries.0.iter().enumerate() {
            self.postings.look_up(q, space, &mut found, |s| self.live(s));
        }
        let mut list: Vec<(StoryId, f32)> = found.into_iter().collect();
        list.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        list.truncate(CLOSE);
        list.into_iter().map(|(s, _)| s).collect()
    }

    fn evidence(&self, kept: &Kept, queries: &Queries, group: &Group) -> Evidence {
        let [title, body, name, cross] = &queries.0;
        let (mut exemplar, mut second) = (0.0_f32, 0.0_f32);
        for o in self.newest(group).take(EXEMPLARS) {
            let [t, ..] = &o.print.0;
            let c = t.cosine(title);
            second = second.max(c.min(exemplar));
            exemplar = exemplar.max(c);
        }
        let gap = if kept.at > group.last_at { kept.at - group.last_at } else { group.first_at - kept.at };
        Evidence {
            title: self.cosine(group, TITLE, title),
            exemplar,
            second,
            body: self.cosine(group, BODIES, body),
            name: self.cosine(group, NAME, name),
            cross: self.cosine(group, CROSS, cross),
            cover: title.covered(|t| self.body_has(group, t)),
            back: self.back(group, body),
            rare: self.rare(title, |t| self.title_has(group, t)),
            top: title.top_covered(|t| self.body_has(group, t)),
            gap: days(gap),
            size: real(group.articles.len()),
            foreign: kept.language.as_ref().is_some_and(|l| !group.languages.contains(l)),
        }
    }

    fn first(&self, group: &Group) -> Option<&Kept> {
        group.articles.first().and_then(|id| self.articles.get(id))
    }

    fn cosine(&self, group: &Group, space: usize, q: &Query) -> f32 {
        match &group.centres {
            Some(c) => c.get(space).map_or(0.0, |c| c.cosine(q)),
            None => self.first(group).and_then(|k| k.print.0.get(space)).map_or(0.0, |c| c.cosine(q)),
        }
    }

    /// Log-odds that two stories are one.
    fn alike(&self, a: StoryId, b: StoryId) -> f32 {
        let (Some(a), Some(b)) = (self.stories.get(&a), self.stories.get(&b)) else { return f32::MIN };
        let (large, small) = if a.articles.len() >= b.articles.len() { (a, b) } else { (b, a) };
        let mut sims = [0.0_f32; SPACES];
        let (mut cover, mut back, mut rare, mut top) = (0.0, 0.0, 0.0, 0.0);
        for (space, sim) in sims.iter_mut().enumerate() {
            let Some(q) = self.query(small, space) else { continue };
            *sim = self.cosine(large, space, &q);
            if space == TITLE {
                cover = q.covered(|t| self.body_has(large, t));
                rare = self.rare(&q, |t| self.title_has(large, t));
                top = q.top_covered(|t| self.body_has(large, t));
            }
            if space == BODIES {
                back = self.back(large, &q);
            }
        }
        let [title, body, name, cross] = sims;
        // The most alike headlines of both, newest first.
        let (mut exemplar, mut second) = (0.0_f32, 0.0_f32);
        if let Some(f) = self.spaces.first() {
            let g = f.lens(large.last_at, self.settings.frequency_half_life, group_key(large));
            for mine in self.newest(small).take(4) {
                let [t, ..] = &mine.print.0;
                let q = Query::of(t.iter(), |t| f.idf(t, g));
                for theirs in self.newest(large).take(EXEMPLARS) {
                    let [t, ..] = &theirs.print.0;
                    let c = t.cosine(&q);
                    second = second.max(c.min(exemplar));
                    exemplar = exemplar.max(c);
                }
            }
        }
        let gap = (a.first_at - b.last_at).max(b.first_at - a.last_at);
        let evidence = Evidence {
            title,
            exemplar,
            second,
            body,
            name,
            cross,
            cover,
            back,
            rare,
            top,
            gap: days(gap),
            size: real(small.articles.len()),
            foreign: !small.languages.iter().any(|l| large.languages.contains(l)),
        };
        evidence.log_odds() + self.settings.breadth
    }

    fn size(&self, story: StoryId) -> usize {
        self.stories.get(&story).map_or(0, |g| g.articles.len())
    }

    fn newest<'a>(&'a self, group: &'a Group) -> impl Iterator<Item = &'a Kept> {
        group.articles.iter().rev().filter_map(|id| self.articles.get(id)).filter(|o| o.copy_of.is_none())
    }

    fn body_has(&self, group: &Group, term: u32) -> bool {
        self.has(group, BODIES, term)
    }

    fn title_has(&self, group: &Group, term: u32) -> bool {
        self.has(group, TITLE, term)
    }

    fn has(&self, group: &Group, space: usize, term: u32) -> bool {
        match (&group.centres, self.first(group)) {
            (Some(c), _) => c.get(space).is_some_and(|c| c.has(term)),
            (None, Some(k)) => k.print.0.get(space).is_some_and(|c| c.terms().binary_search(&term).is_ok()),
            (None, None) => false,
        }
    }

    /// The share of the weight of the story's common headline terms that a body has.
    fn back(&self, group: &Group, body: &Query) -> f32 {
        let Some(f) = self.spaces.first() else { return 0.0 };
        let g = f.lens(group.last_at, self.settings.frequency_half_life, group_key(group));
        let share = |pairs: &mut dyn Iterator<Item = (u32, f32)>| {
            let (mut all, mut found) = (0.0, 0.0);
            for (t, n) in pairs {
                let w = n * f.idf(t, g);
                all += w;
                if body.has(t) {
                    found += w;
                }
            }
            if all > 0.0 { found / all } else { 0.0 }
        };
        match (&group.centres, self.first(group)) {
            (Some(c), _) => c.first().map_or(0.0, |c| share(&mut c.common())),
            (None, Some(k)) => k.print.0.first().map_or(0.0, |c| share(&mut c.iter())),
            (None, None) => 0.0,
        }
    }

    /// How rare the rarest term is that a headline and a story share.
    fn rare(&self, title: &Query, has: impl Fn(u32) -> bool) -> f32 {
        let Some(f) = self.spaces.first() else { return 0.0 };
        title.rarest(has) / f.rarest().max(1.0)
    }

    /// A story's centre as a query.
    pub(super) fn query(&self, group: &Group, space: usize) -> Option<Query> {
        let frequency = self.spaces.get(space)?;
        let g = frequency.lens(group.last_at, self.settings.frequency_half_life, group_key(group));
        let idf = |t: u32| frequency.idf(t, g);
        Some(match &group.centres {
            Some(c) => Query::of(c.get(space)?.iter(), idf),
            None => Query::of(self.first(group)?.print.0.get(space)?.iter(), idf),
        })
    }

    fn put(&mut self, id: ArticleId, mut kept: Kept, queries: &Queries, story: StoryId) {
        kept.story = story;
        if kept.copy_of.is_none() {
            for (space, q) in queries.0.iter().enumerate() {
                self.postings.insert(story, q, space);
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
        if let Some(l) = &kept.language
            && !group.languages.contains(l)
        {
            group.languages.push(l.clone());
        }
        let articles = &self.articles;
        let lang = language_key(group.languages.first().map(|l| &**l));
        if kept.copy_of.is_none() && !group.articles.is_empty() {
            let first = group.articles.first().and_then(|id| articles.get(id)).map(|k| &k.print);
            extend(
                group.centres.get_or_insert_with(|| {
                    centres(first, &self.spaces, kept.at, self.settings.frequency_half_life, lang)
                }),
                &kept.print,
                &self.spaces,
                kept.at,
                self.settings.frequency_half_life,
                lang,
            );
        }
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
        let half = self.settings.frequency_half_life;
        let print_of = |g: &Group| g.articles.first().and_then(|id| self.articles.get(id)).map(|k| &k.print);
        let Some(group) = self.stories.get(&old) else { return };
        let at = group.last_at.max(gone.last_at);
        let lang = group_key(group);
        let mut all =
            group.centres.clone().unwrap_or_else(|| centres(print_of(group), &self.spaces, at, half, lang));
        let theirs =
            gone.centres.clone().unwrap_or_else(|| centres(print_of(&gone), &self.spaces, at, half, lang));
        for ((mine, theirs), f) in all.iter_mut().zip(theirs.iter()).zip(&self.spaces) {
            let g = f.lens(at, half, lang);
            mine.add(theirs.iter(), |t| f.idf(t, g));
        }
        let Some(group) = self.stories.get_mut(&old) else { return };
        group.centres = Some(all);
        for l in gone.languages {
            if !group.languages.contains(&l) {
                group.languages.push(l);
            }
        }
        group.first_at = group.first_at.min(gone.first_at);
        group.last_at = group.last_at.max(gone.last_at);
        group.articles.extend(gone.articles);
        let articles = &self.articles;
        group.articles.sort_by_key(|id| (articles.get(id).map_or(i64::MIN, |k| k.at), *id));
    }
}

/// The centres of a story of one article.
fn centres(
    print: Option<&Print>,
    spaces: &Spaces,
    at: i64,
    half_life: i64,
    lang: u32,
) -> Box<[Centre; SPACES]> {
    let mut all: Box<[Centre; SPACES]> = Box::default();
    if let Some(p) = print {
        extend(&mut all, p, spaces, at, half_life, lang);
    }
    all
}

fn extend(all: &mut [Centre; SPACES], print: &Print, spaces: &Spaces, at: i64, half_life: i64, lang: u32) {
    for ((centre, counts), f) in all.iter_mut().zip(&print.0).zip(spaces) {
        let g = f.lens(at, half_life, lang);
        centre.add(counts.iter(), |t| f.idf(t, g));
    }
}

/// The language that a story began in, as a key.
fn group_key(group: &Group) -> u32 {
    language_key(group.languages.first().map(|l| &**l))
}

/// Seconds as days; what lies before counts as none.
fn days(seconds: i64) -> f32 {
    real(usize::try_from(seconds.max(0)).unwrap_or(usize::MAX)) / 86_400.0
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
