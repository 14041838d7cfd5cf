//! What can be set about fetching.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// How to fetch. Every field has a default that suits the open web.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// The User-Agent header. Its leading word is also the name that robots.txt groups are matched with.
    pub user_agent: String,
    /// How many connections at once one host sees. At least 1.
    pub per_host_connections: usize,
    /// Milliseconds between the starts of two requests to one host. 0 lifts the limit.
    pub per_host_interval_ms: u64,
    /// How many exchanges run at once over all hosts. At least 1. Bounds sockets and memory.
    pub total_connections: usize,
    /// The largest body taken, in bytes, counted after decompression.
    pub max_body_bytes: u64,
    /// Seconds that an exchange may take from its connect to its last byte, redirects included. Waiting for a
    /// host's turn does not count.
    pub timeout_seconds: u64,
    /// `http://[user:password@]host:port` of a proxy that all requests go through.
    ///
    /// With a proxy it is the proxy that connects, so the guard cannot watch the connection itself: names are
    /// resolved and checked here first, and a request is handed to the proxy only if none of the host's
    /// addresses is forbidden. A name server that answers the proxy differently is beyond this check.
    pub proxy: Option<String>,
    /// Networks in CIDR form (`127.0.0.0/8`, `fd00::/8`, or one address) that are opened although they are not public.
    pub allow_private: Vec<String>,
    /// A pace of its own for some hosts. Keys: a host name, `*.` and a domain for all names under it, or a
    /// network in CIDR form for hosts that are written as addresses.
    pub hosts: BTreeMap<String, HostPace>,
}

impl Default for Settings {
    fn default() -> Self {
        Settings {
            user_agent: format!("Masthead/{} (personal news reader)", env!("CARGO_PKG_VERSION")),
            per_host_connections: 2,
            per_host_interval_ms: 1000,
            total_connections: 64,
            max_body_bytes: 15 * 1024 * 1024,
            timeout_seconds: 20,
            proxy: None,
            allow_private: Vec::new(),
            hosts: BTreeMap::new(),
        }
    }
}

/// The pace of one host. What is left out is as for all hosts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HostPace {
    /// Milliseconds between the starts of two requests. 0 lifts the limit.
    pub interval_ms: Option<u64>,
    /// Connections at once.
    pub connections: Option<usize>,
}

/// A setting that cannot be used. Each says which and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SettingsError {
    /// A network that is not in CIDR form.
    #[error("`{value}` in {key} is not a network; write it like 192.168.0.0/16 or fd00::/8")]
    Network {
        /// The setting's name.
        key: &'static str,
        /// What was given.
        value: String,
    },
    /// A proxy that is not an `http://` URL.
    #[error("the proxy cannot be used: {reason}; write it like http://127.0.0.1:3128")]
    Proxy {
        /// What is wrong with it.
        reason: String,
    },
    /// A User-Agent with signs that a header cannot carry, or with no word to begin it.
    #[error("the user agent `{value}` cannot be sent; begin it with a word and use plain ASCII signs")]
    UserAgent {
        /// What was given.
        value: String,
    },
    /// A number that must be at least 1.
    #[error("{key} must be at least 1")]
    Zero {
        /// The setting's name.
        key: &'static str,
    },
    /// The TLS library could not be set up, for instance because the system has no root certificates.
    #[error("encrypted connections cannot be set up: {reason}; are the system's CA certificates installed?")]
    Tls {
        /// What the library said.
        reason: String,
    },
}
