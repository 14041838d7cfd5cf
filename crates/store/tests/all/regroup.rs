//! Stories grouped anew, and settings.

use store::Regrouping;

use crate::{add, article, assert_sound, open, place, story};

#[test]
fn articles_move_all_at_once() {
    let store = open();
    let source = add(&store, "https://a/");
    let given = |n: i64| article(source, &format!("https://example.org/{n}"), "Rain.");
    let ids: Vec<i64> = (1..=4).map(|n| place(&store, given(n)).article_id).collect();
    let reader = store.add_reader("ada", None, 1).unwrap();
    let save =
        store::SignalIn { kind: "save".into(), story: Some(ids[1]), at: 5, ..store::SignalIn::default() };
    store.record_signals(reader, &[save], None, 5).unwrap();
    let told = |id: i64, by: i64| story(id, by, &given(by), Vec::new()).story;

    // 1 and 2 become one, 3 and 4 another.
    let before = store.generation().unwrap();
    store
        .regroup(&Regrouping {
            moved: vec![(ids[1], ids[0]), (ids[3], ids[2])],
            stories: vec![told(ids[0], ids[1]), told(ids[2], ids[2])],
            absorbed: vec![(ids[1], ids[0]), (ids[3], ids[2])],
        })
        .unwrap();
    assert!(store.generation().unwrap() > before);
    assert_eq!(store.story(ids[1]).unwrap().map(|s| (s.id, s.articles)), Some((ids[0], 2)));
    assert_eq!(store.story_articles(ids[3]).unwrap().len(), 2);
    assert!(
        store.story_states(reader, 0).unwrap().iter().any(|s| s.story_id == ids[0] && s.saved_at == Some(5))
    );
    assert_sound(&store);

    // 2 parts again: its id is its own once more, and what was done with it is found under it.
    store
        .regroup(&Regrouping {
            moved: vec![(ids[1], ids[1])],
            stories: vec![told(ids[0], ids[0]), told(ids[1], ids[1])],
            absorbed: Vec::new(),
        })
        .unwrap();
    assert_eq!(store.story(ids[1]).unwrap().map(|s| (s.id, s.articles)), Some((ids[1], 1)));
    assert_eq!(store.story(ids[0]).unwrap().map(|s| s.articles), Some(1));
    assert!(
        store.story_states(reader, 0).unwrap().iter().any(|s| s.story_id == ids[1] && s.saved_at == Some(5))
    );
    assert_sound(&store);

    let generation = store.generation().unwrap();
    store.regroup(&Regrouping::default()).unwrap();
    assert_eq!(store.generation().unwrap(), generation, "nothing to do is no change");
}

#[test]
fn texts_of_a_story() {
    let store = open();
    let source = add(&store, "https://a/");
    let placed = place(&store, article(source, "https://example.org/1", "Es regnete in Köln."));
    assert_eq!(
        store.story_texts(placed.story_id, 9, 99).unwrap(),
        [(placed.article_id, "Es regnete in Köln.".to_owned())]
    );
    assert_eq!(
        store.story_texts(placed.story_id, 9, 16).unwrap()[0].1,
        "Es regnete in K",
        "no half character"
    );
    assert!(store.story_texts(placed.story_id, 0, 9).unwrap().is_empty());
}

#[test]
fn a_setting_is_kept_until_it_is_forgotten() {
    let store = open();
    assert_eq!(store.setting("story_breadth").unwrap(), None);
    for value in [Some(1), Some(-1), None] {
        store.set_setting("story_breadth", value).unwrap();
        assert_eq!(store.setting("story_breadth").unwrap(), value);
    }
    assert_eq!(store.setting("version").unwrap(), None, "the database's own numbers are no settings");
}
