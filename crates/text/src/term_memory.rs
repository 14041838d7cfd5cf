//! Terms of many texts as hashes, with a memory of words met before.

use crate::hash::hash64;
use crate::language::language;
use crate::segment::each_word;
use crate::stop::is_stop_word;
use crate::terms::{is_bare_letter, reduce, stemmer};

/// Words remembered; of two that fall into one place the later stays. 1 MiB.
const PLACES: usize = 1 << 16;

/// Gives the hashes of a text's terms, and remembers what it worked out: news repeats its words, and stemming and folding
/// them is most of the work. What it remembers never changes what it gives.
#[derive(Debug, Clone, Default)]
pub struct TermMemory {
    /// By the low bits of the key: a word with its language, and the hash of its term (0 for none).
    places: Vec<(u64, u64)>,
}

impl TermMemory {
    /// [`crate::hash64`] of each of a text's [`crate::terms`], in order, with repeats. `lang` is a primary tag;
    /// where it is not known ("", "und"), the language is told from the text.
    pub fn terms(&mut self, text: &str, lang: &str) -> Vec<u64> {
        let told = if matches!(lang, "" | "und") { language(text, None) } else { None };
        let lang = told.as_deref().unwrap_or(lang);
        let mut out = Vec::with_capacity(text.len() / 8);
        let salt = hash64(lang).rotate_left(23);
        each_word(text, |w| {
            let term = self.remembered(hash64(w.text) ^ salt, || {
                let lower = w.text.to_lowercase();
                if is_stop_word(&lower, lang) || is_bare_letter(&lower, w.unspaced) {
                    return 0;
                }
                hash_of(&reduce(&lower, lang, stemmer(lang).as_ref()))
            });
            if term != 0 {
                out.push(term);
            }
        });
        out
    }

    /// [`crate::hash64`] of [`crate::stem`] of a word.
    pub fn stem(&mut self, word: &str, lang: &str) -> u64 {
        let salt = hash64(lang).rotate_left(41);
        self.remembered(hash64(word) ^ salt, || {
            hash_of(&reduce(&word.to_lowercase(), lang, stemmer(lang).as_ref()))
        })
    }

    fn remembered(&mut self, key: u64, work_out: impl FnOnce() -> u64) -> u64 {
        if self.places.is_empty() {
            self.places = vec![(0, 0); PLACES];
        }
        let at = usize::try_from(key).unwrap_or(0) % PLACES;
        match self.places.get_mut(at) {
            Some(place) if place.0 == key => place.1,
            Some(place) => {
                *place = (key, work_out());
                place.1
            }
            None => work_out(),
        }
    }
}

fn hash_of(term: &str) -> u64 {
    if term.is_empty() { 0 } else { hash64(term) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{stem, terms};
    use proptest::prelude::*;

    fn hashes(text: &str, lang: &str) -> Vec<u64> {
        terms(text, Some(lang)).iter().map(|t| hash64(t)).collect()
    }

    #[test]
    fn gives_what_terms_give() {
        let mut memory = TermMemory::default();
        for (text, lang) in [
            ("The earthquakes in Iran's north killed 12; the earthquake of 1990 killed 40,000", "en"),
            ("Die Überschwemmungen in der Schweiz", "de"),
            ("東京でバイデン大統領が会見した", "ja"),
            ("Nồng thắm tình hữu nghị", "vi"),
            ("Die Überschwemmungen in der Schweiz", "en"),
            ("रेल हड़ताल समाप्त", "und"),
        ] {
            for _ in 0..2 {
                assert_eq!(memory.terms(text, lang), hashes(text, lang), "{text}");
            }
        }
        for _ in 0..2 {
            assert_eq!(memory.stem("Earthquakes", "en"), hash64(&stem("Earthquakes", "en")));
        }
    }

    proptest! {
        #[test]
        fn remembering_changes_nothing(texts in proptest::collection::vec("\\PC{0,40}", 1..8)) {
            let mut memory = TermMemory::default();
            for text in texts.iter().chain(&texts) {
                prop_assert_eq!(memory.terms(text, "en"), hashes(text, "en"));
            }
        }
    }
}
