//! The API under `/api/v1/`.

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use store::NewSource;
use web::{Added, BoxFuture, Crawl, CrawlStatus, NoCrawl, WebSettings};

use crate::support::{NOW, Site};

/// A site and a token for it.
struct Api {
    site: Site,
    token: String,
}

/// What came back.
struct Said {
    status: StatusCode,
    kind: String,
    body: Value,
}

impl Api {
    fn open() -> Self {
        Self::with(|_| ())
    }

    fn with(change: impl FnOnce(&mut web::App)) -> Self {
        let mut site = Site::filled();
        site.app.settings = Arc::new(WebSettings { open_reader: None, ..(*site.app.settings).clone() });
        change(&mut site.app);
        site.router = web::router(site.app.clone());
        let token = web::access::new_token(site.store(), site.reader, "test", NOW).unwrap();
        Self { site, token }
    }

    async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> Said {
        let request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"))
            .header(header::HOST, "localhost")
            .header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        let got = self.site.send(request.body(body).unwrap()).await;
        Said {
            status: got.status,
            kind: got.header("content-type").to_owned(),
            body: serde_json::from_str(&got.body).unwrap_or(Value::String(got.body)),
        }
    }

    async fn get(&self, path: &str) -> Value {
        let said = self.ask("GET", path, None).await;
        assert_eq!((said.status, &*said.kind), (StatusCode::OK, "application/json"), "{path}: {}", said.body);
        said.body
    }

    /// A request that is refused with a problem of this status.
    async fn refused(&self, method: &str, path: &str, body: Option<Value>, status: u16) -> String {
        let said = self.ask(method, path, body).await;
        assert_eq!(said.status, status, "{method} {path}: {}", said.body);
        assert_eq!(said.kind, "application/problem+json", "{method} {path}");
        assert_eq!((&said.body["type"], &said.body["status"]), (&json!("about:blank"), &json!(status)));
        said.body["detail"].as_str().unwrap().to_owned()
    }
}

