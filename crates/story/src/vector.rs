//! Sparse vectors over hashed terms.

use serde::{Deserialize, Serialize};

/// How often each term stands in an article, ordered by term, each once. Weighing by how much a term tells comes
/// when vectors are compared, so that old vectors learn with the document frequencies.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Counts {
    terms: Box<[u32]>,
    times: Box<[u8]>,
    /// Length when weighed, as of the article's arrival.
    norm: f32,
}

impl Counts {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, f32)> + '_ {
        self.terms.iter().copied().zip(self.times.iter().map(|n| f32::from(*n)))
    }

    pub(crate) fn terms(&self) -> &[u32] {
        &self.terms
    }

    /// Sum over shared terms of a query's weight times the count here.
    pub(crate) fn dot(&self, q: &Query) -> f32 {
        let (mut i, mut j, mut sum) = (0, 0, 0.0);
        while let (Some((s, w)), Some(t)) = (q.weights.get(i), self.terms.get(j)) {
            if s == t {
                sum += w * f32::from(self.times.get(j).copied().unwrap_or(0));
            }
            i += usize::from(s <= t);
            j += usize::from(t <= s);
        }
        sum
    }

    /// Cosine with a query.
    pub(crate) fn cosine(&self, q: &Query) -> f32 {
        cosine(self.dot(q), self.norm * q.norm)
    }
}

fn cosine(dot: f32, norms: f32) -> f32 {
    if norms > 0.0 { (dot / norms).min(1.0) } else { 0.0 }
}

/// An article's or story's vector made ready for comparison: each term's count times its squared weight.
#[derive(Debug, Clone, Default)]
pub(crate) struct Query {
    weights: Vec<(u32, f32)>,
    norm: f32,
    /// Terms with what each brings to the norm, heaviest first.
    heaviest: Vec<(u32, f32)>,
    /// Sum of the terms' weights.
    mass: f32,
}

impl Query {
    /// Weighs counts (any order; counts of one term add up) by `idf` and keeps the `most` heaviest terms. Gives the
    /// ready query and the counts to keep.
    pub(crate) fn weigh(mut pairs: Vec<(u32, f32)>, most: usize, idf: impl Fn(u32) -> f32) -> (Self, Counts) {
        pairs.sort_unstable_by_key(|(t, _)| *t);
        pairs.dedup_by(|b, a| {
            let same = a.0 == b.0;
            if same {
                a.1 += b.1;
            }
            same
        });
        let mut list: Vec<(u32, f32, f32)> =
            pairs.into_iter().map(|(t, n)| (t, n.min(4.0), idf(t))).collect();
        if list.len() > most {
            list.sort_unstable_by(|a, b| (b.1 * b.2).total_cmp(&(a.1 * a.2)).then(a.0.cmp(&b.0)));
            list.truncate(most);
            list.sort_unstable_by_key(|(t, ..)| *t);
        }
        let q = Self::ready(&list);
        let counts = Counts {
            terms: list.iter().map(|l| l.0).collect(),
            times: list.iter().map(|l| small(l.1)).collect(),
            norm: q.norm,
        };
        (q, counts)
    }

    fn ready(list: &[(u32, f32, f32)]) -> Self {
        let weights: Vec<(u32, f32)> = list.iter().map(|(t, n, idf)| (*t, n * idf * idf)).collect();
        let norm = list.iter().map(|(_, n, idf)| (n * idf) * (n * idf)).sum::<f32>().sqrt();
        let mut heaviest: Vec<(u32, f32)> = list.iter().map(|(t, n, idf)| (*t, n * idf)).collect();
        let mass = heaviest.iter().map(|(_, w)| w).sum();
        heaviest.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        Self { weights, norm, heaviest, mass }
    }

    /// The query of kept counts, weighed anew.
    pub(crate) fn of(pairs: impl Iterator<Item = (u32, f32)>, idf: impl Fn(u32) -> f32) -> Self {
        let list: Vec<(u32, f32, f32)> = pairs.map(|(t, n)| (t, n, idf(t))).collect();
        Self::ready(&list)
    }

    /// Terms, heaviest first.
    pub(crate) fn heaviest(&self) -> &[(u32, f32)] {
        &self.heaviest
    }

    /// The share of the query's weight that stands in terms for which `has` is true.
    pub(crate) fn covered(&self, has: impl Fn(u32) -> bool) -> f32 {
        let found: f32 = self.heaviest.iter().filter(|(t, _)| has(*t)).map(|(_, w)| w).sum();
        if self.mass > 0.0 { found / self.mass } else { 0.0 }
    }
}

