//! What stands around the body and is kept apart: key points, videos, related stories, the count of comments; and
//! what kind of page it is.

use std::collections::HashSet;

use serde_json::Value;
use url::Url;

use super::blocks::place;
use super::meta::{self, dates, jsonld};
use super::pipeline::{Judged, Prepared};
use super::tag::Tag;
use super::tree::{Id, Tree};
use super::words::{self, fold_key};
use super::{Article, Kind, Related, Video, render};

const MAX_RELATED: usize = 30;
const MAX_VIDEOS: usize = 20;

/// Class words of standfirsts and of bullet summaries.
const POINTS: [&str; 24] = [
    "standfirst",
    "subtitle",
    "subheadline",
    "subhead",
    "sub-title",
    "dek",
    "deck",
    "lede",
    "summary",
    "abstract",
    "teaser-text",
    "intro",
    "key-points",
    "keypoints",
    "key-takeaways",
    "highlights",
    "vorspann",
    "chapo",
    "ingress",
    "sommario",
    "bajada",
    "entradilla",
    "lead",
    "excerpt",
];

/// Standfirst or bullet summary: between the headline and the body (or marked as such at its start), kept out of it.
pub(crate) fn key_points(
    tree: &Tree,
    judged: &Judged,
    keep: &[bool],
    article: &Article,
    read: &Prepared,
) -> Vec<String> {
    let first = keep.iter().position(|k| *k).unwrap_or(0);
    let from = judged.title.filter(|t| *t < first).map_or(first.saturating_sub(12), |t| t + 1);
    let title = article.title.as_deref().map(fold_key);
    let description = read
        .head
        .first(&["og:description", "description", "twitter:description"])
        .map(fold_key)
        .unwrap_or_default();
    let mut out: Vec<String> = Vec::new();
    for (i, block) in judged.blocks.list.iter().enumerate().take(first + 6).skip(from) {
        let text = judged.blocks.text(block);
        let length = text.chars().count();
        if !(20..=700).contains(&length)
            || block.inherited.places & (place::NAV | place::CAPTION | place::FORM) != 0
        {
            continue;
        }
        let key = fold_key(text);
        if Some(&key) == title.as_ref() {
            continue;
        }
        let named = tree.upward(block.node).take(4).any(|n| {
            ["class", "id", "data-testid", "itemprop"].iter().filter_map(|a| tree.attr(n, a)).any(|c| {
                let c = c.to_ascii_lowercase();
                c.split(|x: char| x.is_whitespace() || x == '_').any(|w| {
                    let bare = w.trim_matches('-');
                    POINTS.iter().any(|p| bare.ends_with(p) || w.starts_with(p))
                })
            })
        });
        let described = i < first
            && length > 40
            && !description.is_empty()
            && (description.starts_with(&key) || key.starts_with(&description));
        if (named && (i < first || tree.tag(block.node) == Tag::Li)) || described {
            let text = words::folded(text);
            if !out.contains(&text) {
                out.push(text);
            }
        }
        if out.len() >= 8 {
            break;
        }
    }
    out
}

/// Videos, related stories, the count of comments.
pub(crate) fn fill(
    article: &mut Article,
    tree: &Tree,
    judged: &Judged,
    keep: &[bool],
    base: Option<&Url>,
    read: &Prepared,
) {
    article.videos = videos(tree, judged, keep, base, read);
    article.related = related(tree, judged, keep, base, article);
    article.comment_count = comments(judged, read);
}

