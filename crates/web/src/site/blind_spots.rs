//! `/blind-spots`: the reader's own reading against what their sources published. Computed here, kept nowhere.

use askama::Template;
use axum::extract::State;
use rank::Candidate;
use rank::blind_spots::{Panel, Share, Side, fragmentation, panel};
use store::ReaderId;

use super::chrome::Chrome;
use super::latest::both;
use super::show;
use crate::access::Reader;
use crate::app::App;
use crate::error::{Answer, blocking};
use crate::front::{ReaderState, Snapshot};
use crate::view::words;

/// What is compared reaches back so far, in days.
const DAYS: i64 = 14;
/// Rows of a table, and names of what was never opened.
const ROWS: usize = 8;
const NAMES: usize = 14;
/// Below so many opened stories a mix says nothing.
const ENOUGH: usize = 5;

struct Row {
    label: String,
    published: String,
    read: String,
    none: bool,
}

struct Section {
    heading: &'static str,
    /// How far apart the two mixes are, in words and as the number.
    apart: Option<String>,
    rows: Vec<Row>,
    /// Published, and never opened.
    never: Vec<String>,
    more: usize,
}

#[derive(Template)]
#[template(path = "blind_spots.html")]
struct BlindSpotsPage {
    chrome: Chrome,
    line: String,
    few: bool,
    many: Option<String>,
    fragmentation: Option<String>,
    sections: Vec<Section>,
}

/// `GET /blind-spots`.
pub(crate) async fn blind_spots(reader: Reader, State(app): State<App>, chrome: Chrome) -> Answer {
    let (snapshot, state) = both(&app, reader).await?;
    let since = app.now().saturating_sub(DAYS * 86_400);
    let others = {
        let (app, snapshot) = (app.clone(), snapshot.clone());
        blocking(move || others(&app, reader.id, &snapshot, since)).await?
    };
    let stories = published(&snapshot, &state, since);
    let found = panel(&stories);
    let mut readers: Vec<Vec<&Candidate>> = vec![stories.iter().filter(|story| story.opened).collect()];
    readers.extend(others.iter().map(|read| read.iter().collect()));
    let page = BlindSpotsPage {
        chrome: chrome.titled("Blind spots"),
        line: format!(
            "In the last {DAYS} days your sources told {}; you opened {}.",
            words::count(found.published, "story", "stories"),
            words::thousands(found.read)
        ),
        few: found.read < ENOUGH,
        many: found.told_by_many_never_opened.filter(|_| found.read >= ENOUGH).map(|share| {
            format!(
                "Of the stories that three outlets or more told, you opened none of the tellings in {}.",
                percent(share)
            )
        }),
        fragmentation: fragmentation(&readers).map(|apart| {
            format!(
                "The readers of this Masthead read {} from one another ({}).",
                far(apart),
                hundredths(apart)
            )
        }),
        sections: if found.read < ENOUGH { Vec::new() } else { sections(&found) },
    };
    show(&page, &page.chrome)
}

/// What the reader's sources told, with what was opened, in this visit too.
fn published(snapshot: &Snapshot, state: &ReaderState, since: i64) -> Vec<Candidate> {
    let told = snapshot.items.iter().filter(|item| item.story.last_at >= since && state.reads(&item.sources));
    told.map(|item| {
        let opened = state.stories.get(&item.story.id).is_some_and(|done| done.opened_at.is_some());
        let language = item.candidate.language.as_deref().map(|tag| words::language(tag).to_owned());
        Candidate { opened, language, ..item.candidate.clone() }
    })
    .collect()
}

/// What each of the other readers opened. Only how far apart all are is told, of nobody alone.
fn others(app: &App, reader: ReaderId, snapshot: &Snapshot, since: i64) -> Answer<Vec<Vec<Candidate>>> {
    let mut out = Vec::new();
    for other in app.store.readers()?.into_iter().filter(|other| other.id != reader) {
        let states = app.store.story_states(other.id, since)?;
        let opened = states.iter().filter(|s| s.opened_at.is_some()).filter_map(|s| snapshot.get(s.story_id));
        out.push(opened.map(|item| item.candidate.clone()).collect());
    }
    Ok(out)
}

fn sections(found: &Panel) -> Vec<Section> {
    let section = |heading, names, side: &Side| Section {
        heading,
        apart: side.divergence.map(|apart| {
            format!("What you read is {} from what was published ({}).", far(apart), hundredths(apart))
        }),
        rows: side.shares.iter().take(ROWS).map(row).collect(),
        never: side.never_read.iter().take(names).map(|share| share.label.clone()).collect(),
        more: if names == 0 { 0 } else { side.never_read.len().saturating_sub(names) },
    };
    vec![
        section("Topics", NAMES, &found.topics),
        section("Outlets", NAMES, &found.sources),
        section("Languages", NAMES, &found.languages),
        section("Alone or in chorus", 0, &found.voices),
    ]
}

fn row(share: &Share) -> Row {
    Row {
        label: share.label.clone(),
        published: percent(share.published),
        read: if share.read > 0.0 { percent(share.read) } else { "none".into() },
        none: share.read <= 0.0,
    }
}

fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent > 0.0 && percent < 1.0 { "below 1 %".into() } else { format!("{percent:.0} %") }
}

/// A divergence in words.
fn far(apart: f64) -> &'static str {
    match apart {
        a if a < 0.05 => "hardly different",
        a if a < 0.15 => "somewhat different",
        a if a < 0.35 => "rather different",
        _ => "very different",
    }
}

fn hundredths(apart: f64) -> String {
    format!("{:.0} of 100", apart * 100.0)
}
