//! The running text and what stands within it: links to other stories, pictures, videos, subheads.

use std::collections::HashSet;

use super::after::{after, is_headline};
use super::beside;
use super::bylines::is_person;
use super::credits;
use super::furniture::is_advertisement;
use super::inner::{self, Said, is_speech};
use super::labels::Labels;
use super::lengths::clock;
use super::lines::{Line, byline, comments, is_dateline, is_role, is_running, is_sentence, number};
use super::links::{is_kicker, related};
use super::media::{picture_within, video};
use super::paragraphs::{
    SUBHEAD, end, is_about, is_aside, is_asked, is_headline_asking, is_headline_between, is_itemized,
    is_listed, is_question, is_quoted, is_shouted, is_subhead, labels, on_author, repeated,
};
use super::phrases::phrases;
use super::sections::{Section, announces, pointed_to};
use super::subject::Subject;
use super::topics;
use super::wall;
use crate::article::words::{count, fold_key};
use crate::article::{Article, Video};

/// So many lines above a headline may be labels of its own.
const NEAR_HEADLINE: usize = 4;
/// A menu has at least so many entries.
const MENU: usize = 4;
/// Labels in a row are fewer than this.
const RUN: usize = 16;
/// What is put to who is asked, without asking, has at most so many words.
const PROMPT: u32 = 14;
/// Questions with paragraphs between are an interview's from so many on.
const ASKED: usize = 3;
/// The same where other stories are told by words.
const MARKED_SUBHEAD: u32 = 8;

/// The body and what follows it.
#[derive(Default)]
pub(super) struct Body<'t> {
    /// Which lines the model takes for the article's own; where it was not asked, their form alone decides.
    taken: Option<&'t [bool]>,
    /// Which lines may be the article's where they go on from it.
    near: &'t [bool],
    menu: HashSet<String>,
    /// The labels close above the headline.
    over: HashSet<String>,
    last_taken: Option<usize>,
    /// Short lines that stand several times: the page's own.
    repeated: HashSet<String>,
    /// Other stories are told by words or buttons, so that a short line without them is a subhead.
    marked: bool,
    /// No empty line stood over the last of them.
    close: bool,
    /// All links under the heading had bullets.
    bulleted: bool,
    /// Words of the links under the heading.
    link_words: u32,
    paragraphs: Vec<String>,
    section: Option<Section>,
    /// So many links stood under the heading.
    linked: u32,
    /// The line before said that a video stands here.
    filmed: bool,
    /// So many questions stand apart with a paragraph below.
    asks: usize,
    /// The line before was an author's name alone, or furniture after one.
    named: bool,
    /// The last line, where a wall cuts it off within a sentence.
    cut: Option<usize>,
    /// So many of the first lines are the text's where they are sentences.
    opens: usize,
    /// The lines with which the text goes on behind a list.
    resumed: std::ops::Range<usize>,
}

impl<'t> Body<'t> {
    pub(super) fn new(taken: Option<&'t [bool]>, near: &'t [bool]) -> Self {
        Self { taken, near, ..Self::default() }
    }

    /// With the lines above the headline, in which the site's menu stands.
    pub(super) fn below(mut self, above: &[Line]) -> Self {
        let far = above.get(..above.len().saturating_sub(NEAR_HEADLINE)).unwrap_or_default();
        let near = above.get(above.len().saturating_sub(NEAR_HEADLINE)..).unwrap_or_default();
        self.over = near.iter().filter(|l| l.is_topic()).map(|l| l.key().to_owned()).collect();
        self.menu = far
            .iter()
            .filter(|l| count(&l.text) <= 4 && !is_advertisement(&l.text))
            .map(|l| l.key().to_owned())
            .collect();
        // A few lines are no menu.
        if self.menu.len() < MENU {
            self.menu.clear();
        }
        self
    }

    /// So many of the first lines may be the text's, whatever the model says of them.
    pub(super) fn opened(mut self, opens: usize) -> Self {
        self.opens = opens;
        self
    }

