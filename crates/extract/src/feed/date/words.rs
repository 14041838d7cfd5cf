//! Dates in words: RFC 822 and all that is written for it, ASCTIME, Perforce.

use jiff::Timestamp;

use super::{Parts, Time, clock, digits, full_year, zone};

/// Reads a date whose parts are told apart by their form, in whatever order they stand: a weekday is passed over,
/// a month is a word, a year has four digits or comes after the day, a time has colons.
pub(super) fn read(text: &str) -> Option<Timestamp> {
    let lower = text.to_lowercase();
    let mut parts = Parts::default();
    let (mut day, mut month, mut year, mut time, mut offset) = (None, None, None, None, None);
    let mut later = None;
    for word in lower.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty()) {
        if word.starts_with('(') {
            continue;
        }
        if let Some((y, m, d)) = slashed(word).or_else(|| dotted(word)).or_else(|| hyphened(word)) {
            (year, month, day) = (Some(y), Some(m), Some(d));
        } else if word.contains(':') && word.starts_with(|c: char| c.is_ascii_digit()) {
            let end =
                word.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.')).unwrap_or(word.len());
            time = Some(clock(word.get(..end)?)?);
            match word.get(end..)? {
                "" => {}
                half @ ("am" | "pm") => later = Some(half == "pm"),
                rest => offset = zone(rest),
            }
        } else if let Some(number) =
            digits(word.trim_end_matches("st").trim_end_matches(['n', 'd', 't', 'h', 'r', '.']))
        {
            match word.len() {
                4 if year.is_none() => year = Some(number),
                _ if day.is_none() => day = Some(number),
                length if year.is_none() => year = Some(full_year(number, length)),
                // `19:48:21 0200`: a zone that lost its sign is no zone.
                _ => {}
            }
        } else if month.is_none() && weekday(word) && day.is_none() {
            continue;
        } else if let Some(number) = month_of(word).filter(|_| month.is_none() || time.is_none()) {
            // `mar, 3 feb`: the first was a weekday (mardi, martes, martedì) and no March.
            month = Some(number);
        } else if word == "at" && time.is_none() {
            // English, not the zone of the Atlantic, which stands behind a time.
            continue;
        } else if word == "am" || word == "pm" {
            later = Some(word == "pm");
        } else if let Some(found) = zone(word) {
            offset = Some(found);
        }
    }
    (parts.year, parts.month, parts.day) = (year?, month?, day?);
    parts.time = time.unwrap_or_default();
    parts.offset = offset.unwrap_or(0);
    if let Some(later) = later {
        parts.time = half_day(parts.time, later);
    }
    parts.instant()
}

/// A time on a clock of twelve hours.
fn half_day(time: Time, later: bool) -> Time {
    let hour = match (time.hour, later) {
        (12, false) => 0,
        (1..=11, true) => time.hour + 12,
        (hour, _) => hour,
    };
    Time { hour, ..time }
}

/// `yyyy/mm/dd`, as Perforce writes it.
fn slashed(word: &str) -> Option<(i64, i64, i64)> {
    let mut numbers = word.split('/');
    let (a, b, c) = (numbers.next()?, numbers.next()?, numbers.next()?);
    if numbers.next().is_some() {
        return None;
    }
    let (x, y, z) = (digits(a)?, digits(b)?, digits(c)?);
    match (a.len(), c.len()) {
        (4, _) => Some((x, y, z)),
        // Day and month can be told apart only where one cannot be a month.
        (_, 4) if x > 12 => Some((z, y, x)),
        (_, 4) if y > 12 => Some((z, x, y)),
        _ => None,
    }
}

/// `dd.mm.yyyy`, as Central and Eastern Europe write it, and `yyyy.mm.dd`.
fn dotted(word: &str) -> Option<(i64, i64, i64)> {
    let mut numbers = word.trim_end_matches('.').split('.');
    let (a, b, c) = (numbers.next()?, numbers.next()?, numbers.next()?);
    if numbers.next().is_some() {
        return None;
    }
    let (x, y, z) = (digits(a)?, digits(b)?, digits(c)?);
    match (a.len(), c.len()) {
        (4, _) => Some((x, y, z)),
        (_, 4) => Some((z, y, x)),
        _ => None,
    }
}

/// `dd-Mon-yyyy`.
fn hyphened(word: &str) -> Option<(i64, i64, i64)> {
    let mut parts = word.split('-');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    parts.next().is_none().then_some(())?;
    Some((full_year(digits(year)?, year.len()), month_of(month)?, digits(day)?))
}

fn weekday(word: &str) -> bool {
    let word = word.trim_end_matches(['.', ',']);
    ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().any(|name| word.starts_with(name))
}

/// Beginnings of the names of months, English first, then those of other languages that feeds use.
#[rustfmt::skip]
const MONTHS: &[(&str, i64)] = &[
    ("jan", 1), ("feb", 2), ("mar", 3), ("apr", 4), ("may", 5), ("jun", 6),
    ("jul", 7), ("aug", 8), ("sep", 9), ("oct", 10), ("nov", 11), ("dec", 12),
    ("ene", 1), ("gen", 1), ("fév", 2), ("fev", 2), ("mär", 3), ("mrz", 3), ("maa", 3), ("mrt", 3), ("avr", 4), ("abr", 4),
    ("mai", 5), ("mag", 5), ("mei", 5), ("maj", 5), ("juin", 6), ("giu", 6), ("juil", 7), ("lug", 7),
    ("янв", 1), ("фев", 2), ("мар", 3), ("апр", 4), ("мая", 5), ("май", 5), ("июн", 6),
    ("июл", 7), ("авг", 8), ("сен", 9), ("окт", 10), ("ноя", 11), ("дек", 12),
    ("ago", 8), ("aoû", 8), ("aou", 8), ("set", 9), ("okt", 10), ("ott", 10), ("out", 10), ("déc", 12), ("dez", 12), ("dic", 12), ("des", 12),
];

/// The month that a word begins like; `juil…` before `jui…`, so that July is not June.
fn month_of(word: &str) -> Option<i64> {
    MONTHS.iter().find(|(name, _)| word.starts_with(name)).map(|(_, number)| *number)
}
