//! Text → tree, and the page's scripts that hold data.
//!
//! A filter between the tokenizer and html5ever's tree builder keeps scripts, styles, comments and drawings out of
//! the tree, and bounds what the tree builder's own algorithms cost on hostile pages: elements nested deeper than
//! any article, and formatting elements opened without end (each paragraph would open them all again).

use std::cell::{Cell, RefCell};

use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{Tag as TagToken, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts, TreeSink};
use html5ever::{LocalName, local_name};

use super::tree::{Builder, Id, Tree};
use super::{strip, tokenize};

/// Deeper start tags are left out (their text stays): the deepest labelled article stands at 60.
const MAX_DEPTH: u32 = 400;
/// Formatting elements open at once.
const MAX_FORMATTING: usize = 60;
/// A script of data longer than this is not kept.
const MAX_SCRIPT: usize = 4 << 20;

/// What a data script holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ScriptKind {
    /// schema.org in JSON.
    JsonLd,
    /// A framework's state as plain JSON (`__NEXT_DATA__` and the like).
    Json,
    /// JavaScript that assigns a state object.
    State,
}

/// A page as parsed.
pub(crate) struct Page {
    pub(crate) tree: Tree,
    pub(crate) scripts: Vec<(ScriptKind, String)>,
    /// The page was longer or larger than what is read of one.
    pub(crate) truncated: bool,
    /// Elements nested beyond reason were flattened.
    pub(crate) flattened: bool,
}

/// Words by which a script that assigns a framework's state is known.
const STATES: [&str; 7] = [
    "__PRELOADED_STATE__",
    "__INITIAL_STATE__",
    "Fusion.globalContent",
    "__APOLLO_STATE__",
    "__NUXT__",
    "__INITIAL_DATA__",
    ".push({\"",
];

/// What begins each piece of a page's state that is sent as it becomes known.
pub(crate) const PIECE: &str = "__next_f.push([1,";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Pass,
    /// Within a script: its kind, or none where it is not kept.
    Script(Option<ScriptKind>),
    Style,
    /// Within a drawing, this many deep.
    Drawing(u32),
}

struct Filter {
    inner: TreeBuilder<Id, Builder>,
    mode: Cell<Mode>,
    buffer: RefCell<String>,
    scripts: RefCell<Vec<(ScriptKind, String)>>,
    formatting: Cell<usize>,
    /// Names of the start tags that were left out for depth, so that their end tags are left out too.
    dropped: RefCell<Vec<LocalName>>,
    flattened: Cell<bool>,
}

fn is_formatting(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}

fn is_void(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("br")
            | local_name!("img")
            | local_name!("hr")
            | local_name!("input")
            | local_name!("meta")
            | local_name!("link")
            | local_name!("source")
            | local_name!("wbr")
            | local_name!("area")
            | local_name!("base")
            | local_name!("col")
            | local_name!("embed")
            | local_name!("track")
            | local_name!("param")
    )
}

/// Start tags that the standard lets end a drawing.
fn ends_drawing(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("div")
            | local_name!("p")
            | local_name!("ul")
            | local_name!("ol")
            | local_name!("li")
            | local_name!("h1")
            | local_name!("h2")
            | local_name!("h3")
            | local_name!("table")
            | local_name!("body")
            | local_name!("img")
    )
}

fn attr<'a>(tag: &'a TagToken, name: &LocalName) -> Option<&'a str> {
    tag.attrs.iter().find(|a| a.name.local == *name).map(|a| &*a.value)
}

/// What a script of this type holds; no type is JavaScript.
fn script_kind(kind: Option<&str>) -> Option<ScriptKind> {
    let Some(kind) = kind.map(str::trim) else { return Some(ScriptKind::State) };
    if kind.to_ascii_lowercase().starts_with("application/ld+json") {
        Some(ScriptKind::JsonLd)
    } else if kind.eq_ignore_ascii_case("application/json") {
        Some(ScriptKind::Json)
    } else if kind.is_empty() || kind.contains("javascript") {
        Some(ScriptKind::State)
    } else {
        None
    }
}

/// The `type` in a script's opening tag.
fn type_of(tag: &str) -> Option<&str> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.find("type")? + 4;
    let value = tag.get(at..)?.trim_start().strip_prefix('=')?.trim_start();
    match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next(),
        _ => value.split([' ', '>', '\n', '\t']).next(),
    }
}

/// Whether a script's content is worth keeping.
fn is_wanted(kind: ScriptKind, text: &str) -> bool {
    text.len() <= MAX_SCRIPT
        && match kind {
            ScriptKind::JsonLd => true,
            ScriptKind::Json => text.len() > 400,
            ScriptKind::State => {
                let holds = |part: &[u8], word: &str| memchr::memmem::find(part, word.as_bytes()).is_some();
                let all = text.as_bytes();
                holds(all.get(..40).unwrap_or(all), PIECE)
                    || all.len() > 2000 && STATES.iter().any(|s| holds(all, s))
            }
        }
}

impl Filter {
    fn pass(&self, token: Token, line: u64) -> TokenSinkResult<Id> {
        match self.inner.process_token(token, line) {
            // Scripts never reach the tree builder, so that the parser never waits for one.
            TokenSinkResult::Script(_) | TokenSinkResult::EncodingIndicator(_) => TokenSinkResult::Continue,
            other => other,
        }
    }

