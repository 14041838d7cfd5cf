//! The key form of words: compatibility forms, case and diacritics folded away.

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// Folds text to its key form: NFKC, lower case, without diacritics, single spaces, trimmed.
///
/// Marks are dropped where they are an accent on a letter (Latin, Greek, Cyrillic, Arabic and Hebrew vowel
/// points), not where they are a vowel of the script itself (Devanagari, Thai) or tell kana apart. Letters that
/// Unicode does not decompose but readers type without (ø, ł, đ, ß, æ …) are spelled out. Idempotent.
///
/// ```
/// assert_eq!(text::fold("  São  PAULO "), "sao paulo");
/// assert_eq!(text::fold("Ｔｏｋｙｏ"), "tokyo");
/// ```
#[must_use]
pub fn fold(s: &str) -> String {
    if s.is_ascii() {
        let mut out = String::with_capacity(s.len());
        for word in s.split_ascii_whitespace() {
            if !out.is_empty() {
                out.push(' ');
            }
            out.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        }
        return out;
    }
    if let Some(out) = quick(s) {
        return out;
    }
    // Lower-casing can itself yield decomposable characters (İ), and stripping can yield new ones; a second
    // round makes the result a fixed point.
    let once = round(s);
    let twice = round(&once);
    if twice == once { once } else { round(&twice) }
}

/// The folded form where every letter is one of the common ones that fold to a single letter.
fn quick(s: &str) -> Option<String> {
    let mut out = String::with_capacity(s.len());
    let mut space = false;
    for c in s.chars() {
        if matches!(c, ' ' | '\n' | '\u{a0}') {
            space = true;
            continue;
        }
        let folded = quick_letter(c)?;
        if space && !out.is_empty() {
            out.push(' ');
        }
        space = false;
        out.push(folded);
    }
    Some(out)
}

fn quick_letter(c: char) -> Option<char> {
    Some(match c {
        '`' => return None,
        '!'..='~' => c.to_ascii_lowercase(),
        'й' | 'Й' => 'и',
        'ё' | 'Ё' => 'е',
        'а'..='я' => c,
        'А'..='Я' => char::from_u32(u32::from(c) + 32)?,
        'à'..='å' | 'À'..='Å' => 'a',
        'è'..='ë' | 'È'..='Ë' => 'e',
        'ì'..='ï' | 'Ì'..='Ï' => 'i',
        'ò'..='ö' | 'Ò'..='Ö' => 'o',
        'ù'..='ü' | 'Ù'..='Ü' => 'u',
        'ç' | 'Ç' => 'c',
        'ñ' | 'Ñ' => 'n',
        'š' | 'Š' => 's',
        'č' | 'Č' | 'ć' | 'Ć' => 'c',
        'ž' | 'Ž' | 'ż' | 'Ż' | 'ź' | 'Ź' => 'z',
        '’' | '‘' => '\'',
        '–' | '—' => '-',
        '“' | '”' | '„' | '«' | '»' | '•' => c,
        _ => return None,
    })
}

fn round(s: &str) -> String {
    let decomposed = DecomposingNormalizerBorrowed::new_nfkd().normalize(s);
    let mut out = String::with_capacity(s.len());
    let mut space = false;
    for c in decomposed.chars() {
        if c.is_whitespace() || c.is_control() {
            space = true;
            continue;
        }
        if is_accent(c) || is_invisible(c) {
            continue;
        }
        if space && !out.is_empty() {
            out.push(' ');
        }
        space = false;
        for l in c.to_lowercase() {
            match spelled(l) {
                Some(s) => out.push_str(s),
                None if is_accent(l) => {}
                None => out.push(l),
            }
        }
    }
    ComposingNormalizerBorrowed::new_nfkc().normalize(&out).into_owned()
}

/// An accent or vowel point that a reader may leave out when typing.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}' | '\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}')
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn spelled(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ı' => "i",
        'þ' => "th",
        'ħ' => "h",
        'ς' => "σ",
        // Arabic and Persian letter forms that are typed for one another.
        'ى' | 'ی' => "ي",
        'ک' => "ك",
        'ٱ' => "ا",
        '’' | '‘' | 'ʼ' | '`' => "'",
        '‐' | '‑' | '–' | '—' => "-",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn folds() {
        for (from, to) in [
            ("", ""),
            ("ÉCOLE\u{301} ", "ecole"),
            ("Straße", "strasse"),
            ("İstanbul", "istanbul"),
            ("Łódź – Đà Nẵng", "lodz - da nang"),
            ("ΑΘΉΝΑΣ", "αθηνασ"),
            ("Йод", "иод"),
            ("ｶﾞｽ", "ガス"),
            ("हिन्दी", "हिन्दी"),
            ("فِلَسْطِين", "فلسطين"),
            ("a\u{200b}b\u{a0}c", "ab c"),
        ] {
            assert_eq!(fold(from), to, "{from:?}");
        }
    }

    #[test]
    fn quick_letters_fold_as_all_do() {
        for c in (0..0x2100).filter_map(char::from_u32) {
            if let Some(q) = quick_letter(c) {
                assert_eq!(round(&c.to_string()), q.to_string(), "{c:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn idempotent(s in "\\PC{0,40}") {
            let once = fold(&s);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
