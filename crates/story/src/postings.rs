//! From terms to the articles that have them: where candidates come from.

use crate::frequency::Map;
use crate::print::{Queries, SPACES};
use crate::types::ArticleId;
use crate::vector::Query;
use serde::{Deserialize, Serialize};

/// Newest articles remembered for one term.
const LISTED: usize = 256;
/// Articles that share less of their weight, summed over the spaces, are far apart.
const SHARED: f32 = 0.06;
/// Heaviest terms of an article that are listed and looked up, by space.
const TERMS: [usize; SPACES] = [8, 12, 4, 12, 6];

/// The articles of the window by their heaviest terms, newest last.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Postings {
    lists: Map<u32, Vec<ArticleId>>,
}

/// Terms of different spaces are different; headline and body share theirs.
fn salted(term: u32, space: usize) -> u32 {
    term ^ [0, 0, 0x5bd1_e995, 0x9747_b28c, 0x2545_f491].get(space).copied().unwrap_or(0)
}

fn heaviest(q: &Query, space: usize) -> impl Iterator<Item = (u32, f32)> + '_ {
    let n = TERMS.get(space).copied().unwrap_or(0);
    q.heaviest().iter().take(n).map(move |(t, w)| (salted(*t, space), *w))
}

impl Postings {
    /// Lists an article under its heaviest terms.
    pub(crate) fn insert(&mut self, id: ArticleId, queries: &Queries) {
        for (space, q) in queries.0.iter().enumerate() {
            for (t, _) in heaviest(q, space) {
                let list = self.lists.entry(t).or_default();
                if list.last() == Some(&id) {
                    continue;
                }
                if list.len() >= LISTED {
                    list.remove(0);
                }
                list.push(id);
            }
        }
    }

    /// Articles that share heavy terms, those that share most first; `most` of them, none before `cut`.
    pub(crate) fn look_up(&self, queries: &Queries, most: usize, cut: ArticleId) -> Vec<ArticleId> {
        let mut found: Map<ArticleId, f32> = Map::default();
        for (space, q) in queries.0.iter().enumerate() {
            let norm: f32 = q.heaviest().iter().map(|(_, w)| w * w).sum::<f32>().max(1e-6);
            for (t, w) in heaviest(q, space) {
                let by = w * w / norm;
                let list = self.lists.get(&t).into_iter().flatten();
                for id in list.rev().take_while(|id| **id >= cut) {
                    *found.entry(*id).or_default() += by;
                }
            }
        }
        let mut list: Vec<(ArticleId, f32)> = found.into_iter().filter(|(_, by)| *by > SHARED).collect();
        let order = |a: &(ArticleId, f32), b: &(ArticleId, f32)| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0));
        if list.len() > most {
            list.select_nth_unstable_by(most, order);
            list.truncate(most);
        }
        list.sort_unstable_by(order);
        list.into_iter().map(|(id, _)| id).collect()
    }

    /// Forgets articles that `live` refuses.
    pub(crate) fn sweep(&mut self, live: impl Fn(ArticleId) -> bool) {
        self.lists.retain(|_, list| {
            list.retain(|a| live(*a));
            !list.is_empty()
        });
    }
}
