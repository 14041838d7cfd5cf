//! Which URLs are fetched at all, and where redirects lead.

use url::{Host, Url};

use crate::Failure;
use crate::failure::shown;
use crate::guard::Guard;

/// The longest URL taken, in bytes.
const LONGEST: usize = 8 * 1024;
/// Redirects followed before giving up.
pub(crate) const REDIRECTS: usize = 10;

/// Ports of services that are no web servers and might act on what a request holds (the "bad ports" of the WHATWG's
/// Fetch standard).
const BAD_PORTS: &[u16] = &[
    0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102, 103,
    104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465, 512, 513, 514,
    515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993, 995, 1719, 1720, 1723,
    2049, 3659, 4045, 4190, 5060, 5061, 6000, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
];

/// Reads an absolute URL as given by a caller.
pub(crate) fn parse(text: &str) -> Result<Url, Failure> {
    let text = text.trim();
    if text.len() > LONGEST {
        let start: String = text.chars().take(80).collect();
        return Err(Failure::BadUrl { url: format!("{start}…"), reason: "it is longer than 8 KiB".into() });
    }
    let url = Url::parse(text).map_err(|error| Failure::BadUrl {
        url: text.to_owned(),
        reason: format!("it is no web address ({error})"),
    })?;
    Ok(bare(url))
}

/// Refuses what is not http(s), has an odd port, or names a forbidden address outright.
/// Names are judged later, by the addresses that they turn out to have.
pub(crate) fn check(url: &Url, guard: &Guard) -> Result<(), Failure> {
    let bad = |reason: &str| Failure::BadUrl { url: shown(url), reason: reason.to_owned() };
    if !matches!(url.scheme(), "http" | "https") {
        return Err(bad("only http and https can be fetched"));
    }
    if url.as_str().len() > LONGEST {
        return Err(bad("it is longer than 8 KiB"));
    }
    if url.port_or_known_default().is_none_or(|port| BAD_PORTS.contains(&port)) {
        return Err(bad("its port belongs to another kind of service"));
    }
    let address = match url.host() {
        None => return Err(bad("it names no host")),
        Some(Host::Domain(_)) => return Ok(()),
        Some(Host::Ipv4(address)) => address.into(),
        Some(Host::Ipv6(address)) => address.into(),
    };
    if guard.allows(address) { Ok(()) } else { Err(Failure::ForbiddenAddress { host: host(url), address }) }
}

/// The host as pace and messages name it: lower case, no port, no closing dot.
pub(crate) fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    host.strip_suffix('.').unwrap_or(host).to_owned()
}

/// Scheme, host and port: what robots.txt and connections belong to.
pub(crate) fn site(url: &Url) -> String {
    let port = url.port_or_known_default().unwrap_or_default();
    format!("{}://{}:{port}", url.scheme(), host(url))
}

