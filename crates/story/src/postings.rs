//! From terms to the stories that speak of them: where candidates come from.

use crate::frequency::Map;
use crate::types::StoryId;
use crate::vector::Vector;
use serde::{Deserialize, Serialize};

/// Newest stories remembered for one term.
const LISTED: usize = 48;
/// Heaviest terms of an article that are listed and looked up.
const TERMS: usize = 14;

/// The stories of the window by their articles' heaviest terms, newest last.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Postings {
    lists: Map<u32, Vec<StoryId>>,
}

impl Postings {
    /// Lists a story under an article's heaviest terms.
    pub(crate) fn insert(&mut self, story: StoryId, v: &Vector) {
        for (t, _) in v.heaviest().into_iter().take(TERMS) {
            let list = self.lists.entry(t).or_default();
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
        v: &Vector,
        found: &mut Map<StoryId, f32>,
        live: impl Fn(StoryId) -> Option<StoryId>,
    ) {
        for (t, w) in v.heaviest().into_iter().take(TERMS) {
            for s in self.lists.get(&t).into_iter().flatten() {
                if let Some(s) = live(*s) {
                    *found.entry(s).or_default() += w * w;
                }
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
