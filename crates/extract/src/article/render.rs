//! The chosen blocks as clean HTML.
//!
//! The markup is made anew: only elements named here, only `href`, `src`, `alt`, `colspan` and `rowspan`, only http
//! and https (and `mailto`) addresses, all text escaped. Nothing of the page's own markup is copied.

use std::fmt::Write as _;

use url::Url;

use super::blocks::{Block, Blocks, Medium, place};
use super::meta;
use super::tag::Tag;
use super::tree::{Id, Tree, ix};

/// The body as text: blocks apart by a blank line.
pub(crate) fn text(tree: &Tree, blocks: &Blocks, keep: &[bool]) -> String {
    let mut out = String::new();
    let mut row = None;
    for (block, kept) in blocks.list.iter().zip(keep) {
        if !kept {
            continue;
        }
        // Cells of one row stand on one line.
        let own_row =
            if matches!(tree.tag(block.node), Tag::Td | Tag::Th) { tree.parent(block.node) } else { None };
        if !out.is_empty() {
            out.push_str(if own_row.is_some() && own_row == row { " | " } else { "\n\n" });
        }
        row = own_row;
        out.push_str(blocks.text(block).trim_end());
    }
    out
}

/// Elements that stay around text.
fn structure(tag: Tag) -> Option<&'static str> {
    Some(match tag {
        Tag::Ul | Tag::Menu => "ul",
        Tag::Ol => "ol",
        Tag::Li => "li",
        Tag::Dl => "dl",
        Tag::Dt => "dt",
        Tag::Dd => "dd",
        Tag::Blockquote => "blockquote",
        Tag::Table => "table",
        Tag::Thead => "thead",
        Tag::Tbody => "tbody",
        Tag::Tr => "tr",
        Tag::Td => "td",
        Tag::Th => "th",
        Tag::Figure => "figure",
        Tag::Figcaption => "figcaption",
        Tag::Pre => "pre",
        _ => return None,
    })
}

fn inline(tag: Tag) -> Option<&'static str> {
    Some(match tag {
        Tag::Strong | Tag::B => "strong",
        Tag::Em | Tag::I => "em",
        Tag::U => "u",
        Tag::S | Tag::Del => "s",
        Tag::Sub => "sub",
        Tag::Sup => "sup",
        Tag::Code | Tag::Tt => "code",
        Tag::Kbd => "kbd",
        Tag::Samp => "samp",
        Tag::Mark => "mark",
        Tag::Small => "small",
        Tag::Q => "q",
        Tag::Cite => "cite",
        Tag::Abbr => "abbr",
        Tag::A => "a",
        _ => return None,
    })
}

/// Text as HTML.
pub(crate) fn escape(out: &mut String, text: &str) {
    // What may stay as it is goes on piece by piece.
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let instead = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            c if super::words::is_invisible(c) => "",
            _ => continue,
        };
        out.push_str(text.get(from..at).unwrap_or_default());
        out.push_str(instead);
        from = at + c.len_utf8();
    }
    out.push_str(text.get(from..).unwrap_or_default());
}

struct Writer<'a> {
    tree: &'a Tree,
    base: Option<&'a Url>,
    out: String,
    open: Vec<(Id, &'static str)>,
}

/// The body as HTML.
pub(crate) fn html(tree: &Tree, blocks: &Blocks, keep: &[bool], base: Option<&Url>) -> String {
    let mut w = Writer { tree, base, out: String::new(), open: Vec::new() };
    let shown = media(tree, blocks, keep);
    let mut next = shown.iter().peekable();
    let mut figures: Vec<Id> = Vec::new();
    for (i, block) in blocks.list.iter().enumerate() {
        while let Some(medium) = next.next_if(|m| m.before <= i) {
            w.medium(medium, &mut figures);
        }
        let in_figure = tree.ancestors(block.node).any(|a| figures.contains(&a));
        if keep[i] && !in_figure {
            w.block(blocks, block);
        }
    }
    for medium in next {
        w.medium(medium, &mut figures);
    }
    w.close_to(0);
    w.out
}

/// The media that belong to the body: between its first and last block, in an element that holds some of it.
fn media(tree: &Tree, blocks: &Blocks, keep: &[bool]) -> Vec<Medium> {
    let (Some(first), Some(last)) = (keep.iter().position(|k| *k), keep.iter().rposition(|k| *k)) else {
        return Vec::new();
    };
    let mut holds = vec![false; tree.len()];
    for (block, _) in blocks.list.iter().zip(keep).filter(|(_, k)| **k) {
        for a in tree.ancestors(block.node) {
            if std::mem::replace(&mut holds[ix(a)], true) {
                break;
            }
        }
    }
    let apart = place::NAV | place::FOOTER | place::ASIDE | place::FORM | place::BUTTON | place::DIALOG;
    blocks
        .media
        .iter()
        .filter(|m| {
            let reach = if m.places & place::FIGURE != 0 { 6 } else { 3 };
            m.places & apart == 0
                && m.before + 3 >= first
                && m.before <= last
                && tree.ancestors(m.node).take(reach).any(|a| a != 0 && holds[ix(a)])
                && !is_small(tree, m.node)
        })
        .copied()
        .collect()
}

