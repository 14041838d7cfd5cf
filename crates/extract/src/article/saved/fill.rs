//! What the learned model adds to what the rules found around a headline.

use super::bylines::{is_outlet, is_person, parted};
use super::header::is_change;
use super::judge::Verdicts;
use super::lines::{Line, byline, is_dateline};
use super::{captions, credits, furniture, when};
use crate::article::meta;
use crate::article::words::count;
use crate::article::{Article, Image};

/// A line is believed to be of a kind from these log-odds on.
const LIKELY: f32 = 0.0;
/// What the rules took for a key point is not believed below these.
const UNLIKELY: f32 = -2.5;
/// The same where it stands right below the headline.
const FIRST: f32 = -5.0;
/// A key point, from these on.
const POINT: f32 = -0.5;
/// What is a caption sooner than a key point by so much is none from these log-odds on.
const SOONER: f32 = 0.3;
const SHOWN: f32 = -2.0;
/// A line under the headline that has the form of a name is believed to be its author's from these log-odds on: of such
/// lines of pages not learned from, six of seven were.
const NAMED: f32 = -2.5;
/// A headline that stands twice stands at most so many lines apart.
const TWICE: usize = 5;
/// A date stands at most this many lines below the headline.
const DATED: usize = 8;
/// An author's name stands at most this many lines from the headline.
const NEAR: usize = 25;

/// Adds the author, the standfirst and the picture that only their look tells.
pub(super) fn fill(lines: &[Line], at: usize, start: usize, verdicts: &Verdicts, article: &mut Article) {
    // The standfirst may stand between the headline and the same headline again.
    let title = lines.get(at).map(|l| l.text.as_str()).unwrap_or_default();
    let first = lines.iter().take(at).skip(at.saturating_sub(TWICE)).position(|l| l.text == title);
    let from = first.map_or(at, |f| at.saturating_sub(TWICE).saturating_add(f));
    let from = if first.is_some() && lines.get(from.saturating_add(1)).is_some_and(|l| l.text != title) {
        from
    } else {
        at
    };
    let between =
        || lines.iter().enumerate().take(start).skip(from.saturating_add(1)).filter(|(_, l)| l.text != title);
    let score = |of: &[f32], i: usize| of.get(i).copied().unwrap_or(f32::MIN);
    let kept = std::mem::take(&mut article.key_points);
    for (i, line) in between() {
        let (known, s) = (kept.contains(&line.text), score(&verdicts.key_point, i));
        // Dates and counts, and a picture's words.
        if is_figures(&line.text) || score(&verdicts.caption, i) > (s + SOONER).max(SHOWN) {
            continue;
        }
        // What stands right below the headline, over who wrote it or a picture, is one unless it looks like something else.
        let first = i == at.saturating_add(1)
            && score(&verdicts.byline, i) < s
            && lines
                .get(i.saturating_add(1))
                .is_some_and(|n| n.is_byline() || n.is_dateline() || credits::is_credit(&n.text));
        let least = if first { FIRST } else { UNLIKELY };
        if (s > POINT || known && (s > least || verdicts.tidy > 0.0))
            && !article.key_points.contains(&line.text)
        {
            article.key_points.push(line.text.clone());
        }
    }
    if article.authors.is_empty() {
        let near = lines.iter().enumerate().filter(|(i, l)| {
            i.abs_diff(at) <= NEAR
                || !is_taken(verdicts, *i) && i.abs_diff(start) <= NEAR && count(&l.text) <= 12
        });
        let best = near
            .map(|(i, l)| (score(&verdicts.byline, i), i, l))
            .filter(|(s, i, l)| {
                let below = *i > at && *i <= at.saturating_add(6) && is_person(&l.text);
                *s > if below { NAMED } else { LIKELY }
                    && !furniture::is_furniture(&l.text)
                    && !is_outlet(&l.text)
            })
            .max_by(|a, b| a.0.total_cmp(&b.0));
        if let Some((_, _, line)) = best {
            article.authors = byline(&line.text).unwrap_or_else(|| meta::names(&line.text));
        }
    }
    if article.published.is_none() {
        date(lines, at, verdicts, article);
    }
    if article.image.is_none() {
        let best = lines
            .iter()
            .enumerate()
            .map(|(i, l)| (score(&verdicts.caption, i), i, l))
            .filter(|(s, i, _)| *s > LIKELY && !is_taken(verdicts, *i) && *i != at)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        if let Some((_, _, line)) = best.filter(|(_, _, l)| !is_dateline(&l.text)) {
            let (caption, credit) = captions::caption(&line.text)
                .map_or_else(|| (line.text.clone(), None), |(caption, credit)| (caption, Some(credit)));
            article.key_points.retain(|k| *k != line.text);
            article.image = Some(Image { url: None, caption: Some(caption), credit });
        }
    }
}

/// The first date right below the headline, though the body's first lines stand over it.
fn date(lines: &[Line], at: usize, verdicts: &Verdicts, article: &mut Article) {
    let near = lines.iter().enumerate().skip(at.saturating_add(1)).take(DATED);
    for (_, line) in near.filter(|(i, l)| !is_taken(verdicts, *i) && count(&l.text) <= 16) {
        let (_, told) = parted(&line.text);
        let Some(found) = when::instant(&told).or_else(|| when::instant(&line.text)) else { continue };
        if is_change(&line.text) {
            article.modified = article.modified.or(Some(found));
        } else {
            article.published = Some(found);
            return;
        }
    }
}

/// Figures with little else.
fn is_figures(text: &str) -> bool {
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    digits > 0 && text.chars().filter(|c| c.is_alphabetic()).count() <= digits.saturating_mul(2)
}

fn is_taken(verdicts: &Verdicts, i: usize) -> bool {
    verdicts.taken.get(i) == Some(&true)
}
