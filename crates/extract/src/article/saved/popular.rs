//! Lists of what others read or of what is new, behind an article: their headlines among numbers, times and kickers.

use super::bylines::is_outlet;
use super::credits;
use super::furniture::is_advertisement;
use super::lines::{Line, is_sentence, number};
use super::links::{is_kicker, related};
use super::phrases::phrases;
use super::topics;
use crate::article::Article;
use crate::article::words::count;

/// A list is no longer than this, in lines.
const LONGEST: usize = 50;
/// A headline has at least so many words; behind the page's own lines, so many.
const WORDS: u32 = 4;
const PARTED: u32 = 5;
/// And at most so many; one that ends as a sentence does, so many.
const MOST: u32 = 30;
const DOTTED: u32 = 14;
/// A heading that is not known has at most so many words, the headline below it at least so many.
const HEADING: u32 = 5;
const LONG: u32 = 5;
/// Words of pages' own lines are less than this share of a headline's.
const OWN: f32 = 0.5;

/// Reads the list at the start of these lines; tells how many lines it has.
pub(super) fn list(lines: &[Line], article: &mut Article) -> usize {
    let taught = is_taught(lines);
    let dotted = lines.iter().take(2).filter(|l| is_dotted(l)).count() == 2;
    let (mut ranked, mut counted) = (false, false);
    let mut labelled = false;
    let (mut taken, mut other) = (0_usize, 0_usize);
    let (mut above, mut close): (Option<&Line>, bool) = (None, true);
    for (i, line) in lines.iter().take(LONGEST).enumerate() {
        let next = lines.get(i.saturating_add(1));
        // Close below a headline it is that story's label.
        let of_link =
            line.gap == 0 && above.is_some() && topics::listed(&line.text).is_some_and(|l| l.len() == 1);
        if of_link && next.is_some_and(|n| n.gap > 0) {
            continue;
        }
        // Labels in one line are none of the list's.
        let row = line.text.contains(" | ") && line.text.split(" | ").all(topics::is_topic);
        if row || line.section().is_some() || topics::listed(&line.text).is_some() {
            return i;
        }
        // Where a label stands over the first headline, one stands over each.
        let label = line.is_topic() && count(&line.text) < WORDS && (line.gap == 0 || taken == 0);
        let over =
            next.is_some_and(|n| n.gap == 0 && !n.parted && is_headline(n, unnumbered(&n.text), 0, dotted));
        if label && over && (taken == 0 || labelled) {
            (labelled, above, other) = (true, None, 0);
            continue;
        }
        counted |= number(rank(&line.text)).is_some();
        if is_beside(line) || is_kicker(&line.text, next) {
            continue;
        }
        // Where no empty line parts the headlines, one ends the list.
        if taken >= 2 && close && line.gap > 0 {
            return i;
        }
        close &= taken == 0 || line.gap == 0;
        let title = unnumbered(&line.text);
        // A sentence below a headline, or the second line of each of several pairs, tells of the story.
        let teaser = taken > 0 && line.gap == 0 && above.is_some() && (taught || is_dotted(line) && !dotted);
        if teaser {
            above = None;
            continue;
        }
        // A few words apart from the list, close to what follows, head something else.
        let heads = taken > 0
            && line.gap > 0
            && count(title) <= WORDS
            && next.is_some_and(|n| n.gap == 0 && count(&n.text) < WORDS);
        if heads {
            return i;
        }
        if is_headline(line, title, taken, dotted) {
            // In a list with numbers what has none is something else.
            if ranked && !counted {
                return i;
            }
            (ranked, counted) = (ranked || taken == 0 && counted, false);
            related(title, article);
            (taken, other, above) = (taken.saturating_add(1), 0, Some(line));
            continue;
        }
        above = None;
        other = other.saturating_add(1);
        // A kicker or a name may stand over a headline; two such lines are something else.
        if other > 1 || line.parted && taken > 0 {
            return i.saturating_add(1).saturating_sub(other);
        }
    }
    lines.len().min(LONGEST)
}

