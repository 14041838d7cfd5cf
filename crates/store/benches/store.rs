//! What the store costs: keeping a batch, reading what a front page needs, searching.

#![allow(missing_docs, clippy::as_conversions, clippy::unwrap_used)]

use divan::Bencher;
use store::{ArticleIn, NewSource, PlaceArticle, Placement, SearchQuery, SourceId, Store, StoryIn, Topic};

const NOW: i64 = 1_700_000_000;
const ARTICLES: usize = 2_000;

fn main() {
    divan::main();
}

fn article(source: SourceId, number: usize) -> PlaceArticle {
    let word = |n: usize| {
        const SYLLABLES: [&str; 12] =
            ["ka", "lo", "mi", "ter", "sun", "ra", "ne", "vol", "pi", "da", "gor", "es"];
        let mix = n.wrapping_mul(2_654_435_761) >> 7;
        format!("{}{}{}", SYLLABLES[mix % 12], SYLLABLES[mix / 12 % 12], SYLLABLES[mix / 144 % 12])
    };
    let text: Vec<String> = (0..600).map(|n| word(number * 131 + n)).collect();
    let text = text.join(" ");
    let article = ArticleIn {
        url: format!("https://example.org/{source}/{number}"),
        source,
        outlet: format!("Outlet {}", number % 50),
        title: format!("{} {} {}", word(number), word(number + 1), word(number + 2)),
        language: Some("en".into()),
        published: Some(NOW + number as i64),
        html: format!("<p>{text}</p>"),
        text,
        word_count: 600,
        reading_minutes: 3,
        kind: "article".into(),
        ..ArticleIn::default()
    };
    PlaceArticle { article, entry: None }
}

fn place(id: i64, article: &ArticleIn) -> Placement {
    let topic = Topic { key: "weather".into(), label: "Weather".into(), weight: 1.0 };
    let story = StoryIn {
        id,
        title: article.title.clone(),
        title_article: id,
        first_at: NOW,
        last_at: article.published.unwrap_or(NOW),
        outlets: vec![article.outlet.clone()],
        topics: vec![topic],
        terms: (0..16).map(|n| (format!("term{n}"), 0.5)).collect(),
        ..StoryIn::default()
    };
    Placement { story, copy_of: None, absorbed: Vec::new() }
}

fn empty() -> (tempfile::TempDir, Store, SourceId) {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::open(dir.path()).unwrap();
    let (source, _) = store
        .add_source(&NewSource { url: "https://example.org/".into(), ..NewSource::default() }, NOW)
        .unwrap();
    (dir, store, source)
}

fn filled() -> (tempfile::TempDir, Store, SourceId) {
    let (dir, store, source) = empty();
    let all: Vec<PlaceArticle> = (0..ARTICLES).map(|number| article(source, number)).collect();
    for batch in all.chunks(100) {
        store.place_articles(batch, NOW, &mut place).unwrap();
    }
    store.index_catch_up().unwrap();
    (dir, store, source)
}

#[divan::bench(args = [1, 32], sample_count = 20, sample_size = 1)]
fn place_articles(bencher: Bencher<'_, '_>, batch: usize) {
    let (_dir, store, source) = empty();
    let mut next = 0;
    bencher
        .with_inputs(|| {
            next += batch;
            (next - batch..next).map(|number| article(source, number)).collect::<Vec<_>>()
        })
        .bench_local_refs(|batch| store.place_articles(batch, NOW, &mut place).unwrap().len());
}

#[divan::bench]
fn generation(bencher: Bencher<'_, '_>) {
    let (_dir, store, _) = empty();
    bencher.bench_local(|| store.generation().unwrap());
}

#[divan::bench(sample_count = 20)]
fn stories_and_articles_of_a_front(bencher: Bencher<'_, '_>) {
    let (_dir, store, _) = filled();
    bencher.bench_local(|| {
        store.stories_since(0).unwrap().len() + store.articles_of_stories_since(0).unwrap().len()
    });
}

#[divan::bench]
fn one_article(bencher: Bencher<'_, '_>) {
    let (_dir, store, _) = filled();
    bencher.bench_local(|| store.article(1_000).unwrap().is_some());
}

#[divan::bench(sample_count = 50)]
fn search(bencher: Bencher<'_, '_>) {
    let (_dir, store, _) = filled();
    let query = SearchQuery { text: "kalomi tersun".into(), limit: 20, ..SearchQuery::default() };
    bencher.bench_local(|| store.search(&query).unwrap().total);
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn index_two_thousand_articles(bencher: Bencher<'_, '_>) {
    bencher
        .with_inputs(|| {
            let kept = filled();
            std::fs::remove_dir_all(kept.1.dir().join("index")).unwrap();
            let again = Store::open(kept.1.dir()).unwrap();
            (kept, again)
        })
        .bench_local_refs(|(_kept, store)| store.index_catch_up().unwrap());
}
