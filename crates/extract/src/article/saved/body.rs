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
use super::numbered::numbered;
use super::paragraphs::{SUBHEAD, is_labelled, is_question, is_quoted, labels, on_author, repeated};
use super::phrases::phrases;
use super::popular;
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
/// The same where other stories are told by words.
pub(super) const MARKED_SUBHEAD: u32 = 8;

/// So many paragraphs that begin with a word of what they tell show that others do.
const LABELLED: usize = 2;

/// The body and what follows it.
#[derive(Default)]
pub(super) struct Body<'t> {
    /// Which lines the model takes for the article's own; where it was not asked, their form alone decides.
    pub(super) taken: Option<&'t [bool]>,
    /// Which lines may be the article's where they go on from it.
    pub(super) near: &'t [bool],
    pub(super) menu: HashSet<String>,
    /// The labels close above the headline.
    pub(super) over: HashSet<String>,
    pub(super) last_taken: Option<usize>,
    /// Short lines that stand several times: the page's own.
    pub(super) repeated: HashSet<String>,
    /// Other stories are told by words or buttons, so that a short line without them is a subhead.
    pub(super) marked: bool,
    /// No empty line stood over the last of them.
    pub(super) close: bool,
    /// All links under the heading had bullets.
    pub(super) bulleted: bool,
    /// Words of the links under the heading.
    pub(super) link_words: u32,
    pub(super) paragraphs: Vec<String>,
    pub(super) section: Option<Section>,
    /// So many links stood under the heading.
    pub(super) linked: u32,
    /// The line before said that a video stands here.
    pub(super) filmed: bool,
    /// So many questions stand apart with a paragraph below.
    pub(super) asks: usize,
    /// The line before was an author's name alone, or furniture after one.
    pub(super) named: bool,
    /// The last line, where a wall cuts it off within a sentence.
    pub(super) cut: Option<usize>,
    /// So many lines were asked whether they are what a picture shows.
    pub(super) asked: usize,
    /// Several paragraphs begin with a word of what they tell: "Details: …".
    pub(super) labelled: bool,
    /// So many of the first lines are the text's where they are sentences.
    pub(super) opens: usize,
    /// Numbered subheads and items of the text.
    pub(super) numbered: Vec<usize>,
    /// The lines with which the text goes on behind a list.
    pub(super) resumed: std::ops::Range<usize>,
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
        self.numbered = self.taken.map(|t| numbered(lines, t)).unwrap_or_default();
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
        let labelled = body.iter().enumerate().filter(|(i, l)| self.is_own(*i) && is_labelled(&l.text));
        self.labelled = labelled.take(LABELLED).count() == LABELLED;
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
            if let Some((headline, lines)) = beside::promoted(body, i).filter(|_| self.section.is_none()) {
                related(headline, article);
                i += lines;
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
            // A heading that is not known, over links of which the model takes none.
            let own = |k: usize| self.is_own(i.saturating_add(k));
            if self.section.is_none() && !(0..3).any(own) && popular::heads(body, i) {
                (self.section, self.linked, self.link_words, self.close) =
                    (Some(Section::Related), 0, 0, false);
                self.bulleted = true;
                i += 1;
                continue;
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
                && beside::is_shown(line, next, &self.paragraphs, article, &mut self.asked))
        {
            related(text, article);
        }
    }
}
