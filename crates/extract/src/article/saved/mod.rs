//! Text saved from a page: headline, key points and the rest told from the form of its lines alone.

mod after;
mod around;
mod authors;
mod beside;
mod body;
mod bylines;
pub(crate) mod captions;
mod credits;
mod fill;
mod foot;
mod furniture;
mod gallery;
mod header;
mod headline;
mod inner;
mod jalali;
pub(crate) mod judge;
mod labels;
mod lengths;
mod lines;
mod links;
mod media;
mod numbered;
mod over;
mod own;
mod paragraphs;
mod phrases;
mod points;
mod popular;
mod runs;
mod sections;
mod sieve;
mod signs;
mod skips;
mod splits;
mod steps;
mod subject;
mod taken;
mod takes;
mod told;
mod topics;
mod wall;
mod when;
mod who;
mod wrapped;

use super::model::Model;
use super::words::{count, fold_key};
use super::{Article, Hints, Kind, language, render};
use crate::Warning;
use body::Body;
use header::{header, header_below};
use headline::{headline, is_candidate};
use judge::{Judge, Verdicts};
use lines::{Line, is_running, is_sentence, name_alone};
use sections::Section;

/// More labels than these are a list of something else.
const MAX_TOPICS: usize = 40;

/// So many lines with the form of headlines and no text make a page of links.
const INDEX: usize = 6;

/// A standfirst of several sentences, one a line, has at most so many more, of so many words.
const POINTS: usize = 3;
const POINT: u32 = 28;

/// On long texts the rules are asked where the body begins within so many lines below where the model sees it.
const LATER: usize = 6;

/// A standfirst stands at most so many lines below the headline.
const HEAD: usize = 20;

/// A first paragraph over a picture has at least so many words.
const OPENING: u32 = 25;

/// A video's page has at most so many words below its length.
const BESIDE_VIDEO: u32 = 40;

/// A headline that only the model sees is believed from these log-odds on.
const UNSURE: f32 = -3.0;

/// A word before a date that is shorter, in bytes, may be a part of a name.
const DATED: usize = 6;

/// Facts stand at most this many lines above a headline.
const ABOVE: usize = 12;

/// Reads a page saved as text: first by rules alone, then again with the headline and the paragraphs that the learned
/// model takes, which is told what the rules found.
pub(crate) fn read(text: &str, hints: &Hints<'_>, model: &Model, judge: &Judge) -> Article {
    let mut lines = lines::lines(text);
    points::said_first(&mut lines);
    let ruled_at = headline(&lines, hints.title);
    let (ruled, _) = by_rules(text, &lines, hints, ruled_at, None);
    let Some(verdicts) = judge::judge(&lines, &ruled, model, judge) else { return ruled };
    let known = hints.title.map(fold_key).filter(|k| !k.is_empty());
    let hinted = ruled_at.filter(|at| known.is_some() && lines.get(*at).map(|l| l.key().to_owned()) == known);
    // Where no line has a headline's form, the model must be sure of one.
    let sure = |at: &usize| ruled_at.is_some() || verdicts.title.get(*at).is_some_and(|s| *s > UNSURE);
    let at = hinted.or_else(|| verdicts.headline(&lines).filter(sure).or(ruled_at));
    // What a picture shows, told to those who do not see it, over the picture's source is no headline.
    let source = |at: usize| {
        let next = lines.get(at.saturating_add(1));
        next.is_some_and(|l| {
            let labelled = l.gap == 0 && l.text.contains(':') && credits::credit_alone(&l.text).is_some();
            labelled || credits::labelled(&l.text, "image-source").is_some()
        })
    };
    let at = if at.is_some_and(source) { ruled_at.filter(|r| !source(*r)).or(at) } else { at };
    let at = at.map(|at| told_again(&lines, at, &verdicts));
    let (mut article, start) = by_rules(text, &lines, hints, at, Some(&verdicts));
    if let Some(at) = at {
        fill::fill(&lines, at, start, &verdicts, &mut article);
        without_site(&lines, at, &mut article);
    }
    article
}

