//! The second look: stories of the last days are grouped anew, closest articles first, with what is known by now.
//!
//! An article is put to a story as it arrives, by what stands there. Later ones may show that two stories are one, that
//! a story holds two, or that an article fits another better. Grouping anew finds all three.

use super::articles::index;
use super::{Desk, Group, Kept, Seat};
use crate::agglomerate::{Likenesses, agglomerate};
use crate::likeness::Inside;
use crate::neighbours::with_nearest;
use crate::num::whole;
use crate::types::{ArticleId, StoryId};
use std::collections::{BTreeMap, BTreeSet};

/// What a second look changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settled {
    /// Articles that stand in another story now, with that story, by article.
    pub moved: Vec<(ArticleId, StoryId)>,
    /// Stories whose articles are others now, or that are new; ascending.
    pub changed: Vec<StoryId>,
    /// Stories that are no more, with the one that answers for each; ascending.
    pub gone: Vec<(StoryId, StoryId)>,
}

/// Beyond this many times the likeness's own measure of days, an article stays where it is.
const OPEN: f32 = 4.0;
/// Articles that arrive before the next look: so many, and this share of those looked at.
const ARRIVED: usize = 64;
const SHARE: usize = 1;
/// How many times an article may be looked at again for each that arrives, where stories are shown as they come.
const LOOKS: usize = 256;
/// However few have arrived, a look is due before they grow too old for one: at half of that age. (Looking once a day
/// groups no better and costs half as much again.)
const LONG: f32 = 0.5;

/// The graph of the articles that are looked at.
#[derive(Default)]
struct Graph {
    /// The seats of each node's articles, node by node, and where each node's end. Those of a story that are too old to
    /// move are one node.
    members: Vec<Seat>,
    ends: Vec<usize>,
    /// The seats of those articles, ascending, and the node of each seat from the first of them on.
    seats: Vec<Seat>,
    node_of: Vec<Option<u32>>,
    insides: Vec<Inside>,
    /// The likenesses that each of those seats tells, as seen with the nearest, seat by seat, and where each seat's end.
    seen: Vec<f32>,
    seen_ends: Vec<usize>,
}

impl Graph {
    fn add(&mut self, members: &[Seat]) {
        self.members.extend(members);
        self.ends.push(self.members.len());
        self.insides.push(Inside { size: members.len(), sum: 0.0 });
    }

    /// The members of a node.
    fn of(&self, node: u32) -> &[Seat] {
        let end = |n: usize| self.ends.get(n).copied().unwrap_or_default();
        let from = index(node).checked_sub(1).map_or(0, end);
        self.members.get(from..end(index(node))).unwrap_or_default()
    }

    /// The members of all nodes, in their order.
    fn nodes(&self) -> impl Iterator<Item = &[Seat]> {
        (0..).take(self.ends.len()).map(|node| self.of(node))
    }

    fn node(&self, seat: Seat) -> Option<u32> {
        self.node_of.get(index(self.place(seat)?)).copied().flatten()
    }

    /// A seat's place, counted from the first of them.
    fn place(&self, seat: Seat) -> Option<u32> {
        seat.checked_sub(*self.seats.first()?)
    }

    /// The likenesses that a seat tells, as seen with the nearest.
    fn seen(&self, seat: Seat) -> &[f32] {
        let end = |place: Option<u32>| {
            place.and_then(|p| self.seen_ends.get(index(p))).copied().unwrap_or_default()
        };
        let place = self.place(seat);
        self.seen.get(end(place.and_then(|p| p.checked_sub(1)))..end(place)).unwrap_or_default()
    }
}

/// The articles of the graph by their places, with the likeness of each two.
struct Seated<'a> {
    desk: &'a Desk,
    graph: &'a Graph,
}

impl Likenesses for Seated<'_> {
    fn told_by(&self, place: u32) -> impl Iterator<Item = (u32, f32)> + Clone + '_ {
        let seat = self.graph.seats.first().and_then(|first| first.checked_add(place));
        let seat = seat.filter(|seat| self.graph.node(*seat).is_some());
        let near = seat.and_then(|seat| self.desk.articles.at(seat)).into_iter().flat_map(Kept::near);
        near.filter_map(|(other, likeness)| {
            self.graph.node(other)?;
            Some((self.graph.place(other)?, likeness))
        })
    }
}

/// The graph with its likenesses, as seen with the nearest.
struct Open<'a> {
    desk: &'a Desk,
    graph: &'a Graph,
}

impl Likenesses for Open<'_> {
    fn told_by(&self, node: u32) -> impl Iterator<Item = (u32, f32)> + Clone + '_ {
        self.desk.likenesses(self.graph, node).filter(move |(other, _)| *other != node)
    }
}

impl Desk {
    /// [`Desk::settle`], where enough articles have arrived since the last time that it is worth its while, or where it
    /// is long ago by `now` (Unix seconds). The cost for each article so stays bounded. To be called before an article of
    /// that time is added, and before [`Desk::expire`]: what has arrived is looked at while what is near it is remembered.
    pub fn settle_if_due(&mut self, now: i64) -> Settled {
        let aging = now.saturating_sub(self.looked) > days(LONG * OPEN * self.likeness.days);
        let due = aging || self.unsettled >= ARRIVED + self.open / SHARE;
        if due { self.settle() } else { Settled::default() }
    }

