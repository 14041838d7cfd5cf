//! Who wrote it, where no word before the name says so: told by the lines around it, where the text begins, and below it.

use super::bylines::{bare, is_dense_name, is_outlet, is_person, reporters};
use super::lines::{Line, byline, is_dateline, is_role, is_sentence};
use super::phrases::phrases;
use super::sections::section;
use super::{credits, push_author};
use crate::article::Article;
use crate::article::words::{count, fold_key, is_dense};

/// What a line on an author says first behind the name, and of how many words it goes on at the least.
const IS: [&str; 8] = ["is", "was", "ist", "est", "es", "è", "é", "är"];
const TOLD: u32 = 5;
/// A reporter named within a text stands within so many characters of its start.
const OPENING: usize = 60;
/// So many lines are looked through for what they speak of.
const SPOKEN: usize = 2_000;

/// Whether the line at `i` between headline and body is its author's name alone: it has a person's form, stands by a
/// date, a role, another name or the page's own buttons, and the text does not speak of it.
pub(super) fn is_author(head: &[Line], i: usize, all: &[Line]) -> bool {
    let Some(line) = head.get(i) else { return false };
    let (before, next) = (i.checked_sub(1).and_then(|b| head.get(b)), head.get(i.saturating_add(1)));
    let text = bare(&line.text);
    let dense = is_dense_name(&text);
    // "Amman: Jane Doe" in scripts without capitals.
    let placed = line
        .text
        .split_once(": ")
        .is_some_and(|(place, who)| count(place) <= 2 && (2..=4).contains(&count(who)) && is_caseless(&text));
    // "طرابلس - ليلى حداد", "佐々木 悠介": over the date.
    let dated = || head.iter().skip(i.saturating_add(1)).take(2).any(|l| is_dateline(&l.text));
    if (behind_place(&line.text).is_some() || is_spaced_dense(&text)) && dated() && !line.bullet {
        return true;
    }
    // A name in a script without capitals, over the date.
    let plain = (2..=3).contains(&count(&text))
        && is_caseless(&text)
        && !dense
        && next.is_some_and(|l| is_dateline(&l.text));
    if !(is_person(&text) || dense || placed || plain)
        || phrases().is("titles", &fold_key(text.split(' ').next().unwrap_or_default()))
        || line.bullet
        || in_state(&line.text)
        || is_from(&text) && before.is_some_and(|b| is_person(&b.text))
        || count(&line.text) > 8
        || is_sentence(&line.text)
        || section(&text).is_some()
        || credits::credit_alone(&text).is_some()
        || is_outlet(&text)
        || text.split(' ').count() > 2 && !text.contains(char::is_lowercase) && !dense && !placed
    {
        return false;
    }
    let by = |l: Option<&Line>| {
        l.is_some_and(|l| {
            is_dateline(&l.text) || is_role(&l.text) || is_person(&bare(&l.text)) && !l.is_topic()
        })
    };
    let beside = by(before)
        || by(next)
        || next.is_some_and(|l| l.parted || is_person(&bare(&l.text)) || is_outlet(&l.text))
        || before.is_some_and(|l| is_person(&bare(&l.text)))
        || line.parted
        || !dense && i > 0
        // A place stands between two names.
        || head.get(i.saturating_add(2)).is_some_and(|l| is_person(&l.text) && l.gap == 0);
    // What the text speaks of is a place or its subject.
    let spoken = all.iter().take(SPOKEN).filter(|l| {
        count(&l.text) > 12
            && l.text.contains(text.as_str())
            && !l.text.starts_with(text.as_str())
            && (!dense || !l.is_captioned())
    });
    beside && spoken.count() == 0
}

/// "（记者李志强）", "〔記者吳俊霖／台南報導〕": the reporter named where the text begins.
pub(super) fn within(text: &str) -> Option<Vec<String>> {
    let start: String = text.chars().take(OPENING).collect();
    let names = reporters(&start);
    let told =
        start.contains(['（', '(', '〔', '【', '／', '=']) && names.first().is_some_and(|n| !is_outlet(n));
    told.then_some(names)
}

/// Who wrote it, told below the text: "(Jane Doe, 3.2.2026)", "【井上拓真】", "Author: Jane Doe".
pub(super) fn below(text: &str) -> Option<Vec<String>> {
    let signed = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')).and_then(|t| t.split_once(", "));
    if let Some((who, _)) = signed.filter(|(who, when)| is_person(who) && is_dateline(when)) {
        return Some(vec![who.to_owned()]);
    }
    let named = |n: &String| is_person(n) || is_dense_name(n) && !is_outlet(n);
    byline(text).filter(|names| count(text) <= 8 && names.iter().all(named))
}

