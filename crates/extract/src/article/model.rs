//! What was learned offline: how class names and short texts speak for or against a block, and the boosted trees
//! that weigh all features of a block. Trained by `crates/extract/train`; the file is described there.

use html5ever::LocalName;

use super::forest::Forest;
use super::hashed::Map;
use super::letters::{self, ascii};
use super::names;
use super::tag::Tag;
use super::tree::{Id, Tree};

/// Scores by the hash of a word, in an open table.
#[derive(Debug, Default, Clone)]
pub(crate) struct Table {
    slots: Vec<(u32, f32)>,
    /// A bit for each upper half of a hash that stands in a slot: most words stand in none, and this much smaller table
    /// tells.
    halves: Vec<u64>,
}

/// Where the bit of a hash stands.
#[inline]
fn half(hash: u32) -> (usize, u64) {
    (super::tree::ix(hash >> 22), 1 << (hash >> 16 & 63))
}

impl Table {
    fn with(entries: &[(u32, f32)]) -> Self {
        if entries.is_empty() {
            return Self::default();
        }
        let size = (entries.len() * 3).next_power_of_two();
        let mut table = Self { slots: vec![(0, 0.0); size], halves: vec![0; 1 << 10] };
        for (hash, score) in entries {
            let (at, bit) = half(*hash);
            table.halves[at] |= bit;
            let mut at = super::tree::ix(*hash) & (size - 1);
            while table.slots[at].0 != 0 {
                at = (at + 1) & (size - 1);
            }
            table.slots[at] = (*hash, *score);
        }
        table
    }

    #[inline]
    fn get(&self, hash: u32) -> Option<f32> {
        let (at, bit) = half(hash);
        if self.halves.get(at).is_none_or(|h| h & bit == 0) {
            return None;
        }
        let mask = self.slots.len() - 1;
        let mut at = super::tree::ix(hash) & mask;
        loop {
            let (slot, score) = self.slots[at];
            if slot == hash {
                return Some(score);
            }
            if slot == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }
}

/// FNV-1a, never 0 (<http://www.isthe.com/chongo/tech/comp/fnv/>).
#[inline]
pub(crate) fn hash(start: u32, text: &str) -> u32 {
    text.bytes().fold(start, step).max(1)
}

#[inline]
fn step(h: u32, byte: u8) -> u32 {
    (h ^ u32::from(byte)).wrapping_mul(16_777_619)
}

/// Two hashes of one text, each from its own start, in the time of one.
#[inline]
fn both(starts: (u32, u32), text: &str) -> (u32, u32) {
    text.bytes().fold(starts, |h, b| (step(h.0, b), step(h.1, b)))
}

/// Where hashes start.
pub(crate) const SEED: u32 = 2_166_136_261;

/// The class and id words.
#[derive(Debug, Default, Clone)]
pub(crate) struct Tokens {
    table: Table,
}

/// For reuse from element to element.
#[derive(Debug, Default)]
pub(crate) struct Buffer {
    words: Pair,
    plain: Vec<u8>,
}

/// A word and the one before it: for reuse from text to text.
#[derive(Debug, Default)]
pub(crate) struct Pair {
    last: String,
    word: String,
}

/// What is looked up: a word, or two with what stands before and between them.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Term<'a> {
    One(&'a str),
    Two(&'static str, &'a str, char, &'a str),
}

impl std::fmt::Display for Term<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::One(word) => f.write_str(word),
            Self::Two(mark, first, between, second) => write!(f, "{mark}{first}{between}{second}"),
        }
    }
}

/// What an element's names say.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Seen {
    pub(crate) score: Option<f32>,
    /// Of its kind and class.
    pub(crate) print: u32,
    /// See [`names::kinds`].
    pub(crate) kinds: u32,
}

