//! Labels: over the headline, in lists, and below the text.

use std::collections::HashSet;

use super::furniture::is_furniture;
use super::lengths::clock;
use super::lines::{Line, comments, is_dateline, is_role, is_running, is_sentence};
use super::phrases::phrases;
use super::sections::section;
use super::{credits, push_new};
use crate::article::Article;
use crate::article::words::{count, fold_key, is_dense};

/// A label that stands above and below the headline: at most so many lines from it, with so many words between.
const AGAIN_ABOVE: usize = 14;
const AGAIN_BELOW: usize = 8;
const BETWEEN: u32 = 140;

/// No list of labels is longer than this, in bytes.
const TOO_LONG: usize = 600;

/// Labels in a row without a sign before them have at most so many words.
const LISTED: u32 = 40;

/// Adds a label.
pub(super) fn push(article: &mut Article, text: &str) {
    let text = text.trim_start_matches(['#', ',', '/', '|', '›', '»', ' ']);
    let text = text.trim_end_matches([',', ';', '/', '|', '·', '-', ' ', '\u{2060}', '›', '»']);
    if !text.is_empty() && !article.authors.iter().any(|a| fold_key(a) == fold_key(text)) {
        push_new(&mut article.topics, text);
    }
}

/// Whether the label was found before.
pub(super) fn is_known(article: &Article, text: &str) -> bool {
    let key = fold_key(text);
    article.topics.iter().any(|t| fold_key(t) == key)
}

/// Whether a line has the form of a label: up to four words, no sentence, nothing else.
pub(super) fn is_topic(text: &str) -> bool {
    if text.len() > TOO_LONG {
        return false;
    }
    let words = text.split(' ').filter(|w| *w != "&").count();
    let first = text.chars().find(|c| c.is_alphanumeric());
    words <= 4
        && count(text) <= 6
        && text.chars().count() <= 40
        && first.is_some_and(char::is_alphabetic)
        && (text.chars().count() > 1 || text.chars().any(is_dense))
        && !text.starts_with('(')
        && !(text.contains('(') && text.contains('/'))
        && !text.contains(" / ")
        && !text.contains([':', '：', '，', '@', '…', '»', '«', '“', '”', '"', '>', '›', '•', '·', '|', '©'])
        && !is_glued(text)
        && !is_host(text)
        && !is_counted(text)
        && (!is_sentence(text) || is_shortened(text))
        && !is_furniture(text)
        && section(text).is_none()
        && clock(text).is_none()
        && !is_dateline(text)
        && comments(text).is_none()
        && (!text.starts_with(is_dense) || headed(text).is_none())
        && !phrases().is("dated", &fold_key(text))
        && !is_role(text)
        && !credits::is_agency(text)
        && !credits::is_credit(text)
}

/// "D.C.", "D.C., Md. & Va.": nothing but shortened words.
fn is_shortened(text: &str) -> bool {
    let short = |w: &str| {
        let letters = w.trim_end_matches(',').chars().filter(|c| c.is_alphabetic()).count();
        w == "&" || (1..=3).contains(&letters) && w.starts_with(char::is_uppercase) && w.contains('.')
    };
    text.split(' ').all(short)
}

/// "Conversation3": a button and how many there are.
fn is_counted(text: &str) -> bool {
    let bare = text.trim_end_matches(|c: char| c.is_ascii_digit());
    bare.len() < text.len() && bare.chars().count() > 7 && bare.ends_with(char::is_lowercase)
}

/// "news.example", "Example.it": a site's name.
pub(super) fn is_host(text: &str) -> bool {
    let bare = text.trim_end_matches(['.', '/']);
    !bare.contains(' ')
        && bare.rsplit_once('.').is_some_and(|(name, tld)| {
            name.chars().count() > 1
                && (2..=4).contains(&tld.len())
                && tld.bytes().all(|b| b.is_ascii_lowercase())
        })
}

/// "Hong KongSociety": two labels without a space between.
pub(super) fn is_glued(text: &str) -> bool {
    let mut before = [' ', ' '];
    for c in text.chars() {
        if c.is_uppercase() && before.iter().all(|b| b.is_lowercase()) {
            return true;
        }
        before = [before[1], c];
    }
    false
}

/// The labels of a line that lists them: "Chennai / water supply / dams", "alimentação, feira livre".
pub(super) fn parts(text: &str) -> Vec<&str> {
    // "天文台 雷暴 母親節"
    let dense = |p: &&str| p.chars().all(is_dense) && p.chars().count() <= 8;
    let spaced: Vec<&str> = text.split([' ', '\u{3000}']).filter(|p| !p.is_empty()).collect();
    if spaced.len() >= 2 && spaced.len() <= 8 && spaced.iter().all(dense) {
        return spaced;
    }
    // A search for one letter first: most lines have none of these.
    for sign in [" / ", " | ", " · ", " • ", ", ", "、", "，", "; ", " - ", " – ", "#"] {
        if !sign.trim().chars().all(|c| text.contains(c)) {
            continue;
        }
        let parts: Vec<&str> = text.split(sign).map(str::trim).filter(|p| !p.is_empty()).collect();
        if parts.len() >= 2 && parts.iter().all(|p| count(p) <= 5 && !is_sentence(p) && !is_dateline(p)) {
            return parts;
        }
    }
    Vec::new()
}

