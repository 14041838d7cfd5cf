//! Captions in text: what tells them is the credit at their end, or alone on the line above.

use crate::article::words::{self, count, fold_key};

/// Words before a credit, lower case; a colon (also after a space) must follow.
const NAMED: [&str; 24] = [
    "photo",
    "photos",
    "photograph",
    "photographs",
    "picture",
    "pictures",
    "image",
    "images",
    "credit",
    "photo credit",
    "image credit",
    "illustration",
    "video",
    "graphic",
    "foto",
    "fotos",
    "bild",
    "bilder",
    "quelle",
    "crédit",
    "crédits",
    "fotografía",
    "写真",
    "사진",
];

/// Agencies and archives that stand alone as a credit.
const AGENCIES: [&str; 42] = [
    "getty images",
    "getty",
    "afp",
    "afp via getty images",
    "reuters",
    "ap",
    "ap photo",
    "pa",
    "pa media",
    "pa wire",
    "epa",
    "epa efe",
    "epa shutterstock",
    "shutterstock",
    "alamy",
    "dpa",
    "ansa",
    "efe",
    "xinhua",
    "istock",
    "aap",
    "anadolu",
    "anp",
    "apa",
    "belga",
    "bloomberg",
    "europa press",
    "folhapress",
    "imago",
    "keystone",
    "kyodo",
    "lusa",
    "ntb",
    "pap",
    "picture alliance",
    "pti",
    "ritzau",
    "ritzau scanpix",
    "tass",
    "upi",
    "yonhap",
    "čtk",
];

/// A caption and its credit, where the line is one.
pub(crate) fn caption(text: &str) -> Option<(String, String)> {
    // What an agency's page writes behind the credit.
    let text = text.split("Acquire Licensing Rights").next().unwrap_or(text).trim_end();
    named(text)
        .or_else(|| signed(text))
        .or_else(|| bracketed(text))
        .or_else(|| dotted(text))
        .or_else(|| slashed(text))
        .or_else(|| dashed(text))
        .or_else(|| glued(text))
        .or_else(|| joined(text))
        .or_else(|| shot(text))
}

/// `A caption. Photo: Agency`, `A caption. Photograph by Jane Doe`; the credit is short and ends the line.
fn named(text: &str) -> Option<(String, String)> {
    let ends = |before: &str| {
        before.is_empty()
            || before.ends_with([' ', '(', '.', '|', '/', '[', '\u{a0}', '”', '"', '）', '。', '!', '?'])
    };
    for (at, sign) in text.char_indices().filter(|(_, c)| matches!(c, ':' | '：')) {
        let (head, tail) = (text.get(..at)?.trim_end(), text.get(at.saturating_add(sign.len_utf8())..)?);
        let lower = head.to_lowercase();
        // Lower case may be longer in bytes: the word is cut off by its own characters.
        let word = NAMED.iter().filter(|n| lower.ends_with(**n)).max_by_key(|n| n.len());
        let Some(word) = word else { continue };
        let keep = head.chars().count().saturating_sub(word.chars().count());
        let before: String = head.chars().take(keep).collect();
        // `(Photo: Agency)`
        let tail =
            if before.ends_with('(') { tail.trim_end().strip_suffix(')').unwrap_or(tail) } else { tail };
        if ends(&before) && short(tail) {
            return Some((bare(without_outlet(&before)), bare(tail)));
        }
    }
    let lower = text.to_ascii_lowercase();
    ["photo by ", "photograph by ", "photos by ", "image by ", "photo courtesy of "].iter().find_map(|by| {
        let at = lower.rfind(by)?;
        let (before, tail) = (text.get(..at)?, text.get(at.saturating_add(by.len())..)?);
        (ends(before) && short(tail)).then(|| (bare(before), bare(tail)))
    })
}

/// `A caption © Jane Doe/Agency`
fn signed(text: &str) -> Option<(String, String)> {
    let (before, credit) = text.split_once(" © ").or_else(|| text.split_once(" (c) "))?;
    (short(credit) && count(before) >= 2).then(|| (bare(before), bare(credit)))
}

/// "A caption. ABC PHOTO: …": the outlet's letters left out.
fn without_outlet(before: &str) -> &str {
    match before.trim_end().rsplit_once(". ") {
        Some((caption, outlet)) if outlet.len() <= 5 && outlet.bytes().all(|b| b.is_ascii_uppercase()) => {
            before.get(..=caption.len()).unwrap_or(before)
        }
        _ => before,
    }
}

/// `A caption. (AP Photo/Jane Doe)`, `A caption [File: Jane Doe/AP]`.
fn bracketed(text: &str) -> Option<(String, String)> {
    let (before, credit) = match text.strip_suffix(']') {
        Some(inside) => inside.rsplit_once('[')?,
        None => text.strip_suffix(')')?.rsplit_once('(')?,
    };
    let key = fold_key(credit);
    let is_credit = credit.contains('/')
        || key.contains("photo")
        || key.contains("via ap")
        || AGENCIES.contains(&key.as_str());
    (is_credit && short(credit) && count(before) >= 3).then(|| (bare(before), bare(credit)))
}

