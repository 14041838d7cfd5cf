//! `/settings`: what holds for everybody who reads here.

use askama::Template;
use axum::extract::State;

use super::chrome::{Chrome, Notice};
use super::form::Fields;
use super::redirect::see_other;
use super::show;
use crate::access::Reader;
use crate::app::{App, Breadth};
use crate::error::{Answer, HttpError, blocking};
use crate::view::words;

struct Choice {
    value: &'static str,
    label: &'static str,
    says: &'static str,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "settings.html")]
struct SettingsPage {
    chrome: Chrome,
    breadth: Vec<Choice>,
}

/// `GET /settings`.
pub(crate) async fn settings(_reader: Reader, State(app): State<App>, chrome: Chrome) -> Answer {
    let store = app.store.clone();
    let now = blocking(move || Ok(Breadth::kept(&store)?)).await?;
    let breadth = Breadth::ALL
        .into_iter()
        .map(|b| Choice { value: b.name(), label: label(b), says: says(b), chosen: b == now })
        .collect();
    let page = SettingsPage { chrome: chrome.titled("Settings"), breadth };
    show(&page, &page.chrome)
}

/// `POST /settings`: keeps what was chosen and has the stories grouped anew.
pub(crate) async fn choose(_reader: Reader, State(app): State<App>, fields: Fields) -> Answer {
    let chosen = fields.get("breadth").and_then(Breadth::named).ok_or_else(|| {
        HttpError::BadRequest("Choose how broad a story is: narrow, balanced or broad.".into())
    })?;
    let store = app.store.clone();
    let before = blocking(move || {
        let before = Breadth::kept(&store)?;
        chosen.keep(&store)?;
        Ok(before)
    })
    .await?;
    let text = if before == chosen {
        format!("{}, as before.", label(chosen))
    } else {
        match app.crawl.clone().regroup().await {
            Ok(Some(r)) => {
                let stories = |n| words::count(n, "story", "stories");
                match r.moved {
                    0 => format!("{}. No recent story had to change.", label(chosen)),
                    _ => format!("{}. {} became {}.", label(chosen), stories(r.before), stories(r.after)),
                }
            }
            Ok(None) => {
                format!("{}. The recent stories are being grouped anew; give it a minute.", label(chosen))
            }
            Err(error) => {
                tracing::error!(%error, "the stories could not be grouped anew");
                let text = format!(
                    "{} is kept and holds for what arrives from now on, but the recent stories could not be grouped anew. The log says why.",
                    label(chosen)
                );
                return Ok(see_other("/settings", Some(&Notice { text, bad: true, ..Notice::default() })));
            }
        }
    };
    Ok(see_other("/settings", Some(&Notice { text, ..Notice::default() })))
}

fn label(breadth: Breadth) -> &'static str {
    match breadth {
        Breadth::Narrow => "Narrow stories",
        Breadth::Balanced => "Balanced stories",
        Breadth::Broad => "Broad stories",
    }
}

fn says(breadth: Breadth) -> &'static str {
    match breadth {
        Breadth::Narrow => {
            "Reports come together only when they plainly tell the same event. Stories are short; you may meet one event twice."
        }
        Breadth::Balanced => {
            "Reports come together when they very likely tell the same event. This is how Masthead comes."
        }
        Breadth::Broad => {
            "Reports of one affair come together more easily. Stories are fewer and longer; now and then one holds two events."
        }
    }
}