    pub(super) fn read(mut self, lines: &[Line], article: &mut Article) {
        self.repeated = repeated(lines);
        self.last_taken = self.taken.and_then(|t| t.iter().rposition(|t| *t));
        let mut last = self.last(lines, article);
        if let Some(next) = last.map(|l| l.saturating_add(1)).filter(|n| wall::is_cut(lines, *n)) {
            (last, self.cut) = (Some(next), Some(next));
        }
        if let Some(more) = last.and_then(|l| beside::resumed(lines, l, article)) {
            (last, self.resumed) = (more.end.checked_sub(1), more);
        }
        last = last.map(|l| wall::ends(lines, l).unwrap_or(l));
        article.paywalled = last.is_some_and(|l| wall::is_below(lines, l));
        self.marked = lines
            .iter()
            .take(last.unwrap_or(0))
            .any(|l| l.leads || pointed_to(&l.text).is_some() || l.section() == Some(Section::Related))
            || !article.related.is_empty();
        let (body, rest) =
            lines.split_at_checked(last.map_or(0, |l| l.saturating_add(1))).unwrap_or((lines, &[]));
        // Where an empty line stands over each paragraph, it stands over each subhead too; right below a video stands what
        // tells of it.
        let running = || body.iter().skip(1).filter(|l| is_running(l));
        let spaced = running().filter(|l| l.gap > 0).count() * 4 >= running().count() * 3;
        let answers =
            |i: usize| body.get(i.saturating_add(1)).is_some_and(|l| is_running(l) && !l.text.ends_with('?'));
        self.asks = body.iter().enumerate().filter(|(i, l)| is_question(&l.text) && answers(*i)).count();
        let said = Said::new(body);
        let (mut i, mut no_labels) = (0, 0);
        while let Some(line) = body.get(i) {
            let beside = inner::picture(body, i, spaced, article).or_else(|| inner::pulled(body, i, &said));
            if let Some(lines) = beside.filter(|_| self.section.is_none()) {
                i += lines;
                continue;
            }
            let length = body.get(i.saturating_add(1)).is_some_and(|n| clock(&n.text).is_some());
            if length
                && !is_running(line)
                && let Some(taken) = video(body, i, article)
            {
                i += taken;
                i += usize::from(
                    spaced && body.get(i).is_some_and(|l| l.gap == 0 && is_running(l) && !is_speech(&l.text)),
                );
                continue;
            }
            let links = beside::bulleted(body, i);
            if links > 0 && self.section.is_none() {
                body.iter()
                    .skip(i)
                    .take(links)
                    .for_each(|l| related(pointed_to(&l.text).unwrap_or(&l.text), article));
                i += links;
                continue;
            }
            if let Some(image) = beside::photographed(body, i).filter(|_| self.section.is_none()) {
                super::media::shown(article, image);
                i += 2;
                continue;
            }
            // A line at the end of a list that stands apart, and close to the link above it, is a link too.
            let apart = body.get(i.saturating_add(1)).is_some_and(|n| n.gap > 0 || n.parted);
            let close = line.gap == 0 && (self.close || line.parted) && apart;
            let long = count(&line.text) > SUBHEAD || is_quoted(&line.text);
            let subhead = !is_quoted(&line.text)
                && self.is_shorter(&line.text)
                && self.is_subhead(line, body.get(i.saturating_add(1)));
            let listed = self.section == Some(Section::Related)
                && !(self.linked > 0 && subhead)
                && !is_running(line)
                && (line.bullet && !is_sentence(&line.text)
                    || self.linked == 0 && count(&line.text) > SUBHEAD && !is_sentence(&line.text)
                    || self.linked > 0 && close && (spaced && !line.parted || long));
            if listed {
                self.linked = self.linked.saturating_add(1);
                self.link_words = self.link_words.saturating_add(count(&line.text));
                self.close = line.gap == 0;
                self.bulleted &= line.bullet;
                related(&line.text, article);
                i += 1;
                continue;
            }
            // A list of bullets ends with what has none, over a paragraph.
            if self.section == Some(Section::Related)
                && self.linked > 0
                && self.bulleted
                && !line.bullet
                && body.get(i.saturating_add(1)).is_some_and(|n| is_running(n) && !n.bullet)
                && !line.is_byline()
            {
                self.section = None;
                if count(&line.text) <= MARKED_SUBHEAD && !is_running(line) {
                    self.paragraphs.push(line.text.clone());
                    i += 1;
                    continue;
                }
            }
            // Several short lines the article speaks of, one right below the other, are its labels.
            let run = if i >= no_labels { labels(body.get(i..).unwrap_or_default()) } else { 0 };
            no_labels = no_labels.max(i.saturating_add(run));
            if (2..RUN).contains(&run) && self.section.is_none() && !self.paragraphs.is_empty() {
                let subject = Subject::of_paragraphs(article, &self.paragraphs);
                let run = body.get(i..i.saturating_add(run)).unwrap_or_default();
                if subject.tells_most(run.iter()) && (run.len() > 2 || !self.is_taken(body, i, article)) {
                    run.iter().for_each(|l| topics::push(article, &l.text));
                    i += run.len();
                    continue;
                }
            }
            if self.is_taken(body, i, article) {
                (self.section, self.named) = (None, false);
                self.paragraphs.push(line.text.clone());
                i += 1;
                continue;
            }
            if let Some(taken) = video(body, i, article).or_else(|| picture_within(body, i, article)) {
                i += taken;
                continue;
            }
            i += 1;
            self.line(line, body.get(i), article);
        }
        article.text = self.paragraphs.join("\n\n");
        after(rest, &Labels::new(self.menu, self.over, article), article);
    }

