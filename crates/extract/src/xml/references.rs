//! Character and entity references: XML's, HTML's by name, a document's own.

use std::borrow::Cow;

use memchr::memchr;

use super::Entities;

/// The longest name that a reference has in HTML's table.
const LONGEST_NAME: usize = 32;

/// Appends `raw` with its references decoded once. Says whether a bare `&` or an unknown name had to be left.
pub(crate) fn decode_into(out: &mut String, raw: &str, own: &Entities<'_>) -> bool {
    let mut rest = raw;
    let mut bad = false;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        out.push_str(rest.get(..at).unwrap_or_default());
        let after = rest.get(at + 1..).unwrap_or_default();
        let (used, fine) = one(out, after, own);
        bad |= !fine;
        if used == 0 {
            out.push('&');
        }
        rest = after.get(used..).unwrap_or_default();
    }
    out.push_str(rest);
    bad
}

/// `raw` with its references decoded once.
pub(crate) fn unescape<'a>(raw: &'a str, own: &Entities<'_>) -> Cow<'a, str> {
    if memchr(b'&', raw.as_bytes()).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    decode_into(&mut out, raw, own);
    Cow::Owned(out)
}

/// Decodes what follows an `&`; returns how much of it was the reference, and whether it was in order.
fn one(out: &mut String, after: &str, own: &Entities<'_>) -> (usize, bool) {
    if let Some(number) = after.strip_prefix('#') {
        let (used, value) = numeric(number);
        if used == 0 {
            return (0, false);
        }
        let closed = number.as_bytes().get(used) == Some(&b';');
        out.push(character(value));
        return (1 + used + usize::from(closed), closed);
    }
    let head = after.as_bytes().get(..LONGEST_NAME + 1).unwrap_or(after.as_bytes());
    let length = head.iter().position(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'_' | b'-' | b'.'));
    let Some(length) = length.filter(|n| *n > 0 && head.get(*n) == Some(&b';')) else {
        return (0, false);
    };
    let name = after.get(..length).unwrap_or_default();
    let plain = match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    };
    if let Some(c) = plain {
        out.push(c);
        return (length + 1, true);
    }
    if let Some(text) = own.get(name) {
        decode_into(out, text, &Entities::default());
        return (length + 1, true);
    }
    match html_reference(name) {
        Some((first, second)) => {
            out.push(first);
            out.extend(second);
            // XML knows five names; the others are HTML's and not in order here.
            (length + 1, false)
        }
        None => (0, false),
    }
}

/// The characters that HTML's table has for a name (WHATWG HTML, "named character references").
pub(crate) fn html_reference(name: &str) -> Option<(char, Option<char>)> {
    // HTML 4 and XHTML have the angle brackets here that XML documents mean.
    match name {
        "lang" => return Some(('\u{2329}', None)),
        "rang" => return Some(('\u{232A}', None)),
        _ => {}
    }
    let mut key = String::with_capacity(name.len() + 1);
    key.push_str(name);
    key.push(';');
    let (first, second) = markup5ever::data::NAMED_ENTITIES.get(key.as_str())?;
    let first = char::from_u32(*first).filter(|c| *c != '\0')?;
    Some((first, char::from_u32(*second).filter(|c| *c != '\0')))
}

/// The value of a numeric reference behind its `#`, and how many bytes it took.
fn numeric(text: &str) -> (usize, u32) {
    let (prefix, radix) = match text.as_bytes().first() {
        Some(b'x' | b'X') => (1, 16),
        _ => (0, 10),
    };
    let mut value = 0_u32;
    let mut used = 0;
    for byte in text.as_bytes().get(prefix..).unwrap_or_default() {
        let Some(digit) = char::from(*byte).to_digit(radix) else { break };
        value = value.saturating_mul(radix).saturating_add(digit);
        used += 1;
    }
    if used == 0 { (0, 0) } else { (prefix + used, value) }
}

/// The character of a number, as HTML reads it: the C1 controls are what Windows-1252 has there.
fn character(value: u32) -> char {
    match value {
        0x80..=0x9F => c1(value),
        0..=8 | 0xB | 0xC | 0xE..=0x1F => ' ',
        _ => char::from_u32(value).unwrap_or('\u{FFFD}'),
    }
}

/// What Windows-1252 has at a C1 control's place.
fn c1(value: u32) -> char {
    let byte = u8::try_from(value).unwrap_or(b'?');
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
    text.chars().next().unwrap_or('\u{FFFD}')
}
