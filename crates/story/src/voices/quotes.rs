//! A text cut into units that hold a quotation whole, and the tokens of a unit.
//!
//! `text::sentences` would cut inside of a quotation ("It was loud. We ran," said Smith). So quotations are masked
//! by letters of the same length first: every offset stays what it was.

use text::{sentences, words};

/// Words of the shortest quotation that counts as one; shorter ones are words in inverted commas.
const QUOTE_WORDS: usize = 3;

/// A piece of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// Where it begins in the text.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// A quotation, its marks included.
    pub quote: bool,
}

/// A sentence, or a quotation with what goes with it.
#[derive(Debug, Clone)]
pub(crate) struct Unit {
    /// Where it begins in the text.
    pub from: usize,
    /// Where it ends.
    pub to: usize,
    /// The number of its paragraph.
    pub paragraph: usize,
    /// Words and quotations in order.
    pub tokens: Vec<Token>,
}

/// A quotation's place, marks included.
#[derive(Debug, Clone, Copy)]
struct Span {
    from: usize,
    to: usize,
}

/// The units of a text in order.
pub(crate) fn units(text: &str) -> Vec<Unit> {
    let mut out = Vec::new();
    let mut at = 0;
    for (paragraph, line) in text.split('\n').enumerate() {
        let spans = quotations(line);
        let masked = mask(line, &spans);
        for piece in sentences(&masked) {
            let Some(from) = offset(&masked, piece) else { continue };
            let to = from + piece.len();
            let tokens = tokens(piece, from, &spans)
                .into_iter()
                .map(|t| Token { from: t.from + at, to: t.to + at, ..t })
                .collect();
            out.push(Unit { from: from + at, to: to + at, paragraph, tokens });
        }
        at += line.len() + 1;
    }
    out
}

/// Where a piece stands in the text that it was cut from.
fn offset(whole: &str, piece: &str) -> Option<usize> {
    piece.as_ptr().addr().checked_sub(whole.as_ptr().addr()).filter(|o| *o <= whole.len())
}

/// The quotations of a line. One that is never closed goes on to the line's end: so are quotations of several
/// paragraphs printed.
fn quotations(line: &str) -> Vec<Span> {
    let mut out = Vec::new();
    let mut open: Option<(usize, char)> = None;
    let mut before = ' ';
    let mut chars = line.char_indices().peekable();
    while let Some((i, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |n| n.1);
        match open {
            None => {
                let single = matches!(c, '‘' | '\'') && !before.is_alphanumeric() && next.is_uppercase();
                if matches!(c, '“' | '"' | '„') && !next.is_whitespace() || single {
                    open = Some((i, c));
                }
            }
            Some((from, mark)) => {
                let closes = match mark {
                    '“' | '„' => matches!(c, '”' | '“') && from != i,
                    '"' => c == '"',
                    // An apostrophe looks the same: only one behind a point ends a quotation.
                    '‘' => {
                        c == '’' && matches!(before, ',' | '.' | '?' | '!' | '…') && !next.is_alphanumeric()
                    }
                    _ => {
                        c == '\'' && matches!(before, ',' | '.' | '?' | '!' | '…') && !next.is_alphanumeric()
                    }
                };
                if closes {
                    keep(&mut out, line, from, i + c.len_utf8());
                    open = None;
                }
            }
        }
        before = c;
    }
    if let Some((from, '“' | '"' | '„')) = open {
        keep(&mut out, line, from, line.len());
    }
    out
}

fn keep(out: &mut Vec<Span>, line: &str, from: usize, to: usize) {
    if line.get(from..to).is_some_and(|q| q.split_whitespace().count() >= QUOTE_WORDS) {
        out.push(Span { from, to });
    }
}

/// The line with the quotations' words turned to letters, and a full stop as the last of them where the sentence ends
/// with the quotation.
fn mask(line: &str, spans: &[Span]) -> String {
    let mut out = String::with_capacity(line.len());
    let mut done = 0;
    for s in spans {
        let (Some(head), Some(inner)) = (line.get(done..s.from), line.get(s.from..s.to)) else { continue };
        out.push_str(head);
        let first = inner.chars().next().map_or(0, char::len_utf8);
        let last = inner.chars().next_back().filter(|c| is_mark(*c)).map_or(0, char::len_utf8);
        let words = inner.get(first..inner.len().saturating_sub(last)).unwrap_or_default();
        out.push_str(inner.get(..first).unwrap_or_default());
        out.push_str(&"q".repeat(words.len().saturating_sub(1)));
        let before = out_text_before(head);
        let ends = match words.chars().next_back() {
            // "…," said Smith. Smith said: "…"
            Some('.') => true,
            Some('?' | '!' | '…') => matches!(before, Some(',' | ':')),
            _ => false,
        };
        out.push(if ends { '.' } else { 'q' });
        out.push_str(inner.get(inner.len().saturating_sub(last)..).unwrap_or_default());
        done = s.to;
    }
    out.push_str(line.get(done..).unwrap_or_default());
    out
}

fn out_text_before(head: &str) -> Option<char> {
    head.trim_end().chars().next_back()
}

pub(super) fn is_mark(c: char) -> bool {
    matches!(c, '“' | '”' | '"' | '„' | '‘' | '’' | '\'')
}

/// Words outside of quotations, and each quotation as one token.
fn tokens(piece: &str, from: usize, spans: &[Span]) -> Vec<Token> {
    let mut out: Vec<Token> = Vec::new();
    for w in words(piece) {
        let (a, b) = (w.from + from, w.to + from);
        match spans.iter().find(|s| s.from < b && a < s.to) {
            Some(s) => {
                if out.last().is_none_or(|t| t.from != s.from) {
                    out.push(Token { from: s.from, to: s.to, quote: true });
                }
            }
            None => out.push(Token { from: a, to: b, quote: false }),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_stay_whole() {
        for (text, want) in [
            (
                "\"It was loud. We ran,\" said Smith. He hid.",
                vec!["\"It was loud. We ran,\" said Smith.", "He hid."],
            ),
            (
                "Smith said: “We ran. All of us.” The house burned.",
                vec!["Smith said: “We ran. All of us.”", "The house burned."],
            ),
            ("“Will it ever end?” Smith asked.", vec!["“Will it ever end?” Smith asked."]),
            ("‘It’s over now,’ said Smith. It wasn’t.", vec!["‘It’s over now,’ said Smith.", "It wasn’t."]),
            (
                "“It goes on and on.\n“And here it ends,” she said.",
                vec!["“It goes on and on.", "“And here it ends,” she said."],
            ),
            (
                "The so-called \"big freeze\" began. It is cold.",
                vec!["The so-called \"big freeze\" began.", "It is cold."],
            ),
        ] {
            let got: Vec<&str> = units(text).iter().map(|u| text.get(u.from..u.to).unwrap()).collect();
            assert_eq!(got, want, "{text}");
        }
    }
}
