//! The address guard at the connection: literal addresses, redirects, names, proxies.

use fetch::{Client, Failure, Kind, Request, Settings};

use crate::names::Names;
use crate::server::{Server, answer, get, settings};

fn forbidden(failure: &Failure, what: &str) {
    assert!(matches!(failure, Failure::ForbiddenAddress { .. }), "{what}: {failure:?}");
    assert!(failure.is_lasting());
}

#[tokio::test]
async fn nothing_private_is_reached_unless_opened() {
    let server = Server::start(|_| answer(200, "", "secret")).await;
    let closed = Client::new(Settings { allow_private: Vec::new(), ..settings() }).unwrap();
    let port = server.address.port();
    for host in
        ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]", "[::1]", "0.0.0.0", "[::]"]
    {
        for kind in [Kind::Feed, Kind::Page, Kind::Image] {
            let url = format!("http://{host}:{port}/");
            forbidden(&closed.get(Request::new(&url, kind)).await.unwrap_err(), &url);
        }
    }
    // The system's own resolver knows this name.
    let url = format!("http://localhost:{port}/");
    forbidden(&closed.get(Request::new(&url, Kind::Feed)).await.unwrap_err(), &url);
    assert_eq!(server.connections().1, 0, "not even a connection was made");
    assert_eq!(get(&server.url("/")).await.unwrap().body.as_ref(), b"secret");
}

#[tokio::test]
async fn a_redirect_to_a_private_address_is_refused() {
    let inner = Server::start_at([127, 0, 0, 9], |_| answer(200, "", "secret")).await;
    for place in [inner.url("/"), "http://169.254.169.254/latest/meta-data/".into(), "http://[::1]/".into()] {
        let outer = Server::start(move |_| answer(301, &format!("Location: {place}"), "")).await;
        let only_outer = Settings { allow_private: vec!["127.0.0.1".into()], ..settings() };
        let failure = Client::new(only_outer)
            .unwrap()
            .get(Request::new(&outer.url("/"), Kind::Feed))
            .await
            .unwrap_err();
        forbidden(&failure, "a redirect");
    }
    assert_eq!(inner.connections().1, 0);
}

#[tokio::test]
async fn a_name_is_judged_by_its_addresses() {
    let server = Server::start(|_| answer(200, "", "here")).await;
    let port = server.address.port();
    let names = Names::new(&[
        ("inside.test", &["127.0.0.1"]),
        ("mapped.test", &["::ffff:127.0.0.1"]),
        ("metadata.test", &["169.254.169.254", "fd00:ec2::254"]),
        ("mixed.test", &["10.0.0.1", "127.0.0.1", "::1"]),
        ("none.test", &[]),
    ]);
    let closed =
        Client::with_resolver(Settings { allow_private: Vec::new(), ..settings() }, names.clone()).unwrap();
    let open = Client::with_resolver(settings(), names.clone()).unwrap();
    let ask = async |client: &Client, name: &str| {
        client.get(Request::new(&format!("http://{name}:{port}/"), Kind::Feed)).await
    };
    for name in ["inside.test", "mapped.test", "metadata.test", "mixed.test"] {
        forbidden(&ask(&closed, name).await.unwrap_err(), name);
    }
    assert_eq!(server.connections().1, 0);
    // The list opens one network: names in it are reached, at addresses in it alone.
    for name in ["inside.test", "mixed.test"] {
        assert_eq!(ask(&open, name).await.unwrap().body.as_ref(), b"here", "{name}");
    }
    forbidden(&ask(&open, "metadata.test").await.unwrap_err(), "metadata.test");
    for name in ["none.test", "unknown.test"] {
        let failure = ask(&open, name).await.unwrap_err();
        assert_eq!(failure, Failure::NoSuchHost { host: name.into() });
    }
}

#[tokio::test]
async fn a_name_that_turns_private_between_requests_is_refused() {
    let server = Server::start(|_| answer(200, "", "x")).await;
    let names = Names::new(&[("turn.test", &["127.0.0.1"])]);
    let only = Settings { allow_private: vec!["127.0.0.1".into()], per_host_connections: 1, ..settings() };
    let client = Client::with_resolver(only, names.clone()).unwrap();
    let url = format!("http://turn.test:{}/", server.address.port());
    client.get(Request::new(&url, Kind::Feed)).await.unwrap();
    names.set("turn.test", &["127.0.0.9"]);
    // A kept connection still leads to the address that was judged; a new one is judged anew.
    client.get(Request::new(&url, Kind::Feed)).await.unwrap();
    let elsewhere = format!("http://turn.test:{}/", server.address.port() ^ 1);
    forbidden(&client.get(Request::new(&elsewhere, Kind::Feed)).await.unwrap_err(), "turned");
}

#[tokio::test]
async fn with_a_proxy_names_are_checked_before_it_is_asked() {
    let proxy = Server::start(|seen| answer(200, "", seen.path.as_bytes())).await;
    let names = Names::new(&[
        ("public.test", &["93.184.216.34"]),
        ("inside.test", &["10.0.0.1"]),
        ("mixed.test", &["93.184.216.34", "10.0.0.1"]),
        ("proxy.test", &["127.0.0.1"]),
    ]);
    for proxy_host in ["127.0.0.1", "proxy.test"] {
        let through = Settings {
            allow_private: Vec::new(),
            proxy: Some(format!("http://{proxy_host}:{}", proxy.address.port())),
            ..settings()
        };
        let client = Client::with_resolver(through, names.clone()).unwrap();
        let ask = async |url: &str| client.get(Request::new(url, Kind::Feed)).await;
        let response = ask("http://public.test/feed").await.unwrap();
        assert_eq!(response.body.as_ref(), b"http://public.test/feed", "the proxy was asked");
        let asked = proxy.paths().len();
        for url in [
            "http://inside.test/",
            "http://mixed.test/",
            "http://10.0.0.1/",
            "http://127.0.0.1/",
            "http://[::1]/",
            "https://inside.test/",
            "http://proxy.test/",
        ] {
            forbidden(&ask(url).await.unwrap_err(), url);
        }
        assert_eq!(
            ask("http://unknown.test/").await,
            Err(Failure::NoSuchHost { host: "unknown.test".into() })
        );
        assert_eq!(proxy.paths().len(), asked, "the proxy was not asked for any of these");
    }
}

#[tokio::test]
async fn the_guard_can_be_asked_directly() {
    let client = Client::new(settings()).unwrap();
    assert!(client.allows("127.0.0.1".parse().unwrap()));
    assert!(client.allows("8.8.8.8".parse().unwrap()));
    assert!(!client.allows("10.0.0.1".parse().unwrap()));
    let guard = fetch::guard::Guard::new(&["10.0.0.0/8".into()]).unwrap();
    assert!(guard.allows("10.0.0.1".parse().unwrap()));
    assert!(!fetch::guard::is_public("10.0.0.1".parse().unwrap()));
}
