//! The lines around the headline: standfirst or bullets, who wrote it, when, the lead picture, a video.

use std::collections::HashSet;

use super::authors::is_author;
use super::furniture::is_advertisement;
use super::lines::{
    Line, byline, comments, is_dateline, is_role, is_running, is_sentence, name_alone, number,
};
use super::over::label;
use super::phrases::phrases;
use super::sections::{Section, pointed_to, section};
use super::subject::Subject;
use super::{bylines, captions, media, points, steps, topics, when};
use crate::article::Article;
use crate::article::meta::{self, dates};
use crate::article::words::{count, fold_key};

/// What a picture shows, told to those who do not see it, has at most so many words.
const ALT: u32 = 16;
/// An author's name stands at most so many lines below the headline.
const FAR: usize = 40;
/// Another author's name stands at most so many lines below the last one.
const BESIDE: usize = 2;
/// Labels below the headline stand within so many lines, each of so many words.
const LABELS: usize = 5;
const LABEL: u32 = 3;
/// A point has so many words, a label among points no more than these.
const POINT: u32 = 8;
const LABELLED: u32 = 2;
/// Names of more lines than this, one below the other, are no authors.
const NAMES: usize = 5;

/// Caption, credit, date and byline above a headline: each taken once.
pub(super) fn header(lines: &[Line], article: &mut Article) {
    let mut i = 0;
    while i < lines.len() {
        i += media::video(lines, i, article).or_else(|| facts(lines, i, article)).unwrap_or(1);
    }
}

/// Takes a fact that stands at `i`; how many lines it is.
fn facts(lines: &[Line], i: usize, article: &mut Article) -> Option<usize> {
    media::picture(lines, i, article).or_else(|| who_and_when(lines, i, article))
}

/// A byline or a date.
fn who_and_when(lines: &[Line], i: usize, article: &mut Article) -> Option<usize> {
    let text = lines.get(i)?.text.as_str();
    if let Some(names) = byline(text) {
        // Several may stand one below the other.
        let more = i.checked_sub(1).and_then(|b| lines.get(b)).is_some_and(|l| byline(&l.text).is_some());
        if article.authors.is_empty() {
            article.authors = names;
        } else if more {
            names.iter().filter(|n| bylines::is_person(n)).for_each(|n| super::push_author(article, n));
        }
        let (_, when) = bylines::parted(text);
        if let Some(at) = when::instant(&when) {
            let of = if meta::is_change(&when) { &mut article.modified } else { &mut article.published };
            of.get_or_insert(at);
        }
        return Some(1);
    }
    if !is_dateline(text) {
        return None;
    }
    if let Some(label) = steps::dated(text) {
        topics::push(article, label);
    }
    let (who, rest) = bylines::parted(text);
    let who = who.trim_end_matches([' ', '–', '—', '-', ',', '|', '·']).to_owned();
    // "Jane Doe — Monday, 29 January"
    let who = if bylines::is_person(&bylines::bare(&who)) { bylines::bare(&who) } else { who };
    let who = who.as_str();
    // "田中恭太 佐藤真"
    let dense: Vec<&str> = who.split([' ', '、', '・', '，']).filter(|n| !n.is_empty()).collect();
    if article.authors.is_empty() && dense.len() > 1 && dense.iter().all(|n| bylines::is_dense_name(n)) {
        dense.iter().for_each(|n| super::push_author(article, n));
    }
    let dated = phrases().begins("dated", &fold_key(who)).is_some();
    if let Some(name) = bylines::reporter(text).filter(|_| article.authors.is_empty()) {
        article.authors.push(name);
    } else if article.authors.is_empty()
        && !dated
        && who.contains(|c: char| !c.is_uppercase() && c.is_alphabetic())
        && (bylines::is_person(who) || bylines::is_dense_name(who))
    {
        article.authors.push(who.to_owned());
        // "Jane Doe – Feb 6, 2026 9:47 AM | 87"
        if let Some((_, n)) = rest.rsplit_once(" | ") {
            article.comment_count = article.comment_count.or(number(n));
        }
    }
    // "28 April 2024, 14:26, Jane Doe", "Desk | 28/4/2024 | Jane Doe | Updated …"
    if article.authors.is_empty()
        && let Some(name) =
            text.split([',', '/', '|', '·', '•']).rev().map(str::trim).find(|n| bylines::is_person(n))
        && name.len() < text.len()
        && name.contains(char::is_lowercase)
        && when::instant(name).is_none()
    {
        article.authors.push(name.to_owned());
    }
    // "Local | Jane Doe 6 Aug 2021 7:12 pm"
    if article.authors.is_empty()
        && let Some(name) =
            text.split('|').skip(1).map(|p| bylines::parted(p.trim()).0).find(|n| bylines::is_person(n))
        && name.contains(char::is_lowercase)
        && when::instant(&name).is_none()
    {
        article.authors.push(name);
    }
    // A change may be told on the same line; or a word alone on the line above tells what the date is of.
    let zoned = |at: &usize| text.get(*at..).is_some_and(when::is_zone);
    let cut = change_at(text).filter(|at| !zoned(at));
    // A name may look like a month: "Marco", "Juno".
    let named = bylines::is_person(who) && !dated && when::instant(&rest).is_some();
    let of_date = if named && cut.is_none() { rest.as_str() } else { text };
    // The time of day may stand on a line of its own below the date.
    let below = lines.get(i.saturating_add(1)).filter(|l| l.gap == 0 && cut.is_none());
    let timed = below.and_then(|l| when::with_time(of_date, &l.text));
    let of_date = timed.as_deref().unwrap_or(of_date);
    let (first, second) = cut
        .and_then(|at| text.split_at_checked(at))
        .filter(|(_, second)| !when::is_time_alone(second) && !when::is_zone(second))
        .unwrap_or((of_date, ""));
    let above = i.checked_sub(1).and_then(|b| lines.get(b)).filter(|l| count(&l.text) <= 2);
    let changed = above.is_some_and(|l| is_change(&l.text));
    take_dates(text, (first, second), changed, article);
    Some(1 + usize::from(timed.is_some()))
}

