//! Text saved from a page: headline, key points and the rest told from the form of its lines alone.

mod body;
mod bylines;
pub(crate) mod captions;
mod fill;
mod furniture;
mod header;
pub(crate) mod judge;
mod lines;
mod sections;
mod wrapped;

use std::collections::BTreeMap;

use super::model::Model;
use super::words::{count, fold_key};
use super::{Article, Hints, Kind, language, render};
use crate::Warning;
use body::Body;
use furniture::is_furniture;
use header::{header, header_below};
use judge::{Judge, Verdicts};
use lines::{
    Line, byline, clock, comments, is_dateline, is_label, is_role, is_running, is_sentence, name_alone,
};
use sections::{Section, section};

/// More labels than these are a list of something else.
const MAX_TOPICS: usize = 40;

/// Facts stand at most this many lines above a headline.
const ABOVE: usize = 12;

/// Reads a page saved as text: first by rules alone, then again with the headline and the paragraphs that the learned
/// model takes, which is told what the rules found.
pub(crate) fn read(text: &str, hints: &Hints<'_>, model: &Model, judge: &Judge) -> Article {
    let lines = lines::lines(text);
    let ruled_at = headline(&lines, hints.title);
    let ruled = by_rules(text, &lines, hints, ruled_at, None);
    let Some(verdicts) = judge::judge(&lines, &ruled, model, judge) else { return ruled };
    let known = hints.title.map(fold_key).filter(|k| !k.is_empty());
    let hinted = ruled_at.filter(|at| known.is_some() && lines.get(*at).map(|l| fold_key(&l.text)) == known);
    // Where no line has a headline's form, the model must be sure of one.
    let sure = |at: &usize| ruled_at.is_some() || verdicts.title.get(*at).is_some_and(|s| *s > 0.0);
    let at = hinted.or_else(|| verdicts.headline(&lines).filter(sure).or(ruled_at));
    let mut article = by_rules(text, &lines, hints, at, Some(&verdicts));
    if let Some(at) = at {
        fill::fill(&lines, at, &verdicts, &mut article);
    }
    article
}

/// The lines with what the rules made of them, for training.
pub(crate) fn laid(text: &str, model: &Model) -> judge::Laid {
    let lines = lines::lines(text);
    let hints = Hints::default();
    let ruled = by_rules(text, &lines, &hints, headline(&lines, None), None);
    judge::lay(&lines, &ruled, model)
}

/// Reads the lines around a headline.
fn by_rules(
    text: &str,
    lines: &[Line],
    hints: &Hints<'_>,
    at: Option<usize>,
    verdicts: Option<&Verdicts>,
) -> Article {
    let mut article = Article { url: hints.url.map(str::to_owned), ..Article::default() };
    article.language = language::guess(text).map(str::to_owned);
    let Some(at) = at else {
        article.text = lines.iter().map(|l| l.text.clone()).collect::<Vec<_>>().join("\n\n");
        article.kind = Kind::Other;
        article.warnings.push(Warning::new("no-headline", "no line looks like a headline"));
        return finish(article);
    };
    let (above, below) = lines.split_at_checked(at).unwrap_or_default();
    let Some((line, below)) = below.split_first() else { return finish(article) };
    let below_at = at.saturating_add(1);
    article.title = Some(line.text.clone());
    labels_above(above, lines, &mut article);
    let taken = verdicts.map(|v| v.taken.get(below_at..).unwrap_or_default()).filter(|t| t.contains(&true));
    let start = taken.and_then(|t| t.iter().position(|t| *t)).unwrap_or_else(|| body_start(below));
    let (head, body) = below.split_at_checked(start).unwrap_or_default();
    header_below(head, &mut article);
    // Far above a headline stand other stories.
    let near = above.get(above.len().saturating_sub(ABOVE)..).filter(|_| verdicts.is_some()).unwrap_or(above);
    header(near, &mut article);
    Body::new(taken.and_then(|t| t.get(start..))).read(body, &mut article);
    article.confidence = if article.text.is_empty() { 0.0 } else { 0.8 };
    article.kind = if article.text.is_empty() { Kind::Other } else { Kind::Article };
    finish(article)
}

fn finish(mut article: Article) -> Article {
    for p in article.text.split("\n\n").filter(|p| !p.is_empty()) {
        article.html.push_str("<p>");
        render::escape(&mut article.html, p);
        article.html.push_str("</p>\n");
    }
    article
}

