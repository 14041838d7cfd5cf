//! The lines of a saved text and what their form tells.

use crate::article::extras::comment_line;
use crate::article::meta::{self, dates};
use crate::article::words::{self, count, fold_key};

use super::bylines::{is_particle, parted};
use super::furniture::is_furniture;

/// Longer texts are cut.
const MAX_LINES: usize = 20_000;

/// One line that is not empty, and how many empty ones stood before it.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) text: String,
    pub(super) gap: usize,
    /// It began with a bullet.
    pub(super) bullet: bool,
}

/// The lines that are not empty.
pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut out = Vec::new();
    let mut gap = 0_usize;
    for raw in super::wrapped::unwrapped(text).into_iter().take(MAX_LINES) {
        let line = words::folded(&raw);
        if line.is_empty() {
            gap = gap.saturating_add(1);
            continue;
        }
        let bare =
            line.trim_start_matches(['•', '●', '▪', '■', '◦', '‣', '–', '*', '·', '-', '・']).trim_start();
        let bullet = bare.len() < line.len()
            && (line.starts_with(['•', '●', '▪', '■', '◦', '‣', '・'])
                || line.chars().nth(1).is_some_and(char::is_whitespace));
        let text = if bullet { bare.to_owned() } else { line };
        if !text.is_empty() {
            out.push(Line { text, gap, bullet });
        }
        gap = 0;
    }
    out
}

/// Whether a line ends as a sentence does.
pub(super) fn is_sentence(text: &str) -> bool {
    // A sign for the end or a short note in brackets may follow the last stop: "(完)", "(Reuters)".
    let text = match text.rsplit_once(['(', '（']) {
        Some((before, note)) if note.ends_with([')', '）']) && note.chars().count() <= 12 => {
            before.trim_end()
        }
        _ => text,
    };
    let end = text.trim_end_matches(['"', '”', '’', '\'', ')', '»', '«', ']', '」', '』', ' ', '\u{a0}']);
    end.ends_with(['.', '!', '?', '…', '。', '！', '？', ':', ';', '।'])
}

/// A sentence of running text, not a short answer or a slogan.
pub(super) fn is_running(line: &Line) -> bool {
    is_sentence(&line.text) && count(&line.text) >= 8 || count(&line.text) > 40
}

/// `03:47`, `1:02:03`, also with a source behind: "02:31 - Source: Agency".
pub(super) fn clock(text: &str) -> Option<u64> {
    let text = text.strip_prefix("VIDEO").or_else(|| text.strip_prefix("Video ")).unwrap_or(text);
    let first = text.split(' ').next()?;
    let alone =
        first == text || text.contains("Source") || text.contains("Quelle") || text.contains("Now playing");
    (alone && first.contains(':')).then(|| dates::duration(first)).flatten()
}

/// A date and little else.
pub(super) fn is_dateline(text: &str) -> bool {
    let key = fold_key(text);
    let says =
        ["published", "updated", "last updated", "publié", "mis à jour", "veröffentlicht", "aktualisiert"]
            .iter()
            .any(|w| key.starts_with(w));
    if says && count(text) <= 22 && text.bytes().any(|b| b.is_ascii_digit()) {
        return true;
    }
    let text = text.split('(').next().unwrap_or(text);
    count(text) <= 16 && dates::parse(text).is_some() && !(is_sentence(text) && count(text) > 9)
}

/// A number alone, with or without marks between thousands.
pub(super) fn number(text: &str) -> Option<u64> {
    let digits: String = text.chars().filter(|c| !matches!(c, ',' | '.' | '\u{a0}' | '\u{202f}')).collect();
    (digits.len() <= 6
        && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '\u{a0}' | '\u{202f}')))
    .then(|| digits.parse().ok())
    .flatten()
}

/// How many comments a short line tells of.
pub(super) fn comments(text: &str) -> Option<u64> {
    (count(text) <= 5).then(|| comment_line(text)).flatten()
}

/// "By A and B", "Von …".
pub(super) fn byline(text: &str) -> Option<Vec<String>> {
    const STARTS: [&str; 21] = [
        "by ",
        "by: ",
        "von ",
        "par ",
        "por ",
        "di ",
        "door ",
        "av ",
        "af ",
        "przez ",
        "written by ",
        "written by: ",
        "posted by ",
        "story by ",
        "report by ",
        "words by ",
        "text: ",
        "text by ",
        "autor: ",
        "author: ",
        "oleh ",
    ];
    let lower = text.to_lowercase();
    if !STARTS.iter().any(|p| lower.starts_with(p)) || count(text) > 24 {
        return None;
    }
    let (who, _) = parted(text);
    if count(&who) > 16 || is_sentence(&who) {
        return None;
    }
    let mut names = meta::names(without_agency(&who));
    // "Von Jana Krüger, Redakteurin für Finanzen"
    if names.len() > 1 {
        names.retain(|n| !is_role(n));
    }
    // A place or the outlet may follow the people: "By Jane Doe and John Roe, Berlin".
    if names.iter().any(|n| n.contains(' ')) {
        names.retain(|n| n.contains(' '));
    }
    // "Par Jeanne Dupont, envoyée spéciale à Lyon"
    let first = names.first().is_some_and(|n| n.starts_with(char::is_lowercase));
    names.retain(|n| !n.starts_with(char::is_lowercase));
    (!names.is_empty() && !first).then_some(names)
}

