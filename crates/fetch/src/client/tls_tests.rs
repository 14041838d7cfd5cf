//! Encrypted connections to servers with certificates of every sort, over HTTP/1.1 and HTTP/2.

use std::net::SocketAddr;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, date_time_ymd};
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore, ServerConfig};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

use super::{Client, Kind, Request, tls};
use crate::resolve::{Resolve, Resolving};
use crate::{Failure, Settings};

/// Knows every name, and all are here.
struct Here;

impl Resolve for Here {
    fn resolve(&self, _host: &str) -> Resolving {
        Box::pin(async { Ok(vec![[127, 0, 0, 1].into()]) })
    }
}

struct Authority(Issuer<'static, KeyPair>, CertificateDer<'static>);

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap().der().clone();
        Authority(Issuer::new(params, key), certificate)
    }

    /// A server with a certificate for one name, valid from and to these years.
    fn server(&self, name: &str, (from, to): (i32, i32), protocols: &[&str]) -> ServerConfig {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(from, 1, 1);
        params.not_after = date_time_ymd(to, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap().der().clone();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], PrivateKeyDer::Pkcs8(key.serialize_der().into()))
            .unwrap();
        config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
        config
    }

    /// A client that trusts this authority alone.
    fn client(&self) -> Client {
        let mut roots = RootCertStore::empty();
        roots.add(self.1.clone()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.alpn_protocols = tls::protocols();
        let settings = Settings {
            allow_private: vec!["127.0.0.1".into()],
            per_host_interval_ms: 0,
            ..Settings::default()
        };
        Client::build(settings, Here, (config, true)).unwrap()
    }
}

/// Answers every request with the name of the protocol that it came by.
async fn start(config: ServerConfig) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let Ok(mut stream) = acceptor.accept(stream).await else { return };
                if stream.get_ref().1.alpn_protocol() == Some(b"h2") {
                    let mut connection = h2::server::handshake(stream).await.unwrap();
                    while let Some(Ok((request, mut respond))) = connection.accept().await {
                        assert!(!request.headers().contains_key("cookie"));
                        let head = http::Response::builder().header("etag", "\"2\"").body(()).unwrap();
                        let mut body = respond.send_response(head, false).unwrap();
                        body.send_data("h2".into(), true).unwrap();
                    }
                } else {
                    let _ = stream.read(&mut [0; 4096]).await;
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhttp").await;
                    let _ = stream.shutdown().await;
                }
            });
        }
    });
    address
}

async fn get(client: &Client, name: &str, address: SocketAddr) -> Result<String, Failure> {
    let url = format!("https://{name}:{}/", address.port());
    let response = client.get(Request::new(&url, Kind::Feed)).await?;
    Ok(String::from_utf8(response.body.to_vec()).unwrap())
}

#[tokio::test]
async fn both_protocols_are_spoken() {
    let authority = Authority::new("Trusted");
    let client = authority.client();
    for (protocols, spoken) in [(["h2", "http/1.1"].as_slice(), "h2"), (&["http/1.1"], "http"), (&[], "http")]
    {
        let address = start(authority.server("good.test", (2020, 2100), protocols)).await;
        assert_eq!(get(&client, "good.test", address).await.as_deref(), Ok(spoken));
        assert_eq!(get(&client, "good.test", address).await.as_deref(), Ok(spoken), "and again");
    }
}

#[tokio::test]
async fn certificates_that_are_not_valid_are_refused_in_plain_words() {
    let (authority, stranger, forger) =
        (Authority::new("Trusted"), Authority::new("Unknown"), Authority::new("Trusted"));
    let client = authority.client();
    for (config, words) in [
        (authority.server("good.test", (2020, 2021), &[]), "its certificate has expired"),
        (authority.server("good.test", (2090, 2100), &[]), "not valid yet"),
        (authority.server("other.test", (2020, 2100), &[]), "its certificate is for another name"),
        (
            stranger.server("good.test", (2020, 2100), &[]),
            "not signed by an authority that this system trusts",
        ),
        (forger.server("good.test", (2020, 2100), &[]), "its certificate carries a false signature"),
    ] {
        let address = start(config).await;
        let failure = get(&client, "good.test", address).await.unwrap_err();
        assert!(matches!(failure, Failure::Tls { .. }), "{failure:?}");
        assert!(failure.plain().contains(words), "{failure}");
    }
}

#[tokio::test]
async fn without_roots_the_cause_is_named() {
    let error = rustls::Error::InvalidCertificate(rustls::CertificateError::UnknownIssuer);
    assert!(tls::plain(&error, false).contains("ca-certificates"));
    assert!(!tls::plain(&error, true).contains("ca-certificates"));
}
