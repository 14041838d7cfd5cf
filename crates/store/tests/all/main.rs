//! The store through its public interface.

#![allow(
    clippy::as_conversions,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::panic,
    clippy::cloned_ref_to_slice_refs
)]

mod articles;
mod folder;
mod images;
mod invariants;
mod readers;
mod regroup;
mod search;
mod signals;
mod sources;

use store::{
    ArticleIn, EntryIn, Fetched, NewSource, Outcome, PlaceArticle, Placement, SourceId, Store, StoryIn, Topic,
};

/// A moment; nothing depends on which.
const NOW: i64 = 1_700_000_000;

/// A store in a folder that lives as long as the test.
struct Kept {
    store: Store,
    _dir: tempfile::TempDir,
}

impl std::ops::Deref for Kept {
    type Target = Store;

    fn deref(&self) -> &Store {
        &self.store
    }
}

fn open() -> Kept {
    let dir = tempfile::tempdir().unwrap();
    Kept { store: Store::open(dir.path()).unwrap(), _dir: dir }
}

fn add(store: &Store, url: &str) -> SourceId {
    store.add_source(&NewSource { url: url.into(), ..NewSource::default() }, NOW).unwrap().0
}

fn entry(key: &str, fingerprint: i64) -> EntryIn {
    EntryIn {
        key: key.into(),
        url: Some(format!("https://example.org/{key}")),
        title: format!("Entry {key}"),
        summary_html: Some("<p>summary</p>".into()),
        content_html: None,
        authors: vec!["Ada".into()],
        published: Some(NOW - 100),
        topics: vec!["Sea".into()],
        image: Some("https://example.org/entry.png".into()),
        fingerprint,
    }
}

fn feed(entries: Vec<EntryIn>) -> Fetched {
    Fetched {
        outcome: Outcome::Feed {
            title: Some("Coast Courier".into()),
            site_url: Some("https://example.org/".into()),
            etag: Some("W/\"1\"".into()),
            last_modified: Some("Tue, 14 Nov 2023 22:13:20 GMT".into()),
            entries,
            warnings: vec!["a bare & was read as text".into()],
        },
        moved_permanently: None,
        interval_seconds: 1800,
        next_fetch_at: NOW + 1800,
    }
}

fn article(source: SourceId, url: &str, text: &str) -> ArticleIn {
    ArticleIn {
        url: url.into(),
        source,
        outlet: "Coast Courier".into(),
        title: format!("Headline of {url}"),
        language: Some("en".into()),
        published: Some(NOW - 60),
        authors: vec!["Ada".into()],
        key_points: vec!["It rained.".into()],
        topics: vec!["Weather".into()],
        html: format!("<p>{text}</p>"),
        text: text.into(),
        word_count: 2,
        reading_minutes: 1,
        kind: "article".into(),
        extra: Some("{\"videos\":[]}".into()),
        ..ArticleIn::default()
    }
}

/// A story of its own for an article.
fn alone(id: i64, article: &ArticleIn) -> Placement {
    story(id, id, article, Vec::new())
}

/// A story `id`, which `article` (number `by`) joined and named.
fn story(id: i64, by: i64, article: &ArticleIn, absorbed: Vec<i64>) -> Placement {
    Placement {
        story: StoryIn {
            id,
            title: article.title.clone(),
            title_article: by,
            first_at: NOW - 60,
            last_at: article.published.unwrap_or(NOW),
            outlets: vec![article.outlet.clone()],
            topics: vec![Topic { key: "weather".into(), label: "Weather".into(), weight: 1.0 }],
            key_points: article.key_points.clone(),
            terms: vec![("rain".into(), 0.5)],
            heat: 0.25,
            language: article.language.clone(),
        },
        copy_of: None,
        absorbed,
    }
}

fn place(store: &Store, article: ArticleIn) -> store::Placed {
    let batch = [PlaceArticle { article, entry: None }];
    store.place_articles(&batch, NOW, &mut alone).unwrap()[0]
}

/// Nothing is broken.
fn assert_sound(store: &Store) {
    let faults: Vec<_> = store.doctor().unwrap().into_iter().filter(|finding| finding.fault).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}
