//! What tells the article's labels below its text from a menu's.

use std::collections::HashSet;

use super::after::{NEAR, State};
use super::lines::Line;
use super::sections::Section;
use super::subject::Subject;
use crate::article::Article;

/// A heading of labels stands at most so many lines below the text.
pub(super) const FAR: usize = 60;

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
