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
    /// The groups that have a likeness with it, ascending, with its sum over all pairs.
    near: Vec<(u32, f32)>,
    grown: u32,
    /// Into which group it went.
    into: Option<u32>,
    /// What a sum of likeness is multiplied by for this side of a pair, roughly ([`Likeness::share`]).
    share: f32,
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
    let mut groups: Vec<Group> = nodes
        .iter()
        .map(|n| Group { inside: *n, near: Vec::new(), grown: 0, into: None, share: weights.share(*n) })
        .collect();
    let mut degrees = vec![0; groups.len()];
    for n in edges.clone().flat_map(|e| [e.a, e.b]) {
        if let Some(d) = degrees.get_mut(index(n)) {
            *d += 1;
        }
    }
    for (g, d) in groups.iter_mut().zip(degrees) {
        g.near.reserve_exact(d);
    }
    for e in edges {
        for (from, to) in [(e.a, e.b), (e.b, e.a)] {
            if let Some(g) = groups.get_mut(index(from)) {
                g.near.push((to, e.sum));
            }
        }
    }
    for g in &mut groups {
        // Stable, so that sums are the same on every machine.
        g.near.sort_by_key(|(to, _)| *to);
        g.near.dedup_by(|b, a| {
            let same = a.0 == b.0;
            if same {
                a.1 += b.1;
            }
            same
        });
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
            merge(&mut groups, large, small, weights);
            large
        };
        heap.extend(closest(&groups, again, weights, least));
    }
    (0_u32..).take(groups.len()).map(|n| last(&groups, n)).collect()
}

/// A group with the other that is closest, where one is close enough.
fn closest(groups: &[Group], a: u32, weights: &Likeness, least: f32) -> Option<Pair> {
    let own = groups.get(index(a))?;
    let mut best: Option<Pair> = None;
    let mut rough = least / ROUGH;
    for (b, sum) in &own.near {
        let Some(other) = groups.get(index(*b)) else { continue };
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

fn merge(groups: &mut [Group], large: u32, small: u32, weights: &Likeness) {
    let Some(gone) = groups.get_mut(index(small)) else { return };
    gone.into = Some(large);
    let (near, inside) = (std::mem::take(&mut gone.near), gone.inside);
    for (other, sum) in near.iter().filter(|(other, _)| *other != large) {
        let Some(list) = groups.get_mut(index(*other)).map(|o| &mut o.near) else { continue };
        // Both change places in one move of what stands between.
        let gone = list.binary_search_by_key(&small, |(n, _)| *n);
        match (list.binary_search_by_key(&large, |(n, _)| *n), gone) {
            (Ok(at), Ok(gone)) => {
                if let Some(slot) = list.get_mut(at) {
                    slot.1 += sum;
                }
                list.remove(gone);
            }
            (Err(to), Ok(gone)) => {
                let moved = if gone < to { list.get_mut(gone..to) } else { list.get_mut(to..=gone) };
                let Some(moved) = moved else { continue };
                let end = if gone < to {
                    moved.rotate_left(1);
                    moved.last_mut()
                } else {
                    moved.rotate_right(1);
                    moved.first_mut()
                };
                if let Some(slot) = end {
                    *slot = (large, *sum);
                }
            }
            _ => {}
        }
    }
    let Some(l) = groups.get_mut(index(large)) else { return };
    let between = near.iter().find(|(n, _)| *n == large).map_or(0.0, |(_, sum)| *sum);
    l.near = joined(&l.near, &near, large, small);
    l.inside = Inside { size: l.inside.size + inside.size, sum: l.inside.sum + inside.sum + between };
    l.share = weights.share(l.inside);
    l.grown += 1;
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
        let groups = agglomerate(&[one; 5], edges.into_iter(), &Likeness::default(), 0.14);
        assert_eq!(groups.first(), groups.get(1));
        assert_eq!(groups.get(2), groups.get(3));
        assert_ne!(groups.get(1), groups.get(2));
        assert_eq!(groups.get(4), Some(&4));
    }
}
