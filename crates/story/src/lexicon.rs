//! Common words of news and what they mean, in several languages: `data/lexicon.txt`.

use crate::frequency::Map;
use std::collections::HashMap;
use std::sync::LazyLock;
use text::{fold, hash32, hash64};

/// The languages of the lexicon's columns. Japanese shares the Chinese one.
const LANGUAGES: [&str; 10] = ["en", "de", "fr", "es", "pt", "it", "ru", "sl", "ar", "zh"];
/// Letters that a word may have beyond a beginning.
const ENDING: usize = 9;
/// Letters that a compound's last word may have beyond a beginning, and the fewest that it has.
const LAST_ENDING: usize = 4;
const LAST: usize = 5;
/// What an Arabic word may begin with: "and", "in", "as", "so", "for" with and without the article.
const ARABIC: [&str; 9] = ["وال", "بال", "كال", "فال", "لل", "ال", "و", "ب", "ل"];

/// The hashes of the words of one language, and of beginnings of words, with the meaning of each.
#[derive(Default)]
struct Lists {
    whole: Map<u64, u32>,
    beginnings: Map<u64, u32>,
}

static LEXICON: LazyLock<HashMap<&'static str, Lists>> = LazyLock::new(|| {
    let mut lexicon: HashMap<&'static str, Lists> = HashMap::new();
    for line in include_str!("../data/lexicon.txt").lines().filter(|l| !l.starts_with('#')) {
        let Some(first) = line.split(' ').next() else { continue };
        let meaning = meaning(first.trim_end_matches('-'));
        for (lang, words) in LANGUAGES.into_iter().zip(line.split('|')) {
            let lists = lexicon.entry(lang).or_default();
            for word in words.split_whitespace().filter(|w| *w != "·") {
                match word.strip_suffix('-') {
                    Some(beginning) => lists.beginnings.entry(hash64(&fold(beginning))).or_insert(meaning),
                    None => lists.whole.entry(hash64(&fold(word))).or_insert(meaning),
                };
            }
        }
    }
    lexicon
});

/// The term of a number as it is written in digits.
pub(crate) fn number(digits: &str) -> u32 {
    hash32(&format!("#{digits}"))
}

fn meaning(first: &str) -> u32 {
    if first.starts_with(|c: char| c.is_ascii_digit()) { number(first) } else { hash32(&format!("={first}")) }
}

/// The language whose words are looked up for a language: its own or a close relative's.
fn lists(lang: &str) -> Option<&'static Lists> {
    let column = match lang {
        "ja" => "zh",
        "hr" | "bs" => "sl",
        "uk" | "be" | "bg" => "ru",
        "ca" | "gl" => "es",
        own => own,
    };
    LEXICON.get(column)
}

impl Lists {
    /// The meaning of a word, with the length in bytes of what means it.
    fn find(&self, word: &str, ending: usize) -> Option<(u32, usize)> {
        if let Some(meaning) = self.whole.get(&hash64(word)) {
            return Some((*meaning, word.len()));
        }
        let cuts = word.char_indices().map(|(i, _)| i).skip(2).chain([word.len()]);
        let cuts: Vec<usize> = cuts.collect();
        cuts.iter()
            .rev()
            .take(ending + 1)
            .find_map(|cut| Some((*self.beginnings.get(&hash64(word.get(..*cut)?))?, *cut)))
    }
}

/// What a folded word of a language means: nothing that is known, one meaning, or, where it is a compound, two.
pub(crate) fn meanings(word: &str, lang: &str) -> [Option<u32>; 2] {
    let Some(lists) = lists(lang) else { return [None; 2] };
    if let Some((meaning, cut)) = lists.find(word, ENDING) {
        let rest = word.get(cut..).filter(|_| lang == "de").unwrap_or_default();
        return [Some(meaning), last_of_compound(lists, rest).filter(|m| *m != meaning)];
    }
    let found = match lang {
        "ar" => ARABIC.iter().filter_map(|p| word.strip_prefix(p)).find_map(|rest| {
            lists.find(rest, ENDING).filter(|_| rest.chars().count() > 2).map(|(meaning, _)| meaning)
        }),
        "de" => word.char_indices().skip(3).find_map(|(i, _)| last(lists, word.get(i..)?)),
        _ => None,
    };
    [found, None]
}

/// The meaning of what follows a compound's first word, where up to two letters may join them.
fn last_of_compound(lists: &Lists, rest: &str) -> Option<u32> {
    rest.char_indices().take(3).find_map(|(i, _)| last(lists, rest.get(i..)?))
}

fn last(lists: &Lists, word: &str) -> Option<u32> {
    if word.chars().count() < LAST {
        return None;
    }
    lists.find(word, LAST_ENDING).map(|(meaning, _)| meaning)
}

/// What a run of characters of a script without spaces means.
pub(crate) fn unspaced(run: &str) -> Option<u32> {
    lists("zh")?.whole.get(&hash64(run)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_meaning_in_many_languages() {
        let of = |word: &str, lang| meanings(&fold(word), lang);
        let quake = of("earthquakes", "en");
        assert!(quake.first().is_some_and(Option::is_some));
        for (word, lang) in [
            ("Erdbeben", "de"),
            ("séismes", "fr"),
            ("terremotos", "es"),
            ("землетрясением", "ru"),
            ("potresa", "sl"),
            ("الزلزال", "ar"),
        ] {
            assert_eq!(of(word, lang), quake, "{word}");
        }
        assert_eq!([unspaced("地震"), None], quake);
        assert_eq!(of("Goldmedaille", "de"), [of("gold", "en")[0], of("medal", "en")[0]]);
        assert_eq!(of("thirteen", "en"), [Some(number("13")), None]);
        assert_eq!(of("qwerty", "en"), [None; 2]);
        assert_eq!(of("gift", "xx"), [None; 2]);
    }

    #[test]
    fn every_line_has_every_language() {
        for line in include_str!("../data/lexicon.txt").lines().filter(|l| !l.starts_with('#')) {
            let columns: Vec<&str> = line.split('|').collect();
            assert_eq!(columns.len(), LANGUAGES.len(), "{line}");
            assert!(columns.iter().all(|c| !c.trim().is_empty()), "{line}");
        }
    }
}
