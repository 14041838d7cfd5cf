//! The number in a page's address.

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;

use crate::error::HttpError;

/// The one number in the address. Anything else there leads to the page that says so kindly.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Id(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = HttpError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Self::Rejection> {
        let id = Path::<String>::from_request_parts(parts, state).await.ok().and_then(|p| p.0.parse().ok());
        id.map(Self).ok_or_else(|| HttpError::NotFound("There is nothing of this number.".into()))
    }
}
