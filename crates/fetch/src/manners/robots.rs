//! What a site asks programs not to fetch: robots.txt as RFC 9309 says.

use percent_encoding::percent_decode_str;

/// The most of a robots.txt that is read (RFC 9309, 2.5 asks for at least this).
pub(crate) const LIMIT: usize = 500 * 1024;

/// The rules of a robots.txt that concern one program.
///
/// Kept own: the published crates are from 2020 and 2022 and do not follow RFC 9309 in merging groups of one name
/// and in comparing escaped paths.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Robots {
    rules: Vec<Rule>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    allow: bool,
    /// The pattern in comparable form (see [`comparable`]), `*` and a closing `$` still in it.
    pattern: Vec<u8>,
}

impl Robots {
    /// Reads the rules for the program named `agent`: of all its groups together, else of the groups for `*`.
    /// Bytes beyond 500 KiB, lines that are no rules, and anything undecodable are passed over.
    pub fn parse(bytes: &[u8], agent: &str) -> Robots {
        let bytes = bytes.get(..LIMIT).unwrap_or(bytes);
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let text = String::from_utf8_lossy(bytes);
        let (mut own, mut others) = (None, Vec::new());
        let mut group = Group::default();
        for line in text.split(['\n', '\r']) {
            let line = line.split_once('#').map_or(line, |(before, _)| before);
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim(), value.trim());
            if key.eq_ignore_ascii_case("user-agent") {
                if group.closed {
                    group = Group::default();
                }
                let name = product(value);
                if value.starts_with('*') {
                    group.any = true;
                } else if !name.is_empty() && name.eq_ignore_ascii_case(agent) {
                    group.own = true;
                    own.get_or_insert_with(Vec::new);
                }
                continue;
            }
            let allow = key.eq_ignore_ascii_case("allow");
            if !allow && !key.eq_ignore_ascii_case("disallow") {
                // Other lines, such as Sitemap, do not end the list of a group's names.
                continue;
            }
            group.closed = true;
            if value.is_empty() {
                continue;
            }
            let rule = Rule { allow, pattern: comparable(value) };
            if group.own {
                own.get_or_insert_with(Vec::new).push(rule);
            } else if group.any {
                others.push(rule);
            }
        }
        Robots { rules: own.unwrap_or(others) }
    }

    /// Whether a path with its query may be fetched. The longest matching pattern decides; of two as long, the one that allows.
    pub fn allows(&self, path_and_query: &str) -> bool {
        let path = comparable(path_and_query);
        if path == b"/robots.txt" {
            return true;
        }
        self.rules
            .iter()
            .filter(|rule| matches(&rule.pattern, &path))
            .map(|rule| (rule.pattern.len(), rule.allow))
            .max()
            .is_none_or(|(_, allow)| allow)
    }

    /// The bytes of memory that these rules take, about.
    pub(crate) fn size(&self) -> usize {
        self.rules.iter().map(|rule| size_of::<Rule>() + rule.pattern.capacity().max(16)).sum()
    }
}

#[derive(Default)]
struct Group {
    own: bool,
    any: bool,
    /// A rule was seen: the next name begins another group.
    closed: bool,
}

/// The product token a User-Agent or a group's name begins with (RFC 9309, 2.2.1).
pub(crate) fn product(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_alphabetic() || matches!(c, '-' | '_'))).unwrap_or(text.len());
    text.get(..end).unwrap_or_default()
}

/// A path in which what may be written in two ways is written in one (RFC 9309, 2.2.2): bytes beyond ASCII
/// and escapes of unreserved signs as they are, other escapes in capitals.
fn comparable(path: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        if first == b'%'
            && let Some(escape) = rest.get(..3)
            && let Ok(text) = std::str::from_utf8(escape)
            && let [byte] = *percent_decode_str(text).collect::<Vec<u8>>()
        {
            if byte >= 0x80 || byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
                out.push(byte);
            } else {
                out.extend(escape.iter().map(u8::to_ascii_uppercase));
            }
            rest = rest.get(3..).unwrap_or_default();
        } else {
            out.push(first);
            rest = after;
        }
    }
    out
}

