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

/// The consonants of a folded name, roughly as they are heard, so that names meet Arabic script, which writes no short
/// vowels ("Bolsonaro", "Болсонару", "بولسونارو" → "blsnr"). Sounds that scripts tell apart differently are one; `h`, `w`
/// and the Arabic article are left out. Empty for scripts without letters for consonants.
///
/// Takes what [`crate::fold`] gives. Not for reading: a key for comparison.
#[must_use]
pub fn consonants(folded: &str) -> String {
    let mut rest = folded.strip_prefix("ال").unwrap_or(folded);
    let mut out = String::with_capacity(rest.len());
    while let Some(c) = rest.chars().next() {
        let joined = SOUNDS.iter().find_map(|(letters, heard)| Some((rest.strip_prefix(letters)?, *heard)));
        let (behind, heard) =
            joined.unwrap_or_else(|| (rest.get(c.len_utf8()..).unwrap_or_default(), consonant(c)));
        rest = behind;
        for k in heard.chars() {
            if !out.ends_with(k) {
                out.push(k);
            }
        }
    }
    out
}

/// Letters that are heard as one.
const SOUNDS: [(&str, &str); 13] = [
    ("tsch", "x"),
    ("sch", "x"),
    ("tch", "x"),
    ("ch", "x"),
    ("sh", "x"),
    ("تش", "x"),
    ("dj", "g"),
    ("дж", "g"),
    ("دج", "g"),
    ("ph", "f"),
    ("ce", "s"),
    ("ci", "s"),
    ("cy", "s"),
];

fn consonant(c: char) -> &'static str {
    match c {
        'b' | 'p' | 'б' | 'п' | 'ب' | 'پ' | 'β' | 'π' => "b",
        'd' | 'д' | 'د' | 'ذ' | 'ض' | 'δ' => "d",
        'f' | 'v' | 'ф' | 'в' | 'ف' | 'ڤ' | 'φ' => "f",
        'g' | 'j' | 'г' | 'ж' | 'ґ' | 'ج' | 'غ' | 'گ' | 'γ' => "g",
        'c' | 'k' | 'q' | 'к' | 'ك' | 'ق' | 'خ' | 'κ' | 'χ' => "k",
        'l' | 'л' | 'ل' | 'λ' => "l",
        'm' | 'м' | 'م' | 'μ' => "m",
        'n' | 'н' | 'ن' | 'ν' => "n",
        'r' | 'р' | 'ر' | 'ρ' => "r",
        's' | 'z' | 'с' | 'з' | 'س' | 'ز' | 'ص' | 'ظ' | 'σ' | 'ζ' => "s",
        't' | 'т' | 'ت' | 'ط' | 'ث' | 'τ' | 'θ' => "t",
        'ц' => "ts",
        'ш' | 'щ' | 'ч' | 'ش' | 'چ' => "x",
        'x' | 'ξ' => "ks",
        'ψ' => "bs",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold;

    #[test]
    fn consonants_meet_across_scripts() {
        for (same, key) in [
            (["Bolsonaro", "Болсонару", "بولسونارو"], "blsnr"),
            (["Macron", "Макрон", "ماكرون"], "mkrn"),
            (["Bryant", "Брайант", "براينت"], "brnt"),
        ] {
            assert_eq!(same.map(|name| consonants(&fold(name))), [key; 3]);
        }
        assert_eq!(consonants("東京"), "");
    }

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
