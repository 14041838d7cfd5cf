//! Which URLs are fetched at all, and where redirects lead.

use url::{Host, Url};

use crate::Failure;
use crate::failure::shown;
use crate::guard::Guard;

/// The longest URL taken, in bytes.
const LONGEST: usize = 8 * 1024;
/// Redirects followed before giving up.
pub(crate) const REDIRECTS: usize = 10;

/// Ports of services that are no web servers and might act on what a request holds (the "bad ports" of the WHATWG's
/// Fetch standard).
const BAD_PORTS: &[u16] = &[
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103,
    104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514,
    515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723,
    2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
];

/// Reads an absolute URL as given by a caller.
pub(crate) fn parse(text: &str) -> Result<Url, Failure> {
    let text = text.trim();
    if text.len() > LONGEST {
        let start: String = text.chars().take(80).collect();
        return Err(Failure::BadUrl { url: format!("{start}…"), reason: "it is longer than 8 KiB".into() });
    }
    let url = Url::parse(text).map_err(|error| Failure::BadUrl {
        url: text.to_owned(),
        reason: format!("it is no web address ({error})"),
    })?;
    Ok(bare(url))
}

/// Refuses what is not http(s), has an odd port, or names a forbidden address outright.
/// Names are judged later, by the addresses that they turn out to have.
pub(crate) fn check(url: &Url, guard: &Guard) -> Result<(), Failure> {
    let bad = |reason: &str| Failure::BadUrl { url: shown(url), reason: reason.to_owned() };
    if !matches!(url.scheme(), "http" | "https") {
        return Err(bad("only http and https can be fetched"));
    }
    if url.as_str().len() > LONGEST {
        return Err(bad("it is longer than 8 KiB"));
    }
    if url.port_or_known_default().is_none_or(|port| BAD_PORTS.contains(&port)) {
        return Err(bad("its port belongs to another kind of service"));
    }
    let address = match url.host() {
        None => return Err(bad("it names no host")),
        Some(Host::Domain(_)) => return Ok(()),
        Some(Host::Ipv4(address)) => address.into(),
        Some(Host::Ipv6(address)) => address.into(),
    };
    if guard.allows(address) { Ok(()) } else { Err(Failure::ForbiddenAddress { host: host(url), address }) }
}

/// The host as pace and messages name it: lower case, no port, no closing dot.
pub(crate) fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    host.strip_suffix('.').unwrap_or(host).to_owned()
}

/// Scheme, host and port: what robots.txt and connections belong to.
pub(crate) fn site(url: &Url) -> String {
    let port = url.port_or_known_default().unwrap_or_default();
    format!("{}://{}:{port}", url.scheme(), host(url))
}

/// What robots.txt rules are matched against.
pub(crate) fn path_and_query(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

/// Fragments are the reader's, never the server's.
fn bare(mut url: Url) -> Url {
    url.set_fragment(None);
    url
}

/// A way through redirects.
#[derive(Debug)]
pub(crate) struct Trail {
    /// Where to ask now.
    pub(crate) url: Url,
    first_host: String,
    seen: Vec<Url>,
    permanent: bool,
    moved: Option<Url>,
}

impl Trail {
    pub(crate) fn new(url: Url) -> Self {
        Trail { first_host: host(&url), seen: vec![url.clone()], url, permanent: true, moved: None }
    }

    /// Where an unbroken chain of permanent redirects from the first URL led, if there was one.
    pub(crate) fn moved_permanently(&self) -> Option<String> {
        self.moved.as_ref().map(Url::to_string)
    }

    /// Takes one redirect. The target is not checked yet.
    pub(crate) fn follow(&mut self, code: u16, location: &str) -> Result<(), Failure> {
        let Ok(next) = self.url.join(location.trim()).map(bare) else {
            return Err(Failure::BadUrl {
                url: location.chars().take(200).collect(),
                reason: format!("{} redirects to it, and it is no web address", host(&self.url)),
            });
        };
        if self.seen.len() > REDIRECTS || self.seen.contains(&next) {
            return Err(Failure::TooManyRedirects { host: self.first_host.clone(), url: shown(&next) });
        }
        // A step from https down to http is followed but not learned: it would give up the protection for good.
        let downgrade = self.url.scheme() == "https" && next.scheme() == "http";
        self.permanent &= matches!(code, 301 | 308) && !downgrade;
        if self.permanent {
            self.moved = Some(next.clone());
        }
        self.seen.push(next.clone());
        self.url = next;
        Ok(())
    }
}
