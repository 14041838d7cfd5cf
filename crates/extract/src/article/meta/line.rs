//! A line of names cut into names.

use super::names::ROLES;
use super::unescape;
use crate::article::words::{self, fold_key};

/// Words with which a line says who wrote it, as a line of its own begins or as all that stands before the name.
pub(super) const SAYS: [&str; 30] = [
    "by",
    "written by",
    "article by",
    "authored by",
    "contributed by",
    "words by",
    "story by",
    "posted by",
    "published by",
    "reported by",
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
    "autorin/autor",
    "auteur",
    "tekst",
    "texto",
    "oleh",
    "penulis",
    "автор",
    "a cura di",
    "skrevet av",
];

/// Further words before a name.
const BEFORE: [&str; 22] = [
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
    "reviewed by",
    "edited by",
    "text by",
    "text",
    "przez",
    "od",
    "redazione di",
    "publié par",
    "geschrieben von",
    "ein kommentar von",
    "von unserem korrespondenten",
];

/// Cuts a line of names into names.
pub(crate) fn split(line: &str, out: &mut Vec<String>) {
    let line = words::folded(&unescape(&crate::article::meta::strip_tags(line)));
    if line.is_empty() || line.contains("://") || line.starts_with("www.") || line.starts_with('@') {
        return;
    }
    let mut line = strip_before(&line);
    if line.contains('@') {
        // "Jane Doe jane@quay.example"
        let kept: Vec<&str> = line.split(' ').filter(|w| !w.trim_start_matches('@').contains('@')).collect();
        line = kept.join(" ");
    }
    let line = without_tail(line);
    // "Smith, J." is one name where nothing else is listed.
    let mut parts = vec![line];
    for sep in [
        ";", " | ", "|", " • ", " · ", " and ", " und ", " et ", " og ", " och ", " & ", " + ", ", ", "、",
        " / ", " y ", " e ", " en ", " i ",
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
    // "Jane Doe/The Quay": only between two of at least two words each.
    let parts = parts.into_iter().flat_map(|p| {
        let pieces: Vec<String> = p.split('/').map(str::to_owned).collect();
        if pieces.iter().all(|x| x.trim().contains(' ')) { pieces } else { vec![p] }
    });
    for (at, part) in parts.enumerate() {
        let lower = part.trim().to_lowercase();
        if at > 0 && ["editing by", "edited by", "photo by", "photos by"].iter().any(|b| lower.starts_with(b))
        {
            continue;
        }
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

/// What stands behind people's names in the same line left out: "Jane Doe, Head of Marketing and Sales", "Jane Doe and Jo
/// Poe, The Quay", "Jane Doe, AP Sports Writer".
fn without_tail(line: String) -> String {
    let Some((first, rest)) = line.split_once(", ") else { return line };
    let closes =
        |p: &str| ["and ", "und ", "et "].iter().any(|w| p.starts_with(w) || p.contains(&format!(" {w}")));
    let is_other = |p: &str| {
        let words: Vec<&str> = p.split(' ').collect();
        let role =
            words.last().is_some_and(|w| ROLES.contains(&w.trim_end_matches('s').to_lowercase().as_str()));
        let desk = words.len() > 2
            && words
                .first()
                .is_some_and(|w| (2..=4).contains(&w.len()) && w.bytes().all(|b| b.is_ascii_uppercase()));
        p.contains(" of ") || (role && desk) || AGENCIES.contains(&fold_key(p).as_str())
    };
    // Who is named last closes the list.
    let mut closed = closes(first);
    let mut out = first.to_owned();
    for part in rest.split(", ") {
        if is_other(part) || (closed && !is_degree(part) && !closes(part)) {
            continue;
        }
        closed |= closes(part);
        out.push_str(", ");
        out.push_str(part);
    }
    out
}

/// News agencies, as they stand behind a name.
pub(super) const AGENCIES: [&str; 12] = [
    "associated press",
    "the associated press",
    "reuters",
    "bloomberg",
    "bloomberg news",
    "agence france presse",
    "the canadian press",
    "press association",
    "ap",
    "afp",
    "dpa",
    "upi",
];

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
        let found = SAYS
            .iter()
            .chain(&BEFORE)
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
    for sep in [" - ", " – ", " — ", " for ", " For ", " für ", " at ", " @", " in ", " Special to "] {
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
