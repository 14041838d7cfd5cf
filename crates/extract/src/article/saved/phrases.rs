//! What the lines of saved pages say, in many languages: lists kept in `data/saved.phrases`.

use std::sync::OnceLock;

use crate::article::hashed::{Map, Set};
use crate::article::words::{fold_key, is_dense};

/// The lists under their headings.
#[derive(Debug, Default)]
pub(super) struct Phrases {
    lists: Map<&'static str, List>,
    /// Longer words of the lists of the page's own lines.
    own: Set<String>,
}

/// Words of at least so many letters are told apart.
const OWN_WORD: usize = 4;

/// Phrases, folded: looked up as a whole and by their first word; in scripts without spaces by their first letter.
#[derive(Debug, Default)]
struct List {
    whole: Set<String>,
    by_word: Map<String, Vec<String>>,
    by_letter: Map<char, Vec<String>>,
}

/// The lists, read once.
pub(super) fn phrases() -> &'static Phrases {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(|| Phrases::parse(include_str!("../../../data/saved.phrases")))
}

impl Phrases {
    fn parse(text: &'static str) -> Self {
        let mut lists: Map<&'static str, List> = Map::default();
        let mut heading = "";
        for line in text.lines().filter(|l| !l.starts_with('#')) {
            if let Some((name, _)) = line.strip_prefix('[').and_then(|l| l.split_once(']')) {
                heading = name;
                continue;
            }
            let key = fold_key(line);
            if let Some(first) = key.chars().next() {
                let list = lists.entry(heading).or_default();
                let word = key.split(' ').next().unwrap_or(&key);
                if word.chars().any(is_dense) {
                    list.by_letter.entry(first).or_default().push(key.clone());
                } else {
                    list.by_word.entry(word.to_owned()).or_default().push(key.clone());
                }
                list.whole.insert(key);
            }
        }
        let own = [
            "whole",
            "begins",
            "holds",
            "invitation",
            "invitation-ends",
            "read-on",
            "comments",
            "end",
            "popular",
            "buttons",
        ];
        let own = own.iter().filter_map(|l| lists.get(l)).flat_map(|l| &l.whole).flat_map(|p| p.split(' '));
        let plain = |w: &str| lists.get("plain").is_some_and(|l| l.whole.contains(w));
        let own = own.filter(|w| w.chars().count() >= OWN_WORD && !plain(w)).map(str::to_owned).collect();
        Self { lists, own }
    }

    /// Which share of a folded text's longer words stand in the page's own lines too.
    pub(super) fn own_share(&self, key: &str) -> f32 {
        let (mut all, mut own) = (1.0_f32, 0.0_f32);
        for word in key.split(' ').filter(|w| w.chars().count() >= OWN_WORD).take(60) {
            all += 1.0;
            own += if self.own.contains(word) { 1.0 } else { 0.0 };
        }
        own / all
    }

    /// Whether a folded text is a phrase of the list.
    pub(super) fn is(&self, list: &str, key: &str) -> bool {
        self.lists.get(list).is_some_and(|l| l.whole.contains(key))
    }

    /// The longest phrase of the list that a folded text begins with, up to the end of a word.
    pub(super) fn begins(&self, list: &str, key: &str) -> Option<&str> {
        let list = self.lists.get(list)?;
        let (first, word) = (key.chars().next()?, key.split(' ').next()?);
        let (dense, spaced) = (list.by_letter.get(&first), list.by_word.get(word));
        [dense, spaced]
            .into_iter()
            .flatten()
            .flatten()
            .filter(|p| key.strip_prefix(p.as_str()).is_some_and(|rest| ends(p, rest)))
            .max_by_key(|p| p.len())
            .map(String::as_str)
    }

    /// Whether a folded text holds a phrase of the list, as whole words.
    pub(super) fn holds(&self, list: &str, key: &str) -> bool {
        let starts = std::iter::once(0).chain(key.match_indices(' ').map(|(i, _)| i.saturating_add(1)));
        starts.filter_map(|at| key.get(at..)).any(|rest| self.begins(list, rest).is_some())
    }

    /// The longest phrase of the list that a text in lower case ends with, also within a word.
    pub(super) fn ending(&self, list: &str, lower: &str) -> Option<&str> {
        let phrases = self.lists.get(list)?.whole.iter();
        phrases.filter(|p| lower.ends_with(p.as_str())).max_by_key(|p| p.len()).map(String::as_str)
    }

    /// Whether a folded text ends with a phrase of the list, as whole words.
    pub(super) fn ends(&self, list: &str, key: &str) -> bool {
        let starts = std::iter::once(0).chain(key.match_indices(' ').map(|(i, _)| i.saturating_add(1)));
        starts.filter_map(|at| key.get(at..)).any(|rest| self.is(list, rest))
    }
}

/// A text without the folded phrase that it begins with.
pub(super) fn without<'t>(phrase: &str, text: &'t str) -> &'t str {
    let mut rest = text;
    for word in phrase.split(' ') {
        rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
        let mut left = word.chars().count();
        // Quotation marks within a word are no part of its folded form.
        let end = rest.char_indices().find(|(_, c)| {
            let over = left == 0;
            left = left.saturating_sub(usize::from(c.is_alphanumeric()));
            over
        });
        rest = rest.get(end.map_or(rest.len(), |(at, _)| at)..).unwrap_or_default();
    }
    rest
}

/// Whether a word ends where a phrase does.
fn ends(phrase: &str, rest: &str) -> bool {
    rest.chars().next().is_none_or(|c| !c.is_alphanumeric())
        || phrase.chars().next_back().is_some_and(is_dense)
}

#[cfg(test)]
mod tests {
    use super::phrases;

    #[test]
    fn phrases_are_found_as_whole_words() {
        let lists = phrases();
        assert!(lists.is("ads", "anzeige"));
        assert_eq!(lists.begins("begins", "sign up for more"), Some("sign up"));
        assert_eq!(lists.begins("begins", "sign upon it"), None);
        assert!(lists.holds("holds", "read our privacy policy for more"));
        assert!(lists.ends("roles", "transport correspondent"));
        assert!(!lists.is("no such list", "anzeige"));
    }
}
