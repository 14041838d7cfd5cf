//! The labels' dates.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{Offset, TimeZone};

/// A label's date: the days that it may mean, and the instant where it tells hours and a zone.
#[derive(Debug, PartialEq)]
pub(crate) struct When {
    days: Vec<Date>,
    pub(crate) instant: Option<Timestamp>,
}

impl When {
    /// Reads `2024-05-01`, `2024-05-01 10:00:00`, `2024-05-01T10:00:00.5+02:00`, `…Z`; what is none of these means no
    /// day.
    pub(crate) fn new(text: &str) -> Self {
        let text = text.trim();
        let mut days = Vec::new();
        let (head, tail) = text.split_at_checked(10).unwrap_or((text, ""));
        if let Some(day) = day(head) {
            days.push(day);
        }
        let mut instant = None;
        if let (Some(day), Some((time, offset))) = (days.first().copied(), clock(tail)) {
            let at = DateTime::from_parts(day, time);
            instant = offset.and_then(|o| TimeZone::fixed(o).to_timestamp(at).ok());
            if let Some(instant) = instant {
                days.push(Offset::UTC.to_datetime(instant).date());
            }
        }
        Self { days, instant }
    }

    /// Whether `at` is on one of the days, in UTC.
    pub(crate) fn is_day_of(&self, at: Timestamp) -> bool {
        self.days.contains(&Offset::UTC.to_datetime(at).date())
    }

    /// Whether `at` is within 60 seconds.
    pub(crate) fn is_minute_of(&self, at: Timestamp) -> bool {
        self.instant.is_some_and(|label| label.duration_since(at).unsigned_abs().as_secs_f64() <= 60.0)
    }
}

fn number<T: std::str::FromStr>(text: &str, digits: usize) -> Option<T> {
    (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

fn day(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let (y, m, d) = (parts.next()?, parts.next()?, parts.next()?);
    Date::new(number(y, 4)?, number(m, 2)?, number(d, 2)?).ok()
}

/// `T10:00[:00[.123456]][+02:00|Z]`, the first character being any; nothing where it is malformed.
fn clock(text: &str) -> Option<(Time, Option<Offset>)> {
    let mut chars = text.chars();
    chars.next()?;
    let text = chars.as_str();
    let at = text.find(['+', '-', 'Z']).unwrap_or(text.len());
    let (time, zone) = text.split_at_checked(at)?;
    let (whole, part) = time.split_once('.').unwrap_or((time, ""));
    let mut fields = whole.split(':');
    let mut field = || fields.next().map_or(Some(0), |f| number::<i8>(f, 2));
    let (h, m, s) = (field()?, field()?, field()?);
    if fields.next().is_some() {
        return None;
    }
    let nanoseconds = match part {
        "" => 0,
        part => format!("{part:0<9}").get(..9)?.parse().ok()?,
    };
    let time = Time::new(h, m, s, nanoseconds).ok()?;
    let offset = match zone {
        "" => None,
        "Z" => Some(Offset::UTC),
        zone => {
            let (sign, rest) = zone.split_at_checked(1)?;
            let mut fields = rest.split(':');
            let mut field = || fields.next().map_or(Some(0), |f| number::<i32>(f, 2));
            let seconds = field()? * 3600 + field()? * 60 + field()?;
            Some(Offset::from_seconds(if sign == "-" { -seconds } else { seconds }).ok()?)
        }
    };
    Some((time, offset))
}

#[cfg(test)]
mod tests {
    use super::When;

    #[test]
    fn a_label_means_its_own_day_and_the_one_in_utc() {
        for (label, at, day, minute) in [
            ("2024-05-01", "2024-05-01T23:00:00Z", true, false),
            ("2024-05-01 23:30:00-05:00", "2024-05-02T04:30:30Z", true, true),
            ("2024-05-01 23:30:00-05:00", "2024-05-01T04:30:00Z", true, false),
            ("2024-05-01T10:00:00.250000+02:00", "2024-05-01T08:01:01Z", true, false),
            ("2024-05-01T10:00:00Z", "2024-05-03T10:00:00Z", false, false),
            ("2024-05-01 10:00:00", "2024-05-01T10:00:00Z", true, false),
            ("2024-05", "2024-05-01T10:00:00Z", false, false),
            ("nonsense", "2024-05-01T10:00:00Z", false, false),
        ] {
            let when = When::new(label);
            let at = at.parse().unwrap();
            assert_eq!((when.is_day_of(at), when.is_minute_of(at)), (day, minute), "{label} and {at}");
        }
    }
}
