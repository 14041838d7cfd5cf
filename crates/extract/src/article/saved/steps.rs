//! The way to a page over its headline, and labels in one line.

use super::bylines::is_person;
use super::credits::of_agency;
use super::furniture::is_advertisement;
use super::lines::{Line, is_dateline};
use super::over::label;
use super::phrases::phrases;
use super::sections::Section;
use super::subject::Subject;
use super::topics::is_topic;
use crate::article::words::{count, fold_key, is_dense};

/// Labels right over the headline are at most so many.
const OVER: usize = 4;
/// A way of so many steps begins at the site's first page, whatever that is called.
pub(super) const WAY: usize = 3;
/// A picture's words and an invitation have at least so many words a line, and at most so many lines.
const BETWEEN: u32 = 5;
const PICTURE: usize = 5;
/// Labels under a heading of theirs over the headline are at most so many, each of so many words.
const HEADED: usize = 9;
const LABEL: u32 = 4;

/// "Today's paper / News / City News / Pune News": the last step of a way right behind a menu, with nothing between.
pub(super) fn behind_menu<'l>(right: &[&'l Line]) -> Option<Vec<&'l Line>> {
    let last = right.last().filter(|l| !phrases().is("desks", l.key()))?;
    let from = right.len().saturating_sub(OVER);
    let to = right.len().saturating_sub(2);
    let way = right.len() > OVER && right.iter().take(to).skip(from).any(|l| l.key() == "news");
    way.then(|| vec![*last])
}

/// From where on the labels right over a headline stood in the menu before: the paper's part, told again over the article.
pub(super) fn from_again<'l>(right: &[&'l Line], above: &[Line]) -> Option<Vec<&'l Line>> {
    let key = |i: usize| right.get(i).map(|l| l.key());
    let first = right.first().and_then(|r| above.iter().position(|l| std::ptr::eq(l, *r)))?;
    // One alone is it where something else parts it from the menu.
    let over = first.checked_sub(1).and_then(|b| above.get(b));
    if right.len() == 1 && over.is_none_or(|l| l.section().is_none()) {
        return None;
    }
    let before = |i: usize| above.get(..first.saturating_add(i)).unwrap_or_default();
    let stood = |i: usize| before(i).iter().any(|l| Some(l.key()) == key(i));
    let part = |i: usize| {
        let step = right.get(i.saturating_add(1)).is_none_or(|n| n.text.starts_with('/'));
        step || right.get(i).is_some_and(|l| phrases().is("roots", l.key()))
    };
    let at = (right.len().saturating_sub(OVER)..right.len()).find(|i| stood(*i) && part(*i))?;
    // A menu that stands twice has the same neighbours both times.
    let twice = |i: usize| {
        before(i).windows(2).any(|w| w.iter().map(|l| Some(l.key())).eq([key(i), key(i.saturating_add(1))]))
    };
    (!twice(at)).then(|| right.get(at..).unwrap_or_default().to_vec())
}

/// A label that stands over the picture and its words, behind an advertisement or at the top of all, while others stand
/// right over the headline.
pub(super) fn over_picture<'l>(right: &[&'l Line], above: &'l [Line], subject: &Subject) -> Option<&'l Line> {
    let from =
        right.first().and_then(|r| above.iter().position(|l| std::ptr::eq(l, *r))).unwrap_or(above.len());
    let over = above.get(..from)?;
    let between = |l: &&Line| {
        !is_advertisement(&l.text)
            && (l.is_captioned() || l.shown || l.parted && count(&l.text) >= BETWEEN && speaks(&l.text))
    };
    let passed = over.iter().rev().take(PICTURE).take_while(between).count();
    let at = from.checked_sub(passed)?.checked_sub(1).filter(|_| passed > 0)?;
    let line = above.get(at).filter(|l| is_topic(label(&l.text)))?;
    let own = match at.checked_sub(1).and_then(|b| above.get(b)) {
        Some(before) => is_advertisement(&before.text),
        None => subject.is_own(&line.text),
    };
    own.then_some(line)
}

/// Words of one sentence: not all begin with a capital, as those of a menu in one line do.
fn speaks(text: &str) -> bool {
    let words = || text.split(' ').skip(1);
    words().filter(|w| w.starts_with(char::is_lowercase)).count().saturating_mul(3) >= words().count()
}

