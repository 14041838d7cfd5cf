//! What the classifier is told of each block.
//!
//! Every number here says something of form, place or company, never of a host: so that it carries over to pages of
//! publishers that were not learned from.

use super::blocks::{Block, Blocks, place};
use super::branch::Branches;
use super::company::{Trail, Window, neighbours};
use super::context::{Context, is_paragraph};
use super::form::form;
use super::model::{Model, Pair, Said};
use super::tag::Tag;
use super::tree::{Id, NONE, Tree, ix};

/// Features by column: `columns[f][block]`.
#[derive(Default)]
pub(crate) struct Matrix {
    pub(crate) columns: Vec<Vec<f32>>,
    pub(crate) names: Vec<&'static str>,
    /// The last rows, [`ROWS`] cells of each feature after another, until they are put into the columns: what is
    /// written at a time lies close together.
    cells: Vec<f32>,
    /// How many rows wait there, and where the next cell of the row that is being written stands.
    waiting: usize,
    next: usize,
    named: bool,
}

/// So many rows are put into the columns at once.
const ROWS: usize = 16;

impl Matrix {
    #[inline]
    pub(crate) fn put(&mut self, name: &'static str, value: f32) {
        if !self.named {
            self.names.push(name);
            self.cells.resize(self.names.len() * ROWS, 0.0);
        }
        if let Some(cell) = self.cells.get_mut(self.next) {
            *cell = value;
        }
        self.next += ROWS;
    }

    /// Ends a row; `rows` will there be in all.
    pub(crate) fn end_row(&mut self, rows: usize) {
        if !self.named {
            self.named = true;
            self.columns = self.names.iter().map(|_| Vec::with_capacity(rows)).collect();
        }
        self.waiting += 1;
        if self.waiting == ROWS {
            self.finish();
        }
        self.next = self.waiting;
    }

    /// Puts the rows that wait into the columns.
    pub(crate) fn finish(&mut self) {
        for (column, cells) in self.columns.iter_mut().zip(self.cells.as_chunks::<ROWS>().0) {
            match cells.get(..self.waiting) {
                Some(cells) if self.waiting < ROWS => column.extend_from_slice(cells),
                _ => column.extend_from_slice(cells),
            }
        }
        self.waiting = 0;
    }
}

#[inline]
pub(crate) fn fl(n: usize) -> f32 {
    f32::from(u16::try_from(n).unwrap_or(u16::MAX))
}

#[inline]
pub(crate) fn yes(b: bool) -> f32 {
    f32::from(u8::from(b))
}

#[inline]
pub(crate) fn log(n: f32) -> f32 {
    (n + 1.0).log2()
}

pub(crate) fn ratio(a: f32, b: f32) -> f32 {
    if b > 0.0 { a / b } else { 0.0 }
}

/// Elements by kind of text, as a number in rough order of likelihood.
pub(crate) fn kind(tag: Tag) -> f32 {
    match tag {
        Tag::P => 0.0,
        Tag::Blockquote => 1.0,
        Tag::Pre => 2.0,
        Tag::H2 => 3.0,
        Tag::H3 => 4.0,
        Tag::H4 | Tag::H5 | Tag::H6 => 5.0,
        Tag::H1 => 6.0,
        Tag::Li => 7.0,
        Tag::Dt | Tag::Dd => 8.0,
        Tag::Td | Tag::Th => 9.0,
        Tag::Figcaption | Tag::Caption => 10.0,
        Tag::Section | Tag::Article | Tag::Main => 11.0,
        Tag::Div | Tag::Center => 12.0,
        Tag::Custom => 13.0,
        Tag::Button | Tag::Summary => 14.0,
        Tag::Nav | Tag::Header | Tag::Footer | Tag::Aside => 15.0,
        Tag::Form | Tag::Fieldset | Tag::Legend => 16.0,
        _ => 17.0,
    }
}

/// What of a block its neighbours look at too.
pub(crate) struct Basic {
    pub(crate) words: f32,
    pub(crate) density: f32,
    pub(crate) kind: f32,
    pub(crate) said: Said,
}

