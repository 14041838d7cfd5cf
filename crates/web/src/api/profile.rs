//! `GET profile`, `PUT profile`, `DELETE profile`.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::Value;

use super::given::By;
use super::problem::{Answer, Problem};
use crate::app::App;
use crate::error::blocking;
use crate::front::Document;

/// What was learned about the reader and what was done with stories: the document that the site exports.
pub(crate) async fn get(By(reader): By, State(app): State<App>) -> Answer<Json<Value>> {
    let write = move || Document::write(&app.store, reader.id, Some((&app.readers, app.now())));
    Ok(Json(blocking(write).await?))
}

/// Puts another profile in its place.
pub(crate) async fn put(By(reader): By, State(app): State<App>, body: Bytes) -> Answer<StatusCode> {
    let document = Document::read(&body)
        .map_err(|e| Problem::bad(format!("The body is not the JSON that belongs here: {e}.")))?;
    blocking(move || document.keep(&app.store, reader.id, Some(&app.readers), app.now())).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Forgets what the reader did and what was learned from it.
pub(crate) async fn erase(By(reader): By, State(app): State<App>) -> Answer<StatusCode> {
    blocking(move || {
        let slot = app.readers.slot(reader.id);
        let _alone = slot.learning();
        app.store.erase_reader_data(reader.id)?;
        slot.forget_all();
        Ok(())
    })
    .await?;
    Ok(StatusCode::NO_CONTENT)
}
