//! When to ask a feed again: pure functions of what is known about it. All times are Unix seconds, all spans seconds.

/// The shortest interval between two fetches of a feed: 15 minutes.
pub const SHORTEST: i64 = 15 * 60;
/// The longest: a day.
pub const LONGEST: i64 = DAY;
/// The interval of a feed whose rhythm is not known yet.
pub const UNKNOWN: i64 = HOUR;
/// The longest wait that a server's Retry-After can impose: a week.
pub const LONGEST_RETRY_AFTER: i64 = 7 * DAY;

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;
/// How many of the newest entries tell the rhythm.
const RECENT: usize = 21;
/// Entries closer together than this were published as one batch.
const BATCH: i64 = 5 * 60;
/// This many fetches in a row without news are nothing unusual.
const PATIENCE: u32 = 3;

/// What is known about a feed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rhythm<'a> {
    /// When its entries were published, in any order. Those after `now` are passed over.
    pub published: &'a [i64],
    /// The feed's own `ttl`.
    pub ttl_seconds: Option<u64>,
    /// The max-age of its last answer.
    pub max_age_seconds: Option<u64>,
    /// Hours of the day (UTC, 0..=23; 24 is taken for 0) at which it asks not to be fetched.
    pub skip_hours: &'a [u8],
    /// Days of the week (UTC, 0 = Monday ..= 6 = Sunday, see [`weekday`]) on which it asks not to be fetched.
    pub skip_days: &'a [u8],
    /// The time now.
    pub now: i64,
    /// Fetches in a row without news.
    pub unchanged: u32,
}

/// Seconds until a feed should be asked again, from [`SHORTEST`] to [`LONGEST`].
///
/// Half the median gap between its recent entries, so that an entry waits for a quarter of a gap on average. The
/// median leaves out nights and week-ends by itself, as these are few gaps among many; entries published within five
/// minutes count as one. When the newest entry is long past, a tenth of the time since then is the least; and each
/// fetch without news beyond the third makes it longer by a quarter. The feed's own `ttl` and `max-age` are floors.
pub fn interval(rhythm: &Rhythm<'_>) -> i64 {
    let mut times: Vec<i64> = rhythm.published.iter().copied().filter(|&time| time <= rhythm.now).collect();
    times.sort_unstable_by(|a, b| b.cmp(a));
    times.dedup_by(|older, newer| newer.saturating_sub(*older) < BATCH);
    times.truncate(RECENT);
    let mut gaps: Vec<i64> =
        times.windows(2).filter_map(|pair| Some(pair.first()?.saturating_sub(*pair.last()?))).collect();
    gaps.sort_unstable();
    let usual = gaps.get(gaps.len() / 2).map_or(UNKNOWN, |median| median / 2);
    let silence = times.first().map_or(0, |newest| rhythm.now.saturating_sub(*newest) / 10);
    let mut seconds = usual.max(silence).clamp(SHORTEST, LONGEST);
    for _ in 0..rhythm.unchanged.saturating_sub(PATIENCE).min(64) {
        seconds = (seconds + seconds / 4).min(LONGEST);
    }
    for floor in [rhythm.ttl_seconds, rhythm.max_age_seconds].into_iter().flatten() {
        seconds = seconds.max(whole(floor).min(LONGEST));
    }
    seconds
}

/// Seconds until a feed should be asked again after `failures` failures in a row (at least 1).
///
/// Begins with a quarter of its usual `interval` (at least [`SHORTEST`]) and doubles up to [`LONGEST`]. After the first
/// failure the server's own word stands, be it shorter or longer; after more, it is a floor. It is never taken for more
/// than [`LONGEST_RETRY_AFTER`].
pub fn after_failure(failures: u32, retry_after: Option<u64>, interval: i64) -> i64 {
    let usual = interval.clamp(SHORTEST, LONGEST);
    let mut seconds = (usual / 4).max(SHORTEST);
    for _ in 1..failures.min(64) {
        seconds = (seconds * 2).min(LONGEST);
    }
    match retry_after.map(|asked| whole(asked).clamp(1, LONGEST_RETRY_AFTER)) {
        None => seconds,
        Some(asked) if failures <= 1 => asked,
        Some(asked) => seconds.max(asked),
    }
}

