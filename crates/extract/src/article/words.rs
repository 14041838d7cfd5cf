//! Small work on text: folding white space, counting.

use super::letters::{self, ascii};

/// Adds `text` with each run of white space as one space, none at the start, and soft hyphens and zero-width
/// characters left out.
pub(crate) fn push_folded(out: &mut String, text: &str) {
    let mut space = out.is_empty() || out.ends_with(' ') || out.ends_with('\n');
    // What may stay as it is goes on piece by piece: a piece begins at `from`.
    let mut from = 0;
    for (at, c) in text.char_indices() {
        if u8::try_from(c).is_ok_and(|b| ascii::class(b) & ascii::GRAPHIC != 0) {
            space = false;
        } else if c == ' ' && !space {
            space = true;
        } else if c.is_whitespace() {
            out.push_str(text.get(from..at).unwrap_or_default());
            from = at + c.len_utf8();
            if !space {
                out.push(' ');
                space = true;
            }
        } else if is_invisible(c) {
            out.push_str(text.get(from..at).unwrap_or_default());
            from = at + c.len_utf8();
        } else {
            space = false;
        }
    }
    out.push_str(text.get(from..).unwrap_or_default());
}

/// Characters that show nothing: soft hyphen, zero-width space, byte order mark, word joiner.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}' | '\u{0}')
}

/// `text` with white space folded and none at its ends.
pub(crate) fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_folded(&mut out, text);
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// How many words: runs of letters and digits; in scripts without spaces, two characters are a word.
pub(crate) fn count(text: &str) -> u32 {
    let (mut words, mut dense, mut inside) = (0_u32, 0_u32, false);
    for c in text.chars() {
        if let Ok(byte) = u8::try_from(c)
            && byte.is_ascii()
        {
            let word = ascii::class(byte) & (ascii::LETTER | ascii::DIGIT) != 0;
            words += u32::from(word & !inside);
            inside = word | (inside & ((byte == b'\'') | (byte == b'-')));
        } else if is_dense(c) {
            dense += 1;
            inside = false;
        } else if letters::is_alphanumeric(c) {
            words += u32::from(!inside);
            inside = true;
        } else if c != '’' {
            inside = false;
        }
    }
    words + dense.div_ceil(2)
}

/// A character of a script written without spaces between words.
pub(crate) fn is_dense(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// `text` for comparing: lower case, letters and digits only, single spaces.
pub(crate) fn fold_key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            out.push(c.to_ascii_lowercase());
        } else if letters::is_alphanumeric(c) {
            // The Turkish capital of i leaves a dot behind.
            out.extend(c.to_lowercase().filter(|c| *c != '\u{307}'));
        } else if !matches!(c, '\'' | '’' | '\u{ad}' | '"' | '“' | '”')
            && !out.ends_with(' ')
            && !out.is_empty()
        {
            out.push(' ');
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}
