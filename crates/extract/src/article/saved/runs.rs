//! Labels below the text that no heading announces and that do not stand right below it: a few short lines, one right
//! below the other, most of which the article tells.

use super::bylines::is_outlet;
use super::furniture::is_advertisement;
use super::labels::Labels;
use super::lines::{Line, is_running, is_sentence};
use super::phrases::phrases;
use super::sections::Section;
use super::topics;
use crate::article::Article;
use crate::article::words::{count, fold_key};

/// They stand at most so many lines below the text.
const FAR: usize = 28;
/// What follows them tells more where they stand at most so many lines below it.
const NEAR: usize = 20;
/// They are at least so many and at most so many; a longer run is a menu.
const FEW: usize = 2;
const MANY: usize = 9;
/// A line of which this share are words of pages' own lines is one.
const OWN: f32 = 0.5;
/// Of two labels none has so many.
const SOME: f32 = 0.3;
/// Of more than so many most must be told.
const SURE: usize = 5;
/// An invitation below them has at least so many words.
const INVITING: u32 = 6;

/// Takes the first run of the article's own labels.
pub(super) fn below(lines: &[Line], labels: &Labels, article: &mut Article) {
    let (mut i, mut over) = (0, false);
    while i < FAR.min(lines.len()) {
        // Under a heading of other stories stand other stories' labels.
        let headed = i.checked_sub(1).and_then(|b| lines.get(b)).and_then(|l| l.section());
        let rest = lines.get(i..).unwrap_or_default();
        // Behind the page's lists only what runs on shows that the article's own follow.
        match rest.first() {
            Some(line) if line.section() == Some(Section::End) => over = true,
            Some(line) if is_running(line) => over = false,
            _ => {}
        }
        let goes_on = |(k, l): &(usize, &Line)| l.is_topic() && (*k == 0 || l.gap == 0 && !l.parted);
        let run: Vec<&Line> = rest.iter().enumerate().take_while(goes_on).map(|(_, l)| l).collect();
        let two = |l: &&Line| run.len() == FEW && phrases().own_share(l.key()) >= SOME;
        if (FEW..=MANY).contains(&run.len())
            && ends(rest.get(run.len()))
            && !run.iter().any(|l| is_site(&l.text) || l.is_byline())
            && run.iter().filter(|l| is_own(l)).count().saturating_mul(2) < run.len()
            && !matches!(headed, Some(Section::End | Section::Related))
            && !over
            && !run.iter().any(two)
            && (run.len() <= SURE || labels.most_told(&run))
            && labels.are_told(&run, i <= NEAR && closed(rest.get(run.len())))
        {
            run.iter().for_each(|l| topics::push(article, &l.text));
            return;
        }
        i = i.saturating_add(run.len().max(1));
    }
}

/// An outlet's name, and no label: "Pune News".
fn is_site(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or(text);
    is_outlet(text) && !phrases().is("desks", &fold_key(last))
}

/// Words of pages' own lines.
fn is_own(line: &Line) -> bool {
    phrases().own_share(line.key()) >= OWN
}

/// Whether a heading or an empty line follows the run, or nothing.
fn closed(next: Option<&Line>) -> bool {
    next.is_none_or(|l| {
        l.gap > 0 || matches!(l.section(), Some(Section::Related | Section::Topics | Section::Comments))
    })
}

/// Whether the run ends there: no other story's headline stands right below it.
fn ends(next: Option<&Line>) -> bool {
    next.is_none_or(|l| {
        l.gap > 0
            || l.parted
            || l.section().is_some()
            || is_advertisement(&l.text)
            || !l.text.contains(char::is_alphabetic)
            || is_sentence(&l.text) && count(&l.text) >= INVITING
    })
}
