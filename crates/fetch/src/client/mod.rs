//! The client: one careful GET.

mod body;
mod errors;
mod exchange;
mod headers;
mod pool;
mod target;
mod tls;
#[cfg(test)]
mod tls_tests;

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use reqwest::header::{CONTENT_LOCATION, CONTENT_TYPE, ETAG, LAST_MODIFIED, LINK, LOCATION};
use tokio::time::{Instant, timeout};
use url::{Host, Url};

use self::exchange::{Answer, Ask, Scene};
use self::pool::Pool;
use self::target::Trail;
use crate::failure::shown;
use crate::guard::Guard;
use crate::manners::pace::Pace;
use crate::manners::robots::{self, product};
use crate::manners::robots_cache::{Read, RobotsCache};
use crate::resolve::{Guarded, Resolve, System, Unresolved};
use crate::{Failure, Settings, SettingsError};

/// The pause after a 429 that does not say how long.
const REST: Duration = Duration::from_secs(60);
/// The longest pause that one answer can impose.
const LONGEST_REST: Duration = Duration::from_secs(24 * 3600);
/// Redirects followed on the way to a robots.txt (RFC 9309, 2.3.1.2).
const ROBOTS_REDIRECTS: usize = 5;

/// Fetches from the web with manners and under guard. Clones share connections, pace and what robots.txt said.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    pace: Pace,
    guarded: Arc<Guarded>,
    pool: Pool,
    robots: RobotsCache,
    has_proxy: bool,
    has_roots: bool,
    limit: usize,
    seconds: u64,
}

/// What is fetched: decides the Accept header and whether robots.txt is asked first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A feed. Its publisher offers it to programs, so robots.txt is not asked.
    Feed,
    /// A page. robots.txt is asked first, on every host that redirects lead to.
    Page,
    /// An image that an article shows.
    Image,
}

impl Kind {
    fn accept(self) -> &'static str {
        match self {
            Kind::Feed => {
                "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9, \
                 application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.5, */*;q=0.1"
            }
            Kind::Page => {
                "text/html, application/xhtml+xml, application/xml;q=0.5, text/plain;q=0.4, */*;q=0.1"
            }
            Kind::Image => "image/webp, image/png, image/jpeg, image/gif, image/*;q=0.5, */*;q=0.1",
        }
    }
}

/// What to fetch.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The absolute URL. A fragment is ignored.
    pub url: &'a str,
    /// What is expected there.
    pub kind: Kind,
    /// The ETag of the last answer, exactly as it was given.
    pub etag: Option<&'a str>,
    /// The Last-Modified of the last answer, exactly as it was given.
    pub last_modified: Option<&'a str>,
}

impl<'a> Request<'a> {
    /// An unconditional request.
    pub fn new(url: &'a str, kind: Kind) -> Self {
        Request { url, kind, etag: None, last_modified: None }
    }
}

/// A success, or "not modified".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// Where the answer came from, after redirects, without a fragment.
    pub url: String,
    /// Where an unbroken chain of 301 and 308 from the asked URL leads, if there is one. A step down from https to
    /// http breaks the chain.
    pub moved_permanently: Option<String>,
    /// 200..=299, or 304 if the request was conditional.
    pub status: u16,
    /// Content-Type as sent.
    pub content_type: Option<String>,
    /// ETag as sent. None with a truncated body, so that it is fetched whole next time.
    pub etag: Option<String>,
    /// Last-Modified as sent. None with a truncated body.
    pub last_modified: Option<String>,
    /// Content-Location as sent.
    pub content_location: Option<String>,
    /// Every Link header as sent.
    pub links: Vec<String>,
    /// Cache-Control's max-age in seconds.
    pub max_age: Option<u64>,
    /// The body, decoded. Empty with 304.
    pub body: Bytes,
    /// The body ended before it was whole: what came is given.
    pub truncated: bool,
}

impl Response {
    /// Whether nothing changed since the validators of the request (304).
    pub fn is_not_modified(&self) -> bool {
        self.status == 304
    }
}

impl Client {
    /// A client that asks the system for the addresses of names.
    ///
    /// # Errors
    /// A setting that cannot be used.
    pub fn new(settings: Settings) -> Result<Client, SettingsError> {
        Client::with_resolver(settings, System)
    }

    /// A client that asks the given resolver for the addresses of names. The guard judges its answers all the same.
    ///
    /// # Errors
    /// A setting that cannot be used.
    pub fn with_resolver(settings: Settings, resolver: impl Resolve) -> Result<Client, SettingsError> {
        let tls = tls::config()?;
        Client::build(settings, resolver, tls)
    }

