//! Why a story stands where it stands, or why it does not stand on the front at all.

use std::sync::Arc;

use rank::{Mode, Ranked};
use store::{ReaderId, StoryId};

use super::newsroom::Item;
use super::page::{explained, ranking};
use crate::app::App;
use crate::error::{Answer, HttpError, blocking};

/// The name under which stories are left out that merely scored lower.
pub(crate) const BELOW: &str = "below-the-fold";

/// Where a story stands for a reader.
#[derive(Debug, Clone)]
pub enum Standing {
    /// On the front's first page, at this place (from 0).
    OnFront(usize, Ranked),
    /// Scored, but lower.
    Below(Lower, Ranked),
    /// A filter took it away.
    Removed {
        /// The filter's name.
        filter: String,
        /// Why, in plain words.
        reason: String,
    },
}

/// How far below the first page a story stands.
#[derive(Debug, Clone, Copy)]
pub struct Lower {
    /// Stories that score higher.
    pub above: usize,
    /// The lowest score that found a place on the first page.
    pub lowest: f64,
}

/// Finds a story, also one that is not on the front, and where it stands.
///
/// # Errors
/// No such story, or a database that cannot be read.
pub async fn standing(app: &App, reader: ReaderId, id: StoryId) -> Answer<(Arc<Item>, Standing)> {
    let now = app.now();
    let snapshot = app.newsroom.get(&app.store, now).await?;
    let state = app.readers.get(&app.store, reader, now).await?;
    let Some(item) = snapshot.get(id).cloned() else {
        let store = app.store.clone();
        let item = blocking(move || Ok(Item::load(&store, id)?)).await?;
        let item = item.ok_or_else(|| HttpError::NotFound("There is no story of this number.".into()))?;
        let reason = "It is older than what the front page looks at".to_owned();
        return Ok((Arc::new(item), Standing::Removed { filter: "outside-the-window".into(), reason }));
    };
    if !state.reads(&item.sources) {
        let reason = "None of your sources tells it".to_owned();
        return Ok((item, Standing::Removed { filter: "not-subscribed".into(), reason }));
    }
    let slot = app.readers.slot(reader);
    let ranking = ranking(&snapshot, &state, &slot, now, Mode::ForYou, app.settings.page_size).await?;
    let (slate, id) = (&ranking.slate, item.story.id);
    if let Some(at) = slate.items.iter().position(|r| r.candidate.id == id)
        && let Some(found) = slate.items.get(at)
    {
        return Ok((item, Standing::OnFront(at, found.clone())));
    }
    if let Some(found) = slate.rest.iter().find(|r| r.candidate.id == id) {
        let scores = slate.items.iter().map(|r| r.score);
        let above = scores.clone().chain(slate.rest.iter().map(|r| r.score)).filter(|s| *s > found.score);
        let lower = Lower { above: above.count(), lowest: scores.fold(f64::INFINITY, f64::min) };
        return Ok((item, Standing::Below(lower, explained(&ranking, &state, found))));
    }
    let removed = slate.removed.iter().find(|r| r.candidate.id == id);
    let (filter, reason) = removed.map_or(("unknown".to_owned(), "It was not looked at".to_owned()), |r| {
        (r.filter.to_string(), r.reason.clone())
    });
    Ok((item, Standing::Removed { filter, reason }))
}
