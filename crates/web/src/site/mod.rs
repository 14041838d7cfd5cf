//! The pages.

pub(crate) mod article;
pub(crate) mod assets;
pub(crate) mod blind_spots;
pub(crate) mod chrome;
pub(crate) mod form;
pub(crate) mod front;
pub(crate) mod id;
pub(crate) mod images;
pub(crate) mod latest;
pub(crate) mod message;
pub(crate) mod profile;
pub(crate) mod redirect;
pub(crate) mod search;
pub(crate) mod settings;
pub(crate) mod signal;
pub(crate) mod sliders;
pub(crate) mod sources;
pub(crate) mod story;
pub(crate) mod topics;
pub(crate) mod tune;
pub(crate) mod welcome;
pub(crate) mod why;

use askama::Template;
use axum::extract::DefaultBodyLimit;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};

use crate::app::App;
use crate::error::{Answer, HttpError};
use chrome::Chrome;

/// An uploaded list or profile may be this large.
const UPLOAD_BYTES: usize = 16 * 1024 * 1024;

/// All pages.
pub(crate) fn routes() -> Router<App> {
    let uploads = Router::new()
        .route("/sources/opml", post(sources::import))
        .route("/profile/import", post(profile::import))
        .layer(DefaultBodyLimit::max(UPLOAD_BYTES));
    Router::new()
        .route("/", get(front::front))
        .route("/latest", get(latest::latest))
        .route("/saved", get(latest::saved))
        .route("/topics", get(topics::topics))
        .route("/topic/{key}", get(latest::topic))
        .route("/source/{id}", get(latest::source))
        .route("/story/{id}", get(story::story))
        .route("/article/{id}", get(article::article))
        .route("/why/{id}", get(why::why))
        .route("/search", get(search::search))
        .route("/signals", post(signal::signal))
        .route("/sources", get(sources::sources).post(sources::add))
        .route("/sources.opml", get(sources::export))
        .route("/sources/{id}", post(sources::edit))
        .route("/sources/{id}/remove", post(sources::remove))
        .route("/settings", get(settings::settings).post(settings::choose))
        .route("/profile", get(profile::profile))
        .route("/profile.json", get(profile::export))
        .route("/profile/erase", post(profile::erase))
        .route("/tune", get(tune::tune).post(tune::keep))
        .route("/tune/undo", post(tune::undo))
        .route("/blind-spots", get(blind_spots::blind_spots))
        .route("/welcome", get(welcome::welcome).post(welcome::choose))
        .route("/help", get(help))
        .route("/theme", post(signal::theme))
        .route("/image/{key}", get(images::image))
        .route("/assets/{name}", get(assets::asset))
        .route("/healthz", get(healthz))
        .merge(uploads)
        .fallback(nothing_here)
}

/// A page from its template. A notice that it shows is taken from the cookie.
pub(crate) fn show<T: Template>(page: &T, chrome: &Chrome) -> Answer {
    let mut response = Html(page.render()?).into_response();
    let headers = response.headers_mut();
    redirect::put(headers, axum::http::header::CACHE_CONTROL, "private, no-cache");
    if chrome.notice.is_some() {
        redirect::forget_notice(headers);
    }
    Ok(response)
}

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    chrome: Chrome,
}

async fn help(chrome: Chrome) -> Answer {
    let page = HelpPage { chrome: chrome.titled("Help") };
    show(&page, &page.chrome)
}

/// Whether the program answers, for whoever watches over it.
async fn healthz() -> Response {
    Json(serde_json::json!({ "ok": true })).into_response()
}

async fn nothing_here() -> HttpError {
    HttpError::NotFound(
        "There is no page at this address. It may have been mistyped, or it was never here.".into(),
    )
}
