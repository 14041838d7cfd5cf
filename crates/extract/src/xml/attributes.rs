//! The attributes of a tag, quotes or none, in one pass over the bytes.

use memchr::memchr;

/// The raw text of a tag between its name and its end; iterates over its attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attributes<'a> {
    rest: &'a str,
}

/// One attribute; the value's references are not yet decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Attribute<'a> {
    /// The name with its prefix.
    pub(crate) name: &'a str,
    /// The value, empty where there is none.
    pub(crate) value: &'a str,
}

impl<'a> Attributes<'a> {
    pub(crate) fn new(rest: &'a str) -> Self {
        Self { rest }
    }

    /// Whether there is surely no attribute.
    pub(crate) fn is_empty(&self) -> bool {
        self.rest.len() < 2
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Attribute<'a>;

    fn next(&mut self) -> Option<Attribute<'a>> {
        let bytes = self.rest.as_bytes();
        let junk =
            |b: &u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'=' | b'"' | b'\'' | b',' | b'>' | b'<');
        let from = bytes.iter().position(|b| !junk(b))?;
        let rest = self.rest.get(from..)?;
        let bytes = rest.as_bytes();
        let name_end = bytes
            .iter()
            .position(|b| b.is_ascii_whitespace() || matches!(b, b'=' | b'"' | b'\'' | b'/' | b'<' | b'>'))
            .unwrap_or(bytes.len());
        let name = rest.get(..name_end)?;
        let mut after = name_end;
        let skip_space = |mut at: usize| {
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            at
        };
        let equals = skip_space(after);
        let mut value = "";
        if bytes.get(equals) == Some(&b'=') {
            let start = skip_space(equals + 1);
            match bytes.get(start).copied() {
                Some(quote @ (b'"' | b'\'')) => {
                    let inner = bytes.get(start + 1..).unwrap_or_default();
                    let length = memchr(quote, inner).unwrap_or(inner.len());
                    value = rest.get(start + 1..start + 1 + length).unwrap_or_default();
                    after = start + 1 + length + 1;
                }
                Some(_) => {
                    let inner = bytes.get(start..).unwrap_or_default();
                    let length = inner.iter().position(u8::is_ascii_whitespace).unwrap_or(inner.len());
                    value = rest.get(start..start + length).unwrap_or_default();
                    after = start + length;
                }
                None => after = bytes.len(),
            }
        }
        self.rest = rest.get(after..).unwrap_or_default();
        Some(Attribute { name, value })
    }
}

/// Where a tag's attributes end.
pub(super) struct Span {
    /// Offset of the `>`, or of what cut the tag off.
    pub(super) end: usize,
    /// Whether another tag begins or the input ends before a `>`.
    pub(super) cut: bool,
    /// Whether quoting was amiss.
    pub(super) odd: bool,
}

/// Finds the end of a tag; `from` is where its attributes start. A quote counts only after `=`, and one that spans
/// a `>` and a `<` is taken as never closed: else one lost quote would eat the feed up to the next.
pub(super) fn span(bytes: &[u8], from: usize) -> Span {
    let mut at = from;
    let mut odd = false;
    let mut after_equals = false;
    loop {
        let Some(byte) = bytes.get(at).copied() else {
            return Span { end: bytes.len(), cut: true, odd };
        };
        match byte {
            b'>' => return Span { end: at, cut: false, odd },
            b'<' => return Span { end: at, cut: true, odd: true },
            b'"' | b'\'' if after_equals => {
                let inner = bytes.get(at + 1..).unwrap_or_default();
                let closed = memchr(byte, inner);
                let within = inner.get(..closed.unwrap_or(inner.len())).unwrap_or_default();
                match memchr(b'<', within) {
                    None => match closed {
                        Some(n) => {
                            at += n + 2;
                            after_equals = false;
                            continue;
                        }
                        // Never closed, nothing more follows: the tag may still end.
                        None => odd = true,
                    },
                    Some(_) if memchr(b'>', within).is_none() => {
                        // A bare `<` in a value, nothing that looks like the end of this tag before the quote.
                        odd = true;
                        at += closed.unwrap_or(inner.len()) + 2;
                        after_equals = false;
                        continue;
                    }
                    Some(_) => odd = true,
                }
                after_equals = false;
            }
            b'=' => after_equals = true,
            b if b.is_ascii_whitespace() => {}
            b'"' | b'\'' => {
                odd = true;
                after_equals = false;
            }
            _ => {
                // A value without quotes.
                odd |= after_equals;
                after_equals = false;
            }
        }
        at += 1;
    }
}
