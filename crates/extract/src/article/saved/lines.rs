//! The lines of a saved text and what their form tells.

use crate::article::extras::comment_line;
use crate::article::meta::{self, dates};
use crate::article::words::{self, count, fold_key};

use super::phrases::phrases;
use super::told::Told;
pub(super) use super::who::{byline, is_role, name_alone};

/// Longer texts are cut.
const MAX_LINES: usize = 12_000;

/// No line that tells who or when is longer than this, in bytes.
pub(super) const TOO_LONG: usize = 360;

/// Names in one line are no longer than this, in bytes.
const NAMES: usize = 80;
/// Labels in one line are no longer than this, in bytes.
const ROW: usize = 60;

/// Words between two names.
const AND: [&str; 10] = ["and", "und", "et", "y", "e", "en", "og", "och", "i", "&"];

/// One line that is not empty, and how many empty ones stood before it.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) gap: usize,
    /// It began with a bullet.
    pub(super) bullet: bool,
    /// The bullet was a dash, as stands before what somebody says.
    pub(super) dash: bool,
    /// Lines of the page's own stood before it; they are left out.
    pub(super) parted: bool,
    /// Right before it stood where the way to a page begins, which is left out.
    pub(super) home: bool,
    /// It stood twice with the page's own lines between: what a picture shows.
    pub(super) shown: bool,
    /// It stood twice.
    pub(super) twice: bool,
    /// A button to read on stood right below it: it is the headline of another story.
    pub(super) leads: bool,
    /// How long it takes to read or see stood right below it.
    pub(super) timed: bool,
    /// A wall stood right below it: the article goes on for subscribers alone.
    pub(super) walled: bool,
    /// What its words tell, once that was asked.
    pub(super) told: Told,
}

impl Line {
    pub(super) fn new(text: String, gap: usize) -> Self {
        Self {
            text,
            gap,
            bullet: false,
            dash: false,
            parted: false,
            home: false,
            shown: false,
            twice: false,
            leads: false,
            timed: false,
            walled: false,
            told: Told::default(),
        }
    }
}

/// The lines that are not empty, without the page's own.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut out = Vec::new();
    let mut gap = 0_usize;
    // "By" alone on a line: the name stands on the next.
    let mut by: Option<(String, usize)> = None;
    for raw in super::wrapped::unwrapped(text).into_iter().take(MAX_LINES) {
        let line = unglued(words::folded(&spaced_row(&raw)));
        let line = if line.len() <= NAMES { super::bylines::spaced(&line).unwrap_or(line) } else { line };
        if line.is_empty() {
            gap = gap.saturating_add(1);
            continue;
        }
        let key = fold_key(&line);
        if by.is_none()
            && phrases().is("bylines", &key)
            && (line.ends_with([':', '：']) || !phrases().is("bylines-colon", &key))
        {
            by = Some((line, gap));
            gap = 0;
            continue;
        }
        let line = match by.take() {
            Some((word, over))
                if super::bylines::is_person(&line) || super::bylines::is_dense_name(&line) =>
            {
                gap = over;
                format!("{word} {line}")
            }
            other => {
                out.extend(other.map(|(word, over)| Line::new(word, over)));
                line
            }
        };
        let (line, shown) = match super::skips::without_buttons(&line) {
            Some(caption) => (caption.to_owned(), true),
            None => (line, false),
        };
        let bare =
            line.trim_start_matches(['•', '●', '▪', '■', '◦', '‣', '–', '*', '·', '-', '・']).trim_start();
        let bullet = bare.len() < line.len()
            && (line.starts_with(['•', '●', '▪', '■', '◦', '‣', '・'])
                || line.chars().nth(1).is_some_and(char::is_whitespace));
        let dash = bullet && line.starts_with(['–', '-']);
        let text = if bullet { bare.to_owned() } else { line };
        if !text.is_empty() {
            out.push(Line { bullet, dash, shown, ..Line::new(text, gap) });
        }
        gap = 0;
    }
    out.extend(by.map(|(word, over)| Line::new(word, over)));
    super::sieve::sieved(joined(out))
}

