//! Dates of lines, with the zones that saved pages write in words.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::Offset;

use super::phrases::phrases;
use crate::article::meta::{self, dates};

/// The zones of the United States that change with the summer: hours from UTC in winter.
const ZONES: [(&str, i8); 4] = [("ET", -5), ("CT", -6), ("MT", -7), ("PT", -8)];

/// No line of dates is longer than this, in bytes.
const DATED: usize = 120;

/// The first time that a text tells; where no zone is told, in UTC.
pub(super) fn instant(text: &str) -> Option<Timestamp> {
    let turned = month_first(text);
    let text = turned.as_deref().unwrap_or(text);
    let Some(found) = dates::parse(text) else { return solar(text) };
    let named = |name: &str| text.split([' ', '.', ',', ')', '|', '\u{a0}']).any(|w| w == name);
    // "12:45, UK": the time there, an hour later in summer.
    if found.offset.is_none() && found.time.is_some() && (named("UK") || named("London")) {
        let hours = i8::from(is_european_summer(found.date).unwrap_or(false));
        return found.instant(Offset::from_hours(hours).ok());
    }
    let zone = ZONES.iter().find(|(name, _)| named(name)).filter(|_| found.offset.is_none());
    // "3:40 PM on Aug 17, 2023 CDT"
    let last = zone_word(text).filter(|_| found.offset.is_none() && zone.is_none()).and_then(meta::zone);
    if last.is_some() {
        return found.instant(last);
    }
    let summer = i8::from(is_summer(found.date).unwrap_or(false));
    found.instant(zone.and_then(|(_, hours)| Offset::from_hours(hours.saturating_add(summer)).ok()))
}

/// A zone that a line tells in capitals: it holds for each time of the line.
pub(super) fn zone_word(text: &str) -> Option<&str> {
    let zone = |w: &&str| {
        (3..=4).contains(&w.len()) && w.chars().all(|c| c.is_ascii_uppercase()) && meta::zone(w).is_some()
    };
    (text.len() <= DATED).then(|| text.rsplit([' ', '(', ')', ',', '|']).find(zone)).flatten()
}

/// "10/04/2023 04:30 PM EDT": where a zone of the United States is told, the month stands first.
fn month_first(text: &str) -> Option<String> {
    const ZONES: [&str; 10] = ["EDT", "EST", "CDT", "CST", "PDT", "PST", "ET", "CT", "MT", "PT"];
    text.split(' ').find(|w| ZONES.contains(w))?;
    let date = text.split(' ').find(|w| w.matches('/').count() == 2)?;
    let (month, rest) = date.split_once('/')?;
    let (day, year) = rest.split_once('/')?;
    let part = |p: &str| (1..=2).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_digit());
    let digits = part(month) && part(day) && year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    let number = |p: &str| p.parse::<u8>().ok();
    let fits = number(month).is_some_and(|m| (1..=12).contains(&m)) && number(day).is_some();
    (digits && fits).then(|| text.replacen(date, &format!("{year}-{month:0>2}-{day:0>2}"), 1))
}

/// A date with the time of day that stands alone on the line below it: "2:20 PM MYT".
pub(super) fn with_time(date: &str, below: &str) -> Option<String> {
    let alone = below.len() <= 24
        && below.starts_with(|c: char| c.is_ascii_digit())
        && below.contains([':', '.'])
        && below.split(' ').count() <= 3
        && dates::parse(below).is_none();
    let untimed = dates::parse(date).is_some_and(|d| d.time.is_none());
    if !alone || !untimed {
        return None;
    }
    let both = format!("{date} {below}");
    dates::parse(&both).is_some_and(|d| d.time.is_some()).then_some(both)
}

/// "(13:12)": a time of day and nothing else.
pub(super) fn is_time_alone(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| matches!(c, '(' | ')' | '（' | '）' | ' '));
    bare.len() <= 5 && bare.contains([':', '.']) && bare.starts_with(|c: char| c.is_ascii_digit())
}

/// "Today, 10:12": a day told from today, and a time.
pub(super) fn is_near(key: &str) -> bool {
    key.split(' ').count() <= 4
        && phrases().begins("near-days", key).is_some()
        && key.rsplit(' ').next().is_some_and(|w| w.starts_with(|c: char| c.is_ascii_digit()))
}

