//! The article's plain text and the counts.

use super::{Article, letters};

/// A little under the mean for silent reading of English non-fiction, 238 words a minute (Brysbaert 2019,
/// doi:10.1016/j.jml.2019.104047).
const WORDS_A_MINUTE: u64 = 230;
/// In scripts without spaces, about 500 characters a minute: so many characters count as a word.
const CJK_PER_WORD: u64 = 2;

/// Fills word count and reading time from the text.
pub(super) fn count(article: &mut Article) {
    let (mut words, mut cjk) = (0_u64, 0_u64);
    let mut inside = false;
    for c in article.text.chars() {
        if matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{0e00}'..='\u{0e7f}') {
            cjk += 1;
            inside = false;
        } else if letters::is_alphanumeric(c) {
            words += u64::from(!inside);
            inside = true;
        } else if c.is_whitespace() {
            inside = false;
        }
    }
    article.word_count = words + cjk / CJK_PER_WORD;
    article.reading_minutes = article.word_count.div_ceil(WORDS_A_MINUTE);
}

pub(super) fn text(article: &Article) -> String {
    match &article.title {
        Some(title) => format!("{title}\n\n{}", article.text),
        None => article.text.clone(),
    }
}
