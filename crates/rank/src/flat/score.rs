//! Filters and scores: roughly for all, exactly and with reasons for the few.

use super::rough::{Best, ROUGH, Rough};
use super::vectors::Query;
use super::{Facts, Flat, Request, SPARSE, Taste};
use crate::number;
use crate::slate::Contribution;
use crate::slate::features::freshness;
use crate::slate::score::READ;
use crate::words::{self, joined};
use std::borrow::Cow;

/// Candidates that are handled together: while the second thing is worked out for them, memory of the first comes for the next.
const TOGETHER: usize = 32;

/// Whom a filter took away, by filter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Removed {
    pub(super) hidden: usize,
    pub(super) muted: usize,
    pub(super) too_old: usize,
}

impl Flat {
    /// The numbers of the candidates whose exact score may be among the best `count`, in no order; and what was removed.
    pub(super) fn pool(&self, taste: &Taste<'_>, request: &Request, count: usize) -> (Vec<usize>, Removed) {
        let query = self.query(taste);
        let rough = Rough::new(self, taste, query.is_some());
        let oldest = match i64::from(request.max_age_days) {
            0 => i64::MAX,
            days => days * 86_400,
        };
        let mut removed = Removed::default();
        // First by the upper halves of vectors …
        let halved = query.as_ref().map_or(0.0, |query| rough.scale.abs() * number::product(query.margin()));
        let mut best = Best::of(count, ROUGH + halved);
        let mut products = [0_i32; TOGETHER];
        let columns = self.sparse.chunks(TOGETHER).zip(self.facts.chunks(TOGETHER));
        for (part, (sparse, facts)) in columns.enumerate() {
            let start = part * TOGETHER;
            if let (Some(query), Some(products)) = (&query, products.get_mut(..facts.len())) {
                self.vectors.rough(query, start, products);
            }
            for ((number, product), (sparse, facts)) in (start..).zip(products).zip(sparse.iter().zip(facts))
            {
                let features = rough.features(sparse);
                let age = request.now.saturating_sub(facts.newest).max(0);
                if facts.hidden {
                    removed.hidden += 1;
                } else if features == f32::NEG_INFINITY {
                    removed.muted += 1;
                } else if age > oldest {
                    removed.too_old += 1;
                } else {
                    let rest = features + rough.rest(age, facts);
                    best.offer(rest + rough.scale * number::product(product), (rest, number));
                }
            }
        }
        // … then, those that these did not rule out, by the whole.
        let Some(query) = query else { return (best.taken().map(|(_, number)| number).collect(), removed) };
        let mut whole = Best::of(count, ROUGH);
        for (rest, number) in best.taken() {
            let product = self.vectors.product(number, &query);
            whole.offer(rest + rough.scale * number::product(product), (rest, number));
        }
        (whole.taken().map(|(_, number)| number).collect(), removed)
    }

    /// The taste vector, where it counts: where it is of the candidates' length.
    pub(super) fn query(&self, taste: &Taste<'_>) -> Option<Query> {
        let width = self.vectors.width();
        (width > 0 && taste.vector.len() == width).then(|| Query::new(taste.vector))
    }

    /// Every term of a candidate's score. Their sum is the score.
    pub(super) fn terms(
        &self,
        number: usize,
        taste: &Taste<'_>,
        query: Option<&Query>,
        now: i64,
    ) -> Vec<Contribution> {
        let mut terms = Vec::with_capacity(SPARSE + 6);
        let (Some(sparse), Some(facts)) = (self.sparse.get(number), self.facts.get(number)) else {
            return terms;
        };
        let mut add = |signal, key: &str, label: String, value: f64| {
            if value != 0.0 {
                terms.push(Contribution { signal: Cow::Borrowed(signal), key: key.to_owned(), label, value });
            }
        };
        add("intercept", "", "Every story starts here".to_owned(), taste.intercept);
        for at in sparse.iter().filter_map(|feature| usize::try_from(*feature).ok()) {
            if let Some(feature) = self.features.get(at).filter(|_| at > 0) {
                add(feature.signal, &feature.key, feature.label.clone(), self.weight(taste, at));
            }
        }
        let alike = query.map_or(0, |query| self.vectors.product(number, query));
        add("likeness", "", "Like what you have read".to_owned(), taste.scale * f64::from(alike));
        let age = now.saturating_sub(facts.newest).max(0);
        add("freshness", "", words::age(age), taste.freshness * freshness(age));
        let outlets = joined(&["Told by ", &facts.outlets.to_string(), " outlets"]);
        add("size", "", outlets, size(taste, facts));
        let seen = joined(&["You have seen this ", &words::times(facts.shown)]);
        add("repeat", "", seen, repeats(taste, facts));
        add("read", "", "You have read this".to_owned(), read(facts));
        terms
    }

    /// The plain sum of [`Flat::terms`], without making them.
    pub(super) fn score(&self, number: usize, taste: &Taste<'_>, query: Option<&Query>, now: i64) -> f64 {
        let (Some(sparse), Some(facts)) = (self.sparse.get(number), self.facts.get(number)) else {
            return f64::NEG_INFINITY;
        };
        let mut score = taste.intercept;
        for at in sparse.iter().filter_map(|feature| usize::try_from(*feature).ok()) {
            score += self.weight(taste, at);
        }
        if let Some(query) = query {
            score += taste.scale * f64::from(self.vectors.product(number, query));
        }
        score += taste.freshness * freshness(now.saturating_sub(facts.newest).max(0));
        score + size(taste, facts) + repeats(taste, facts) + read(facts)
    }

    pub(super) fn weight(&self, taste: &Taste<'_>, at: usize) -> f64 {
        let given = if at > 0 { taste.weights.get(at).copied().unwrap_or(0.0) } else { 0.0 };
        if given.is_finite() { given } else { 0.0 }
    }
}

pub(super) fn size(taste: &Taste<'_>, facts: &Facts) -> f64 {
    if facts.outlets > 1 { taste.size * f64::from(facts.outlets).log2() } else { 0.0 }
}

pub(super) fn repeats(taste: &Taste<'_>, facts: &Facts) -> f64 {
    if facts.shown > 0 { -taste.repeats * f64::from(facts.shown + 1).log2() } else { 0.0 }
}

pub(super) fn read(facts: &Facts) -> f64 {
    if facts.opened { READ } else { 0.0 }
}
