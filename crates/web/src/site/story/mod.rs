//! `/story/{id}`: how a story unfolds: every outlet's telling in order of time and what each adds, what is new since
//! the reader looked last, who says what.

mod fresh;
mod sides;
mod telling;

pub(crate) use telling::{Telling, telling};

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect};
use serde::Deserialize;

use super::chrome::Chrome;
use super::id::Id;
use super::show;
use crate::access::Reader;
use crate::app::App;
use crate::error::Answer;
use crate::front::{self, Item, Standing, standing};
use crate::unfolding::outlets;
use crate::view::card::{Card, Desk, key_points};
use crate::view::heat::heat;
use crate::view::time::{When, parse, when};
use crate::view::{reasons, words};

/// Characters of a point.
const POINT_CHARS: usize = 280;
/// Points on a story's page.
const STORY_POINTS: usize = 6;
/// Outlets listed before the rest is folded.
const OUTLETS: usize = 12;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    /// "What is new since": RFC 3339, or Unix seconds.
    since: Option<String>,
}

/// An outlet in the margin.
struct OutletLine {
    name: String,
    href: String,
    when: When,
    note: String,
}

#[derive(Template)]
#[template(path = "story.html")]
struct StoryPage {
    chrome: Chrome,
    card: Card,
    span: String,
    heat: String,
    fresh: Option<fresh::Fresh>,
    days: Vec<telling::Day>,
    sides: sides::Sides,
    outlets: Vec<OutletLine>,
    more_outlets: Vec<OutletLine>,
}

/// `GET /story/{id}`.
pub(crate) async fn story(
    reader: Reader,
    State(app): State<App>,
    chrome: Chrome,
    Id(id): Id,
    Query(asked): Query<Asked>,
) -> Answer {
    let (item, standing) = standing(&app, reader.id, id).await?;
    if item.story.id != id {
        return Ok(Redirect::permanent(&format!("/story/{}", item.story.id)).into_response());
    }
    let state = app.readers.get(&app.store, reader.id, app.now()).await?;
    let unfolding = app.unfoldings.get(&app.store, &item).await?;
    let looked = front::opened(&app, reader.id, &state, item.story.id, None);
    let desk = Desk { state: &state, now: app.now(), zone: &app.settings.time_zone };
    let fresh = match (asked.since.as_deref().and_then(parse), looked) {
        (Some(time), _) => Some(fresh::Fresh::published(&item, &unfolding, time, desk)),
        (None, Some(looked)) => Some(fresh::Fresh::arrived(&item, &unfolding, looked, desk)),
        (None, None) => None,
    };
    let mut card = card_with_reasons(&item, &standing, desk);
    // They stand in the margin of this page.
    card.topics_apart = true;
    let mut lines: Vec<OutletLine> = outlets(&item.articles, &unfolding)
        .into_iter()
        .enumerate()
        .map(|(n, o)| OutletLine {
            href: format!("/article/{}", o.article),
            when: when(o.at, desk.now, desk.zone),
            note: match (n, o.copies_only, o.articles) {
                (0, _, 1) => "first".into(),
                (0, _, many) => format!("first, {many} tellings"),
                (_, true, _) => "repeats another’s text".into(),
                (_, false, 1) => String::new(),
                (_, false, many) => format!("{many} tellings"),
            },
            name: o.name,
        })
        .collect();
    let more_outlets = lines.split_off(OUTLETS.min(lines.len()));
    let page = StoryPage {
        chrome: chrome.titled(item.story.title.clone()),
        card,
        span: span(&item, desk),
        heat: heat(&item.articles, desk.now),
        fresh,
        days: telling::days(&item, &unfolding, desk),
        sides: sides::Sides::of(&unfolding),
        outlets: lines,
        more_outlets,
    };
    show(&page, &page.chrome)
}

/// A story's card with the terms of its score, if it has one.
pub(crate) fn card_with_reasons(item: &Arc<Item>, standing: &Standing, desk: Desk<'_>) -> Card {
    let mut card = Card::of(item, desk);
    card.points = key_points(item, STORY_POINTS, POINT_CHARS);
    if let Standing::OnFront(_, ranked) | Standing::Below(_, ranked) = standing {
        let moved = ranked.moved.as_ref().map(|m| m.reason.clone());
        card.why = Some(reasons::why(&ranked.contributions, ranked.score, moved));
    }
    card
}

fn span(item: &Item, desk: Desk<'_>) -> String {
    let outlets = item.story.outlets.len().max(1);
    let tellings = words::count(item.articles.len(), "telling", "tellings");
    let by = words::count(outlets, "outlet", "outlets");
    let first = when(item.story.first_at, desk.now, desk.zone);
    let last = when(item.story.last_at, desk.now, desk.zone);
    if item.articles.len() < 2 {
        return format!("{tellings}, {}", first.full);
    }
    format!("{tellings} by {by} · first {} · latest {}", first.full, last.words)
}
