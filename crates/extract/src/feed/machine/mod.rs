//! The machine that turns tokens into a feed: a stack of open elements, a stack of texts being gathered, and the thing
//! that is being told of — the feed, an entry, a source, a picture.
//!
//! It never fails. An end tag that fits nothing is passed over; one that fits an outer element closes what is open in
//! it; what is open at the end of the input is closed there.

mod content;
mod context;
mod draft;
mod end;
mod metadata;
mod namespaces;
mod root;
mod start;

use std::sync::Arc;

use crate::bytes::{Controls, clean};
use crate::html::Base;
use crate::warning::Warnings;
use crate::xml::{Attributes, Entities, Token, Tokens, decode_into, offset_in, unescape};

use super::limits::{Budget, DEEPEST};
use super::model::{Entry, Feed, Kind, Parsed, Person};
use super::names::{El, Ns};
use content::Content;
use draft::Draft;
use namespaces::Bindings;

/// What became of a document.
pub(super) enum Outcome {
    /// It is a feed.
    Feed(Box<Parsed>),
    /// It is a web page.
    Page,
    /// It is neither.
    Nothing,
    /// Control characters stand in its markup: they must be taken out first.
    Unclean,
}

/// Reads XML, good or bad. Control characters in texts are taken out on the way.
/// `copied`: the text is a copy of what was given.
pub(super) fn read(text: &str, base: &Base, raw: bool, copied: bool, warnings: &mut Warnings) -> Outcome {
    Machine::new(text, base.clone(), raw, copied, warnings).run()
}

/// An open element.
struct Frame<'a> {
    /// The name with its prefix, as written.
    name: &'a str,
    el: El,
    /// Whether it stands inside content, as markup.
    inline: bool,
    /// Whether a text is gathered for it.
    gathers: bool,
    /// Whether it brought a base or a language of its own.
    scoped: bool,
    /// How many namespaces it declared.
    bindings: usize,
}

/// A text being gathered.
struct Gather<'a> {
    text: String,
    /// For elements whose text is a [`super::Text`].
    content: Option<Box<Content>>,
    /// Whether the text is of no use.
    void: bool,
    /// Attributes of the element, for those that need them at its end.
    attributes: Attributes<'a>,
}

/// Base and language in force.
#[derive(Clone)]
struct Scope {
    base: Arc<Base>,
    base_text: Option<Arc<str>>,
    language: Option<Arc<str>>,
}

/// Whose parts are being told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    Author,
    Contributor,
    Publisher,
}

struct Machine<'a, 'w> {
    text: &'a str,
    /// Where the last end tag of an entry stands, once somebody has asked; 0 where there is none.
    last_entry_end: Option<usize>,
    raw: bool,
    warnings: &'w mut Warnings,
    entities: Entities<'a>,
    budget: Budget,
    kind: Option<Kind>,
    version: &'static str,
    is_page: bool,
    in_sitemap: bool,
    /// How many elements are open whose parts are nobody's.
    opaque: usize,
    feed: Feed,
    feed_draft: Draft,
    entries: Vec<Entry>,
    entry: Option<Box<Entry>>,
    /// The room of the last entry, for the next.
    spare_entry: Option<Box<Entry>>,
    entry_draft: Draft,
    /// Whether the budget had room for the entry.
    entry_fits: bool,
    source: Option<Box<super::model::Source>>,
    source_draft: Draft,
    in_image: bool,
    in_text_input: bool,
    person: Option<(Role, Person)>,
    /// How many `media:content` and `media:group` are open.
    in_media: usize,
    /// How many of the entry's media belong to the group that is open.
    group_from: usize,
    update_period: Option<u32>,
    update_frequency: Option<u32>,
    frames: Vec<Frame<'a>>,
    gathers: Vec<Gather<'a>>,
    bindings: Bindings<'a>,
    scope: Scope,
    outer_scopes: Vec<Scope>,
    /// Elements deeper than is followed.
    too_deep: usize,
    spare: String,
}