impl Query {
    /// Whether the term is among the query's.
    pub(crate) fn has(&self, term: u32) -> bool {
        self.weights.binary_search_by_key(&term, |(t, _)| *t).is_ok()
    }

    /// [`Query::covered`] of the three heaviest terms alone.
    pub(crate) fn top_covered(&self, has: impl Fn(u32) -> bool) -> f32 {
        let top = self.heaviest.iter().take(3);
        let (mut all, mut found) = (0.0, 0.0);
        for (t, w) in top {
            all += w;
            if has(*t) {
                found += w;
            }
        }
        if all > 0.0 { found / all } else { 0.0 }
    }

    /// The weight of the heaviest term for which `has` is true.
    pub(crate) fn rarest(&self, has: impl Fn(u32) -> bool) -> f32 {
        self.heaviest.iter().find(|(t, _)| has(*t)).map_or(0.0, |(_, w)| *w)
    }
}

fn small(n: f32) -> u8 {
    // Counts are capped at 4 before.
    [4_u8, 3, 2].into_iter().find(|k| n >= f32::from(*k)).unwrap_or(1)
}

/// The mean of a story's articles in one space: sums of counts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Centre {
    sums: Vec<(u32, f32)>,
    norm: f32,
}

impl Centre {
    /// How many terms a centre keeps: what is beyond weighs next to nothing and costs time and memory.
    const TERMS: usize = 160;

    pub(crate) fn add(&mut self, pairs: impl Iterator<Item = (u32, f32)>, idf: impl Fn(u32) -> f32) {
        self.sums.extend(pairs);
        self.sums.sort_by_key(|(t, _)| *t);
        self.sums.dedup_by(|b, a| {
            let same = a.0 == b.0;
            if same {
                a.1 += b.1;
            }
            same
        });
        let mut weighed: Vec<(u32, f32, f32)> =
            self.sums.iter().map(|(t, n)| (*t, *n, n * idf(*t))).collect();
        if weighed.len() > Self::TERMS + 40 {
            weighed.sort_unstable_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
            weighed.truncate(Self::TERMS);
            weighed.sort_unstable_by_key(|(t, ..)| *t);
            self.sums = weighed.iter().map(|(t, n, _)| (*t, *n)).collect();
        }
        self.norm = weighed.iter().map(|(.., w)| w * w).sum::<f32>().sqrt();
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, f32)> + '_ {
        self.sums.iter().copied()
    }

    pub(crate) fn has(&self, term: u32) -> bool {
        self.sums.binary_search_by_key(&term, |(t, _)| *t).is_ok()
    }

    /// Terms that stand in a good part of the articles.
    pub(crate) fn common(&self) -> impl Iterator<Item = (u32, f32)> + '_ {
        let most = self.sums.iter().map(|(_, n)| *n).fold(0.0, f32::max);
        self.iter().filter(move |(_, n)| *n >= 0.34 * most)
    }

    /// Cosine with a query.
    pub(crate) fn cosine(&self, q: &Query) -> f32 {
        let (mut i, mut j, mut sum) = (0, 0, 0.0);
        while let (Some((s, x)), Some((t, y))) = (q.weights.get(i), self.sums.get(j)) {
            if s == t {
                sum += x * y;
            }
            i += usize::from(s <= t);
            j += usize::from(t <= s);
        }
        cosine(sum, self.norm * q.norm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic() {
        let (q, c) = Query::weigh(vec![(3, 1.0), (1, 1.0), (3, 1.0)], 9, |_| 1.0);
        assert_eq!(c.iter().collect::<Vec<_>>(), [(1, 1.0), (3, 2.0)]);
        assert!((c.cosine(&q) - 1.0).abs() < 1e-6);
        let mut centre = Centre::default();
        centre.add(c.iter(), |_| 1.0);
        assert!((centre.cosine(&q) - 1.0).abs() < 1e-6 && centre.has(3) && !centre.has(2));
        assert!((q.covered(|t| t == 3) - 2.0 / 3.0).abs() < 1e-6);
        let (q, c) = Query::weigh(vec![(1, 1.0), (2, 9.0), (3, 2.0)], 2, |_| 1.0);
        assert_eq!(c.terms(), [2, 3]);
        assert_eq!(q.heaviest(), [(2, 4.0), (3, 2.0)]);
    }
}