/// The labels of a line that says that it holds them: "Tags: rivers, fish", "Topic:Rivers", "Posted in Rivers, Fish".
pub(super) fn listed(text: &str) -> Option<Vec<&str>> {
    if text.len() > TOO_LONG {
        return None;
    }
    let (head, rest) = match text.split_once([':', '：', '﹕']) {
        Some((head, rest)) if phrases().is("topics", &fold_key(head)) => (head, rest),
        Some(_) => return None,
        // "Topic | A label"
        None if text.split_once(" | ").is_some_and(|(head, _)| phrases().is("topics", &fold_key(head))) => {
            text.split_once(" | ")?
        }
        None => {
            let key = fold_key(text);
            let begun = ["posted in ", "filed under ", "tagged ", "filed to "]
                .into_iter()
                .find(|b| key.starts_with(b))
                .map(|b| b.len())
                .or_else(|| headed(text))?;
            text.split_at_checked(begun)?
        }
    };
    let rest = rest.trim().trim_end_matches(['.', ' ']);
    let parts = parts(rest);
    let short = !head.is_empty() && count(rest) <= 5 && !is_sentence(rest);
    if parts.is_empty() { (short && !rest.is_empty()).then(|| vec![rest]) } else { Some(parts) }
}

/// "#rivers", "#獵風者號#颱風": the labels of a line that has a sign before each.
pub(super) fn hashed(text: &str) -> Option<Vec<&str>> {
    let rest = text.strip_prefix('#').filter(|_| text.len() <= TOO_LONG)?;
    let labels: Vec<&str> = rest.split('#').map(str::trim).filter(|l| !l.is_empty()).collect();
    (!labels.is_empty() && labels.iter().all(|l| is_topic(l))).then_some(labels)
}

/// Labels in one line, told by a word before them or a sign before each.
pub(super) fn is_list(text: &str) -> bool {
    hashed(text).is_some() || text.contains([':', '：', '﹕']) && listed(text).is_some()
}

/// "Schlagwörter Krieg, Frieden, Reisen": where the labels begin behind a word that announces them without a sign.
fn headed(text: &str) -> Option<usize> {
    let (word, rest) = text.split_once(' ')?;
    if !phrases().is("topics", &fold_key(word)) {
        return None;
    }
    let dense = word.chars().all(is_dense);
    let listed = (word.starts_with(char::is_uppercase) && parts(rest).len() > 2
        || dense && parts(rest).len() > 1)
        && count(rest) <= LISTED;
    (listed && (dense || count(word) == 1)).then_some(word.len())
}

/// The parts of the way to the page: "Home / News / Transport / The headline", "Site >> Society".
pub(super) fn way<'t>(
    text: &'t str,
    headline: &str,
    is_entry: impl Fn(&str) -> bool,
) -> Option<Vec<&'t str>> {
    let steps = text.strip_suffix(headline).unwrap_or(text);
    let sign = [" / ", ">>", " > ", "›", "»", " | "].into_iter().find(|s| steps.contains(s))?;
    let mut parts: Vec<&str> = steps.split(sign).map(str::trim).filter(|p| !p.is_empty()).collect();
    // Where it begins is no label, unless it names a part of the paper.
    let first = fold_key(parts.first().copied().unwrap_or_default());
    let long = parts.len() > 2;
    let home = phrases().is("home", &first);
    if parts.len() > 1 && (home || !is_entry(&first)) {
        parts.remove(0);
    }
    let ends = steps.len() < text.len();
    let whole = home || ends || long || sign != " / " && sign != " | ";
    if !parts.iter().all(|p| is_topic(p)) {
        return None;
    }
    // Where the headline is not its last step, the last one alone is the article's.
    if !ends && (home || long) && sign != " | " {
        parts = parts.split_off(parts.len().saturating_sub(1));
    }
    whole.then_some(parts)
}

/// Where below the headline the label stands again that stood above it, with nothing between but a standfirst or points and
/// what tells who wrote it: the text begins behind it.
pub(super) fn told_again(above: &[Line], below: &[Line]) -> Option<usize> {
    let labels = above.iter().rev().take(AGAIN_ABOVE).filter(|l| l.is_topic());
    let labels: Vec<String> = labels.map(|l| l.key().to_owned()).collect();
    let again = |l: &Line| !l.bullet && l.is_topic() && labels.iter().any(|k| k == l.key());
    let at = below.iter().take(AGAIN_BELOW).position(again)?;
    let between = below.get(..at)?;
    let words: u32 = between.iter().map(|l| count(&l.text)).sum();
    let followed = below.get(at.saturating_add(1)).is_some_and(is_running);
    (at > 0 && words <= BETWEEN && followed).then_some(at)
}

/// The labels that stand both above and below the headline, between it and the text, folded.
pub(super) fn repeated(above: &[Line], head: &[Line]) -> HashSet<String> {
    let labels = above.iter().rev().take(AGAIN_ABOVE).filter(|l| l.is_topic()).map(|l| l.key().to_owned());
    let labels: HashSet<String> = labels.collect();
    head.iter().map(|l| l.key().to_owned()).filter(|k| labels.contains(k)).collect()
}

#[cfg(test)]
mod tests {
    use super::{is_topic, listed, parts};

    #[test]
    fn lists_of_labels_are_taken_apart() {
        assert_eq!(listed("TAGGED: lamma island, plastic"), Some(vec!["lamma island", "plastic"]));
        assert_eq!(listed("Topic:Rural Communities"), Some(vec!["Rural Communities"]));
        assert_eq!(listed("Posted in Rivers, Fish"), Some(vec!["Rivers", "Fish"]));
        assert_eq!(listed("The mayor said: it is enough"), None);
        assert_eq!(parts("Chennai / water supply / dams"), ["Chennai", "water supply", "dams"]);
        assert!(is_topic("Water industry"));
        assert!(!is_topic("Read more"));
    }
}
