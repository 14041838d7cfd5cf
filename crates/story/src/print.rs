//! An article as vectors: what the desk compares.

use crate::cross;
use crate::frequency::Frequency;
use crate::headline;
use crate::settings::Settings;
use crate::types::Incoming;
use crate::vector::{Counts, Query};
use serde::{Deserialize, Serialize};
use text::{fold, hash32};

/// Characters of the text behind the lead that go into the vector of the body.
const BODY: usize = 1_200;
/// Terms kept of an article in one space.
const TERMS: usize = 64;

/// Spaces of vectors, each with its own document frequencies: headline; body (headline, address, lead, text);
/// names and numbers; what meets across languages.
pub(crate) const SPACES: usize = 4;
pub(crate) const TITLE: usize = 0;
pub(crate) const BODIES: usize = 1;
pub(crate) const NAME: usize = 2;
pub(crate) const CROSS: usize = 3;

/// The spaces' document frequencies.
pub(crate) type Spaces = [Frequency; SPACES];

/// An article's vectors as kept.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Print(pub [Counts; SPACES]);

/// An article's vectors ready for comparison.
#[derive(Debug, Clone, Default)]
pub(crate) struct Queries(pub [Query; SPACES]);

/// An article's words before they are weighed, with what else is told from them.
pub(crate) struct Words {
    pub language: Option<String>,
    pub title: Vec<String>,
    pub body: Vec<String>,
    pub names: Vec<String>,
    slug: Vec<String>,
    numbers: Vec<String>,
    cross: Vec<(u32, f32)>,
}

impl Words {
    pub(crate) fn of(a: &Incoming<'_>) -> Self {
        let end = a.text.char_indices().nth(BODY).map_or(a.text.len(), |(i, _)| i);
        let body = a.text.get(..end).unwrap_or(a.text);
        let sample = if body.len() > 200 { body.to_owned() } else { [a.title, a.lead, body].join("\n") };
        let language = text::language(&sample, a.language);
        let lang = language.as_deref().or(Some("und"));
        let headline = headline::proper(a.title);
        let title = text::terms(headline, lang);
        let rest = [a.key_points.join("\n").as_str(), a.lead, body].join("\n");
        let body_terms = text::terms(&rest, lang);
        let names = text::names(&[headline, &rest].join("\n"), lang);
        let numbers: Vec<String> = text::words(headline)
            .iter()
            .filter(|w| w.text.starts_with(|c: char| c.is_ascii_digit()))
            .map(|w| w.text.to_owned())
            .collect();
        let cross = cross::terms(headline, &names, lang.unwrap_or_default());
        let slug = text::terms(&slug(a.url), lang);
        Self { language, title, body: body_terms, names, slug, numbers, cross }
    }

    /// Weighs the words by the spaces' frequencies and then counts them there.
    pub(crate) fn print(&self, spaces: &mut Spaces, at: i64, settings: &Settings) -> (Queries, Print) {
        let half = settings.frequency_half_life;
        let title: Vec<(u32, f32)> = self.title.iter().map(|t| (hash32(t), 1.0)).collect();
        let mut body: Vec<(u32, f32)> = title.iter().map(|(t, _)| (*t, 2.0)).collect();
        body.extend(self.body.iter().chain(&self.slug).map(|t| (hash32(t), 1.0)));
        let parts =
            self.names.iter().flat_map(|n| n.split([' ', '-'])).filter(|w| w.chars().count() > 2).map(fold);
        let name: Vec<(u32, f32)> =
            parts.chain(self.numbers.iter().cloned()).map(|w| (hash32(&w), 1.0)).collect();
        let lang = language_key(self.language.as_deref());
        let mut queries = Queries::default();
        let mut print = Print::default();
        for (i, pairs) in [title, body, name, self.cross.clone()].into_iter().enumerate() {
            let (Some(space), Some(query), Some(counts)) =
                (spaces.get_mut(i), queries.0.get_mut(i), print.0.get_mut(i))
            else {
                continue;
            };
            let g = space.lens(at, half, lang);
            (*query, *counts) = Query::weigh(pairs, TERMS, |t| space.idf(t, g));
            space.count(counts.terms().iter().copied(), lang, at, half);
        }
        (queries, print)
    }
}

/// A language as a key.
pub(crate) fn language_key(lang: Option<&str>) -> u32 {
    lang.map_or(0, hash32)
}

/// The words of an address: often the first headline, or what the article is filed under.
fn slug(url: &str) -> String {
    let path = url.split_once("://").map_or(url, |(_, p)| p);
    let path = path.split_once('/').map_or("", |(_, p)| p);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let best = path.split('/').max_by_key(|p| p.split(['-', '_']).count()).unwrap_or_default();
    let words: Vec<&str> = best
        .split(['-', '_', '.', '+'])
        .filter(|w| {
            w.len() > 2
                && w.chars().all(char::is_alphabetic)
                && !matches!(*w, "html" | "htm" | "php" | "aspx")
        })
        .collect();
    if words.len() >= 3 { words.join(" ") } else { String::new() }
}
