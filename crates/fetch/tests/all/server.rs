//! A small web server on the loopback that answers as a test says and remembers what it was asked.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex};

use fetch::{Client, Failure, HostPace, Kind, Request, Response, Settings};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What a server was asked.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// The request's target as sent.
    pub(crate) path: String,
    /// Header names in lower case and their values, in order.
    pub(crate) headers: Vec<(String, String)>,
}

impl Seen {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// What a server does upon a request.
pub(crate) enum Reply {
    /// Sends these bytes; the connection is kept.
    Send(Vec<u8>),
    /// Sends these bytes and hangs up.
    HangUp(Vec<u8>),
    /// Sends these bytes and then nothing for ever.
    Stall(Vec<u8>),
    /// Sends the first bytes, then one of the rest at a time as fast as the client takes them, for ever.
    Drip(Vec<u8>, u8),
}

/// An answer with a length.
pub(crate) fn answer(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Reply {
    Reply::Send(raw(status, headers, body.as_ref().len(), body))
}

/// An answer that says to be of another length than it is.
pub(crate) fn raw(status: u16, headers: &str, length: usize, body: impl AsRef<[u8]>) -> Vec<u8> {
    let mut bytes = format!("HTTP/1.1 {status} Words\r\nContent-Length: {length}\r\n").into_bytes();
    for line in headers.lines().map(str::trim).filter(|line| !line.is_empty()) {
        bytes.extend_from_slice(line.as_bytes());
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(body.as_ref());
    bytes
}

#[derive(Default)]
struct Log {
    seen: Vec<Seen>,
    open: usize,
    most_open: usize,
    connections: usize,
}

/// A running server. It ends with the test's runtime.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    log: Arc<Mutex<Log>>,
}

impl Server {
    /// Starts a server on 127.0.0.1.
    pub(crate) async fn start(reply: impl Fn(&Seen) -> Reply + Send + Sync + 'static) -> Server {
        Server::start_at([127, 0, 0, 1], reply).await
    }

    pub(crate) async fn start_at(
        ip: impl Into<IpAddr>,
        reply: impl Fn(&Seen) -> Reply + Send + Sync + 'static,
    ) -> Server {
        let listener = TcpListener::bind(SocketAddr::new(ip.into(), 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::new(Mutex::new(Log::default()));
        let (kept, reply) = (Arc::clone(&log), Arc::new(reply));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                {
                    let mut log = log.lock().unwrap();
                    log.connections += 1;
                    log.open += 1;
                    log.most_open = log.most_open.max(log.open);
                }
                let (log, reply) = (Arc::clone(&log), Arc::clone(&reply));
                tokio::spawn(async move {
                    let _ = serve(stream, &log, &*reply).await;
                    log.lock().unwrap().open -= 1;
                });
            }
        });
        Server { address, log: kept }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    pub(crate) fn seen(&self) -> Vec<Seen> {
        self.log.lock().unwrap().seen.clone()
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        self.seen().into_iter().map(|seen| seen.path).collect()
    }

    /// The most connections that were open at once, and how many there were in all.
    pub(crate) fn connections(&self) -> (usize, usize) {
        let log = self.log.lock().unwrap();
        (log.most_open, log.connections)
    }
}

async fn serve(
    mut stream: TcpStream,
    log: &Mutex<Log>,
    reply: &(impl Fn(&Seen) -> Reply + Send + Sync),
) -> std::io::Result<()> {
    let mut bytes = Vec::new();
    loop {
        let end = loop {
            if let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") {
                break end;
            }
            if stream.read_buf(&mut bytes).await? == 0 {
                return Ok(());
            }
        };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        bytes.drain(..end + 4);
        let mut lines = head.split("\r\n");
        let path = lines.next().unwrap().split(' ').nth(1).unwrap_or_default().to_owned();
        let headers = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(key, value)| (key.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let seen = Seen { path, headers };
        log.lock().unwrap().seen.push(seen.clone());
        match reply(&seen) {
            Reply::Send(bytes) => stream.write_all(&bytes).await?,
            Reply::HangUp(bytes) => {
                stream.write_all(&bytes).await?;
                return stream.shutdown().await;
            }
            Reply::Stall(bytes) => {
                stream.write_all(&bytes).await?;
                std::future::pending::<()>().await;
            }
            Reply::Drip(bytes, byte) => {
                stream.write_all(&bytes).await?;
                loop {
                    stream.write_all(&[byte]).await?;
                    tokio::task::yield_now().await;
                }
            }
        }
    }
}

/// Settings for tests: the loopback open, no pace.
pub(crate) fn settings() -> Settings {
    Settings {
        per_host_interval_ms: 0,
        allow_private: vec!["127.0.0.0/8".into()],
        hosts: BTreeMap::from([(
            "127.0.0.0/8".into(),
            HostPace { interval_ms: Some(0), connections: Some(8) },
        )]),
        ..Settings::default()
    }
}

pub(crate) fn client() -> Client {
    Client::new(settings()).unwrap()
}

pub(crate) async fn get(url: &str) -> Result<Response, Failure> {
    client().get(Request::new(url, Kind::Feed)).await
}

/// Starts a server with one answer to everything and fetches from it.
pub(crate) async fn get_from(reply: impl Fn() -> Reply + Send + Sync + 'static) -> Result<Response, Failure> {
    let server = Server::start(move |_| reply()).await;
    get(&server.url("/x")).await
}
