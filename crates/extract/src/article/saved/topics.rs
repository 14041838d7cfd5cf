//! Labels: over the headline, in lists, and below the text.

use std::collections::BTreeMap;

use super::furniture::{is_advertisement, is_furniture};
use super::lines::{Line, byline, clock, comments, is_dateline, is_role, is_running, is_sentence};
use super::phrases::phrases;
use super::sections::section;
use super::{captions, credits, push_new};
use crate::article::Article;
use crate::article::words::{count, fold_key};

/// Labels right over the headline are at most so many; a longer run is the site's menu.
const OVER: usize = 4;

/// A label that stands above and below the headline: at most so many lines from it, with so many words between.
const AGAIN_ABOVE: usize = 14;
const AGAIN_BELOW: usize = 8;
const BETWEEN: u32 = 140;

/// No list of labels is longer than this, in bytes.
const TOO_LONG: usize = 600;

/// Adds a label.
pub(super) fn push(article: &mut Article, text: &str) {
    let text = text.trim_start_matches('#').trim_end_matches([',', ';', '/', '|', '·']).trim();
    // A newspaper's word for the sort of text, not for its subject.
    if !text.is_empty() && text != "news" && !article.authors.iter().any(|a| fold_key(a) == fold_key(text)) {
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
    let words = text.split(' ').count();
    let first = text.chars().find(|c| c.is_alphanumeric());
    words <= 4
        && count(text) <= 6
        && text.chars().count() <= 40
        && first.is_some_and(char::is_alphabetic)
        && !text.starts_with('(')
        && !text.contains(" / ")
        && !text.contains([':', '：', '@', '…', '»', '«', '“', '”', '"', '>', '›', '•', '·', '|', '©'])
        && !is_glued(text)
        && !is_sentence(text)
        && !is_furniture(text)
        && section(text).is_none()
        && clock(text).is_none()
        && !is_dateline(text)
        && comments(text).is_none()
        && !phrases().is("dated", &fold_key(text))
        && !is_role(text)
        && !credits::is_agency(text)
        && !credits::is_credit(text)
}

/// "Hong KongSociety": two labels without a space between.
fn is_glued(text: &str) -> bool {
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
    for sign in [" / ", " | ", " · ", " • ", ", ", "、", "，", "; "] {
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
    let (head, rest) = match text.split_once([':', '：']) {
        Some((head, rest)) if phrases().is("topics", &fold_key(head)) => (head, rest),
        Some(_) => return None,
        None => {
            let key = fold_key(text);
            let begun = ["posted in ", "filed under ", "tagged ", "filed to "]
                .into_iter()
                .find(|b| key.starts_with(b))?;
            text.split_at_checked(begun.len())?
        }
    };
    let rest = rest.trim();
    let parts = parts(rest);
    let short = !head.is_empty() && count(rest) <= 5 && !is_sentence(rest);
    if parts.is_empty() { (short && !rest.is_empty()).then(|| vec![rest]) } else { Some(parts) }
}

/// The parts of the way to the page: "Home / News / Transport / The headline", "Site >> Society".
fn way<'t>(text: &'t str, headline: &str) -> Option<Vec<&'t str>> {
    let steps = text.strip_suffix(headline).unwrap_or(text);
    let sign = [" / ", ">>", " > ", "›", "»", " | "].into_iter().find(|s| steps.contains(s))?;
    let mut parts: Vec<&str> = steps.split(sign).map(str::trim).filter(|p| !p.is_empty()).collect();
    // Where it begins is no label.
    if parts.len() > 1 {
        parts.remove(0);
    }
    let home = steps.split(sign).next().is_some_and(|p| phrases().is("home", &fold_key(p)));
    let whole = home || steps.len() < text.len() || sign != " / " && sign != " | ";
    (whole && parts.iter().all(|p| is_topic(p))).then_some(parts)
}

