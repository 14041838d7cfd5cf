//! Dates that some countries' blog hosts wrote in their own words.

use jiff::Timestamp;

use super::{Parts, Time, clock, digits, words, zone};

/// Names of months that begin like these, in Hungarian.
#[rustfmt::skip]
const HUNGARIAN: [&str; 12] = ["januá", "februá", "márci", "ápril", "máju", "júni", "júli", "auguszt", "szeptemb", "októb", "novemb", "decemb"];

/// `2004-július-13T9:15-05:00`.
pub(super) fn hungarian(text: &str) -> Option<Timestamp> {
    let (date, rest) = text.split_once(['T', ' '])?;
    let mut parts = date.splitn(3, '-');
    let year = parts.next().filter(|y| y.len() == 4).and_then(digits)?;
    let name = parts.next()?.to_lowercase();
    let day = digits(parts.next()?)?;
    let month = (1..).zip(HUNGARIAN).find(|(_, start)| name.starts_with(start)).map(|(n, _)| n)?;
    let end = rest.find(['+', '-', 'Z', 'z']).unwrap_or(rest.len());
    let time = clock(rest.get(..end)?)?;
    let offset = zone(rest.get(end..)?).unwrap_or(0);
    Parts { year, month, day, time, offset }.instant()
}

/// Greek names of months → RFC 822's.
#[rustfmt::skip]
const GREEK: &[(&str, &str)] = &[
    ("Ιαν", "Jan"), ("Φεβ", "Feb"), ("Μάώ", "Mar"), ("Μαώ", "Mar"), ("Μάρ", "Mar"), ("Μαρ", "Mar"), ("Απρ", "Apr"),
    ("Μάι", "May"), ("Μαϊ", "May"), ("Μαι", "May"), ("Ιούν", "Jun"), ("Ιον", "Jun"), ("Ιούλ", "Jul"), ("Ιολ", "Jul"),
    ("Αύγ", "Aug"), ("Αυγ", "Aug"), ("Σεπ", "Sep"), ("Οκτ", "Oct"), ("Νοέ", "Nov"), ("Νοε", "Nov"), ("Δεκ", "Dec"),
];

/// `Κυρ, 11 Ιούλ 2004 12:00:00 EST`.
pub(super) fn greek(text: &str) -> Option<Timestamp> {
    let (_, rest) = text.split_once(',')?;
    let mut parts = rest.split_whitespace();
    let (day, name) = (parts.next()?, parts.next()?);
    let month = GREEK.iter().find(|(greek, _)| name.starts_with(greek)).map(|(_, english)| english)?;
    let rest: Vec<&str> = parts.collect();
    words::read(&format!("{day} {month} {}", rest.join(" ")))
}

/// `2004년 05월 28일  01:31:15` and `2004-05-25 오후 11:23:17`, both Korean time.
pub(super) fn korean(text: &str) -> Option<Timestamp> {
    const SEOUL: i64 = 9 * 3600;
    let mut words = text.split_whitespace();
    let first = words.next()?;
    if let Some(year) = first.strip_suffix('년') {
        let month = digits(words.next()?.strip_suffix('월')?)?;
        let day = digits(words.next()?.strip_suffix('일')?)?;
        let time = words.next().map_or(Some(Time::default()), clock)?;
        return Parts { year: digits(year)?, month, day, time, offset: SEOUL }.instant();
    }
    let afternoon = match words.next()? {
        "오전" => false,
        "오후" => true,
        _ => return None,
    };
    let mut numbers = first.splitn(3, '-');
    let (year, month, day) = (digits(numbers.next()?)?, digits(numbers.next()?)?, digits(numbers.next()?)?);
    let mut time = clock(words.next()?)?;
    if afternoon && time.hour < 12 {
        time.hour += 12;
    }
    Parts { year, month, day, time, offset: SEOUL }.instant()
}
