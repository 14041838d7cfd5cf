//! What stands before and after a block in the page's order.

use super::blocks::{Block, Blocks};
use super::context::{Context, is_paragraph};
use super::features::{Basic, Matrix, log, ratio, yes};
use super::model::Said;
use super::tree::Tree;

/// The blocks before and after a block.
pub(crate) fn neighbours(m: &mut Matrix, blocks: &Blocks, basics: &[Basic], i: usize) {
    let block = &blocks.list[i];
    let names: [[&'static str; 6]; 4] = [
        ["p2_words", "p2_density", "p2_kind", "p2_said", "p2_parent", "p2_print"],
        ["p1_words", "p1_density", "p1_kind", "p1_said", "p1_parent", "p1_print"],
        ["n1_words", "n1_density", "n1_kind", "n1_said", "n1_parent", "n1_print"],
        ["n2_words", "n2_density", "n2_kind", "n2_said", "n2_parent", "n2_print"],
    ];
    for (k, name) in names.iter().enumerate() {
        let at = match k {
            0 => i.checked_sub(2),
            1 => i.checked_sub(1),
            2 => Some(i + 1),
            _ => Some(i + 2),
        };
        let other = at.and_then(|a| Some((blocks.list.get(a)?, basics.get(a)?)));
        if let Some((b, basic)) = other {
            m.put(name[0], basic.words);
            m.put(name[1], basic.density);
            m.put(name[2], basic.kind);
            m.put(name[3], basic.said.sum);
            m.put(name[4], yes(b.inherited.parent_print == block.inherited.parent_print));
            m.put(name[5], yes(b.inherited.print == block.inherited.print));
        } else {
            for n in name {
                m.put(n, -1.0);
            }
        }
    }
}

/// What was passed on the way down to a block: the last heading, and how far back it was.
#[derive(Default)]
pub(crate) struct Trail {
    heading: Said,
    heading_level: f32,
    heading_density: f32,
    since: f32,
    words_since: f32,
    min_said: f32,
}

impl Trail {
    pub(crate) fn put(
        &mut self,
        m: &mut Matrix,
        tree: &Tree,
        context: &Context,
        block: &Block,
        basic: &Basic,
        i: usize,
    ) {
        if let Some(level) = tree.tag(block.node).heading() {
            self.heading = basic.said;
            self.heading_level = f32::from(level);
            self.heading_density = basic.density;
            self.since = 0.0;
            self.words_since = 0.0;
        }
        if context.title == Some(i) {
            self.min_said = 0.0;
        }
        self.min_said = self.min_said.min(basic.said.sum);
        m.put("heading_said", self.heading.sum);
        m.put("heading_level", self.heading_level);
        m.put("heading_density", self.heading_density);
        m.put("since_heading", self.since);
        m.put("words_since_heading", log(self.words_since));
        m.put("least_said_so_far", self.min_said);
        self.since += 1.0;
        self.words_since += f32::from(block.words);
    }
}

/// Sums over the blocks, to tell what stands within some blocks before and after one.
pub(crate) struct Window {
    /// Words of paragraphs, words of links and all words in the blocks before each.
    sums: Vec<[f32; 3]>,
}

impl Window {
    pub(crate) fn new(blocks: &Blocks) -> Self {
        let mut sums = vec![[0.0_f32; 3]];
        let mut last = [0.0_f32; 3];
        for b in &blocks.list {
            let words = f32::from(b.words);
            let linked = words * ratio(f32::from(b.link_chars), f32::from(b.chars));
            last = [
                last[0] + if is_paragraph(b) { words - linked } else { 0.0 },
                last[1] + linked,
                last[2] + words,
            ];
            sums.push(last);
        }
        Self { sums }
    }

    fn between(&self, from: usize, to: usize) -> [f32; 3] {
        let (a, b) = (self.sums[from], self.sums[to]);
        [b[0] - a[0], b[1] - a[1], b[2] - a[2]]
    }

    /// A block's features.
    pub(crate) fn put(&self, m: &mut Matrix, basics: &[Basic], i: usize) {
        let n = basics.len();
        for (reach, names) in [
            (3, ["text_before_3", "density_before_3", "text_after_3", "density_after_3"]),
            (8, ["text_before_8", "density_before_8", "text_after_8", "density_after_8"]),
        ] {
            let before = self.between(i.saturating_sub(reach), i);
            let after = self.between(i + 1, (i + 1 + reach).min(n));
            m.put(names[0], log(before[0]));
            m.put(names[1], ratio(before[1], before[2]));
            m.put(names[2], log(after[0]));
            m.put(names[3], ratio(after[1], after[2]));
        }
        let least = |from: usize, to: usize| {
            basics.get(from..to).unwrap_or_default().iter().map(|b| b.said.sum).fold(0.0_f32, f32::min)
        };
        m.put("said_before", least(i.saturating_sub(4), i));
        m.put("said_after", least(i + 1, (i + 5).min(n)));
    }
}
