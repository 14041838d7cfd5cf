//! A guess at a text's language by its commonest words, for pages that do not say.

use std::collections::HashMap;

use super::letters;

/// The commonest words of each language that hardly stand in another.
const WORDS: [(&str, &[&str]); 16] = [
    ("en", &["the", "and", "of", "that", "with", "was", "for", "his", "are", "which"]),
    ("de", &["der", "und", "die", "nicht", "ist", "das", "mit", "auf", "eine", "wird"]),
    ("fr", &["les", "des", "est", "dans", "une", "pour", "qui", "pas", "avec", "sur"]),
    ("es", &["los", "las", "del", "una", "por", "con", "para", "como", "más", "pero"]),
    (
        "it",
        &[
            "che", "della", "per", "non", "sono", "con", "gli", "nel", "alla", "più", "del", "una", "dei",
            "anche",
        ],
    ),
    ("pt", &["não", "uma", "para", "com", "dos", "mais", "como", "são", "foi", "pelo"]),
    ("nl", &["het", "een", "van", "niet", "zijn", "voor", "met", "ook", "naar", "maar"]),
    ("sv", &["och", "att", "det", "som", "inte", "för", "är", "på", "har", "ett"]),
    ("da", &["og", "det", "ikke", "har", "til", "som", "af", "er", "blev", "fra"]),
    ("nb", &["og", "det", "ikke", "har", "til", "som", "av", "er", "ble", "fra"]),
    ("pl", &["nie", "się", "jest", "oraz", "przez", "jak", "dla", "tym", "także", "od"]),
    ("cs", &["že", "jsou", "také", "která", "který", "bylo", "podle", "jako", "jeho", "ale"]),
    ("tr", &["ve", "bir", "bu", "için", "ile", "olarak", "olan", "daha", "çok", "sonra"]),
    ("fi", &["ja", "että", "oli", "mutta", "hän", "myös", "joka", "ovat", "kun", "sen"]),
    ("id", &["yang", "dan", "dengan", "untuk", "ini", "dari", "tidak", "dalam", "akan", "pada"]),
    ("sw", &["ya", "wa", "kwa", "na", "katika", "hiyo", "kuwa", "za", "hilo", "cha"]),
];

/// The language's primary tag; nothing where the text is too short or fits none.
pub(crate) fn guess(text: &str) -> Option<&'static str> {
    let end = text.char_indices().nth(4000).map_or(text.len(), |(at, _)| at);
    let head = text.get(..end).unwrap_or(text).to_lowercase();
    // Nothing of these stands in a text that is ASCII throughout.
    let ascii = head.is_ascii();
    let count = |low: char, high: char| {
        if ascii { 0 } else { head.chars().filter(|c| (low..=high).contains(c)).count() }
    };
    let letters = head.chars().filter(|c| letters::is_alphabetic(*c)).count().max(1);
    for (tag, n) in [
        ("ja", count('\u{3040}', '\u{30ff}') * 6),
        ("ko", count('\u{ac00}', '\u{d7a3}') * 2),
        ("zh", count('\u{4e00}', '\u{9fff}') * 2),
        ("th", count('\u{e00}', '\u{e7f}') * 2),
        ("ar", count('\u{600}', '\u{6ff}') * 2),
        ("he", count('\u{590}', '\u{5ff}') * 2),
        ("el", count('\u{370}', '\u{3ff}') * 2),
        ("hi", count('\u{900}', '\u{97f}') * 2),
        ("uk", count('і', 'ї') * 30),
        ("ru", count('\u{400}', '\u{4ff}') * 2),
    ] {
        if n > letters {
            return Some(tag);
        }
    }
    let words: Vec<&str> =
        head.split(|c: char| !letters::is_alphabetic(c)).filter(|w| !w.is_empty()).collect();
    // Of each word, the languages that it speaks for, by bit.
    let mut known: HashMap<&str, u16> = HashMap::new();
    for (bit, (_, list)) in WORDS.iter().enumerate() {
        for word in *list {
            *known.entry(word).or_default() |= 1 << bit;
        }
    }
    let mut counts = [0_usize; WORDS.len()];
    for speaks in words.iter().filter_map(|w| known.get(w)) {
        for (bit, n) in counts.iter_mut().enumerate() {
            *n += usize::from(speaks >> bit & 1);
        }
    }
    let best = counts
        .into_iter()
        .zip(WORDS)
        .map(|(n, (tag, _))| (n, tag))
        .fold((0, ""), |a, b| if b.0 > a.0 { b } else { a });
    (best.0 >= 3 && best.0 * 30 > words.len()).then_some(best.1)
}
