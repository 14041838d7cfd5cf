//! One learned weight, and a table of them.

use crate::number;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::{BTreeMap, HashMap};

/// Precision of a habit's prior: habits are shared by all readers and move slowly.
pub(crate) const HABIT_PRECISION: f64 = 40.0;
/// Precision of the prior of how often a reader opens anything: readers differ widely in it.
pub(crate) const OPENING_PRECISION: f64 = 2.0;
/// Evidence halves in this time, seconds: 90 days.
const HALF_LIFE: f64 = 90.0 * 86_400.0;
/// No weight says more than this, in log-odds.
const BOUND: f64 = 4.0;
/// Precision of a weight that the reader set by hand.
const FIRM: f64 = 20.0;
/// The most weights a table keeps; the weakest are forgotten beyond.
const TABLE_KEPT: usize = 5_000;

/// A kind of taste.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Group {
    /// What stories are about.
    Topics,
    /// Who tells them.
    Sources,
    /// Who writes them.
    Authors,
    /// The words in them.
    Words,
}

impl Group {
    /// All groups.
    pub const ALL: [Self; 4] = [Self::Topics, Self::Sources, Self::Authors, Self::Words];

    /// Precision (1 / variance) of the prior of a taste weight, chosen by the simulated reader of the tests. Readers
    /// differ most in topics; sources were chosen by the reader, so they differ less.
    #[must_use]
    pub(crate) const fn prior_precision(self) -> f64 {
        match self {
            Self::Topics => 2.5,
            Self::Sources => 6.0,
            Self::Authors | Self::Words => 1.0 / 0.3,
        }
    }
}

/// A learned weight: a normal distribution over log-odds, with evidence that fades.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Weight {
    /// As people read it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// What was learned on top of the prior, in log-odds, as of `at`.
    pub mean: f64,
    /// Evidence: precision gained over the prior's, as of `at`.
    pub evidence: f64,
    /// When it last changed, Unix seconds.
    pub at: i64,
    /// Where it starts from, in log-odds.
    #[serde(skip_serializing_if = "is_zero")]
    pub prior: f64,
}

fn is_zero(value: &f64) -> bool {
    *value == 0.0
}

impl Weight {
    /// A weight with nothing learned yet.
    #[must_use]
    pub const fn prior(prior: f64) -> Self {
        Self { label: String::new(), mean: 0.0, evidence: 0.0, at: 0, prior }
    }

    /// The part of the evidence that is left after fading: 1 when fresh, 0.5 after 90 days.
    fn kept(&self, now: i64) -> f64 {
        let passed = now.saturating_sub(self.at);
        if passed <= 0 { 1.0 } else { (-number::seconds(passed) / HALF_LIFE).exp2() }
    }

    /// Mean (prior included) and evidence at a time. Evidence fades exponentially in natural parameters, so the mean
    /// returns to the prior as it does.
    pub(crate) fn at_time(&self, now: i64, prior_precision: f64) -> (f64, f64) {
        let kept = self.kept(now);
        let evidence = self.evidence * kept;
        let mean = self.mean * kept * (prior_precision + self.evidence) / (prior_precision + evidence);
        let total = self.prior + mean;
        (if total.is_finite() { total.clamp(-BOUND, BOUND) } else { self.prior }, evidence.max(0.0))
    }

    /// Value of a habit at a time.
    pub(crate) fn habit(&self, now: i64) -> f64 {
        self.at_time(now, HABIT_PRECISION).0
    }

    /// One step of diagonal Bayesian logistic regression (Laplace's approximation, as in Graepel et al. 2010):
    /// `pull` = weight · (label − probability) · x, `information` = weight · p(1 − p) · x².
    pub(crate) fn update(&mut self, pull: f64, information: f64, at: i64, prior_precision: f64) {
        let (mean, evidence) = self.at_time(at, prior_precision);
        let evidence = evidence + information;
        let moved = mean + pull / (prior_precision + evidence);
        // Near the bound steps shrink instead of stopping, so that every answer still shows.
        let bounded = if moved.abs() > BOUND - 1.0 && moved.abs() > mean.abs() {
            let room = (BOUND - mean.abs()).max(0.0);
            mean + (moved - mean).clamp(-room / 2.0, room / 2.0)
        } else {
            moved
        };
        self.mean = bounded - self.prior;
        self.evidence = evidence;
        self.at = self.at.max(at);
    }
}

