//! What a front page costs over a newsroom of 1,100 stories: from memory, and ranked anew.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use store::{ArticleIn, NewSource, PlaceArticle, Placement, Store, StoryIn, Topic};
use tower::ServiceExt;

const NOW: i64 = 1_795_176_000;
const STORIES: i64 = 1_100;

fn main() {
    divan::main();
}

fn app() -> (web::App, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let reader = store.add_reader("ada", None, NOW).unwrap();
    for n in 0..100 {
        let new = NewSource { url: format!("https://{n}.example/feed"), ..NewSource::default() };
        let (source, _) = store.add_source(&new, NOW).unwrap();
        store.subscribe(reader, source, None, NOW).unwrap();
    }
    let batch: Vec<PlaceArticle> = (0..STORIES)
        .map(|n| PlaceArticle {
            article: ArticleIn {
                url: format!("https://x.example/{n}"),
                source: 1 + n % 100,
                outlet: format!("Outlet {}", n % 100),
                title: format!("A headline of usual length about the matter number {n}"),
                published: Some(NOW - n * 300),
                key_points: vec![
                    "What happened, in one sentence of usual length that says it all.".into();
                    3
                ],
                html: "<p>text</p>".into(),
                text: "text".into(),
                ..ArticleIn::default()
            },
            entry: None,
        })
        .collect();
    store
        .place_articles(&batch, NOW, &mut |id, a| {
            let topic =
                |n: i64, weight| Topic { key: format!("topic {n}"), label: format!("Topic {n}"), weight };
            let story = StoryIn {
                id,
                title: a.title.clone(),
                title_article: id,
                first_at: a.published.unwrap(),
                last_at: a.published.unwrap(),
                outlets: vec![a.outlet.clone()],
                topics: vec![topic(id % 40, 1.0), topic(id % 97, 0.6), topic(id % 301, 0.4)],
                key_points: a.key_points.clone(),
                terms: (0..16).map(|n| (format!("term{}", (id * 7 + n * 13) % 3_000), 0.2)).collect(),
                heat: 0.3,
                language: Some("en".into()),
            };
            Placement { story, ..Placement::default() }
        })
        .unwrap();
    let settings = web::WebSettings { open_reader: Some(reader), ..web::WebSettings::default() };
    let app =
        web::App::new(store, Arc::new(web::NoCrawl), Arc::new(|| NOW), settings, web::StarterPack::default());
    (app, dir)
}

async fn get(router: &axum::Router) -> usize {
    let request = Request::get("/").header("host", "127.0.0.1:8080").body(Body::empty()).unwrap();
    let response = router.clone().oneshot(request).await.unwrap();
    assert!(response.status().is_success());
    response.into_body().collect().await.unwrap().to_bytes().len()
}

#[divan::bench]
fn page_from_memory(bencher: divan::Bencher<'_, '_>) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (app, _dir) = app();
    let router = web::router(app);
    runtime.block_on(get(&router));
    bencher.bench_local(|| runtime.block_on(get(&router)));
}

#[divan::bench]
fn page_ranked_anew(bencher: divan::Bencher<'_, '_>) {
    let (app, _dir) = app();
    let reader = app.settings.open_reader.unwrap();
    let state = app.readers.get_now(&app.store, reader, NOW).unwrap();
    let snapshot = app.newsroom.load(&app.store, NOW).unwrap();
    let options = web::front::Options::default();
    bencher.bench_local(|| web::front::assemble(&snapshot, &state, NOW, &options));
}

#[divan::bench(sample_count = 10)]
fn newsroom_read_from_the_store(bencher: divan::Bencher<'_, '_>) {
    let (app, _dir) = app();
    bencher.bench_local(|| {
        let newsroom = web::front::Newsroom::new(web::front::Window::default());
        newsroom.load(&app.store, NOW).unwrap()
    });
}
