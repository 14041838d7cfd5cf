//! The articles of an evaluation: numbers instead of names, and text vectors that know only what was published so far.
#![expect(clippy::as_conversions, reason = "interned numbers: small integers")]

use super::rows::ArticleRow;
use std::collections::HashMap;

/// Fast maps; no order leaks out of them.
pub(crate) type Map<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// Numbers for names, in order of first use.
#[derive(Debug, Default)]
pub(crate) struct Names {
    numbers: Map<String, u32>,
}

impl Names {
    pub(crate) fn number(&mut self, name: &str) -> u32 {
        if let Some(number) = self.numbers.get(name) {
            return *number;
        }
        let number = self.numbers.len() as u32;
        self.numbers.insert(name.to_owned(), number);
        number
    }
}

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
    /// Weighted words of length 1, once it is used.
    pub(crate) vector: Option<Vec<(u32, f32)>>,
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
    /// In how many articles a word stands, of those counted so far.
    spread: Vec<u32>,
    counted: u32,
    /// Articles by time of making, latest first: those still to be counted.
    coming: Vec<(i64, u32)>,
}

impl Corpus {
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

    /// All articles of a week are added: puts them in order.
    pub(crate) fn settle(&mut self) {
        self.coming.sort_unstable_by(|a, b| b.cmp(a));
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
            article.words = words(&row.text).iter().map(|word| self.words.number(word)).collect();
            article.words.sort_unstable();
            article.words.dedup();
            article.category = (!row.category.is_empty()).then(|| self.labels.number(&row.category));
            let labels = row.subcategories.iter();
            article.subcategories = labels.map(|label| self.labels.number(&format!("/{label}"))).collect();
        }
        self.spread.resize(self.spread.len().max(article.words.last().map_or(0, |w| *w as usize + 1)), 0);
        for word in &article.words {
            if let Some(spread) = self.spread.get_mut(*word as usize) {
                *spread += 1;
            }
        }
    }

    /// An article stands in the stream now: from here on it may be used.
    pub(crate) fn meet(&mut self, number: u32, now: i64) {
        let known = self.articles.get(number as usize).is_some_and(|article| article.vector.is_some());
        if !known {
            self.count(number);
            let total = f64::from(self.counted.max(1));
            if let Some(article) = self.articles.get_mut(number as usize) {
                let mut vector: Vec<(u32, f32)> = article
                    .words
                    .iter()
                    .map(|word| {
                        let spread = f64::from(self.spread.get(*word as usize).copied().unwrap_or(1));
                        (*word, ((total + 1.0) / (spread + 0.5)).ln().max(0.05) as f32)
                    })
                    .collect();
                let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt().max(1e-6);
                vector.iter_mut().for_each(|(_, weight)| *weight /= length);
                article.vector = Some(vector);
            }
        }
        if let Some(article) = self.articles.get_mut(number as usize) {
            article.met = article.met.or(Some(now));
        }
    }

    pub(crate) fn get(&self, number: u32) -> Option<&Article> {
        self.articles.get(number as usize)
    }

    pub(crate) fn vector(&self, number: u32) -> &[(u32, f32)] {
        self.get(number).and_then(|article| article.vector.as_deref()).unwrap_or(&[])
    }

    /// Hours since it was made (or, unknown, first met).
    pub(crate) fn hours(&self, number: u32, now: i64) -> f64 {
        let made = self.get(number).and_then(|article| article.created.or(article.met)).unwrap_or(now);
        (now - made).max(0) as f64 / 3_600.0
    }
}

/// Lower-case words of two letters and more, cut to seven letters: crude stems that need no language.
fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() > 1)
        .map(|word| word.chars().take(7).collect())
        .collect()
}

/// Cosine of two vectors of length 1, both in order of words.
pub(crate) fn cosine(a: &[(u32, f32)], b: &[(u32, f32)]) -> f32 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while let (Some((x, v)), Some((y, w))) = (a.get(i), b.get(j)) {
        match x.cmp(y) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => {
                sum += v * w;
                i += 1;
                j += 1;
            }
        }
    }
    sum
}
