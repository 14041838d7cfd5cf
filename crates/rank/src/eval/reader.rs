//! What the stream knows of one reader: the reader's own signals.
#![expect(clippy::as_conversions, reason = "counts and times as real numbers in tight loops")]

use super::corpus::{Article, Corpus, DIMENSIONS, Map, UNIT, Vector};
use super::fading::{Clock, Fading};
use super::features::log;
use crate::number::ln;
use crate::wide::wide;
use std::collections::VecDeque;

/// Reads remembered one by one.
const RECENT: usize = 8;
/// What is left of earlier reads' say in what is liked when one more comes.
const LIKED: f32 = 0.95;
/// Half-life of a reader's taste counts, seconds.
pub(crate) const TASTE: f64 = 14.0 * 86_400.0;
/// A gap of so many seconds ends a visit.
const VISIT: i64 = 1_800;

/// What a reader did with one article.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Touch {
    /// How often it was shown.
    pub(crate) shown: f32,
    pub(crate) first: i64,
    pub(crate) last: i64,
    /// The last visit in which it was shown, and how often then.
    pub(crate) visit: u32,
    pub(crate) in_visit: f32,
    /// When it was read last.
    pub(crate) read: Option<i64>,
}

/// What a reader did with one label: a section or a topic.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Taste {
    pub(crate) reads: Fading,
    pub(crate) clicked: Fading,
    /// Clicks that would have come by chance.
    pub(crate) chance: Fading,
    pub(crate) last_read: Option<i64>,
}

impl Taste {
    /// How often it was opened against how often by chance, smoothed; as a logarithm.
    pub(crate) fn rate(&self, clock: &Clock) -> f32 {
        ln(((self.clicked.get(clock) + 1.0) / (self.chance.get(clock) + 1.0)) as f32)
    }
}

/// Last reads, oldest first: article and time.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recent(VecDeque<(u32, i64)>);

impl Recent {
    pub(crate) fn add(&mut self, article: u32, at: i64) {
        // Nearly always the last.
        let later = self.0.iter().rev().take_while(|(_, time)| *time > at).count();
        if later < RECENT {
            self.0.insert(self.0.len() - later, (article, at));
            if self.0.len() > RECENT {
                self.0.pop_front();
            }
        }
    }

    pub(crate) fn last(&self) -> Option<u32> {
        self.0.back().map(|(article, _)| *article)
    }

    /// The last few, latest first.
    pub(crate) fn latest(&self) -> impl Iterator<Item = (u32, i64)> {
        self.0.iter().rev().take(4).copied()
    }
}

/// Own signals of one reader.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    pub(crate) recent: Recent,
    pub(crate) touched: Map<u32, Touch>,
    pub(crate) tastes: Map<u32, Taste>,
    pub(crate) reads: Fading,
    pub(crate) read_count: f32,
    /// Sum of the logarithms of age when read.
    pub(crate) age_sum: f32,
    pub(crate) last_impression: Option<i64>,
    /// The end of the visit before this one.
    pub(crate) last_visit: Option<i64>,
    /// Visits so far.
    pub(crate) visit: u32,
    pub(crate) in_visit: f32,
    pub(crate) clicks_in_visit: f32,
    pub(crate) last_click: Option<i64>,
    /// The sum of the vectors of what was read, fading read by read, and the sum of their weights.
    liked: Vec<f32>,
    liked_weight: f32,
    /// Seconds spent on what was opened last.
    pub(crate) last_dwell: f32,
}

impl Reader {
    /// Makes room for so many reads to come.
    pub(crate) fn expect(&mut self, reads: usize) {
        self.touched.reserve(reads);
    }

    /// Notes one read, be it now or earlier.
    pub(crate) fn reads(&mut self, corpus: &Corpus, article: u32, at: i64, clock: &Clock) {
        let touch = self.touched.entry(article).or_default();
        touch.read = touch.read.max(Some(at));
        self.recent.add(article, at);
        self.reads.add(1.0, clock);
        self.read_count += 1.0;
        if let Some(info) = corpus.get(article) {
            for label in labels(info) {
                let taste = self.tastes.entry(label).or_default();
                taste.reads.add(1.0, clock);
                taste.last_read = taste.last_read.max(Some(at));
            }
        }
        if let Some(vector) = corpus.vector(article) {
            self.liked.resize(DIMENSIONS, 0.0);
            fade_in(&mut self.liked, vector);
            self.liked_weight = self.liked_weight * LIKED + 1.0;
        }
        self.age_sum += log(corpus.hours(article, at));
    }

    /// Notes one list that was shown.
    pub(crate) fn shown(&mut self, corpus: &Corpus, candidates: &[u32], at: i64, clock: &Clock) {
        if self.begins_visit(at) {
            self.last_visit = self.last_impression;
            self.visit += 1;
            self.in_visit = 0.0;
            self.clicks_in_visit = 0.0;
        }
        // By chance alone each would be opened this often: lists are of very different length.
        let chance = 1.0 / candidates.len().max(1) as f64;
        for article in candidates {
            let touch = self.touched.entry(*article).or_default();
            if touch.shown == 0.0 {
                touch.first = at;
            }
            touch.shown += 1.0;
            touch.last = at;
            touch.in_visit = if touch.visit == self.visit { touch.in_visit + 1.0 } else { 1.0 };
            touch.visit = self.visit;
            if let Some(info) = corpus.get(*article) {
                for label in labels(info) {
                    self.tastes.entry(label).or_default().chance.add(chance, clock);
                }
            }
        }
        self.in_visit += 1.0;
        self.last_impression = Some(at);
    }

    /// Notes a click among what was shown. `dwell`: seconds spent there.
    pub(crate) fn clicked(&mut self, corpus: &Corpus, article: u32, at: i64, dwell: f32, clock: &Clock) {
        if let Some(info) = corpus.get(article) {
            for label in labels(info) {
                self.tastes.entry(label).or_default().clicked.add(1.0, clock);
            }
        }
        self.clicks_in_visit += 1.0;
        self.last_click = Some(at);
        self.last_dwell = dwell;
        self.reads(corpus, article, at, clock);
    }

    /// Would a list at this time be the first of a visit?
    pub(crate) fn begins_visit(&self, at: i64) -> bool {
        self.last_impression.is_none_or(|last| at - last > VISIT)
    }

    /// How alike an article is to what the reader read, the latest counting most.
    pub(crate) fn liking(&self, vector: &Vector) -> f32 {
        likeness(&self.liked, vector) / (UNIT * UNIT * self.liked_weight.max(1.0))
    }
}

wide! {
    fn fade_in(liked: &mut [f32], vector: &Vector) {
        for (liked, value) in liked.iter_mut().zip(vector) {
            *liked = *liked * LIKED + f32::from(*value);
        }
    }
}

wide! {
    fn likeness(liked: &[f32], vector: &Vector) -> f32 {
        // In sixteen sums side by side: one after the other, each addition would wait for the one before.
        let mut sums = [0.0_f32; 16];
        for (liked, values) in liked.as_chunks::<16>().0.iter().zip(vector.as_chunks::<16>().0) {
            for ((sum, liked), value) in sums.iter_mut().zip(liked).zip(values) {
                *sum += liked * f32::from(*value);
            }
        }
        sums.iter().sum()
    }
}

/// A section and the topics.
pub(crate) fn labels(article: &Article) -> impl Iterator<Item = u32> {
    article.category.iter().chain(&article.subcategories).copied()
}