    fn keep_script(&self, kind: ScriptKind) {
        let text = std::mem::take(&mut *self.buffer.borrow_mut());
        if is_wanted(kind, &text) {
            self.scripts.borrow_mut().push((kind, text));
        }
    }

    fn tag(&self, tag: TagToken, line: u64) -> TokenSinkResult<Id> {
        let start = tag.kind == TagKind::StartTag;
        match self.mode.get() {
            Mode::Pass => {}
            Mode::Script(kind) => {
                if let Some(kind) = kind {
                    self.keep_script(kind);
                }
                self.mode.set(Mode::Pass);
                return TokenSinkResult::Continue;
            }
            Mode::Style => {
                self.mode.set(Mode::Pass);
                return TokenSinkResult::Continue;
            }
            Mode::Drawing(depth) => {
                if tag.name == local_name!("svg") {
                    let depth = match (start, tag.self_closing) {
                        (true, true) => depth,
                        (true, false) => depth + 1,
                        (false, _) => depth - 1,
                    };
                    self.mode.set(if depth == 0 { Mode::Pass } else { Mode::Drawing(depth) });
                    return TokenSinkResult::Continue;
                }
                if !(start && ends_drawing(&tag.name)) {
                    return TokenSinkResult::Continue;
                }
                self.mode.set(Mode::Pass);
            }
        }
        if start { self.start(tag, line) } else { self.end_tag(tag, line) }
    }

    fn start(&self, tag: TagToken, line: u64) -> TokenSinkResult<Id> {
        match tag.name {
            local_name!("script") => {
                self.mode.set(Mode::Script(script_kind(attr(&tag, &local_name!("type")))));
                return TokenSinkResult::RawData(RawKind::ScriptData);
            }
            local_name!("style") => {
                self.mode.set(Mode::Style);
                return TokenSinkResult::RawData(RawKind::Rawtext);
            }
            local_name!("svg") => {
                if !tag.self_closing {
                    self.mode.set(Mode::Drawing(1));
                }
                return TokenSinkResult::Continue;
            }
            // Both would swallow the rest of the page.
            local_name!("plaintext") | local_name!("frameset") => return TokenSinkResult::Continue,
            _ => {}
        }
        if is_formatting(&tag.name) {
            if self.formatting.get() >= MAX_FORMATTING {
                return TokenSinkResult::Continue;
            }
            self.formatting.set(self.formatting.get() + 1);
        } else if self.inner.sink.depth() > MAX_DEPTH && !is_void(&tag.name) {
            self.flattened.set(true);
            let mut dropped = self.dropped.borrow_mut();
            if dropped.len() < 1 << 16 {
                dropped.push(tag.name);
            }
            return TokenSinkResult::Continue;
        }
        self.pass(Token::TagToken(tag), line)
    }

    fn end_tag(&self, tag: TagToken, line: u64) -> TokenSinkResult<Id> {
        if is_formatting(&tag.name) {
            self.formatting.set(self.formatting.get().saturating_sub(1));
        }
        let mut dropped = self.dropped.borrow_mut();
        if dropped.last() == Some(&tag.name) {
            dropped.pop();
            return TokenSinkResult::Continue;
        }
        drop(dropped);
        self.pass(Token::TagToken(tag), line)
    }
}

impl TokenSink for Filter {
    type Handle = Id;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Id> {
        match token {
            Token::TagToken(tag) => self.tag(tag, line),
            Token::CommentToken(_) | Token::ParseError(_) | Token::NullCharacterToken => {
                TokenSinkResult::Continue
            }
            Token::CharacterTokens(text) => match self.mode.get() {
                Mode::Pass => self.pass(Token::CharacterTokens(text), line),
                Mode::Script(Some(_)) => {
                    let mut buffer = self.buffer.borrow_mut();
                    if buffer.len() <= MAX_SCRIPT {
                        buffer.push_str(&text);
                    }
                    TokenSinkResult::Continue
                }
                _ => TokenSinkResult::Continue,
            },
            other => self.pass(other, line),
        }
    }

    fn end(&self) {
        self.inner.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.inner.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Parses a page.
pub(crate) fn parse(text: &str) -> Page {
    let (text, found) = strip::strip(text);
    let mut scripts: Vec<(ScriptKind, String)> = Vec::new();
    for script in found {
        if let Some(kind) = script_kind(type_of(script.tag)).filter(|k| is_wanted(*k, script.content)) {
            scripts.push((kind, script.content.to_owned()));
        }
    }
    let filter = Filter {
        inner: TreeBuilder::new(
            Builder::new(),
            TreeBuilderOpts { drop_doctype: true, ..TreeBuilderOpts::default() },
        ),
        mode: Cell::new(Mode::Pass),
        buffer: RefCell::new(String::new()),
        scripts: RefCell::new(Vec::new()),
        formatting: Cell::new(0),
        dropped: RefCell::new(Vec::new()),
        flattened: Cell::new(false),
    };
    let truncated = !tokenize::run(&text, &filter, || filter.inner.sink.full());
    // What was not cut out before came through the parser.
    scripts.append(&mut filter.scripts.borrow_mut());
    Page { scripts, flattened: filter.flattened.get(), tree: filter.inner.sink.finish(), truncated }
}
