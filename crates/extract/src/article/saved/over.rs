//! The labels over the headline, told from the site's menu and its name.

use super::bylines::is_outlet;
use super::furniture::{is_advertisement, is_foot};
use super::lengths::clock;
use super::lines::{Line, byline, is_dateline, is_running, is_sentence};
use super::phrases::phrases;
use super::subject::Subject;
use super::topics::{self, is_topic, listed, push, way};
use super::{credits, steps};
use crate::article::Article;
use crate::article::words::{count, fold_key, is_dense};

/// Over a headline without a menu stand at most so many lines.
const BARE: usize = 4;
/// Labels right over the headline are at most so many; a longer run is the site's menu.
const OVER: usize = 4;
/// A menu's entries have at most so many words.
const ENTRY: u32 = 6;
/// The headline may stand twice, at most so many lines apart.
const TWICE: usize = 12;
/// A page whose menus were copied too has more lines than these over the headline.
const MENU: usize = 6;
/// A site's name stands in so many lines at the top of its page.
const TOP: usize = 3;
/// No address of a site is longer than this, in bytes.
const ADDRESS: usize = 40;
/// Lines in which a page speaks of itself are no longer than this, in bytes.
const OWN: usize = 300;
/// Where more lines than these stand over the labels, some of those may be a menu's.
const BESIDE: usize = 2;
/// A label that is told again by the article stands at most so many lines over the headline.
const NEAR: usize = 14;

/// Adds the labels over the headline: the one or few right over it, and those that stand again by the article; where one is told
/// again between headline and text, that alone.
pub(super) fn over(
    (page, lines): (&str, &[Line]),
    above: &[Line],
    headline: &Line,
    told_again: bool,
    article: &mut Article,
) {
    let key = headline.key().to_owned();
    let from = above.len().saturating_sub(TWICE);
    let first = above.iter().enumerate().skip(from).find(|(_, l)| l.key() == key).map(|(i, _)| i);
    let (above, headline) = match first {
        Some(at) => (above.get(..at).unwrap_or_default(), above.get(at).unwrap_or(headline)),
        None => (above, headline),
    };
    let subject = Subject::of(article);
    let below = std::mem::take(&mut article.topics);
    let again = |text: &str| below.iter().any(|t| fold_key(t) == fold_key(text));
    let mut right = right_over(above);
    let run = right.clone();
    let is_first = |r: &&Line| above.first().is_some_and(|f| std::ptr::eq(f, *r));
    // The first line of all, over a label, may be the site's name.
    let part = |key: &str| phrases().is("desks", key) || phrases().is("roots", key);
    if right.len() > 1
        && right.first().is_some_and(|r| is_first(r) && !part(r.key()) && names_site(&r.text, page))
    {
        right.remove(0);
    }
    right.retain(|r| !is_site(&r.text, lines));
    // Behind a menu the site's name may stand once more, as at the top of all.
    if above.len() > MENU {
        let entries = in_menu(above);
        let named = |(i, _): &(usize, &Line)| *i == 0 || entries.get(*i) != Some(&true);
        let at_top = |r: &Line| {
            let key = r.key().to_owned();
            let mut top = above.iter().enumerate().take(TOP).filter(named);
            top.any(|(_, l)| !std::ptr::eq(l, r) && l.key() == key) && !part(&key)
        };
        right.retain(|r| again(&r.text) || subject.tells(&r.text) || !at_top(r));
    }
    // Where nothing but a few lines stands over the headline, no menu was copied.
    let bare = above.len() <= OVER
        && right.len() == above.len()
        && !right.first().is_some_and(|r| r.parted)
        && !headline.parted;
    let apart = steps::behind_advertisement(&right, above) && right.len() <= OVER;
    let told = steps::from_again(&right, above).or_else(|| steps::behind_menu(&right));
    let told = told.filter(|_| !bare && !apart);
    if let Some(told) = told {
        right = told;
    } else if let Some(menu) = menu(above).filter(|_| !right.is_empty() && !bare && !apart) {
        right = behind_menu(&right, menu > OVER, &subject, &again);
    }
    // Between the menu's last button and the headline's own there is nothing.
    // Several, of which the article tells none, are the menu's last entries.
    let own = |r: &Line| subject.tells(&r.text) || again(&r.text) || r.home;
    if headline.gap > 0 && above.len() > MENU && right.len() > 2 && !apart && !right.iter().any(|r| own(r)) {
        right.clear();
    }
    // Where the way to a page begins is none of its labels.
    right.retain(|r| !phrases().is("home", r.key()));
    let top = steps::over_picture(&right, above, &subject);
    let open = right.iter().all(|r| r.text.ends_with('/'));
    if headline.parted
        && !apart
        && !open
        && (right.len() > 1 || right.first().is_some_and(is_first) || above.len() > MENU)
    {
        // What goes on from a long menu is its last entry, unless the article tells it.
        let goes_on = menu(above).is_some_and(|m| m > OVER);
        let own = |r: &Line| if goes_on { subject.tells(&r.text) } else { subject.is_own(&r.text) };
        right.retain(|r| own(r) || again(&r.text));
    }
    // Of several, those count that stand again by the article.
    // A way leads to the last of them; it is told again with all before it.
    let led = apart && right.last().is_some_and(|r| again(&r.text));
    let several = below.len() > 1
        && !bare
        && !led
        && right.len() > 2
        && above.len() > right.len().saturating_add(BESIDE)
        && right.first().is_some_and(|r| !r.parted)
        && right.iter().any(|r| again(&r.text));
    if told_again && top.is_none() || several {
        right.retain(|r| again(&r.text));
    }
    right.retain(|r| steps::row(&r.text).is_empty() || steps::is_row(&r.text));
    if let Some(top) = top {
        right.insert(0, top);
    }
    // A page's part over the standfirst, at the top of all.
    if right.is_empty() && above.len() <= BARE {
        let alone = above.get(1).is_none_or(is_running);
        right.extend(above.first().filter(|f| alone && phrases().is("desks", f.key()) && f.is_topic()));
    }
    steps::headed(above).iter().for_each(|l| push(article, &l.text));
    let near = above.len().saturating_sub(NEAR);
    let menu = in_menu(above);
    for (i, line) in above.iter().enumerate().filter(|(_, l)| count(&l.text) <= ENTRY) {
        if right.iter().any(|r| std::ptr::eq(*r, line))
            || again(&line.text)
                && line.is_topic()
                && i >= near
                && menu.get(i) == Some(&false)
                && !run.iter().any(|r| std::ptr::eq(*r, line))
        {
            let row = steps::row(&line.text);
            if row.is_empty() {
                push(article, label(&line.text));
            }
            row.iter().for_each(|l| push(article, l));
        }
    }
    let entry = |key: &str| part(key) || above.iter().any(|l| l.key() == key);
    let way = above.iter().rev().take(3).find_map(|l| way(&l.text, &headline.text, entry));
    // "SPORT | FOOTBALL"
    let row = above.iter().rev().find(|l| !may_stand_between(l));
    let row = row.map(|l| steps::row(&l.text)).unwrap_or_default();
    let dated = above.iter().rev().take(3).find_map(|l| steps::dated(&l.text));
    way.into_iter().flatten().chain(row).chain(dated).for_each(|l| push(article, l));
    above.iter().filter_map(|l| listed(&l.text)).flatten().for_each(|l| push(article, l));
    below.iter().for_each(|l| push(article, l));
}

