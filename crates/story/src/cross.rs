//! What meets across languages: numbers, names spelled alike in Latin letters, places, common news words.

use crate::frequency::Map;
use std::collections::HashSet;
use std::sync::LazyLock;
use text::{Lexicon, Word, fold, hash32, hash64, is_stop_word, latin, stem};

/// Places by the hashes of their names: whole names (up to three words), and the beginnings of one-word names, by which
/// what is made of them is found ("Brazilian", "brasileña").
struct Places {
    names: Map<u64, u32>,
    /// The first words of names of several words.
    firsts: HashSet<u64>,
    beginnings: Map<u64, u32>,
}

/// Letters that a word may have beyond the beginning of a place's name.
const ENDING: usize = 6;

static PLACES: LazyLock<Places> = LazyLock::new(|| {
    let mut places = Places { names: Map::default(), firsts: HashSet::new(), beginnings: Map::default() };
    for line in include_str!("../data/places.txt").lines().filter(|l| !l.starts_with('#')) {
        let mut parts = line.split('\t');
        let id = hash32(&format!("@{}", parts.next().unwrap_or_default()));
        for name in parts.map(fold) {
            let length = name.chars().count();
            if !name.contains(' ')
                && name.chars().all(char::is_alphabetic)
                && length >= 4
                && !is_unspaced(&name)
            {
                let keep = (length - 2).max(4).min(length);
                let beginning: String = name.chars().take(keep).collect();
                places.beginnings.entry(hash64(&beginning)).or_insert(id);
            }
            let name = name.replace('-', " ");
            if let Some((first, _)) = name.split_once(' ') {
                places.firsts.insert(hash64(first));
            }
            places.names.entry(hash64(&name)).or_insert(id);
        }
    }
    places
});

/// Common news words by the hashes of their folded forms and stems.
static CONCEPTS: LazyLock<Map<u64, u32>> = LazyLock::new(|| {
    let mut map = Map::default();
    for line in include_str!("../data/concepts.txt").lines().filter(|l| !l.starts_with('#')) {
        let Some(first) = line.split(' ').next() else { continue };
        let id = hash32(&format!("={first}"));
        for word in line.split(' ') {
            map.entry(hash64(&fold(word))).or_insert(id);
            for lang in ["en", "de", "fr", "es", "pt", "it", "ru", "ar"] {
                map.entry(hash64(&stem(word, lang))).or_insert(id);
            }
        }
    }
    map
});

fn is_unspaced(word: &str) -> bool {
    word.chars()
        .any(|c| matches!(c, '\u{e01}'..='\u{e4e}' | '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'))
}

/// Terms with weights.
pub(crate) type Weighted = Vec<(u32, f32)>;

/// The terms of a headline's words that can meet those of another language, with weights: pieces of its words in Latin
/// letters, and what means the same in several languages (places, numbers, common news words).
pub(crate) fn terms(list: &[Word<'_>], lang: &str, lexicon: &mut Lexicon) -> (Weighted, Weighted) {
    let (mut letters, mut meaning) = (Vec::with_capacity(64), Vec::new());
    let folded: Vec<String> = list.iter().map(|w| fold(w.text)).collect();
    let mut named = 0;
    for (i, (word, f)) in list.iter().zip(&folded).enumerate() {
        let lower = word.text.to_lowercase();
        let stop = is_stop_word(&lower, lang);
        if !stop {
            grams(&latin(f), &mut letters);
        }
        if i < named {
            continue;
        }
        if let Some((id, used)) = place(&folded, i, word.unspaced) {
            meaning.push((id, 2.0));
            named = i + used;
        } else if f.starts_with(|c: char| c.is_ascii_digit()) {
            meaning.push((hash32(&format!("#{f}")), 2.0));
        } else if !stop
            && let Some(id) = CONCEPTS.get(&hash64(f)).or_else(|| CONCEPTS.get(&lexicon.stem(&lower, lang)))
        {
            meaning.push((*id, 1.0));
        }
    }
    (letters, meaning)
}

/// The place named at word `i`, with the number of words that name it.
fn place(folded: &[String], i: usize, unspaced: bool) -> Option<(u32, usize)> {
    let word = folded.get(i)?;
    let several = unspaced || PLACES.firsts.contains(&hash64(word));
    for n in if several { &[3, 2, 1][..] } else { &[1] } {
        let Some(run) = folded.get(i..i + n) else { continue };
        let joined = (*n > 1).then(|| if unspaced { run.concat() } else { run.join(" ") });
        let name = joined.as_deref().unwrap_or(word);
        if let Some(id) = PLACES.names.get(&hash64(name)) {
            // Two letters alone name a country too seldom ("US" does; "IT", "IN" do not).
            if name.len() > 2 || matches!(name, "us" | "uk" | "un" | "eu" | "ue") || unspaced {
                return Some((*id, *n));
            }
        }
    }
    // The Arabic article stands before the word.
    let word = word.strip_prefix("ال").unwrap_or(word);
    let ends: Vec<usize> = word.char_indices().map(|(i, _)| i).chain([word.len()]).collect();
    let longest = ends.len() - 1;
    let found = (4..=longest)
        .rev()
        .take(ENDING + 1)
        .find_map(|n| PLACES.beginnings.get(&hash64(word.get(..*ends.get(n)?)?)))?;
    Some((*found, 1))
}

/// Four-letter pieces of a word written in Latin letters, its ends being letters too.
fn grams(word: &str, out: &mut Weighted) {
    let mut whole = String::with_capacity(word.len() + 2);
    whole.push('^');
    whole.push_str(word);
    whole.push('$');
    if whole.is_ascii() {
        if whole.len() < 4 {
            out.push((hash32(&whole), 1.0));
        }
        out.extend((4..=whole.len()).filter_map(|to| Some((hash32(whole.get(to - 4..to)?), 1.0))));
        return;
    }
    let ends: Vec<usize> = whole.char_indices().map(|(i, _)| i).chain([whole.len()]).collect();
    if ends.len() <= 4 {
        out.push((hash32(&whole), 1.0));
    }
    for w in ends.windows(5) {
        if let (Some(a), Some(b)) = (w.first(), w.last()) {
            out.push((hash32(whole.get(*a..*b).unwrap_or_default()), 1.0));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_meet() {
        let shared = |a: (&str, &str), b: (&str, &str)| {
            let all = |(l, m): (Weighted, Weighted)| [l, m].concat();
            let of = |t: (&str, &str)| all(terms(&text::words(t.0), t.1, &mut Lexicon::default()));
            let (x, y) = (of(a), of(b));
            x.iter().filter(|(t, _)| y.iter().any(|(u, _)| t == u)).count()
        };
        let en = ("Serbian rower tests positive for COVID-19 on arrival in Tokyo", "en");
        assert!(
            shared(en, ("Remador sérvio testa positivo ao novo coronavírus à chegada ao Japão", "pt")) >= 3
        );
        assert!(shared(en, ("Сербский гребец сдал положительный тест на коронавирус в Токио", "ru")) >= 4);
        assert!(shared(("Japan wins gold in judo", "en"), ("日本选手获得柔道金牌", "zh")) >= 3);
        assert_eq!(shared(en, ("Inflation drückt den Konsum", "de")), 0);
    }
}
