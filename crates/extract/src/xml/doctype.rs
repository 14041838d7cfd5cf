//! Document type declarations: where they end, and the plain entities they declare.

use std::cell::Cell;

use memchr::memmem;

/// The most entities that are kept of one document.
const MOST_ENTITIES: usize = 256;
/// The longest name of an entity that is kept.
const LONGEST_NAME: usize = 64;
/// The longest text of an entity that is kept.
const LONGEST_ENTITY: usize = 4096;

/// Offset just behind the declaration that `bytes` starts with.
pub(super) fn end(bytes: &[u8]) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    let mut comments_end = true;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'[' => depth += 1,
            b']' => depth = depth.saturating_sub(1),
            b'>' if depth == 0 => return Some(at + 1),
            // A declaration without an end must not swallow the document: an element ends it.
            b'<' if at > 0 && bytes.get(at + 1).is_some_and(u8::is_ascii_alphabetic) => return Some(at),
            b'<' if comments_end && bytes.get(at..).is_some_and(|b| b.starts_with(b"<!--")) => {
                let found = memmem::find(bytes.get(at..)?, b"-->");
                comments_end = found.is_some();
                at += found.unwrap_or(3);
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
    /// How many bytes they may still be replaced by: a long one that is named often is a bomb too.
    left: Cell<usize>,
}

impl<'a> Entities<'a> {
    /// None yet, for a document of `length` bytes.
    pub(crate) fn of_document(length: usize) -> Self {
        Self { list: Vec::new(), left: Cell::new(length.saturating_mul(2).saturating_add(64 * 1024)) }
    }

    /// Reads the declarations in a document type declaration.
    pub(crate) fn read(&mut self, doctype: &'a str) {
        let mut rest = doctype;
        while let Some((_, after)) = rest.split_once("<!ENTITY") {
            rest = after;
            let after = after.trim_start();
            let length = after.bytes().take(LONGEST_NAME).position(|b| b.is_ascii_whitespace());
            let Some((name, value)) = length.and_then(|n| after.split_at_checked(n)) else { continue };
            let value = value.trim_start();
            let Some(quote) = value.chars().next().filter(|c| *c == '"' || *c == '\'') else { continue };
            let Some(text) = value.get(1..) else { continue };
            let length = text.bytes().take(LONGEST_ENTITY + 1).position(|b| char::from(b) == quote);
            let Some(text) = length.and_then(|n| text.get(..n)) else { continue };
            if has_only_plain_references(text) && self.list.len() < MOST_ENTITIES {
                self.list.push((name, text));
            }
        }
    }

    /// The text of an entity, which may hold references of characters; `None` where there is none of that name, or they
    /// have been replaced by too much text already.
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        let (_, text) = self.list.iter().find(|(n, _)| *n == name)?;
        self.left.set(self.left.get().checked_sub(text.len())?);
        Some(text)
    }
}

/// Whether every reference in a text is a numeric one, or one of the five that XML itself has.
fn has_only_plain_references(text: &str) -> bool {
    text.split('&').skip(1).all(|after| {
        let name = after.split_once(';').map_or("", |(name, _)| name);
        match name.strip_prefix('#') {
            Some(number) => !number.is_empty() && number.bytes().all(|b| b.is_ascii_alphanumeric()),
            None => matches!(name, "amp" | "lt" | "gt" | "quot" | "apos"),
        }
    })
}
