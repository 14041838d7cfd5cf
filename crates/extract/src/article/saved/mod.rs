//! Text saved from a page: headline, key points and the rest told from the form of its lines alone.

pub(crate) mod captions;
mod furniture;
mod lines;

use std::collections::BTreeMap;

use super::meta::dates;
use super::words::{count, fold_key};
use super::{Article, Hints, Image, Kind, Related, Video, language, meta, render};
use crate::Warning;
use furniture::{Section, is_furniture, pointed_to, section};
use lines::{
    Line, byline, clock, comments, is_dateline, is_label, is_role, is_running, is_sentence, name_alone,
    number,
};

/// More labels and links to other stories than these are a list of something else.
const MAX_TOPICS: usize = 40;
const MAX_RELATED: usize = 200;

/// Reads a page saved as text.
pub(crate) fn read(text: &str, hints: &Hints<'_>) -> Article {
    let lines = lines::lines(text);
    let mut article = Article { url: hints.url.map(str::to_owned), ..Article::default() };
    article.language = language::guess(text).map(str::to_owned);
    let Some(at) = headline(&lines, hints.title) else {
        article.text = lines.iter().map(|l| l.text.clone()).collect::<Vec<_>>().join("\n\n");
        article.kind = Kind::Other;
        article.warnings.push(Warning::new("no-headline", "no line looks like a headline"));
        return finish(article);
    };
    let (above, below) = lines.split_at_checked(at).unwrap_or_default();
    let Some((line, below)) = below.split_first() else { return finish(article) };
    article.title = Some(line.text.clone());
    labels_above(above, &lines, &mut article);
    header(above, &mut article);
    let (head, body) = below.split_at_checked(body_start(below)).unwrap_or_default();
    header_below(head, &mut article);
    Body::default().read(body, &mut article);
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
    let run: Vec<&Line> =
        above.iter().rev().skip_while(may_stand_between).take_while(|l| is_label(&l.text)).collect();
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for line in all.iter().filter(|l| count(&l.text) <= 3) {
        *times.entry(fold_key(&line.text)).or_default() += 1;
    }
    for line in above.iter().filter(|l| is_label(&l.text)) {
        let repeated = times.get(&fold_key(&line.text)).is_some_and(|n| *n > 1);
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

/// Caption, credit, date and byline: each taken once.
fn header(lines: &[Line], article: &mut Article) {
    let mut i = 0;
    while i < lines.len() {
        i += facts(lines, i, article).unwrap_or(1);
    }
}

/// Takes a fact that stands at `i`; how many lines it is.
fn facts(lines: &[Line], i: usize, article: &mut Article) -> Option<usize> {
    let line = lines.get(i)?;
    let next = lines.get(i.saturating_add(1));
    if let Some(source) = captions::labelled(&line.text, "image source") {
        let caption = next.and_then(|l| captions::labelled(&l.text, "image caption"));
        article.image.get_or_insert(Image {
            url: None,
            caption: caption.map(str::to_owned),
            credit: Some(source.to_owned()),
        });
        return Some(if caption.is_some() { 2 } else { 1 });
    }
    if let Some((mut caption, credit)) = captions::caption(&line.text) {
        // The caption stands on the line above its credit.
        if let Some(above) = i.checked_sub(1).and_then(|b| lines.get(b)).filter(|l| {
            caption.is_empty()
                && article.image.is_none()
                && line.gap == 0
                && (3..=40).contains(&count(&l.text))
                && !is_running(l)
                && !is_furniture(&l.text)
                && !is_dateline(&l.text)
                && byline(&l.text).is_none()
        }) {
            caption.clone_from(&above.text);
            article.key_points.retain(|k| *k != above.text);
        }
        if article.image.is_none() {
            article.image = Some(Image {
                url: None,
                caption: Some(caption).filter(|c| !c.is_empty()),
                credit: Some(credit).filter(|c| !c.is_empty()),
            });
        }
        return Some(1);
    }
    if captions::is_agency(&line.text) {
        // The caption stands below its credit.
        let caption =
            next.filter(|l| l.gap == 0 && (4..=40).contains(&count(&l.text)) && !is_furniture(&l.text));
        if article.image.is_none() {
            article.image = Some(Image {
                url: None,
                caption: caption.map(|l| l.text.clone()),
                credit: Some(line.text.clone()),
            });
        }
        return Some(if caption.is_some() { 2 } else { 1 });
    }
    if let Some(names) = byline(&line.text) {
        if article.authors.is_empty() {
            article.authors = names;
        }
        return Some(1);
    }
    if is_dateline(&line.text) {
        let at = dates::parse(&line.text).and_then(|f| f.instant(None));
        if meta::is_change(&line.text) {
            article.modified = article.modified.or(at);
        } else {
            article.published = article.published.or(at);
        }
        return Some(1);
    }
    None
}

/// Between headline and body: the standfirst or bullets, who wrote it, when, the caption, a video.
fn header_below(head: &[Line], article: &mut Article) {
    let mut i = 0;
    let mut in_summary = false;
    while let Some(line) = head.get(i) {
        let next = head.get(i.saturating_add(1));
        let text = line.text.as_str();
        if line.bullet {
            article.key_points.push(text.to_owned());
            i += 1;
            continue;
        }
        if let Some(taken) = video(head, i, article).or_else(|| facts(head, i, article)) {
            i += taken;
            continue;
        }
        let name = name_alone(line, i.checked_sub(1).and_then(|b| head.get(b)), next);
        i += 1;
        if let Some(opened) = section(text) {
            in_summary = opened == Section::Summary;
            continue;
        }
        if is_furniture(text) || is_role(text) && name.is_none() {
            continue;
        }
        if let Some(n) = number(text).or_else(|| comments(text)) {
            article.comment_count = article.comment_count.or(Some(n));
        } else if let Some(name) = name {
            if article.authors.is_empty() {
                article.authors.push(name);
            }
        } else if article.topics.iter().any(|t| fold_key(t) == fold_key(text)) {
        } else if count(text) >= 5 || in_summary {
            article.key_points.push(text.to_owned());
        } else if is_label(text) && next.is_none() {
            push_new(&mut article.topics, text);
        }
    }
}

/// A video's length and title, the one above the other; how many lines they are.
fn video(lines: &[Line], i: usize, article: &mut Article) -> Option<usize> {
    let line = lines.get(i)?;
    let next = lines.get(i.saturating_add(1));
    let (title, seconds, mut taken) = match (clock(&line.text), next.and_then(|l| clock(&l.text))) {
        (Some(seconds), _) => {
            let title = next.filter(|l| !is_running(l) && !is_furniture(&l.text) && !l.bullet);
            (title, seconds, if title.is_some() { 2 } else { 1 })
        }
        (None, Some(seconds)) if next.is_some_and(|l| l.text.contains(' ')) && !is_furniture(&line.text) => {
            (Some(line), seconds, 2)
        }
        _ => return None,
    };
    if let Some(title) = title {
        let key = fold_key(&title.text);
        article.videos.push(Video {
            title: Some(title.text.clone()),
            url: None,
            duration_seconds: Some(seconds),
        });
        // Its title is often told twice.
        while lines.get(i.saturating_add(taken)).is_some_and(|l| fold_key(&l.text) == key) {
            taken += 1;
        }
    }
    Some(taken)
}

/// What stands after a line.
struct After<'l> {
    next: Option<&'l Line>,
    /// Running text comes yet.
    goes_on: bool,
}

/// The body and what follows it.
#[derive(Default)]
struct Body {
    paragraphs: Vec<String>,
    section: Option<Section>,
}

impl Body {
    fn read(mut self, lines: &[Line], article: &mut Article) {
        let last = lines.iter().rposition(is_running);
        let mut i = 0;
        while let Some(line) = lines.get(i) {
            if let Some(taken) = video(lines, i, article) {
                i += taken;
                continue;
            }
            i += 1;
            let after = After { next: lines.get(i), goes_on: last.is_some_and(|l| l >= i) };
            self.line(line, &after, article);
        }
        article.text = self.paragraphs.join("\n\n");
    }

    fn line(&mut self, line: &Line, after: &After<'_>, article: &mut Article) {
        let text = line.text.as_str();
        if let Some(opened) = section(text) {
            self.section = Some(opened);
            return;
        }
        if let Some(title) = pointed_to(text) {
            article.related.push(Related { title: title.to_owned(), url: None });
            return;
        }
        if is_furniture(text)
            || captions::labelled(text, "image source").is_some()
            || captions::labelled(text, "image caption").is_some()
        {
            return;
        }
        if let Some((caption, credit)) = captions::caption(text) {
            let image = Image { url: None, caption: Some(caption), credit: Some(credit) };
            article.image.get_or_insert(image);
            return;
        }
        if let Some(n) = comments(text).or_else(|| number(text)) {
            article.comment_count = article.comment_count.or(Some(n));
            return;
        }
        if is_running(line) && !(self.section == Some(Section::End) && self.paragraphs.len() > 2) {
            self.section = None;
            self.paragraphs.push(text.to_owned());
            return;
        }
        match self.section {
            Some(Section::Related) => self.related(text, article),
            Some(Section::Topics) if count(text) <= 5 => push_new(&mut article.topics, text),
            Some(_) => {}
            None => self.short(line, after, article),
        }
    }

    fn related(&self, text: &str, article: &mut Article) {
        if count(text) >= 3 && article.related.len() < MAX_RELATED {
            article.related.push(Related { title: text.to_owned(), url: None });
        }
    }

    /// A short line that no section explains.
    fn short(&mut self, line: &Line, after: &After<'_>, article: &mut Article) {
        let text = line.text.as_str();
        let asks = text.ends_with(['?', '？']) && !line.bullet && count(text) >= 4;
        if asks {
            self.related(text, article);
        } else if is_sentence(text) || line.bullet {
            if byline(text).is_none() {
                self.paragraphs.push(text.to_owned());
            }
        } else if is_subhead(line, after.next) {
            self.paragraphs.push(text.to_owned());
        } else if byline(text).is_some() || is_dateline(text) || captions::is_agency(text) || is_role(text) {
        } else if count(text) >= 4 {
            self.related(text, article);
        } else if is_label(text) && !after.goes_on && !article.authors.iter().any(|a| a == text) {
            push_new(&mut article.topics, text);
        }
    }
}

/// A subhead: short, and running text right under it. A link to another story is a full headline.
fn is_subhead(line: &Line, next: Option<&Line>) -> bool {
    let most = if line.gap > 0 { 6 } else { 5 };
    count(&line.text) <= most
        && next.is_some_and(is_running)
        && !line.text.contains(':')
        && !is_dateline(&line.text)
}
