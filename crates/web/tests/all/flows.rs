//! What a reader does, without and with JavaScript, and what comes of it.

use axum::http::StatusCode;

use crate::support::{Site, term};

#[tokio::test]
async fn a_new_reader_is_asked_for_a_beginning() {
    let site = Site::empty();
    let got = site.get("/").await;
    assert_eq!((got.status, got.header("location")), (StatusCode::SEE_OTHER, "/welcome"));
    let page = site.page("/welcome").await;
    assert!(page.contains("https://two.example/feed") && page.contains("English"));
    let nothing = site.form("/welcome", &[]).await;
    assert_eq!(nothing.header("location"), "/welcome");
    let got = site
        .form(
            "/welcome",
            &[
                ("feed", "https://one.example/feed"),
                ("feed", "https://three.example/feed"),
                ("feed", "https://evil.example/"),
            ],
        )
        .await;
    assert_eq!((got.status, got.header("location")), (StatusCode::SEE_OTHER, "/"));
    let urls: Vec<String> = site.store().sources().unwrap().into_iter().map(|s| s.url).collect();
    assert_eq!(urls, ["https://one.example/feed", "https://three.example/feed"]);
    let waiting = site.page("/").await;
    assert!(waiting.contains("Fetching your sources…") && waiting.contains("0 of 2 sources"), "{waiting}");
    assert!(waiting.contains("http-equiv=\"refresh\""));
}

#[tokio::test]
async fn less_lowers_the_topic_and_the_source_on_the_next_page() {
    let site = Site::filled();
    let before = site.page("/").await;
    let wind =
        site.store().stories_since(0).unwrap().into_iter().find(|s| s.title == "Wind farm opens").unwrap().id;
    let (topic, source) = ("Topic: Energy", "Source: The Courier");
    assert!(before.contains("Counting nothing so far: Topic: Energy, "), "{before}");
    assert_eq!(term(&before, wind, topic), None);
    let id = wind.to_string();
    let got =
        site.form("/signals", &[("kind", "less"), ("story", &id), ("back", &format!("/#s-{wind}"))]).await;
    assert_eq!((got.status, got.header("location")), (StatusCode::SEE_OTHER, format!("/#s-{wind}").as_str()));
    let request =
        axum::http::Request::get("/").header("host", "127.0.0.1:8080").header("cookie", got.cookies());
    let after = site.send(request.body(axum::body::Body::empty()).unwrap()).await;
    assert!(
        after.body.contains("Fewer stories like this: Energy, Wind, The Courier"),
        "the page says what changed"
    );
    assert!(after.header("set-cookie").contains("Max-Age=0"), "and says it once");
    let after = site.page("/").await;
    // The very story may have sunk below the page; the other one on energy by the same paper has not.
    for (story, label) in [(1, topic), (1, source)] {
        let value = term(&after, story, label).unwrap();
        assert!(value < 0.0, "{label}: {value}");
    }
}

