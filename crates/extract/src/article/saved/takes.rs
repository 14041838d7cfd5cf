//! Which lines of the body are the text's: by the model, and by what their form and the lines around them make sure.

use super::body::{Body, MARKED_SUBHEAD};
use super::inner::is_speech;
use super::lines::{Line, is_running, is_sentence};
use super::paragraphs::{
    SUBHEAD, end, is_about, is_aside, is_asked, is_headline_asking, is_headline_between, is_itemized,
    is_labelled, is_listed, is_question, is_shouted, is_subhead, on_author,
};
use super::sections::{Section, pointed_to};
use super::topics;
use crate::article::Article;
use crate::article::words::count;

/// What is put to who is asked, without asking, has at most so many words.
const PROMPT: u32 = 14;
/// Questions with paragraphs between are an interview's from so many on.
const ASKED: usize = 3;

/// A paragraph behind a word of what it tells stands among the first lines where nothing else tells it.
const LABELLED: usize = 4;

impl Body<'_> {
    /// The model takes a line for the article's own, or for what goes on from it.
    pub(super) fn is_own(&self, i: usize) -> bool {
        self.taken.is_some_and(|t| t.get(i) == Some(&true) || self.near.get(i) == Some(&true))
    }

    /// The last line of the running text.
    pub(super) fn last(&self, lines: &[Line], article: &Article) -> Option<usize> {
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
    pub(super) fn heads_question(&self, line: &Line) -> bool {
        self.section == Some(Section::Related)
            && line.gap == 0
            && (self.linked == 0 || self.close)
            && is_question(&line.text)
    }

    /// Whether a line is a paragraph or a subhead, by the model and by what its form makes sure.
    pub(super) fn is_taken(&self, lines: &[Line], i: usize, article: &Article) -> bool {
        let Some(line) = lines.get(i) else { return false };
        let Some(taken) = self.taken else { return false };
        if i < self.opens && is_sentence(&line.text) && !is_aside(line)
            || self.cut == Some(i)
            || self.resumed.contains(&i)
            || self.numbered.contains(&i)
        {
            return true;
        }
        let labelled = self.labelled && self.section.is_none() && i < LABELLED && is_labelled(&line.text);
        if labelled && line.section().is_none() && pointed_to(&line.text).is_none() {
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

    /// Another link under the heading: no empty line stands over it, one stands below.
    pub(super) fn in_block(&self, line: &Line, next: Option<&Line>) -> bool {
        self.section == Some(Section::Related)
            && self.linked > 0
            && line.gap == 0
            && next.is_some_and(|n| n.gap > 0)
            && !is_running(line)
    }

    pub(super) fn is_subhead(&self, line: &Line, next: Option<&Line>) -> bool {
        is_subhead(line, next, if self.marked { MARKED_SUBHEAD } else { SUBHEAD })
    }
}
