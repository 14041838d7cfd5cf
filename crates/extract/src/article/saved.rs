//! Text saved from a page: headline, key points and the rest told from the form of its lines alone.

use super::extras::comment_line;
use super::meta::{self, dates};
use super::{Article, Hints, Image, Kind, Related, Video, language, render, words};
use crate::Warning;

/// One line that is not empty, and how many empty ones stood before it.
#[derive(Debug, Clone)]
struct Line {
    text: String,
    gap: usize,
    /// It began with a bullet.
    bullet: bool,
}

/// Longer texts are cut.
const MAX_LINES: usize = 20_000;

/// Reads a page saved as text.
pub(crate) fn read(text: &str, hints: &Hints<'_>) -> Article {
    let lines = lines(text);
    let mut article = Article { url: hints.url.map(str::to_owned), ..Article::default() };
    article.language = language::guess(text).map(str::to_owned);
    let Some(title) = title(&lines, hints.title) else {
        article.text = lines.iter().map(|l| l.text.clone()).collect::<Vec<_>>().join("\n\n");
        article.kind = Kind::Other;
        article.warnings.push(Warning::new("no-headline", "no line looks like a headline"));
        return finish(article);
    };
    article.title = Some(lines[title].text.clone());
    above(&lines[..title], &mut article);
    below(&lines[title + 1..], &mut article);
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

fn lines(text: &str) -> Vec<Line> {
    let mut out = Vec::new();
    let mut gap = 0;
    for raw in text.lines().take(MAX_LINES) {
        let line = words::folded(raw);
        if line.is_empty() {
            gap += 1;
            continue;
        }
        let bare = line.trim_start_matches(['•', '●', '▪', '■', '◦', '‣', '–', '*', '·', '-']).trim_start();
        let bullet = bare.len() < line.len() && line.chars().nth(1).is_some_and(char::is_whitespace);
        let text = if bullet { bare.to_owned() } else { line };
        if !text.is_empty() {
            out.push(Line { text, gap, bullet });
        }
        gap = 0;
    }
    out
}

/// Whether a line ends as a sentence does.
fn is_sentence(text: &str) -> bool {
    let end = text.trim_end_matches(['"', '”', '’', '\'', ')', '»', ']']);
    end.ends_with(['.', '!', '?', '…', '。', '！', '？', ':', ';', '।'])
}

fn word_count(text: &str) -> u32 {
    words::count(text)
}

/// Lines of the page's own, in several languages.
fn is_furniture(text: &str) -> bool {
    let key = words::fold_key(text);
    const WHOLE: [&str; 62] = [
        "advertisement",
        "advertisements",
        "ad",
        "ads",
        "sponsored",
        "sponsored content",
        "promoted",
        "learn more",
        "read more",
        "read next",
        "subscribe",
        "subscribe now",
        "sign in",
        "sign up",
        "log in",
        "login",
        "register",
        "share",
        "share this",
        "share this article",
        "print",
        "print article",
        "email",
        "save",
        "menu",
        "search",
        "home",
        "skip to content",
        "skip to main content",
        "follow us",
        "follow",
        "listen",
        "listen to this article",
        "comments",
        "comment",
        "add comment",
        "view comments",
        "related",
        "related articles",
        "related stories",
        "more on this",
        "more on this story",
        "most read",
        "most popular",
        "trending",
        "recommended",
        "recommended for you",
        "you may like",
        "newsletter",
        "cookie settings",
        "accept all",
        "why you can trust us",
        "copy link",
        "facebook",
        "twitter",
        "whatsapp",
        "linkedin",
        "anzeige",
        "werbung",
        "publicité",
        "publicidad",
        "pubblicità",
    ];
    WHOLE.contains(&key.as_str())
        || key.starts_with("get more with ")
        || key.starts_with("sign up ")
        || key.starts_with("subscribe to ")
        || key.starts_with("share on ")
        || key.starts_with("follow us ")
        || key.starts_with("download our ")
        || key.starts_with("download the ")
        || key.starts_with("copyright ")
        || key.starts_with("all rights reserved")
        || text.starts_with('©')
}

/// The headline: a line apart that reads like one, before the first run of sentences.
fn title(lines: &[Line], hint: Option<&str>) -> Option<usize> {
    if let Some(key) = hint.map(words::fold_key).filter(|k| !k.is_empty())
        && let Some(at) = lines.iter().position(|l| words::fold_key(&l.text) == key)
    {
        return Some(at);
    }
    let body = lines.iter().position(|l| {
        !l.bullet && is_sentence(&l.text) && word_count(&l.text) >= 14 && credit(&l.text).is_none()
    })?;
    let mut best: Option<(i32, usize)> = None;
    for (i, line) in lines.iter().enumerate().take(body) {
        let n = i32::try_from(word_count(&line.text)).unwrap_or(i32::MAX);
        if line.bullet
            || is_furniture(&line.text)
            || credit(&line.text).is_some()
            || !(3..=35).contains(&n)
            || line.text.chars().count() > 220
        {
            continue;
        }
        if is_sentence(&line.text) && !line.text.ends_with(['?', '!'])
            || byline(&line.text).is_some()
            || clock_only(&line.text)
            || dateline(&line.text)
        {
            continue;
        }
        let next_gap = lines.get(i + 1).map_or(0, |l| l.gap);
        let bullets_after = lines.get(i + 1).is_some_and(|l| l.bullet);
        let mut score = n.min(14);
        score += if line.gap > 0 { 6 } else { 0 } + if next_gap > 0 { 6 } else { 0 };
        score += if bullets_after { 6 } else { 0 };
        score += if i == 0 { 2 } else { 0 };
        // Slogans stand between a site's other lines.
        score -= if lines.get(i + 1).is_some_and(|l| is_furniture(&l.text)) { 10 } else { 0 };
        score -= if i > 0 && line.gap == 0 && is_furniture(&lines[i - 1].text) { 6 } else { 0 };
        if best.is_none_or(|b| score > b.0) {
            best = Some((score, i));
        }
    }
    best.map(|b| b.1)
}

/// A caption that names its credit.
fn credit(text: &str) -> Option<(String, String)> {
    let (caption, credit) = meta::split_credit(text);
    let credit = credit?;
    (word_count(&credit) <= 10).then_some((caption, credit))
}

fn clock_only(text: &str) -> bool {
    dates::duration(text).is_some() && text.contains(':')
}

fn dateline(text: &str) -> bool {
    word_count(text) <= 14 && dates::parse(text).is_some()
}

/// "By A and B", "Von …".
fn byline(text: &str) -> Option<Vec<String>> {
    let lower = text.to_lowercase();
    let starts = ["by ", "by: ", "von ", "par ", "por ", "di ", "door ", "av ", "af ", "written by "]
        .iter()
        .any(|p| lower.starts_with(p));
    if !starts || word_count(text) > 16 || is_sentence(text) {
        return None;
    }
    let names = meta::names(text);
    (!names.is_empty()).then_some(names)
}

/// What stands over the headline: a label, the caption with its credit, a date, a byline.
fn above(lines: &[Line], article: &mut Article) {
    for line in lines {
        facts(line, article);
    }
    // A label stands alone, short, and once more or with a capital; a slogan or button is none.
    for (i, line) in lines.iter().enumerate() {
        if is_label(&line.text) && !lines.get(i + 1).is_some_and(|n| n.text.starts_with("Get more with"))
            || is_label(&line.text)
        {
            push_new(&mut article.topics, &line.text);
        }
    }
}

fn push_new(list: &mut Vec<String>, text: &str) {
    if !list.iter().any(|t| words::fold_key(t) == words::fold_key(text)) {
        list.push(text.to_owned());
    }
}

fn is_label(text: &str) -> bool {
    let n = word_count(text);
    (1..=4).contains(&n)
        && text.chars().count() <= 40
        && !is_furniture(text)
        && !is_sentence(text)
        && text.chars().next().is_some_and(|c| !c.is_lowercase() && c.is_alphabetic())
        && !clock_only(text)
        && !dateline(text)
        && comment_line(text).is_none()
}

/// Caption, credit, date and byline: each taken once. Whether the line was one of them.
fn facts(line: &Line, article: &mut Article) -> bool {
    if let Some((caption, by)) = credit(&line.text) {
        if article.image.is_none() {
            article.image =
                Some(Image { url: None, caption: Some(caption).filter(|c| !c.is_empty()), credit: Some(by) });
        }
        return true;
    }
    if let Some(names) = byline(&line.text) {
        if article.authors.is_empty() {
            article.authors = names;
        }
        return true;
    }
    if dateline(&line.text) && !is_sentence(&line.text) {
        let lower = line.text.to_lowercase();
        let at = dates::parse(&line.text).and_then(|f| f.instant(None));
        if ["updated", "modified", "aktualisiert", "mis à jour", "actualizado", "aggiornato"]
            .iter()
            .any(|w| lower.contains(w))
        {
            article.modified = article.modified.or(at);
        } else {
            article.published = article.published.or(at);
        }
        return true;
    }
    false
}

/// From the headline down.
fn below(lines: &[Line], article: &mut Article) {
    let mut paragraphs: Vec<String> = Vec::new();
    let mut i = 0;
    let mut in_body = false;
    let mut quiet = 0;
    while let Some(line) = lines.get(i) {
        i += 1;
        let text = line.text.as_str();
        let n = word_count(text);
        if !in_body && line.bullet {
            article.key_points.push(text.to_owned());
            continue;
        }
        if is_furniture(text) || facts(line, article) {
            continue;
        }
        if let Some(count) = comment_line(text).filter(|_| n <= 4).or_else(|| last_number(lines, i - 1)) {
            article.comment_count = article.comment_count.or(Some(count));
            continue;
        }
        if clock_only(text) {
            let seconds = dates::duration(text);
            if let Some(title) = lines.get(i).filter(|l| !is_sentence(&l.text)) {
                let key = words::fold_key(&title.text);
                article.videos.push(Video {
                    title: Some(title.text.clone()),
                    url: None,
                    duration_seconds: seconds,
                });
                i += 1;
                while lines.get(i).is_some_and(|l| words::fold_key(&l.text) == key) {
                    i += 1;
                }
            }
            continue;
        }
        if !in_body && is_label(text) && line.gap <= 1 {
            push_new(&mut article.topics, text);
            continue;
        }
        if !in_body && paragraphs.is_empty() && !is_sentence(text) && n >= 5 {
            // A standfirst without a full stop.
            article.key_points.push(text.to_owned());
            continue;
        }
        if line.bullet || is_sentence(text) || (n > 40) {
            in_body = true;
            quiet = 0;
            paragraphs.push(text.to_owned());
            continue;
        }
        if is_heading(line, lines.get(i), n) {
            paragraphs.push(text.to_owned());
            continue;
        }
        quiet += 1;
        if n >= 4 && quiet < 40 {
            article.related.push(Related { title: text.to_owned(), url: None });
        } else if n < 4
            && is_label(text)
            && in_body
            && !lines
                .get(i..)
                .unwrap_or_default()
                .iter()
                .any(|l| is_sentence(&l.text) && word_count(&l.text) > 10)
        {
            push_new(&mut article.topics, text);
        }
    }
    article.text = paragraphs.join("\n\n");
}

/// A bare number at the very end is the count of comments.
fn last_number(lines: &[Line], at: usize) -> Option<u64> {
    let line = lines.get(at)?;
    let rest = lines.get(at + 1..).unwrap_or_default();
    if rest.iter().any(|l| is_sentence(&l.text) && word_count(&l.text) > 8) {
        return None;
    }
    line.text.replace(',', "").parse().ok()
}

/// A subhead: short, apart, and running text right under it. A link to another story is a full headline.
fn is_heading(line: &Line, next: Option<&Line>, n: u32) -> bool {
    n <= 6
        && line.gap > 0
        && next.is_some_and(|l| is_sentence(&l.text) && word_count(&l.text) > 8)
        && !line.text.contains(':')
}
