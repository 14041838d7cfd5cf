//! The lines around the headline: standfirst or bullets, who wrote it, when, the lead picture, a video.

use super::furniture::is_furniture;
use super::lines::{
    Line, byline, clock, comments, is_dateline, is_label, is_role, is_running, name_alone, number,
};
use super::sections::{Section, section};
use super::{bylines, captions, push_new};
use crate::article::meta::{self, dates};
use crate::article::words::{count, fold_key};
use crate::article::{Article, Image, Video};

/// Caption, credit, date and byline: each taken once.
pub(super) fn header(lines: &[Line], article: &mut Article) {
    let mut i = 0;
    while i < lines.len() {
        i += facts(lines, i, article).unwrap_or(1);
    }
}

/// Takes a fact that stands at `i`; how many lines it is.
fn facts(lines: &[Line], i: usize, article: &mut Article) -> Option<usize> {
    let line = lines.get(i)?;
    let next = lines.get(i.saturating_add(1));
    if let Some(source) = captions::labelled(&line.text, "image source") {
        let caption = next.and_then(|l| captions::labelled(&l.text, "image caption"));
        article.image.get_or_insert(Image {
            url: None,
            caption: caption.map(str::to_owned),
            credit: Some(source.to_owned()),
        });
        return Some(if caption.is_some() { 2 } else { 1 });
    }
    if let Some((mut caption, credit)) = captions::caption(&line.text) {
        // The caption stands on the line above its credit.
        if let Some(above) = i.checked_sub(1).and_then(|b| lines.get(b)).filter(|l| {
            caption.is_empty()
                && article.image.is_none()
                && line.gap == 0
                && (3..=40).contains(&count(&l.text))
                && !is_running(l)
                && !is_furniture(&l.text)
                && !is_dateline(&l.text)
                && byline(&l.text).is_none()
        }) {
            caption.clone_from(&above.text);
            article.key_points.retain(|k| *k != above.text);
        }
        // A source alone is the text's, not a picture's.
        let of_text = caption.is_empty() && line.text.starts_with("Quelle");
        if article.image.is_none() && !of_text {
            article.image = Some(Image {
                url: None,
                caption: Some(caption).filter(|c| !c.is_empty()),
                credit: Some(credit).filter(|c| !c.is_empty()),
            });
        }
        return Some(1);
    }
    // Or its caption is the line above.
    if let Some(credit) = next.filter(|l| l.gap == 0 && captions::is_credit(&l.text))
        && (4..=40).contains(&count(&line.text))
        && !is_furniture(&line.text)
    {
        article.image.get_or_insert(Image {
            url: None,
            caption: Some(line.text.clone()),
            credit: Some(credit.text.clone()),
        });
        return Some(2);
    }
    if captions::is_agency(&line.text) {
        // The caption stands below its credit.
        let caption =
            next.filter(|l| l.gap == 0 && (4..=40).contains(&count(&l.text)) && !is_furniture(&l.text));
        if article.image.is_none() {
            article.image = Some(Image {
                url: None,
                caption: caption.map(|l| l.text.clone()),
                credit: Some(line.text.clone()),
            });
        }
        return Some(if caption.is_some() { 2 } else { 1 });
    }
    if let Some(names) = byline(&line.text) {
        if article.authors.is_empty() {
            article.authors = names;
        }
        let (_, when) = bylines::parted(&line.text);
        if let Some(at) = dates::parse(&when).and_then(|f| f.instant(None)) {
            let of = if meta::is_change(&when) { &mut article.modified } else { &mut article.published };
            of.get_or_insert(at);
        }
        return Some(1);
    }
    if is_dateline(&line.text) {
        // A change may be told on the same line; or a word alone on the line above tells what the date is of.
        let text = line.text.as_str();
        let (who, _) = bylines::parted(text);
        if article.authors.is_empty() && bylines::is_person(&who) {
            article.authors.push(who);
        }
        let lower = text.to_lowercase();
        let cut = ["(", "mis à jour", "updated", "aktualisiert", "actualizado", "aggiornato"]
            .iter()
            .filter_map(|w| lower.find(w))
            .filter(|at| *at > 5)
            .min();
        let (first, second) = cut.and_then(|at| text.split_at_checked(at)).unwrap_or((text, ""));
        let above = i.checked_sub(1).and_then(|b| lines.get(b)).filter(|l| count(&l.text) <= 2);
        for part in [first, second] {
            let at = dates::parse(part).and_then(|f| f.instant(None));
            if meta::is_change(part) || above.is_some_and(|l| meta::is_change(&l.text)) {
                article.modified = article.modified.or(at);
            } else {
                article.published = article.published.or(at);
            }
        }
        return Some(1);
    }
    None
}

/// Between headline and body: the standfirst or bullets, who wrote it, when, the caption, a video.
pub(super) fn header_below(head: &[Line], article: &mut Article) {
    let mut i = 0;
    let mut in_summary = false;
    while let Some(line) = head.get(i) {
        let next = head.get(i.saturating_add(1));
        let text = line.text.as_str();
        if line.bullet {
            article.key_points.push(text.to_owned());
            i += 1;
            continue;
        }
        if let Some(taken) = video(head, i, article).or_else(|| facts(head, i, article)) {
            i += taken;
            continue;
        }
        // A place may stand between a name and the date.
        let date = head
            .get(i.saturating_add(2))
            .filter(|d| is_dateline(&d.text) && next.is_some_and(|place| is_label(&place.text)));
        let name = name_alone(line, i.checked_sub(1).and_then(|b| head.get(b)), date.or(next));
        i += 1;
        if let Some(opened) = section(text) {
            in_summary = opened == Section::Summary;
            continue;
        }
        if is_furniture(text) || is_role(text) && name.is_none() {
            continue;
        }
        if let Some(n) = number(text).or_else(|| comments(text)) {
            article.comment_count = article.comment_count.or(Some(n));
        } else if let Some(name) = name {
            if article.authors.is_empty() {
                article.authors.push(name);
            }
        } else if article.topics.iter().any(|t| fold_key(t) == fold_key(text)) {
        } else if count(text) >= 5 || in_summary {
            article.key_points.push(text.to_owned());
        } else if is_label(text) && next.is_none() {
            push_new(&mut article.topics, text);
        }
    }
}

/// A video's length and title, the one above the other; how many lines they are.
pub(super) fn video(lines: &[Line], i: usize, article: &mut Article) -> Option<usize> {
    let line = lines.get(i)?;
    let next = lines.get(i.saturating_add(1));
    let (title, seconds, mut taken) = match (clock(&line.text), next.and_then(|l| clock(&l.text))) {
        (Some(seconds), _) => {
            let title = next.filter(|l| !is_running(l) && !is_furniture(&l.text) && !l.bullet);
            (title, seconds, if title.is_some() { 2 } else { 1 })
        }
        (None, Some(seconds)) if next.is_some_and(|l| l.text.contains(' ')) && !is_furniture(&line.text) => {
            (Some(line), seconds, 2)
        }
        _ => return None,
    };
    if let Some(title) = title {
        let key = fold_key(&title.text);
        article.videos.push(Video {
            title: Some(title.text.clone()),
            url: None,
            duration_seconds: Some(seconds),
        });
        // Its title is often told twice.
        while lines.get(i.saturating_add(taken)).is_some_and(|l| fold_key(&l.text) == key) {
            taken += 1;
        }
    }
    Some(taken)
}
