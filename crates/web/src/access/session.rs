//! Sessions: a cookie in the browser, its hash in the store.

use axum::http::{HeaderMap, header};
use store::ReaderId;

use super::secret;
use crate::app::App;
use crate::error::{Answer, HttpError, blocking};
use crate::site::chrome::cookie;
use crate::site::redirect::put;

/// A session lasts half a year.
const SESSION_SECONDS: i64 = 180 * 86_400;

/// The cookie's name. Over HTTPS the prefix binds it to this very host (RFC 6265bis, cookie name prefixes).
fn name(app: &App) -> &'static str {
    if is_secure(app) { "__Host-masthead_session" } else { "masthead_session" }
}

fn is_secure(app: &App) -> bool {
    app.settings.public_url.starts_with("https://")
}

/// The cookie as a header. `Lax`, not `Strict`: a reader who follows a link from elsewhere to their front page, or opens
/// the sign-in link from a mail, is to be signed in on the page that comes.
fn header_value(app: &App, value: &str, seconds: i64) -> String {
    let secure = if is_secure(app) { "; Secure" } else { "" };
    format!("{}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}", name(app))
}

/// Begins a session and puts its cookie on an answer.
pub(super) async fn begin(app: &App, reader: ReaderId, answer: &mut HeaderMap) -> Answer<()> {
    let (text, secret) = secret::make(reader).map_err(|e| HttpError::BadRequest(e.to_string()))?;
    let (store, now) = (app.store.clone(), app.now());
    blocking(move || {
        Ok(store.add_session(reader, &secret.hash, now, now.saturating_add(SESSION_SECONDS))?)
    })
    .await?;
    put(answer, header::SET_COOKIE, &header_value(app, &text, SESSION_SECONDS));
    Ok(())
}

/// The reader whose open session a request carries.
pub(super) async fn reader(app: &App, headers: &HeaderMap) -> Answer<Option<ReaderId>> {
    let Some(secret) = cookie(headers, name(app)).as_deref().and_then(secret::parse) else { return Ok(None) };
    let (store, now) = (app.store.clone(), app.now());
    blocking(move || Ok(store.session(secret.reader, &secret.hash, now)?.then_some(secret.reader))).await
}

/// Ends the session that a request carries, and takes the cookie back.
pub(super) async fn end(app: &App, request: &HeaderMap, answer: &mut HeaderMap) -> Answer<()> {
    if let Some(secret) = cookie(request, name(app)).as_deref().and_then(secret::parse) {
        let store = app.store.clone();
        blocking(move || Ok(store.end_session(secret.reader, &secret.hash)?)).await?;
    }
    put(answer, header::SET_COOKIE, &header_value(app, "", 0));
    Ok(())
}
