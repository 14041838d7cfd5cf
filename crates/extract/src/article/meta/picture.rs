//! The lead image with its caption and credit.

use serde_json::Value;
use url::Url;

use super::{Sources, absolute, unescape};
use crate::article::Image;
use crate::article::saved;
use crate::article::tag::Tag;
use crate::article::tree::{Id, Tree, id};
use crate::article::words;

/// The declared image, with the caption of the figure that shows it (or of the first figure by the headline).
pub(crate) fn choose(
    sources: &Sources<'_>,
    tree: &Tree,
    base: Option<&Url>,
    lead: Option<Id>,
) -> Option<Image> {
    let declared = sources
        .head
        .first(&[
            "og:image",
            "og:image:url",
            "og:image:secure_url",
            "twitter:image",
            "twitter:image:src",
            "sailthru.image.full",
            "parsely-image-url",
        ])
        .map(str::to_owned)
        .or_else(|| sources.articles.iter().find_map(|a| from_json(sources, a.get("image")?, 0)))
        .or_else(|| sources.head.image_src.clone())
        .and_then(|u| absolute(base, &u));
    let stem = declared.as_deref().map(stem);
    let mut figure = lead;
    for node in 0..id(tree.len()) {
        if tree.tag(node) == Tag::Img
            && let Some(stem) = &stem
            && stem.len() > 5
            && sources_of(tree, node).any(|s| s.contains(stem.as_str()))
            && let Some(f) = tree.ancestors(node).find(|a| tree.tag(*a) == Tag::Figure)
        {
            figure = Some(f);
            break;
        }
    }
    let (caption, credit) = figure.map(|f| legend(tree, f)).unwrap_or_default();
    let caption = caption.filter(|c| !is_author_box(c));
    let url = declared.or_else(|| figure.and_then(|f| shown(tree, f, base)));
    (url.is_some() || caption.is_some()).then_some(Image { url, caption, credit })
}

/// A figure may show who wrote the article: "By Jane Doe, May 3, 2024".
fn is_author_box(caption: &str) -> bool {
    let lower = caption.to_lowercase();
    ["by ", "von ", "par ", "por ", "di ", "door ", "av "].iter().any(|b| lower.starts_with(b))
        && super::dates::parse(caption).is_some()
}

fn from_json(sources: &Sources<'_>, value: &Value, depth: u8) -> Option<String> {
    match value {
        Value::String(s) => Some(s.clone()),
        Value::Array(list) if depth < 3 => list.iter().find_map(|v| from_json(sources, v, depth + 1)),
        Value::Object(o) => o
            .get("url")
            .or_else(|| o.get("contentUrl"))
            .and_then(|u| from_json(sources, u, depth + 1))
            .or_else(|| {
                from_json(sources, sources.data.by_id(o.get("@id")?.as_str()?)?.get("url")?, depth + 1)
            })
            .filter(|_| depth < 4),
        _ => None,
    }
}

/// An image's name without size and type, by which its copies are known.
fn stem(url: &str) -> String {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let name = path.trim_end_matches('/').rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |n| n.0).to_owned()
}

fn sources_of(tree: &Tree, node: Id) -> impl Iterator<Item = &str> {
    tree.attrs(node)
        .filter(|(n, _)| {
            matches!(&***n, "src" | "data-src" | "srcset" | "data-srcset" | "data-lazy-src" | "data-original")
        })
        .map(|a| a.1)
}

/// The address of a figure's picture.
pub(crate) fn shown(tree: &Tree, figure: Id, base: Option<&Url>) -> Option<String> {
    tree.below(figure).find_map(|n| (tree.tag(n) == Tag::Img).then(|| address(tree, n, base)).flatten())
}

