//! The section of a text, told from its words; and the section that an outlet's label means.

use crate::frequency::Map;
use crate::num::real;
use std::collections::HashMap;
use std::sync::LazyLock;
use text::{fold, hash64, stem};

/// A section: the top level of IPTC's Media Topics.
#[derive(Debug)]
pub(crate) struct Section {
    /// Stable key, also the topic's key.
    pub key: String,
    /// Shown to readers.
    pub label: String,
}

/// Sections, the words that tell them by language, and the labels that mean them.
struct Data {
    sections: Vec<Section>,
    words: HashMap<&'static str, Map<u64, Vec<u8>>>,
    labels: HashMap<String, u8>,
}

static DATA: LazyLock<Data> = LazyLock::new(|| {
    let mut data = Data { sections: Vec::new(), words: HashMap::new(), labels: HashMap::new() };
    let mut current = 0_u8;
    for line in include_str!("../data/sections.txt").lines().filter(|l| !l.starts_with('#')) {
        let Some((head, rest)) = line.split_once(' ') else { continue };
        match head {
            "=" => {
                let mut parts = rest.splitn(3, ' ');
                let (_, _, label) = (parts.next(), parts.next(), parts.next().unwrap_or_default());
                current = u8::try_from(data.sections.len()).unwrap_or(u8::MAX);
                data.labels.insert(fold(label), current);
                data.sections.push(Section { key: fold(label), label: label.to_owned() });
            }
            "~" => {
                for label in rest.split(' ') {
                    data.labels.insert(fold(&label.replace('-', " ")), current);
                }
            }
            lang => {
                let words = data.words.entry(lang).or_default();
                for word in rest.split(' ') {
                    let sections = words.entry(hash64(&stem(word, lang))).or_default();
                    if !sections.contains(&current) {
                        sections.push(current);
                    }
                }
            }
        }
    }
    data
});

/// The section by its number.
pub(crate) fn section(n: u8) -> Option<&'static Section> {
    DATA.sections.get(usize::from(n))
}

/// The section that a label means ("Deportes"), by its folded form.
pub(crate) fn of_label(folded: &str) -> Option<&'static Section> {
    DATA.labels.get(folded).and_then(|n| section(*n))
}

/// Whether a topic's key is that of a section: the top level of IPTC's Media Topics.
#[must_use]
pub fn is_section(key: &str) -> bool {
    DATA.sections.iter().any(|s| s.key == key)
}

/// The section that the terms of a text (from [`text::TermMemory::terms`]) speak of most, with the share of the telling words
/// that are its own. Terms come with weights: a headline's count more.
pub(crate) fn of_terms(terms: impl Iterator<Item = (u64, f32)>, lang: &str) -> Option<(u8, f32)> {
    let words = DATA.words.get(lang)?;
    let mut sums = vec![0.0_f32; DATA.sections.len()];
    for (term, weight) in terms {
        for n in words.get(&term).into_iter().flatten() {
            if let Some(s) = sums.get_mut(usize::from(*n)) {
                *s += weight;
            }
        }
    }
    let total: f32 = sums.iter().sum();
    let (n, best) = (0_u8..).zip(sums).max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    (best > 0.0).then(|| (n, best / (total + real(1))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tell(text: &str, lang: &str) -> Option<&'static str> {
        let terms = text::TermMemory::default().terms(text, lang);
        let (n, _) = of_terms(terms.into_iter().map(|t| (t, 1.0)), lang)?;
        section(n).map(|s| s.label.as_str())
    }

    #[test]
    fn sections_of_texts() {
        for (text, lang, want) in [
            ("Striker scores twice as team wins cup final", "en", "Sport"),
            ("Notenbank erhöht Zinsen wegen der Inflation", "de", "Business"),
            ("Сильное землетрясение: спасатели ищут жертв", "ru", "Disaster"),
            ("总统选举投票开始", "zh", "Politics"),
            ("新型コロナのワクチン接種が始まる", "ja", "Health"),
            ("Le tribunal condamne l'ancien juge à la prison", "fr", "Crime and justice"),
        ] {
            assert_eq!(tell(text, lang), Some(want), "{text}");
        }
        assert_eq!(of_label("deportes").map(|s| s.label.as_str()), Some("Sport"));
        assert!(is_section("crime and justice") && !is_section("harbour"));
        assert_eq!(of_label("medio ambiente").map(|s| s.label.as_str()), Some("Environment"));
    }
}