/// When to ask: `interval` seconds from `now`, later by up to a tenth that depends on the URL alone, so that feeds which
/// were added together do not stay together; and not in an hour or on a day that the feed asks to skip.
pub fn next_at(now: i64, interval: i64, url: &str, skip_hours: &[u8], skip_days: &[u8]) -> i64 {
    let interval = interval.clamp(0, LONGEST_RETRY_AFTER);
    let share = share(url);
    let at = now.saturating_add(interval).saturating_add(part(interval / 10, share));
    if !skipped(at, skip_hours, skip_days) {
        return at;
    }
    // The first full hour that is not skipped, and a little into it. A feed that skips them all is not taken at its word.
    let hour = at.div_euclid(HOUR).saturating_mul(HOUR);
    (1..=8 * 24)
        .map(|n| hour.saturating_add(n * HOUR))
        .find(|&start| !skipped(start, skip_hours, skip_days))
        .map_or(at, |start| start.saturating_add(part(HOUR / 4, share)))
}

/// The number of a weekday for [`Rhythm::skip_days`]: its English name in any case, as RSS's `skipDays` has it.
pub fn weekday(name: &str) -> Option<u8> {
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let at = names.iter().position(|known| name.trim().eq_ignore_ascii_case(known))?;
    u8::try_from(at).ok()
}

fn skipped(at: i64, hours: &[u8], days: &[u8]) -> bool {
    let hour = at.div_euclid(HOUR).rem_euclid(24);
    // The first day of 1970 was a Thursday, which is 3 here.
    let day = (at.div_euclid(DAY) + 3).rem_euclid(7);
    hours.iter().any(|&skip| i64::from(skip) % 24 == hour) || days.iter().any(|&skip| i64::from(skip) == day)
}

/// A thousandth-grained share of `span`.
fn part(span: i64, share: i64) -> i64 {
    span.saturating_mul(share) / 1000
}

/// A number from 0 to 999 that looks random and depends on the URL alone (FNV-1a, 64 bits, its high bits).
fn share(url: &str) -> i64 {
    let hash = url.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    i64::try_from((hash >> 32) % 1000).unwrap_or_default()
}

