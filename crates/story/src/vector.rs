//! Sparse vectors over hashed terms.

/// How often each term stands in an article, ordered by term, each once, with the length when weighed. Weighing by how
/// much a term tells comes when vectors are compared, so that old vectors learn with the document frequencies.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Counts {
    /// Terms, each standing one to four times.
    pub terms: Vec<(u32, u8)>,
    pub norm: f32,
}

/// Cosine by the sum of products and the two lengths' product.
pub(crate) fn cosine(dot: f32, norms: f32) -> f32 {
    if norms > 0.0 { (dot / norms).min(1.0) } else { 0.0 }
}

/// Places of a query's index, each for the terms with the same highest bits.
const INDEX: usize = 1 << 10;

/// Terms whose places are looked up together.
const TOGETHER: usize = 64;

/// An article's or story's vector made ready for comparison: each term's count times its squared weight.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    weights: Vec<(u32, f32)>,
    pub norm: f32,
    /// Terms with what each brings to the norm, heaviest first.
    heaviest: Vec<(u32, f32)>,
    /// Where the terms with the same highest bits begin among the weights, counted from 1: it tells of most terms of
    /// other articles that they are not here.
    index: [u8; INDEX],
}

impl Default for Query {
    fn default() -> Self {
        Self { weights: Vec::new(), norm: 0.0, heaviest: Vec::new(), index: [0; INDEX] }
    }
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
        let counts = Counts { terms: list.iter().map(|l| (l.0, small(l.1))).collect(), norm: q.norm };
        (q, counts)
    }

    fn ready(list: &[(u32, f32, f32)]) -> Self {
        let weights: Vec<(u32, f32)> = list.iter().map(|(t, n, idf)| (*t, n * idf * idf)).collect();
        let norm = list.iter().map(|(_, n, idf)| (n * idf) * (n * idf)).sum::<f32>().sqrt();
        let mut heaviest: Vec<(u32, f32)> = list.iter().map(|(t, n, idf)| (*t, n * idf)).collect();
        heaviest.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut index = [0; INDEX];
        for (i, (t, _)) in weights.iter().enumerate().rev() {
            if let Some(slot) = index.get_mut(place(*t)) {
                // A later beginning would miss terms, an earlier one does not.
                *slot = u8::try_from(i + 1).unwrap_or(u8::MAX);
            }
        }
        Self { weights, norm, heaviest, index }
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

    /// Sum over those of `terms`, which ascend, that stand here too, of the weight here times how often each stands
    /// there by `times`, which is given its place; and how many they are.
    pub(crate) fn dot(&self, terms: &[u32], times: impl Fn(usize) -> f32) -> (f32, u32) {
        let (mut sum, mut shared) = (0.0, 0);
        for (few, first) in terms.chunks(TOGETHER).zip((0..).step_by(TOGETHER)) {
            // Which of them may be here, without a branch, since no one could foretell it.
            let mut met = [0_u8; TOGETHER];
            let mut n = 0;
            for (i, t) in (0_u8..).zip(few) {
                if let Some(slot) = met.get_mut(n) {
                    *slot = i;
                }
                n += usize::from(self.begin(*t) != 0);
            }
            for i in met.iter().take(n).map(|i| usize::from(*i)) {
                let Some(t) = few.get(i) else { break };
                let rest =
                    self.weights.get(usize::from(self.begin(*t)).saturating_sub(1)..).unwrap_or_default();
                if let Some((term, w)) = rest.iter().find(|(term, _)| term >= t)
                    && term == t
                {
                    sum += w * times(first + i);
                    shared += 1;
                }
            }
        }
        (sum, shared)
    }

    /// Where terms that share a term's place begin among the weights, counted from 1.
    fn begin(&self, term: u32) -> u8 {
        self.index.get(place(term)).copied().unwrap_or_default()
    }
}

/// A term's place in the index.
fn place(term: u32) -> usize {
    usize::try_from(term >> 22).unwrap_or(0)
}

fn small(n: f32) -> u8 {
    // Counts are capped at 4 before.
    [4_u8, 3, 2].into_iter().find(|k| n >= f32::from(*k)).unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn arithmetic() {
        let (q, c) = Query::weigh(vec![(3, 1.0), (1, 1.0), (3, 1.0)], 9, |_| 1.0);
        assert_eq!(c.terms, [(1, 1), (3, 2)]);
        let times = [1.0, 2.0];
        assert!((cosine(q.dot(&[1, 3], |i| times[i]).0, c.norm * q.norm) - 1.0).abs() < 1e-6);
        let (q, c) = Query::weigh(vec![(1, 1.0), (2, 9.0), (3, 2.0)], 2, |_| 1.0);
        assert_eq!(c.terms, [(2, 4), (3, 2)]);
        assert_eq!(q.heaviest(), [(2, 4.0), (3, 2.0)]);
    }

    proptest! {
        #[test]
        fn the_index_loses_nothing(
            a in proptest::collection::btree_set(any::<u32>(), 0..300),
            b in proptest::collection::btree_set(any::<u32>(), 0..64),
            both in proptest::collection::btree_set(any::<u32>(), 0..16),
        ) {
            let terms: Vec<u32> = b.union(&both).copied().collect();
            let (q, _) = Query::weigh(a.union(&both).map(|t| (*t, 1.0)).collect(), 999, |_| 1.0);
            let shared = terms.iter().filter(|t| a.contains(t) || both.contains(t)).count();
            prop_assert_eq!(q.dot(&terms, |_| 1.0).0, crate::num::real(shared));
        }
    }
}
