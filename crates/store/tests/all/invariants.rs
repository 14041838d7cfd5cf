//! Whatever happens in whatever order: no article twice, every article in one story, entries linked.

use std::collections::{HashMap, HashSet};

use proptest::prelude::*;
use store::{PlaceArticle, SourceId, Store};

use crate::{NOW, add, article, assert_sound, entry, feed, story};

/// One step of a crawl, with numbers that choose from what is there.
#[derive(Clone, Debug)]
enum Step {
    /// A source brings entries with these keys and fingerprints.
    Feed { source: usize, entries: Vec<(u8, i64)> },
    /// So many waiting entries become articles; their addresses come down to so many different ones.
    Place { limit: usize, addresses: i64, join: usize, absorb: bool },
    /// An entry fails, for now or for good.
    Fail { entry: usize, for_good: bool },
    /// The program is started anew.
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..3_usize, prop::collection::vec((0..12_u8, 0..3_i64), 0..6))
            .prop_map(|(source, entries)| Step::Feed { source, entries }),
        4 => (1..6_usize, 1..20_i64, 0..4_usize, any::<bool>())
            .prop_map(|(limit, addresses, join, absorb)| Step::Place { limit, addresses, join, absorb }),
        1 => (0..9_usize, any::<bool>()).prop_map(|(entry, for_good)| Step::Fail { entry, for_good }),
        1 => Just(Step::Reopen),
    ]
}

/// Places what waits: an article founds a story or joins one, and may show two to be the same.
fn place_some(store: &Store, limit: usize, addresses: i64, join: usize, absorb: bool) {
    let waiting = store.pending_entries(NOW, limit).unwrap();
    let batch: Vec<PlaceArticle> = waiting
        .iter()
        .map(|e| PlaceArticle {
            article: article(
                e.source_id,
                &format!("https://example.org/{}", e.id % addresses),
                &e.item.title,
            ),
            entry: Some(e.id),
        })
        .collect();
    let mut stories: Vec<i64> = store.stories_since(0).unwrap().iter().map(|s| s.id).collect();
    stories.sort_unstable();
    let placed = store
        .place_articles(&batch, NOW, &mut |id, article| {
            let Some(&into) = stories.get(join) else {
                stories.push(id);
                return story(id, id, article, Vec::new());
            };
            let other = stories.iter().position(|&s| s != into).filter(|_| absorb);
            let absorbed: Vec<i64> = other.map(|at| stories.remove(at)).into_iter().collect();
            story(into, id, article, absorbed)
        })
        .unwrap();
    assert_eq!(placed.len(), batch.len());
    for (waiting, placed) in waiting.iter().zip(placed) {
        let entry = store.entry(waiting.id).unwrap().unwrap();
        assert_eq!(entry.article_id, Some(placed.article_id));
        let kept = store.article(placed.article_id).unwrap().unwrap();
        assert_eq!(kept.light.story_id, placed.story_id);
        assert!(kept.light.sources.contains(&waiting.source_id));
    }
}

fn check(store: &Store, sources: &[SourceId]) {
    assert_sound(store);
    let articles = store.articles_since(0).unwrap();
    let urls: HashSet<&str> = articles.iter().map(|a| a.url.as_str()).collect();
    assert_eq!(urls.len(), articles.len(), "an article is kept once");
    let mut of_stories = HashMap::new();
    for story in store.stories_since(0).unwrap() {
        let told = store.story_articles(story.id).unwrap();
        assert_eq!(told.len(), story.articles as usize);
        for article in told {
            assert_eq!(of_stories.insert(article.id, story.id), None, "an article is in one story");
        }
    }
    assert_eq!(of_stories.len(), articles.len(), "every article is in a story");
    let mut entries = 0;
    for &source in sources {
        let of_source = store.source_entries(source, 1000).unwrap();
        let keys: HashSet<&str> = of_source.iter().map(|e| e.item.key.as_str()).collect();
        assert_eq!(keys.len(), of_source.len(), "an entry is kept once");
        entries += of_source.len() as u64;
    }
    let counts = store.entry_counts(NOW).unwrap();
    assert_eq!(counts.waiting + counts.placed + counts.given_up, entries);
    for (absorbed, into) in store.story_aliases().unwrap().iter() {
        assert_eq!(store.story(*absorbed).unwrap().unwrap().id, *into, "absorbed stories are answered for");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn a_crawl_in_any_order_keeps_everything_in_its_place(steps in prop::collection::vec(step(), 1..25)) {
        let dir = tempfile::tempdir().unwrap();
        let mut store = Store::open(dir.path()).unwrap();
        let sources: Vec<SourceId> = ["https://a/", "https://b/", "https://c/"].iter().map(|url| add(&store, url)).collect();
        for step in steps {
            match step {
                Step::Feed { source, entries } => {
                    let items = entries.iter().map(|(key, print)| entry(&key.to_string(), *print)).collect();
                    store.record_fetch(sources[source], &feed(items), NOW).unwrap();
                }
                Step::Place { limit, addresses, join, absorb } => place_some(&store, limit, addresses, join, absorb),
                Step::Fail { entry, for_good } => {
                    if let Some(e) = store.pending_entries(NOW, 10).unwrap().get(entry) {
                        store.entry_failed(e.id, "lost", (!for_good).then_some(NOW)).unwrap();
                    }
                }
                Step::Reopen => store = Store::open(dir.path()).unwrap(),
            }
        }
        check(&store, &sources);
    }
}
