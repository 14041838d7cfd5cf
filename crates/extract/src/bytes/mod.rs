//! Bytes → text: which encoding, and its decoding, for feeds and lists of feeds.
//!
//! The order is RFC 7303's: byte order mark, HTTP charset, XML declaration, and without any of them UTF-8 where it
//! fits, else a guess. What was declared and cannot be is noted as a warning, never an error.

mod sniff;

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};

use crate::warning::Warnings;

/// Decoded text and the encoding it was in.
pub(crate) struct Decoded<'a> {
    /// The text; borrowed where the input was good UTF-8.
    pub(crate) text: Cow<'a, str>,
    /// WHATWG name of the encoding.
    pub(crate) encoding: &'static str,
}

/// Decodes XML or JSON. `charset` is the HTTP header's.
pub(crate) fn decode<'a>(bytes: &'a [u8], charset: Option<&str>, warnings: &mut Warnings) -> Decoded<'a> {
    let found = sniff::sniff(bytes, charset);
    let body = bytes.get(found.skip..).unwrap_or_default();
    let decoded = match found.unit {
        sniff::Unit::Four { big_endian } => Decoded {
            text: Cow::Owned(sniff::utf32(body, big_endian, warnings)),
            encoding: if big_endian { "UTF-32BE" } else { "UTF-32LE" },
        },
        sniff::Unit::Ebcdic => Decoded { text: Cow::Owned(sniff::ebcdic(body)), encoding: "IBM037" },
        sniff::Unit::Whatwg => by_label(body, &found, warnings),
    };
    if let Some(lie) = found.lie {
        warnings.note("encoding-mismatch", || lie);
    }
    decoded
}

fn by_label<'a>(body: &'a [u8], found: &sniff::Found, warnings: &mut Warnings) -> Decoded<'a> {
    let (first, sure) = (found.encoding, found.sure);
    if first == UTF_8 {
        return match std::str::from_utf8(body) {
            Ok(text) => Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name() },
            Err(error) => not_utf8(body, error.valid_up_to(), found, warnings),
        };
    }
    // A declared encoding of single bytes in which the text is also flawless UTF-8 with characters beyond ASCII is
    // a lie; the chance of that happening by accident in prose is nil. A mark or the wire's own word is believed.
    if !sure
        && is_unlike_utf8(first)
        && !body.is_ascii()
        && let Ok(text) = std::str::from_utf8(body)
    {
        warnings.note("encoding-mismatch", || {
            format!("The text says it is {}, but is {}.", first.name(), UTF_8.name())
        });
        return Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name() };
    }
    let (text, had_errors) = first.decode_without_bom_handling(body);
    if had_errors
        && !sure
        && let Ok(text) = std::str::from_utf8(body)
    {
        warnings.note("encoding-mismatch", || {
            format!("The text says it is {}, but is {}.", first.name(), UTF_8.name())
        });
        return Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name() };
    }
    if had_errors {
        warnings.note("bad-bytes", || format!("Some bytes are not {}.", first.name()));
    }
    Decoded { text, encoding: first.name() }
}

/// Whether prose in an encoding of single bytes is never UTF-8 by accident: few of its letters are bytes that continue
/// a character there.
fn is_unlike_utf8(encoding: &'static Encoding) -> bool {
    encoding.is_single_byte() && encoding != encoding_rs::WINDOWS_874 && encoding != encoding_rs::IBM866
}

/// The text should be UTF-8 and is not quite: a few bad bytes in good text stay that, anything else is guessed at.
fn not_utf8<'a>(body: &'a [u8], at: usize, found: &sniff::Found, warnings: &mut Warnings) -> Decoded<'a> {
    let (good, bad) = sniff::utf8_score(body.get(at.saturating_sub(4096)..).unwrap_or(body));
    let truncated_char = body.len().saturating_sub(at) < 4 && bad <= 1;
    if truncated_char || good > bad || (good == 0 && bad == 1 && found.declared) {
        warnings.note("bad-bytes", || format!("Byte {at} and perhaps others are not UTF-8."));
        return Decoded {
            text: Cow::Owned(String::from_utf8_lossy(body).into_owned()),
            encoding: UTF_8.name(),
        };
    }
    let guess: &'static Encoding = sniff::guess(body);
    if found.declared {
        warnings.note("encoding-mismatch", || {
            format!("The text says it is {}, but reads as {}.", UTF_8.name(), guess.name())
        });
    } else {
        warnings
            .note("encoding-guessed", || format!("No encoding is declared; {} was guessed.", guess.name()));
    }
    let (text, _) = guess.decode_without_bom_handling(body);
    Decoded { text, encoding: guess.name() }
}

