//! Which branch of the page a block stands on, seen from the page's core: what the names along it say, how much text
//! and how many links it holds, and whether it is one of several of a kind (a list of teasers, of comments, of cards).

use super::blocks::Blocks;
use super::context::{Context, Sum, is_paragraph};
use super::features::{Matrix, Stand, fl, kind, log, ratio, yes};
use super::model::{SEED, hash};
use super::names;
use super::tag::Tag;
use super::tree::{Id, NONE, Tree, ix};

/// Sums along the page's branches.
pub(crate) struct Branches {
    /// Pictures below each element.
    images: Vec<f32>,
    /// How many siblings, itself included, have an element's print, and how many its shape.
    alike: Vec<(f32, f32)>,
    /// Words of paragraphs in siblings of an element's print, itself included.
    alike_mass: Vec<f32>,
    /// The elements with text beside each element.
    beside: Vec<(Id, Id)>,
    /// The core and all around it.
    trunk: Vec<bool>,
    /// Words of the core's paragraphs before each block.
    core_before: Vec<f32>,
    core_total: f32,
    /// Kinds of names of the core and all around it.
    trunk_kinds: u32,
    /// The element that is called best of those that hold much of the page's paragraphs.
    pub(crate) best_called: Id,
}

/// An element must hold this share of the page's paragraphs to be the best called.
const MUCH: f32 = 0.4;

/// No element of the branch is called so.
const FAR: f32 = 12.0;

/// Elements looked at to compare siblings' shapes.
const SHAPE: usize = 8;

/// An element's kind and those of its first children.
fn shape(tree: &Tree, node: Id) -> u32 {
    let mut h = hash(SEED, tree.name(node));
    let mut child = tree.first_child(node);
    let mut left = SHAPE;
    while let Some(c) = child {
        if left == 0 {
            break;
        }
        if tree.is_element(c) {
            h = hash(h, tree.name(c));
            left -= 1;
        }
        child = tree.next_sibling(c);
    }
    h
}

impl Branches {
    pub(crate) fn new(tree: &Tree, blocks: &Blocks, c: &Context) -> Self {
        let size = tree.len();
        let mut out = Self {
            images: vec![0.0; size],
            alike: vec![(0.0, 0.0); size],
            alike_mass: vec![0.0; size],
            beside: vec![(NONE, NONE); size],
            trunk: vec![false; size],
            core_before: Vec::with_capacity(blocks.list.len()),
            core_total: 0.0,
            trunk_kinds: 0,
            best_called: NONE,
        };
        let (mut best, mut best_called) = (0.0, NONE);
        for m in blocks.media.iter().filter(|m| tree.tag(m.node) == Tag::Img) {
            for a in tree.ancestors(m.node) {
                out.images[ix(a)] += 1.0;
            }
        }
        if c.core_half == NONE {
            out.trunk[0] = true;
        } else {
            for n in tree.upward(c.core_half) {
                out.trunk[ix(n)] = true;
            }
        }
        // Each element with text once, by way of the blocks.
        let mut seen = vec![false; size];
        let mut row: Vec<(Id, u32, u32)> = Vec::new();
        for block in &blocks.list {
            for n in tree.upward(block.node) {
                if std::mem::replace(&mut seen[ix(n)], true) {
                    break;
                }
                out.compare(tree, blocks, c, n, &mut row);
                if out.trunk[ix(n)] {
                    out.trunk_kinds |= blocks.named[ix(n)].kinds;
                }
                let called = blocks.named[ix(n)].score;
                if called > best && c.mass[ix(n)] > c.total * MUCH {
                    (best, best_called) = (called, n);
                }
            }
        }
        out.best_called = best_called;
        for (i, block) in blocks.list.iter().enumerate() {
            out.core_before.push(out.core_total);
            if c.in_core[i] && is_paragraph(block) {
                out.core_total += f32::from(block.words);
            }
        }
        out
    }

    /// Compares the children of `parent` that hold text.
    fn compare(
        &mut self,
        tree: &Tree,
        blocks: &Blocks,
        c: &Context,
        parent: Id,
        row: &mut Vec<(Id, u32, u32)>,
    ) {
        row.clear();
        let mut child = tree.first_child(parent);
        while let Some(n) = child {
            if c.sums[ix(n)].blocks > 0.0 {
                row.push((n, blocks.named[ix(n)].print, 0));
            }
            child = tree.next_sibling(n);
        }
        // Most elements are alone.
        if let [(n, ..)] = row[..] {
            self.alike[ix(n)] = (1.0, 1.0);
            self.alike_mass[ix(n)] = c.mass[ix(n)];
            return;
        }
        for r in row.iter_mut() {
            r.2 = shape(tree, r.0);
        }
        for pair in row.windows(2) {
            self.beside[ix(pair[0].0)].1 = pair[1].0;
            self.beside[ix(pair[1].0)].0 = pair[0].0;
        }
        row.sort_unstable_by_key(|r| (r.1, r.0));
        for group in row.chunk_by(|a, b| a.1 == b.1) {
            let mass: f32 = group.iter().map(|g| c.mass[ix(g.0)]).sum();
            for g in group {
                self.alike[ix(g.0)].0 = fl(group.len());
                self.alike_mass[ix(g.0)] = mass;
            }
        }
        row.sort_unstable_by_key(|r| (r.2, r.0));
        for group in row.chunk_by(|a, b| a.2 == b.2) {
            for g in group {
                self.alike[ix(g.0)].1 = fl(group.len());
            }
        }
    }

