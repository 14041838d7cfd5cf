//! What stands around a saved text's line: running text, facts and links before and behind it, and how it differs
//! from the running text in length, gaps and end.

use std::collections::HashMap;

use super::bylines::is_outlet;
use super::credits;
use super::headline::is_candidate;
use super::lines::{Line, is_running};
use super::signs::Ruled;
use crate::article::features::{fl, yes};
use crate::article::words::count;

/// Farther than this is told as this.
const FAR: usize = 60;
/// Facts behind a line are looked for in so many lines.
const AHEAD: usize = 8;
/// A word is long from so many letters on.
const LONG_WORD: usize = 5;
/// The place where a text was written ends within so many characters.
const PLACE: usize = 40;

/// The features by name, a value for each line.
pub(super) fn around(lines: &[Line], folded: &[String], ruled: &[Ruled]) -> Vec<(&'static str, Vec<f32>)> {
    let n = lines.len();
    let runs: Vec<bool> = lines.iter().map(is_running).collect();
    let facts: Vec<bool> = lines.iter().map(is_fact).collect();
    let forms: Vec<bool> = lines.iter().map(is_candidate).collect();
    let placed: Vec<bool> = lines.iter().map(|l| is_placed(&l.text)).collect();
    let told = |of: &[bool]| -> Vec<f32> { of.iter().map(|b| yes(*b)).collect() };
    let at = |of: &[bool], i: usize| of.get(i) == Some(&true);
    let title = ruled.iter().position(|r| r.title);
    let (length, gap) = usual(lines, &runs);
    // How many facts stand since the headline, before the next running line, and in the next few lines.
    let mut so_far = vec![0.0; n.saturating_add(1)];
    for (i, fact) in facts.iter().enumerate() {
        so_far[i + 1] = so_far[i] + yes(*fact);
    }
    let between = |a: usize, b: usize| if a < b { so_far[b.min(n)] - so_far[a.min(n)] } else { 0.0 };
    let (next_run, last_run) = (next(&runs), last(&runs));
    let each = |of: &dyn Fn(usize) -> f32| -> Vec<f32> { (0..n).map(of).collect() };
    let lone = |i: usize| !at(&runs, i) && i > 0 && at(&runs, i - 1) && at(&runs, i + 1);
    let alone = fl((0..n).filter(|i| lone(*i)).count().min(FAR));
    vec![
        ("length_of_usual", each(&|i| fl(words(&lines[i])) / length)),
        ("gap_of_usual", each(&|i| fl(lines[i].gap.min(9)) - gap)),
        ("until_run", each(&|i| fl(next_run[i].saturating_sub(i).min(FAR)))),
        ("since_run", each(&|i| last_run[i].map_or(fl(FAR), |b| fl(i.saturating_sub(b).min(FAR))))),
        ("facts_before_run", each(&|i| between(i + 1, next_run[i]))),
        ("facts_ahead", each(&|i| between(i + 1, i + 1 + AHEAD))),
        ("facts_since_title", each(&|i| title.map_or(-1.0, |t| between(t + 1, i)))),
        ("fact_before", each(&|i| yes(i > 0 && at(&facts, i - 1)))),
        ("fact_after", each(&|i| yes(at(&facts, i + 1)))),
        ("lone", each(&|i| yes(lone(i)))),
        ("lone_lines", vec![alone; n]),
        ("headline_form", told(&forms)),
        ("headline_form_after", each(&|i| yes(at(&forms, i + 1)))),
        ("headline_forms", row(&forms)),
        ("placed", told(&placed)),
        ("placed_ahead", each(&|i| fl((1..=6).position(|k| at(&placed, i + k)).unwrap_or(6)))),
        ("end", each(&|i| end(&lines[i].text))),
        ("colon_within", each(&|i| yes(lines[i].text.contains(": ")))),
        ("label_form", each(&|i| yes(lines[i].is_topic()))),
        ("outlet", each(&|i| yes(is_outlet(&lines[i].text)) + 2.0 * yes(credits::is_agency(&lines[i].text)))),
        ("in_short_lines", in_short(folded, &runs)),
        ("next_echo", next_echo(folded)),
    ]
}

/// Who, when, or a picture's words.
fn is_fact(line: &Line) -> bool {
    line.is_byline()
        || line.is_dateline()
        || line.is_role()
        || line.is_captioned()
        || credits::is_credit(&line.text)
        || line.is_person()
}

