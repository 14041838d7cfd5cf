//! What each site's robots.txt said, kept for a day.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use super::pace::lock;
use super::robots::Robots;
use crate::Failure;

/// How long an answer holds (RFC 9309, 2.4).
const FRESH: Duration = Duration::from_secs(24 * 3600);
/// How long an old answer stands in while the file cannot be read.
const STALE: Duration = Duration::from_secs(30 * 24 * 3600);
/// After failing for this long, the site counts as having no robots.txt.
const GIVE_UP: Duration = Duration::from_secs(7 * 24 * 3600);
/// The first and the longest wait before a file that the server failed to give is asked for again.
const RETRY: (Duration, Duration) = (Duration::from_secs(15 * 60), Duration::from_secs(6 * 3600));
/// The wait when the host itself could not be reached: its pages could not have been fetched either.
const RETRY_HOST: Duration = Duration::from_secs(5 * 60);
/// Sites and bytes of rules kept before all that are not in use are forgotten.
const KEPT: (usize, usize) = (4096, 16 * 1024 * 1024);

/// What an attempt to read a robots.txt gave.
#[derive(Debug)]
pub(crate) enum Read {
    /// Its text.
    Text(Bytes),
    /// There is none (4xx): everything may be fetched.
    None,
    /// It could not be read (5xx, 429, no connection): nothing may be fetched for a while.
    Unread(Failure),
}

/// The answers of all sites. A site is an origin: scheme, host and port.
#[derive(Debug)]
pub(crate) struct RobotsCache {
    agent: String,
    sites: Mutex<HashMap<String, Kept>>,
}

#[derive(Debug, Default)]
struct Kept {
    site: Arc<tokio::sync::Mutex<Site>>,
    bytes: usize,
}

#[derive(Debug, Default)]
struct Site {
    /// The last rules read, and when.
    rules: Option<(Robots, Instant)>,
    /// Why the file could not be read, since when, and how often in a row.
    failing: Option<(Failure, Instant, u32)>,
    /// Until when all of this holds.
    until: Option<Instant>,
}

impl RobotsCache {
    pub(crate) fn new(agent: String) -> Self {
        RobotsCache { agent, sites: Mutex::default() }
    }

    /// Whether a path may be fetched from a site. `read` is called if the file is not known or too old;
    /// those who ask for the same site meanwhile wait for its answer.
    pub(crate) async fn ask<F>(
        &self,
        origin: &str,
        host: &str,
        path: &str,
        read: impl FnOnce() -> F,
    ) -> Result<(), Failure>
    where
        F: Future<Output = Read> + Send,
    {
        let site = self.site(origin);
        let mut site = site.lock().await;
        if site.until.is_none_or(|until| until <= Instant::now()) {
            let bytes = match read().await {
                Read::Text(text) => site.learn(Robots::parse(&text, &self.agent), text.len()),
                Read::None => site.learn(Robots::default(), 0),
                Read::Unread(failure) => {
                    site.fail(failure);
                    0
                }
            };
            if let Some(kept) = lock(&self.sites).get_mut(origin) {
                kept.bytes = bytes;
            }
        }
        site.verdict(host, path)
    }

    fn site(&self, origin: &str) -> Arc<tokio::sync::Mutex<Site>> {
        let mut sites = lock(&self.sites);
        if let Some(kept) = sites.get(origin) {
            return Arc::clone(&kept.site);
        }
        let bytes: usize = sites.values().map(|kept| kept.bytes).sum();
        if sites.len() >= KEPT.0 || bytes >= KEPT.1 {
            sites.retain(|_, kept| Arc::strong_count(&kept.site) > 1);
        }
        Arc::clone(&sites.entry(origin.to_owned()).or_default().site)
    }
}

impl Site {
    fn learn(&mut self, robots: Robots, bytes: usize) -> usize {
        let now = Instant::now();
        *self = Site { rules: Some((robots, now)), failing: None, until: Some(now + FRESH) };
        bytes
    }

    fn fail(&mut self, failure: Failure) {
        let now = Instant::now();
        let (since, times) = self.failing.take().map_or((now, 0), |(_, since, times)| (since, times));
        let wait = match &failure {
            Failure::Status { retry_after, .. } => {
                let doubled = RETRY.0.saturating_mul(2_u32.saturating_pow(times)).min(RETRY.1);
                retry_after.map_or(doubled, |seconds| doubled.max(Duration::from_secs(seconds).min(FRESH)))
            }
            Failure::Resting { retry_after, .. } => Duration::from_secs(*retry_after).min(FRESH),
            _ => RETRY_HOST,
        };
        self.until = Some(now + wait);
        self.failing = Some((failure, since, times.saturating_add(1)));
    }

    fn verdict(&self, host: &str, path: &str) -> Result<(), Failure> {
        let now = Instant::now();
        let usable = self.rules.as_ref().filter(|(_, read)| self.failing.is_none() || now - *read < STALE);
        if let Some((robots, _)) = usable {
            if robots.allows(path) {
                return Ok(());
            }
            return Err(Failure::RobotsDenied { host: host.to_owned(), path: path.to_owned() });
        }
        match &self.failing {
            Some((failure, since, _)) if now - *since < GIVE_UP => Err(match failure {
                Failure::Status { .. } | Failure::Decode { .. } => Failure::RobotsUnread {
                    host: host.to_owned(),
                    reason: failure.plain(),
                    retry_after: self
                        .until
                        .map_or(0, |until| (until.saturating_duration_since(now)).as_secs()),
                },
                Failure::Resting { host, .. } => Failure::Resting {
                    host: host.clone(),
                    retry_after: self
                        .until
                        .map_or(0, |until| (until.saturating_duration_since(now)).as_secs()),
                },
                other => other.clone(),
            }),
            _ => Ok(()),
        }
    }
}
