//! Connections kept open for another request: few, and not for long.

use std::collections::HashSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::redirect::Policy;
use rustls::ClientConfig;

use crate::manners::pace::lock;
use crate::resolve::Guarded;
use crate::{Settings, SettingsError};

/// How long a connection may wait for its next request.
const IDLE: Duration = Duration::from_secs(15);
/// Sites that share one pool. The HTTP library bounds idle connections per site only; with thousands of sites within
/// seconds they would use up the process's sockets. So after this many sites a fresh pool takes over, and the old one
/// closes what it holds once its last exchange is done.
const SITES: usize = 200;

/// Hands out the HTTP client that a request is to use.
pub(crate) struct Pool {
    recipe: Recipe,
    current: Mutex<(reqwest::Client, HashSet<String>)>,
}

struct Recipe {
    user_agent: String,
    timeout: Duration,
    idle_per_host: usize,
    proxy: Option<reqwest::Proxy>,
    resolver: Arc<Guarded>,
    tls: ClientConfig,
}

impl Pool {
    pub(crate) fn new(
        settings: &Settings,
        proxy: Option<reqwest::Proxy>,
        resolver: Arc<Guarded>,
        tls: ClientConfig,
    ) -> Result<Self, SettingsError> {
        let recipe = Recipe {
            user_agent: settings.user_agent.clone(),
            timeout: Duration::from_secs(settings.timeout_seconds.clamp(1, 10)),
            idle_per_host: settings.per_host_connections.min(2),
            proxy,
            resolver,
            tls,
        };
        let client = recipe.client().map_err(|error| SettingsError::Tls { reason: error.to_string() })?;
        Ok(Pool { recipe, current: Mutex::new((client, HashSet::new())) })
    }

    /// The client for a request to a site (scheme, host and port).
    pub(crate) fn client(&self, site: &str) -> reqwest::Client {
        let mut current = lock(&self.current);
        let (client, sites) = &mut *current;
        if !sites.contains(site) {
            if sites.len() >= SITES
                && let Ok(fresh) = self.recipe.client()
            {
                *client = fresh;
                sites.clear();
            }
            sites.insert(site.to_owned());
        }
        client.clone()
    }
}

impl Recipe {
    fn client(&self) -> reqwest::Result<reqwest::Client> {
        let builder = reqwest::Client::builder()
            .user_agent(&self.user_agent)
            .redirect(Policy::none())
            .referer(false)
            .connect_timeout(self.timeout)
            .pool_max_idle_per_host(self.idle_per_host)
            .pool_idle_timeout(IDLE)
            .http1_allow_obsolete_multiline_headers_in_responses(true)
            .http1_allow_spaces_after_header_name_in_responses(true)
            .http1_ignore_invalid_headers_in_responses(true)
            .http2_max_header_list_size(64 * 1024)
            .dns_resolver(Arc::clone(&self.resolver))
            .tls_backend_preconfigured(self.tls.clone());
        match &self.proxy {
            Some(proxy) => builder.proxy(proxy.clone()),
            None => builder.no_proxy(),
        }
        .build()
    }
}
