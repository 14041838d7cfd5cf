//! Cuts text into words, with the place of each in the text.

use icu_segmenter::WordSegmenter;
use icu_segmenter::options::WordBreakInvariantOptions;

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// Byte offset of the first character.
    pub from: usize,
    /// Byte offset behind the last character.
    pub to: usize,
    /// The word as it stands in the text.
    pub text: &'a str,
    /// Whether its script writes no spaces between words (Han, kana, Thai, Khmer, Lao, Burmese).
    pub unspaced: bool,
}

/// Cuts `text` into words: runs of letters, digits and their marks. Numbers keep inner points and commas
/// ("1,000.5"). Runs of scripts without spaces are cut with ICU's dictionaries.
///
/// Hyphens and apostrophes separate; a letter cut off so ("s" of "Iran's") is its own word.
#[must_use]
pub fn words(text: &str) -> Vec<Word<'_>> {
    let mut out = Vec::with_capacity(text.len() / 6);
    each_word(text, |w| out.push(w));
    out
}

/// [`words`], each told as it is found.
pub(crate) fn each_word<'a>(text: &'a str, mut tell: impl FnMut(Word<'a>)) {
    each_run(text, |run| {
        if !run.unspaced {
            tell(run);
            return;
        }
        let segmenter = WordSegmenter::new_auto(WordBreakInvariantOptions::default());
        let mut from = 0;
        for to in segmenter.segment_str(run.text).skip(1) {
            if let Some(piece) = run.text.get(from..to) {
                tell(Word { from: run.from + from, to: run.from + to, text: piece, unspaced: true });
            }
            from = to;
        }
    });
}

/// Runs of word characters of one kind (spaced or unspaced script), uncut.
pub(crate) fn runs(text: &str) -> Vec<Word<'_>> {
    let mut out: Vec<Word<'_>> = Vec::with_capacity(text.len() / 6);
    each_run(text, |run| out.push(run));
    out
}

/// [`runs`], each told as it is found.
pub(crate) fn each_run<'a>(text: &'a str, mut tell: impl FnMut(Word<'a>)) {
    let mut start: Option<(usize, bool)> = None;
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    let mut close = |start: &mut Option<(usize, bool)>, to: usize| {
        if let Some((from, unspaced)) = start.take()
            && let Some(t) = text.get(from..to)
        {
            tell(Word { from, to, text: t, unspaced });
        }
    };
    while let Some((i, c)) = chars.next() {
        if c.is_ascii() {
            let inside = c.is_ascii_alphanumeric()
                || (matches!(c, '.' | ',')
                    && before.is_ascii_digit()
                    && chars.peek().is_some_and(|(_, n)| n.is_ascii_digit()));
            match (inside, start) {
                (true, Some((_, true))) => {
                    close(&mut start, i);
                    start = Some((i, false));
                }
                (true, None) => start = Some((i, false)),
                (false, _) => close(&mut start, i),
                (true, Some(_)) => {}
            }
        } else if !is_common_letter(c) && is_unspaced(c) {
            if !matches!(start, Some((_, true))) {
                close(&mut start, i);
                start = Some((i, true));
            }
        } else if is_common_letter(c) || c.is_alphanumeric() {
            if !matches!(start, Some((_, false))) {
                close(&mut start, i);
                start = Some((i, false));
            }
        } else if !(start.is_some() && is_joining(c)) {
            close(&mut start, i);
        }
        before = c;
    }
    close(&mut start, text.len());
}

/// Latin and Cyrillic letters beyond ASCII, told without a look into Unicode's tables.
fn is_common_letter(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2c1}' | '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}')
}

/// Letters of scripts that write no spaces between words.
pub(crate) fn is_unspaced(c: char) -> bool {
    is_han_or_kana(c)
        || matches!(c, '\u{e01}'..='\u{e4e}' | '\u{e81}'..='\u{ece}' | '\u{edc}'..='\u{edf}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17d3}')
            && c.is_alphanumeric()
        || matches!(c, '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{17b4}'..='\u{17d3}' | '\u{102b}'..='\u{103e}' | '\u{eb1}' | '\u{eb4}'..='\u{ebc}' | '\u{ec8}'..='\u{ece}')
}

/// Chinese characters and Japanese kana.
pub(crate) fn is_han_or_kana(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}' | '\u{3099}'..='\u{309f}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{323af}')
}

/// Marks and joiners that belong to the word they stand in.
fn is_joining(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{591}'..='\u{5c7}' | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}'
        | '\u{900}'..='\u{dff}' | '\u{200c}' | '\u{200d}' | '\u{f71}'..='\u{f87}')
        && !matches!(c, '\u{964}' | '\u{965}' | '\u{5be}' | '\u{5c0}' | '\u{5c3}' | '\u{5c6}' | '\u{df4}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_letters_are_letters_with_spaces_between_words() {
        for c in (0..0x600).filter_map(char::from_u32).filter(|c| is_common_letter(*c)) {
            assert!(c.is_alphanumeric() && !is_unspaced(c), "{c:?}");
        }
    }

    #[test]
    fn cuts() {
        for (text, want) in [
            ("Iran's 1,000.5 km-long", vec!["Iran", "s", "1,000.5", "km", "long"]),
            ("L’équipe n’ira pas.", vec!["L", "équipe", "n", "ira", "pas"]),
            ("东京奥运会G20峰会", vec!["东京", "奥运", "会", "G20", "峰会"]),
            ("हिन्दी में।", vec!["हिन्दी", "में"]),
            ("한국 선수단이", vec!["한국", "선수단이"]),
            ("", vec![]),
        ] {
            let got: Vec<_> = words(text).iter().map(|w| w.text).collect();
            assert_eq!(got, want, "{text}");
        }
        assert!(words("รัฐบาลเสนอร่างกฎหมายเมื่อวันพุธ").len() > 3);
    }
}
