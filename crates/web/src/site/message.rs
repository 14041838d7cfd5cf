//! Pages that say one thing: what is missing, or what went wrong.

use askama::Template;
use axum::extract::{FromRequestParts, Request, State};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse, Response};

use super::chrome::Chrome;
use crate::app::App;

#[derive(Template)]
#[template(path = "message.html")]
struct MessagePage<'a> {
    chrome: Chrome,
    heading: &'a str,
    text: &'a str,
}

/// What a fault's page says, kept beside the answer until the request is known again.
#[derive(Debug, Clone)]
struct Fault {
    heading: String,
    text: String,
}

/// A page with a heading and a sentence.
pub(crate) fn plain_page(heading: &str, text: &str) -> Response {
    let mut response = page(Chrome::bare(heading), heading, text);
    response.extensions_mut().insert(Fault { heading: heading.to_owned(), text: text.to_owned() });
    response
}

fn page(chrome: Chrome, heading: &str, text: &str) -> Response {
    match (MessagePage { chrome, heading, text }).render() {
        Ok(html) => Html(html).into_response(),
        Err(_) => text.to_owned().into_response(),
    }
}

/// Gives a fault's page the frame that all pages have: the date, and the reader's colours. Where a fault arises the
/// request is not known.
pub(crate) async fn dress(State(app): State<App>, request: Request, next: Next) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(mut chrome) = Chrome::from_request_parts(&mut parts, &app).await;
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let Some(Fault { heading, text }) = response.extensions_mut().remove::<Fault>() else { return response };
    // What just changed is told by the next page that is one.
    chrome.notice = None;
    let body = page(chrome.titled(heading.clone()), &heading, &text).into_body();
    *response.body_mut() = body;
    response.headers_mut().remove(axum::http::header::CONTENT_LENGTH);
    response
}