fn whole(seconds: u64) -> i64 {
    i64::try_from(seconds).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Monday, 23 November 2026, 20:00 UTC.
    const NOW: i64 = 1_795_464_000;
    const MINUTE: i64 = 60;

    fn every(gap: i64, count: i64) -> Vec<i64> {
        (0..count).map(|n| NOW - gap / 3 - n * gap).collect()
    }

    #[test]
    fn the_rhythm_of_the_feed_decides() {
        let working_hours: Vec<i64> =
            (0..5).flat_map(|day| (0..8).map(move |hour| NOW - day * DAY - hour * HOUR)).collect();
        let batches: Vec<i64> =
            (0..6).flat_map(|day| (0..10).map(move |n| NOW - day * DAY - n * 20)).collect();
        for (what, published, expected) in [
            ("nothing known", vec![], UNKNOWN),
            ("one entry", vec![NOW], UNKNOWN),
            ("every ten minutes", every(10 * MINUTE, 30), SHORTEST),
            ("every two hours", every(2 * HOUR, 30), HOUR),
            ("hourly by day, silent by night", working_hours, 30 * MINUTE),
            ("ten at once, once a day", batches, 12 * HOUR),
            ("weekly", every(7 * DAY, 10), LONGEST),
            (
                "hourly once, silent for two days",
                every(HOUR, 30).iter().map(|t| t - 2 * DAY).collect(),
                17_400,
            ),
            ("silent for years", vec![1_000_000_000, 1_000_003_600, 1_000_007_200], LONGEST),
            ("all in the future", vec![NOW + DAY, NOW + 2 * DAY], UNKNOWN),
            ("one date for all", vec![NOW - HOUR; 50], UNKNOWN),
            ("absurd dates", vec![i64::MIN, i64::MAX, 0, NOW], LONGEST),
        ] {
            assert_eq!(
                interval(&Rhythm { published: &published, now: NOW, ..Rhythm::default() }),
                expected,
                "{what}"
            );
        }
    }

    #[test]
    fn what_the_feed_asks_for_is_a_floor() {
        let published = every(20 * MINUTE, 30);
        for (ttl_seconds, max_age_seconds, expected) in [
            (None, None, SHORTEST),
            (Some(60), Some(0), SHORTEST),
            (Some(3600), None, HOUR),
            (None, Some(1800), 30 * MINUTE),
            (Some(3600), Some(7200), 2 * HOUR),
            (Some(u64::MAX), None, LONGEST),
            (None, Some(31_536_000), LONGEST),
        ] {
            let rhythm =
                Rhythm { published: &published, ttl_seconds, max_age_seconds, now: NOW, ..Rhythm::default() };
            assert_eq!(interval(&rhythm), expected, "{ttl_seconds:?} {max_age_seconds:?}");
        }
    }

    #[test]
    fn fetches_without_news_make_it_longer() {
        let published = every(2 * HOUR, 30);
        for (unchanged, expected) in [(0, 3600), (3, 3600), (4, 4500), (5, 5625), (8, 10_985), (30, LONGEST)]
        {
            let rhythm = Rhythm { published: &published, unchanged, now: NOW, ..Rhythm::default() };
            assert_eq!(interval(&rhythm), expected, "{unchanged}");
        }
    }

    #[test]
    fn failures_back_off() {
        for (failures, retry_after, usual, expected) in [
            (1, None, SHORTEST, 15 * MINUTE),
            (2, None, SHORTEST, 30 * MINUTE),
            (5, None, SHORTEST, 4 * HOUR),
            (100, None, SHORTEST, LONGEST),
            (u32::MAX, None, LONGEST, LONGEST),
            (1, None, 8 * HOUR, 2 * HOUR),
            (2, None, 8 * HOUR, 4 * HOUR),
            (0, None, HOUR, 15 * MINUTE),
            (1, Some(2), HOUR, 2),
            (1, Some(0), HOUR, 1),
            (1, Some(7200), HOUR, 2 * HOUR),
            (3, Some(2), HOUR, HOUR),
            (3, Some(2 * 86_400), HOUR, 2 * DAY),
            (1, Some(u64::MAX), HOUR, LONGEST_RETRY_AFTER),
        ] {
            assert_eq!(
                after_failure(failures, retry_after, usual),
                expected,
                "{failures} {retry_after:?} {usual}"
            );
        }
    }

    #[test]
    fn skipped_hours_and_days_are_left_alone() {
        let url = "https://example.org/feed";
        let plain = next_at(NOW, HOUR, url, &[], &[]);
        assert!((NOW + HOUR..=NOW + HOUR + HOUR / 10).contains(&plain));
        let starts = |hours: &[u8], days: &[u8]| next_at(NOW, HOUR, url, hours, days) / HOUR * HOUR - NOW;
        assert_eq!(starts(&[21], &[]), 2 * HOUR);
        assert_eq!(starts(&[20], &[]), HOUR);
        assert_eq!(starts(&[21, 22, 23, 24, 1, 2], &[]), 7 * HOUR, "24 is midnight");
        assert_eq!(starts(&[], &[0]), 4 * HOUR, "Monday ends at midnight");
        assert_eq!(starts(&[0, 1], &[0, 1, 2]), (4 + 48 + 2) * HOUR);
        assert_eq!(starts(&[], &[6]), HOUR);
        let all: Vec<u8> = (0..24).collect();
        assert_eq!(next_at(NOW, HOUR, url, &all, &[]), plain, "who skips all hours is not taken at the word");
        assert_eq!(next_at(NOW, HOUR, url, &[], &[0, 1, 2, 3, 4, 5, 6]), plain);
    }

    #[test]
    fn weekdays_have_numbers() {
        assert_eq!(weekday("Monday"), Some(0));
        assert_eq!(weekday(" sunday "), Some(6));
        assert_eq!(weekday("Sonntag"), None);
    }

    #[test]
    fn feeds_that_were_added_together_do_not_stay_together() {
        let times: std::collections::BTreeSet<i64> = (0..1000)
            .map(|n| next_at(NOW, DAY, &format!("https://h{n}.example/feed.xml"), &[], &[]))
            .collect();
        let (first, last) = (times.first().unwrap() - NOW - DAY, times.last().unwrap() - NOW - DAY);
        assert!(times.len() > 500, "{}", times.len());
        assert!(first < 300 && last > 8_300, "{first} {last}");
    }

    proptest! {
        #[test]
        fn every_interval_is_within_bounds(
            mut published in proptest::collection::vec(any::<i64>(), 0..30),
            near in proptest::collection::vec(-10_000_000..10_000_000_i64, 0..30),
            ttl_seconds in any::<Option<u64>>(),
            max_age_seconds in any::<Option<u64>>(),
            unchanged in any::<u32>(),
        ) {
            published.extend(near.iter().map(|offset| NOW + offset));
            let rhythm = Rhythm { published: &published, ttl_seconds, max_age_seconds, unchanged, now: NOW, ..Rhythm::default() };
            let seconds = interval(&rhythm);
            prop_assert!((SHORTEST..=LONGEST).contains(&seconds));
            let backwards: Vec<i64> = published.iter().rev().copied().collect();
            prop_assert_eq!(interval(&Rhythm { published: &backwards, ..rhythm }), seconds, "order does not matter");
            let longer = Rhythm { unchanged: unchanged.saturating_add(1), ..rhythm };
            prop_assert!(interval(&longer) >= seconds);
        }

        #[test]
        fn failures_never_shorten_the_wait(failures in 1..200_u32, retry in proptest::option::of(0..10_000_000_u64), usual in any::<i64>()) {
            let wait = after_failure(failures, retry, usual);
            prop_assert!(wait >= 1);
            prop_assert!(wait <= LONGEST.max(retry.map_or(0, whole)).min(LONGEST_RETRY_AFTER));
            prop_assert!(retry.is_none_or(|asked| wait >= whole(asked).min(LONGEST_RETRY_AFTER)));
            prop_assert!(after_failure(failures + 1, retry, usual) >= wait);
        }

        #[test]
        fn the_next_time_is_due_and_not_skipped(
            now in -4_000_000_000..40_000_000_000_i64,
            seconds in 0..200_000_i64,
            url in ".{0,30}",
            hours in proptest::collection::vec(0..25_u8, 0..20),
            days in proptest::collection::vec(0..8_u8, 0..6),
        ) {
            let at = next_at(now, seconds, &url, &hours, &days);
            prop_assert!(at >= now + seconds);
            prop_assert_eq!(next_at(now, seconds, &url, &hours, &days), at);
            let free_hour = (0..24_i64).any(|hour| !hours.iter().any(|&skip| i64::from(skip) % 24 == hour));
            let free_day = (0..7_u8).any(|day| !days.contains(&day));
            if free_hour && free_day {
                prop_assert!(!skipped(at, &hours, &days));
                prop_assert!(at <= now + seconds + seconds / 10 + 8 * DAY + HOUR);
            }
        }

        #[test]
        fn no_number_is_too_large(now in any::<i64>(), seconds in any::<i64>(), failures in any::<u32>()) {
            let _ = next_at(now, seconds, "", &[1], &[1]);
            let _ = after_failure(failures, Some(u64::MAX), seconds);
        }
    }
}
