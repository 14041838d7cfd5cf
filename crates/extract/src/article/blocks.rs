//! A page as a row of blocks: runs of text that stand apart on the screen.
//!
//! A block is the text between two block-level boundaries (or two line breaks in a row). Every text node belongs to
//! exactly one block, so that choosing blocks is choosing text.

use super::hashed::Map;
use super::model::{Buffer, Seen, Tokens};
pub(super) use super::place;
use super::tag::Tag;
use super::tree::{Id, Tree, ix};
use super::words;

/// What an element hands down to all below it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Inherited {
    pub(crate) places: u32,
    pub(crate) depth: u16,
    /// Log-odds of the class and id words of the ancestors: sum, least, greatest, nearest, own.
    pub(crate) sum: f32,
    pub(crate) least: f32,
    pub(crate) greatest: f32,
    pub(crate) nearest: f32,
    pub(crate) own: f32,
    /// Prints of the block's element and of its parent: tag and class.
    pub(crate) print: u32,
    pub(crate) parent_print: u32,
}

/// One run of text.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// The nearest block-level element around the text.
    pub(crate) node: Id,
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) words: u16,
    pub(crate) chars: u16,
    pub(crate) link_chars: u16,
    pub(crate) links: u16,
    pub(crate) strong_chars: u16,
    pub(crate) italic_chars: u16,
    pub(crate) images_before: u16,
    pub(crate) embeds_before: u16,
    pub(crate) rule_before: bool,
    pub(crate) inherited: Inherited,
    /// Its text nodes and line breaks, in order: a range of [`Blocks::runs`].
    pub(crate) run: (usize, usize),
}

/// All blocks of a page.
pub(crate) struct Blocks {
    pub(crate) list: Vec<Block>,
    pub(crate) text: String,
    /// Text nodes and line breaks of all blocks, in order.
    pub(crate) runs: Vec<Id>,
    /// Pictures, players and frames: the element, where it stands, and the block that follows it.
    pub(crate) media: Vec<Medium>,
    /// What the names of each element say, by node (nothing for text and most inline elements).
    pub(crate) named: Vec<Named>,
}

/// What an element's names say, and its print.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Named {
    pub(crate) score: f32,
    pub(crate) print: u32,
    /// See [`super::names::kinds`].
    pub(crate) kinds: u32,
}

/// A picture, player or frame.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Medium {
    pub(crate) node: Id,
    pub(crate) places: u32,
    pub(crate) before: usize,
}

impl Blocks {
    /// A block's text, white space folded; line breaks are `\n`.
    pub(crate) fn text(&self, block: &Block) -> &str {
        self.text.get(block.from..block.to).unwrap_or_default()
    }
}

/// Past this many blocks the rest of the page is left.
const MAX_BLOCKS: usize = 20_000;

/// Cuts a page into blocks.
pub(crate) fn cut(tree: &Tree, tokens: &Tokens) -> Blocks {
    let mut cutter = Cutter {
        tree,
        tokens,
        out: Blocks {
            list: Vec::with_capacity(512),
            text: String::with_capacity(16 << 10),
            runs: Vec::with_capacity(tree.len() / 2),
            media: Vec::new(),
            named: vec![Named::default(); tree.len()],
        },
        stack: vec![Level { node: 0, block: 0, inherited: Inherited { least: 0.0, ..Inherited::default() } }],
        from: 0,
        link_chars: 0,
        links: 0,
        strong_chars: 0,
        italic_chars: 0,
        chars: 0,
        in_link: 0,
        in_strong: 0,
        in_italic: 0,
        breaks: 0,
        pending: Vec::new(),
        images: 0,
        embeds: 0,
        rule: false,
        known: Map::default(),
        buffer: Buffer::default(),
    };
    cutter.walk();
    cutter.out
}

struct Level {
    node: Id,
    /// The nearest block-level element, itself included.
    block: Id,
    inherited: Inherited,
}

struct Cutter<'t> {
    tree: &'t Tree,
    tokens: &'t Tokens,
    out: Blocks,
    stack: Vec<Level>,
    from: usize,
    link_chars: u32,
    links: u16,
    strong_chars: u32,
    italic_chars: u32,
    chars: u32,
    in_link: u32,
    in_strong: u32,
    in_italic: u32,
    breaks: u32,
    pending: Vec<Id>,
    images: u16,
    embeds: u16,
    rule: bool,
    /// What names that were met say.
    known: Map<u64, Seen>,
    buffer: Buffer,
}

fn small(n: u32) -> u16 {
    u16::try_from(n).unwrap_or(u16::MAX)
}

