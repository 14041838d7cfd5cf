//! `/welcome`: the first page, which asks for a beginning.

use askama::Template;
use axum::extract::State;
use store::NewSource;

use super::chrome::{Chrome, Notice};
use super::form::Fields;
use super::latest::both;
use super::redirect::see_other;
use super::show;
use super::sources::add_address;
use crate::access::Reader;
use crate::app::App;
use crate::error::{Answer, blocking};
use crate::signals::{self, SignalRequest};
use crate::view::words;

/// Topics offered, where the newsroom holds any.
const TOPICS: usize = 24;

struct Group {
    subject: String,
    language: String,
    feeds: Vec<Feed>,
}

struct Feed {
    title: String,
    url: String,
    host: String,
    chosen: bool,
}

struct Offered {
    key: String,
    label: String,
    count: String,
}

#[derive(Template)]
#[template(path = "welcome.html")]
struct WelcomePage {
    chrome: Chrome,
    groups: Vec<Group>,
    topics: Vec<Offered>,
}

/// `GET /welcome`.
pub(crate) async fn welcome(reader: Reader, State(app): State<App>, chrome: Chrome) -> Answer {
    let (snapshot, state) = both(&app, reader).await?;
    let (store, subscribed) = (app.store.clone(), state.subscriptions.clone());
    let mine: Vec<String> = blocking(move || {
        Ok(store.sources()?.into_iter().filter(|s| subscribed.contains(&s.id)).map(|s| s.url).collect())
    })
    .await?;
    let groups = app
        .starter
        .groups
        .iter()
        .map(|g| Group {
            subject: g.subject.clone(),
            language: words::language(&g.language).to_owned(),
            feeds: g
                .feeds
                .iter()
                .map(|f| Feed {
                    title: f.title.clone(),
                    url: f.url.clone(),
                    host: words::bare_address(f.site_url.as_deref().unwrap_or(&f.url)),
                    chosen: mine.contains(&f.url),
                })
                .collect(),
        })
        .collect();
    let topics = snapshot
        .topics(|i| state.reads(&i.sources))
        .into_iter()
        .take(TOPICS)
        .map(|t| Offered { key: t.key, label: t.label, count: words::count(t.stories, "story", "stories") })
        .collect();
    let page = WelcomePage { chrome: chrome.titled("Welcome"), groups, topics };
    show(&page, &page.chrome)
}

/// `POST /welcome`: takes up what was chosen.
pub(crate) async fn choose(reader: Reader, State(app): State<App>, fields: Fields) -> Answer {
    let mut notice = None;
    if let Some(url) = fields.get("url") {
        let added = add_address(&app, reader.id, url, None).await?;
        if added.bad {
            notice = Some(added);
        }
    }
    // Only what the starter pack offers: a form from elsewhere cannot name other addresses here.
    let chosen: Vec<NewSource> = app
        .starter
        .groups
        .iter()
        .flat_map(|g| &g.feeds)
        .filter(|f| fields.all("feed").any(|url| url == f.url))
        .map(|f| NewSource { url: f.url.clone(), title: Some(f.title.clone()), site_url: f.site_url.clone() })
        .collect();
    let topics: Vec<SignalRequest> = fields
        .all("topic")
        .map(|key| SignalRequest {
            topic: Some(key.to_owned()),
            ..SignalRequest::new(rank::SignalKind::Follow)
        })
        .collect();
    let nothing = chosen.is_empty() && topics.is_empty() && fields.get("url").is_none();
    let work = app.clone();
    blocking(move || {
        let now = work.now();
        for source in &chosen {
            let (id, _) = work.store.add_source(source, now)?;
            work.store.subscribe(reader.id, id, None, now)?;
        }
        if !topics.is_empty() {
            signals::apply(&work, reader.id, &topics)?;
        }
        Ok(())
    })
    .await?;
    app.readers.changed(reader.id);
    app.crawl.wake();
    if nothing {
        let text = "Choose a source or two, or type the address of a site you like.".into();
        return Ok(see_other("/welcome", Some(&Notice { text, bad: true, undo: None })));
    }
    let back = if notice.is_some() { "/welcome" } else { "/" };
    Ok(see_other(back, notice.as_ref()))
}
