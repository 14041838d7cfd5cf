//! Weights of what an article is about: its section, its topics, its common words. They are learned over all readers' lists,
//! fade toward zero, and speak of a subject, never of a single article: a word has none before it stands in many articles.
#![expect(clippy::as_conversions, reason = "numbers of weights as places")]

use super::corpus::Article;

/// Step size of the weights.
const STEP: f32 = 0.12;
/// Their pull to zero.
const PULL: f32 = 0.02;

/// The weights.
#[derive(Debug, Default)]
pub(crate) struct Content {
    /// Weight and sum of squared slopes, AdaGrad's as in [`crate::learn::linear`].
    weights: Vec<[f32; 2]>,
}

impl Content {
    /// What the weights of an article's content add up to.
    pub(crate) fn score(&self, article: Option<&Article>) -> f32 {
        let numbers = article.map_or(&[][..], |article| article.content.as_slice());
        let weight = |number: &u32| self.weights.get(*number as usize).map_or(0.0, |[weight, _]| *weight);
        numbers.iter().map(weight).sum()
    }

    /// `error`: the chance that the article was given less its share of the clicks.
    pub(crate) fn learn(&mut self, article: &Article, error: f32) {
        for number in &article.content {
            let place = *number as usize;
            if place >= self.weights.len() {
                self.weights.resize(place + 1, [0.0, 1.0]);
            }
            if let Some([weight, squares]) = self.weights.get_mut(place) {
                let slope = error + PULL * *weight;
                *squares += slope * slope;
                *weight -= STEP * slope / squares.sqrt();
            }
        }
    }
}
