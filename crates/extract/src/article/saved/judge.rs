//! What was learned of a saved text's lines: which is the headline, which are the article's own, which tell its
//! author, its standfirst or its picture.
//!
//! The lines are laid out as a page without names or links, paragraphs where empty lines part them, so that the features
//! of a page's blocks tell of them too. Beside those stands what the rules made of each line.

use std::collections::{HashMap, HashSet};

use super::captions;
use super::credits;
use super::furniture::is_furniture;
use super::lengths::clock;
use super::lines::{Line, byline, is_dateline, is_role};
use super::sections::{Section, section};
use crate::article::Article;
use crate::article::blocks::{self, Blocks};
use crate::article::context::{Context, Evidence};
use crate::article::features::{self, fl, yes};
use crate::article::forest::Forest;
use crate::article::hashed::Map;
use crate::article::model::{Model, Reader};
use crate::article::tag::Tag;
use crate::article::words::{count, fold_key};
use crate::article::{choose, parse, render};

/// Lines after these are not judged.
const MAX_JUDGED: usize = 8_000;
/// The rules are believed most on texts of up to `TIDY` lines, not at all from `TIDY_NOT` on.
const TIDY: f32 = 30.0;
const TIDY_NOT: f32 = 70.0;
/// The most that the rules' word counts, as log-odds: of the body, of the headline, and of what a line itself says.
const BELIEF: f32 = 3.0;
const TITLE_BELIEF: f32 = 4.0;
const EXPLICIT: f32 = 2.0;
/// No line is taken for the headline below these log-odds.
const HOPELESS: f32 = -5.5;
/// A line that runs on below the body is the body's from these log-odds on.
const NEAR: f32 = -2.5;
/// The log-odds of a line that was not judged.
const NEVER: f32 = -9.0;

/// The forests over a line's features, by what they ask.
#[derive(Debug, Default, Clone)]
pub(crate) struct Judge {
    /// How many features they were learned with.
    width: usize,
    title: Forest,
    caption: Forest,
    byline: Forest,
    key_point: Forest,
    body: Forest,
}

impl Judge {
    /// Reads the model's file; nothing where it is malformed.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut r = Reader::new(bytes);
        if r.take(4)? != b"MHL1" {
            return None;
        }
        let width = usize::from(r.u16()?);
        let mut next = || Forest::read(&mut r);
        Some(Self {
            width,
            title: next()?,
            caption: next()?,
            byline: next()?,
            key_point: next()?,
            body: next()?,
        })
    }
}

/// What was thought of each line, as log-odds.
#[derive(Debug, Default)]
pub(crate) struct Verdicts {
    pub(crate) title: Vec<f32>,
    pub(crate) caption: Vec<f32>,
    pub(crate) byline: Vec<f32>,
    pub(crate) key_point: Vec<f32>,
    /// Whether the line is taken into the body.
    pub(crate) taken: Vec<bool>,
    /// Whether it may be the body's where all around it is.
    pub(crate) near: Vec<bool>,
    /// How far the rules are believed, 0..1: they know short texts, little more than an article, better than whole
    /// pages with all their menus.
    pub(crate) tidy: f32,
}

impl Verdicts {
    /// The line that is most likely the headline, if any may be one.
    pub(super) fn headline(&self, lines: &[Line]) -> Option<usize> {
        let best = (0..self.title.len())
            .max_by(|a, b| self.title[*a].total_cmp(&self.title[*b]).then(b.cmp(a)))
            .filter(|at| self.title[*at] > HOPELESS)?;
        // The way to the page may end with the headline: "Home / World / The headline".
        let way = lines.get(best)?.text.as_str();
        let below = lines.iter().enumerate().skip(best.saturating_add(1)).take(6);
        let end = |l: &Line| {
            way.strip_suffix(l.text.as_str()).is_some_and(|w| {
                w.trim_end().ends_with(['/', '>', '›', '»', '|']) || !w.is_empty() && count(&l.text) >= 4
            })
        };
        Some(below.filter(|(_, l)| end(l)).map(|(i, _)| i).next().unwrap_or(best))
    }
}

/// Lines with their features.
pub(crate) struct Laid {
    pub(crate) blocks: Blocks,
    /// The line of each block.
    pub(crate) line: Vec<usize>,
    pub(crate) columns: Vec<Vec<f32>>,
    pub(crate) names: Vec<&'static str>,
    /// Of each block.
    pub(crate) ruled: Vec<Ruled>,
}

