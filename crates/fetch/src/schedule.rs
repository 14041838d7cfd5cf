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
