//! Bodies: encodings, limits, early ends, slowness.

use std::io::Write;

use fetch::{Client, Failure, Kind, Request, Settings};

use crate::server::{Reply, Server, answer, get_from, raw, settings};

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn small(limit: u64) -> Client {
    Client::new(Settings { max_body_bytes: limit, ..settings() }).unwrap()
}

#[tokio::test]
async fn gzip_is_decoded() {
    let response =
        get_from(|| answer(200, "Content-Encoding: gzip\nETag: \"1\"", gzip(b"hello"))).await.unwrap();
    assert_eq!((response.body.as_ref(), response.truncated), (b"hello".as_ref(), false));
    assert_eq!(response.etag.as_deref(), Some("\"1\""));
}

#[tokio::test]
async fn chunked_and_endless_lengths_are_read() {
    let chunked =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7;x=y\r\n, world\r\n0\r\n\r\n";
    let response = get_from(move || Reply::Send(chunked.into())).await.unwrap();
    assert_eq!((response.body.as_ref(), response.truncated), (b"hello, world".as_ref(), false));
    let until_the_end = "HTTP/1.0 200 OK\r\n\r\nhello";
    let response = get_from(move || Reply::HangUp(until_the_end.into())).await.unwrap();
    assert_eq!((response.body.as_ref(), response.truncated), (b"hello".as_ref(), false));
}

#[tokio::test]
async fn an_early_end_gives_what_came_and_no_validators() {
    let text = "x".repeat(1000);
    let chunked =
        "HTTP/1.1 200 OK\r\nETag: \"1\"\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n7\r\n, w";
    let random: Vec<u8> = (0..5000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let packed = gzip(&random);
    let half = packed.len() / 2;
    let headers = "ETag: \"1\"\nLast-Modified: yesterday";
    let cases: [(&str, Vec<u8>, usize); 4] = [
        ("a length not reached", raw(200, headers, 3000, &text), 1000),
        ("no last chunk", chunked.into(), 8),
        (
            "gzip cut by the connection",
            raw(200, &format!("{headers}\nContent-Encoding: gzip"), packed.len(), &packed[..half]),
            1,
        ),
        (
            "gzip cut by the server",
            raw(200, &format!("{headers}\nContent-Encoding: gzip"), half, &packed[..half]),
            1,
        ),
    ];
    for (what, bytes, least) in cases {
        let response = get_from(move || Reply::HangUp(bytes.clone())).await.unwrap();
        assert!(response.truncated, "{what}");
        assert!(response.body.len() >= least, "{what}: {}", response.body.len());
        assert_eq!(
            (response.etag, response.last_modified),
            (None, None),
            "{what}: it is to be fetched whole next time"
        );
    }
    let failure = get_from(|| Reply::HangUp(raw(200, "", 3000, ""))).await.unwrap_err();
    assert!(matches!(failure, Failure::Connect { .. }), "nothing came at all: {failure:?}");
}

#[tokio::test]
async fn the_limit_counts_decoded_bytes() {
    for (what, headers, body) in [
        ("announced", "", vec![b'a'; 1001]),
        ("a bomb", "Content-Encoding: gzip", gzip(&vec![b'a'; 10 << 20])),
        ("a bomb in pieces", "Content-Encoding: x-gzip", [gzip(&[b'a'; 600]), gzip(&[b'b'; 600])].concat()),
    ] {
        let server = Server::start(move |_| answer(200, headers, &body)).await;
        let failure = small(1000).get(Request::new(&server.url("/"), Kind::Feed)).await.unwrap_err();
        assert_eq!(failure, Failure::TooLarge { host: "127.0.0.1".into(), limit: 1000 }, "{what}");
        assert!(failure.is_lasting());
    }
    let endless = Server::start(|_| Reply::Drip(b"HTTP/1.1 200 OK\r\n\r\n".to_vec(), b'a')).await;
    let failure = small(1000).get(Request::new(&endless.url("/"), Kind::Feed)).await.unwrap_err();
    assert!(matches!(failure, Failure::TooLarge { .. }), "without an end: {failure:?}");
    for (headers, body) in [("", vec![b'a'; 1000]), ("Content-Encoding: gzip", gzip(&[b'a'; 1000]))] {
        let server = Server::start(move |_| answer(200, headers, &body)).await;
        let response = small(1000).get(Request::new(&server.url("/"), Kind::Feed)).await.unwrap();
        assert_eq!((response.body.len(), response.truncated), (1000, false));
    }
}

#[tokio::test]
async fn what_cannot_be_decoded_is_said_plainly() {
    for (encoding, body) in [
        ("gzip", b"not gzip at all".to_vec()),
        ("br", b"<html>not brotli</html>".to_vec()),
        ("zstd", b"(\xb5/\xfd".to_vec()),
        ("gzip, br", gzip(b"x")),
        ("nonsense", b"x".to_vec()),
    ] {
        let failure =
            get_from(move || answer(200, &format!("Content-Encoding: {encoding}"), &body)).await.unwrap_err();
        assert_eq!(failure, Failure::Decode { host: "127.0.0.1".into(), encoding: encoding.into() });
    }
    let response = get_from(|| answer(200, "Content-Encoding: identity", "x")).await.unwrap();
    assert_eq!(response.body.as_ref(), b"x");
}

#[tokio::test]
async fn the_whole_exchange_has_one_time_limit() {
    let silent = Server::start(|_| Reply::Stall(Vec::new())).await;
    let half = Server::start(|_| Reply::Stall(raw(200, "", 1000, "half"))).await;
    // Never silent, never done: a limit between two bytes would not see it.
    let slow = Server::start(|_| Reply::Drip(raw(200, "", 1 << 30, ""), b'a')).await;
    // The first of two servers does not give the second one more time.
    let place = silent.url("/");
    let first = Server::start(move |_| answer(302, &format!("Location: {place}"), "")).await;
    let client = Client::new(Settings { timeout_seconds: 1, max_body_bytes: 2 << 30, ..settings() }).unwrap();
    let mut tasks = Vec::new();
    for (what, url) in [
        ("silent", silent.url("/")),
        ("half", half.url("/")),
        ("slow", slow.url("/")),
        ("redirect", first.url("/")),
    ] {
        let client = client.clone();
        tasks.push((what, tokio::spawn(async move { client.get(Request::new(&url, Kind::Feed)).await })));
    }
    for (what, task) in tasks {
        let failure = task.await.unwrap().unwrap_err();
        assert_eq!(failure, Failure::Timeout { host: "127.0.0.1".into(), seconds: 1 }, "{what}");
    }
}
