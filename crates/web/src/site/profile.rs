//! `/profile`: what was learned, readable; to take away, carry elsewhere, or erase.

use askama::Template;
use axum::extract::{Multipart, State};
use axum::http::{HeaderMap, header};
use axum::response::IntoResponse;
use rank::foresight::{Shown, foresight};
use rank::profile::Group;

use super::chrome::{Chrome, Notice};
use super::form::{Fields, upload};
use super::latest::both;
use super::redirect::{put, see_other};
use super::show;
use super::topics::TopicState;
use crate::access::Reader;
use crate::app::App;
use crate::error::{Answer, HttpError, blocking};
use crate::front::Document;
use crate::view::reasons::{bar, signed};
use crate::view::words;

/// Weights shown.
const SHOWN: usize = 40;
/// A leaning weaker than this is noise to a reader, in log-odds.
const FAINT: f64 = 0.005;

struct Leaning {
    label: String,
    value: String,
    up: bool,
    x: String,
    width: String,
    sure: &'static str,
}

#[derive(Template)]
#[template(path = "profile.html")]
struct ProfilePage {
    chrome: Chrome,
    followed: Vec<TopicState>,
    muted: Vec<TopicState>,
    weights: Vec<Leaning>,
    evidence: String,
    foresight: String,
}

/// Signals of the log that the line on foresight looks at.
const LOOKED_AT: usize = 6_000;
/// Pairs below which nothing is said.
const PAIRS: usize = 30;

/// How well the page foresaw what was opened lately, in a sentence.
fn foresight_line(log: &[store::Signal]) -> String {
    // When each story was last opened: an impression before that, in the same visit or earlier, led to it.
    let mut opened: std::collections::HashMap<i64, Vec<i64>> = std::collections::HashMap::new();
    for signal in log.iter().map(|s| &s.signal).filter(|s| s.kind == "open") {
        opened.entry(signal.story.unwrap_or_default()).or_default().push(signal.at);
    }
    let shown: Vec<Shown> = log
        .iter()
        .map(|s| &s.signal)
        .filter(|s| s.kind == "impression")
        .filter_map(|s| {
            let story = s.story?;
            let soon = |at: &i64| (s.at..=s.at.saturating_add(SOON)).contains(at);
            let opened = opened.get(&story).is_some_and(|times| times.iter().any(soon));
            Some(Shown { story, at: s.at, position: s.position?, opened })
        })
        .collect();
    let found = foresight(&shown);
    match found.share() {
        Some(share) if found.pairs >= PAIRS => format!(
            "Of 100 pairs in which you opened one story and passed over another, it had put the opened one higher in \
             {:.0} (from {}). Chance alone would give 50; what stands higher is also looked at more, which helps.",
            share * 100.0,
            words::count(found.pairs, "pair", "pairs")
        ),
        _ => "Too little was opened yet to say how well it foresees what you open.".into(),
    }
}

/// An open within this time after a story was shown is an answer to that showing, seconds.
const SOON: i64 = 6 * 3_600;

/// `GET /profile`.
pub(crate) async fn profile(reader: Reader, State(app): State<App>, chrome: Chrome) -> Answer {
    let (snapshot, state) = both(&app, reader).await?;
    let topic = |key: &String| TopicState::of(&snapshot, &state, key, None);
    let mut learned = state.profile.weights(app.now());
    learned.retain(|w| w.mean.abs() >= FAINT);
    learned.sort_by(|a, b| b.mean.abs().total_cmp(&a.mean.abs()).then_with(|| a.key.cmp(&b.key)));
    let most = learned.first().map_or(0.0, |w| w.mean.abs());
    let evidence = match usize::try_from(state.profile.signals()) {
        Ok(0) => "nothing learned yet".into(),
        Ok(n) => format!("from {}", words::count(n, "signal", "signals")),
        Err(_) => String::new(),
    };
    let weights = learned
        .iter()
        .take(SHOWN)
        .map(|w| {
            let (x, width) = bar(w.mean, most);
            let group = match w.group {
                Group::Topics => "Topic: ",
                Group::Sources => "Source: ",
                Group::Authors => "By ",
                Group::Words => "Word: ",
            };
            Leaning {
                label: format!("{group}{}", w.label),
                value: signed(w.mean),
                up: w.mean >= 0.0,
                x,
                width,
                sure: match w.evidence {
                    e if e < 0.3 => "a first guess",
                    e if e < 1.5 => "some evidence",
                    _ => "rather sure",
                },
            }
        })
        .collect();
    let store = app.store.clone();
    let foresight = blocking(move || Ok(foresight_line(&store.last_signals(reader.id, LOOKED_AT)?))).await?;
    let page = ProfilePage {
        chrome: chrome.titled("What Masthead has learned"),
        followed: state.profile.followed_topics().keys().map(topic).collect(),
        muted: state.profile.muted_topics().keys().map(topic).collect(),
        weights,
        evidence,
        foresight,
    };
    show(&page, &page.chrome)
}

/// `GET /profile.json`.
pub(crate) async fn export(reader: Reader, State(app): State<App>) -> Answer {
    let text = blocking(move || {
        let document = Document::write(&app.store, reader.id, Some((&app.readers, app.now())))?;
        serde_json::to_string_pretty(&document)
            .map_err(|e| HttpError::BadRequest(format!("The profile cannot be written down: {e}.")))
    })
    .await?;
    let mut headers = HeaderMap::new();
    put(&mut headers, header::CONTENT_TYPE, "application/json");
    put(&mut headers, header::CONTENT_DISPOSITION, "attachment; filename=\"masthead-profile.json\"");
    Ok((headers, text).into_response())
}

/// `POST /profile/import`.
pub(crate) async fn import(reader: Reader, State(app): State<App>, parts: Multipart) -> Answer {
    let (bytes, _) = upload(parts, "profile").await?;
    let document = Document::read(&bytes)
        .map_err(|e| HttpError::BadRequest(format!("This file is not a profile of Masthead: {e}.")))?;
    blocking(move || document.keep(&app.store, reader.id, Some(&app.readers), app.now())).await?;
    Ok(see_other(
        "/profile",
        Some(&Notice { text: "The profile is taken over.".into(), ..Notice::default() }),
    ))
}

/// `POST /profile/erase`.
pub(crate) async fn erase(reader: Reader, State(app): State<App>, fields: Fields) -> Answer {
    if fields.get("sure") != Some("yes") {
        return Err(HttpError::BadRequest(
            "Tick the box to say that everything learned is to be forgotten.".into(),
        ));
    }
    blocking(move || {
        let slot = app.readers.slot(reader.id);
        let _alone = slot.learning();
        app.store.erase_reader_data(reader.id)?;
        slot.forget_all();
        Ok(())
    })
    .await?;
    let text = "Forgotten: everything learned, followed, muted, saved and read.".into();
    Ok(see_other("/profile", Some(&Notice { text, ..Notice::default() })))
}
