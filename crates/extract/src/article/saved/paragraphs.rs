//! What a line between paragraphs is by its own form: a subhead, a question, words on an author, something beside the text.

use std::collections::HashSet;

use super::captions::capitals;
use super::lines::{Line, byline, is_dateline, is_running, is_sentence, number};
use super::phrases::phrases;
use super::sections::{Section, announces, pointed_to};
use super::{credits, topics};
use crate::article::Article;
use crate::article::words::{count, fold_key, is_dense};

/// What is told behind its word has at least so many words.
const TOLD: u32 = 12;
/// No name is longer than this, in characters.
const NAME: usize = 80;
/// Labels in a row are fewer than this.
const RUN: usize = 16;
/// A subhead that nothing else tells has at most so many words.
pub(super) const SUBHEAD: u32 = 5;
/// The same where quotation marks stand around it, or where it stands twice.
const SURE_SUBHEAD: u32 = 14;
/// An item of a list has at most so many words, and a list so many items.
const ITEM: u32 = 25;
const ITEMS: usize = 12;
/// Another story's headline between paragraphs has more words than this, or, where all begin with a capital, so many; and
/// at most so many.
const HEADLINE: u32 = 8;
const TITLED: u32 = 6;
const LONGEST: u32 = 26;
/// Lines of at most so many words that stand several times are the page's own.
const REPEATED: u32 = 5;

/// Short lines that stand more than once, folded.
pub(super) fn repeated(lines: &[Line]) -> HashSet<String> {
    let (mut seen, mut again) = (HashSet::new(), HashSet::new());
    for line in lines.iter().filter(|l| count(&l.text) <= REPEATED) {
        let key = line.key().to_owned();
        if !seen.insert(key.clone()) {
            again.insert(key);
        }
    }
    again
}

/// How many lines at the start of these are labels, one right below the other, apart from what follows.
pub(super) fn labels(lines: &[Line]) -> usize {
    let run = lines
        .iter()
        .take(RUN)
        .enumerate()
        .take_while(|(k, l)| l.is_topic() && !l.bullet && (*k == 0 || l.gap == 0 && !l.parted))
        .count();
    let apart = lines.get(run).is_none_or(|l| l.gap > 0 || l.parted);
    if apart { run } else { 0 }
}

/// Whether a line by its own words is something beside the text.
pub(super) fn is_aside(line: &Line) -> bool {
    let text = line.text.as_str();
    let told = || {
        line.is_furniture()
            || line.section().is_some_and(|s| !is_sentence(text) || heads_links(s) && text.ends_with(':'))
            || pointed_to(text).is_some()
            || announces(text)
            || phrases().begins("notes", line.key()).is_some()
            || line.is_captioned()
            || credits::is_credit(text)
            || credits::is_agency(text)
    };
    line.shown || line.leads || line.timed && !is_running(line) || *line.told.aside.get_or_init(told)
}

fn heads_links(section: Section) -> bool {
    matches!(section, Section::Related | Section::Popular)
}

/// A headline in capitals between paragraphs is another story's; a subhead is short.
pub(super) fn is_shouted(line: &Line, next: Option<&Line>) -> bool {
    let text = line.text.as_str();
    count(text) > SUBHEAD
        && !text.chars().any(char::is_lowercase)
        && text.chars().filter(|c| c.is_uppercase()).count() > 8
        && !is_sentence(text)
        && next.is_some_and(is_running)
}

/// The headline of another story between paragraphs: it stands apart from both, is long, and ends as no sentence does; or
/// every word begins with a capital.
pub(super) fn is_headline_between(line: &Line, next: Option<&Line>) -> bool {
    let text = line.text.as_str();
    let words = count(text);
    let apart = line.gap > 0 && next.is_some_and(|n| n.gap > 0 && is_running(n)) && !line.bullet;
    let titled = !text.contains(is_dense) && capitals(text) && words >= TITLED;
    let like = apart && words > HEADLINE || titled && line.bullet;
    like && words <= LONGEST
        && !is_sentence(text)
        && !is_quoted(text)
        && text.starts_with(|c: char| c.is_uppercase() || matches!(c, '‘' | '“' | '\'' | '"'))
}