/// "Deutsche Bahn:", "Policy >": the label alone.
pub(super) fn label(text: &str) -> &str {
    text.trim_start_matches(['/', '>', '›', '»', '∙', ' '])
        .trim_end_matches([':', '：', '>', '›', '»', '/', '|', '—', '–', ' '])
}

/// What may stand between a label and its headline.
fn may_stand_between(line: &Line) -> bool {
    if steps::is_row(&line.text) {
        return false;
    }
    line.is_captioned()
        || credits::is_credit(&line.text)
        || is_advertisement(&line.text)
        || is_dateline(&line.text)
        || phrases().begins("dated", line.key()).is_some() && count(&line.text) <= ENTRY
        || byline(&line.text).is_some()
        || clock(&line.text).is_some()
        || line.shown
}

/// The labels right over a headline, from the first to the last.
fn right_over(above: &[Line]) -> Vec<&Line> {
    let long = |i: Option<usize>| i.and_then(|i| above.get(i)).is_some_and(|l| clock(&l.text).is_some());
    let between = |(i, line): &(usize, &Line)| {
        // A video's title stands beside its length.
        let video = || long(i.checked_sub(1)) || long(i.checked_add(1));
        may_stand_between(line) || count(&line.text) >= 4 && (line.twice && !line.is_topic() || video())
    };
    let lines = above.iter().enumerate().rev().skip_while(between).map(|(_, l)| l);
    let mut right: Vec<&Line> = Vec::new();
    for line in lines {
        let text = label(&line.text);
        // A story's own words are more than a menu's entry has.
        let own = || {
            // Where all begin with a capital, a menu stands in one line.
            let speaks = text.split(' ').any(|w| w.starts_with(char::is_lowercase));
            speaks && (line.gap > 0 || above.first().is_some_and(|f| std::ptr::eq(f, line)))
                || !text.contains(char::is_lowercase)
                || above.iter().any(|l| !std::ptr::eq(l, line) && l.key() == line.key())
        };
        if !is_topic(text) || text.split(' ').count() > 3 && !own() {
            break;
        }
        right.push(line);
        if line.gap > 0 || line.parted {
            break;
        }
    }
    right.reverse();
    right
}

