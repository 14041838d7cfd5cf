//! The articles of an evaluation: numbers instead of names, and text vectors that know only what was published so far.
#![expect(clippy::as_conversions, reason = "interned numbers and small fixed-point values")]

use super::rows::{ArticleRow, Id};
use crate::number::mixed;
use crate::wide::wide;
use std::collections::HashMap;

/// Fast maps; no order leaks out of them.
pub(crate) type Map<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// Numbers for names, in order of first use.
#[derive(Debug, Default)]
pub(crate) struct Names {
    numbers: Map<Id, u32>,
}

impl Names {
    pub(crate) fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(Id::new(name), number);
        number
    }
}

/// Entries of a text vector.
pub(crate) const DIMENSIONS: usize = 256;
/// The length of a text vector.
pub(crate) const UNIT: f32 = 127.0;

/// Words weighed by how rare they are, each at a place and with a sign by its hash (Weinberger et al. 2009): small whole
/// numbers, so that likeness costs a few instructions.
pub(crate) type Vector = [i16; DIMENSIONS];

/// What is known of one article.
#[derive(Debug, Default)]
pub(crate) struct Article {
    pub(crate) created: Option<i64>,
    /// First time it stood in the stream.
    pub(crate) met: Option<i64>,
    pub(crate) category: Option<u32>,
    pub(crate) subcategories: Vec<u32>,
    /// Numbers of its words, each once, in order.
    words: Vec<u32>,
    /// Its labels and common words, as numbers of weights.
    pub(crate) content: Vec<u32>,
    /// Letters of the headline and the standfirst.
    pub(crate) letters: f32,
    /// Once it is used.
    pub(crate) vector: Option<Box<Vector>>,
    counted: bool,
    /// The row as it came. Its words and labels get their numbers only when it is published: so what comes later changes
    /// nothing earlier, not even the order in which numbers are added up.
    row: Option<ArticleRow>,
}

/// All articles.
#[derive(Debug, Default)]
pub(crate) struct Corpus {
    names: Names,
    labels: Names,
    words: Names,
    articles: Vec<Article>,
    /// In how many articles a word must stand to have a weight of its own.
    common: u32,
    /// In how many articles a word stands, of those counted so far.
    spread: Vec<u32>,
    counted: u32,
    /// Articles by time of making, latest first: those still to be counted.
    coming: Vec<(i64, u32)>,
}

impl Corpus {
    /// No articles. `common`: in how many articles a word must stand to have a weight of its own.
    pub(crate) fn new(common: u32) -> Self {
        Self { common, ..Self::default() }
    }

    pub(crate) fn number(&mut self, id: &str) -> u32 {
        let number = self.names.number(id);
        while self.articles.len() <= number as usize {
            self.articles.push(Article::default());
        }
        number
    }

    pub(crate) fn add(&mut self, row: &ArticleRow) {
        let number = self.number(&row.id);
        let Some(article) = self.articles.get_mut(number as usize) else { return };
        if article.counted || article.row.is_some() {
            return;
        }
        article.row = Some(row.clone());
        article.created = row.created;
        if let Some(created) = row.created {
            self.coming.push((created, number));
        }
    }

