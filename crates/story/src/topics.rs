//! What a story is about: outlets' own labels, else a section told from its words, else its strongest name.

use crate::num::real;
use crate::sections;
use crate::synonyms;
use crate::types::Topic;
use crate::unfold::is_day;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;
use text::fold;

/// Topics that a story shows at most.
const MOST: usize = 6;

/// A label without its wrapping: no hash sign, no path ("News > World > Asia" → "Asia"), no underscores.
fn clean(label: &str) -> String {
    let last = label.rsplit(['>', '|', '»', '›', '/']).find(|p| !p.trim().is_empty()).unwrap_or(label);
    let plain: String = last.chars().map(|c| if c == '_' { ' ' } else { c }).collect();
    let plain =
        plain.trim().trim_start_matches(['#', '.', ',', '-', '–']).trim_end_matches([',', ';', '.']).trim();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The key of the topic that a label means: [`text::fold`], with the sections' labels of many languages and the names
/// of one subject brought together ("Deportes" and "Sports" give "sport", "U.N." and "UN" "united nations"), and no
/// hash sign or path around it.
#[must_use]
pub fn fold_topic(label: &str) -> String {
    canonical(label).0
}

/// Key and label of the topic that a label means.
fn canonical(label: &str) -> (String, String) {
    let label = clean(label);
    let key = fold(&label);
    let spaced = key.replace('-', " ");
    if let Some(s) = sections::of_label(&spaced) {
        return (s.key.clone(), s.label.clone());
    }
    if let Some(label) = synonyms::label(&key) {
        return (fold(label), label.to_owned());
    }
    // "Artificial Intelligence (AI)"
    if let Some(label) = key.split_once(" (").and_then(|(head, _)| synonyms::label(head)) {
        return (fold(label), label.to_owned());
    }
    let label = capital(label);
    // "economy (business)", "the economy": plain forms of one label.
    let key = key.strip_prefix("the ").map(str::to_owned).unwrap_or(key);
    (key, label)
}

/// A keyword in small letters begins with a capital on the screen; "iPhone" stays as it is.
fn capital(label: String) -> String {
    if label.chars().any(char::is_uppercase) {
        return label;
    }
    let mut chars = label.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Labels that name no subject, folded.
static JUNK: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lines = include_str!("../data/junk_labels.txt").lines().filter(|l| !l.starts_with('#'));
    lines.flat_map(|l| l.split(" | ")).map(fold).collect()
});

/// Labels that name no subject: a place in the site, a form, a date, the outlet itself.
fn is_junk(key: &str, outlet: &str) -> bool {
    let plain: String = key.chars().filter(|c| c.is_alphanumeric()).collect();
    let house = fold(outlet);
    let house: String = house.trim_start_matches("the ").chars().filter(|c| c.is_alphanumeric()).collect();
    let length = key.chars().count();
    let letters = key.chars().filter(|c| c.is_alphabetic()).count();
    JUNK.contains(key)
        || letters < 2
        || length > 40
        || key.split(' ').count() > 5
        || key.contains("://")
        || key.starts_with('@')
        || key.contains("&amp")
        || key.contains("&quot")
        || key.contains("&#")
        || is_code(key)
        || key.contains(':')
        || key.starts_with("www.")
        || key.ends_with(" news")
        || plain.is_empty()
        || (!house.is_empty() && plain == house)
        || key.chars().filter(char::is_ascii_digit).count() * 2 > length
}

/// The subject that a name in running text tells, without a title before it. Datelines ("PORT ANSEL"), days and what a
/// foreign sentence leaves ("den Bergen") are no subjects.
fn subject(name: &str) -> Option<&str> {
    let mut name = name.trim();
    // "Massachusetts Gov. Mitt Romney"
    for (at, gap) in name.match_indices(' ').collect::<Vec<_>>().into_iter().rev() {
        let (head, rest) =
            (name.get(..at).unwrap_or_default(), name.get(at + gap.len()..).unwrap_or_default());
        if is_title(head.rsplit(' ').next().unwrap_or(head)) {
            name = rest;
            break;
        }
    }
    let capital = name.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase());
    let shouted =
        name.chars().count() > 6 && name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    // Scripts without capitals are always as they should be.
    let cased = name.chars().any(|c| c.is_lowercase() || c.is_uppercase());
    let dateline = cased && shouted;
    (capital && !dateline && !is_day(name) && !is_title(name)).then_some(name)
}

/// Outlets as texts name them.
struct Houses<'a> {
    houses: Vec<String>,
    /// Names asked for before.
    told: BTreeMap<&'a str, bool>,
}