impl<'a, 'w> Machine<'a, 'w> {
    fn new(text: &'a str, base: Base, raw: bool, copied: bool, warnings: &'w mut Warnings) -> Self {
        let base_text = base.as_str().map(Arc::from);
        Self {
            text,
            last_entry_end: None,
            raw,
            warnings,
            entities: Entities::of_document(text.len()),
            budget: Budget::new(text.len(), copied || raw),
            kind: None,
            version: "",
            is_page: false,
            in_sitemap: false,
            opaque: 0,
            feed: Feed::default(),
            feed_draft: Draft::default(),
            entries: Vec::new(),
            entry: None,
            spare_entry: None,
            entry_draft: Draft::default(),
            entry_fits: true,
            source: None,
            source_draft: Draft::default(),
            in_image: false,
            in_text_input: false,
            person: None,
            in_media: 0,
            group_from: 0,
            update_period: None,
            update_frequency: None,
            frames: Vec::with_capacity(16),
            gathers: Vec::with_capacity(8),
            bindings: Bindings::default(),
            scope: Scope { base: Arc::new(base), base_text, language: None },
            outer_scopes: Vec::new(),
            too_deep: 0,
            spare: String::new(),
        }
    }

    fn run(mut self) -> Outcome {
        let mut tokens = Tokens::new(self.text);
        let mut controls = Controls::of(self.text);
        while let Some(token) = tokens.next() {
            if controls.any_before(tokens.position()) {
                let (text, literal) = match token {
                    Token::Text(text) if !text.starts_with('<') => (text, false),
                    Token::CData(text) => (text, true),
                    _ => return Outcome::Unclean,
                };
                let start = offset_in(self.text, text).unwrap_or(usize::MAX);
                if !controls.pass(self.text, start, tokens.position()) {
                    return Outcome::Unclean;
                }
                let text = clean(text, self.warnings);
                self.text(&text, literal);
                continue;
            }
            match token {
                Token::Text(text) => self.text(text, false),
                Token::CData(text) => self.text(text, true),
                Token::Start { name, attributes, empty } => {
                    self.open(name, attributes, empty);
                    if self.is_page {
                        return Outcome::Page;
                    }
                }
                Token::End { name } => self.close_by(name, tokens.position()),
                Token::Doctype(doctype) => self.entities.read(doctype),
            }
        }
        if controls.any_before(usize::MAX) {
            return Outcome::Unclean;
        }
        self.finish(tokens.faults())
    }

    fn finish(mut self, faults: crate::xml::Faults) -> Outcome {
        let open = self.frames.len();
        while !self.frames.is_empty() {
            self.close_top();
        }
        self.end_entry();
        let Some(kind) = self.kind else { return Outcome::Nothing };
        if let Some(at) = faults.bad_markup {
            self.warnings.note("bad-xml", || format!("The markup at byte {at} is not in order."));
        }
        if faults.late_declaration {
            self.warnings.note("bad-xml", || "An XML declaration stands behind other text.".into());
        }
        if faults.truncated || open > 0 {
            self.warnings.note("truncated", || format!("The input ended with {open} elements open."));
        }
        self.settle_feed();
        Outcome::Feed(Box::new(Parsed {
            kind,
            version: self.version.into(),
            encoding: "UTF-8",
            feed: self.feed,
            entries: self.entries,
            warnings: Vec::new(),
        }))
    }

    /// Characters between tags.
    fn text(&mut self, text: &str, literal: bool) {
        if self.frames.is_empty() && !text.trim().is_empty() {
            self.warnings.note("bad-xml", || "There is text outside the outermost element.".into());
        }
        let Some(gather) = self.gathers.last_mut() else { return };
        if gather.void {
            return;
        }
        if let Some(content) = &mut gather.content
            && content.is_markup()
        {
            content.markup_text(&mut gather.text, text, literal, &self.entities);
            return;
        }
        if literal {
            gather.text.push_str(text);
        } else if decode_into(&mut gather.text, text, &self.entities) {
            self.warnings.note("bad-xml", || "There is an ampersand that starts no known reference.".into());
        }
    }

    /// A start tag.
    fn open(&mut self, name: &'a str, attributes: Attributes<'a>, empty: bool) {
        if self.frames.len() >= DEEPEST {
            if !empty {
                self.too_deep += 1;
            }
            self.warnings.note("limit", || format!("Elements nest deeper than {DEEPEST}."));
            return;
        }
        let (bindings, scoped) = if attributes.is_empty() { (0, false) } else { self.enter(attributes) };
        let (ns, local) = self.resolve(name);
        let mut frame = Frame { name, el: El::Unknown, inline: false, gathers: false, scoped, bindings };
        let el = if self.opaque > 0 { El::Unknown } else { self.element(ns, local) };
        if self.in_content() && !self.leaves_content(ns, el, attributes) {
            frame.inline = true;
            self.open_inline(name, local, ns, attributes, empty);
        } else {
            frame.el = el;
            frame.gathers = self.start(el, ns, attributes, local);
        }
        self.frames.push(frame);
        if empty {
            self.close_top();
        }
    }