    /// All articles of a week are added: puts them in order. Those of one second go by their ids: numbers know the files.
    pub(crate) fn settle(&mut self) {
        let articles = &self.articles;
        let id = |number: u32| {
            articles
                .get(number as usize)
                .and_then(|article| article.row.as_ref())
                .map_or("", |row| row.id.as_str())
        };
        self.coming.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| id(b.1).cmp(id(a.1))));
    }

    /// Makes known what was published up to now.
    pub(crate) fn advance(&mut self, now: i64) {
        while let Some((created, number)) = self.coming.last().copied() {
            if created > now {
                break;
            }
            self.coming.pop();
            self.count(number);
        }
    }

    fn count(&mut self, number: u32) {
        let Some(article) = self.articles.get_mut(number as usize) else { return };
        if article.counted {
            return;
        }
        article.counted = true;
        self.counted += 1;
        if let Some(row) = article.row.take() {
            each_word(&row.text, |word| article.words.push(self.words.number(word)));
            article.words.sort_unstable();
            article.words.dedup();
            article.category = (!row.category.is_empty()).then(|| self.labels.number(&row.category));
            let labels = row.subcategories.iter();
            article.subcategories = labels.map(|label| self.labels.number(&format!("/{label}"))).collect();
            article.letters = row.text.chars().count() as f32;
        }
        self.spread.resize(self.spread.len().max(article.words.last().map_or(0, |w| *w as usize + 1)), 0);
        for word in &article.words {
            if let Some(spread) = self.spread.get_mut(*word as usize) {
                *spread += 1;
            }
        }
    }

    /// An article stands in the stream now: from here on it may be used, if it was made by now.
    pub(crate) fn meet(&mut self, number: u32, now: i64) {
        let Some(article) = self.articles.get(number as usize) else { return };
        if article.vector.is_none() && article.created.is_none_or(|created| created <= now) {
            self.count(number);
            self.prepare(number);
        }
        if let Some(article) = self.articles.get_mut(number as usize) {
            article.met = article.met.or(Some(now));
        }
    }

    fn prepare(&mut self, number: u32) {
        let total = self.counted.max(1) as f32;
        let Some(article) = self.articles.get_mut(number as usize) else { return };
        let spread = |word: u32| self.spread.get(word as usize).copied().unwrap_or(1);
        let mut sums = [0.0_f32; DIMENSIONS];
        for word in &article.words {
            let weight = ((total + 1.0) / (spread(*word) as f32 + 0.5)).ln().max(0.05);
            let hash = mixed(*word);
            if let Some(sum) = sums.get_mut(hash as usize % DIMENSIONS) {
                *sum += if hash & (1 << 20) == 0 { weight } else { -weight };
            }
        }
        let length = sums.iter().map(|sum| sum * sum).sum::<f32>().sqrt().max(1e-6);
        article.vector = Some(Box::new(sums.map(|sum| (sum / length * UNIT).round() as i16)));
        // Labels at even numbers, words at odd ones.
        let labels = article.category.iter().chain(&article.subcategories).map(|label| label * 2);
        let words =
            article.words.iter().filter(|word| spread(**word) >= self.common).map(|word| word * 2 + 1);
        article.content = labels.chain(words).collect();
    }

    pub(crate) fn get(&self, number: u32) -> Option<&Article> {
        self.articles.get(number as usize)
    }

    /// Its labels and common words, as numbers of weights.
    pub(crate) fn content(&self, number: u32) -> &[u32] {
        self.get(number).map_or(&[], |article| article.content.as_slice())
    }

    pub(crate) fn vector(&self, number: u32) -> Option<&Vector> {
        self.get(number).and_then(|article| article.vector.as_deref())
    }

    /// Hours since it was made (or, unknown, first met).
    pub(crate) fn hours(&self, number: u32, now: i64) -> f32 {
        let made = self.get(number).and_then(|article| article.created.or(article.met)).unwrap_or(now);
        (now - made).max(0) as f32 / 3_600.0
    }
}

/// Lower-case words of two letters and more, cut to seven letters: crude stems that need no language.
fn each_word(text: &str, mut each: impl FnMut(&str)) {
    for piece in text.to_lowercase().split(|c: char| !c.is_alphanumeric()) {
        let end = piece.char_indices().nth(7).map_or(piece.len(), |(at, _)| at);
        if piece.chars().nth(1).is_some() {
            each(piece.get(..end).unwrap_or(piece));
        }
    }
}

wide! {
    /// How alike two texts are: the cosine, about 0 … 1.
    pub(crate) fn alike(a: &Vector, b: &Vector) -> f32 {
        let sum: i32 = a.iter().zip(b).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum();
        sum as f32 / (UNIT * UNIT)
    }
}
