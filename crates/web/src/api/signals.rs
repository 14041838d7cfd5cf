//! `POST signals`.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use rank::SignalKind;
use serde::Deserialize;
use serde_json::{Value, json};

use super::given::{Body, By};
use super::problem::{Answer, Problem};
use crate::app::App;
use crate::error::blocking;
use crate::signals::{self, SignalRequest};

/// Signals in one request, at the most.
const MOST: usize = 1000;

/// One signal or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Given {
    Many(Vec<One>),
    One(Box<One>),
}

#[derive(Debug, Deserialize)]
pub(crate) struct One {
    kind: SignalKind,
    story: Option<i64>,
    article: Option<i64>,
    /// By key or by label.
    topic: Option<String>,
    source: Option<i64>,
    at: Option<At>,
    position: Option<u32>,
    dwell_seconds: Option<f64>,
}

/// A time: RFC 3339, or Unix seconds.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum At {
    Seconds(i64),
    Text(String),
}

/// Learns from what the reader did: 202 once it is stored, all of it or none.
pub(crate) async fn post(
    By(reader): By,
    State(app): State<App>,
    Body(given): Body<Given>,
) -> Answer<(StatusCode, Json<Value>)> {
    let given = match given {
        Given::Many(many) => many,
        Given::One(one) => vec![*one],
    };
    if given.len() > MOST {
        return Err(Problem::bad(format!("At most {MOST} signals can be sent at once.")));
    }
    let requests = given.into_iter().map(request).collect::<Answer<Vec<_>>>()?;
    let changes = if requests.is_empty() {
        Vec::new()
    } else {
        blocking(move || signals::apply(&app, reader.id, &requests)).await?
    };
    Ok((StatusCode::ACCEPTED, Json(json!({ "stored": changes.len(), "changes": changes }))))
}

fn request(one: One) -> Answer<SignalRequest> {
    let at = match one.at {
        Some(At::Seconds(seconds)) => Some(seconds),
        Some(At::Text(text)) => Some(time(&text)?),
        None => None,
    };
    Ok(SignalRequest {
        story: one.story,
        article: one.article,
        topic: one.topic.map(|topic| text::fold(&topic)).filter(|key| !key.is_empty()),
        source: one.source,
        at,
        position: one.position,
        dwell_seconds: one.dwell_seconds,
        ..SignalRequest::new(one.kind)
    })
}

/// A time in RFC 3339 as Unix seconds.
pub(super) fn time(text: &str) -> Answer<i64> {
    let at: Result<jiff::Timestamp, _> = text.parse();
    at.map(jiff::Timestamp::as_second).map_err(|_| {
        Problem::bad(format!("\"{text}\" is no time. Write it like 2026-01-31T08:00:00Z (RFC 3339)."))
    })
}
