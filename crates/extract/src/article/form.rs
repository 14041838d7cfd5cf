//! The form of a text: its letters, marks and words, whatever they say.

use super::letters;
use super::tree::ix;

/// The form of a text.
#[derive(Default)]
pub(crate) struct Form {
    pub(crate) chars: f32,
    pub(crate) upper: f32,
    pub(crate) digits: f32,
    pub(crate) commas: f32,
    pub(crate) stops: f32,
    pub(crate) quotes: f32,
    pub(crate) symbols: f32,
    pub(crate) short_words: f32,
    pub(crate) capital_words: f32,
    pub(crate) words: f32,
    pub(crate) newlines: f32,
    pub(crate) first: f32,
    pub(crate) last: f32,
}

/// What is counted of characters, each in bits of its own, so that one addition counts them all.
mod count {
    /// Characters that are counted before the bits are emptied: the greatest number that eight bits hold.
    pub(super) const AT_ONCE: u32 = 255;
    pub(super) const COMMA: u64 = 1;
    pub(super) const STOP: u64 = 1 << 8;
    pub(super) const QUOTE: u64 = 1 << 16;
    pub(super) const SYMBOL: u64 = 1 << 24;
    pub(super) const NEWLINE: u64 = 1 << 32;
    pub(super) const UPPER: u64 = 1 << 40;
    pub(super) const DIGIT: u64 = 1 << 48;
    /// Of a letter, digit or number.
    pub(super) const OF_WORD: u64 = 1 << 56;
}

/// What each ASCII character counts as.
const ASCII: [u64; 128] = {
    let mut table = [0_u64; 128];
    let (mut index, mut at) = (0, 0_u8);
    while index < table.len() {
        let mut bits = match at {
            b',' => count::COMMA,
            b'.' | b'!' | b'?' => count::STOP,
            b'"' => count::QUOTE,
            b'|' | b'/' | b'@' | b'+' | b'#' | b'&' => count::SYMBOL,
            b'\n' => count::NEWLINE,
            _ => 0,
        };
        if at.is_ascii_uppercase() {
            bits |= count::UPPER;
        }
        if at.is_ascii_digit() {
            bits |= count::DIGIT;
        }
        if at.is_ascii_alphanumeric() {
            bits |= count::OF_WORD;
        }
        table[index] = bits;
        index += 1;
        at += 1;
    }
    table
};

#[inline]
fn counts_as(c: char) -> u64 {
    if let Some(bits) = ASCII.get(ix(u32::from(c))) {
        return *bits;
    }
    let mark = match c {
        '،' | '、' | '，' => count::COMMA,
        '。' | '！' | '？' | '।' | '؟' | '…' => count::STOP,
        '“' | '”' | '„' | '«' | '»' | '「' | '」' => count::QUOTE,
        '©' | '›' | '→' | '·' | '•' => count::SYMBOL,
        _ => 0,
    };
    mark | if letters::is_uppercase(c) { count::UPPER } else { 0 }
        | if letters::is_alphanumeric(c) { count::OF_WORD } else { 0 }
}

/// A count as a feature: exact below 2^24.
fn whole(n: u32) -> f32 {
    let n = n.min(1 << 24);
    let half = |n: u32| f32::from(u16::try_from(n).unwrap_or(u16::MAX));
    half(n >> 16) * 65_536.0 + half(n & 0xffff)
}

/// Counts what a text is made of. A space is thought behind it, and counted.
pub(crate) fn form(text: &str) -> Form {
    let (mut words, mut short, mut capital) = (0_u32, 0_u32, 0_u32);
    let (mut length, mut start_upper) = (0_u32, false);
    let (mut chars, mut sums, mut packed, mut left) = (0_u32, [0_u32; 7], 0_u64, count::AT_ONCE);
    let mut empty = |packed: &mut u64| {
        for (sum, n) in sums.iter_mut().zip(std::mem::take(packed).to_le_bytes()) {
            *sum += u32::from(n);
        }
    };
    for c in text.chars().chain([' ']) {
        let bits = counts_as(c);
        packed += bits;
        if bits & count::OF_WORD != 0 {
            if length == 0 {
                start_upper = bits & count::UPPER != 0;
            }
            length += 1;
        } else if length > 0 {
            words += 1;
            short += u32::from(length <= 3);
            capital += u32::from(start_upper);
            length = 0;
        }
        chars += 1;
        left -= 1;
        if left == 0 {
            empty(&mut packed);
            left = count::AT_ONCE;
        }
    }
    empty(&mut packed);
    let [commas, stops, quotes, symbols, newlines, upper, digits] = sums.map(whole);
    let last = text.chars().rev().find(|c| !c.is_whitespace()).unwrap_or(' ');
    Form {
        chars: whole(chars),
        upper,
        digits,
        commas,
        stops,
        quotes,
        symbols,
        short_words: whole(short),
        capital_words: whole(capital),
        words: whole(words),
        newlines,
        first: first(text.chars().next().unwrap_or(' ')),
        last: self::last(last),
    }
}

/// What a text begins with, as a number.
fn first(c: char) -> f32 {
    match c {
        c if letters::is_uppercase(c) => 1.0,
        c if c.is_lowercase() => 2.0,
        c if c.is_numeric() => 3.0,
        '"' | '“' | '„' | '«' | '‘' | '\'' | '»' => 4.0,
        c if c.is_alphabetic() => 5.0,
        _ => 6.0,
    }
}

/// What a text ends with, as a number.
fn last(c: char) -> f32 {
    match c {
        '.' | '。' | '।' => 1.0,
        '!' | '?' | '！' | '？' | '؟' => 2.0,
        '"' | '”' | '“' | '»' | '’' | '\'' | '」' => 3.0,
        ':' | '：' => 4.0,
        '…' => 5.0,
        ')' | ']' => 6.0,
        ',' | ';' => 7.0,
        '›' | '→' | '>' => 8.0,
        c if c.is_numeric() => 9.0,
        c if c.is_alphabetic() => 10.0,
        _ => 11.0,
    }
}