/// The headline may stand at the top of the page too: the last one before the text is the article's.
fn told_again(lines: &[Line], at: usize, verdicts: &Verdicts) -> usize {
    let body = verdicts.taken.iter().enumerate().position(|(i, t)| *t && i > at).unwrap_or(lines.len());
    let key = lines.get(at).map(|l| l.key().to_owned()).unwrap_or_default();
    // A video's title stands above and below its length; the headline comes next.
    let is_key = |i: usize| lines.get(i).is_some_and(|l| l.key() == key);
    let is_length = |i: usize| lines.get(i).is_some_and(|l| l.is_clock());
    let second = [at.saturating_add(2), at]
        .into_iter()
        .find(|s| *s >= 2 && is_key(*s) && is_length(s.saturating_sub(1)) && is_key(s.saturating_sub(2)));
    let next = second.map(|s| s.saturating_add(1)).filter(|n| lines.get(*n).is_some_and(is_candidate));
    if let Some(next) = next {
        return next;
    }
    let again = lines.iter().enumerate().take(body).skip(at.saturating_add(1));
    again.filter(|(_, l)| l.key() == key).map(|(i, _)| i).next_back().unwrap_or(at)
}

/// The site's name at the top of all is no author's.
fn without_site(lines: &[Line], at: usize, article: &mut Article) {
    let site = lines.first().map(|l| l.key().to_owned()).filter(|_| at > 0);
    article.authors.retain(|a| site.as_ref() != Some(&fold_key(a)));
}

/// The lines with what the rules made of them, for training.
pub(crate) fn laid(text: &str, model: &Model) -> judge::Laid {
    let lines = lines::lines(text);
    let hints = Hints::default();
    let (ruled, _) = by_rules(text, &lines, &hints, headline(&lines, None), None);
    judge::lay(&lines, &ruled, model)
}

