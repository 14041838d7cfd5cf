//! What of a saved page's lines is left out before anything is read: the page's own lines, invitations, the page's foot.

use super::furniture::{is_advertisement, is_foot, is_time_to_read};
use super::lengths::{clock, running};
use super::lines::{Line, is_running, is_sentence, number};
use super::phrases::phrases;
use super::sections::Section;
use super::topics::listed;
use crate::article::words::count;

/// An invitation has at most this many lines between its first and its last.
const INVITATION: usize = 6;
/// Its lines are no longer than this, in words.
const INVITING: u32 = 32;
/// Running text below the sign of copyright has at least this many words: it is no foot then.
const RUNNING: u32 = 25;
/// They stand in the last lines, at most so many.
const FOOT: usize = 60;
/// Signs that stand between labels, each on a line of its own.
const SIGNS: [char; 12] = ['/', '|', '•', '·', '∙', '>', '›', '»', ',', '-', ':', '：'];
/// No label has more words.
const LABEL: u32 = 6;
/// Labels under a heading are at most so many.
const LABELS: usize = 8;
/// So many of them may be words of the page's own.
const ONE: usize = 2;
/// What a page says of a text's age has at most so many words.
const AGED: u32 = 30;
/// Notes below a drawn line are at most so many.
const NOTES: usize = 5;

/// Without the page's own lines; what stood around them stays apart as it was.
pub(super) fn sieved(mut lines: Vec<Line>) -> Vec<Line> {
    // Labels and lists of links may follow whose the page is.
    let heads = |l: &Line| matches!(l.section(), Some(Section::Topics | Section::Popular | Section::Related));
    let headed = lines.iter().rposition(heads).unwrap_or(0);
    let foot = lines.iter().enumerate().skip(headed).rev().take_while(|(_, l)| !runs(l));
    if let Some((at, _)) = foot.filter(|(_, l)| is_foot(&l.text)).last() {
        lines.truncate(at);
    }
    if let Some(at) = super::foot::foot(&lines) {
        lines.truncate(at);
    }
    let mut own = own(&lines);
    let walls = super::wall::walls(&lines);
    own.iter_mut().zip(&walls).for_each(|(o, w)| *o |= w);
    let again = super::skips::again(&lines);
    own.iter_mut().zip(&again).for_each(|(o, a)| *o |= a);
    super::skips::lists(&mut lines, &mut own);
    let mut quiet = quiet(&lines, &own);
    quiet.iter_mut().zip(&again).for_each(|(q, a)| *q |= a);
    let mut out: Vec<Line> = Vec::with_capacity(lines.len());
    let (mut gap, mut parted, mut home) = (0, false, false);
    let mut rest = lines.into_iter().zip(own).zip(quiet).zip(walls).peekable();
    while let Some((((mut line, own), quiet), wall)) = rest.next() {
        if wall && let Some(last) = out.last_mut() {
            last.walled = true;
        }
        if quiet {
            gap = gap.max(line.gap);
            continue;
        }
        if own {
            // Over a line close below it, and apart from the one above, it is a heading.
            let heads =
                line.gap > 0 && rest.peek().is_some_and(|(((next, own), _), _)| next.gap == 0 && !own);
            if line.gap <= 1
                && !parted
                && !heads
                && let Some(last) = out.last_mut()
            {
                last.leads |= leads(last, &line);
                last.timed |= is_time_to_read(line.key());
            }
            gap = gap.max(line.gap);
            parted = true;
            home = phrases().is("home", line.key());
            continue;
        }
        line.gap = line.gap.max(gap);
        line.parted = parted;
        line.home = std::mem::take(&mut home);
        let twice = count(&line.text) >= 2 && out.last().is_some_and(|l: &Line| l.text == line.text);
        let video = |l: Option<&Line>| l.is_some_and(|l| clock(&l.text).is_some());
        if let Some(last) = out.last_mut().filter(|_| twice) {
            // A heading that is told twice, or a picture's words with the picture's buttons between.
            last.shown |= line.parted && !video(Some(&line));
            last.twice = true;
            gap = gap.max(line.gap);
            continue;
        }
        (gap, parted) = (0, false);
        out.push(line);
    }
    out
}

/// Longer than what a page says of a text's age.
fn is_long(line: &Line) -> bool {
    count(&line.text) > AGED
}

/// The mark of what is for subscribers, alone on a line.
fn is_locked(line: &Line) -> bool {
    phrases().is("locked", line.key())
}