/// Judges the lines; nothing where the model was learned with other features.
pub(super) fn judge(lines: &[Line], ruled: &Article, model: &Model, judge: &Judge) -> Option<Verdicts> {
    let mut laid = lay(lines, ruled, model);
    let rows = laid.line.len();
    if laid.columns.len() != judge.width || rows == 0 {
        return None;
    }
    let tidy = ((TIDY_NOT - fl(rows)) / (TIDY_NOT - TIDY)).clamp(0.0, 1.0);
    let title = judge.title.score(&laid.columns, rows);
    let (at, best) =
        title.iter().enumerate().fold((0, f32::MIN), |best, (i, s)| if *s > best.1 { (i, *s) } else { best });
    let by_line = |scores: &[f32]| {
        let mut out = vec![NEVER; lines.len()];
        for (score, line) in scores.iter().zip(&laid.line) {
            out[*line] = *score;
        }
        out
    };
    let caption = by_line(&judge.caption.score(&laid.columns, rows));
    let byline = by_line(&judge.byline.score(&laid.columns, rows));
    let key_point = by_line(&judge.key_point.score(&laid.columns, rows));
    laid.columns.push((0..rows).map(|i| fl(i) - fl(at)).collect());
    laid.columns.push(vec![best; rows]);
    let mut body = judge.body.score(&laid.columns, rows);
    for (score, by) in body.iter_mut().zip(&laid.ruled) {
        *score += by.leans(tidy * BELIEF);
    }
    let chosen = if tidy >= 0.5 {
        body.iter().map(|s| *s > 0.0).collect()
    } else {
        choose::choose(&laid.blocks, &body)
    };
    let mut near = vec![false; lines.len()];
    for (score, line) in body.iter().zip(&laid.line) {
        near[*line] = *score > NEAR;
    }
    let mut taken = vec![false; lines.len()];
    for (chosen, line) in chosen.into_iter().zip(&laid.line) {
        taken[*line] = chosen;
    }
    let title: Vec<f32> =
        title.iter().zip(&laid.ruled).map(|(s, by)| s + by.leans_to_title(tidy * TITLE_BELIEF)).collect();
    Some(Verdicts { title: by_line(&title), caption, byline, key_point, taken, near, tidy })
}

/// What the rules made of a line.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Ruled {
    /// 1: the body, 2: a link to another story, 3: a key point, 4: a topic.
    kind: u8,
    title: bool,
    /// Its own words say that it is no part of the body.
    explicit: bool,
}

impl Ruled {
    /// What is added to the log-odds of a line where the rules are believed by as much as `belief`.
    fn leans(self, belief: f32) -> f32 {
        match self.kind {
            1 => belief,
            _ if self.explicit => -belief.max(EXPLICIT),
            0 => -belief / 2.0,
            _ => -belief,
        }
    }

    /// The same for being the headline.
    fn leans_to_title(self, belief: f32) -> f32 {
        if self.title {
            belief
        } else if self.explicit {
            -EXPLICIT
        } else {
            0.0
        }
    }
}

/// Lays the lines out as a page and takes its blocks' features.
pub(super) fn lay(lines: &[Line], ruled: &Article, model: &Model) -> Laid {
    let lines = lines.get(..MAX_JUDGED).unwrap_or(lines);
    let page = parse::parse(&markup(lines));
    let mut blocks = blocks::cut(&page.tree, &model.tokens);
    let mut at = Map::default();
    for node in page.tree.below(0).filter(|n| matches!(page.tree.tag(*n), Tag::P | Tag::Li)) {
        at.insert(node, at.len());
    }
    blocks.list.retain(|b| at.contains_key(&b.node));
    let line: Vec<usize> = blocks.list.iter().filter_map(|b| at.get(&b.node).copied()).collect();
    let context = Context::new(&page.tree, &blocks, &Evidence::default());
    let matrix = features::all(&page.tree, &blocks, &context, model);
    let (mut columns, mut names) = (matrix.columns, matrix.names);
    let ruled = ruled_lines(lines, ruled);
    for (name, values) in own(lines, &ruled) {
        names.push(name);
        columns.push(line.iter().map(|i| values[*i]).collect());
    }
    let ruled = line.iter().map(|i| ruled[*i]).collect();
    Laid { blocks, line, columns, names, ruled }
}

/// One paragraph a line, those without an empty line between them in one division, two empty lines part sections.
fn markup(lines: &[Line]) -> String {
    let mut out = String::from("<body><section><div>");
    for (i, line) in lines.iter().enumerate() {
        match line.gap {
            _ if i == 0 => {}
            0 => {}
            1 => out.push_str("</div><div>"),
            _ => out.push_str("</div></section><section><div>"),
        }
        let (open, close) = if line.bullet { ("<li>", "</li>") } else { ("<p>", "</p>") };
        out.push_str(open);
        render::escape(&mut out, &line.text);
        out.push_str(close);
    }
    out.push_str("</div></section></body>");
    out
}

