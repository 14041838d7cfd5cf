//! Pages that list stories by time alone: everything, a topic's, a source's, and what was saved.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query, State};
use serde::Deserialize;

use super::chrome::Chrome;
use super::id::Id;
use super::show;
use super::topics::TopicState;
use crate::access::Reader;
use crate::app::App;
use crate::error::{Answer, HttpError, blocking};
use crate::front::{self, Item, Options, ReaderState, Snapshot};
use crate::view::card::{Card, Desk};
use crate::view::{time, words};

/// Stories on a page of a topic, a source or what was saved.
const ON_A_PAGE: usize = 60;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    cursor: Option<String>,
    #[serde(default)]
    from: usize,
}

/// The stories of one day.
struct Day {
    heading: String,
    cards: Vec<Card>,
}

/// Where the reader stands with a source.
struct SourceState {
    id: i64,
    followed: bool,
    muted: bool,
}

#[derive(Template)]
#[template(path = "latest.html")]
struct LatestPage {
    chrome: Chrome,
    heading: String,
    intro: String,
    nothing: String,
    topic: Option<TopicState>,
    source: Option<SourceState>,
    days: Vec<Day>,
    next: Option<String>,
}

/// `GET /latest`.
pub(crate) async fn latest(
    reader: Reader,
    State(app): State<App>,
    chrome: Chrome,
    Query(asked): Query<Asked>,
) -> Answer {
    let now = app.now();
    let state = app.readers.get(&app.store, reader.id, now).await?;
    let options = Options {
        mode: Some(rank::Mode::Latest),
        cursor: asked.cursor,
        limit: app.settings.page_size.max(ON_A_PAGE),
        left_out: false,
    };
    let front = front::serve(&app, reader.id, options).await?;
    let items = front.stories.iter().map(|s| Arc::clone(&s.item));
    let page = LatestPage {
        chrome: chrome.titled("Latest"),
        heading: "Latest".into(),
        intro: "Everything from your sources, newest first. Nothing is ranked here.".into(),
        nothing: "Nothing has come yet.".into(),
        topic: None,
        source: None,
        days: days(items, &app, &state),
        next: front.next.as_ref().map(|c| format!("/latest?cursor={}", words::segment(c))),
    };
    show(&page, &page.chrome)
}

/// `GET /topic/{key}`.
pub(crate) async fn topic(
    reader: Reader,
    State(app): State<App>,
    chrome: Chrome,
    Path(key): Path<String>,
    Query(asked): Query<Asked>,
) -> Answer {
    let (snapshot, state) = both(&app, reader).await?;
    let about = |i: &Item| state.reads(&i.sources) && i.story.topics.iter().any(|t| t.key == key);
    let (items, next) = pick(&snapshot, about, &asked, &format!("/topic/{}", words::segment(&key)));
    let topic = TopicState::of(&snapshot, &state, &key, None);
    if items.is_empty() && !topic.followed && !topic.muted && snapshot.topic_label(&key).is_none() {
        return Err(HttpError::NotFound("No recent story is about this topic.".into()));
    }
    let page = LatestPage {
        chrome: chrome.titled(topic.label.clone()),
        heading: topic.label.clone(),
        intro: "What your sources tell about it, newest first.".into(),
        nothing: "None of your sources tells anything about it just now.".into(),
        topic: Some(topic),
        source: None,
        days: days(items.into_iter(), &app, &state),
        next,
    };
    show(&page, &page.chrome)
}