/// Which of the page's own lines part nothing: a sign between labels, the mark of what is for subscribers, a button that
/// stands by each of several lines.
fn quiet(lines: &[Line], own: &[bool]) -> Vec<bool> {
    let is_own = |i: usize| own.get(i) == Some(&true);
    let beat = |i: usize, k: usize, between: usize| {
        let same = |a: &Line, b: &Line| a.key() == b.key();
        let short = |l: &Line| count(&l.text) <= LABEL && !is_sentence(&l.text);
        is_own(k)
            && !is_own(between)
            && lines.get(between).is_some_and(short)
            && lines.get(i).zip(lines.get(k)).is_some_and(|(a, b)| same(a, b))
    };
    lines
        .iter()
        .enumerate()
        .map(|(i, line)| {
            let sign = line.text.chars().count() == 1 && line.text.contains(SIGNS);
            let beats = || {
                beat(i, i.saturating_add(2), i.saturating_add(1))
                    || i >= 2 && beat(i, i.saturating_sub(2), i.saturating_sub(1))
            };
            let aged = phrases().begins("aged", line.key()).is_some();
            is_own(i) && (sign || aged || is_locked(line) || beats())
        })
        .collect()
}

/// Whether a button below a line leads to the story of which it is the headline.
fn leads(line: &Line, button: &Line) -> bool {
    let full = is_sentence(&line.text) && !line.text.ends_with(['?', '!', '’', '\'']);
    (3..=30).contains(&count(&line.text)) && !full && phrases().is("read-on", button.key())
}

fn runs(line: &Line) -> bool {
    is_running(line) && count(&line.text) >= RUNNING && !line.is_furniture()
}

/// Which lines are the page's own.
fn own(lines: &[Line]) -> Vec<bool> {
    let furniture: Vec<bool> = lines
        .iter()
        .map(|l| {
            (l.is_furniture() || is_locked(l) || phrases().begins("aged", l.key()).is_some() && !is_long(l))
                && !is_advertisement(&l.text)
        })
        .collect();
    let mut own = furniture.clone();
    buttons(lines, &mut own);
    labels(lines, &mut own);
    for (i, line) in lines.iter().enumerate() {
        let key = line.key().to_owned();
        // How long it takes to hear the text.
        let heard = |l: Option<&Line>| l.is_some_and(|l| phrases().begins("listen", l.key()).is_some());
        if (clock(&line.text).is_some() && line.text.len() <= 6 || running(&line.text).is_some())
            && (heard(i.checked_sub(1).and_then(|b| lines.get(b))) || heard(lines.get(i.saturating_add(1))))
            && let Some(o) = own.get_mut(i)
        {
            *o = true;
        }
        let shares = |l: &Line| matches!(l.key(), "shares" | "share" | "views" | "likes" | "shared");
        let commented = |l: &Line| l.section() == Some(Section::Comments);
        if number(&line.text).is_some()
            && lines.get(i.saturating_add(1)).is_some_and(shares)
            && !i.checked_sub(1).and_then(|b| lines.get(b)).is_some_and(commented)
            && let Some(o) = own.get_mut(i)
        {
            *o = true;
        }
        // Who edited the text is not who wrote it: a name below its word, where none stands above it.
        let person = |l: Option<&Line>| l.is_some_and(|l| l.is_person() && l.gap == 0);
        let over = i.checked_sub(1).and_then(|b| lines.get(b));
        if phrases().is("editors", &key)
            && person(lines.get(i.saturating_add(1)))
            && !(line.gap == 0 && over.is_some_and(|o| o.is_person() && !edited(lines, i)))
        {
            own.iter_mut().skip(i).take(2).for_each(|o| *o = true);
        }
        let rest = || lines.iter().enumerate().skip(i.saturating_add(1));
        if key.starts_with("skip past ") {
            if let Some((end, _)) = rest().take(20).find(|(_, l)| l.key().starts_with("after ")) {
                own.iter_mut().take(end).skip(i).for_each(|o| *o = true);
            }
        } else if opens_invitation(&key) && furniture.get(i).is_some_and(|f| *f)
            || key.contains(' ') && phrases().is("invitation", &key)
            || key.starts_with("newsletter ") && count(&key) <= 6
        {
            let closes = |k: usize, l: &Line| {
                furniture.get(k).is_some_and(|f| *f) && phrases().begins("invitation-ends", l.key()).is_some()
            };
            let ends = |until: usize| {
                rest()
                    .take(INVITATION)
                    .take_while(|(_, l)| listed(&l.text).is_none())
                    .take_while(|(k, l)| *k < until && count(&l.text) <= INVITING)
                    .filter(|(k, l)| closes(*k, l))
                    .map(|(k, _)| k)
                    .last()
            };
            // It ends above a paragraph that stands apart, where it can; what invites in one sentence is alone.
            let told = |k: usize| furniture.get(k).is_some_and(|f| *f);
            let speaks = |l: &Line| l.text.starts_with(['“', '"', '«', '„', '»', '「']);
            let over = |k: usize, l: &Line| (l.gap > 0 || speaks(l)) && is_running(l) && !told(k);
            let alone = is_running(line) && told(i);
            let goes_on = rest().take(INVITATION).find(|(k, l)| over(*k, l)).map(|(k, _)| k);
            let end = goes_on.and_then(ends).or_else(|| {
                // One such line may be what it invites to.
                let within = |end: &usize| rest().filter(|(k, l)| k < end && over(*k, l)).count() <= 1;
                ends(lines.len()).filter(|end| within(end) && (!alone || goes_on.is_none()))
            });
            if let Some(end) = end {
                own.iter_mut().take(end).skip(i).for_each(|o| *o = true);
            }
        } else if line.text.chars().all(|c| c == '_') && line.text.len() >= 2 {
            // Notes below a drawn line at the end.
            let drawn = rest().any(|(_, l)| l.text.len() >= 2 && l.text.chars().all(|c| c == '_'));
            if !drawn
                && lines.len().saturating_sub(i) <= FOOT
                && rest().filter(|(_, l)| is_running(l)).count() <= NOTES
            {
                let notes = |l: &Line| is_running(l);
                rest().filter(|(_, l)| notes(l)).for_each(|(k, _)| {
                    if let Some(o) = own.get_mut(k) {
                        *o = true;
                    }
                });
            }
        }
    }
    own
}