/// The labels under their heading, right over the headline.
pub(super) fn headed(above: &[Line]) -> Vec<&Line> {
    let from = above.len().saturating_sub(HEADED);
    let at = above.iter().skip(from).rposition(|l| l.section() == Some(Section::Topics));
    let under = at.and_then(|at| above.get(from.saturating_add(at).saturating_add(1)..)).unwrap_or_default();
    let labels = under.iter().all(|l| l.gap == 0 && count(&l.text) <= LABEL && !l.text.ends_with('?'));
    if labels { under.iter().collect() } else { Vec::new() }
}

/// Whether an advertisement alone stands over these: behind it no menu goes on.
pub(super) fn behind_advertisement(right: &[&Line], above: &[Line]) -> bool {
    let first = right.first().and_then(|r| above.iter().position(|l| std::ptr::eq(l, *r)));
    first.and_then(|f| f.checked_sub(1)).and_then(|b| above.get(b)).is_some_and(|l| is_advertisement(&l.text))
}

/// The labels of a line that has nothing else: "News|Floods", "SUCCESS·RETURN TO OFFICE", "News // Houston".
pub(super) fn row(text: &str) -> Vec<&str> {
    // In Korean, where a space parts them: "사회 노동".
    let hangul = |c: char| ('가'..='힣').contains(&c) || c == '·';
    let words: Vec<&str> = text.split(' ').collect();
    if (2..=OVER).contains(&words.len())
        && text.chars().all(|c| c == ' ' || hangul(c))
        && words.iter().all(|w| w.split('·').any(|p| phrases().is("desks", p) || phrases().is("home", p)))
    {
        let home = words.first().is_some_and(|w| phrases().is("home", w));
        return words.into_iter().skip(usize::from(home)).collect();
    }
    // "Sport/Local"
    if let Some((part, place)) = text.split_once('/')
        && !text.contains(['|', '·', '•'])
        && [part, place].iter().all(|p| is_topic(p) && count(p) <= LABEL && p.starts_with(char::is_uppercase))
        && [part, place].iter().any(|p| phrases().is("desks", &fold_key(p)))
        && ![part, place].iter().any(|p| of_agency(p))
    {
        return vec![part, place];
    }
    for sign in [" // ", "//", " / ", " | ", "|", " · ", "·", " • ", "•"] {
        if !text.contains(sign)
            || sign == "·"
                && text.chars().any(|c| is_dense(c) || !c.is_alphabetic() && !c.is_ascii() && c != '·')
        {
            continue;
        }
        let parts: Vec<&str> = text.split(sign).map(label).filter(|p| !p.is_empty()).collect();
        // Two capitals are a name or a label ("Hong Kong", "Big Tech"): beside a slash an agency tells, else a part of the
        // paper.
        let named = |p: &&str| is_person(p) && p.contains(char::is_lowercase);
        let signed = match sign {
            " / " | "//" | " // " => parts.iter().any(|p| of_agency(p)),
            _ => parts.iter().any(named) && !parts.iter().any(|p| phrases().is("desks", &fold_key(p))),
        };
        let labels = (2..=OVER).contains(&parts.len()) && !signed && parts.iter().all(|p| is_topic(p));
        if !labels {
            return Vec::new();
        }
        return if sign == " / " && parts.len() >= WAY {
            parts.last().copied().into_iter().collect()
        } else {
            parts
        };
    }
    Vec::new()
}

/// Whether a line is such a row and names a part of the paper.
pub(super) fn is_row(text: &str) -> bool {
    row(text).iter().any(|p| phrases().is("desks", &fold_key(p)))
}

/// "Mar 12, 2024 - Energy", "Economy 11:20 October 21, 2024": the label in a line that tells when.
pub(super) fn dated(text: &str) -> Option<&str> {
    if let Some((when, what)) = text.split_once(" - ")
        && is_dateline(when)
        && is_topic(what)
        && !is_person(what)
    {
        return Some(what);
    }
    let digit = |c: char| c.is_ascii_digit();
    let start = text.get(..text.find(digit)?)?.trim_end_matches([' ', ',', '|', '·', '-', '–', '\u{2060}']);
    let end = text.get(text.rfind(digit)?..)?.trim_start_matches(digit);
    let end = end.rsplit([' ', '|', '·']).next().unwrap_or_default();
    let desk = |l: &&str| is_topic(l) && phrases().is("desks", &fold_key(l));
    // Behind a time a zone or a country may stand as well.
    let end = Some(end).filter(|l| l.chars().all(is_dense));
    Some(start).filter(desk).or(end.filter(desk)).filter(|_| is_dateline(text))
}
