//! Which of the best stand on the page, mixed by vector and bounded by source.

use super::dots::dot;
use super::vectors::cosine;
use super::{Flat, Request, Taste};
use crate::slate::select::{By, COST, POOL, moved};
use crate::slate::{Contribution, Moved};
use std::collections::HashMap;

/// A story on the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Placed {
    /// The story's id.
    pub id: i64,
    /// Its number among the candidates.
    pub number: usize,
    /// The plain sum of the contributions' values.
    pub score: f64,
    /// Every term of the score.
    pub contributions: Vec<Contribution>,
    /// What moved it from its place by score.
    pub moved: Option<Moved>,
}

/// A page, and what filters kept from it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Page {
    /// What stands on it, first to last.
    pub items: Vec<Placed>,
    /// Stories hidden by the reader.
    pub hidden: usize,
    /// Stories with a muted feature.
    pub muted: usize,
    /// Stories past the bound on age.
    pub too_old: usize,
}

struct Best {
    number: usize,
    vector: Vec<i8>,
    score: f64,
    /// Cosines with the stories chosen before, added up.
    alike: f64,
    length: f64,
    taken: bool,
}

impl Flat {
    /// A page: filter, score, select, explain. Equal scores stand newest first, then by id.
    #[must_use]
    pub fn slate(&self, taste: &Taste<'_>, request: &Request) -> Page {
        let count = request.limit.saturating_mul(POOL);
        let (pool, removed) = self.pool(taste, request, count);
        let query = self.query(taste);
        let mut best: Vec<Best> = pool
            .into_iter()
            .map(|number| {
                let score = self.score(number, taste, query.as_ref(), request.now);
                Best { number, vector: Vec::new(), score, alike: 0.0, length: 0.0, taken: false }
            })
            .collect();
        best.sort_unstable_by(|a, b| {
            let facts = |best: &Best| self.facts.get(best.number).map(|f| (-f.newest, f.id));
            b.score.total_cmp(&a.score).then_with(|| facts(a).cmp(&facts(b)))
        });
        best.truncate(count);
        if request.diversity > 0.0 {
            for story in &mut best {
                story.vector = self.vectors.whole(story.number);
                story.length = f64::from(dot(&story.vector, &story.vector)).sqrt();
            }
        }
        let items = self
            .choose(&mut best, request)
            .into_iter()
            .enumerate()
            .filter_map(|(to, (from, over))| {
                let number = best.get(from)?.number;
                let contributions = self.terms(number, taste, query.as_ref(), request.now);
                Some(Placed {
                    id: self.facts.get(number)?.id,
                    number,
                    score: contributions.iter().map(|c| c.value).sum(),
                    contributions,
                    moved: moved(from, to, if over { By::Source } else { By::Score }),
                })
            })
            .collect();
        Page { items, hidden: removed.hidden, muted: removed.muted, too_old: removed.too_old }
    }

    /// Maximal marginal relevance (Carbonell and Goldstein 1998) over the pool: places in it, and whether the bound on
    /// sources held the story back.
    fn choose(&self, best: &mut [Best], request: &Request) -> Vec<(usize, bool)> {
        let mut of_source: HashMap<u32, usize, foldhash::fast::RandomState> = HashMap::default();
        let mut over = vec![false; best.len()];
        let mut order = Vec::with_capacity(request.limit);
        while order.len() < request.limit {
            let mut winner: Option<(f64, usize)> = None;
            for (at, story) in best.iter().enumerate().filter(|(_, story)| !story.taken) {
                // In order of score: nothing further down can win any more.
                if winner.is_some_and(|(value, _)| story.score <= value) {
                    break;
                }
                if self.is_full(story.number, &of_source, request.source_cap) {
                    if let Some(over) = over.get_mut(at) {
                        *over = true;
                    }
                    continue;
                }
                // Each further story alike costs less than the one before.
                let alike = story.alike / (1.0 + story.alike);
                let value = story.score - request.diversity.clamp(0.0, 1.0) * COST * alike;
                if winner.is_none_or(|(other, _)| value > other) {
                    winner = Some((value, at));
                }
            }
            // Rather a source over its bound than an empty place.
            let first_left = || best.iter().position(|story| !story.taken);
            let Some(at) = winner.map(|(_, at)| at).or_else(first_left) else { break };
            take(best, at);
            if let Some(facts) = best.get(at).and_then(|story| self.facts.get(story.number)) {
                *of_source.entry(facts.source).or_default() += 1;
            }
            order.push((at, over.get(at).copied().unwrap_or(false)));
        }
        order
    }

    fn is_full(
        &self,
        number: usize,
        of_source: &HashMap<u32, usize, foldhash::fast::RandomState>,
        cap: usize,
    ) -> bool {
        let Some(facts) = self.facts.get(number) else { return false };
        // A story that several tell belongs to no single source.
        cap > 0
            && facts.source > 0
            && facts.outlets <= 1
            && of_source.get(&facts.source).is_some_and(|count| *count >= cap)
    }
}

/// Takes one, and notes how alike it is to those left.
fn take(best: &mut [Best], at: usize) {
    let Some(chosen) = best.get_mut(at) else { return };
    chosen.taken = true;
    let (vector, length) = (std::mem::take(&mut chosen.vector), chosen.length);
    if length > 0.0 {
        for story in best.iter_mut().filter(|story| !story.taken) {
            story.alike += cosine(&story.vector, &vector, story.length * length).clamp(0.0, 1.0);
        }
    }
}