/// The time of day that a text tells without a date, on a day that is known.
pub(super) fn on_day(day: Timestamp, text: &str) -> Option<Timestamp> {
    let day = Offset::UTC.to_datetime(day).date();
    let both = format!("{day} {text}");
    dates::parse(&both).filter(|d| d.time.is_some()).and_then(|_| instant(&both))
}

/// A day of the calendar of Persian pages, at its first hour.
fn solar(text: &str) -> Option<Timestamp> {
    Offset::UTC.to_timestamp(super::jalali::day(text)?.at(0, 0, 0, 0)).ok()
}

/// Whether a line tells a zone in brackets: "(GMT+7)".
pub(super) fn is_zone(text: &str) -> bool {
    if text.starts_with('(') && text.contains("توقيت") {
        return true;
    }
    let bare = text.trim_matches(['(', ')', '（', '）', ' ', ',', '.']);
    bare.len() <= 10
        && ["GMT", "UTC"].iter().any(|z| bare.strip_prefix(z).is_some_and(|r| r.starts_with(['+', '-', '−'])))
}

/// Summer time in Europe: from the last Sunday of March to the last of October.
fn is_european_summer(day: Date) -> Option<bool> {
    let last =
        |month: i8| Date::new(day.year(), month, 1).ok()?.nth_weekday_of_month(-1, Weekday::Sunday).ok();
    Some(last(3)? <= day && day < last(10)?)
}

/// Summer time in the United States: from the second Sunday of March to the first of November.
fn is_summer(day: Date) -> Option<bool> {
    let begins = Date::new(day.year(), 3, 1).ok()?.nth_weekday_of_month(2, Weekday::Sunday).ok()?;
    let ends = Date::new(day.year(), 11, 1).ok()?.nth_weekday_of_month(1, Weekday::Sunday).ok()?;
    Some(begins <= day && day < ends)
}

#[cfg(test)]
mod tests {
    use super::{instant, with_time};

    #[test]
    fn a_time_may_stand_below_its_date() {
        let both = with_time("Tuesday, 03 Mar 2026", "2:20 PM MYT").unwrap();
        assert_eq!(instant(&both).unwrap().to_string(), "2026-03-03T06:20:00Z");
        assert_eq!(with_time("03 Mar 2026", "2 dogs. And a cat"), None);
    }

    #[test]
    fn hours_and_minutes_are_also_written_in_words() {
        for (text, want) in [
            ("2026年2月17日 18時42分", "2026-02-17T18:42:00Z"),
            ("2026年2月17日 午後6時42分", "2026-02-17T18:42:00Z"),
            ("2026년 2월 17일 16시 20분", "2026-02-17T16:20:00Z"),
        ] {
            assert_eq!(instant(text).map(|t| t.to_string()).as_deref(), Some(want), "{text}");
        }
    }

    #[test]
    fn zones_in_words_change_with_the_summer() {
        for (text, want) in [
            ("Feb. 3, 2026, 5:00 a.m. ET", "2026-02-03T10:00:00Z"),
            ("July 3, 2026, 5:00 a.m. ET", "2026-07-03T09:00:00Z"),
            ("Updated 4:05 PM PT, Mon March 9, 2026", "2026-03-09T23:05:00Z"),
            ("3 mars 2026 à 07h30 et", "2026-03-03T07:30:00Z"),
            ("3:40 PM on Aug 17, 2023 CDT", "2023-08-17T20:40:00Z"),
            ("March 8, 2022, 5 a.m. EST", "2022-03-08T10:00:00Z"),
            ("Jan. 19, 2023 5 PM PT", "2023-01-20T01:00:00Z"),
            ("10/04/2023 04:30 PM EDT", "2023-10-04T20:30:00Z"),
            ("2022-11-05 HKT 08:47", "2022-11-05T00:47:00Z"),
            ("Thursday 12 June 2025 12:45, UK", "2025-06-12T11:45:00Z"),
            ("Thursday 12 January 2025 12:45, UK", "2025-01-12T12:45:00Z"),
            ("۱۶ نوامبر ۲۰۲۴", "2024-11-16T00:00:00Z"),
            ("21/11/2024-06:45 م (توقيت مكة)", "2024-11-21T15:45:00Z"),
            ("12 มีนาคม 2567 14:30", "2024-03-12T14:30:00Z"),
            ("١٢ مارس ٢٠٢٥، ٠٣:٤٠ م", "2025-03-12T15:40:00Z"),
        ] {
            assert_eq!(instant(text).map(|t| t.to_string()).as_deref(), Some(want), "{text}");
        }
    }
}
