//! A small newsroom in a temporary folder, and a way to ask the site.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::BodyExt;
use store::{
    ArticleIn, Encoded, ImageRef, NewSource, PlaceArticle, Placement, ReaderId, SourceId, Store, StoryId,
    StoryIn, Topic,
};
use tower::ServiceExt;
use web::{App, NoCrawl, StarterFeed, StarterGroup, StarterPack, WebSettings};

/// Friday, 20 November 2026, 12:00 UTC.
pub(crate) const NOW: i64 = 1_795_176_000;
pub(crate) const HOUR: i64 = 3_600;

/// The site under test.
pub(crate) struct Site {
    pub app: App,
    pub router: Router,
    pub reader: ReaderId,
    pub time: Arc<AtomicI64>,
    _dir: tempfile::TempDir,
}

/// What came back.
pub(crate) struct Got {
    pub status: StatusCode,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

impl Got {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }

    /// The cookies that the answer sets, as a browser sends them back.
    pub(crate) fn cookies(&self) -> String {
        let all = self.headers.get_all(header::SET_COOKIE).iter();
        all.map(|v| v.to_str().unwrap().split(';').next().unwrap()).collect::<Vec<_>>().join("; ")
    }
}

/// A telling to be filled in.
pub(crate) struct Tell<'a> {
    pub source: SourceId,
    pub outlet: &'a str,
    pub title: &'a str,
    pub topics: &'a [&'a str],
    pub at: i64,
    pub story: Option<StoryId>,
    pub copy_of: Option<i64>,
    pub html: &'a str,
    pub text: &'a str,
    pub language: &'a str,
}

impl<'a> Tell<'a> {
    pub(crate) fn new(
        source: SourceId,
        outlet: &'a str,
        title: &'a str,
        topics: &'a [&'a str],
        hours_ago: i64,
    ) -> Self {
        Self {
            source,
            outlet,
            title,
            topics,
            at: NOW - hours_ago * HOUR,
            story: None,
            copy_of: None,
            html: "<p>A first paragraph.</p><p>And a second.</p>",
            text: "A first paragraph.\n\nAnd a second.",
            language: "en",
        }
    }
}

