//! An article as vectors: what the desk compares.

use crate::cross;
use crate::embedding::Embedding;
use crate::frequency::Frequency;
use crate::headline;
use crate::likeness::Kind;
use crate::settings::Settings;
use crate::types::Incoming;
use crate::vector::{Counts, Query, cosine};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use text::{TermMemory, fold, hash32};

/// Characters of the text behind the lead that go into the vector of the body.
const BODY: usize = 1_200;
/// Terms kept of an article, by space.
const TERMS: [usize; SPACES] = [64, 64, 64, 64, 48];

/// Terms from which a body is more than a headline.
const TEXT: usize = 25;

/// Spaces of vectors, each with its own story frequencies: headline; body (headline, address, lead, text); names and
/// numbers; pieces of the headline's words in Latin letters; these with what means the same in several languages.
pub(crate) const SPACES: usize = 5;
pub(crate) const TITLE: usize = 0;
pub(crate) const BODIES: usize = 1;
pub(crate) const NAME: usize = 2;
pub(crate) const LETTERS: usize = 3;
pub(crate) const MEANING: usize = 4;

/// What one term alone counts that two headlines share, of words or of what means the same: a strait in one of a ferry's
/// and one of a storm's is no event, nor is a wall. (Names share several, their pieces. Without it for words, a hundred
/// events of three tellings each are told with a precision of 70 instead of 79.)
const LONE: f32 = 0.5;

/// The place behind the spaces, of the cosine of embeddings.
pub(crate) const EMBEDDING: usize = SPACES;

/// Cosines of two articles, one a space, and one of their embeddings.
pub(crate) type Cosines = [f32; SPACES + 1];

/// The spaces' story frequencies.
pub(crate) type Spaces = [Frequency; SPACES];

/// An article's vectors as kept: in one block, since a window holds very many of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Print {
    /// The terms of one space after the other, each ascending; behind them how often each stands in the article (one
    /// to four times), sixteen to a word.
    block: Box<[u32]>,
    /// Where each space's terms end.
    ends: [u16; SPACES],
    /// The spaces' lengths when weighed.
    norms: [f32; SPACES],
    embedding: Embedding,
}

/// Words of the block that come from memory at once.
const LINE: usize = 16;

/// Times that a word of the block holds.
const TIMES: usize = 16;

/// An article's vectors ready for comparison.
#[derive(Debug, Clone, Default)]
pub(crate) struct Queries(pub [Query; SPACES], Embedding);

/// An article's words before they are weighed, with what else is told from them.
pub(crate) struct Words {
    pub language: Option<String>,
    /// Hashes of terms ([`text::TermMemory::terms`]).
    pub title: Vec<u64>,
    pub body: Vec<u64>,
    pub names: Vec<String>,
    slug: Vec<u64>,
    numbers: Vec<String>,
    letters: Vec<(u32, f32)>,
    meaning: Vec<(u32, f32)>,
    embedding: Embedding,
}

impl Words {
    pub(crate) fn of(a: &Incoming<'_>, memory: &mut TermMemory) -> Self {
        let end = a.text.char_indices().nth(BODY).map_or(a.text.len(), |(i, _)| i);
        let body = a.text.get(..end).unwrap_or(a.text);
        let sample = if body.len() > 200 { body.to_owned() } else { [a.title, a.lead, body].join("\n") };
        let language = text::language(&sample, a.language);
        let lang = language.as_deref().unwrap_or("und");
        let headline = headline::proper(a.title);
        let title = memory.terms(headline, lang);
        let rest = [a.key_points.join("\n").as_str(), a.lead, body].join("\n");
        let body_terms = memory.terms(&rest, lang);
        let names = text::names(&[headline, &rest].join("\n"), Some(lang));
        let words = text::words(headline);
        let numbers: Vec<String> = words
            .iter()
            .filter(|w| w.text.starts_with(|c: char| c.is_ascii_digit()))
            .map(|w| w.text.to_owned())
            .collect();
        let (letters, meaning) = cross::terms(&words, lang);
        let slug = memory.terms(&slug(a.url), lang);
        let embedding = Embedding::of(a.embedding);
        Self { language, title, body: body_terms, names, slug, numbers, letters, meaning, embedding }
    }

    /// The words as vectors, weighed by the spaces' frequencies.
    pub(crate) fn print(&self, spaces: &Spaces, at: i64, settings: &Settings) -> (Queries, Print) {
        let title: Vec<(u32, f32)> = self.title.iter().map(|t| (narrow(*t), 1.0)).collect();
        let mut body: Vec<(u32, f32)> = title.iter().map(|(t, _)| (*t, 2.0)).collect();
        body.extend(self.body.iter().chain(&self.slug).map(|t| (narrow(*t), 1.0)));
        let parts =
            self.names.iter().flat_map(|n| n.split([' ', '-'])).filter(|w| w.chars().count() > 2).map(fold);
        let name: Vec<(u32, f32)> =
            parts.chain(self.numbers.iter().cloned()).map(|w| (hash32(&w), 1.0)).collect();
        let lang = language_key(self.language.as_deref());
        let mut queries = Queries::default();
        let mut counts: [Counts; SPACES] = Default::default();
        let all = [title, body, name, self.letters.clone(), self.meaning.clone()];
        let mut has_text = false;
        for (i, ((pairs, most), ((space, query), counts))) in
            all.into_iter().zip(TERMS).zip(spaces.iter().zip(&mut queries.0).zip(&mut counts)).enumerate()
        {
            // Pieces of words alone are compared between texts only.
            if i == LETTERS && !has_text {
                continue;
            }
            let lens = space.lens(at, settings.frequency_half_life, lang);
            (*query, *counts) = Query::weigh(pairs, most, |t| space.idf(t, lens));
            has_text |= i == BODIES && counts.terms.len() >= TEXT;
        }
        queries.1 = self.embedding.clone();
        (queries, Print { embedding: self.embedding.clone(), ..Print::of(&counts) })
    }
}

