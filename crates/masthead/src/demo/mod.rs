//! The sample newsroom: invented outlets whose feeds and pages are answered from memory, so that `masthead demo` runs
//! the whole way of the data (feeds, pages, stories, images) without a network.

mod pages;
mod weekdays;

use std::collections::HashMap;

use bytes::Bytes;
use fetch::{Failure, Kind, Request, Response};
use futures_util::future::BoxFuture;
use include_dir::{Dir, include_dir};
use serde::Deserialize;

use crate::crawl::Net;
use crate::error::Result;

/// The newsroom's files, as `newsroom/README.md` describes them.
static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/newsroom");

/// An invented outlet.
#[derive(Debug, Clone, Deserialize)]
pub struct Outlet {
    /// Name of its file of articles.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// BCP 47 tag of its language.
    pub language: String,
    /// Its site.
    pub url: String,
    /// Address of its feed, absolute or below the site.
    pub feed: String,
    /// What it is, in a sentence.
    #[serde(default)]
    pub description: String,
    /// The folder that the demo's reader keeps it in.
    #[serde(default)]
    pub folder: Option<String>,
}

/// An invented article.
#[derive(Debug, Clone, Deserialize)]
pub struct Telling {
    /// Last part of its address.
    pub slug: String,
    /// Age in minutes when the demo starts.
    pub minutes_ago: i64,
    /// Headline.
    pub title: String,
    /// A sentence or two below the headline.
    #[serde(default)]
    pub standfirst: Option<String>,
    /// Key points in place of a standfirst.
    #[serde(default)]
    pub key_points: Vec<String>,
    /// Who wrote it.
    #[serde(default)]
    pub author: Option<String>,
    /// Section of the outlet.
    #[serde(default)]
    pub section: Option<String>,
    /// The outlet's own labels.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Paragraphs; `## ` begins a subhead, `> ` a quotation, `- ` a list's item.
    pub body: Vec<String>,
    /// File of the lead image.
    #[serde(default)]
    pub image: Option<String>,
    /// Its caption.
    #[serde(default)]
    pub caption: Option<String>,
    /// Who made it.
    #[serde(default)]
    pub credit: Option<String>,
    /// The wire agency's article that it prints.
    #[serde(default)]
    pub wire: Option<String>,
    /// Label of the event: for tests only, never shown to the program.
    #[serde(default)]
    pub story: Option<String>,
    /// Age in minutes of its last change.
    #[serde(default)]
    pub updated_minutes_ago: Option<i64>,
}

impl Outlet {
    /// The feed's absolute address.
    pub fn feed_url(&self) -> String {
        if self.feed.starts_with("http") {
            return self.feed.clone();
        }
        format!("{}/{}", self.url.trim_end_matches('/'), self.feed.trim_start_matches('/'))
    }

    /// An article's absolute address.
    pub fn article_url(&self, telling: &Telling) -> String {
        format!("{}/{}", self.url.trim_end_matches('/'), telling.slug)
    }

    /// An image's absolute address.
    pub fn image_url(&self, file: &str) -> String {
        format!("{}/images/{file}", self.url.trim_end_matches('/'))
    }
}

/// The newsroom, read from its files.
#[derive(Debug)]
pub struct Newsroom {
    /// Every outlet with its articles.
    pub outlets: Vec<(Outlet, Vec<Telling>)>,
}

/// Reads the newsroom that is built in, its texts speaking of `now` (Unix seconds) as today.
///
/// # Errors
/// A file of the newsroom is malformed; a test reads all of them.
pub fn newsroom(now: i64) -> Result<Newsroom> {
    let text = |path: &str| {
        FILES
            .get_file(path)
            .and_then(|f| f.contents_utf8())
            .ok_or_else(|| format!("The sample newsroom lacks its file {path}."))
    };
    let outlets: Vec<Outlet> =
        serde_json::from_str(text("outlets.json")?).map_err(|e| format!("newsroom/outlets.json: {e}"))?;
    let weekdays: weekdays::Weekdays =
        serde_json::from_str(text("weekdays.json")?).map_err(|e| format!("newsroom/weekdays.json: {e}"))?;
    let mut all = Vec::new();
    for outlet in outlets {
        let path = format!("articles/{}.jsonl", outlet.slug);
        let tellings = text(&path)?
            .lines()
            .filter(|l| !l.trim().is_empty())
            .enumerate()
            .map(|(n, line)| {
                let mut telling: Telling =
                    serde_json::from_str(line).map_err(|e| format!("newsroom/{path}, article {n}: {e}"))?;
                weekdays.speak_of_today(&mut telling, &outlet.language, now);
                Ok(telling)
            })
            .collect::<Result<Vec<Telling>>>()?;
        all.push((outlet, tellings));
    }
    Ok(Newsroom { outlets: all })
}

/// Answers for the newsroom's hosts from memory; every other host does not exist.
pub struct NewsroomNet {
    answers: HashMap<String, (&'static str, Bytes)>,
}

impl NewsroomNet {
    /// Writes the newsroom's feeds and pages as if it were `now`.
    pub fn new(newsroom: &Newsroom, now: i64) -> Self {
        let mut answers = HashMap::new();
        for (outlet, tellings) in &newsroom.outlets {
            answers.insert(
                outlet.feed_url(),
                ("application/rss+xml; charset=utf-8", Bytes::from(pages::feed(outlet, tellings, now))),
            );
            for telling in tellings {
                let page = pages::page(outlet, telling, now);
                answers.insert(outlet.article_url(telling), ("text/html; charset=utf-8", Bytes::from(page)));
                if let Some(file) = &telling.image
                    && let Some(found) = FILES.get_file(format!("images/{file}"))
                {
                    answers
                        .insert(outlet.image_url(file), ("image/jpeg", Bytes::from_static(found.contents())));
                }
            }
        }
        Self { answers }
    }
}

impl Net for NewsroomNet {
    fn get<'a>(&'a self, request: Request<'a>) -> BoxFuture<'a, std::result::Result<Response, Failure>> {
        Box::pin(async move {
            let Some((content_type, body)) = self.answers.get(request.url) else {
                return Err(Failure::NoSuchHost { host: host(request.url) });
            };
            let etag = (request.kind == Kind::Feed).then(|| format!("\"{}\"", body.len()));
            let unchanged = etag.is_some() && request.etag == etag.as_deref();
            Ok(Response {
                url: request.url.to_owned(),
                moved_permanently: None,
                status: if unchanged { 304 } else { 200 },
                content_type: Some((*content_type).to_owned()),
                etag,
                last_modified: None,
                content_location: None,
                links: Vec::new(),
                max_age: Some(1_800),
                body: if unchanged { Bytes::new() } else { body.clone() },
                truncated: false,
            })
        })
    }
}

fn host(url: &str) -> String {
    url::Url::parse(url).ok().and_then(|u| u.host_str().map(str::to_owned)).unwrap_or_else(|| url.to_owned())
}

/// Subscribes a reader to every outlet of the newsroom.
///
/// # Errors
/// The store fails.
pub fn subscribe(store: &store::Store, newsroom: &Newsroom, reader: store::ReaderId, now: i64) -> Result<()> {
    for (outlet, _) in &newsroom.outlets {
        let source = store::NewSource {
            url: outlet.feed_url(),
            title: Some(outlet.name.clone()),
            site_url: Some(outlet.url.clone()),
        };
        let (id, _) = store.add_source(&source, now)?;
        store.subscribe(reader, id, outlet.folder.as_deref(), now)?;
    }
    Ok(())
}
