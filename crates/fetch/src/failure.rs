//! Why a fetch gave nothing.

use std::net::IpAddr;

use thiserror::Error;

/// Why a fetch gave nothing. Each displays as one sentence for people: what, where, what to do.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Failure {
    /// Not an address that can be fetched.
    #[error("`{url}` cannot be fetched: {reason}.")]
    BadUrl {
        /// The address, without any password.
        url: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The host is on a network that is not public and not opened by the settings.
    #[error(
        "{host} is at {address}, which is not a public address; if you trust it, add its network to allow_private under [fetch]."
    )]
    ForbiddenAddress {
        /// The host as written in the address.
        host: String,
        /// The first address that was refused.
        address: IpAddr,
    },
    /// The site's robots.txt asks not to fetch this page.
    #[error("{host} asks programs not to fetch {path} (robots.txt); read it on the site itself.")]
    RobotsDenied {
        /// The host.
        host: String,
        /// Path and query of the page.
        path: String,
    },
    /// The site's robots.txt could not be read, so its pages are left alone for a while (RFC 9309, 2.3.1.4).
    #[error(
        "{host} could not say whether its pages may be fetched: {reason} They are left alone for a while."
    )]
    RobotsUnread {
        /// The host.
        host: String,
        /// Why it could not be read: a whole sentence.
        reason: String,
        /// Seconds until it is asked again.
        retry_after: u64,
    },
    /// The name has no address.
    #[error(
        "There is no host named {host}, or the name server does not answer; check the spelling and the network."
    )]
    NoSuchHost {
        /// The host.
        host: String,
    },
    /// No connection was made, or it broke before the answer began.
    #[error("{host} could not be reached: {reason}.")]
    Connect {
        /// The host.
        host: String,
        /// What happened, in plain words.
        reason: String,
    },
    /// No secure connection was made.
    #[error("{host} has no valid secure connection: {reason}.")]
    Tls {
        /// The host.
        host: String,
        /// What is wrong, in plain words.
        reason: String,
    },
    /// The exchange was not done in time.
    #[error("{host} did not finish answering within {seconds} seconds; it is tried again later.")]
    Timeout {
        /// The host.
        host: String,
        /// The limit.
        seconds: u64,
    },
    /// The body is larger than the limit.
    #[error(
        "{host} sent more than the limit of {limit} bytes; raise max_body_bytes under [fetch] if it is wanted."
    )]
    TooLarge {
        /// The host.
        host: String,
        /// The limit in bytes, after decompression.
        limit: u64,
    },
    /// Redirects in a circle, or too many.
    #[error("{host} redirects in a circle or too many times, last to {url}.")]
    TooManyRedirects {
        /// The host asked first.
        host: String,
        /// The last target.
        url: String,
    },
    /// 410: gone for good.
    #[error("{url} is gone for good (410); it is not asked again.")]
    Gone {
        /// The address that answered, without any password.
        url: String,
    },
    /// Any other status that is no success.
    #[error("{host} answered {code}{}.", status_words(*code))]
    Status {
        /// The host.
        host: String,
        /// The status code.
        code: u16,
        /// Seconds from now that the host asked to wait.
        retry_after: Option<u64>,
    },
    /// The body is encoded in an unknown way, or not in the way that it says.
    #[error("{host} sent a body that cannot be decoded ({encoding}); the site has to mend that.")]
    Decode {
        /// The host.
        host: String,
        /// The content encoding as sent.
        encoding: String,
    },
    /// The host asked for a pause on an earlier request and it is not over: nothing was sent.
    #[error("{host} asked for a pause; it is asked again in {retry_after} seconds.")]
    Resting {
        /// The host.
        host: String,
        /// Seconds left.
        retry_after: u64,
    },
}

impl Failure {
    /// One sentence for people: what, where, what to do.
    pub fn plain(&self) -> String {
        self.to_string()
    }

    /// Seconds from now before which the host asked not to be asked again.
    pub fn retry_after(&self) -> Option<u64> {
        match self {
            Failure::Status { retry_after, .. } => *retry_after,
            Failure::RobotsUnread { retry_after, .. } | Failure::Resting { retry_after, .. } => {
                Some(*retry_after)
            }
            _ => None,
        }
    }

    /// Whether asking again for the same page would give the same answer, so that it should be given up.
    pub fn is_lasting(&self) -> bool {
        match self {
            Failure::BadUrl { .. }
            | Failure::ForbiddenAddress { .. }
            | Failure::RobotsDenied { .. }
            | Failure::TooLarge { .. }
            | Failure::Gone { .. } => true,
            Failure::Status { code, .. } => matches!(code, 401 | 402 | 404 | 406 | 451),
            _ => false,
        }
    }

    /// Whether nothing was sent because the host is resting (see [`Failure::Resting`]): not the source's fault.
    pub fn is_resting(&self) -> bool {
        matches!(self, Failure::Resting { .. })
    }
}

fn status_words(code: u16) -> &'static str {
    match code {
        304 => " (not modified) although it was not asked for a change",
        300..=399 => " (a redirect) without a place to go",
        400 => " (bad request)",
        401 => " (a login is needed)",
        402 => " (payment is needed)",
        403 => " (access refused)",
        404 => " (not found)",
        406 => " (not acceptable)",
        429 => " (too many requests)",
        451 => " (withheld for legal reasons)",
        500 => " (an error of the server)",
        502 | 504 => " (the server behind it does not answer)",
        503 => " (not available now)",
        _ => "",
    }
}

/// The URL without user name and password, for messages.
pub(crate) fn shown(url: &url::Url) -> String {
    if url.username().is_empty() && url.password().is_none() {
        return url.to_string();
    }
    let mut url = url.clone();
    // Both only fail for URLs without a host, which carry no credentials.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.to_string()
}