/// The headline: a line that reads like one, before the first run of sentences.
fn headline(lines: &[Line], hint: Option<&str>) -> Option<usize> {
    if let Some(key) = hint.map(fold_key).filter(|k| !k.is_empty())
        && let Some(at) = lines.iter().position(|l| fold_key(&l.text) == key)
    {
        return Some(at);
    }
    let body = lines.iter().position(|l| {
        !l.bullet
            && is_sentence(&l.text)
            && count(&l.text) >= 12
            && captions::caption(&l.text).is_none()
            && !is_furniture(&l.text)
    })?;
    let mut best: Option<(i32, usize)> = None;
    for (i, line) in lines.iter().enumerate().take(body) {
        let n = i32::try_from(count(&line.text)).unwrap_or(i32::MAX);
        if !is_candidate(line) {
            continue;
        }
        let (before, next) = (i.checked_sub(1).and_then(|b| lines.get(b)), lines.get(i.saturating_add(1)));
        if name_alone(line, before, next).is_some() {
            continue;
        }
        let apart = |l: Option<&Line>| l.is_some_and(|l| l.gap > 0);
        let furnished = |l: Option<&Line>| l.is_some_and(|l| is_furniture(&l.text));
        let mut score = n.min(14);
        score += if line.gap > 0 { 6 } else { 0 } + if apart(next) { 6 } else { 0 };
        score += if next.is_some_and(|l| l.bullet) { 6 } else { 0 };
        score += if i == 0 { 2 } else { 0 };
        // Who wrote it and when stand below a headline.
        let told = next.is_some_and(|l| byline(&l.text).is_some() || is_dateline(&l.text));
        score += if told { 5 } else { 0 };
        // Slogans stand between a site's other lines.
        score -= if furnished(next) && !apart(next) { 10 } else { 0 };
        score -= if line.gap == 0 && furnished(before) { 3 } else { 0 };
        // Two lines that read like headlines, one upon the other: the lower one is the standfirst.
        let follows = best.is_some_and(|(_, b)| {
            lines.get(b).is_some_and(|l| count(&l.text) >= 5)
                && lines.get(b.saturating_add(1)..i).is_some_and(|between| between.is_empty())
        });
        score -= if follows { 9 } else { 0 };
        if best.is_none_or(|b| score > b.0) {
            best = Some((score, i));
        }
    }
    best.map(|b| b.1)
}

/// Whether a line may be a headline by its own form.
fn is_candidate(line: &Line) -> bool {
    let text = line.text.as_str();
    !line.bullet
        && (3..=35).contains(&count(text))
        && text.chars().count() <= 220
        && !is_furniture(text)
        && section(text).is_none()
        && captions::caption(text).is_none()
        && captions::labelled(text, "image source").is_none()
        && captions::labelled(text, "image caption").is_none()
        && (!is_sentence(text) || text.trim_end_matches(['”', '’', '"']).ends_with(['?', '!']))
        && byline(text).is_none()
        && clock(text).is_none()
        && !is_dateline(text)
        && comments(text).is_none()
        && !is_role(text)
}

/// Labels over the headline: those that the page repeats, and the one or two right above it. A longer run is the
/// site's menu.
fn labels_above(above: &[Line], all: &[Line], article: &mut Article) {
    let may_stand_between = |l: &&Line| {
        captions::caption(&l.text).is_some() || furniture::is_advertisement(&l.text) || is_dateline(&l.text)
    };
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for line in all.iter().filter(|l| count(&l.text) <= 3) {
        *times.entry(fold_key(&line.text)).or_default() += 1;
    }
    let repeated = |text: &str| times.get(&fold_key(text)).is_some_and(|n| *n > 1);
    // One of three words may be in lower case where the page repeats it.
    let labels = |l: &&Line| is_label(&l.text) || repeated(&l.text) && lines::is_short_name(&l.text);
    let run: Vec<&Line> = above.iter().rev().skip_while(may_stand_between).take_while(labels).collect();
    for line in above.iter().filter(labels) {
        let repeated = repeated(&line.text);
        let right_above = run.len() <= 2 && run.iter().any(|l| std::ptr::eq(*l, line));
        if repeated || right_above {
            push_new(&mut article.topics, &line.text);
        }
    }
}

fn push_new(list: &mut Vec<String>, text: &str) {
    if list.len() < MAX_TOPICS && !list.iter().any(|t| fold_key(t) == fold_key(text)) {
        list.push(text.to_owned());
    }
}

/// Where the running text begins: at the first sentence below which no caption, byline or date follows before the next.
fn body_start(below: &[Line]) -> usize {
    let is_fact = |l: &Line, next: Option<&Line>| {
        byline(&l.text).is_some()
            || is_dateline(&l.text)
            || captions::caption(&l.text).is_some()
            || captions::is_agency(&l.text)
            || captions::labelled(&l.text, "image source").is_some()
            || captions::is_credit(&l.text)
            || next.is_some_and(|n| n.gap == 0 && captions::is_credit(&n.text))
            || name_alone(l, None, next).is_some()
    };
    // A summary's points may be sentences: they end with the first fact after them.
    let summary = below.iter().take(10).position(|l| section(&l.text) == Some(Section::Summary));
    let from = summary
        .and_then(|s| {
            let rest = below.get(s..)?;
            let fact = rest.iter().take(9).position(|l| is_fact(l, None) || is_furniture(&l.text))?;
            Some(s.saturating_add(fact))
        })
        .unwrap_or(0);
    for (i, line) in below.iter().enumerate().skip(from) {
        let next = below.get(i.saturating_add(1));
        if line.bullet || !is_running(line) || is_fact(line, next) || is_furniture(&line.text) {
            continue;
        }
        let rest = below.get(i.saturating_add(1)..).unwrap_or_default();
        let more = rest
            .iter()
            .enumerate()
            .take(9)
            .take_while(|(k, l)| !is_running(l) || is_fact(l, rest.get(k.saturating_add(1))));
        let facts = more.filter(|(k, l)| is_fact(l, rest.get(k.saturating_add(1)))).count();
        // A caption may stand within the text; a byline or two facts may not.
        let told = rest.iter().take(9).take_while(|l| !is_running(l)).any(|l| byline(&l.text).is_some());
        let short = count(&line.text) <= 45;
        if !(short && (told || facts > 1 || facts == 1 && i <= 1)) {
            return i;
        }
    }
    below.len()
}
