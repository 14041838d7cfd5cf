//! From judged blocks to the article.

use url::Url;

use super::blocks::place;
use super::meta::{self, Anchor, Meta};
use super::model::Model;
use super::pipeline::{self, Judged, Prepared};
use super::tag::Tag;
use super::tree::Tree;
use super::{Article, Hints, Kind, choose, extras, read_on, render, state};
use crate::Warning;

/// Reads an HTML page.
pub(crate) fn read(bytes: &[u8], hints: &Hints<'_>, model: &Model) -> Article {
    let read = pipeline::prepare(bytes, hints);
    let judged = pipeline::judge(&read, model);
    let tree = &read.page.tree;
    let address = hints.url.and_then(|u| Url::parse(u).ok());
    let base = match (&read.head.base, &address) {
        (Some(b), Some(a)) => a.join(b).ok().or_else(|| address.clone()),
        (Some(b), None) => Url::parse(b).ok(),
        (None, _) => address.clone(),
    };
    let base = base.or_else(|| read.head.canonical.as_deref().and_then(|c| Url::parse(c).ok()));
    let mut keep: Vec<bool> = choose::choose(&judged.blocks, &judged.scores);
    drop_marked(tree, &judged, &mut keep);
    read_on::drop_read_on(&judged.blocks, &mut keep);
    let heading = judged.title.and_then(|t| judged.blocks.list.get(t));
    let anchor = Anchor {
        heading: heading.map(|b| judged.blocks.text(b)).filter(|t| t.chars().count() < 300),
        heading_node: heading.map(|b| b.node),
        lead_figure: lead_figure(tree, &judged, &keep),
    };
    let meta = meta::gather(&read, tree, hints, base.as_ref(), anchor);
    drop_headline(&judged, &mut keep, meta.title.as_deref());
    let mut article = Article { confidence: confidence(&judged, &keep), ..Article::default() };
    article.text = render::text(tree, &judged.blocks, &keep);
    article.html = render::html(tree, &judged.blocks, &keep, base.as_ref());
    let shown = article.text.chars().count();
    if let Some(body) = state::body(&read, shown) {
        article.warnings.push(Warning::new(
            "text-from-data",
            "the page shows less of the text than its data holds; the data's text was taken",
        ));
        article.text = body.text;
        article.html = body.html;
        article.confidence = 0.7;
        keep.fill(false);
    }
    fill(&mut article, meta);
    article.key_points = extras::key_points(tree, &judged, &keep, &article, &read);
    extras::fill(&mut article, tree, &judged, &keep, base.as_ref(), &read);
    // A page's own address, not the base of its links: that is the front page's on many sites.
    article.kind = extras::kind(&article, &judged, &read, address.as_ref().or(base.as_ref()));
    warn(&mut article, &read, base.as_ref());
    article
}

fn fill(article: &mut Article, meta: Meta) {
    article.url = meta.url;
    article.site = meta.site;
    article.language = meta.language.or_else(|| super::language::guess(&article.text).map(str::to_owned));
    article.title = meta.title;
    article.authors = meta.authors;
    article.published = meta.published;
    article.modified = meta.modified;
    article.image = meta.image;
    article.topics = meta.topics;
    article.paywalled = meta.paywalled;
}

/// The headline is not a part of the body.
fn drop_headline(judged: &Judged, keep: &mut [bool], title: Option<&str>) {
    let Some(key) = title.map(super::words::fold_key).filter(|k| !k.is_empty()) else { return };
    let mut seen = 0_u32;
    for (block, kept) in judged.blocks.list.iter().zip(keep.iter_mut()) {
        if *kept && seen < 3 {
            if super::words::fold_key(judged.blocks.text(block)) == key {
                *kept = false;
            } else {
                seen += 1;
            }
        }
    }
}

/// Class and id words that mark readers' comments and consent dialogues beyond doubt.
const MARKED: [&str; 15] = [
    "comments",
    "comment",
    "commentlist",
    "comment-list",
    "comments-list",
    "comments-area",
    "comment-body",
    "comment-content",
    "comment-text",
    "disqus_thread",
    "respond",
    "onetrust-consent-sdk",
    "onetrust-pc-sdk",
    "cookie-banner",
    "cookie-consent",
];

