//! How long a video is, as pages write it.

use super::phrases::phrases;
use crate::article::meta::dates;
use crate::article::words::fold_key;

/// No line that tells a length is longer than this, in bytes.
const TOO_LONG: usize = 80;

const MINUTES: [&str; 14] = [
    "m", "min", "mins", "minute", "minutes", "minuten", "minuto", "minutos", "minuti", "minuter", "minut",
    "мин", "dk", "分",
];
const SECONDS: [&str; 18] = [
    "s", "sec", "secs", "second", "seconds", "sek", "sekunden", "seg", "segundos", "secondes", "secondi",
    "sekunder", "sekund", "seconden", "сек", "sn", "秒", "초",
];

/// `03:47`, `1:02:03`, "Duration 1:47", "1 min 24 sek", also with a source behind: "02:31 - Source: Agency".
pub(super) fn clock(text: &str) -> Option<u64> {
    if text.len() > TOO_LONG {
        return None;
    }
    // "February 2 | Duration 2:03"
    let text =
        text.rsplit_once(" | ").map_or(text, |(_, last)| if announced(last).is_some() { last } else { text });
    let text = text
        .strip_suffix(" min")
        .or_else(|| text.strip_suffix(" Min."))
        .filter(|t| t.contains(':'))
        .unwrap_or(text);
    let told = announced(text);
    let text = told.unwrap_or_else(|| text.strip_prefix("VIDEO").unwrap_or(text));
    if let Some(seconds) = in_words(text) {
        return Some(seconds);
    }
    let first = text.split(' ').next()?;
    let alone =
        first == text || text.contains("Source") || text.contains("Quelle") || text.contains("Now playing");
    (alone && first.contains(':')).then(|| dates::duration(first).or_else(|| twice(first))).flatten()
}

/// `0:00 / 1:11`: how much has run, and of how much.
pub(super) fn running(text: &str) -> Option<u64> {
    let (now, all) = text.split_once('/')?;
    let (now, all) = (now.trim(), all.trim());
    let zero = now.contains(':') && now.chars().all(|c| matches!(c, '0' | ':'));
    (zero && all.len() <= 8).then(|| dates::duration(all)).flatten().filter(|s| *s > 0)
}

/// What follows the word that tells a length: "Duration 1:47", "Play Video. Duration: 1 minute 32 seconds".
fn announced(text: &str) -> Option<&str> {
    let text = text.rsplit_once(". ").map_or(text, |(_, last)| last);
    let after = |text: &'_ str| -> Option<usize> {
        let (word, rest) = text.split_once([' ', ':', '：'])?;
        phrases().is("duration", &fold_key(word)).then(|| text.len().saturating_sub(rest.len()))
    };
    // "Video Duration 02 minutes 27 seconds": the word may stand behind another.
    let first = after(text)?;
    let rest = text.get(first..)?.trim_start_matches([' ', ':', '：']);
    let second = after(rest).and_then(|at| rest.get(at..));
    Some(second.unwrap_or(rest).trim_start_matches([' ', ':', '：']))
}

/// "1 minute 32 seconds", "1 min 24 sek", "2分13秒"; minutes alone are how long a text takes to read.
fn in_words(text: &str) -> Option<u64> {
    let mut numbers: Vec<u64> = Vec::new();
    let mut units: Vec<String> = Vec::new();
    let (mut digits, mut unit) = (String::new(), String::new());
    let mut chars = text.chars().filter(|c| !matches!(c, '.' | ',' | ' ' | '\u{a0}')).peekable();
    while let Some(c) = chars.next() {
        if c.is_ascii_digit() {
            digits.push(c)
        } else {
            unit.extend(c.to_lowercase())
        }
        let over = chars.peek().is_none_or(|n| n.is_ascii_digit() != c.is_ascii_digit());
        if over && c.is_ascii_digit() {
            numbers.push(std::mem::take(&mut digits).parse().ok()?);
        } else if over {
            units.push(std::mem::take(&mut unit));
        }
    }
    // "1 minute 42 seconds1m 42s": the length is told twice.
    if let ([a, b, c, d], 4) = (&numbers[..], units.len())
        && (a, b) == (c, d)
    {
        numbers.truncate(2);
        units.truncate(2);
    }
    let ([minutes, seconds], [m, s]) = (&numbers[..], &units[..]) else { return None };
    (*minutes < 600 && *seconds < 60 && MINUTES.contains(&m.as_str()) && SECONDS.contains(&s.as_str()))
        .then(|| minutes.saturating_mul(60).saturating_add(*seconds))
}

/// `3:1203:12`: the same length twice without a space between.
fn twice(text: &str) -> Option<u64> {
    text.char_indices().skip(1).find_map(|(at, _)| {
        let (first, second) = text.split_at_checked(at)?;
        let first = dates::duration(first)?;
        (dates::duration(second)? == first).then_some(first)
    })
}

/// Whether a text holds a time of day: "8:01".
pub(super) fn has_clock(text: &str) -> bool {
    text.match_indices(':').any(|(at, _)| {
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        digit(text.get(..at).and_then(|t| t.chars().next_back()))
            && digit(text.get(at.saturating_add(1)..).and_then(|t| t.chars().next()))
    })
}

#[cfg(test)]
mod tests {
    use super::{clock, running};

    #[test]
    fn lengths_are_read_in_their_many_forms() {
        for (text, want) in [
            ("03:47", Some(227)),
            ("1:02:03", Some(3723)),
            ("Duration 1:47", Some(107)),
            ("February 2 | Duration 2:03", Some(123)),
            ("Play Video. Duration: 1 minute 32 seconds", Some(92)),
            ("1 min 24 sek", Some(84)),
            ("Video Duration 02 minutes 27 seconds", Some(147)),
            ("Duration: 1 minute 42 seconds1m 42s", Some(102)),
            ("VIDEO3:1203:12", Some(192)),
            ("02:31 - Source: Agency", Some(151)),
            ("3 min", None),
            ("2 minute read", None),
            ("January 21, 2026 1:04 PM", None),
        ] {
            assert_eq!(clock(text), want, "{text}");
        }
        assert_eq!(running("0:00 / 1:11"), Some(71));
        assert_eq!(running("1 / 11"), None);
    }
}
