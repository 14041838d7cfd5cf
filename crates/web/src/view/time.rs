//! Times in words for people.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const AHEAD: i64 = -HOUR;

/// A point in time as the templates need it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct When {
    /// RFC 3339 in UTC, for `<time datetime>`.
    pub iso: String,
    /// How long ago, in words.
    pub words: String,
    /// Date and time in full.
    pub full: String,
}

/// RFC 3339 in UTC; the nearest end of the calendar for a time outside of it.
pub(crate) fn rfc3339(at: i64) -> String {
    stamp(at).to_string()
}

fn stamp(at: i64) -> Timestamp {
    Timestamp::from_second(at).unwrap_or(if at < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

/// A time as people and programs write it: RFC 3339, or Unix seconds.
pub fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    text.parse::<i64>().ok().or_else(|| text.parse::<Timestamp>().ok().map(Timestamp::as_second))
}

fn civil(at: i64, zone: &TimeZone) -> DateTime {
    zone.to_datetime(stamp(at))
}

/// The weekday in full ("Monday").
pub(crate) fn weekday(at: i64, zone: &TimeZone) -> String {
    civil(at, zone).strftime("%A").to_string()
}

/// The date in full ("23 November 2026").
pub(crate) fn date(at: i64, zone: &TimeZone) -> String {
    civil(at, zone).strftime("%-d %B %Y").to_string()
}

/// Hours and minutes ("14:05").
pub(crate) fn clock(at: i64, zone: &TimeZone) -> String {
    civil(at, zone).strftime("%H:%M").to_string()
}

/// The day of `at` as a heading: "Today", "Yesterday", else weekday and date.
pub(crate) fn day_heading(at: i64, now: i64, zone: &TimeZone) -> String {
    let day = civil(at, zone).date();
    let today = civil(now, zone).date();
    if day == today {
        "Today".into()
    } else if today.yesterday().is_ok_and(|y| y == day) {
        "Yesterday".into()
    } else {
        civil(at, zone).strftime("%A, %-d %B").to_string()
    }
}

/// All three forms of a point in time.
pub(crate) fn when(at: i64, now: i64, zone: &TimeZone) -> When {
    let there = civil(at, zone);
    When { iso: rfc3339(at), words: ago(at, now, zone), full: there.strftime("%-d %B %Y, %H:%M").to_string() }
}

/// How long ago `at` was, in words; a date once that says more.
pub(crate) fn ago(at: i64, now: i64, zone: &TimeZone) -> String {
    let gone = now.saturating_sub(at);
    match gone {
        // A clock a little ahead of ours is no news from the future.
        i64::MIN..AHEAD => civil(at, zone).strftime("%-d %B, %H:%M").to_string(),
        AHEAD..MINUTE => "just now".into(),
        MINUTE..HOUR => format!("{} min ago", gone / MINUTE),
        HOUR..DAY => format!("{} h ago", gone / HOUR),
        _ => {
            let heading = day_heading(at, now, zone);
            if heading == "Yesterday" {
                "yesterday".into()
            } else if gone < 330 * DAY {
                civil(at, zone).strftime("%-d %b").to_string()
            } else {
                civil(at, zone).strftime("%-d %b %Y").to_string()
            }
        }
    }
}

/// How long until `at`, in words ("in 25 min"); "now" when it is due.
pub(crate) fn until(at: i64, now: i64) -> String {
    let left = at.saturating_sub(now);
    match left {
        i64::MIN..=0 => "now".into(),
        1..MINUTE => "in less than a minute".into(),
        MINUTE..HOUR => format!("in {} min", left / MINUTE),
        HOUR..DAY => format!("in {} h", left / HOUR),
        _ => format!("in {} d", left / DAY),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_000_000; // 2026-11-18 11:06:40 UTC

    #[test]
    fn a_time_is_told_the_way_people_do() {
        let table = [
            (NOW + 30, "just now"),
            (NOW, "just now"),
            (NOW - 59, "just now"),
            (NOW - 60, "1 min ago"),
            (NOW - 2 * HOUR, "2 h ago"),
            (NOW - 30 * HOUR, "yesterday"),
            (NOW - 3 * DAY, "15 Nov"),
            (NOW - 400 * DAY, "14 Oct 2025"),
            (NOW + 3 * HOUR, "18 November, 14:06"),
        ];
        for (at, words) in table {
            assert_eq!(ago(at, NOW, &TimeZone::UTC), words, "{at}");
        }
    }

    #[test]
    fn no_time_is_too_strange() {
        for at in [i64::MIN, i64::MAX, 0, -1] {
            let w = when(at, NOW, &TimeZone::UTC);
            assert!(!w.iso.is_empty() && !w.words.is_empty());
            until(at, NOW);
        }
    }
}
