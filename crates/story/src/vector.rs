//! Sparse vectors over hashed terms.

use serde::{Deserialize, Serialize};

/// A sparse vector: terms with weights, ordered by term, each term once.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Vector(Vec<(u32, f32)>);

impl Vector {
    /// A vector of terms in any order; weights of one term add up.
    pub(crate) fn from_pairs(mut pairs: Vec<(u32, f32)>) -> Self {
        pairs.sort_unstable_by_key(|(t, _)| *t);
        pairs.dedup_by(|b, a| {
            let same = a.0 == b.0;
            if same {
                a.1 += b.1;
            }
            same
        });
        pairs.shrink_to_fit();
        Self(pairs)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (u32, f32)> + '_ {
        self.0.iter().copied()
    }

    pub(crate) fn norm(&self) -> f32 {
        self.0.iter().map(|(_, w)| w * w).sum::<f32>().sqrt()
    }

    /// The vector at length 1; the empty one stays empty.
    pub(crate) fn unit(mut self) -> Self {
        let n = self.norm();
        if n > 0.0 {
            for (_, w) in &mut self.0 {
                *w /= n;
            }
        }
        self
    }

    pub(crate) fn dot(&self, other: &Self) -> f32 {
        let (mut i, mut j, mut sum) = (0, 0, 0.0);
        while let (Some((s, x)), Some((t, y))) = (self.0.get(i), other.0.get(j)) {
            if s == t {
                sum += x * y;
            }
            i += usize::from(s <= t);
            j += usize::from(t <= s);
        }
        sum
    }

    /// Adds another vector, `by` times.
    pub(crate) fn add(&mut self, other: &Self, by: f32) {
        let mut pairs = std::mem::take(&mut self.0);
        pairs.extend(other.iter().map(|(t, w)| (t, w * by)));
        *self = Self::from_pairs(pairs);
    }

    /// Keeps the `n` heaviest terms.
    pub(crate) fn cap(&mut self, n: usize) {
        if self.0.len() > n {
            self.0.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            self.0.truncate(n);
            self.0.sort_unstable_by_key(|(t, _)| *t);
            self.0.shrink_to_fit();
        }
    }

    /// Terms, heaviest first.
    pub(crate) fn heaviest(&self) -> Vec<(u32, f32)> {
        let mut v = self.0.clone();
        v.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        v
    }
}

/// The mean direction of a story's articles in one space.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Centre {
    sum: Vector,
    norm: f32,
    count: u32,
}

impl Centre {
    /// How many terms a centre keeps: what is beyond weighs next to nothing and costs time and memory.
    const TERMS: usize = 160;

    pub(crate) fn add(&mut self, v: &Vector) {
        self.sum.add(v, 1.0);
        self.sum.cap(Self::TERMS);
        self.norm = self.sum.norm();
        self.count += 1;
    }

    pub(crate) fn absorb(&mut self, other: &Self) {
        self.sum.add(&other.sum, 1.0);
        self.sum.cap(Self::TERMS);
        self.norm = self.sum.norm();
        self.count += other.count;
    }

    /// Cosine with a unit vector.
    pub(crate) fn cosine(&self, v: &Vector) -> f32 {
        if self.norm > 0.0 { self.sum.dot(v) / self.norm } else { 0.0 }
    }

    /// Cosine with another centre.
    pub(crate) fn likeness(&self, other: &Self) -> f32 {
        let n = self.norm * other.norm;
        if n > 0.0 { self.sum.dot(&other.sum) / n } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arithmetic() {
        let a = Vector::from_pairs(vec![(3, 1.0), (1, 1.0), (3, 1.0)]);
        assert_eq!(a.iter().collect::<Vec<_>>(), [(1, 1.0), (3, 2.0)]);
        let b = Vector::from_pairs(vec![(3, 2.0), (9, 1.0)]);
        assert!((a.dot(&b) - 4.0).abs() < 1e-6);
        let mut c = Centre::default();
        c.add(&a.clone().unit());
        assert!((c.cosine(&a.unit()) - 1.0).abs() < 1e-6);
    }
}
