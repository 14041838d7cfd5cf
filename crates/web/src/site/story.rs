//! `/story/{id}`: every outlet's telling, in order of time.

use std::collections::HashMap;
use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::response::{IntoResponse, Redirect};
use store::ArticleLight;

use super::chrome::Chrome;
use super::id::Id;
use super::show;
use crate::access::Reader;
use crate::app::App;
use crate::error::Answer;
use crate::front::{self, Item, Standing, standing};
use crate::view::card::{Card, Desk, key_points};
use crate::view::time::{When, clock, day_heading, when};
use crate::view::{reasons, words};

/// Characters of a telling's first words.
const GIST_CHARS: usize = 280;
/// Points on a story's page.
const STORY_POINTS: usize = 6;

/// One outlet's telling.
pub(crate) struct Telling {
    /// The article.
    pub id: i64,
    /// Its headline.
    pub title: String,
    /// Its language.
    pub lang: Option<String>,
    /// Who tells it.
    pub outlet: String,
    /// When.
    pub when: When,
    /// The hour, for the margin.
    pub clock: String,
    /// Its first words.
    pub gist: Option<String>,
    /// Whether it was the first to tell it.
    pub first: bool,
    /// Who repeats it word for word.
    pub copies: Vec<Copy>,
    /// How many those are, in words.
    pub copies_line: String,
}

/// A word-for-word repetition.
pub(crate) struct Copy {
    /// The article.
    pub id: i64,
    /// Who repeats it.
    pub outlet: String,
    /// When.
    pub when: When,
}

struct Day {
    heading: String,
    tellings: Vec<Telling>,
}

#[derive(Template)]
#[template(path = "story.html")]
struct StoryPage {
    chrome: Chrome,
    card: Card,
    span: String,
    days: Vec<Day>,
}

/// `GET /story/{id}`.
pub(crate) async fn story(reader: Reader, State(app): State<App>, chrome: Chrome, Id(id): Id) -> Answer {
    let (item, standing) = standing(&app, reader.id, id).await?;
    if item.story.id != id {
        return Ok(Redirect::permanent(&format!("/story/{}", item.story.id)).into_response());
    }
    let state = app.readers.get(&app.store, reader.id, app.now()).await?;
    front::opened(&app, reader.id, item.story.id, None);
    let desk = Desk { state: &state, now: app.now(), zone: &app.settings.time_zone };
    let page = StoryPage {
        chrome: chrome.titled(item.story.title.clone()),
        card: card_with_reasons(&item, &standing, desk),
        span: span(&item, desk),
        days: days(&item, desk),
    };
    show(&page, &page.chrome)
}

/// A story's card with the terms of its score, if it has one.
pub(crate) fn card_with_reasons(item: &Arc<Item>, standing: &Standing, desk: Desk<'_>) -> Card {
    let mut card = Card::of(item, desk);
    card.points = key_points(item, STORY_POINTS, GIST_CHARS);
    if let Standing::OnFront(_, ranked) | Standing::Below(_, ranked) = standing {
        let moved = ranked.moved.as_ref().map(|m| m.reason.clone());
        card.why = Some(reasons::why(&ranked.contributions, ranked.score, moved));
    }
    card
}

fn span(item: &Item, desk: Desk<'_>) -> String {
    let outlets = item.story.outlets.len().max(1);
    let tellings = words::count(item.articles.len(), "telling", "tellings");
    let by = words::count(outlets, "outlet", "outlets");
    let first = when(item.story.first_at, desk.now, desk.zone);
    let last = when(item.story.last_at, desk.now, desk.zone);
    if item.articles.len() < 2 {
        return format!("{tellings}, {}", first.full);
    }
    format!("{tellings} by {by} · first {} · latest {}", first.full, last.words)
}

/// The tellings by day, copies under the article that they repeat.
fn days(item: &Item, desk: Desk<'_>) -> Vec<Day> {
    let here: HashMap<i64, &ArticleLight> = item.articles.iter().map(|a| (a.id, a)).collect();
    let mut copies: HashMap<i64, Vec<&ArticleLight>> = HashMap::new();
    let mut own: Vec<&ArticleLight> = Vec::new();
    for article in &item.articles {
        match origin(article, &here) {
            Some(of) => copies.entry(of).or_default().push(article),
            None => own.push(article),
        }
    }
    let mut days: Vec<Day> = Vec::new();
    for (at, article) in own.into_iter().enumerate() {
        let heading = day_heading(article.at, desk.now, desk.zone);
        let telling = telling(article, copies.remove(&article.id).unwrap_or_default(), at == 0, desk);
        match days.last_mut() {
            Some(day) if day.heading == heading => day.tellings.push(telling),
            _ => days.push(Day { heading, tellings: vec![telling] }),
        }
    }
    days
}

/// The article that a copy repeats in the end, if that is in the story too.
fn origin(article: &ArticleLight, here: &HashMap<i64, &ArticleLight>) -> Option<i64> {
    let mut of = article.copy_of?;
    // A copy of a copy; bounded, should they ever go in a circle.
    for _ in 0..here.len() {
        match here.get(&of)?.copy_of {
            Some(next) if next != article.id && here.contains_key(&next) => of = next,
            _ => return Some(of),
        }
    }
    None
}

pub(crate) fn telling(
    article: &ArticleLight,
    copies: Vec<&ArticleLight>,
    first: bool,
    desk: Desk<'_>,
) -> Telling {
    let gist = words::clip(&article.lead, GIST_CHARS);
    Telling {
        id: article.id,
        title: article.title.clone(),
        lang: article.language.clone(),
        outlet: article.outlet.clone(),
        when: when(article.at, desk.now, desk.zone),
        clock: clock(article.at, desk.zone),
        gist: (!gist.is_empty()).then_some(gist),
        first,
        copies_line: match copies.as_slice() {
            [one] => format!("{} has the same text", one.outlet),
            many => format!("{} others have the same text", many.len()),
        },
        copies: copies
            .into_iter()
            .map(|c| Copy { id: c.id, outlet: c.outlet.clone(), when: when(c.at, desk.now, desk.zone) })
            .collect(),
    }
}
