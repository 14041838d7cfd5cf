//! What must be known of the whole page before a block can be judged: where its paragraphs stand together, which
//! prints repeat, where the title is, what the page's data says the body is.

use super::blocks::{Block, Blocks, place};
use super::echo::Echo;
use super::features::fl;
use super::hashed::{Map, Set};
use super::letters::{self, ascii};
use super::model::SEED;
use super::near::{Near, run};
use super::tag::Tag;
use super::tree::{Id, NONE, Tree, ix};

/// Sums over all blocks below an element.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sum {
    pub(crate) chars: f32,
    pub(crate) link_chars: f32,
    pub(crate) blocks: f32,
}

/// Sums over all blocks of one print.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Print {
    pub(crate) mass: f32,
    pub(crate) count: f32,
    pub(crate) chars: f32,
    pub(crate) link_chars: f32,
}

/// What the page's data says of it, as far as the classifier asks.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Evidence<'a> {
    pub(crate) title: Option<&'a str>,
    pub(crate) description: Option<&'a str>,
    pub(crate) body: Option<&'a str>,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Context {
    /// Words of paragraphs below each node.
    pub(crate) mass: Vec<f32>,
    pub(crate) sums: Vec<Sum>,
    pub(crate) total: f32,
    /// The smallest elements that hold half, and three quarters, of the page's paragraphs.
    pub(crate) core_half: Id,
    pub(crate) core_most: Id,
    /// The best container by readability's scores.
    pub(crate) candidate: Id,
    pub(crate) core_share: f32,
    pub(crate) prints: Map<u32, Print>,
    pub(crate) pairs: Map<(u32, u32), Print>,
    pub(crate) repeats: Vec<f32>,
    pub(crate) title: Option<usize>,
    pub(crate) title_like: Vec<f32>,
    pub(crate) first_paragraph: usize,
    pub(crate) last_paragraph: usize,
    /// 1 within the densest run of the page, falling with the distance from it.
    pub(crate) run: Vec<f32>,
    pub(crate) before: Vec<f32>,
    pub(crate) json_body: Vec<f32>,
    pub(crate) has_json_body: f32,
    pub(crate) description: Vec<f32>,
    pub(crate) para_before: Vec<usize>,
    pub(crate) para_after: Vec<usize>,
    pub(crate) lca_before: Vec<f32>,
    pub(crate) lca_after: Vec<f32>,
    pub(crate) articles: f32,
    /// Which blocks stand within the first core.
    pub(crate) in_core: Vec<bool>,
    pub(crate) echo: Echo,
    /// Which share of the core's paragraphs the declared body holds (-1: none is declared), and whether a block stands
    /// between the first and the last that it holds.
    pub(crate) json_cover: f32,
    pub(crate) json_span: Vec<f32>,
}

const APART: u32 =
    place::NAV | place::FOOTER | place::FORM | place::BUTTON | place::DIALOG | place::CAPTION | place::HIDDEN;

/// Whether a block looks like a paragraph of running text by itself.
pub(crate) fn is_paragraph(block: &Block) -> bool {
    block.words >= 12
        && u32::from(block.link_chars) * 10 < u32::from(block.chars) * 3
        && block.inherited.places & APART == 0
}

/// Words in lower case as hashes.
fn word_hashes(text: &str) -> Vec<u32> {
    let mut out = Vec::with_capacity(text.len() / 6);
    push_word_hashes(&mut out, text);
    out
}

/// Adds words in lower case as hashes.
fn push_word_hashes(out: &mut Vec<u32>, text: &str) {
    let (mut h, mut inside) = (SEED, false);
    let step = |h: u32, b: u32| (h ^ b).wrapping_mul(16_777_619);
    for c in text.chars().chain([' ']) {
        if let Ok(byte) = u8::try_from(c)
            && byte.is_ascii()
        {
            if ascii::class(byte) & (ascii::LETTER | ascii::DIGIT) != 0 {
                h = step(h, u32::from(byte.to_ascii_lowercase()));
                inside = true;
                continue;
            }
        } else if letters::is_alphanumeric(c) {
            h = c.to_lowercase().fold(h, |h, c| step(h, u32::from(c)));
            inside = true;
            continue;
        }
        if inside {
            out.push(h);
            (h, inside) = (SEED, false);
        }
    }
}

/// The words of all blocks as hashes.
pub(crate) struct Words {
    hashes: Vec<u32>,
    /// Where each block's begin, and where the last one's end.
    starts: Vec<usize>,
}