    fn build(
        settings: Settings,
        resolver: impl Resolve,
        (tls, has_roots): (rustls::ClientConfig, bool),
    ) -> Result<Client, SettingsError> {
        let agent = product(&settings.user_agent).to_owned();
        if agent.is_empty() || reqwest::header::HeaderValue::from_str(&settings.user_agent).is_err() {
            return Err(SettingsError::UserAgent { value: settings.user_agent });
        }
        if settings.timeout_seconds == 0 {
            return Err(SettingsError::Zero { key: "timeout_seconds" });
        }
        let (proxy, proxy_host) = match settings.proxy.as_deref().filter(|text| !text.trim().is_empty()) {
            None => (None, None),
            Some(text) => {
                let (proxy, host) = proxy(text)?;
                (Some(proxy), host)
            }
        };
        let guard = Arc::new(Guard::new(&settings.allow_private)?);
        let guarded = Arc::new(Guarded { resolver: Arc::new(resolver), guard, proxy_host });
        let has_proxy = proxy.is_some();
        let inner = Inner {
            pace: Pace::new(&settings)?,
            pool: Pool::new(&settings, proxy, Arc::clone(&guarded), tls)?,
            guarded,
            robots: RobotsCache::new(agent),
            has_proxy,
            has_roots,
            limit: usize::try_from(settings.max_body_bytes).unwrap_or(usize::MAX),
            seconds: settings.timeout_seconds,
        };
        Ok(Client { inner: Arc::new(inner) })
    }

    /// Fetches a URL. Waits for the host's turn, follows redirects, and gives the answer whole.
    ///
    /// # Errors
    /// Anything but a success or a fitting 304: see [`Failure`].
    pub async fn get(&self, request: Request<'_>) -> Result<Response, Failure> {
        let inner = &*self.inner;
        let ask = Ask {
            accept: request.kind.accept(),
            etag: request.etag.filter(|value| !value.is_empty()),
            last_modified: request.last_modified.filter(|value| !value.is_empty()),
            limit: inner.limit,
            cut: false,
        };
        let mut trail = Trail::new(target::parse(request.url)?);
        let mut budget = Duration::from_secs(inner.seconds);
        loop {
            target::check(&trail.url, &inner.guarded.guard)?;
            if request.kind == Kind::Page {
                inner.ask_robots(&trail.url).await?;
            }
            let answer = inner.exchange(&trail.url, &ask, &mut budget).await?;
            match answer.status {
                200..=299 => return Ok(response(&trail, answer)),
                304 if ask.etag.is_some() || ask.last_modified.is_some() => {
                    return Ok(response(&trail, answer));
                }
                _ => inner.onward(&mut trail, &answer)?,
            }
        }
    }

    /// How long a request to this URL's host would wait for its turn if it came now and nobody else waits.
    /// Lets a crawler take hosts that are ready first.
    pub fn ready_in(&self, url: &str) -> Duration {
        target::parse(url).map_or(Duration::ZERO, |url| self.inner.pace.ready_in(&target::host(&url)))
    }

