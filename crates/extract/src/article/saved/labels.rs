//! What tells the article's labels below its text from a menu's.

use std::collections::HashSet;

use super::after::{NEAR, State, is_link};
use super::bylines::is_person;
use super::furniture::is_foot;
use super::lines::{Line, is_dateline, is_sentence, name_alone};
use super::links::related;
use super::phrases::phrases;
use super::push_author;
use super::sections::Section;
use super::subject::Subject;
use super::topics;
use crate::article::Article;
use crate::article::words::{count, fold_key};

/// A heading of labels stands at most so many lines below the text.
pub(super) const FAR: usize = 60;

/// A line under a heading of labels of which this share are words of pages' own lines is one.
const OWN_WORDS: f32 = 0.5;

/// Shorter words may have a capital within: "SaaS".
const GLUED: usize = 5;

/// A list of labels under a heading is no longer than this.
pub(super) const MOST: usize = 20;

/// What tells the article's labels from a menu's where no heading announces them.
pub(super) struct Labels {
    /// Those far above the headline: what repeats them below is the menu again.
    pub(super) menu: HashSet<String>,
    /// Those close above it: the article's may stand again below.
    over: HashSet<String>,
    pub(super) subject: Subject,
}

impl Labels {
    pub(super) fn new(menu: HashSet<String>, over: HashSet<String>, article: &Article) -> Self {
        Self { menu, over, subject: Subject::of(article) }
    }

    /// At least one of several is told, or stood above the headline.
    pub(super) fn any_own(&self, labels: &[&Line]) -> bool {
        labels.iter().any(|l| self.over.contains(l.key()) || self.subject.tells(&l.text))
    }

    /// Two of three are told.
    pub(super) fn most_told(&self, labels: &[&Line]) -> bool {
        let told = labels.iter().filter(|l| self.subject.tells(&l.text)).count();
        told.saturating_mul(3) >= labels.len().saturating_mul(2)
    }

    /// Whether several short lines below the text are its labels. `closed`: a heading or an empty line follows them.
    pub(super) fn are_told(&self, labels: &[&Line], closed: bool) -> bool {
        let count = |of: &dyn Fn(&Line) -> bool| labels.iter().filter(|l| of(l)).count();
        let told = count(&|l| self.subject.tells(&l.text));
        let hinted = count(&|l| self.subject.hints(&l.text));
        let of_menu = count(&|l| self.menu.contains(l.key()));
        let all = labels.len();
        if told.saturating_mul(2) >= all {
            return of_menu <= 1 || of_menu.saturating_mul(2) < all && told > of_menu;
        }
        let mostly = hinted.saturating_mul(3) >= all.saturating_mul(2);
        of_menu == 0 && told > 0 && (closed || mostly) || hinted > 0 && closed && self.menu.is_empty()
    }

    /// Most of an article's labels are told in it, or one stood above the headline.
    pub(super) fn are_own<'l>(&self, labels: impl Iterator<Item = &'l Line> + Clone) -> bool {
        let known = |of: &HashSet<String>| labels.clone().filter(|l| of.contains(l.key())).count();
        let over = known(&self.over);
        known(&self.menu) <= 1 && ((1..=2).contains(&over) || self.subject.tells_most(labels))
    }
}

/// The labels under a heading.
#[derive(Debug, Default)]
pub(super) struct Headed {
    /// So many were taken, the last one in the line before this one.
    pub(super) labels: usize,
    pub(super) last: usize,
    /// An empty line stood over the second one.
    pub(super) apart: bool,
    /// Links stood under a heading of theirs.
    pub(super) linked: bool,
    /// They were told in one line.
    pub(super) listed: bool,
    /// They are told by a sign before each.
    pub(super) hashed: bool,
}

impl Headed {
    pub(super) fn opens(&mut self, section: Section, i: usize) -> State {
        // A page has one list of the article's labels; what is headed so further down is a menu.
        if section == Section::Topics && (i > FAR || self.labels > 0 && i > self.last.saturating_add(NEAR)) {
            return State::Ignored;
        }
        State::In(section)
    }

    pub(super) fn hashed(&mut self, i: usize) -> State {
        (self.labels, self.last, self.hashed) = (self.labels.saturating_add(1), i, true);
        State::In(Section::Topics)
    }

    pub(super) fn taken(&mut self, line: &Line, i: usize, new: bool) {
        if self.labels == 1 {
            self.apart = line.gap > 0;
        }
        self.labels = self.labels.saturating_add(usize::from(new));
        self.last = i;
    }
}

/// A line under a heading of labels.
pub(super) fn in_topics(
    line: &Line,
    next: Option<&Line>,
    headed: &Headed,
    labels: &Labels,
    article: &mut Article,
) -> State {
    let text = line.text.as_str();
    let known = topics::is_known(article, text);
    // Words of the page's own, of which the article does not speak.
    // "news", "features": the sort of text, told among the labels.
    let is_sort = phrases().is("desks", line.key()) && !text.contains(char::is_uppercase);
    let own = headed.labels > 0
        && phrases().own_share(&fold_key(text)) >= OWN_WORDS
        && !known
        && !is_sort
        && !labels.subject.is_own(text);
    if own {
        return State::Ignored;
    }
    let parts = if is_foot(text) { Vec::new() } else { topics::parts(text) };
    // A heading of authors stands over that of labels: first who wrote it.
    let people = parts.len() > 1
        && headed.labels == 0
        && parts.iter().all(|p| is_person(p) && !labels.subject.tells(p));
    if people && article.authors.is_empty() {
        parts.iter().for_each(|p| push_author(article, p));
        return State::In(Section::Topics);
    }
    if parts.len() >= 3 || parts.len() == 2 && line.gap == 0 {
        parts.iter().for_each(|p| topics::push(article, p));
        return State::In(Section::Topics);
    }
    // Labels of one list are of one kind.
    let lower = |t: &str| t.chars().any(char::is_lowercase);
    let other = headed.labels > 1
        && lower(text)
        && article
            .topics
            .iter()
            .rev()
            .take(headed.labels.min(3))
            .all(|t| !lower(t) && t.chars().any(char::is_uppercase));
    let ends = other && !known
        || headed.labels > 0 && !known && (line.parted || line.gap > 0 && !headed.apart && headed.labels > 1)
        || headed.labels >= MOST;
    if ends || name_alone(line, None, next).is_some() && !known {
        return State::Ignored;
    }
    let glued = topics::is_glued(text) && text.chars().count() > GLUED;
    if count(text) <= 5 && !is_sentence(text) && !is_dateline(text) && !glued {
        topics::push(article, text);
        return State::In(Section::Topics);
    }
    if is_link(line) && (line.gap > 0 || headed.labels == 0) {
        related(text, article);
        return State::In(Section::Related);
    }
    State::Ignored
}