impl Words {
    fn new(blocks: &Blocks) -> Self {
        let mut out = Self {
            hashes: Vec::with_capacity(blocks.text.len() / 5),
            starts: Vec::with_capacity(blocks.list.len() + 1),
        };
        out.starts.push(0);
        for block in &blocks.list {
            push_word_hashes(&mut out.hashes, blocks.text(block));
            out.starts.push(out.hashes.len());
        }
        out
    }

    /// How many there are in all.
    pub(crate) fn total(&self) -> usize {
        self.hashes.len()
    }

    /// Each block's, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.starts.windows(2).map(|w| self.hashes.get(w[0]..w[1]).unwrap_or_default())
    }
}

pub(crate) fn shingle(words: &[u32]) -> u32 {
    words.iter().fold(SEED, |h, w| (h ^ w).wrapping_mul(16_777_619).rotate_left(5))
}

/// A known text by its runs of three words.
struct Known {
    runs: Set<u32>,
}

impl Known {
    fn new(text: &str) -> Self {
        let words = word_hashes(text);
        Self { runs: words.windows(3.min(words.len().max(1))).map(shingle).collect() }
    }

    /// Which share of `words`' runs stands in the known text.
    fn share(&self, words: &[u32]) -> f32 {
        if words.len() < 3 {
            return 0.0;
        }
        let runs = words.len() - 2;
        fl(words.windows(3).filter(|w| self.runs.contains(&shingle(w))).count()) / fl(runs)
    }
}

impl Context {
    pub(crate) fn new(tree: &Tree, blocks: &Blocks, evidence: &Evidence<'_>) -> Self {
        let n = blocks.list.len();
        let mut mass = vec![0.0_f32; tree.len()];
        let mut sums = vec![Sum::default(); tree.len()];
        let mut prints: Map<u32, Print> = Map::default();
        let mut pairs: Map<(u32, u32), Print> = Map::default();
        let mut total = 0.0;
        for block in &blocks.list {
            let own = if is_paragraph(block) {
                f32::from(block.words) * (1.0 - f32::from(block.link_chars) / f32::from(block.chars.max(1)))
            } else {
                0.0
            };
            total += own;
            for node in tree.upward(block.node) {
                mass[ix(node)] += own;
                let s = &mut sums[ix(node)];
                s.chars += f32::from(block.chars);
                s.link_chars += f32::from(block.link_chars);
                s.blocks += 1.0;
            }
            let h = &block.inherited;
            for p in [prints.entry(h.print).or_default(), pairs.entry((h.print, h.parent_print)).or_default()]
            {
                p.mass += own;
                p.count += 1.0;
                p.chars += f32::from(block.chars);
                p.link_chars += f32::from(block.link_chars);
            }
        }
        let core_half = core(tree, &mass, total * 0.5);
        let core_most = core(tree, &mass, total * 0.75);
        let candidate = candidate(tree, blocks, &sums);
        let words = Words::new(blocks);
        let (title, title_like) = titles(tree, blocks, &words, evidence.title);
        let paragraphs: Vec<usize> = (0..n).filter(|i| is_paragraph(&blocks.list[*i])).collect();
        let in_core = within(tree, blocks, core_half);
        let inside: Vec<usize> = paragraphs.iter().copied().filter(|i| in_core[*i]).collect();
        let body = evidence.body.filter(|b| b.len() > 200).map(Known::new);
        let description = evidence.description.map(Known::new);
        let share = |known: &Option<Known>| -> Vec<f32> {
            words.iter().map(|w| known.as_ref().map_or(-1.0, |k| k.share(w))).collect()
        };
        let mut seen: Map<u32, f32> = Map::default();
        let prints_of: Vec<u32> = words.iter().map(shingle).collect();
        for p in &prints_of {
            *seen.entry(*p).or_default() += 1.0;
        }
        let mut before = Vec::with_capacity(n);
        let mut sum = 0.0;
        for block in &blocks.list {
            before.push(sum);
            if is_paragraph(block) {
                sum += f32::from(block.words);
            }
        }
        let near = Near::new(tree, blocks, &paragraphs);
        let wanted = evidence.title.map(word_hashes).unwrap_or_default();
        let echo = Echo::new(blocks, &words, &in_core, &wanted);
        let json_body = share(&body);
        let held = |i: &usize| json_body[*i] > 0.8;
        let long = |ids: &mut dyn Iterator<Item = usize>| -> f32 {
            ids.map(|i| f32::from(blocks.list[i].words)).sum()
        };
        let core_words = long(&mut inside.iter().copied());
        let json_cover = if body.is_none() || core_words <= 0.0 {
            -1.0
        } else {
            long(&mut inside.iter().copied().filter(held)) / core_words
        };
        let first = paragraphs.iter().copied().find(held);
        let last = paragraphs.iter().copied().rev().find(held);
        let json_span = (0..n)
            .map(|i| match (first, last) {
                (Some(a), Some(b)) if i >= a && i <= b => 1.0,
                (Some(a), _) if i < a => -fl(a - i),
                (_, Some(b)) => -fl(i - b) - 0.5,
                _ => 0.0,
            })
            .collect();
        Self {
            in_core,
            echo,
            json_cover,
            json_span,
            core_share: if core_half == NONE || total <= 0.0 { 0.0 } else { mass[ix(core_half)] / total },
            first_paragraph: inside.first().copied().unwrap_or(0),
            last_paragraph: inside.last().copied().unwrap_or(n),
            run: run(blocks),
            json_body,
            has_json_body: f32::from(u8::from(body.is_some())),
            description: share(&description),
            repeats: prints_of.iter().map(|p| seen.get(p).copied().unwrap_or(0.0)).collect(),
            articles: fl((0..tree.len()).filter(|i| tree.tag(super::tree::id(*i)) == Tag::Article).count()),
            mass,
            sums,
            total,
            core_half,
            core_most,
            candidate,
            prints,
            pairs,
            title,
            title_like,
            before,
            para_before: near.before,
            para_after: near.after,
            lca_before: near.lca_before,
            lca_after: near.lca_after,
        }
    }
}

