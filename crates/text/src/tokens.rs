//! Tokens of the search index.

use crate::fold::fold;
use crate::segment::{is_han_or_kana, runs, words};

/// A token of the search index: its place in the text and its folded form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Byte offset of the first character in the text.
    pub from: usize,
    /// Byte offset behind the last character in the text.
    pub to: usize,
    /// The folded form that is indexed and looked up.
    pub term: String,
}

/// The tokens by which text is found, alike for documents and queries and in every language: folded words,
/// without stemming or stop words.
///
/// Chinese and Japanese runs give overlapping pairs of characters (a lone character gives itself), so that every
/// part of a run of two characters or more is found wherever a dictionary would have cut; Thai, Khmer, Lao and
/// Burmese are cut into words with ICU's dictionaries.
#[must_use]
pub fn search_tokens(text: &str) -> Vec<Token> {
    let mut out = Vec::with_capacity(text.len() / 6);
    for run in runs(text) {
        if run.unspaced && run.text.chars().all(is_han_or_kana) {
            pairs(run.text, run.from, &mut out);
        } else if run.unspaced {
            for w in words(run.text) {
                push(&mut out, run.from + w.from, run.from + w.to, w.text);
            }
        } else {
            push(&mut out, run.from, run.to, run.text);
        }
    }
    out
}

fn pairs(text: &str, from: usize, out: &mut Vec<Token>) {
    let ends: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
    let size = if ends.len() > 2 { 2 } else { 1 };
    for w in ends.windows(size + 1) {
        if let (Some(a), Some(b)) = (w.first(), w.last()) {
            push(out, from + a, from + b, text.get(*a..*b).unwrap_or_default());
        }
    }
}

fn push(out: &mut Vec<Token>, from: usize, to: usize, word: &str) {
    let term = fold(word);
    if !term.is_empty() {
        out.push(Token { from, to, term });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn terms(text: &str) -> Vec<String> {
        search_tokens(text).into_iter().map(|t| t.term).collect()
    }

    #[test]
    fn tokens() {
        assert_eq!(terms("São Paulo's Fußball-WM"), ["sao", "paulo", "s", "fussball", "wm"]);
        assert_eq!(terms("东京奥运会"), ["东京", "京奥", "奥运", "运会"]);
        assert_eq!(terms("雪 と"), ["雪", "と"]);
        assert!(terms("รัฐบาลเสนอร่างกฎหมาย").contains(&"รัฐบาล".to_owned()));
    }

    proptest! {
        #[test]
        fn places_are_right(s in "\\PC{0,60}") {
            for t in search_tokens(&s) {
                prop_assert!(t.from < t.to);
                prop_assert_eq!(fold(s.get(t.from..t.to).unwrap()), t.term);
            }
        }
    }
}
