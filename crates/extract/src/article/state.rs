//! The text where the page shows none of it: in its JSON-LD, or in the state that a framework draws the page from.

use serde_json::Value;

use super::blocks::{Blocks, place};
use super::hashed::Map;
use super::parse::{PIECE, ScriptKind};
use super::pipeline::Prepared;
use super::tree::{Tree, ix};
use super::{meta, names, render, words};

/// A page that shows at least this many characters of text is read from what it shows.
const SHOWN_ENOUGH: usize = 500;
/// The data must hold this many characters, and this many times what is shown.
const LEAST: usize = 400;
const TIMES: usize = 2;
/// Values looked at in one state object.
const MAX_VALUES: usize = 200_000;

/// A body taken from data.
pub(crate) struct Body {
    pub(crate) text: String,
    pub(crate) html: String,
}

/// The data's body, where the page shows much less.
pub(crate) fn body(read: &Prepared, shown: usize) -> Option<Body> {
    if shown >= SHOWN_ENOUGH {
        return None;
    }
    let least = LEAST.max(shown * TIMES);
    let objects = read.data.objects();
    let from_json = objects
        .iter()
        .filter(|o| meta::jsonld::is_type(o, meta::jsonld::is_article_type))
        .filter_map(|o| meta::jsonld::text(o, "articleBody"))
        .map(paragraphs)
        .max_by_key(|p| length(p));
    let found = from_json.filter(|p| length(p) >= least).or_else(|| {
        read.page
            .scripts
            .iter()
            .filter(|s| s.0 != ScriptKind::JsonLd)
            .filter_map(|(_, text)| value(text))
            .filter_map(|v| longest(&v))
            .chain(streamed(read))
            .max_by_key(|p| length(p))
            .filter(|p| length(p) >= least)
    })?;
    let mut html = String::new();
    for p in &found {
        html.push_str("<p>");
        render::escape(&mut html, p);
        html.push_str("</p>\n");
    }
    Some(Body { text: found.join("\n\n"), html })
}

fn length(paragraphs: &[String]) -> usize {
    paragraphs.iter().map(|p| p.chars().count()).sum()
}

/// The state object of a script: all of it, or the largest object that is assigned or handed over in it.
fn value(script: &str) -> Option<Value> {
    let text = script.trim();
    if text.starts_with(['{', '[']) {
        return serde_json::from_str(text).ok();
    }
    let mut rest = text;
    let mut best: Option<(usize, Value)> = None;
    let mut tries = 0;
    while tries < 40 {
        let Some((_, after)) = rest.split_once(['=', '(']) else { break };
        rest = after;
        let trimmed = after.trim_start();
        if !trimmed.starts_with('{') {
            continue;
        }
        tries += 1;
        let mut stream = serde_json::Deserializer::from_str(trimmed).into_iter::<Value>();
        if let Some(Ok(v)) = stream.next() {
            let used = stream.byte_offset();
            if best.as_ref().is_none_or(|b| used > b.0) {
                best = Some((used, v));
            }
            rest = trimmed.get(used..).unwrap_or_default();
        }
    }
    best.map(|b| b.1)
}

/// The longest body in a state that is sent piece by piece (React's wire format: each row is an identifier, a colon and
/// JSON up to the end of the line, or `T`, a length in bytes as hex, a comma and text).
fn streamed(read: &Prepared) -> Option<Vec<String>> {
    let mut stream = String::new();
    for (_, script) in read.page.scripts.iter().filter(|s| s.0 == ScriptKind::State) {
        let Some((_, rest)) = script.split_once(PIECE) else { continue };
        let mut piece = serde_json::Deserializer::from_str(rest).into_iter::<String>();
        if let Some(Ok(text)) = piece.next() {
            stream.push_str(&text);
        }
    }
    let mut best: Vec<String> = Vec::new();
    let mut keep = |found: Vec<String>| {
        if length(&found) > length(&best) {
            best = found;
        }
    };
    let mut rest = stream.as_str();
    while let Some((_, row)) = rest.split_once(':') {
        let text = row.strip_prefix('T').and_then(|row| {
            let digits = row.bytes().take(8).take_while(u8::is_ascii_hexdigit).count();
            let (size, row) = row.split_at_checked(digits)?;
            row.strip_prefix(',')?.split_at_checked(usize::from_str_radix(size, 16).ok()?)
        });
        if let Some((text, after)) = text {
            if text.len() > LEAST && text.contains("<p") {
                keep(paragraphs(text));
            }
            rest = after;
            continue;
        }
        let (line, after) = row.split_once('\n').unwrap_or((row, ""));
        if line.len() > LEAST
            && line.starts_with(['{', '['])
            && let Some(found) = serde_json::from_str(line).ok().and_then(|v| longest(&v))
        {
            keep(found);
        }
        rest = after;
    }
    (!best.is_empty()).then_some(best)
}

