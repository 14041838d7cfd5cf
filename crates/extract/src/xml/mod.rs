//! A tokenizer for XML as it is found: it never fails, never backs out of a document, and runs in linear time.
//!
//! A parser that keeps to the XML standard must stop at the first bare `<`; feeds are full of them. This one takes
//! a `<` that cannot start markup as text, ends a tag where the next begins, and says where it had to be kind.

mod attributes;
mod doctype;
mod references;

pub(crate) use attributes::{Attribute, Attributes};
pub(crate) use doctype::Entities;
pub(crate) use references::{decode_into, html_reference, unescape};

use memchr::{memchr, memchr2, memmem};

/// One piece of a document. Text is as it stands in the input, references not yet decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// `<name …>` or `<name …/>`.
    Start {
        /// The name with its prefix.
        name: &'a str,
        /// What stands between the name and the end of the tag.
        attributes: Attributes<'a>,
        /// Whether it ends itself.
        empty: bool,
    },
    /// `</name>`.
    End {
        /// The name with its prefix.
        name: &'a str,
    },
    /// Characters with references.
    Text(&'a str),
    /// Characters without references.
    CData(&'a str),
    /// A document type declaration, without its brackets.
    Doctype(&'a str),
}

/// What had to be forgiven.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Faults {
    /// Byte offset of the first `<` that started no markup, or tag that did not end.
    pub(crate) bad_markup: Option<usize>,
    /// Whether the input ended inside markup.
    pub(crate) truncated: bool,
    /// Whether an XML declaration stood anywhere but at the start.
    pub(crate) late_declaration: bool,
}

/// The tokens of a text, in order. Comments and processing instructions are left out.
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    text: &'a str,
    at: usize,
    faults: Faults,
    /// Ends that were sought and are nowhere ahead, so that they are not sought again: `-->`, `]]>`, `?>`.
    no_comment_end: bool,
    no_cdata_end: bool,
    no_instruction_end: bool,
}