impl Tokens {
    /// What an element's class, id and other names say. Elements called alike are looked at once: `known` keeps what was
    /// found, and `buffer` is for reuse.
    pub(crate) fn element(
        &self,
        tree: &Tree,
        node: Id,
        known: &mut Map<u64, Seen>,
        buffer: &mut Buffer,
    ) -> Seen {
        let mut print = wide_hash(WIDE_SEED, tree.name(node));
        let mut key = WIDE_SEED;
        for (name, value) in tree.attrs(node) {
            if &**name == "class" {
                print = wide_hash(print, value);
            }
            if is_naming(name) {
                key = wide_hash(key, value);
            }
        }
        let print = u32::try_from(print >> 32).unwrap_or(0).max(1);
        if key == WIDE_SEED {
            return Seen { print, ..Seen::default() };
        }
        let seen = known.entry(key).or_insert_with(|| {
            let (mut sum, mut any) = (0.0_f32, false);
            for (_, value) in tree.attrs(node).filter(|(name, _)| is_naming(name)) {
                name_words(value, &mut buffer.words, |h, _| {
                    if let Some(score) = self.table.get(h) {
                        sum += score;
                        any = true;
                    }
                });
            }
            let score = any.then_some(sum.clamp(-6.0, 6.0));
            Seen { score, print: 0, kinds: names::kinds(tree, node, &mut buffer.plain) }
        });
        Seen { print, ..*seen }
    }
}

