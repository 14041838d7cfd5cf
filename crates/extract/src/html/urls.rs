//! Addresses in markup: which are safe, and what relative ones lead to.

use std::borrow::Cow;

use url::Url;

use super::allowed::SCHEMES;

/// What relative addresses are relative to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Base(Option<Url>);

impl Base {
    /// A base; `None` or an address that is none leaves relative addresses as they are.
    pub(crate) fn new(base: Option<&str>) -> Self {
        let known = base.and_then(|b| Url::parse(b.trim()).ok());
        Self(known.filter(|u| !u.cannot_be_a_base() && SCHEMES.contains(&u.scheme())))
    }

    /// The base as text.
    pub(crate) fn as_str(&self) -> Option<&str> {
        self.0.as_ref().map(Url::as_str)
    }

    /// The base that `address` makes inside this one (`xml:base`).
    pub(crate) fn within(&self, address: &str) -> Self {
        match &self.0 {
            None => Self::new(Some(address)),
            Some(base) => {
                let joined = base.join(&unfold(address)).ok();
                Self(
                    joined
                        .filter(|u| !u.cannot_be_a_base() && SCHEMES.contains(&u.scheme()))
                        .or_else(|| Some(base.clone())),
                )
            }
        }
    }

    /// `address` made absolute. What already is stays letter for letter, as does what cannot be made it.
    pub(crate) fn resolve<'a>(&self, address: &'a str) -> Cow<'a, str> {
        let trimmed = address.trim();
        if is_plainly_absolute(trimmed) {
            return Cow::Borrowed(trimmed);
        }
        let Some(base) = &self.0 else { return fix_slashes(trimmed) };
        if trimmed.is_empty() {
            return Cow::Borrowed(trimmed);
        }
        let fixed = fix_slashes(trimmed);
        match Url::parse(&fixed) {
            Ok(_) => fixed,
            Err(url::ParseError::RelativeUrlWithoutBase) => match base.join(&fixed) {
                Ok(url) => Cow::Owned(url.into()),
                Err(_) => fixed,
            },
            Err(_) => fixed,
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
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"));
    rest.and_then(|r| r.as_bytes().first()).is_some_and(u8::is_ascii_alphanumeric)
}

/// Whether a link may have this address: relative, or of a safe scheme as a browser would read it.
pub(super) fn is_safe(address: &str) -> bool {
    if is_plainly_absolute(address) {
        return true;
    }
    match Url::parse(address) {
        Ok(url) => SCHEMES.contains(&url.scheme()),
        Err(url::ParseError::RelativeUrlWithoutBase) => true,
        Err(_) => false,
    }
}
