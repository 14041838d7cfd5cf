//! A summary in points under a heading, above the text.

use super::credits;
use super::lines::{Line, byline, is_dateline, is_running, is_sentence};
use super::sections::Section;
use crate::article::words::count;

/// Points under a heading, where neither bullets nor empty lines tell how many they are.
const POINTS: usize = 3;
/// A point is no longer than this, in words.
const POINT: u32 = 45;

/// A standfirst close below the headline is no longer than this, in words; dates stand so many lines over it.
const FIRST: u32 = 40;
const OVER: usize = 4;
/// So many paragraphs are looked at.
const PARAGRAPHS: usize = 3;

/// Who wrote it and when stand at most so many lines over what is said first.
const SAID: usize = 8;

/// A first paragraph above the points has at least so many words.
const OPENING: u32 = 14;

/// How many lines from the headline on belong to a summary under a heading, with all before it; 0 where there is none.
pub(super) fn summary_end(below: &[Line]) -> usize {
    let Some(at) = below.iter().take(12).position(|l| l.section() == Some(Section::Summary)) else {
        return 0;
    };
    let mut end = at.saturating_add(1);
    let (mut points, mut apart) = (0_usize, false);
    while let Some(line) = below.get(end) {
        let next = below.get(end.saturating_add(1));
        if line.section() == Some(Section::Summary) {
            // "What's next?" has one point.
            points = POINTS.saturating_sub(1);
            end = end.saturating_add(1);
            continue;
        }
        // Points are sentences all, or none is.
        let differs = points > 0
            && below
                .get(end.saturating_sub(1))
                .is_some_and(|l| l.section().is_none() && is_sentence(&l.text) != is_sentence(&line.text));
        let fact = differs
            || is_dateline(&line.text)
            || byline(&line.text).is_some()
            || line.section().is_some()
            || line.is_captioned()
            || credits::credit_alone(&line.text).is_some()
            || next.is_some_and(|n| n.gap == 0 && credits::credit_alone(&n.text).is_some());
        // Points stand apart from each other as the first does from the second.
        let bullets = below.get(at.saturating_add(1)).is_some_and(|l| l.bullet);
        let first = points == 0;
        apart |= points == 1 && line.gap > 0 && !line.bullet;
        let over = if bullets {
            !line.bullet
        } else {
            line.gap > 0 && !apart && !first || points >= POINTS && !below_is_block(below, at)
        };
        if fact || over || line.parted && !first || count(&line.text) > POINT || points > 9 {
            break;
        }
        points = points.saturating_add(1);
        end = end.saturating_add(1);
    }
    end
}

/// A first paragraph that somebody says, behind a dash: "– We saw it coming, says the harbour master." It stands alone below
/// who wrote it and when, apart from what follows, and is no point of a summary.
pub(super) fn said_first(lines: &mut [Line]) {
    let told = |l: &Line| is_dateline(&l.text) || byline(&l.text).is_some();
    let Some(first) = lines.iter().position(|l| l.bullet && is_running(l)) else { return };
    let from = first.saturating_sub(SAID);
    let fact = lines.get(from..first).is_some_and(|before| before.iter().any(told));
    let over = first.checked_sub(1).and_then(|b| lines.get(b)).is_some_and(|l| !l.bullet && !is_running(l));
    let next = lines.get(first.saturating_add(1)).is_some_and(|n| n.gap > 0 && !n.bullet && is_running(n));
    if let Some(line) = lines.get_mut(first).filter(|l| fact && over && next && l.dash && l.gap > 0) {
        line.bullet = false;
    }
}

/// Where the text begins, which the rules saw at `ruled` and the model at `judged`: with what somebody says, and the short
/// sentence over it, where a standfirst stood before.
pub(super) fn begins_said(below: &[Line], start: usize) -> usize {
    let dated = |i: usize| below.iter().take(i).any(|l| is_dateline(&l.text));
    let said = |l: &Line| l.dash && !l.bullet && is_running(l);
    let mut at = start;
    if let Some(first) = at.checked_sub(1).filter(|f| below.get(*f).is_some_and(said) && dated(*f)) {
        at = first;
    }
    if at < start || below.get(at).is_some_and(said) {
        let short = |l: &Line| {
            is_sentence(&l.text)
                && l.gap > 0
                && !l.bullet
                && !is_running(l)
                && count(&l.text) >= 3
                && !l.is_dateline()
        };
        while let Some(over) = at.checked_sub(1).filter(|o| below.get(*o).is_some_and(short) && dated(*o)) {
            at = over;
        }
    }
    at
}

/// A standfirst alone close below the headline, where the date stands over it and each paragraph apart from the others.
pub(super) fn stands_first(above: &[Line], below: &[Line]) -> bool {
    let dated = above.iter().rev().take(OVER).any(Line::is_dateline);
    let spaced = below.iter().skip(1).take(PARAGRAPHS);
    let spaced = below.len() > PARAGRAPHS && spaced.into_iter().all(|l| l.gap > 0);
    let shorter = |l: &Line| below.get(1).is_some_and(|n| is_running(n) && count(&n.text) > count(&l.text));
    dated
        && spaced
        && below.first().is_some_and(|l| {
            l.gap == 0 && !l.parted && is_running(l) && count(&l.text) <= FIRST && shorter(l)
        })
}

/// The first paragraph, where the heading of the points stands right below it and who wrote it or when above.
pub(super) fn opening(head: &[Line]) -> Option<usize> {
    let at = head.iter().take(14).position(|l| l.section() == Some(Section::Summary))?.checked_sub(1)?;
    let told = head.iter().take(at).any(|l| byline(&l.text).is_some() || is_dateline(&l.text));
    let line = head.get(at)?;
    (told && is_running(line) && count(&line.text) >= OPENING && !line.is_captioned()).then_some(at)
}

/// Whether empty lines end the block of points below a heading.
fn below_is_block(below: &[Line], at: usize) -> bool {
    let block = below.iter().skip(at.saturating_add(2)).take_while(|l| l.gap == 0).count();
    let more = below.get(at.saturating_add(2).saturating_add(block));
    block <= 7 && more.is_some_and(|l| l.gap > 0)
}
