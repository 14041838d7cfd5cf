//! Reading what answers say in their headers.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use reqwest::header::{CACHE_CONTROL, HeaderMap, HeaderName, RETRY_AFTER};

/// The first value of a header as text, if it is text. What is not would not come back to the server as it was.
pub(crate) fn text(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let value = std::str::from_utf8(headers.get(name)?.as_bytes()).ok()?;
    (!value.is_empty()).then(|| value.to_owned())
}

/// All values of a header, undecodable signs replaced.
pub(crate) fn all(headers: &HeaderMap, name: HeaderName) -> Vec<String> {
    headers.get_all(name).iter().map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).collect()
}

/// `max-age` of Cache-Control in seconds (RFC 9111, 5.2.2.1). `s-maxage` speaks to shared caches and is passed over;
/// with `no-cache` or `no-store` there is no age to go by.
pub(crate) fn max_age(headers: &HeaderMap) -> Option<u64> {
    let mut age = None;
    for value in headers.get_all(CACHE_CONTROL) {
        for directive in String::from_utf8_lossy(value.as_bytes()).split(',') {
            let (name, value) = directive.split_once('=').unwrap_or((directive, ""));
            match name.trim().to_ascii_lowercase().as_str() {
                "no-cache" | "no-store" => return None,
                "max-age" if age.is_none() => age = value.trim().trim_matches('"').parse().ok(),
                _ => {}
            }
        }
    }
    age
}

/// Retry-After in seconds from now, given in seconds or as a date (RFC 9110, 10.2.3). A date gone by is 0.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<u64> {
    let value = text(headers, RETRY_AFTER)?;
    let value = value.trim();
    if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(value.parse().unwrap_or(u64::MAX));
    }
    let at = httpdate::parse_http_date(value).ok()?;
    // Whole seconds on both sides: dates in headers have no finer ones.
    let seconds = |time: SystemTime| time.duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO).as_secs();
    Some(seconds(at).saturating_sub(seconds(now)))
}
