//! Putting an article to its story.

use super::links::Links;
use super::{Desk, Kept, Seat};
use crate::copies::Shingles;
use crate::print::{Print, Queries, Words, language_key};
use crate::shown::Shown;
use crate::types::{ArticleId, Incoming, Placement, StoryId};
use crate::{key_points, sections, topics};
use text::TermMemory;

/// Near articles of the same story that are asked whether a term is new to it.
const ASKED: usize = 4;
/// Names kept of an article.
const NAMES: usize = 6;

impl Desk {
    /// Puts an article to its story, or founds one. An id that the desk knows is left where it is.
    ///
    /// This goes by what stands there now; [`Desk::settle`] looks again.
    pub fn add(&mut self, a: &Incoming<'_>) -> Placement {
        if let Some(known) = self.articles.get(a.id) {
            return Placement { story: known.story, copy_of: known.copy_of, founded: false };
        }
        let (mut kept, queries) = self.read(a);
        kept.copy_of = self.original(a, &kept);
        if kept.copy_of.is_none() {
            kept.near = self.near(&kept, &queries);
        }
        let joined = kept.copy_of.and_then(|o| self.story_of(o)).or_else(|| self.home(kept.near()));
        let (story, copy_of) = (joined.unwrap_or(a.id), kept.copy_of);
        self.put(kept, &queries, story);
        Placement { story, copy_of, founded: joined.is_none() }
    }

    /// Puts back an article where it stood before a restart: for rebuilding a desk from what was kept, in order of
    /// id. The story is founded if it is not there; an id that the desk knows is left where it is.
    pub fn adopt(&mut self, a: &Incoming<'_>, story: StoryId, copy_of: Option<ArticleId>) {
        if self.articles.contains(a.id) {
            return;
        }
        let (mut kept, queries) = self.read(a);
        kept.copy_of = copy_of;
        if copy_of.is_none() {
            kept.near = self.near(&kept, &queries);
        }
        self.put(kept, &queries, story);
    }

    fn read(&mut self, a: &Incoming<'_>) -> (Kept, Queries) {
        let words = Words::of(a, &mut self.memory);
        let (queries, print) = words.print(&self.spaces, a.at, &self.settings);
        let mut kept = keep(a, &words, print, &mut self.memory);
        kept.weighed = self.counted;
        kept.seat = self.articles.next();
        (kept, queries)
    }

    /// The earlier article of which this one is a copy: the first of its kind, never itself a copy.
    fn original(&self, a: &Incoming<'_>, kept: &Kept) -> Option<ArticleId> {
        let by_url = (!a.url.is_empty()).then(|| self.urls.get(&kept.url).copied()).flatten();
        let found = by_url.or_else(|| {
            let near = self.copies.candidates(&kept.shingles);
            near.into_iter().filter_map(|seat| self.articles.at(seat)).find_map(|o| {
                let (jaccard, containment) = kept.shingles.compare(&o.shingles);
                (jaccard >= self.settings.copy_jaccard || containment >= self.settings.copy_containment)
                    .then_some(o.id)
            })
        })?;
        let first = self.articles.get(found).and_then(|o| o.copy_of).unwrap_or(found);
        self.articles.contains(first).then_some(first)
    }

    fn put(&mut self, mut kept: Kept, queries: &Queries, story: StoryId) {
        let (id, seat) = (kept.id, kept.seat);
        kept.story = story;
        self.latest = self.latest.max(kept.at);
        self.copies.insert(seat, &kept.shingles);
        if kept.url != 0 {
            self.urls.entry(kept.url).or_insert(id);
        }
        if kept.copy_of.is_none() {
            self.postings.insert(seat, queries);
            self.count(&kept, story);
            self.unsettled += 1;
        } else {
            // Nothing is compared with a copy but its text.
            kept.print.clear();
        }
        let group = self.stories.entry(story).or_default();
        if group.articles.is_empty() {
            (group.first_at, group.last_at) = (kept.at, kept.at);
        }
        group.first_at = group.first_at.min(kept.at);
        group.last_at = group.last_at.max(kept.at);
        let articles = &self.articles;
        if kept.copy_of.is_none() {
            group.own += 1;
            let of_story = |o: Seat| articles.at(o).is_some_and(|k| k.story == story);
            group.sum += kept.near().filter(|(o, _)| of_story(*o)).map(|(_, likeness)| likeness).sum::<f32>();
        }
        let key = (kept.at, id);
        let place =
            group.articles.partition_point(|o| articles.get(*o).map_or((i64::MIN, 0), |k| (k.at, *o)) < key);
        group.articles.insert(place, id);
        self.articles.push(kept);
    }

    /// Counts the terms that are new to the story.
    fn count(&mut self, kept: &Kept, story: StoryId) {
        self.counted = self.counted.saturating_add(1);
        let half = self.settings.frequency_half_life;
        let articles = &self.articles;
        let asked: Vec<&Print> = kept
            .near()
            .filter_map(|(o, _)| articles.at(o))
            .filter(|k| k.story == story)
            .take(ASKED)
            .map(|k| &k.print)
            .collect();
        let founded = !self.stories.contains_key(&story);
        for (i, space) in self.spaces.iter_mut().enumerate() {
            let new = kept.print.terms(i).iter().copied().filter(|t| !asked.iter().any(|p| p.has(i, *t)));
            space.count(new, founded, kept.lang, kept.at, half);
        }
    }
}

fn keep(a: &Incoming<'_>, words: &Words, print: Print, memory: &mut TermMemory) -> Kept {
    let lang = words.language.as_deref().unwrap_or_default();
    let weighted = words.title.iter().map(|t| (*t, 3.0)).chain(words.body.iter().map(|t| (*t, 1.0)));
    let section = sections::of_terms(weighted, lang);
    let points = key_points::points(a, |text| memory.terms(text, lang));
    let labels = topics::labels(a.topics, a.outlet);
    let names = words.names.get(..NAMES).unwrap_or(&words.names);
    Kept {
        id: a.id,
        seat: 0,
        at: a.at,
        story: a.id,
        copy_of: None,
        lang: language_key(words.language.as_deref()),
        shown: Shown::of(lang, a.outlet, a.title.trim(), [&points, &labels, names]),
        section,
        url: if a.url.is_empty() { 0 } else { text::hash64(a.url).max(1) },
        shingles: Shingles::of(if a.text.is_empty() { a.lead } else { a.text }),
        print,
        near: Links::default(),
        weighed: 0,
    }
}
