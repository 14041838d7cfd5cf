//! Connections kept open: used again, and few over many hosts.

use fetch::{Client, Kind, Request, Settings};

use crate::names::Names;
use crate::server::{Server, answer, client, settings};

#[tokio::test]
async fn a_hosts_connection_is_used_again() {
    let server = Server::start(|_| answer(200, "", "x")).await;
    let client = client();
    for _ in 0..10 {
        client.get(Request::new(&server.url("/"), Kind::Feed)).await.unwrap();
    }
    assert_eq!(server.connections(), (1, 1));
}

#[tokio::test]
async fn a_thousand_hosts_do_not_hold_a_thousand_connections() {
    let server = Server::start(|_| answer(200, "", "x")).await;
    let names = Names::default();
    for n in 0..968 {
        names.set(&format!("h{n}.test"), &["127.0.0.1"]);
    }
    let client = Client::with_resolver(Settings { total_connections: 32, ..settings() }, names).unwrap();
    let mut tasks = Vec::new();
    for n in 0..968 {
        let (client, port) = (client.clone(), server.address.port());
        tasks.push(tokio::spawn(async move {
            client.get(Request::new(&format!("http://h{n}.test:{port}/"), Kind::Feed)).await.map(drop)
        }));
    }
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let (most, all) = server.connections();
    assert_eq!(all, 968);
    assert!(most <= 300, "{most} connections at once");
}
