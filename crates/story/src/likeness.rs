//! How alike two articles are, and from when two groups of articles tell one event.
//!
//! The likeness of two articles is a weighted sum of cosines in several spaces, less the further apart in time. Two
//! groups are weighed by the mean likeness over all pairs (group average linkage: R. Sokal and C. Michener, 1958),
//! divided by a power of how close each group's own articles are: a loose story takes in what a tight one refuses, so
//! that two matches of one day, each told in the same words everywhere, stay apart.

use crate::num::{real, seconds, single};
use crate::print::{BODIES, Cosines, EMBEDDING, LETTERS, MEANING, NAME, TITLE};
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// What can be compared of two articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Both have texts in one language.
    Texts,
    /// One language, but a headline is all that one of them has.
    Headlines,
    /// Two languages.
    Across,
}

/// The weights of the likeness. The shipped ones are data (`data/likeness.txt`), found by `examples/train.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Likeness {
    /// Between articles with texts of one language: share of the headlines' cosine.
    pub title: f32,
    /// The same: share of the bodies' cosine.
    pub body: f32,
    /// The same: share of the cosine over names and numbers.
    pub name: f32,
    /// The same: share of the cosine over pieces of the headlines' words in Latin letters.
    pub letters: f32,
    /// Between articles of one language of which one has but a headline: share of the headlines' cosine.
    pub bare_title: f32,
    /// The same: share of the cosine over names and numbers.
    pub bare_name: f32,
    /// The same: share of the cosine over what can meet across languages.
    pub bare_meaning: f32,
    /// Between articles of different languages: share of the cosine over what can meet across languages.
    pub meaning_across: f32,
    /// Of all articles with embeddings: what their cosine counts, as far as it is over `embedding_over`.
    pub embedding: f32,
    /// Up to which cosine embeddings tell nothing: what any two news articles have.
    pub embedding_over: f32,
    /// To which power what texts of one language share counts.
    pub power: f32,
    /// To which power what headlines share counts.
    pub bare_power: f32,
    /// To which power what meets across languages counts.
    pub across_power: f32,
    /// After how many days between them two articles' likeness has fallen to a quarter.
    pub days: f32,
    /// To which power a group's closeness counts: 0 is plain group average, 1 the cosine of centres.
    pub closeness: f32,
    /// With how many alike articles more a group is taken for its closeness, so that small ones are judged calmly.
    pub calm: f32,
    /// From which weighed likeness on an article that arrives joins a story.
    pub one: f32,
    /// At a second look: how much of what its nearest are like an article borrows, against its own as 1.
    pub lend: f32,
    /// At a second look: from which weighed likeness on, so seen, two groups are one story.
    pub again: f32,
}

/// What is left of the likeness of two texts that share no name or number.
const NAMELESS: f32 = 0.3;
/// From which cosine over names and numbers on two texts' likeness counts whole.
const NAMED: f32 = 0.1;

static SHIPPED: LazyLock<Likeness> = LazyLock::new(|| {
    let mut w = Likeness::none();
    for line in include_str!("../data/likeness.txt").lines().filter(|l| !l.starts_with('#')) {
        if let Some((name, value)) = line.split_once(' ')
            && let Ok(value) = value.trim().parse()
            && let Some(slot) = w.slot(name)
        {
            *slot = value;
        }
    }
    w
});

impl Default for Likeness {
    fn default() -> Self {
        *SHIPPED
    }
}

impl Likeness {
    /// The names of the weights, as in the data.
    pub const NAMES: [&str; 19] = [
        "title",
        "body",
        "name",
        "letters",
        "bare_title",
        "bare_name",
        "bare_meaning",
        "meaning_across",
        "embedding",
        "embedding_over",
        "power",
        "bare_power",
        "across_power",
        "days",
        "closeness",
        "calm",
        "one",
        "lend",
        "again",
    ];

    const fn none() -> Self {
        Self {
            title: 0.0,
            body: 0.0,
            name: 0.0,
            letters: 0.0,
            bare_title: 0.0,
            bare_name: 0.0,
            bare_meaning: 0.0,
            meaning_across: 0.0,
            embedding: 0.0,
            embedding_over: 0.0,
            power: 1.0,
            bare_power: 1.0,
            across_power: 1.0,
            days: 1.0,
            closeness: 0.0,
            calm: 0.0,
            one: 0.0,
            lend: 0.0,
            again: 0.0,
        }
    }