/// Whether a pattern matches the beginning of a path: `*` stands for any run of signs, a closing `$` for the end.
/// Takes time in proportion to the sum of both lengths.
fn matches(pattern: &[u8], path: &[u8]) -> bool {
    let (pattern, to_end) = match pattern.strip_suffix(b"$") {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut pieces = pattern.split(|&byte| byte == b'*');
    let Some(mut rest) = pieces.next().and_then(|first| path.strip_prefix(first)) else { return false };
    let mut pieces = pieces.peekable();
    if pieces.peek().is_none() {
        return !to_end || rest.is_empty();
    }
    while let Some(piece) = pieces.next() {
        if to_end && pieces.peek().is_none() {
            return rest.ends_with(piece);
        }
        // The first place where a piece fits leaves the most for those after it.
        let Some(at) = memchr::memmem::find(rest, piece) else { return false };
        rest = rest.get(at + piece.len()..).unwrap_or_default();
    }
    true
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Rules (`+` allows, `-` disallows), then paths with whether each may be fetched.
    #[test]
    fn the_longest_match_decides() {
        type Path = (&'static str, bool);
        #[rustfmt::skip]
        let table: &[(&[&str], &[Path])] = &[
            (&[], &[("/", true), ("/a", true)]),
            (&["-/"], &[("/", false), ("/a?b", false), ("/robots.txt", true)]),
            (&["-"], &[("/", true)]),
            // RFC 9309, 5.2: the longest match, and allow on a tie.
            (&["+/example/page/", "-/example/page/disallowed.gif"], &[("/example/page/disallowed.gif", false), ("/example/page/a", true)]),
            (&["-/a", "+/a"], &[("/a", true)]),
            (&["-/", "+/public"], &[("/public/x", true), ("/x", false)]),
            // RFC 9309, 2.2.3 and the examples of Google's documentation.
            (&["-*.gif$"], &[("/x.gif", false), ("/x.gif?y", true), ("/x.gifs", true)]),
            (&["-/*.php"], &[("/index.php", false), ("/folder/any.php.file.html", false), ("/", true), ("/windows.PHP", true)]),
            (&["-/*.php$"], &[("/filename.php", false), ("/filename.php?parameters", true), ("/filename.php/", true)]),
            (&["-/fish"], &[("/fish", false), ("/fishheads/yummy.html", false), ("/Fish.asp", true), ("/catfish", true)]),
            (&["-/fish*"], &[("/fish", false), ("/fish.html", false), ("/catfish", true)]),
            (&["-/fish/"], &[("/fish/", false), ("/fish", true)]),
            (&["-/fish*.php"], &[("/fish.php", false), ("/fishheads/catfish.php?id=5", false), ("/Fish.PHP", true)]),
            (&["-/a$"], &[("/a", false), ("/ab", true), ("/a/", true)]),
            (&["-/$"], &[("/", false), ("/a", true)]),
            (&["-*"], &[("/", false), ("/a", false)]),
            (&["-$"], &[("/", true)]),
            (&["-/a*b*c$"], &[("/abc", false), ("/a1b2c", false), ("/abcb", true), ("/abcbc", false)]),
            (&["-/*?*sort="], &[("/list?sort=1", false), ("/list?a&sort=1", false), ("/list", true)]),
            // A dollar sign within is one like any other.
            (&["-/a$b"], &[("/a$b", false), ("/a", true)]),
            // Escapes (RFC 9309, 2.2.2): what can be written in two ways is one.
            (&["-/foo/bar/\u{30c4}"], &[("/foo/bar/%E3%83%84", false), ("/foo/bar/\u{30c4}", false)]),
            (&["-/foo/bar/%E3%83%84"], &[("/foo/bar/%e3%83%84", false)]),
            (&["-/foo/bar/%62%61%7A"], &[("/foo/bar/baz", false)]),
            (&["-/a%2fb"], &[("/a%2Fb", false), ("/a/b", true)]),
            (&["-/100%"], &[("/100%", false), ("/100%zz", false)]),
        ];
        for (rules, paths) in table {
            let mut text = String::from("User-agent: *\n");
            for rule in *rules {
                let (sign, pattern) = rule.split_at(1);
                text += &format!("{}: {pattern}\n", if sign == "+" { "Allow" } else { "Disallow" });
            }
            let robots = Robots::parse(text.as_bytes(), "masthead");
            for (path, allowed) in *paths {
                assert_eq!(robots.allows(path), *allowed, "{rules:?} on {path}");
            }
        }
    }

    /// Whole files: is /x allowed to "masthead"?
    #[test]
    fn the_right_groups_are_taken() {
        for (text, allowed) in [
            ("", true),
            ("Disallow: /x", true),
            ("User-agent: *\nDisallow: /x", false),
            ("user-agent:*\ndisallow:/x", false),
            ("USER-AGENT : * \r\nDISALLOW : /x # for a reason\r\n", false),
            ("User-agent: *\rDisallow: /x\r", false),
            ("\u{feff}User-agent: *\nDisallow: /x", false),
            ("User-agent: other\nDisallow: /x", true),
            ("User-agent: Masthead\nDisallow: /x", false),
            ("User-agent: masthead/2.0\nDisallow: /x", false),
            ("User-agent: mast\nDisallow: /x", true),
            ("User-agent: mastheads\nDisallow: /x", true),
            // An own group alone counts, even an empty one.
            ("User-agent: *\nDisallow: /\nUser-agent: masthead\nDisallow: /y", true),
            ("User-agent: masthead\nDisallow:\nUser-agent: *\nDisallow: /", true),
            ("User-agent: masthead\n\nUser-agent: *\nDisallow: /x", false),
            // Groups of one name are one group (RFC 9309, 2.2.1).
            (
                "User-agent: masthead\nDisallow: /y\nUser-agent: a\nAllow: /\nUser-agent: masthead\nDisallow: /x",
                false,
            ),
            // Several names share the rules that follow; other lines between do not end the list.
            ("User-agent: a\nUser-agent: masthead\nUser-agent: b\nDisallow: /x", false),
            ("User-agent: masthead\nSitemap: http://a/\nUser-agent: b\n\n# hm\nDisallow: /x", false),
            ("User-agent: masthead\nDisallow: /y\nCrawl-delay: 3\nDisallow: /x", false),
            ("User-agent: a\nDisallow: /y\nUser-agent: b\nDisallow: /x", true),
            ("<html>User-agent: *\nDisallow: /x</html>", true),
        ] {
            assert_eq!(Robots::parse(text.as_bytes(), "masthead").allows("/x"), allowed, "{text:?}");
        }
    }

    #[test]
    fn only_the_beginning_of_a_huge_file_counts() {
        let mut text = b"User-agent: *\nDisallow: /early\n".to_vec();
        text.resize(LIMIT, b'\n');
        text.extend_from_slice(b"Disallow: /late\n");
        let robots = Robots::parse(&text, "masthead");
        assert!(!robots.allows("/early"));
        assert!(robots.allows("/late"));
    }

    #[test]
    fn the_agents_name_is_its_leading_word() {
        for (text, name) in [
            ("Masthead/0.1.0 (personal news reader)", "Masthead"),
            ("my-paper_1", "my-paper_"),
            ("", ""),
            ("(x)", ""),
        ] {
            assert_eq!(product(text), name);
        }
    }

    /// The plain way to match, by trying every split.
    fn slowly(pattern: &[u8], path: &[u8]) -> bool {
        match pattern.split_first() {
            None => true,
            Some((b'$', [])) => path.is_empty(),
            Some((b'*', rest)) => (0..=path.len()).any(|n| slowly(rest, &path[n..])),
            Some((byte, rest)) => {
                path.split_first().is_some_and(|(first, path)| first == byte && slowly(rest, path))
            }
        }
    }

    proptest! {
        #[test]
        fn patterns_match_as_by_trying_every_split(pattern in "[ab*]{0,8}[$]?", path in "[ab]{0,10}") {
            prop_assert_eq!(matches(pattern.as_bytes(), path.as_bytes()), slowly(pattern.as_bytes(), path.as_bytes()));
        }

        #[test]
        fn no_bytes_are_too_odd(bytes in proptest::collection::vec(any::<u8>(), 0..400), path in ".{0,40}") {
            let _ = Robots::parse(&bytes, "masthead").allows(&path);
        }
    }
}
