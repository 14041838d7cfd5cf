//! A wall below the part of an article that everybody may read: it goes on for subscribers alone.

use std::borrow::Cow;

use super::lines::{Line, is_running};
use super::phrases::phrases;
use crate::article::words::count;

/// A line of a wall has at most so many words.
const LONGEST: u32 = 32;
/// From one of its lines to the next are at most so many others.
const BETWEEN: usize = 4;
/// So many words run on in a paragraph of the text and not in an offer.
const PARAGRAPH: u32 = 40;
/// A wall stands at most so many lines below what it cuts off.
const BELOW: usize = 8;
/// So few lines may run on behind it.
const FEW: usize = 2;
/// What is cut off within a sentence has at least so many words.
const CUT: u32 = 10;

/// What a line of a wall is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    /// It says that the article goes on for subscribers.
    Told,
    /// It speaks to who pays already.
    Hint,
    /// It offers what there is to pay for.
    Offer,
}

fn part(line: &Line) -> Option<Part> {
    if line.text.len() > 600 || count(&line.text) > LONGEST {
        return None;
    }
    let key = numbered(line.key());
    let said = line.text.starts_with(['“', '"', '«', '„', '»', '「', '‘']);
    if !said && phrases().holds("wall", &key) {
        Some(Part::Told)
    } else if phrases().begins("wall-hints", &key).is_some() {
        Some(Part::Hint)
    } else if phrases().begins("wall-offers", &key).is_some() && count(&key) <= 8 {
        Some(Part::Offer)
    } else {
        None
    }
}

/// A folded text with 0 for each of its numbers: "残り0文字", "il vous reste 0 de cet article".
fn numbered(key: &str) -> Cow<'_, str> {
    if !key.bytes().any(|b| b.is_ascii_digit()) {
        return key.into();
    }
    let mut out = String::with_capacity(key.len());
    for c in key.chars() {
        if c.is_ascii_digit() {
            // "51 38": a number with a sign within.
            let kept = out.trim_end_matches(' ').len();
            if out.get(..kept).is_some_and(|o| o.ends_with('0')) {
                out.truncate(kept);
            } else {
                out.push('0');
            }
        } else {
            out.push(c);
        }
    }
    out.into()
}

/// Which lines are walls: each with what it offers up to its last line. Where nothing says that the article goes on, an
/// offer and a word to who pays already do, close together.
pub(super) fn walls(lines: &[Line]) -> Vec<bool> {
    let mut out = vec![false; lines.len()];
    let Some(first) = lines.iter().position(|l| is_running(l) && part(l).is_none()) else { return out };
    let parts: Vec<Option<Part>> =
        lines.iter().enumerate().map(|(i, l)| if i > first { part(l) } else { None }).collect();
    let mut i = first;
    while i < lines.len() {
        if parts.get(i).copied().flatten().is_none() {
            i = i.saturating_add(1);
            continue;
        }
        let mut end = i;
        let mut next = i.saturating_add(1);
        while next <= end.saturating_add(BETWEEN) && goes_on(lines.get(next)) {
            if parts.get(next).copied().flatten().is_some() {
                end = next;
            }
            next = next.saturating_add(1);
        }
        let has = |of: Part| parts.iter().take(end.saturating_add(1)).skip(i).any(|p| *p == Some(of));
        if has(Part::Told) || has(Part::Hint) && has(Part::Offer) {
            out.iter_mut().take(end.saturating_add(1)).skip(i).for_each(|o| *o = true);
        }
        i = end.saturating_add(1);
    }
    out
}

/// Whether a line may stand within a wall.
fn goes_on(line: Option<&Line>) -> bool {
    line.is_some_and(|l| l.section().is_none() && count(&l.text) < PARAGRAPH)
}

/// Whether a wall stands below the last line of the text.
pub(super) fn is_below(lines: &[Line], last: usize) -> bool {
    lines.iter().skip(last.saturating_sub(1)).take(BELOW).any(|l| l.walled)
}

/// The last line of the text above a wall, where next to nothing runs on behind it.
pub(super) fn ends(lines: &[Line], last: usize) -> Option<usize> {
    let at = lines.iter().take(last).position(|l| l.walled)?;
    let behind =
        lines.iter().take(last.saturating_add(1)).skip(at.saturating_add(1)).filter(|l| is_running(l));
    let before = lines.iter().take(at.saturating_add(1)).filter(|l| is_running(l)).count();
    (behind.count() <= FEW && before > FEW).then_some(at)
}

/// Whether the line at `at` is the start of a sentence that a wall right below it cuts off.
pub(super) fn is_cut(lines: &[Line], at: usize) -> bool {
    let above = at.checked_sub(1).and_then(|b| lines.get(b));
    lines.get(at).is_some_and(|l| {
        l.walled
            && !l.bullet
            && !l.parted
            && count(&l.text) >= CUT
            && l.section().is_none()
            && above.is_none_or(|a| a.section().is_none())
    })
}

#[cfg(test)]
mod tests {
    use super::{numbered, walls};
    use crate::article::saved::lines::Line;

    fn walled(texts: &[&str]) -> Vec<bool> {
        let body = "The harbour was closed on Monday because of a storm, the city said in a statement.";
        let texts = std::iter::once(&body).chain(texts);
        let lines: Vec<Line> = texts.map(|t| Line::new((*t).to_owned(), 1)).collect();
        walls(&lines).into_iter().skip(1).collect()
    }

    #[test]
    fn a_wall_is_told_by_its_words() {
        assert_eq!(walled(&["Subscribe to continue reading", "From 1 euro", "See all offers"]), [true; 3]);
        assert_eq!(walled(&["Il vous reste 63,5 % de cet article à lire."]), [true]);
        assert_eq!(walled(&["残り1,204文字", "ログインする"]), [true; 2]);
        assert_eq!(walled(&["Subscribe now", "Already a subscriber? Log in"]), [true; 2]);
        assert_eq!(walled(&["Subscribe now", "Why the ferry stopped"]), [false; 2]);
        assert_eq!(walled(&["“Subscribe to continue reading” is what most readers see."]), [false]);
        assert_eq!(numbered("noch 3 500 zeichen"), "noch 0 zeichen");
    }
}