/// The longest body in a state object: a list of paragraphs, or one field of HTML.
fn longest(root: &Value) -> Option<Vec<String>> {
    let mut best: Vec<String> = Vec::new();
    let mut queue = vec![root];
    let mut seen = 0;
    while let Some(value) = queue.pop() {
        seen += 1;
        if seen > MAX_VALUES {
            break;
        }
        match value {
            Value::Array(list) => {
                let row: Vec<String> = list.iter().filter_map(element).flat_map(paragraphs).collect();
                if row.len() >= 3 && length(&row) > length(&best) {
                    best = row;
                }
                queue.extend(list.iter().rev());
            }
            Value::Object(map) => {
                for (key, inner) in map.iter().rev() {
                    if let Value::String(s) = inner
                        && s.len() > LEAST
                        && matches!(
                            key.as_str(),
                            "body"
                                | "articleBody"
                                | "content"
                                | "bodyHtml"
                                | "html"
                                | "text"
                                | "bodyText"
                                | "contentHtml"
                                | "article_body"
                                | "fullText"
                        )
                        && s.contains(' ')
                    {
                        let row = paragraphs(s);
                        if length(&row) > length(&best) {
                            best = row;
                        }
                    }
                    queue.push(inner);
                }
            }
            _ => {}
        }
    }
    (!best.is_empty()).then_some(best)
}

/// The text of one element of a body list (`{"type": "text", "content": "<p>…"}` and its kin).
fn element(value: &Value) -> Option<&str> {
    let map = value.as_object()?;
    if let Some(kind) =
        ["type", "_type", "__typename", "kind", "name"].iter().find_map(|k| map.get(*k)?.as_str())
    {
        let kind = kind.to_ascii_lowercase();
        if !["text", "paragraph", "p", "header", "heading", "quote", "html", "list"]
            .iter()
            .any(|w| kind.contains(w))
        {
            return None;
        }
    } else {
        return None;
    }
    ["content", "text", "html", "value", "body"]
        .iter()
        .find_map(|k| map.get(*k)?.as_str())
        .filter(|s| !s.trim().is_empty())
}

/// Cuts a field into paragraphs: HTML by its blocks, text by its line breaks.
fn paragraphs(field: &str) -> Vec<String> {
    let field = if field.contains('<') { field.to_owned() } else { meta::unescape(field) };
    if field.contains('<') {
        let page = super::parse::parse(&field);
        let blocks = super::blocks::cut(&page.tree, &Default::default());
        return text_blocks(&page.tree, &blocks);
    }
    field.split('\n').map(words::folded).filter(|p| !p.is_empty()).collect()
}

/// A body's blocks without captions and marks for what the page's program puts there (`$$AD$$`, `{{ad}}`). A block that
/// is all links sends the reader elsewhere.
fn text_blocks(tree: &Tree, blocks: &Blocks) -> Vec<String> {
    let mut captions: Map<super::tree::Id, bool> = Map::default();
    let mut in_caption = |node| {
        *captions
            .entry(node)
            .or_insert_with(|| tree.upward(node).any(|n| blocks.named[ix(n)].kinds & names::CAPTION != 0))
    };
    blocks
        .list
        .iter()
        .filter(|b| b.inherited.places & (place::CAPTION | place::BUTTON) == 0)
        .filter(|b| b.link_chars < b.chars)
        .filter(|b| !in_caption(b.node))
        .map(|b| blocks.text(b))
        .filter(|t| !is_mark(t))
        .map(str::to_owned)
        .collect()
}

fn is_mark(text: &str) -> bool {
    [("$$", "$$"), ("{{", "}}"), ("[[", "]]"), ("%%", "%%")]
        .iter()
        .any(|(a, b)| text.starts_with(a) && text.ends_with(b) && !text.contains(' '))
}
