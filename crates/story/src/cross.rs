//! What meets across languages: numbers, names spelled alike after transliteration, places, common news words.

use text::{fold, hash32, words};

/// The terms of a headline (and the names of the text) that can meet those of another language, with weights.
pub(crate) fn terms(title: &str, names: &[String], _stems: &[String], _lang: &str) -> Vec<(u32, f32)> {
    let mut out = Vec::new();
    for w in words(title) {
        let folded = fold(w.text);
        if folded.starts_with(|c: char| c.is_ascii_digit()) {
            out.push((hash32(&format!("#{folded}")), 1.0));
        } else {
            grams(&folded, &mut out);
        }
    }
    for n in names.iter().take(12) {
        for w in n.split([' ', '-']) {
            grams(&fold(w), &mut out);
        }
    }
    out
}

/// Four-letter pieces of a word written in Latin letters.
fn grams(folded: &str, out: &mut Vec<(u32, f32)>) {
    let chars: Vec<char> = folded.chars().collect();
    if chars.len() < 4 {
        return;
    }
    for w in chars.windows(4) {
        let s: String = w.iter().collect();
        out.push((hash32(&s), 1.0));
    }
}
