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

#[cfg(test)]
mod tests {
    use reqwest::header::{ETAG, HeaderValue};

    use super::*;

    fn with(name: HeaderName, values: &[&[u8]]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(&name, HeaderValue::from_bytes(value).unwrap());
        }
        headers
    }

    #[test]
    fn max_age_is_read() {
        for (values, age) in [
            (&["max-age=1800"] as &[&str], Some(1800)),
            (&["public, Max-Age=60, must-revalidate"], Some(60)),
            (&["s-maxage=600"], None),
            (&["s-maxage=600, max-age=5"], Some(5)),
            (&["public", "max-age=\"7\""], Some(7)),
            (&["max-age=1, max-age=2"], Some(1)),
            (&["max-age=60, no-cache"], None),
            (&["no-store"], None),
            (&["max-age=-1"], None),
            (&["max-age=soon"], None),
            (&["max-age"], None),
            (&[], None),
        ] {
            let bytes: Vec<_> = values.iter().map(|value| value.as_bytes()).collect();
            assert_eq!(max_age(&with(CACHE_CONTROL, &bytes)), age, "{values:?}");
        }
    }

    #[test]
    fn retry_after_is_read() {
        let now =
            httpdate::parse_http_date("Mon, 23 Nov 2026 20:00:00 GMT").unwrap() + Duration::from_millis(300);
        for (value, seconds) in [
            ("120", Some(120)),
            ("0", Some(0)),
            (" 7 ", Some(7)),
            ("99999999999999999999999", Some(u64::MAX)),
            ("Mon, 23 Nov 2026 20:02:00 GMT", Some(120)),
            ("Monday, 23-Nov-26 20:02:00 GMT", Some(120)),
            ("Mon Nov 23 20:02:00 2026", Some(120)),
            ("Mon, 23 Nov 2026 19:00:00 GMT", Some(0)),
            ("-5", None),
            ("1.5", None),
            ("later", None),
            ("", None),
        ] {
            assert_eq!(retry_after(&with(RETRY_AFTER, &[value.as_bytes()]), now), seconds, "{value}");
        }
    }

    #[test]
    fn what_could_not_be_sent_back_as_it_came_is_not_kept() {
        assert_eq!(text(&with(ETAG, &[b"W/\"a b\""]), ETAG).as_deref(), Some("W/\"a b\""));
        assert_eq!(text(&with(ETAG, &["\"\u{e4}\"".as_bytes()]), ETAG).as_deref(), Some("\"\u{e4}\""));
        assert_eq!(text(&with(ETAG, &[b"\"\xe4\""]), ETAG), None);
        assert_eq!(text(&with(ETAG, &[b""]), ETAG), None);
    }
}
