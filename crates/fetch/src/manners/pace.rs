//! How often a host is asked: connections at once, time between two requests, and pauses that it asks for.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use ipnet::IpNet;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

use crate::guard::network;
use crate::{HostPace, Settings, SettingsError};

/// A pause that a host asks for is waited out in the queue up to this long; beyond it, requests fail at once.
const PATIENCE: Duration = Duration::from_secs(10);
/// Hosts remembered before those with nothing to remember are forgotten.
const REMEMBERED: usize = 4096;

/// Gives each request its turn. A host's requests go in the order in which they came; no host waits for another
/// (save for the total of exchanges at once).
#[derive(Debug)]
pub(crate) struct Pace {
    usual: Limits,
    rules: Vec<(Pattern, Limits)>,
    hosts: Mutex<HashMap<String, Arc<Gate>>>,
    total: Arc<Semaphore>,
}

#[derive(Debug, Clone, Copy)]
struct Limits {
    interval: Duration,
    connections: usize,
}

#[derive(Debug)]
enum Pattern {
    Name(String),
    Under(String),
    Network(IpNet),
}

/// The way to one host.
#[derive(Debug)]
struct Gate {
    interval: Duration,
    /// Who stands at the front of this host's queue.
    front: tokio::sync::Mutex<()>,
    connections: Arc<Semaphore>,
    times: Mutex<Times>,
}

#[derive(Debug, Clone, Copy)]
struct Times {
    /// When the next request may start.
    next: Instant,
    /// Until when the host asked for a pause.
    rest: Instant,
}

/// A turn, held for as long as the exchange goes on.
#[derive(Debug)]
pub(crate) struct Turn {
    _connection: OwnedSemaphorePermit,
    _total: OwnedSemaphorePermit,
}

/// The host rests for this long yet, longer than is waited for in a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Resting(pub(crate) Duration);

impl Pace {
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
        let total = at_least_one("total_connections", settings.total_connections)?;
        Ok(Pace { usual, rules, hosts: Mutex::default(), total: Arc::new(Semaphore::new(total)) })
    }

    /// Waits for this host's turn. Dropping the future leaves the queue.
    pub(crate) async fn turn(&self, host: &str) -> Result<Turn, Resting> {
        let gate = self.gate(host);
        gate.wait()?;
        let front = gate.front.lock().await;
        let connection = permit(&gate.connections).await;
        loop {
            if let Some(at) = gate.wait()? {
                sleep_until(at).await;
                continue;
            }
            // Taken last, so that no host's waiting holds a place that another could use.
            let total = permit(&self.total).await;
            if gate.start()? {
                drop(front);
                return Ok(Turn { _connection: connection, _total: total });
            }
        }
    }

    /// The host asked for a pause from now on. A shorter one does not cut a longer one.
    pub(crate) fn rest(&self, host: &str, pause: Duration) {
        let gate = self.gate(host);
        let until = Instant::now() + pause;
        let mut times = lock(&gate.times);
        times.rest = times.rest.max(until);
    }

    /// How long a request that joins the queue of an otherwise idle host would wait now.
    pub(crate) fn ready_in(&self, host: &str) -> Duration {
        let gate = lock(&self.hosts).get(host).cloned();
        gate.map_or(Duration::ZERO, |gate| {
            let times = *lock(&gate.times);
            times.next.max(times.rest).saturating_duration_since(Instant::now())
        })
    }

    fn gate(&self, host: &str) -> Arc<Gate> {
        let now = Instant::now();
        let mut hosts = lock(&self.hosts);
        if let Some(gate) = hosts.get(host) {
            return Arc::clone(gate);
        }
        if hosts.len() >= REMEMBERED {
            hosts.retain(|_, gate| Arc::strong_count(gate) > 1 || gate.remembers(now));
        }
        let limits = self.limits(host);
        let gate = Arc::new(Gate {
            interval: limits.interval,
            front: tokio::sync::Mutex::new(()),
            connections: Arc::new(Semaphore::new(limits.connections)),
            times: Mutex::new(Times { next: now, rest: now }),
        });
        hosts.insert(host.to_owned(), Arc::clone(&gate));
        gate
    }

    fn limits(&self, host: &str) -> Limits {
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

impl Gate {
    /// When to look again, or nothing if a request could start now.
    fn wait(&self) -> Result<Option<Instant>, Resting> {
        let now = Instant::now();
        let times = *lock(&self.times);
        let rest = times.rest.saturating_duration_since(now);
        if rest > PATIENCE {
            return Err(Resting(rest));
        }
        let at = times.next.max(times.rest);
        Ok((at > now).then_some(at))
    }

    /// Starts a request if its time has come.
    fn start(&self) -> Result<bool, Resting> {
        if self.wait()?.is_some() {
            return Ok(false);
        }
        lock(&self.times).next = Instant::now() + self.interval;
        Ok(true)
    }

    fn remembers(&self, now: Instant) -> bool {
        let times = lock(&self.times);
        times.next > now || times.rest > now
    }
}

fn at_least_one(key: &'static str, value: usize) -> Result<usize, SettingsError> {
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

async fn permit(semaphore: &Arc<Semaphore>) -> OwnedSemaphorePermit {
    loop {
        // An error means that the semaphore was closed, which nothing here ever does.
        if let Ok(permit) = Arc::clone(semaphore).acquire_owned().await {
            return permit;
        }
        std::future::pending::<()>().await;
    }
}

/// The lock, even if a holder panicked: what it guards is whole after every statement.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
