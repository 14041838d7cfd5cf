//! Filters and scores: roughly for all, exactly and with reasons for the few.

use super::rough::{Best, Rough};
use super::{Facts, Flat, Request, SPARSE, Taste, dots};
use crate::number;
use crate::slate::Contribution;
use crate::slate::features::freshness;
use crate::slate::score::READ;
use crate::words::{self, joined};
use std::borrow::Cow;

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
        let mut products = vec![0_i32; self.len()];
        let likes = self.likes(taste);
        if likes {
            dots(&self.vectors, taste.vector, &mut products);
        }
        let rough = Rough::new(self, taste, likes);
        let oldest = match i64::from(request.max_age_days) {
            0 => i64::MAX,
            days => days * 86_400,
        };
        let mut removed = Removed::default();
        let mut best = Best::of(count);
        let columns = products.iter().zip(&self.sparse).zip(&self.facts);
        for (number, ((product, sparse), facts)) in columns.enumerate() {
            let features = rough.features(sparse);
            let age = request.now.saturating_sub(facts.newest).max(0);
            if facts.hidden {
                removed.hidden += 1;
            } else if features == f32::NEG_INFINITY {
                removed.muted += 1;
            } else if age > oldest {
                removed.too_old += 1;
            } else {
                best.offer(
                    features + rough.rest(age, facts) + rough.scale * number::product(*product),
                    number,
                );
            }
        }
        (best.numbers(), removed)
    }

    /// The taste vector counts: it is of the candidates' length.
    fn likes(&self, taste: &Taste<'_>) -> bool {
        self.width > 0 && taste.vector.len() == self.width
    }

    /// Every term of a candidate's score. Their sum is the score.
    pub(super) fn terms(&self, number: usize, taste: &Taste<'_>, now: i64) -> Vec<Contribution> {
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
        let alike = if self.likes(taste) { self.product(number, taste) } else { 0 };
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
    pub(super) fn score(&self, number: usize, taste: &Taste<'_>, now: i64) -> f64 {
        let (Some(sparse), Some(facts)) = (self.sparse.get(number), self.facts.get(number)) else {
            return f64::NEG_INFINITY;
        };
        let mut score = taste.intercept;
        for at in sparse.iter().filter_map(|feature| usize::try_from(*feature).ok()) {
            score += self.weight(taste, at);
        }
        if self.likes(taste) {
            score += taste.scale * f64::from(self.product(number, taste));
        }
        score += taste.freshness * freshness(now.saturating_sub(facts.newest).max(0));
        score + size(taste, facts) + repeats(taste, facts) + read(facts)
    }

    pub(super) fn weight(&self, taste: &Taste<'_>, at: usize) -> f64 {
        let given = if at > 0 { taste.weights.get(at).copied().unwrap_or(0.0) } else { 0.0 };
        if given.is_finite() { given } else { 0.0 }
    }

    fn product(&self, number: usize, taste: &Taste<'_>) -> i32 {
        let mut out = [0];
        dots(self.vector(number), taste.vector, &mut out);
        out.into_iter().sum()
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
