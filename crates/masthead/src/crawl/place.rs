//! Articles take their place: the desk says which story, the store keeps both in one transaction.

use std::sync::{Arc, PoisonError};

use store::{
    ArticleId, ArticleIn, DeskArticle, EntryId, PlaceArticle, Placement, Regrouping, Store, StoreError,
    StoryId, StoryIn,
};
use story::{Desk, Incoming, Settings};

use super::Crawler;
use crate::embedding::Embedder;
use crate::error::Result;

/// Characters of the body that the desk sees as the article's lead: what the store keeps beside the headline, so that
/// an article weighs the same when the desk is built anew.
pub(crate) const LEAD: usize = 300;
/// Days of articles that the desk holds, as [`story::Settings`] has them by default.
pub(super) const WINDOW_DAYS: i64 = 14;

/// An article that is to be placed, and the entry that it was made of.
#[derive(Debug)]
pub(super) struct Ready {
    pub(super) article: ArticleIn,
    pub(super) entry: Option<EntryId>,
}

impl Crawler {
    /// Places a batch; gives how many articles are new and how many were known.
    pub(super) async fn place_ready(self: &Arc<Self>, ready: Vec<Ready>) -> Result<(usize, usize)> {
        let crawler = Arc::clone(self);
        let placed = tokio::task::spawn_blocking(move || crawler.place_batch(ready)).await??;
        let new = placed.iter().filter(|p| p.created).count();
        Ok((new, placed.len().saturating_sub(new)))
    }

    fn place_batch(&self, ready: Vec<Ready>) -> Result<Vec<store::Placed>, StoreError> {
        let now = self.now();
        let batch: Vec<PlaceArticle> =
            ready.into_iter().map(|r| PlaceArticle { article: r.article, entry: r.entry }).collect();
        let mut held = self.desk.lock().unwrap_or_else(PoisonError::into_inner);
        // Taken out for the time of the write: whatever ends it early, the next batch builds the desk anew.
        let mut desk = match held.take() {
            Some(desk) => desk,
            None => restore(&self.store, &self.embedder, self.breadth()?, now, &|a| a.story_id)?,
        };
        let embedder = &self.embedder;
        let placed = self
            .store
            .place_articles(&batch, now, &mut |id, article| place(&mut desk, embedder, id, article, now))?;
        desk.expire(now);
        let settled = desk.settle_soon();
        let stories = settled.changed.iter().filter_map(|s| desk.story(*s)).map(story_in).collect();
        self.store.regroup(&Regrouping { moved: settled.moved, absorbed: settled.gone, stories })?;
        *held = Some(desk);
        Ok(placed)
    }

    /// How broad a story is: as configured, moved by what people chose on the site.
    pub(super) fn breadth(&self) -> Result<f32, StoreError> {
        Ok(self.settings.story_breadth + web::Breadth::kept(&self.store)?.log_odds())
    }
}

/// Builds the desk from what the store keeps; `story` says in which story an article stands.
pub(super) fn restore(
    store: &Store,
    embedder: &Embedder,
    breadth: f32,
    now: i64,
    story: &dyn Fn(&DeskArticle) -> StoryId,
) -> Result<Desk, StoreError> {
    let mut desk = Desk::new(Settings { breadth, ..Settings::default() });
    store.articles_for_desk(now.saturating_sub(WINDOW_DAYS * 86_400), &mut |a: DeskArticle| {
        let embedding = embedder.of(&a.title, &a.lead);
        desk.adopt(&incoming(&a, &embedding), story(&a), a.copy_of);
    })?;
    Ok(desk)
}

/// A kept article as the desk takes it.
pub(super) fn incoming<'a>(a: &'a DeskArticle, embedding: &'a [f32]) -> Incoming<'a> {
    Incoming {
        id: a.id,
        at: a.at,
        outlet: &a.outlet,
        source: a.source,
        language: a.language.as_deref(),
        title: &a.title,
        key_points: &a.key_points,
        lead: &a.lead,
        text: &a.text,
        url: &a.url,
        topics: &a.topics,
        embedding,
    }
}

fn place(desk: &mut Desk, embedder: &Embedder, id: ArticleId, article: &ArticleIn, now: i64) -> Placement {
    let lead: String = article.text.chars().take(LEAD).collect();
    let embedding = embedder.of(&article.title, &lead);
    let incoming = Incoming {
        id,
        at: article.published.unwrap_or(now),
        outlet: &article.outlet,
        source: article.source,
        language: article.language.as_deref(),
        title: &article.title,
        key_points: &article.key_points,
        lead: &lead,
        text: &article.text,
        url: &article.url,
        topics: &article.topics,
        embedding: &embedding,
    };
    let placed = desk.add(&incoming);
    let story = desk.story(placed.story).map_or_else(|| alone(id, article, now), story_in);
    Placement { story, copy_of: placed.copy_of, absorbed: Vec::new() }
}

pub(super) fn story_in(s: story::Story) -> StoryIn {
    StoryIn {
        id: s.id,
        title: s.title,
        title_article: s.title_article,
        first_at: s.first_at,
        last_at: s.last_at,
        outlets: s.outlets,
        topics: s
            .topics
            .into_iter()
            .map(|t| store::Topic { key: t.key, label: t.label, weight: t.weight })
            .collect(),
        key_points: s.key_points,
        terms: s.terms,
        heat: s.heat,
        language: s.language,
    }
}

/// An article that the desk does not hold (older than its window) is a story of its own.
fn alone(id: ArticleId, article: &ArticleIn, now: i64) -> StoryIn {
    let at = article.published.unwrap_or(now);
    StoryIn {
        id,
        title: article.title.clone(),
        title_article: id,
        first_at: at,
        last_at: at,
        outlets: vec![article.outlet.clone()],
        topics: article
            .topics
            .iter()
            .map(|label| store::Topic { key: text::fold(label), label: label.clone(), weight: 1.0 })
            .collect(),
        key_points: article.key_points.clone(),
        terms: Vec::new(),
        heat: 0.0,
        language: article.language.clone(),
    }
}
