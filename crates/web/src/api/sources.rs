//! `GET sources`, `POST sources`, `DELETE sources/{id}`.

use std::collections::HashMap;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};
use store::{Source, SourceCounts, Store, StoreError, Subscription};

use super::given::{Body, By, Number};
use super::problem::{Answer, Problem};
use crate::app::App;
use crate::error::blocking;
use crate::health;
use crate::view::time::rfc3339;

/// The reader's sources, in the order they were added.
pub(crate) async fn list(By(reader): By, State(app): State<App>) -> Answer<Json<Vec<Value>>> {
    let (store, now) = (app.store.clone(), app.now());
    let list = blocking(move || {
        let sources: HashMap<i64, Source> =
            store.sources()?.into_iter().map(|source| (source.id, source)).collect();
        let counts = store.source_counts()?;
        let subscriptions = store.subscriptions(reader.id)?;
        let known = subscriptions.iter().filter_map(|subscription| {
            let source = sources.get(&subscription.source_id)?;
            let counts = counts.get(&source.id).copied().unwrap_or_default();
            Some(told(subscription, source, counts, now))
        });
        Ok(known.collect())
    })
    .await?;
    Ok(Json(list))
}

fn told(subscription: &Subscription, source: &Source, counts: SourceCounts, now: i64) -> Value {
    json!({
        "id": source.id, "url": source.url, "title": subscription.title.as_ref().or(source.title.as_ref()),
        "site": source.site_url, "folder": subscription.folder, "added": rfc3339(subscription.added_at),
        "healthy": health::is_well(source), "health": health::words(source, now),
        "last_error": source.last_error, "warnings": source.warnings, "gone": source.gone,
        "last_fetch": source.last_fetch_at.map(rfc3339),
        "next_fetch": (!source.gone).then(|| rfc3339(source.next_fetch_at)),
        "interval_seconds": source.interval_seconds, "entries": counts.entries, "articles": counts.articles,
    })
}

fn one(store: &Store, reader: i64, id: i64, now: i64) -> Result<Option<Value>, StoreError> {
    let Some(source) = store.source(id)? else { return Ok(None) };
    let subscription =
        store.subscriptions(reader)?.into_iter().find(|subscription| subscription.source_id == id);
    Ok(subscription.map(|subscription| told(&subscription, &source, SourceCounts::default(), now)))
}

#[derive(Debug, Deserialize)]
pub(crate) struct NewSource {
    url: String,
    folder: Option<String>,
}

/// Finds the feed behind an address and subscribes the reader to it: 201 if that is new, else 200.
pub(crate) async fn add(By(reader): By, State(app): State<App>, Body(new): Body<NewSource>) -> Answer {
    let url = new.url.trim();
    if url.is_empty() {
        return Err(Problem::bad("url is the address of a site or a feed."));
    }
    let url = if url.contains("://") { url.to_owned() } else { format!("https://{url}") };
    let added =
        app.crawl.add(url).await.map_err(|text| Problem::of(StatusCode::UNPROCESSABLE_ENTITY, text))?;
    let (store, now, id) = (app.store.clone(), app.now(), added.source_id);
    let folder = new.folder.filter(|folder| !folder.trim().is_empty());
    let (created, source) = blocking(move || {
        let created = store.subscribe(reader.id, id, folder.as_deref().map(str::trim), now)?;
        Ok((created, one(&store, reader.id, id, now)?))
    })
    .await?;
    app.readers.changed(reader.id);
    app.crawl.wake();
    let status = if created { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, [(header::LOCATION, format!("/api/v1/sources/{id}"))], Json(source)).into_response())
}

/// Ends a subscription.
pub(crate) async fn remove(By(reader): By, State(app): State<App>, Number(id): Number) -> Answer<Response> {
    let store = app.store.clone();
    let removed = blocking(move || {
        let removed = store.unsubscribe(reader.id, id)?;
        store.remove_source_if_unused(id)?;
        Ok(removed)
    })
    .await?;
    if !removed {
        return Err(Problem::not_found("The reader does not read this source."));
    }
    app.readers.changed(reader.id);
    Ok(StatusCode::NO_CONTENT.into_response())
}
