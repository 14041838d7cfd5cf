//! Lines that tell who wrote the article: by a word before the name, a role behind it, or the name alone.

use super::bylines::{is_particle, parted};
use super::lines::{Line, TOO_LONG, is_sentence};
use super::phrases::phrases;
use crate::article::meta;
use crate::article::words::{count, fold_key};

/// A word before a name that needs no colon has at least so many letters.
const NAMING: usize = 6;

/// A line of more words that goes on behind a name is a sentence.
const SENTENCE: u32 = 12;

/// "Jane Doe, Reporter"
fn with_role(text: &str) -> Option<Vec<String>> {
    let (who, role) = text.split_once(", ")?;
    let of_role = count(role) <= 3 && phrases().ends("roles", &fold_key(role));
    (of_role && super::bylines::is_person(who)).then(|| vec![who.to_owned()])
}

/// "By A and B", "Von …".
pub(super) fn byline(text: &str) -> Option<Vec<String>> {
    if text.len() > TOO_LONG {
        return None;
    }
    // 【張三】, "Jane Doe, Reporter"
    if let Some(name) = text.strip_prefix('【').and_then(|t| t.strip_suffix('】')) {
        // "【明報專訊】": the outlet's own report.
        return (!name.ends_with(['訊', '讯', '電', '电', '報', '报', '社'])
            && (2..=12).contains(&name.chars().count()))
        .then(|| name.split('、').map(str::to_owned).collect());
    }
    if let Some(name) = super::bylines::glued_by(text) {
        return Some(name);
    }
    // "(By Jane Doe and John Roe)", "The Post / By Jane Doe", "/ By Jane Doe"
    if let Some(by) = text.strip_prefix("/ ").filter(|by| by.starts_with("By ")) {
        return byline(by);
    }
    if let Some(inner) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')) {
        return byline(inner);
    }
    if let Some((_, by)) =
        text.split_once(" / ").filter(|(place, by)| count(place) <= 4 && by.starts_with("By "))
    {
        return byline(by);
    }
    // "By Jane Doe, a reporter who covers the sea. She …"
    if let Some((who, _)) = text.split_once(", a ").or_else(|| text.split_once(", an "))
        && let Some(name) = who.strip_prefix("By ").filter(|n| super::bylines::is_person(n))
    {
        return Some(vec![name.to_owned()]);
    }
    // "The Paper记者 张三", "기자 윤가람": in scripts without spaces a word for the reporter stands by the name.
    if let Some(name) = super::bylines::reporter(text).filter(|_| count(text) <= 8 && !is_sentence(text)) {
        return Some(vec![name]);
    }
    let key = fold_key(text);
    let Some(begun) = phrases().begins("bylines", &key) else { return with_role(text) };
    // Words that are also others' beginnings need a colon.
    let needs_colon = phrases().is("bylines-colon", begun);
    // "Author, Jane Doe"
    let rest = super::phrases::without(begun, text);
    let comma = rest.starts_with([',', '，', '،']);
    // "Penulis Jane Doe": a name and nothing else follows.
    let named = begun.chars().count() >= NAMING && super::bylines::is_person(rest.trim());
    if needs_colon && !text.contains(':') && !comma && !named || count(text) > 24 {
        return None;
    }
    let (who, _) = parted(text);
    if count(&who) > 16 || is_sentence(&who) {
        return None;
    }
    let who = super::phrases::without(begun, &who)
        .trim_start_matches([':', ' ', '/', '：', ',', '،', '—', '–'])
        .to_owned();
    // "By Jane Doe, Antarctic Gazette Staff"
    let who = match who.split_once(", ") {
        Some((name, role)) if super::bylines::is_person(name) && is_role(role) => name.to_owned(),
        _ => who,
    };
    // "Por Ana Silva, Valor — Lisboa": where she writes.
    let who = who.split(" — ").next().unwrap_or(&who).to_owned();
    // "Von Jana Krüger, SR": whose she is, by its letters.
    let letters = |w: &str| (2..=5).contains(&w.chars().count()) && w.chars().all(char::is_uppercase);
    let who = match who.rsplit_once(", ") {
        Some((name, whose)) if letters(whose) && name.contains(char::is_lowercase) => name.to_owned(),
        _ => who,
    };
    let mut names = meta::names(&without_tail(without_agency(&who)));
    names = names.into_iter().flat_map(parted_by_and).collect();
    // "Von Jana Krüger, Redakteurin für Finanzen"
    if names.len() > 1 {
        names.retain(|n| !is_role(n));
    }
    // "…, g1 PR and RPC Londrina": letters of an outlet.
    let letters = |n: &String| {
        n.contains(char::is_lowercase)
            && n.split(' ').any(|w| (2..=4).contains(&w.chars().count()) && w.chars().all(char::is_uppercase))
    };
    if names.iter().any(|n| !letters(n)) {
        names.retain(|n| !letters(n));
    }
    // "Von Jana Krüger, Bad Rinteln"
    if names.len() > 1 {
        names.retain(|n| phrases().begins("places", &fold_key(n)).is_none());
    }
    // A place or the outlet may follow the people: "By Jane Doe and John Roe, Berlin".
    if names.iter().any(|n| n.contains(' ')) {
        names.retain(|n| n.contains(' '));
    }
    // "Par Jeanne Dupont, envoyée spéciale à Lyon"
    for name in &mut names {
        *name = without_tail(name);
    }
    // "Report by Sea Watch finds at least 40 boats came near": a sentence goes on.
    let goes_on = |n: &String| {
        n.split(' ').any(|w| w.len() >= 4 && w.chars().all(char::is_lowercase) && !is_particle(w))
    };
    if count(text) > SENTENCE && names.iter().any(goes_on) {
        return None;
    }
    let first = names.first().is_some_and(|n| n.starts_with(char::is_lowercase));
    names.retain(|n| !n.starts_with(char::is_lowercase));
    (!names.is_empty() && !first).then_some(names)
}

