//! Groups the nodes of a graph, closest first.

use crate::frequency::Map;
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
    near: Map<u32, f32>,
    grown: u32,
    /// Into which group it went.
    into: Option<u32>,
}

/// Merges the closest two groups again and again while their weighed likeness is above `least`. Gives for each node
/// the number of its group, which is that of one of its nodes. Nodes without an edge are far apart.
pub(crate) fn agglomerate(nodes: &[Inside], edges: &[Edge], weights: &Likeness, least: f32) -> Vec<u32> {
    let mut groups: Vec<Group> =
        nodes.iter().map(|n| Group { inside: *n, near: Map::default(), grown: 0, into: None }).collect();
    for e in edges {
        for (from, to) in [(e.a, e.b), (e.b, e.a)] {
            if let Some(g) = groups.get_mut(index(from)) {
                *g.near.entry(to).or_default() += e.sum;
            }
        }
    }
    // Of each group only the closest other is kept. A pair that grows closer by a merger is the merged group's, whose
    // closest is found anew then, so the closest pair of all is never missed.
    let mut heap: BinaryHeap<Pair> =
        (0_u32..).take(groups.len()).filter_map(|a| closest(&groups, a, weights, least)).collect();
    while let Some(Pair { a, b, grown, .. }) = heap.pop() {
        let (Some(x), Some(y)) = (groups.get(index(a)), groups.get(index(b))) else { continue };
        if x.into.is_some() || x.grown != grown.0 {
            continue;
        }
        let again = if y.into.is_some() || y.grown != grown.1 {
            a
        } else {
            let (large, small) = if x.near.len() >= y.near.len() { (a, b) } else { (b, a) };
            merge(&mut groups, large, small);
            large
        };
        heap.extend(closest(&groups, again, weights, least));
    }
    (0_u32..).take(groups.len()).map(|n| last(&groups, n)).collect()
}

/// A group with the other that is closest, where one is close enough.
fn closest(groups: &[Group], a: u32, weights: &Likeness, least: f32) -> Option<Pair> {
    let own = groups.get(index(a))?;
    let pairs = own.near.iter().filter_map(|(b, sum)| {
        let other = groups.get(index(*b))?;
        let score = weights.weighed(*sum, own.inside, other.inside);
        (score > least).then_some(Pair { score, a, b: *b, grown: (own.grown, other.grown) })
    });
    pairs.max()
}

fn merge(groups: &mut [Group], large: u32, small: u32) {
    let Some(gone) = groups.get_mut(index(small)) else { return };
    gone.into = Some(large);
    let (near, inside) = (std::mem::take(&mut gone.near), gone.inside);
    let mut between = 0.0;
    for (other, sum) in near {
        if other == large {
            between = sum;
            continue;
        }
        if let Some(o) = groups.get_mut(index(other)) {
            o.near.remove(&small);
            *o.near.entry(large).or_default() += sum;
        }
        if let Some(l) = groups.get_mut(index(large)) {
            *l.near.entry(other).or_default() += sum;
        }
    }
    if let Some(l) = groups.get_mut(index(large)) {
        l.near.remove(&small);
        l.inside = Inside { size: l.inside.size + inside.size, sum: l.inside.sum + inside.sum + between };
        l.grown += 1;
    }
}

fn last(groups: &[Group], mut n: u32) -> u32 {
    while let Some(to) = groups.get(index(n)).and_then(|g| g.into) {
        n = to;
    }
    n
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
        let groups = agglomerate(&[one; 5], &edges, &Likeness::default(), 0.14);
        assert_eq!(groups.first(), groups.get(1));
        assert_eq!(groups.get(2), groups.get(3));
        assert_ne!(groups.get(1), groups.get(2));
        assert_eq!(groups.get(4), Some(&4));
    }
}
