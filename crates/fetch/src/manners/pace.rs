//! How often a host is asked: connections at once, time between two requests, and pauses that it asks for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, sleep_until};

use super::rules::{Rules, at_least_one};
use crate::{Settings, SettingsError};

/// A pause that a host asks for is waited out in the queue up to this long; beyond it, requests fail at once.
const PATIENCE: Duration = Duration::from_secs(10);
/// Hosts remembered before those with nothing to remember are forgotten.
const REMEMBERED: usize = 4096;

/// Gives each request its turn. A host's requests go in the order in which they came; no host waits for another
/// (save for the total of exchanges at once).
#[derive(Debug)]
pub(crate) struct Pace {
    rules: Rules,
    hosts: Mutex<HashMap<String, Arc<Gate>>>,
    total: Arc<Semaphore>,
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
    /// When the last request started.
    last: Instant,
    /// When the next request may start.
    next: Instant,
    /// Until when the host asked for a pause.
    rest: Instant,
}

/// A turn, held for as long as the exchange goes on.
#[derive(Debug)]
pub(crate) struct Turn {
    gate: Arc<Gate>,
    started: Instant,
    _connection: OwnedSemaphorePermit,
    _total: OwnedSemaphorePermit,
}

/// The host rests for this long yet, longer than is waited for in a queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Resting(pub(crate) Duration);

