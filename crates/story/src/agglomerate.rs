//! Groups the nodes of a graph, closest first.

use crate::likeness::{Inside, Likeness};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// A likeness between two nodes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Edge {
    pub a: u32,
    pub b: u32,
    pub sum: f32,
}

/// Two groups that may become one, as of when they were last weighed.
#[derive(PartialEq)]
struct Pair {
    score: f32,
    a: u32,
    b: u32,
    /// How often each had grown by then.
    grown: (u32, u32),
}

impl Eq for Pair {}

impl Ord for Pair {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

struct Group {
    inside: Inside,
    /// The groups that have a likeness with it, ascending, with its sum over all pairs; under the numbers that they had
    /// when this list was last put in order.
    near: Vec<(u32, f32)>,
    grown: u32,
    /// What a sum of likeness is multiplied by for this side of a pair, roughly ([`Likeness::share`]).
    share: f32,
}

struct Groups {
    list: Vec<Group>,
    /// Into which group each went: itself where it stands (disjoint sets: R. Tarjan, 1975).
    into: Vec<u32>,
}

/// By how much a rough score may be wrong.
const ROUGH: f32 = 1.0 + 1e-4;

/// Merges the closest two groups again and again while their weighed likeness is above `least`. Gives for each node
/// the number of its group, which is that of one of its nodes. Nodes without an edge are far apart.
pub(crate) fn agglomerate(
    nodes: &[Inside],
    edges: impl Iterator<Item = Edge> + Clone,
    weights: &Likeness,
    least: f32,
) -> Vec<u32> {
    let mut groups = Groups::of(nodes, edges, weights);
    let count = u32::try_from(nodes.len()).unwrap_or(u32::MAX);
    // Of each group only the closest other is kept. A pair that grows closer by a merger is the merged group's, whose
    // closest is found anew then, so the closest pair of all is never missed.
    let mut heap: BinaryHeap<Pair> = (0..count).filter_map(|a| groups.closest(a, weights, least)).collect();
    while let Some(Pair { a, b, grown, .. }) = heap.pop() {
        let now = (groups.standing(a).map(|g| g.grown), groups.standing(b).map(|g| g.grown));
        if now.0 != Some(grown.0) {
            continue;
        }
        let again = if now.1 == Some(grown.1) { groups.merge(a, b, weights) } else { a };
        heap.extend(groups.closest(again, weights, least));
    }
    (0..count).map(|n| groups.root(n)).collect()
}

impl Groups {
    fn of(nodes: &[Inside], edges: impl Iterator<Item = Edge> + Clone, weights: &Likeness) -> Self {
        let mut list: Vec<Group> = nodes
            .iter()
            .map(|n| Group { inside: *n, near: Vec::new(), grown: 0, share: weights.share(*n) })
            .collect();
        let mut degrees = vec![0; list.len()];
        for n in edges.clone().flat_map(|e| [e.a, e.b]) {
            if let Some(d) = degrees.get_mut(index(n)) {
                *d += 1;
            }
        }
        for (g, d) in list.iter_mut().zip(degrees) {
            g.near.reserve_exact(d);
        }
        for e in edges {
            for (from, to) in [(e.a, e.b), (e.b, e.a)] {
                if let Some(g) = list.get_mut(index(from)) {
                    g.near.push((to, e.sum));
                }
            }
        }
        for g in &mut list {
            put_in_order(&mut g.near);
        }
        Self { into: (0_u32..).take(list.len()).collect(), list }
    }

    /// The group that a number stands for now.
    fn root(&mut self, mut n: u32) -> u32 {
        while let Some(to) = self.into.get(index(n)).copied()
            && to != n
        {
            let beyond = self.into.get(index(to)).copied().unwrap_or(to);
            if let Some(slot) = self.into.get_mut(index(n)) {
                *slot = beyond;
            }
            n = beyond;
        }
        n
    }

    /// The group of a number, unless it went into another.
    fn standing(&self, n: u32) -> Option<&Group> {
        self.list.get(index(n)).filter(|_| self.into.get(index(n)) == Some(&n))
    }

