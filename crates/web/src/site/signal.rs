//! `POST /signals`: what the buttons send. A form comes back to its page; the script gets told what changed.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rank::SignalKind;

use super::chrome::Notice;
use super::form::Fields;
use super::redirect::{put, see_other, wants_json};
use crate::access::Reader;
use crate::app::App;
use crate::error::{Answer, HttpError, blocking};
use crate::signals::{self, Change, SignalRequest};

/// `POST /signals`.
pub(crate) async fn signal(
    reader: Reader,
    State(app): State<App>,
    headers: HeaderMap,
    fields: Fields,
) -> Answer {
    let request = asked(&fields)?;
    let kind = request.kind;
    let mut changes = blocking(move || signals::apply(&app, reader.id, &[request])).await?;
    let change = changes.pop().unwrap_or_default();
    // What the page sends by itself wants no answer.
    if matches!(kind, SignalKind::Finish | SignalKind::Impression | SignalKind::Open) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    if wants_json(&headers) {
        return Ok(Json(change).into_response());
    }
    Ok(see_other(fields.get("back").unwrap_or("/"), Some(&notice(change))))
}

/// What the form asks for: `kind` and what it is about; or a button named `follow` or `mute` (and their opposites),
/// whose value is the topic, so that one form can hold several topics.
fn asked(fields: &Fields) -> Answer<SignalRequest> {
    const ON_TOPICS: [SignalKind; 4] =
        [SignalKind::Follow, SignalKind::Unfollow, SignalKind::Mute, SignalKind::Unmute];
    if let Some((kind, topic)) =
        ON_TOPICS.into_iter().find_map(|k| fields.get(k.name()).map(|topic| (k, topic)))
    {
        return Ok(SignalRequest { topic: Some(topic.to_owned()), ..SignalRequest::new(kind) });
    }
    let kind = fields
        .get("kind")
        .and_then(SignalKind::from_name)
        .ok_or_else(|| HttpError::BadRequest("The form does not say what to do.".into()))?;
    Ok(SignalRequest {
        story: fields.parse("story"),
        article: fields.parse("article"),
        topic: fields.get("topic").map(ToOwned::to_owned),
        source: fields.parse("source"),
        position: fields.parse("position"),
        dwell_seconds: fields.parse("dwell_seconds"),
        ..SignalRequest::new(kind)
    })
}

fn notice(change: Change) -> Notice {
    Notice { text: change.message, bad: false, undo: change.undo }
}

/// `POST /theme`: light or dark, kept in a cookie.
pub(crate) async fn theme(headers: HeaderMap, fields: Fields) -> Response {
    let theme = match fields.get("theme") {
        Some("dark") => "dark",
        Some("light") => "light",
        _ => "auto",
    };
    let mut response = if wants_json(&headers) {
        StatusCode::NO_CONTENT.into_response()
    } else {
        see_other(fields.get("back").unwrap_or("/"), None)
    };
    let year = 365 * 86_400;
    put(
        response.headers_mut(),
        header::SET_COOKIE,
        &format!("theme={theme}; Path=/; Max-Age={year}; HttpOnly; SameSite=Lax"),
    );
    response
}
