//! Who is asking.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::response::{IntoResponse, Response};
use store::ReaderId;

use super::{secret, session};
use crate::app::App;
use crate::error::{Answer, HttpError, blocking};
use crate::site::redirect::see_other;
use crate::view::words;

/// The reader who sent the request: by API token, by session cookie, or, where the site is open, as everybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    /// Their number.
    pub id: ReaderId,
}

/// The answer to a request that nobody signed in for.
#[derive(Debug)]
pub enum SignInNeeded {
    /// A browser asked for a page: it is sent to sign in, and then back here.
    Page(String),
    /// Anything else.
    Refused(HttpError),
}

impl FromRequestParts<App> for Reader {
    type Rejection = SignInNeeded;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        match identify(app, &parts.headers).await {
            Ok(Some(reader)) => Ok(reader),
            Ok(None) => Err(SignInNeeded::of(parts)),
            Err(failed) => Err(SignInNeeded::Refused(failed)),
        }
    }
}

/// The reader of a request; none when nobody is signed in. A token that is no good is not
/// made up for by anything else.
pub(crate) async fn identify(app: &App, headers: &HeaderMap) -> Answer<Option<Reader>> {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    if let Some(token) = authorization.filter(|value| is_bearer(value)).and_then(|value| value.get(7..)) {
        let Some(secret) = secret::parse(token) else { return Ok(None) };
        let store = app.store.clone();
        let good =
            blocking(move || Ok(store.token(secret.reader, &secret.hash)?.then_some(secret.reader))).await?;
        return Ok(good.map(|id| Reader { id }));
    }
    let id = session::reader(app, headers).await?.or(app.settings.open_reader);
    Ok(id.map(|id| Reader { id }))
}

/// Whether an `Authorization` carries a bearer token.
pub(crate) fn is_bearer(value: &str) -> bool {
    value.get(..7).is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer "))
}

impl SignInNeeded {
    fn of(parts: &Parts) -> Self {
        let accepts =
            parts.headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
        if parts.method == Method::GET && accepts.contains("text/html") {
            let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
            return Self::Page(path.to_owned());
        }
        Self::Refused(HttpError::NotSignedIn)
    }
}

impl IntoResponse for SignInNeeded {
    fn into_response(self) -> Response {
        match self {
            Self::Page(back) if back == "/" => see_other("/signin", None),
            Self::Page(back) => see_other(&format!("/signin?back={}", words::segment(&back)), None),
            Self::Refused(error) => error.into_response(),
        }
    }
}