impl<'a> Houses<'a> {
    fn of(outlets: impl Iterator<Item = &'a str>) -> Self {
        let outlets: BTreeSet<&str> = outlets.collect();
        let houses = outlets.into_iter().map(|o| {
            // "The Daily Post" is "Daily Post".
            fold(o).trim_start_matches("the ").to_owned()
        });
        Self { houses: houses.filter(|h| !h.is_empty()).collect(), told: BTreeMap::new() }
    }

    /// Whether a name is that of one of the outlets: the whole, its beginning, or its initials.
    fn has(&mut self, name: &'a str) -> bool {
        let houses = &self.houses;
        *self.told.entry(name).or_insert_with(|| {
            let folded = fold(name);
            houses.iter().any(|house| names_house(&folded, house))
        })
    }
}

fn names_house(name: &str, house: &str) -> bool {
    name == house
        || name.len() > 2
            && (house.split(' ').filter_map(|w| w.chars().next()).eq(name.chars())
                || house.split(' ').next() == Some(name) && house.contains(' ') && name.len() < 5)
}

/// Whether a word is a title before a person's name. Those that begin names of other kinds too ("General", "Justice",
/// "King") are left out.
fn is_title(word: &str) -> bool {
    matches!(
        word.trim_end_matches('.').to_lowercase().as_str(),
        "president"
            | "mr"
            | "mrs"
            | "ms"
            | "dr"
            | "sir"
            | "senator"
            | "sen"
            | "gov"
            | "governor"
            | "mayor"
            | "rep"
            | "congressman"
            | "congresswoman"
            | "professor"
            | "prof"
            | "minister"
            | "chancellor"
            | "premier"
            | "spokesman"
            | "spokeswoman"
            | "singer"
            | "actor"
            | "actress"
    )
}

/// A label for programs: four digits and more with letters at them ("61004intelus").
fn is_code(key: &str) -> bool {
    key.split(|c: char| !c.is_alphanumeric())
        .any(|w| w.chars().filter(char::is_ascii_digit).count() >= 4 && w.chars().any(char::is_alphabetic))
}

/// What one article contributes to its story's topics.
pub(crate) struct Said<'a> {
    pub outlet: &'a str,
    pub labels: Vec<&'a str>,
    pub section: Option<(u8, f32)>,
    pub names: Vec<&'a str>,
    pub title: &'a str,
}

/// An article's labels as kept: junk dropped, cleaned, each once, at most eight.
pub(crate) fn labels(given: &[String], outlet: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut keys: Vec<String> = Vec::new();
    // Some pages give one string with commas.
    for label in given.iter().flat_map(|l| l.split([',', ';'])) {
        let (key, label) = canonical(label);
        if !is_junk(&key, outlet) && !keys.contains(&key) && out.len() < 8 {
            keys.push(key);
            out.push(label);
        }
    }
    out
}

/// The topics of a story of these articles, strongest first; never empty.
pub(crate) fn of_story(articles: &[Said<'_>]) -> Vec<Topic> {
    let n = real(articles.len().max(1));
    let mut labelled = Tally::default();
    let mut sections = Tally::default();
    let mut names = Tally::default();
    let mut houses = Houses::of(articles.iter().map(|a| a.outlet));
    for a in articles {
        for (i, label) in a.labels.iter().enumerate() {
            // Outlets put the main label first, and long lists of keywords say less each.
            labelled.add(label, 1.0 / (1.0 + 0.15 * real(i)), a.outlet);
        }
        if let Some((s, share)) = a.section
            && let Some(s) = crate::sections::section(s)
        {
            sections.add(&s.label, share, a.outlet);
        }
        let subjects: Vec<(usize, &str)> =
            a.names.iter().enumerate().filter_map(|(i, n)| Some((i, subject(n)?))).collect();
        for (i, name) in &subjects {
            if houses.has(name) {
                continue;
            }
            // "Obama" is Barack Obama where he is named.
            let full = subjects
                .iter()
                .map(|(_, n)| *n)
                .find(|n| n.contains(' ') && n.rsplit(' ').next() == Some(name));
            names.add(full.unwrap_or(name), 1.0 / (1.0 + real(*i)), a.outlet);
        }
    }
    let mut out = labelled.best(n, MOST);
    // A section is always worth having: it is what readers follow.
    let has_section = out.iter().any(|t| sections::of_label(&t.key).is_some());
    if !has_section && let Some(s) = sections.best(n, 1).pop() {
        if out.len() >= MOST {
            out.pop();
        }
        out.push(Topic { weight: s.weight.clamp(0.2, 0.9), ..s });
    }
    if out.len() < 2 {
        for t in names.best(n, 2) {
            if out.iter().all(|o| o.key != t.key) && !is_junk(&t.key, "") {
                out.push(Topic { weight: t.weight * 0.6, ..t });
            }
        }
    }
    if out.is_empty() {
        out.push(fallback(articles));
    }
    out.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.key.cmp(&b.key)));
    out
}