impl Print {
    fn of(spaces: &[Counts; SPACES]) -> Self {
        let mut out = Self::default();
        let mut block: Vec<u32> = Vec::new();
        for (counts, (end, norm)) in spaces.iter().zip(out.ends.iter_mut().zip(&mut out.norms)) {
            block.extend(counts.terms.iter().map(|(t, _)| *t));
            *end = u16::try_from(block.len()).unwrap_or(u16::MAX);
            *norm = counts.norm;
        }
        let times: Vec<u8> = spaces.iter().flat_map(|c| c.terms.iter().map(|(_, n)| *n)).collect();
        block.extend(times.chunks(TIMES).map(|few| {
            few.iter().rev().fold(0_u32, |word, n| word << 2 | u32::from(n.saturating_sub(1).min(3)))
        }));
        out.block = block.into();
        out
    }

    /// Asks for all of its memory; what comes of it means nothing.
    pub(crate) fn touch(&self) -> u32 {
        self.block.iter().step_by(LINE).fold(0, |all, word| all ^ word)
    }

    /// Where a space's terms stand.
    fn range(&self, space: usize) -> Range<usize> {
        let end = |i: usize| usize::from(self.ends.get(i).copied().unwrap_or_default());
        space.checked_sub(1).map_or(0, end)..end(space)
    }

    /// A space's terms, ascending.
    pub(crate) fn terms(&self, space: usize) -> &[u32] {
        self.block.get(self.range(space)).unwrap_or_default()
    }

    /// How often the term at a place of the block stands in the article.
    fn times(&self, place: usize) -> f32 {
        let all = self.range(SPACES - 1).end;
        let word = self.block.get(all + place / TIMES).copied().unwrap_or_default();
        [1.0, 2.0, 3.0, 4.0]
            .get(usize::try_from(word >> (2 * (place % TIMES)) & 3).unwrap_or(0))
            .copied()
            .unwrap_or(1.0)
    }

    /// The vectors ready for comparison, weighed anew.
    pub(crate) fn queries(&self, spaces: &Spaces, at: i64, lang: u32, half_life: i64) -> Queries {
        let mut queries = Queries::default();
        for (i, (query, space)) in queries.0.iter_mut().zip(spaces).enumerate() {
            let lens = space.lens(at, half_life, lang);
            let pairs = self.terms(i).iter().zip(self.range(i)).map(|(t, place)| (*t, self.times(place)));
            *query = Query::of(pairs, |t| space.idf(t, lens));
        }
        queries.1 = self.embedding.clone();
        queries
    }

    /// Takes over the lengths that the vectors have when weighed anew.
    pub(crate) fn take_norms(&mut self, queries: &Queries) {
        for (norm, q) in self.norms.iter_mut().zip(&queries.0) {
            *norm = q.norm;
        }
    }

    /// Whether there is more than a headline.
    pub(crate) fn has_text(&self) -> bool {
        self.range(BODIES).len() >= TEXT
    }

    /// Whether there is nothing to compare.
    pub(crate) fn is_empty(&self) -> bool {
        self.block.is_empty()
    }

    /// Forgets the terms.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }

    /// Whether a space has a term.
    pub(crate) fn has(&self, space: usize, term: u32) -> bool {
        self.terms(space).binary_search(&term).is_ok()
    }

    /// Cosine with a query in one space.
    fn cosine(&self, space: usize, q: &Query) -> f32 {
        let from = self.range(space).start;
        let (dot, shared) = q.dot(self.terms(space), |i| self.times(from + i));
        let dot = if (space == MEANING || space == TITLE) && shared == 1 { LONE * dot } else { dot };
        cosine(dot, self.norms.get(space).copied().unwrap_or_default() * q.norm)
    }
}

impl Queries {
    /// Cosines with another article; of what does not count across languages none are worked out.
    pub(crate) fn cosines(&self, other: &Print, kind: Kind) -> Cosines {
        let mut out = Cosines::default();
        for (i, (slot, q)) in out.iter_mut().zip(&self.0).enumerate() {
            let counts = match i {
                MEANING => kind != Kind::Texts,
                BODIES | LETTERS => kind == Kind::Texts,
                _ => kind != Kind::Across,
            };
            if counts {
                *slot = other.cosine(i, q);
            }
        }
        if let Some(slot) = out.get_mut(EMBEDDING) {
            *slot = self.1.cosine(&other.embedding);
        }
        out
    }
}

/// The low half of a hash ([`text::hash32`] of the same string).
fn narrow(hash: u64) -> u32 {
    u32::try_from(hash & u64::from(u32::MAX)).unwrap_or(u32::MAX)
}

/// A language as a key.
pub(crate) fn language_key(lang: Option<&str>) -> u32 {
    lang.map_or(0, hash32)
}

/// The words of an address: often the first headline, or what the article is filed under.
fn slug(url: &str) -> String {
    let path = url.split_once("://").map_or(url, |(_, p)| p);
    let path = path.split_once('/').map_or("", |(_, p)| p);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let best = path.split('/').max_by_key(|p| p.split(['-', '_']).count()).unwrap_or_default();
    let words: Vec<&str> = best
        .split(['-', '_', '.', '+'])
        .filter(|w| {
            w.len() > 2
                && w.chars().all(char::is_alphabetic)
                && !matches!(*w, "html" | "htm" | "php" | "aspx")
        })
        .collect();
    if words.len() >= 3 { words.join(" ") } else { String::new() }
}
