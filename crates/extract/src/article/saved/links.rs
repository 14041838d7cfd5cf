//! Headlines of other stories: what stands around them is taken off, what is none is left out.

use super::bylines::is_person;
use super::furniture::is_advertisement;
use super::lines::{Line, byline, is_dateline, is_sentence};
use super::phrases::phrases;
use crate::article::words::{count, fold_key};
use crate::article::{Article, Related};

/// More links to other stories than these are a list of something else.
const MAX_RELATED: usize = 200;
/// No headline has more words.
const LONGEST: u32 = 40;

/// Adds the headline of another story; who wrote it may stand behind its last sign.
pub(super) fn related(text: &str, article: &mut Article) {
    // "María Ruiz | Bruselas", "Von Jana Krüger": who wrote the story above.
    if text.split_once(" | ").is_some_and(|(who, _)| is_person(who)) || is_tail(text) {
        return;
    }
    if is_advertisement(text) {
        return;
    }
    // A note in brackets is the page's or the text's.
    if is_labels(text) || text.starts_with('(') && text.ends_with(')') {
        return;
    }
    // "The ferry does not sail before May. more": what tells of the story above, with its button.
    let button = text.rsplit_once(' ').filter(|(told, _)| told.ends_with(['.', '…', '!', '?']));
    if button.is_some_and(|(_, word)| phrases().is("read-on", &fold_key(word))) {
        return;
    }
    let text = unmarked(unlisted(text.trim_start_matches(['→', '▶', '►', '▸', '⇒', ' '])));
    if super::credits::is_captioned_by_agency(text) {
        return;
    }
    if text.contains('©') || phrases().holds("services", &fold_key(text)) {
        return;
    }
    let text = text
        .char_indices()
        .filter(|(_, c)| matches!(c, '?' | '!' | '.' | '“' | '«' | '”'))
        .filter_map(|(at, c)| text.split_at_checked(at.saturating_add(c.len_utf8())))
        .find(|(_, rest)| rest.starts_with(' ') && is_tail(rest.trim_start()))
        .map_or(text, |(title, _)| title);
    let text = without_author(text);
    if (3..=LONGEST).contains(&count(text)) && !is_dateline(text) && article.related.len() < MAX_RELATED {
        article.related.push(Related { title: text.to_owned(), url: None });
    }
}

/// "Why the ferry stopped Von Jana Krüger": the headline alone.
fn without_author(text: &str) -> &str {
    let begins =
        text.char_indices().filter(|(_, c)| *c == ' ').filter_map(|(at, _)| text.split_at_checked(at));
    let by = |tail: &str| {
        let word = tail.trim_start().split(' ').next().unwrap_or_default();
        word.starts_with(char::is_uppercase)
            && phrases().is("bylines", &fold_key(word))
            && byline(tail.trim_start()).is_some_and(|names| names.iter().all(|n| is_person(n)))
    };
    begins
        .filter(|(title, tail)| count(title) >= 3 && count(tail) <= 8 && by(tail))
        .map(|(title, _)| title)
        .next()
        .unwrap_or(text)
}

/// Takes their rank off headlines that are numbered one after the other: "1 Why the ferry stopped", "2 Who built it".
pub(super) fn unranked(list: &mut [Related]) {
    let rank = |r: &Related| -> Option<u32> {
        let (digits, title) = r.title.split_once(' ')?;
        let digits = digits.trim_end_matches(['.', ')']);
        let is_rank = (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
        (is_rank && count(title) >= 3).then(|| digits.parse().ok()).flatten()
    };
    for run in list.chunk_by_mut(|a, b| rank(a).is_some_and(|n| rank(b) == n.checked_add(1))) {
        if run.len() > 1 && run.first().and_then(rank) == Some(1) {
            for r in run {
                if let Some((_, title)) = r.title.split_once(' ') {
                    r.title = title.trim_start().to_owned();
                }
            }
        }
    }
}

/// "S+ Why the ferry stopped", "Plus Why …": without the mark of what is for subscribers.
fn unmarked(text: &str) -> &str {
    let marked = text.split_once(' ').filter(|(mark, _)| {
        let letters = mark.strip_suffix('+').filter(|l| (1..=6).contains(&l.chars().count()));
        letters.is_some_and(|l| l.chars().all(|c| c.is_alphabetic() || c == '.'))
    });
    marked.map_or(text, |(_, title)| title)
}

/// "TAGS: Harbour Weather", "Tags Harbour Weather": labels behind their heading on one line.
fn is_labels(text: &str) -> bool {
    let word = text.split([' ', ':']).next().unwrap_or_default();
    let sign = text.split_once(':').is_some_and(|(head, _)| head == word);
    let key = fold_key(word);
    phrases().is("topics", &key) && (sign || matches!(key.as_str(), "tags" | "keywords"))
}

/// "list 1 of 3Why the …", "[ Why the … Opens in new window ]": the headline alone.
fn unlisted(text: &str) -> &str {
    let digits = |t: &str| t.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let after = |t: &'_ str| t.get(t.len().saturating_sub(digits(t))..).map(str::len);
    let title = text
        .strip_prefix("list ")
        .and_then(|t| t.split_once(" of "))
        .filter(|(n, rest)| digits(n) == 0 && after(rest).is_some_and(|left| left < rest.len()));
    if let Some((_, rest)) = title {
        return rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim();
    }
    let Some(inside) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) else {
        // The bracket is closed on a line further down.
        return text.strip_prefix("[ ").filter(|t| !t.contains(']')).map_or(text, str::trim);
    };
    let inside = inside.trim();
    inside.strip_suffix("Opens in new window").unwrap_or(inside).trim()
}

/// "Von Jana Krüger", "Aus Hörnum berichtet Jana Krüger", "Ein Interview von …": who wrote it.
fn is_tail(text: &str) -> bool {
    let key = fold_key(text);
    count(text) <= 10
        && !is_sentence(text)
        && (byline(text).is_some_and(|names| names.iter().all(|n| is_person(n)))
            || key.starts_with("aus ") && [" berichtet ", " berichten "].iter().any(|w| key.contains(w))
            || key.starts_with("ein") && key.contains(" von "))
}

/// A few words in capitals over the headline of another story.
pub(super) fn is_kicker(text: &str, next: Option<&Line>) -> bool {
    let shouted = |t: &str| t.chars().any(char::is_uppercase) && !t.chars().any(char::is_lowercase);
    let under = |n: &Line| n.gap == 0 && count(&n.text) >= 4 && n.text.chars().any(char::is_lowercase);
    count(text) <= 5 && shouted(text) && next.is_some_and(under)
}