/// A name among the labels of which a line below the text says who it is wrote the article: "Jane Doe is a research fellow at …".
pub(super) fn told_below(lines: &[Line], article: &mut Article) {
    let below = || lines.iter().skip(lines.len() / 2);
    let is_told = |name: &str| is_person(name) && below().any(|l| says_who(l.key(), &fold_key(name)));
    if article.authors.is_empty()
        && let Some(at) = article.topics.iter().position(|t| is_told(t))
    {
        let name = article.topics.remove(at);
        push_author(article, &name);
    }
    let names: Vec<String> =
        article.authors.iter().filter(|a| a.contains(' ')).map(|a| fold_key(a)).collect();
    article.related.retain(|r| {
        let key = fold_key(&r.title);
        !names.iter().any(|n| says_who(&key, n))
    });
}

/// Whether a folded line says who the one is whose name, folded, it begins with.
fn says_who(key: &str, name: &str) -> bool {
    let rest = key.strip_prefix(name).and_then(|r| r.strip_prefix(' '));
    rest.is_some_and(|r| IS.contains(&r.split(' ').next().unwrap_or_default()) && count(r) >= TOLD)
}

/// Leaves out what stands behind an author's name and is none: an outlet by its letters ("ABC Far North"), or a place
/// that the text speaks of.
pub(super) fn without_places(lines: &[Line], article: &mut Article) {
    let spoken = |name: &str| {
        let told = |l: &&Line| {
            count(&l.text) > 12 && l.text.contains(name) && !l.text.starts_with(name) && !l.is_captioned()
        };
        lines.iter().take(SPOKEN).filter(told).take(2).count() == 2
    };
    let letters = |name: &str| {
        let first = name.split(' ').next().unwrap_or_default();
        name.contains(char::is_lowercase)
            && (2..=4).contains(&first.chars().count())
            && first.chars().all(char::is_uppercase)
    };
    let mut first = true;
    article.authors.retain(|a| std::mem::take(&mut first) || !letters(a) && !spoken(a));
}

/// An author's name alone above the headline, by the date or a label.
pub(super) fn author_above(above: &[Line], all: &[Line], article: &mut Article) {
    let near = above.get(above.len().saturating_sub(4)..).unwrap_or_default();
    let dated = near.iter().any(|l| is_dateline(&l.text));
    let found = (0..near.len()).find(|i| {
        near.get(*i).is_some_and(|l| is_person(&l.text) && l.text.contains(char::is_lowercase))
            && is_author(near, *i, all)
    });
    if let Some(line) = found.and_then(|i| near.get(i)).filter(|_| dated && article.authors.is_empty()) {
        push_author(article, &bare(&line.text));
    }
}

/// A name behind the place where it was written, in a script without capitals: "طرابلس - ليلى حداد".
pub(super) fn behind_place(text: &str) -> Option<&str> {
    let (place, who) = text.split_once(" - ").or_else(|| text.split_once(" – "))?;
    (count(place) <= 2 && (2..=3).contains(&count(who)) && is_caseless(who) && is_caseless(place))
        .then_some(who)
}

/// "佐々木 悠介": the two parts of a name in a script without spaces.
fn is_spaced_dense(text: &str) -> bool {
    let parts: Vec<usize> = text
        .split([' ', '\u{3000}'])
        .map(|p| if p.chars().all(|c| is_dense(c) || c == '々') { p.chars().count() } else { 0 })
        .collect();
    parts.len() == 2 && parts.iter().all(|n| (1..=3).contains(n)) && !is_outlet(text)
}

/// "De Montelva", "From Oldmark": where the one writes whose name stands above.
pub(super) fn is_from(text: &str) -> bool {
    const FROM: [&str; 12] =
        ["De", "Da", "Do", "Desde", "From", "Aus", "Depuis", "En", "Em", "Dari", "In", "Din"];
    text.split_once(' ').is_some_and(|(word, place)| FROM.contains(&word) && count(place) <= 2)
}

/// "Poços de Caldas (MG)": a place and the letters of its state.
fn in_state(text: &str) -> bool {
    let letters = |w: &str| (2..=3).contains(&w.len()) && w.bytes().all(|b| b.is_ascii_uppercase());
    text.split_once(" (").and_then(|(_, rest)| rest.split_once(')')).is_some_and(|(state, _)| letters(state))
}

/// Letters of a script without capitals, and nothing else.
fn is_caseless(text: &str) -> bool {
    text.chars().all(|c| {
        c == ' '
            || !matches!(c, '【' | '】' | '「' | '」' | '（' | '）')
                && !c.is_ascii()
                && !c.is_uppercase()
                && !c.is_lowercase()
                && !c.is_numeric()
    })
}