/// Which blocks stand within an element.
fn within(tree: &Tree, blocks: &Blocks, element: Id) -> Vec<bool> {
    let mut last = (NONE, false);
    blocks
        .list
        .iter()
        .map(|b| {
            if b.node != last.0 {
                last = (b.node, tree.upward(b.node).any(|n| n == element));
            }
            last.1
        })
        .collect()
}

/// The smallest element with at least `least` of the paragraphs' words.
fn core(tree: &Tree, mass: &[f32], least: f32) -> Id {
    if least <= 0.0 {
        return NONE;
    }
    let mut at = 0;
    loop {
        let mut child = tree.first_child(at);
        while let Some(c) = child {
            if mass[ix(c)] >= least {
                break;
            }
            child = tree.next_sibling(c);
        }
        match child {
            Some(c) => at = c,
            None => return at,
        }
    }
}

/// Readability's choice: paragraphs give points to the element around them and half to the one around that.
fn candidate(tree: &Tree, blocks: &Blocks, sums: &[Sum]) -> Id {
    let mut points: Map<Id, f32> = Map::default();
    let mut order = Vec::new();
    for block in blocks.list.iter().filter(|b| is_paragraph(b)) {
        let commas = fl(blocks.text(block).matches([',', '、', '，', '،']).count());
        let score = 1.0 + commas + (f32::from(block.chars) / 100.0).min(3.0);
        let mut part = score;
        for node in tree.ancestors(block.node).filter(|n| tree.tag(*n).is_block()).take(3) {
            if !points.contains_key(&node) {
                order.push(node);
            }
            *points.entry(node).or_insert(block.inherited.nearest) += part;
            part /= 2.0;
        }
    }
    let mut best = (NONE, 0.0);
    for node in order {
        let s = sums[ix(node)];
        let score = points.get(&node).copied().unwrap_or(0.0) * (1.0 - s.link_chars / s.chars.max(1.0));
        if score > best.1 {
            best = (node, score);
        }
    }
    best.0
}

/// Which block is the headline, and how much each looks like it.
fn titles(tree: &Tree, blocks: &Blocks, words: &Words, title: Option<&str>) -> (Option<usize>, Vec<f32>) {
    let wanted = title.map(word_hashes).unwrap_or_default();
    let set: Set<u32> = wanted.iter().copied().collect();
    let like: Vec<f32> = words
        .iter()
        .map(|w| {
            if w.is_empty() || set.is_empty() || w.len() > 60 {
                return 0.0;
            }
            let shared = fl(w.iter().filter(|x| set.contains(x)).count());
            (shared / fl(w.len())).min(shared / fl(wanted.len()).max(1.0))
        })
        .collect();
    let is_h1 = |i: usize| tree.tag(blocks.list[i].node) == Tag::H1;
    let by_text =
        (0..like.len()).filter(|i| like[*i] > 0.7).max_by_key(|i| (is_h1(*i), std::cmp::Reverse(*i)));
    (by_text.or_else(|| (0..like.len()).find(|i| is_h1(*i))), like)
}
