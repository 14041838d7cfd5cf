//! What goes wrong, as a problem document (RFC 9457).

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::access::SignInNeeded;
use crate::error::HttpError;

/// A problem: what kind, and what to do about it.
#[derive(Debug, Serialize)]
pub(crate) struct Problem {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
}

/// What an address of the API answers.
pub(crate) type Answer<T = Response> = Result<T, Problem>;

impl Problem {
    /// A problem of a status, in a sentence that says what to do.
    pub(crate) fn of(status: StatusCode, detail: impl Into<String>) -> Self {
        // "about:blank": the status says what kind of problem it is (RFC 9457, 4.2.1).
        let title = status.canonical_reason().unwrap_or("Problem");
        Self { kind: "about:blank", title, status: status.as_u16(), detail: detail.into() }
    }

    pub(crate) fn bad(detail: impl Into<String>) -> Self {
        Self::of(StatusCode::BAD_REQUEST, detail)
    }

    pub(crate) fn not_found(detail: impl Into<String>) -> Self {
        Self::of(StatusCode::NOT_FOUND, detail)
    }
}

impl From<HttpError> for Problem {
    fn from(error: HttpError) -> Self {
        let detail = match &error {
            HttpError::NotSignedIn => {
                "Send a token, Authorization: Bearer TOKEN. `masthead token new` makes one.".to_owned()
            }
            HttpError::NotFound(text) | HttpError::BadRequest(text) => text.clone(),
            other => {
                tracing::error!(error = %other, "a request failed");
                "Masthead could not answer. Its log says why; nothing that was kept is lost.".to_owned()
            }
        };
        Self::of(error.status(), detail)
    }
}

impl From<store::StoreError> for Problem {
    fn from(error: store::StoreError) -> Self {
        HttpError::from(error).into()
    }
}

impl From<SignInNeeded> for Problem {
    fn from(needed: SignInNeeded) -> Self {
        match needed {
            SignInNeeded::Page(_) => HttpError::NotSignedIn.into(),
            SignInNeeded::Refused(error) => error.into(),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = (status, axum::Json(self)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"masthead\""));
        }
        response
    }
}