/// The headline of another story between paragraphs that asks: "The rice moves inland. Can it feed the country?"
pub(super) fn is_headline_asking(line: &Line, next: Option<&Line>) -> bool {
    let text = line.text.as_str();
    let stops = text.matches(". ").count();
    text.ends_with(['?', '？'])
        && !line.bullet
        && (line.gap > 0) == next.is_some_and(|n| n.gap > 0)
        && next.is_some_and(|n| is_running(n) && !n.text.ends_with(['?', '？']))
        && (HEADLINE..=LONGEST).contains(&count(text))
        && stops <= 1
        && !text.contains(['“', '"', '”', '「', '«', '»'])
}

/// One question and nothing else, as a headline is.
pub(super) fn is_question(text: &str) -> bool {
    if !text.ends_with(['?', '？', '؟']) {
        return false;
    }
    // "Q: What was it like?" is asked in the text.
    if is_asked(text) {
        return false;
    }
    let bare = text.trim_end_matches(['?', '？', '؟']);
    bare.len() < text.len()
        && (4..=14).contains(&count(text))
        && !bare.contains(['.', '!', '?', '“', '"', '”', '「', '«', '»'])
}

/// "Details: The bridge was closed on Monday, the city said …": a paragraph behind a word of what it tells.
pub(super) fn is_labelled(text: &str) -> bool {
    text.split_once([':', '：']).is_some_and(|(label, told)| {
        (1..=3).contains(&count(label)) && label.starts_with(char::is_uppercase) && count(told) >= TOLD
    })
}

/// One letter stands for who asks: "Q: What was it like?"
pub(super) fn is_asked(text: &str) -> bool {
    text.split_once([':', '.']).is_some_and(|(who, _)| who.chars().count() == 1)
}