/// Which lines are of a long run of short ones with no empty line between.
fn in_menu(above: &[Line]) -> Vec<bool> {
    let mut out: Vec<bool> = Vec::with_capacity(above.len());
    let mut run = 0_usize;
    for line in above {
        let entry = count(&line.text) <= ENTRY && !is_sentence(&line.text);
        run = if !entry {
            0
        } else if line.gap == 0 {
            run.saturating_add(1)
        } else {
            1
        };
        out.push(run > OVER);
        if run > OVER {
            out.iter_mut().rev().take(OVER.saturating_add(1)).for_each(|o| *o = true);
        }
    }
    out
}

/// How many lines stand right over a headline without anything between, where they are more than an article's labels.
fn menu(above: &[Line]) -> Option<usize> {
    let mut close = true;
    let entries = above.iter().rev().skip_while(|l| may_stand_between(l)).take_while(|l| {
        let short = count(&l.text) <= ENTRY && (!is_sentence(&l.text) || l.is_topic());
        let entry = close && short && !is_advertisement(&l.text);
        close = l.gap == 0 && !l.parted;
        entry
    });
    let entries: Vec<&Line> = entries.take(OVER.saturating_add(1)).collect();
    // A menu names several of a paper's parts, the way to a page one.
    let desk = |l: &&&Line| {
        let key = l.key().to_owned();
        phrases().is("desks", &key) && !phrases().is("roots", &key)
    };
    let is_menu = entries.len() > OVER || entries.len() >= 3 && entries.iter().filter(desk).count() >= 2;
    is_menu.then_some(entries.len())
}

/// The labels between a menu and the headline, where nothing parts them: those the article tells, and the paper's part
/// over them; or from where the menu begins anew.
fn behind_menu<'l>(
    right: &[&'l Line],
    long: bool,
    subject: &Subject,
    again: &dyn Fn(&str) -> bool,
) -> Vec<&'l Line> {
    let keys: Vec<String> = right.iter().map(|l| l.key().to_owned()).collect();
    let twice = (1..keys.len()).find(|i| keys.iter().take(*i).any(|k| Some(k) == keys.get(*i)));
    if let Some(at) = twice.filter(|at| right.len().saturating_sub(*at) <= OVER) {
        return right.get(at..).unwrap_or_default().to_vec();
    }
    if right.iter().any(|r| again(&r.text)) {
        let mut own: Vec<&Line> = right.iter().rev().take_while(|r| again(&r.text)).copied().collect();
        own.reverse();
        return own;
    }
    let mut out: Vec<&Line> = Vec::new();
    for line in right.iter().rev().take(OVER) {
        let desk = phrases().is("desks", line.key());
        if out.is_empty() && (desk || long && !subject.tells(&line.text)) {
            break;
        }
        if !out.is_empty() && !subject.tells(&line.text) {
            // The paper's part over the first of them, where it is not the menu's.
            out.extend((desk && !long).then_some(*line));
            break;
        }
        out.push(line);
    }
    out.reverse();
    out
}

/// What stands at the top of all is the outlet's name where it has the form of one, or the page speaks of itself by it.
fn names_site(label: &str, page: &str) -> bool {
    let key = fold_key(label);
    // "tvn.example", "© 2026 The Post", "by Jane Doe, The Post"
    let is_host = |word: &str| topics::is_host(word) && fold_key(word).split(' ').next() == Some(&key);
    let owns = |line: &str| {
        is_foot(line)
            && fold_key(line).split_once(&key).is_some_and(|(before, _)| {
                before.split(' ').all(|w| {
                    w.is_empty() || w == "copyright" || w == "c" || w.bytes().all(|b| b.is_ascii_digit())
                })
            })
    };
    let writes = |line: &str| byline(line).is_some() && fold_key(line).contains(&format!(" {key}"));
    // "Lake Media Group" below a page's "Lake".
    let names = |line: &str| {
        count(line) <= ENTRY && is_outlet(line) && fold_key(line).starts_with(&format!("{key} "))
    };
    is_outlet(label)
        || key.chars().any(|c| is_dense(c) || ('가'..='힣').contains(&c))
            && phrases().ending("outlets", &key).is_some()
        || page
            .lines()
            .filter(|l| l.len() <= OWN)
            .any(|l| l.split(' ').any(is_host) || owns(l) || writes(l) || names(l))
}

/// The outlet's own name: its address begins with it.
fn is_site(label: &str, lines: &[Line]) -> bool {
    let name = fold_key(label);
    lines.iter().filter(|l| l.text.len() <= ADDRESS && !l.text.contains(' ')).any(|l| {
        let parts = l.text.split_once('.');
        parts.is_some_and(|(n, tld)| fold_key(n) == name && (2..=6).contains(&tld.len()))
    })
}