impl<'a> Tokens<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            at: 0,
            faults: Faults::default(),
            no_comment_end: false,
            no_cdata_end: false,
            no_instruction_end: false,
        }
    }

    /// What was forgiven so far.
    pub(crate) fn faults(&self) -> Faults {
        self.faults
    }

    /// Where the next token starts.
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// Goes on at `at`, where a token is known to start.
    pub(crate) fn skip_to(&mut self, at: usize) {
        self.at = self.at.max(at);
    }

    fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    /// The text between two offsets that stand before ASCII characters or at the ends.
    fn slice(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or_default()
    }

    fn bad(&mut self, at: usize) {
        self.faults.bad_markup.get_or_insert(at);
    }

    /// Text from `from` to the next `<` at or after `search`.
    fn text_until_markup(&mut self, from: usize, search: usize) -> Token<'a> {
        let rest = self.bytes().get(search..).unwrap_or_default();
        let end = memchr(b'<', rest).map_or(self.text.len(), |n| search + n);
        self.at = end;
        Token::Text(self.slice(from, end))
    }

    /// `<!…`: `None` where it was skipped.
    fn declaration(&mut self, start: usize) -> Option<Token<'a>> {
        let rest = self.bytes().get(start..).unwrap_or_default();
        if rest.starts_with(b"<!--") {
            let found = if self.no_comment_end { None } else { memmem::find(rest.get(4..)?, b"-->") };
            self.no_comment_end |= found.is_none();
            match found {
                Some(n) => self.at = start + 4 + n + 3,
                None => {
                    // Nothing closes it: the rest of the document is worth more than the comment.
                    self.bad(start);
                    self.skip_to_angle(start);
                }
            }
            return None;
        }
        if rest.get(..9).is_some_and(|head| head.eq_ignore_ascii_case(b"<![CDATA[")) {
            let from = start + 9;
            let found = if self.no_cdata_end { None } else { memmem::find(rest.get(9..)?, b"]]>") };
            self.no_cdata_end |= found.is_none();
            let end = match found {
                Some(n) => {
                    self.at = from + n + 3;
                    from + n
                }
                None => {
                    self.faults.truncated = true;
                    self.at = self.text.len();
                    self.at
                }
            };
            return Some(Token::CData(self.slice(from, end)));
        }
        if rest.get(..9).is_some_and(|head| head.eq_ignore_ascii_case(b"<!DOCTYPE")) {
            let end = doctype::end(rest).map(|n| start + n);
            self.faults.truncated |= end.is_none();
            let end = end.unwrap_or(self.text.len());
            self.at = end;
            return Some(Token::Doctype(self.slice(start + 9, end)));
        }
        if rest.get(2).is_some_and(u8::is_ascii_alphabetic) {
            self.bad(start);
            self.skip_to_angle(start);
            return None;
        }
        self.bad(start);
        Some(self.text_until_markup(start, start + 1))
    }

    fn skip_to_angle(&mut self, start: usize) {
        let rest = self.bytes().get(start..).unwrap_or_default();
        self.at = memchr(b'>', rest).map_or(self.text.len(), |n| start + n + 1);
        self.faults.truncated |= self.at == self.text.len();
    }

    fn instruction(&mut self, start: usize) {
        let rest = self.bytes().get(start..).unwrap_or_default();
        if start > 0 && rest.starts_with(b"<?xml ") {
            self.faults.late_declaration = true;
        }
        let found = if self.no_instruction_end { None } else { memmem::find(rest, b"?>") };
        self.no_instruction_end |= found.is_none();
        match found {
            Some(n) => self.at = start + n + 2,
            None => {
                self.bad(start);
                self.skip_to_angle(start);
            }
        }
    }

    fn end_tag(&mut self, start: usize) -> Token<'a> {
        let from = start + 2;
        let rest = self.bytes().get(from..).unwrap_or_default();
        if !rest.first().copied().is_some_and(starts_name) {
            self.bad(start);
            return self.text_until_markup(start, start + 1);
        }
        let length = name_length(rest);
        let name = self.slice(from, from + length);
        match memchr2(b'>', b'<', rest) {
            Some(n) => {
                let closed = rest.get(n) == Some(&b'>');
                if !closed {
                    self.bad(start);
                }
                self.at = from + n + usize::from(closed);
            }
            None => {
                self.faults.truncated = true;
                self.at = self.text.len();
            }
        }
        Token::End { name }
    }

    fn start_tag(&mut self, start: usize) -> Option<Token<'a>> {
        let from = start + 1;
        let rest = self.bytes().get(from..).unwrap_or_default();
        let length = name_length(rest);
        let delimited =
            rest.get(length).is_none_or(|b| matches!(b, b'>' | b'/' | b'<') || b.is_ascii_whitespace());
        if !delimited {
            // `<someone@example.com>`, `<3`: not markup.
            self.bad(start);
            return Some(self.text_until_markup(start, start + 1));
        }
        let name = self.slice(from, from + length);
        let span = attributes::span(rest, length);
        let attributes_end = from + span.end;
        if span.cut {
            // The next tag begins, or the input ends, before this one ended.
            let inner = rest.get(length..span.end).unwrap_or_default();
            if from + span.end >= self.text.len() {
                self.faults.truncated = true;
                self.at = self.text.len();
                return None;
            }
            self.bad(start);
            let wordy = !inner.trim_ascii().is_empty() && memchr(b'=', inner).is_none();
            if wordy {
                return Some(self.text_until_markup(start, start + 1));
            }
            self.at = attributes_end;
            let attributes = Attributes::new(self.slice(from + length, attributes_end));
            return Some(Token::Start { name, attributes, empty: false });
        }
        if span.odd {
            self.bad(start);
        }
        self.at = attributes_end + 1;
        let mut inner = self.slice(from + length, attributes_end);
        let empty = inner.ends_with('/');
        if empty {
            inner = inner.strip_suffix('/').unwrap_or(inner);
        }
        Some(Token::Start { name, attributes: Attributes::new(inner), empty })
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let start = self.at;
            let rest = self.bytes().get(start..)?;
            match (rest.first()?, rest.get(1)) {
                (b'<', Some(b'/')) => return Some(self.end_tag(start)),
                (b'<', Some(b'!')) => {
                    if let Some(token) = self.declaration(start) {
                        return Some(token);
                    }
                }
                (b'<', Some(b'?')) => self.instruction(start),
                (b'<', Some(next)) if starts_name(*next) => {
                    if let Some(token) = self.start_tag(start) {
                        return Some(token);
                    }
                }
                (b'<', _) => {
                    self.bad(start);
                    return Some(self.text_until_markup(start, start + 1));
                }
                _ => return Some(self.text_until_markup(start, start)),
            }
        }
    }
}

/// Whether a byte can be the first of a name.
fn starts_name(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_' || byte == b':' || byte >= 0x80
}

/// How many bytes of a name stand at the start.
fn name_length(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .position(|b| !(b.is_ascii_alphanumeric() || matches!(b, b'_' | b':' | b'.' | b'-') || *b >= 0x80))
        .unwrap_or(bytes.len())
}

/// Where `part`, a slice of `whole`, starts in it.
pub(crate) fn offset_in(whole: &str, part: &str) -> Option<usize> {
    part.as_ptr().addr().checked_sub(whole.as_ptr().addr()).filter(|at| at + part.len() <= whole.len())
}
