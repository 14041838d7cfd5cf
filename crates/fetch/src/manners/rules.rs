//! Which pace holds for which host.

use std::net::IpAddr;
use std::time::Duration;

use ipnet::IpNet;
use tokio::sync::Semaphore;

use crate::guard::network;
use crate::{HostPace, Settings, SettingsError};

/// The pace of a host.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) interval: Duration,
    pub(crate) connections: usize,
}

#[derive(Debug)]
enum Pattern {
    Name(String),
    Under(String),
    Network(IpNet),
}

/// The usual pace, and those of single hosts.
#[derive(Debug)]
pub(crate) struct Rules {
    usual: Limits,
    rules: Vec<(Pattern, Limits)>,
}

impl Rules {
    pub(crate) fn new(settings: &Settings) -> Result<Self, SettingsError> {
        let usual = Limits {
            interval: Duration::from_millis(settings.per_host_interval_ms),
            connections: at_least_one("per_host_connections", settings.per_host_connections)?,
        };
        let rules = settings
            .hosts
            .iter()
            .map(|(key, pace)| Ok((pattern(key)?, limits(pace, usual)?)))
            .collect::<Result<_, _>>()?;
        Ok(Rules { usual, rules })
    }

    /// What holds for a host.
    pub(crate) fn of(&self, host: &str) -> Limits {
        let address: Option<IpAddr> = host.trim_start_matches('[').trim_end_matches(']').parse().ok();
        // A rule for exactly this host goes before one for many; of two domains the longer, of two networks the smaller.
        let fit = |pattern: &Pattern| match pattern {
            Pattern::Name(name) => (name == host).then_some(usize::MAX),
            Pattern::Under(end) => host.ends_with(end.as_str()).then_some(end.len()),
            Pattern::Network(net) => {
                address.and_then(|a| net.contains(&a).then_some(net.prefix_len().into()))
            }
        };
        self.rules
            .iter()
            .filter_map(|(pattern, limits)| Some((fit(pattern)?, limits)))
            .max_by_key(|(rank, _)| *rank)
            .map_or(self.usual, |(_, limits)| *limits)
    }
}

/// A number of permits: none is an error.
pub(crate) fn at_least_one(key: &'static str, value: usize) -> Result<usize, SettingsError> {
    if value == 0 { Err(SettingsError::Zero { key }) } else { Ok(value.min(Semaphore::MAX_PERMITS)) }
}

fn limits(pace: &HostPace, usual: Limits) -> Result<Limits, SettingsError> {
    Ok(Limits {
        interval: pace.interval_ms.map_or(usual.interval, Duration::from_millis),
        connections: at_least_one("hosts.connections", pace.connections.unwrap_or(usual.connections))?,
    })
}

fn pattern(key: &str) -> Result<Pattern, SettingsError> {
    if let Some(net) = network(key) {
        return Ok(Pattern::Network(net));
    }
    if key.contains('/') {
        return Err(SettingsError::Network { key: "hosts", value: key.to_owned() });
    }
    let key = key.to_lowercase();
    Ok(match key.strip_prefix('*') {
        Some(end) => Pattern::Under(end.to_owned()),
        None => Pattern::Name(key),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hosts_own_pace_goes_before_the_usual_one() {
        let rule = |interval_ms, connections| HostPace { interval_ms, connections };
        let hosts = [
            ("slow.test", rule(Some(5000), Some(1))),
            ("*.fast.test", rule(Some(100), None)),
            ("*.very.fast.test", rule(Some(10), Some(9))),
            ("own.very.fast.test", rule(None, Some(1))),
            ("127.0.0.0/8", rule(Some(0), Some(8))),
            ("127.1.0.0/16", rule(Some(1), None)),
            ("127.1.0.7", rule(Some(2), None)),
            ("fd00::/8", rule(Some(3), None)),
        ];
        let hosts = hosts.into_iter().map(|(key, pace)| (key.to_owned(), pace)).collect();
        let rules = Rules::new(&Settings { hosts, ..Settings::default() }).unwrap();
        for (host, interval, connections) in [
            ("slow.test", 5000, 1),
            ("not-slow.test", 1000, 2),
            ("a.fast.test", 100, 2),
            ("fast.test", 1000, 2),
            ("a.very.fast.test", 10, 9),
            ("own.very.fast.test", 1000, 1),
            ("127.9.0.1", 0, 8),
            ("127.1.0.1", 1, 2),
            ("127.1.0.7", 2, 2),
            ("[fd00::1]", 3, 2),
            ("10.0.0.1", 1000, 2),
        ] {
            let limits = rules.of(host);
            assert_eq!(
                (limits.interval, limits.connections),
                (Duration::from_millis(interval), connections),
                "{host}"
            );
        }
    }

    #[test]
    fn settings_that_cannot_be_used_are_named() {
        let error = |settings: Settings| Rules::new(&settings).unwrap_err().to_string();
        let own = |key: &str, pace| [(key.to_owned(), pace)].into();
        let zero = HostPace { connections: Some(0), ..HostPace::default() };
        for (settings, words) in [
            (Settings { per_host_connections: 0, ..Settings::default() }, "per_host_connections"),
            (Settings { hosts: own("a.test", zero), ..Settings::default() }, "hosts.connections"),
            (
                Settings { hosts: own("10.0.0.0/40", HostPace::default()), ..Settings::default() },
                "10.0.0.0/40",
            ),
        ] {
            assert!(error(settings).contains(words), "{words}");
        }
    }
}
