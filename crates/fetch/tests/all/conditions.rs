//! Conditional requests, and what every request holds and does not hold.

use fetch::{Client, Failure, Kind, Request, Settings};

use crate::server::{Server, answer, client, get, get_from, settings};

#[tokio::test]
async fn validators_are_sent_back_byte_for_byte() {
    for (etag, last_modified) in [
        ("\"abc\"", "Mon, 23 Nov 2026 20:00:00 GMT"),
        ("W/\"weak, with a comma\"", "Monday, not a date at all"),
        ("without-quotes", "0"),
        ("\"\u{fc}ber\"", "\u{6628}\u{65e5}"),
        ("'odd\" \\ ", "-1"),
    ] {
        let (tag, date) = (etag.to_owned(), last_modified.to_owned());
        let server = Server::start(move |seen| {
            let headers = format!("ETag: {tag}\r\nLast-Modified: {date}\r\nCache-Control: max-age=1800");
            let same = seen.header("if-none-match") == Some(tag.trim())
                && seen.header("if-modified-since") == Some(date.as_str());
            if same { answer(304, &headers, "") } else { answer(200, &headers, "news") }
        })
        .await;
        let client = client();
        let url = server.url("/feed");
        let first = client.get(Request::new(&url, Kind::Feed)).await.unwrap();
        assert_eq!((first.status, first.body.as_ref()), (200, b"news".as_ref()));
        assert_eq!(first.etag.as_deref(), Some(etag.trim()));
        assert_eq!(first.last_modified.as_deref(), Some(last_modified));
        let again = Request {
            url: &url,
            kind: Kind::Feed,
            etag: first.etag.as_deref(),
            last_modified: first.last_modified.as_deref(),
        };
        let second = client.get(again).await.unwrap();
        assert!(second.is_not_modified(), "{etag}");
        assert!(second.body.is_empty() && !second.truncated);
        assert_eq!(second.max_age, Some(1800));
    }
}

#[tokio::test]
async fn unconditional_requests_hold_no_validators_and_want_no_304() {
    let server = Server::start(|_| answer(304, "", "")).await;
    let url = server.url("/");
    let request = Request { etag: Some(""), ..Request::new(&url, Kind::Feed) };
    let failure = client().get(request).await.unwrap_err();
    assert!(matches!(failure, Failure::Status { code: 304, .. }), "{failure:?}");
    assert!(server.seen()[0].header("if-none-match").is_none());
    assert!(server.seen()[0].header("if-modified-since").is_none());
}

#[tokio::test]
async fn validators_that_no_server_can_have_sent_are_left_out() {
    let server = Server::start(|_| answer(200, "", "x")).await;
    let url = server.url("/");
    let request = Request { etag: Some("a\r\nCookie: b"), ..Request::new(&url, Kind::Feed) };
    client().get(request).await.unwrap();
    assert!(server.seen()[0].header("if-none-match").is_none());
    assert!(server.seen()[0].header("cookie").is_none());
}

#[tokio::test]
async fn what_is_sent_is_the_same_every_time_and_no_more_than_needed() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/a" => answer(302, "Location: /b\nSet-Cookie: id=1; Path=/", ""),
        _ => answer(200, "Set-Cookie: id=2; Path=/", "x"),
    })
    .await;
    let client = client();
    for kind in [Kind::Feed, Kind::Page, Kind::Image, Kind::Feed] {
        client.get(Request::new(&server.url("/a"), kind)).await.unwrap();
    }
    let agent = format!("Masthead/{} (personal news reader)", env!("CARGO_PKG_VERSION"));
    let seen = server.seen();
    assert_eq!(seen.len(), 4 * 2 + 1, "and robots.txt once");
    for seen in seen {
        let names: Vec<_> = seen.headers.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["accept", "accept-encoding", "user-agent", "host"], "no Cookie, no Referer");
        assert_eq!(seen.header("user-agent"), Some(agent.as_str()));
        assert_eq!(seen.header("accept-encoding"), Some("gzip, br"));
    }
    let accept = |n: usize| server.seen()[n].header("accept").unwrap().to_owned();
    assert!(accept(0).contains("rss"), "a feed is asked for as one");
    assert!(accept(3).starts_with("text/html"), "a page as one: {}", accept(3));
}

#[tokio::test]
async fn the_answers_own_words_are_handed_on() {
    let response = get_from(|| {
        let headers = "Content-Type: application/rss+xml; charset=\"utf-8\"
            Content-Location: /feed.en.xml
            Link: <https://hub.example/>; rel=hub
            Link: <https://a.example/feed>; rel=\"self\", <https://b.example/>; rel=next
            Cache-Control: public, s-maxage=9, max-age=300";
        answer(200, headers, "x")
    })
    .await
    .unwrap();
    assert_eq!(response.content_type.as_deref(), Some("application/rss+xml; charset=\"utf-8\""));
    assert_eq!(response.content_location.as_deref(), Some("/feed.en.xml"));
    assert_eq!(response.links.len(), 2);
    assert_eq!(response.links[0], "<https://hub.example/>; rel=hub");
    assert_eq!(response.max_age, Some(300));
    assert_eq!(response.moved_permanently, None);
}

#[tokio::test]
async fn credentials_in_the_url_are_sent_to_its_host_alone() {
    let other = Server::start_at([127, 0, 0, 2], |_| answer(200, "", "x")).await;
    let there = other.url("/");
    let server = Server::start(move |_| answer(302, &format!("Location: {there}"), "")).await;
    let url = server.url("/").replace("//", "//user:secret@");
    get(&url).await.unwrap();
    assert_eq!(server.seen()[0].header("authorization"), Some("Basic dXNlcjpzZWNyZXQ="));
    assert_eq!(other.seen()[0].header("authorization"), None);
}

#[test]
fn settings_are_read_strictly_and_have_defaults() {
    let read = |text: &str| serde_json::from_str::<Settings>(text);
    assert_eq!(read("{}").unwrap(), Settings::default());
    assert_eq!(read(r#"{"per_host_interval_ms": 5}"#).unwrap().per_host_interval_ms, 5);
    let own = read(r#"{"hosts": {"a.test": {"interval_ms": 0}}}"#).unwrap();
    assert_eq!((own.hosts["a.test"].interval_ms, own.hosts["a.test"].connections), (Some(0), None));
    assert!(read(r#"{"per_host_intervals": 5}"#).is_err());
    assert!(read(r#"{"hosts": {"a.test": {"interval": 0}}}"#).is_err());
    let default = Settings::default();
    assert_eq!((default.per_host_connections, default.per_host_interval_ms), (2, 1000));
    assert_eq!((default.max_body_bytes, default.timeout_seconds), (15 << 20, 20));
}

#[tokio::test]
async fn settings_that_cannot_be_used_are_refused() {
    for (settings, words) in [
        (Settings { user_agent: "two\nlines".into(), ..settings() }, "user agent"),
        (Settings { user_agent: "(no word)".into(), ..settings() }, "user agent"),
        (Settings { timeout_seconds: 0, ..settings() }, "timeout_seconds"),
        (Settings { per_host_connections: 0, ..settings() }, "per_host_connections"),
        (Settings { total_connections: 0, ..settings() }, "total_connections"),
        (Settings { proxy: Some("socks5://127.0.0.1:1080".into()), ..settings() }, "socks5"),
        (Settings { proxy: Some("nonsense".into()), ..settings() }, "proxy"),
        (Settings { allow_private: vec!["home".into()], ..settings() }, "`home` in allow_private"),
    ] {
        let error = Client::new(settings).unwrap_err().to_string();
        assert!(error.contains(words), "{error}");
    }
}