/// Reads the lines around a headline; and where the text begins.
fn by_rules(
    text: &str,
    lines: &[Line],
    hints: &Hints<'_>,
    at: Option<usize>,
    verdicts: Option<&Verdicts>,
) -> (Article, usize) {
    let mut article = Article { url: hints.url.map(str::to_owned), ..Article::default() };
    article.language = spoken(text, lines).map(str::to_owned);
    let Some(at) = at else {
        article.text = lines::whole(text).join("\n\n");
        let many = lines.iter().filter(|l| is_candidate(l)).nth(INDEX - 1).is_some();
        article.kind = if many { Kind::Index } else { Kind::Other };
        article.warnings.push(Warning::new("no-headline", "no line looks like a headline"));
        return (finish(article), lines.len());
    };
    let (above, below) = lines.split_at_checked(at).unwrap_or_default();
    let Some((line, below)) = below.split_first() else { return (finish(article), lines.len()) };
    let below_at = at.saturating_add(1);
    article.title = Some(line.text.clone());
    let from = |of: &'_ [bool]| of.get(below_at..).unwrap_or_default().to_vec();
    let taken = verdicts.map(|v| from(&v.taken)).filter(|t| t.contains(&true));
    let near = verdicts.map(|v| from(&v.near)).unwrap_or_default();
    // On texts of few lines the rules know better where a standfirst ends; on others where it is a matter of a few lines.
    let ruled = body_start(below);
    let judged = taken.as_ref().and_then(|t| t.iter().position(|t| *t));
    let tidy = verdicts.is_some_and(|v| v.tidy >= 0.5);
    let start = judged.map_or(ruled, |j| {
        if (tidy || ruled <= j.saturating_add(LATER)) && ruled < below.len() { j.max(ruled) } else { j }
    });
    // Where a summary's points end the model knows best.
    let heading = below.iter().position(|l| l.section() == Some(Section::Summary));
    let summary = points::summary_end(below);
    let (summary, start) = match judged.filter(|j| heading.is_some_and(|h| *j > h)) {
        Some(j) => (summary.min(j), j),
        None => (summary, start),
    };
    let start = start.max(summary).min(below.len());
    let start = if over_picture(below, ruled, start) { ruled } else { start };
    let start = points::begins_said(below, start).max(summary);
    let start = if start == 0 && points::stands_first(above, below) { 1 } else { start };
    let label = topics::told_again(above, below);
    let start = label.map_or(start, |label| {
        let after = label.saturating_add(1);
        after.saturating_add(body_start(below.get(after..).unwrap_or_default())).min(below.len())
    });
    let (head, body) = below.split_at_checked(start).unwrap_or_default();
    let opening = points::opening(head);
    let opened = opening.and_then(|o| head.get(o)).map(|l| l.text.clone());
    let without: Vec<Line>;
    let head = match opening {
        Some(at) => {
            without = head.iter().enumerate().filter(|(i, _)| *i != at).map(|(_, l)| l.clone()).collect();
            &without[..]
        }
        None => head,
    };
    header_below(head, lines, &topics::repeated(above, head), &mut article);
    if let Some(label) = label.and_then(|l| below.get(l)) {
        let key = label.key().to_owned();
        article.authors.retain(|a| fold_key(a) != key);
        topics::push(&mut article, &label.text);
    }
    // Far above a headline stand other stories.
    let close =
        above.get(above.len().saturating_sub(ABOVE)..).filter(|_| verdicts.is_some()).unwrap_or(above);
    header(close, &mut article);
    let taken = taken.as_ref().and_then(|t| t.get(start..));
    authors::author_above(close, lines, &mut article);
    let opens = judged.map_or(0, |j| {
        if below.get(start).is_some_and(|l| l.is_captioned()) { 0 } else { j.saturating_sub(start) }
    });
    Body::new(taken, near.get(start..).unwrap_or_default())
        .below(above)
        .opened(opens)
        .read(body, &mut article);
    if let Some(opened) = opened.filter(|_| !article.text.is_empty()) {
        article.text = format!("{opened}\n\n{}", article.text);
    }
    over::over((text, lines), above, line, label.is_some(), &mut article);
    own::without_site(above, lines, &mut article);
    own::way_at_top(above, &mut article);
    own::without_tickers(lines, &mut article);
    own::counted(lines, &mut article);
    own::without_stations(lines, &mut article);
    authors::without_places(lines, &mut article);
    authors::told_below(lines, &mut article);
    if article.authors.is_empty()
        && let Some(names) = article.text.split("\n\n").next().and_then(authors::within)
    {
        article.authors = names;
    }
    // "Updated Thu" is no name.
    let dated = |key: &str| phrases::phrases().begins("dated", key).is_some_and(|word| word.len() >= DATED);
    article.authors.retain(|a| {
        let key = fold_key(a);
        !phrases::phrases().ends("roles", &key) && !dated(&key)
    });
    article.published = article.published.or(article.modified);
    article.confidence = if article.text.is_empty() { 0.0 } else { 0.8 };
    let many = lines.iter().filter(|l| is_candidate(l)).nth(INDEX - 1).is_some();
    // A few questions among headlines are headlines too.
    let told = |p: &str| is_sentence(p) && !p.ends_with(['?', '？', '؟']);
    if many && count(&article.text) <= BESIDE_VIDEO && !article.text.split("\n\n").any(told) {
        article.text.clear();
    }
    let video = below.iter().take(5).any(|l| l.is_clock()) && count(&article.text) <= BESIDE_VIDEO;
    article.kind = match article.text.is_empty() {
        _ if video => Kind::Video,
        true if many => Kind::Index,
        true => Kind::Other,
        false => Kind::Article,
    };
    (finish(article), below_at.saturating_add(start))
}

/// A long first paragraph below who wrote it and when, over a picture that the body goes on behind.
fn over_picture(below: &[Line], ruled: usize, start: usize) -> bool {
    let told = |of: fn(&Line) -> bool| below.iter().take(ruled).any(of);
    let between = below.get(ruled.saturating_add(1)..start).unwrap_or_default();
    let first = below.get(ruled);
    ruled > 0
        && ruled < start
        && first.is_some_and(|l| is_running(l) && !l.bullet && !l.is_captioned() && count(&l.text) >= OPENING)
        && told(|l| l.is_byline())
        && told(|l| l.is_dateline())
        && (1..=2).contains(&between.len())
        && between.iter().all(|l| l.is_captioned() || credits::is_credit(&l.text))
}