fn videos(tree: &Tree, judged: &Judged, keep: &[bool], base: Option<&Url>, read: &Prepared) -> Vec<Video> {
    let mut out: Vec<Video> = Vec::new();
    for object in read.data.objects() {
        let mut found = Vec::new();
        if jsonld::is_type(object, |t| t == "VideoObject") {
            found.push(object);
        }
        match object.get("video") {
            Some(Value::Object(o)) => found.push(o),
            Some(Value::Array(list)) => found.extend(list.iter().filter_map(Value::as_object)),
            _ => {}
        }
        for o in found {
            let title = jsonld::text(o, "name")
                .or_else(|| jsonld::text(o, "headline"))
                .map(|t| words::folded(&meta::unescape(t)));
            let url = ["contentUrl", "embedUrl", "url"]
                .iter()
                .find_map(|k| meta::absolute(base, jsonld::text(o, k)?));
            let duration_seconds = jsonld::text(o, "duration").and_then(dates::duration);
            if (title.is_some() || url.is_some())
                && !out.iter().any(|v| v.title == title && v.url == url)
                && out.len() < MAX_VIDEOS
            {
                out.push(Video { title, url, duration_seconds });
            }
        }
    }
    let last = keep.iter().rposition(|k| *k).unwrap_or(0);
    for m in &judged.blocks.media {
        if m.before > last + 1
            || out.len() >= MAX_VIDEOS
            || m.places & (place::FOOTER | place::NAV | place::ASIDE) != 0
        {
            continue;
        }
        let tag = tree.tag(m.node);
        let url = ["src", "data-src"]
            .iter()
            .find_map(|a| tree.attr(m.node, a))
            .and_then(|s| meta::absolute(base, s));
        let Some(url) = url else { continue };
        let plays = tag == Tag::Video
            || (tag == Tag::Iframe
                && render::is_player(&url)
                && !url.contains("podcast")
                && !url.contains("audio")
                && !url.contains("twitter"));
        if plays && !out.iter().any(|v| v.url.as_deref() == Some(&url)) {
            let title = tree
                .attr(m.node, "title")
                .or_else(|| tree.attr(m.node, "aria-label"))
                .map(words::folded)
                .filter(|t| !t.is_empty());
            out.push(Video { title, url: Some(url), duration_seconds: None });
        }
    }
    out
}

/// Links to stories in blocks that were not taken, from the headline on.
fn related(
    tree: &Tree,
    judged: &Judged,
    keep: &[bool],
    base: Option<&Url>,
    article: &Article,
) -> Vec<Related> {
    let from = judged.title.unwrap_or(0);
    let host = base.and_then(Url::host_str).unwrap_or_default();
    let own = article.url.as_deref().unwrap_or_default();
    let mut seen: HashSet<String> = HashSet::new();
    let mut out = Vec::new();
    let apart = place::NAV | place::FOOTER | place::HEADER | place::FORM | place::DIALOG | place::BUTTON;
    for (block, _) in judged.blocks.list.iter().zip(keep).skip(from).filter(|(_, k)| !**k) {
        if out.len() >= MAX_RELATED {
            break;
        }
        let dense = u32::from(block.link_chars) * 10 >= u32::from(block.chars) * 7;
        if !dense || block.words < 4 || block.words > 40 || block.inherited.places & apart != 0 {
            continue;
        }
        let Some(link) = link_of(tree, judged, block) else { continue };
        let Some(parsed) = tree.attr(link, "href").and_then(|h| meta::absolute_url(base, h)) else {
            continue;
        };
        let url = parsed.as_str();
        let same_site = parsed.host_str().is_some_and(|h| main_part(h) == main_part(host));
        if !same_site
            || parsed.path().len() < 10
            || url == own
            || parsed.path().split('/').any(|p| {
                matches!(p, "tag" | "tags" | "author" | "authors" | "topic" | "category" | "privacy")
            })
        {
            continue;
        }
        let title = words::folded(judged.blocks.text(block));
        if seen.insert(url.to_owned()) && seen.insert(fold_key(&title)) {
            out.push(Related { title, url: Some(parsed.into()) });
        }
    }
    out
}

fn main_part(host: &str) -> &str {
    let host = host.trim_start_matches("www.");
    let mut parts = host.rsplit('.');
    let last = parts.next();
    let second = parts.next().unwrap_or(host);
    if second.len() <= 3 && last.is_some_and(|l| l.len() == 2) {
        parts.next().unwrap_or(second)
    } else {
        second
    }
}

