//! Words of other scripts in Latin letters, roughly, so that names meet across languages.

/// A folded word in Latin letters, spelled so that names written after different languages' habits come close
/// ("Tóquio", "Tokyo", "Токио" → "tokio"). Cyrillic and Greek are transliterated; other scripts stay.
///
/// Takes what [`crate::fold`] gives. Not for reading: a key for comparison.
#[must_use]
pub fn latin(folded: &str) -> String {
    let mut plain = String::with_capacity(folded.len());
    for c in folded.chars() {
        match cyrillic_or_greek(c) {
            Some(s) => plain.push_str(s),
            None => plain.push(c),
        }
    }
    let mut out = String::with_capacity(plain.len());
    let mut chars = plain.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek().copied();
        let (piece, skip) = match (c, next) {
            ('q', Some('u')) => ('k', true),
            ('p', Some('h')) => ('f', true),
            ('o', Some('u')) => ('u', true),
            ('c', Some('k')) => ('k', true),
            ('c', Some('e' | 'i')) => ('s', false),
            ('c' | 'q', _) => ('k', false),
            ('y' | 'j', _) => ('i', false),
            ('w', _) => ('v', false),
            ('z', _) => ('s', false),
            (c, _) => (c, false),
        };
        if skip {
            chars.next();
        }
        if !out.ends_with(piece) {
            out.push(piece);
        }
    }
    out
}

fn cyrillic_or_greek(c: char) -> Option<&'static str> {
    Some(match c {
        'а' | 'α' => "a",
        'б' => "b",
        'в' | 'β' => "v",
        'г' | 'ґ' | 'γ' => "g",
        'д' | 'δ' => "d",
        'е' | 'э' | 'є' | 'ε' => "e",
        'ж' | 'з' | 'ζ' => "s",
        'и' | 'і' | 'ї' | 'ι' | 'η' | 'ы' | 'υ' | 'ј' => "i",
        'к' | 'κ' => "k",
        'л' | 'λ' | 'љ' => "l",
        'м' | 'μ' => "m",
        'н' | 'ν' | 'њ' => "n",
        'о' | 'ο' | 'ω' => "o",
        'п' | 'π' => "p",
        'р' | 'ρ' => "r",
        'с' | 'σ' => "s",
        'т' | 'τ' => "t",
        'у' | 'ў' => "u",
        'ф' | 'φ' => "f",
        'х' | 'χ' => "h",
        'ц' => "ts",
        'ч' | 'ћ' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ъ' | 'ь' => "",
        'ю' => "iu",
        'я' => "ia",
        'θ' => "th",
        'ξ' => "ks",
        'ψ' => "ps",
        'ђ' => "di",
        'џ' => "ds",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold;

    #[test]
    fn names_come_close() {
        for same in [
            ["Tóquio", "Tokyo"],
            ["Токио", "Tokio"],
            ["Путин", "Putin"],
            ["Philippe", "Filippe"],
            ["Μαρία", "Maria"],
        ] {
            assert_eq!(latin(&fold(same[0])), latin(&fold(same[1])), "{same:?}");
        }
    }
}