/// What the rules took each line for.
fn ruled_lines(lines: &[Line], ruled: &Article) -> Vec<Ruled> {
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
            let key = fold_key(&l.text);
            let kind = kinds.iter().filter(|_| !key.is_empty()).find(|(_, k)| k.contains(&key));
            let explicit = is_furniture(&l.text)
                || section(&l.text).is_some()
                || captions::caption(&l.text).is_some()
                || clock(&l.text).is_some()
                || credits::is_credit(&l.text)
                || credits::is_agency(&l.text)
                || kind.is_none() && (is_dateline(&l.text) || byline(&l.text).is_some());
            Ruled { kind: kind.map_or(0, |k| k.0), title: key == title, explicit }
        })
        .collect()
}

/// What only lines have: the empty ones around them, and what the rules took them for.
fn own(lines: &[Line], ruled: &[Ruled]) -> Vec<(&'static str, Vec<f32>)> {
    let gap = |i: Option<usize>| i.and_then(|i| lines.get(i)).map_or(9.0, |l| fl(l.gap.min(9)));
    let column = |of: &dyn Fn(usize, &Line) -> f32| -> Vec<f32> {
        lines.iter().enumerate().map(|(i, l)| of(i, l)).collect()
    };
    let folded: Vec<String> = lines.iter().map(|l| fold_key(&l.text)).collect();
    let n = lines.len();
    vec![
        ("gap", column(&|i, _| gap(Some(i)))),
        ("gap_after", column(&|i, _| gap(Some(i + 1)))),
        ("gap_before", column(&|i, _| gap(i.checked_sub(1)))),
        ("gap_after_next", column(&|i, _| gap(Some(i + 2)))),
        ("bullet", column(&|_, l| yes(l.bullet))),
        ("ruled", ruled.iter().map(|r| f32::from(r.kind)).collect()),
        ("ruled_title", ruled.iter().map(|r| yes(r.title)).collect()),
        ("line", column(&|i, _| fl(i))),
        ("lines_left", column(&|i, _| fl(n - i))),
        ("furniture", column(&|_, l| yes(is_furniture(&l.text)))),
        ("section", column(&|_, l| section(&l.text).map_or(0.0, section_number))),
        ("in_section", in_section(lines)),
        ("byline", column(&|_, l| yes(byline(&l.text).is_some()))),
        ("dateline", column(&|_, l| yes(is_dateline(&l.text)))),
        ("captioned", column(&|_, l| yes(captions::caption(&l.text).is_some()))),
        ("role", column(&|_, l| yes(is_role(&l.text)))),
        ("clock", column(&|_, l| yes(clock(&l.text).is_some()))),
        ("since_dateline", since(lines, &|l| is_dateline(&l.text))),
        ("until_dateline", until(lines, &|l| is_dateline(&l.text))),
        ("since_byline", since(lines, &|l| byline(&l.text).is_some())),
        ("until_byline", until(lines, &|l| byline(&l.text).is_some())),
        ("times", times(&folded)),
    ]
}

fn section_number(section: Section) -> f32 {
    match section {
        Section::Related => 1.0,
        Section::Topics => 2.0,
        Section::Comments => 3.0,
        Section::Summary => 4.0,
        Section::End | Section::About => 5.0,
    }
}

/// The heading last seen, and none after as many lines as a list has.
fn in_section(lines: &[Line]) -> Vec<f32> {
    let (mut now, mut left) = (0.0, 0_u32);
    lines
        .iter()
        .map(|l| {
            if let Some(s) = section(&l.text) {
                (now, left) = (section_number(s), 40);
            }
            left = left.saturating_sub(1);
            if left > 0 { now } else { 0.0 }
        })
        .collect()
}

/// How many lines since one of a kind.
fn since(lines: &[Line], is: &dyn Fn(&Line) -> bool) -> Vec<f32> {
    let mut n = 99_usize;
    lines
        .iter()
        .map(|l| {
            n = if is(l) { 0 } else { n.saturating_add(1).min(99) };
            fl(n)
        })
        .collect()
}

/// How many lines until one of a kind.
fn until(lines: &[Line], is: &dyn Fn(&Line) -> bool) -> Vec<f32> {
    let mut n = 99_usize;
    let mut out: Vec<f32> = lines
        .iter()
        .rev()
        .map(|l| {
            n = if is(l) { 0 } else { n.saturating_add(1).min(99) };
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

#[cfg(test)]
mod tests {
    use super::{Judge, lay};
    use crate::article::Article;
    use crate::article::saved::lines::lines;

    #[test]
    fn the_model_was_learned_with_these_features() {
        let judge = Judge::parse(include_bytes!("../../../data/saved.model")).unwrap();
        let lines = lines("A headline\n\nSome words that end with a full stop.");
        let laid = lay(&lines, &Article::default(), crate::article::model());
        assert_eq!(laid.columns.len(), judge.width);
        assert!(laid.columns.iter().all(|c| c.len() == lines.len()));
    }
}
