//! `GET articles/{id}`.

use axum::Json;
use axum::extract::State;
use serde_json::{Map, Value, json};

use super::given::{By, Number};
use super::problem::{Answer, Problem};
use super::stories::image;
use crate::app::App;
use crate::error::blocking;
use crate::view::prose;
use crate::view::time::rfc3339;

/// One article with its body, under the names that `masthead read` prints; its pictures lead to the program's proxy.
pub(crate) async fn get(_by: By, State(app): State<App>, Number(id): Number) -> Answer<Json<Value>> {
    let store = app.store.clone();
    let article = blocking(move || Ok(store.article(id)?)).await?;
    let article = article.ok_or_else(|| Problem::not_found("There is no article of this number."))?;
    let light = &article.light;
    // What else extraction found (videos, related links, comment count) stands beside the rest.
    let extra =
        article.extra.as_deref().and_then(|extra| serde_json::from_str::<Map<String, Value>>(extra).ok());
    let mut answer = extra.unwrap_or_default();
    let told = json!({
        "id": light.id, "story_id": light.story_id, "source_id": light.source_id, "sources": light.sources,
        "outlet": light.outlet, "copy_of": light.copy_of, "url": light.url, "language": light.language,
        "title": light.title, "key_points": article.key_points, "authors": light.authors,
        "published": light.published.map(rfc3339), "modified": light.modified.map(rfc3339),
        "text": article.text, "html": prose::body(&article.html), "image": light.image.as_ref().map(image),
        "topics": article.topics, "word_count": light.word_count, "reading_minutes": light.reading_minutes,
        "paywalled": light.paywalled, "kind": light.kind,
    });
    if let Value::Object(told) = told {
        answer.extend(told);
    }
    Ok(Json(Value::Object(answer)))
}