    /// The weight of a name.
    pub fn slot(&mut self, name: &str) -> Option<&mut f32> {
        Some(match name {
            "title" => &mut self.title,
            "body" => &mut self.body,
            "name" => &mut self.name,
            "letters" => &mut self.letters,
            "bare_title" => &mut self.bare_title,
            "bare_name" => &mut self.bare_name,
            "bare_meaning" => &mut self.bare_meaning,
            "meaning_across" => &mut self.meaning_across,
            "embedding" => &mut self.embedding,
            "embedding_over" => &mut self.embedding_over,
            "power" => &mut self.power,
            "bare_power" => &mut self.bare_power,
            "across_power" => &mut self.across_power,
            "days" => &mut self.days,
            "closeness" => &mut self.closeness,
            "calm" => &mut self.calm,
            "one" => &mut self.one,
            "lend" => &mut self.lend,
            "again" => &mut self.again,
            _ => return None,
        })
    }

    /// The likeness of two articles, 0 to about 1, by their cosines, what is comparable, and the seconds between them.
    pub(crate) fn of(&self, c: &Cosines, kind: Kind, apart: i64) -> f32 {
        let at = |i: usize| c.get(i).copied().unwrap_or(0.0);
        let words = match kind {
            Kind::Texts => {
                let w = self.title * at(TITLE)
                    + self.body * at(BODIES)
                    + self.name * at(NAME)
                    + self.letters * at(LETTERS);
                // Guides to one subject share its words; tellings of one event share names or numbers, too.
                w * (NAMELESS + (1.0 - NAMELESS) * (at(NAME) / NAMED).min(1.0))
            }
            Kind::Headlines => {
                self.bare_title * at(TITLE) + self.bare_name * at(NAME) + self.bare_meaning * at(MEANING)
            }
            Kind::Across => self.meaning_across * at(MEANING),
        };
        // Where there is no model it counts nothing.
        let words = match at(EMBEDDING) {
            cosine if cosine > 0.0 => {
                let over = self.embedding_over.min(0.99);
                let told = ((cosine - over) / (1.0 - over)).max(0.0);
                words + self.embedding * (told - words)
            }
            _ => words,
        };
        words.max(0.0).powf(match kind {
            Kind::Texts => self.power,
            Kind::Headlines => self.bare_power,
            Kind::Across => self.across_power,
        }) * self.nearness(apart)
    }

    /// What is left of a likeness over a time apart, 0 to 1. It falls by a power of time, so that what tells of an event
    /// days later still counts; by e^-t it is lost (the same quality on headlines, less on stories of several days).
    pub(crate) fn nearness(&self, apart: i64) -> f32 {
        let days = single(seconds(apart.saturating_abs())) / 86_400.0;
        (1.0 + days / self.days.max(0.01)).powi(-2)
    }

    /// The weighed likeness of two groups.
    pub(crate) fn weighed(&self, between: f32, a: Inside, b: Inside) -> f32 {
        let close = (a.closeness(self.calm) * b.closeness(self.calm)).powf(0.5 * self.closeness);
        between / (real(a.size) * real(b.size)).max(1.0) / close.max(1e-6)
    }

    /// One side's share in [`Self::weighed`]: times the likeness between and the other's share it gives the same, but
    /// for rounding.
    pub(crate) fn share(&self, of: Inside) -> f32 {
        of.closeness(self.calm).max(1e-6).powf(-0.5 * self.closeness) / real(of.size).max(1.0)
    }
}

/// A group seen from inside.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Inside {
    /// How many articles.
    pub size: usize,
    /// Sum of the likeness over its pairs.
    pub sum: f32,
}

impl Inside {
    /// The mean likeness over all ordered pairs, each article being 1 to itself; `calm` pairs of 1 are added.
    fn closeness(self, calm: f32) -> f32 {
        let n = real(self.size).max(1.0);
        (n + 2.0 * self.sum + calm) / (n * n + calm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rises_with_cosines_and_falls_with_time() {
        let w = Likeness::default();
        let (far, near) = ([0.1; 6], [0.8; 6]);
        for kind in [Kind::Texts, Kind::Headlines, Kind::Across] {
            assert!(w.of(&near, kind, 0) > w.of(&far, kind, 0));
            assert!(w.of(&near, kind, 0) > w.of(&near, kind, 86_400));
        }
    }

    #[test]
    fn loose_groups_take_in_more() {
        let w = Likeness::default();
        let one = Inside { size: 1, sum: 0.0 };
        let (tight, loose) = (Inside { size: 10, sum: 45.0 }, Inside { size: 10, sum: 9.0 });
        assert!(w.weighed(1.0, loose, one) > w.weighed(1.0, tight, one));
    }
}