    /// The element that a name stands for here.
    fn element(&self, ns: Ns, local: &str) -> El {
        let mut buffer = [0_u8; 24];
        let Some(lower) = buffer.get_mut(..local.len()) else { return El::Unknown };
        lower.copy_from_slice(local.as_bytes());
        lower.make_ascii_lowercase();
        let Ok(lower) = std::str::from_utf8(lower) else { return El::Unknown };
        if self.in_sitemap && ns == Ns::Core && lower == "url" {
            return El::Item;
        }
        // CDF has the address of an item in it at times.
        if self.kind == Some(Kind::Cdf) && ns == Ns::Core && lower == "a" {
            return El::Link;
        }
        super::names::element(ns, lower)
    }

    /// An end tag; `position` is where what follows it starts.
    fn close_by(&mut self, name: &str, position: usize) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        let Some(top) = self.frames.last() else {
            self.stray(name);
            return;
        };
        if top.name == name {
            self.close_top();
            return;
        }
        let found = self.frames.iter().rposition(|f| f.name == name || f.name.eq_ignore_ascii_case(name));
        match found {
            Some(at) if !self.is_premature(at, position) => {
                if at + 1 < self.frames.len() {
                    self.warnings.note("bad-xml", || format!("“{name}” ends while elements in it are open."));
                }
                while self.frames.len() > at {
                    self.close_top();
                }
            }
            _ => self.stray(name),
        }
    }

    /// Whether closing the frame at `at` would end an entry from outside although its own end, or more entries, follow
    /// behind `position`: then the tag is a stray one.
    fn is_premature(&mut self, at: usize, position: usize) -> bool {
        let over_entry =
            self.frames.get(at + 1..).is_some_and(|above| above.iter().any(|f| f.el == El::Item));
        if !over_entry {
            return false;
        }
        // Sought once, so that many stray ends take no longer than a few.
        let bytes = self.text.as_bytes();
        let last = *self.last_entry_end.get_or_insert_with(|| {
            [&b"</item"[..], b"</entry", b"</url>"]
                .iter()
                .filter_map(|end| memchr::memmem::rfind(bytes, end))
                .max()
                .unwrap_or(0)
        });
        last >= position
    }

    fn stray(&mut self, name: &str) {
        self.warnings.note("bad-xml", || format!("The end of “{name}” has no beginning."));
    }

    /// Closes the innermost element.
    fn close_top(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        if frame.inline {
            self.close_inline(frame.name);
        } else {
            let gather = if frame.gathers { self.gathers.pop() } else { None };
            self.end(frame.el, gather);
        }
        self.bindings.forget(frame.bindings);
        if frame.scoped
            && let Some(outer) = self.outer_scopes.pop()
        {
            self.scope = outer;
        }
    }

    /// Takes in the namespaces, the base and the language that a tag declares; says how many namespaces, and whether
    /// there was a base or a language.
    fn enter(&mut self, attributes: Attributes<'a>) -> (usize, bool) {
        let depth = self.frames.len();
        let (mut bindings, mut base, mut language) = (0, None, None);
        for attribute in attributes {
            let name = attribute.name;
            let is = |named: &str| name.eq_ignore_ascii_case(named);
            if is("xml:base") || is("base") {
                base = Some(attribute.value);
            } else if is("xml:lang") || is("lang") {
                language = Some(attribute.value);
            } else if name.starts_with("xmlns") {
                bindings += usize::from(self.bindings.declare(name, attribute.value, &self.entities, depth));
            }
        }
        if base.is_none() && language.is_none() {
            return (bindings, false);
        }
        self.outer_scopes.push(self.scope.clone());
        if let Some(base) = base {
            let inner = self.scope.base.within(&unescape(base, &self.entities));
            self.scope.base_text = inner.as_str().map(Arc::from);
            self.scope.base = Arc::new(inner);
        }
        if let Some(language) = language {
            let language = language.trim().replace('_', "-");
            self.scope.language = (!language.is_empty()).then(|| Arc::from(language));
        }
        (bindings, true)
    }
}
