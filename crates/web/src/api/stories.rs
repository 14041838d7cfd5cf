//! `GET stories/{id}`.

use axum::Json;
use axum::extract::State;
use rank::Contribution;
use serde::{Deserialize, Serialize};
use store::ArticleLight;

use super::given::{Asked, By, Number};
use super::problem::{Answer, Problem};
use crate::app::App;
use crate::front::{self, FrontArticle, FrontImage, Standing};
use crate::signals::{StoryFlags, story_flags};
use crate::unfolding::{Since, Unfolded};
use crate::view::time::{parse, rfc3339};

/// A story, told as on the front, with where it stands there.
#[derive(Debug, Serialize)]
pub(crate) struct Story {
    id: i64,
    title: String,
    published: String,
    updated: String,
    language: Option<String>,
    topics: Vec<String>,
    key_points: Vec<String>,
    image: Option<FrontImage>,
    articles: Vec<FrontArticle>,
    /// What the reader did with it.
    state: StoryFlags,
    /// Its place on the front from 0, where it has one.
    place: Option<usize>,
    /// The sum of the contributions, where it was scored.
    score: Option<f64>,
    contributions: Vec<Contribution>,
    /// Why it is not on the front, where a filter took it away.
    left_out: Option<Removal>,
    /// How it unfolds, and who says what in it.
    #[serde(flatten)]
    unfolded: Unfolded,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    since: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Removal {
    filter: String,
    reason: String,
}

/// One story, wherever it lies in time. What is new is told since `since`, else since the reader opened it last.
pub(crate) async fn get(
    By(reader): By,
    State(app): State<App>,
    Number(id): Number,
    Asked(asked): Asked<Wanted>,
) -> Answer<Json<Story>> {
    let since = match asked.since.as_deref() {
        Some(text) => Some(parse(text).map(Since::Published).ok_or_else(|| {
            Problem::bad("`since` is a time: 2026-11-20T12:00:00Z, or seconds since 1970.")
        })?),
        None => None,
    };
    let (item, standing) = front::standing(&app, reader.id, id).await?;
    let state = app.readers.get(&app.store, reader.id, app.now()).await?;
    let unfolding = app.unfoldings.get(&app.store, &item).await?;
    let looked = state.stories.get(&item.story.id).and_then(|s| s.opened_at).map(Since::Looked);
    let story = &item.story;
    let (place, scored, left_out) = match standing {
        Standing::OnFront(at, ranked) => (Some(at), Some(ranked), None),
        Standing::Below(_, ranked) => (None, Some(ranked), None),
        Standing::Removed { filter, reason } => (None, None, Some(Removal { filter, reason })),
    };
    Ok(Json(Story {
        id: story.id,
        title: story.title.clone(),
        published: rfc3339(story.first_at),
        updated: rfc3339(story.last_at),
        language: story.language.clone(),
        topics: story.topics.iter().map(|topic| topic.label.clone()).collect(),
        key_points: story.key_points.clone(),
        image: front::lead_image(&item).map(image),
        articles: item.articles.iter().map(telling).collect(),
        state: story_flags(&state, story.id),
        place,
        score: scored.as_ref().map(|ranked| ranked.score),
        contributions: scored.map(|ranked| ranked.contributions).unwrap_or_default(),
        left_out,
        unfolded: Unfolded::of(&item, &unfolding, since.or(looked)),
    }))
}

/// A picture as told.
pub(crate) fn image(image: &store::ImageRef) -> FrontImage {
    FrontImage { url: image.url.clone(), caption: image.caption.clone(), credit: image.credit.clone() }
}

fn telling(article: &ArticleLight) -> FrontArticle {
    FrontArticle {
        id: article.id,
        title: article.title.clone(),
        outlet: article.outlet.clone(),
        source_id: Some(article.source_id),
        url: article.url.clone(),
        published: rfc3339(article.at),
        copy_of: article.copy_of,
    }
}
