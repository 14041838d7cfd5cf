//! An article as vectors: what the desk compares.

use crate::frequency::Frequency;
use crate::num::real;
use crate::settings::Settings;
use crate::types::Incoming;
use crate::vector::Vector;
use serde::{Deserialize, Serialize};
use text::{fold, hash32};

/// Bytes of the text behind the lead that go into the vector of the body.
const BODY: usize = 1_500;

/// The spaces of vectors with their document frequencies.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Spaces {
    pub title: Frequency,
    pub body: Frequency,
    pub name: Frequency,
}

/// An article's unit vectors.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Print {
    /// Terms of the headline.
    pub title: Vector,
    /// Terms of headline, lead and the text's beginning.
    pub body: Vector,
    /// Names and numbers, folded, so that they meet across languages.
    pub name: Vector,
}

/// An article's words before they are weighed, with what else is told from them.
pub(crate) struct Words {
    pub language: Option<String>,
    pub title: Vec<String>,
    pub body: Vec<String>,
    pub names: Vec<String>,
    numbers: Vec<String>,
}

impl Words {
    pub(crate) fn of(a: &Incoming<'_>) -> Self {
        let end = a.text.char_indices().nth(BODY).map_or(a.text.len(), |(i, _)| i);
        let body = a.text.get(..end).unwrap_or(a.text);
        let points = a.key_points.join("\n");
        let sample = if body.len() > 200 { body.to_owned() } else { [a.title, a.lead, body].join("\n") };
        let language = text::language(&sample, a.language);
        let lang = language.as_deref();
        let title = text::terms(a.title, lang);
        let rest = [points.as_str(), a.lead, body].join("\n");
        let body_terms = text::terms(&rest, lang);
        let whole = [a.title, &rest].join("\n");
        let names = text::names(&whole, lang);
        let numbers = text::words(a.title)
            .iter()
            .filter(|w| w.text.starts_with(|c: char| c.is_ascii_digit()))
            .map(|w| w.text.to_owned())
            .collect();
        Self { language, title, body: body_terms, names, numbers }
    }

    /// Weighs the words by the spaces' frequencies and then counts them there.
    pub(crate) fn print(&self, spaces: &mut Spaces, at: i64, settings: &Settings) -> Print {
        let half = settings.frequency_half_life;
        let title = weigh(self.title.iter().map(|t| (hash32(t), 1.0)), &mut spaces.title, at, half);
        let both =
            self.title.iter().map(|t| (hash32(t), 2.0)).chain(self.body.iter().map(|t| (hash32(t), 1.0)));
        let body = weigh(both, &mut spaces.body, at, half);
        let names =
            self.names.iter().flat_map(|n| n.split([' ', '-'])).filter(|w| w.chars().count() > 2).map(fold);
        let keys = names.chain(self.numbers.iter().cloned()).map(|w| (hash32(&w), 1.0));
        let name = weigh(keys, &mut spaces.name, at, half);
        Print { title, body, name }
    }
}

fn weigh(terms: impl Iterator<Item = (u32, f32)>, space: &mut Frequency, at: i64, half_life: i64) -> Vector {
    let counts = Vector::from_pairs(terms.collect());
    let g = space.weight(at, half_life);
    let weighed = counts.iter().map(|(t, n)| (t, (1.0 + n.max(1.0).ln()) * space.idf(t, g))).collect();
    space.count(counts.iter().map(|(t, _)| t), at, half_life);
    let mut v = Vector::from_pairs(weighed);
    v.cap(80);
    v.unit()
}

/// How much two spans of time lie apart, in days; a little apart counts little.
pub(crate) fn days(seconds: i64) -> f32 {
    real(usize::try_from(seconds.max(0)).unwrap_or(usize::MAX)) / 86_400.0
}
