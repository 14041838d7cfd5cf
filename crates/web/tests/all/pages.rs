//! Every page answers, and reads as it should.

use axum::http::StatusCode;

use crate::support::{NOW, Site};

#[tokio::test]
async fn every_page_answers() {
    let site = Site::filled();
    let (story, article) = (1, 1);
    for path in [
        "/",
        "/latest",
        "/saved",
        "/topics",
        "/topic/energy",
        "/source/1",
        "/sources",
        "/profile",
        "/settings",
        "/welcome",
        "/help",
        "/search",
        "/search?q=grid",
    ] {
        let body = site.page(path).await;
        assert!(body.contains("<main") && body.contains("</html>"), "{path}");
        assert!(body.contains("Friday") && body.contains("20 November 2026"), "{path}");
    }
    for path in [format!("/story/{story}"), format!("/article/{article}"), format!("/why/{story}")] {
        site.page(&path).await;
    }
    assert_eq!(site.page("/healthz").await, r#"{"ok":true}"#);
}

#[tokio::test]
async fn what_is_not_there_is_said_kindly() {
    let site = Site::filled();
    for path in [
        "/nothing",
        "/story/x",
        "/story/99999999999999999999",
        "/story/999",
        "/article/999",
        "/why/999",
        "/topic/no-such-topic",
        "/source/99",
    ] {
        let got = site.get(path).await;
        assert_eq!(got.status, StatusCode::NOT_FOUND, "{path}");
        assert!(
            got.body.contains("Nothing is kept here") && got.body.contains("To the front page"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_picture_comes_from_here_or_not_at_all() {
    let site = Site::filled();
    let url = "https://pictures.example/Wind-farm-opens.jpg";
    assert!(!site.page("/").await.contains("<img"), "a picture that is not kept leaves no hole");
    let missing = site.get(&format!("/image/{}", store::image_key(url))).await;
    assert_eq!((missing.status, missing.header("content-type")), (StatusCode::NOT_FOUND, "image/svg+xml"));
    let key = site.picture(url);
    let got = site.get(&format!("/image/{key}")).await;
    assert_eq!((got.status, got.body.as_str()), (StatusCode::OK, "picture"));
    assert_eq!(got.header("content-type"), "image/webp");
    assert!(got.header("cache-control").contains("immutable"));
    site.app.newsroom.load(site.store(), NOW).unwrap();
    let story =
        site.store().stories_since(0).unwrap().into_iter().find(|s| s.title == "Wind farm opens").unwrap().id;
    assert!(site.page(&format!("/story/{story}")).await.contains(&format!("src=\"/image/{key}\"")));
    assert_eq!(site.get("/image/..%2Fmasthead.db").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn assets_have_addresses_for_good() {
    let site = Site::filled();
    let page = site.page("/").await;
    for (before, kind) in
        [("<link rel=\"stylesheet\" href=\"", "text/css"), ("<script src=\"", "text/javascript")]
    {
        let path = page.split(before).nth(1).unwrap().split('"').next().unwrap();
        let got = site.get(path).await;
        assert_eq!(got.status, StatusCode::OK);
        assert!(got.header("content-type").starts_with(kind));
        assert!(got.header("cache-control").contains("immutable"));
    }
    let old = site.get("/assets/site-0000000000000000.css").await;
    assert!(old.status == StatusCode::OK && !old.header("cache-control").contains("immutable"));
    assert_eq!(site.get("/assets/passwd").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_story_page_folds_copies_under_their_origin() {
    let site = Site::filled();
    let page = site.page("/story/1").await;
    insta::assert_snapshot!("story", text(&page));
}

#[tokio::test]
async fn the_article_page_reads_clean() {
    let site = Site::filled();
    insta::assert_snapshot!("article", text(&site.page("/article/2").await));
}

#[tokio::test]
async fn the_latest_page_is_in_order_of_time() {
    let site = Site::filled();
    let page = site.page("/latest").await;
    let order: Vec<usize> = ["Why the lights went out", "Wind farm opens", "Orchestra plays", "渡轮停运"]
        .iter()
        .filter_map(|t| page.find(t))
        .collect();
    assert!(order.is_sorted(), "{order:?}");
    assert!(page.contains(r#"lang="zh" dir="auto"><a class="go""#), "a headline bears its language");
}

#[tokio::test]
async fn colours_are_kept_in_a_cookie() {
    let site = Site::filled();
    let got = site.form("/theme", &[("theme", "dark"), ("back", "/latest")]).await;
    assert_eq!((got.status, got.header("location")), (StatusCode::SEE_OTHER, "/latest"));
    assert_eq!(got.cookies(), "theme=dark");
    let request =
        axum::http::Request::get("/").header("host", "127.0.0.1:8080").header("cookie", "x=1; theme=dark");
    let page = site.send(request.body(axum::body::Body::empty()).unwrap()).await;
    assert!(page.body.contains(r#"data-theme="dark""#));
}

/// The words of a page's main part, a line for each block.
pub(crate) fn text(html: &str) -> String {
    let main = html.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    let main = main.split_once('>').unwrap().1;
    let mut out = String::new();
    let mut rest = main;
    while let Some((before, tag)) = rest.split_once('<') {
        out.push_str(before);
        let (tag, after) = tag.split_once('>').unwrap();
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        if ["p", "h1", "h2", "h3", "h4", "li", "ul", "ol", "div", "tr", "details", "summary", "form", "table"]
            .contains(&name)
        {
            out.push('\n');
        }
        if name == "button" || name == "td" {
            out.push(' ');
        }
        rest = after;
    }
    out.push_str(rest);
    let lines = out.lines().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n")
}
