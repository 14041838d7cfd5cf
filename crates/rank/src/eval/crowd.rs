//! What the stream knows of all readers together (pooled).
#![expect(clippy::as_conversions, reason = "counts as real numbers in tight loops")]

use super::corpus::{Corpus, Map};
use super::fading::{Clock, Fading};
use super::reader::{Recent, labels};
use crate::learn::sparse::Sparse;
use crate::number::ln;

const HOUR: f64 = 3_600.0;
/// Step size and pull of [`Crowd::strengths`].
const STRENGTH: (f32, f32) = (0.3, 0.05);

/// The clocks of the crowd's counts.
#[derive(Debug, Clone)]
pub(crate) struct Clocks {
    /// Of popularity: one, six, 24 hours.
    pub(crate) clicks: [Clock; 3],
    /// Of the rate of opening.
    pub(crate) rate: Clock,
    /// Of clicks against chance: three, 18 hours.
    pub(crate) against: [Clock; 2],
    /// Of clicks above what was expected.
    pub(crate) surprise: Clock,
    /// Of a label's clicks.
    pub(crate) label: Clock,
    /// Of how much something is shown right now.
    pub(crate) shown: Clock,
}

impl Clocks {
    pub(crate) fn new() -> Self {
        Self {
            clicks: [1.0, 6.0, 24.0].map(|hours| Clock::new(hours * HOUR)),
            rate: Clock::new(2.0 * HOUR),
            against: [3.0, 18.0].map(|hours| Clock::new(hours * HOUR)),
            surprise: Clock::new(6.0 * HOUR),
            label: Clock::new(72.0 * HOUR),
            shown: Clock::new(0.5 * HOUR),
        }
    }

    pub(crate) fn set(&mut self, now: i64) {
        self.set_clicks(now);
        for clock in &mut self.against {
            clock.set(now);
        }
        for clock in [&mut self.rate, &mut self.surprise, &mut self.label, &mut self.shown] {
            clock.set(now);
        }
    }

    fn set_clicks(&mut self, now: i64) {
        for clock in &mut self.clicks {
            clock.set(now);
        }
    }
}

/// All readers' signals on one article.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pulse {
    pub(crate) clicks: [Fading; 3],
    pub(crate) rate_clicks: Fading,
    pub(crate) rate_shown: Fading,
    pub(crate) total_clicks: f64,
    pub(crate) total_shown: f64,
    /// Clicks, and clicks by chance.
    pub(crate) against: [[Fading; 2]; 2],
    /// The same on the front page, and under articles, in the longer half-life.
    pub(crate) at_place: [[Fading; 2]; 2],
    /// Clicks above what was expected, and what was expected.
    pub(crate) surprise: [Fading; 2],
    pub(crate) shown: Fading,
    /// Reads that are known of, whenever they were.
    pub(crate) reads: f32,
}

/// What was read within a reader's few reads after one article.
#[derive(Debug, Default)]
pub(crate) struct After {
    total: f32,
    counts: Map<u32, f32>,
}

impl After {
    fn add(&mut self, article: u32) {
        self.total += 1.0;
        *self.counts.entry(article).or_default() += 1.0;
    }

    /// How often that was this one, as a share.
    pub(crate) fn share(&self, article: u32) -> f32 {
        self.counts.get(&article).copied().unwrap_or(0.0) / (self.total + 10.0)
    }
}

/// All readers together.
#[derive(Debug)]
pub(crate) struct Crowd {
    pub(crate) clocks: Clocks,
    pulses: Vec<Pulse>,
    /// Clicks, and clicks by chance, by label.
    labels: Map<u32, [Fading; 2]>,
    after: Map<u32, After>,
    /// Clicks, and clicks by chance, of the second under the page of the first.
    under: Map<u64, [f32; 2]>,
    /// How articles fare in lists, as weights of their own.
    pub(crate) strengths: Sparse,
    /// Lists so far, fading like [`Pulse::shown`].
    pub(crate) lists: Fading,
}

/// A list with what came of it.
#[derive(Clone, Copy)]
pub(crate) struct Outcome<'a> {
    pub(crate) candidates: &'a [u32],
    /// Places.
    pub(crate) clicked: &'a [usize],
    /// The chance that each candidate was given.
    pub(crate) expected: &'a [f64],
    pub(crate) page: Option<u32>,
}

fn pair(first: u32, second: u32) -> u64 {
    (u64::from(first) << 32) | u64::from(second)
}

