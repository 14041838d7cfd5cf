//! A learner that is told how the simulated world is made: about the best that anybody could do with the same clicks.

use crate::simulation::{FOLLOWED, SOURCES, TOPICS, World, circumstances, number};
use rank::Candidate;

const TERMS: usize = TOPICS + SOURCES + 3;
/// A day adds this part of the prior's variance, as tastes may drift.
const DRIFT: f64 = 0.005;

/// Bayesian logistic regression with the full covariance, one observation at a time (an extended Kalman filter, with
/// MacKay's 1992 correction for what is uncertain). It knows which stories were not looked at.
pub(crate) struct Knower {
    mean: Vec<f64>,
    covariance: Vec<[f64; TERMS]>,
    prior: Vec<f64>,
}

impl Knower {
    pub(crate) fn new(world: World) -> Self {
        let mut mean = vec![0.0; TERMS];
        let mut prior = vec![world.topics.powi(2); TERMS];
        // The best three of thirty normal draws: their mean and variance together.
        let (likes, spread) = world.followed.unwrap_or((1.6 * world.topics, 0.45 * world.topics));
        mean[..FOLLOWED].fill(likes);
        prior[..FOLLOWED].fill(spread.powi(2));
        prior[TOPICS..TOPICS + SOURCES].fill(world.sources.powi(2));
        let habits = TOPICS + SOURCES;
        mean[habits..].copy_from_slice(&[0.55, world.size, -world.opens_at]);
        prior[habits..].copy_from_slice(&[world.habits.powi(2) + 1e-6, world.habits.powi(2) + 1e-6, 0.01]);
        let covariance = (0..TERMS)
            .map(|term| {
                let mut row = [0.0; TERMS];
                row[term] = prior[term];
                row
            })
            .collect();
        Self { mean, covariance, prior }
    }

    fn terms(candidate: &Candidate, now: i64) -> [(usize, f64); 5] {
        let [age, size] = circumstances(candidate, now);
        let habits = TOPICS + SOURCES;
        let (topic, source) = (number(&candidate.topics), TOPICS + number(&candidate.sources));
        [(topic, 1.0), (source, 1.0), (habits, -age), (habits + 1, size), (habits + 2, 1.0)]
    }

    pub(crate) fn expects(&self, candidate: &Candidate, now: i64) -> f64 {
        Self::terms(candidate, now).iter().map(|(term, x)| self.mean[*term] * x).sum()
    }

    pub(crate) fn learn(&mut self, candidate: &Candidate, now: i64, looked: bool, opened: bool) {
        if !looked {
            return;
        }
        let terms = Self::terms(candidate, now);
        let with: Vec<f64> =
            self.covariance.iter().map(|row| terms.iter().map(|(term, x)| row[*term] * x).sum()).collect();
        let variance: f64 = terms.iter().map(|(term, x)| with[*term] * x).sum();
        let tempered = self.expects(candidate, now) / (1.0 + std::f64::consts::PI * variance / 8.0).sqrt();
        let chance = 1.0 / (1.0 + (-tempered).exp());
        let information = (chance * (1.0 - chance)).max(1e-3);
        let gain = 1.0 / (1.0 + information * variance);
        let error = if opened { 1.0 - chance } else { -chance };
        for (mean, with) in self.mean.iter_mut().zip(&with) {
            *mean += with * error * gain;
        }
        for (row, one) in self.covariance.iter_mut().zip(&with) {
            for (cell, other) in row.iter_mut().zip(&with) {
                *cell -= one * other * information * gain;
            }
        }
    }

    pub(crate) fn a_day_passes(&mut self) {
        for term in 0..TOPICS + SOURCES {
            self.covariance[term][term] += DRIFT * self.prior[term];
        }
    }
}
