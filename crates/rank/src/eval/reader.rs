//! What the stream knows of one reader, and (pooled) of all readers together.
#![expect(clippy::as_conversions, reason = "counts and times as real numbers in tight loops")]

use super::corpus::{Corpus, Map};

/// Reads remembered for the comparison of texts.
const RECENT: usize = 60;
/// Half-life of a reader's taste counts, seconds.
const TASTE: f64 = 14.0 * 86_400.0;

/// What a reader was shown of one article.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Shown {
    pub(crate) count: f32,
    pub(crate) first: i64,
    pub(crate) last: i64,
}

/// A count that fades.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Fading {
    value: f64,
    at: i64,
}

impl Fading {
    pub(crate) fn get(&self, now: i64, half_life: f64) -> f64 {
        if self.value == 0.0 { 0.0 } else { self.value * (-((now - self.at) as f64) / half_life).exp2() }
    }

    pub(crate) fn add(&mut self, amount: f64, now: i64, half_life: f64) {
        self.value = self.get(now, half_life) + amount;
        self.at = now;
    }
}

/// Own signals of one reader.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    /// Last reads, oldest first: article and time.
    pub(crate) recent: Vec<(u32, i64)>,
    /// When each article was read last.
    pub(crate) read: Map<u32, i64>,
    pub(crate) shown: Map<u32, Shown>,
    /// Reads by label (category or part), fading.
    pub(crate) by_label: Map<u32, Fading>,
    pub(crate) all: Fading,
    /// Shown and clicked by label, fading.
    pub(crate) label_shown: Map<u32, Fading>,
    pub(crate) label_clicked: Map<u32, Fading>,
    /// Where each word stands in the recent reads: place in the ring and weight.
    postings: Map<u32, Vec<(u8, f32)>>,
    /// Articles in the ring.
    ring: Vec<u32>,
    turn: usize,
    /// Mean and spread of the logarithm of age when read.
    pub(crate) age_sum: f64,
    pub(crate) age_count: f64,
    pub(crate) last_impression: Option<i64>,
    /// The end of the visit before this one (a gap of half an hour).
    pub(crate) last_visit: Option<i64>,
    pub(crate) in_visit: f32,
    pub(crate) clicks_in_visit: f32,
    pub(crate) impressions: f32,
}

impl Reader {
    /// Notes one read.
    pub(crate) fn reads(&mut self, corpus: &Corpus, article: u32, at: i64) {
        self.read.insert(article, at);
        self.recent.push((article, at));
        if self.recent.len() > RECENT {
            self.recent.remove(0);
        }
        self.all.add(1.0, at, TASTE);
        if let Some(info) = corpus.get(article) {
            for label in info.category.iter().chain(&info.subcategories) {
                self.by_label.entry(*label).or_default().add(1.0, at, TASTE);
            }
        }
        let place = self.turn % RECENT;
        self.turn += 1;
        if let Some(old) = self.ring.get_mut(place) {
            for (word, _) in corpus.vector(*old) {
                if let Some(places) = self.postings.get_mut(word) {
                    places.retain(|(other, _)| usize::from(*other) != place);
                }
            }
            *old = article;
        } else {
            self.ring.push(article);
        }
        for (word, weight) in corpus.vector(article) {
            self.postings.entry(*word).or_default().push((place as u8, *weight));
        }
        self.age_sum += corpus.hours(article, at).ln_1p();
        self.age_count += 1.0;
    }

    /// Notes one list that was shown.
    pub(crate) fn shown(&mut self, corpus: &Corpus, candidates: &[u32], at: i64) {
        // By chance alone each would be opened this often: lists are of very different length.
        let chance = 1.0 / candidates.len().max(1) as f64;
        for article in candidates {
            let shown = self.shown.entry(*article).or_insert(Shown { count: 0.0, first: at, last: at });
            shown.count += 1.0;
            shown.last = at;
            if let Some(info) = corpus.get(*article) {
                for label in info.category.iter().chain(&info.subcategories) {
                    self.label_shown.entry(*label).or_default().add(chance, at, TASTE);
                }
            }
        }
        if self.last_impression.is_none_or(|last| at - last > 1_800) {
            self.last_visit = self.last_impression;
            self.in_visit = 0.0;
            self.clicks_in_visit = 0.0;
        }
        self.in_visit += 1.0;
        self.impressions += 1.0;
        self.last_impression = Some(at);
    }

    /// Notes a click among what was shown.
    pub(crate) fn clicked(&mut self, corpus: &Corpus, article: u32, at: i64) {
        if let Some(info) = corpus.get(article) {
            for label in info.category.iter().chain(&info.subcategories) {
                self.label_clicked.entry(*label).or_default().add(1.0, at, TASTE);
            }
        }
        self.clicks_in_visit += 1.0;
        self.reads(corpus, article, at);
    }

    /// How alike an article is to the most alike of the recent reads, and to all of them on the mean.
    pub(crate) fn alike(&self, corpus: &Corpus, article: u32) -> (f32, f32) {
        let mut sums = [0.0_f32; RECENT];
        for (word, weight) in corpus.vector(article) {
            for (place, other) in self.postings.get(word).into_iter().flatten() {
                if let Some(sum) = sums.get_mut(usize::from(*place)) {
                    *sum += weight * other;
                }
            }
        }
        let mut best = 0.0_f32;
        let mut total = 0.0;
        for (sum, other) in sums.iter().zip(&self.ring) {
            if *other != article {
                best = best.max(*sum);
                total += sum;
            }
        }
        (best, total / (self.ring.len().max(1) as f32))
    }

