//! Readers, what lets them in, and what they subscribe to.

use store::StoreError;

use crate::{NOW, add, open};

#[test]
fn readers_have_names_of_their_own() {
    let store = open();
    let ada = store.add_reader("ada", None, NOW).unwrap();
    let ben = store.add_reader("ben", Some("$argon2id$…"), NOW + 1).unwrap();
    assert!(matches!(store.add_reader("ada", None, NOW), Err(StoreError::Taken { what: "reader", .. })));
    let names: Vec<_> = store.readers().unwrap().into_iter().map(|reader| reader.name).collect();
    assert_eq!(names, ["ada", "ben"]);
    let kept = store.reader(ben).unwrap().unwrap();
    assert_eq!((kept.password_hash.as_deref(), kept.created_at), (Some("$argon2id$…"), NOW + 1));
    assert_eq!(store.reader_by_name("ben").unwrap(), Some(kept));
    assert_eq!(store.reader_by_name("Ben").unwrap(), None);

    store.add_session(ada, "s", NOW, NOW + 9).unwrap();
    store.set_password(ada, Some("new")).unwrap();
    assert_eq!(store.reader(ada).unwrap().unwrap().password_hash.as_deref(), Some("new"));
    assert!(!store.session(ada, "s", NOW).unwrap(), "a new password ends all sessions");
    assert!(matches!(store.set_password(99, None), Err(StoreError::Missing { what: "reader", id: 99 })));
}

#[test]
fn a_session_lasts_until_it_ends() {
    let store = open();
    let (ada, ben) =
        (store.add_reader("ada", None, NOW).unwrap(), store.add_reader("ben", None, NOW).unwrap());
    assert!(!store.has_sessions(ada).unwrap());
    store.add_session(ada, "hash", NOW, NOW + 100).unwrap();
    assert!(store.has_sessions(ada).unwrap() && !store.has_sessions(ben).unwrap());
    let open = |reader, hash, now| store.session(reader, hash, now).unwrap();
    assert!(open(ada, "hash", NOW) && open(ada, "hash", NOW + 99));
    assert!(!open(ada, "hash", NOW + 100) && !open(ada, "other", NOW) && !open(ben, "hash", NOW));
    store.end_session(ben, "hash").unwrap();
    assert!(open(ada, "hash", NOW));
    store.end_session(ada, "hash").unwrap();
    assert!(!open(ada, "hash", NOW));
}

#[test]
fn a_link_works_once() {
    let store = open();
    let ada = store.add_reader("ada", None, NOW).unwrap();
    store.add_link(ada, "l", NOW + 100).unwrap();
    assert!(!store.use_link(ada, "other", NOW).unwrap());
    assert!(store.use_link(ada, "l", NOW).unwrap());
    assert!(!store.use_link(ada, "l", NOW).unwrap());
    store.add_link(ada, "l", NOW + 100).unwrap();
    assert!(!store.use_link(ada, "l", NOW + 100).unwrap());
    assert!(!store.use_link(ada, "l", NOW).unwrap(), "what is over is cleared away");
}

#[test]
fn tokens_are_named_and_revoked() {
    let store = open();
    let ada = store.add_reader("ada", None, NOW).unwrap();
    store.add_token(ada, "phone", "h1", NOW).unwrap();
    store.add_token(ada, "script", "h2", NOW + 1).unwrap();
    assert!(
        store.token(ada, "h1").unwrap()
            && !store.token(ada, "h3").unwrap()
            && !store.token(ada + 1, "h1").unwrap()
    );
    let names: Vec<_> = store.tokens(ada).unwrap().into_iter().map(|t| (t.name, t.created_at)).collect();
    assert_eq!(names, [("phone".into(), NOW), ("script".into(), NOW + 1)]);
    assert!(store.remove_token(ada, "h1").unwrap() && !store.remove_token(ada, "h1").unwrap());
    assert!(!store.token(ada, "h1").unwrap());
}

#[test]
fn subscriptions_belong_to_a_reader() {
    let store = open();
    let (ada, ben) =
        (store.add_reader("ada", None, NOW).unwrap(), store.add_reader("ben", None, NOW).unwrap());
    let (a, b) = (add(&store, "https://a/"), add(&store, "https://b/"));
    assert!(store.subscribe(ada, b, Some("Coast"), NOW).unwrap());
    assert!(store.subscribe(ada, a, None, NOW + 1).unwrap());
    assert!(!store.subscribe(ada, b, None, NOW + 2).unwrap());
    assert!(store.subscribe(ben, b, None, NOW).unwrap());
    assert!(matches!(store.subscribe(ada, 99, None, NOW), Err(StoreError::Missing { what: "source", .. })));
    assert!(matches!(store.subscribe(99, a, None, NOW), Err(StoreError::Missing { what: "reader", .. })));
    assert!(store.set_subscription(ada, a, Some("Mine"), Some("Home")).unwrap());
    assert!(!store.set_subscription(ben, a, None, None).unwrap());
    let list: Vec<_> = store
        .subscriptions(ada)
        .unwrap()
        .into_iter()
        .map(|s| (s.source_id, s.title, s.folder, s.added_at))
        .collect();
    assert_eq!(
        list,
        [(b, None, Some("Coast".into()), NOW), (a, Some("Mine".into()), Some("Home".into()), NOW + 1)]
    );
    assert!(store.unsubscribe(ada, b).unwrap() && !store.unsubscribe(ada, b).unwrap());
    assert!(!store.remove_source_if_unused(b).unwrap(), "ben still reads it");
}

#[test]
fn a_removed_reader_leaves_nothing() {
    let store = open();
    let ada = store.add_reader("ada", None, NOW).unwrap();
    let source = add(&store, "https://a/");
    store.subscribe(ada, source, None, NOW).unwrap();
    store.add_session(ada, "s", NOW, NOW + 9).unwrap();
    store.add_token(ada, "t", "t", NOW).unwrap();
    store.add_link(ada, "l", NOW + 9).unwrap();
    store.put_profile(ada, "{}", NOW).unwrap();
    store.visit(ada, NOW, 1800).unwrap();
    assert!(store.remove_reader(ada).unwrap() && !store.remove_reader(ada).unwrap());
    assert!(store.subscriptions(ada).unwrap().is_empty() && store.tokens(ada).unwrap().is_empty());
    assert_eq!(store.profile(ada).unwrap(), None);
    assert!(!store.session(ada, "s", NOW).unwrap());
    assert_ne!(store.add_reader("ada", None, NOW).unwrap(), ada, "a number is not given twice");
    crate::assert_sound(&store);
}
