//! Sources and their entries.

use store::{Fetched, NewSource, Outcome, RecordedFetch, StoreError};

use crate::{NOW, add, article, entry, feed, open, place};

fn answer(outcome: Outcome, moved: Option<&str>) -> Fetched {
    Fetched {
        outcome,
        moved_permanently: moved.map(str::to_owned),
        interval_seconds: 900,
        next_fetch_at: NOW + 900,
    }
}

fn failed(gone: bool) -> Outcome {
    Outcome::Failed { error: "the host does not answer".into(), gone }
}

#[test]
fn a_source_is_added_once() {
    let store = open();
    let new = NewSource { url: "https://a.example/feed".into(), title: Some("A".into()), site_url: None };
    let (id, created) = store.add_source(&new, NOW).unwrap();
    assert!(created);
    let again = NewSource { title: Some("Other".into()), ..new };
    assert_eq!(store.add_source(&again, NOW + 1).unwrap(), (id, false));
    let kept = store.source(id).unwrap().unwrap();
    assert_eq!((kept.title.as_deref(), kept.next_fetch_at, kept.created_at), (Some("A"), NOW, NOW));
    assert_eq!(store.source_by_url("https://a.example/feed").unwrap(), Some(kept.clone()));
    assert_eq!(store.sources().unwrap(), [kept]);
    assert_eq!(store.source(id + 1).unwrap(), None);
    assert_eq!(store.source_by_url("https://a.example/").unwrap(), None);
}

#[test]
fn a_feed_is_kept_with_its_validators_verbatim() {
    let store = open();
    let id = add(&store, "https://a.example/feed");
    let recorded =
        store.record_fetch(id, &feed(vec![entry("1", 1), entry("2", 1), entry("1", 9)]), NOW).unwrap();
    assert_eq!(recorded, RecordedFetch { new_entries: 2, updated_entries: 0 });
    let source = store.source(id).unwrap().unwrap();
    assert_eq!(source.etag.as_deref(), Some("W/\"1\""));
    assert_eq!(source.last_modified.as_deref(), Some("Tue, 14 Nov 2023 22:13:20 GMT"));
    assert_eq!(source.title.as_deref(), Some("Coast Courier"));
    assert_eq!(source.warnings, ["a bare & was read as text"]);
    assert_eq!((source.last_ok_at, source.last_new_at, source.unchanged), (Some(NOW), Some(NOW), 0));
    assert_eq!((source.interval_seconds, source.next_fetch_at), (1800, NOW + 1800));

    // Neither "not modified" nor a failure touches them.
    store.record_fetch(id, &answer(Outcome::NotModified, None), NOW + 10).unwrap();
    store.record_fetch(id, &answer(failed(false), None), NOW + 20).unwrap();
    store.record_fetch(id, &answer(failed(false), None), NOW + 30).unwrap();
    let later = store.source(id).unwrap().unwrap();
    assert_eq!((later.etag, later.last_modified), (source.etag, source.last_modified));
    assert_eq!((later.failures, later.unchanged, later.last_ok_at), (2, 1, Some(NOW + 10)));
    assert_eq!(later.last_error.as_deref(), Some("the host does not answer"));
    assert_eq!(later.last_fetch_at, Some(NOW + 30));

    store.record_fetch(id, &answer(Outcome::NotModified, None), NOW + 40).unwrap();
    let well = store.source(id).unwrap().unwrap();
    assert_eq!((well.failures, well.last_error), (0, None));
}

#[test]
fn a_removed_source_cannot_be_recorded() {
    let store = open();
    let lost = store.record_fetch(7, &answer(Outcome::NotModified, None), NOW);
    assert!(matches!(lost, Err(StoreError::Missing { what: "source", id: 7 })));
}

#[test]
fn a_permanent_move_is_believed_the_third_time_in_a_row() {
    let store = open();
    let id = add(&store, "https://old.example/feed");
    let url = || store.source(id).unwrap().unwrap().url;
    let step = |moved| store.record_fetch(id, &answer(Outcome::NotModified, moved), NOW).unwrap();
    let new = Some("https://new.example/feed");
    step(new);
    step(new);
    step(None); // Not in a row.
    step(new);
    step(Some("https://elsewhere.example/feed")); // Not the same.
    step(new);
    step(new);
    assert_eq!(url(), "https://old.example/feed");
    // A failure says nothing about a move.
    store.record_fetch(id, &answer(failed(false), None), NOW).unwrap();
    step(new);
    assert_eq!(url(), "https://new.example/feed");

    // An address that another source has is not taken.
    let other = add(&store, "https://third.example/feed");
    for _ in 0..4 {
        store.record_fetch(other, &answer(Outcome::NotModified, new), NOW).unwrap();
    }
    assert_eq!(store.source(other).unwrap().unwrap().url, "https://third.example/feed");
}

