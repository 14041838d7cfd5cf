//! The likenesses of a graph, node by node, packed: there are very many.

use crate::agglomerate::Likenesses;
use crate::packed::{pack, unpack};

/// Lists of nodes with a likeness, one for each node.
pub(crate) struct Rows {
    /// Where the row of each node ends.
    ends: Vec<usize>,
    /// How many of each row's links the node tells itself: they stand first. Empty where none do.
    told: Vec<u32>,
    links: Vec<u32>,
}

impl Rows {
    /// What others tell of each node. What nodes from four million on tell is left out.
    pub(crate) fn of(nodes: u32, graph: &impl Likenesses) -> Self {
        let links = (0..nodes).flat_map(|from| {
            graph.told_by(from).filter_map(move |(to, sum)| Some((index(to), pack(from, sum)?)))
        });
        let mut ends = vec![0; index(nodes)];
        for (to, _) in links.clone() {
            if let Some(n) = ends.get_mut(to) {
                *n += 1;
            }
        }
        Self::filled(ends, links)
    }

    /// What each node tells, and then what others tell of it.
    pub(crate) fn both(nodes: u32, graph: &impl Likenesses) -> Self {
        let mut told = Vec::with_capacity(index(nodes));
        let mut own: Vec<u32> = Vec::new();
        for from in 0..nodes {
            let before = own.len();
            own.extend(graph.told_by(from).filter_map(|(to, likeness)| pack(to, likeness)));
            told.push(u32::try_from(own.len() - before).unwrap_or(0));
        }
        let mut ends: Vec<usize> = told.iter().copied().map(index).collect();
        for (to, _) in own.iter().map(|link| unpack(*link)) {
            if let Some(n) = ends.get_mut(index(to)) {
                *n += 1;
            }
        }
        let from = (0..).zip(&told).flat_map(|(from, n)| std::iter::repeat_n(from, index(*n)));
        let by_others = from.clone().zip(&own).filter_map(|(from, link)| {
            let (to, likeness) = unpack(*link);
            Some((index(to), pack(from, likeness)?))
        });
        let by_itself = from.zip(&own).map(|(from, link)| (index(from), *link));
        let links = by_itself.chain(by_others);
        let out = Self::filled(ends, links);
        Self { told, ..out }
    }

    /// Rows of so many links, which come in their order.
    fn filled(mut ends: Vec<usize>, links: impl Iterator<Item = (usize, u32)>) -> Self {
        let mut all = 0;
        for end in &mut ends {
            // Where the row begins, until it is filled.
            (*end, all) = (all, all + *end);
        }
        let mut out = Self { ends, told: Vec::new(), links: vec![0; all] };
        for (to, link) in links {
            let Some(end) = out.ends.get_mut(to) else { continue };
            if let Some(slot) = out.links.get_mut(*end) {
                *slot = link;
            }
            *end += 1;
        }
        out
    }

    /// The row of a node.
    pub(crate) fn row(&self, n: u32) -> impl Iterator<Item = (u32, f32)> + '_ {
        self.packed(n).iter().map(|link| unpack(*link))
    }

    /// Of the row of a node what it tells itself.
    pub(crate) fn told(&self, n: u32) -> impl Iterator<Item = (u32, f32)> + '_ {
        let told = self.told.get(index(n)).copied().map_or(0, index);
        self.packed(n).iter().take(told).map(|link| unpack(*link))
    }

    fn packed(&self, n: u32) -> &[u32] {
        let end = |n: usize| self.ends.get(n).copied().unwrap_or_default();
        let range = index(n).checked_sub(1).map_or(0, end)..end(index(n));
        self.links.get(range).unwrap_or_default()
    }
}

fn index(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Told;

    impl Likenesses for Told {
        fn told_by(&self, node: u32) -> impl Iterator<Item = (u32, f32)> + Clone + '_ {
            let all: [&[(u32, f32)]; 4] = [&[], &[(0, 0.5)], &[(1, 0.25), (0, 1.0)], &[]];
            all.get(index(node)).copied().unwrap_or_default().iter().copied()
        }
    }

    #[test]
    fn one_way_and_both_ways() {
        let (of, both) = (Rows::of(4, &Told), Rows::both(4, &Told));
        let row = |rows: &Rows, n: u32| rows.row(n).collect::<Vec<_>>();
        assert_eq!(row(&of, 0), [(1, 0.5), (2, 1.0)]);
        assert_eq!(row(&of, 1), [(2, 0.25)]);
        assert_eq!(row(&both, 0), [(1, 0.5), (2, 1.0)]);
        assert_eq!(row(&both, 1), [(0, 0.5), (2, 0.25)]);
        assert_eq!(both.told(1).collect::<Vec<_>>(), [(0, 0.5)]);
        assert_eq!(both.told(2).collect::<Vec<_>>(), [(1, 0.25), (0, 1.0)]);
        assert!(row(&both, 3).is_empty() && row(&of, 3).is_empty());
    }
}