    /// Whether the guard allows connections to an address.
    pub fn allows(&self, address: IpAddr) -> bool {
        self.inner.guarded.guard.allows(address)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

impl Inner {
    /// Follows a redirect, or says why the answer is a failure.
    fn onward(&self, trail: &mut Trail, answer: &Answer) -> Result<(), Failure> {
        let code = answer.status;
        if matches!(code, 301 | 302 | 303 | 307 | 308)
            && let Some(location) = headers::all(&answer.headers, LOCATION).first()
        {
            return trail.follow(code, location);
        }
        if code == 410 {
            return Err(Failure::Gone { url: shown(&trail.url) });
        }
        let retry_after = headers::retry_after(&answer.headers, SystemTime::now());
        Err(Failure::Status { host: target::host(&trail.url), code, retry_after })
    }

    /// One exchange with one host, in its turn and within what is left of the time.
    async fn exchange(&self, url: &Url, ask: &Ask<'_>, budget: &mut Duration) -> Result<Answer, Failure> {
        let host = target::host(url);
        let scene = Scene { host: &host, seconds: self.seconds, has_roots: self.has_roots };
        let turn = self
            .pace
            .turn(&host)
            .await
            .map_err(|resting| Failure::Resting { host: host.clone(), retry_after: seconds_up(resting.0) })?;
        let started = Instant::now();
        let client = self.pool.client(&target::site(url));
        let answer = timeout(*budget, async {
            if self.has_proxy {
                self.check_before_proxy(url, &host).await?;
            }
            exchange::get(&client, url, ask, scene, &turn).await
        })
        .await
        .unwrap_or_else(|_| Err(Failure::Timeout { host: host.clone(), seconds: self.seconds }))?;
        *budget = budget.saturating_sub(started.elapsed());
        if matches!(answer.status, 429 | 503) {
            let asked = headers::retry_after(&answer.headers, SystemTime::now()).map(Duration::from_secs);
            let usual = if answer.status == 429 { REST } else { Duration::ZERO };
            self.pace.rest(&host, asked.unwrap_or(usual).min(LONGEST_REST));
        }
        Ok(answer)
    }

    /// A proxy connects where the guard cannot see: all addresses that the host has from here must be allowed.
    async fn check_before_proxy(&self, url: &Url, host: &str) -> Result<(), Failure> {
        let Some(Host::Domain(name)) = url.host() else { return Ok(()) };
        match self.guarded.addresses(name, true).await {
            Ok(_) => Ok(()),
            Err(Unresolved::NoSuchHost) => Err(Failure::NoSuchHost { host: host.to_owned() }),
            Err(Unresolved::Forbidden(address)) => {
                Err(Failure::ForbiddenAddress { host: host.to_owned(), address })
            }
        }
    }

    async fn ask_robots(&self, url: &Url) -> Result<(), Failure> {
        let (site, host, path) = (target::site(url), target::host(url), target::path_and_query(url));
        self.robots.ask(&site, &host, &path, || self.read_robots(url)).await
    }

    /// Reads the robots.txt of a URL's site (RFC 9309, 2.3).
    async fn read_robots(&self, url: &Url) -> Read {
        let Ok(url) = url.join("/robots.txt") else { return Read::None };
        let ask = Ask {
            accept: "text/plain, */*;q=0.1",
            etag: None,
            last_modified: None,
            limit: robots::LIMIT,
            cut: true,
        };
        let mut trail = Trail::new(url);
        let mut budget = Duration::from_secs(self.seconds);
        for hop in 0..=ROBOTS_REDIRECTS {
            let answer = match target::check(&trail.url, &self.guarded.guard) {
                Ok(()) => self.exchange(&trail.url, &ask, &mut budget).await,
                Err(failure) => Err(failure),
            };
            let answer = match answer {
                Ok(answer) => answer,
                // A redirect to where nobody may go says nothing about the site that it started from.
                Err(Failure::BadUrl { .. } | Failure::ForbiddenAddress { .. }) if hop > 0 => {
                    return Read::None;
                }
                Err(failure) => return Read::Unread(failure),
            };
            if (200..=299).contains(&answer.status) {
                return Read::Text(answer.body);
            }
            match self.onward(&mut trail, &answer) {
                Ok(()) => {}
                // "Too many requests" is a plea to slow down, not a word that there is no such file.
                Err(failure @ Failure::Status { code: 429 | 500.., .. }) => return Read::Unread(failure),
                Err(_) => return Read::None,
            }
        }
        Read::None
    }
}

fn response(trail: &Trail, answer: Answer) -> Response {
    let Answer { status, headers, body, truncated } = answer;
    let validator = |name| if truncated { None } else { headers::text(&headers, name) };
    Response {
        url: trail.url.to_string(),
        moved_permanently: trail.moved_permanently(),
        status,
        content_type: headers::text(&headers, CONTENT_TYPE),
        etag: validator(ETAG),
        last_modified: validator(LAST_MODIFIED),
        content_location: headers::text(&headers, CONTENT_LOCATION),
        links: headers::all(&headers, LINK),
        max_age: headers::max_age(&headers),
        body,
        truncated,
    }
}

/// The proxy, and its host if that is a name that will be looked up.
fn proxy(text: &str) -> Result<(reqwest::Proxy, Option<Arc<str>>), SettingsError> {
    let wrong = |reason: String| SettingsError::Proxy { reason };
    let url = Url::parse(text.trim()).map_err(|error| wrong(error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(wrong(format!("{}:// is not supported", url.scheme())));
    }
    let name = match url.host() {
        Some(Host::Domain(name)) => Some(Arc::from(name)),
        Some(_) => None,
        None => return Err(wrong("it names no host".into())),
    };
    let proxy = reqwest::Proxy::all(url.as_str()).map_err(|error| wrong(error.to_string()))?;
    Ok((proxy, name))
}

fn seconds_up(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}
