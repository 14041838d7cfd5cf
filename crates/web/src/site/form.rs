//! The fields of a form, in order, each name as often as it was sent.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};

use crate::error::HttpError;

/// The fields of a form.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// The fields of a query string.
    pub(crate) fn of_query(query: &str) -> Self {
        Self(url::form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    /// Whether a field was sent at all, blank or not.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.0.iter().any(|(n, _)| n == name)
    }

    /// The first value of a name; blank is none.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// All values of a name that are not blank, trimmed.
    pub(crate) fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(n, _)| n == name).map(|(_, v)| v.trim()).filter(|v| !v.is_empty())
    }

    /// The first value of a name as a number or the like.
    pub(crate) fn parse<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name).and_then(|v| v.parse().ok())
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = HttpError;

    async fn from_request(request: Request, state: &S) -> Result<Self, Self::Rejection> {
        let body = Bytes::from_request(request, state)
            .await
            .map_err(|e| HttpError::BadRequest(format!("The form could not be read: {e}.")))?;
        Ok(Self(url::form_urlencoded::parse(&body).into_owned().collect()))
    }
}

/// The bytes of the first field of that name in an upload, and the other fields.
pub(crate) async fn upload(
    mut parts: axum::extract::Multipart,
    name: &str,
) -> Result<(Vec<u8>, Fields), HttpError> {
    let broken = |e: axum::extract::multipart::MultipartError| {
        HttpError::BadRequest(format!("The file could not be read: {}.", e.body_text()))
    };
    let mut file = None;
    let mut fields = Vec::new();
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let field = part.name().unwrap_or_default().to_owned();
        if field == name {
            file = Some(part.bytes().await.map_err(broken)?.to_vec());
        } else {
            fields.push((field, part.text().await.map_err(broken)?));
        }
    }
    match file {
        Some(bytes) if !bytes.is_empty() => Ok((bytes, Fields(fields))),
        _ => Err(HttpError::BadRequest("No file was sent. Choose one and try again.".into())),
    }
}