/// Comments and consent dialogues read like articles: what is marked as such is left out, except where it is most of
/// the text.
fn drop_marked(tree: &Tree, judged: &Judged, keep: &mut [bool]) {
    let is_marked = |node| {
        ["id", "class"]
            .iter()
            .filter_map(|a| tree.attr(node, a))
            .flat_map(str::split_ascii_whitespace)
            // Most words are told by their first letter.
            .filter(|w| w.starts_with(['c', 'd', 'r', 'o', 'C', 'D', 'R', 'O']))
            .any(|w| MARKED.iter().any(|m| w.eq_ignore_ascii_case(m)))
    };
    let blocks = &judged.blocks.list;
    let marked: Vec<bool> = blocks
        .iter()
        .zip(keep.iter())
        .map(|(b, k)| {
            *k && tree.upward(b.node).any(|n| !matches!(tree.tag(n), Tag::Body | Tag::Html) && is_marked(n))
        })
        .collect();
    // A page whose whole text stands there (a thread of a forum) keeps it.
    let left: u32 = blocks
        .iter()
        .zip(keep.iter().zip(&marked))
        .filter(|(_, (k, m))| **k && !**m)
        .map(|(b, _)| u32::from(b.words))
        .sum();
    if left >= 50 {
        for (k, m) in keep.iter_mut().zip(marked) {
            *k &= !m;
        }
    }
}

/// The first figure at the headline or in the body.
fn lead_figure(tree: &Tree, judged: &Judged, keep: &[bool]) -> Option<super::tree::Id> {
    let from = judged.title.or_else(|| keep.iter().position(|k| *k))?.saturating_sub(8);
    let to = keep.iter().position(|k| *k).unwrap_or(from) + 12;
    judged
        .blocks
        .media
        .iter()
        .filter(|m| {
            m.before >= from && m.before <= to && m.places & (place::NAV | place::ASIDE | place::FOOTER) == 0
        })
        .find_map(|m| tree.ancestors(m.node).take(8).find(|a| tree.tag(*a) == Tag::Figure))
}

/// How sure the verdicts are, by words, and whether there is enough of a text.
fn confidence(judged: &Judged, keep: &[bool]) -> f64 {
    let (mut sure, mut all, mut kept) = (0.0_f64, 0.0_f64, 0.0_f64);
    for ((block, score), keep) in judged.blocks.list.iter().zip(&judged.scores).zip(keep) {
        let p = 1.0 / (1.0 + (-f64::from(*score)).exp());
        let words = f64::from(block.words);
        if *keep || p > 0.1 {
            all += words;
            sure += words * if *keep { p } else { 1.0 - p };
        }
        kept += if *keep { words } else { 0.0 };
    }
    if all <= 0.0 {
        return 0.0;
    }
    let enough = (kept / 80.0).min(1.0);
    (sure / all * enough * 1000.0).round() / 1000.0
}

fn warn(article: &mut Article, read: &Prepared, base: Option<&Url>) {
    if read.cut_short || read.page.truncated {
        article
            .warnings
            .push(Warning::new("too-large", "the page is larger than is read of one; its end was left out"));
    }
    if read.page.flattened {
        article.warnings.push(Warning::new("too-deep", "elements nested beyond reason were flattened"));
    }
    if read.data.broken {
        article.warnings.push(Warning::new("bad-json", "the page's JSON-LD could not be read"));
    }
    if let Some(next) = read.head.next.as_deref().and_then(|n| meta::absolute(base, n))
        && article.kind == Kind::Article
    {
        article.warnings.push(Warning::new("next-page", next));
    }
    if article.text.is_empty() {
        article.warnings.push(Warning::new("no-text", "no article text was found"));
    } else if article.confidence < 0.4 {
        article
            .warnings
            .push(Warning::new("unsure", "the text may be a part of the article or hold more than it"));
    }
    if article.paywalled {
        article.warnings.push(Warning::new("paywalled", "the page holds back a part of the text"));
    }
}
