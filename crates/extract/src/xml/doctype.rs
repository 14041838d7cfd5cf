//! Document type declarations: where they end, and the plain entities they declare.

use memchr::memmem;

/// The most entities that are kept of one document.
const MOST_ENTITIES: usize = 256;
/// The longest text of an entity that is kept.
const LONGEST_ENTITY: usize = 4096;

/// Offset just behind the declaration that `bytes` starts with.
pub(super) fn end(bytes: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b'>' if depth == 0 => return Some(at + 1),
            // A declaration without an end must not swallow the document: an element ends it.
            b'<' if at > 0 && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) => return Some(at),
            b'<' if bytes.get(at..).is_some_and(|b| b.starts_with(b"<!--")) => {
                at += memmem::find(bytes.get(at..)?, b"-->").unwrap_or(3);
            }
            b'"' | b'\'' if depth > 0 || at > 0 => {
                let inner = bytes.get(at + 1..).unwrap_or_default();
                if let Some(n) = memchr::memchr(*byte, inner)
                    && n <= LONGEST_ENTITY
                {
                    at += n + 1;
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// The entities that a document declares for itself. One whose text names another entity is not kept: that is how
/// entity bombs are made, and feeds have no need of it.
#[derive(Debug, Default)]
pub(crate) struct Entities<'a> {
    list: Vec<(&'a str, &'a str)>,
}

impl<'a> Entities<'a> {
    /// Reads the declarations in a document type declaration.
    pub(crate) fn read(&mut self, doctype: &'a str) {
        let mut rest = doctype;
        while let Some((_, after)) = rest.split_once("<!ENTITY") {
            rest = after;
            let mut words = after.trim_start().splitn(2, |c: char| c.is_ascii_whitespace());
            let (Some(name), Some(value)) = (words.next(), words.next()) else { return };
            let value = value.trim_start();
            let Some(quote) = value.chars().next().filter(|c| *c == '"' || *c == '\'') else { continue };
            let Some((text, _)) = value.get(1..).and_then(|v| v.split_once(quote)) else { continue };
            let plain = !text.contains('&') || is_one_character(text);
            if plain && text.len() <= LONGEST_ENTITY && self.list.len() < MOST_ENTITIES {
                self.list.push((name, text));
            }
        }
    }

    /// The text of an entity, which may hold one character reference.
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        self.list.iter().find(|(n, _)| *n == name).map(|(_, text)| *text)
    }
}

/// Whether a text is one numeric character reference.
fn is_one_character(text: &str) -> bool {
    text.strip_prefix("&#")
        .and_then(|t| t.strip_suffix(';'))
        .is_some_and(|t| !t.is_empty() && t.bytes().all(|b| b.is_ascii_alphanumeric()))
}