    pub(crate) fn share(&self, label: u32, now: i64) -> (f64, f64) {
        let of = self.by_label.get(&label).map_or(0.0, |count| count.get(now, TASTE));
        (of, self.all.get(now, TASTE))
    }

    /// How often a label was opened against how often by chance, smoothed; as a logarithm.
    pub(crate) fn rate(&self, label: u32, now: i64) -> f64 {
        let of = |map: &Map<u32, Fading>| map.get(&label).map_or(0.0, |count| count.get(now, TASTE));
        ((of(&self.label_clicked) + 1.0) / (of(&self.label_shown) + 1.0)).ln()
    }
}

/// Half-lives of popularity, seconds.
pub(crate) const HALVES: [f64; 3] = [3_600.0, 6.0 * 3_600.0, 24.0 * 3_600.0];

/// All readers' signals on one article.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pulse {
    pub(crate) clicks: [Fading; 3],
    pub(crate) rate_clicks: Fading,
    pub(crate) rate_shown: Fading,
    pub(crate) total_clicks: f64,
    pub(crate) total_shown: f64,
    /// Clicks, and clicks by chance, fading in three and in eighteen hours.
    pub(crate) against: [[Fading; 2]; 2],
    /// The same on the front page, and under articles.
    pub(crate) at_place: [[Fading; 2]; 2],
    /// Clicks above what was expected, and what was expected.
    pub(crate) surprise: [Fading; 2],
}

/// Half-lives of [`Pulse::against`], seconds.
pub(crate) const AGAINST: [f64; 2] = [3.0 * 3_600.0, 18.0 * 3_600.0];

/// All readers together.
#[derive(Debug, Default)]
pub(crate) struct Crowd {
    pub(crate) pulses: Map<u32, Pulse>,
    pub(crate) label_clicks: Map<u32, Fading>,
    pub(crate) label_chance: Map<u32, Fading>,
    /// How often the second was read within a reader's few reads after the first.
    pub(crate) pairs: Map<(u32, u32), f32>,
    pub(crate) firsts: Map<u32, f32>,
    /// Clicks, and clicks by chance, of the second under the page of the first.
    pub(crate) under: Map<(u32, u32), [f32; 2]>,
}

/// Half-life of [`Pulse::surprise`], seconds.
pub(crate) const SURPRISE: f64 = 6.0 * 3_600.0;

/// A list with what came of it.
#[derive(Clone, Copy)]
pub(crate) struct Outcome<'a> {
    pub(crate) candidates: &'a [u32],
    pub(crate) clicked: &'a [u32],
    pub(crate) expected: &'a [f64],
    pub(crate) page: Option<u32>,
    pub(crate) at: i64,
}

/// Half-life of a label's clicks, seconds.
const LABEL: f64 = 3.0 * 86_400.0;

impl Crowd {
    /// How often a label is opened against how often by chance, as a logarithm.
    pub(crate) fn rate(&self, label: u32, now: i64) -> f32 {
        let of = |map: &Map<u32, Fading>| map.get(&label).map_or(0.0, |count| count.get(now, LABEL));
        ((of(&self.label_clicks) + 3.0) / (of(&self.label_chance) + 3.0)).ln() as f32
    }

    pub(crate) fn read(&mut self, reader: &Reader, article: u32, at: i64) {
        let pulse = self.pulses.entry(article).or_default();
        for (clicks, half) in pulse.clicks.iter_mut().zip(HALVES) {
            clicks.add(1.0, at, half);
        }
        for (before, when) in reader.recent.iter().rev().take(6) {
            if *before != article && at - when < 86_400 {
                *self.pairs.entry((*before, article)).or_default() += 1.0;
                *self.firsts.entry(*before).or_default() += 1.0;
            }
        }
    }

    /// Notes a list with its clicks. `expected`: the chance that each candidate was given.
    pub(crate) fn list(&mut self, corpus: &Corpus, list: &Outcome<'_>) {
        let Outcome { candidates, clicked, expected, page, at } = *list;
        let chance = 1.0 / candidates.len().max(1) as f64;
        for (article, expected) in candidates.iter().zip(expected) {
            let hit = if clicked.contains(article) { 1.0 } else { 0.0 };
            let pulse = self.pulses.entry(*article).or_default();
            pulse.rate_clicks.add(hit, at, 7_200.0);
            pulse.rate_shown.add(1.0, at, 7_200.0);
            pulse.total_clicks += hit;
            pulse.total_shown += 1.0;
            let [above, sum] = &mut pulse.surprise;
            above.add(hit - expected, at, SURPRISE);
            sum.add(*expected, at, SURPRISE);
            if let Some([clicks, chances]) = pulse.at_place.get_mut(usize::from(page.is_some())) {
                clicks.add(hit, at, AGAINST[1]);
                chances.add(chance, at, AGAINST[1]);
            }
            if let Some(page) = page {
                let [clicks, chances] = self.under.entry((page, *article)).or_default();
                *clicks += hit as f32;
                *chances += chance as f32;
            }
            for ([clicks, chances], half) in pulse.against.iter_mut().zip(AGAINST) {
                clicks.add(hit, at, half);
                chances.add(chance, at, half);
            }
            if let Some(info) = corpus.get(*article) {
                for label in info.category.iter().chain(&info.subcategories) {
                    self.label_clicks.entry(*label).or_default().add(hit, at, LABEL);
                    self.label_chance.entry(*label).or_default().add(chance, at, LABEL);
                }
            }
        }
    }
}
