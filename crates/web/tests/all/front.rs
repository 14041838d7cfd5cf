//! The front page as data and as a page.

use crate::support::{HOUR, NOW, Site, Tell};
use std::sync::atomic::Ordering;
use web::front::{Options, page};

fn options() -> Options {
    Options { limit: 10, left_out: true, ..Options::default() }
}

#[tokio::test]
async fn contributions_add_up_and_nothing_is_lost() {
    let site = Site::filled();
    let front = page(site.store(), &site.app.newsroom, site.reader, NOW, &options()).unwrap();
    assert_eq!(front.stories.len(), 10);
    for story in &front.stories {
        let sum: f64 = story.contributions.iter().map(|c| c.value).sum();
        assert!((sum - story.score).abs() < 1e-9, "{}", story.title);
    }
    let left_out = front.left_out.as_ref().unwrap();
    assert_eq!(front.total, 18);
    assert_eq!(left_out.len(), 8);
    assert!(left_out.iter().all(|l| l.filter == "below-the-fold" && !l.reason.is_empty()));
}

#[tokio::test]
async fn the_json_is_as_the_contract_says() {
    let site = Site::filled();
    let front = page(site.store(), &site.app.newsroom, site.reader, NOW, &options()).unwrap();
    let json = serde_json::to_value(&front).unwrap();
    for key in ["reader", "generated", "mode", "caught_up", "next", "stories", "left_out"] {
        assert!(json.get(key).is_some(), "{key}");
    }
    assert_eq!(json["mode"], "for-you");
    assert_eq!(json["generated"], "2026-11-20T12:00:00Z");
    let story = json["stories"].as_array().unwrap().iter().find(|s| s["id"] == 1).unwrap();
    for key in [
        "id",
        "title",
        "published",
        "updated",
        "topics",
        "key_points",
        "image",
        "seen",
        "new_since_last_visit",
        "articles",
        "score",
        "contributions",
    ] {
        assert!(story.get(key).is_some(), "{key}");
    }
    assert_eq!(story["topics"], serde_json::json!(["Energy"]));
    assert_eq!(story["published"], "2026-11-20T06:00:00Z");
    assert_eq!(story["articles"][1]["copy_of"], 1);
    assert_eq!(story["articles"][0]["source_id"], 1);
    for key in ["signal", "label", "value"] {
        assert!(story["contributions"][0].get(key).is_some(), "{key}");
    }
    let plain = page(site.store(), &site.app.newsroom, site.reader, NOW, &Options::default()).unwrap();
    assert!(serde_json::to_value(&plain).unwrap().get("left_out").is_none());
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repeat() {
    for (mode, all) in [(rank::Mode::ForYou, 18), (rank::Mode::Latest, 18)] {
        let site = Site::filled();
        let (mut seen, mut cursor, mut pages) = (Vec::new(), None, 0);
        loop {
            let asked = Options { mode: Some(mode), cursor: cursor.clone(), limit: 5, left_out: false };
            let front = web::front::serve(&site.app, site.reader, asked).await.unwrap();
            seen.extend(front.stories.iter().map(|s| s.id));
            pages += 1;
            assert_eq!(front.caught_up, front.next.is_none());
            cursor = front.next;
            if cursor.is_none() {
                break;
            }
        }
        let mut once = seen.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!((seen.len(), once.len(), pages), (all, all, 4), "{mode:?}");
    }
}

#[tokio::test]
async fn a_cursor_that_is_remembered_no_more_is_found_again() {
    let site = Site::filled();
    let ask = |cursor: Option<String>| Options { cursor, limit: 5, ..Options::default() };
    let first = page(site.store(), &site.app.newsroom, site.reader, NOW, &ask(None)).unwrap();
    let second = page(site.store(), &site.app.newsroom, site.reader, NOW, &ask(first.next.clone())).unwrap();
    assert_eq!(second.stories.len(), 5);
    assert!(second.stories.iter().all(|s| first.stories.iter().all(|f| f.id != s.id)));
    for odd in ["", ".", "x.y", "99999999999999999999.1", "-1.2", "4000000000.0"] {
        page(site.store(), &site.app.newsroom, site.reader, NOW, &ask(Some(odd.into()))).unwrap();
    }
}

#[tokio::test]
async fn only_what_the_reader_subscribes_to_is_on_the_front() {
    let site = Site::filled();
    let other = site.store().add_reader("ben", None, NOW).unwrap();
    site.store().subscribe(other, 1, None, NOW).unwrap();
    let front = page(site.store(), &site.app.newsroom, other, NOW, &options()).unwrap();
    let titles: Vec<&str> = front.stories.iter().map(|s| s.title.as_str()).collect();
    assert_eq!(titles.len(), 3, "{titles:?}");
    let shared = front.stories.iter().find(|s| s.id == 1).unwrap();
    assert_eq!(shared.articles.len(), 3, "other outlets' tellings stand in the story all the same");
}

#[tokio::test]
async fn the_next_visit_tells_what_is_new() {
    let site = Site::filled();
    assert!(!site.page("/").await.contains("Since you last looked"), "nothing to compare with yet");
    // Ten stories shown.
    site.settled(10).await;
    let later = NOW + 2 * HOUR;
    site.time.store(later, Ordering::Relaxed);
    let story =
        site.tell(&Tell { at: NOW + HOUR, ..Tell::new(2, "Harbour Gazette", "Fresh news", &["Sea"], 0) });
    site.tell(&Tell {
        story: Some(1),
        at: NOW + HOUR,
        ..Tell::new(2, "Harbour Gazette", "Lights are back", &["Energy"], 0)
    });
    site.app.newsroom.load(site.store(), later).unwrap();
    let html = site.page("/").await;
    assert!(html.contains("Since you last looked: <strong>2 new</strong>"), "{html}");
    assert!(html.contains("1 new telling"));
    let front = web::front::serve(&site.app, site.reader, options()).await.unwrap();
    let fresh = front.stories.iter().find(|s| s.id == story).unwrap();
    assert!(!fresh.seen && fresh.new_since_last_visit == 1);
    assert!(front.stories.iter().any(|s| s.seen));
}

#[tokio::test]
async fn what_was_shown_is_noted_once_a_visit() {
    let site = Site::filled();
    for _ in 0..3 {
        site.page("/").await;
    }
    site.settled(10).await;
    let first = web::front::serve(&site.app, site.reader, options()).await.unwrap();
    site.form("/signals", &[("kind", "save"), ("story", "1")]).await;
    let signals = site.store().signals(site.reader, 0, 100).unwrap();
    assert_eq!(signals.iter().filter(|s| s.signal.kind == "impression").count(), 10);
    assert_eq!(signals[0].signal.position, Some(0));
    assert!(first.stories.iter().all(|s| !s.seen), "a page does not sink while it is read");
}

#[tokio::test]
async fn beside_a_lead_without_a_picture_stands_one_story() {
    let beside = |html: &str| {
        let rail = html.split_once("class=\"rail\"").unwrap().1;
        let rail = rail.split_once("class=\"trio\"").unwrap().0;
        rail.matches("<article").count()
    };
    let site = Site::filled();
    assert_eq!(beside(&site.page("/").await), 1);
    let pictured = Site::filled();
    let front = page(site.store(), &site.app.newsroom, site.reader, NOW, &options()).unwrap();
    for article in front.stories.iter().flat_map(|s| &s.articles) {
        pictured.picture(&format!("https://pictures.example/{}.jpg", article.title.replace(' ', "-")));
    }
    assert_eq!(beside(&pictured.page("/").await), 3);
}
