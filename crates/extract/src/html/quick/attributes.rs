//! The attributes of plain markup: which stay, their values escaped.

use std::borrow::Cow;

use super::super::allowed::{is_address, is_attribute};
use super::super::elements::Element;
use super::super::urls::{is_plainly_absolute, is_safe};
use super::Quick;
use super::values::{escape_value, plain_value};

/// The most attributes of one tag that are taken on.
pub(super) const MOST_ATTRIBUTES: usize = 24;

/// One attribute that stays, its value escaped.
pub(super) type Kept<'a> = (&'static str, Cow<'a, str>);

impl<'a> Quick<'a> {
    /// Reads the attributes of a tag; where the tag ends.
    pub(super) fn attributes(
        &self,
        element: Element,
        from: usize,
        kept: &mut [Option<Kept<'a>>],
        count: &mut usize,
    ) -> Option<usize> {
        let bytes = self.html.as_bytes();
        let mut at = from;
        loop {
            while self.byte(at)?.is_ascii_whitespace() {
                at += 1;
            }
            match self.byte(at)? {
                b'>' => return Some(at + 1),
                b'/' => {
                    if self.byte(at + 1)? != b'>' {
                        return None;
                    }
                    at += 1;
                    continue;
                }
                _ => {}
            }
            let name_from = at;
            while self.byte(at)?.is_ascii_alphanumeric()
                || matches!(self.byte(at)?, b'-' | b'_' | b':' | b'.')
            {
                at += 1;
            }
            if at == name_from {
                return None;
            }
            let name = self.html.get(name_from..at)?;
            while self.byte(at)?.is_ascii_whitespace() {
                at += 1;
            }
            let mut value = "";
            if self.byte(at)? == b'=' {
                at += 1;
                while self.byte(at)?.is_ascii_whitespace() {
                    at += 1;
                }
                match self.byte(at)? {
                    quote @ (b'"' | b'\'') => {
                        let length = memchr::memchr(quote, bytes.get(at + 1..)?)?;
                        value = self.html.get(at + 1..at + 1 + length)?;
                        at += length + 2;
                        if !(self.byte(at)?.is_ascii_whitespace() || matches!(self.byte(at)?, b'>' | b'/')) {
                            return None;
                        }
                    }
                    _ => {
                        let value_from = at;
                        while self.byte(at)?.is_ascii_alphanumeric()
                            || matches!(self.byte(at)?, b'-' | b'_' | b':' | b'.' | b'%' | b'#')
                        {
                            at += 1;
                        }
                        value = self.html.get(value_from..at)?;
                        if value.is_empty()
                            || !(self.byte(at)?.is_ascii_whitespace() || self.byte(at)? == b'>')
                        {
                            return None;
                        }
                    }
                }
            }
            if element.kept {
                self.keep(element, name, value, kept, count)?;
            }
        }
    }

    /// Keeps an attribute that is allowed.
    fn keep(
        &self,
        element: Element,
        name: &str,
        value: &'a str,
        kept: &mut [Option<Kept<'a>>],
        count: &mut usize,
    ) -> Option<()> {
        let Some(name) = is_attribute(element.name, name) else { return Some(()) };
        if kept.iter().flatten().any(|(n, _)| *n == name) {
            return None;
        }
        let escaped = escape_value(value)?;
        if is_address(name) && name != "cite" && !is_plainly_absolute(value) {
            let plain = plain_value(value)?;
            if !is_safe(&plain) {
                return Some(());
            }
        }
        *kept.get_mut(*count)? = Some((name, escaped));
        *count += 1;
        Some(())
    }
}