/// `GET /source/{id}`.
pub(crate) async fn source(
    reader: Reader,
    State(app): State<App>,
    chrome: Chrome,
    Id(id): Id,
    Query(asked): Query<Asked>,
) -> Answer {
    let (snapshot, state) = both(&app, reader).await?;
    let store = app.store.clone();
    let source = blocking(move || Ok(store.source(id)?)).await?;
    let source = source.ok_or_else(|| HttpError::NotFound("There is no such source.".into()))?;
    let title = source.title.unwrap_or_else(|| words::bare_address(&source.url));
    let (items, next) = pick(&snapshot, |i| i.sources.contains(&id), &asked, &format!("/source/{id}"));
    let page = LatestPage {
        chrome: chrome.titled(title.clone()),
        heading: title,
        intro: format!("What {} brought of late, newest first.", words::bare_address(&source.url)),
        nothing: "Nothing of late.".into(),
        topic: None,
        source: Some(SourceState {
            id,
            followed: state.profile.followed_sources().contains_key(&id.to_string()),
            muted: state.profile.muted_sources().contains_key(&id.to_string()),
        }),
        days: days(items.into_iter(), &app, &state),
        next,
    };
    show(&page, &page.chrome)
}

/// `GET /saved`.
pub(crate) async fn saved(
    reader: Reader,
    State(app): State<App>,
    chrome: Chrome,
    Query(asked): Query<Asked>,
) -> Answer {
    let (snapshot, state) = both(&app, reader).await?;
    let store = app.store.clone();
    let from = asked.from;
    let (items, more) = blocking(move || {
        let saved = store.saved_stories(reader.id)?;
        let more = saved.len() > from.saturating_add(ON_A_PAGE);
        let mut items = Vec::new();
        for state in saved.iter().skip(from).take(ON_A_PAGE) {
            match snapshot.get(state.story_id) {
                Some(item) => items.push(Arc::clone(item)),
                None => items.extend(Item::load(&store, state.story_id)?.map(Arc::new)),
            }
        }
        Ok((items, more))
    })
    .await?;
    let desk = Desk { state: &state, now: app.now(), zone: &app.settings.time_zone };
    let cards: Vec<Card> = items.iter().map(|i| Card::of(i, desk)).collect();
    let days =
        if cards.is_empty() { Vec::new() } else { vec![Day { heading: "Last saved first".into(), cards }] };
    let page = LatestPage {
        chrome: chrome.titled("Saved"),
        heading: "Saved".into(),
        intro: "What you kept for later. It stays here however old it grows.".into(),
        nothing: "Nothing is saved yet. Press Save under a story, or the key s.".into(),
        topic: None,
        source: None,
        days,
        next: more.then(|| format!("/saved?from={}", from.saturating_add(ON_A_PAGE))),
    };
    show(&page, &page.chrome)
}

/// The newsroom and the reader as they stand.
pub(crate) async fn both(app: &App, reader: Reader) -> Answer<(Arc<Snapshot>, Arc<ReaderState>)> {
    let now = app.now();
    Ok((app.newsroom.get(&app.store, now).await?, app.readers.get(&app.store, reader.id, now).await?))
}

fn pick(
    snapshot: &Snapshot,
    wanted: impl Fn(&Item) -> bool,
    asked: &Asked,
    path: &str,
) -> (Vec<Arc<Item>>, Option<String>) {
    let mut found = snapshot.items.iter().filter(|i| wanted(i)).skip(asked.from);
    let items: Vec<Arc<Item>> = found.by_ref().take(ON_A_PAGE).cloned().collect();
    let next = found.next().map(|_| format!("{path}?from={}", asked.from.saturating_add(ON_A_PAGE)));
    (items, next)
}

fn days(items: impl Iterator<Item = Arc<Item>>, app: &App, state: &ReaderState) -> Vec<Day> {
    let desk = Desk { state, now: app.now(), zone: &app.settings.time_zone };
    let mut days: Vec<Day> = Vec::new();
    for item in items {
        let heading = time::day_heading(item.story.last_at, desk.now, desk.zone);
        let card = Card { image: None, ..Card::of(&item, desk) };
        match days.last_mut() {
            Some(day) if day.heading == heading => day.cards.push(card),
            _ => days.push(Day { heading, cards: vec![card] }),
        }
    }
    days
}
