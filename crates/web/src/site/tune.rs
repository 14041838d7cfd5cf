//! `/tune`: sliders with a preview of the page as it would be; kept only when the reader says so, and taken back at will.

use askama::Template;
use axum::extract::{RawQuery, State};
use rank::Profile;

use super::chrome::{Chrome, Notice};
use super::form::Fields;
use super::latest::both;
use super::redirect::see_other;
use super::show;
use super::sliders::{Choice, Panel, asked, panels};
use crate::access::Reader;
use crate::app::App;
use crate::error::{Answer, HttpError, blocking};
use crate::front::{Item, ReaderState, Snapshot, tried};
use crate::view::card::outlets;
use crate::view::reasons::{self, Why};
use crate::view::time::{When, when};
use crate::view::words;

/// Stories of the page that the preview shows.
const SHOWN: usize = 20;

/// A story of the page as it would be.
struct Row {
    id: i64,
    title: String,
    lang: Option<String>,
    outlets: String,
    when: When,
    /// "up", "down", "new" or "same".
    class: &'static str,
    /// The same in words.
    mark: String,
    why: Why,
}

/// A story that would leave the page's first places.
struct Gone {
    id: i64,
    title: String,
}

#[derive(Template)]
#[template(path = "tune.html")]
struct TunePage {
    chrome: Chrome,
    panels: Vec<Panel>,
    orders: Vec<Choice>,
    explore: bool,
    tuned: bool,
    changed: bool,
    verdict: String,
    rows: Vec<Row>,
    gone: Vec<Gone>,
}

/// `GET /tune`: with fields, the page as it would be with them. Nothing is kept.
pub(crate) async fn tune(
    reader: Reader,
    State(app): State<App>,
    chrome: Chrome,
    RawQuery(query): RawQuery,
) -> Answer {
    // What was merely shown has taught something since the visit began. Keeping will count it: so does the preview.
    app.readers.changed(reader.id);
    let (snapshot, state) = both(&app, reader).await?;
    let fields = Fields::of_query(query.as_deref().unwrap_or_default());
    let now = app.now();
    let limit = app.settings.page_size;
    let tuning = asked(&fields, &state, &snapshot, now);
    let mut profile = state.profile.clone();
    let changed = tuning.settings != *profile.settings() || !tuning.weights.is_empty();
    if changed {
        profile.tune(&tuning, now);
    }
    let (pages, shown) = {
        let (snapshot, state, profile) = (snapshot.clone(), state.clone(), profile.clone());
        blocking(move || {
            let page = |profile: &Profile| tried(&snapshot, &state, profile, now, limit).items;
            let now_there: Vec<i64> = page(&state.profile).iter().map(|r| r.candidate.id).collect();
            let would_be = if changed { page(&profile) } else { page(&state.profile) };
            Ok((now_there, would_be))
        })
        .await?
    };
    let rows: Vec<Row> = (0..)
        .zip(shown.iter().take(SHOWN))
        .filter_map(|(at, ranked)| {
            let item = snapshot.get(ranked.candidate.id)?;
            let (class, mark) = mark(pages.iter().position(|id| *id == ranked.candidate.id), at);
            let moved = ranked.moved.as_ref().map(|m| m.reason.clone());
            Some(Row {
                id: item.story.id,
                title: item.story.title.clone(),
                lang: item.story.language.clone(),
                outlets: words::outlets(&outlets(item)),
                when: when(item.story.last_at, now, &app.settings.time_zone),
                class,
                mark,
                why: reasons::why(&ranked.contributions, ranked.score, moved),
            })
        })
        .collect();
    let gone = gone(&snapshot, &pages, &rows);
    let page = TunePage {
        chrome: chrome.titled("Tune your front page"),
        panels: panels(&profile, &state, &snapshot, now),
        orders: Choice::orders(profile.settings().order),
        explore: profile.settings().explore,
        tuned: state.profile.is_tuned(),
        changed,
        verdict: verdict(changed, &rows, gone.len()),
        rows,
        gone,
    };
    show(&page, &page.chrome)
}

/// How a story's place changes.
fn mark(before: Option<usize>, at: usize) -> (&'static str, String) {
    match before {
        None => ("new", "New here".to_owned()),
        Some(before) if before > at => ("up", format!("Up {}", before - at)),
        Some(before) if before < at => ("down", format!("Down {}", at - before)),
        Some(_) => ("same", String::new()),
    }
}

fn gone(snapshot: &Snapshot, pages: &[i64], rows: &[Row]) -> Vec<Gone> {
    let first = pages.iter().take(SHOWN).filter(|id| rows.iter().all(|row| row.id != **id));
    first
        .filter_map(|id| snapshot.get(*id))
        .map(|item| Gone { id: item.story.id, title: title(item) })
        .collect()
}

fn title(item: &Item) -> String {
    item.story.title.clone()
}

fn verdict(changed: bool, rows: &[Row], gone: usize) -> String {
    if !changed {
        return "Your page as it is now. Move a slider and press Preview to see what it would do.".into();
    }
    let moved = rows.iter().filter(|row| row.class == "up" || row.class == "down").count();
    if moved == 0 && gone == 0 {
        return "Not kept yet. It would change nothing among the first places just now.".into();
    }
    format!(
        "Not kept yet. {} would change place, {} would come in.",
        words::count(moved, "story", "stories"),
        words::count(gone, "other", "others")
    )
}

/// `POST /tune`: keeps what the sliders say.
pub(crate) async fn keep(reader: Reader, State(app): State<App>, fields: Fields) -> Answer {
    let (snapshot, _) = both(&app, reader).await?;
    let kept = change(&app, reader, move |state, now| {
        let mut tuning = asked(&fields, state, &snapshot, now);
        if fields.has("reset") {
            tuning = rank::profile::Tuning { settings: rank::Settings::default(), weights: Vec::new() };
        }
        if tuning.settings == *state.profile.settings() && tuning.weights.is_empty() {
            return false;
        }
        state.profile.tune(&tuning, now);
        true
    })
    .await?;
    let text = if kept { "Kept. Your front page follows it now." } else { "Nothing was changed." };
    Ok(see_other("/tune", Some(&Notice { text: text.into(), ..Notice::default() })))
}

/// `POST /tune/undo`: takes the last change back; once more brings it back.
pub(crate) async fn undo(reader: Reader, State(app): State<App>) -> Answer {
    let undone = change(&app, reader, |state, _| state.profile.untune()).await?;
    let text = if undone {
        "Taken back. Undo once more to bring it back."
    } else {
        "There is nothing to take back."
    };
    Ok(see_other("/tune", Some(&Notice { text: text.into(), ..Notice::default() })))
}

/// Changes the profile alone, if the change says so, and writes it down.
async fn change(
    app: &App,
    reader: Reader,
    change: impl FnOnce(&mut ReaderState, i64) -> bool + Send + 'static,
) -> Answer<bool> {
    let app = app.clone();
    blocking(move || {
        let slot = app.readers.slot(reader.id);
        let _alone = slot.learning();
        let now = app.now();
        let mut state = ReaderState::read(&app.store, reader.id, now)?;
        if !change(&mut state, now) {
            return Ok(false);
        }
        let text = serde_json::to_string(&state.profile)
            .map_err(|e| HttpError::BadRequest(format!("The profile cannot be written down: {e}.")))?;
        app.store.put_profile(reader.id, &text, now)?;
        slot.forget();
        Ok(true)
    })
    .await
}