/// Where a line tells of a change behind what it begins with.
fn change_at(text: &str) -> Option<usize> {
    let lower = text.to_lowercase();
    let words = bylines::CHANGES.iter().chain(["(", "（"].iter());
    words.filter_map(|w| lower.find(w)).filter(|at| *at > 5).min()
}

/// Takes the dates of a line that says of what they are: "Published …, updated …".
pub(super) fn dates_told(text: &str, article: &mut Article) {
    let parts = change_at(text).and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""));
    take_dates(text, parts, false, article);
}

/// Takes what two parts of a line tell of when; `changed` where it is a change that the first tells of.
fn take_dates(text: &str, (first, second): (&str, &str), changed: bool, article: &mut Article) {
    let cut = (!second.is_empty()).then_some(());
    let zone = when::zone_word(text).filter(|_| cut.is_some());
    let zoned = zone
        .filter(|z| !first.contains(z))
        .map(|z| format!("{} {z}", first.trim_end_matches([' ', '|', ',', '·', '•', '-'])));
    let first =
        zoned.as_deref().filter(|z| dates::parse(z).is_some_and(|d| d.time.is_some())).unwrap_or(first);
    for part in [first, second] {
        // "Updated at 14:03": on the day on which it was published.
        let day = article.published.filter(|_| is_change(part));
        let at = when::instant(part).or_else(|| when::on_day(day?, part));
        if is_change(part) || changed {
            article.modified = article.modified.or(at);
        } else {
            article.published = article.published.or(at);
        }
    }
}

pub(super) fn is_change(text: &str) -> bool {
    let lower = text.to_lowercase();
    meta::is_change(text) || bylines::CHANGES.iter().any(|w| lower.contains(w))
}

