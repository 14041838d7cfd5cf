//! What can go wrong with a request, and how it is said.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::site::message::plain_page;

/// A request that cannot be answered as asked.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// Nothing is kept under this address.
    #[error("{0}")]
    NotFound(String),
    /// The request makes no sense; the sentence says what to do.
    #[error("{0}")]
    BadRequest(String),
    /// Nobody is signed in.
    #[error("You are not signed in.")]
    NotSignedIn,
    /// The store failed.
    #[error(transparent)]
    Store(#[from] store::StoreError),
    /// A template failed.
    #[error(transparent)]
    Template(#[from] askama::Error),
    /// A background task was stopped or broke.
    #[error("a task broke off: {0}")]
    Task(#[from] tokio::task::JoinError),
}

impl HttpError {
    /// The status that says it.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::NotSignedIn => StatusCode::UNAUTHORIZED,
            Self::Store(_) | Self::Template(_) | Self::Task(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for HttpError {
    fn into_response(self) -> Response {
        let status = self.status();
        let (heading, text) = match &self {
            Self::NotFound(text) => ("Nothing is kept here".to_owned(), text.clone()),
            Self::BadRequest(text) => ("That did not work".to_owned(), text.clone()),
            Self::NotSignedIn => (
                "Please sign in".to_owned(),
                "Open the link that Masthead printed when it started, or print a new one with `masthead serve --link`."
                    .to_owned(),
            ),
            Self::Store(_) | Self::Template(_) | Self::Task(_) => {
                tracing::error!(error = %self, "a request failed");
                (
                    "Something broke".to_owned(),
                    "Masthead could not make this page. Its log says why; nothing you kept is lost. Try again in a moment."
                        .to_owned(),
                )
            }
        };
        (status, plain_page(&heading, &text)).into_response()
    }
}

/// A handler's answer.
pub type Answer<T = Response> = Result<T, HttpError>;

/// Runs what reads or writes the store off the threads that answer requests.
///
/// # Errors
/// What `work` fails with, or that it broke off.
pub(crate) async fn blocking<T, F>(work: F) -> Answer<T>
where
    T: Send + 'static,
    F: FnOnce() -> Answer<T> + Send + 'static,
{
    tokio::task::spawn_blocking(work).await?
}
