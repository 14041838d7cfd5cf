//! What a saved text's lines tell beside their words: the empty lines around them, the page's own lines that were left
//! out, and what the rules took them for.

use std::collections::{HashMap, HashSet};

use super::around::around;
use super::lines::{Line, is_running, is_sentence};
use super::phrases::phrases;
use super::sections::Section;
use super::{bylines, credits};
use crate::article::Article;
use crate::article::features::{fl, yes};
use crate::article::words::fold_key;

/// Words of at least so many letters say what a line speaks of.
const ECHO_WORD: usize = 5;

/// What the rules made of a line.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Ruled {
    /// 1: the body, 2: a link to another story, 3: a key point, 4: a topic.
    pub(super) kind: u8,
    pub(super) title: bool,
    /// Its own words say that it is no part of the body.
    pub(super) explicit: bool,
}

/// What the rules took each line for.
pub(super) fn ruled_lines(lines: &[Line], ruled: &Article) -> Vec<Ruled> {
    let keys = |texts: &mut dyn Iterator<Item = &str>| -> HashSet<String> { texts.map(fold_key).collect() };
    let kinds = [
        (1, keys(&mut ruled.text.split("\n\n"))),
        (2, keys(&mut ruled.related.iter().map(|r| r.title.as_str()))),
        (3, keys(&mut ruled.key_points.iter().map(String::as_str))),
        (4, keys(&mut ruled.topics.iter().map(String::as_str))),
    ];
    let title = ruled.title.as_deref().map(fold_key).unwrap_or_default();
    lines
        .iter()
        .map(|l| {
            let key = l.key().to_owned();
            let kind = kinds.iter().filter(|_| !key.is_empty()).find(|(_, k)| k.contains(&key));
            let explicit = l.is_furniture()
                || l.section().is_some()
                || l.is_captioned()
                || l.is_clock()
                || credits::is_credit(&l.text)
                || credits::is_agency(&l.text)
                || bylines::is_place_of_outlet(&l.text)
                || kind.is_none() && (l.is_dateline() || l.is_byline());
            Ruled { kind: kind.map_or(0, |k| k.0), title: key == title, explicit }
        })
        .collect()
}

/// What only lines have: the empty ones around them, and what the rules took them for.
pub(super) fn own(lines: &[Line], ruled: &[Ruled]) -> Vec<(&'static str, Vec<f32>)> {
    let gap = |i: Option<usize>| i.and_then(|i| lines.get(i)).map_or(9.0, |l| fl(l.gap.min(9)));
    let column = |of: &dyn Fn(usize, &Line) -> f32| -> Vec<f32> {
        lines.iter().enumerate().map(|(i, l)| of(i, l)).collect()
    };
    let folded: Vec<String> = lines.iter().map(|l| l.key().to_owned()).collect();
    let n = lines.len();
    let own_words: Vec<f32> = folded.iter().map(|k| phrases().own_share(k)).collect();
    let echo = echoes(lines, &folded);
    let told_by: Vec<bool> = lines.iter().map(|l| l.is_byline()).collect();
    let dated: Vec<bool> = lines.iter().map(|l| l.is_dateline()).collect();
    let people: Vec<f32> = lines.iter().map(|l| yes(l.is_person())).collect();
    let mut runs = 0.0;
    let runs_before: Vec<f32> = lines
        .iter()
        .map(|l| {
            let before = runs;
            runs += yes(is_running(l));
            before
        })
        .collect();
    let all_runs = runs;
    let around = around(lines, &folded, ruled);
    let mut out = vec![
        ("gap", column(&|i, _| gap(Some(i)))),
        ("gap_after", column(&|i, _| gap(Some(i + 1)))),
        ("gap_before", column(&|i, _| gap(i.checked_sub(1)))),
        ("gap_after_next", column(&|i, _| gap(Some(i + 2)))),
        ("bullet", column(&|_, l| yes(l.bullet))),
        ("ruled", ruled.iter().map(|r| f32::from(r.kind)).collect()),
        ("ruled_title", ruled.iter().map(|r| yes(r.title)).collect()),
        ("line", column(&|i, _| fl(i))),
        ("lines_left", column(&|i, _| fl(n - i))),
        ("furniture", column(&|_, l| yes(l.is_furniture()))),
        ("section", column(&|_, l| l.section().map_or(0.0, section_number))),
        ("in_section", in_section(lines)),
        ("byline", told_by.iter().map(|b| yes(*b)).collect()),
        ("dateline", dated.iter().map(|d| yes(*d)).collect()),
        ("captioned", column(&|_, l| yes(l.is_captioned()))),
        ("role", column(&|_, l| yes(l.is_role()))),
        ("clock", column(&|_, l| yes(l.is_clock()))),
        ("since_dateline", since(&dated)),
        ("until_dateline", until(&dated)),
        ("since_byline", since(&told_by)),
        ("until_byline", until(&told_by)),
        ("times", times(&folded)),
        ("parted", column(&|_, l| yes(l.parted))),
        ("parted_after", column(&|i, _| yes(lines.get(i + 1).is_none_or(|l| l.parted)))),
        ("button_below", column(&|_, l| yes(l.leads) + 2.0 * yes(l.timed))),
        ("stood_twice", column(&|_, l| yes(l.twice) + yes(l.shown))),
        ("since_title", since_at(ruled)),
        ("sentence", column(&|_, l| yes(is_sentence(&l.text)) + yes(is_running(l)))),
        (
            "sentence_after",
            column(&|i, _| lines.get(i + 1).map_or(-1.0, |l| yes(is_sentence(&l.text)) + yes(is_running(l)))),
        ),
        ("own_words", own_words.clone()),
        ("own_words_after", (1..=n).map(|i| own_words.get(i).copied().unwrap_or(1.0)).collect()),
        ("own_words_behind", behind(&own_words)),
        ("in_title", in_title(&folded, ruled)),
        ("gaps", vec![gaps(lines); n]),
        ("runs_before", runs_before.clone()),
        ("runs_left", runs_before.iter().map(|b| all_runs - b).collect()),
        ("echo", echo.clone()),
        ("echo_after", (1..=n).map(|i| echo.get(i).copied().unwrap_or(0.0)).collect()),
        (
            "echo_before",
            (0..n).map(|i| i.checked_sub(1).and_then(|b| echo.get(b)).copied().unwrap_or(0.0)).collect(),
        ),
        ("person", people.clone()),
        ("person_after", (1..=n).map(|i| people.get(i).copied().unwrap_or(0.0)).collect()),
        (
            "credit_below",
            column(&|i, l| {
                lines.get(i + 1).map_or(0.0, |n| yes(credits::credit_below(&l.text, &n.text).is_some()))
            }),
        ),
    ];
    out.extend(around);
    out
}

