//! `/sources`: what is read, how it fares, and how to add to it.

use std::collections::{BTreeMap, HashMap};

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use store::{NewSource, ReaderId, Source, SourceCounts, Store, Subscription};

use super::chrome::{Chrome, Notice};
use super::form::{Fields, upload};
use super::id::Id;
use super::redirect::see_other;
use super::show;
use crate::access::Reader;
use crate::app::App;
use crate::error::{Answer, HttpError, blocking};
use crate::health::{self, Health};
use crate::view::time::{ago, until};
use crate::view::words;

/// Characters of a name or folder.
const NAME_CHARS: usize = 120;

/// A source as the page shows it.
struct Shown {
    id: i64,
    title: String,
    own_title: String,
    folder: String,
    address: String,
    health_class: &'static str,
    health: String,
    fetched: String,
    next: String,
}

struct Folder {
    name: String,
    count: String,
    sources: Vec<Shown>,
}

#[derive(Template)]
#[template(path = "sources.html")]
struct SourcesPage {
    chrome: Chrome,
    summary: String,
    folder_names: Vec<String>,
    folders: Vec<Folder>,
}

/// `GET /sources`.
pub(crate) async fn sources(reader: Reader, State(app): State<App>, chrome: Chrome) -> Answer {
    let store = app.store.clone();
    let (subscribed, counts) =
        blocking(move || Ok((subscribed(&store, reader.id)?, store.source_counts()?))).await?;
    let now = app.now();
    let zone = &app.settings.time_zone;
    let mut folders: BTreeMap<String, Vec<Shown>> = BTreeMap::new();
    let mut ill = 0;
    let mut waiting = 0;
    for (subscription, source) in &subscribed {
        let (health_class, health) = health(source, counts.get(&source.id).copied().unwrap_or_default());
        ill += usize::from(health_class == "ill");
        waiting += usize::from(health_class == "wait");
        let title = title(subscription, source);
        folders.entry(subscription.folder.clone().unwrap_or_default()).or_default().push(Shown {
            id: source.id,
            title,
            own_title: subscription.title.clone().unwrap_or_default(),
            folder: subscription.folder.clone().unwrap_or_default(),
            address: words::bare_address(&source.url),
            health_class,
            health,
            fetched: source
                .last_fetch_at
                .map_or_else(|| "never fetched".into(), |t| format!("fetched {}", ago(t, now, zone))),
            next: if source.gone {
                "not asked again".into()
            } else {
                format!("next {}", until(source.next_fetch_at, now))
            },
        });
    }
    let summary = match (subscribed.len(), ill) {
        (0, _) => "You read nothing yet. Add a site, or bring a list from another reader.".into(),
        (n, 0) if waiting == n => {
            format!("You read {}. None of them was fetched yet.", words::count(n, "source", "sources"))
        }
        (n, 0) => format!("You read {}. All of them are well.", words::count(n, "source", "sources")),
        (n, ill) => format!(
            "You read {}. {} trouble; what it is stands beside each.",
            words::count(n, "source", "sources"),
            words::count(ill, "has", "have")
        ),
    };
    let page = SourcesPage {
        chrome: chrome.titled("Sources"),
        summary,
        folder_names: folders.keys().filter(|f| !f.is_empty()).cloned().collect(),
        folders: folders
            .into_iter()
            .map(|(name, mut sources)| {
                sources.sort_by_key(|s| s.title.to_lowercase());
                Folder {
                    name: if name.is_empty() { "No folder".into() } else { name },
                    count: words::count(sources.len(), "source", "sources"),
                    sources,
                }
            })
            .collect(),
    };
    show(&page, &page.chrome)
}

/// A reader's subscriptions with their sources.
fn subscribed(store: &Store, reader: ReaderId) -> Answer<Vec<(Subscription, Source)>> {
    let mut sources: HashMap<i64, Source> = store.sources()?.into_iter().map(|s| (s.id, s)).collect();
    let subscriptions = store.subscriptions(reader)?;
    Ok(subscriptions
        .into_iter()
        .filter_map(|s| sources.remove(&s.source_id).map(|source| (s, source)))
        .collect())
}

fn title(subscription: &Subscription, source: &Source) -> String {
    subscription
        .title
        .clone()
        .or_else(|| source.title.clone())
        .filter(|t| !t.trim().is_empty())
        .unwrap_or_else(|| words::bare_address(&source.url))
}

/// How a source fares, in plain words, and the class of its mark.
fn health(source: &Source, counts: SourceCounts) -> (&'static str, String) {
    let sentence = health::sentence(source);
    let state = health::of(source);
    match state {
        Health::Ill => return ("ill", sentence),
        Health::Waiting => return ("wait", sentence),
        Health::Well | Health::Odd => {}
    }
    let kept = usize::try_from(counts.articles).unwrap_or(usize::MAX);
    let mut line = format!("Well, {}", words::count(kept, "article", "articles"));
    if counts.pending > 0 {
        let pending = usize::try_from(counts.pending).unwrap_or(usize::MAX);
        line = format!("{line}, {} still to be read", thousands_or_one(pending));
    }
    if state == Health::Odd {
        line = format!("{line}. {sentence}");
    }
    ("", line)
}

