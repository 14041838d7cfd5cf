//! The stories of the window are grouped anew, because how broad a story is was changed.
//!
//! Ids stay: a story keeps its id with the article that founded it, or, where that is older than the window, with most
//! of its articles. A story that dissolves into another answers under its id with that other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::PoisonError;

use store::{ArticleId, DeskArticle, Regrouping, Store, StoreError, StoryId};
use story::{Desk, Settings};

use super::Crawler;
use super::place::{WINDOW_DAYS, incoming, restore, story_in};
use crate::embedding::Embedder;
use web::Regrouped;

/// How long a regrouping is waited for before the answer says that it goes on.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(8);

impl Crawler {
    /// Groups the window's articles anew, off the threads that wait for the network. Articles that arrive meanwhile
    /// wait for it. Answers `None` where that takes longer than somebody waits for a page; it goes on then.
    ///
    /// # Errors
    /// When the database fails.
    pub(super) async fn group_anew(self: std::sync::Arc<Self>) -> Result<Option<Regrouped>, String> {
        let work = tokio::task::spawn_blocking(move || self.regroup_now());
        match tokio::time::timeout(PATIENCE, work).await {
            Ok(done) => done.map_err(|e| e.to_string())?.map(Some).map_err(|e| e.to_string()),
            Err(_) => Ok(None),
        }
    }

    fn regroup_now(&self) -> Result<Regrouped, StoreError> {
        let now = self.now();
        let mut held = self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        // Whatever ends this early, the next batch builds the desk from the store.
        *held = None;
        let breadth = self.breadth()?;
        let (desk, regrouping, told) = regroup(&self.store, &self.embedder, breadth, now)?;
        self.store.regroup(&regrouping)?;
        *held = Some(desk);
        Ok(told)
    }
}

/// Asks a new desk where the window's articles belong. Answers that desk, under the ids that the stories keep, and what
/// is to change in the store.
fn regroup(
    store: &Store,
    embedder: &Embedder,
    breadth: f32,
    now: i64,
) -> Result<(Desk, Regrouping, Regrouped), StoreError> {
    let since = now.saturating_sub(WINDOW_DAYS * 86_400);
    let mut fresh = Desk::new(Settings { breadth, ..Settings::default() });
    let mut before: BTreeMap<ArticleId, StoryId> = BTreeMap::new();
    store.articles_for_desk(since, &mut |a: DeskArticle| {
        before.insert(a.id, a.story_id);
        fresh.settle_if_due(a.at);
        fresh.add(&incoming(&a, &embedder.of(&a.title, &a.lead)));
    })?;
    fresh.settle();
    let mut groups: BTreeMap<StoryId, Vec<ArticleId>> = BTreeMap::new();
    for &article in before.keys() {
        // An article that the new desk does not hold (older than all the rest) stays where it is.
        let group = fresh.story_of(article).or_else(|| before.get(&article).copied()).unwrap_or(article);
        groups.entry(group).or_default().push(article);
    }
    let groups: Vec<Vec<ArticleId>> = groups.into_values().collect();
    drop(fresh);
    let (ids, absorbed) = keep_ids(&groups, &before);
    let after: BTreeMap<ArticleId, StoryId> =
        groups.iter().zip(&ids).flat_map(|(g, id)| g.iter().map(|a| (*a, *id))).collect();
    let desk = restore(store, embedder, breadth, now, &|a| after.get(&a.id).copied().unwrap_or(a.story_id))?;
    let moved: Vec<(ArticleId, StoryId)> =
        after.iter().filter(|(a, s)| before.get(a) != Some(s)).map(|(a, s)| (*a, *s)).collect();
    let mut changed: BTreeSet<StoryId> = moved.iter().map(|(_, s)| *s).collect();
    changed.extend(moved.iter().filter_map(|(a, _)| before.get(a)).filter(|s| !absorbed.contains_key(s)));
    let stories = changed.iter().filter_map(|id| desk.story(*id)).map(story_in).collect();
    let count = |of: &BTreeMap<ArticleId, StoryId>| of.values().collect::<BTreeSet<_>>().len();
    let told = Regrouped { before: count(&before), after: count(&after), moved: moved.len() };
    let absorbed = absorbed.into_iter().collect();
    Ok((desk, Regrouping { moved, stories, absorbed }, told))
}

/// The id of each new group, and which old stories dissolved into which.
fn keep_ids(
    groups: &[Vec<ArticleId>],
    before: &BTreeMap<ArticleId, StoryId>,
) -> (Vec<StoryId>, BTreeMap<StoryId, StoryId>) {
    // Who has a claim on an old id: the group that holds its founder; where the founder is gone, the group that holds
    // most of its articles, the earlier on a tie.
    let mut shares: BTreeMap<StoryId, BTreeMap<usize, usize>> = BTreeMap::new();
    let mut founders: BTreeMap<StoryId, usize> = BTreeMap::new();
    for (n, group) in groups.iter().enumerate() {
        for article in group {
            if let Some(&story) = before.get(article) {
                *shares.entry(story).or_default().entry(n).or_default() += 1;
                if story == *article {
                    founders.insert(story, n);
                }
            }
        }
    }
    let mut claims: BTreeMap<usize, BTreeSet<StoryId>> = BTreeMap::new();
    let mut homes: BTreeMap<StoryId, usize> = BTreeMap::new();
    for (story, by_group) in &shares {
        let most = by_group.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(n, _)| *n);
        if let Some(home) = founders.get(story).copied().or(most) {
            claims.entry(home).or_default().insert(*story);
            homes.insert(*story, home);
        }
    }
    // A group keeps the oldest id that it has a claim on; one without is a new story, named by its first article.
    let ids: Vec<StoryId> = groups
        .iter()
        .enumerate()
        .map(|(n, group)| {
            let claimed = claims.get(&n).and_then(|ids| ids.first()).copied();
            claimed.or_else(|| group.iter().min().copied()).unwrap_or_default()
        })
        .collect();
    let absorbed = homes
        .into_iter()
        .filter_map(|(story, home)| ids.get(home).map(|id| (story, *id)))
        .filter(|(story, id)| story != id)
        .collect();
    (ids, absorbed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stay_with_the_founder() {
        // Stories 1 {1, 2, 3} and 4 {4, 5}; story 0's founder is older than the window: {6, 7, 8}.
        let before: BTreeMap<ArticleId, StoryId> =
            [(1, 1), (2, 1), (3, 1), (4, 4), (5, 4), (6, 0), (7, 0), (8, 0)].into();
        for (groups, ids, absorbed) in [
            // Nothing changed.
            (vec![vec![1, 2, 3], vec![4, 5], vec![6, 7, 8]], vec![1, 4, 0], vec![]),
            // Joined: the older id answers for the younger.
            (vec![vec![1, 2, 3, 4, 5], vec![6, 7, 8]], vec![1, 0], vec![(4, 1)]),
            // Parted: the founder keeps the id though more left; of a story without its founder the larger part does.
            (vec![vec![1], vec![2, 3], vec![4, 5], vec![6], vec![7, 8]], vec![1, 2, 4, 6, 0], vec![]),
            // Both at once.
            (vec![vec![1, 6, 7, 8], vec![2, 4], vec![3, 5]], vec![0, 4, 3], vec![(1, 0)]),
        ] {
            let (got, gone) = keep_ids(&groups, &before);
            assert_eq!((got, gone.into_iter().collect::<Vec<_>>()), (ids, absorbed), "{groups:?}");
        }
    }
}
