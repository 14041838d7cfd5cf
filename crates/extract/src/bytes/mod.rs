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
    let control = |b: u8| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0C);
    // Folded without a branch, so that it runs at the speed of memory.
    let has_control =
        text.as_bytes().chunks(4096).any(|chunk| chunk.iter().fold(false, |any, b| any | control(*b)));
    let bytes = text.as_bytes();
    let has_c1 = memchr::memchr_iter(0xC2, bytes)
        .any(|at| bytes.get(at + 1).is_some_and(|b| (0x80..0xA0).contains(b)));
    if !has_control && !has_c1 {
        return Cow::Borrowed(text);
    }
    if has_control {
        warnings.note("bad-xml", || "There are control characters in the text.".into());
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\u{80}'..='\u{9F}' => out.push(windows_1252(c)),
            c if c.is_ascii_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{C}' | '\u{7F}') => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// What Windows-1252 has at a C1 control's place.
pub(crate) fn windows_1252(c1: char) -> char {
    let byte = u8::try_from(u32::from(c1)).unwrap_or(b'?');
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
    text.chars().next().unwrap_or('\u{FFFD}')
}

/// UTF-8 that was once taken for Latin-1 and encoded again, put right; `None` where it was not.
pub(crate) fn undo_double_utf8(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    // Every character must fit one byte, and the bytes must be UTF-8: prose in Latin-1 never is.
    if text.bytes().any(|b| b > 0xC3) {
        return None;
    }
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    String::from_utf8(bytes?).ok()
}
