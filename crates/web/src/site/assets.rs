//! The style sheet, the script and the icon, built into the program. Their addresses carry a print of their content,
//! so that a browser may keep them for good.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{HeaderName, StatusCode, header};
use axum::response::{IntoResponse, Response};

const STYLE: &str = concat!(
    include_str!("../../assets/base.css"),
    include_str!("../../assets/front.css"),
    include_str!("../../assets/pages.css"),
    include_str!("../../assets/tune.css")
);
const SCRIPT: &str = concat!(include_str!("../../assets/site.js"), include_str!("../../assets/tune.js"));
const ICON: &str = include_str!("../../assets/icon.svg");

/// FNV-1a, 64 bits: tells two versions of a file apart, no more is needed.
fn print_of(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

static CSS_PATH: LazyLock<String> = LazyLock::new(|| format!("/assets/site-{:016x}.css", print_of(STYLE)));
static JS_PATH: LazyLock<String> = LazyLock::new(|| format!("/assets/site-{:016x}.js", print_of(SCRIPT)));

/// The style sheet's address.
pub(crate) fn css() -> &'static str {
    &CSS_PATH
}

/// The script's address.
pub(crate) fn js() -> &'static str {
    &JS_PATH
}

/// `GET /assets/{name}`. A page that was loaded before an update asks for an older print: it gets today's file,
/// but may not keep it.
pub(crate) async fn asset(Path(name): Path<String>) -> Response {
    let (kind, text, lasting) = if name == "icon.svg" {
        ("image/svg+xml", ICON, false)
    } else if name.starts_with("site-") && name.ends_with(".css") {
        ("text/css; charset=utf-8", STYLE, CSS_PATH.ends_with(&name))
    } else if name.starts_with("site-") && name.ends_with(".js") {
        ("text/javascript; charset=utf-8", SCRIPT, JS_PATH.ends_with(&name))
    } else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let cache = if lasting { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
    let headers: [(HeaderName, &str); 3] = [
        (header::CONTENT_TYPE, kind),
        (header::CACHE_CONTROL, cache),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, text).into_response()
}
