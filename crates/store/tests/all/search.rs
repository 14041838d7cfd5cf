//! Full-text search.

use store::{SearchQuery, Store};

use crate::{NOW, add, article, assert_sound, open, place};

fn find(store: &Store, text: &str) -> Vec<i64> {
    let query = SearchQuery { text: text.into(), limit: 10, ..SearchQuery::default() };
    let page = store.search(&query).unwrap();
    assert_eq!(page.total, page.hits.len());
    page.hits.into_iter().map(|hit| hit.article_id).collect()
}

/// Articles in several languages; answers the store.
fn library() -> crate::Kept {
    let store = open();
    let source = add(&store, "https://a/");
    for (title, text) in [
        ("Wind farm approved off the coast", "The ministry approved a wind farm. São Paulo sent experts."),
        ("Storm closes harbour", "Strong wind and high waves closed the harbour on Friday. No farm was hit."),
        ("Küste: Fußball im Sturm", "Das Spiel an der Küste wurde abgebrochen."),
        ("东京奥运会开幕", "国际新闻：东京奥运会今天开幕，大雪纷飞。"),
        ("รัฐบาลเสนอร่างกฎหมาย", "รัฐบาลเสนอร่างกฎหมายใหม่"),
    ] {
        let mut a = article(source, &format!("https://example.org/{title}"), text);
        a.title = title.into();
        place(&store, a);
    }
    assert_eq!(store.index_catch_up().unwrap(), 5);
    store
}

#[test]
fn words_are_found_in_any_language_and_form() {
    let store = library();
    for (query, expected) in [
        ("wind", &[1, 2][..]),
        ("WIND FARM", &[1, 2]),
        ("\"wind farm\"", &[1]),
        ("wind -harbour", &[1]),
        ("-harbour", &[]),
        ("sao paulo", &[1]),
        ("fussball", &[3]),
        ("kuste Sturm", &[3]),
        ("东京", &[4]),
        ("奥运会", &[4]),
        ("东", &[4]),
        ("京东", &[]),
        ("กฎหมาย", &[5]),
        ("ada", &[1, 2, 3, 4, 5]),
        ("courier -wind", &[3, 4, 5]),
        ("rained", &[1, 2, 3, 4, 5]),
        ("", &[]),
        ("\"", &[]),
        ("title:wind AND (", &[]),
        ("absent", &[]),
    ] {
        let mut found = find(&store, query);
        found.sort_unstable();
        assert_eq!(found, expected, "{query:?}");
    }
    assert_eq!(find(&store, "wind")[0], 1, "in the headline it says more");
}

#[test]
fn a_page_is_a_part_of_the_answer() {
    let store = library();
    let page = |limit, offset, since| {
        let query = SearchQuery { text: "ada".into(), limit, offset, since };
        let page = store.search(&query).unwrap();
        (page.total, page.hits.len())
    };
    assert_eq!(page(2, 0, None), (5, 2));
    assert_eq!(page(2, 4, None), (5, 1));
    assert_eq!(page(2, 9, None), (5, 0));
    assert_eq!(page(0, 0, None), (5, 0));
    assert_eq!(page(9, 0, Some(NOW - 60)), (5, 5));
    assert_eq!(page(9, 0, Some(NOW - 59)), (0, 0));
    let hit = &store
        .search(&SearchQuery { text: "harbour".into(), limit: 1, ..SearchQuery::default() })
        .unwrap()
        .hits[0];
    assert_eq!(
        (&*hit.title, &*hit.outlet, hit.published),
        ("Storm closes harbour", "Coast Courier", NOW - 60)
    );
    assert!(hit.snippet_html.contains("closed the <b>harbour</b> on Friday"), "{}", hit.snippet_html);
    assert!(hit.score > 0.0);
}

