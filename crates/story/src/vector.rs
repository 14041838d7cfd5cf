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

    /// Takes over the length of a query of the same counts.
    pub(crate) fn take_norm(&mut self, q: &Query) {
        self.norm = q.norm;
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
        heaviest.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        Self { weights, norm, heaviest }
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
}

fn small(n: f32) -> u8 {
    // Counts are capped at 4 before.
    [4_u8, 3, 2].into_iter().find(|k| n >= f32::from(*k)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic() {
        let (q, c) = Query::weigh(vec![(3, 1.0), (1, 1.0), (3, 1.0)], 9, |_| 1.0);
        assert_eq!(c.iter().collect::<Vec<_>>(), [(1, 1.0), (3, 2.0)]);
        assert!((c.cosine(&q) - 1.0).abs() < 1e-6);
        let (q, c) = Query::weigh(vec![(1, 1.0), (2, 9.0), (3, 2.0)], 2, |_| 1.0);
        assert_eq!(c.terms(), [2, 3]);
        assert_eq!(q.heaviest(), [(2, 4.0), (3, 2.0)]);
    }
}
