//! Groups the nodes of a graph, closest first.

use crate::likeness::{Inside, Likeness};
use crate::rows::Rows;
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// The likenesses of a graph's nodes.
pub(crate) trait Likenesses {
    /// Those that a node tells: of two nodes, either tells theirs.
    fn told_by(&self, node: u32) -> impl Iterator<Item = (u32, f32)> + Clone + '_;
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
    /// The groups that have a likeness with it, each once, with its sum over all pairs; under the numbers that they had when
    /// this list was last brought up to date. That of a group that has not grown stands in its row.
    near: Vec<(u32, f32)>,
    grown: u32,
    /// What a sum of likeness is multiplied by for this side of a pair, roughly ([`Likeness::share`]).
    share: f32,
}

struct Groups<'a, G> {
    list: Vec<Group>,
    graph: &'a G,
    rows: Rows,
    /// Room for a list.
    scratch: Vec<(u32, f32)>,
    /// Where each group stands in a list that is put together, counted from 1.
    places: Vec<u32>,
    /// Into which group each went: itself where it stands (disjoint sets: R. Tarjan, 1975).
    into: Vec<u32>,
}

/// By how much a rough score may be wrong.
const ROUGH: f32 = 1.0 + 1e-4;

/// Merges the closest two groups again and again while their weighed likeness is above `least`. Gives for each node
/// the number of its group, which is that of one of its nodes. Nodes without an edge are far apart.
pub(crate) fn agglomerate(
    nodes: &[Inside],
    graph: &impl Likenesses,
    weights: &Likeness,
    least: f32,
) -> Vec<u32> {
    let count = u32::try_from(nodes.len()).unwrap_or(u32::MAX);
    let mut groups = Groups::of(nodes, graph, weights);
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

impl<'a, G: Likenesses> Groups<'a, G> {
    fn of(nodes: &[Inside], graph: &'a G, weights: &Likeness) -> Self {
        let count = u32::try_from(nodes.len()).unwrap_or(u32::MAX);
        let alone = |n: &Inside| Group { inside: *n, near: Vec::new(), grown: 0, share: weights.share(*n) };
        Self {
            into: (0..count).collect(),
            list: nodes.iter().map(alone).collect(),
            graph,
            rows: Rows::of(count, graph),
            scratch: Vec::new(),
            places: vec![0; nodes.len()],
        }
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

    /// Takes out a group's list, brought up to date with the mergers since: only groups that are looked at again pay for it.
    /// That of a group that has not grown is put together in `room`.
    fn take_near(&mut self, n: u32, mut room: Vec<(u32, f32)>) -> Vec<(u32, f32)> {
        match self.list.get_mut(index(n)).filter(|g| g.grown > 0) {
            Some(group) => {
                let near = std::mem::take(&mut group.near);
                if near.iter().all(|(other, _)| self.root(*other) == *other) {
                    near
                } else {
                    self.gathered(near)
                }
            }
            None => {
                room.clear();
                room.extend(self.graph.told_by(n).chain(self.rows.row(n)));
                self.gathered(room)
            }
        }
    }

    /// A list with what stands under one group added up.
    fn gathered(&mut self, mut near: Vec<(u32, f32)>) -> Vec<(u32, f32)> {
        let mut kept = 0_u32;
        for i in 0..near.len() {
            let Some((other, likeness)) = near.get(i).copied() else { break };
            let root = self.root(other);
            let Some(place) = self.places.get_mut(index(root)) else { continue };
            if let Some(slot) = place.checked_sub(1).and_then(|p| near.get_mut(index(p))) {
                slot.1 += likeness;
            } else if let Some(slot) = near.get_mut(index(kept)) {
                *slot = (root, likeness);
                kept += 1;
                *place = kept;
            }
        }
        near.truncate(index(kept));
        self.forget(&near);
        near
    }

    /// The lists of two groups as one, without the two themselves.
    fn joined(&mut self, a: &[(u32, f32)], b: &[(u32, f32)], both: [u32; 2]) -> Vec<(u32, f32)> {
        let mut out = Vec::with_capacity(a.len() + b.len());
        for (other, likeness) in a.iter().chain(b).filter(|(other, _)| !both.contains(other)) {
            let Some(place) = self.places.get_mut(index(*other)) else { continue };
            if let Some(slot) = place.checked_sub(1).and_then(|p| out.get_mut(index(p))) {
                let (_, sum): &mut (u32, f32) = slot;
                *sum += likeness;
            } else {
                out.push((*other, *likeness));
                *place = u32::try_from(out.len()).unwrap_or(0);
            }
        }
        self.forget(&out);
        out.shrink_to_fit();
        out
    }

    fn forget(&mut self, list: &[(u32, f32)]) {
        for (other, _) in list {
            if let Some(place) = self.places.get_mut(index(*other)) {
                *place = 0;
            }
        }
    }

    /// Gives back what [`Self::take_near`] took out.
    fn give_near(&mut self, n: u32, near: Vec<(u32, f32)>) {
        match self.list.get_mut(index(n)).filter(|g| g.grown > 0) {
            Some(group) => group.near = near,
            None => self.scratch = near,
        }
    }

    /// A group with the other that is closest, where one is close enough.
    fn closest(&mut self, a: u32, weights: &Likeness, least: f32) -> Option<Pair> {
        let room = std::mem::take(&mut self.scratch);
        let near = self.take_near(a, room);
        let best = self.closest_of(a, &near, weights, least);
        self.give_near(a, near);
        best
    }

    fn closest_of(&self, a: u32, near: &[(u32, f32)], weights: &Likeness, least: f32) -> Option<Pair> {
        let own = self.list.get(index(a))?;
        let mut best: Option<Pair> = None;
        let mut rough = least / ROUGH;
        for (b, sum) in near {
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
        let (of_a, of_b) = (self.take_near(a, Vec::new()), self.take_near(b, Vec::new()));
        let (large, small) = if of_a.len() >= of_b.len() { (a, b) } else { (b, a) };
        let Some(inside) = self.list.get(index(small)).map(|g| g.inside) else { return large };
        if let Some(slot) = self.into.get_mut(index(small)) {
            *slot = large;
        }
        let between = of_a.iter().find(|(n, _)| *n == b).map_or(0.0, |(_, sum)| *sum);
        let near = self.joined(&of_a, &of_b, [a, b]);
        let Some(l) = self.list.get_mut(index(large)) else { return large };
        l.near = near;
        l.inside = Inside { size: l.inside.size + inside.size, sum: l.inside.sum + inside.sum + between };
        l.share = weights.share(l.inside);
        l.grown += 1;
        large
    }
}

fn index(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Edges(Vec<(u32, u32, f32)>);

    impl Likenesses for Edges {
        fn told_by(&self, node: u32) -> impl Iterator<Item = (u32, f32)> + Clone + '_ {
            self.0.iter().filter(move |e| e.0 == node).map(|e| (e.1, e.2))
        }
    }

    #[test]
    fn closest_first_and_apart_where_loose() {
        let one = Inside { size: 1, sum: 0.0 };
        // Two tight pairs and a bridge between them that is too weak; a lone node.
        let edges = Edges(vec![(1, 0, 0.9), (2, 3, 0.8), (1, 2, 0.2)]);
        let groups = agglomerate(&[one; 5], &edges, &Likeness::default(), 0.14);
        assert_eq!(groups.first(), groups.get(1));
        assert_eq!(groups.get(2), groups.get(3));
        assert_ne!(groups.get(1), groups.get(2));
        assert_eq!(groups.get(4), Some(&4));
    }
}