fn thousands_or_one(n: usize) -> String {
    if n == 1 { "one".into() } else { words::thousands(n) }
}

/// `POST /sources`: adds one by its address.
pub(crate) async fn add(reader: Reader, State(app): State<App>, fields: Fields) -> Answer {
    let url = fields
        .get("url")
        .ok_or_else(|| HttpError::BadRequest("Type the address of a site or a feed.".into()))?;
    let notice = add_address(&app, reader.id, url, fields.get("folder")).await?;
    Ok(see_other(fields.get("back").unwrap_or("/sources"), Some(&notice)))
}

/// Adds a source by an address that a person typed, and says how it went.
pub(crate) async fn add_address(
    app: &App,
    reader: ReaderId,
    typed: &str,
    folder: Option<&str>,
) -> Answer<Notice> {
    let url = if typed.contains("://") { typed.to_owned() } else { format!("https://{typed}") };
    match app.crawl.add(url).await {
        Ok(added) => {
            let (store, now) = (app.store.clone(), app.now());
            let folder = folder.map(|f| words::clip(f, NAME_CHARS));
            let new =
                blocking(move || Ok(store.subscribe(reader, added.source_id, folder.as_deref(), now)?))
                    .await?;
            app.readers.changed(reader);
            let text = if new {
                format!("{} is added.", added.title)
            } else {
                format!("You read {} already.", added.title)
            };
            Ok(Notice { text, ..Notice::default() })
        }
        Err(text) => Ok(Notice { text, bad: true, undo: None }),
    }
}

/// `POST /sources/{id}`: its name and folder.
pub(crate) async fn edit(reader: Reader, State(app): State<App>, Id(id): Id, fields: Fields) -> Answer {
    let store = app.store.clone();
    let (title, folder) = (
        fields.get("title").map(|t| words::clip(t, NAME_CHARS)),
        fields.get("folder").map(|f| words::clip(f, NAME_CHARS)),
    );
    let found =
        blocking(move || Ok(store.set_subscription(reader.id, id, title.as_deref(), folder.as_deref())?))
            .await?;
    if !found {
        return Err(HttpError::NotFound("You do not read this source.".into()));
    }
    Ok(see_other(&format!("/sources#src-{id}"), None))
}

/// `POST /sources/{id}/remove`.
pub(crate) async fn remove(reader: Reader, State(app): State<App>, Id(id): Id) -> Answer {
    let store = app.store.clone();
    let name = blocking(move || {
        let source = store.source(id)?;
        store.unsubscribe(reader.id, id)?;
        store.remove_source_if_unused(id)?;
        Ok(source.map(|s| s.title.unwrap_or_else(|| words::bare_address(&s.url))))
    })
    .await?;
    app.readers.changed(reader.id);
    let text = format!(
        "{} is removed. What it brought stays in the archive.",
        name.as_deref().unwrap_or("The source")
    );
    Ok(see_other("/sources", Some(&Notice { text, ..Notice::default() })))
}

/// `POST /sources/opml`: a list from another reader.
pub(crate) async fn import(reader: Reader, State(app): State<App>, parts: Multipart) -> Answer {
    let (bytes, fields) = upload(parts, "opml").await?;
    let (store, now) = (app.store.clone(), app.now());
    let (all, new) = blocking(move || {
        let outlines = extract::opml::parse(&bytes)
            .map_err(|e| HttpError::BadRequest(format!("{e} Export it again from the other reader.")))?;
        let mut new = 0;
        for outline in &outlines {
            let source = NewSource {
                url: outline.url.clone(),
                title: outline.title.clone(),
                site_url: outline.site_url.clone(),
            };
            let (id, _) = store.add_source(&source, now)?;
            new += usize::from(store.subscribe(reader.id, id, outline.folder.as_deref(), now)?);
        }
        Ok((outlines.len(), new))
    })
    .await?;
    app.readers.changed(reader.id);
    app.crawl.wake();
    let text = match (all, new) {
        (0, _) => "The list names no feed.".to_owned(),
        (all, new) if all == new => format!("{} added.", words::count(new, "source is", "sources are")),
        (all, new) => format!(
            "{} added; you read the other {} already.",
            words::count(new, "source is", "sources are"),
            all - new
        ),
    };
    let back = fields.get("back").unwrap_or("/sources");
    Ok(see_other(back, Some(&Notice { text, bad: all == 0, undo: None })))
}

/// `GET /sources.opml`.
pub(crate) async fn export(reader: Reader, State(app): State<App>) -> Answer {
    let store = app.store.clone();
    let opml = blocking(move || {
        let outlines: Vec<extract::opml::Outline> = subscribed(&store, reader.id)?
            .into_iter()
            .map(|(subscription, source)| extract::opml::Outline {
                title: Some(title(&subscription, &source)),
                url: source.url,
                site_url: source.site_url,
                folder: subscription.folder,
            })
            .collect();
        Ok(extract::opml::write("Masthead: my sources", &outlines))
    })
    .await?;
    let mut headers = HeaderMap::new();
    super::redirect::put(&mut headers, header::CONTENT_TYPE, "text/x-opml; charset=utf-8");
    super::redirect::put(&mut headers, header::CONTENT_DISPOSITION, "attachment; filename=\"masthead.opml\"");
    Ok((headers, opml).into_response())
}
