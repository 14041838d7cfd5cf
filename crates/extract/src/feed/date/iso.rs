//! W3C date-time (the profile of ISO 8601 that Atom uses), its relative in SQL, and compact ISO 8601.

use jiff::Timestamp;

use super::{Parts, Time, clock, digits, zone};

/// `YYYY[-MM[-DD]]`, then `T` or a space, a time, and a zone, each of which may be missing.
pub(super) fn w3c(text: &str) -> Option<Timestamp> {
    let (date, rest) = match text.find(['T', 't', ' ']) {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?.trim()),
        None => (text.trim_end_matches(['z', 'Z']), ""),
    };
    let mut numbers = date.splitn(3, '-');
    let year = numbers.next().filter(|y| y.len() == 4).and_then(digits)?;
    let month = numbers.next().map_or(Some(1), digits)?;
    let day = numbers.next().map_or(Some(1), digits)?;
    let (time, offset) = time_and_zone(rest)?;
    Parts { year, month, day, time, offset }.instant()
}

/// A time, and a zone behind it with or without a space.
fn time_and_zone(text: &str) -> Option<(Time, i64)> {
    if text.is_empty() {
        return Some((Time::default(), 0));
    }
    let end = text.find(|c: char| !c.is_ascii_digit() && !matches!(c, ':' | '.' | ',')).unwrap_or(text.len());
    let time = clock(text.get(..end)?)?;
    let rest = text.get(end..)?.trim();
    let offset = if rest.is_empty() { 0 } else { zone(rest.split_whitespace().next()?).unwrap_or(0) };
    Some((time, offset))
}

/// `YYYYMMDDhhmmss`, `YYYYMMDD`, `YYYYDDD`, `YYYY-DDD`, `YYMMDD`, with a time behind or not.
pub(super) fn compact(text: &str) -> Option<Timestamp> {
    if text.len() == 14 && text.bytes().all(|b| b.is_ascii_digit()) {
        let (year, month, day) =
            (digits(text.get(..4)?)?, digits(text.get(4..6)?)?, digits(text.get(6..8)?)?);
        return Parts { year, month, day, time: compact_time(text.get(8..)?)?, offset: 0 }.instant();
    }
    let end = text.find(['T', 't', ' ']).unwrap_or(text.len());
    let date = text.get(..end)?;
    let rest = text.get(end..)?.trim_start_matches(['T', 't', ' ']);
    let all: String = date.chars().filter(|c| *c != '-').collect();
    digits(&all)?;
    let number = |from: usize, to: usize| all.get(from..to).and_then(digits);
    let (year, month, day) = match all.len() {
        8 => (number(0, 4)?, number(4, 6)?, number(6, 8)?),
        7 => (number(0, 4)?, 1, number(4, 7)?),
        6 if date.matches('-').count() != 1 => (2000 + number(0, 2)?, number(2, 4)?, number(4, 6)?),
        5 => (2000 + number(0, 2)?, 1, number(2, 5)?),
        _ => return None,
    };
    let (time, offset) = if rest.contains(':') || rest.is_empty() {
        time_and_zone(rest)?
    } else {
        (compact_time(rest.get(..6).unwrap_or(rest))?, zone(rest.get(6..).unwrap_or("")).unwrap_or(0))
    };
    // A day of the year is counted on from the first of January.
    let ordinal = matches!(all.len(), 5 | 7);
    let first = Parts { year, month, day: if ordinal { 1 } else { day }, time, offset }.instant()?;
    if !ordinal {
        return Some(first);
    }
    (1..=366).contains(&day).then_some(())?;
    Timestamp::from_second(first.as_second() + (day - 1) * 86_400).ok()
}

/// `hhmmss` and `hhmm`.
fn compact_time(text: &str) -> Option<Time> {
    let number = |from: usize, to: usize| text.get(from..to).and_then(digits);
    Some(Time { hour: number(0, 2)?, minute: number(2, 4)?, second: number(4, 6).unwrap_or(0) })
}
