//! Pages that say one thing: what is missing, or what went wrong.

use askama::Template;
use axum::response::{Html, IntoResponse, Response};

use super::chrome::Chrome;

#[derive(Template)]
#[template(path = "message.html")]
struct MessagePage<'a> {
    chrome: Chrome,
    heading: &'a str,
    text: &'a str,
}

/// A page with a heading and a sentence.
pub(crate) fn plain_page(heading: &str, text: &str) -> Response {
    match (MessagePage { chrome: Chrome::bare(heading), heading, text }).render() {
        Ok(html) => Html(html).into_response(),
        Err(_) => text.to_owned().into_response(),
    }
}
