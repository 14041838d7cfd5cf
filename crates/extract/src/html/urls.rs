//! Addresses in markup: which are safe, and what relative ones lead to.

use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use url::Url;

use super::allowed::SCHEMES;
use super::join::{Cuts, has_scheme};

/// The longest base that a document may declare, in bytes.
const LONGEST: usize = 1024;

/// What relative addresses are relative to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Base {
    url: Option<Url>,
    /// Where the base is cut for relative addresses of the common forms.
    cuts: Option<Cuts>,
    /// By how many bytes the addresses of a document may still grow when they are made absolute; shared by the bases
    /// of one document. A long base before many short addresses would else make a thousand bytes of one.
    room: Option<Arc<AtomicUsize>>,
}

impl Base {
    /// A base; `None` or an address that is none leaves relative addresses as they are.
    pub(crate) fn new(base: Option<&str>) -> Self {
        let known = base.and_then(|b| Url::parse(b.trim()).ok());
        let url = known.filter(|u| !u.cannot_be_a_base() && SCHEMES.contains(&u.scheme()));
        Self::of(url, None)
    }

    fn of(url: Option<Url>, room: Option<Arc<AtomicUsize>>) -> Self {
        let cuts = url.as_ref().and_then(Cuts::new);
        Self { url, cuts, room }
    }

    /// The base for a document of `length` bytes: what its addresses may grow by is in proportion to it.
    pub(crate) fn for_document(self, length: usize) -> Self {
        let room = length.saturating_add(256 * 1024);
        Self { room: Some(Arc::new(AtomicUsize::new(room))), ..self }
    }

    /// Takes `bytes` of the room; `false` where there is none left.
    fn take(&self, bytes: usize) -> bool {
        let less = |left: usize| left.checked_sub(bytes);
        self.room
            .as_ref()
            .is_none_or(|room| room.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less).is_ok())
    }

    /// The base as text.
    pub(crate) fn as_str(&self) -> Option<&str> {
        self.url.as_ref().map(Url::as_str)
    }

    /// The base that `address` makes inside this one (`xml:base`).
    pub(crate) fn within(&self, address: &str) -> Self {
        let inner = match &self.url {
            None => Self::new(Some(address)).url,
            Some(base) => base.join(&unfold(address)).ok(),
        };
        let fits =
            |u: &Url| !u.cannot_be_a_base() && SCHEMES.contains(&u.scheme()) && u.as_str().len() <= LONGEST;
        Self::of(inner.filter(fits).or_else(|| self.url.clone()), self.room.clone())
    }

    /// What stands before `address` when it is absolute, where that is all there is to do. Takes of the room what it
    /// is long.
    pub(super) fn before(&self, address: &str) -> Option<&str> {
        let length = self.cuts.as_ref()?.before(address)?;
        let before = self.as_str()?.get(..length)?;
        self.take(length).then_some(before)
    }

    /// `address` made absolute. What already is stays letter for letter, as does what cannot be made it.
    pub(crate) fn resolve<'a>(&self, address: &'a str) -> Cow<'a, str> {
        let trimmed = address.trim();
        if is_plainly_absolute(trimmed) {
            return Cow::Borrowed(trimmed);
        }
        let Some(base) = &self.url else { return fix_slashes(trimmed) };
        if trimmed.is_empty() {
            return Cow::Borrowed(trimmed);
        }
        let fixed = fix_slashes(trimmed);
        // With a scheme it is absolute already, or nothing that could be made so.
        if has_scheme(&fixed) {
            return fixed;
        }
        match base.join(&fixed) {
            Ok(url) if self.take(url.as_str().len().saturating_sub(address.len())) => Cow::Owned(url.into()),
            _ => fixed,
        }
    }
}

/// `http:////host` → `http://host`.
fn fix_slashes(address: &str) -> Cow<'_, str> {
    match address.split_once("://") {
        Some((scheme, rest))
            if rest.starts_with('/')
                && !scheme.is_empty()
                && scheme.bytes().all(|b| b.is_ascii_alphanumeric()) =>
        {
            if scheme == "file" {
                return Cow::Borrowed(address);
            }
            Cow::Owned(format!("{scheme}://{}", rest.trim_start_matches('/')))
        }
        _ => Cow::Borrowed(address),
    }
}

/// Base addresses are written over several lines at times.
fn unfold(address: &str) -> Cow<'_, str> {
    let address = address.trim();
    if address.contains(['\n', '\t', '\r']) {
        return Cow::Owned(address.split_whitespace().collect());
    }
    fix_slashes(address)
}

/// Whether an address begins with `http://` or `https://` and a host: most do, and need no parsing.
pub(super) fn is_plainly_absolute(address: &str) -> bool {
    is_plainly_absolute_in(address.as_bytes())
}

/// Whether bytes begin with such an address.
pub(super) fn is_plainly_absolute_in(bytes: &[u8]) -> bool {
    let rest = bytes.strip_prefix(b"https://").or_else(|| bytes.strip_prefix(b"http://"));
    rest.and_then(|r| r.first()).is_some_and(u8::is_ascii_alphanumeric)
}

/// Whether a link may have this address: relative, or of a safe scheme as a browser would read it.
pub(super) fn is_safe(address: &str) -> bool {
    is_plainly_absolute(address)
        || !has_scheme(address)
        || Url::parse(address).is_ok_and(|url| SCHEMES.contains(&url.scheme()))
}
