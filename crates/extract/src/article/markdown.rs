//! The article as Markdown (CommonMark, with tables as GitHub writes them), from its clean HTML.

use super::Article;
use super::parse::parse;
use super::tag::Tag;
use super::tree::{Id, Tree};

/// Title, key points and body.
pub(super) fn markdown(article: &Article) -> String {
    let mut out = String::new();
    if let Some(title) = &article.title {
        out.push_str("# ");
        escape(&mut out, title);
        out.push_str("\n\n");
    }
    for point in &article.key_points {
        out.push_str("- ");
        escape(&mut out, point);
        out.push('\n');
    }
    if !article.key_points.is_empty() {
        out.push('\n');
    }
    let tree = parse(&article.html).tree;
    let mut writer = Writer { tree: &tree, out, lists: Vec::new(), quotes: 0, cells: 0, raw: false };
    writer.walk();
    let mut out = writer.out;
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

struct Writer<'t> {
    tree: &'t Tree,
    out: String,
    /// For each open list: its next number, or none for bullets.
    lists: Vec<Option<u32>>,
    quotes: usize,
    cells: usize,
    raw: bool,
}

impl Writer<'_> {
    /// Each element on the way in and on the way out, without recursion.
    fn walk(&mut self) {
        let mut node: Id = 0;
        loop {
            let down = self.enter(node);
            if down && let Some(child) = self.tree.first_child(node) {
                node = child;
                continue;
            }
            self.leave(node);
            loop {
                if let Some(next) = self.tree.next_sibling(node) {
                    node = next;
                    break;
                }
                let Some(parent) = self.tree.parent(node) else { return };
                node = parent;
                self.leave(node);
            }
        }
    }

    /// A new block: an empty line, then what every line here begins with.
    fn block(&mut self) {
        if self.out.is_empty() || self.after_marker() {
            return;
        }
        while self.out.ends_with([' ', '\n', '>']) {
            self.out.pop();
        }
        self.out.push('\n');
        self.prefix();
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
        self.prefix();
    }

    fn line(&mut self) {
        if self.out.is_empty() || self.after_marker() {
            return;
        }
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
        self.prefix();
    }

    fn after_marker(&self) -> bool {
        let line = self.out.rsplit('\n').next().unwrap_or_default();
        let bare = line.trim_start_matches(['>', ' ']);
        bare == "- "
            || bare == "-"
            || (bare.ends_with(". ")
                && bare.trim_end_matches(". ").bytes().all(|b| b.is_ascii_digit())
                && bare.len() > 2)
            || (!line.is_empty() && bare.is_empty())
    }

    fn prefix(&mut self) {
        self.out.push_str(&"> ".repeat(self.quotes));
        self.out.push_str(&"  ".repeat(self.lists.len().saturating_sub(1)));
    }

    fn enter(&mut self, node: Id) -> bool {
        if let Some(text) = self.tree.text(node) {
            if self.raw {
                self.out.push_str(text);
            } else {
                let mut folded = String::new();
                if text.starts_with(char::is_whitespace) && !self.out.ends_with([' ', '\n']) {
                    folded.push(' ');
                }
                super::words::push_folded(&mut folded, text);
                if !folded.trim().is_empty() || !self.out.ends_with('\n') {
                    escape(&mut self.out, &folded);
                }
            }
            return false;
        }
        let tag = self.tree.tag(node);
        match tag {
            Tag::P | Tag::Figure | Tag::Dt => self.block(),
            Tag::Dd => {
                self.line();
                self.out.push_str(": ");
            }
            Tag::Blockquote => {
                self.block();
                self.quotes += 1;
                self.out.push_str("> ");
            }
            Tag::Ul | Tag::Ol => {
                if self.lists.is_empty() {
                    self.block();
                }
                self.lists.push((tag == Tag::Ol).then_some(1));
            }
            Tag::Li => {
                let empty = self.out.ends_with('\n') || self.out.ends_with("> ");
                if !empty {
                    self.line();
                }
                let mark = match self.lists.last_mut() {
                    Some(Some(n)) => {
                        *n += 1;
                        format!("{}. ", *n - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.out.push_str(&mark);
            }
            Tag::Pre => {
                self.block();
                self.out.push_str("```\n");
                self.raw = true;
            }
            Tag::Table => self.block(),
            Tag::Tr => {
                if !self.out.ends_with('\n') {
                    self.line();
                }
                self.cells = 0;
                self.out.push('|');
            }
            Tag::Td | Tag::Th => {
                self.cells += 1;
                self.out.push(' ');
            }
            Tag::Figcaption => {
                self.line();
                self.out.push('*');
            }
            Tag::Img => {
                let alt = self.tree.attr(node, "alt").unwrap_or_default();
                let src = self.tree.attr(node, "src").unwrap_or_default();
                self.out.push_str("![");
                escape(&mut self.out, alt);
                self.out.push_str(&format!("](<{src}>)"));
            }
            Tag::Br => {
                self.out.push('\\');
                self.line();
            }
            Tag::Strong => self.out.push_str("**"),
            Tag::Em => self.out.push('*'),
            Tag::Code if !self.raw => self.out.push('`'),
            Tag::A => self.out.push('['),
            _ => {
                if let Some(level) = tag.heading() {
                    self.block();
                    self.out.push_str(&"#".repeat(usize::from(level)));
                    self.out.push(' ');
                }
            }
        }
        !tag.is_silent() || tag == Tag::Other
    }

    fn leave(&mut self, node: Id) {
        let tag = self.tree.tag(node);
        match tag {
            Tag::Blockquote => {
                self.quotes = self.quotes.saturating_sub(1);
                self.end();
            }
            Tag::Ul | Tag::Ol => {
                self.lists.pop();
                if self.lists.is_empty() {
                    self.end();
                }
            }
            Tag::Pre => {
                self.raw = false;
                if !self.out.ends_with('\n') {
                    self.out.push('\n');
                }
                self.out.push_str("```");
            }
            Tag::Td | Tag::Th => self.out.push_str(" |"),
            Tag::Tr => {
                let first = self.tree.parent(node).is_some_and(|p| self.tree.first_child(p) == Some(node));
                if first {
                    self.line();
                    self.out.push('|');
                    self.out.push_str(&" --- |".repeat(self.cells));
                }
                self.out.push('\n');
            }
            Tag::Figcaption => self.out.push('*'),
            Tag::Strong => self.out.push_str("**"),
            Tag::Em => self.out.push('*'),
            Tag::Code if !self.raw => self.out.push('`'),
            Tag::A => {
                let href = self.tree.attr(node, "href").unwrap_or_default();
                self.out.push_str(&format!("](<{href}>)"));
            }
            _ => {}
        }
    }

    fn end(&mut self) {
        self.out.truncate(self.out.trim_end().len());
        self.out.push('\n');
    }
}

/// Text in which nothing is taken for markup.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '#' | '|') {
            out.push('\\');
        }
        out.push(c);
    }
}