/// The best address of an `<img>`: lazy loaders put a placeholder into `src`.
pub(crate) fn address(tree: &Tree, node: Id, base: Option<&Url>) -> Option<String> {
    for name in ["data-src", "data-original", "data-lazy-src", "data-full-src", "src"] {
        if let Some(value) = tree.attr(node, name)
            && !value.trim_start().starts_with("data:")
            && let Some(url) = absolute(base, value)
        {
            return Some(url);
        }
    }
    let set = ["data-srcset", "srcset"].iter().find_map(|n| tree.attr(node, n))?;
    let last = set.split(", ").last()?.split_ascii_whitespace().next()?;
    if last.starts_with("data:") { None } else { absolute(base, last) }
}

/// A figure's caption and credit, apart.
pub(crate) fn legend(tree: &Tree, figure: Id) -> (Option<String>, Option<String>) {
    let Some(caption) = tree.below(figure).find(|n| tree.tag(*n) == Tag::Figcaption) else {
        return (None, None);
    };
    let credit_node = tree.below(caption).skip(1).find(|n| {
        tree.tag(*n) == Tag::Cite
            || tree.attr(*n, "class").is_some_and(|c| {
                let c = c.to_ascii_lowercase();
                ["credit", "copyright", "source", "photographer", "quelle", "author", "byline"]
                    .iter()
                    .any(|w| c.contains(w))
            })
            || tree.attr(*n, "itemprop").is_some_and(|p| p == "copyrightHolder" || p == "author")
    });
    let whole = tree.text_below(caption);
    let Some(node) = credit_node else {
        let (caption, credit) = split_credit(&whole);
        return (Some(caption).filter(|c| !c.is_empty()), credit);
    };
    let credit = tree.text_below(node);
    let rest = if credit.is_empty() { whole.clone() } else { whole.replacen(&credit, "", 1) };
    let rest = words::folded(&rest);
    let (rest, more) = split_credit(&rest);
    let credit = Some(bare_credit(&credit)).filter(|c| !c.is_empty()).or(more);
    (Some(rest).filter(|c| !c.is_empty()), credit)
}

/// Words that a credit begins with.
const CREDITS: [&str; 21] = [
    "photo:",
    "photos:",
    "photo by",
    "photograph:",
    "picture:",
    "image:",
    "image credit:",
    "credit:",
    "photo credit:",
    "source:",
    "foto:",
    "fotos:",
    "bild:",
    "quelle:",
    "crédit:",
    "crédits:",
    "photo ©",
    "©",
    "copyright",
    "illustration:",
    "foto ©",
];

/// Cuts `A caption. Photo: Agency` in two.
pub(crate) fn split_credit(text: &str) -> (String, Option<String>) {
    let text = unescape(text);
    // Same length in bytes is not sure for a lower-cased text: only ASCII is folded here.
    let lower = text.to_ascii_lowercase();
    let found = CREDITS
        .iter()
        .filter_map(|c| lower.rfind(c).map(|at| (at, c.len())))
        .filter(|(at, _)| {
            *at == 0 || lower.get(..*at).is_some_and(|b| b.ends_with([' ', '(', '.', '|', '/', '\u{a0}']))
        })
        .min();
    if let Some((at, _)) = found
        && let (Some(caption), Some(credit)) = (text.get(..at), text.get(at..))
        && credit.chars().count() < 120
    {
        let caption = caption.trim().trim_end_matches(['(', '|', '/', '-', '–']).trim().to_owned();
        return (caption, Some(bare_credit(credit)).filter(|c| !c.is_empty()));
    }
    if let Some((caption, credit)) = saved::captions::caption(&text) {
        return (caption, Some(credit).filter(|c| !c.is_empty()));
    }
    (text.trim().to_owned(), None)
}

fn bare_credit(text: &str) -> String {
    let mut rest = text.trim().to_owned();
    for word in CREDITS {
        if rest.to_ascii_lowercase().starts_with(word) {
            rest = rest.get(word.len()..).unwrap_or_default().trim().to_owned();
        }
    }
    rest.trim_matches(['(', ')', ' ', ':', '|', '.', '[', ']']).trim().to_owned()
}