impl Cutter<'_> {
    fn walk(&mut self) {
        let mut node = 0;
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
                let Some(parent) = self.tree.parent(node) else {
                    self.flush();
                    return;
                };
                node = parent;
                self.leave(node);
            }
            if self.out.list.len() >= MAX_BLOCKS {
                self.flush();
                return;
            }
        }
    }

    /// Whether to go on below the node.
    fn enter(&mut self, node: Id) -> bool {
        if let Some(text) = self.tree.text(node) {
            self.text(node, text);
            return false;
        }
        if !self.tree.is_element(node) {
            return false;
        }
        let tag = self.tree.tag(node);
        match tag {
            Tag::Br => {
                self.pending.push(node);
                self.line_break();
                return false;
            }
            Tag::Hr => {
                self.flush();
                self.rule = true;
                return false;
            }
            Tag::Img => {
                self.images = self.images.saturating_add(1);
                self.medium(node);
            }
            Tag::Iframe | Tag::Video | Tag::Audio | Tag::Embed | Tag::Object => {
                self.flush();
                self.embeds = self.embeds.saturating_add(1);
                self.medium(node);
            }
            _ => {}
        }
        if tag.is_silent() {
            return false;
        }
        let block = self.is_block(node, tag);
        if block {
            self.flush();
        }
        if node != 0 {
            let level = self.level(node, tag, block);
            self.stack.push(level);
        }
        match tag {
            Tag::A => {
                self.in_link += 1;
                self.links = self.links.saturating_add(1);
            }
            Tag::B | Tag::Strong => self.in_strong += 1,
            Tag::I | Tag::Em => self.in_italic += 1,
            _ => {}
        }
        true
    }

    fn medium(&mut self, node: Id) {
        let places = self.stack.last().map_or(0, |l| l.inherited.places);
        if self.out.media.len() < MAX_BLOCKS {
            // A picture within a text stands after what was written so far.
            let before = self.out.list.len() + usize::from(self.out.text.len() > self.from);
            self.out.media.push(Medium { node, places, before });
        }
    }

    fn leave(&mut self, node: Id) {
        if node == 0 || self.stack.last().is_none_or(|l| l.node != node) {
            return;
        }
        let tag = self.tree.tag(node);
        match tag {
            Tag::A => self.in_link = self.in_link.saturating_sub(1),
            Tag::B | Tag::Strong => self.in_strong = self.in_strong.saturating_sub(1),
            Tag::I | Tag::Em => self.in_italic = self.in_italic.saturating_sub(1),
            _ => {}
        }
        if self.stack.last().is_some_and(|l| l.block == node) {
            self.flush();
        }
        self.stack.pop();
    }

    /// A custom element is a block, except within a paragraph's text.
    fn is_block(&self, node: Id, tag: Tag) -> bool {
        if tag == Tag::Custom {
            return !self
                .tree
                .parent(node)
                .is_some_and(|p| matches!(self.tree.tag(p), Tag::P | Tag::Span | Tag::A));
        }
        tag.is_block()
    }

    fn level(&mut self, node: Id, tag: Tag, block: bool) -> Level {
        let (above, above_block) =
            self.stack.last().map_or((Inherited::default(), 0), |l| (l.inherited, l.block));
        let mut inherited = above;
        inherited.places |= place::of(self.tree, node, tag, above.places);
        if block || tag == Tag::Span || tag == Tag::A {
            let seen = self.tokens.element(self.tree, node, &mut self.known, &mut self.buffer);
            self.out.named[ix(node)] =
                Named { score: seen.score.unwrap_or(0.0), print: seen.print, kinds: seen.kinds };
            if block {
                inherited.depth = above.depth.saturating_add(1);
                inherited.parent_print = above.print;
                inherited.print = seen.print;
                inherited.own = seen.score.unwrap_or(0.0);
            }
            if let Some(score) = seen.score {
                inherited.sum = (above.sum + score).clamp(-20.0, 20.0);
                inherited.least = above.least.min(score);
                inherited.greatest = above.greatest.max(score);
                inherited.nearest = score;
            }
        }
        Level { node, block: if block { node } else { above_block }, inherited }
    }

    fn text(&mut self, node: Id, text: &str) {
        let before = self.out.text.len();
        // A block starts without white space; what ended the block before it is its own.
        let above = self.stack.last().map_or(0, |l| l.inherited.places);
        if above & place::PRE != 0 {
            self.out.text.push_str(if before == self.from {
                text.trim_start_matches(['\n', '\r'])
            } else {
                text
            });
        } else if before == self.from {
            words::push_folded(&mut self.out.text, text.trim_start());
        } else {
            words::push_folded(&mut self.out.text, text);
        }
        let grown = self.out.text.get(before..).unwrap_or_default();
        let added = u32::try_from(grown.trim().chars().count()).unwrap_or(u32::MAX);
        self.pending.push(node);
        if added == 0 {
            return;
        }
        self.breaks = 0;
        self.chars = self.chars.saturating_add(added);
        if self.in_link > 0 {
            self.link_chars = self.link_chars.saturating_add(added);
        }
        if self.in_strong > 0 {
            self.strong_chars = self.strong_chars.saturating_add(added);
        }
        if self.in_italic > 0 {
            self.italic_chars = self.italic_chars.saturating_add(added);
        }
    }

    fn line_break(&mut self) {
        self.breaks += 1;
        if self.breaks >= 2 {
            self.flush();
        } else if self.out.text.len() > self.from {
            while self.out.text.ends_with(' ') {
                self.out.text.pop();
            }
            self.out.text.push('\n');
        }
    }

    fn flush(&mut self) {
        while self.out.text.len() > self.from && self.out.text.ends_with([' ', '\n']) {
            self.out.text.pop();
        }
        let to = self.out.text.len();
        self.breaks = 0;
        if to > self.from {
            let (inherited, node) =
                self.stack.last().map_or((Inherited::default(), 0), |l| (l.inherited, l.block));
            let first = self.out.runs.len();
            self.out.runs.append(&mut self.pending);
            let run = (first, self.out.runs.len());
            let text = self.out.text.get(self.from..to).unwrap_or_default();
            let count = words::count(text);
            self.out.list.push(Block {
                node,
                from: self.from,
                to,
                words: small(count),
                chars: small(self.chars),
                link_chars: small(self.link_chars),
                links: self.links,
                strong_chars: small(self.strong_chars),
                italic_chars: small(self.italic_chars),
                images_before: self.images,
                embeds_before: self.embeds,
                rule_before: self.rule,
                inherited,
                run,
            });
            self.out.text.push('\n');
            self.from = self.out.text.len();
            (self.images, self.embeds, self.rule) = (0, 0, false);
        }
        self.pending.clear();
        (self.chars, self.link_chars, self.strong_chars, self.italic_chars) = (0, 0, 0, 0);
        self.links = u16::from(self.in_link > 0);
    }
}
