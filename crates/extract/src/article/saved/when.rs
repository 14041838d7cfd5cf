//! Dates of lines, with the zones that saved pages write in words.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use jiff::tz::Offset;

use crate::article::meta::dates;

/// The zones of the United States that change with the summer: hours from UTC in winter.
const ZONES: [(&str, i8); 4] = [("ET", -5), ("CT", -6), ("MT", -7), ("PT", -8)];

/// The first time that a text tells; where no zone is told, in UTC.
pub(super) fn instant(text: &str) -> Option<Timestamp> {
    let found = dates::parse(text)?;
    let named = |name: &str| text.split([' ', '.', ',', ')', '|', '\u{a0}']).any(|w| w == name);
    let zone = ZONES.iter().find(|(name, _)| named(name)).filter(|_| found.offset.is_none());
    let summer = i8::from(is_summer(found.date).unwrap_or(false));
    found.instant(zone.and_then(|(_, hours)| Offset::from_hours(hours.saturating_add(summer)).ok()))
}

/// Summer time in the United States: from the second Sunday of March to the first of November.
fn is_summer(day: Date) -> Option<bool> {
    let begins = Date::new(day.year(), 3, 1).ok()?.nth_weekday_of_month(2, Weekday::Sunday).ok()?;
    let ends = Date::new(day.year(), 11, 1).ok()?.nth_weekday_of_month(1, Weekday::Sunday).ok()?;
    Some(begins <= day && day < ends)
}

#[cfg(test)]
mod tests {
    use super::instant;

    #[test]
    fn zones_in_words_change_with_the_summer() {
        for (text, want) in [
            ("Feb. 3, 2026, 5:00 a.m. ET", "2026-02-03T10:00:00Z"),
            ("July 3, 2026, 5:00 a.m. ET", "2026-07-03T09:00:00Z"),
            ("Updated 4:05 PM PT, Mon March 9, 2026", "2026-03-09T23:05:00Z"),
            ("3 mars 2026 à 07h30 et", "2026-03-03T07:30:00Z"),
        ] {
            assert_eq!(instant(text).map(|t| t.to_string()).as_deref(), Some(want), "{text}");
        }
    }
}