/// All features of all blocks.
pub(crate) fn all(tree: &Tree, blocks: &Blocks, context: &Context, model: &Model) -> Matrix {
    let count = blocks.list.len();
    let mut buffer = Pair::default();
    let basics: Vec<Basic> = blocks
        .list
        .iter()
        .map(|b| Basic {
            words: log(f32::from(b.words)),
            density: ratio(f32::from(b.link_chars), f32::from(b.chars)),
            kind: kind(tree.tag(b.node)),
            said: model.said(blocks.text(b), b.words > super::model::SHORT, &mut buffer),
        })
        .collect();
    let mut m = Matrix::default();
    let mut trail = Trail::default();
    let branches = Branches::new(tree, blocks, context);
    let window = Window::new(blocks);
    let cores = [context.core_half, context.core_most, context.candidate, branches.best_called];
    let ways = Ways::new(tree, cores);
    let mut family = Family::default();
    let mut chain: Vec<Id> = Vec::new();
    for (i, block) in blocks.list.iter().enumerate() {
        chain.clear();
        chain.extend(tree.upward(block.node).filter(|n| *n == 0 || tree.tag(*n).is_block()));
        let stand = Stand { chain: &chain, steps: ways.steps(tree, block.node) };
        own(&mut m, tree, blocks, block, &basics[i], &mut family);
        around(&mut m, blocks, context, &stand, i);
        neighbours(&mut m, blocks, &basics, i);
        window.put(&mut m, &basics, i);
        branches.put(&mut m, tree, blocks, context, &stand, i);
        context.echo.put(&mut m, i);
        trail.put(&mut m, tree, context, block, &basics[i], i);
        m.end_row(count);
    }
    m.finish();
    m
}

fn own(m: &mut Matrix, tree: &Tree, blocks: &Blocks, block: &Block, basic: &Basic, family: &mut Family) {
    let text = blocks.text(block);
    let f = form(text);
    m.put("words", basic.words);
    m.put("chars", log(f32::from(block.chars)));
    m.put("kind", basic.kind);
    m.put("link_density", basic.density);
    m.put("links", f32::from(block.links));
    m.put("strong", ratio(f32::from(block.strong_chars), f32::from(block.chars)));
    m.put("italic", ratio(f32::from(block.italic_chars), f32::from(block.chars)));
    m.put("images_before", f32::from(block.images_before));
    m.put("embeds_before", f32::from(block.embeds_before));
    m.put("rule_before", yes(block.rule_before));
    m.put("upper", ratio(f.upper, f.chars));
    m.put("digits", ratio(f.digits, f.chars));
    m.put("commas", ratio(f.commas, f.words));
    m.put("stops", f.stops);
    m.put("stops_per_word", ratio(f.stops, f.words));
    m.put("quotes", f.quotes);
    m.put("symbols", ratio(f.symbols, f.words));
    m.put("short_words", ratio(f.short_words, f.words));
    m.put("capital_words", ratio(f.capital_words, f.words));
    m.put("word_length", ratio(f.chars, f.words));
    m.put("newlines", f.newlines);
    m.put("first", f.first);
    m.put("last", f.last);
    m.put("said_sum", basic.said.sum);
    m.put("said_least", basic.said.least);
    m.put("said_greatest", basic.said.greatest);
    m.put("said_mean", ratio(basic.said.sum, basic.said.known));
    let h = &block.inherited;
    m.put("depth", f32::from(h.depth));
    m.put("names_sum", h.sum);
    m.put("names_least", h.least);
    m.put("names_greatest", h.greatest);
    m.put("names_nearest", h.nearest);
    m.put("names_own", h.own);
    for bit in 0..place::COUNT {
        m.put("place", yes(h.places & (1 << bit) != 0));
    }
    let (same, siblings) = family.of(tree, block.node);
    m.put("siblings", siblings);
    m.put("same_siblings", ratio(same, siblings));
}

fn around(m: &mut Matrix, blocks: &Blocks, c: &Context, stand: &Stand<'_>, i: usize) {
    let block = &blocks.list[i];
    let total = c.total.max(1.0);
    let parents = stand.chain.strip_prefix(&[block.node]).unwrap_or(stand.chain);
    m.put("mass_0", ratio(c.mass[ix(block.node)], total));
    let mut above = parents.iter();
    for name in ["mass_1", "mass_2", "mass_3"] {
        m.put(name, above.next().map_or(1.0, |n| ratio(c.mass[ix(*n)], total)));
    }
    let mut above = parents.iter();
    for (a, b, d) in [
        ("density_1", "blocks_1", "text_1"),
        ("density_2", "blocks_2", "text_2"),
        ("density_3", "blocks_3", "text_3"),
    ] {
        let s = above.next().map_or(super::context::Sum::default(), |n| c.sums[ix(*n)]);
        m.put(a, ratio(s.link_chars, s.chars));
        m.put(b, log(s.blocks));
        m.put(d, log(s.chars));
    }
    for ((inside, up), s) in
        [("core_a", "up_a"), ("core_b", "up_b"), ("core_c", "up_c")].into_iter().zip(&stand.steps)
    {
        m.put(inside, if s.inside { s.up } else { -s.down });
        m.put(up, s.up);
    }
    let own = c.prints.get(&block.inherited.print).copied().unwrap_or_default();
    m.put("print_mass", ratio(own.mass, total));
    m.put("print_count", log(own.count));
    m.put("print_density", ratio(own.link_chars, own.chars));
    m.put("print_words", log(ratio(own.chars, own.count)));
    let pair =
        c.pairs.get(&(block.inherited.print, block.inherited.parent_print)).copied().unwrap_or_default();
    m.put("pair_mass", ratio(pair.mass, total));
    m.put("pair_count", log(pair.count));
    m.put("pair_density", ratio(pair.link_chars, pair.chars));
    m.put("repeats", c.repeats[i]);
    let n = fl(blocks.list.len()).max(1.0);
    m.put("place_in_page", fl(i) / n);
    m.put("page_blocks", log(n));
    m.put("page_mass", log(c.total));
    m.put("from_title", fl(i).min(4000.0) - c.title.map_or(-1.0, fl));
    m.put("has_title", yes(c.title.is_some()));
    m.put("is_title", c.title_like[i]);
    m.put("from_first", fl(i) - fl(c.first_paragraph));
    m.put("from_last", fl(i) - fl(c.last_paragraph));
    m.put("run", c.run[i]);
    m.put("mass_before", ratio(c.before[i], total));
    m.put("json_body", c.json_body[i]);
    m.put("has_json_body", c.has_json_body);
    m.put("json_cover", c.json_cover);
    m.put("json_span", c.json_span[i]);
    m.put("in_description", c.description[i]);
    m.put("para_before", fl(c.para_before[i]));
    m.put("para_after", fl(c.para_after[i]));
    m.put("lca_before", c.lca_before[i]);
    m.put("lca_after", c.lca_after[i]);
    m.put("is_para", yes(is_paragraph(block)));
    m.put("core_share", c.core_share);
    m.put("articles", c.articles);
}

