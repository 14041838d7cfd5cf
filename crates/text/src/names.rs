//! Names in running text, by their form.

use crate::language::primary_tag;
use crate::segment::{Word, words};
use crate::sentences::sentences;
use crate::stop::is_stop_word;

/// Names of people, places and organisations in order of first mention, as written: runs of capitalised words
/// ("Ursula von der Leyen"), acronyms ("NATO"), katakana runs and titles in 《》 or 「」.
///
/// Best effort by form alone. A sentence's first word counts only as part of a longer run or where it is met
/// capitalised elsewhere; headlines in title case give only what the rest of the text confirms, or acronyms.
#[must_use]
pub fn names(text: &str, lang: Option<&str>) -> Vec<String> {
    let lang = lang.and_then(primary_tag).unwrap_or_default();
    let mut found: Vec<Found> = Vec::new();
    for sentence in sentences(text) {
        of_sentence(sentence, &lang, &mut found);
    }
    let mut out: Vec<String> = Vec::new();
    for i in 0..found.len() {
        let Some(f) = found.get(i) else { continue };
        let sure = f.sure || found.iter().any(|o| o.sure && o.name == f.name);
        if sure && !out.contains(&f.name) {
            out.push(f.name.clone());
        }
    }
    out
}

struct Found {
    name: String,
    sure: bool,
}

fn of_sentence(sentence: &str, lang: &str, found: &mut Vec<Found>) {
    let list = words(sentence);
    // In title case no plain word keeps a small letter.
    let title_case = list.len() >= 4
        && !list.iter().any(|w| {
            w.text.chars().count() > 2
                && w.text.chars().next().is_some_and(char::is_lowercase)
                && !is_link(w.text)
                && !is_stop_word(w.text, lang)
        });
    // German writes every noun with a capital: only runs of two and acronyms are telling there.
    let single_tells = lang != "de" && !title_case;
    let mut i = 0;
    while i < list.len() {
        let run = run_at(sentence, &list, i);
        let Some(first) = list.get(i) else { break };
        if run == 0 {
            if is_katakana(first.text) {
                found.push(Found { name: first.text.to_owned(), sure: true });
            }
            i += 1;
            continue;
        }
        let mut from = i;
        // "The White House": an article at the head is no part of the name.
        if run > 1 && is_stop_word(&first.text.to_lowercase(), lang) {
            from += 1;
        }
        let last = i + run - 1;
        if let (Some(a), Some(b)) = (list.get(from), list.get(last)) {
            let name = sentence.get(a.from..b.to).unwrap_or_default().to_owned();
            let lone = from == last;
            let acronym = lone && is_acronym(a.text);
            let stop = lone && is_stop_word(&a.text.to_lowercase(), lang);
            let sure = (!title_case && (acronym || !lone))
                || (lone && single_tells && from > 0 && a.text.chars().count() > 2);
            if !stop && (a.text.chars().count() > 1) {
                found.push(Found { name, sure: sure || (acronym && !all_caps(&list)) });
            }
        }
        i += run;
    }
}

/// How many words from `i` on form one capitalised run, small linking words inside included.
fn run_at(sentence: &str, list: &[Word<'_>], i: usize) -> usize {
    let mut len = 0;
    let mut last_capital = 0;
    while let Some(w) = list.get(i + len) {
        if len > 0 {
            let gap = list.get(i + len - 1).and_then(|p| sentence.get(p.to..w.from)).unwrap_or(",");
            if !gap.chars().all(|c| matches!(c, ' ' | '-' | '\'' | '’' | '.' | '\u{a0}')) || gap.len() > 3 {
                break;
            }
            // A dash between spaces parts: "FILE - In this picture".
            if gap.contains('-') && gap.len() > 1 {
                break;
            }
            if gap.starts_with(['\'', '’']) && w.text.chars().count() == 1 {
                break;
            }
        }
        if is_capitalised(w.text) {
            len += 1;
            last_capital = len;
        } else if len > 0 && is_link(w.text) {
            len += 1;
        } else {
            break;
        }
    }
    last_capital
}

fn is_capitalised(w: &str) -> bool {
    w.chars().next().is_some_and(char::is_uppercase)
}

fn is_acronym(w: &str) -> bool {
    let n = w.chars().count();
    // What agencies set before an old picture's words is no name.
    (2..=6).contains(&n) && w != "FILE" && w.chars().all(|c| c.is_uppercase() || c.is_ascii_digit())
}

fn all_caps(list: &[Word<'_>]) -> bool {
    list.iter().filter(|w| w.text.chars().count() > 3).all(|w| w.text.chars().all(char::is_uppercase))
}

fn is_katakana(w: &str) -> bool {
    w.chars().count() > 2 && w.chars().all(|c| matches!(c, '\u{30a1}'..='\u{30fc}'))
}

fn is_link(w: &str) -> bool {
    matches!(
        w,
        "of" | "de"
            | "da"
            | "do"
            | "dos"
            | "del"
            | "der"
            | "den"
            | "van"
            | "von"
            | "di"
            | "du"
            | "la"
            | "le"
            | "bin"
            | "al"
            | "el"
            | "y"
            | "ibn"
            | "af"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds() {
        for (text, lang, want) in [
            (
                "Yesterday Ursula von der Leyen met Olaf Scholz in Berlin. NATO was not there.",
                "en",
                vec!["Yesterday Ursula von der Leyen", "Olaf Scholz", "Berlin", "NATO"],
            ),
            ("The fire in Athens spread. Athens is hot.", "en", vec!["Athens"]),
            ("Die Regierung traf Olaf Scholz in der EU.", "de", vec!["Olaf Scholz", "EU"]),
            ("Вчера в Москве Владимир Путин встретил гостей.", "ru", vec!["Москве Владимир Путин"]),
            ("東京でバイデン大統領が会見した", "ja", vec!["バイデン"]),
            ("FILE - In this picture Anna Berg leaves Oslo.", "en", vec!["Anna Berg", "Oslo"]),
            ("Fire Destroys Old Harbour Market Hall", "en", vec![]),
        ] {
            assert_eq!(names(text, Some(lang)), want, "{text}");
        }
    }
}
