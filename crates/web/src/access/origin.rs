//! The check against requests that another site makes a reader's browser send.
//!
//! The browser itself says where a request comes from: `Sec-Fetch-Site` on addresses it trusts (HTTPS and loopback), and
//! `Origin` on everything but plain reading. A request that changes something and comes from elsewhere is refused; one
//! with neither header comes from no browser of the last years and carries no reader's cookie unknowingly (which is
//! `SameSite=Lax` besides). This is the algorithm of Go's `http.CrossOriginProtection`
//! (<https://words.filippo.io/csrf/>); it needs no token in every form. Our referrer policy is `same-origin` because under
//! `no-referrer` browsers send `Origin: null` with our own forms.

use axum::http::{HeaderMap, Method, header};
use url::Url;

use super::hosts;

/// Whether a request may do what it asks for, as far as its origin goes. `public` is the site's address behind a proxy.
pub(crate) fn is_fine(
    method: &Method,
    headers: &HeaderMap,
    host: Option<&str>,
    public: Option<&Url>,
) -> bool {
    if method.is_safe() {
        return true;
    }
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    // A token is sent by a program on purpose, never by a browser of its own accord.
    if text(header::AUTHORIZATION.as_str()).is_some_and(super::reader::is_bearer) {
        return true;
    }
    match text("sec-fetch-site") {
        Some("same-origin" | "none") => return true,
        Some(_) => return false,
        None => {}
    }
    let Some(origin) = text(header::ORIGIN.as_str()) else { return true };
    let Ok(origin) = Url::parse(origin) else { return false };
    if public.is_some_and(|public| public.origin() == origin.origin()) {
        return true;
    }
    let default = origin.port_or_known_default();
    host.and_then(hosts::parse).is_some_and(|(host, port)| {
        origin.host().map(|of| of.to_owned()) == Some(host) && port.or(default) == default
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_must_come_from_here() {
        let public = Url::parse("https://news.example.org/").unwrap();
        type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], bool);
        let table: &[Case<'_>] = &[
            ("GET", &[("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")], true),
            ("POST", &[], true),
            ("POST", &[("sec-fetch-site", "same-origin")], true),
            ("POST", &[("sec-fetch-site", "none")], true),
            ("POST", &[("sec-fetch-site", "same-site")], false),
            ("POST", &[("sec-fetch-site", "cross-site")], false),
            ("DELETE", &[("sec-fetch-site", "cross-site")], false),
            ("POST", &[("sec-fetch-site", "cross-site"), ("authorization", "Bearer 1.abc")], true),
            ("POST", &[("sec-fetch-site", "cross-site"), ("authorization", "Basic abc")], false),
            ("POST", &[("origin", "http://127.0.0.1:8080")], true),
            ("POST", &[("origin", "http://127.0.0.1:9000")], false),
            ("POST", &[("origin", "http://127.0.0.1")], false),
            ("POST", &[("origin", "https://news.example.org")], true),
            ("POST", &[("origin", "http://news.example.org")], false),
            ("POST", &[("origin", "null")], false),
            ("POST", &[("origin", "https://evil.example")], false),
            ("POST", &[("sec-fetch-site", "same-origin"), ("origin", "null")], true),
        ];
        for (method, headers, fine) in table {
            let headers: HeaderMap = headers
                .iter()
                .map(|(n, v)| (n.parse::<header::HeaderName>().unwrap(), v.parse().unwrap()))
                .collect();
            let method = method.parse().unwrap();
            assert_eq!(
                is_fine(&method, &headers, Some("127.0.0.1:8080"), Some(&public)),
                *fine,
                "{method} {headers:?}"
            );
        }
        let origin =
            |origin: &str| [(header::ORIGIN, origin.parse().unwrap())].into_iter().collect::<HeaderMap>();
        assert!(is_fine(&Method::POST, &origin("http://paper.home"), Some("paper.home"), None));
        assert!(is_fine(&Method::POST, &origin("http://[::1]:8080"), Some("[::1]:8080"), None));
        assert!(is_fine(&Method::POST, &origin("https://paper.home"), Some("paper.home:443"), None));
        assert!(!is_fine(&Method::POST, &origin("http://paper.home"), None, None));
    }
}
