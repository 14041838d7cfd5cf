//! What a reader types, as a query of the index.

use std::ops::Bound;

use tantivy::Term;
use tantivy::query::{
    BooleanQuery, BoostQuery, FuzzyTermQuery, Occur, PhraseQuery, Query, RangeQuery, TermQuery,
};
use tantivy::schema::{Field, IndexRecordOption};

use super::index::Fields;

/// A query is read up to this many characters, and this many words or phrases of it count.
const LONGEST: usize = 1000;
const CLAUSES: usize = 32;
/// How much more a word in the headline, or in the names of outlet, authors and topics, says than one in the body.
const TITLE: f32 = 2.5;
const NAMES: f32 = 1.5;

/// A query, read.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// Each must occur: one word, or the words of a phrase.
    pub(crate) must: Vec<Vec<String>>,
    /// None may occur.
    pub(crate) must_not: Vec<Vec<String>>,
}

impl Wanted {
    /// Reads a query: words, phrases in quotes, `-` before what must not occur. Anything can be read; what has no word in
    /// it counts for nothing.
    pub(crate) fn read(text: &str) -> Self {
        let text: String = text.chars().take(LONGEST).collect();
        let mut wanted = Self::default();
        let mut rest = text.trim_start();
        while !rest.is_empty() && wanted.must.len() + wanted.must_not.len() < CLAUSES {
            let (not, on) = rest.strip_prefix('-').map_or((false, rest), |on| (true, on));
            let (clause, after) = match on.strip_prefix(['"', '“', '„', '«', '「']) {
                Some(quoted) => quoted.split_once(['"', '”', '“', '»', '」']).unwrap_or((quoted, "")),
                None => on.split_once(char::is_whitespace).unwrap_or((on, "")),
            };
            let words: Vec<String> =
                text::search_tokens(clause).into_iter().map(|token| token.term).collect();
            if !words.is_empty() {
                if not { &mut wanted.must_not } else { &mut wanted.must }.push(words);
            }
            rest = after.trim_start();
        }
        wanted
    }

    /// Whether a word of a text is one that was asked for.
    pub(crate) fn asks_for(&self, term: &str) -> bool {
        self.must
            .iter()
            .flatten()
            .any(|word| word == term || (is_part(word) && term.starts_with(word.as_str())))
    }

    /// As a query of the index; none when nothing is asked for.
    pub(crate) fn query(&self, fields: Fields, since: Option<i64>) -> Option<BooleanQuery> {
        if self.must.is_empty() {
            return None;
        }
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for (occur, list) in [(Occur::Must, &self.must), (Occur::MustNot, &self.must_not)] {
            clauses.extend(list.iter().map(|words| (occur, anywhere(fields, words))));
        }
        if let Some(since) = since {
            let from = Bound::Included(Term::from_field_i64(fields.at, since));
            clauses.push((
                Occur::Must,
                // A filter: it must not count for the score.
                Box::new(BoostQuery::new(Box::new(RangeQuery::new(from, Bound::Unbounded)), 0.0)),
            ));
        }
        Some(BooleanQuery::new(clauses))
    }
}

fn anywhere(fields: Fields, words: &[String]) -> Box<dyn Query> {
    let boosted = |field, by| -> Box<dyn Query> { Box::new(BoostQuery::new(inside(field, words), by)) };
    Box::new(BooleanQuery::union(vec![
        boosted(fields.title, TITLE),
        boosted(fields.names, NAMES),
        inside(fields.body, words),
    ]))
}

fn inside(field: Field, words: &[String]) -> Box<dyn Query> {
    let mut terms: Vec<Term> = words.iter().map(|word| Term::from_field_text(field, word)).collect();
    match terms.pop() {
        Some(term) if terms.is_empty() => {
            if words.first().is_some_and(|word| is_part(word)) {
                return Box::new(FuzzyTermQuery::new_prefix(term, 0, false));
            }
            Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
        }
        last => {
            terms.extend(last);
            Box::new(PhraseQuery::new(terms))
        }
    }
}

/// Runs of Chinese and Japanese are indexed as pairs of characters: one alone is the beginning of a pair.
fn is_part(word: &str) -> bool {
    let mut chars = word.chars();
    let first = chars.next();
    chars.next().is_none()
        && first.is_some_and(
            |c| matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}'),
        )
}

#[cfg(test)]
mod tests {
    use super::Wanted;

    #[test]
    fn a_query_is_words_phrases_and_exclusions() {
        let read = |text| {
            let wanted = Wanted::read(text);
            let join = |list: Vec<Vec<String>>| {
                list.iter().map(|words| words.join("+")).collect::<Vec<_>>().join(" ")
            };
            format!("{} | {}", join(wanted.must), join(wanted.must_not))
        };
        for (text, expected) in [
            ("", " | "),
            ("  Wind  farm ", "wind farm | "),
            ("\"wind farm\" -Coal", "wind+farm | coal"),
            ("-\"São Paulo\" rain", "rain | sao+paulo"),
            ("„die Küste“ heute", "die+kuste heute | "),
            ("open \"quote", "open quote | "),
            ("--- \"\" \" - ", " | "),
            ("東京タワー", "東京+京タ+タワ+ワー | "),
        ] {
            assert_eq!(read(text), expected, "{text:?}");
        }
        assert!(Wanted::read(&"word ".repeat(5000)).must.len() <= 32);
    }
}