    /// [`Desk::settle`], where one look at all that is open costs no more than 256 looks at an article for each article
    /// that has arrived since the last time: at every call while little is open, seldomer the more there is.
    pub fn settle_soon(&mut self) -> Settled {
        if self.unsettled.saturating_mul(LOOKS) < self.open { Settled::default() } else { self.settle() }
    }

    /// Groups the articles of the last days anew. A story keeps its id as long as most of it stays together; what
    /// splits off is a story of its own, under the id of its earliest article.
    pub fn settle(&mut self) -> Settled {
        if self.unsettled == 0 {
            return Settled::default();
        }
        self.unsettled = 0;
        self.looked = self.latest;
        let graph = self.graph(self.open_from());
        self.open = graph.ends.len();
        let least = self.least(self.likeness.again);
        let mut groups =
            agglomerate(&graph.insides, &Open { desk: self, graph: &graph }, &self.likeness, least);
        self.keep_founders(&graph, &mut groups);
        self.regroup(&graph, &groups)
    }

    /// From when on articles are open to second looks.
    pub(super) fn open_from(&self) -> i64 {
        self.latest.saturating_sub(days(OPEN * self.likeness.days))
    }

    fn graph(&mut self, from: i64) -> Graph {
        let mut graph = Graph::default();
        let mut frozen = Vec::new();
        for group in self.stories.values().filter(|g| g.last_at >= from) {
            let mut old = Vec::new();
            for id in &group.articles {
                match self.articles.get(*id) {
                    Some(k) if k.copy_of.is_some() => {}
                    Some(k) if k.at >= from => graph.add(&[k.seat]),
                    Some(k) => old.push(k.seat),
                    None => {}
                }
            }
            if !old.is_empty() {
                frozen.push(old);
            }
        }
        self.cut = graph.members.iter().copied().min().unwrap_or_default();
        for old in frozen {
            graph.add(&old);
        }
        let each = (0_u32..).zip(graph.nodes());
        let mut nodes: Vec<(Seat, u32)> = each.flat_map(|(n, m)| m.iter().map(move |s| (*s, n))).collect();
        nodes.sort_unstable();
        graph.seats = nodes.iter().map(|(seat, _)| *seat).collect();
        if let (Some(first), Some(last)) = (graph.seats.first(), graph.seats.last()) {
            graph.node_of = vec![None; index(last - first) + 1];
            for (seat, node) in nodes {
                if let Some(slot) = graph.node_of.get_mut(index(seat - first)) {
                    *slot = Some(node);
                }
            }
        }
        self.weigh_again(&graph.seats);
        self.see_with_nearest(&mut graph);
        let mut insides = std::mem::take(&mut graph.insides);
        for (node, inside) in (0..).zip(&mut insides).filter(|(_, inside)| inside.size > 1) {
            let within = self.likenesses(&graph, node).filter(|(other, _)| *other == node);
            inside.sum = within.map(|(_, sum)| sum).sum();
        }
        graph.insides = insides;
        graph
    }

    fn see_with_nearest(&self, graph: &mut Graph) {
        let places = u32::try_from(graph.node_of.len()).unwrap_or(u32::MAX);
        let seated = Seated { desk: self, graph };
        let seen = with_nearest(places, &seated, self.likeness.lend);
        let counts = (0..places).map(|place| seated.told_by(place).count());
        let seen_ends = counts.scan(0, |end, n| {
            *end += n;
            Some(*end)
        });
        (graph.seen_ends, graph.seen) = (seen_ends.collect(), seen);
    }

