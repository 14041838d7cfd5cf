//! What people read when a fetch fails.

use tokio::net::TcpListener;

use crate::server::{Reply, get, get_from};

#[tokio::test]
async fn a_closed_port_is_said_plainly() {
    let port = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().port();
    let failure = get(&format!("http://127.0.0.1:{port}/")).await.unwrap_err();
    assert_eq!(
        failure.plain(),
        "127.0.0.1 could not be reached: nothing listens there (connection refused)."
    );
}

#[tokio::test]
async fn a_server_that_says_nothing_or_nonsense_is_said_plainly() {
    let failure = get_from(|| Reply::HangUp(Vec::new())).await.unwrap_err();
    assert!(failure.plain().starts_with("127.0.0.1 could not be reached: "), "{failure}");
    let failure = get_from(|| Reply::HangUp(b"SSH-2.0-OpenSSH_9.7\r\n".to_vec())).await.unwrap_err();
    assert!(failure.plain().contains("no HTTP"), "{failure}");
}

#[tokio::test]
async fn https_where_there_is_none_is_said_plainly() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ =
                tokio::io::AsyncWriteExt::write_all(&mut stream, b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
        }
    });
    let failure = get(&format!("https://{address}/")).await.unwrap_err();
    assert!(failure.plain().contains("is it http rather than https?"), "{failure:?}");
}