fn ids(list: &Value) -> Vec<i64> {
    list.as_array().unwrap().iter().map(|one| one["id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn nothing_is_told_without_a_token() {
    let api = Api { token: "1.00".into(), ..Api::open() };
    for (method, path) in [
        ("GET", "/front"),
        ("GET", "/stories/1"),
        ("GET", "/articles/1"),
        ("GET", "/search?q=grid"),
        ("GET", "/topics"),
        ("GET", "/sources"),
        ("POST", "/sources"),
        ("DELETE", "/sources/1"),
        ("GET", "/profile"),
        ("PUT", "/profile"),
        ("DELETE", "/profile"),
        ("POST", "/signals"),
    ] {
        let detail = api.refused(method, path, None, 401).await;
        assert!(detail.contains("masthead token new"), "{detail}");
    }
    assert_eq!(api.get("/openapi.json").await["openapi"], "3.1.0");
    assert!(!api.site.store().subscriptions(api.site.reader).unwrap().is_empty());
}

#[tokio::test]
async fn the_front_comes_in_pages_and_its_terms_add_up() {
    let api = Api::open();
    let mut seen = Vec::new();
    let mut path = "/front?limit=7".to_owned();
    loop {
        let front = api.get(&path).await;
        assert_eq!(
            (&front["reader"], &front["mode"], &front["generated"]),
            (&json!("ada"), &json!("for-you"), &json!("2026-11-20T12:00:00Z"))
        );
        for story in front["stories"].as_array().unwrap() {
            let terms = story["contributions"].as_array().unwrap();
            let sum: f64 = terms.iter().map(|term| term["value"].as_f64().unwrap()).sum();
            assert!((sum - story["score"].as_f64().unwrap()).abs() < 1e-9);
            assert!(terms.iter().all(|term| term["signal"].is_string() && term["label"].is_string()));
            assert!(!story["articles"].as_array().unwrap().is_empty());
        }
        seen.extend(ids(&front["stories"]));
        match front["next"].as_str() {
            Some(next) => path = format!("/front?limit=7&cursor={next}"),
            None => break assert_eq!(front["caught_up"], true),
        }
    }
    let all = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!((seen.len(), all), (18, 18));
    let latest = api.get("/front?mode=latest&limit=100").await;
    let times: Vec<&str> =
        latest["stories"].as_array().unwrap().iter().map(|s| s["updated"].as_str().unwrap()).collect();
    assert!(times.is_sorted_by(|a, b| a >= b), "{times:?}");
    assert!(latest.get("left_out").is_none());
    assert!(api.get("/front?left_out=1&limit=3").await["left_out"].is_array());
    for odd in ["limit=0", "limit=501", "limit=x", "mode=worst"] {
        api.refused("GET", &format!("/front?{odd}"), None, 400).await;
    }
}

#[tokio::test]
async fn a_story_and_an_article_are_told_whole() {
    let api = Api::open();
    let front = api.get("/front?limit=100").await;
    let stories = front["stories"].as_array().unwrap();
    let told = stories.iter().find(|story| story["articles"].as_array().unwrap().len() == 3).unwrap();
    let id = told["id"].as_i64().unwrap();
    let story = api.get(&format!("/stories/{id}")).await;
    for key in ["id", "title", "published", "updated", "topics", "key_points", "image", "articles"] {
        assert_eq!(story[key], told[key], "{key}");
    }
    let sum: f64 =
        story["contributions"].as_array().unwrap().iter().map(|term| term["value"].as_f64().unwrap()).sum();
    assert!((sum - story["score"].as_f64().unwrap()).abs() < 1e-9);
    assert_eq!(story["state"], json!({ "more": false, "less": false, "saved": false, "hidden": false }));

    let article = api.get(&format!("/articles/{}", story["articles"][0]["id"])).await;
    assert_eq!(article["story_id"], id);
    assert_eq!(
        (&article["text"], &article["kind"]),
        (&json!("A first paragraph.\n\nAnd a second."), &json!("article"))
    );
    assert_eq!(article["html"], "<p>A first paragraph.</p><p>And a second.</p>");
    assert_eq!(article["published"], "2026-11-20T06:00:00Z");
    for path in ["/stories/9999", "/stories/x", "/stories/-1", "/articles/9999", "/articles/x", "/nothing"] {
        api.refused("GET", path, None, 404).await;
    }
    api.refused("PATCH", "/front", None, 405).await;
}

#[tokio::test]
async fn what_is_kept_is_searched() {
    let api = Api::open();
    api.site.store().index_catch_up().unwrap();
    let found = api.get("/search?q=grid").await;
    assert_eq!((&found["query"], &found["total"]), (&json!("grid"), &json!(2)));
    assert_eq!(found["hits"].as_array().unwrap().len(), 2);
    assert!(found["hits"][0]["story"].is_i64() && found["hits"][0]["published"].is_string());
    assert_eq!(api.get("/search?q=council&limit=5&offset=10").await["hits"].as_array().unwrap().len(), 4);
    assert_eq!(api.get("/search?q=council&since=2026-11-20T00:00:00Z").await["total"], 3);
    assert_eq!(api.get("/search?q=").await["total"], 0);
    for odd in ["", "?q=a&limit=1000", "?q=a&offset=99999", "?q=a&since=yesterday"] {
        api.refused("GET", &format!("/search{odd}"), None, 400).await;
    }
}

#[tokio::test]
async fn signals_are_stored_before_they_are_acknowledged() {
    let api = Api::open();
    let store = api.site.store();
    let id = ids(&api.get("/front").await["stories"])[0];
    let sent = json!([
        { "kind": "save", "story": id, "at": "2026-11-20T11:00:00Z", "position": 3 },
        { "kind": "open", "story": id, "at": NOW - 60, "dwell_seconds": 12.5 },
        { "kind": "follow", "topic": "Énergy" },
    ]);
    let said = api.ask("POST", "/signals", Some(sent)).await;
    assert_eq!((said.status, &said.body["stored"]), (StatusCode::ACCEPTED, &json!(3)));
    let kept = store.signals(api.site.reader, 0, 10).unwrap();
    assert_eq!(
        kept.iter().map(|s| (&*s.signal.kind, s.signal.at)).collect::<Vec<_>>(),
        [("save", NOW - 3600), ("open", NOW - 60), ("follow", NOW)]
    );
    assert_eq!((kept[0].signal.position, kept[1].signal.dwell_seconds), (Some(3), Some(12.5)));
    assert_eq!(api.get(&format!("/stories/{id}")).await["state"]["saved"], true);
    let topics = api.get("/topics").await;
    let energy = topics.as_array().unwrap().iter().find(|topic| topic["key"] == "energy").unwrap();
    assert_eq!(
        (&energy["followed"], &energy["muted"], &energy["label"]),
        (&json!(true), &json!(false), &json!("Energy"))
    );

    // One alone needs no list.
    let one = api.ask("POST", "/signals", Some(json!({ "kind": "less", "story": id }))).await;
    assert_eq!(one.status, StatusCode::ACCEPTED);
    // All or none.
    for odd in [
        json!([{ "kind": "save", "story": id }, { "kind": "save", "story": 9999 }]),
        json!([{ "kind": "save" }]),
        json!([{ "kind": "praise", "story": id }]),
        json!([{ "kind": "save", "story": id, "at": "yesterday" }]),
        json!("save"),
        json!(vec![json!({ "kind": "open", "story": id }); 1001]),
    ] {
        api.refused("POST", "/signals", Some(odd), 400).await;
    }
    assert_eq!(store.signals(api.site.reader, 0, 10).unwrap().len(), 4);
    assert_eq!(api.ask("POST", "/signals", Some(json!([]))).await.status, StatusCode::ACCEPTED);
}

#[tokio::test]
async fn muting_by_the_api_takes_a_topic_off_the_front() {
    let api = Api::open();
    api.ask("POST", "/signals", Some(json!([{ "kind": "mute", "topic": "politics" }]))).await;
    let front = api.get("/front?limit=100&left_out=1").await;
    assert_eq!(front["stories"].as_array().unwrap().len(), 4);
    let left: Vec<&Value> =
        front["left_out"].as_array().unwrap().iter().filter(|l| l["filter"] == "muted-topic").collect();
    assert_eq!(left.len(), 14);
    let story = api.get(&format!("/stories/{}", left[0]["id"])).await;
    assert_eq!((&story["left_out"]["filter"], &story["place"]), (&json!("muted-topic"), &Value::Null));
}

#[tokio::test]
async fn a_profile_is_taken_away_and_brought_back() {
    let api = Api::open();
    api.ask("POST", "/signals", Some(json!([{ "kind": "follow", "topic": "energy" }]))).await;
    api.ask("POST", "/signals", Some(json!([{ "kind": "hide", "story": 1 }]))).await;
    let profile = api.get("/profile").await;
    assert_eq!(profile["stories"][0]["story_id"], 1);
    let app = &api.site.app;
    let exported =
        web::front::Document::write(&app.store, api.site.reader, Some((&app.readers, NOW))).unwrap();
    assert_eq!(profile, exported, "the site and the API write the same document");
    assert_eq!(api.ask("DELETE", "/profile", None).await.status, StatusCode::NO_CONTENT);
    assert_ne!(api.get("/profile").await, profile);
    assert!(api.site.store().signals(api.site.reader, 0, 9).unwrap().is_empty());
    assert_eq!(api.ask("PUT", "/profile", Some(profile.clone())).await.status, StatusCode::NO_CONTENT);
    assert_eq!(api.get("/profile").await, profile);
    api.refused("PUT", "/profile", Some(json!([1, 2])), 400).await;
    api.refused("PUT", "/profile", Some(json!({ "topics": {} })), 400).await;
    assert_eq!(api.get("/profile").await, profile);
}

/// Finds a feed at every address but one.
struct Finds(store::Store);

impl Crawl for Finds {
    fn add(&self, url: String) -> BoxFuture<'_, Result<Added, String>> {
        Box::pin(async move {
            if url.contains("nothing") {
                return Err(format!("{url} names no feed."));
            }
            let new = NewSource { url, title: Some("Found".into()), site_url: None };
            let (source_id, created) = self.0.add_source(&new, NOW).map_err(|e| e.to_string())?;
            Ok(Added { source_id, title: "Found".into(), created })
        })
    }
    fn wake(&self) {}
    fn status(&self) -> CrawlStatus {
        NoCrawl.status()
    }
}

#[tokio::test]
async fn sources_are_added_and_removed() {
    let api = Api::with(|app| app.crawl = Arc::new(Finds(app.store.clone())));
    let list = api.get("/sources").await;
    assert_eq!(list.as_array().unwrap().len(), 2);
    assert_eq!((&list[0]["title"], &list[0]["articles"]), (&json!("The Courier"), &json!(3)));
    assert!(list[0]["health"].is_string() && list[0]["healthy"].is_boolean());

    let new = json!({ "url": "daily.example/feed", "folder": " Coast " });
    let said = api.ask("POST", "/sources", Some(new.clone())).await;
    assert_eq!((said.status, &said.body["url"]), (StatusCode::CREATED, &json!("https://daily.example/feed")));
    assert_eq!(said.body["folder"], "Coast");
    assert_eq!(api.ask("POST", "/sources", Some(new)).await.status, StatusCode::OK);
    assert_eq!(api.get("/sources").await.as_array().unwrap().len(), 3);
    let detail =
        api.refused("POST", "/sources", Some(json!({ "url": "https://nothing.example" })), 422).await;
    assert_eq!(detail, "https://nothing.example names no feed.");
    api.refused("POST", "/sources", Some(json!({ "url": " " })), 400).await;
    api.refused("POST", "/sources", Some(json!({})), 400).await;

    let id = &said.body["id"];
    assert_eq!(api.ask("DELETE", &format!("/sources/{id}"), None).await.status, StatusCode::NO_CONTENT);
    api.refused("DELETE", &format!("/sources/{id}"), None, 404).await;
    assert_eq!(api.site.store().source(id.as_i64().unwrap()).unwrap(), None, "nobody reads it any more");
}
