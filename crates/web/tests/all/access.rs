//! Who gets in, and what stands around every answer.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use web::WebSettings;
use web::access::{has_signed_in, hash_password, new_link, new_token};

use crate::support::{Got, NOW, Site};

/// A site that asks its readers to sign in.
fn closed(change: impl FnOnce(&mut WebSettings)) -> Site {
    let mut site = Site::filled();
    let mut settings = WebSettings { open_reader: None, ..(*site.app.settings).clone() };
    change(&mut settings);
    site.app.settings = Arc::new(settings);
    site.router = web::router(site.app.clone());
    site
}

fn request(method: &str, path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut builder = Request::builder().method(method).uri(path);
    if headers.iter().all(|(name, _)| *name != "host") {
        builder = builder.header(header::HOST, "127.0.0.1:8080");
    }
    for (name, value) in headers {
        builder = builder.header(*name, *value);
    }
    builder.body(Body::empty()).unwrap()
}

async fn ask(site: &Site, method: &str, path: &str, headers: &[(&str, &str)]) -> Got {
    site.send(request(method, path, headers)).await
}

async fn sign_in(site: &Site, name: &str, password: &str) -> Got {
    site.form("/signin", &[("name", name), ("password", password), ("back", "/topics")]).await
}

#[tokio::test]
async fn a_link_signs_in_once() {
    let site = closed(|_| ());
    let store = site.store();
    assert!(!has_signed_in(store, site.reader).unwrap());
    let link = format!("/signin/{}", new_link(store, site.reader, NOW).unwrap());

    // A program that looks where it leads does not use it up.
    assert_eq!(ask(&site, "HEAD", &link, &[]).await.status, StatusCode::NO_CONTENT);
    let got = ask(&site, "GET", &link, &[]).await;
    assert_eq!((got.status, got.header("location")), (StatusCode::SEE_OTHER, "/"));
    let cookie = got.header("set-cookie");
    assert!(cookie.starts_with("masthead_session=1.") && cookie.contains("; Path=/; "), "{cookie}");
    assert!(cookie.ends_with("; HttpOnly; SameSite=Lax"), "{cookie}");
    let session = got.cookies();
    assert!(has_signed_in(store, site.reader).unwrap());

    let page = ask(&site, "GET", "/", &[("cookie", &session)]).await;
    assert_eq!(page.status, StatusCode::OK);
    // The same link again: whoever is in stays in, anybody else is told.
    assert_eq!(ask(&site, "GET", &link, &[("cookie", &session)]).await.header("location"), "/");
    let used = ask(&site, "GET", &link, &[]).await;
    assert_eq!(used.status, StatusCode::FORBIDDEN);
    assert!(used.body.contains("was used before") && used.headers.get("set-cookie").is_none());

    let late = format!("/signin/{}", new_link(store, site.reader, NOW).unwrap());
    site.time.store(NOW + 24 * 3600, Ordering::Relaxed);
    assert_eq!(ask(&site, "GET", &late, &[]).await.status, StatusCode::FORBIDDEN);
    for odd in ["/signin/x", "/signin/1.", "/signin/99.0123", "/signin/-1.aa", "/signin/%00"] {
        assert_eq!(ask(&site, "GET", odd, &[]).await.status, StatusCode::FORBIDDEN, "{odd}");
    }
}

#[tokio::test]
async fn a_session_ends_when_its_reader_says_so_or_in_half_a_year() {
    let site = closed(|_| ());
    let enter = async || {
        let link = new_link(site.store(), site.reader, site.time.load(Ordering::Relaxed)).unwrap();
        ask(&site, "GET", &format!("/signin/{link}"), &[]).await.cookies()
    };
    let (one, two) = (enter().await, enter().await);
    let inside =
        async |cookie: &str| ask(&site, "GET", "/topics", &[("cookie", cookie)]).await.status.is_success();
    assert!(inside(&one).await && inside(&two).await);
    let out = ask(&site, "POST", "/signout", &[("cookie", &one), ("sec-fetch-site", "same-origin")]).await;
    assert_eq!(out.header("location"), "/signin");
    assert!(
        out.headers
            .get_all("set-cookie")
            .iter()
            .any(|c| c.to_str().unwrap().starts_with("masthead_session=; Path=/; Max-Age=0"))
    );
    assert!(!inside(&one).await && inside(&two).await);
    for odd in ["masthead_session=", "masthead_session=1.x", "masthead_session=2.x; theme=dark", "x=y"] {
        assert!(!inside(odd).await, "{odd}");
    }
    site.time.store(NOW + 181 * 86_400, Ordering::Relaxed);
    assert!(!inside(&two).await);
}