    /// The model takes a line for the article's own, or for what goes on from it.
    fn is_own(&self, i: usize) -> bool {
        self.taken.is_some_and(|t| t.get(i) == Some(&true) || self.near.get(i) == Some(&true))
    }

    /// The last line of the running text.
    fn last(&self, lines: &[Line], article: &Article) -> Option<usize> {
        let runs = |l: &Line| is_running(l) && !on_author(l, article) && !is_aside(l);
        let own = |i: usize| self.is_own(i);
        let end = end(lines, &runs, &own);
        let within = lines.get(..end)?;
        let mut last = match self.taken {
            Some(taken) => taken.iter().take(end).rposition(|t| *t)?,
            None => within.iter().rposition(runs)?,
        };
        // What goes on without anything between is the text's too, and short sentences after a link.
        let goes_on = |l: &Line| {
            l.gap <= 1
                && (runs(l) || l.bullet || is_sentence(&l.text) && !l.text.ends_with(['?', '？', ':']))
                && count(&l.text) >= 2
                && !on_author(l, article)
                && !is_aside(l)
        };
        loop {
            let at = last.saturating_add(1);
            let rest = within.get(at..).unwrap_or_default();
            // Past a list of links and an advertisement.
            let linked = rest.iter().take(2).any(|l| l.section() == Some(Section::Related));
            let close = rest
                .iter()
                .take(if linked { 6 } else { 4 })
                .take_while(|l| l.section().is_none_or(|s| s == Section::Related))
                .enumerate();
            // Behind the page's own lines only what is long and like the body.
            let open = |k: usize| rest.iter().take(k.saturating_add(1)).all(|l| !l.parted);
            let likely =
                |k: usize| self.taken.is_none() || self.near.get(at.saturating_add(k)) == Some(&true);
            // Right below what was said somebody says more.
            let speaks = |k: usize, l: &Line| k == 0 && !l.parted && is_speech(&l.text) && is_running(l);
            let next = close.into_iter().find(|(k, l)| {
                goes_on(l)
                    && (likely(*k) || speaks(*k, l))
                    && (*k == 0 || count(&l.text) >= 5)
                    && (open(*k) || !l.parted && likely(*k) || runs(l) && count(&l.text) >= 12 && likely(*k))
            });
            let Some((k, _)) = next else { break };
            last = at.saturating_add(k);
        }
        Some(last)
    }

    /// A question close below a heading of links is one of them.
    fn heads_question(&self, line: &Line) -> bool {
        self.section == Some(Section::Related) && self.linked == 0 && line.gap == 0 && is_question(&line.text)
    }

