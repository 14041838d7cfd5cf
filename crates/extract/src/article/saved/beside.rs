//! What stands between or behind paragraphs and is no part of them, told by the lines around it: bullets that lead to other
//! stories, a photographer's name over what the picture shows, a list behind which the text goes on.

use super::bylines::is_person;
use super::lines::{Line, is_running, is_sentence};
use super::paragraphs::{is_aside, on_author};
use super::sections::Section;
use super::subject::Subject;
use crate::article::words::count;
use crate::article::{Article, Image};

/// Links with bullets between paragraphs are at most so many, each of so many words.
const LINKS: usize = 4;
const HEADLINE: std::ops::RangeInclusive<u32> = 6..=26;
/// What tells of another story below its headline has at most so many words.
const TEASER: u32 = 30;
/// What a picture shows has so many words.
const SHOWN: std::ops::RangeInclusive<u32> = 5..=45;
/// A list within the text has at most so many lines, and so many paragraphs at the least follow it.
const LIST: usize = 10;
const RESUMED: usize = 2;
/// So many lines are asked whether they are what a picture shows.
const ASKED: usize = 12;
/// Paragraphs behind a list have at least so many words.
const PARAGRAPH: u32 = 10;

/// How many lines from `i` on are bullets that lead to other stories: they stand apart between paragraphs of which the first
/// announces nothing, and none is a sentence.
pub(super) fn bulleted(lines: &[Line], i: usize) -> usize {
    let above = i.checked_sub(1).and_then(|b| lines.get(b));
    let ended = |l: &Line| is_running(l) && !l.bullet && !l.text.ends_with([':', '：', ';']);
    if lines.get(i).is_none_or(|l| l.gap == 0) || !above.is_some_and(ended) {
        return 0;
    }
    let headline = |l: &Line| {
        let first = l.text.chars().find(|c| c.is_alphabetic());
        HEADLINE.contains(&count(&l.text))
            && !l.text.ends_with(['.', ';', ',', ':', '。', '；'])
            && !first.is_some_and(char::is_lowercase)
    };
    let rest = || lines.iter().skip(i);
    let run = rest().take_while(|l| l.bullet).count();
    let all = (1..=LINKS).contains(&run) && rest().take(run).all(headline);
    let next = lines.get(i.saturating_add(run));
    if all && next.is_some_and(|l| l.gap > 0 && is_running(l)) { run } else { 0 }
}

/// A label, another story's headline, what tells of it and its date, one close below the other between paragraphs: the headline
/// and how many lines they are.
pub(super) fn promoted(lines: &[Line], i: usize) -> Option<(&str, usize)> {
    let at = |k: usize| lines.get(i.saturating_add(k));
    let (label, headline) = (at(0)?, at(1)?);
    let told = at(2).filter(|l| l.gap == 0 && is_sentence(&l.text) && count(&l.text) <= TEASER && !l.bullet);
    let last = 2_usize.saturating_add(usize::from(told.is_some()));
    let dated = at(last).is_some_and(|l| l.is_dateline() && l.gap <= 1);
    let end = at(last.saturating_add(1)).is_some_and(|l| l.gap > 0);
    (label.gap > 0
        && label.is_topic()
        && label.section().is_none()
        && headline.gap == 0
        && HEADLINE.contains(&count(&headline.text))
        && !headline.text.ends_with(['.', ':', '。'])
        && !headline.bullet
        && dated
        && end)
        .then_some((headline.text.as_str(), last.saturating_add(1)))
}

/// A photographer's name alone over what the picture shows, both apart from the paragraphs.
pub(super) fn photographed(lines: &[Line], i: usize) -> Option<Image> {
    let (name, shown) = (lines.get(i)?, lines.get(i.saturating_add(1)));
    let apart = lines.get(i.saturating_add(2)).is_none_or(|l| l.gap > 0);
    photographed_at(name, shown).filter(|_| apart && name.gap > 0)
}

/// The same of two lines, the one close over the other.
pub(super) fn photographed_at(name: &Line, shown: Option<&Line>) -> Option<Image> {
    let shown = shown?;
    // A place has none of these.
    let speaks =
        shown.text.split(' ').filter(|w| w.chars().count() > 2 && w.chars().all(char::is_lowercase)).count();
    let words =
        SHOWN.contains(&count(&shown.text)) && shown.text.starts_with(char::is_uppercase) && speaks >= 2;
    (!name.bullet
        && is_person(&name.text)
        && name.text.contains(char::is_lowercase)
        && name.section().is_none()
        && shown.gap == 0
        && !shown.bullet
        && !shown.parted
        && words
        && !is_sentence(&shown.text)
        && shown.section().is_none())
    .then(|| Image { url: None, caption: Some(shown.text.clone()), credit: Some(name.text.clone()) })
}

/// A long line between paragraphs that is no sentence and names nobody of whom they do not speak: what a picture shows.
pub(super) fn is_shown(
    line: &Line,
    next: Option<&Line>,
    paragraphs: &[String],
    article: &Article,
    asked: &mut usize,
) -> bool {
    let text = line.text.as_str();
    if line.gap == 0
        || next.is_none_or(|n| n.gap == 0)
        || !(8..=45).contains(&count(text))
        || is_sentence(text)
        || line.bullet
        || text.starts_with(['“', '"', '‘', '\'', '«', '„'])
    {
        return false;
    }
    let names: Vec<&str> = text
        .split([' ', ',', '(', ')', '-', '’', '\''])
        .skip(1)
        .filter(|w| w.chars().count() > 2 && w.starts_with(char::is_uppercase))
        .collect();
    // In a long text only the first few are asked.
    if names.len() < 3 || *asked >= ASKED {
        return false;
    }
    *asked = asked.saturating_add(1);
    let subject = Subject::of_paragraphs(article, paragraphs);
    names.iter().all(|n| subject.tells(n))
}

/// Behind a list at the end of what was taken for the text it may go on: from which line to which.
pub(super) fn resumed(lines: &[Line], last: usize, article: &Article) -> Option<std::ops::Range<usize>> {
    let heading = last.saturating_add(1);
    let opened = lines.get(heading)?.section();
    if !matches!(opened, Some(Section::Popular | Section::Related)) {
        return None;
    }
    let list = lines.iter().skip(heading.saturating_add(1)).take(LIST);
    let list = list.take_while(|l| !is_running(l) && l.section().is_none()).count();
    let from = heading.saturating_add(1).saturating_add(list);
    let paragraph = |l: &&Line| {
        l.gap > 0
            && !l.parted
            && !l.bullet
            && is_running(l)
            && count(&l.text) >= PARAGRAPH
            && !l.text.ends_with(['?', '？', '؟'])
            && !is_aside(l)
            && !on_author(l, article)
    };
    let run = lines.iter().skip(from).take_while(paragraph).count();
    // Where headlines and what tells of them take turns, a headline follows.
    let until = from.saturating_add(run);
    let ends = lines.get(until).is_none_or(|l| {
        let few = l.gap > 0 && !is_sentence(&l.text) && count(&l.text) < PARAGRAPH;
        few || l.section().is_some() || l.parted || is_aside(l)
    });
    // One alone speaks of what the headline does.
    let one = || {
        let subject = Subject::of(&Article { title: article.title.clone(), ..Article::default() });
        run == 1 && lines.get(from).is_some_and(|l| subject.hints(&l.text))
    };
    (list > 0 && (run >= RESUMED || one()) && ends).then_some(from..until)
}
