//! Names of people, cut out of the lines that hold them.

use super::unescape;
use crate::article::words::{self, fold_key};

/// More names than this are a list of something else.
pub(crate) const MAX_AUTHORS: usize = 20;

/// Words before a name.
const BEFORE: [&str; 48] = [
    "written by",
    "view all posts by",
    "view more by",
    "more from",
    "more by",
    "read more from",
    "articles by",
    "posts by",
    "about the author",
    "reporting by",
    "analysis by",
    "opinion by",
    "oleh",
    "penulis",
    "автор",
    "posted by",
    "published by",
    "reviewed by",
    "edited by",
    "story by",
    "words by",
    "text by",
    "article by",
    "by",
    "author",
    "authors",
    "von",
    "par",
    "por",
    "di",
    "door",
    "av",
    "af",
    "autor",
    "autorin",
    "auteur",
    "text",
    "tekst",
    "przez",
    "od",
    "redazione di",
    "a cura di",
    "publié par",
    "geschrieben von",
    "ein kommentar von",
    "von unserem korrespondenten",
    "skrevet av",
    "texto",
];

/// What follows a name and is none.
const ROLES: [&str; 43] = [
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

/// Cuts a line of names into names.
pub(crate) fn split(line: &str, out: &mut Vec<String>) {
    let line = words::folded(&unescape(&crate::article::meta::strip_tags(line)));
    if line.is_empty() || line.contains("://") || line.starts_with("www.") || line.starts_with('@') {
        return;
    }
    let line = strip_before(&line);
    // "Jane Doe, Head of Marketing and Sales"
    let line = match line.split_once(", ") {
        Some((first, rest)) if rest.contains(" of ") => {
            rest.split(", ").filter(|p| !p.contains(" of ")).fold(first.to_owned(), |line, p| line + ", " + p)
        }
        _ => line,
    };
    // "Smith, J." is one name where nothing else is listed.
    let mut parts = vec![line];
    for sep in [
        ";", " | ", "|", " • ", " · ", " and ", " und ", " et ", " y ", " e ", " og ", " och ", " en ",
        " i ", " & ", " + ", ", ", "、", " / ",
    ] {
        if sep == " i " || sep == " e " || sep == " y " || sep == " en " {
            // Only between two names of at least two words each.
            parts = parts
                .into_iter()
                .flat_map(|p| {
                    let pieces: Vec<String> = p.split(sep).map(str::to_owned).collect();
                    if pieces.iter().all(|x| x.split(' ').filter(|w| !w.is_empty()).count() >= 2) {
                        pieces
                    } else {
                        vec![p]
                    }
                })
                .collect();
        } else {
            parts =
                parts.into_iter().flat_map(|p| p.split(sep).map(str::to_owned).collect::<Vec<_>>()).collect();
        }
    }
    for part in parts {
        let name = tidy(&part);
        if is_degree(&name)
            && let Some(last) = out.last_mut()
        {
            last.push_str(", ");
            last.push_str(&name);
        } else if !name.is_empty() {
            out.push(name);
        }
    }
}

/// Letters that stand behind a name, without their dots.
const DEGREES: [&str; 47] = [
    "MD", "PHD", "RD", "RDN", "LD", "LDN", "MS", "MSC", "BSC", "BA", "MA", "MPH", "MBA", "CFP", "CPA", "CFA",
    "CEPF", "JD", "ESQ", "EDD", "PSYD", "LCSW", "LMFT", "LPC", "RN", "NP", "PT", "DPT", "DDS", "DMD", "DO",
    "FAND", "CPT", "CSCS", "FACP", "MSN", "MED", "JR", "SR", "III", "DVM", "VMD", "PSP", "CPP", "MW", "MFA",
    "LLM",
];

fn is_degree(text: &str) -> bool {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_uppercase).collect();
    !text.contains(' ') && DEGREES.contains(&letters.as_str())
}

fn strip_before(line: &str) -> String {
    let mut rest = line.trim().to_owned();
    for _ in 0..2 {
        let lower = rest.to_lowercase();
        let found = BEFORE
            .iter()
            .filter(|b| lower.strip_prefix(**b).is_some_and(|after| after.starts_with([' ', ':', '\u{a0}'])))
            .max_by_key(|b| b.len());
        let Some(prefix) = found else { break };
        let skip = prefix.chars().count();
        rest =
            rest.chars().skip(skip).collect::<String>().trim_start_matches([' ', ':', '-', '–']).to_owned();
    }
    rest
}

fn tidy(part: &str) -> String {
    let part = part.trim().trim_matches([',', ':', '-', '–', '|', '*', '"', '“', '”']).trim();
    let part = part.trim_start_matches('.');
    // A full stop belongs to a shortened degree or name, not to a line.
    let part =
        if part.rsplit(' ').next().is_some_and(|w| w.matches('.').count() > 1 || w.chars().count() <= 3) {
            part
        } else {
            part.trim_end_matches('.')
        };
    // "Jane Doe (Berlin)", "Jane Doe in Berlin", "Jane Doe - Reuters"
    let before = part.split(['(', '[', '<']).next().unwrap_or(part).trim();
    // "Jane (Doe) Roe" is whole.
    let after = part.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(_, after)| after);
    let whole = !before.is_empty()
        && after.is_some_and(|after| {
            let last = after.trim_start();
            last.len() < after.len()
                && last.chars().next().is_some_and(char::is_uppercase)
                && last.chars().all(char::is_alphabetic)
                && !ROLES.contains(&last.to_lowercase().as_str())
        });
    let part = if whole { part } else { before };
    let mut part = part;
    for sep in [" - ", " – ", " — ", " for ", " für ", " at ", " @", " in "] {
        if let Some((before, _)) = part.split_once(sep)
            && before.contains(' ')
        {
            part = before.trim();
        }
    }
    let name = without_role(&strip_before(part));
    // Korean bylines end with the word for reporter.
    name.strip_suffix(" 기자").map_or(name.clone(), str::to_owned)
}

/// A role that follows a name without a comma, left out: "Jane Doe Senior Reporter".
fn without_role(name: &str) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    // "Senior", "Chief" and the like before a role are roles too, so that the first one is found; one within the first
    // two words is a desk's ("Guardian staff reporter").
    match words.iter().position(|w| ROLES.contains(&w.to_lowercase().as_str())) {
        Some(at) if at >= 2 => words.get(..at).unwrap_or_default().join(" "),
        _ => name.to_owned(),
    }
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
            !(declared && alone)
                || !name.contains(' ')
                || called.contains(' ')
                || called.chars().any(char::is_uppercase)
        };
        let is_site = site.iter().zip(&sites).any(|(called, s)| *s == key.replace(' ', "") && bears(called));
        if key.is_empty()
            || !(2..=70).contains(&length)
            || key.split(' ').count() > 8
            || is_role
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

/// "Jane Doe USA TODAY": an outlet's name behind a person's left out.
fn without_outlet(name: String, sites: &[String]) -> String {
    let words: Vec<&str> = name.split(' ').collect();
    for at in 2..words.len() {
        let tail = fold_key(&words.get(at..).unwrap_or_default().concat()).replace(' ', "");
        if sites.contains(&tail) {
            return words.get(..at).unwrap_or_default().join(" ");
        }
    }
    name
}
