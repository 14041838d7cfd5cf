//! What frames every page: date, sections, colours, and the line that says what just changed.

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};

use crate::app::App;
pub(crate) use crate::signals::Undo;
use crate::view::time;

/// The frame of a page.
#[derive(Debug, Clone)]
pub(crate) struct Chrome {
    /// The page's title.
    pub title: String,
    /// "auto", "light" or "dark".
    pub theme: &'static str,
    /// What the colour switch changes to without JavaScript.
    pub other_theme: &'static str,
    /// The day of the week.
    pub weekday: String,
    /// The date in full.
    pub date: String,
    /// What just changed.
    pub notice: Option<Notice>,
    /// The address of this page, to come back to.
    pub back: String,
    /// Ask for the page again after so many seconds.
    pub refresh: Option<u32>,
    /// Whether there is a session that can be ended.
    pub signed_in: bool,
}

/// A line on top of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(crate) struct Notice {
    /// What happened.
    pub text: String,
    /// Whether it is a fault.
    #[serde(default)]
    pub bad: bool,
    /// How to take it back.
    #[serde(default)]
    pub undo: Option<Undo>,
}

/// One of the sections under the nameplate.
pub(crate) struct SectionLink {
    /// Where it leads.
    pub href: &'static str,
    /// Its name.
    pub label: &'static str,
    /// Whether the page is in it.
    pub here: bool,
}

const SECTIONS: [(&str, &str); 5] = [
    ("/", "For you"),
    ("/latest", "Latest"),
    ("/topics", "Topics"),
    ("/saved", "Saved"),
    ("/sources", "Sources"),
];

impl Chrome {
    /// A frame for pages that know nothing of the request (faults).
    pub(crate) fn bare(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            theme: "auto",
            other_theme: "dark",
            weekday: String::new(),
            date: String::new(),
            notice: None,
            back: String::new(),
            refresh: None,
            signed_in: false,
        }
    }

    /// The sections, the current one marked.
    pub(crate) fn sections(&self) -> impl Iterator<Item = SectionLink> {
        let path = self.back.split(['?', '#']).next().unwrap_or("/");
        SECTIONS.iter().map(move |&(href, label)| {
            let here = if href == "/topics" { path.starts_with("/topic") } else { path == href };
            SectionLink { href, label, here }
        })
    }

    /// The same frame with its page's title.
    pub(crate) fn titled(mut self, title: impl Into<String>) -> Self {
        self.title = title.into();
        self
    }
}

impl FromRequestParts<App> for Chrome {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let now = app.now();
        let zone = &app.settings.time_zone;
        let theme = match cookie(&parts.headers, "theme").as_deref() {
            Some("dark") => "dark",
            Some("light") => "light",
            _ => "auto",
        };
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |u| &u.0);
        Ok(Self {
            title: "Front page".into(),
            theme,
            other_theme: if theme == "dark" { "light" } else { "dark" },
            weekday: time::weekday(now, zone),
            date: time::date(now, zone),
            notice: cookie(&parts.headers, NOTICE_COOKIE).and_then(|v| unpack(&v)),
            back: uri.path_and_query().map_or_else(|| "/".to_owned(), ToString::to_string),
            refresh: None,
            signed_in: app.settings.open_reader.is_none()
                && SESSION_COOKIES.iter().any(|name| cookie(&parts.headers, name).is_some()),
        })
    }
}

/// The names that a session's cookie may have; whether it is good is looked at elsewhere.
const SESSION_COOKIES: [&str; 2] = ["masthead_session", "__Host-masthead_session"];

/// The cookie that carries a notice over a redirect.
pub(crate) const NOTICE_COOKIE: &str = "notice";

/// The value of a cookie of the request.
pub(crate) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|v| v.split(';'))
        .find_map(|pair| pair.trim().split_once('=').filter(|(n, _)| *n == name).map(|(_, v)| v.to_owned()))
}

/// A notice as a cookie's value: JSON, percent-encoded.
pub(crate) fn pack(notice: &Notice) -> String {
    crate::view::words::segment(&serde_json::to_string(notice).unwrap_or_default())
}

fn unpack(value: &str) -> Option<Notice> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(b) = rest.next() {
        if b == b'%' {
            let hex = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).ok()?, 16).ok()?);
        } else {
            bytes.push(b);
        }
    }
    serde_json::from_slice(&bytes).ok()
}