#[tokio::test]
async fn a_browser_that_is_not_signed_in_is_sent_to_sign_in_and_back() {
    let site = closed(|_| ());
    let browser = [("accept", "text/html,application/xhtml+xml")];
    assert_eq!(ask(&site, "GET", "/", &browser).await.header("location"), "/signin");
    let got = ask(&site, "GET", "/search?q=wind&from=30", &browser).await;
    assert_eq!(got.status, StatusCode::SEE_OTHER);
    let page = ask(&site, "GET", got.header("location"), &browser).await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(page.body.contains(r#"name="back" value="/search?q=wind"#), "{}", page.body);
    assert_eq!(page.header("cache-control"), "no-store");
    for (method, path) in
        [("GET", "/topics"), ("POST", "/signals"), ("GET", "/profile.json"), ("GET", "/image/00")]
    {
        let got = ask(&site, method, path, &[]).await;
        assert!(
            got.status == StatusCode::UNAUTHORIZED || path.starts_with("/image"),
            "{path}: {}",
            got.status
        );
    }
    // Nothing leads away from here.
    let got = ask(&site, "GET", "/signin?back=//evil.example/", &browser).await;
    assert!(got.body.contains(r#"name="back" value="/""#), "{}", got.body);
}

#[tokio::test]
async fn a_password_signs_in_and_guessing_gets_slow() {
    let site = closed(|_| ());
    let hash = hash_password("correct horse").unwrap();
    site.store().set_password(site.reader, Some(&hash)).unwrap();
    site.store().add_reader("ben", None, NOW).unwrap();
    let got = sign_in(&site, "ada", "correct horse").await;
    assert_eq!((got.status, got.header("location")), (StatusCode::SEE_OTHER, "/topics"));
    assert_eq!(ask(&site, "GET", "/", &[("cookie", &got.cookies())]).await.status, StatusCode::OK);

    // No difference between a wrong password, no password and no reader.
    for (name, password) in [("ada", "wrong"), ("ben", ""), ("nobody", "correct horse")] {
        let got = sign_in(&site, name, password).await;
        assert_eq!(got.status, StatusCode::FORBIDDEN, "{name}");
        assert!(got.body.contains("do not belong together") && got.headers.get("set-cookie").is_none());
    }
    for _ in 0..4 {
        assert_eq!(sign_in(&site, "ada", "wrong").await.status, StatusCode::FORBIDDEN);
    }
    let got = sign_in(&site, "ada", "correct horse").await;
    assert_eq!((got.status, got.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "1"));
    assert_eq!(sign_in(&site, "ben", "wrong").await.status, StatusCode::FORBIDDEN, "ben is not ada");
    site.time.store(NOW + 1, Ordering::Relaxed);
    assert_eq!(sign_in(&site, "ada", "correct horse").await.status, StatusCode::SEE_OTHER);
    assert_eq!(
        sign_in(&site, "ada", "wrong").await.status,
        StatusCode::FORBIDDEN,
        "what went before is forgiven"
    );
}

#[tokio::test]
async fn a_token_speaks_for_its_reader_everywhere() {
    let site = closed(|_| ());
    let token = new_token(site.store(), site.reader, "phone", NOW).unwrap();
    let bearer = format!("Bearer {token}");
    for path in ["/", "/topics", "/api/v1/topics"] {
        let got = ask(&site, "GET", path, &[("authorization", &bearer)]).await;
        assert_eq!(got.status, StatusCode::OK, "{path}");
        let got = ask(&site, "GET", path, &[("authorization", "bearer 1.00")]).await;
        assert_eq!(got.status, StatusCode::UNAUTHORIZED, "{path}");
    }
    // A bad token is not made up for by an open door.
    let open = Site::filled();
    assert_eq!(
        ask(&open, "GET", "/topics", &[("authorization", "Bearer 1.00")]).await.status,
        StatusCode::UNAUTHORIZED
    );
    let tokens = site.store().tokens(site.reader).unwrap();
    assert_eq!(tokens[0].name, "phone");
    assert!(!tokens[0].hash.contains(token.split_once('.').unwrap().1));
    site.store().remove_token(site.reader, &tokens[0].hash).unwrap();
    assert_eq!(
        ask(&site, "GET", "/topics", &[("authorization", &bearer)]).await.status,
        StatusCode::UNAUTHORIZED
    );
}

#[tokio::test]
async fn only_known_hosts_are_answered() {
    let site = closed(|settings| settings.allowed_hosts = vec!["paper.home".into()]);
    for host in ["127.0.0.1:8080", "localhost:8080", "[::1]:8080", "192.168.1.9", "paper.home"] {
        assert_eq!(ask(&site, "GET", "/healthz", &[("host", host)]).await.status, StatusCode::OK, "{host}");
    }
    for path in ["/healthz", "/", "/assets/icon.svg", "/api/v1/front", "/nowhere"] {
        let got = ask(&site, "GET", path, &[("host", "<evil>.example")]).await;
        assert_eq!(got.status, StatusCode::MISDIRECTED_REQUEST, "{path}");
        assert!(
            got.body.contains("allowed_hosts") && (path.starts_with("/api/") || !got.body.contains("<evil>")),
            "{path}"
        );
        assert!(!got.header("content-security-policy").is_empty());
    }
    let two = Request::get("/healthz").header("host", "localhost").header("host", "evil.example");
    assert_eq!(site.send(two.body(Body::empty()).unwrap()).await.status, StatusCode::MISDIRECTED_REQUEST);
    let absolute = request("GET", "http://evil.example/healthz", &[("host", "localhost")]);
    assert_eq!(site.send(absolute).await.status, StatusCode::MISDIRECTED_REQUEST);
}

#[tokio::test]
async fn another_site_changes_nothing() {
    let site = Site::filled();
    let story = site.store().stories_since(0).unwrap()[0].id;
    let act = async |headers: &[(&str, &str)]| {
        let form = [("content-type", "application/x-www-form-urlencoded"), ("host", "127.0.0.1:8080")];
        let mut builder = Request::post("/signals");
        for (name, value) in form.iter().chain(headers) {
            builder = builder.header(*name, *value);
        }
        site.send(builder.body(Body::from(format!("kind=save&story={story}"))).unwrap()).await.status
    };
    for headers in [
        &[("sec-fetch-site", "cross-site")][..],
        &[("sec-fetch-site", "same-site"), ("origin", "http://127.0.0.1:9999")],
        &[("origin", "https://evil.example")],
        &[("origin", "null")],
    ] {
        assert_eq!(act(headers).await, StatusCode::FORBIDDEN, "{headers:?}");
    }
    assert!(site.store().saved_stories(site.reader).unwrap().is_empty());
    assert_eq!(act(&[("origin", "http://127.0.0.1:8080")]).await, StatusCode::SEE_OTHER);
    assert_eq!(site.store().saved_stories(site.reader).unwrap().len(), 1);
    let delete = ask(&site, "DELETE", "/api/v1/profile", &[("sec-fetch-site", "cross-site")]).await;
    assert_eq!(
        (delete.status, delete.header("content-type")),
        (StatusCode::FORBIDDEN, "application/problem+json")
    );
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let site = closed(|_| ());
    for (method, path) in [
        ("GET", "/"),
        ("GET", "/signin"),
        ("GET", "/assets/icon.svg"),
        ("GET", "/nowhere"),
        ("POST", "/signals"),
        ("GET", "/api/v1/front"),
        ("DELETE", "/topics"),
    ] {
        let got = ask(&site, method, path, &[]).await;
        let policy = got.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe"), "{path}: {policy}");
        assert_eq!(got.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(got.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(got.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(got.header("x-frame-options"), "DENY", "{path}");
        assert!(
            !got.header("permissions-policy").is_empty() && !got.header("cache-control").is_empty(),
            "{path}"
        );
    }
}

#[tokio::test]
async fn over_https_the_cookie_is_bound_to_its_host() {
    let site = closed(|settings| settings.public_url = "https://news.example.org".into());
    let link = new_link(site.store(), site.reader, NOW).unwrap();
    let host = ("host", "news.example.org");
    let got = ask(&site, "GET", &format!("/signin/{link}"), &[host]).await;
    let cookie = got.header("set-cookie");
    assert!(cookie.starts_with("__Host-masthead_session=1.") && cookie.ends_with("; Secure"), "{cookie}");
    assert_eq!(ask(&site, "GET", "/", &[host, ("cookie", &got.cookies())]).await.status, StatusCode::OK);
    let origin = [host, ("origin", "https://news.example.org"), ("cookie", &got.cookies())];
    assert_eq!(ask(&site, "POST", "/signout", &origin).await.status, StatusCode::SEE_OTHER);
}