/// The language of the running text: menus often name what is in another.
fn spoken(text: &str, lines: &[Line]) -> Option<&'static str> {
    let running: Vec<&str> = lines.iter().filter(|l| is_running(l)).map(|l| l.text.as_str()).collect();
    language::guess(&running.join("\n")).or_else(|| language::guess(text))
}

fn finish(mut article: Article) -> Article {
    links::unranked(&mut article.related);
    for p in article.text.split("\n\n").filter(|p| !p.is_empty()) {
        article.html.push_str("<p>");
        render::escape(&mut article.html, p);
        article.html.push_str("</p>\n");
    }
    article
}

fn push_author(article: &mut Article, name: &str) {
    if !article.authors.iter().any(|a| fold_key(a) == fold_key(name)) {
        article.authors.push(name.to_owned());
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
        l.is_byline()
            || bylines::is_person(&l.text) && !is_sentence(&l.text)
            || l.is_dateline()
            || l.is_captioned()
            || credits::is_agency(&l.text)
            || credits::labelled(&l.text, "image-source").is_some()
            || credits::is_credit(&l.text)
            || next.is_some_and(|n| n.gap == 0 && credits::credit_below(&l.text, &n.text).is_some())
            || name_alone(l, None, next).is_some()
    };
    // How many facts stand before the next running line.
    let facts = |rest: &[Line]| {
        let fact = |k: usize, l: &Line| is_fact(l, rest.get(k.saturating_add(1)));
        let more = rest.iter().enumerate().take(9).take_while(|(k, l)| !is_running(l) || fact(*k, l));
        more.filter(|(k, l)| fact(*k, l)).count()
    };
    // A summary's points may be sentences: they end with the first fact after them.
    let summary = below.iter().take(10).position(|l| l.section() == Some(Section::Summary));
    let from = summary
        .and_then(|s| {
            let rest = below.get(s..)?;
            let fact = rest.iter().take(9).position(|l| is_fact(l, None) || l.is_furniture())?;
            Some(s.saturating_add(fact))
        })
        .unwrap_or(0);
    let told_by = |l: &Line| l.is_byline() || l.is_dateline();
    for (i, line) in below.iter().enumerate().skip(from) {
        // A standfirst of a few sentences ends where it is told who wrote it and when.
        let told_before = i <= 3 && below.iter().take(i).any(told_by);
        let near = below.iter().skip(i).take(7).take_while(|l| count(&l.text) <= 45 && l.gap <= 1);
        if i <= 3 && !told_before && near.into_iter().skip(1).any(told_by) && count(&line.text) <= 45 {
            continue;
        }
        let next = below.get(i.saturating_add(1));
        if line.bullet || !is_running(line) || is_fact(line, next) || line.is_furniture() {
            continue;
        }
        let rest = below.get(i.saturating_add(1)..).unwrap_or_default();
        let told_facts = facts(rest);
        // A standfirst may be a few sentences, one a line.
        let block = rest
            .iter()
            .take(POINTS)
            .take_while(|l| is_running(l) && l.gap == 0 && count(&l.text) <= POINT && !is_fact(l, None))
            .count();
        if block > 0
            && i <= 1
            && count(&line.text) <= POINT
            && facts(rest.get(block..).unwrap_or_default()) > 1
        {
            continue;
        }
        // A caption may stand within the text; a byline or two facts may not.
        let told = rest.iter().take(9).take_while(|l| !is_running(l)).any(|l| l.is_byline());
        let short = count(&line.text) <= 45;
        // Where no standfirst stood yet, a few words over a picture are one.
        let stood = i > HEAD
            || below.iter().enumerate().take(i).any(|(k, l)| {
                count(&l.text) >= 5 && !is_fact(l, below.get(k.saturating_add(1))) && l.section().is_none()
            });
        let opens = count(&line.text) >= OPENING
            && [|l: &Line| l.is_byline(), |l: &Line| l.is_dateline()]
                .iter()
                .all(|f| below.iter().take(i).any(f));
        let over_picture = !stood
            && !opens
            && rest
                .first()
                .is_some_and(|l| l.parted && i <= 6 || is_fact(l, rest.get(1)) && !l.is_dateline());
        if !(short && (told || told_facts > 1 || told_facts == 1 && i <= 1 || over_picture)) {
            return i;
        }
    }
    below.len()
}
