//! What pages write for those who hear them read out, around lists and pictures within the text: where a list is passed over
//! and where it ends, what a button plays, a credit told again below its caption.

use super::furniture::is_furniture;
use super::lines::{Line, is_running, is_sentence};
use super::phrases::phrases;
use super::sections::Section;
use crate::article::words::{count, fold_key, is_dense};

/// A line that leads past a list, its heading and its last line have at most so many words.
const PAST: u32 = 16;
const HEADING: u32 = 7;
const END: u32 = 12;
/// A list has at most so many lines.
const LIST: usize = 24;
/// And at least so many.
const LINKS: usize = 2;
/// The text goes on within so many lines above and below it.
const TEXT: usize = 3;
/// A credit has at most so many words, its caption so many more.
const CREDIT: u32 = 8;
const CAPTION: u32 = 4;
/// No heading of a list says less, in letters.
const LETTERS: usize = 3;
/// A title that a button's words hold stands at most so many lines below.
const TITLE: usize = 3;

/// "A caption hide caption": the caption without the buttons behind it.
pub(super) fn without_buttons(text: &str) -> Option<&str> {
    let lower = text.to_lowercase();
    if lower.len() != text.len() {
        return None;
    }
    let ends = phrases().ending("caption-ends", &lower)?;
    let caption = text.get(..text.len().saturating_sub(ends.len()))?;
    let caption = caption.trim_end();
    (count(caption) >= CAPTION).then_some(caption)
}

/// Which lines tell again what stands beside them: a credit below the caption that ends with it, and the words of a button
/// that plays what is named below.
pub(super) fn again(lines: &[Line]) -> Vec<bool> {
    let mut out = vec![false; lines.len()];
    for (i, line) in lines.iter().enumerate() {
        let words = count(&line.text);
        if words == 0 {
            continue;
        }
        let rest = lines.get(i.saturating_add(1)..).unwrap_or_default();
        // The caption, then its buttons, then the credit.
        let credit = |l: &&Line| {
            count(&l.text) <= CREDIT
                && count(&l.text).saturating_add(CAPTION) <= words
                && l.text.contains([' ', '/'])
                && l.text.contains(char::is_uppercase)
                && !is_sentence(&l.text)
                && line.text.strip_suffix(l.text.as_str()).is_some_and(|c| c.ends_with([' ', '.', '(', '/']))
        };
        let buttons = rest.iter().take(TEXT).take_while(|l| l.is_furniture()).count();
        if rest.get(buttons).filter(credit).is_some_and(|_| buttons > 0 || line.shown)
            && let Some(o) = out.get_mut(i.saturating_add(buttons).saturating_add(1))
        {
            *o = true;
        }
        // A button over a length names what stands below it.
        let clocked = rest.iter().take(2).any(Line::is_clock);
        let named = |l: &Line| {
            let title = l.text.rsplit(['：', '，']).next().unwrap_or(&l.text);
            let key = fold_key(title);
            key.chars().count() > 7
                && !l.is_clock()
                && line.key().len() > key.len()
                && line.key().contains(&key)
        };
        if clocked
            && words <= 40
            && !is_sentence(&line.text)
            && rest.iter().take(TITLE).any(named)
            && let Some(o) = out.get_mut(i)
        {
            *o = true;
        }
    }
    out
}

/// "Skip Most read and continue reading", "Most read", …, "End of Most read": in whatever language, the first line and the last
/// hold the heading, or the first one says that one may read on. They are the page's own; what stands between are links, or, where it runs on, an invitation.
pub(super) fn lists(lines: &mut [Line], own: &mut [bool]) {
    let mut i = 0;
    while i < lines.len() {
        let Some(end) = list_end(lines, i) else {
            i = i.saturating_add(1);
            continue;
        };
        let heading = i.saturating_add(1);
        let within = lines.get(heading.saturating_add(1)..end).unwrap_or_default();
        // What runs on between is left out only where it is said that one may read on behind it.
        let told = told_end(lines, i).is_some();
        let runs = within.iter().any(|l| is_running(l) && !l.text.ends_with(['?', '？', '؟']));
        if runs && !told || within.len() < LINKS {
            i = i.saturating_add(1);
            continue;
        }
        for (k, own) in own.iter_mut().enumerate().take(end.saturating_add(1)).skip(i) {
            *own = if runs { true } else { *own && k != heading || k == i || k == end };
        }
        if let Some(line) = lines.get_mut(heading).filter(|_| !runs) {
            line.told.set_section(Section::Related);
        }
        // Who reads on behind it reads the text.
        if let Some(next) = lines.get_mut(end.saturating_add(1)) {
            next.gap = next.gap.max(1);
        }
        i = end.saturating_add(1);
    }
}

/// Where the list ends that is passed over at `at`.
fn list_end(lines: &[Line], at: usize) -> Option<usize> {
    let past = lines.get(at)?;
    let on = || phrases().holds("go-on", past.key());
    if count(&past.text) > PAST || past.bullet || is_sentence(&past.text) && !on() {
        return None;
    }
    let end = named_end(lines, at).or_else(|| told_end(lines, at))?;
    // Menus name their parts in turn too: only within the text it is a list that is passed over.
    let before = lines.iter().take(at).rev().take(TEXT).any(is_running);
    let after = lines.iter().skip(end.saturating_add(1)).take(TEXT);
    let after = after.into_iter().any(|l| is_running(l) && !is_furniture(&l.text));
    (before && after && end > at.saturating_add(2)).then_some(end)
}

/// By the heading that both the first line and the last one hold.
fn named_end(lines: &[Line], at: usize) -> Option<usize> {
    let (past, heading) = (lines.get(at)?, lines.get(at.saturating_add(1))?);
    let key = heading.key();
    let letters = key.chars().count();
    let says = letters >= LETTERS || letters == 2 && key.chars().all(is_dense);
    let holds = |l: &Line| l.key().len() > key.len() && l.key().contains(key);
    if count(&heading.text) > HEADING || !says || !holds(past) {
        return None;
    }
    let rest = lines.iter().enumerate().skip(at.saturating_add(2)).take(LIST);
    rest.filter(|(_, l)| is_end(l)).find(|(_, l)| holds(l)).map(|(k, _)| k)
}

/// The same where the first line says that one may read on behind it: its last one has two of its words, or says that it ends.
fn told_end(lines: &[Line], at: usize) -> Option<usize> {
    let past = lines.get(at).filter(|l| phrases().holds("go-on", l.key()) && count(&l.text) > 2)?;
    let long = |w: &&str| w.chars().count() > LETTERS;
    let said: Vec<&str> = past.key().split(' ').filter(long).collect();
    let ends = |l: &Line| {
        let shared = l.key().split(' ').filter(long).filter(|w| said.contains(w)).count();
        shared >= 2 || phrases().begins("end-of", l.key()).is_some()
    };
    let rest = lines.iter().enumerate().skip(at.saturating_add(2)).take(LIST);
    rest.filter(|(_, l)| is_end(l)).find(|(_, l)| ends(l)).map(|(k, _)| k)
}

fn is_end(line: &Line) -> bool {
    count(&line.text) <= END && !is_sentence(&line.text)
}
