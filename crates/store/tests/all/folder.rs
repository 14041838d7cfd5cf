//! The data folder: opening, sharing, backup and restore.

use store::{Encoded, ImageRef, Store, StoreError, image_key};

use crate::{NOW, add, article, assert_sound, open, place};

#[test]
fn an_empty_folder_becomes_a_store_and_stays_one() {
    let dir = tempfile::tempdir().unwrap();
    let inside = dir.path().join("not/there/yet");
    let store = Store::open(&inside).unwrap();
    assert_eq!(store.dir(), inside);
    assert_eq!(store.counts().unwrap(), store::Counts::default());
    assert!(store.doctor().unwrap().is_empty());
    let id = add(&store, "https://a/");
    drop(store);
    let again = Store::open(&inside).unwrap();
    assert!(again.source(id).unwrap().is_some());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(inside.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    }
}

#[test]
fn what_cannot_be_opened_says_why() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let Err(error) = Store::open(&file) else { panic!("a file is no folder") };
    assert!(matches!(error, StoreError::Folder { .. }), "{error:?}");
    assert!(error.to_string().contains(file.to_str().unwrap()));

    let broken = dir.path().join("broken");
    std::fs::create_dir(&broken).unwrap();
    std::fs::write(Store::database_path(&broken), "this is not a database, however long it may be").unwrap();
    let Err(error) = Store::open(&broken) else { panic!("that is no database") };
    assert!(matches!(error, StoreError::Damaged { .. }), "{error:?}");
    assert!(error.to_string().contains("restore"), "{error}");

    let newer = dir.path().join("newer");
    drop(Store::open(&newer).unwrap());
    let raw = rusqlite::Connection::open(Store::database_path(&newer)).unwrap();
    raw.execute("UPDATE meta SET value = 99 WHERE name = 'version'", []).unwrap();
    drop(raw);
    let Err(error) = Store::open(&newer) else { panic!("that is from the future") };
    assert!(matches!(error, StoreError::Newer { found: 99, .. }), "{error:?}");
}

#[test]
fn two_processes_share_a_folder() {
    let one = open();
    let two = Store::open(one.dir()).unwrap();
    let before = two.generation().unwrap();
    let source = add(&one, "https://a/");
    assert!(two.generation().unwrap() > before);
    std::thread::scope(|scope| {
        for (n, store) in [&one.store, &two, &one.store].into_iter().enumerate() {
            scope.spawn(move || {
                for m in 0..10 {
                    place(store, article(source, &format!("https://example.org/{m}"), &format!("Rain {n}.")));
                    place(store, article(source, &format!("https://example.org/{n}/{m}"), "Rain."));
                    store.stories_since(0).unwrap();
                }
            });
        }
    });
    assert_eq!(two.counts().unwrap().articles, 10 + 30);
    assert_sound(&two);
}

#[test]
fn more_readers_than_connections_take_turns() {
    let store = open();
    let source = add(&store, "https://a/");
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(|| {
                for _ in 0..50 {
                    assert!(store.source(source).unwrap().is_some());
                }
            });
        }
    });
}

