//! Relative addresses in markup that is not sanitised.

use std::borrow::Cow;

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
    if base.as_str().is_none() {
        return Cow::Borrowed(html);
    }
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

/// Where `part`, a slice of `whole`, starts in it.
fn offset_in(whole: &str, part: &str) -> Option<usize> {
    part.as_ptr().addr().checked_sub(whole.as_ptr().addr()).filter(|at| at + part.len() <= whole.len())
}
