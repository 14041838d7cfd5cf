//! From terms to the stories that speak of them: where candidates come from.

use crate::frequency::Map;
use crate::types::StoryId;
use crate::vector::Query;
use serde::{Deserialize, Serialize};

/// Newest stories remembered for one term.
const LISTED: usize = 48;
/// Heaviest terms of an article that are listed and looked up, by space.
const TERMS: [usize; 4] = [10, 12, 6, 12];

/// The stories of the window by their articles' heaviest terms, newest last.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Postings {
    lists: Map<u32, Vec<StoryId>>,
}

/// Terms of different spaces are different.
fn salted(term: u32, space: usize) -> u32 {
    term ^ [0x0000_0000, 0x0000_0000, 0x5bd1_e995, 0x9747_b28c].get(space).copied().unwrap_or(0)
}

fn terms_of(space: usize) -> usize {
    TERMS.get(space).copied().unwrap_or(0)
}

impl Postings {
    /// Lists a story under an article's heaviest terms in a space.
    pub(crate) fn insert(&mut self, story: StoryId, q: &Query, space: usize) {
        for (t, _) in q.heaviest().iter().take(terms_of(space)) {
            let list = self.lists.entry(salted(*t, space)).or_default();
            if list.last() == Some(&story) {
                continue;
            }
            if let Some(i) = list.iter().position(|s| *s == story) {
                list.remove(i);
            } else if list.len() >= LISTED {
                list.remove(0);
            }
            list.push(story);
        }
    }

    /// Adds to `found` what the stories share with an article, by weight of the terms. `live` gives the story that
    /// an id stands for now.
    pub(crate) fn look_up(
        &self,
        q: &Query,
        space: usize,
        found: &mut Map<StoryId, f32>,
        live: impl Fn(StoryId) -> Option<StoryId>,
    ) {
        let norm: f32 = q.heaviest().iter().map(|(_, w)| w * w).sum::<f32>().max(1e-6);
        for (t, w) in q.heaviest().iter().take(terms_of(space)) {
            let by = w * w / norm;
            for s in self.lists.get(&salted(*t, space)).into_iter().flatten() {
                *found.entry(live(*s).unwrap_or(*s)).or_default() += by;
            }
        }
    }

    /// Forgets ids that `live` refuses.
    pub(crate) fn sweep(&mut self, live: impl Fn(StoryId) -> bool) {
        self.lists.retain(|_, list| {
            list.retain(|s| live(*s));
            !list.is_empty()
        });
    }
}
