//! `/`: the front page.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect};
use rank::Mode;
use serde::Deserialize;

use super::chrome::Chrome;
use super::show;
use crate::access::Reader;
use crate::app::App;
use crate::error::{Answer, blocking};
use crate::front::{self, Front, FrontStory, Options, ReaderState};
use crate::view::card::{Card, Desk};
use crate::view::{reasons, words};

/// Stories beside the lead, and beside one without a picture, which is less than half as tall.
const RAIL: usize = 3;
const SHORT_RAIL: usize = 1;
/// Stories in the columns under it.
const TRIO: usize = 9;

/// While the first sources come in and the front holds fewer stories than this, it renews itself.
const FEW: usize = 12;

#[derive(Debug, Deserialize)]
pub(crate) struct Asked {
    cursor: Option<String>,
}

#[derive(Template)]
#[template(path = "front.html")]
struct FrontPage {
    chrome: Chrome,
    since: Option<String>,
    order: &'static str,
    intro: String,
    crawl: Option<String>,
    cards: Vec<()>,
    lead: Option<Card>,
    rail: Vec<Card>,
    trio: Vec<Card>,
    rest: Vec<Card>,
    next: Option<String>,
}

#[derive(Template)]
#[template(path = "waiting.html")]
struct WaitingPage {
    chrome: Chrome,
    heading: String,
    line: String,
    done: usize,
    total: usize,
}

/// `GET /`.
pub(crate) async fn front(
    reader: Reader,
    State(app): State<App>,
    chrome: Chrome,
    Query(asked): Query<Asked>,
) -> Answer {
    let state = app.readers.get(&app.store, reader.id, app.now()).await?;
    if state.subscriptions.is_empty() {
        return Ok(Redirect::to("/welcome").into_response());
    }
    let first = asked.cursor.is_none();
    let order = state.profile.settings().order;
    let options = Options {
        mode: Some(order),
        cursor: asked.cursor,
        limit: app.settings.page_size,
        ..Options::default()
    };
    let page_number =
        options.cursor.as_deref().and_then(|c| c.split_once('.')?.0.parse::<usize>().ok()).unwrap_or(0);
    let front = front::serve(&app, reader.id, options).await?;
    if first
        && front.total == 0
        && let Some(waiting) = waiting(&app, &state, &chrome).await?
    {
        return show(&waiting, &waiting.chrome);
    }
    front::served(&app, reader.id, &front, page_number.saturating_mul(app.settings.page_size));
    let mut chrome = chrome.titled("Front page");
    if first && front.total < FEW && app.crawl.status().feeds_waiting > 0 {
        chrome.refresh = Some(10);
    }
    let page = lay_out(&app, &state, chrome, &front, first);
    show(&page, &page.chrome)
}

/// Nothing to show yet: how far the sources are. None once there is nothing to wait for.
async fn waiting(app: &App, state: &ReaderState, chrome: &Chrome) -> Answer<Option<WaitingPage>> {
    let (store, wanted) = (app.store.clone(), state.subscriptions.clone());
    let sources = blocking(move || Ok(store.sources()?)).await?;
    let mine = sources.iter().filter(|s| wanted.contains(&s.id));
    let (mut total, mut done, mut ill) = (0, 0, 0);
    for source in mine {
        total += 1;
        done += usize::from(source.last_fetch_at.is_some());
        ill += usize::from(source.failures > 0);
    }
    let status = app.crawl.status();
    if done >= total && status.pages_waiting == 0 && !status.busy {
        return Ok(None);
    }
    let line = if done < total {
        let mut line = format!(
            "{done} of {} so far. This page renews itself.",
            words::count(total, "source", "sources")
        );
        if ill > 0 {
            line.push_str(&format!(
                " {} did not answer; Sources says why.",
                words::count(ill, "source", "sources")
            ));
        }
        line
    } else {
        format!(
            "All sources are here; {} being read.",
            words::count(status.pages_waiting, "article is", "articles are")
        )
    };
    let mut chrome = chrome.clone().titled("Fetching your sources");
    chrome.refresh = Some(3);
    Ok(Some(WaitingPage { chrome, heading: "Fetching your sources…".into(), line, done, total }))
}

fn lay_out(app: &App, state: &ReaderState, chrome: Chrome, front: &Front, first: bool) -> FrontPage {
    let desk = Desk { state, now: app.now(), zone: &app.settings.time_zone };
    let mut cards = front.stories.iter().enumerate().map(|(at, story)| {
        let mut card = card(story, desk);
        card.eager = first && at < 2;
        (card, story)
    });
    let (mut lead, mut rail, mut trio) = (None, Vec::new(), Vec::new());
    if first {
        lead = cards.next().map(|(c, story)| bare_or_not(c).with_gist(&story.item).with_class("lead"));
        let pictured = lead.as_ref().is_some_and(|c| c.image.is_some());
        rail =
            cards.by_ref().take(if pictured { RAIL } else { SHORT_RAIL }).map(|(c, _)| beside(c)).collect();
        trio = cards.by_ref().take(TRIO).map(|(c, story)| in_column(c, story)).collect();
    }
    let rest = cards.map(|(c, _)| if c.image.is_some() { c.with_class("pictured") } else { c }).collect();
    let status = app.crawl.status();
    FrontPage {
        since: first.then(|| since(front)).flatten(),
        order: match front.mode {
            Mode::ForYou => "Ordered by what matters to you",
            Mode::Latest => "Newest first; nothing about you counts",
            Mode::Heat => "What most outlets tell first; nothing about you counts",
        },
        intro: if first {
            format!("{} on your front page.", words::count(front.total, "story", "stories"))
        } else {
            "Further stories on your front page.".into()
        },
        crawl: (status.feeds_waiting > 0).then(|| {
            format!("{} still to be fetched", words::count(status.feeds_waiting, "source", "sources"))
        }),
        cards: vec![(); front.stories.len()],
        lead,
        rail,
        trio,
        rest,
        next: front.next.as_ref().map(|c| format!("/?cursor={}", words::segment(c))),
        chrome,
    }
}

/// A card without a picture has room for larger words.
fn bare_or_not(card: Card) -> Card {
    if card.image.is_none() { card.with_class("bare") } else { card }
}

/// In the columns a card without a picture fills its place with its first words.
fn in_column(card: Card, story: &FrontStory) -> Card {
    if card.image.is_none() { bare_or_not(card).with_gist(&story.item) } else { card }
}

/// Beside the lead a card is short and without its picture.
fn beside(mut card: Card) -> Card {
    card.image = None;
    card.points.truncate(2);
    card
}

fn since(front: &Front) -> Option<String> {
    Some(match front.new_since_last_visit? {
        0 => "nothing new".into(),
        n => format!("{} new", words::thousands(n)),
    })
}

/// A story of the front as a card with its reasons.
pub(crate) fn card(story: &FrontStory, desk: Desk<'_>) -> Card {
    let mut card = Card::of(&story.item, desk);
    card.flag = match story.moved_by.as_deref() {
        Some("explore") => Some("A try: is this for you?"),
        Some("important") => Some("Told by many"),
        _ => None,
    };
    card.why = Some(reasons::why(&story.contributions, story.score, story.moved.clone()));
    card
}
