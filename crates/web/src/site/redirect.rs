//! Back to where a form was sent from, with a line that says what it did.

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::chrome::{NOTICE_COOKIE, Notice, pack};

/// Seconds that a notice may wait for its page.
const NOTICE_SECONDS: u32 = 20;

/// `back` if it is a path of this site, else the front page. A form's field comes from outside: `//host` and
/// `/\host` lead elsewhere, and a line break would end the header.
pub(crate) fn own_path(back: Option<&str>) -> String {
    back.filter(|b| {
        b.starts_with('/')
            && !b.starts_with("//")
            && !b.starts_with("/\\")
            && b.bytes().all(|c| (0x21..0x7f).contains(&c))
    })
    .unwrap_or("/")
    .to_owned()
}

/// 303 to `to`, with a notice if there is one.
pub(crate) fn see_other(to: &str, notice: Option<&Notice>) -> Response {
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    put(headers, header::LOCATION, &own_path(Some(to)));
    if let Some(notice) = notice {
        put(
            headers,
            header::SET_COOKIE,
            &format!(
                "{NOTICE_COOKIE}={}; Path=/; Max-Age={NOTICE_SECONDS}; HttpOnly; SameSite=Lax",
                pack(notice)
            ),
        );
    }
    response
}

/// Takes the notice back, once a page has shown it.
pub(crate) fn forget_notice(headers: &mut HeaderMap) {
    put(headers, header::SET_COOKIE, &format!("{NOTICE_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"));
}

/// Adds a header; a value that cannot stand in one is left out.
pub(crate) fn put(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.append(name, value);
    }
}

/// Whether the form was sent by the page's script, which wants to know what changed, instead of the next page.
pub(crate) fn wants_json(headers: &HeaderMap) -> bool {
    headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).is_some_and(|v| v.contains("application/json"))
}

#[cfg(test)]
mod tests {
    use super::own_path;

    #[test]
    fn a_redirect_stays_here() {
        for (back, to) in [
            (Some("/latest?cursor=1#s-3"), "/latest?cursor=1#s-3"),
            (Some("//evil.example/"), "/"),
            (Some("/\\evil.example"), "/"),
            (Some("https://evil.example/"), "/"),
            (Some("/a\r\nX: y"), "/"),
            (None, "/"),
        ] {
            assert_eq!(own_path(back), to);
        }
    }
}