/// Which share of the running lines stands apart from the line before.
fn gaps(lines: &[Line]) -> f32 {
    let running = || lines.iter().filter(|l| is_running(l));
    fl(running().filter(|l| l.gap > 0).count()) / fl(running().count().max(1))
}

/// The mean of the next few values.
fn behind(values: &[f32]) -> Vec<f32> {
    let mean = |of: &[f32]| if of.is_empty() { 1.0 } else { of.iter().sum::<f32>() / fl(of.len()) };
    (1..=values.len())
        .map(|i| mean(values.get(i..values.len().min(i.saturating_add(6))).unwrap_or_default()))
        .collect()
}

/// How many lines below the one that the rules took for the headline, negative above it.
fn since_at(ruled: &[Ruled]) -> Vec<f32> {
    let at = ruled.iter().position(|r| r.title);
    (0..ruled.len()).map(|i| at.map_or(-99.0, |at| (fl(i) - fl(at)).clamp(-40.0, 90.0))).collect()
}

fn long_words(key: &str) -> HashSet<&str> {
    key.split(' ').filter(|w| w.chars().count() >= ECHO_WORD).take(80).collect()
}

/// Which share of a line's longer words stands in other running lines too: what speaks of something else has few.
fn echoes(lines: &[Line], folded: &[String]) -> Vec<f32> {
    let mut said: HashMap<&str, u32> = HashMap::new();
    let running = || lines.iter().zip(folded).filter(|(l, _)| is_running(l));
    for word in running().flat_map(|(_, key)| long_words(key)) {
        *said.entry(word).or_default() += 1;
    }
    let share = |(line, key): (&Line, &String)| {
        let (own, least) = (long_words(key), if is_running(line) { 2 } else { 1 });
        let again = own.iter().filter(|w| said.get(*w).is_some_and(|n| *n >= least)).count();
        fl(again) / fl(own.len().max(1))
    };
    lines.iter().zip(folded).map(share).collect()
}

/// Which share of a line's longer words the headline has too.
fn in_title(folded: &[String], ruled: &[Ruled]) -> Vec<f32> {
    let title = ruled.iter().position(|r| r.title).and_then(|at| folded.get(at)).map_or("", String::as_str);
    let said: HashSet<&str> = title.split(' ').filter(|w| w.chars().count() >= 4).collect();
    let share = |key: &String| {
        let (mut all, mut shared) = (0_usize, 0_usize);
        for word in key.split(' ').filter(|w| w.chars().count() >= 4).take(60) {
            all += 1;
            shared += usize::from(said.contains(word));
        }
        fl(shared) / fl(all.max(1))
    };
    folded.iter().map(share).collect()
}

fn section_number(section: Section) -> f32 {
    match section {
        Section::Related => 1.0,
        Section::Topics => 2.0,
        Section::Comments => 3.0,
        Section::Summary => 4.0,
        Section::End | Section::About | Section::Popular => 5.0,
    }
}

/// The heading last seen, and none after as many lines as a list has.
fn in_section(lines: &[Line]) -> Vec<f32> {
    let (mut now, mut left) = (0.0, 0_u32);
    lines
        .iter()
        .map(|l| {
            if let Some(s) = l.section() {
                (now, left) = (section_number(s), 40);
            }
            left = left.saturating_sub(1);
            if left > 0 { now } else { 0.0 }
        })
        .collect()
}

/// How many lines since one of a kind.
fn since(is: &[bool]) -> Vec<f32> {
    let mut n = 99_usize;
    is.iter()
        .map(|is| {
            n = if *is { 0 } else { n.saturating_add(1).min(99) };
            fl(n)
        })
        .collect()
}

/// How many lines until one of a kind.
fn until(is: &[bool]) -> Vec<f32> {
    let mut n = 99_usize;
    let mut out: Vec<f32> = is
        .iter()
        .rev()
        .map(|is| {
            n = if *is { 0 } else { n.saturating_add(1).min(99) };
            fl(n)
        })
        .collect();
    out.reverse();
    out
}

/// How often a line stands in the text.
fn times(folded: &[String]) -> Vec<f32> {
    let mut count: HashMap<&str, usize> = HashMap::new();
    for key in folded {
        *count.entry(key.as_str()).or_default() += 1;
    }
    folded.iter().map(|k| count.get(k.as_str()).map_or(1.0, |n| fl((*n).min(99)))).collect()
}