/// `A caption.Credit...Jane Doe for The Paper`.
fn dotted(text: &str) -> Option<(String, String)> {
    let (before, credit) = text.split_once("Credit...").or_else(|| text.split_once("Credit…"))?;
    short(credit).then(|| (bare(before), bare(credit)))
}

/// `A caption, May 2, 2023. REUTERS/Jane Doe/File Photo`, `A caption. JANE DOE / AFP`.
fn slashed(text: &str) -> Option<(String, String)> {
    let (before, credit) = text.rsplit_once(". ")?;
    let agency = credit.split('/').map(fold_key).any(|p| AGENCIES.contains(&p.as_str()));
    let capitals = !credit.chars().any(char::is_lowercase) && credit.chars().any(char::is_uppercase);
    (credit.contains('/') && (agency || capitals) && short(credit) && !credit.ends_with('.'))
        .then(|| (format!("{}.", bare(before)), bare(credit)))
}

/// `A caption - Jane Doe/Agency`
fn dashed(text: &str) -> Option<(String, String)> {
    let (before, credit) = [" - ", " – ", " — "].iter().find_map(|d| text.rsplit_once(d))?;
    let agency = credit.split('/').map(fold_key).any(|p| AGENCIES.contains(&p.as_str()));
    (agency && short(credit) && count(before) >= 3).then(|| (bare(before), bare(credit)))
}

/// `A caption.Agency | Archive`: what stood apart on the page, glued together.
fn glued(text: &str) -> Option<(String, String)> {
    let (at, _) = text.char_indices().rev().find(|(i, c)| {
        *c == '.' && text.get(i + 1..).is_some_and(|t| t.chars().next().is_some_and(char::is_uppercase))
    })?;
    let (before, credit) = (text.get(..=at)?, text.get(at + 1..)?);
    let agency = credit.split(['|', '/', ',']).map(fold_key).any(|p| AGENCIES.contains(&p.as_str()));
    (agency && short(credit) && count(before) >= 3).then(|| (before.to_owned(), bare(credit)))
}

/// `説明（8日）＝共同`.
fn joined(text: &str) -> Option<(String, String)> {
    let (before, credit) = text.rsplit_once('＝')?;
    (credit.chars().count() <= 20 && !credit.ends_with('。') && count(before) >= 3)
        .then(|| (bare(before), bare(credit)))
}

/// `説明。张三 摄`: “taken by”.
fn shot(text: &str) -> Option<(String, String)> {
    let (before, name) =
        text.strip_suffix('摄').or_else(|| text.strip_suffix('攝'))?.rsplit_once(['。', '，', '（'])?;
    let end = if text.contains('。') { "。" } else { "" };
    (name.chars().count() <= 12 && count(before) >= 3).then(|| (format!("{}{end}", bare(before)), bare(name)))
}

/// A credit alone that names an agency among others: `Jane Doe/AFP/Getty Images`.
pub(super) fn is_credit(text: &str) -> bool {
    let named = |by: [char; 2]| text.split(by).map(fold_key).any(|p| AGENCIES.contains(&p.as_str()));
    let parted = text.contains(['/', '|']) && named(['/', '|']);
    // "Jane Doe, AP"
    let listed = count(text) <= 5
        && text.contains(", ")
        && text.rsplit(", ").next().is_some_and(|a| AGENCIES.contains(&fold_key(a).as_str()));
    (parted || listed) && short(text) && !text.ends_with('.') && caption(text).is_none()
}

/// The rest of a line that begins with a label such as "Image source, Agency".
pub(super) fn labelled<'t>(text: &'t str, label: &str) -> Option<&'t str> {
    let (head, tail) = text.split_once([',', ':'])?;
    (fold_key(head) == label).then(|| tail.trim()).filter(|t| !t.is_empty())
}

/// An agency's name alone.
pub(super) fn is_agency(text: &str) -> bool {
    let key = fold_key(text);
    AGENCIES.contains(&key.as_str())
        || text.split('/').count() == 2 && text.split('/').all(|p| AGENCIES.contains(&fold_key(p).as_str()))
}

fn short(credit: &str) -> bool {
    (1..=10).contains(&count(credit))
        && credit.chars().count() <= 80
        && !credit.trim_end().ends_with(['?', '!', '。'])
}

fn bare(text: &str) -> String {
    words::folded(text)
        .trim_matches(['(', '|', '/', '[', ']', ' ', ':', '-', '–'])
        .trim_end_matches(" .")
        .trim()
        .to_owned()
}