/// A 64-bit hash by eight bytes at a time, each multiplied and folded (as in FNV, but for speed).
fn wide_hash(start: u64, text: &str) -> u64 {
    let mut h = start ^ u64::try_from(text.len()).unwrap_or(u64::MAX);
    for piece in text.as_bytes().chunks(8) {
        let mut word = [0_u8; 8];
        for (w, b) in word.iter_mut().zip(piece) {
            *w = *b;
        }
        h = (h ^ u64::from_le_bytes(word)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        h ^= h >> 32;
    }
    h
}

/// Where 64-bit hashes start.
const WIDE_SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// Whether an attribute names its element.
pub(crate) fn is_naming(name: &LocalName) -> bool {
    matches!(
        &**name,
        "class"
            | "id"
            | "role"
            | "itemprop"
            | "data-testid"
            | "data-component"
            | "data-type"
            | "aria-label"
            | "itemtype"
            | "data-module"
            | "data-qa"
    )
}

/// The words of an element, for training.
pub(crate) fn element_words(tree: &Tree, node: Id) -> Vec<String> {
    let mut out = Vec::new();
    if tree.tag(node) == Tag::Other || !tree.is_element(node) {
        return out;
    }
    for (name, value) in tree.attrs(node) {
        if is_naming(name) {
            name_words(value, &mut Pair::default(), |_, word| out.push(word.to_string()));
        }
    }
    out.sort_unstable();
    out.dedup();
    out
}

/// Calls `f` with each word of a name (`articleBody main-text` → article, body, `article_body`, main, …) and its hash.
fn name_words(value: &str, buffer: &mut Pair, mut f: impl FnMut(u32, Term<'_>)) {
    let Pair { last, word } = buffer;
    word.clear();
    for part in value.split_ascii_whitespace().take(24) {
        last.clear();
        let (mut lower, mut start) = (false, SEED);
        let part = part.as_bytes();
        for byte in part.iter().take(80).copied().chain([b' ']) {
            let class = ascii::class(byte);
            let upper = class & ascii::UPPER != 0;
            let letter = class & ascii::LETTER != 0;
            if !letter || (upper && lower) {
                // The word becomes the next pair's first half.
                if (2..=24).contains(&word.len()) {
                    let (own, pair) = both((SEED, step(start, b'_')), word);
                    f(own.max(1), Term::One(word));
                    if !last.is_empty() {
                        f(pair.max(1), Term::Two("", last, '_', word));
                    }
                    start = own;
                    std::mem::swap(last, word);
                }
                word.clear();
            }
            if letter {
                word.push(char::from(byte.to_ascii_lowercase()));
            }
            lower = letter && !upper;
        }
    }
}

/// What a short text's words say.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Said {
    pub(crate) sum: f32,
    pub(crate) least: f32,
    pub(crate) greatest: f32,
    pub(crate) known: f32,
}

/// Of texts longer than this many words only the start is looked at, and its words are counted apart.
pub(crate) const SHORT: u16 = 30;

/// How many words of a long text are looked at.
const START: usize = 10;

/// Calls `f` with each word of a short text and each pair of neighbours, and their hashes; the first is marked with `^`.
/// Of a long text only pairs at its start are given, after a `~`.
pub(crate) fn text_words(text: &str, long: bool, buffer: &mut Pair, mut f: impl FnMut(u32, Term<'_>)) {
    let Pair { last, word } = buffer;
    word.clear();
    last.clear();
    last.push('^');
    let mark = if long { "~" } else { "" };
    let start = mark.bytes().fold(SEED, step);
    let mut before = step(start, b'^');
    let mut left = if long { START } else { usize::MAX };
    for c in text.chars().chain([' ']) {
        if left == 0 {
            break;
        }
        if c.is_ascii_alphabetic() {
            word.push(c.to_ascii_lowercase());
        } else if letters::is_alphabetic(c) {
            word.extend(c.to_lowercase());
        } else if c.is_numeric() {
            word.push('0');
        } else if c == '\'' || c == '’' {
            // Within a word: nothing.
        } else {
            if !word.is_empty() && word.len() < 40 {
                left -= 1;
                let (own, pair) = both((start, step(before, b' ')), word);
                if !long {
                    f(own.max(1), Term::One(word));
                }
                f(pair.max(1), Term::Two(mark, last, ' ', word));
                before = own;
                std::mem::swap(last, word);
            }
            word.clear();
            if long {
                continue;
            }
            if matches!(c, '|' | '©' | '@' | ':' | '»' | '›' | '+' | '#' | '/' | '&' | '?' | '→') {
                word.push(c);
                f(hash(SEED, word), Term::One(word));
                word.clear();
            }
        }
    }
}

/// All that was learned.
#[derive(Debug, Default, Clone)]
pub(crate) struct Model {
    pub(crate) tokens: Tokens,
    words: Table,
    pub(crate) forest: Forest,
}

impl Model {
    /// Scores a short text, or the start of a long one. `buffer` is for reuse.
    pub(crate) fn said(&self, text: &str, long: bool, buffer: &mut Pair) -> Said {
        let mut said = Said::default();
        text_words(text, long, buffer, |h, _| {
            if let Some(score) = self.words.get(h) {
                said.sum += score;
                said.least = said.least.min(score);
                said.greatest = said.greatest.max(score);
                said.known += 1.0;
            }
        });
        said
    }

    /// Reads the model's file; nothing where it is malformed.
    pub(crate) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut r = Reader::new(bytes);
        if r.take(4)? != b"MHA2" {
            return None;
        }
        let tokens = Tokens { table: r.table()? };
        let words = r.table()?;
        Some(Self { tokens, words, forest: Forest::read(&mut r)? })
    }
}

/// Takes numbers off the front of the file.
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(file: &'a [u8]) -> Self {
        Self { rest: file }
    }

    pub(crate) fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(n)?;
        self.rest = rest;
        Some(head)
    }

    pub(crate) fn u8(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    pub(crate) fn u16(&mut self) -> Option<u16> {
        Some(u16::from_le_bytes(self.take(2)?.try_into().ok()?))
    }

    pub(crate) fn i16(&mut self) -> Option<i16> {
        Some(i16::from_le_bytes(self.take(2)?.try_into().ok()?))
    }

    pub(crate) fn f32(&mut self) -> Option<f32> {
        Some(f32::from_le_bytes(self.take(4)?.try_into().ok()?))
    }

    fn table(&mut self) -> Option<Table> {
        let count = self.u16()?;
        let mut entries = Vec::with_capacity(usize::from(count));
        for _ in 0..count {
            let length = self.u8()?;
            let word = std::str::from_utf8(self.take(usize::from(length))?).ok()?;
            let score = f32::from(self.i16()?) / 1000.0;
            entries.push((hash(SEED, word), score));
        }
        Some(Table::with(&entries))
    }
}
