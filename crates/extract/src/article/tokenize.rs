//! Text → the tokens of HTML, for html5ever's tree builder (the tokenization stage of
//! <https://html.spec.whatwg.org/#tokenization>).
//!
//! html5ever's own tokenizer takes its input in pieces and walks names and text character by character, which was a
//! third of the time that a page took. Here the page is whole: what lies between two marks is found by a byte search and
//! handed on as a part of the page without copying it. Comments are left out, as is whatever the tree builder would be
//! told of errors.

use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Doctype, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::{Attribute, LocalName, QualName, ns};
use memchr::{memchr, memchr_iter, memchr3, memmem};

use super::references;

#[cfg(test)]
mod tests;

/// More attributes of one tag than this are left out.
const MAX_ATTRIBUTES: usize = 500;

/// What is done to text on its way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum As {
    /// Running text: references are decoded, NULs left out.
    Text,
    /// An attribute's value.
    Value,
    /// Text of an element in which no tags stand, with references.
    Rcdata,
    /// The same without references.
    Raw,
}

struct Tokenizer<'t, S> {
    text: &'t str,
    /// The same, to be shared by what is cut from it.
    whole: StrTendril,
    sink: &'t S,
    at: usize,
    /// Where the first reference, carriage return or NUL stands of those from some place on that was asked of: what ends
    /// before it is as it is meant.
    mark: Cell<(usize, usize)>,
    /// Names that were met, by a hash: a page has few.
    names: RefCell<Vec<LocalName>>,
}

/// How many names are kept.
const NAMES: usize = 256;

/// Sends the tokens of a page to `sink`, until it is `full`. Whether the whole page was read.
pub(super) fn run<S: TokenSink>(text: &str, sink: &S, full: impl Fn() -> bool) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut tokenizer = Tokenizer {
        text,
        whole: StrTendril::from_slice(text),
        sink,
        at: 0,
        mark: Cell::new((0, 0)),
        names: RefCell::new(vec![LocalName::default(); NAMES]),
    };
    let mut read = true;
    while tokenizer.at < text.len() {
        tokenizer.step();
        if full() {
            read = false;
            break;
        }
    }
    let _ = tokenizer.send(Token::EOFToken);
    sink.end();
    read
}

fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r' | b'\x0c')
}

