//! Manners over the wire: robots.txt, pauses that hosts ask for, connections at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use fetch::{Client, Failure, Kind, Request, Settings};

use crate::server::{Reply, Server, answer, client, settings};

async fn page(client: &Client, url: &str) -> Result<u16, Failure> {
    client.get(Request::new(url, Kind::Page)).await.map(|response| response.status)
}

#[tokio::test]
async fn robots_txt_is_asked_once_and_for_pages_alone() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/robots.txt" => answer(
            200,
            "",
            "User-agent: *\nDisallow: /x\nDisallow: /*?print$\n\nUser-agent: other\nDisallow: /",
        ),
        _ => answer(200, "", "page"),
    })
    .await;
    let client = client();
    for kind in [Kind::Feed, Kind::Image] {
        client.get(Request::new(&server.url("/x/feed"), kind)).await.unwrap();
    }
    assert_eq!(server.paths(), ["/x/feed", "/x/feed"]);
    for (path, allowed) in
        [("/a", true), ("/x/a", false), ("/a?print", false), ("/a?print=1", true), ("/%78", false)]
    {
        match page(&client, &server.url(path)).await {
            Ok(_) => assert!(allowed, "{path}"),
            Err(failure) => {
                assert!(!allowed, "{path}");
                assert_eq!(failure, Failure::RobotsDenied { host: "127.0.0.1".into(), path: path.into() });
                assert!(failure.is_lasting());
            }
        }
    }
    assert_eq!(server.paths()[2..], ["/robots.txt", "/a", "/a?print=1"]);
}

#[tokio::test]
async fn our_own_group_and_our_own_name() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/robots.txt" => answer(200, "", "User-agent: *\nDisallow: /\n\nUser-agent: MASTHEAD\nDisallow: /private\n\nUser-agent: paper\nDisallow: /a"),
        _ => answer(200, "", "page"),
    })
    .await;
    let masthead = client();
    assert_eq!(page(&masthead, &server.url("/a")).await, Ok(200));
    assert!(page(&masthead, &server.url("/private/a")).await.is_err());
    let other = Client::new(Settings { user_agent: "Paper/2 (x)".into(), ..settings() }).unwrap();
    assert!(page(&other, &server.url("/a")).await.is_err());
    assert_eq!(page(&other, &server.url("/private/a")).await, Ok(200));
}

#[tokio::test]
async fn robots_txt_that_is_not_there_or_not_to_be_had() {
    for (status, allowed) in
        [(404, true), (403, true), (410, true), (401, true), (429, false), (500, false), (503, false)]
    {
        let server = Server::start(move |seen| match seen.path.as_str() {
            "/robots.txt" => answer(status, "", "Disallow: /"),
            _ => answer(200, "", "page"),
        })
        .await;
        let client = client();
        let verdict = page(&client, &server.url("/a")).await;
        assert_eq!(verdict.is_ok(), allowed, "{status}: {verdict:?}");
        if let Err(failure) = verdict {
            assert!(matches!(failure, Failure::RobotsUnread { retry_after: 1.., .. }), "{failure:?}");
            assert!(!failure.is_lasting());
            assert!(page(&client, &server.url("/b")).await.is_err());
            assert_eq!(server.paths(), ["/robots.txt"], "it is not asked again for a while");
        }
    }
    let broken = Server::start(|_| Reply::HangUp(Vec::new())).await;
    assert!(matches!(page(&client(), &broken.url("/a")).await, Err(Failure::Connect { .. })));
}

#[tokio::test]
async fn robots_txt_may_redirect_but_not_to_private_places() {
    let other = Server::start_at([127, 0, 0, 2], |_| answer(200, "", "User-agent: *\nDisallow: /x")).await;
    let secret = Server::start_at([127, 0, 0, 3], |_| answer(200, "", "User-agent: *\nDisallow: /")).await;
    let allow = Settings { allow_private: vec!["127.0.0.0/30".into()], ..settings() };
    for (place, paths) in [(other.url("/r.txt"), [true, false]), (secret.url("/"), [true, true])] {
        let server = Server::start(move |seen| match seen.path.as_str() {
            "/robots.txt" => answer(302, &format!("Location: {place}"), ""),
            _ => answer(200, "", "page"),
        })
        .await;
        let allow = Settings { allow_private: vec!["127.0.0.1".into(), "127.0.0.2".into()], ..allow.clone() };
        let client = Client::new(allow).unwrap();
        let verdicts =
            [page(&client, &server.url("/a")).await.is_ok(), page(&client, &server.url("/x")).await.is_ok()];
        assert_eq!(verdicts, paths);
    }
    assert_eq!(secret.connections().1, 0);
    let endless = Server::start(|seen| match seen.path.strip_prefix("/robots.txt") {
        Some(rest) => answer(302, &format!("Location: /robots.txt{rest}a"), ""),
        None => answer(200, "", "page"),
    })
    .await;
    assert_eq!(
        page(&client(), &endless.url("/a")).await,
        Ok(200),
        "after five redirects it counts as missing"
    );
    assert_eq!(endless.paths().len(), 7);
}