    /// Whether a line is a paragraph or a subhead, by the model and by what its form makes sure.
    fn is_taken(&self, lines: &[Line], i: usize, article: &Article) -> bool {
        let Some(line) = lines.get(i) else { return false };
        let Some(taken) = self.taken else { return false };
        if i < self.opens && is_sentence(&line.text) && !is_aside(line)
            || self.cut == Some(i)
            || self.resumed.contains(&i)
        {
            return true;
        }
        let link = is_question(&line.text) && line.text.contains([':', '：']);
        // "Lucknow:" before the first paragraph is where it was written.
        let place = self.paragraphs.is_empty() && count(&line.text) <= 2 && line.text.ends_with(':');
        if link
            || place
            || topics::is_list(&line.text)
            || is_aside(line)
            || is_shouted(line, lines.get(i.saturating_add(1)))
            || is_headline_between(line, lines.get(i.saturating_add(1)))
            || is_about(line, article)
            || self.repeated.contains(line.key())
            || self.in_block(line, lines.get(i.saturating_add(1)))
        {
            return false;
        }
        // A question alone among paragraphs that are none is another story's headline.
        if self.asks < ASKED && is_headline_asking(line, lines.get(i.saturating_add(1))) {
            return false;
        }
        if self.heads_question(line) {
            return false;
        }
        // A sentence close between paragraphs is one.
        let next = lines.get(i.saturating_add(1));
        let close =
            line.gap == 0 && !line.parted && !line.bullet && next.is_some_and(|n| n.gap == 0 && !n.parted);
        let beside = [i.checked_sub(1), i.checked_add(1)];
        let between = beside.into_iter().flatten().filter(|k| taken.get(*k) == Some(&true)).count() == 2;
        if close
            && between
            && self.section.is_none()
            && line.text.ends_with(['.', '。', '”', '"', '」'])
            && is_sentence(&line.text)
        {
            return true;
        }
        // Questions of an interview, each answered below.
        let answered =
            (self.asks >= ASKED || is_asked(&line.text)) && taken.get(i.saturating_add(1)) == Some(&true);
        if answered
            && line.text.ends_with('…')
            && line.gap > 0
            && next.is_some_and(|n| n.gap == 0)
            && count(&line.text) <= PROMPT
        {
            return true;
        }
        if answered && line.text.ends_with(['?', '？', '؟']) {
            return true;
        }
        if taken.get(i) == Some(&true) || is_listed(lines, i, taken) || is_itemized(lines, i, taken) {
            return true;
        }
        let beyond = self.last_taken.is_some_and(|l| i > l);
        beyond && (is_sentence(&line.text) || line.bullet)
            || self.section.is_none() && self.is_subhead(line, lines.get(i.saturating_add(1)))
    }