    /// The likenesses kept with a node's articles, as seen with the nearest, by the nodes that they are to.
    fn likenesses<'a>(
        &'a self,
        graph: &'a Graph,
        node: u32,
    ) -> impl Iterator<Item = (u32, f32)> + Clone + 'a {
        graph.of(node).iter().filter_map(|seat| self.articles.at(*seat)).flat_map(|k| {
            let to = k.near().filter_map(|(seat, _)| graph.node(seat));
            to.zip(graph.seen(k.seat).iter().copied())
        })
    }

    /// A story's founder, whose id it bears, stays with the most of it.
    fn keep_founders(&self, graph: &Graph, groups: &mut [u32]) {
        let mut shares: BTreeMap<StoryId, BTreeMap<u32, usize>> = BTreeMap::new();
        for (members, group) in graph.nodes().zip(groups.iter()) {
            if let Some(story) = members.first().and_then(|m| self.articles.at(*m)).map(|k| k.story) {
                *shares.entry(story).or_default().entry(*group).or_default() += members.len();
            }
        }
        for (story, shares) in shares {
            let Some(node) = self.articles.seat(story).and_then(|s| graph.node(s)).map(index) else {
                continue;
            };
            let all: usize = shares.values().sum();
            if let Some((most, n)) = shares.iter().max_by_key(|(g, n)| (**n, std::cmp::Reverse(**g)))
                && n * 2 > all
                && let Some(group) = groups.get_mut(node)
            {
                *group = *most;
            }
        }
    }

    /// Writes down the groups found.
    fn regroup(&mut self, graph: &Graph, groups: &[u32]) -> Settled {
        let mut by_group: BTreeMap<u32, Vec<ArticleId>> = BTreeMap::new();
        for (members, group) in graph.nodes().zip(groups) {
            let ids = members.iter().filter_map(|m| self.articles.at(*m)).map(|k| k.id);
            by_group.entry(*group).or_default().extend(ids);
        }
        let mut home: BTreeMap<ArticleId, StoryId> = BTreeMap::new();
        let claims = self.orphans(&by_group);
        for (group, members) in &by_group {
            let own = members.iter().filter(|m| self.stories.contains_key(m)).min();
            let lasting = own.copied().into_iter().chain(claims.get(group).copied()).min();
            let Some(id) = lasting.or_else(|| members.iter().min().copied()) else { continue };
            home.extend(members.iter().map(|m| (*m, id)));
        }
        // Copies go where their original goes.
        let touched: BTreeSet<StoryId> = home.keys().filter_map(|a| self.story_of(*a)).collect();
        let mut settled = Settled::default();
        let mut changed: BTreeSet<StoryId> = BTreeSet::new();
        for story in &touched {
            let Some(group) = self.stories.get(story) else { continue };
            for id in &group.articles {
                let original = self.articles.get(*id).and_then(|k| k.copy_of).unwrap_or(*id);
                let Some(to) = home.get(&original).copied() else { continue };
                if to != *story {
                    settled.moved.push((*id, to));
                    changed.extend([*story, to]);
                }
            }
        }
        settled.moved.sort_unstable();
        let mut before: BTreeMap<ArticleId, StoryId> = BTreeMap::new();
        for (id, to) in &settled.moved {
            if let Some(k) = self.articles.get_mut(*id) {
                before.insert(*id, k.story);
                k.story = *to;
            }
        }
        self.rebuild(&changed, &settled.moved);
        for story in changed {
            if self.stories.contains_key(&story) {
                settled.changed.push(story);
            } else if let Some(now) = self.story_of(story).or_else(|| {
                let heir = settled.moved.iter().find(|(a, _)| before.get(a) == Some(&story));
                heir.map(|(_, to)| *to)
            }) {
                settled.gone.push((story, now));
            }
        }
        settled
    }

    /// Stories whose founder the desk does not hold (it was older than the window at a restart), each with the group that
    /// has the most of it.
    fn orphans(&self, by_group: &BTreeMap<u32, Vec<ArticleId>>) -> BTreeMap<u32, StoryId> {
        let mut shares: BTreeMap<StoryId, BTreeMap<u32, usize>> = BTreeMap::new();
        for (group, members) in by_group {
            for story in members.iter().filter_map(|m| self.story_of(*m)) {
                if !self.articles.contains(story) {
                    *shares.entry(story).or_default().entry(*group).or_default() += 1;
                }
            }
        }
        let mut claims: BTreeMap<u32, StoryId> = BTreeMap::new();
        for (story, shares) in shares {
            if let Some((group, _)) = shares.iter().max_by_key(|(g, n)| (**n, std::cmp::Reverse(**g))) {
                claims.entry(*group).or_insert(story);
            }
        }
        claims
    }

    /// Builds the groups of stories anew whose articles have moved.
    fn rebuild(&mut self, changed: &BTreeSet<StoryId>, moved: &[(ArticleId, StoryId)]) {
        let mut lists: BTreeMap<StoryId, Vec<ArticleId>> = BTreeMap::new();
        for story in changed {
            let old = self.stories.remove(story).map(|g| g.articles).unwrap_or_default();
            let staying = old.into_iter().filter(|a| self.story_of(*a) == Some(*story));
            lists.entry(*story).or_default().extend(staying);
        }
        for (id, to) in moved {
            lists.entry(*to).or_default().push(*id);
        }
        for (story, mut articles) in lists {
            if articles.is_empty() {
                continue;
            }
            articles.sort_unstable_by_key(|id| (self.articles.get(*id).map_or(i64::MIN, |k| k.at), *id));
            articles.dedup();
            let mut group = Group::default();
            let times = articles.iter().filter_map(|id| self.articles.get(*id)).map(|k| k.at);
            group.first_at = times.clone().min().unwrap_or_default();
            group.last_at = times.max().unwrap_or_default();
            for k in articles.iter().filter_map(|id| self.articles.get(*id)).filter(|k| k.copy_of.is_none()) {
                group.own += 1;
                for (o, likeness) in k.near() {
                    if self.articles.at(o).is_some_and(|o| o.story == story) {
                        group.sum += likeness;
                    }
                }
            }
            group.articles = articles;
            self.stories.insert(story, group);
        }
    }
}

/// Days in seconds.
fn days(n: f32) -> i64 {
    whole(n * 86_400.0)
}

impl Group {
    /// The story as a group of articles.
    pub(super) fn inside(&self) -> Inside {
        Inside { size: self.own, sum: self.sum }
    }
}