/// A heading that is not known: a few words close over the headline of another story, behind which another one, its time or
/// another heading stands. Or a part of the paper of which more follows: "More Sport".
pub(super) fn heads(lines: &[Line], at: usize) -> bool {
    let headline = |l: Option<&Line>| {
        l.is_some_and(|n| n.gap == 0 && !n.parted && is_headline(n, unnumbered(&n.text), 0, false))
    };
    let get = |k: usize| lines.get(at.saturating_add(k));
    let Some(line) = get(0).filter(|l| headline(get(1)) && is_heading(l)) else { return false };
    let text = line.text.as_str();
    let more = text.strip_prefix("More ").or_else(|| text.strip_prefix("MORE "));
    if more.is_some_and(|part| part.starts_with(char::is_uppercase) && (1..=3).contains(&count(part))) {
        return true;
    }
    // Behind labels one more of them is no heading.
    let apart = line.gap > 0 || line.parted || count(text) > 1;
    let timed = get(1).is_some_and(|l| l.timed) || get(2).is_some_and(is_beside);
    let second = headline(get(2)) || timed && headline(get(3));
    let other = get(2).is_some_and(is_heading) && headline(get(3)) && headline(get(4));
    apart && LONG <= get(1).map_or(0, |l| count(&l.text)) && (second || timed || other)
}

/// A few words that may head a list.
fn is_heading(line: &Line) -> bool {
    line.section().is_none()
        && !line.bullet
        && (1..=HEADING).contains(&count(&line.text))
        && !is_sentence(line.text.trim_end_matches('!'))
        && !line.is_person()
        && !line.is_role()
        && !is_beside(line)
        && !line.is_furniture()
        && !is_outlet(&line.text)
}

/// A number, a time, an advertisement: it stands beside a headline and ends no list.
fn is_beside(line: &Line) -> bool {
    let text = line.text.as_str();
    number(rank(text)).is_some()
        || is_advertisement(text)
        || line.is_dateline()
        || line.is_clock()
        || line.is_byline()
}

/// "4.": the number alone.
fn rank(text: &str) -> &str {
    text.trim_end_matches(['.', ')', '#'])
}

/// Pairs of lines with an empty one between them: a headline and what tells of it.
fn is_taught(lines: &[Line]) -> bool {
    let far = |i: usize| lines.get(i).is_none_or(|l| l.gap > 0);
    let words = |i: usize| lines.get(i).is_some_and(|l| count(&l.text) >= WORDS);
    let pair = |i: usize| {
        words(i) && words(i.saturating_add(1)) && !far(i.saturating_add(1)) && far(i.saturating_add(2))
    };
    pair(0) && far(2) && pair(2)
}

/// Ends as a sentence does.
fn is_dotted(line: &Line) -> bool {
    let text = line.text.as_str();
    is_sentence(text) && text.ends_with(['.', '。', '”', '"', ')']) && count(text) >= WORDS
}

fn is_headline(line: &Line, title: &str, taken: usize, dotted: bool) -> bool {
    let words = count(title);
    let least = if line.parted && taken > 0 { PARTED } else { WORDS };
    let asks = title.ends_with(['?', '？', '؟', '!', '…']);
    let form = asks || !is_sentence(title) || dotted && words <= DOTTED || is_titled(title);
    (least..=MOST).contains(&words)
        && form
        && !line.is_furniture()
        && !is_outlet(title)
        && !credits::is_credit(title)
        && !credits::is_captioned_by_agency(title)
        && phrases().own_share(line.key()) < OWN
}

/// Two short sentences of which each word begins with a capital: "The Boom Is Over. The Robots Are Staying."
fn is_titled(text: &str) -> bool {
    let long = || text.split(' ').filter(|w| w.chars().count() > 3);
    count(text) <= DOTTED && long().count() >= 3 && long().all(|w| !w.starts_with(char::is_lowercase))
}

/// "1. Why the ferry stopped", "→ Why the ferry stopped": the headline alone.
fn unnumbered(text: &str) -> &str {
    let text = text.trim_start_matches(['→', '▶', '►', '>', '»', '·', ' ']);
    let bare = text.trim_start_matches(|c: char| c.is_ascii_digit());
    if bare.len() < text.len() && text.len() <= bare.len().saturating_add(2) {
        let rest = bare.trim_start_matches(['.', ')', ':']);
        if rest.len() < bare.len() && rest.starts_with(' ') {
            return rest.trim_start();
        }
    }
    text
}
