//! Names that mean the same: "UN", "U.N.", "United Nations".

use std::collections::HashMap;
use std::sync::LazyLock;
use text::fold;

/// Plain forms with the label that stands for them.
static LABELS: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut labels = HashMap::new();
    for line in include_str!("../data/synonyms.txt").lines().filter(|l| !l.starts_with('#')) {
        let mut names = line.split(" | ");
        let Some(label) = names.next() else { continue };
        for name in names.chain([label]) {
            labels.insert(plain(&fold(name)), label);
        }
    }
    labels
});

/// Without points, hyphens and a leading "the".
fn plain(folded: &str) -> String {
    let folded = folded.strip_prefix("the ").unwrap_or(folded);
    let mut out = String::with_capacity(folded.len());
    for c in folded.chars() {
        match c {
            '.' => {}
            '-' | '_' => out.push(' '),
            c => out.push(c),
        }
    }
    out.trim().to_owned()
}

/// The label of the subject that a name means, where the name is one of several; by the name's folded form.
pub(crate) fn label(folded: &str) -> Option<&'static str> {
    LABELS.get(&plain(folded)).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_subject_has_one_label() {
        for (name, want) in [
            ("U.N.", Some("United Nations")),
            ("un", Some("United Nations")),
            ("The United Nations", Some("United Nations")),
            ("U.S.", Some("United States")),
            ("the US", Some("United States")),
            ("Covid-19", Some("Covid-19")),
            ("F1", Some("Formula 1")),
            ("ООН", Some("United Nations")),
            ("Harbour", None),
        ] {
            assert_eq!(label(&fold(name)), want, "{name}");
        }
    }

    #[test]
    fn no_name_means_two_subjects() {
        let mut seen: HashMap<String, &str> = HashMap::new();
        for line in include_str!("../data/synonyms.txt").lines().filter(|l| !l.starts_with('#')) {
            let label = line.split(" | ").next().unwrap();
            for name in line.split(" | ") {
                let before = seen.insert(plain(&fold(name)), label);
                assert!(before.is_none_or(|b| b == label), "{name}: {before:?} and {label}");
            }
        }
    }
}