/// A text that begins with where it was written: "BERLIN (Reuters) — ", "Graz – ", "〔記者…〕", "[서울=…]".
fn is_placed(text: &str) -> bool {
    if text.starts_with(['〔', '【', '［', '[', '(', '（']) {
        return text.chars().take(PLACE).any(|c| matches!(c, '〕' | '】' | '］' | ']' | ')' | '）'));
    }
    let start: String = text.chars().take(PLACE).collect();
    let place = [" — ", " – ", " - ", " -- ", ": ", "电", "電"].iter().filter_map(|s| start.find(s)).min();
    place.and_then(|at| start.get(..at)).is_some_and(|place| {
        count(text) >= 10
            && !place.is_empty()
            && count(place) <= 5
            && (place.contains(['(', ',']) || place.split(' ').all(|w| !w.starts_with(char::is_lowercase)))
    })
}

fn words(line: &Line) -> usize {
    usize::try_from(count(&line.text)).unwrap_or(usize::MAX)
}

/// How many words and how many empty lines over them running lines mostly have.
fn usual(lines: &[Line], runs: &[bool]) -> (f32, f32) {
    let running = || lines.iter().zip(runs).filter(|(_, r)| **r).map(|(l, _)| l);
    let middle = |mut of: Vec<usize>| {
        of.sort_unstable();
        of.get(of.len() / 2).copied().unwrap_or(0)
    };
    let (length, gap) = (middle(running().map(words).collect()), middle(running().map(|l| l.gap).collect()));
    (fl(length.max(1)), fl(gap.min(9)))
}

/// The next line of a kind behind each.
fn next(is: &[bool]) -> Vec<usize> {
    let mut at = is.len();
    let mut out: Vec<usize> = Vec::with_capacity(is.len());
    for (i, is) in is.iter().enumerate().rev() {
        out.push(at);
        at = if *is { i } else { at };
    }
    out.reverse();
    out
}

/// The last line of a kind before each.
fn last(is: &[bool]) -> Vec<Option<usize>> {
    let mut at = None;
    is.iter()
        .enumerate()
        .map(|(i, is)| {
            let before = at;
            at = if *is { Some(i) } else { at };
            before
        })
        .collect()
}

/// How many lines of a kind stand in a row with each.
fn row(is: &[bool]) -> Vec<f32> {
    let mut out = Vec::with_capacity(is.len());
    for part in is.chunk_by(|a, b| a == b) {
        let long = if part.first() == Some(&true) { fl(part.len().min(FAR)) } else { 0.0 };
        out.extend(part.iter().map(|_| long));
    }
    out
}

/// The sign at a line's end.
fn end(text: &str) -> f32 {
    match text.chars().next_back() {
        Some('.' | '。' | '।' | '۔') => 1.0,
        Some('?' | '？' | '؟') => 2.0,
        Some('!' | '！') => 3.0,
        Some(':' | '：') => 4.0,
        Some('…') => 5.0,
        Some('”' | '"' | '’' | '»' | '“' | '」' | '\'' | '«') => 6.0,
        Some(')' | '）' | ']' | '】') => 7.0,
        Some(c) if c.is_numeric() => 8.0,
        Some(c) if c.is_alphabetic() => 0.0,
        _ => 9.0,
    }
}

fn long_words(key: &str) -> impl Iterator<Item = &str> {
    key.split(' ').filter(|w| w.chars().count() >= LONG_WORD).take(80)
}

/// Which share of a line's longer words stands in other short lines: a page that speaks of itself names what its menus name.
fn in_short(folded: &[String], runs: &[bool]) -> Vec<f32> {
    let mut said: HashMap<&str, u32> = HashMap::new();
    for word in folded.iter().zip(runs).filter(|(_, r)| !**r).flat_map(|(k, _)| long_words(k)) {
        *said.entry(word).or_default() += 1;
    }
    let share = |(key, runs): (&String, &bool)| {
        let least = if *runs { 1 } else { 2 };
        let (mut all, mut again) = (0_usize, 0_usize);
        for word in long_words(key) {
            all += 1;
            again += usize::from(said.get(word).is_some_and(|n| *n >= least));
        }
        fl(again) / fl(all.max(1))
    };
    folded.iter().zip(runs).map(share).collect()
}

/// Which share of a line's longer words stands in the three lines behind it.
fn next_echo(folded: &[String]) -> Vec<f32> {
    (0..folded.len())
        .map(|i| {
            let near = folded.get(i + 1..folded.len().min(i + 4)).unwrap_or_default();
            let (mut all, mut again) = (0_usize, 0_usize);
            for word in folded.get(i).map(String::as_str).into_iter().flat_map(long_words) {
                all += 1;
                again += usize::from(near.iter().any(|k| k.contains(word)));
            }
            fl(again) / fl(all.max(1))
        })
        .collect()
}