/// Between headline and body: the standfirst or bullets, who wrote it, when, the caption, a video. `all` are the text's
/// lines: what they speak of is no author's name.
pub(super) fn header_below(head: &[Line], all: &[Line], again: &HashSet<String>, article: &mut Article) {
    let summary = points::summary_end(head);
    let subject = Subject::of_lines(all.iter().filter(|l| is_running(l)));
    let mut state = State { fresh: true, again: Some((again, &subject)), ..State::default() };
    let mut i = 0;
    while let Some(line) = head.get(i) {
        let told = is_dateline(&line.text) || byline(&line.text).is_some();
        if line.bullet && !state.ignored && !told && !bylines::is_person(&line.text) {
            article.key_points.push(line.text.clone());
            state.fresh = false;
            i += 1;
            continue;
        }
        if let Some(taken) = media::video(head, i, article).or_else(|| {
            let point = i < summary && state.in_summary && line.section().is_none();
            facts(head, i, article).filter(|_| !point)
        }) {
            if byline(&line.text).is_some() {
                (state.named, state.named_at) = (article.authors.len(), i);
            }
            (state.fresh, state.ignored) = (false, false);
            i += taken;
            continue;
        }
        i += 1;
        state.line(head, i, summary, all, article);
    }
    // Words alone beside whole points are labels.
    if article.key_points.iter().any(|p| count(p) >= POINT) {
        article.key_points.retain(|p| count(p) > LABELLED);
    }
    // Where no standfirst stands right below the headline, one may stand elsewhere above the body.
    if article.key_points.is_empty() {
        article.key_points = state.later;
    }
}

#[derive(Default)]
struct State<'t> {
    /// The labels that stood above the headline too, and what the article speaks of.
    again: Option<(&'t HashSet<String>, &'t Subject)>,
    /// Nothing but the standfirst stood yet.
    fresh: bool,
    in_summary: bool,
    /// Under a heading of labels.
    labels: bool,
    /// Under a heading of something else.
    ignored: bool,
    /// So many authors were found in lines of their own or a byline.
    named: usize,
    /// The last of them in this line.
    named_at: usize,
    later: Vec<String>,
}

