//! Relative addresses of the common forms, made absolute by what to put before them.
//!
//! Most relative addresses in markup are `/a/b`, `a/b`, `?a`, `#a` or `//host/a` in characters that need no escaping:
//! there the absolute address is a part of the base and the relative one behind it. A property test holds this to
//! what the URL standard's parser makes of them.

use url::{Position, Url};

/// A base cut where relative addresses begin.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cuts {
    /// Behind `https:`.
    scheme: usize,
    /// Before the path.
    origin: usize,
    /// Behind the path's last slash.
    folder: usize,
    /// Behind the path.
    path: usize,
    /// Before the fragment.
    query: usize,
}

impl Cuts {
    /// The cuts of a base; `None` where its scheme has rules of its own.
    pub(super) fn new(base: &Url) -> Option<Self> {
        if !matches!(base.scheme(), "http" | "https") {
            return None;
        }
        let before_path = base[..Position::BeforePath].len();
        let folder = before_path + base.path().rfind('/')? + 1;
        Some(Self {
            scheme: base.scheme().len() + 1,
            origin: before_path,
            folder,
            path: base[..Position::AfterPath].len(),
            query: base[..Position::AfterQuery].len(),
        })
    }

    /// How much of the base stands before `address` when it is absolute; `None` where more has to be done.
    pub(super) fn before(&self, address: &str) -> Option<usize> {
        let bytes = address.as_bytes();
        if !bytes.iter().copied().all(stays) {
            return None;
        }
        match bytes {
            [b'#', ..] => Some(self.query),
            [b'?', ..] => Some(self.path),
            [b'/', b'/', rest @ ..] => (has_plain_host(rest) && !has_dots(bytes)).then_some(self.scheme),
            [b'/', ..] => (!has_dots(bytes)).then_some(self.origin),
            [b'.' | b'%', ..] | [] => None,
            _ => (!has_scheme(address) && !has_dots(bytes)).then_some(self.folder),
        }
    }
}

/// Whether a byte is written as it is wherever it stands behind a host.
fn stays(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'.'
                | b'_'
                | b'~'
                | b'/'
                | b'?'
                | b'#'
                | b'!'
                | b'$'
                | b'&'
                | b'('
                | b')'
                | b'*'
                | b'+'
                | b','
                | b';'
                | b'='
                | b':'
                | b'@'
                | b'%'
        )
}

/// Whether a segment might be `.` or `..`, also as `%2e`.
fn has_dots(bytes: &[u8]) -> bool {
    memchr::memchr_iter(b'/', bytes).any(|at| matches!(bytes.get(at + 1), Some(b'.' | b'%')))
}

/// Whether a host without port begins here, in letters that stay, and a path behind it.
fn has_plain_host(bytes: &[u8]) -> bool {
    let Some(host) = memchr::memchr(b'/', bytes).and_then(|end| bytes.get(..end)) else { return false };
    let mut labels = host.split(|b| *b == b'.');
    let named = labels.all(|label| {
        label.first().is_some_and(u8::is_ascii_lowercase)
            && label.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || *b == b'-')
            && !label.starts_with(b"xn-")
    });
    named && host.len() <= 253
}

/// Whether an address begins with a scheme, as the URL standard's parser reads it.
pub(super) fn has_scheme(address: &str) -> bool {
    let mut bytes =
        address.trim_start_matches(|c| c <= ' ').bytes().filter(|b| !matches!(b, b'\t' | b'\n' | b'\r'));
    bytes.next().is_some_and(|b| b.is_ascii_alphabetic())
        && bytes.find(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'+' | b'-' | b'.')) == Some(b':')
}
