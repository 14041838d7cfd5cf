//! Dates in every form that feeds are known to hold.
//!
//! The forms, tried in this order: W3C date-time and its relatives in SQL ([`iso`]), RFC 822 with its misspellings,
//! ASCTIME and Perforce ([`words`]), compact ISO 8601, Hungarian, Greek and Korean ([`national`]), Unix seconds.
//! A date without a time is its midnight, one without a zone is UTC. Forms that leave out the year or the century
//! need a clock to be read, and are not.

mod iso;
mod national;
mod words;

use jiff::Timestamp;

/// The longest text that is taken for a date.
const LONGEST: usize = 128;

/// Reads a date in any known form; `None` where it is none.
pub fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    iso::w3c(text)
        .or_else(|| words::read(text))
        .or_else(|| iso::compact(text))
        .or_else(|| national::hungarian(text))
        .or_else(|| national::greek(text))
        .or_else(|| national::korean(text))
        .or_else(|| unix(text))
}

/// Seconds since 1970, or thousandths of them.
fn unix(text: &str) -> Option<Timestamp> {
    if !(9..=13).contains(&text.len()) || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = text.parse().ok()?;
    if text.len() >= 12 {
        Timestamp::from_millisecond(number).ok()
    } else {
        Timestamp::from_second(number).ok()
    }
}

/// A date by the parts, before it is made an instant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Parts {
    year: i64,
    month: i64,
    day: i64,
    time: Time,
    /// Seconds east of Greenwich.
    offset: i64,
}

/// A time of day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Time {
    hour: i64,
    minute: i64,
    second: i64,
}

impl Parts {
    /// The instant, where the parts make one. The leap second and 24:00, which are written, are counted on.
    fn instant(self) -> Option<Timestamp> {
        let Time { hour, minute, second } = self.time;
        let fits = (1..=9999).contains(&self.year)
            && (1..=12).contains(&self.month)
            && (1..=days_in(self.year, self.month)).contains(&self.day)
            && ((0..=23).contains(&hour) || (hour == 24 && minute == 0 && second == 0))
            && (0..=59).contains(&minute)
            && (0..=60).contains(&second);
        if !fits {
            return None;
        }
        let days = days_from_civil(self.year, self.month, self.day);
        Timestamp::from_second(days * 86_400 + hour * 3600 + minute * 60 + second - self.offset).ok()
    }
}

/// Days of a month, Gregorian.
fn days_in(year: i64, month: i64) -> i64 {
    let leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    match month {
        2 => 28 + i64::from(leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days since 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date algorithms").
fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    era * 146_097 + day_of_era - 719_468
}

/// A number of nothing but ASCII digits.
fn digits(text: &str) -> Option<i64> {
    if text.is_empty() || text.len() > 9 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

/// The year that a number with this many digits means: two digits up to 89 are of this century.
fn full_year(number: i64, digits: usize) -> i64 {
    match (digits, number) {
        (0..=2, 90..) => number + 1900,
        (0..=2, _) => number + 2000,
        // A hundred years after 1900, as C libraries count: `103` was printed for 2003.
        (3, 100..=199) => number + 1900,
        _ => number,
    }
}

/// `h:m`, `h:m:s`, `h:m:s.fraction`; parts may be left out at the end.
fn clock(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let hour = digits(parts.next()?)?;
    let minute = parts.next().map_or(Some(0), digits)?;
    let second = match parts.next() {
        Some(s) => digits(s.split(['.', ',']).next()?)?,
        None => 0,
    };
    parts.next().is_none().then_some(Time { hour, minute, second })
}

/// A zone: `Z`, a name, `+01:00`, `-0500`, `+1`, `GMT+2`. Seconds east of Greenwich.
fn zone(text: &str) -> Option<i64> {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let lower = lower.strip_prefix("etc/").unwrap_or(&lower);
    let numeric = match lower.strip_prefix("gmt").or_else(|| lower.strip_prefix("utc")) {
        Some("") => return Some(0),
        Some(rest) => rest,
        None => lower,
    };
    let (sign, rest) = match numeric.as_bytes().first() {
        Some(b'+') => (1, numeric.get(1..)?),
        Some(b'-') => (-1, numeric.get(1..)?),
        _ => return named_zone(lower),
    };
    let (hours, minutes) = match rest.split_once(':') {
        Some((h, m)) => (digits(h)?, digits(m).unwrap_or(0)),
        None if rest.len() <= 2 => (digits(rest)?, 0),
        None if rest.len() == 3 => (digits(rest.get(..1)?)?, digits(rest.get(1..)?)?),
        None => (digits(rest.get(..2)?)?, digits(rest.get(2..4)?)?),
    };
    (hours <= 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// Zones by name, in minutes east of Greenwich: RFC 822's, and those that feeds write all the same.
#[rustfmt::skip]
const ZONES: &[(&str, i64)] = &[
    ("z", 0), ("ut", 0), ("gmt", 0), ("utc", 0), ("wet", 0),
    ("adt", -180), ("ast", -240), ("at", -240), ("edt", -240), ("est", -300), ("et", -300),
    ("cdt", -300), ("cst", -360), ("ct", -360), ("mdt", -360), ("mst", -420), ("mt", -420),
    ("pdt", -420), ("pst", -480), ("pt", -480), ("akdt", -480), ("akst", -540), ("hst", -600),
    ("brt", -180), ("art", -180),
    ("a", -60), ("n", 60), ("m", -720), ("y", 720),
    ("bst", 60), ("west", 60), ("cet", 60), ("met", 60), ("mez", 60), ("cest", 120), ("mest", 120), ("mesz", 120),
    ("eet", 120), ("sast", 120), ("eest", 180), ("msk", 180), ("ist", 330), ("hkt", 480), ("sgt", 480), ("awst", 480),
    ("jst", 540), ("kst", 540), ("aest", 600), ("aedt", 660), ("nzst", 720), ("nzdt", 780),
];

fn named_zone(lower: &str) -> Option<i64> {
    ZONES.iter().find(|(name, _)| *name == lower).map(|(_, minutes)| minutes * 60)
}
