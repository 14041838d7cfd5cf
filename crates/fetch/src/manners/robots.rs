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
