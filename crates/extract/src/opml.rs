//! Lists of feeds as OPML, which every reader can write and read.

use serde::Serialize;

use crate::bytes;
use crate::warning::Warnings;
use crate::xml::{Attributes, Entities, Token, Tokens, unescape};

/// One feed of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outline {
    /// Where the feed is.
    pub url: String,
    /// What the list calls it.
    pub title: Option<String>,
    /// The page that it belongs to.
    pub site_url: Option<String>,
    /// The folder that it stands in; folders in folders are joined by `/`.
    pub folder: Option<String>,
}

/// Why bytes are no list of feeds.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpmlError {
    /// There is no `opml` element and no `outline` in it.
    #[error("This is not an OPML file: it has no “outline” elements.")]
    NotOpml,
}

/// The deepest folder that is followed.
const DEEPEST: usize = 32;

/// Reads a list of feeds, good XML or not. Entries without a feed's address are folders or are left out; an address
/// that comes again in the same folder is listed once.
///
/// # Errors
///
/// [`OpmlError::NotOpml`] where nothing in it is OPML.
pub fn parse(bytes: &[u8]) -> Result<Vec<Outline>, OpmlError> {
    let mut warnings = Warnings::default();
    let decoded = bytes::decode(bytes, None, &mut warnings);
    let text = bytes::clean(&decoded.text, &mut warnings);
    let (mut list, mut folders): (Vec<Outline>, Vec<Option<String>>) = (Vec::new(), Vec::new());
    let mut seen = std::collections::HashSet::new();
    let mut is_opml = false;
    for token in Tokens::new(&text) {
        match token {
            Token::Start { name, attributes, empty } => {
                is_opml |= name.eq_ignore_ascii_case("opml") || name.eq_ignore_ascii_case("outline");
                if !name.eq_ignore_ascii_case("outline") {
                    continue;
                }
                let (outline, is_feed) = outline(attributes, &folders);
                let label = outline.title.clone();
                if is_feed && seen.insert((outline.url.clone(), outline.folder.clone())) {
                    list.push(outline);
                }
                if !empty {
                    folders.push(label.filter(|_| !is_feed && folders.len() < DEEPEST));
                }
            }
            Token::End { name } if name.eq_ignore_ascii_case("outline") => {
                folders.pop();
            }
            _ => {}
        }
    }
    if is_opml { Ok(list) } else { Err(OpmlError::NotOpml) }
}

/// What an `outline` says, and whether it is a feed.
fn outline(attributes: Attributes<'_>, folders: &[Option<String>]) -> (Outline, bool) {
    let own = Entities::default();
    let mut outline = Outline::default();
    let (mut text, mut category) = (None, None);
    for attribute in attributes {
        let value = unescape(attribute.value, &own).trim().to_owned();
        if value.is_empty() {
            continue;
        }
        match attribute.name.to_ascii_lowercase().as_str() {
            "xmlurl" | "feedurl" => outline.url = value,
            "url" if outline.url.is_empty() => outline.url = value,
            "htmlurl" => outline.site_url = Some(value),
            "title" => outline.title = Some(value),
            "text" => text = Some(value),
            "category" => category = Some(value),
            _ => {}
        }
    }
    outline.title = outline.title.or(text);
    let path: Vec<&str> = folders.iter().flatten().map(String::as_str).collect();
    let from_category =
        category.as_deref().map(|c| c.split(',').next().unwrap_or(c).trim_matches('/').to_owned());
    outline.folder =
        if path.is_empty() { from_category.filter(|c| !c.is_empty()) } else { Some(path.join("/")) };
    let is_feed = outline.url.contains("://") || outline.url.starts_with("feed:");
    if let Some(rest) = outline.url.strip_prefix("feed:") {
        outline.url = if rest.starts_with("//") { format!("http:{rest}") } else { rest.to_owned() };
    }
    (outline, is_feed)
}

/// Writes a list of feeds as OPML 2.0, folders in the order in which they are first met.
pub fn write(title: &str, outlines: &[Outline]) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n    <title>",
    );
    escape(&mut out, title);
    out.push_str("</title>\n  </head>\n  <body>\n");
    let mut folders: Vec<Option<&str>> = Vec::new();
    for outline in outlines {
        let folder = outline.folder.as_deref();
        if !folders.contains(&folder) {
            folders.push(folder);
        }
    }
    for folder in folders {
        let indent = if let Some(name) = folder {
            out.push_str("    <outline");
            attribute(&mut out, "text", name);
            attribute(&mut out, "title", name);
            out.push_str(">\n");
            "      "
        } else {
            "    "
        };
        for outline in outlines.iter().filter(|o| o.folder.as_deref() == folder) {
            out.push_str(indent);
            out.push_str("<outline type=\"rss\"");
            let label = outline.title.as_deref().unwrap_or(&outline.url);
            attribute(&mut out, "text", label);
            attribute(&mut out, "title", label);
            attribute(&mut out, "xmlUrl", &outline.url);
            if let Some(site) = &outline.site_url {
                attribute(&mut out, "htmlUrl", site);
            }
            out.push_str("/>\n");
        }
        if folder.is_some() {
            out.push_str("    </outline>\n");
        }
    }
    out.push_str("  </body>\n</opml>\n");
    out
}

fn attribute(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape(out, value);
    out.push('"');
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\r' | '\t' => out.push(' '),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
}