/// The longest word of a headline, so that every story has something to be followed by.
fn fallback(articles: &[Said<'_>]) -> Topic {
    let title = articles.first().map(|a| a.title).unwrap_or_default();
    let label = text::words(title)
        .into_iter()
        .filter(|w| w.text.chars().any(char::is_alphabetic))
        .max_by(|a, b| a.text.chars().count().cmp(&b.text.chars().count()).then(b.from.cmp(&a.from)))
        .map_or_else(|| "News".to_owned(), |w| w.text.to_owned());
    Topic { key: fold(&label), label, weight: 0.1 }
}

/// Weights by key, with the label most used.
#[derive(Default)]
struct Tally<'a>(BTreeMap<String, Count<'a>>);

#[derive(Default)]
struct Count<'a> {
    weight: f32,
    outlets: Vec<&'a str>,
    labels: BTreeMap<String, u32>,
}

impl<'a> Tally<'a> {
    fn add(&mut self, label: &str, weight: f32, outlet: &'a str) {
        let (key, label) = canonical(label);
        if key.is_empty() {
            return;
        }
        let c = self.0.entry(key).or_default();
        // An outlet that writes ten articles does not decide alone what the story is about.
        let again = c.outlets.contains(&outlet);
        c.weight += if again { weight * 0.2 } else { weight };
        if !again {
            c.outlets.push(outlet);
        }
        *c.labels.entry(label).or_default() += 1;
    }

    fn best(self, articles: f32, most: usize) -> Vec<Topic> {
        let mut out: Vec<Topic> = self
            .0
            .into_iter()
            .map(|(key, c)| {
                let label = c
                    .labels
                    .into_iter()
                    .max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(&a.0)))
                    .map_or_else(String::new, |l| l.0);
                Topic { key, label, weight: (c.weight / articles).min(1.0) }
            })
            .collect();
        out.sort_by(|a, b| b.weight.total_cmp(&a.weight).then_with(|| a.key.cmp(&b.key)));
        out.truncate(most);
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_cleaned() {
        let given =
            ["News > World > Asia", "#Climate", "The Daily Post", "2026-11-23", "Deportes, Deportes", "home"]
                .map(str::to_owned);
        let got: Vec<String> = labels(&given, "Daily Post");
        assert_eq!(got, ["Asia", "Environment", "Sport"]);
        assert!(labels(&["The Daily Post".to_owned()], "The Daily Post").is_empty());
        assert_eq!(fold_topic("SPORTS"), "sport");
        let given = [
            "climate crisis",
            "Artificial Intelligence (AI)",
            "@ticker",
            "61004IntelUS",
            "PG&amp;E",
            "diy",
            "iPhone",
            "U.N.",
        ];
        let got: Vec<String> = labels(&given.map(str::to_owned), "Post");
        assert_eq!(got, ["Climate change", "Artificial intelligence", "Diy", "iPhone", "United Nations"]);
    }

    #[test]
    fn names_are_subjects_without_titles_and_days() {
        for (name, want) in [
            ("President Barack Obama", Some("Barack Obama")),
            ("Massachusetts Gov. Mitt Romney", Some("Mitt Romney")),
            ("Thursday", None),
            ("PORT ANSEL", None),
            ("den Bergen", None),
            ("NASA", Some("NASA")),
            ("バイデン", Some("バイデン")),
            ("President", None),
        ] {
            assert_eq!(subject(name), want, "{name}");
        }
        let names = vec!["Obama", "President Barack Obama", "Thursday"];
        let said = Said { outlet: "", labels: vec![], section: None, names, title: "He spoke" };
        let got: Vec<String> = of_story(&[said]).into_iter().map(|t| t.label).collect();
        assert_eq!(got, ["Barack Obama"]);
    }

    #[test]
    fn an_outlet_is_no_subject() {
        for (name, outlet, want) in [
            ("HPA", "Halvern Press Agency", true),
            ("HPA", "HPA Deutscher Dienst", true),
            ("Daily Post", "The Daily Post", true),
            ("Harbour", "Harbour Gazette", false),
            ("NASA", "Space Daily", false),
        ] {
            assert_eq!(Houses::of([outlet].into_iter()).has(name), want, "{name} {outlet}");
        }
    }

    #[test]
    fn never_empty() {
        let said = Said { outlet: "", labels: vec![], section: None, names: vec![], title: "Zebra" };
        assert_eq!(of_story(&[said])[0].key, "zebra");
        assert_eq!(of_story(&[]).len(), 1);
    }
}