    /// A block's features.
    pub(crate) fn put(
        &self,
        m: &mut Matrix,
        tree: &Tree,
        blocks: &Blocks,
        c: &Context,
        stand: &Stand<'_>,
        i: usize,
    ) {
        let total = c.total.max(1.0);
        let chain = || stand.chain.iter().copied();
        let mut above = chain().skip(1);
        for name in ["name_1", "name_2", "name_3"] {
            m.put(name, above.next().map_or(0.0, |n| blocks.named[ix(n)].score));
        }
        let (mut least, mut greatest, mut sum, mut length) = (0.0_f32, 0.0_f32, 0.0_f32, 0.0_f32);
        let mut root = NONE;
        let mut called = [FAR; names::COUNT];
        // The element of the branch that has most of its kind beside it and holds more than one text.
        let (mut most, mut item, mut item_up) = (1.0_f32, NONE, -1.0_f32);
        for n in chain() {
            if self.trunk[ix(n)] {
                break;
            }
            let score = blocks.named[ix(n)].score;
            (least, greatest, sum) = (least.min(score), greatest.max(score), sum + score);
            let count = self.alike[ix(n)].0;
            if c.sums[ix(n)].blocks >= 2.0 && count > most {
                (most, item, item_up) = (count, n, length);
            }
            let kinds = blocks.named[ix(n)].kinds;
            for (kind, up) in called.iter_mut().enumerate() {
                if kinds & (1 << kind) != 0 && *up == FAR {
                    *up = length;
                }
            }
            length += 1.0;
            root = n;
        }
        for (kind, up) in called.into_iter().enumerate() {
            m.put(names::feature(kind), up);
        }
        m.put("trunk_comment", yes(self.trunk_kinds & names::COMMENT != 0));
        m.put("trunk_body", yes(self.trunk_kinds & names::BODY != 0));
        if let Some(s) = stand.steps.last() {
            m.put("core_d", if s.inside { s.up } else { -s.down });
            m.put("up_d", s.up);
        }
        m.put("branch_least", least);
        m.put("branch_greatest", greatest);
        m.put("branch_sum", sum);
        m.put("branch_length", length);
        let at = |n: Id| if n == NONE { Sum::default() } else { c.sums[ix(n)] };
        let mass = |n: Id| if n == NONE { 0.0 } else { c.mass[ix(n)] };
        let s = at(root);
        let (alike, beside, alike_mass) = if root == NONE {
            ((0.0, 0.0), (NONE, NONE), 0.0)
        } else {
            (self.alike[ix(root)], self.beside[ix(root)], self.alike_mass[ix(root)])
        };
        m.put("root_mass", if root == NONE { -1.0 } else { mass(root) / total });
        m.put("root_density", ratio(s.link_chars, s.chars));
        m.put("root_text", log(s.chars));
        m.put("root_blocks", log(s.blocks));
        m.put("root_name", if root == NONE { 0.0 } else { blocks.named[ix(root)].score });
        m.put("root_kind", if root == NONE { -1.0 } else { kind(tree.tag(root)) });
        m.put("root_alike", alike.0);
        m.put("root_shapes", alike.1);
        m.put("root_alike_mass", alike_mass / total);
        for (names, n) in [
            (["root_before_mass", "root_before_density"], beside.0),
            (["root_after_mass", "root_after_density"], beside.1),
        ] {
            m.put(names[0], if n == NONE { -1.0 } else { mass(n) / total });
            m.put(names[1], ratio(at(n).link_chars, at(n).chars));
        }
        let mut up = chain();
        for (print, form) in [("alike_0", "shapes_0"), ("alike_1", "shapes_1"), ("alike_2", "shapes_2")] {
            let counts = up.next().map_or((0.0, 0.0), |n| self.alike[ix(n)]);
            m.put(print, counts.0);
            m.put(form, counts.1);
        }
        let s = at(item);
        m.put("item_count", most);
        m.put("item_up", item_up);
        m.put("item_blocks", s.blocks);
        m.put("item_text", log(s.chars));
        m.put("item_density", ratio(s.link_chars, s.chars));
        m.put("item_images", if item == NONE { 0.0 } else { self.images[ix(item)] });
        // The nearest element around it that holds a picture: a caption's is small.
        let pictured = chain().enumerate().take(5).find(|(_, n)| self.images[ix(*n)] > 0.0);
        let s = pictured.map_or(Sum::default(), |p| c.sums[ix(p.1)]);
        m.put("picture_up", pictured.map_or(9.0, |p| fl(p.0)));
        m.put("picture_text", log(s.chars));
        m.put("picture_blocks", log(s.blocks));
        m.put("core_before", ratio(self.core_before[i], self.core_total));
        m.put("core_after", ratio(self.core_total - self.core_before[i], self.core_total));
    }
}
