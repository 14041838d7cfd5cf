//! Nothing hostile gets through, and nothing on a page loads from elsewhere.

use crate::support::{Site, Tell};

const HOSTILE: &str = r#"<script>alert(1)</script>"><img src=x onerror=alert(2)>"#;

#[tokio::test]
async fn hostile_titles_are_text() {
    let site = Site::empty();
    let source = site.source("https://evil.example/feed", HOSTILE);
    let topics = [HOSTILE];
    let story = site.tell(&Tell { language: HOSTILE, ..Tell::new(source, HOSTILE, HOSTILE, &topics, 1) });
    site.store().index_catch_up().unwrap();
    site.form("/signals", &[("kind", "follow"), ("topic", &HOSTILE.to_lowercase())]).await;
    for path in [
        "/".to_owned(),
        "/latest".into(),
        "/topics".into(),
        "/sources".into(),
        "/profile".into(),
        "/search?q=alert".into(),
        format!("/search?q={}", "%3Cscript%3E"),
        format!("/story/{story}"),
        format!("/article/{story}"),
        format!("/why/{story}"),
        format!("/source/{source}"),
        "/sources.opml".into(),
    ] {
        let got = site.get(&path).await;
        assert!(got.status.is_success(), "{path}");
        assert!(
            !got.body.contains("<script>alert") && !got.body.contains("<img src=x"),
            "{path}: {}",
            got.body
        );
    }
}

#[tokio::test]
async fn nothing_loads_from_another_host() {
    let site = Site::empty();
    let source = site.source("https://courier.example/feed", "The Courier");
    let html = r#"<p>A<img src="https://tracker.example/p.gif" srcset="https://tracker.example/2.gif 2x"></p>
        <video src="https://tracker.example/v.mp4" poster="https://tracker.example/p.jpg"></video>
        <iframe src="https://tracker.example/f"></iframe><a href="https://elsewhere.example/">read on</a>"#;
    let story = site.tell(&Tell { html, ..Tell::new(source, "The Courier", "Pictures", &["Energy"], 1) });
    site.picture("https://pictures.example/Pictures.jpg");
    let mut pages = 0;
    for path in [
        "/".to_owned(),
        "/latest".into(),
        "/topics".into(),
        "/sources".into(),
        "/welcome".into(),
        format!("/story/{story}"),
        format!("/article/{story}"),
        "/help".into(),
    ] {
        let page = site.page(&path).await;
        assert!(!page.contains("tracker.example"), "{path}");
        assert!(
            !page.contains(" style=") && !page.contains("<style") && !page.contains(" onclick"),
            "{path}"
        );
        for attribute in [
            " src=\"",
            "<link rel=\"stylesheet\" href=\"",
            "<link rel=\"icon\" href=\"",
            " srcset=\"",
            " poster=\"",
        ] {
            for found in page.split(attribute).skip(1) {
                assert!(
                    found.starts_with('/') && !found.starts_with("//"),
                    "{path}: {attribute}{}",
                    &found[..40]
                );
                pages += 1;
            }
        }
        for script in page.split("<script").skip(1) {
            assert!(script.starts_with(" src=\"/assets/"), "{path}: no script in the page itself");
        }
    }
    assert!(pages > 16);
    let article = site.page(&format!("/article/{story}")).await;
    assert!(article.contains("https://elsewhere.example/"), "links may lead away");
    assert!(article.contains("src=\"/image/"), "pictures come from here");
}

#[tokio::test]
async fn a_form_cannot_lead_elsewhere() {
    let site = Site::filled();
    for back in ["https://evil.example/", "//evil.example", "/\\evil.example", "/a\r\nSet-Cookie: x=1"] {
        let got = site.form("/signals", &[("kind", "save"), ("story", "1"), ("back", back)]).await;
        assert_eq!(got.header("location"), "/", "{back:?}");
    }
}
