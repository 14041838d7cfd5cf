//! The word lists by which claims are found.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Word lists of a language, in lower case. What each class means stands in the file that they are read from.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    pub say: HashSet<&'static str>,
    pub may: HashSet<&'static str>,
    pub invert: HashSet<&'static str>,
    pub openings: Vec<Vec<&'static str>>,
    pub between: HashSet<&'static str>,
    pub lead: HashSet<&'static str>,
    pub breaker: HashSet<&'static str>,
    pub pronoun: HashSet<&'static str>,
    pub inside: HashSet<&'static str>,
    pub group: HashSet<&'static str>,
    pub role: HashSet<&'static str>,
    pub document: HashSet<&'static str>,
    pub nobody: HashSet<&'static str>,
    pub title: HashSet<&'static str>,
    pub he: HashSet<&'static str>,
    pub she: HashSet<&'static str>,
    pub calendar: HashSet<&'static str>,
    pub body: HashSet<&'static str>,
}

static ENGLISH: LazyLock<Patterns> = LazyLock::new(|| {
    let mut p = Patterns::default();
    for line in include_str!("../../data/voices.en.txt").lines() {
        let Some((class, rest)) = line.split_once(' ') else { continue };
        if class == "opening" {
            p.openings.push(rest.split(' ').collect());
            continue;
        }
        let list = match class {
            "say" => &mut p.say,
            "may" => &mut p.may,
            "invert" => &mut p.invert,
            "between" => &mut p.between,
            "lead" => &mut p.lead,
            "breaker" => &mut p.breaker,
            "pronoun" => &mut p.pronoun,
            "inside" => &mut p.inside,
            "group" => &mut p.group,
            "role" => &mut p.role,
            "document" => &mut p.document,
            "nobody" => &mut p.nobody,
            "title" => &mut p.title,
            "he" => &mut p.he,
            "she" => &mut p.she,
            "calendar" => &mut p.calendar,
            "body" => &mut p.body,
            _ => continue,
        };
        list.extend(rest.split(' '));
    }
    p
});

/// The lists of a language, where there are any.
pub(super) fn of(lang: &str) -> Option<&'static Patterns> {
    (lang == "en").then(|| &*ENGLISH)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_words() {
        let p = of("en").unwrap();
        for list in [
            &p.say,
            &p.may,
            &p.invert,
            &p.between,
            &p.lead,
            &p.breaker,
            &p.pronoun,
            &p.inside,
            &p.group,
            &p.role,
            &p.document,
            &p.nobody,
            &p.title,
            &p.he,
            &p.she,
            &p.calendar,
            &p.body,
        ] {
            assert!(!list.is_empty());
        }
        assert_eq!(p.openings[0], ["according", "to"]);
        assert!(of("de").is_none());
    }
}