/// Two names with a word alone between them, on one line.
fn joined(lines: Vec<Line>) -> Vec<Line> {
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    let mut word: Option<Line> = None;
    for line in lines {
        let named = |l: &Line| super::bylines::is_person(super::bylines::without_place(&l.text));
        if let Some(and) = word.take() {
            match out.last_mut() {
                Some(before) if line.gap == 0 && named(&line) => {
                    before.text = format!("{} {} {}", before.text, and.text, line.text);
                    continue;
                }
                _ => out.push(and),
            }
        }
        // "and John Roe in Beijing" below "Jane Doe"
        let more = line.text.split_once(' ').filter(|(and, who)| {
            AND.contains(and) && super::bylines::is_person(super::bylines::without_place(who))
        });
        if more.is_some()
            && line.gap == 0
            && let Some(before) = out.last_mut().filter(|l| named(l) || l.is_byline())
        {
            let both = format!("{} {}", before.text, line.text);
            *before = Line { bullet: before.bullet, ..Line::new(both, before.gap) };
            continue;
        }
        if AND.contains(&line.text.as_str()) && line.gap == 0 && out.last().is_some_and(named) {
            word = Some(line);
        } else {
            out.push(line);
        }
    }
    out.extend(word);
    out
}

/// "Environment & Health  Hong Kong": labels with wide spaces between, in one line.
fn spaced_row(raw: &str) -> std::borrow::Cow<'_, str> {
    let text = raw.trim();
    if text.len() > ROW || !text.contains("  ") {
        return raw.into();
    }
    let parts: Vec<&str> = text.split("  ").map(str::trim).filter(|p| !p.is_empty()).collect();
    let label = |p: &&str| {
        count(p) <= 3
            && p.starts_with(char::is_uppercase)
            && p.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '&' | '-'))
    };
    let by = parts.first().is_some_and(|p| phrases().is("bylines", &fold_key(p)));
    if !by && (2..=3).contains(&parts.len()) && parts.iter().all(label) {
        parts.join(" | ").into()
    } else {
        raw.into()
    }
}

/// "April 25, 20232:26 PM": a year and a time without a space between, parted.
fn unglued(line: String) -> String {
    if line.len() > 160 || !line.contains(':') {
        return line;
    }
    let chars: Vec<char> = line.chars().collect();
    let digit = |i: usize| chars.get(i).is_some_and(char::is_ascii_digit);
    let at = (0..chars.len()).find(|i| {
        let year = matches!(
            (chars.get(*i), chars.get(i.saturating_add(1))),
            (Some('2'), Some('0')) | (Some('1'), Some('9'))
        );
        let next = |k: usize| i.saturating_add(k);
        year && (*i == 0 || !digit(i.saturating_sub(1)))
            && (2..5).all(|k| digit(next(k)))
            && (chars.get(next(5)) == Some(&':') && digit(next(6))
                || digit(next(5)) && chars.get(next(6)) == Some(&':') && digit(next(7)))
    });
    match at {
        Some(at) => {
            let cut = at.saturating_add(4);
            let rest: String = chars.iter().skip(cut).collect();
            chars.iter().take(cut).chain([&' ']).collect::<String>() + &unglued(rest)
        }
        None => line,
    }
}

/// All that stands in a text, line by line.
pub(super) fn whole(text: &str) -> Vec<String> {
    text.lines().take(MAX_LINES).map(words::folded).filter(|l| !l.is_empty()).collect()
}