/// The charset of a `Content-Type` header.
pub(crate) fn charset_of(content_type: &str) -> Option<&str> {
    content_type.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| value.trim().trim_matches(|c| c == '"' || c == '\''))
            .filter(|value| !value.is_empty())
    })
}

/// Takes out what no text should hold: control characters go, C1 controls become what Windows-1252 has in their place.
pub(crate) fn clean<'a>(text: &'a str, warnings: &mut Warnings) -> Cow<'a, str> {
    let Some(first) = next_control(text.as_bytes(), 0) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len());
    let (mut copied, mut at, mut any_control) = (0, Some(first), false);
    while let Some(control) = at {
        out.push_str(text.get(copied..control).unwrap_or_default());
        let Some(c) = text.get(control..).and_then(|rest| rest.chars().next()) else { break };
        if c.is_ascii() {
            any_control = true;
        } else {
            out.push(windows_1252(c));
        }
        copied = control + c.len_utf8();
        at = next_control(text.as_bytes(), copied);
    }
    out.push_str(text.get(copied..).unwrap_or_default());
    if any_control {
        warnings.note("bad-xml", || "There are control characters in the text.".into());
    }
    Cow::Owned(out)
}

/// The control characters of a text that is read from its front, so that only the pieces that hold one are cleaned.
pub(crate) struct Controls {
    next: Option<usize>,
}

impl Controls {
    /// Those of `text`.
    pub(crate) fn of(text: &str) -> Self {
        Self { next: next_control(text.as_bytes(), 0) }
    }

    /// Whether one that was not passed yet stands before `end`.
    pub(crate) fn any_before(&self, end: usize) -> bool {
        self.next.is_some_and(|at| at < end)
    }

    /// Passes those before `end`. `false` where one stands before `start`, or behind a `]`, which might become the end
    /// of a section without it.
    pub(crate) fn pass(&mut self, text: &str, start: usize, end: usize) -> bool {
        let bytes = text.as_bytes();
        while let Some(at) = self.next.filter(|at| *at < end) {
            if at < start || at.checked_sub(1).and_then(|n| bytes.get(n)) == Some(&b']') {
                return false;
            }
            self.next = next_control(bytes, at + 1);
        }
        true
    }
}

/// Where the next control character at or after `from` starts, C1 controls in UTF-8 included.
fn next_control(bytes: &[u8], from: usize) -> Option<usize> {
    /// Bytes that are looked at together, without a branch, so that it runs at the speed of memory.
    const STRIDE: usize = 256;
    let control = |b: u8| (b < 0x20) & (b != b'\t') & (b != b'\n') & (b != b'\r') & (b != 0x0C);
    let c1 = |lead: u8, b: u8| (lead == 0xC2) & (b & 0xE0 == 0x80);
    let mut at = from;
    while let Some(rest) = bytes.get(at..).filter(|r| !r.is_empty()) {
        let here = rest.get(..STRIDE).unwrap_or(rest);
        let next = rest.get(1..).unwrap_or_default();
        let some = here.iter().fold(false, |some, b| some | control(*b) | (*b == 0xC2));
        let any = || {
            here.iter().fold(false, |any, b| any | control(*b))
                | here.iter().zip(next).fold(false, |any, (lead, b)| any | c1(*lead, *b))
        };
        if some && any() {
            let is_start = |n: &usize| {
                let (lead, b) = (here.get(*n), next.get(*n));
                lead.is_some_and(|l| control(*l) || b.is_some_and(|b| c1(*l, *b)))
            };
            return (0..here.len()).find(is_start).map(|n| at + n);
        }
        at += here.len();
    }
    None
}

/// What Windows-1252 has at a C1 control's place.
pub(crate) fn windows_1252(c1: char) -> char {
    let byte = u8::try_from(u32::from(c1)).unwrap_or(b'?');
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
    text.chars().next().unwrap_or('\u{FFFD}')
}

/// UTF-8 that was once taken for Latin-1 and encoded again, put right; `None` where it was not.
pub(crate) fn undo_double_utf8(text: &str) -> Option<String> {
    // The first beyond ASCII must be the lead of one more: mostly that settles it.
    let first = Encoding::ascii_valid_up_to(text.as_bytes());
    let mut chars = text.get(first..)?.chars();
    let (lead, next) = (chars.next()?, chars.next()?);
    if !('\u{C2}'..='\u{F4}').contains(&lead) || !('\u{80}'..='\u{BF}').contains(&next) {
        return None;
    }
    // Every character must fit one byte, and the bytes must be UTF-8: prose in Latin-1 never is.
    if text.bytes().any(|b| b > 0xC3) {
        return None;
    }
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    String::from_utf8(bytes?).ok()
}
