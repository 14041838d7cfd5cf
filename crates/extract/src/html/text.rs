//! Markup → plain text.

use crate::xml::{Entities, Token, Tokens, decode_into};

/// Elements whose content is never text.
const SILENT: &[&str] =
    &["script", "style", "template", "noscript", "iframe", "svg", "math", "head", "textarea", "select"];

/// Elements that end a line.
#[rustfmt::skip]
const BLOCKS: &[&str] = &[
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "div", "dl", "dt", "figcaption",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
    "summary", "table", "tr", "ul",
];

/// The text of markup: one line for each block, white space folded, references decoded, nothing of scripts.
pub fn to_text(html: &str) -> String {
    let own = Entities::default();
    let mut out = String::with_capacity(html.len() / 2);
    let mut piece = String::new();
    let mut silent: Option<&str> = None;
    for token in Tokens::new(html) {
        match token {
            Token::Text(text) | Token::CData(text) if silent.is_none() => {
                piece.clear();
                decode_into(&mut piece, text, &own);
                append_folded(&mut out, &piece);
            }
            Token::Start { name, empty, .. } => {
                if silent.is_none() && !empty {
                    silent = SILENT.iter().find(|s| name.eq_ignore_ascii_case(s)).copied();
                }
                break_line(&mut out, name);
            }
            Token::End { name } => {
                if silent.is_some_and(|s| name.eq_ignore_ascii_case(s)) {
                    silent = None;
                }
                break_line(&mut out, name);
            }
            _ => {}
        }
    }
    let end = out.trim_end().len();
    out.truncate(end);
    out
}

fn break_line(out: &mut String, name: &str) {
    if BLOCKS.iter().any(|b| name.eq_ignore_ascii_case(b)) {
        let end = out.trim_end().len();
        out.truncate(end);
        if !out.is_empty() {
            out.push('\n');
        }
    }
}

/// Appends text with every run of white space made one space.
fn append_folded(out: &mut String, text: &str) {
    let mut space = text.starts_with(char::is_whitespace);
    for word in text.split_whitespace() {
        if space && !out.is_empty() && !out.ends_with(char::is_whitespace) {
            out.push(' ');
        }
        out.push_str(word);
        space = true;
    }
    if text.ends_with(char::is_whitespace) && !out.is_empty() && !out.ends_with(char::is_whitespace) {
        out.push(' ');
    }
}

/// The text of markup, as markup without any element.
pub(super) fn escaped(html: &str) -> String {
    let text = to_text(html);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out
}
