//! Relative addresses in markup that is not sanitised.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memmem, memrchr};

use crate::xml::{Attribute, Entities, Token, Tokens, offset_in, unescape};

use super::canonical::escape_attribute;
use super::urls::Base;

/// Makes the relative addresses in `html` absolute; borrowed where there are none.
///
/// Looks at what stands about each `=`, and only at the tags in which an address may stand that is relative: most texts
/// of most feeds have few or none.
pub(crate) fn resolve<'a>(html: &'a str, base: &Base) -> Cow<'a, str> {
    if base.as_str().is_none() {
        return Cow::Borrowed(html);
    }
    let mut rewriter = Rewriter::new(html, base);
    let mut tokens = Tokens::new(html);
    let mut special = Special::default();
    // The last `<` before the place, and up to where it was looked for.
    let (mut open, mut looked) = (None, 0);
    let bytes = html.as_bytes();
    for at in memchr_iter(b'=', bytes) {
        if at < tokens.position() || !may_be_relative(bytes, at) {
            continue;
        }
        let from = tokens.position().max(looked);
        open = memrchr(b'<', bytes.get(from..at).unwrap_or_default()).map(|n| from + n).or(open);
        looked = at;
        // To the tag around the place, if it is in one, by way of the declarations before it.
        while let Some(open) = open.filter(|open| tokens.position() <= *open) {
            let start = special.first(bytes, tokens.position()).min(open);
            if surely_starts(bytes, tokens.position(), start) {
                tokens.skip_to(start);
            }
            while tokens.position() <= start
                && let Some(token) = tokens.next()
            {
                rewriter.token(token);
            }
        }
    }
    rewriter.finish()
}

/// [`resolve`], every tag looked at.
#[cfg(test)]
pub(super) fn resolve_each<'a>(html: &'a str, base: &Base) -> Cow<'a, str> {
    let mut rewriter = Rewriter::new(html, base);
    for token in Tokens::new(html) {
        rewriter.token(token);
    }
    rewriter.finish()
}

/// Markup that is written anew as far as its addresses change.
struct Rewriter<'a, 'b> {
    html: &'a str,
    base: &'b Base,
    own: Entities<'a>,
    out: String,
    copied: usize,
}

impl<'a, 'b> Rewriter<'a, 'b> {
    fn new(html: &'a str, base: &'b Base) -> Self {
        Self { html, base, own: Entities::default(), out: String::new(), copied: 0 }
    }

    fn token(&mut self, token: Token<'a>) {
        let Token::Start { attributes, .. } = token else { return };
        for Attribute { name, value } in attributes {
            if !value.is_empty() && is_address(name.as_bytes()) && !super::urls::is_plainly_absolute(value) {
                self.address(value);
            }
        }
    }

    fn address(&mut self, value: &'a str) {
        if has_only_plain_references(value)
            && let Some(before) = self.base.before(value)
        {
            if self.copy_to(value).is_some() {
                escape_attribute(&mut self.out, before);
            }
            return;
        }
        let plain = unescape(value, &self.own);
        let absolute = self.base.resolve(&plain);
        if absolute == plain {
            return;
        }
        if self.copy_to(value).is_some() {
            escape_attribute(&mut self.out, &absolute);
            self.copied += value.len();
        }
    }

    /// Copies what stands before `value`, a slice of the markup.
    fn copy_to(&mut self, value: &str) -> Option<()> {
        let from = offset_in(self.html, value)?;
        if self.out.capacity() == 0 {
            self.out.reserve(self.html.len() + self.html.len() / 16);
        }
        self.out.push_str(self.html.get(self.copied..from).unwrap_or_default());
        self.copied = from;
        Some(())
    }

    fn finish(mut self) -> Cow<'a, str> {
        if self.out.is_empty() {
            return Cow::Borrowed(self.html);
        }
        self.out.push_str(self.html.get(self.copied..).unwrap_or_default());
        Cow::Owned(self.out)
    }
}

/// Whether every `&` in a value is written as `&amp;`: unescaping and escaping it again would give the same.
fn has_only_plain_references(value: &str) -> bool {
    let bytes = value.as_bytes();
    memchr_iter(b'&', bytes).all(|at| bytes.get(at..).is_some_and(|rest| rest.starts_with(b"&amp;")))
}

/// Whether the `<` at `start` surely starts a token; `from`, at or before it, is where one is known to start, with no
/// declaration between. Else it stands for itself in a value, whose quotes are behind a `=`, with no `>` before it.
fn surely_starts(html: &[u8], from: usize, start: usize) -> bool {
    let between = html.get(from..start).unwrap_or_default();
    let since_tag = between.get(memrchr(b'>', between).unwrap_or(0)..).unwrap_or_default();
    memchr(b'=', since_tag).is_none()
}

/// The next `<!` or `<?`, remembered.
#[derive(Default)]
struct Special {
    declaration: Option<usize>,
    instruction: Option<usize>,
}

impl Special {
    /// Where the first at or after `from` starts; far away where there is none.
    fn first(&mut self, html: &[u8], from: usize) -> usize {
        let find = |known: &mut Option<usize>, what: &[u8]| match known {
            Some(at) if *at >= from => *at,
            _ => {
                let rest = html.get(from..).unwrap_or_default();
                *known.insert(memmem::find(rest, what).map_or(usize::MAX, |n| from + n))
            }
        };
        find(&mut self.declaration, b"<!").min(find(&mut self.instruction, b"<?"))
    }
}

/// Whether an attribute holds an address, by HTML 4 and 5.
fn is_address(name: &[u8]) -> bool {
    let Some(last) = name.last() else { return false };
    ends_with_address(name, *last) == Some(name.len())
}

/// How long the name of an attribute is that holds an address and ends `bytes`, whose last is `last`.
#[inline]
fn ends_with_address(bytes: &[u8], last: u8) -> Option<usize> {
    let names: &[&[u8]] = match last | 0x20 {
        b'f' => &[b"href"],
        b'c' => &[b"src", b"longdesc"],
        b'e' => &[b"cite", b"codebase", b"profile"],
        b'r' => &[b"poster"],
        b'n' => &[b"action"],
        b'd' => &[b"background", b"classid"],
        b'p' => &[b"usemap"],
        b'a' => &[b"data"],
        _ => return None,
    };
    let ends = |name: &&&[u8]| {
        bytes
            .len()
            .checked_sub(name.len())
            .and_then(|n| bytes.get(n..))
            .is_some_and(|end| end.eq_ignore_ascii_case(name))
    };
    names.iter().find(ends).map(|name| name.len())
}

/// Whether the value behind the `=` at `at` might be an address that does not begin as an absolute one does; `false`
/// only where it surely is none.
fn may_be_relative(html: &[u8], at: usize) -> bool {
    let (before, after) = html.split_at_checked(at).unwrap_or_default();
    let before = match before.last() {
        Some(b) if b.is_ascii_whitespace() => before.trim_ascii_end(),
        _ => before,
    };
    let Some(last) = before.last() else { return false };
    let Some(length) = ends_with_address(before, *last) else { return false };
    if before.len().checked_sub(length + 1).and_then(|n| before.get(n)).is_some_and(|b| is_of_a_name(*b)) {
        return false;
    }
    let value = after.get(1..).unwrap_or_default().trim_ascii_start();
    let value = value.strip_prefix(b"\"").or(value.strip_prefix(b"'")).unwrap_or(value);
    !super::urls::is_plainly_absolute_in(value)
}

/// Whether a byte before an attribute's name would be part of that name; less than the tokenizer takes, so that what is
/// told apart here is told apart there.
fn is_of_a_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':' | b'.') || byte >= 0x80
}
