//! `GET search`.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};
use store::SearchQuery;

use super::given::{Asked, By};
use super::problem::{Answer, Problem};
use crate::app::App;
use crate::error::blocking;
use crate::view::time::rfc3339;

/// Hits on one page, at the most, and how deep pages go.
const MOST: usize = 100;
const DEEPEST: usize = 10_000;

#[derive(Debug, Deserialize)]
pub(crate) struct Words {
    q: String,
    limit: Option<usize>,
    offset: Option<usize>,
    since: Option<String>,
}

/// Articles that hold the words.
pub(crate) async fn get(_by: By, State(app): State<App>, Asked(words): Asked<Words>) -> Answer<Json<Value>> {
    let (limit, offset) = (words.limit.unwrap_or(20), words.offset.unwrap_or(0));
    if limit > MOST || offset > DEEPEST {
        return Err(Problem::bad(format!("limit is at most {MOST}, offset at most {DEEPEST}.")));
    }
    let since = words.since.as_deref().map(super::signals::time).transpose()?;
    let query = SearchQuery { text: words.q.clone(), limit, offset, since };
    let store = app.store.clone();
    let page = blocking(move || Ok(store.search(&query)?)).await?;
    let hits: Vec<Value> = page
        .hits
        .iter()
        .map(|hit| {
            json!({
                "article": hit.article_id, "story": hit.story_id, "title": hit.title, "outlet": hit.outlet,
                "url": hit.url, "published": rfc3339(hit.published), "snippet_html": hit.snippet_html, "score": hit.score,
            })
        })
        .collect();
    Ok(Json(json!({ "query": words.q, "total": page.total, "hits": hits })))
}