impl<S: TokenSink> Tokenizer<'_, S> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn rest(&self, at: usize) -> &[u8] {
        self.text.as_bytes().get(at..).unwrap_or_default()
    }

    fn send(&self, token: Token) -> TokenSinkResult<S::Handle> {
        self.sink.process_token(token, 1)
    }

    /// Text up to the next markup, and that markup.
    fn step(&mut self) {
        let start = self.at;
        let mut from = start;
        loop {
            let Some(found) = memchr(b'<', self.rest(from)) else {
                self.characters(start, self.text.len(), As::Text);
                self.at = self.text.len();
                return;
            };
            let open = from + found;
            let markup = match self.byte(open + 1) {
                Some(b'!' | b'?') => true,
                Some(b'/') => self.byte(open + 2).is_some(),
                Some(b) => b.is_ascii_alphabetic(),
                None => false,
            };
            if markup {
                self.characters(start, open, As::Text);
                self.markup(open);
                return;
            }
            from = open + 1;
        }
    }

    fn markup(&mut self, open: usize) {
        let end = self.text.len();
        match (self.byte(open + 1), self.byte(open + 2)) {
            (Some(b'/'), Some(b'>')) => self.at = open + 3,
            (Some(b'/'), Some(b)) if b.is_ascii_alphabetic() => match self.tag(open + 2, TagKind::EndTag) {
                Some((tag, after)) => {
                    self.at = after;
                    // The answer to an end tag asks for nothing.
                    let _ = self.send(Token::TagToken(tag));
                }
                None => self.at = end,
            },
            (Some(b), _) if b.is_ascii_alphabetic() => match self.tag(open + 1, TagKind::StartTag) {
                Some((tag, after)) => {
                    self.at = after;
                    let name = tag.name.clone();
                    if let TokenSinkResult::RawData(kind) = self.send(Token::TagToken(tag)) {
                        self.raw(&name, kind);
                    }
                }
                None => self.at = end,
            },
            _ => self.declaration(open),
        }
    }

    /// `<!…>`, `<?…>` and `</` before what is no letter.
    fn declaration(&mut self, open: usize) {
        let rest = self.rest(open);
        let end = self.text.len();
        if rest.starts_with(b"<!--") {
            // `<!-->` and `<!--->` are whole comments.
            let inside = self.rest(open + 2);
            let close = memchr_iter(b'>', inside).find(|i| {
                let before = inside.get(..*i).unwrap_or_default();
                before.ends_with(b"--") || before.ends_with(b"--!")
            });
            self.at = close.map_or(end, |c| open + 2 + c + 1);
            return;
        }
        if rest.starts_with(b"<![CDATA[")
            && self.sink.adjusted_current_node_present_but_not_in_html_namespace()
        {
            let inside = open + 9;
            let close = memmem::find(self.rest(inside), b"]]>");
            self.characters(inside, close.map_or(end, |c| inside + c), As::Raw);
            self.at = close.map_or(end, |c| inside + c + 3);
            return;
        }
        let close = memchr(b'>', rest).map_or(end, |c| open + c);
        let is_declaration = rest.get(1) == Some(&b'!');
        self.at = end.min(close + 1);
        let inside = self.text.get(open + 2..close).unwrap_or_default();
        if let Some(declared) = inside
            .get(7..)
            .filter(|_| is_declaration && inside.get(..7).is_some_and(|n| n.eq_ignore_ascii_case("doctype")))
        {
            let _ = self.send(Token::DoctypeToken(doctype(declared)));
        }
    }

    /// The tag whose name begins at `from`, and where it ends; nothing where the page ends within it.
    fn tag(&self, from: usize, kind: TagKind) -> Option<(Tag, usize)> {
        let bytes = self.text.as_bytes();
        let name_end =
            from + self.rest(from).iter().position(|b| is_space(*b) || matches!(b, b'/' | b'>'))?;
        let mut tag = Tag {
            kind,
            name: self.name(from, name_end),
            self_closing: false,
            attrs: Vec::new(),
            had_duplicate_attributes: false,
        };
        let mut at = name_end;
        loop {
            match *bytes.get(at)? {
                b'>' => return Some((tag, at + 1)),
                b'/' => {
                    tag.self_closing = *bytes.get(at + 1)? == b'>';
                    at += 1;
                }
                b if is_space(b) => at += 1,
                _ => at = self.attribute(at, &mut tag)?,
            }
        }
    }

    /// Reads one attribute into the tag; where it ends.
    fn attribute(&self, from: usize, tag: &mut Tag) -> Option<usize> {
        let bytes = self.text.as_bytes();
        // An equals sign may begin a name, and then it is a part of it.
        let name_end = from
            + 1
            + self.rest(from + 1).iter().position(|b| is_space(*b) || matches!(b, b'/' | b'>' | b'='))?;
        let skip_space = |at: usize| Some(at + self.rest(at).iter().position(|b| !is_space(*b))?);
        let after = skip_space(name_end)?;
        let (value, end) = if *bytes.get(after)? == b'=' {
            let start = skip_space(after + 1)?;
            match *bytes.get(start)? {
                quote @ (b'"' | b'\'') => {
                    let close = start + 1 + memchr(quote, self.rest(start + 1))?;
                    ((start + 1, close), close + 1)
                }
                b'>' => ((start, start), start),
                _ => {
                    let close = start + self.rest(start).iter().position(|b| is_space(*b) || *b == b'>')?;
                    ((start, close), close)
                }
            }
        } else {
            ((after, after), after)
        };
        if tag.kind == TagKind::StartTag && tag.attrs.len() < MAX_ATTRIBUTES {
            let name = self.name(from, name_end);
            if tag.attrs.iter().any(|a| a.name.local == name) {
                tag.had_duplicate_attributes = true;
            } else {
                let value = self.piece(value.0, value.1, As::Value);
                tag.attrs.push(Attribute { name: QualName::new(None, ns!(), name), value });
            }
        }
        Some(end)
    }

    /// A name in lower case.
    fn name(&self, from: usize, to: usize) -> LocalName {
        let name = self.text.get(from..to).unwrap_or_default();
        let bytes = name.as_bytes();
        let byte = |at: usize| usize::from(bytes.get(at).copied().unwrap_or(0));
        let hash =
            byte(0) + 5 * byte(bytes.len() / 2) + 17 * byte(bytes.len().saturating_sub(1)) + 71 * bytes.len();
        let mut names = self.names.borrow_mut();
        let known = &mut names[hash % NAMES];
        // One that stands there is in lower case.
        if **known != *name {
            *known = if name.bytes().any(|b| b.is_ascii_uppercase() || b == 0) {
                LocalName::from(name.to_ascii_lowercase().replace('\0', "\u{fffd}"))
            } else {
                LocalName::from(name)
            };
        }
        known.clone()
    }

    /// The content of an element in which no tags stand, up to its own end tag.
    fn raw(&mut self, name: &LocalName, kind: RawKind) {
        let start = self.at;
        let rest = self.rest(start);
        let closes = |i: usize| {
            let tail = rest.get(i + 2..).unwrap_or_default();
            rest.get(i + 1) == Some(&b'/')
                && tail.get(..name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name.as_bytes()))
                && tail.get(name.len()).is_some_and(|b| is_space(*b) || matches!(b, b'/' | b'>'))
        };
        let end = memchr_iter(b'<', rest).find(|i| closes(*i)).map_or(self.text.len(), |i| start + i);
        self.characters(start, end, if kind == RawKind::Rcdata { As::Rcdata } else { As::Raw });
        self.at = end;
    }

    fn characters(&self, from: usize, to: usize, how: As) {
        if from < to {
            let piece = self.piece(from, to, how);
            if !piece.is_empty() {
                let _ = self.send(Token::CharacterTokens(piece));
            }
        }
    }

    /// Whether a part of the page is as it is meant: without reference, carriage return and NUL.
    fn is_meant(&self, from: usize, to: usize) -> bool {
        let (asked, mut mark) = self.mark.get();
        if from < asked || from > mark {
            mark = memchr3(b'&', b'\r', b'\0', self.rest(from)).map_or(usize::MAX, |at| from + at);
            self.mark.set((from, mark));
        }
        mark >= to
    }

    /// A part of the page as it is meant.
    fn piece(&self, from: usize, to: usize, how: As) -> StrTendril {
        let text = self.text.get(from..to).unwrap_or_default();
        if self.is_meant(from, to) {
            let length = u32::try_from(text.len()).unwrap_or(0);
            return u32::try_from(from)
                .ok()
                .and_then(|from| self.whole.try_subtendril(from, length).ok())
                .unwrap_or_default();
        }
        StrTendril::from(meant(text, how))
    }
}