/// "Ana Silva e Rui Costa": two names with a word between, in whatever language.
fn parted_by_and(name: String) -> Vec<String> {
    const AND: [&str; 15] = [
        " e ", " y ", " i ", " a ", " és ", " ve ", " dan ", " și ", " și ", " и ", " та ", " och ", " og ",
        " ja ", " và ",
    ];
    let parts = AND.iter().find_map(|and| {
        let (one, two) = name.split_once(and)?;
        let both = super::bylines::is_person(one) && super::bylines::is_person(two);
        both.then(|| vec![one.to_owned(), two.to_owned()])
    });
    parts.unwrap_or_else(|| vec![name])
}

/// "Jane Doe Community reporter", "Jane Doe Fox News": the name alone.
fn without_tail(name: &str) -> String {
    let name = name.split(" FOR ").next().unwrap_or(name);
    let name = name.split(" aus ").next().unwrap_or(name);
    let words: Vec<&str> = name.split(' ').collect();
    let tail = |at: usize| words.get(at..).map(|w| w.join(" ")).unwrap_or_default();
    let from = if words.get(1).is_some_and(|w| is_particle(w)) { 3 } else { 2 };
    if name.contains([',', '&'])
        || words
            .iter()
            .any(|w| matches!(*w, "and" | "und" | "et" | "y" | "e" | "en" | "og" | "och" | "i" | "и"))
    {
        return name.to_owned();
    }
    let at = (from..words.len()).find(|at| {
        let tail = tail(*at);
        is_role(&tail) || super::bylines::is_outlet(&tail)
    });
    at.and_then(|at| words.get(..at)).map_or_else(|| name.to_owned(), |w| w.join(" "))
}

/// "By Jane Roe with AP", "Von Jana Krüger mit Agenturen": the people alone.
fn without_agency(who: &str) -> &str {
    let agency = |name: &str| {
        super::credits::is_agency(name)
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
    let shouted = words.len() > 2 && !line.text.contains(char::is_lowercase);
    if !named
        || shouted
        || super::bylines::is_outlet(&line.text)
        || words.len() > 7
        || is_sentence(&line.text)
        || line.is_furniture()
    {
        return None;
    }
    if phrases().is("titles", &fold_key(words.first().unwrap_or(&""))) {
        return None;
    }
    if words.len() <= 2 && line.is_role() {
        return None;
    }
    if words.len() > 2 && !words.iter().any(|w| particle(w)) && line.is_role() {
        return Some(words.get(..2)?.join(" "));
    }
    if words.iter().any(|w| super::bylines::is_button(w) || super::bylines::is_glued(w)) {
        return None;
    }
    let below = next.is_some_and(|l| {
        l.is_dateline() && !l.is_furniture()
            || count(&l.text) <= 8
                && (l.is_role()
                    || matches!(l.key(), "follow" | "updated" | "published")
                    || super::sections::section(&l.text) == Some(super::sections::Section::Summary))
    });
    let dated = before.is_some_and(|l| l.is_dateline());
    (words.len() <= 4 && words.iter().all(|w| capital(w) || particle(w)) && (below || dated))
        .then(|| text.to_owned())
}

/// A line that ends with what a person does at an outlet.
pub(super) fn is_role(text: &str) -> bool {
    if text.len() > TOO_LONG {
        return false;
    }
    let key = fold_key(text);
    // "Leitender Wirtschaftsredakteur"
    let compound = key.rsplit(' ').next().is_some_and(|w| {
        [
            "redakteur",
            "redakteurin",
            "korrespondent",
            "korrespondentin",
            "reporter",
            "reporterin",
            "journalist",
            "journalistin",
        ]
        .iter()
        .any(|r| w.ends_with(r))
    });
    count(text) <= 8
        && (compound || phrases().ends("roles", &key) || phrases().begins("roles", &key).is_some())
}