impl State<'_> {
    /// The line before `after`.
    fn line(&mut self, head: &[Line], after: usize, summary: usize, all: &[Line], article: &mut Article) {
        let Some(i) = after.checked_sub(1) else { return };
        let (Some(line), next) = (head.get(i), head.get(after)) else { return };
        let text = line.text.as_str();
        if let Some(labels) = topics::listed(text) {
            labels.iter().for_each(|l| topics::push(article, l));
            return;
        }
        if let Some(opened) = section(text) {
            self.in_summary = opened == Section::Summary;
            self.labels = opened == Section::Topics;
            self.ignored = !self.in_summary && !self.labels && comments(text).is_none();
            article.comment_count = article.comment_count.or(comments(text));
            return;
        }
        if self.in_summary && i < summary {
            article.key_points.push(text.to_owned());
            return;
        }
        self.in_summary = false;
        self.labels &= line.gap == 0 && topics::is_topic(text);
        if self.labels {
            topics::push(article, text);
            return;
        }
        // The way to the page, and the headline told again.
        if article.title.as_deref().is_some_and(|t| text.ends_with(t)) {
            return;
        }
        if line.gap > 0 {
            self.ignored = false;
        }
        if is_advertisement(text) {
            return;
        }
        if let Some(n) = number(text).or_else(|| comments(text)) {
            article.comment_count = article.comment_count.or(Some(n));
            self.fresh = false;
            return;
        }
        if pointed_to(text).is_some() || self.ignored || line.leads {
            return;
        }
        // "— Why the ferry stopped": behind a standfirst without such a sign it leads to another story.
        if let Some(title) =
            text.strip_prefix("— ").filter(|_| line.gap > 0 && !article.key_points.is_empty())
        {
            if !is_sentence(title) {
                super::links::related(title, article);
            }
            return;
        }
        if self.is_label(line, next) || self.is_told(head, i, article) {
            topics::push(article, label(text));
            return;
        }
        // A place may stand between a name and the date.
        let date = head
            .get(after.saturating_add(1))
            .filter(|d| is_dateline(&d.text) && next.is_some_and(|place| place.is_topic()));
        // "Jane Doe | John Roe"
        if article.authors.is_empty()
            && let Some(names) = bylines::persons(bylines::without_brackets(text)).filter(|_| i <= 8)
        {
            names.iter().for_each(|n| super::push_author(article, n));
            (self.named, self.named_at) = (article.authors.len(), i);
            self.fresh = false;
            return;
        }
        // What the one does whose name stands right above.
        let over = i.checked_sub(1).and_then(|b| head.get(b));
        if self.named > 0 && line.is_role() && over.is_some_and(|l| l.is_byline() || l.is_person()) {
            self.named_at = i;
            return;
        }
        if super::authors::is_from(text) && over.is_some_and(Line::is_person) {
            return;
        }
        let name =
            name_alone(line, i.checked_sub(1).and_then(|b| head.get(b)), date.or(next)).or_else(|| {
                let behind = super::authors::behind_place(text).map(str::to_owned);
                (i <= FAR && is_author(head, i, all)).then(|| behind.unwrap_or_else(|| bylines::bare(text)))
            });
        if let Some(name) = name.map(|n| bylines::bare(&n)) {
            if article.authors.is_empty()
                || self.named > 0
                    && self.named < NAMES
                    && i <= self.named_at.saturating_add(BESIDE)
                    && i > 0
                    && line.gap <= 1
                    && !self.fresh
                    && name.contains(char::is_lowercase)
            {
                super::push_author(article, &name);
                (self.named, self.named_at) = (article.authors.len(), i);
            }
            self.fresh = false;
            return;
        }
        if is_role(text) {
            self.fresh = false;
            return;
        }
        if topics::is_known(article, text) {
            return;
        }
        // "Economy / Local economy"
        let row = steps::row(text);
        let part = |l: &&str| phrases().is("desks", &fold_key(l));
        if i <= LABELS && !row.is_empty() && article.published.is_none() && row.iter().any(part) {
            row.iter().for_each(|l| topics::push(article, l));
            return;
        }
        // A picture's words for those who do not see it, right over its caption.
        let caption = next
            .filter(|n| n.gap == 0)
            .and_then(|n| captions::caption(&n.text))
            .filter(|(c, _)| count(c) > 4);
        // The last of several points may stand there too.
        let points = article.key_points.len() > 1 && line.gap == 0;
        if caption.is_some()
            && !points
            && (!self.fresh || !article.key_points.is_empty())
            && count(text) <= ALT
        {
            return;
        }
        let point = count(text) >= 5 || count(text) >= 4 && self.fresh && is_sentence(text);
        if point && self.fresh {
            article.key_points.push(text.to_owned());
        } else if point && (is_running(line) || is_sentence(text) || count(text) >= 8) {
            self.later.push(text.to_owned());
        } else if next.is_none()
            && topics::is_topic(text)
            && !bylines::is_person(text)
            && !bylines::is_outlet(text)
            && self.speaks_of(text)
        {
            topics::push(article, text);
        }
    }

    /// A label that stands above the headline too, or leads to more of its kind: "Policy >".
    fn is_label(&self, line: &Line, next: Option<&Line>) -> bool {
        let text = line.text.as_str();
        let leads = [" >", " ›", " »"].iter().any(|s| text.ends_with(s));
        let again = self.again.is_some_and(|(again, _)| again.contains(&fold_key(text)));
        let person = |l: &str| bylines::is_person(l);
        topics::is_topic(label(text))
            && (!bylines::is_outlet(text) || phrases().is("desks", line.key()))
            && (leads || again && (!person(text) || next.is_some_and(|n| person(&n.text))))
    }

    /// A label between the headline or its points and who wrote it: a part of the paper, or what the article speaks of.
    fn is_told(&self, head: &[Line], i: usize, article: &Article) -> bool {
        let Some(line) = head.get(i) else { return false };
        let text = line.text.as_str();
        let known = !article.authors.is_empty() || article.published.is_some() || article.image.is_some();
        if known || i > LABELS || !topics::is_topic(text) || count(text) > LABEL || line.parted {
            return false;
        }
        if phrases().is("desks", line.key()) {
            return true;
        }
        let shouted = |l: &Line| {
            l.is_topic() && !l.text.contains(char::is_lowercase) && l.text.contains(char::is_uppercase)
        };
        // One of several in capitals may be none of the article's words.
        let beside = [i.checked_sub(1), i.checked_add(1)];
        let beside = beside.into_iter().flatten().filter_map(|k| head.get(k)).any(shouted);
        let mut sides =
            [i.checked_sub(1), i.checked_add(1)].into_iter().flatten().filter_map(|k| head.get(k));
        let pointed = sides.any(|l| l.bullet);
        !bylines::is_person(text)
            && !bylines::is_outlet(text)
            && (shouted(line) && beside
                || (shouted(line) || pointed) && self.again.is_some_and(|(_, subject)| subject.hints(text)))
    }

    fn speaks_of(&self, text: &str) -> bool {
        self.again.is_some_and(|(_, subject)| subject.is_own(text))
    }
}