    /// Brings a group's list up to date with the mergers since: only those that are looked at again pay for it.
    fn refresh(&mut self, n: u32) {
        let Some(mut near) = self.list.get_mut(index(n)).map(|g| std::mem::take(&mut g.near)) else { return };
        let mut moved = false;
        for (other, _) in &mut near {
            let root = self.root(*other);
            moved |= root != *other;
            *other = root;
        }
        if moved {
            put_in_order(&mut near);
        }
        if let Some(g) = self.list.get_mut(index(n)) {
            g.near = near;
        }
    }

    /// A group with the other that is closest, where one is close enough.
    fn closest(&mut self, a: u32, weights: &Likeness, least: f32) -> Option<Pair> {
        self.refresh(a);
        let own = self.list.get(index(a))?;
        let mut best: Option<Pair> = None;
        let mut rough = least / ROUGH;
        for (b, sum) in &own.near {
            let Some(other) = self.list.get(index(*b)) else { continue };
            // Powers are slow: the true score is worked out only where the rough one may be the highest.
            if sum * own.share * other.share < rough {
                continue;
            }
            let score = weights.weighed(*sum, own.inside, other.inside);
            let pair = Pair { score, a, b: *b, grown: (own.grown, other.grown) };
            if score > least && best.as_ref().is_none_or(|best| pair > *best) {
                rough = rough.max(score / ROUGH);
                best = Some(pair);
            }
        }
        best
    }

    /// Merges two groups; gives the number under which they stand.
    fn merge(&mut self, a: u32, b: u32, weights: &Likeness) -> u32 {
        self.refresh(a);
        self.refresh(b);
        let size = |n: u32| self.list.get(index(n)).map_or(0, |g| g.near.len());
        let (large, small) = if size(a) >= size(b) { (a, b) } else { (b, a) };
        let Some(gone) = self.list.get_mut(index(small)) else { return large };
        let (near, inside) = (std::mem::take(&mut gone.near), gone.inside);
        if let Some(slot) = self.into.get_mut(index(small)) {
            *slot = large;
        }
        let Some(l) = self.list.get_mut(index(large)) else { return large };
        let between = near.iter().find(|(n, _)| *n == large).map_or(0.0, |(_, sum)| *sum);
        l.near = joined(&l.near, &near, large, small);
        l.inside = Inside { size: l.inside.size + inside.size, sum: l.inside.sum + inside.sum + between };
        l.share = weights.share(l.inside);
        l.grown += 1;
        large
    }
}

/// Orders a list by number and adds up what stands under one. Stable, so that sums are the same on every machine.
fn put_in_order(near: &mut Vec<(u32, f32)>) {
    near.sort_by_key(|(to, _)| *to);
    near.dedup_by(|b, a| {
        let same = a.0 == b.0;
        if same {
            a.1 += b.1;
        }
        same
    });
}

/// The lists of two groups as one, without the two themselves.
fn joined(a: &[(u32, f32)], b: &[(u32, f32)], large: u32, small: u32) -> Vec<(u32, f32)> {
    let mut out = Vec::with_capacity(a.len() + b.len());
    let (mut i, mut j) = (0, 0);
    loop {
        let next = match (a.get(i), b.get(j)) {
            (Some(x), Some(y)) if x.0 == y.0 => {
                (i, j) = (i + 1, j + 1);
                (x.0, x.1 + y.1)
            }
            (Some(x), y) if y.is_none_or(|y| x.0 < y.0) => {
                i += 1;
                *x
            }
            (_, Some(y)) => {
                j += 1;
                *y
            }
            _ => break,
        };
        if next.0 != large && next.0 != small {
            out.push(next);
        }
    }
    out.shrink_to_fit();
    out
}

fn index(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closest_first_and_apart_where_loose() {
        let one = Inside { size: 1, sum: 0.0 };
        let e = |a, b, sum| Edge { a, b, sum };
        // Two tight pairs and a bridge between them that is too weak; a lone node.
        let edges = [e(0, 1, 0.9), e(2, 3, 0.8), e(1, 2, 0.2)];
        let groups = agglomerate(&[one; 5], edges.into_iter(), &Likeness::default(), 0.14);
        assert_eq!(groups.first(), groups.get(1));
        assert_eq!(groups.get(2), groups.get(3));
        assert_ne!(groups.get(1), groups.get(2));
        assert_eq!(groups.get(4), Some(&4));
    }
}