#[test]
fn the_index_follows_the_articles() {
    let store = library();
    assert_eq!(store.index_catch_up().unwrap(), 0);
    let source = add(&store, "https://b/");
    let placed = place(&store, article(source, "https://example.org/new", "A lighthouse."));
    assert!(find(&store, "lighthouse").is_empty());
    assert!(store.doctor().unwrap().iter().any(|f| !f.fault && f.what.contains("behind")));
    assert_eq!(store.index_catch_up().unwrap(), 1);
    assert_eq!(find(&store, "lighthouse"), [placed.article_id]);
    place(&store, article(source, "https://example.org/new", "A windmill."));
    assert_eq!(store.index_catch_up().unwrap(), 1);
    assert_eq!((find(&store, "lighthouse"), find(&store, "windmill")), (vec![], vec![placed.article_id]));
    assert!(store.doctor().unwrap().is_empty());

    // Another process sees it at once.
    let other = Store::open(store.dir()).unwrap();
    assert_eq!(find(&other, "windmill"), [placed.article_id]);
    place(&store, article(source, "https://example.org/new", "A sundial."));
    assert_eq!(other.index_catch_up().unwrap(), 1);
    assert_eq!((find(&store, "windmill"), find(&store, "sundial")), (vec![], vec![placed.article_id]));
}

#[test]
fn a_lost_or_damaged_index_is_built_anew() {
    let store = library();
    let index = store.dir().join("index");
    let files = |ending: &str| -> Vec<_> {
        std::fs::read_dir(&index)
            .unwrap()
            .map(|e| e.unwrap().path())
            .filter(|p| p.to_str().unwrap().ends_with(ending))
            .collect()
    };
    let damage: [&dyn Fn(); 4] = [
        &|| std::fs::remove_dir_all(&index).unwrap(),
        &|| std::fs::write(index.join("meta.json"), "{").unwrap(),
        &|| files(".term").iter().for_each(|path| std::fs::remove_file(path).unwrap()),
        &|| {
            files(".idx").iter().for_each(|path| std::fs::write(path, "short").unwrap());
            std::fs::remove_file(index.join(".managed.json")).unwrap();
        },
    ];
    for (n, damage) in damage.iter().enumerate() {
        damage();
        // A process that has it open may still be able to answer; a new one sees what is there.
        let store = Store::open(store.dir()).unwrap();
        let page = store.search(&SearchQuery { text: "wind".into(), limit: 9, ..SearchQuery::default() });
        assert!(page.is_err() || page.unwrap().hits.is_empty(), "damage {n}");
        assert_eq!(store.index_catch_up().unwrap(), 5, "damage {n}");
        assert_eq!(find(&store, "wind").len(), 2, "damage {n}");
        assert_sound(&store);
    }
    assert_eq!(find(&store, "wind").len(), 2);
}

#[test]
fn an_index_of_another_state_of_the_database_is_not_trusted() {
    let store = library();
    let backup = store.dir().join("../backup-of-the-state-before");
    let place_for_backup = tempfile::tempdir().unwrap();
    let backup = place_for_backup.path().join(backup.file_name().unwrap());
    store.backup(&backup).unwrap();
    let source = add(&store, "https://b/");
    place(&store, article(source, "https://example.org/new", "A lighthouse."));
    store.index_catch_up().unwrap();

    // The database of the backup beside the index of the later state.
    let dir = tempfile::tempdir().unwrap();
    Store::restore(&backup, dir.path()).unwrap();
    let copy = |name: &str| {
        std::fs::create_dir_all(dir.path().join("index")).unwrap();
        std::fs::copy(store.dir().join("index").join(name), dir.path().join("index").join(name)).unwrap();
    };
    for file in std::fs::read_dir(store.dir().join("index")).unwrap() {
        copy(file.unwrap().file_name().to_str().unwrap());
    }
    let restored = Store::open(dir.path()).unwrap();
    assert!(find(&restored, "lighthouse").is_empty());
    assert_eq!(restored.index_catch_up().unwrap(), 5);
    assert_eq!((find(&restored, "lighthouse").len(), find(&restored, "wind").len()), (0, 2));
}