#[test]
fn a_backup_is_everything_and_comes_back() {
    let store = open();
    let source = add(&store, "https://a/");
    let reader = store.add_reader("ada", None, NOW).unwrap();
    store.put_profile(reader, "{\"likes\":1}", NOW).unwrap();
    let mut with = article(source, "https://example.org/1", "Rain.");
    with.image = Some(ImageRef { url: "https://e.org/lead.jpg".into(), ..ImageRef::default() });
    let placed = place(&store, with);
    let key = image_key("https://e.org/lead.jpg");
    let encoded = Encoded { bytes: vec![9; 100], content_type: "image/webp".into(), width: 1, height: 1 };
    store.put_image(&key, &encoded).unwrap();
    store.index_catch_up().unwrap();

    let elsewhere = tempfile::tempdir().unwrap();
    let backup = elsewhere.path().join("deep/backup");
    store.backup(&backup).unwrap();
    assert!(matches!(store.backup(&backup), Err(StoreError::Occupied { .. })));
    let left = std::fs::read_dir(backup.parent().unwrap()).unwrap().count();
    assert_eq!(left, 1, "nothing is left lying about");
    // What happens afterwards is not in it.
    store.put_profile(reader, "{}", NOW).unwrap();

    let home = elsewhere.path().join("home");
    Store::restore(&backup, &home).unwrap();
    let back = Store::open(&home).unwrap();
    assert_eq!(back.article(placed.article_id).unwrap(), store.article(placed.article_id).unwrap());
    assert_eq!(back.profile(reader).unwrap().as_deref(), Some("{\"likes\":1}"));
    assert_eq!(back.image(&key).unwrap().unwrap().bytes, encoded.bytes);
    assert_eq!(back.index_catch_up().unwrap(), 1);
    assert_sound(&back);

    // What a restore replaces is kept beside it, with what is still in its log.
    back.put_profile(reader, "{\"later\":1}", NOW).unwrap();
    std::mem::forget(back.clone()); // As if it had been killed: the log is not moved into the file.
    drop(back);
    Store::restore(&backup, &home).unwrap();
    assert_eq!(Store::open(&home).unwrap().profile(reader).unwrap().as_deref(), Some("{\"likes\":1}"));
    let replaced = home.join("masthead.db.replaced-1");
    let raw = rusqlite::Connection::open(&replaced).unwrap();
    let profile: String = raw.query_row("SELECT document FROM profiles", [], |row| row.get(0)).unwrap();
    assert_eq!(profile, "{\"later\":1}");
    let tables = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'backup_images'";
    let raw = rusqlite::Connection::open(Store::database_path(&home)).unwrap();
    assert_eq!(raw.query_row(tables, [], |row| row.get::<_, i64>(0)).unwrap(), 0);
}

#[test]
fn a_restore_of_what_is_no_backup_fails_and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let home = dir.path().join("home");
    assert!(matches!(Store::restore(&dir.path().join("absent"), &home), Err(StoreError::File { .. })));
    assert!(!home.exists());
    let kept = Store::open(&home).unwrap();
    let source = add(&kept, "https://a/");
    let broken = dir.path().join("broken");
    std::fs::write(&broken, vec![7; 8192]).unwrap();
    let Err(error) = Store::restore(&broken, &home) else { panic!("that is no backup") };
    assert!(matches!(&error, StoreError::Damaged { path, .. } if *path == broken), "{error:?}");
    let foreign = dir.path().join("foreign");
    rusqlite::Connection::open(&foreign).unwrap().execute("CREATE TABLE x (y)", []).unwrap();
    assert!(matches!(Store::restore(&foreign, &home), Err(StoreError::Damaged { .. })));
    assert!(kept.source(source).unwrap().is_some());
    let names: Vec<_> = std::fs::read_dir(&home).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert!(names.iter().all(|name| name.to_str().unwrap().starts_with("masthead.db")), "{names:?}");
}

#[test]
fn the_doctor_finds_what_is_broken() {
    let store = open();
    let source = add(&store, "https://a/");
    place(&store, article(source, "https://example.org/1", "Rain."));
    let raw = rusqlite::Connection::open(Store::database_path(store.dir())).unwrap();
    for (harm, what) in [
        ("DELETE FROM stories", "articles in no story"),
        ("DELETE FROM article_sources", "articles that no source carries"),
        ("INSERT INTO story_aliases VALUES (8, 9)", "absorbed stories that nothing answers for"),
    ] {
        raw.execute(harm, []).unwrap();
        let findings = store.doctor().unwrap();
        assert!(findings.iter().any(|f| f.fault && f.what.contains(what)), "{harm}: {findings:#?}");
    }
}