fn is_small(tree: &Tree, node: Id) -> bool {
    let size = |name| tree.attr(node, name).and_then(|v| v.trim().trim_end_matches("px").parse::<u32>().ok());
    size("width").is_some_and(|w| w < 80) || size("height").is_some_and(|h| h < 60)
}

impl Writer<'_> {
    fn close_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            if let Some((_, name)) = self.open.pop() {
                let _ = write!(self.out, "</{name}>");
            }
        }
    }

    /// Closes and opens what stands around `node`.
    fn stand_in(&mut self, node: Id, itself: bool) {
        let mut chain: Vec<(Id, &'static str)> = Vec::new();
        let start = if itself { Some(node) } else { self.tree.parent(node) };
        for n in start.into_iter().flat_map(|s| std::iter::once(s).chain(self.tree.ancestors(s))) {
            if let Some(name) = structure(self.tree.tag(n)) {
                chain.push((n, name));
            }
        }
        chain.reverse();
        // Only whole lists and tables: a cell without its table, a list item without its list are plain.
        let mut sound: Vec<(Id, &'static str)> = Vec::new();
        for (n, name) in chain {
            let within = sound.last().map(|s| s.1);
            let fits = match name {
                "li" => matches!(within, Some("ul" | "ol")),
                "dt" | "dd" => within == Some("dl"),
                "thead" | "tbody" => within == Some("table"),
                "tr" => matches!(within, Some("table" | "thead" | "tbody")),
                "td" | "th" => within == Some("tr"),
                "figcaption" => within == Some("figure"),
                _ => !matches!(within, Some("ul" | "ol" | "dl" | "table" | "thead" | "tbody" | "tr" | "pre")),
            };
            if fits {
                sound.push((n, name));
            }
        }
        while sound
            .last()
            .is_some_and(|s| matches!(s.1, "ul" | "ol" | "dl" | "table" | "thead" | "tbody" | "tr"))
        {
            sound.pop();
        }
        let shared = self.open.iter().zip(&sound).take_while(|(a, b)| a.0 == b.0).count();
        self.close_to(shared);
        for (n, name) in sound.into_iter().skip(shared) {
            let _ = write!(self.out, "<{name}");
            for span in ["colspan", "rowspan"] {
                if let Some(v) = self.tree.attr(n, span).and_then(|v| v.trim().parse::<u16>().ok())
                    && matches!(name, "td" | "th")
                {
                    let _ = write!(self.out, " {span}=\"{v}\"");
                }
            }
            self.out.push('>');
            self.open.push((n, name));
        }
    }

    fn block(&mut self, blocks: &Blocks, block: &Block) {
        self.stand_in(block.node, true);
        let tag = self.tree.tag(block.node);
        let leaf = match tag.heading() {
            Some(1 | 2) => "h2",
            Some(3) => "h3",
            Some(4) => "h4",
            Some(5) => "h5",
            Some(_) => "h6",
            None if self
                .open
                .last()
                .is_some_and(|o| o.0 == block.node && o.1 != "blockquote" && o.1 != "figure") =>
            {
                ""
            }
            None => "p",
        };
        let in_pre = self.open.last().is_some_and(|o| o.1 == "pre");
        let leaf = if in_pre { "" } else { leaf };
        if !leaf.is_empty() {
            let _ = write!(self.out, "<{leaf}>");
        }
        let run = blocks.runs.get(block.run.0..block.run.1).unwrap_or_default();
        self.inlines(run, block.node, in_pre);
        if !leaf.is_empty() {
            let _ = write!(self.out, "</{leaf}>");
        }
        if self.open.is_empty() {
            self.out.push('\n');
        }
    }

    fn inlines(&mut self, run: &[Id], block: Id, raw: bool) {
        let mut stack: Vec<(Id, &'static str)> = Vec::new();
        // Line breaks and white space at the ends show nothing.
        let solid = |n: &Id| self.tree.text(*n).is_some_and(|t| !t.trim().is_empty());
        let Some(first) = run.iter().position(solid) else { return };
        let last = run.iter().rposition(solid).unwrap_or(first);
        let mut folded = String::new();
        // The link that was met last, and where it leads.
        let mut link: Option<(Id, Option<String>)> = None;
        for node in run.get(first..=last).unwrap_or_default() {
            let mut chain: Vec<(Id, &'static str)> = Vec::new();
            for a in self.tree.ancestors(*node).take_while(|a| *a != block) {
                let Some(name) = inline(self.tree.tag(a)) else { continue };
                if name == "a" && link.as_ref().is_none_or(|l| l.0 != a) {
                    link = Some((a, self.href(a)));
                }
                if name != "a" || link.as_ref().is_some_and(|l| l.1.is_some()) {
                    chain.push((a, name));
                }
            }
            chain.reverse();
            let shared = stack.iter().zip(&chain).take_while(|(a, b)| a.0 == b.0).count();
            while stack.len() > shared {
                if let Some((_, name)) = stack.pop() {
                    let _ = write!(self.out, "</{name}>");
                }
            }
            for (n, name) in chain.into_iter().skip(shared) {
                if name == "a" {
                    let known = link.as_ref().filter(|l| l.0 == n).and_then(|l| l.1.clone());
                    let href = known.or_else(|| self.href(n)).unwrap_or_default();
                    self.out.push_str("<a href=\"");
                    escape(&mut self.out, &href);
                    self.out.push_str("\">");
                } else {
                    let _ = write!(self.out, "<{name}>");
                }
                stack.push((n, name));
            }
            match self.tree.text(*node) {
                Some(text) if raw => escape(&mut self.out, text),
                Some(text) => {
                    folded.clear();
                    // A space stands after text and after an inline element, not at a block's start.
                    let at_start = self.out.ends_with([' ', '\n']) || self.out.ends_with("p>");
                    if text.starts_with(char::is_whitespace) && !at_start {
                        self.out.push(' ');
                    }
                    super::words::push_folded(&mut folded, text);
                    escape(&mut self.out, &folded);
                }
                None => self.out.push_str("<br>"),
            }
        }
        while self.out.ends_with(' ') {
            self.out.pop();
        }
        while let Some((_, name)) = stack.pop() {
            let _ = write!(self.out, "</{name}>");
        }
    }

    fn href(&self, node: Id) -> Option<String> {
        let href = self.tree.attr(node, "href")?;
        if href.starts_with("mailto:") && href.len() < 300 {
            return Some(href.to_owned());
        }
        if href.starts_with('#') {
            return None;
        }
        meta::absolute(self.base, href)
    }

    fn medium(&mut self, medium: &Medium, figures: &mut Vec<Id>) {
        let node = medium.node;
        match self.tree.tag(node) {
            Tag::Img => {
                let Some(src) = meta::picture_address(self.tree, node, self.base) else { return };
                let figure = self.tree.ancestors(node).take(6).find(|a| self.tree.tag(*a) == Tag::Figure);
                if figure.is_some_and(|f| figures.contains(&f)) {
                    return;
                }
                self.stand_in(figure.unwrap_or(node), false);
                self.out.push_str("<figure><img src=\"");
                escape(&mut self.out, &src);
                self.out.push_str("\" alt=\"");
                escape(&mut self.out, self.tree.attr(node, "alt").unwrap_or_default());
                self.out.push_str("\">");
                if let Some(f) = figure {
                    figures.push(f);
                    let (caption, credit) = meta::legend(self.tree, f);
                    if caption.is_some() || credit.is_some() {
                        self.out.push_str("<figcaption>");
                        escape(&mut self.out, caption.as_deref().unwrap_or_default());
                        if let Some(credit) = credit {
                            self.out.push_str(if caption.is_some() { " <small>" } else { "<small>" });
                            escape(&mut self.out, &credit);
                            self.out.push_str("</small>");
                        }
                        self.out.push_str("</figcaption>");
                    }
                }
                self.out.push_str("</figure>\n");
            }
            Tag::Iframe | Tag::Video | Tag::Audio | Tag::Embed => {
                let source = ["src", "data-src"].iter().find_map(|a| self.tree.attr(node, a));
                let Some(url) = source.and_then(|s| meta::absolute(self.base, s)) else { return };
                if !is_player(&url) && !matches!(self.tree.tag(node), Tag::Video | Tag::Audio) {
                    return;
                }
                self.stand_in(node, false);
                self.out.push_str("<p><a href=\"");
                escape(&mut self.out, &url);
                self.out.push_str("\">");
                let name = self.tree.attr(node, "title").filter(|t| !t.trim().is_empty()).unwrap_or(&url);
                escape(&mut self.out, name);
                self.out.push_str("</a></p>\n");
            }
            _ => {}
        }
    }
}

/// Whether a frame plays or shows something made to be embedded.
pub(crate) fn is_player(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    ["/embed", "player", "/widgets/", "video", "/oembed", "podcast"].iter().any(|w| lower.contains(w))
}
