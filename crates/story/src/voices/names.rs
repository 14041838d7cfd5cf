//! Names of people in a text: which words are names, who is meant by a surname, which pronoun a title gives away.

use super::patterns::Patterns;
use super::quotes::{Token, Unit};
use crate::synonyms;
use std::collections::{BTreeMap, HashSet};
use text::fold;

/// Words that stand with a capital behind another word: names, whatever begins their sentence elsewhere. Headlines in
/// title case tell nothing of this.
pub(super) fn capitalised<'a>(text: &'a str, units: &[Unit]) -> HashSet<&'a str> {
    let word = |t: &Token| text.get(t.from..t.to).unwrap_or_default();
    let small = |t: &Token| !t.quote && word(t).len() > 3 && word(t).starts_with(char::is_lowercase);
    units
        .iter()
        .filter(|u| u.tokens.iter().any(small))
        .flat_map(|u| u.tokens.windows(2))
        .filter(|w| matches!(w, [a, b] if !a.quote && !b.quote && text.get(a.to..b.from) == Some(" ")))
        .filter_map(|w| w.get(1))
        .map(word)
        .filter(|w| w.starts_with(char::is_uppercase))
        .collect()
}

/// Full names by their last word; none where two people share it.
pub(super) fn full_names(
    text: &str,
    units: &[Unit],
    capitals: &HashSet<&str>,
    p: &Patterns,
) -> BTreeMap<String, Option<String>> {
    let mut out: BTreeMap<String, Option<String>> = BTreeMap::new();
    let mut unsure: Vec<String> = Vec::new();
    let mut titles: BTreeMap<String, HashSet<bool>> = BTreeMap::new();
    for u in units {
        for pair in u.tokens.windows(2) {
            let [a, b] = pair else { continue };
            let title = text.get(a.from..a.to).unwrap_or_default().to_lowercase();
            let (he, she) = (p.he.contains(title.as_str()), p.she.contains(title.as_str()));
            if he || she {
                titles.entry(fold(text.get(b.from..b.to).unwrap_or_default())).or_default().insert(he);
            }
        }
        let Some(told) = text.get(u.from..u.to) else { continue };
        // Most units name nobody in full: looking closer is dear.
        let capital =
            |t: &Token| !t.quote && text.get(t.from..t.to).is_some_and(|w| w.starts_with(char::is_uppercase));
        if !u.tokens.windows(2).any(|w| w.iter().all(capital)) {
            continue;
        }
        for name in text::names(told, Some("en")) {
            let list: Vec<&str> = name.split(' ').collect();
            let mut words = list.as_slice();
            while let [head, rest @ ..] = words {
                // "Brigadier-General Yoav Mordechai" is Yoav Mordechai.
                let no_name = head.split('-').any(|part| {
                    let lower = part.trim_end_matches('.').to_lowercase();
                    [&p.title, &p.role, &p.calendar, &p.lead, &p.between]
                        .iter()
                        .any(|l| l.contains(lower.as_str()))
                });
                if !no_name {
                    break;
                }
                words = rest;
            }
            if !(2..=3).contains(&words.len())
                || words.iter().any(|w| {
                    !w.starts_with(char::is_uppercase)
                        || p.body.contains(w.to_lowercase().as_str())
                        || w.len() > 2 && w.chars().all(char::is_uppercase)
                })
            {
                continue;
            }
            // "Islamist Hamas", "Russian Gazprom": a word that says what kind of thing it is, no first name.
            let kind =
                words.first().is_some_and(|w| w.ends_with("ist") || synonyms::label(&fold(w)).is_some());
            if kind {
                continue;
            }
            let name = words.join(" ");
            // "Like Israel, …": the first word of a sentence has its capital from there. It may still be somebody.
            if told.starts_with(&name) && words.first().is_some_and(|w| !capitals.contains(w)) {
                unsure.push(surname(&name));
                continue;
            }
            let entry = out.entry(surname(&name)).or_insert_with(|| Some(name.clone()));
            if entry.as_ref().is_some_and(|o| fold(o) != fold(&name)) {
                *entry = None;
            }
        }
    }
    for surname in unsure {
        out.entry(surname).or_insert(None);
    }
    // "Mr McConville" and "Mrs McConville" are two people, though only one is named in full.
    for (surname, _) in titles.iter().filter(|(_, t)| t.len() > 1) {
        out.insert(surname.clone(), None);
    }
    out
}

/// The last word of a name, folded.
pub(super) fn surname(name: &str) -> String {
    fold(name.rsplit(' ').next().unwrap_or(name))
}

/// The pronoun that a title gives away.
pub(super) fn gender(role: Option<&str>, speaker: &str, p: &Patterns) -> Option<String> {
    let words: Vec<String> =
        role.unwrap_or_default().split(' ').chain(speaker.split(' ')).map(str::to_lowercase).collect();
    let any = |set: &HashSet<&str>| words.iter().any(|w| set.contains(w.as_str()));
    match (any(&p.he), any(&p.she)) {
        (true, false) => Some("he".to_owned()),
        (false, true) => Some("she".to_owned()),
        _ => None,
    }
}
