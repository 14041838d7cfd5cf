//! Likeness as it is seen together with the nearest.
//!
//! Two tellings of one event may share few words and still have the same third one near. So each article borrows from its
//! nearest what these are like, by their share of its likeness to them, before any two are compared again: document
//! expansion (A. Singhal and F. Pereira, 1999) done on the graph of likenesses instead of on words. It also evens out how
//! crowded a place is: two that are each other's nearest grow closer than two with many others as near.

use crate::agglomerate::Likenesses;
use crate::rows::Rows;

/// How many nearest lend. With two, stories of three are told better and large ones worse; from five on it is the other
/// way round.
const NEAREST: usize = 3;

/// How alike the nearest must be, all together, to lend in full. Without it two articles that are hardly like anything would
/// be told as one for being each other's nearest.
const WELL: f32 = 0.18;

/// What of a node's nearest it borrows: their numbers, with the share of each.
type Nearest = [(u32, f32); NEAREST];

/// The likenesses of a graph as seen with the nearest of either, 0 to 1, in the order in which the nodes tell them; `lend` is
/// how much is borrowed, against the node's own as 1. Takes time in proportion to the likenesses, and of memory four bytes
/// for each beside the rows.
pub(crate) fn with_nearest(nodes: u32, graph: &impl Likenesses, lend: f32) -> Vec<f32> {
    if lend <= 0.0 {
        return (0..nodes).flat_map(|n| graph.told_by(n)).map(|(_, likeness)| likeness).collect();
    }
    let rows = Rows::both(nodes, graph);
    let near: Vec<Nearest> = (0..nodes).map(|n| nearest(rows.row(n), lend)).collect();
    let mut seen = Vec::new();
    let mut lengths = Vec::with_capacity(near.len());
    // What the node at hand is like, its own and what it borrows, with the number of the node for which it was written:
    // so that it need not be cleared.
    let mut like = vec![(u32::MAX, 0.0_f32); near.len()];
    for (node, own) in (0..nodes).zip(&near) {
        add(&mut like, node, node, 1.0);
        for (other, likeness) in rows.row(node) {
            add(&mut like, node, other, likeness);
        }
        for (from, share) in own.iter().copied().filter(|(_, share)| *share > 0.0) {
            add(&mut like, node, from, share);
            for (other, likeness) in rows.row(from) {
                add(&mut like, node, other, share * likeness);
            }
        }
        let at = |n: u32| like.get(index(n)).filter(|(of, _)| *of == node).map_or(0.0, |(_, sum)| *sum);
        let with = |n: u32| {
            let borrowed =
                near.get(index(n)).map_or(0.0, |l| l.iter().map(|(from, share)| share * at(*from)).sum());
            at(n) + borrowed
        };
        lengths.push(with(node).sqrt());
        seen.extend(rows.told(node).map(|(other, _)| with(other)));
    }
    let length = |n: u32| lengths.get(index(n)).copied().unwrap_or(1.0);
    let pairs = (0..nodes).flat_map(|n| rows.told(n).map(move |(other, _)| (n, other)));
    for ((a, b), seen) in pairs.zip(&mut seen) {
        *seen = (*seen / (length(a) * length(b))).min(1.0);
    }
    seen
}

/// The nearest of a list, of equals that with the lower number, with their shares of what is borrowed.
fn nearest(list: impl Iterator<Item = (u32, f32)>, lend: f32) -> Nearest {
    let mut best: Nearest = [(0, 0.0); NEAREST];
    for mut one in list {
        for slot in &mut best {
            if one.1 > slot.1 || (one.1 == slot.1 && one.0 < slot.0) {
                std::mem::swap(slot, &mut one);
            }
        }
    }
    let sum: f32 = best.iter().map(|(_, likeness)| likeness).sum();
    if sum > 0.0 {
        for slot in &mut best {
            slot.1 *= lend / sum.max(WELL);
        }
    }
    best
}

fn add(like: &mut [(u32, f32)], of: u32, n: u32, by: f32) {
    if let Some(slot) = like.get_mut(index(n)) {
        *slot = (of, if slot.0 == of { slot.1 + by } else { by });
    }
}

fn index(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    struct Edges(Vec<(u32, u32, f32)>);

    impl Likenesses for Edges {
        fn told_by(&self, node: u32) -> impl Iterator<Item = (u32, f32)> + Clone + '_ {
            self.0.iter().filter(move |e| e.0 == node).map(|e| (e.1, e.2))
        }
    }

    #[test]
    fn a_shared_neighbour_brings_two_together() {
        let alone = with_nearest(2, &Edges(vec![(1, 0, 0.04)]), 0.3);
        let beside = with_nearest(3, &Edges(vec![(1, 0, 0.04), (2, 0, 0.5), (2, 1, 0.5)]), 0.3);
        assert!(beside[0] > alone[0] + 0.05, "{beside:?} {alone:?}");
    }

    #[test]
    fn being_each_others_nearest_is_not_enough() {
        let seen = with_nearest(2, &Edges(vec![(1, 0, 0.05)]), 0.15);
        assert!(seen[0] < 0.15, "{seen:?}");
    }

    #[test]
    fn each_others_nearest_grow_closer_than_one_of_many() {
        let mut edges = vec![(1, 0, 0.4)];
        edges.extend((3..9).map(|n| (n, 2, 0.4)));
        let seen = with_nearest(9, &Edges(edges), 0.3);
        assert!(seen[0] > seen[1] + 0.05, "{seen:?}");
    }

    /// Pairs of twelve nodes, told by the later, each once.
    fn edges() -> impl Strategy<Value = Vec<(u32, u32, f32)>> {
        proptest::collection::btree_map((0_u32..12, 0_u32..12), 0.02_f32..1.0, 0..40).prop_map(|pairs| {
            pairs.into_iter().filter(|((a, b), _)| a > b).map(|((a, b), l)| (a, b, l)).collect()
        })
    }

    proptest! {
        #[test]
        fn shares_of_one_and_plain_where_nothing_is_lent(edges in edges(), lend in 0.0_f32..2.0) {
            let plain: Vec<f32> = edges.iter().map(|e| e.2).collect();
            let graph = Edges(edges);
            prop_assert_eq!(with_nearest(12, &graph, 0.0), plain.clone());
            let seen = with_nearest(12, &graph, lend);
            prop_assert_eq!(seen.len(), plain.len());
            prop_assert!(seen.iter().all(|s| (0.0..=1.0).contains(s)));
        }
    }
}
