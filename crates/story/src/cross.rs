//! What meets across languages: numbers, names spelled alike in Latin letters, places, common news words.

use crate::frequency::Map;
use crate::lexicon;
use std::collections::HashSet;
use std::sync::LazyLock;
use text::{Word, consonants, fold, hash32, hash64, is_stop_word, latin};

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

fn is_unspaced(word: &str) -> bool {
    word.chars()
        .any(|c| matches!(c, '\u{e01}'..='\u{e4e}' | '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'))
}

/// Terms with weights.
pub(crate) type Weighted = Vec<(u32, f32)>;

/// How much a term counts in what meets across languages, against others: places and numbers, meanings, pieces of names,
/// pieces of other words, and pieces of words whose meaning is known.
const NAMED: f32 = 4.0;
const MEANT: f32 = 4.0;
const CAPITAL: f32 = 3.0;
const PLAIN: f32 = 2.0;
const KNOWN: f32 = 1.0;

/// Consonants from which on a word is compared by them.
const HEARD: usize = 3;

/// Words of a script without spaces that one meaning may run over.
const RUN: usize = 3;

/// The terms of a headline's words that can meet those of another language, with weights: pieces of its words in Latin letters;
/// and these together with what means the same in several languages (places, numbers, common news words).
pub(crate) fn terms(list: &[Word<'_>], lang: &str) -> (Weighted, Weighted) {
    let (mut letters, mut across) = (Vec::new(), Vec::new());
    let folded: Vec<String> = list.iter().map(|w| fold(w.text)).collect();
    let (mut known, mut pieces) = (0, Vec::new());
    for (i, (word, f)) in list.iter().zip(&folded).enumerate() {
        let stop = is_stop_word(&word.text.to_lowercase(), lang);
        let number = f.starts_with(|c: char| c.is_ascii_digit());
        if i >= known {
            if let Some((id, used)) = place(&folded, i, word.unspaced) {
                across.push((id, NAMED));
                known = i + used;
            } else if number {
                across.push((lexicon::number(f), NAMED));
                known = i + 1;
            } else if word.unspaced {
                if let Some((id, used)) = unspaced(&folded, i) {
                    across.push((id, MEANT));
                    known = i + used;
                }
            } else if !stop {
                let before = across.len();
                across.extend(lexicon::meanings(f, lang).into_iter().flatten().map(|id| (id, MEANT)));
                known = i + usize::from(across.len() > before);
            }
        }
        if stop {
            continue;
        }
        pieces.clear();
        grams(&latin(f), &mut pieces);
        letters.extend(pieces.iter().map(|p| (*p, 1.0)));
        // German writes every noun with a capital.
        let capital = i > 0 && lang != "de" && word.text.starts_with(char::is_uppercase);
        let weight = match (i < known, capital) {
            (true, _) => KNOWN,
            (false, true) => CAPITAL,
            (false, false) => PLAIN,
        };
        if !number {
            across.extend(pieces.iter().map(|p| (*p, weight)));
        }
        if i >= known && (is_arabic(f) || word.text.starts_with(char::is_uppercase)) {
            let heard = consonants(f);
            if heard.len() >= HEARD {
                across.push((hash32(&format!("~{heard}")), CAPITAL));
            }
        }
    }
    (letters, across)
}

/// Arabic has no capitals: any word may be a name.
fn is_arabic(word: &str) -> bool {
    word.starts_with(|c| matches!(c, '\u{620}'..='\u{6d3}'))
}

/// The meaning of the words of a script without spaces from `i` on, with how many of them mean it.
fn unspaced(folded: &[String], i: usize) -> Option<(u32, usize)> {
    let joined = (1..=RUN).rev().find_map(|n| Some((lexicon::unspaced(&folded.get(i..i + n)?.concat())?, n)));
    joined.or_else(|| {
        let word = folded.get(i)?;
        let cuts: Vec<usize> = word.char_indices().map(|(i, _)| i).skip(2).take(2).collect();
        cuts.iter().rev().find_map(|cut| Some((lexicon::unspaced(word.get(..*cut)?)?, 1)))
    })
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
fn grams(word: &str, out: &mut Vec<u32>) {
    let mut whole = String::with_capacity(word.len() + 2);
    whole.push('^');
    whole.push_str(word);
    whole.push('$');
    if whole.is_ascii() {
        if whole.len() < 4 {
            out.push(hash32(&whole));
        }
        out.extend((4..=whole.len()).filter_map(|to| Some(hash32(whole.get(to - 4..to)?))));
        return;
    }
    let ends: Vec<usize> = whole.char_indices().map(|(i, _)| i).chain([whole.len()]).collect();
    if ends.len() <= 4 {
        out.push(hash32(&whole));
    }
    for w in ends.windows(5) {
        if let (Some(a), Some(b)) = (w.first(), w.last()) {
            out.push(hash32(whole.get(*a..*b).unwrap_or_default()));
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
            let of = |t: (&str, &str)| all(terms(&text::words(t.0), t.1));
            let (x, y) = (of(a), of(b));
            x.iter().filter(|(t, _)| y.iter().any(|(u, _)| t == u)).count()
        };
        let en = ("Serbian rower tests positive for COVID-19 on arrival in Tokyo", "en");
        assert!(
            shared(en, ("Remador sérvio testa positivo ao novo coronavírus à chegada ao Japão", "pt")) >= 3
        );
        assert!(shared(en, ("Сербский гребец сдал положительный тест на коронавирус в Токио", "ru")) >= 4);
        assert!(shared(("Japan wins gold in judo", "en"), ("日本选手获得柔道金牌", "zh")) >= 3);
        assert!(shared(("Bolsonaro visits Cairo", "en"), ("بولسونارو يزور القاهرة", "ar")) >= 3);
        assert_eq!(shared(en, ("Inflation drückt den Konsum", "de")), 0);
    }
}
