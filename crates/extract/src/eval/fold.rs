//! Words and folded text as the labelled sets' measures count them: by Unicode, as Python's `re` and `str` do.

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;

/// Runs of letters, digits and underscores (Python's `\w+`): unlike a word boundary by the eye, a combining mark ends
/// one.
#[must_use]
pub fn words(text: &str) -> Vec<&str> {
    let categories = CodePointMapData::<GeneralCategory>::new();
    text.split(|c: char| {
        !(if c.is_ascii() { c.is_ascii_alphanumeric() || c == '_' } else { is_word(categories.get(c)) })
    })
    .filter(|w| !w.is_empty())
    .collect()
}

/// A letter, or anything that has a numeric value.
fn is_word(category: GeneralCategory) -> bool {
    use GeneralCategory as G;
    matches!(
        category,
        G::UppercaseLetter
            | G::LowercaseLetter
            | G::TitlecaseLetter
            | G::ModifierLetter
            | G::OtherLetter
            | G::DecimalNumber
            | G::LetterNumber
            | G::OtherNumber
    )
}

/// `text` for comparing: character references decoded, compatibility forms composed (NFKC), case folded, quotation
/// marks left out, each run of white space as one space, none at the ends.
#[must_use]
pub fn fold(text: &str) -> String {
    let text = ComposingNormalizerBorrowed::new_nfkc().normalize(&unescaped(text)).into_owned();
    let mut out = String::with_capacity(text.len());
    let mut space = true;
    for c in text.chars().flat_map(case_folded) {
        if matches!(c, '"' | '\'' | '“' | '”' | '‘' | '’' | '„' | '«' | '»' | '`' | '´') {
            continue;
        }
        // Python counts the separators of ASCII as white space.
        let white = c.is_whitespace() || ('\u{1c}'..='\u{1f}').contains(&c);
        if !white {
            out.push(c);
        } else if !space {
            out.push(' ');
        }
        space = white;
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// Unicode's full case folding up to the choice of the letters that stand for a class: two texts are equal after it
/// just where they are after `CaseFolding.txt`.
fn case_folded(c: char) -> impl Iterator<Item = char> {
    // The dotless i has a capital in common with the dotted, but folds to itself.
    let keep = c == 'ı';
    let up = move |c: char| c.to_uppercase().flat_map(char::to_lowercase);
    std::iter::once(c)
        .filter(move |_| keep)
        .chain(std::iter::once(c).filter(move |_| !keep).flat_map(char::to_lowercase).flat_map(up))
}

/// Character references decoded as the HTML standard does outside attributes.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match reference(after) {
            Some((decoded, tail)) => {
                out.push_str(&decoded);
                rest = tail;
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The text of the reference at the start (past its `&`) and what follows it.
fn reference(after: &str) -> Option<(String, &str)> {
    if let Some(number) = after.strip_prefix('#') {
        let (digits, radix) = match number.strip_prefix(['x', 'X']) {
            Some(hex) => (hex, 16),
            None => (number, 10),
        };
        let end = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        let (digits, tail) = digits.split_at_checked(end)?;
        if digits.is_empty() {
            return None;
        }
        let code = u32::from_str_radix(digits, radix).unwrap_or(u32::MAX);
        return Some((numbered(code), tail.strip_prefix(';').unwrap_or(tail)));
    }
    let end = after
        .char_indices()
        .take(33)
        .find(|(i, c)| matches!(c, '\t' | '\n' | '\u{c}' | ' ' | '<' | '&' | '#' | ';') || *i >= 32)
        .map_or(after.len(), |(i, _)| i);
    let name = after.get(..end)?;
    if after.get(end..)?.starts_with(';')
        && let Some(text) = named(&format!("{name};"))
    {
        return Some((text, after.get(end.saturating_add(1)..)?));
    }
    // The longest name that may stand without its semicolon.
    name.char_indices()
        .rev()
        .map(|(i, c)| i.saturating_add(c.len_utf8()))
        .filter(|n| *n > 1)
        .find_map(|n| Some((named(name.get(..n)?)?, after.get(n..)?)))
}

fn named(name: &str) -> Option<String> {
    let (a, b) = *markup5ever::data::NAMED_ENTITIES.get(name)?;
    let text: String = [a, b].into_iter().filter(|c| *c != 0).filter_map(char::from_u32).collect();
    Some(text).filter(|t| !t.is_empty())
}

/// The character of a number, mended as the standard's table says; nothing for one that is none.
fn numbered(code: u32) -> String {
    let mended = match code {
        0 => Some('\u{fffd}'),
        0x80..=0x9f => u8::try_from(code)
            .ok()
            .and_then(|b| encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[b]).0.chars().next()),
        // No characters: controls and the code points set aside for programs' own use.
        0x01..=0x08 | 0x0b | 0x0e..=0x1f | 0x7f | 0xfdd0..=0xfdef => None,
        c if c & 0xfffe == 0xfffe && c <= 0x10_ffff => None,
        c => Some(char::from_u32(c).unwrap_or('\u{fffd}')),
    };
    mended.map(String::from).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{fold, words};

    #[test]
    fn words_end_at_marks() {
        assert_eq!(words("don't stop_it, 11½ a\u{301}b"), ["don", "t", "stop_it", "11½", "a", "b"]);
        assert_eq!(words("हिन्दी"), ["ह", "न", "द"]);
        assert_eq!(words("中文 新聞"), ["中文", "新聞"]);
    }

    #[test]
    fn folds_what_does_not_matter() {
        for (a, b) in [
            ("Straße &amp; Co", "STRASSE & co"),
            ("ΣΊΣΥΦΟΣ", "σίσυφος"),
            ("  A\u{a0} b\n", "a b"),
            ("“It’s” «so»", "its so"),
            ("ﬁne", "FINE"),
            ("AT&amp;T&nbsp;x", "at&t x"),
            ("&#8217;x&#x41;", "xa"),
            ("ẞ", "ss"),
        ] {
            assert_eq!(fold(a), fold(b), "{a} and {b}");
        }
        assert_ne!(fold("kırk"), fold("kirk"));
        assert_eq!(fold("a &unknown; b"), "a &unknown; b");
    }
}
