//! Labels that the page gives: keywords, tags, sections.

use serde_json::Value;

use super::{Sources, unescape};
use crate::article::tag::Tag;
use crate::article::tree::{Id, Tree, id};
use crate::article::words::{self, fold_key};

/// More labels than this are no labels.
const MAX_TOPICS: usize = 40;

/// The labels of the best source that has some, then the section.
pub(crate) fn choose(sources: &Sources<'_>, tree: &Tree, site: &[String]) -> Vec<String> {
    let mut lists: Vec<Vec<String>> = Vec::new();
    let metas = |key: &str| {
        let mut list = Vec::new();
        for value in sources.head.every(key) {
            from_text(value, &mut list);
        }
        list
    };
    // On labelled news pages the labels for readers and for news searches are the desk's; the data's list mixes them
    // with a content system's own (F1 .79, .90, .84 and .81 where they stand).
    lists.extend(["article:tag", "og:article:tag", "news_keywords", "keywords"].map(metas));
    let mut json = Vec::new();
    for article in &sources.articles {
        if let Some(value) = article.get("keywords") {
            from_json(value, &mut json, 0);
        }
        if !json.is_empty() {
            break;
        }
    }
    lists.push(json);
    lists.extend(["parsely-tags", "sailthru.tags", "tags"].map(metas));
    // Names of a site's own making: `custom-keywords`, `classification-tags`.
    lists.extend(
        sources
            .head
            .metas
            .iter()
            .filter(|(key, _)| key.ends_with("keywords") || key.ends_with("-tags") || key.ends_with(":tags"))
            .map(|(_, value)| {
                let mut list = Vec::new();
                from_text(value, &mut list);
                list
            }),
    );
    let mut out = lists.into_iter().map(|l| tidy(l, site)).find(|l| !l.is_empty()).unwrap_or_default();
    if out.is_empty() {
        out = tidy(markup(tree), site);
    }
    if out.is_empty() {
        let mut section = Vec::new();
        for article in &sources.articles {
            if let Some(value) = article.get("articleSection") {
                from_json(value, &mut section, 0);
            }
        }
        for value in sources.head.every("article:section") {
            section.push(value.to_owned());
        }
        out = tidy(section, site);
    }
    out
}

fn from_json(value: &Value, out: &mut Vec<String>, depth: u8) {
    match value {
        Value::String(s) => from_text(s, out),
        Value::Array(list) if depth < 3 => {
            for inner in list.iter().take(200) {
                match inner {
                    // One label each, commas within belong to it.
                    Value::String(s) if list.len() > 1 => out.push(unescape(s)),
                    _ => from_json(inner, out, depth + 1),
                }
            }
        }
        Value::Object(o) => {
            if let Some(Value::String(name)) = o.get("name") {
                out.push(unescape(name));
            }
        }
        _ => {}
    }
}

fn from_text(text: &str, out: &mut Vec<String>) {
    let text = unescape(text);
    let separator = if text.contains(';') && !text.contains(',') { ';' } else { ',' };
    for part in text.split([separator, '、', '，']) {
        out.push(part.trim().to_owned());
    }
}

/// `rel=tag` links, and links in elements whose class says tags or topics.
fn markup(tree: &Tree) -> Vec<String> {
    let mut out = Vec::new();
    for node in 0..id(tree.len()) {
        if tree.tag(node) != Tag::A || out.len() > MAX_TOPICS {
            continue;
        }
        let tagged = tree.attr(node, "rel").is_some_and(|r| r.split_ascii_whitespace().any(|r| r == "tag"));
        if tagged || in_tags(tree, node) {
            let text = tree.text_below(node);
            if text.chars().count() <= 50 {
                out.push(text);
            }
        }
    }
    out
}

fn in_tags(tree: &Tree, node: Id) -> bool {
    std::iter::once(node).chain(tree.ancestors(node)).take(4).any(|n| {
        tree.attr(n, "class").is_some_and(|c| {
            c.split(|x: char| !x.is_ascii_alphabetic()).any(|w| {
                ["tags", "tag", "topics", "topic", "keywords", "taglist", "schlagworte"]
                    .iter()
                    .any(|name| w.eq_ignore_ascii_case(name))
            })
        })
    })
}

/// A content system's own mark: an identifier, a path, `name:value`, words joined by underscores.
fn is_code(label: &str) -> bool {
    let ascii = label.is_ascii();
    let identifier = label.len() >= 24
        && label.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
        && label.bytes().any(|b| b.is_ascii_digit());
    let path = ascii && label.contains('/') && !label.bytes().any(|b| b == b' ' || b.is_ascii_uppercase());
    let joined = ascii && !label.contains(' ') && label.contains('_');
    let pair = label.split_once(':').is_some_and(|(name, value)| {
        !value.is_empty()
            && !value.starts_with("//")
            && name.chars().count() >= 3
            && (!value.starts_with(' ') && ascii || matches!(name, "Category" | "Tag" | "Topic" | "Section"))
    });
    identifier || path || joined || pair
}

fn tidy(list: Vec<String>, site: &[String]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for label in list {
        let label = words::folded(label.trim().trim_matches(['"', '\'', ';']));
        let key = fold_key(&label);
        if key.is_empty()
            || label.chars().count() > 80
            || site.iter().any(|s| fold_key(s) == key)
            || key.starts_with("http")
            || is_code(&label)
        {
            continue;
        }
        if !out.iter().any(|o| fold_key(o) == key) {
            out.push(label);
        }
        if out.len() >= MAX_TOPICS {
            break;
        }
    }
    out
}
