//! The quick way through plain markup: one pass, no tree.
//!
//! It writes what the long way would write, byte for byte, or gives up. To that end it takes on only markup whose tree
//! follows from its nesting: every end tag ends the innermost element (or one that HTML closes by itself at that
//! place), nothing is moved or opened again. Whatever brings in more of HTML's rules for tree construction (tables,
//! forms, misnested formatting, references without their semicolon) is left to the parser.

mod attributes;
mod values;

use super::canonical;
use super::elements::{Class, Element, lookup};
use super::urls::Base;
use attributes::{Kept, MOST_ATTRIBUTES};
use values::{decode_reference, push_escaped};

/// The deepest nesting that is taken on.
const DEEPEST: usize = 100;

/// The sanitised markup, or `None` where its meaning needs a parser.
pub(super) fn sanitise(html: &str, base: &Base) -> Option<String> {
    let mut quick = Quick {
        html,
        at: 0,
        out: String::with_capacity(html.len() + html.len() / 8),
        open: Vec::new(),
        base,
    };
    quick.run()?;
    Some(quick.out)
}

struct Quick<'a> {
    html: &'a str,
    at: usize,
    out: String,
    open: Vec<Element>,
    base: &'a Base,
}

impl<'a> Quick<'a> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.html.as_bytes().get(at).copied()
    }

    fn run(&mut self) -> Option<()> {
        while self.at < self.html.len() {
            self.text()?;
            let Some(next) = self.byte(self.at + 1) else {
                if self.at < self.html.len() {
                    return None;
                }
                break;
            };
            match next {
                b'a'..=b'z' | b'A'..=b'Z' => self.start_tag()?,
                b'/' => self.end_tag()?,
                b'!' => self.comment()?,
                b'?' => return None,
                _ => {
                    self.out.push_str("&lt;");
                    self.at += 1;
                }
            }
        }
        while let Some(element) = self.open.pop() {
            self.write_end(element);
        }
        Some(())
    }

    /// Copies characters up to the next `<`.
    fn text(&mut self) -> Option<()> {
        let bytes = self.html.as_bytes();
        let mut from = self.at;
        let mut at = self.at;
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let Some(skip) = rest.iter().position(|b| SPECIAL[usize::from(*b)]) else {
                at = bytes.len();
                break;
            };
            at += skip;
            let replacement = match bytes.get(at)? {
                b'<' => break,
                b'>' => "&gt;",
                b'&' => {
                    self.out.push_str(self.html.get(from..at)?);
                    at += self.reference(at + 1, false)? + 1;
                    from = at;
                    continue;
                }
                b'\r' => {
                    if bytes.get(at + 1) == Some(&b'\n') {
                        ""
                    } else {
                        "\n"
                    }
                }
                0xC2 => {
                    if bytes.get(at + 1) == Some(&0xA0) {
                        self.out.push_str(self.html.get(from..at)?);
                        self.out.push_str("&nbsp;");
                        at += 2;
                        from = at;
                    } else {
                        at += 2;
                    }
                    continue;
                }
                _ => return None,
            };
            self.out.push_str(self.html.get(from..at)?);
            self.out.push_str(replacement);
            at += 1;
            from = at;
        }
        self.out.push_str(self.html.get(from..at)?);
        self.at = at;
        Some(())
    }

    /// Writes the reference behind an `&` at `at`; how many bytes it took.
    fn reference(&mut self, at: usize, in_attribute: bool) -> Option<usize> {
        let rest = self.html.get(at..)?;
        // The five that make up nearly all, as they stand.
        for plain in ["amp;", "lt;", "gt;"] {
            if rest.starts_with(plain) {
                self.out.push('&');
                self.out.push_str(plain);
                return Some(plain.len());
            }
        }
        let (c, used) = decode_reference(rest, in_attribute)?;
        match c {
            Some(c) => push_escaped(&mut self.out, c),
            None => self.out.push_str("&amp;"),
        }
        Some(used)
    }

    fn comment(&mut self) -> Option<()> {
        let rest = self.html.get(self.at..)?;
        let inner = rest.strip_prefix("<!--")?;
        if inner.starts_with('>') || inner.starts_with("->") {
            return None;
        }
        let end = inner.find("-->")?;
        if inner.get(..end)?.contains("--!")
            || inner.get(..end)?.contains("<!--")
            || inner.get(..end)?.contains('\0')
        {
            return None;
        }
        self.at += 4 + end + 3;
        Some(())
    }

    /// The element that a tag's name at `from` means, and where the name ends.
    fn name(&self, from: usize) -> Option<(Element, usize)> {
        let mut buffer = [0_u8; 12];
        let mut length = 0;
        while let Some(byte) = self.byte(from + length).filter(u8::is_ascii_alphanumeric) {
            *buffer.get_mut(length)? = byte.to_ascii_lowercase();
            length += 1;
        }
        if !matches!(self.byte(from + length)?, b' ' | b'\n' | b'\t' | b'/' | b'>') {
            return None;
        }
        let name = std::str::from_utf8(buffer.get(..length)?).ok()?;
        Some((lookup(name)?, from + length))
    }

    fn end_tag(&mut self) -> Option<()> {
        if !self.byte(self.at + 2)?.is_ascii_alphabetic() {
            return None;
        }
        let (element, mut at) = self.name(self.at + 2)?;
        while self.byte(at)?.is_ascii_whitespace() {
            at += 1;
        }
        if self.byte(at)? != b'>' {
            return None;
        }
        self.at = at + 1;
        // HTML ends these by itself at the end of what holds them.
        let closes_inner =
            matches!(element.class, Class::Block | Class::Pre | Class::Heading | Class::Li | Class::Dd);
        let implied = |top: Element| {
            matches!(top.class, Class::P | Class::Li | Class::Dd) && top.class != element.class
        };
        let is_open = self.open.iter().any(|e| e.name == element.name);
        while is_open && closes_inner && self.top().is_some_and(implied) {
            let top = self.open.pop()?;
            self.write_end(top);
        }
        if self.top().is_some_and(|top| top.name == element.name) {
            self.open.pop();
            self.write_end(element);
            return Some(());
        }
        let heading_open =
            element.class == Class::Heading && self.open.iter().any(|e| e.class == Class::Heading);
        let ignored = !is_open
            && !heading_open
            && matches!(
                element.class,
                Class::Phrasing
                    | Class::Formatting
                    | Class::A
                    | Class::Block
                    | Class::Heading
                    | Class::Li
                    | Class::Dd
                    | Class::Pre
            );
        ignored.then_some(())
    }

    fn top(&self) -> Option<Element> {
        self.open.last().copied()
    }

    fn write_end(&mut self, element: Element) {
        if element.kept {
            self.out.push_str("</");
            self.out.push_str(element.name);
            self.out.push('>');
        }
    }

    fn start_tag(&mut self) -> Option<()> {
        let (element, at) = self.name(self.at + 1)?;
        self.make_room(element)?;
        let mut kept: [Option<Kept<'a>>; MOST_ATTRIBUTES] = [const { None }; MOST_ATTRIBUTES];
        let mut count = 0;
        self.at = self.attributes(element, at, &mut kept, &mut count)?;
        if element.kept {
            self.out.push('<');
            self.out.push_str(element.name);
            let list = kept.get_mut(..count)?;
            list.sort_unstable_by_key(|a| a.as_ref().map(|(name, _)| *name));
            for (name, value) in list.iter().flatten() {
                canonical::attribute(&mut self.out, name, value, self.base);
            }
            self.out.push_str(if element.class == Class::Void || element.class == Class::Hr {
                " />"
            } else {
                ">"
            });
        }
        match element.class {
            Class::Void | Class::Hr => {}
            Class::Raw => self.skip_raw(element)?,
            _ => {
                if self.open.len() >= DEEPEST {
                    return None;
                }
                self.open.push(element);
                if element.class == Class::Pre {
                    // HTML drops a line break that opens it.
                    match self.byte(self.at) {
                        Some(b'\n') => self.at += 1,
                        Some(b'\r') => return None,
                        _ => {}
                    }
                }
            }
        }
        Some(())
    }

    /// Closes what HTML closes when `element` begins; `None` where that is not simply the innermost element.
    fn make_room(&mut self, element: Element) -> Option<()> {
        let top = self.top().map(|t| t.class);
        match element.class {
            Class::Phrasing | Class::Formatting | Class::Void | Class::Raw => {}
            Class::A => {
                if self.open.iter().any(|e| e.class == Class::A) {
                    return None;
                }
            }
            Class::Li | Class::Dd => {
                if top == Some(element.class) {
                    let top = self.open.pop()?;
                    self.write_end(top);
                } else {
                    let list = matches!(self.top(), Some(t) if matches!(t.name, "ul" | "ol" | "dl"));
                    if !list && self.open.iter().any(|e| e.class == element.class) {
                        return None;
                    }
                }
                self.end_paragraph()?;
            }
            Class::Heading => {
                self.end_paragraph()?;
                if self.top().is_some_and(|t| t.class == Class::Heading) {
                    return None;
                }
            }
            Class::P | Class::Block | Class::Pre | Class::Hr => self.end_paragraph()?,
        }
        Some(())
    }

    /// A block ends an open paragraph; that must be the innermost element.
    fn end_paragraph(&mut self) -> Option<()> {
        if self.top().is_some_and(|t| t.class == Class::P) {
            let top = self.open.pop()?;
            self.write_end(top);
        }
        self.open.iter().all(|e| e.class != Class::P).then_some(())
    }

    /// Passes over an element that goes with all it holds.
    fn skip_raw(&mut self, element: Element) -> Option<()> {
        let rest = self.html.as_bytes().get(self.at..)?;
        let mut from = 0;
        loop {
            let at = from + memchr::memmem::find(rest.get(from..)?, b"</")?;
            let name = rest.get(at + 2..at + 2 + element.name.len())?;
            if name.eq_ignore_ascii_case(element.name.as_bytes()) {
                let inner = rest.get(..at)?;
                let closed = rest.get(at + 2 + element.name.len()) == Some(&b'>');
                // A script in a comment has rules of its own.
                if !closed
                    || memchr::memmem::find(inner, b"<!--").is_some()
                    || memchr::memchr(0, inner).is_some()
                {
                    return None;
                }
                self.at += at + 3 + element.name.len();
                return Some(());
            }
            from = at + 2;
        }
    }
}

/// Bytes at which text cannot be copied on.
static SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    table[0x3C] = true;
    table[0x3E] = true;
    table[0x26] = true;
    table[0x0D] = true;
    table[0xC2] = true;
    table[0] = true;
    table
};
