//! What readers do.

use store::{PlaceArticle, SignalIn, StoryState, Verdict, Visit};

use crate::{NOW, add, article, open, place, story};

fn signal(kind: &str, story: i64, at: i64) -> SignalIn {
    SignalIn { kind: kind.into(), story: Some(story), at, ..SignalIn::default() }
}

#[test]
fn signals_change_where_a_reader_stands() {
    let store = open();
    let ada = store.add_reader("ada", None, NOW).unwrap();
    let table: &[(&[&str], StoryState)] = &[
        (
            &["impression", "impression", "impression"],
            StoryState {
                impressions: 3,
                first_impression: Some(NOW),
                last_impression: Some(NOW + 2),
                ..StoryState::default()
            },
        ),
        (&["open"], StoryState { opened_at: Some(NOW), ..StoryState::default() }),
        (&["finish"], StoryState { opened_at: Some(NOW), finished_at: Some(NOW), ..StoryState::default() }),
        (&["save"], StoryState { saved_at: Some(NOW), ..StoryState::default() }),
        (&["save", "unsave"], StoryState::default()),
        (&["hide"], StoryState { hidden_at: Some(NOW), ..StoryState::default() }),
        (&["less", "hide", "more"], StoryState { verdict: Some(Verdict::More), ..StoryState::default() }),
        (&["more", "less"], StoryState { verdict: Some(Verdict::Less), ..StoryState::default() }),
    ];
    for (number, (kinds, expected)) in (100..).zip(table) {
        let signals: Vec<_> = kinds.iter().zip(NOW..).map(|(kind, at)| signal(kind, number, at)).collect();
        store.record_signals(ada, &signals, None, NOW + 5).unwrap();
        let expected = StoryState { story_id: number, ..expected.clone() };
        assert_eq!(store.story_state(ada, number).unwrap(), Some(expected), "{kinds:?}");
    }
    store.record_signals(ada, &[signal("share", 999, NOW), signal("follow", 999, NOW)], None, NOW).unwrap();
    assert_eq!(store.story_state(ada, 999).unwrap(), None);
    assert_eq!(store.story_states(ada, 0).unwrap().len(), table.len());
    assert_eq!(store.story_states(ada, NOW + 6).unwrap(), []);
    assert_eq!(store.saved_stories(ada).unwrap().iter().map(|s| s.story_id).collect::<Vec<_>>(), [103]);
    assert_eq!(store.story_states(ada + 1, 0).unwrap(), [], "another reader stands elsewhere");
}

#[test]
fn the_log_keeps_everything_in_order() {
    let store = open();
    let (ada, ben) =
        (store.add_reader("ada", None, NOW).unwrap(), store.add_reader("ben", None, NOW).unwrap());
    let full = SignalIn {
        kind: "open".into(),
        story: Some(1),
        article: Some(2),
        topic: Some("weather".into()),
        source: Some(3),
        at: NOW,
        position: Some(4),
        dwell_seconds: Some(1.5),
        draw: Some("{}".into()),
    };
    store.record_signals(ada, std::slice::from_ref(&full), Some("{\"v\":1}"), NOW).unwrap();
    store.record_signals(ben, &[signal("more", 7, NOW)], None, NOW).unwrap();
    store.record_signals(ada, &[signal("save", 1, NOW), signal("less", 2, NOW)], None, NOW).unwrap();
    let log = store.signals(ada, 0, 10).unwrap();
    assert_eq!(
        log.iter().map(|s| (s.number, &*s.signal.kind)).collect::<Vec<_>>(),
        [(1, "open"), (2, "save"), (3, "less")]
    );
    assert_eq!(log[0].signal, full);
    assert_eq!(store.signals(ada, 1, 1).unwrap(), log[1..2]);
    assert_eq!(store.last_signals(ada, 2).unwrap(), log[1..]);
    assert_eq!(store.profile(ada).unwrap().as_deref(), Some("{\"v\":1}"));

    store.erase_reader_data(ada).unwrap();
    assert_eq!(store.profile(ada).unwrap(), None);
    assert!(store.signals(ada, 0, 10).unwrap().is_empty() && store.story_states(ada, 0).unwrap().is_empty());
    assert_eq!(store.signals(ben, 0, 10).unwrap().len(), 1);
    store.put_profile(ada, "{}", NOW).unwrap();
    store.put_profile(ada, "{\"v\":2}", NOW).unwrap();
    assert_eq!(store.profile(ada).unwrap().as_deref(), Some("{\"v\":2}"));
}

#[test]
fn a_failed_signal_leaves_no_trace() {
    let store = open();
    let stranger = 5;
    let lost = store.record_signals(stranger, &[signal("more", 7, NOW)], Some("{}"), NOW);
    assert!(lost.is_err());
    assert_eq!((store.profile(stranger).unwrap(), store.story_state(stranger, 7).unwrap()), (None, None));
}

#[test]
fn where_a_reader_stands_survives_the_merging_of_stories() {
    let store = open();
    let ada = store.add_reader("ada", None, NOW).unwrap();
    let source = add(&store, "https://a/");
    let one = place(&store, article(source, "https://example.org/1", "Rain.")).story_id;
    let two = place(&store, article(source, "https://example.org/2", "Flood.")).story_id;
    store
        .record_signals(
            ada,
            &[signal("impression", one, NOW), signal("impression", two, NOW + 1), signal("save", two, NOW)],
            None,
            NOW,
        )
        .unwrap();
    let batch = [PlaceArticle { article: article(source, "https://example.org/3", "Both."), entry: None }];
    store.place_articles(&batch, NOW, &mut |id, article| story(one, id, article, vec![two])).unwrap();
    let expected = StoryState {
        story_id: one,
        impressions: 2,
        first_impression: Some(NOW),
        last_impression: Some(NOW + 1),
        saved_at: Some(NOW),
        ..StoryState::default()
    };
    assert_eq!(store.story_states(ada, 0).unwrap(), [expected.clone()]);
    for id in [one, two] {
        assert_eq!(store.story_state(ada, id).unwrap().as_ref(), Some(&expected));
    }
    assert_eq!(store.saved_stories(ada).unwrap(), [expected]);
    // What is taken back is taken back under every id, whichever the page still showed.
    store.record_signals(ada, &[signal("unsave", two, NOW + 2)], None, NOW).unwrap();
    assert_eq!(store.saved_stories(ada).unwrap(), []);
    assert_eq!(store.story_state(ada, two).unwrap().unwrap().impressions, 2);
}

#[test]
fn a_visit_begins_after_a_gap() {
    let store = open();
    let ada = store.add_reader("ada", None, NOW).unwrap();
    let look = |at| store.visit(ada, NOW + at, 1800).unwrap();
    let steps = [
        (0, None),
        (10, None),
        (100, None),
        (1000, None),
        (2799, None),
        // 1800 s after the look before: a new visit; the last one ended there.
        (4599, Some(2799)),
        (4620, Some(2799)),
        (5000, Some(2799)),
        (90_000, Some(5000)),
    ];
    for (at, previous) in steps {
        assert_eq!(look(at), Visit { previous: previous.map(|at: i64| NOW + at) }, "at {at}");
    }
}