/// Where a block stands in the tree.
pub(crate) struct Stand<'a> {
    /// The block-level elements around it, nearest first, itself included.
    pub(crate) chain: &'a [Id],
    /// The way to each core.
    pub(crate) steps: [Steps; WAYS],
}

/// The ways from some elements up to the root, by node, so that another's way to them is soon found.
struct Ways {
    cores: [Id; WAYS],
    /// How far above each element a node stands; [`OFF`] where it is not on the element's way.
    above: Vec<[u16; WAYS]>,
}

/// How many elements' ways are looked at: the three cores and the best called element.
const WAYS: usize = 4;
/// Off the way.
const OFF: u16 = u16::MAX;

/// How far up from a block the first ancestor stands that is an element or contains it; whether that is the element
/// itself; and how far below it the element stands.
#[derive(Clone, Copy)]
pub(crate) struct Steps {
    pub(crate) up: f32,
    pub(crate) inside: bool,
    pub(crate) down: f32,
}

impl Ways {
    fn new(tree: &Tree, cores: [Id; WAYS]) -> Self {
        let mut above = vec![[OFF; WAYS]; tree.len()];
        for (way, core) in cores.iter().enumerate().filter(|(_, core)| **core != NONE) {
            for (n, node) in tree.upward(*core).enumerate() {
                above[ix(node)][way] = u16::try_from(n).unwrap_or(OFF);
            }
        }
        Self { cores, above }
    }

    fn steps(&self, tree: &Tree, node: Id) -> [Steps; WAYS] {
        let mut out = self.cores.map(|_| Steps { up: -1.0, inside: false, down: 0.0 });
        let mut left = self.cores.map(|core| core != NONE);
        let mut up = 0.0;
        for n in tree.upward(node) {
            if !left.contains(&true) {
                return out;
            }
            for ((steps, left), down) in out.iter_mut().zip(&mut left).zip(self.above[ix(n)]) {
                if *left && down != OFF {
                    *steps = Steps { up, inside: down == 0, down: f32::from(down) };
                    *left = false;
                }
            }
            up += 1.0;
        }
        for (steps, _) in out.iter_mut().zip(left).filter(|(_, left)| *left) {
            steps.up = up;
        }
        out
    }
}

/// How many children an element's parent has, and how many of its kind: blocks that follow one another mostly have the
/// same parent.
#[derive(Default)]
struct Family {
    known: Option<(Id, Tag)>,
    same: f32,
    siblings: f32,
}

impl Family {
    fn of(&mut self, tree: &Tree, node: Id) -> (f32, f32) {
        let Some(parent) = tree.parent(node) else { return (0.0, 0.0) };
        let tag = tree.tag(node);
        if self.known == Some((parent, tag)) {
            return (self.same, self.siblings);
        }
        let (mut same, mut siblings, mut children) = (0.0_f32, 0.0_f32, 0.0_f32);
        let mut child = tree.first_child(parent);
        while let Some(c) = child {
            if siblings + children > 200.0 {
                break;
            }
            siblings += yes(tree.is_element(c));
            same += yes(tree.is_element(c) && tree.tag(c) == tag);
            children += 1.0;
            child = tree.next_sibling(c);
        }
        *self = Self { known: Some((parent, tag)), same, siblings };
        (same, siblings)
    }
}
