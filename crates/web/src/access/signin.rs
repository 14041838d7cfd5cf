//! `/signin` and `/signout`.

use std::net::SocketAddr;
use std::sync::Arc;

use askama::Template;
use axum::extract::{ConnectInfo, DefaultBodyLimit, Form, Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use serde::Deserialize;
use tokio::sync::Semaphore;

use super::throttle::{Attempt, Throttle};
use super::{identify, secret, session};
use crate::app::App;
use crate::error::{Answer, blocking};
use crate::site;
use crate::site::chrome::{Chrome, Notice};
use crate::site::redirect::{own_path, put, see_other};

/// What watches over the door: wrong tries, and how many passwords are looked at at a time (each takes 19 MiB).
struct Door {
    throttle: Throttle,
    places: Semaphore,
}

/// A form of this page is small.
const FORM_BYTES: usize = 16 * 1024;

/// The ways in and out.
pub(crate) fn routes() -> Router<App> {
    let door = Door { throttle: Throttle::default(), places: Semaphore::new(2) };
    Router::new()
        .route("/signin", get(page).post(with_password))
        .route("/signin/{link}", get(with_link))
        .route("/signout", post(sign_out))
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(Extension(Arc::new(door)))
}

#[derive(Template)]
#[template(path = "signin.html")]
struct SignInPage {
    chrome: Chrome,
    fault: Option<String>,
    name: String,
    back: String,
}

#[derive(Debug, Deserialize)]
struct Asked {
    back: Option<String>,
}

fn show(status: StatusCode, chrome: Chrome, fault: Option<String>, name: &str, back: Option<&str>) -> Answer {
    let chrome = chrome.titled("Sign in");
    let page = SignInPage { chrome, fault, name: name.to_owned(), back: own_path(back) };
    let mut response = site::show(&page, &page.chrome)?;
    *response.status_mut() = status;
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// `GET /signin`.
async fn page(
    State(app): State<App>,
    chrome: Chrome,
    Query(asked): Query<Asked>,
    headers: HeaderMap,
) -> Answer {
    if identify(&app, &headers).await?.is_some() {
        return Ok(see_other(&own_path(asked.back.as_deref()), None));
    }
    show(StatusCode::OK, chrome, None, "", asked.back.as_deref())
}

/// `GET /signin/{link}`: a link that works once.
async fn with_link(
    State(app): State<App>,
    chrome: Chrome,
    Path(link): Path<String>,
    method: Method,
    headers: HeaderMap,
) -> Answer {
    // A program that only looks where a link leads does not use it up.
    if method == Method::HEAD {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let secret = secret::parse(&link);
    let (store, now) = (app.store.clone(), app.now());
    let reader = blocking(move || match secret {
        Some(secret) => Ok(store.use_link(secret.reader, &secret.hash, now)?.then_some(secret.reader)),
        None => Ok(None),
    })
    .await?;
    if let Some(reader) = reader {
        let mut response = see_other("/", None);
        session::begin(&app, reader, response.headers_mut()).await?;
        put(response.headers_mut(), header::CACHE_CONTROL, "no-store");
        return Ok(response);
    }
    // Clicked a second time, it still leads where it was to lead.
    if identify(&app, &headers).await?.is_some() {
        return Ok(see_other("/", None));
    }
    let fault =
        "This link was used before, or it is more than a day old. `masthead serve --link` prints a new one.";
    show(StatusCode::FORBIDDEN, chrome, Some(fault.into()), "", None)
}

#[derive(Deserialize)]
struct Given {
    name: String,
    password: String,
    back: Option<String>,
}

/// `POST /signin`: name and password.
async fn with_password(
    State(app): State<App>,
    Extension(door): Extension<Arc<Door>>,
    chrome: Chrome,
    from: Option<Extension<ConnectInfo<SocketAddr>>>,
    Form(given): Form<Given>,
) -> Answer {
    let address =
        from.map_or_else(|| "unknown".to_owned(), |Extension(ConnectInfo(address))| address.ip().to_string());
    let (name, back) = (given.name.trim().to_owned(), given.back.as_deref());
    let attempt = Attempt::new(&address, &name);
    let now = app.now();
    if let Some(seconds) = door.throttle.wait(&attempt, now) {
        let fault = format!("Too many wrong tries. Wait {seconds} seconds and try again.");
        let mut response = show(StatusCode::TOO_MANY_REQUESTS, chrome, Some(fault), &name, back)?;
        put(response.headers_mut(), header::RETRY_AFTER, &seconds.to_string());
        return Ok(response);
    }
    // Counted before it is looked at: many at once are not looked at for the price of one.
    door.throttle.wrong(&attempt, now);
    let place = door.places.acquire().await;
    let (store, password, asked) = (app.store.clone(), given.password, name.clone());
    let found = blocking(move || {
        let reader = store.reader_by_name(&asked)?;
        let hash = reader.as_ref().and_then(|reader| reader.password_hash.as_deref());
        Ok(super::password::verify(&password, hash).then(|| reader.map(|reader| reader.id)).flatten())
    })
    .await?;
    drop(place);
    let Some(reader) = found else {
        let fault = "Name and password do not belong together.".to_owned();
        return show(StatusCode::FORBIDDEN, chrome, Some(fault), &name, back);
    };
    door.throttle.right(&attempt);
    let mut response = see_other(&own_path(back), None);
    session::begin(&app, reader, response.headers_mut()).await?;
    Ok(response)
}

/// `POST /signout`.
async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Answer<Response> {
    let notice = Notice { text: "You are signed out.".into(), ..Notice::default() };
    let mut response = see_other("/signin", Some(&notice));
    session::end(&app, &headers, response.headers_mut()).await?;
    Ok(response)
}
