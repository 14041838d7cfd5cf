//! Dates of the solar calendar that pages in Persian write: "۲۶ آبان ۱۴۰۳".

use jiff::civil::Date;

use crate::article::meta::dates::digit;

/// Its months, in their order.
const MONTHS: [&str; 12] =
    ["فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند"];

/// No line with such a date is longer than this, in bytes.
const TOO_LONG: usize = 160;

/// The day that a text tells by this calendar.
pub(super) fn day(text: &str) -> Option<Date> {
    if text.len() > TOO_LONG || text.is_ascii() {
        return None;
    }
    let words: Vec<&str> =
        text.split([' ', ',', '،', '-', '–', '|', '(', ')', '\u{200c}']).filter(|w| !w.is_empty()).collect();
    words.windows(3).find_map(|w| {
        let [day, month, year] = w else { return None };
        let month = MONTHS.iter().position(|m| m == month)?;
        of(number(year)?, i64::try_from(month).ok()?, number(day)?)
    })
}

/// A number in the digits of whatever script.
fn number(word: &str) -> Option<i64> {
    let latin = |c| digit(c).and_then(|value| char::from_digit(value, 10));
    let digits: Option<String> = word.chars().map(latin).collect();
    digits.filter(|d| (1..=4).contains(&d.len()))?.parse().ok()
}

/// The day of a year, a month (from 0) and a day of that calendar.
fn of(year: i64, month: i64, day: i64) -> Option<Date> {
    if !(1370..=1480).contains(&year) || !(1..=31).contains(&day) {
        return None;
    }
    // Days since the year 1595 before its first, of 33 years of which eight have a day more.
    let days = |year: i64, month: i64, day: i64| {
        let y = year + 1595;
        let before = if month < 6 { month * 31 } else { month * 30 + 6 };
        365 * y + (y / 33) * 8 + (y % 33 + 3) / 4 + before + day
    };
    let since = days(year, month, day) - days(1403, 0, 1);
    Date::new(2024, 3, 20).ok()?.checked_add(jiff::Span::new().try_days(since).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::day;

    #[test]
    fn days_of_the_solar_calendar_are_told() {
        for (text, want) in [
            ("۲۶ آبان ۱۴۰۳", Some("2024-11-16")),
            ("شنبه ۱ فروردین ۱۴۰۴ - ۱۲:۳۰", Some("2025-03-21")),
            ("30 اسفند 1399", Some("2021-03-20")),
            ("۱۵ خرداد ۱۴۰۲", Some("2023-06-05")),
            ("در آبان ۱۴۰۳", None),
        ] {
            assert_eq!(day(text).map(|d| d.to_string()).as_deref(), want, "{text}");
        }
    }
}
