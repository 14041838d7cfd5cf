//! What an article says, sentence by sentence, as sets that can be compared.

use super::Reading;
use crate::key_points::is_teaser;
use crate::types::ArticleId;
use crate::voices::units;
use std::collections::BTreeSet;
use text::{fold, hash64, is_stop_word, names, terms, words};

/// Sentences of a report that are looked at.
const SENTENCES: usize = 24;

/// What an article says, as sets that can be compared: made once, so that what is new since any time is cheap to ask.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Facts {
    pub article: ArticleId,
    pub at: i64,
    pub arrived: i64,
    pub outlet: String,
    pub language: String,
    pub title: Sentence,
    pub body: Vec<Sentence>,
    pub headline_only: bool,
}

/// A sentence with its terms and those of its words that name or count, as hashes.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sentence {
    pub text: String,
    pub all: BTreeSet<u64>,
    pub telling: BTreeSet<u64>,
}

/// What a report says.
pub(super) fn facts(a: &Reading<'_>) -> Facts {
    let language = a.language.unwrap_or("und");
    // Quotations stay whole.
    let body: Vec<&str> = units(a.text)
        .iter()
        .filter_map(|u| a.text.get(u.from..u.to))
        .filter(|s| !is_teaser(s))
        .take(SENTENCES)
        .collect();
    Facts {
        article: a.id,
        at: a.at,
        arrived: a.arrived,
        outlet: a.outlet.to_owned(),
        language: language.to_owned(),
        title: sentence(a.title, language),
        headline_only: body.is_empty(),
        body: body.into_iter().map(|s| sentence(s, language)).collect(),
    }
}

/// The terms of a sentence, and those of them that name or count.
fn sentence(s: &str, lang: &str) -> Sentence {
    let all = terms(s, Some(lang)).iter().map(|t| hash64(t)).collect();
    // Names in the scripts that have capitals begin with one; most sentences can be spared the closer look.
    let may_name = !s.is_ascii() || s.chars().skip(1).any(char::is_uppercase);
    let found = if may_name { names(s, Some(lang)) } else { Vec::new() };
    let mut telling: BTreeSet<u64> = found
        .iter()
        .flat_map(|n| n.split(' '))
        .filter(|n| !is_stop_word(&n.to_lowercase(), lang) && !is_day(n))
        .map(|n| hash64(&fold(n)))
        .collect();
    if s.contains(|c: char| c.is_ascii_digit()) {
        let counts = words(s);
        let counts = counts.iter().filter(|w| w.text.starts_with(|c: char| c.is_ascii_digit()));
        telling.extend(counts.map(|w| hash64(&fold(w.text))));
    }
    Sentence { text: without_dateline(s).to_owned(), all, telling }
}

/// Names of days and months, which languages that write them with a capital would give as names.
pub(crate) fn is_day(word: &str) -> bool {
    const DAYS: &[&str] = &[
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "montag",
        "dienstag",
        "mittwoch",
        "donnerstag",
        "freitag",
        "samstag",
        "sonnabend",
        "sonntag",
        "januar",
        "februar",
        "märz",
        "mai",
        "juni",
        "juli",
        "oktober",
        "dezember",
        "today",
        "yesterday",
    ];
    DAYS.contains(&word.to_lowercase().as_str())
}

/// A sentence without the place and agency that stand before a report ("WENNABRIDGE (HPA) — ").
pub(crate) fn without_dateline(s: &str) -> &str {
    for dash in [" — ", " – ", " -- ", " - "] {
        let Some((head, rest)) = s.split_once(dash) else { continue };
        let place = head.split('(').next().unwrap_or_default().trim_end();
        let letters = || place.chars().filter(|c| c.is_alphabetic());
        let agency = head.trim_end().ends_with(')');
        if head.chars().count() <= 48
            && letters().count() >= 3
            && (letters().all(char::is_uppercase) || agency)
            && !rest.is_empty()
        {
            return rest.trim_start();
        }
    }
    s
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_are_left_out() {
        for (s, want) in [
            ("WENNABRIDGE (HPA) — Northlight is not for sale.", "Northlight is not for sale."),
            ("New Delhi (CNN) -- Flooding has killed 25 people.", "Flooding has killed 25 people."),
            ("The plan — if there is one — is secret.", "The plan — if there is one — is secret."),
            ("Nobody was hurt.", "Nobody was hurt."),
        ] {
            assert_eq!(without_dateline(s), want);
        }
    }
}