    fn line(&mut self, line: &Line, next: Option<&Line>, article: &mut Article) {
        let text = line.text.as_str();
        if on_author(line, article) && article.authors.iter().any(|a| a == text) {
            self.named = true;
            return;
        }
        // What follows an author's name and begins with it tells of the author.
        if self.named && on_author(line, article) {
            return;
        }
        self.named = false;
        if let Some(labels) = topics::listed(text).or_else(|| topics::hashed(text)) {
            labels.iter().for_each(|l| topics::push(article, l));
            return;
        }
        if let Some(opened) = line.section() {
            // Within the text such a list is one of links as any other.
            let linked = opened == Section::Topics && next.is_some_and(is_headline);
            let opened = if opened == Section::Popular || linked { Section::Related } else { opened };
            (self.section, self.linked, self.link_words, self.close) = (Some(opened), 0, 0, false);
            self.bulleted = true;
            article.comment_count = article.comment_count.or(comments(text));
            return;
        }
        if let Some(title) = pointed_to(text) {
            related(title, article);
            return;
        }
        if phrases().is("video-below", &fold_key(text)) {
            self.filmed = true;
            return;
        }
        if std::mem::take(&mut self.filmed) && !is_running(line) && count(text) >= 3 {
            article.videos.push(Video { title: Some(text.to_owned()), url: None, duration_seconds: None });
            return;
        }
        if line.leads || line.timed && !is_running(line) {
            related(text, article);
            return;
        }
        if line.is_furniture()
            || announces(text)
            || credits::labelled(text, "image-source").is_some()
            || credits::labelled(text, "image-caption").is_some()
        {
            return;
        }
        if let Some(n) = comments(text).or_else(|| number(text)) {
            article.comment_count = article.comment_count.or(Some(n));
            return;
        }
        let asks = self.section == Some(Section::Related) && text.ends_with(['?', '？']);
        if asks && !next.is_some_and(is_running) || self.heads_question(line) {
            related(text, article);
            return;
        }
        // A headline that asks, apart from the text, is a link to its story.
        let apart = line.gap > 0 && next.is_none_or(|n| n.gap > 0);
        if apart && is_question(text) {
            // Over the page's own lines it invites: "Do you want the news of your town? Sign up".
            let invites = next.is_some_and(|n| n.parted) && !line.timed && self.section.is_none();
            if !invites {
                related(text, article);
            }
            return;
        }
        if is_question(text) && text.contains([':', '：']) {
            related(text, article);
            return;
        }
        if is_running(line) {
            self.section = None;
            self.paragraph(text);
            return;
        }
        match self.section {
            Some(Section::Related)
                if self.linked > 0
                    && self.is_subhead(line, next)
                    && !((is_person(text) && text.contains(char::is_lowercase) || count(text) > SUBHEAD)
                        && self.in_block(line, next))
                    && (self.is_shorter(text) || line.gap > 0 && self.close) =>
            {
                self.section = None;
                self.paragraphs.push(text.to_owned());
            }
            Some(Section::Related) if is_kicker(text, next) => {}
            Some(Section::Related) => {
                self.linked = self.linked.saturating_add(1);
                self.link_words = self.link_words.saturating_add(count(text));
                self.close = line.gap == 0;
                self.bulleted &= line.bullet;
                related(text, article);
            }
            Some(Section::Topics) if topics::parts(text).len() >= 3 => {
                topics::parts(text).iter().for_each(|p| topics::push(article, p));
            }
            Some(Section::Topics) if count(text) <= 5 => topics::push(article, text),
            Some(_) => {}
            None => self.short(line, next, article),
        }
    }

    /// Much shorter than the links above it, or quoted.
    fn is_shorter(&self, text: &str) -> bool {
        count(text).saturating_mul(5).saturating_mul(self.linked) <= self.link_words.saturating_mul(3)
            || is_quoted(text)
    }

    /// Another link under the heading: no empty line stands over it, one stands below.
    fn in_block(&self, line: &Line, next: Option<&Line>) -> bool {
        self.section == Some(Section::Related)
            && self.linked > 0
            && line.gap == 0
            && next.is_some_and(|n| n.gap > 0)
            && !is_running(line)
    }

    fn is_subhead(&self, line: &Line, next: Option<&Line>) -> bool {
        is_subhead(line, next, if self.marked { MARKED_SUBHEAD } else { SUBHEAD })
    }

    /// A paragraph by its form.
    fn paragraph(&mut self, text: &str) {
        if self.taken.is_none() {
            self.paragraphs.push(text.to_owned());
        }
    }

    /// A short line that no section explains.
    fn short(&mut self, line: &Line, next: Option<&Line>, article: &mut Article) {
        let text = line.text.as_str();
        let asks = text.ends_with(['?', '？']) && !line.bullet && count(text) >= 4;
        if asks {
            related(text, article);
        } else if is_sentence(text) || line.bullet {
            if byline(text).is_none() {
                self.paragraph(text);
            }
        } else if self.taken.is_none() && self.is_subhead(line, next) {
            self.paragraph(text);
        } else if byline(text).is_none()
            && !is_dateline(text)
            && !credits::is_agency(text)
            && !is_role(text)
            && count(text) >= 4
            && !((self.marked || !article.related.is_empty())
                && beside::is_shown(line, next, &Subject::of_paragraphs(article, &self.paragraphs)))
        {
            related(text, article);
        }
    }
}
