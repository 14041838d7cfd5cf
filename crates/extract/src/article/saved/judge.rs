//! What was learned of a saved text's lines: which is the headline, which are the article's own, which tell its
//! author, its standfirst or its picture.
//!
//! The lines are laid out as a page without names or links, paragraphs where empty lines part them, so that the features
//! of a page's blocks tell of them too. Beside those stands what the rules made of each line.

use std::collections::HashSet;

use super::lines::Line;
use super::signs::{Ruled, own, ruled_lines};
use crate::article::Article;
use crate::article::blocks::{self, Blocks};
use crate::article::context::{Context, Evidence};
use crate::article::features::{self, fl};
use crate::article::forest::Forest;
use crate::article::hashed::Map;
use crate::article::model::{Model, Reader};
use crate::article::tag::Tag;
use crate::article::words::count;
use crate::article::{choose, parse, render};

/// Lines after these are not judged.
const MAX_JUDGED: usize = 8_000;
/// The rules are believed most on texts of up to `TIDY` lines, not at all from `TIDY_NOT` on.
const TIDY: f32 = 30.0;
const TIDY_NOT: f32 = 70.0;
/// The most that the rules' word counts, as log-odds: of the body, and of what a line itself says.
const BELIEF: f32 = 0.5;
const EXPLICIT: f32 = 2.0;
/// No line is taken for the headline below these log-odds.
const HOPELESS: f32 = -5.5;
/// A line that runs on below the body is the body's from these log-odds on, without the rules' word.
const NEAR: f32 = -0.5;
/// The same for the body's last line.
const END: f32 = 0.0;
/// What the body says of a line's being its headline, as log-odds: for sharing all long words with it rather than none, for
/// every line more than `CLOSE` above it, at most so many, and for standing below its first line.
const SHARED: f32 = 2.5;
const FAR: f32 = 0.1;
const CLOSE: usize = 10;
const MOST_FAR: usize = 40;
const BELOW: f32 = 2.0;
/// Words of at least so many letters say what a line speaks of.
const LONG_WORD: usize = 5;
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
        if r.take(4)? != b"MHL2" {
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
    let raw = body.clone();
    for (score, by) in body.iter_mut().zip(&laid.ruled) {
        *score += by.leans(tidy * BELIEF);
    }
    let chosen = if tidy >= 0.5 {
        body.iter().map(|s| *s > 0.0).collect()
    } else {
        choose::choose(&laid.blocks, &body)
    };
    let mut near = vec![false; lines.len()];
    for (score, line) in raw.iter().zip(&laid.line) {
        near[*line] = *score > NEAR;
    }
    let mut taken = vec![false; lines.len()];
    for (chosen, line) in chosen.into_iter().zip(&laid.line) {
        taken[*line] = chosen;
    }
    // What stands at the end is the page's own sooner than what stands within.
    for (score, line) in raw.iter().zip(&laid.line).rev() {
        if taken[*line] && *score >= END {
            break;
        }
        taken[*line] = false;
    }
    for line in &laid.line {
        let before = line.checked_sub(1).is_some_and(|b| taken[b]);
        taken[*line] |= before && lines.get(*line).is_some_and(|l| is_rate(&l.text));
    }
    let agreed = agreement(lines, &laid.line, &taken);
    let title: Vec<f32> = title.iter().zip(&agreed).map(|(s, a)| s + a).collect();
    let title: Vec<f32> = title.iter().zip(&laid.ruled).map(|(s, by)| s - by.against_title()).collect();
    Some(Verdicts { title: by_line(&title), caption, byline, key_point, taken, near, tidy })
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

    /// What is taken from those of its being the headline.
    fn against_title(self) -> f32 {
        if self.explicit { EXPLICIT } else { 0.0 }
    }
}

/// "($1 = 57.41 Philippine pesos)": agencies tell below a text what its sums are in other money.
fn is_rate(text: &str) -> bool {
    text.starts_with('(')
        && text.ends_with(')')
        && text.contains(" = ")
        && text.bytes().any(|b| b.is_ascii_digit())
        && count(text) <= 8
}

/// What the body says of each line's being its headline: one shares words with it and stands close above it.
fn agreement(lines: &[Line], line: &[usize], taken: &[bool]) -> Vec<f32> {
    let text = |i: usize| lines.get(i).map(|l| l.key().to_owned()).unwrap_or_default();
    let long = |key: &str| -> Vec<String> {
        key.split(' ').filter(|w| w.chars().count() >= LONG_WORD).map(str::to_owned).collect()
    };
    let body: Vec<usize> = (0..lines.len()).filter(|i| taken.get(*i) == Some(&true)).collect();
    let Some(first) = body.first() else { return vec![0.0; line.len()] };
    let said: HashSet<String> = body.iter().flat_map(|i| long(&text(*i))).collect();
    line.iter()
        .map(|i| {
            if i >= first {
                return -BELOW;
            }
            let own = long(&text(*i));
            let shared = fl(own.iter().filter(|w| said.contains(*w)).count()) / fl(own.len().max(1));
            let far = fl(first.saturating_sub(*i).saturating_sub(CLOSE).min(MOST_FAR));
            SHARED * (shared - 0.5) - FAR * far
        })
        .collect()
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
