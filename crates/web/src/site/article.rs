//! `/article/{id}`: one telling, clean, as it was kept.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;

use super::chrome::Chrome;
use super::id::Id;
use super::latest::both;
use super::show;
use super::story::{Telling, telling};
use crate::access::Reader;
use crate::app::App;
use crate::error::{Answer, HttpError, blocking};
use crate::front::{self, Item};
use crate::view::card::{Card, Desk, Picture, picture};
use crate::view::time::{When, when};
use crate::view::{prose, words};

/// Other tellings listed under an article.
const OTHERS: usize = 12;

#[derive(Template)]
#[template(path = "article.html")]
struct ArticlePage {
    chrome: Chrome,
    id: i64,
    card: Option<Card>,
    title: String,
    lang: Option<String>,
    points: Vec<String>,
    outlet: String,
    authors: String,
    when: When,
    minutes: Option<String>,
    image: Option<Picture>,
    note: Option<String>,
    body: String,
    url: String,
    story_line: String,
    others: Vec<Telling>,
}

/// `GET /article/{id}`.
pub(crate) async fn article(reader: Reader, State(app): State<App>, chrome: Chrome, Id(id): Id) -> Answer {
    let (snapshot, state) = both(&app, reader).await?;
    let store = app.store.clone();
    let (article, item) = blocking(move || {
        let gone = || HttpError::NotFound("There is no article of this number.".into());
        let article = store.article(id)?.ok_or_else(gone)?;
        let item = match snapshot.get(article.light.story_id) {
            Some(item) => Some(Arc::clone(item)),
            None => Item::load(&store, article.light.story_id)?.map(Arc::new),
        };
        Ok((article, item))
    })
    .await?;
    let light = &article.light;
    front::opened(&app, reader.id, &state, light.story_id, Some(id));
    let desk = Desk { state: &state, now: app.now(), zone: &app.settings.time_zone };
    let body = if article.html.trim().is_empty() {
        prose::paragraphs(&article.text)
    } else {
        prose::body(&article.html)
    };
    let image = light.image.as_ref().and_then(picture).filter(|p| !body.contains(&p.src));
    let others: Vec<Telling> = item
        .iter()
        .flat_map(|i| &i.articles)
        .filter(|a| a.id != id && a.copy_of.is_none())
        .take(OTHERS)
        .map(|a| telling(a, Vec::new(), false, desk))
        .collect();
    let page = ArticlePage {
        chrome: chrome.titled(light.title.clone()),
        id,
        title: light.title.clone(),
        lang: light.language.clone(),
        points: article.key_points.clone(),
        outlet: light.outlet.clone(),
        authors: light.authors.join(", "),
        when: when(light.at, desk.now, desk.zone),
        minutes: (light.reading_minutes > 0).then(|| format!("{} min read", light.reading_minutes)),
        image,
        note: note(light.paywalled, body.trim().is_empty(), &light.outlet),
        body,
        url: web_address(&light.url),
        story_line: item.as_ref().map_or_else(String::new, |i| match i.articles.len() {
            0 | 1 => "The story".into(),
            n => format!("All {} tellings of this story", words::thousands(n)),
        }),
        others,
        card: item.map(|i| Card::of(&i, desk)),
    };
    show(&page, &page.chrome)
}

fn note(paywalled: bool, empty: bool, outlet: &str) -> Option<String> {
    if empty {
        Some(format!("Only the headline could be had of this article. {outlet} has the whole."))
    } else if paywalled {
        Some(format!(
            "{outlet} shows only a part of this article to those who do not pay for it. This is that part."
        ))
    } else {
        None
    }
}

/// The address, if a browser may be sent there.
fn web_address(url: &str) -> String {
    match url::Url::parse(url) {
        Ok(u) if matches!(u.scheme(), "http" | "https") => u.to_string(),
        _ => "#".into(),
    }
}
