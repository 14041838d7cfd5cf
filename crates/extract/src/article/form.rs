//! The form of a text: its letters, marks and words, whatever they say.

use super::features::yes;

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

/// Counts what a text is made of.
pub(crate) fn form(text: &str) -> Form {
    let mut f = Form::default();
    let (mut length, mut last, mut start_upper) = (0_u32, ' ', false);
    for (i, c) in text.chars().chain([' ']).enumerate() {
        if c.is_alphanumeric() {
            if length == 0 {
                start_upper = c.is_uppercase();
            }
            length += 1;
        } else if length > 0 {
            f.words += 1.0;
            f.short_words += yes(length <= 3);
            f.capital_words += yes(start_upper);
            length = 0;
        }
        f.chars += 1.0;
        if i == 0 {
            f.first = match c {
                c if c.is_uppercase() => 1.0,
                c if c.is_lowercase() => 2.0,
                c if c.is_numeric() => 3.0,
                '"' | '“' | '„' | '«' | '‘' | '\'' | '»' => 4.0,
                c if c.is_alphabetic() => 5.0,
                _ => 6.0,
            };
        }
        match c {
            ',' | '،' | '、' | '，' => f.commas += 1.0,
            '.' | '!' | '?' | '。' | '！' | '？' | '।' | '؟' | '…' => f.stops += 1.0,
            '"' | '“' | '”' | '„' | '«' | '»' | '「' | '」' => f.quotes += 1.0,
            '|' | '/' | '@' | '©' | '›' | '→' | '·' | '•' | '+' | '#' | '&' => f.symbols += 1.0,
            '\n' => f.newlines += 1.0,
            _ => {}
        }
        f.upper += yes(c.is_uppercase());
        f.digits += yes(c.is_ascii_digit());
        if !c.is_whitespace() {
            last = c;
        }
    }
    f.last = match last {
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
    };
    f
}
