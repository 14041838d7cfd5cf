//! `/why/{story}`: why a story stands where it stands, or why it does not stand on the front.

use askama::Template;
use axum::extract::State;

use super::chrome::{Chrome, Undo};
use super::id::Id;
use super::show;
use super::story::card_with_reasons;
use crate::access::Reader;
use crate::app::App;
use crate::error::Answer;
use crate::front::{Item, ReaderState, Standing, standing};
use crate::view::card::{Card, Desk};
use crate::view::reasons::signed;
use crate::view::words;

struct Filter {
    name: String,
    reason: String,
    undo: Option<Remedy>,
}

/// What lifts the filter.
struct Remedy {
    field: String,
    id: String,
    kind: String,
    words: String,
}

#[derive(Template)]
#[template(path = "why.html")]
struct WhyPage {
    chrome: Chrome,
    card: Card,
    verdict: String,
    filter: Option<Filter>,
}

/// `GET /why/{story}`.
pub(crate) async fn why(reader: Reader, State(app): State<App>, chrome: Chrome, Id(id): Id) -> Answer {
    let (item, standing) = standing(&app, reader.id, id).await?;
    let state = app.readers.get(&app.store, reader.id, app.now()).await?;
    let desk = Desk { state: &state, now: app.now(), zone: &app.settings.time_zone };
    let verdict = match &standing {
        Standing::OnFront(at, _) => format!("Why it stands at place {} of your front page.", at + 1),
        Standing::Below(lower, ranked) if ranked.score < lower.lowest => format!(
            "It is not on the first page: {} score higher. The lowest place there went to {}, this one has {}.",
            words::count(lower.above, "story", "stories"),
            signed(lower.lowest),
            signed(ranked.score)
        ),
        Standing::Below(..) => {
            "It is not on the first page: it made room for other topics and sources, or for a story with a place of its own."
                .into()
        }
        Standing::Removed { .. } => "Why it does not stand on your front page:".into(),
    };
    let filter = match &standing {
        Standing::Removed { filter, reason } => Some(Filter {
            name: filter.clone(),
            reason: format!("{reason}."),
            undo: remedy(filter, &item, &state),
        }),
        _ => None,
    };
    let page = WhyPage {
        chrome: chrome.titled("Why?"),
        card: card_with_reasons(&item, &standing, desk),
        verdict,
        filter,
    };
    show(&page, &page.chrome)
}

fn remedy(filter: &str, item: &Item, state: &ReaderState) -> Option<Remedy> {
    let Undo { field, id, kind } = match filter {
        "muted-topic" => {
            let muted =
                item.story.topics.iter().find(|t| state.profile.muted_topics().contains_key(&t.key))?;
            Undo { field: "topic".into(), id: muted.key.clone(), kind: "unmute".into() }
        }
        "muted-source" => {
            let muted =
                item.sources.iter().find(|s| state.profile.muted_sources().contains_key(&s.to_string()))?;
            Undo { field: "source".into(), id: muted.to_string(), kind: "unmute".into() }
        }
        "hidden" => Undo { field: "story".into(), id: item.story.id.to_string(), kind: "unhide".into() },
        _ => return None,
    };
    let words = if kind == "unhide" { "Show it again" } else { "Lift the mute" };
    Some(Remedy { field, id, kind, words: words.into() })
}
