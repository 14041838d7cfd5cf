//! Terms: what the vectors of texts are made of.

use crate::fold::fold;
use crate::language::{language, primary_tag};
use crate::segment::words;
use crate::stop::is_stop_word;
use rust_stemmers::{Algorithm, Stemmer};

/// The terms of a text in order, with repeats: words without the language's stop words, stemmed (Snowball, where
/// the language has a stemmer; a word's beginning in other languages with many endings) and folded. Without `lang` the language is told from the text.
#[must_use]
pub fn terms(text: &str, lang: Option<&str>) -> Vec<String> {
    let lang = lang.and_then(primary_tag).or_else(|| language(text, None));
    let lang = lang.as_deref().unwrap_or("");
    let stemmer = stemmer(lang);
    let mut out = Vec::with_capacity(text.len() / 8);
    for w in words(text) {
        let lower = w.text.to_lowercase();
        if is_stop_word(&lower, lang) || is_bare_letter(&lower, w.unspaced) {
            continue;
        }
        let term = reduce(&lower, lang, stemmer.as_ref());
        if !term.is_empty() {
            out.push(term);
        }
    }
    out
}

/// The term of one word in a language: stemmed and folded as by [`terms`], stop words included.
#[must_use]
pub fn stem(word: &str, lang: &str) -> String {
    reduce(&word.to_lowercase(), lang, stemmer(lang).as_ref())
}

pub(crate) fn reduce(lower: &str, lang: &str, stemmer: Option<&Stemmer>) -> String {
    // Vietnamese tells most words apart by their tone marks alone.
    if lang == "vi" {
        return lower.to_owned();
    }
    let has_digit = lower.bytes().any(|b| b.is_ascii_digit());
    match stemmer {
        Some(s) if !has_digit => fold(&s.stem(lower)),
        None if !has_digit && INFLECTED.contains(&lang) => beginning(&fold(lower)),
        _ => fold(lower),
    }
}

/// Languages that put much into their words' ends and have no stemmer here.
const INFLECTED: [&str; 14] =
    ["be", "bg", "bs", "cs", "et", "hr", "lt", "lv", "mk", "pl", "sk", "sl", "sr", "uk"];

/// The letters that a long word is known by, whatever its ending: the first six, which tells words apart about as well as a
/// stemmer does (P. McNamee and J. Mayfield, 2004). Of a shorter one a last vowel is left out.
fn beginning(word: &str) -> String {
    let letters: Vec<char> = word.chars().collect();
    let ends_in_vowel = letters.last().is_some_and(|c| "aeiouyаеиіоуыэюяь".contains(*c));
    let keep = match letters.len() {
        n if n > 6 => 6,
        n if n > 4 && ends_in_vowel => n - 1,
        n => n,
    };
    letters.into_iter().take(keep).collect()
}

/// A single letter left by an apostrophe or an initial says nothing; a single Chinese character can be a word.
pub(crate) fn is_bare_letter(w: &str, unspaced: bool) -> bool {
    let mut chars = w.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) => {
            if unspaced {
                matches!(c, '\u{3041}'..='\u{30ff}')
            } else {
                !c.is_numeric()
            }
        }
        _ => false,
    }
}

pub(crate) fn stemmer(lang: &str) -> Option<Stemmer> {
    Some(Stemmer::create(match lang {
        "ar" => Algorithm::Arabic,
        "da" => Algorithm::Danish,
        "nl" => Algorithm::Dutch,
        "en" => Algorithm::English,
        "fi" => Algorithm::Finnish,
        "fr" => Algorithm::French,
        "de" => Algorithm::German,
        "el" => Algorithm::Greek,
        "hu" => Algorithm::Hungarian,
        "it" => Algorithm::Italian,
        "no" => Algorithm::Norwegian,
        "pt" => Algorithm::Portuguese,
        "ro" => Algorithm::Romanian,
        "ru" => Algorithm::Russian,
        "es" => Algorithm::Spanish,
        "sv" => Algorithm::Swedish,
        "ta" => Algorithm::Tamil,
        "tr" => Algorithm::Turkish,
        _ => return None,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_of_languages() {
        for (text, lang, want) in [
            ("The earthquakes in Iran's north killed 12", "en", "earthquak iran north kill 12"),
            ("Die Überschwemmungen in der Schweiz", "de", "uberschwemm schweiz"),
            ("Les Jeux olympiques à Tokyo", "fr", "jeux olymp tokyo"),
            ("Olimpijskih iger v Tokiu", "sl", "olimpi iger toki"),
            ("Olimpijske igre", "sl", "olimpi igre"),
            ("东京奥运会的开幕式", "zh", "东京 奥运 开幕 式"),
            ("Nồng thắm tình hữu nghị", "vi", "nồng thắm tình hữu nghị"),
        ] {
            assert_eq!(terms(text, Some(lang)).join(" "), want);
        }
        assert_eq!(stem("earthquakes", "en"), "earthquak");
    }
}
