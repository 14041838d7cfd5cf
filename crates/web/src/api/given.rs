//! What a request gives, with problems for what cannot be read.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use serde::de::DeserializeOwned;

use super::problem::Problem;
use crate::access::Reader;
use crate::app::App;

/// The reader who asks.
pub(crate) struct By(pub(crate) Reader);

impl FromRequestParts<App> for By {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        Ok(Self(Reader::from_request_parts(parts, app).await?))
    }
}

/// The fields of the query string.
pub(crate) struct Asked<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequestParts<App> for Asked<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _app: &App) -> Result<Self, Problem> {
        let Query(fields) = Query::<T>::try_from_uri(&parts.uri)
            .map_err(|e| Problem::bad(format!("The query cannot be read: {}.", e.body_text())))?;
        Ok(Self(fields))
    }
}

/// The number in the address.
pub(crate) struct Number(pub(crate) i64);

impl FromRequestParts<App> for Number {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let Path(id) = Path::from_request_parts(parts, app)
            .await
            .map_err(|_| Problem::not_found("What stands here in an address is a number."))?;
        Ok(Self(id))
    }
}

/// A body in JSON, whatever it is said to be.
pub(crate) struct Body<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<App> for Body<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        let bytes = Bytes::from_request(request, app)
            .await
            .map_err(|e| Problem::of(e.status(), format!("The body cannot be read: {}.", e.body_text())))?;
        let body = serde_json::from_slice(&bytes);
        body.map(Self).map_err(|e| Problem::bad(format!("The body is not the JSON that belongs here: {e}.")))
    }
}
