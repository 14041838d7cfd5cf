//! References and attribute values as HTML reads them, as far as that is plain.

use std::borrow::Cow;

use crate::html::canonical;

/// An attribute's value as a serialiser would write it; borrowed where that is how it stands.
pub(super) fn escape_value(value: &str) -> Option<Cow<'_, str>> {
    let special = |b: &u8| matches!(b, b'&' | b'<' | b'>' | b'"' | b'\r' | 0xC2 | 0);
    if !value.as_bytes().iter().any(special) {
        return Some(Cow::Borrowed(value));
    }
    let plain = plain_value(value)?;
    let mut out = String::with_capacity(value.len() + 8);
    canonical::escape_attribute(&mut out, &plain);
    Some(Cow::Owned(out))
}

/// An attribute's value with its references decoded.
pub(super) fn plain_value(value: &str) -> Option<Cow<'_, str>> {
    if !value.as_bytes().iter().any(|b| matches!(b, b'&' | b'\r' | 0)) {
        return Some(Cow::Borrowed(value));
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find(['&', '\r', '\0']) {
        out.push_str(rest.get(..at)?);
        if rest.as_bytes().get(at) != Some(&b'&') {
            return None;
        }
        let after = rest.get(at + 1..)?;
        let (c, used) = decode_reference(after, true)?;
        out.push(c.unwrap_or('&'));
        rest = after.get(used..)?;
    }
    out.push_str(rest);
    Some(Cow::Owned(out))
}

/// What stands behind an `&`: a character and how many bytes it took, or nothing where the `&` is only that.
/// `None` where HTML's old references without a semicolon come in.
pub(super) fn decode_reference(rest: &str, in_attribute: bool) -> Option<(Option<char>, usize)> {
    let bytes = rest.as_bytes();
    if bytes.first() == Some(&b'#') {
        let (radix, from) = if matches!(bytes.get(1), Some(b'x' | b'X')) { (16, 2) } else { (10, 1) };
        let digits = bytes.get(from..)?.iter().take_while(|b| char::from(**b).is_digit(radix)).count();
        if digits == 0 || digits > 7 || bytes.get(from + digits) != Some(&b';') {
            return None;
        }
        let value = u32::from_str_radix(rest.get(from..from + digits)?, radix).ok()?;
        let fine = matches!(value, 9 | 10 | 0x20..=0x7E | 0xA0..=0xD7FF | 0xE000..=0xFDCF | 0xFE00..=0xFFFD | 0x1_0000..=0x1_FFFD);
        let c = char::from_u32(value).filter(|_| fine)?;
        return Some((Some(c), from + digits + 1));
    }
    let length = bytes.iter().take(40).take_while(|b| b.is_ascii_alphanumeric()).count();
    if length == 0 {
        return Some((None, 0));
    }
    let find = |key: &str| markup5ever::data::NAMED_ENTITIES.get(key).filter(|(first, _)| *first != 0);
    if bytes.get(length) == Some(&b';')
        && let Some((first, second)) = find(rest.get(..=length)?)
    {
        return match second {
            0 => Some((char::from_u32(*first), length + 1)),
            _ => None,
        };
    }
    // The old names have two to six letters.
    let old = (2..=6.min(length)).find(|n| rest.get(..*n).is_some_and(|name| find(name).is_some()));
    match old {
        None => Some((None, 0)),
        Some(_) if in_attribute => {
            // Old names count in attributes only where no letter, digit or `=` follows: `?a=1&copy=2`.
            let whole = rest.get(..length).is_some_and(|name| find(name).is_some());
            let followed = bytes.get(length) == Some(&b'=');
            if whole && !followed { None } else { Some((None, 0)) }
        }
        Some(_) => None,
    }
}

/// Appends a character as a serialiser writes it in text.
pub(super) fn push_escaped(out: &mut String, c: char) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '\u{A0}' => out.push_str("&nbsp;"),
        c => out.push(c),
    }
}
