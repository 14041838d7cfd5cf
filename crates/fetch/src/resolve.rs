//! From a host's name to the addresses that may be connected to.

use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use thiserror::Error;

use crate::guard::Guard;

/// The addresses of a name, later.
pub type Resolving = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;

/// Looks up a host's addresses. The system's own resolver unless another is given to the client.
pub trait Resolve: Send + Sync + 'static {
    /// All addresses of a name, in the order in which they are to be tried. An empty list means that there are none.
    fn resolve(&self, host: &str) -> Resolving;
}

/// The system's resolver (getaddrinfo): hosts file, search domains and all.
#[derive(Debug, Clone, Copy, Default)]
pub struct System;

impl Resolve for System {
    fn resolve(&self, host: &str) -> Resolving {
        let host = host.to_owned();
        Box::pin(async move {
            let found = tokio::net::lookup_host((host, 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    }
}

/// Why a name gave no address to connect to. Travels through the HTTP library as a source of its error.
#[derive(Debug, Clone, Error)]
pub(crate) enum Unresolved {
    #[error("no such host")]
    NoSuchHost,
    #[error("{0} is not allowed")]
    Forbidden(IpAddr),
}

/// A resolver that lets through only what the guard allows.
#[derive(Clone)]
pub(crate) struct Guarded {
    pub(crate) resolver: Arc<dyn Resolve>,
    pub(crate) guard: Arc<Guard>,
    /// The proxy's own name, which the person who runs the program has chosen: not judged.
    pub(crate) proxy_host: Option<Arc<str>>,
}

impl Guarded {
    /// The allowed addresses of a host: at least one. With `all`, a single forbidden one refuses the host.
    pub(crate) async fn addresses(&self, host: &str, all: bool) -> Result<Vec<IpAddr>, Unresolved> {
        let found = self.resolver.resolve(host).await.map_err(|_| Unresolved::NoSuchHost)?;
        let refused = found.iter().copied().find(|address| !self.guard.allows(*address));
        let allowed: Vec<_> = found.into_iter().filter(|address| self.guard.allows(*address)).collect();
        match refused {
            Some(address) if all || allowed.is_empty() => Err(Unresolved::Forbidden(address)),
            None if allowed.is_empty() => Err(Unresolved::NoSuchHost),
            _ => Ok(allowed),
        }
    }
}

impl reqwest::dns::Resolve for Guarded {
    fn resolve(&self, name: reqwest::dns::Name) -> reqwest::dns::Resolving {
        let this = self.clone();
        Box::pin(async move {
            let host = name.as_str();
            let addresses = if this.proxy_host.as_deref() == Some(host) {
                this.resolver.resolve(host).await?
            } else {
                this.addresses(host, false).await?
            };
            // Port 0 stands for the port of the URL.
            let addresses: reqwest::dns::Addrs =
                Box::new(addresses.into_iter().map(|address| SocketAddr::new(address, 0)));
            Ok(addresses)
        })
    }
}
