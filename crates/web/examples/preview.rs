//! Serves the site over the sample newsroom's articles, read straight from its folder: the quickest way to look at a
//! page while working on it. Nothing is fetched, grouped or kept; stories are those that the sample names.
//!
//! `cargo run -p web --example preview [-- ADDRESS]`, default `127.0.0.1:8090`.

#![allow(clippy::unwrap_used, clippy::print_stdout, clippy::expect_used)]

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use store::{ArticleIn, Encoded, ImageRef, NewSource, PlaceArticle, Placement, Store, StoryIn, Topic};

#[tokio::main]
async fn main() {
    let address = std::env::args().nth(1).unwrap_or_else(|| "127.0.0.1:8090".into());
    let newsroom = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../masthead/newsroom");
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let now = i64::try_from(std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs()).unwrap();
    let reader = store.add_reader("you", None, now).unwrap();
    if std::env::var_os("PREVIEW_EMPTY").is_none() {
        fill(&store, reader, &newsroom, now);
    }
    store.index_catch_up().unwrap();
    let settings = web::WebSettings { open_reader: Some(reader), ..web::WebSettings::default() };
    let clock: web::Clock =
        Arc::new(|| i64::try_from(std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs()).unwrap());
    let app = web::App::new(store, Arc::new(web::NoCrawl), clock, settings, starter());
    let listener = tokio::net::TcpListener::bind(&address).await.unwrap();
    println!("http://{address}");
    axum::serve(listener, web::router(app)).await.unwrap();
}

fn starter() -> web::StarterPack {
    let group = |subject: &str, language: &str, names: &[&str]| web::StarterGroup {
        subject: subject.into(),
        language: language.into(),
        feeds: names
            .iter()
            .map(|n| web::StarterFeed {
                title: (*n).into(),
                url: format!("https://{}.example/feed", n.to_lowercase().replace(' ', "-")),
                site_url: None,
            })
            .collect(),
    };
    web::StarterPack {
        groups: vec![
            group("World", "en", &["The Globe", "Continental Post", "Harbour Gazette", "Wire Service"]),
            group("Science", "en", &["Lab Notes", "Orbit", "Field Journal"]),
            group("Nachrichten", "de", &["Tageblatt", "Abendzeitung", "Der Bote"]),
            group("新闻", "zh", &["Dao Bao", "Hua Bao"]),
            group("Technology", "en", &["Kernel Weekly", "The Compiler", "Soldering Iron"]),
        ],
    }
}

fn fill(store: &Store, reader: i64, newsroom: &Path, now: i64) {
    let outlets: Vec<Value> =
        serde_json::from_str(&std::fs::read_to_string(newsroom.join("outlets.json")).unwrap()).unwrap();
    let text = |v: &Value, key: &str| v[key].as_str().unwrap_or_default().to_owned();
    let mut told: Vec<(i64, String, ArticleIn, bool)> = Vec::new();
    for outlet in &outlets {
        let home = text(outlet, "url");
        let new = NewSource {
            url: format!("{}{}", home.trim_end_matches('/'), text(outlet, "feed")),
            title: Some(text(outlet, "name")),
            site_url: Some(home.clone()),
        };
        let (source, _) = store.add_source(&new, now).unwrap();
        store.subscribe(reader, source, outlet["folder"].as_str(), now).unwrap();
        let path = newsroom.join("articles").join(format!("{}.jsonl", text(outlet, "slug")));
        for line in std::fs::read_to_string(path).unwrap_or_default().lines() {
            let a: Value = serde_json::from_str(line).unwrap();
            let body: Vec<String> = a["body"]
                .as_array()
                .unwrap()
                .iter()
                .map(|p| p.as_str().unwrap_or_default().to_owned())
                .collect();
            let at = now - a["minutes_ago"].as_i64().unwrap_or(0) * 60;
            let article = ArticleIn {
                url: format!("{home}{}", text(&a, "slug")),
                source,
                outlet: text(outlet, "name"),
                title: text(&a, "title"),
                language: Some(text(outlet, "language")),
                published: Some(at),
                authors: a["author"].as_str().map(|s| vec![s.to_owned()]).unwrap_or_default(),
                key_points: a["standfirst"].as_str().map(|s| vec![s.to_owned()]).unwrap_or_default(),
                topics: a["tags"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|t| t.as_str().unwrap().to_owned())
                    .collect(),
                html: body.iter().map(|p| format!("<p>{p}</p>")).collect(),
                text: body.join("\n\n"),
                image: a["image"].as_str().map(|i| ImageRef {
                    url: format!("{home}{i}"),
                    caption: a["caption"].as_str().map(Into::into),
                    credit: a["credit"].as_str().map(Into::into),
                    ..ImageRef::default()
                }),
                word_count: 300,
                reading_minutes: 2,
                kind: "article".into(),
                ..ArticleIn::default()
            };
            told.push((at, text(&a, "story"), article, a["wire"].is_string()));
        }
    }
    told.sort_by_key(|t| t.0);
    let mut stories: HashMap<String, (StoryIn, i64)> = HashMap::new();
    let mut pictures: BTreeMap<String, PathBuf> = BTreeMap::new();
    for (at, label, article, copied) in told {
        if let Some(image) = &article.image {
            let name = image.url.rsplit('/').next().unwrap().to_owned();
            pictures.insert(store::image_key(&image.url), newsroom.join("images").join(name));
        }
        let batch = vec![PlaceArticle { article, entry: None }];
        store
            .place_articles(&batch, at, &mut |id, a| {
                let weight = |n: usize| if n == 0 { 1.0 } else { 0.5 };
                let (story, first) = stories.entry(label.clone()).or_insert_with(|| {
                    (
                        StoryIn {
                            id,
                            first_at: at,
                            title_article: id,
                            title: a.title.clone(),
                            ..StoryIn::default()
                        },
                        id,
                    )
                });
                story.last_at = at;
                story.language = a.language.clone();
                story.heat += 0.3;
                if !story.outlets.contains(&a.outlet) {
                    story.outlets.push(a.outlet.clone());
                }
                for (n, t) in a.topics.iter().enumerate() {
                    if story.topics.len() < 4 && story.topics.iter().all(|o| o.label != *t) {
                        story.topics.push(Topic {
                            key: t.to_lowercase(),
                            label: t.clone(),
                            weight: weight(n),
                        });
                    }
                }
                if story.key_points.len() < 3 {
                    story.key_points.extend(a.key_points.first().cloned());
                }
                Placement {
                    story: story.clone(),
                    copy_of: (copied && *first != id).then_some(*first),
                    absorbed: vec![],
                }
            })
            .unwrap();
    }
    for (key, path) in pictures {
        if let Ok(bytes) = std::fs::read(path) {
            let image = Encoded { bytes, content_type: "image/jpeg".into(), width: 1200, height: 800 };
            store.put_image(&key, &image).unwrap();
        }
    }
}