/// "By Jane Roe with AP", "Von Jana Krüger mit Agenturen": the people alone.
fn without_agency(who: &str) -> &str {
    let agency = |name: &str| {
        super::captions::is_agency(name)
            || matches!(fold_key(name).as_str(), "agencies" | "agenturen" | "agences" | "agencias" | "wires")
    };
    [" with ", " mit ", " avec ", " con "]
        .iter()
        .find_map(|w| who.rsplit_once(w).filter(|(_, name)| agency(name)))
        .map_or(who, |(people, _)| people)
}

/// A person's name alone ("Jane Holloway") or with a role behind it ("Murdo Blair Transport correspondent"), where
/// the line below tells a role or a date.
pub(super) fn name_alone(line: &Line, before: Option<&Line>, next: Option<&Line>) -> Option<String> {
    // "Jane Doe in Hong Kong"
    let text = line.text.split_once(" in ").map_or(line.text.as_str(), |(name, place)| {
        if count(place) <= 3 && place.starts_with(char::is_uppercase) { name } else { line.text.as_str() }
    });
    let words: Vec<&str> = text.split(' ').collect();
    let capital = |w: &str| {
        w.chars().next().is_some_and(char::is_uppercase)
            && w.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '’' | '\''))
    };
    // "Tim de Groot", "Maria dos Santos"
    let particle = |w: &str| is_particle(w);
    let named = words.iter().filter(|w| !particle(w)).take(2).filter(|w| capital(w)).count() == 2;
    if !named || words.len() > 7 || is_sentence(&line.text) || is_furniture(&line.text) {
        return None;
    }
    if words.len() > 2 && !words.iter().any(|w| particle(w)) && is_role(&line.text) {
        return Some(words.get(..2)?.join(" "));
    }
    let below = next.is_some_and(|l| {
        is_dateline(&l.text) && !is_furniture(&l.text)
            || count(&l.text) <= 8
                && (is_role(&l.text)
                    || matches!(fold_key(&l.text).as_str(), "follow" | "updated" | "published")
                    || super::sections::section(&l.text) == Some(super::sections::Section::Summary))
    });
    let dated = before.is_some_and(|l| is_dateline(&l.text));
    (words.len() <= 4 && words.iter().all(|w| capital(w) || particle(w)) && (below || dated))
        .then(|| text.to_owned())
}

/// A line that ends with what a person does at an outlet.
pub(super) fn is_role(text: &str) -> bool {
    const ROLES: [&str; 26] = [
        "correspondent",
        "reporter",
        "editor",
        "writer",
        "columnist",
        "journalist",
        "critic",
        "bureau chief",
        "staff",
        "producer",
        "contributor",
        "redakteur",
        "redakteurin",
        "korrespondent",
        "korrespondentin",
        "reporterin",
        "journaliste",
        "corresponsal",
        "redacteur",
        "verslaggever",
        "journalist i",
        "repórter",
        "redactor",
        "redactora",
        "inviato",
        "corrispondente",
    ];
    let key = fold_key(text);
    count(text) <= 8
        && ROLES
            .iter()
            .any(|r| key == *r || key.ends_with(&format!(" {r}")) || key.starts_with(&format!("{r} ")))
}

/// A label: one or two words, or three in capitals.
pub(super) fn is_label(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let capitals = words.iter().all(|w| w.chars().next().is_some_and(|c| !c.is_lowercase()));
    (words.len() <= 2 || capitals) && is_short_name(text)
}

/// At most three words that are no line of any other kind.
pub(super) fn is_short_name(text: &str) -> bool {
    text.split(' ').count() <= 3
        && text.chars().count() <= 40
        && !is_furniture(text)
        && super::sections::section(text).is_none()
        && !is_sentence(text)
        && text.chars().next().is_some_and(|c| !c.is_lowercase() && c.is_alphabetic())
        && clock(text).is_none()
        && !is_dateline(text)
        && comments(text).is_none()
        && !super::captions::is_agency(text)
}
