//! Which encoding bytes are in, by mark, by declaration, by form, by guess.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::warning::Warnings;

/// How wide a text's units are, where that decides who decodes it.
pub(super) enum Unit {
    /// An encoding of the WHATWG list.
    Whatwg,
    /// UTF-32, which that list leaves out.
    Four {
        /// Whether the high byte stands first.
        big_endian: bool,
    },
    /// IBM's code page 037, which XML's appendix F names.
    Ebcdic,
}

/// What was found out before decoding.
pub(super) struct Found {
    /// Who decodes.
    pub(super) unit: Unit,
    /// The encoding, for [`Unit::Whatwg`].
    pub(super) encoding: &'static Encoding,
    /// Bytes of a mark to leave out.
    pub(super) skip: usize,
    /// Whether a mark or the form of the bytes proves it.
    pub(super) sure: bool,
    /// Whether the input or the wire named it.
    pub(super) declared: bool,
    /// What was declared and cannot be true.
    pub(super) lie: Option<String>,
}

/// How far into the text an XML declaration may stand (comments before it are against the rules, and seen).
const DECLARATION_WITHIN: usize = 1024;

pub(super) fn sniff(bytes: &[u8], charset: Option<&str>) -> Found {
    let found = |unit, encoding, skip, sure| Found { unit, encoding, skip, sure, declared: true, lie: None };
    let big = Unit::Four { big_endian: true };
    let little = Unit::Four { big_endian: false };
    match bytes {
        [0, 0, 0xFE, 0xFF, ..] => return found(big, UTF_8, 4, true),
        [0xFF, 0xFE, 0, 0, ..] => return found(little, UTF_8, 4, true),
        [0xFE, 0xFF, ..] => return found(Unit::Whatwg, UTF_16BE, 2, true),
        [0xFF, 0xFE, ..] => return found(Unit::Whatwg, UTF_16LE, 2, true),
        [0xEF, 0xBB, 0xBF, rest @ ..] => {
            let mut it = found(Unit::Whatwg, UTF_8, 3, true);
            it.lie = declared(rest)
                .and_then(|label| Encoding::for_label(label.as_bytes()).filter(|e| *e != UTF_8))
                .map(|e| format!("The text says it is {}, its mark says UTF-8.", e.name()));
            return it;
        }
        [0, 0, 0, 0x3C, ..] => return found(big, UTF_8, 0, true),
        [0x3C, 0, 0, 0, ..] => return found(little, UTF_8, 0, true),
        [0, 0x3C, 0, _, ..] => return found(Unit::Whatwg, UTF_16BE, 0, true),
        [0x3C, 0, _, 0, ..] => return found(Unit::Whatwg, UTF_16LE, 0, true),
        [0x4C, 0x6F, 0xA7, 0x94, ..] => return found(Unit::Ebcdic, UTF_8, 0, true),
        _ => {}
    }
    let named = declared(bytes);
    let wire = charset.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let inner = named.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    let mut it = found(Unit::Whatwg, UTF_8, 0, false);
    it.declared = wire.is_some() || inner.is_some();
    // Bytes that read as ASCII with `<` in one byte are not UTF-16, whatever they say.
    let is_wide = |e: &&'static Encoding| *e == UTF_16BE || *e == UTF_16LE;
    match (wire, inner) {
        (Some(e), _) | (None, Some(e)) if is_wide(&e) => {
            it.lie = Some(format!("The text says it is {}, but is not.", e.name()));
            it.encoding = [wire, inner].into_iter().flatten().find(|e| !is_wide(e)).unwrap_or(UTF_8);
            it.declared = it.encoding != UTF_8;
        }
        (Some(wire), Some(inner)) => {
            it.encoding = wire;
            if wire != inner {
                it.lie = Some(format!("The server says {}, the text says {}.", wire.name(), inner.name()));
                // Servers put a default charset on everything; text that proves to be what it says itself is believed.
                if inner == UTF_8 && std::str::from_utf8(bytes).is_ok() {
                    it.encoding = inner;
                }
            }
        }
        (Some(e), None) | (None, Some(e)) => it.encoding = e,
        (None, None) => {
            if let Some(label) = named {
                it.lie = Some(format!("The text says it is “{label}”, which is not known."));
            }
        }
    }
    it
}

/// The encoding that an XML declaration names.
pub(super) fn declared(bytes: &[u8]) -> Option<&str> {
    let head = bytes.get(..DECLARATION_WITHIN).unwrap_or(bytes);
    let start = memchr::memmem::find(head, b"<?xml")?;
    let head = head.get(start..)?;
    let end = memchr::memchr(b'>', head)?;
    let head = head.get(..end)?;
    let at = memchr::memmem::find(head, b"encoding")?;
    let rest = head.get(at + 8..)?.trim_ascii_start();
    let rest = rest.strip_prefix(b"=")?.trim_ascii_start();
    let (quote, rest) = rest.split_first()?;
    if *quote != b'"' && *quote != b'\'' {
        return None;
    }
    let end = memchr::memchr(*quote, rest)?;
    std::str::from_utf8(rest.get(..end)?).ok()
}

