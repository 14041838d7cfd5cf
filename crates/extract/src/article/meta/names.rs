//! Which of the names that were found are people's.

use super::line::{AGENCIES, split};
use crate::article::words::fold_key;

/// More names than this are a list of something else.
pub(crate) const MAX_AUTHORS: usize = 20;

/// What follows a name and is none.
pub(super) const ROLES: [&str; 43] = [
    "reporter",
    "editor",
    "correspondent",
    "writer",
    "journalist",
    "columnist",
    "contributor",
    "producer",
    "staff",
    "redakteur",
    "redakteurin",
    "redaktion",
    "korrespondent",
    "korrespondentin",
    "reporterin",
    "autor",
    "autorin",
    "journaliste",
    "rédacteur",
    "rédactrice",
    "periodista",
    "redactor",
    "giornalista",
    "bureau",
    "chief",
    "photographer",
    "fotograf",
    "senior",
    "associate",
    "freelance",
    "author",
    "volontär",
    "volontärin",
    "founder",
    "director",
    "analyst",
    "reviewer",
    "specialist",
    "strategist",
    "coordinator",
    "manager",
    "executive",
    "dietitian",
];

/// The names in a line.
pub(crate) fn names(line: &str) -> Vec<String> {
    let mut out = Vec::new();
    split(line, &mut out);
    finish(out, &[], false)
}

pub(crate) fn looks_like_name(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let capital = words
        .iter()
        .filter(|w| w.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_lowercase()))
        .count();
    (1..=5).contains(&words.len())
        && capital * 2 > words.len()
        && !text.chars().any(|c| c.is_ascii_digit() || matches!(c, ':' | '?' | '!' | '@'))
}

/// A person's name is not what a form or a content system calls an account.
pub(crate) fn is_account(name: &str) -> bool {
    !name.contains(' ')
        && (name.bytes().all(|b| b.is_ascii_digit())
            || name.contains(['.', '_']) && name.bytes().all(|b| !b.is_ascii_uppercase()))
}

/// A name as a person writes it in short, or as an account is called: "KatieS", "jdoe7", "CP".
pub(crate) fn is_short(name: &str) -> bool {
    let letters = name.chars().count();
    !name.contains(' ')
        && (letters <= 2
            // Agencies write themselves small too: dpa.
            || letters > 4 && name.chars().next().is_some_and(char::is_lowercase)
            || name.chars().any(|c| c.is_ascii_digit())
            || name.chars().zip(name.chars().skip(1)).any(|(a, b)| a.is_lowercase() && b.is_uppercase()))
}

/// Words with which a link or a box begins, not a name.
const NO_NAMES: [&str; 24] = [
    "more",
    "read",
    "learn",
    "view",
    "all",
    "follow",
    "about",
    "see",
    "meet",
    "posted",
    "articles",
    "member",
    "login",
    "share",
    "subscribe",
    "posts",
    "updated",
    "comments",
    "contact",
    "by",
    "home",
    "search",
    "published",
    "written",
];

/// Whether an element's text is no name though its class says author.
pub(crate) fn is_phrase(name: &str) -> bool {
    let key = fold_key(name);
    key == "the author" || key.split(' ').next().is_some_and(|w| NO_NAMES.contains(&w))
}

/// Drops what is no name, and doubles.
pub(crate) fn finish(names: Vec<String>, site: &[String], outlets_too: bool) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    if names.is_empty() {
        return out;
    }
    let sites: Vec<String> = site.iter().map(|s| fold_key(s).replace(' ', "")).collect();
    let alone = names.len() == 1;
    let declared = site.iter().any(|s| s.contains(' ') || s.chars().any(char::is_uppercase));
    for name in names {
        let name = without_outlet(name, &sites);
        let key = fold_key(&name);
        let length = name.chars().count();
        let is_role = !outlets_too
            && key.split(' ').any(|w| ROLES.contains(&w))
            && (key.split(' ').count() < 2
                || key.split(' ').all(|w| ROLES.contains(&w))
                // "Liza Burke, Marketing Director"
                || !out.is_empty() && key.rsplit(' ').next().is_some_and(|w| ROLES.contains(&w)));
        // What a host or an account is called may be a person's name on the person's own site.
        let bears = |called: &String| {
            !(declared && alone && name.contains(' '))
                || called.contains(' ')
                || called.chars().any(char::is_uppercase)
        };
        // "Jane Doe, CNN Business"
        let is_desk = !out.is_empty()
            && site
                .iter()
                .map(|s| fold_key(s))
                .any(|s| s.len() > 2 && key.strip_prefix(&s).is_some_and(|desk| desk.starts_with(' ')));
        let is_site = site.iter().zip(&sites).any(|(called, s)| *s == key.replace(' ', "") && bears(called));
        if key.is_empty()
            || !(2..=70).contains(&length)
            || key.split(' ').count() > 8
            || is_role
            || (is_desk && !outlets_too)
            || ((is_site || is_account(&name)) && !outlets_too)
            || name.contains('@')
            || matches!(
                key.as_str(),
                "admin"
                    | "none"
                    | "null"
                    | "unknown"
                    | "undefined"
                    | "anonymous"
                    | "author"
                    | "editor"
                    | "jr"
                    | "md"
                    | "phd"
                    | "sponsored"
            )
            || key.contains("http")
            // The rest of a role: "Jane Doe, CEO of"
            || key.ends_with(" of")
            || key.ends_with(" at")
            || key.ends_with(" to")
            || (!out.is_empty() && key.len() > 4 && AGENCIES.contains(&key.as_str()) && !outlets_too)
            || (key.ends_with(" admin") && !outlets_too)
        {
            continue;
        }
        if !out.iter().any(|o| fold_key(o) == key) {
            out.push(name);
        }
        if out.len() >= MAX_AUTHORS {
            break;
        }
    }
    out
}

/// "Jane Doe USA TODAY", "Jane Doe The Associated Press": an outlet's name behind a person's left out.
fn without_outlet(name: String, sites: &[String]) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    for at in 2..words.len() {
        let tail = fold_key(&words.get(at..).unwrap_or_default().concat()).replace(' ', "");
        let agency = tail.len() > 4 && AGENCIES.iter().any(|a| a.replace(' ', "") == tail);
        if agency || sites.contains(&tail) {
            return words.get(..at).unwrap_or_default().join(" ");
        }
    }
    name
}
