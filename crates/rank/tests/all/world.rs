//! Small made-up candidates for the tests.

use rank::{Candidate, Context, Contribution, Facet, Profile, Ranked, Removed, Slate, explain, slate};

pub(crate) const NOW: i64 = 1_700_000_000;

pub(crate) fn story(id: i64, topic: &str, source: i64) -> Candidate {
    Candidate {
        id,
        published: NOW - 3_600 * (1 + id % 40),
        topics: vec![Facet::new(topic.to_lowercase(), topic)].into(),
        sources: vec![Facet::new(source.to_string(), format!("Outlet {source}"))].into(),
        articles: 1,
        outlets: 1,
        ..Candidate::default()
    }
}

pub(crate) fn newsroom() -> Vec<Candidate> {
    let topics = ["Energy", "Sport", "Culture", "Health", "Politics"];
    (0..60).map(|id| story(id, topics[id as usize % 5], id % 7)).collect()
}

/// A page with reasons for what found no place, too.
#[derive(Debug, PartialEq)]
pub(crate) struct Page {
    pub(crate) items: Vec<Ranked>,
    pub(crate) rest: Vec<Ranked>,
    pub(crate) removed: Vec<Removed>,
}

pub(crate) fn page(profile: &Profile) -> Page {
    page_of(profile, newsroom())
}

pub(crate) fn page_of(profile: &Profile, candidates: Vec<Candidate>) -> Page {
    let context = Context::new(NOW, 20);
    let Slate { items, rest, removed, .. } = slate(profile, candidates, &context);
    let rest = rest.into_iter().map(|scored| explain(profile, scored.candidate, &context)).collect();
    Page { items, rest, removed }
}

pub(crate) fn find(page: &Page, id: i64) -> &Ranked {
    page.items.iter().chain(&page.rest).find(|ranked| ranked.candidate.id == id).unwrap()
}

pub(crate) fn term<'a>(ranked: &'a Ranked, signal: &str) -> &'a Contribution {
    ranked.contributions.iter().find(|c| c.signal == signal).unwrap()
}
