//! The names that the site answers to.
//!
//! A page elsewhere on the web can have its own name resolve to this machine (DNS rebinding) and would then be "the same
//! origin" for the browser. Such a request names that page's host; so only known names are answered. An address in
//! figures cannot be rebound, and is always answered.

use std::collections::HashSet;

use url::{Host, Url};

use crate::app::WebSettings;

/// The known names.
#[derive(Debug, Clone)]
pub(crate) struct Hosts {
    names: HashSet<String>,
}

impl Hosts {
    pub(crate) fn of(settings: &WebSettings) -> Self {
        let public = Url::parse(&settings.public_url).ok();
        let public = public.as_ref().and_then(Url::host_str).map(ToOwned::to_owned);
        let given =
            settings.allowed_hosts.iter().chain([&settings.listen]).filter_map(|host| match parse(host) {
                Some((Host::Domain(name), _)) => Some(name),
                _ => None,
            });
        Self { names: given.chain(public).map(|name| bare(&name).to_owned()).collect() }
    }

    /// Whether the site answers to this `Host`.
    pub(crate) fn allows(&self, host: &str) -> bool {
        match parse(host) {
            Some((Host::Ipv4(_) | Host::Ipv6(_), _)) => true,
            Some((Host::Domain(name), _)) => {
                let name = bare(&name);
                name == "localhost" || name.ends_with(".localhost") || self.names.contains(name)
            }
            None => false,
        }
    }
}

fn bare(name: &str) -> &str {
    name.strip_suffix('.').unwrap_or(name)
}

/// The parts of `host` or `host:port`.
pub(crate) fn parse(host: &str) -> Option<(Host<String>, Option<u16>)> {
    let fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | ':' | '[' | ']');
    if host.is_empty() || !host.chars().all(fit) {
        return None;
    }
    // A scheme without a default port, so that every port is told.
    let url = Url::parse(&format!("http://{host}/")).ok()?;
    let port = url.port().or_else(|| host.ends_with(":80").then_some(80));
    Some((url.host()?.to_owned(), port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_names_are_answered() {
        let settings = WebSettings {
            listen: "paper.home:8080".into(),
            public_url: "https://News.example.org/".into(),
            allowed_hosts: vec!["raspberry.local".into(), "other.lan:9000".into()],
            ..WebSettings::default()
        };
        let hosts = Hosts::of(&settings);
        for host in [
            "localhost",
            "localhost:8080",
            "LOCALHOST",
            "a.localhost",
            "127.0.0.1:8080",
            "[::1]",
            "[::1]:8080",
            "192.168.1.5",
            "paper.home",
            "news.example.org",
            "news.example.org.",
            "NEWS.EXAMPLE.ORG:443",
            "raspberry.local:1",
            "other.lan",
        ] {
            assert!(hosts.allows(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "evil.example:8080",
            "localhost.evil.example",
            "notlocalhost",
            "127.0.0.1.evil.example",
            "localhost@evil.example",
            "evil.example/localhost",
            "localhost evil",
            "localhost:99999",
            "news.example.org.evil",
        ] {
            assert!(!hosts.allows(host), "{host}");
        }
    }
}