#[tokio::test]
async fn every_site_on_the_way_is_asked() {
    let strict = Server::start_at([127, 0, 0, 2], |seen| match seen.path.as_str() {
        "/robots.txt" => answer(200, "", "User-agent: *\nDisallow: /"),
        _ => answer(200, "", "page"),
    })
    .await;
    let place = strict.url("/a");
    let server = Server::start(move |seen| match seen.path.as_str() {
        "/robots.txt" => answer(404, "", ""),
        _ => answer(302, &format!("Location: {place}"), ""),
    })
    .await;
    let failure = page(&client(), &server.url("/a")).await.unwrap_err();
    assert_eq!(failure, Failure::RobotsDenied { host: "127.0.0.2".into(), path: "/a".into() });
    assert_eq!(strict.paths(), ["/robots.txt"]);
}

#[tokio::test]
async fn a_huge_robots_txt_is_read_to_its_limit() {
    let mut text = "User-agent: *\nDisallow: /x\n".to_owned();
    text += &"# nothing\n".repeat(60_000);
    text += "Disallow: /\n";
    let server = Server::start(move |seen| match seen.path.as_str() {
        "/robots.txt" => answer(200, "", &text),
        _ => answer(200, "", "page"),
    })
    .await;
    let client = client();
    assert_eq!(page(&client, &server.url("/a")).await, Ok(200));
    assert!(page(&client, &server.url("/x")).await.is_err());
}

#[tokio::test]
async fn many_pages_of_one_site_share_one_robots_txt_and_few_connections() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/robots.txt" => answer(404, "", ""),
        _ => answer(200, "", "page"),
    })
    .await;
    let pace = Settings { hosts: [].into(), per_host_connections: 2, ..settings() };
    let client = Client::new(pace).unwrap();
    let mut tasks = Vec::new();
    for n in 0..40 {
        let (client, url) = (client.clone(), server.url(&format!("/{n}")));
        tasks.push(tokio::spawn(async move { page(&client, &url).await }));
    }
    for task in tasks {
        assert_eq!(task.await.unwrap(), Ok(200));
    }
    assert_eq!(server.paths().iter().filter(|path| *path == "/robots.txt").count(), 1);
    assert_eq!(server.paths().len(), 41);
    assert!(server.connections().0 <= 2, "{:?}", server.connections());
}

#[tokio::test]
async fn a_host_that_asks_for_a_pause_gets_it() {
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    let server = Server::start(move |_| {
        counted.fetch_add(1, Ordering::Relaxed);
        answer(429, "Retry-After: 3600", "")
    })
    .await;
    let client = client();
    let ask = async |path: &str| client.get(Request::new(&server.url(path), Kind::Feed)).await.unwrap_err();
    assert_eq!(ask("/a").await.retry_after(), Some(3600));
    let failure = ask("/b").await;
    assert!(matches!(failure, Failure::Resting { retry_after: 3590..=3600, .. }), "{failure:?}");
    assert!(failure.is_resting() && !failure.is_lasting());
    assert_eq!(count.load(Ordering::Relaxed), 1, "the second was not sent");
    assert!(client.ready_in(&server.url("/")).as_secs() >= 3590);
    let other = Server::start_at([127, 0, 0, 2], |_| answer(200, "", "x")).await;
    client.get(Request::new(&other.url("/"), Kind::Feed)).await.unwrap();
}

#[tokio::test]
async fn the_interval_is_kept_over_the_wire() {
    let server = Server::start(|seen| match seen.path.as_str() {
        "/a" => answer(302, "Location: /b", ""),
        _ => answer(200, "", "x"),
    })
    .await;
    // An interval that a test cannot outlast: after the first request the host's turn is far away, for redirects too.
    let slow = Settings { hosts: [].into(), per_host_interval_ms: 3_600_000, ..settings() };
    let client = Client::new(slow).unwrap();
    assert_eq!(client.ready_in(&server.url("/")).as_secs(), 0);
    let url = server.url("/a");
    let mut waiting = Box::pin(client.get(Request::new(&url, Kind::Feed)));
    while client.ready_in(&server.url("/")).is_zero() || server.paths().is_empty() {
        assert!(futures_poll(&mut waiting).await.is_none());
        tokio::task::yield_now().await;
    }
    assert_eq!(server.paths(), ["/a"]);
    // Another host goes at once.
    let other = Server::start_at([127, 0, 0, 2], |_| answer(200, "", "x")).await;
    client.get(Request::new(&other.url("/"), Kind::Feed)).await.unwrap();
    assert!(futures_poll(&mut waiting).await.is_none());
    assert_eq!(server.paths(), ["/a"], "the redirect waits for its turn");
}

/// Polls a future once.
async fn futures_poll<F: Future + Unpin>(future: &mut F) -> Option<F::Output> {
    std::future::poll_fn(|context| {
        std::task::Poll::Ready(match std::pin::Pin::new(&mut *future).poll(context) {
            std::task::Poll::Ready(output) => Some(output),
            std::task::Poll::Pending => None,
        })
    })
    .await
}