/// Where below the headline the label stands again that stood above it, with nothing between but a standfirst or points and
/// what tells who wrote it: the text begins behind it.
pub(super) fn told_again(above: &[Line], below: &[Line]) -> Option<usize> {
    let labels = above.iter().rev().take(AGAIN_ABOVE).filter(|l| is_topic(&l.text));
    let labels: Vec<String> = labels.map(|l| fold_key(&l.text)).collect();
    let again = |l: &Line| !l.bullet && is_topic(&l.text) && labels.contains(&fold_key(&l.text));
    let at = below.iter().take(AGAIN_BELOW).position(again)?;
    let between = below.get(..at)?;
    let words: u32 = between.iter().map(|l| count(&l.text)).sum();
    let followed = below.get(at.saturating_add(1)).is_some_and(is_running);
    (at > 0 && words <= BETWEEN && followed).then_some(at)
}

/// Labels over the headline: the one or few right over it, and those of the menu that stand again by the article; where one is
/// told again between headline and text, that alone.
pub(super) fn over(above: &[Line], headline: &Line, told_again: bool, article: &mut Article) {
    let may_stand_between = |l: &&Line| {
        captions::caption(&l.text).is_some()
            || credits::is_credit(&l.text)
            || is_advertisement(&l.text)
            || is_dateline(&l.text)
            || byline(&l.text).is_some()
    };
    let mut right: Vec<&Line> = Vec::new();
    // "SPORT | FOOTBALL"
    let parted = above
        .iter()
        .rev()
        .find(|l| !may_stand_between(l))
        .filter(|l| l.text.contains(" | ") || l.text.contains(" / "));
    let parted: Vec<&str> =
        parted.map(|l| parts(&l.text)).filter(|p| p.iter().all(|p| is_topic(p))).unwrap_or_default();
    for line in above.iter().rev().skip_while(may_stand_between) {
        if !is_topic(&line.text) || line.text.split(' ').count() > 3 {
            break;
        }
        right.push(line);
        if line.gap > 0 || line.parted {
            break;
        }
    }
    right.reverse();
    // Over a German headline stand words of the story's own.
    if article.language.as_deref() == Some("de") {
        right.retain(|r| !r.text.contains(' ') || phrases().is("desks", &fold_key(&r.text)));
    }
    // The first line of all, over a label, is the site's name.
    if right.len() > 1
        && above.first().is_some_and(|f| {
            right.first().is_some_and(|r| std::ptr::eq(f, *r)) && !phrases().is("desks", &fold_key(&f.text))
        })
    {
        right.remove(0);
    }
    if right.len() > OVER {
        // Where a menu goes on into the way to the page, its label stands a second time.
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let again = right
            .iter()
            .enumerate()
            .find(|(i, l)| seen.insert(fold_key(&l.text), *i).is_some())
            .map(|(i, _)| i);
        right.drain(..again.unwrap_or(right.len()));
    }
    // Between the menu's last button and the headline's own there is nothing.
    // A menu names several of a paper's parts, the way to a page one.
    let desks = right.iter().filter(|r| {
        let key = fold_key(&r.text);
        phrases().is("desks", &key) && !phrases().is("roots", &key)
    });
    if right.len() >= 3 && desks.count() >= 2 {
        let last = right.last().copied().filter(|r| !phrases().is("desks", &fold_key(&r.text)));
        right.clear();
        right.extend(last);
    }
    let first = |r: &&Line| above.first().is_some_and(|f| std::ptr::eq(f, *r));
    if headline.parted && (right.len() > 1 || right.first().is_some_and(first)) {
        right.clear();
    }
    let way = above.iter().rev().take(3).find_map(|l| way(&l.text, &headline.text));
    let below = std::mem::take(&mut article.topics);
    let again = |l: &Line| below.iter().any(|t| fold_key(t) == fold_key(&l.text));
    // Of several, those count that stand again by the article.
    if right.len() > 2 && right.first().is_some_and(|r| !r.parted) && right.iter().any(|r| again(r))
        || told_again
    {
        right.retain(|r| again(r));
    }
    for line in above.iter().filter(|l| count(&l.text) <= 6) {
        if right.iter().any(|r| std::ptr::eq(*r, line)) || again(line) && is_topic(&line.text) {
            push(article, &line.text);
        }
    }
    for label in way.into_iter().flatten().chain(parted) {
        push(article, label);
    }
    for label in above.iter().filter_map(|l| listed(&l.text)).flatten() {
        push(article, label);
    }
    below.iter().for_each(|l| push(article, l));
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