/// A line that begins with an author's whole name, or is it, is no paragraph.
pub(super) fn is_about(line: &Line, article: &Article) -> bool {
    let start: String = line.text.chars().take(NAME).collect();
    let key = fold_key(&start);
    article.authors.iter().map(|a| fold_key(a)).any(|a| {
        a.contains(' ')
            && key.strip_prefix(a.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    }) || on_author(line, article) && !is_running(line)
}

pub(super) fn on_author(line: &Line, article: &Article) -> bool {
    article.authors.iter().any(|a| tells_of(&line.text, a))
}

/// A line begins with an author's name or the last part of it.
pub(super) fn tells_of(text: &str, author: &str) -> bool {
    let start: String = text.chars().take(NAME).collect();
    let (text, author) = (fold_key(&start), fold_key(author));
    let last = author.rsplit(' ').next().unwrap_or(&author);
    [author.as_str(), last].iter().any(|name| {
        name.chars().count() > 2
            && text.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    })
}

/// Where the text ends at the latest: at a heading that stands below texts, where little runs on behind it.
pub(super) fn end(lines: &[Line], runs: &dyn Fn(&Line) -> bool, own: &dyn Fn(usize) -> bool) -> usize {
    // Behind a list of what others read the text may go on.
    let last = lines.iter().enumerate().rev().find(|(k, l)| own(*k) && runs(l)).map_or(0, |(k, _)| k);
    let terminal = |l: &Line| {
        matches!(
            l.section(),
            Some(Section::Topics | Section::Comments | Section::End | Section::About | Section::Popular)
        ) || topics::listed(&l.text).is_some()
    };
    let mut behind = lines.iter().filter(|l| runs(l)).count();
    let mut before = 0_usize;
    for (i, line) in lines.iter().enumerate() {
        if runs(line) {
            (before, behind) = (before.saturating_add(1), behind.saturating_sub(1));
            continue;
        }
        let over = terminal(line) && (line.section() != Some(Section::Popular) || i > last);
        if over && before >= 2 && behind.saturating_mul(2) <= before {
            return i;
        }
    }
    lines.len()
}

/// Quotation marks stand around a line.
pub(super) fn is_quoted(text: &str) -> bool {
    text.starts_with(['“', '"', '«', '„', '‘', '\'', '»', '「'])
        && text.ends_with(['”', '"', '»', '“', '’', '\'', '«', '」'])
}

/// A subhead: short, and running text right under it. A link to another story is a full headline.
pub(super) fn is_subhead(line: &Line, next: Option<&Line>, most: u32) -> bool {
    let text = line.text.as_str();
    let quoted = is_quoted(text);
    let words = count(text);
    !line.bullet
        && !line.leads
        && !line.timed
        && words >= 1
        && (words <= most || quoted && words <= SURE_SUBHEAD)
        && next.is_some_and(is_running)
        && (quoted || !text.contains(':'))
        && !is_dateline(text)
        && byline(text).is_none()
        && number(text).is_none()
        && (quoted || !text.ends_with(['.', ':', ';', '…', '?', '？']))
}

/// A list right below a line of the text that announces it with a colon is the text's, item by item.
pub(super) fn is_listed(lines: &[Line], at: usize, taken: &[bool]) -> bool {
    let joins = |l: &&Line| l.bullet && l.gap == 0 && !l.parted && !l.leads;
    let up_to = || lines.iter().take(at.saturating_add(1)).rev();
    let items = up_to().take_while(joins).count();
    // An empty line may stand over the first.
    let first = up_to().nth(items).is_some_and(|l| l.bullet && l.gap == 1 && !l.parted && !l.leads);
    let items = items.saturating_add(usize::from(first));
    let announcing = at.checked_sub(items).filter(|_| items > 0);
    announcing.is_some_and(|i| {
        taken.get(i) == Some(&true)
            && lines.get(i).is_some_and(|l| count(&l.text) >= 4 && l.text.ends_with([':', '：']))
    })
}

/// Short lines without bullets right below a line of the text that ends with a colon, one right below the other and apart
/// from what follows, are its list: whether the one at `at` is of these.
pub(super) fn is_itemized(lines: &[Line], at: usize, taken: &[bool]) -> bool {
    let item = |l: &Line| {
        !l.bullet
            && !l.parted
            && !l.leads
            && !l.timed
            && l.section().is_none()
            && count(&l.text) <= ITEM
            && !is_dateline(&l.text)
    };
    let above = lines.iter().take(at.saturating_add(1)).rev().take(ITEMS).take_while(|l| item(l));
    // Up to the one over which the announcing line stands.
    let begins = |k: &usize| {
        let head = at.checked_sub(*k).and_then(|b| b.checked_sub(1));
        head.is_some_and(|h| {
            taken.get(h) == Some(&true)
                && lines.get(h).is_some_and(|l| {
                    count(&l.text) >= 4 && l.text.ends_with([':', '：']) && l.section().is_none()
                })
        })
    };
    let Some(back) = (0..above.count()).find(begins) else { return false };
    let first = at.saturating_sub(back);
    let close = |k: usize| k == first || lines.get(k).is_some_and(|l| l.gap == 0);
    if !(first..=at).all(close) {
        return false;
    }
    let rest = lines.iter().enumerate().skip(first.saturating_add(1)).take(ITEMS);
    let more = rest
        .take_while(|(k, l)| item(l) && l.gap == 0 && !(is_running(l) && taken.get(*k) == Some(&true)))
        .count();
    let end = first.saturating_add(more).saturating_add(1);
    let closed = lines.get(first).is_some_and(|l| l.gap > 0) == lines.get(end).is_some_and(|l| l.gap > 0);
    more > 0 && at < end && closed && lines.get(end).is_some_and(is_running)
}
