//! A line that tells who and when at once, taken apart.

use super::furniture::is_furniture;
use crate::article::meta;

/// Signs that part what stands in one line.
const SIGNS: [char; 7] = ['|', '•', '·', '⋅', '●', '∙', '/'];

/// Words that a time follows, lower case.
const BEFORE_TIMES: [&str; 14] = [
    "updated",
    "published",
    "posted",
    "last",
    "publié",
    "mis",
    "aktualisiert",
    "veröffentlicht",
    "actualizado",
    "publicado",
    "aggiornato",
    "pubblicato",
    "bijgewerkt",
    "oppdatert",
];

/// The part of a line before its time, its first parting sign or the minutes it takes to read; and the rest.
pub(super) fn parted(text: &str) -> (String, String) {
    let mut spaced = String::with_capacity(text.len());
    for word in text.split(' ') {
        let (name, month) = glued(word);
        for part in [name, month].into_iter().filter(|p| !p.is_empty()) {
            for c in part.chars() {
                if SIGNS.contains(&c) && !part.bytes().any(|b| b.is_ascii_digit()) {
                    spaced.extend([' ', c, ' ']);
                } else {
                    spaced.push(c);
                }
            }
            spaced.push(' ');
        }
    }
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let begins = |i: usize| {
        let digit = |w: &&str| w.starts_with(|c: char| c.is_ascii_digit());
        let Some(word) = words.get(i) else { return false };
        digit(word)
            || word.chars().all(|c| SIGNS.contains(&c))
            || i > 0 && BEFORE_TIMES.contains(&word.to_lowercase().trim_end_matches(':'))
            || meta::is_month(word) && words.get(i.saturating_add(1)).is_some_and(digit)
    };
    let cut = (0..words.len()).find(|i| begins(*i)).unwrap_or(words.len());
    let (head, tail) = words.split_at_checked(cut).unwrap_or_default();
    (head.join(" "), tail.join(" "))
}

/// "AllisonJanuary": a name and a month without a space between.
fn glued(word: &str) -> (&str, &str) {
    let mut before = ' ';
    for (i, c) in word.char_indices() {
        if c.is_uppercase()
            && before.is_lowercase()
            && let Some((name, month)) = word.split_at_checked(i)
            && month.chars().count() >= 3
            && meta::is_month(month)
        {
            return (name, month);
        }
        before = c;
    }
    (word, "")
}

/// Two to four words as a person's name has them.
pub(super) fn is_person(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let capital = |w: &&str| {
        w.starts_with(char::is_uppercase)
            && w.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '’' | '\''))
    };
    (2..=4).contains(&words.len())
        && words.iter().filter(|w| capital(w)).count() >= 2
        && words.iter().all(|w| capital(w) || is_particle(w))
        && !is_furniture(text)
}

/// Small words within names.
pub(super) fn is_particle(word: &str) -> bool {
    const PARTICLES: [&str; 17] = [
        "de", "da", "do", "dos", "das", "del", "di", "van", "von", "der", "den", "ten", "ter", "la", "le",
        "al", "bin",
    ];
    PARTICLES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::{is_person, parted};

    #[test]
    fn who_and_when_are_told_apart() {
        for (line, head, tail) in [
            ("By Jane Roe Jan. 31, 2026 7:47 am EST", "By Jane Roe", "Jan. 31, 2026 7:47 am EST"),
            ("By Jane RoeJanuary 14, 2026", "By Jane Roe", "January 14, 2026"),
            ("By Jane Roe | Updated on 19-Dec-2025", "By Jane Roe", "| Updated on 19-Dec-2025"),
            ("By Jane Roe ⋅ Review Editor", "By Jane Roe", "⋅ Review Editor"),
            ("Jane Roe•Updated on Jul 4, 2024", "Jane Roe", "• Updated on Jul 4, 2024"),
            ("By Mary Marchand", "By Mary Marchand", ""),
        ] {
            assert_eq!(parted(line), (head.to_owned(), tail.to_owned()));
        }
        assert!(is_person("Tim de Groot"));
        assert!(!is_person("Read more about it"));
    }
}
