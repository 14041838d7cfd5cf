//! `/search`: over everything kept.

use askama::Template;
use axum::extract::{Query, State};
use serde::Deserialize;
use store::SearchQuery;

use super::chrome::Chrome;
use super::show;
use crate::access::Reader;
use crate::app::App;
use crate::error::{Answer, blocking};
use crate::view::time::{When, when};
use crate::view::words;

/// Hits on a page.
const HITS: usize = 30;
/// Characters of a query that are looked at.
const QUERY_CHARS: usize = 300;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    from: usize,
}

struct Found {
    id: i64,
    title: String,
    lang: Option<String>,
    outlet: String,
    when: When,
    snippet: Vec<Part>,
    story: Option<i64>,
}

/// A piece of a snippet.
#[derive(Debug, PartialEq, Eq)]
struct Part {
    text: String,
    hit: bool,
}

#[derive(Template)]
#[template(path = "search.html")]
struct ResultsPage {
    chrome: Chrome,
    query: String,
    line: Option<String>,
    hits: Vec<Found>,
    next: Option<String>,
}

/// `GET /search`.
pub(crate) async fn search(
    _reader: Reader,
    State(app): State<App>,
    chrome: Chrome,
    Query(asked): Query<Asked>,
) -> Answer {
    let query: String = asked.q.trim().chars().take(QUERY_CHARS).collect();
    let mut page = ResultsPage {
        chrome: chrome.titled("Search"),
        query: query.clone(),
        line: None,
        hits: Vec::new(),
        next: None,
    };
    if !query.is_empty() {
        let store = app.store.clone();
        let (text, offset) = (query.clone(), asked.from);
        let found =
            blocking(move || Ok(store.search(&SearchQuery { text, limit: HITS, offset, since: None })?))
                .await?;
        let (now, zone) = (app.now(), &app.settings.time_zone);
        page.line = Some(match found.total {
            0 => format!("Nothing kept speaks of “{query}”."),
            n => words::count(n, "article", "articles"),
        });
        let reached = asked.from.saturating_add(found.hits.len());
        page.next = (reached < found.total && !found.hits.is_empty()).then(|| {
            let q: String = url::form_urlencoded::byte_serialize(query.as_bytes()).collect();
            format!("/search?q={q}&from={reached}")
        });
        page.hits = found
            .hits
            .into_iter()
            .map(|h| Found {
                id: h.article_id,
                title: h.title,
                lang: None,
                outlet: h.outlet,
                when: when(h.published, now, zone),
                snippet: parts(&h.snippet_html),
                story: Some(h.story_id),
            })
            .collect();
        page.chrome.title = format!("Search: {query}");
    }
    show(&page, &page.chrome)
}

/// The pieces of a snippet, hits apart. Only `<b>` means something in it; all else comes out as text and is escaped
/// again by the template, so that no mark-up of an article can pass this way.
fn parts(html: &str) -> Vec<Part> {
    let mut out = Vec::new();
    let mut push = |text: &str, hit: bool| {
        if !text.is_empty() {
            let text =
                text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'");
            out.push(Part { text: text.replace("&#39;", "'").replace("&amp;", "&"), hit });
        }
    };
    for (at, piece) in html.split("<b>").enumerate() {
        match piece.split_once("</b>") {
            Some((hit, after)) if at > 0 => {
                push(hit, true);
                push(after, false);
            }
            _ => push(piece, false),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snippet_is_text_with_hits() {
        let got = parts("a &lt;script&gt; <b>Ta&amp;g</b> b <b>c</b>");
        let want = [("a <script> ", false), ("Ta&g", true), (" b ", false), ("c", true)];
        assert_eq!(got.iter().map(|p| (p.text.as_str(), p.hit)).collect::<Vec<_>>(), want);
    }
}