impl Pace {
    pub(crate) fn new(settings: &Settings) -> Result<Self, SettingsError> {
        let total = at_least_one("total_connections", settings.total_connections)?;
        Ok(Pace {
            rules: Rules::new(settings)?,
            hosts: Mutex::default(),
            total: Arc::new(Semaphore::new(total)),
        })
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
            if let Some(started) = gate.start()? {
                drop(front);
                return Ok(Turn { gate, started, _connection: connection, _total: total });
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
        let limits = self.rules.of(host);
        let gate = Arc::new(Gate {
            interval: limits.interval,
            front: tokio::sync::Mutex::new(()),
            connections: Arc::new(Semaphore::new(limits.connections)),
            times: Mutex::new(Times { last: now, next: now, rest: now }),
        });
        hosts.insert(host.to_owned(), Arc::clone(&gate));
        gate
    }
}

impl Turn {
    /// The host began to answer. Looking up its name and connecting took time, so it saw the request later than it was
    /// started here: the interval to the next one counts from now, unless another has started since.
    pub(crate) fn answered(&self) {
        let mut times = lock(&self.gate.times);
        if times.last == self.started {
            times.next = times.next.max(Instant::now() + self.gate.interval);
        }
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
    fn start(&self) -> Result<Option<Instant>, Resting> {
        if self.wait()?.is_some() {
            return Ok(None);
        }
        let now = Instant::now();
        let mut times = lock(&self.times);
        times.last = now;
        times.next = now + self.interval;
        Ok(Some(now))
    }

    fn remembers(&self, now: Instant) -> bool {
        let times = lock(&self.times);
        times.next > now || times.rest > now
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn pace(interval_ms: u64, connections: usize, total: usize) -> Arc<Pace> {
        let settings = Settings {
            per_host_interval_ms: interval_ms,
            per_host_connections: connections,
            total_connections: total,
            ..Settings::default()
        };
        Arc::new(Pace::new(&settings).unwrap())
    }

    fn at(start: Instant) -> u128 {
        start.elapsed().as_millis()
    }

    /// Runs `count` exchanges with a host, each of `length` ms, all asked for at once; when and in what order they began.
    async fn run(pace: &Arc<Pace>, host: &str, count: usize, length: u64) -> Vec<(usize, u128)> {
        let start = Instant::now();
        let begun = Arc::new(Mutex::new(Vec::new()));
        let mut tasks = Vec::new();
        for n in 0..count {
            let (pace, host, begun) = (Arc::clone(pace), host.to_owned(), Arc::clone(&begun));
            tasks.push(tokio::spawn(async move {
                let _turn = pace.turn(&host).await.unwrap();
                lock(&begun).push((n, at(start)));
                tokio::time::sleep(Duration::from_millis(length)).await;
            }));
        }
        for task in tasks {
            task.await.unwrap();
        }
        lock(&begun).clone()
    }

    #[tokio::test(start_paused = true)]
    async fn requests_to_a_host_start_in_order_and_at_their_interval() {
        let pace = pace(1000, 2, 64);
        let begun = run(&pace, "a.test", 5, 10).await;
        assert_eq!(begun, [(0, 0), (1, 1000), (2, 2000), (3, 3000), (4, 4000)]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_host_sees_no_more_connections_than_set() {
        let pace = pace(1000, 2, 64);
        let begun = run(&pace, "a.test", 5, 5000).await;
        assert_eq!(begun, [(0, 0), (1, 1000), (2, 5000), (3, 6000), (4, 10000)]);
    }

    #[tokio::test(start_paused = true)]
    async fn the_interval_counts_from_when_the_host_saw_the_last_request() {
        let pace = pace(1000, 2, 64);
        let start = Instant::now();
        let first = pace.turn("a.test").await.unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
        first.answered();
        let second = pace.turn("a.test").await.unwrap();
        assert_eq!(at(start), 1300);
        drop(first);
        let third = pace.turn("a.test").await.unwrap();
        assert_eq!(at(start), 2300, "the second was never answered: its start counts");
        tokio::time::sleep(Duration::from_millis(100)).await;
        second.answered();
        drop((second, third));
        drop(pace.turn("a.test").await.unwrap());
        assert_eq!(at(start), 3300, "a late answer to an earlier request changes nothing");
    }

    #[tokio::test(start_paused = true)]
    async fn no_host_waits_for_another() {
        let pace = pace(1000, 2, 3);
        let start = Instant::now();
        let busy = tokio::spawn({
            let pace = Arc::clone(&pace);
            async move { run(&pace, "busy.test", 50, 10).await }
        });
        tokio::task::yield_now().await;
        for n in 0..200 {
            drop(pace.turn(&format!("h{n}.test")).await.unwrap());
        }
        assert_eq!(at(start), 0, "200 hosts had their turn while one is queued for");
        assert_eq!(busy.await.unwrap().last(), Some(&(49, 49_000)));
    }

    #[tokio::test(start_paused = true)]
    async fn the_total_is_bounded_and_does_not_break_the_interval() {
        let pace = pace(1000, 2, 1);
        let held = pace.turn("other.test").await.unwrap();
        let start = Instant::now();
        let run = tokio::spawn({
            let pace = Arc::clone(&pace);
            async move { run(&pace, "a.test", 3, 0).await }
        });
        tokio::time::sleep(Duration::from_millis(5500)).await;
        drop(held);
        let begun = run.await.unwrap();
        assert_eq!(begun, [(0, 5500), (1, 6500), (2, 7500)]);
        assert_eq!(at(start), 7500);
    }

    #[tokio::test(start_paused = true)]
    async fn who_leaves_the_queue_holds_nobody_up() {
        let pace = pace(1000, 1, 64);
        let first = pace.turn("a.test").await.unwrap();
        let waiting = tokio::spawn({
            let pace = Arc::clone(&pace);
            async move { pace.turn("a.test").await.map(drop) }
        });
        tokio::task::yield_now().await;
        waiting.abort();
        assert!(waiting.await.unwrap_err().is_cancelled());
        drop(first);
        let start = Instant::now();
        drop(pace.turn("a.test").await.unwrap());
        assert_eq!(at(start), 1000);
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_is_waited_out_if_short_and_told_if_long() {
        let pace = pace(1000, 2, 64);
        pace.rest("a.test", Duration::from_secs(3));
        assert_eq!(pace.ready_in("a.test"), Duration::from_secs(3));
        assert_eq!(run(&pace, "a.test", 2, 0).await, [(0, 3000), (1, 4000)]);
        let queued = tokio::spawn({
            let pace = Arc::clone(&pace);
            async move { pace.turn("a.test").await.map(drop) }
        });
        tokio::task::yield_now().await;
        pace.rest("a.test", Duration::from_secs(600));
        pace.rest("a.test", Duration::from_secs(1));
        assert_eq!(pace.turn("a.test").await.unwrap_err(), Resting(Duration::from_secs(600)));
        // Who was in the queue when the pause was asked for learns of it when the turn comes.
        assert_eq!(queued.await.unwrap().unwrap_err(), Resting(Duration::from_secs(599)));
        assert_eq!(run(&pace, "b.test", 1, 0).await, [(0, 0)], "another host does not rest");
        tokio::time::sleep(Duration::from_secs(600)).await;
        assert_eq!(run(&pace, "a.test", 1, 0).await, [(0, 0)]);
    }

    #[tokio::test(start_paused = true)]
    async fn idle_hosts_are_forgotten() {
        let pace = pace(1000, 2, 64);
        pace.rest("resting.test", Duration::from_secs(3600));
        for n in 0..3 * REMEMBERED {
            drop(pace.turn(&format!("h{n}.test")).await.unwrap());
            if n % REMEMBERED == 0 {
                tokio::time::sleep(Duration::from_secs(2)).await;
            }
        }
        assert!(lock(&pace.hosts).len() <= REMEMBERED + 1);
        assert!(pace.turn("resting.test").await.is_err(), "a pause outlives the forgetting");
    }
}
