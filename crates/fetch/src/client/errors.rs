//! From the HTTP library's errors to plain words.

use std::error::Error;
use std::io::{self, ErrorKind};

use crate::Failure;
use crate::resolve::Unresolved;

/// What an error of the HTTP library means for a fetch from this host.
pub(crate) fn failure(error: &reqwest::Error, host: &str, seconds: u64, has_roots: bool) -> Failure {
    let host = host.to_owned();
    let mut reason = None;
    for cause in causes(error) {
        if let Some(unresolved) = cause.downcast_ref::<Unresolved>() {
            return match unresolved {
                Unresolved::NoSuchHost => Failure::NoSuchHost { host },
                Unresolved::Forbidden(address) => Failure::ForbiddenAddress { host, address: *address },
            };
        }
        if let Some(tls) = cause.downcast_ref::<rustls::Error>() {
            return Failure::Tls { host, reason: super::tls::plain(tls, has_roots) };
        }
        if let Some(io) = cause.downcast_ref::<io::Error>()
            && let Some(words) = io_words(io.kind())
        {
            reason = Some(words.to_owned());
        }
    }
    if error.is_timeout() {
        return if error.is_connect() {
            Failure::Connect { host, reason: "it did not accept the connection in time".into() }
        } else {
            Failure::Timeout { host, seconds }
        };
    }
    let reason = reason.unwrap_or_else(|| {
        let innermost = causes(error).last().map(ToString::to_string).unwrap_or_default();
        if error.is_connect() {
            format!("no connection could be made ({innermost})")
        } else {
            format!("its answer broke off or was no HTTP ({innermost})")
        }
    });
    Failure::Connect { host, reason }
}

/// An error and all that caused it, from the outside in. An `io::Error` hides the error that it wraps
/// from `source`, so that is looked for, too.
fn causes<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| {
        let error: &'a (dyn Error + 'static) = *error;
        if let Some(inner) = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            let inner: &(dyn Error + 'static) = inner;
            return Some(inner);
        }
        error.source()
    })
    .take(16)
}

fn io_words(kind: ErrorKind) -> Option<&'static str> {
    Some(match kind {
        ErrorKind::ConnectionRefused => "nothing listens there (connection refused)",
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => {
            "it closed the connection before answering"
        }
        ErrorKind::UnexpectedEof => "it hung up in the middle",
        ErrorKind::HostUnreachable | ErrorKind::NetworkUnreachable | ErrorKind::NetworkDown => {
            "there is no way to it through the network"
        }
        ErrorKind::AddrNotAvailable => "this machine has no address of that kind to reach it from",
        ErrorKind::TimedOut => "it did not answer in time",
        _ => return None,
    })
}