/// References decoded, line breaks made one kind, NULs replaced.
fn meant(text: &str, how: As) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr3(b'&', b'\r', b'\0', rest.as_bytes()) {
        let (before, mark) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let mut chars = mark.chars();
        let found = chars.next();
        rest = chars.as_str();
        match found {
            Some('\r') => {
                out.push('\n');
                rest = rest.strip_prefix('\n').unwrap_or(rest);
            }
            Some('\0') if how != As::Text => out.push('\u{fffd}'),
            Some('&') if how != As::Raw => match references::decode(rest, how == As::Value) {
                Some((decoded, after)) => {
                    out.extend(decoded);
                    rest = after;
                }
                None => out.push('&'),
            },
            Some('&') => out.push('&'),
            _ => {}
        }
    }
    out.push_str(rest);
    out
}

/// What follows `<!DOCTYPE`.
fn doctype(text: &str) -> Doctype {
    let text = text.trim_start();
    let (name, mut rest) = text.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((text, ""));
    let mut out = Doctype {
        name: (!name.is_empty()).then(|| StrTendril::from(name.to_ascii_lowercase())),
        force_quirks: name.is_empty(),
        ..Doctype::default()
    };
    let keyword = |rest: &str| rest.trim_start().get(..6).map(str::to_ascii_lowercase);
    match keyword(rest).as_deref() {
        Some("public") => {
            rest = rest.trim_start().get(6..).unwrap_or_default();
            out.public_id = quoted(&mut rest);
            out.system_id = quoted(&mut rest);
            out.force_quirks |= out.public_id.is_none();
        }
        Some("system") => {
            rest = rest.trim_start().get(6..).unwrap_or_default();
            out.system_id = quoted(&mut rest);
            out.force_quirks |= out.system_id.is_none();
        }
        _ => out.force_quirks |= !rest.trim().is_empty(),
    }
    out
}

/// The quoted text that is next, taken off.
fn quoted(rest: &mut &str) -> Option<StrTendril> {
    let text = rest.trim_start();
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (value, after) = text.get(1..)?.split_once(quote)?;
    *rest = after;
    Some(StrTendril::from_slice(value))
}
