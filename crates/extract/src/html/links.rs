//! Relative addresses in markup that is not sanitised.

use std::borrow::Cow;

use memchr::memchr_iter;

use crate::xml::{Attribute, Entities, Token, Tokens, unescape};

use super::canonical::escape_attribute;
use super::urls::Base;

/// Attributes that hold addresses, by HTML 4 and 5.
#[rustfmt::skip]
const ADDRESSES: &[&str] = &[
    "href", "src", "cite", "poster", "action", "background", "longdesc", "usemap", "classid", "codebase", "data", "profile",
];

/// Makes the relative addresses in `html` absolute; borrowed where there are none.
pub(crate) fn resolve<'a>(html: &'a str, base: &Base) -> Cow<'a, str> {
    if base.as_str().is_none() || !may_have_relative(html.as_bytes()) {
        return Cow::Borrowed(html);
    }
    resolve_each(html, base)
}

/// [`resolve`], every tag looked at.
pub(super) fn resolve_each<'a>(html: &'a str, base: &Base) -> Cow<'a, str> {
    let own = Entities::default();
    let mut out = String::new();
    let mut copied = 0;
    for token in Tokens::new(html) {
        let Token::Start { attributes, .. } = token else { continue };
        for Attribute { name, value } in attributes {
            if value.is_empty() || !ADDRESSES.iter().any(|a| name.eq_ignore_ascii_case(a)) {
                continue;
            }
            if super::urls::is_plainly_absolute(value) {
                continue;
            }
            let plain = unescape(value, &own);
            let absolute = base.resolve(&plain);
            if absolute == plain {
                continue;
            }
            // The value is a slice of `html`: where it stands follows from the addresses of both.
            let Some(from) = offset_in(html, value) else { continue };
            out.push_str(html.get(copied..from).unwrap_or_default());
            escape_attribute(&mut out, &absolute);
            copied = from + value.len();
        }
    }
    if copied == 0 {
        return Cow::Borrowed(html);
    }
    out.push_str(html.get(copied..).unwrap_or_default());
    Cow::Owned(out)
}

/// Whether an address might stand in `html` that does not begin as an absolute one does; `false` only where there is
/// surely none. Looks at what stands about each `=` and at nothing else: most texts of most feeds need no more.
fn may_have_relative(html: &[u8]) -> bool {
    memchr_iter(b'=', html).any(|at| {
        let (before, after) = html.split_at(at);
        let before = before.trim_ascii_end();
        // The last letters of the names, so that most others cost one look.
        if !matches!(
            before.last().map(u8::to_ascii_lowercase),
            Some(b'f' | b'c' | b'e' | b'r' | b'n' | b'd' | b'p' | b'a')
        ) {
            return false;
        }
        let named = ADDRESSES.iter().any(|name| {
            let Some((rest, end)) =
                before.len().checked_sub(name.len()).and_then(|n| before.split_at_checked(n))
            else {
                return false;
            };
            end.eq_ignore_ascii_case(name.as_bytes()) && rest.last().is_none_or(|b| !is_of_a_name(*b))
        });
        let value = after.get(1..).unwrap_or_default().trim_ascii_start();
        named
            && !super::urls::is_plainly_absolute_in(
                value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value),
            )
    })
}

/// Whether a byte before an attribute's name would be part of that name; less than the tokenizer takes, so that what is
/// told apart here is told apart there.
fn is_of_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.') || byte >= 0x80
}

/// Where `part`, a slice of `whole`, starts in it.
fn offset_in(whole: &str, part: &str) -> Option<usize> {
    part.as_ptr().addr().checked_sub(whole.as_ptr().addr()).filter(|at| at + part.len() <= whole.len())
}
