//! What the page of a story of 50 articles costs: read for the first time, and from memory.

#![allow(clippy::unwrap_used)]

use axum::body::Body;
use axum::http::Request;
use http_body_util::BodyExt;
use store::{ArticleIn, NewSource, PlaceArticle, Placement, Store, StoryIn, Topic};
use tower::ServiceExt;
use web::front::Item;

const NOW: i64 = 1_795_176_000;
const ARTICLES: i64 = 50;
/// Sentences of an article; about 600 words.
const SENTENCES: i64 = 36;

fn main() {
    divan::main();
}

/// A text that shares half of its sentences with others and names, counts and quotes in between.
fn body(n: i64) -> String {
    let names = [
        "Ana Lopez",
        "Bruno Silva",
        "Carla Meyer",
        "Deniz Aydin",
        "Ines Moreau",
        "Jan Novak",
        "Olga Petrova",
    ];
    let verbs =
        ["rebuild the market hall", "close the northern quay", "ask for a new report", "pay for the repairs"];
    let pick = |list: &[&'static str], k: i64| -> &'static str {
        usize::try_from(k).ok().and_then(|k| list.get(k % list.len())).copied().unwrap_or("Ana Lopez")
    };
    let mut out = String::new();
    for s in 0..SENTENCES {
        let k = if s % 2 == 0 { s } else { n * 7 + s };
        let (name, verb) = (pick(&names, k), pick(&verbs, k / 3));
        out.push_str(&match k % 4 {
            0 => format!(
                "The fire at the harbour market of Fennock destroyed {} stalls and part of street {}. ",
                10 + k,
                k
            ),
            1 => format!(
                "“We will {verb} before winter number {k} comes to this town,” {name} said on Monday. "
            ),
            2 => format!("Police denied that {name} had been near the station when alarm {k} was raised. "),
            _ => format!(
                "A report of the council counted {} families who asked to {verb} with help from Carrow. ",
                20 + k
            ),
        });
        if s % 4 == 3 {
            out.push_str("\n\n");
        }
    }
    out
}

fn app() -> (web::App, i64, tempfile::TempDir) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let reader = store.add_reader("ada", None, NOW).unwrap();
    let new = NewSource { url: "https://one.example/feed".into(), ..NewSource::default() };
    let (source, _) = store.add_source(&new, NOW).unwrap();
    store.subscribe(reader, source, None, NOW).unwrap();
    let batch: Vec<PlaceArticle> = (0..ARTICLES)
        .map(|n| PlaceArticle {
            article: ArticleIn {
                url: format!("https://x.example/{n}"),
                source,
                outlet: format!("Outlet {}", n % 20),
                title: format!("Harbour market fire: what report {n} adds"),
                language: Some("en".into()),
                published: Some(NOW - (ARTICLES - n) * 900),
                text: body(n),
                ..ArticleIn::default()
            },
            entry: None,
        })
        .collect();
    let placed = store
        .place_articles(&batch, NOW, &mut |_, a| Placement {
            story: StoryIn {
                id: 1,
                title: "Harbour market fire".into(),
                title_article: 1,
                first_at: NOW - ARTICLES * 900,
                last_at: a.published.unwrap(),
                outlets: vec!["Outlet 1".into()],
                topics: vec![Topic { key: "fire".into(), label: "Fire".into(), weight: 1.0 }],
                language: Some("en".into()),
                ..StoryIn::default()
            },
            ..Placement::default()
        })
        .unwrap();
    let settings = web::WebSettings { open_reader: Some(reader), ..web::WebSettings::default() };
    let app = web::App::new(
        store,
        std::sync::Arc::new(web::NoCrawl),
        std::sync::Arc::new(|| NOW),
        settings,
        web::StarterPack::default(),
    );
    (app, placed.first().unwrap().story_id, dir)
}

/// The texts read and unfolded: once for each state of a story.
#[divan::bench]
fn unfolded(bencher: divan::Bencher<'_, '_>) {
    let (app, story, _dir) = app();
    let item = Item::load(&app.store, story).unwrap().unwrap();
    bencher.bench_local(|| web::unfolding::read(&app.store, &item).unwrap());
}

/// The page, unfolding from memory.
#[divan::bench]
fn page(bencher: divan::Bencher<'_, '_>) {
    let (app, story, _dir) = app();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let router = web::router(app);
    let ask = || {
        runtime.block_on(async {
            let request = Request::get(format!("/story/{story}")).header("host", "127.0.0.1:8080");
            let response = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
            assert!(response.status().is_success());
            response.into_body().collect().await.unwrap().to_bytes().len()
        })
    };
    ask();
    bencher.bench_local(ask);
}
