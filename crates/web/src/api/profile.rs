//! `GET profile`, `PUT profile`, `DELETE profile`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use rank::Profile;

use super::given::{Body, By};
use super::problem::Answer;
use crate::app::App;
use crate::error::{HttpError, blocking};

/// What was learned about the reader.
pub(crate) async fn get(By(reader): By, State(app): State<App>) -> Answer<Json<Profile>> {
    let store = app.store.clone();
    Ok(Json(blocking(move || crate::front::profile(&store, reader.id)).await?))
}

/// Puts another profile in its place.
pub(crate) async fn put(
    By(reader): By,
    State(app): State<App>,
    Body(profile): Body<Profile>,
) -> Answer<StatusCode> {
    blocking(move || {
        let slot = app.readers.slot(reader.id);
        let _alone = slot.learning();
        let text = serde_json::to_string(&profile)
            .map_err(|e| HttpError::BadRequest(format!("The profile cannot be written down: {e}.")))?;
        app.store.put_profile(reader.id, &text, app.now())?;
        slot.forget();
        Ok(())
    })
    .await?;
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
