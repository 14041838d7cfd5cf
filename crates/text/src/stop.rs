//! Stop words.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

static LISTS: LazyLock<HashMap<&'static str, HashSet<&'static str>>> = LazyLock::new(|| {
    include_str!("../data/stop.txt")
        .lines()
        .filter(|l| !l.starts_with('#'))
        .filter_map(|l| l.split_once(' '))
        .map(|(lang, words)| (lang, words.split_whitespace().collect()))
        .collect()
});

/// Whether a word, in lower case, is so common in its language that it says nothing of what a text is about.
/// Languages without a list have no stop words.
#[must_use]
pub fn is_stop_word(lower: &str, lang: &str) -> bool {
    LISTS.get(lang).is_some_and(|l| l.contains(lower))
}

/// Languages that have a list, for tests.
#[cfg(test)]
fn listed() -> usize {
    LISTS.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists() {
        assert!(listed() > 30);
        assert!(is_stop_word("the", "en") && is_stop_word("的", "zh") && !is_stop_word("the", "de"));
    }
}
