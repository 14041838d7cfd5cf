//! The headline, told by its form and place alone.

use super::lines::{Line, comments, is_sentence, name_alone};
use super::{credits, topics};
use crate::article::words::{count, fold_key};

/// What belongs to a headline stands at most so many lines below it.
const CLOSE: usize = 10;

/// The headline: a line that reads like one, before the first run of sentences.
pub(super) fn headline(lines: &[Line], hint: Option<&str>) -> Option<usize> {
    if let Some(key) = hint.map(fold_key).filter(|k| !k.is_empty())
        && let Some(at) = lines.iter().position(|l| l.key() == key)
    {
        return Some(at);
    }
    let body = lines.iter().position(|l| {
        !l.bullet && is_sentence(&l.text) && count(&l.text) >= 12 && !l.is_captioned() && !l.is_furniture()
    })?;
    best_of(lines, body, false).or_else(|| best_of(lines, body, true))
}

/// The line with the form of a headline before `body`; `named`: also one with the form of a name.
fn best_of(lines: &[Line], body: usize, named: bool) -> Option<usize> {
    let mut best: Option<(i32, usize)> = None;
    for (i, line) in lines.iter().enumerate().take(body) {
        let n = i32::try_from(count(&line.text)).unwrap_or(i32::MAX);
        if !is_candidate(line) {
            continue;
        }
        let (before, next) = (i.checked_sub(1).and_then(|b| lines.get(b)), lines.get(i.saturating_add(1)));
        if !named && name_alone(line, before, next).is_some() {
            continue;
        }
        let apart = |l: Option<&Line>| l.is_some_and(|l| l.gap > 0);
        let furnished = |l: Option<&Line>| l.is_some_and(|l| l.parted || l.is_furniture());
        let mut score = n.min(14);
        score += if line.gap > 0 { 6 } else { 0 } + if apart(next) { 6 } else { 0 };
        score += if next.is_some_and(|l| l.bullet) { 6 } else { 0 };
        score += if i == 0 { 2 } else { 0 };
        // Who wrote it and when stand below a headline.
        let told =
            lines.iter().skip(i.saturating_add(1)).take(4).take_while(|l| !is_sentence(&l.text) || l.bullet);
        let told = told.into_iter().any(|l| l.is_byline() || l.is_dateline());
        score += if told { 5 } else { 0 };
        // A picture's words stand over its credit or end with one in brackets.
        let credited =
            next.is_some_and(|l| l.gap == 0 && credits::credit_below(&line.text, &l.text).is_some());
        score -= if credited || line.text.ends_with([')', '）']) { 9 } else { 0 };
        // A short line over a longer one over a standfirst: a label in words.
        let over = |l: Option<&Line>, words: u32| l.is_some_and(|l| l.gap == 0 && count(&l.text) >= words);
        let third = lines.get(i.saturating_add(2));
        let since = best.and_then(|(_, b)| lines.get(b.saturating_add(1).max(i.saturating_sub(CLOSE))..i));
        let told_above = since.is_some_and(|l| l.iter().any(|l| l.is_byline()));
        score -= if told_above { 9 } else { 0 };
        let dated_above = since.is_some_and(|l| l.iter().any(|l| l.is_dateline()));
        score -= if dated_above && !told_above { 6 } else { 0 };
        // A video's title stands over its length.
        score -= if next.is_some_and(|l| l.gap == 0 && l.is_clock()) { 10 } else { 0 };
        let kicks = n <= 5 && over(next, 6) && next.is_some_and(is_candidate) && over(third, 8);
        score -= if kicks { 12 } else { 0 };
        // Slogans stand between a site's other lines.
        score -= if furnished(next) && !apart(next) { 10 } else { 0 };
        score -= if line.gap == 0 && (line.parted || furnished(before)) { 3 } else { 0 };
        // Two lines that read like headlines, one upon the other: the lower one is the standfirst.
        let follows = best.is_some_and(|(_, b)| {
            i.saturating_sub(b) <= CLOSE
                && lines.get(b).is_some_and(|l| count(&l.text) >= 5)
                && lines.get(b.saturating_add(1)..i).is_some_and(|between| between.iter().all(is_candidate))
        });
        score -= if follows { 12 } else { 0 };
        // Two sentences are a standfirst's.
        score -= if line.text.contains(". ") { 4 } else { 0 };
        if best.is_none_or(|b| score > b.0) {
            best = Some((score, i));
        }
    }
    best.map(|b| b.1)
}

/// Whether a line may be a headline by its own form.
pub(super) fn is_candidate(line: &Line) -> bool {
    *line.told.candidate.get_or_init(|| has_form(line))
}

fn has_form(line: &Line) -> bool {
    let text = line.text.as_str();
    !line.bullet
        && (3..=35).contains(&count(text))
        && text.chars().count() <= 220
        && !line.is_furniture()
        && line.section().is_none()
        && !line.is_captioned()
        && credits::labelled(text, "image-source").is_none()
        && credits::labelled(text, "image-caption").is_none()
        && (!is_sentence(text) || text.trim_end_matches(['”', '’', '"']).ends_with(['?', '!']))
        && !line.is_byline()
        && !line.is_clock()
        && !line.is_dateline()
        && comments(text).is_none()
        && !line.is_role()
        && !super::bylines::is_place_of_outlet(text)
        // An address or an account's name.
        && !text.contains('@')
        && topics::listed(text).is_none()
}