/// Whether a word over the name above the line at `at` tells who wrote the text: the words stand over the names then.
fn edited(lines: &[Line], at: usize) -> bool {
    let word = at.checked_sub(2).and_then(|b| lines.get(b));
    word.is_some_and(|w| {
        phrases().is("bylines", w.key())
            || phrases().is("bylines-colon", w.key())
            || phrases().is("editors", w.key())
    }) || at.checked_sub(1).and_then(|b| lines.get(b)).is_some_and(|l| l.is_byline())
}

/// Under a heading of labels one word of the page's own may be a label, where others follow it: "Archives".
fn labels(lines: &[Line], own: &mut [bool]) {
    let headings =
        (0..lines.len()).filter(|i| lines.get(*i).and_then(Line::section) == Some(Section::Topics));
    for at in headings {
        let from = at.saturating_add(1);
        let label = |(k, l): &(usize, &Line)| {
            (l.gap == 0 || *k == 0)
                && count(&l.text) <= LABEL
                && !is_sentence(&l.text)
                && l.section().is_none()
        };
        let run = lines.iter().skip(from).enumerate().take_while(label).count();
        let all: Vec<bool> = own.iter().skip(from).take(run).copied().collect();
        let last = all.iter().rposition(|o| !*o).unwrap_or(0);
        if !(2..=LABELS).contains(&run) || all.iter().filter(|o| **o).count() > ONE {
            continue;
        }
        for (k, own) in own.iter_mut().enumerate().skip(from).take(last) {
            *own &= lines.get(k).is_some_and(|l| l.text.contains(' '));
        }
    }
}

/// A short line that stands again and again, each time with one short line between, is a button by each of these.
fn buttons(lines: &[Line], own: &mut [bool]) {
    let short =
        |i: usize| lines.get(i).filter(|l| count(&l.text) <= LABEL && !is_sentence(&l.text) && l.gap == 0);
    let key = |i: usize| short(i).map(|l| l.key().to_owned()).filter(|k| k.len() > 3);
    let mut i = 0;
    while i < lines.len() {
        let Some(button) = key(i) else {
            i += 1;
            continue;
        };
        let is_next = |k: &usize| {
            key(*k).as_ref() == Some(&button)
                && key(k.saturating_sub(1)).is_some_and(|between| between != button)
        };
        let times = (1..).take_while(|n| is_next(&i.saturating_add(n * 2))).count();
        if times >= 2 {
            (0..=times).for_each(|n| {
                if let Some(o) = own.get_mut(i.saturating_add(n * 2)) {
                    *o = true;
                }
            });
        }
        i += 1 + times * 2;
    }
}

fn opens_invitation(key: &str) -> bool {
    phrases().begins("invitation", key).is_some() || phrases().holds("holds", key)
}