/// Whether a line ends as a sentence does.
pub(super) fn is_sentence(text: &str) -> bool {
    // A sign for the end or a short note in brackets may follow the last stop: "(完)", "(Reuters)".
    let text = match text.rsplit_once(['(', '（']) {
        Some((before, note)) if note.ends_with([')', '）']) && note.chars().count() <= 36 => {
            before.trim_end()
        }
        // Some papers sign the end: ". INQ"
        _ => text.rsplit_once(' ').map_or(text, |(before, mark)| {
            let signs = (2..=4).contains(&mark.len()) && mark.bytes().all(|b| b.is_ascii_uppercase());
            let word = before.rsplit(' ').next().unwrap_or(before);
            let said = before.trim_end_matches(['”', '"', '’', '»']);
            if signs && said.ends_with('.') && word.chars().count() > 4 { before } else { text }
        }),
    };
    let end = text.trim_end_matches([
        '"', '”', '“', '’', '‘', '\'', ')', '»', '«', '›', ']', '」', '』', ' ', '\u{a0}', '■',
    ]);
    end.ends_with(['.', '!', '?', '…', '。', '！', '？', ':', ';', '।', '؟', '۔'])
}

/// A sentence of running text, not a short answer or a slogan.
pub(super) fn is_running(line: &Line) -> bool {
    *line.told.running.get_or_init(|| {
        let words = count(&line.text);
        words > 40 || words >= 8 && is_sentence(&line.text)
    })
}

/// A date and little else.
pub(super) fn is_dateline(text: &str) -> bool {
    if text.len() > TOO_LONG {
        return false;
    }
    let key = fold_key(text);
    let says = phrases().begins("dated", &key).is_some();
    if says && count(text) <= 22 && text.bytes().any(|b| b.is_ascii_digit()) {
        return true;
    }
    if super::when::is_near(&key) || count(text) <= 12 && super::jalali::day(text).is_some() {
        return true;
    }
    let whole = text;
    let text = text.split('(').next().unwrap_or(text);
    if is_day(text) && count(whole) <= 9 {
        return true;
    }
    count(text) <= 18 && dates::parse(text).is_some() && !(is_sentence(text) && count(text) > 9)
}

/// "Woensdag 4 maart, 07:30", "Wed 28 Jan": a day without its year.
fn is_day(text: &str) -> bool {
    // "4.3. 7:00 | Päivitetty 4.3. 10:12"
    if let Some((first, change)) = text.split_once(['|', '•', '·']) {
        let words = change
            .trim()
            .split_once(' ')
            .map_or(change, |(w, rest)| if phrases().is("dated", &fold_key(w)) { rest } else { change });
        return is_day(first.trim()) && is_day(words.trim());
    }
    let words: Vec<&str> = text.split([' ', ',']).filter(|w| !w.is_empty()).collect();
    // "2.3. 07:12"
    if let [date, time] = words[..]
        && time.contains([':', '.'])
        && [date, time].iter().all(|w| {
            w.starts_with(|c: char| c.is_ascii_digit())
                && w.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ':' | '/'))
        })
    {
        return true;
    }
    let day = |w: Option<&&str>| {
        w.is_some_and(|w| w.trim_end_matches('.').parse::<u8>().is_ok_and(|n| (1..=31).contains(&n)))
    };
    (2..=6).contains(&words.len())
        && words.iter().enumerate().any(|(i, w)| {
            meta::is_month(w)
                && (day(i.checked_sub(1).and_then(|b| words.get(b))) || day(words.get(i.saturating_add(1))))
        })
        && words.iter().filter(|w| !w.bytes().any(|b| b.is_ascii_digit()) && !meta::is_month(w)).count() <= 2
}

/// A number alone, with or without marks between thousands.
pub(super) fn number(text: &str) -> Option<u64> {
    let text = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')).unwrap_or(text);
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | '.' | '\u{a0}' | '\u{202f}')).collect();
    (digits.len() <= 6
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '\u{a0}' | '\u{202f}')))
    .then(|| digits.parse().ok())
    .flatten()
}

/// How many comments a short line tells of.
pub(super) fn comments(text: &str) -> Option<u64> {
    if text.len() > TOO_LONG || count(text) > 5 {
        return None;
    }
    // Words that pages themselves are not asked for.
    let told = || {
        let key = fold_key(text);
        let mut words = key.split(' ');
        let number = words.clone().find(|w| w.bytes().all(|b| b.is_ascii_digit()))?;
        words.any(|w| phrases().is("comment-words", w)).then(|| number.parse().ok()).flatten()
    };
    comment_line(text).or_else(told)
}
