//! Small words: counts, lists, names of languages, addresses.

/// "1 story", "12 stories".
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{} {many}", thousands(n)) }
}

/// A number with thousands apart: 1,108.
pub(crate) fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// "Harbour Gazette and 4 others".
pub(crate) fn outlets(names: &[String]) -> String {
    match names {
        [] => "Unknown outlet".into(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [one, rest @ ..] => format!("{one} and {} others", rest.len()),
    }
}

/// `s` as one segment of a path: everything but unreserved characters (RFC 3986) is percent-encoded.
pub(crate) fn segment(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    for b in s.bytes() {
        if b.is_ascii_alphanumeric() || b"-._~".contains(&b) {
            out.push(char::from(b));
        } else {
            out.push('%');
            for nibble in [b >> 4, b & 15] {
                out.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
    out
}

/// An address without scheme and `www.`, for people.
pub(crate) fn bare_address(url: &str) -> String {
    let s = url.split_once("://").map_or(url, |(_, rest)| rest);
    s.strip_prefix("www.").unwrap_or(s).trim_end_matches('/').to_owned()
}

/// The English name of a language, or the tag itself.
pub(crate) fn language(tag: &str) -> &str {
    match tag.split(['-', '_']).next().unwrap_or(tag) {
        "en" => "English",
        "de" => "German",
        "fr" => "French",
        "es" => "Spanish",
        "it" => "Italian",
        "pt" => "Portuguese",
        "nl" => "Dutch",
        "sv" => "Swedish",
        "pl" => "Polish",
        "ru" => "Russian",
        "uk" => "Ukrainian",
        "tr" => "Turkish",
        "ar" => "Arabic",
        "he" => "Hebrew",
        "hi" => "Hindi",
        "zh" => "Chinese",
        "ja" => "Japanese",
        "ko" => "Korean",
        _ => tag,
    }
}

/// At most `max` characters wide, cut between words where there are any, with an ellipsis. A character of a script
/// without spaces between words says about as much as two others, and counts as two.
pub(crate) fn clip(s: &str, max: usize) -> String {
    let s = s.trim();
    let wide = |c: char| if ('\u{2e80}'..='\u{ffdc}').contains(&c) || c >= '\u{20000}' { 2 } else { 1 };
    let mut width = 0;
    let Some((end, _)) = s.char_indices().find(|&(_, c)| {
        width += wide(c);
        width > max
    }) else {
        return s.to_owned();
    };
    let cut = s.split_at_checked(end).map_or(s, |(head, _)| head);
    let cut = match cut.rsplit_once(char::is_whitespace) {
        Some((head, _)) if head.len() * 2 > cut.len() => head,
        _ => cut,
    };
    format!("{}…", cut.trim_end_matches([',', ';', ':', '.', ' ', '，', '、', '。']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names() {
        assert_eq!(thousands(999), "999");
        assert_eq!(thousands(1_108), "1,108");
        assert_eq!(thousands(1_000_000), "1,000,000");
        let names: Vec<String> = ["A", "B", "C"].map(String::from).into();
        assert_eq!(outlets(&names[..2]), "A and B");
        assert_eq!(outlets(&names), "A and 2 others");
    }

    #[test]
    fn a_segment_can_hold_anything() {
        assert_eq!(segment("climate change/能"), "climate%20change%2F%E8%83%BD");
    }

    #[test]
    fn clipping_keeps_words_whole() {
        assert_eq!(clip("one two three four", 12), "one two…");
        assert_eq!(clip("一二三四五六七八", 8), "一二三四…");
        assert_eq!(clip("short", 10), "short");
    }
}
