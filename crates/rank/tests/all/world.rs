//! Small made-up candidates for the tests.

use rank::{Candidate, Context, Contribution, Facet, Profile, Ranked, Slate, slate};

pub(crate) const NOW: i64 = 1_700_000_000;

pub(crate) fn story(id: i64, topic: &str, source: i64) -> Candidate {
    Candidate {
        id,
        published: NOW - 3_600 * (1 + id % 40),
        topics: vec![Facet::new(topic.to_lowercase(), topic)],
        sources: vec![Facet::new(source.to_string(), format!("Outlet {source}"))],
        articles: 1,
        outlets: 1,
        ..Candidate::default()
    }
}

pub(crate) fn newsroom() -> Vec<Candidate> {
    let topics = ["Energy", "Sport", "Culture", "Health", "Politics"];
    (0..60).map(|id| story(id, topics[id as usize % 5], id % 7)).collect()
}

pub(crate) fn page(profile: &Profile) -> Slate {
    slate(profile, newsroom(), &Context::new(NOW, 20))
}

pub(crate) fn find(slate: &Slate, id: i64) -> &Ranked {
    slate.items.iter().chain(&slate.rest).find(|ranked| ranked.candidate.id == id).unwrap()
}

pub(crate) fn term<'a>(ranked: &'a Ranked, signal: &str) -> &'a Contribution {
    ranked.contributions.iter().find(|c| c.signal == signal).unwrap()
}
