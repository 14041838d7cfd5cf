//! Which characters words are made of, as the standard library tells it, but at once for the scripts that are read
//! most: its tables are packed small and slow to look into.

/// What an ASCII character is, in bits.
pub(crate) mod ascii {
    pub(crate) const LETTER: u8 = 1;
    pub(crate) const DIGIT: u8 = 2;
    pub(crate) const UPPER: u8 = 4;
    /// Neither white space nor a control character.
    pub(crate) const GRAPHIC: u8 = 8;

    const CLASSES: [u8; 256] = {
        let mut table = [0; 256];
        let (mut index, mut byte) = (0, 0_u8);
        while index < 128 {
            if byte.is_ascii_alphabetic() {
                table[index] |= LETTER;
            }
            if byte.is_ascii_digit() {
                table[index] |= DIGIT;
            }
            if byte.is_ascii_uppercase() {
                table[index] |= UPPER;
            }
            if byte.is_ascii_graphic() {
                table[index] |= GRAPHIC;
            }
            index += 1;
            byte += 1;
        }
        table
    };

    /// Its bits; none beyond ASCII.
    #[inline]
    pub(crate) fn class(byte: u8) -> u8 {
        CLASSES[usize::from(byte)]
    }
}

/// What is known of a character without looking it up.
enum Known {
    /// A letter, in a script with capitals or without.
    Letter,
    /// Neither letter nor digit nor number.
    Mark,
}

/// The common scripts and marks beyond ASCII.
#[inline]
fn known(c: char) -> Option<Known> {
    match c {
        '\u{c0}'..='\u{d6}'
        | '\u{d8}'..='\u{f6}'
        | '\u{f8}'..='\u{24f}'
        | '\u{3a3}'..='\u{3f5}'
        | '\u{400}'..='\u{481}'
        | '\u{5d0}'..='\u{5ea}'
        | '\u{620}'..='\u{64a}'
        | '\u{904}'..='\u{939}'
        | '\u{e01}'..='\u{e30}'
        | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{4e00}'..='\u{9fa5}'
        | '\u{ac00}'..='\u{d7a3}' => Some(Known::Letter),
        '\u{a0}'..='\u{a9}'
        | '\u{ab}'..='\u{b1}'
        | '\u{bb}'
        | '\u{2000}'..='\u{206f}'
        | '\u{3001}'..='\u{3004}'
        | '\u{3008}'..='\u{3020}'
        | '\u{ff0c}'..='\u{ff0f}' => Some(Known::Mark),
        _ => None,
    }
}

/// [`char::is_alphanumeric`].
#[inline]
pub(crate) fn is_alphanumeric(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    match known(c) {
        Some(Known::Letter) => true,
        Some(Known::Mark) => false,
        None => c.is_alphanumeric(),
    }
}

/// [`char::is_alphabetic`].
#[inline]
pub(crate) fn is_alphabetic(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphabetic();
    }
    match known(c) {
        Some(Known::Letter) => true,
        Some(Known::Mark) => false,
        None => c.is_alphabetic(),
    }
}

/// [`char::is_uppercase`].
#[inline]
pub(crate) fn is_uppercase(c: char) -> bool {
    match c {
        _ if c.is_ascii() => c.is_ascii_uppercase(),
        '\u{430}'..='\u{45f}'
        | '\u{5d0}'..='\u{5ea}'
        | '\u{620}'..='\u{64a}'
        | '\u{904}'..='\u{939}'
        | '\u{e01}'..='\u{e30}'
        | '\u{2000}'..='\u{206f}'
        | '\u{3001}'..='\u{30fa}'
        | '\u{4e00}'..='\u{9fa5}'
        | '\u{ac00}'..='\u{d7a3}' => false,
        _ => c.is_uppercase(),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn says_what_the_standard_library_says() {
        for c in '\0'..=char::MAX {
            assert_eq!(super::is_alphanumeric(c), c.is_alphanumeric(), "{c:?}");
            assert_eq!(super::is_alphabetic(c), c.is_alphabetic(), "{c:?}");
            assert_eq!(super::is_uppercase(c), c.is_uppercase(), "{c:?}");
        }
    }
}
