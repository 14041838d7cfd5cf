//! Redirects, and answers that are none.

use fetch::{Failure, Kind, Request};

use crate::server::{Server, answer, client, get, get_from};

#[tokio::test]
async fn redirects_are_followed_and_permanent_ones_remembered() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/old" => answer(301, "Location: moved", "<html>moved</html>"),
        "/moved" => answer(308, "Location: /feed.xml#top", ""),
        "/for-now" => answer(302, "Location: feed.xml", ""),
        "/half" => answer(301, "Location: /for-now", ""),
        "/see" => answer(303, "Location: ?page=2", ""),
        _ => answer(200, "", seen.path.as_bytes()),
    })
    .await;
    for (path, end, moved) in [
        ("/feed.xml#part", "/feed.xml", None),
        ("/old", "/feed.xml", Some("/feed.xml")),
        ("/for-now", "/feed.xml", None),
        ("/half", "/feed.xml", Some("/for-now")),
        ("/see", "/see?page=2", None),
    ] {
        let response = get(&server.url(path)).await.unwrap();
        assert_eq!(response.url, server.url(end), "{path}");
        assert_eq!(response.moved_permanently, moved.map(|moved| server.url(moved)), "{path}");
        assert_eq!(response.body.as_ref(), end.as_bytes());
    }
}

#[tokio::test]
async fn a_moved_source_can_be_unmodified_where_it_is_now() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/old" => answer(301, "Location: /new", ""),
        _ if seen.header("if-none-match") == Some("\"1\"") => answer(304, "", ""),
        _ => answer(200, "ETag: \"1\"", "x"),
    })
    .await;
    let url = server.url("/old");
    let response =
        client().get(Request { etag: Some("\"1\""), ..Request::new(&url, Kind::Feed) }).await.unwrap();
    assert!(response.is_not_modified());
    assert_eq!(response.moved_permanently, Some(server.url("/new")));
}

#[tokio::test]
async fn circles_and_long_ways_end() {
    let server = Server::start(|seen| match seen.path.trim_start_matches('/').parse::<u32>() {
        Ok(n) => answer(302, &format!("Location: /{}", n + 1), ""),
        Err(_) => answer(302, &format!("Location: {}", seen.path), ""),
    })
    .await;
    let failure = get(&server.url("/0")).await.unwrap_err();
    assert!(matches!(failure, Failure::TooManyRedirects { .. }), "{failure:?}");
    assert_eq!(server.paths().len(), 11, "the first and ten redirects");
    let failure = get(&server.url("/same")).await.unwrap_err();
    assert!(matches!(failure, Failure::TooManyRedirects { .. }), "{failure:?}");
    assert_eq!(server.paths().len(), 12, "a circle is seen at once");
}

#[tokio::test]
async fn a_redirect_without_a_place_to_go_is_a_failure() {
    for (status, headers) in [(301, ""), (302, "X-Location: /"), (300, "Location: /y"), (305, "Location: /y")]
    {
        let failure = get_from(move || answer(status, headers, "")).await.unwrap_err();
        assert!(matches!(failure, Failure::Status { code, .. } if code == status), "{failure:?}");
    }
    for location in ["ftp://127.0.0.1/", "javascript:alert(1)", "http://", "http://127.0.0.1:22/"] {
        let failure = get_from(move || answer(302, &format!("Location: {location}"), "")).await.unwrap_err();
        assert!(matches!(failure, Failure::BadUrl { .. }), "{location}: {failure:?}");
    }
}

#[tokio::test]
async fn failing_answers_are_told_apart() {
    for (status, headers, lasting, retry_after) in [
        (400, "", false, None),
        (401, "", true, None),
        (403, "", false, None),
        (404, "", true, None),
        (429, "Retry-After: 120", false, Some(120)),
        (451, "", true, None),
        (500, "", false, None),
        (503, "Retry-After: 7", false, Some(7)),
        (503, "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT", false, Some(0)),
        (503, "Retry-After: soon", false, None),
    ] {
        let failure = get_from(move || answer(status, headers, "an error page")).await.unwrap_err();
        assert!(matches!(failure, Failure::Status { code, .. } if code == status), "{failure:?}");
        assert_eq!(
            (failure.is_lasting(), failure.retry_after()),
            (lasting, retry_after),
            "{status} {headers}"
        );
        assert!(failure.plain().contains(&format!("127.0.0.1 answered {status}")), "{failure}");
    }
    let failure = get_from(|| answer(410, "", "")).await.unwrap_err();
    assert!(matches!(failure, Failure::Gone { .. }) && failure.is_lasting(), "{failure:?}");
}

#[tokio::test]
async fn retry_after_as_a_date_counts_from_now() {
    let date = httpdate::fmt_http_date(std::time::SystemTime::now() + std::time::Duration::from_secs(3600));
    let failure = get_from(move || answer(503, &format!("Retry-After: {date}"), "")).await.unwrap_err();
    let seconds = failure.retry_after().unwrap();
    assert!((3000..=3600).contains(&seconds), "{seconds}");
}