/// A weight as the profile page shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Learned {
    /// The kind of taste.
    pub group: Group,
    /// Its key.
    pub key: String,
    /// As people read it.
    pub label: String,
    /// Log-odds that it adds.
    pub mean: f64,
    /// Standard deviation of that.
    pub uncertainty: f64,
    /// How much it rests on: 0 = nothing; an open adds about 0.1, an answer about 0.75.
    pub evidence: f64,
}

/// Weights by key. Serialises in the order of keys.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    weights: HashMap<String, Weight, foldhash::fast::RandomState>,
    group: Group,
}

impl Table {
    /// A table with nothing learned yet.
    pub(crate) fn new(group: Group) -> Self {
        Self { weights: HashMap::default(), group }
    }

    /// The same weights as tastes of this kind.
    pub(crate) fn of(mut self, group: Group) -> Self {
        self.group = group;
        self
    }

    /// Mean of a key's weight at a time; 0 where nothing is known.
    #[must_use]
    pub fn mean(&self, key: &str, now: i64) -> f64 {
        self.weights.get(key).map_or(0.0, |weight| weight.at_time(now, self.group.prior_precision()).0)
    }

    /// Standard deviation of a key's weight at a time.
    #[must_use]
    pub fn uncertainty(&self, key: &str, now: i64) -> f64 {
        let evidence =
            self.weights.get(key).map_or(0.0, |weight| weight.at_time(now, self.group.prior_precision()).1);
        (1.0 / (self.group.prior_precision() + evidence)).sqrt()
    }

    /// Nothing was learned.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// Weights kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    pub(crate) fn update(&mut self, key: &str, label: &str, pull: f64, information: f64, at: i64) {
        let precision = self.group.prior_precision();
        if let Some(weight) = self.weights.get_mut(key) {
            weight.update(pull, information, at, precision);
            return;
        }
        let mut weight = Weight { label: label.to_owned(), ..Weight::default() };
        weight.update(pull, information, at, precision);
        self.weights.insert(key.to_owned(), weight);
        if self.weights.len() > TABLE_KEPT + TABLE_KEPT / 4 {
            self.forget_weakest(at);
        }
    }

    pub(crate) fn weight(&self, key: &str) -> Option<&Weight> {
        self.weights.get(key)
    }

    /// Puts a weight as it was once; none forgets it.
    pub(crate) fn put(&mut self, key: &str, weight: Option<Weight>) {
        match weight {
            Some(weight) => self.weights.insert(key.to_owned(), weight),
            None => self.weights.remove(key),
        };
    }

    pub(crate) fn set(&mut self, key: &str, label: &str, mean: f64, at: i64) {
        if mean == 0.0 || !mean.is_finite() {
            self.weights.remove(key);
            return;
        }
        let mean = mean.clamp(-BOUND, BOUND);
        let weight = Weight { label: label.to_owned(), mean, evidence: FIRM, at, prior: 0.0 };
        self.weights.insert(key.to_owned(), weight);
    }

    fn forget_weakest(&mut self, now: i64) {
        let mut order: Vec<(f64, String)> = self
            .weights
            .iter()
            .map(|(key, weight)| (weight.at_time(now, self.group.prior_precision()).0.abs(), key.clone()))
            .collect();
        order.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        for (_, key) in order.drain(..).skip(TABLE_KEPT) {
            self.weights.remove(&key);
        }
    }

    pub(crate) fn learned(&self, now: i64) -> Vec<Learned> {
        let mut out: Vec<Learned> = self
            .weights
            .iter()
            .map(|(key, weight)| {
                let (mean, evidence) = weight.at_time(now, self.group.prior_precision());
                let label = if weight.label.is_empty() { key.clone() } else { weight.label.clone() };
                let uncertainty = (1.0 / (self.group.prior_precision() + evidence)).sqrt();
                Learned { group: self.group, key: key.clone(), label, mean, uncertainty, evidence }
            })
            .collect();
        out.sort_by(|a, b| b.mean.abs().total_cmp(&a.mean.abs()).then_with(|| a.key.cmp(&b.key)));
        out
    }
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.weights.iter().collect::<BTreeMap<_, _>>())
    }
}

impl<'de> Deserialize<'de> for Table {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut weights: HashMap<String, Weight, foldhash::fast::RandomState> =
            HashMap::deserialize(deserializer)?;
        for weight in weights.values_mut() {
            weight.mean = if weight.mean.is_finite() { weight.mean.clamp(-BOUND, BOUND) } else { 0.0 };
            weight.evidence = if weight.evidence.is_finite() { weight.evidence.max(0.0) } else { 0.0 };
        }
        Ok(Self { weights, group: Group::Topics })
    }
}
