//! Labelled articles as pairs, for finding the likeness's weights: what takes long is done once, so that many weights
//! can be tried.

use super::Desk;
use super::near::{NEAR, kind};
use crate::agglomerate::{Likenesses, agglomerate};
use crate::eval::{Measures, Row, measure};
use crate::likeness::{Inside, Kind, Likeness};
use crate::neighbours::with_nearest;
use crate::postings::Shares;
use crate::print::{Cosines, Queries};
use crate::settings::Settings;
use crate::types::{ArticleId, StoryId};
use std::collections::BTreeMap;

/// Candidates of an article here: more than the desk itself looks at.
const CLOSE: usize = 300;
/// What is less alike is no pair.
const LEAST: f32 = 0.01;

/// The pairs of a labelled set.
#[derive(Debug, Default)]
pub struct Pairs {
    labels: Vec<(String, bool)>,
    pairs: Vec<(u32, u32, Cosines, Kind, i64)>,
}

impl Pairs {
    /// The pairs of rows, given in order of time; words are weighed by what is known in the end.
    #[must_use]
    pub fn of(rows: &[Row]) -> Self {
        let mut desk = Desk::new(Settings { window: i64::MAX / 4, ..Settings::default() });
        let mut out = Self::default();
        let mut node_of: BTreeMap<ArticleId, u32> = BTreeMap::new();
        for (row, id) in rows.iter().zip(1_i64..) {
            desk.settle_if_due(row.at);
            desk.add(&row.incoming(id));
            if let Ok(n) = u32::try_from(node_of.len()) {
                node_of.insert(id, n);
            }
            out.labels.push((row.story.clone(), row.lang.as_deref() == Some("en")));
        }
        desk.settle();
        let ids: Vec<ArticleId> = node_of.keys().copied().collect();
        for id in &ids {
            let Some(queries) = desk.weighed_now(*id) else { continue };
            if let Some(k) = desk.articles.get_mut(*id) {
                k.print.take_norms(&queries);
            }
        }
        for id in &ids {
            let (Some(queries), Some(k)) = (desk.weighed_now(*id), desk.articles.get(*id)) else { continue };
            for o in desk.postings.look_up(&queries, CLOSE, 0, &mut Shares::default(), |_| 1.0) {
                let Some(other) = desk.articles.at(o).filter(|o| o.id < *id) else { continue };
                let kind = kind(k, other);
                let cosines = queries.cosines(&other.print, kind);
                if let (Some(a), Some(b)) = (node_of.get(id), node_of.get(&other.id))
                    && cosines.iter().any(|c| *c > LEAST)
                {
                    out.pairs.push((*a, *b, cosines, kind, k.at.saturating_sub(other.at)));
                }
            }
        }
        out
    }

    /// How well the weights group them, and how well those in English.
    #[must_use]
    pub fn measure(&self, weights: &Likeness) -> (Measures, Measures) {
        // Of a pair the later article comes first, and these ascend.
        let edges: Vec<(u32, u32, f32)> = self
            .pairs
            .iter()
            .map(|(a, b, c, kind, apart)| (*a, *b, weights.of(c, *kind, *apart)))
            .filter(|e| e.2 > NEAR)
            .collect();
        let nodes = vec![Inside { size: 1, sum: 0.0 }; self.labels.len()];
        let mut graph = Edges(edges);
        let seen = with_nearest(u32::try_from(nodes.len()).unwrap_or(u32::MAX), &graph, weights.lend);
        for (edge, seen) in graph.0.iter_mut().zip(seen) {
            edge.2 = seen;
        }
        let groups = agglomerate(&nodes, &graph, weights, weights.again);
        let rows: Vec<(&str, StoryId)> =
            self.labels.iter().zip(&groups).map(|((l, _), g)| (l.as_str(), StoryId::from(*g))).collect();
        let english: Vec<(&str, StoryId)> =
            rows.iter().zip(&self.labels).filter(|(_, (_, en))| *en).map(|(r, _)| *r).collect();
        (measure(&rows), measure(&english))
    }
}

/// Pairs of nodes with their likeness, by the first of them.
struct Edges(Vec<(u32, u32, f32)>);

impl Likenesses for Edges {
    fn told_by(&self, node: u32) -> impl Iterator<Item = (u32, f32)> + Clone + '_ {
        let from = self.0.partition_point(|e| e.0 < node);
        let own = self.0.get(from..).unwrap_or_default().iter();
        own.take_while(move |e| e.0 == node).map(|e| (e.1, e.2))
    }
}

impl Desk {
    fn weighed_now(&self, id: ArticleId) -> Option<Queries> {
        let k = self.articles.get(id)?;
        Some(k.print.queries(&self.spaces, self.latest, k.lang, self.settings.frequency_half_life))
    }
}
