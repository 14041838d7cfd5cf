//! Bytes → text, by the HTML standard's order of evidence: byte order mark, HTTP header, `<meta>`, then the bytes
//! themselves (<https://html.spec.whatwg.org/#determining-the-character-encoding>).

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into the page a `<meta charset>` is looked for.
const META_WITHIN: usize = 4096;
/// Pages are read up to this many bytes.
pub(crate) const MAX_BYTES: usize = 8 << 20;

/// A page's text, and whether a part of the bytes was left out.
pub(crate) fn decode<'a>(bytes: &'a [u8], content_type: Option<&str>) -> (Cow<'a, str>, bool) {
    let truncated = bytes.len() > MAX_BYTES;
    let bytes = bytes.get(..MAX_BYTES).unwrap_or(bytes);
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(skip..).unwrap_or_default();
        return (encoding.decode_without_bom_handling(rest).0, truncated);
    }
    let declared = content_type.and_then(charset_of).or_else(|| meta_charset(bytes));
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => Some(text),
        // Cut within a character at the limit.
        Err(e) if truncated && e.valid_up_to() + 4 > bytes.len() => {
            bytes.get(..e.valid_up_to()).and_then(|b| std::str::from_utf8(b).ok())
        }
        Err(_) => None,
    };
    // Bytes that are valid UTF-8 and not plain ASCII are UTF-8, whatever was declared.
    if let Some(text) = valid
        && (declared.is_none_or(|d| d.is_ascii_compatible())
            && (declared.is_none_or(|d| d == UTF_8) || !text.is_ascii()))
    {
        return (Cow::Borrowed(text), truncated);
    }
    let encoding = declared.unwrap_or_else(|| {
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        detector.feed(bytes.get(..64 << 10).unwrap_or(bytes), true);
        detector.guess(None, Utf8Detection::Allow)
    });
    (encoding.decode_without_bom_handling(bytes).0, truncated)
}

/// The charset of a `Content-Type`.
fn charset_of(content_type: &str) -> Option<&'static Encoding> {
    let lower = content_type.to_ascii_lowercase();
    let (_, after) = lower.split_once("charset=")?;
    let label = after.split([';', ',']).next()?.trim().trim_matches(['"', '\'']);
    Encoding::for_label(label.as_bytes())
}

/// The charset that a `<meta>` near the start declares.
fn meta_charset(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..META_WITHIN).unwrap_or(bytes);
    let lower: Vec<u8> = head.iter().map(u8::to_ascii_lowercase).collect();
    let mut rest = &lower[..];
    while let Some(at) = memchr::memmem::find(rest, b"<meta") {
        rest = rest.get(at + 5..)?;
        let end = memchr::memchr(b'>', rest).unwrap_or(rest.len());
        let tag = rest.get(..end)?;
        if let Some(found) = memchr::memmem::find(tag, b"charset") {
            let value: Vec<u8> = tag
                .get(found + 7..)?
                .iter()
                .copied()
                .skip_while(|b| matches!(b, b' ' | b'=' | b'"' | b'\''))
                .take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b':'))
                .collect();
            if let Some(encoding) = Encoding::for_label(&value) {
                // A page that could be read this far is not UTF-16; x-user-defined means Windows-1252.
                return Some(match encoding {
                    e if e == UTF_16BE || e == UTF_16LE => UTF_8,
                    e if e.name() == "x-user-defined" => WINDOWS_1252,
                    e => e,
                });
            }
        }
    }
    None
}
