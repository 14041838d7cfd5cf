//! Persons in one line: “name (mail)”, “mail (name)”, “name <mail>”, or only one of them.

use super::model::Person;

/// Tells the name and the mail address in a text apart.
pub(super) fn from_text(text: &str) -> Person {
    let text = text.trim();
    let Some((from, to)) = mail_span(text) else {
        return Person { name: (!text.is_empty()).then(|| text.to_owned()), ..Person::default() };
    };
    let email = text.get(from..to).unwrap_or_default();
    let mut rest = text.replace(email, "");
    // `mailto:` and the brackets that held the address say nothing without it.
    for husk in ["mailto:", "()", "<>", "&lt;&gt;", "[]"] {
        rest = rest.replace(husk, "");
    }
    let rest = rest.trim();
    let rest = rest.strip_prefix('(').unwrap_or(rest);
    let rest = rest.strip_suffix(')').unwrap_or(rest).trim();
    let rest = rest.trim_matches([',', ';']).trim();
    let rest = rest.strip_prefix('"').and_then(|r| r.strip_suffix('"')).unwrap_or(rest);
    Person { name: (!rest.is_empty()).then(|| rest.to_owned()), email: Some(email.to_owned()), url: None }
}

/// Where a mail address stands in a text, with a `?subject=` that may follow.
fn mail_span(text: &str) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let local = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'+');
    let domain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.');
    for at in memchr::memchr_iter(b'@', bytes) {
        let from = bytes.get(..at)?.iter().rposition(|b| !local(*b)).map_or(0, |n| n + 1);
        let after = bytes.get(at + 1..)?;
        let length = after.iter().position(|b| !domain(*b)).unwrap_or(after.len());
        let mut host = after.get(..length)?;
        while let Some((b'.' | b'-', shorter)) = host.split_last() {
            host = shorter;
        }
        let last = host.rsplit(|b| *b == b'.').next().unwrap_or_default();
        if from == at || !host.contains(&b'.') || last.is_empty() || host.starts_with(b".") {
            continue;
        }
        let mut to = at + 1 + host.len();
        let subject = bytes.get(to..)?;
        if subject.starts_with(b"?subject=") {
            let end = subject.iter().position(|b| b.is_ascii_whitespace() || *b == b')' || *b == b'>');
            to += end.unwrap_or(subject.len());
        }
        return Some((from, to));
    }
    None
}