impl Crowd {
    pub(crate) fn new() -> Self {
        Self {
            clocks: Clocks::new(),
            pulses: Vec::new(),
            labels: Map::default(),
            after: Map::default(),
            under: Map::default(),
            strengths: Sparse::new(STRENGTH.0, STRENGTH.1),
            lists: Fading::default(),
        }
    }

    pub(crate) fn pulse(&self, article: u32) -> Option<&Pulse> {
        self.pulses.get(article as usize)
    }

    fn pulse_mut(&mut self, article: u32) -> Option<&mut Pulse> {
        let place = article as usize;
        if place >= self.pulses.len() {
            self.pulses.resize(place + 1, Pulse::default());
        }
        self.pulses.get_mut(place)
    }

    /// How often a label is opened against how often by chance, as a logarithm.
    pub(crate) fn rate(&self, label: u32) -> f32 {
        let clock = &self.clocks.label;
        self.labels.get(&label).map_or(0.0, |[clicks, chance]| {
            ln(((clicks.get(clock) + 3.0) / (chance.get(clock) + 3.0)) as f32)
        })
    }

    /// What was read after an article, if anything was.
    pub(crate) fn after(&self, first: u32) -> Option<&After> {
        self.after.get(&first)
    }

    /// How often the second was opened under the first against how often by chance, as a logarithm.
    pub(crate) fn under(&self, page: u32, article: u32) -> f32 {
        self.under
            .get(&pair(page, article))
            .map_or(0.0, |[clicks, chances]| ln((clicks + 0.5) / (chances + 0.5)))
    }

    /// Notes one read, before the reader does. `recent`: what was read before it. `followed`: also after what it was read.
    pub(crate) fn read(&mut self, recent: &Recent, article: u32, at: i64, followed: bool) {
        self.clocks.set_clicks(at);
        let clocks = self.clocks.clicks;
        if let Some(pulse) = self.pulse_mut(article) {
            for (clicks, clock) in pulse.clicks.iter_mut().zip(&clocks) {
                clicks.add(1.0, clock);
            }
            pulse.reads += 1.0;
        }
        if !followed {
            return;
        }
        for (before, when) in recent.latest() {
            if before != article && at - when < 86_400 {
                self.after.entry(before).or_default().add(article);
            }
        }
    }

    /// Notes earlier reads of one reader, in order, of which the times are not known.
    pub(crate) fn told(&mut self, reads: &[u32]) {
        for (place, article) in reads.iter().enumerate() {
            if let Some(pulse) = self.pulse_mut(*article) {
                pulse.reads += 1.0;
            }
            for before in reads.iter().take(place).rev().take(10) {
                self.after.entry(*before).or_default().add(*article);
            }
        }
    }

    /// Notes a list with its clicks.
    pub(crate) fn list(&mut self, corpus: &Corpus, list: &Outcome<'_>) {
        let Outcome { candidates, clicked, expected, page } = *list;
        let clocks = self.clocks.clone();
        let chance = 1.0 / candidates.len().max(1) as f64;
        self.lists.add(1.0, &clocks.shown);
        for (place, (article, expected)) in candidates.iter().zip(expected).enumerate() {
            let hit = if clicked.contains(&place) { 1.0 } else { 0.0 };
            if let Some(pulse) = self.pulse_mut(*article) {
                pulse.rate_clicks.add(hit, &clocks.rate);
                pulse.rate_shown.add(1.0, &clocks.rate);
                pulse.shown.add(1.0, &clocks.shown);
                pulse.total_clicks += hit;
                pulse.total_shown += 1.0;
                let [above, sum] = &mut pulse.surprise;
                above.add(hit - expected, &clocks.surprise);
                sum.add(*expected, &clocks.surprise);
                let [_, longer] = &clocks.against;
                if let Some([clicks, chances]) = pulse.at_place.get_mut(usize::from(page.is_some())) {
                    clicks.add(hit, longer);
                    chances.add(chance, longer);
                }
                for ([clicks, chances], clock) in pulse.against.iter_mut().zip(&clocks.against) {
                    clicks.add(hit, clock);
                    chances.add(chance, clock);
                }
            }
            if let Some(page) = page {
                let [clicks, chances] = self.under.entry(pair(page, *article)).or_default();
                *clicks += hit as f32;
                *chances += chance as f32;
            }
            for label in corpus.get(*article).into_iter().flat_map(labels) {
                let [clicks, chances] = self.labels.entry(label).or_default();
                clicks.add(hit, &clocks.label);
                chances.add(chance, &clocks.label);
            }
        }
    }
}