#[test]
fn what_is_due_and_what_is_gone() {
    let store = open();
    let (a, b, c) = (add(&store, "https://a/"), add(&store, "https://b/"), add(&store, "https://c/"));
    let due = |now| -> Vec<i64> { store.due_sources(now, 10).unwrap().iter().map(|s| s.id).collect() };
    assert!(due(NOW - 1).is_empty());
    assert_eq!(due(NOW), [a, b, c]);
    assert_eq!(store.due_sources(NOW, 2).unwrap().len(), 2);
    store.record_fetch(a, &answer(Outcome::NotModified, None), NOW).unwrap();
    store.record_fetch(b, &answer(failed(true), None), NOW).unwrap();
    assert_eq!(due(NOW), [c]);
    assert_eq!(due(NOW + 900), [c, a]);
    assert_eq!(store.next_due_at().unwrap(), Some(NOW));
    store.make_due(None, NOW - 5).unwrap();
    assert_eq!(due(NOW), [a, c], "what is gone is not asked again by itself");
    store.make_due(Some(&[b]), NOW - 9).unwrap();
    assert_eq!(due(NOW), [b, a, c]);
    assert!(!store.source(b).unwrap().unwrap().gone);
}

#[test]
fn a_source_nobody_reads_is_removed_with_its_entries() {
    let store = open();
    let id = add(&store, "https://a/");
    let reader = store.add_reader("ada", None, NOW).unwrap();
    store.subscribe(reader, id, None, NOW).unwrap();
    store.record_fetch(id, &feed(vec![entry("1", 1)]), NOW).unwrap();
    let kept = place(&store, article(id, "https://example.org/1", "Rain fell."));
    assert!(!store.remove_source_if_unused(id).unwrap());
    store.unsubscribe(reader, id).unwrap();
    assert!(store.remove_source_if_unused(id).unwrap());
    assert!(!store.remove_source_if_unused(id).unwrap());
    assert_eq!(store.counts().unwrap().entries, 0);
    assert!(store.article(kept.article_id).unwrap().is_some(), "its articles stay");
    assert_ne!(add(&store, "https://b/"), id, "its number is not given to another");
    crate::assert_sound(&store);
}

#[test]
fn entries_wait_are_tried_and_given_up() {
    let store = open();
    let (a, b) = (add(&store, "https://a/"), add(&store, "https://b/"));
    store.record_fetch(a, &feed((0..5).map(|n| entry(&n.to_string(), 1)).collect()), NOW).unwrap();
    store.record_fetch(b, &feed(vec![entry("only", 1)]), NOW + 1).unwrap();
    let pending = |now| store.pending_entries(now, 10).unwrap();
    assert_eq!(pending(NOW).len(), 5);
    assert_eq!(pending(NOW + 1).len(), 6);
    // One large source does not hold up a small one.
    assert_eq!(pending(NOW + 1)[1].source_id, b);
    let first = pending(NOW)[0].clone();
    assert_eq!(first.item, entry(&first.item.key, 1));
    assert_eq!(store.entry(first.id).unwrap().as_ref(), Some(&first));

    store.entry_failed(first.id, "timed out", Some(NOW + 60)).unwrap();
    assert!(pending(NOW + 59).iter().all(|e| e.id != first.id));
    let again = pending(NOW + 60).into_iter().find(|e| e.id == first.id).unwrap();
    assert_eq!((again.attempts, again.error.as_deref()), (1, Some("timed out")));
    store.entry_failed(first.id, "not found", None).unwrap();
    assert!(pending(NOW + 9999).iter().all(|e| e.id != first.id));
    let counts = store.entry_counts(NOW).unwrap();
    assert_eq!((counts.due, counts.waiting, counts.placed, counts.given_up), (4, 5, 0, 1));
    assert_eq!(store.next_entry_at().unwrap(), Some(NOW));

    let counts = store.source_counts().unwrap();
    assert_eq!((counts[&a].entries, counts[&a].pending, counts[&a].given_up), (5, 4, 1));
    assert_eq!(store.entry_times(a, 3).unwrap(), [NOW - 100; 3]);
    assert_eq!(store.source_entries(a, 2).unwrap().len(), 2);
}

#[test]
fn a_changed_entry_is_visited_again_but_not_forever() {
    let store = open();
    let id = add(&store, "https://a/");
    store.record_fetch(id, &feed(vec![entry("1", 0)]), NOW).unwrap();
    let waiting = store.pending_entries(NOW, 1).unwrap().remove(0);
    let batch = [store::PlaceArticle {
        article: article(id, "https://example.org/1", "Rain."),
        entry: Some(waiting.id),
    }];
    let mut visits = 0;
    for round in 1..20 {
        visits += store.pending_entries(NOW, 9).unwrap().len();
        store.place_articles(&batch, NOW, &mut crate::alone).unwrap();
        let same = store.record_fetch(id, &feed(vec![entry("1", round - 1)]), NOW).unwrap();
        assert_eq!(same, RecordedFetch::default());
        let other = store.record_fetch(id, &feed(vec![entry("1", round)]), NOW).unwrap();
        assert_eq!(other, RecordedFetch { new_entries: 0, updated_entries: 1 });
    }
    assert_eq!(visits, 1 + 5);
    // An entry that is an article stays one when its page cannot be visited again.
    store.entry_failed(waiting.id, "gone", None).unwrap();
    let kept = store.entry(waiting.id).unwrap().unwrap();
    assert_eq!(store.article(kept.article_id.unwrap()).unwrap().unwrap().text, "Rain.");
    assert_eq!(store.entry_counts(NOW).unwrap().placed, 1);
}