/// How many sequences beyond ASCII in a sample are good UTF-8, and how many are not.
pub(super) fn utf8_score(bytes: &[u8]) -> (usize, usize) {
    let sample = bytes.get(..1 << 20).unwrap_or(bytes);
    let (mut good, mut bad) = (0, 0);
    for chunk in sample.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (good, bad)
}

/// A guess at an encoding of bytes that are not UTF-8.
pub(super) fn guess(bytes: &[u8]) -> &'static Encoding {
    let sample = bytes.get(..1 << 20).unwrap_or(bytes);
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(sample, true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

/// UTF-32, bad units replaced.
pub(super) fn utf32(bytes: &[u8], big_endian: bool, warnings: &mut Warnings) -> String {
    let mut text = String::with_capacity(bytes.len() / 4);
    let mut bad = !bytes.len().is_multiple_of(4);
    for unit in bytes.chunks_exact(4) {
        let Ok(unit) = <[u8; 4]>::try_from(unit) else { continue };
        let value = if big_endian { u32::from_be_bytes(unit) } else { u32::from_le_bytes(unit) };
        let c = char::from_u32(value);
        bad |= c.is_none();
        text.push(c.unwrap_or('\u{FFFD}'));
    }
    if bad {
        warnings.note("bad-bytes", || "Some bytes are not UTF-32.".into());
    }
    text
}

/// IBM code page 037.
pub(super) fn ebcdic(bytes: &[u8]) -> String {
    bytes.iter().map(|b| char::from(CP037[usize::from(*b)])).collect()
}

/// Code page 037 → Latin-1, position by position.
#[rustfmt::skip]
const CP037: [u8; 256] = [
    0x00,0x01,0x02,0x03,0x9C,0x09,0x86,0x7F,0x97,0x8D,0x8E,0x0B,0x0C,0x0D,0x0E,0x0F,
    0x10,0x11,0x12,0x13,0x9D,0x85,0x08,0x87,0x18,0x19,0x92,0x8F,0x1C,0x1D,0x1E,0x1F,
    0x80,0x81,0x82,0x83,0x84,0x0A,0x17,0x1B,0x88,0x89,0x8A,0x8B,0x8C,0x05,0x06,0x07,
    0x90,0x91,0x16,0x93,0x94,0x95,0x96,0x04,0x98,0x99,0x9A,0x9B,0x14,0x15,0x9E,0x1A,
    0x20,0xA0,0xE2,0xE4,0xE0,0xE1,0xE3,0xE5,0xE7,0xF1,0xA2,0x2E,0x3C,0x28,0x2B,0x7C,
    0x26,0xE9,0xEA,0xEB,0xE8,0xED,0xEE,0xEF,0xEC,0xDF,0x21,0x24,0x2A,0x29,0x3B,0xAC,
    0x2D,0x2F,0xC2,0xC4,0xC0,0xC1,0xC3,0xC5,0xC7,0xD1,0xA6,0x2C,0x25,0x5F,0x3E,0x3F,
    0xF8,0xC9,0xCA,0xCB,0xC8,0xCD,0xCE,0xCF,0xCC,0x60,0x3A,0x23,0x40,0x27,0x3D,0x22,
    0xD8,0x61,0x62,0x63,0x64,0x65,0x66,0x67,0x68,0x69,0xAB,0xBB,0xF0,0xFD,0xFE,0xB1,
    0xB0,0x6A,0x6B,0x6C,0x6D,0x6E,0x6F,0x70,0x71,0x72,0xAA,0xBA,0xE6,0xB8,0xC6,0xA4,
    0xB5,0x7E,0x73,0x74,0x75,0x76,0x77,0x78,0x79,0x7A,0xA1,0xBF,0xD0,0xDD,0xDE,0xAE,
    0x5E,0xA3,0xA5,0xB7,0xA9,0xA7,0xB6,0xBC,0xBD,0xBE,0x5B,0x5D,0xAF,0xA8,0xB4,0xD7,
    0x7B,0x41,0x42,0x43,0x44,0x45,0x46,0x47,0x48,0x49,0xAD,0xF4,0xF6,0xF2,0xF3,0xF5,
    0x7D,0x4A,0x4B,0x4C,0x4D,0x4E,0x4F,0x50,0x51,0x52,0xB9,0xFB,0xFC,0xF9,0xFA,0xFF,
    0x5C,0xF7,0x53,0x54,0x55,0x56,0x57,0x58,0x59,0x5A,0xB2,0xD4,0xD6,0xD2,0xD3,0xD5,
    0x30,0x31,0x32,0x33,0x34,0x35,0x36,0x37,0x38,0x39,0xB3,0xDB,0xDC,0xD9,0xDA,0x9F,
];
