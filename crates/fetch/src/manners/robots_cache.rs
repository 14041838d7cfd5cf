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
                Read::Text(text) => site.learn(Robots::parse(&text, &self.agent)),
                Read::None => site.learn(Robots::default()),
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
    /// Keeps new rules; how many bytes they take.
    fn learn(&mut self, robots: Robots) -> usize {
        let (now, bytes) = (Instant::now(), robots.size());
        *self = Site { rules: Some((robots, now)), failing: None, until: Some(now + FRESH) };
        bytes
    }

    fn fail(&mut self, failure: Failure) {
        let now = Instant::now();
        let (since, times) = self.failing.take().map_or((now, 0), |(_, since, times)| (since, times));
        let wait = match &failure {
            Failure::Status { retry_after, .. } => {
                let doubled = RETRY.0.saturating_mul(2_u32.saturating_pow(times)).min(RETRY.1);
                // As with feeds: the first time the server's own word stands, afterwards it is a floor.
                match retry_after.map(|seconds| Duration::from_secs(seconds.max(1)).min(FRESH)) {
                    None => doubled,
                    Some(asked) if times == 0 => asked,
                    Some(asked) => doubled.max(asked),
                }
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

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    struct Case {
        cache: RobotsCache,
        asked: AtomicUsize,
    }

    impl Case {
        fn new() -> Self {
            Case { cache: RobotsCache::new("masthead".into()), asked: AtomicUsize::new(0) }
        }

        /// Asks for /x of one site; whether its file was read for that, and what came of it.
        async fn ask(&self, answer: Read) -> (bool, Result<(), Failure>) {
            let before = self.asked.load(Ordering::Relaxed);
            let verdict = self
                .cache
                .ask("http://a.test:80", "a.test", "/x", || async {
                    self.asked.fetch_add(1, Ordering::Relaxed);
                    answer
                })
                .await;
            (self.asked.load(Ordering::Relaxed) > before, verdict)
        }
    }

    fn text(text: &'static str) -> Read {
        Read::Text(Bytes::from_static(text.as_bytes()))
    }

    fn status(code: u16, retry_after: Option<u64>) -> Read {
        Read::Unread(Failure::Status { host: "a.test".into(), code, retry_after })
    }

    fn denied() -> Result<(), Failure> {
        Err(Failure::RobotsDenied { host: "a.test".into(), path: "/x".into() })
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_holds_for_a_day() {
        let case = Case::new();
        assert_eq!(case.ask(text("User-agent: *\nDisallow: /x")).await, (true, denied()));
        tokio::time::advance(HOUR * 23).await;
        assert_eq!(case.ask(Read::None).await, (false, denied()));
        tokio::time::advance(HOUR).await;
        assert_eq!(case.ask(Read::None).await, (true, Ok(())));
        assert_eq!(case.ask(text("")).await, (false, Ok(())));
    }

    #[tokio::test(start_paused = true)]
    async fn a_server_that_fails_is_left_alone_for_a_while_but_not_for_ever() {
        let case = Case::new();
        let (read, verdict) = case.ask(status(500, None)).await;
        assert!(read);
        let failure = verdict.unwrap_err();
        assert!(matches!(failure, Failure::RobotsUnread { retry_after: 900, .. }), "{failure:?}");
        assert!(!failure.is_lasting());
        tokio::time::advance(Duration::from_secs(899)).await;
        assert!(matches!(
            case.ask(Read::None).await,
            (false, Err(Failure::RobotsUnread { retry_after: 1, .. }))
        ));
        tokio::time::advance(Duration::from_secs(1)).await;
        // It doubles up to six hours …
        for wait in [1800, 3600, 7200, 14_400, 21_600, 21_600] {
            let (read, verdict) = case.ask(status(503, None)).await;
            assert!(read);
            assert_eq!(verdict.unwrap_err().retry_after(), Some(wait));
            tokio::time::advance(Duration::from_secs(wait)).await;
        }
        // … and after a week the file counts as missing.
        tokio::time::advance(HOUR * 24 * 7).await;
        assert_eq!(case.ask(status(500, None)).await, (true, Ok(())));
    }

    #[tokio::test(start_paused = true)]
    async fn the_servers_own_word_stands_first_and_is_a_floor_later() {
        let case = Case::new();
        assert_eq!(case.ask(status(429, Some(5))).await.1.unwrap_err().retry_after(), Some(5));
        tokio::time::advance(Duration::from_secs(5)).await;
        assert_eq!(case.ask(status(429, Some(5))).await.1.unwrap_err().retry_after(), Some(1800));
        tokio::time::advance(Duration::from_secs(1800)).await;
        let huge = case.ask(status(429, Some(u64::MAX))).await.1.unwrap_err().retry_after();
        assert_eq!(huge, Some(24 * 3600), "bounded");
    }

    #[tokio::test(start_paused = true)]
    async fn an_old_answer_stands_in_while_the_server_fails() {
        let case = Case::new();
        assert_eq!(case.ask(text("User-agent: *\nDisallow: /x")).await.1, denied());
        tokio::time::advance(HOUR * 25).await;
        assert_eq!(case.ask(status(500, None)).await, (true, denied()));
        tokio::time::advance(HOUR * 24 * 30).await;
        assert_eq!(
            case.ask(status(500, None)).await,
            (true, Ok(())),
            "too old, and failing for more than a week"
        );
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_out_of_reach_is_said_to_be_that() {
        let case = Case::new();
        let gone = Failure::NoSuchHost { host: "a.test".into() };
        assert_eq!(case.ask(Read::Unread(gone.clone())).await, (true, Err(gone.clone())));
        assert_eq!(case.ask(Read::None).await, (false, Err(gone)));
        tokio::time::advance(RETRY_HOST).await;
        assert_eq!(case.ask(Read::None).await, (true, Ok(())));
    }

    #[tokio::test(start_paused = true)]
    async fn those_who_ask_at_once_share_one_reading() {
        let case = Arc::new(Case::new());
        let mut tasks = Vec::new();
        for _ in 0..20 {
            let case = Arc::clone(&case);
            tasks.push(tokio::spawn(async move {
                let read = || async {
                    tokio::time::sleep(Duration::from_secs(1)).await;
                    case.asked.fetch_add(1, Ordering::Relaxed);
                    Read::None
                };
                case.cache.ask("http://b.test:80", "b.test", "/", read).await
            }));
        }
        for task in tasks {
            assert_eq!(task.await.unwrap(), Ok(()));
        }
        assert_eq!(case.asked.load(Ordering::Relaxed), 1);
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_kept_is_bounded() {
        let cache = RobotsCache::new("masthead".into());
        let big: &'static str =
            Box::leak(format!("User-agent: *\n{}", "Disallow: /y\n".repeat(30_000)).into());
        for n in 0..20 {
            let _ = cache.ask(&format!("http://h{n}.test:80"), "h", "/x", || async { text(big) }).await;
        }
        assert!(lock(&cache.sites).len() < 12);
    }
}