#[tokio::test]
async fn more_raises_it() {
    let site = Site::filled();
    site.form("/signals", &[("kind", "more"), ("story", "1")]).await;
    let page = site.page("/").await;
    assert!(term(&page, 1, "Topic: Energy").unwrap() > 0.0);
    let card = page.split("id=\"s-1\"").nth(1).unwrap();
    assert!(card.contains(r#"value="more" aria-pressed="true""#));
}

#[tokio::test]
async fn mute_removes_a_topic_and_why_not_names_the_filter() {
    let site = Site::filled();
    assert!(site.page("/").await.contains("Grid fails in the north"));
    site.form("/signals", &[("kind", "mute"), ("topic", "energy"), ("back", "/topic/energy")]).await;
    let page = site.page("/").await;
    assert!(!page.contains("Grid fails in the north") && !page.contains("Wind farm opens"));
    let why = site.page("/why/1").await;
    assert!(why.contains("muted-topic") && why.contains("You muted the topic Energy"), "{why}");
    assert!(why.contains(r#"value="unmute""#), "and how to lift it");
    site.form("/signals", &[("kind", "unmute"), ("topic", "energy")]).await;
    assert!(site.page("/").await.contains("Grid fails in the north"));
}

#[tokio::test]
async fn a_card_lets_its_topics_be_followed_and_muted() {
    let site = Site::filled();
    let page = site.page("/").await;
    let card = page.split("id=\"s-1\"").nth(1).unwrap().split("</article>").next().unwrap();
    assert!(
        card.contains(r#"name="follow" value="energy""#) && card.contains(r#"name="mute" value="energy""#)
    );
    let got = site.form("/signals", &[("back", "/#s-1"), ("follow", "energy")]).await;
    assert_eq!((got.status, got.header("location")), (StatusCode::SEE_OTHER, "/#s-1"));
    assert!(site.page("/").await.contains(r#"name="unfollow" value="energy" aria-pressed="true""#));
    site.form("/signals", &[("back", "/"), ("mute", "energy")]).await;
    assert!(!site.page("/").await.contains("Grid fails in the north"));
}

#[tokio::test]
async fn a_source_can_be_followed_and_muted() {
    let site = Site::filled();
    site.form("/signals", &[("kind", "follow"), ("source", "1"), ("back", "/source/1")]).await;
    assert!(term(&site.page("/").await, 1, "You follow The Courier").unwrap() > 0.0);
    site.form("/signals", &[("kind", "mute"), ("source", "1"), ("back", "/source/1")]).await;
    assert!(site.page("/source/1").await.contains(r#"value="unmute" aria-pressed="true""#));
    let page = site.page("/").await;
    assert!(!page.contains("Wind farm opens"), "the one that only it tells goes");
    assert!(page.contains("Grid fails in the north"), "the one that others tell stays");
}

#[tokio::test]
async fn follow_hide_and_save_do_what_they_say() {
    let site = Site::filled();
    let music = site
        .store()
        .stories_since(0)
        .unwrap()
        .into_iter()
        .find(|s| s.title.starts_with("Orchestra"))
        .unwrap();
    let id = music.id.to_string();
    site.form("/signals", &[("kind", "follow"), ("topic", "music")]).await;
    let page = site.page("/").await;
    assert!(term(&page, music.id, "You follow Music").unwrap() > 0.0);
    assert!(site.page("/topics").await.contains("Following<span class=\"hush\"> Music</span>"));
    site.form("/signals", &[("kind", "save"), ("story", &id)]).await;
    assert!(site.page("/saved").await.contains("Orchestra plays in the rain"));
    site.form("/signals", &[("kind", "hide"), ("story", &id)]).await;
    assert!(!site.page("/").await.contains("Orchestra plays in the rain"));
    assert!(site.page(&format!("/why/{id}")).await.contains("You hid this story"));
    site.form("/signals", &[("kind", "unsave"), ("story", &id)]).await;
    assert!(!site.page("/saved").await.contains("Orchestra plays in the rain"));
}

#[tokio::test]
async fn the_script_is_told_what_changed() {
    let site = Site::filled();
    let got = site.script("/signals", &[("kind", "save"), ("story", "1")]).await;
    let change: serde_json::Value = serde_json::from_str(&got.body).unwrap();
    assert_eq!(
        change["state"],
        serde_json::json!({"more": false, "less": false, "saved": true, "hidden": false})
    );
    assert_eq!(change["undo"], serde_json::json!({"field": "story", "id": "1", "kind": "unsave"}));
    let got = site.script("/signals", &[("kind", "follow"), ("topic", "energy")]).await;
    let change: serde_json::Value = serde_json::from_str(&got.body).unwrap();
    assert_eq!(change["message"], "You follow Energy now.");
    assert_eq!(change["topic"]["followed"], true);
    let got = site.form("/signals", &[("kind", "finish"), ("article", "2"), ("dwell_seconds", "40")]).await;
    assert_eq!(got.status, StatusCode::NO_CONTENT);
    assert!(site.store().story_state(site.reader, 1).unwrap().unwrap().finished_at.is_some());
    for odd in [
        vec![("kind", "love"), ("story", "1")],
        vec![("kind", "more")],
        vec![("kind", "more"), ("story", "999")],
        vec![("kind", "more"), ("topic", "energy")],
    ] {
        assert_eq!(site.form("/signals", &odd).await.status, StatusCode::BAD_REQUEST, "{odd:?}");
    }
}

#[tokio::test]
async fn opening_a_story_is_noted_once() {
    let site = Site::filled();
    for _ in 0..2 {
        site.page("/article/2").await;
        site.page("/story/1").await;
    }
    site.settled(1).await;
    let signals = site.store().signals(site.reader, 0, 100).unwrap();
    assert_eq!(signals.len(), 1);
    assert_eq!(
        (signals[0].signal.kind.as_str(), signals[0].signal.story, signals[0].signal.article),
        ("open", Some(1), Some(2))
    );
}

#[tokio::test]
async fn a_list_of_sources_goes_out_and_comes_back() {
    let site = Site::filled();
    site.form("/sources/1", &[("title", "Courier & Sons"), ("folder", "Papers")]).await;
    let got = site.get("/sources.opml").await;
    assert!(got.header("content-disposition").contains("masthead.opml"));
    let fresh = Site::empty();
    let back = fresh.upload("/sources/opml", "opml", &got.body).await;
    assert_eq!((back.status, back.header("location")), (StatusCode::SEE_OTHER, "/sources"));
    let again = fresh.get("/sources.opml").await;
    assert_eq!(got.body, again.body);
    let page = fresh.page("/sources").await;
    assert!(
        page.contains("Courier &#38; Sons")
            && page.contains("Papers")
            && page.contains("Waits for its first fetch")
    );
    let bad = fresh.upload("/sources/opml", "opml", "no list at all").await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_removed_source_leaves_the_front() {
    let site = Site::filled();
    site.form("/sources/2/remove", &[]).await;
    let page = site.page("/").await;
    assert!(!page.contains("Orchestra") && page.contains("Wind farm opens"));
    assert!(!site.page("/sources").await.contains("Harbour Gazette"));
}

#[tokio::test]
async fn a_profile_can_be_taken_away_brought_back_and_erased() {
    let site = Site::filled();
    site.form("/signals", &[("kind", "less"), ("story", "1")]).await;
    site.form("/signals", &[("kind", "follow"), ("topic", "music")]).await;
    let page = site.page("/profile").await;
    assert!(page.contains("Topic: Energy") && page.contains("Music"));
    let kept = site.get("/profile.json").await;
    let profile: rank::Profile = serde_json::from_str(&kept.body).unwrap();
    assert!(profile.followed_topics().contains_key("music"));
    assert_eq!(site.form("/profile/erase", &[]).await.status, StatusCode::BAD_REQUEST, "only if one is sure");
    site.form("/profile/erase", &[("sure", "yes")]).await;
    assert!(!site.page("/profile").await.contains("Topic: Energy"));
    let back = site.upload("/profile/import", "profile", &kept.body).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert!(site.page("/profile").await.contains("Topic: Energy"));
    for odd in ["[]", "{}", "{\"version\": \"x\"}", "no JSON"] {
        assert_eq!(
            site.upload("/profile/import", "profile", odd).await.status,
            StatusCode::BAD_REQUEST,
            "{odd}"
        );
    }
}

#[tokio::test]
async fn search_finds_what_is_kept() {
    let site = Site::filled();
    site.store().index_catch_up().unwrap();
    let page = site.page("/search?q=orchestra").await;
    assert!(page.contains("1 article") && page.contains("plays in the rain"), "{page}");
    assert!(site.page("/search?q=zeppelin").await.contains("Nothing kept speaks of “zeppelin”."));
}