impl Site {
    /// A site with one reader who subscribes to nothing.
    pub(crate) fn empty() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let store = Store::open(dir.path()).unwrap();
        let reader = store.add_reader("ada", None, NOW).unwrap();
        let time = Arc::new(AtomicI64::new(NOW));
        let clock = Arc::clone(&time);
        let settings = WebSettings {
            open_reader: Some(reader),
            time_zone: jiff::tz::TimeZone::UTC,
            page_size: 10,
            ..WebSettings::default()
        };
        let feed = |n: &str| StarterFeed {
            title: n.into(),
            url: format!("https://{n}.example/feed"),
            site_url: None,
        };
        let starter = StarterPack {
            groups: vec![StarterGroup {
                subject: "World".into(),
                language: "en".into(),
                feeds: ["one", "two", "three"].map(feed).into(),
            }],
        };
        let app = App::new(
            store,
            Arc::new(NoCrawl),
            Arc::new(move || clock.load(Ordering::Relaxed)),
            settings,
            starter,
        );
        Self { router: web::router(app.clone()), app, reader, time, _dir: dir }
    }

    /// A site with two outlets and a few stories.
    pub(crate) fn filled() -> Self {
        let site = Self::empty();
        let courier = site.source("https://courier.example/feed", "The Courier");
        let gazette = site.source("https://gazette.example/feed", "Harbour Gazette");
        let power = site.tell(&Tell::new(courier, "The Courier", "Grid fails in the north", &["Energy"], 6));
        site.tell(&Tell {
            story: Some(power),
            ..Tell::new(gazette, "Harbour Gazette", "Why the lights went out", &["Energy"], 3)
        });
        site.tell(&Tell {
            story: Some(power),
            copy_of: Some(power),
            ..Tell::new(gazette, "Harbour Gazette", "Grid fails in the north of the country", &["Energy"], 5)
        });
        site.tell(&Tell::new(courier, "The Courier", "Wind farm opens", &["Energy", "Wind"], 4));
        site.tell(&Tell::new(gazette, "Harbour Gazette", "Orchestra plays in the rain", &["Music"], 7));
        site.tell(&Tell {
            language: "zh", ..Tell::new(courier, "The Courier", "渡轮停运", &["航运"], 8)
        });
        for n in 0..14 {
            let title = format!("Council meeting number {n}");
            site.tell(&Tell::new(gazette, "Harbour Gazette", &title, &["Politics"], 10 + n));
        }
        site
    }

    pub(crate) fn store(&self) -> &Store {
        &self.app.store
    }

    /// Adds a source and subscribes to it.
    pub(crate) fn source(&self, url: &str, title: &str) -> SourceId {
        let new = NewSource { url: url.into(), title: Some(title.into()), site_url: None };
        let (id, _) = self.store().add_source(&new, NOW).unwrap();
        self.store().subscribe(self.reader, id, None, NOW).unwrap();
        self.app.readers.changed(self.reader);
        id
    }

    /// Keeps a telling; answers its story.
    pub(crate) fn tell(&self, tell: &Tell<'_>) -> StoryId {
        let before = tell.story.map(|s| self.store().story(s).unwrap().unwrap());
        let article = ArticleIn {
            url: format!("https://{}.example/{}", tell.source, tell.title.replace(' ', "-")),
            source: tell.source,
            outlet: tell.outlet.into(),
            title: tell.title.into(),
            language: Some(tell.language.into()),
            published: Some(tell.at),
            authors: vec!["Ada Lark".into()],
            key_points: vec![format!("Standfirst of {}", tell.title)],
            html: tell.html.into(),
            text: tell.text.into(),
            image: Some(ImageRef {
                url: format!("https://pictures.example/{}.jpg", tell.title.replace(' ', "-")),
                caption: Some("A caption".into()),
                credit: Some("A credit".into()),
                ..ImageRef::default()
            }),
            word_count: 400,
            reading_minutes: 2,
            kind: "article".into(),
            ..ArticleIn::default()
        };
        let batch = [PlaceArticle { article, entry: None }];
        let placed = self
            .store()
            .place_articles(&batch, tell.at + 60, &mut |id, a| {
                let mut outlets = before.as_ref().map(|s| s.outlets.clone()).unwrap_or_default();
                if !outlets.contains(&a.outlet) {
                    outlets.push(a.outlet.clone());
                }
                let story = StoryIn {
                    id: tell.story.unwrap_or(id),
                    title: before.as_ref().map_or_else(|| a.title.clone(), |s| s.title.clone()),
                    title_article: before.as_ref().map_or(id, |s| s.title_article),
                    first_at: before.as_ref().map_or(tell.at, |s| s.first_at),
                    last_at: before.as_ref().map_or(tell.at, |s| s.last_at.max(tell.at)),
                    outlets,
                    topics: tell
                        .topics
                        .iter()
                        .map(|t| Topic { key: t.to_lowercase(), label: (*t).into(), weight: 1.0 })
                        .collect(),
                    key_points: a.key_points.clone(),
                    terms: text::terms(tell.title, Some(tell.language))
                        .into_iter()
                        .chain(["grid".to_owned()])
                        .map(|term| (term, 0.5))
                        .collect(),
                    heat: 0.5,
                    language: Some(tell.language.into()),
                };
                Placement { story, copy_of: tell.copy_of, absorbed: Vec::new() }
            })
            .unwrap();
        placed[0].story_id
    }

    /// Keeps a picture's file.
    pub(crate) fn picture(&self, url: &str) -> String {
        let key = store::image_key(url);
        let image =
            Encoded { bytes: b"picture".to_vec(), content_type: "image/webp".into(), width: 8, height: 5 };
        self.store().put_image(&key, &image).unwrap();
        key
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Got {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Got {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    pub(crate) async fn get(&self, path: &str) -> Got {
        self.send(Request::get(path).header(header::HOST, "127.0.0.1:8080").body(Body::empty()).unwrap())
            .await
    }

    /// A page that must be there.
    pub(crate) async fn page(&self, path: &str) -> String {
        let got = self.get(path).await;
        assert_eq!(got.status, StatusCode::OK, "{path}: {}", got.body);
        got.body
    }

    /// Sends a form as a browser without JavaScript does.
    pub(crate) async fn form(&self, path: &str, fields: &[(&str, &str)]) -> Got {
        self.send(form(path, fields).body(Body::from(encode(fields))).unwrap()).await
    }

    /// Sends a form as the page's script does.
    pub(crate) async fn script(&self, path: &str, fields: &[(&str, &str)]) -> Got {
        let request = form(path, fields).header(header::ACCEPT, "application/json");
        self.send(request.body(Body::from(encode(fields))).unwrap()).await
    }

    /// Uploads a file.
    pub(crate) async fn upload(&self, path: &str, field: &str, bytes: &str) -> Got {
        let body = format!(
            "--cut\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"f\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n{bytes}\r\n--cut--\r\n"
        );
        let request = Request::post(path)
            .header(header::HOST, "127.0.0.1:8080")
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "multipart/form-data; boundary=cut");
        self.send(request.body(Body::from(body)).unwrap()).await
    }

    /// Waits until what was noted in the background is in the store.
    pub(crate) async fn settled(&self, signals: usize) {
        for _ in 0..10_000 {
            if self.store().signals(self.reader, 0, 10_000).unwrap().len() >= signals {
                return;
            }
            tokio::task::yield_now().await;
            std::thread::yield_now();
        }
        panic!("no {signals} signals came");
    }
}

fn form(path: &str, _fields: &[(&str, &str)]) -> axum::http::request::Builder {
    Request::post(path)
        .header(header::HOST, "127.0.0.1:8080")
        .header("sec-fetch-site", "same-origin")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
}

fn encode(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// The value of one term in a story's reasons, as the page shows it.
pub(crate) fn term(html: &str, story: StoryId, label: &str) -> Option<f64> {
    let card = html.split(&format!("id=\"s-{story}\"")).nth(1)?.split("</article>").next()?;
    let row = card.split(&format!("<th scope=\"row\">{label}</th>")).nth(1)?.split("</tr>").next()?;
    let value = row.rsplit("<td>").next()?.split('<').next()?;
    value.replace('−', "-").parse().ok()
}