fn link_of(tree: &Tree, judged: &Judged, block: &super::blocks::Block) -> Option<Id> {
    let run = judged.blocks.runs.get(block.run.0..block.run.1)?;
    run.iter().find_map(|n| tree.ancestors(*n).take(12).find(|a| tree.tag(*a) == Tag::A))
}

/// The count that the page's data or a short text ("58 comments") gives.
fn comments(judged: &Judged, read: &Prepared) -> Option<u64> {
    let number = |v: &Value| v.as_u64().or_else(|| v.as_str()?.trim().parse().ok());
    for object in read.data.objects() {
        if !jsonld::is_type(object, jsonld::is_article_type) {
            continue;
        }
        if let Some(n) = object.get("commentCount").and_then(number) {
            return Some(n);
        }
        let statistic = match object.get("interactionStatistic") {
            Some(Value::Array(list)) => list.iter().collect(),
            Some(one) => vec![one],
            None => vec![],
        };
        for s in statistic {
            let kind = s.get("interactionType").map(Value::to_string).unwrap_or_default();
            if kind.contains("Comment")
                && let Some(n) = s.get("userInteractionCount").and_then(number)
            {
                return Some(n);
            }
        }
    }
    judged.blocks.list.iter().filter(|b| b.words <= 4).find_map(|b| comment_line(judged.blocks.text(b)))
}

/// `58 comments`, `Comments (58)`, `Kommentare 58`.
pub(crate) fn comment_line(text: &str) -> Option<u64> {
    if !text.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let lower = text.to_lowercase();
    let named = [
        "comment",
        "kommentar",
        "commentaire",
        "réaction",
        "reaccion",
        "comentario",
        "commenti",
        "reacties",
        "komentarz",
        "kommentti",
        "yorum",
        "комментар",
        "コメント",
        "댓글",
    ]
    .iter()
    .any(|w| lower.contains(w));
    if !named {
        return None;
    }
    let numbers: Vec<&str> = lower.split(|c: char| !c.is_ascii_digit()).filter(|p| !p.is_empty()).collect();
    match numbers[..] {
        [n] => n.parse().ok(),
        [a, b] if b.len() == 3 => format!("{a}{b}").parse().ok(),
        _ => None,
    }
}

/// What the page is.
pub(crate) fn kind(article: &Article, judged: &Judged, read: &Prepared, base: Option<&Url>) -> Kind {
    let objects = read.data.objects();
    let declared_article =
        objects.iter().any(|o| jsonld::is_type(o, |t| jsonld::is_article_type(t) && t != "Review"));
    let og = read.head.first(&["og:type"]).unwrap_or_default().to_ascii_lowercase();
    let is_video = og.starts_with("video")
        || (!declared_article && objects.iter().any(|o| jsonld::is_type(o, |t| t == "VideoObject")));
    let words = words::count(&article.text);
    let lists = objects
        .iter()
        .any(|o| jsonld::is_type(o, |t| matches!(t, "CollectionPage" | "ItemList" | "SearchResultsPage")));
    let root = base.is_some_and(|b| b.path().trim_matches('/').is_empty() && b.query().is_none());
    let headlines = judged
        .blocks
        .list
        .iter()
        .filter(|b| {
            (4..=30).contains(&b.words)
                && u32::from(b.link_chars) * 10 > u32::from(b.chars) * 8
                && b.inherited.places & (place::NAV | place::FOOTER) == 0
        })
        .count();
    if is_video && words < 150 {
        return Kind::Video;
    }
    if root && headlines > 8 {
        return Kind::Index;
    }
    if words < 120 && headlines > 25 && (!declared_article || words < 30) {
        return Kind::Index;
    }
    if lists && !declared_article && headlines > 12 && article.published.is_none() && words < 400 {
        return Kind::Index;
    }
    let asks = judged.blocks.list.iter().any(|b| b.inherited.places & place::FORM != 0);
    if words == 0
        || (words < 60
            && !declared_article
            && !og.starts_with("article")
            && (asks || article.published.is_none()))
    {
        return Kind::Other;
    }
    Kind::Article
}