/// What robots.txt rules are matched against.
pub(crate) fn path_and_query(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

/// Fragments are the reader's, never the server's.
fn bare(mut url: Url) -> Url {
    url.set_fragment(None);
    url
}

/// A way through redirects.
#[derive(Debug)]
pub(crate) struct Trail {
    /// Where to ask now.
    pub(crate) url: Url,
    first_host: String,
    seen: Vec<Url>,
    permanent: bool,
    moved: Option<Url>,
}

impl Trail {
    pub(crate) fn new(url: Url) -> Self {
        Trail { first_host: host(&url), seen: vec![url.clone()], url, permanent: true, moved: None }
    }

    /// Where an unbroken chain of permanent redirects from the first URL led, if there was one.
    pub(crate) fn moved_permanently(&self) -> Option<String> {
        self.moved.as_ref().map(Url::to_string)
    }

    /// Takes one redirect. The target is not checked yet.
    pub(crate) fn follow(&mut self, code: u16, location: &str) -> Result<(), Failure> {
        let Ok(next) = self.url.join(location.trim()).map(bare) else {
            return Err(Failure::BadUrl {
                url: location.chars().take(200).collect(),
                reason: format!("{} redirects to it, and it is no web address", host(&self.url)),
            });
        };
        if self.seen.len() > REDIRECTS || self.seen.contains(&next) {
            return Err(Failure::TooManyRedirects { host: self.first_host.clone(), url: shown(&next) });
        }
        // A step from https down to http is followed but not learned: it would give up the protection for good.
        let downgrade = self.url.scheme() == "https" && next.scheme() == "http";
        self.permanent &= matches!(code, 301 | 308) && !downgrade;
        if self.permanent {
            self.moved = Some(next.clone());
        }
        self.seen.push(next.clone());
        self.url = next;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_fetched() {
        let guard = Guard::new(&["192.168.7.0/24".into()]).unwrap();
        let verdict = |text: &str| parse(text).and_then(|url| check(&url, &guard));
        for text in [
            "http://example.org/",
            "https://example.org:8443/a?b#c",
            "HTTP://EXAMPLE.org",
            " http://example.org/ ",
            "http://example.org:8099/",
            "http://user:secret@example.org/",
            "http://8.8.8.8/",
            "http://192.168.7.1/",
            "http://[2606:4700::1111]/",
            "http://b\u{fc}cher.example/",
        ] {
            assert_eq!(verdict(text), Ok(()), "{text}");
        }
        for text in [
            "",
            "example.org",
            "/feed",
            "ftp://example.org/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:,x",
            "gopher://example.org/",
            "http://",
            "http://example.org:22/",
            "http://example.org:25/",
            "http://example.org:6667/",
            "http://example.org:0/",
            "http://example.org:99999/",
            "http://a b/",
        ] {
            assert!(matches!(verdict(text), Err(Failure::BadUrl { .. })), "{text}: {:?}", verdict(text));
        }
        let long = format!("http://example.org/{}", "a".repeat(9000));
        assert!(verdict(&long).unwrap_err().plain().len() < 200);
        // Every way to write an address that is not public.
        for text in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://2130706433/",
            "http://0x7f000001/",
            "http://0177.0.0.1/",
            "http://0/",
            "http://10.0.0.1:8080/",
            "http://169.254.169.254/latest/meta-data/",
            "http://192.168.8.1/",
            "http://[::1]/",
            "http://[::]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[fe80::1]/",
            "http://[fd00::1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[2002:7f00:1::]/",
            "http://100.64.0.1/",
            "http://224.0.0.1/",
            "http://255.255.255.255/",
            "http://\u{ff11}\u{ff12}\u{ff17}.0.0.1/",
        ] {
            assert!(
                matches!(verdict(text), Err(Failure::ForbiddenAddress { .. })),
                "{text}: {:?}",
                verdict(text)
            );
        }
    }

    #[test]
    fn passwords_are_not_shown() {
        let failure =
            check(&parse("http://user:secret@example.org:22/").unwrap(), &Guard::default()).unwrap_err();
        assert!(!failure.plain().contains("secret") && !failure.plain().contains("user"), "{failure}");
    }

    #[test]
    fn a_site_is_scheme_host_and_port() {
        for (text, expected) in [
            ("http://Example.org/a", "http://example.org:80"),
            ("https://example.org./", "https://example.org:443"),
            ("http://example.org:8080/", "http://example.org:8080"),
            ("http://[2606:4700::1]/", "http://[2606:4700::1]:80"),
        ] {
            assert_eq!(site(&parse(text).unwrap()), expected);
        }
    }

    /// Redirects as (code, location), then the last URL and where the source has moved to.
    #[test]
    fn a_trail_of_redirects() {
        type Step = (u16, &'static str);
        #[rustfmt::skip]
        let table: &[(&str, &[Step], &str, Option<&str>)] = &[
            ("http://a.test/x/y?z", &[(302, "/w")], "http://a.test/w", None),
            ("http://a.test/x/y?z", &[(301, "w#part")], "http://a.test/x/w", Some("http://a.test/x/w")),
            ("http://a.test/x", &[(308, "//b.test/")], "http://b.test/", Some("http://b.test/")),
            ("http://a.test/x", &[(301, "?q")], "http://a.test/x?q", Some("http://a.test/x?q")),
            ("http://a.test/1", &[(301, "2"), (308, "3")], "http://a.test/3", Some("http://a.test/3")),
            ("http://a.test/1", &[(301, "2"), (302, "3"), (301, "4")], "http://a.test/4", Some("http://a.test/2")),
            ("http://a.test/1", &[(307, "2"), (301, "3")], "http://a.test/3", None),
            ("http://a.test/1", &[(301, "https://a.test/1")], "https://a.test/1", Some("https://a.test/1")),
            ("https://a.test/1", &[(301, "http://a.test/1")], "http://a.test/1", None),
        ];
        for (from, steps, last, moved) in table {
            let mut trail = Trail::new(parse(from).unwrap());
            for (code, location) in *steps {
                trail.follow(*code, location).unwrap();
            }
            assert_eq!(
                (trail.url.as_str(), trail.moved_permanently().as_deref()),
                (*last, *moved),
                "{from} {steps:?}"
            );
        }
    }

    #[test]
    fn circles_and_long_ways_end() {
        let mut trail = Trail::new(parse("http://a.test/").unwrap());
        trail.follow(302, "/b").unwrap();
        assert!(matches!(trail.follow(302, "/#top"), Err(Failure::TooManyRedirects { .. })));
        let mut trail = Trail::new(parse("http://a.test/").unwrap());
        let steps = (0..100).take_while(|n| trail.follow(302, &format!("/{n}")).is_ok()).count();
        assert_eq!(steps, REDIRECTS);
        assert!(matches!(trail.follow(302, "http://a b/"), Err(Failure::BadUrl { .. })));
    }
}
