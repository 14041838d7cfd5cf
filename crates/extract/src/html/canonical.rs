//! Clean markup in one form: attributes in the order of their names, addresses absolute, void elements closed.
//!
//! The input is what an HTML serialiser wrote, so that its quoting can be relied on.

use std::borrow::Cow;

use memchr::memchr;

use super::allowed::{is_address, is_void};
use super::urls::Base;

/// Rewrites serialised HTML.
pub(super) fn write(html: &str, base: &Base) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 16);
    let mut rest = html;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        out.push_str(rest.get(..at).unwrap_or_default());
        let tag = rest.get(at..).unwrap_or_default();
        let end = tag_end(tag.as_bytes());
        let inner = tag.get(1..end).unwrap_or_default();
        rest = tag.get(end + 1..).unwrap_or_default();
        if inner.starts_with('/') {
            out.push('<');
            out.push_str(inner);
            out.push('>');
        } else {
            start_tag(&mut out, inner, base);
        }
    }
    out.push_str(rest);
    out
}

/// Offset of the `>` that ends the tag at the start of `bytes`.
fn tag_end(bytes: &[u8]) -> usize {
    let mut quoted = false;
    bytes
        .iter()
        .position(|b| {
            quoted ^= *b == b'"';
            *b == b'>' && !quoted
        })
        .unwrap_or(bytes.len())
}

fn start_tag(out: &mut String, inner: &str, base: &Base) {
    let (name, attributes) = inner.split_once(' ').unwrap_or((inner, ""));
    let mut list: Vec<(&str, &str)> =
        crate::xml::Attributes::new(attributes).map(|a| (a.name, a.value)).collect();
    if list.iter().any(|(key, _)| key.starts_with("xlink:"))
        && !list.iter().any(|(key, _)| *key == "xmlns:xlink")
    {
        list.push(("xmlns:xlink", "http://www.w3.org/1999/xlink"));
    }
    list.sort_unstable();
    out.push('<');
    out.push_str(name);
    for (key, value) in list {
        attribute(out, key, value, base);
    }
    out.push_str(if is_void(name) { " />" } else { ">" });
}

/// Writes one attribute whose value is already escaped; an address is made absolute.
pub(super) fn attribute(out: &mut String, key: &str, value: &str, base: &Base) {
    out.push(' ');
    out.push_str(key);
    out.push_str("=\"");
    if is_address(key) {
        address(out, value, base);
    } else {
        out.push_str(value);
    }
    out.push('"');
}

/// Writes an escaped address, absolute where it can be.
pub(super) fn address(out: &mut String, value: &str, base: &Base) {
    if super::urls::is_plainly_absolute(value) {
        out.push_str(value);
        return;
    }
    if !value.contains('&')
        && let Some(before) = base.before(value)
    {
        escape_attribute(out, before);
        out.push_str(value);
        return;
    }
    let plain = if value.contains('&') {
        Cow::Owned(
            value
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&nbsp;", "\u{A0}")
                .replace("&amp;", "&"),
        )
    } else {
        Cow::Borrowed(value)
    };
    escape_attribute(out, &base.resolve(&plain));
}

/// Escapes a value for a quoted attribute.
pub(super) fn escape_attribute(out: &mut String, value: &str) {
    let mut rest = value;
    while let Some(at) = rest.bytes().position(|b| matches!(b, b'&' | b'"' | b'<' | b'>' | 0xC2)) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let mut chars = from.chars();
        match chars.next() {
            Some('&') => out.push_str("&amp;"),
            Some('"') => out.push_str("&quot;"),
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            Some('\u{A0}') => out.push_str("&nbsp;"),
            other => out.extend(other),
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
}
