//! Who is asking.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use store::ReaderId;

use crate::app::App;
use crate::error::HttpError;

/// The reader who sent the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    /// Their number.
    pub id: ReaderId,
}

impl FromRequestParts<App> for Reader {
    type Rejection = HttpError;

    async fn from_request_parts(_parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        app.settings.open_reader.map(|id| Self { id }).ok_or(HttpError::NotSignedIn)
    }
}
