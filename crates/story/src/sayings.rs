//! Who says what in a story: the claims of its articles by speaker, side by side across outlets.

use crate::synonyms;
use crate::types::ArticleId;
use crate::unfold::{Reading, without_dateline};
use crate::voices::{Claim, claims};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use text::{fold, terms};

/// Claims taken of one report.
const CLAIMS: usize = 12;
/// Claims shown of one speaker.
const SAID: usize = 8;
/// Characters that a text's language is told from.
const TOLD_BY: usize = 500;
/// Speakers of a story.
const VOICES: usize = 40;

/// A speaker.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Voice {
    /// By the fullest name that a report gives.
    pub speaker: String,
    /// What reports say they are ("mayor of Paris").
    pub role: Option<String>,
    /// What they are reported to say, in order of time; each saying once.
    pub said: Vec<Said>,
}

/// A claim as one outlet reports it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Said {
    /// In which article.
    pub article: ArticleId,
    /// By which outlet.
    pub outlet: String,
    /// The sentence.
    pub sentence: String,
    /// The quoted words, where it quotes.
    pub quote: Option<String>,
    /// Further reports of the same saying.
    pub also: Vec<Also>,
}

/// A further report of a saying.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Also {
    /// The article.
    pub article: ArticleId,
    /// Its outlet.
    pub outlet: String,
}

struct Group {
    speakers: BTreeMap<String, usize>,
    roles: BTreeMap<String, usize>,
    outlets: BTreeSet<String>,
    said: Vec<(BTreeSet<String>, Said)>,
}

/// The voices of a story's articles, which come in order of time, without copies.
pub(crate) fn voices(list: &[&Reading<'_>]) -> Vec<Voice> {
    let mut groups: Vec<(Key, Group)> = Vec::new();
    for a in list {
        let head =
            a.text.char_indices().nth(TOLD_BY).map_or(a.text, |(i, _)| a.text.get(..i).unwrap_or(a.text));
        let lang = text::language(head, a.language).unwrap_or_default();
        for c in claims(a.text, &lang, CLAIMS) {
            let key = Key::of(&c);
            // An outlet that quotes itself tells nobody else's mind.
            if key.is_outlet(a.outlet) {
                continue;
            }
            let at = match groups.iter().position(|(k, _)| k.same(&key)) {
                Some(at) => at,
                None => {
                    let empty = Group {
                        speakers: BTreeMap::new(),
                        roles: BTreeMap::new(),
                        outlets: BTreeSet::new(),
                        said: Vec::new(),
                    };
                    groups.push((key.clone(), empty));
                    groups.len() - 1
                }
            };
            if let Some((known, group)) = groups.get_mut(at) {
                known.learn(&key);
                group.add(c, a);
            }
        }
    }
    let mut out: Vec<(bool, usize, usize, Voice)> = groups
        .into_iter()
        .map(|(key, g)| {
            let reports = g.said.iter().map(|s| 1 + s.1.also.len()).sum();
            let speaker = best(&g.speakers).unwrap_or_default();
            let role = if key.person { best(&g.roles) } else { None };
            let said = g.said.into_iter().map(|s| s.1).take(SAID).collect();
            // "officials", "police": many may be meant.
            let vague = !speaker.chars().any(char::is_uppercase);
            (vague, g.outlets.len(), reports, Voice { speaker: capital(&speaker), role, said })
        })
        .collect();
    out.sort_by(|a, b| {
        a.0.cmp(&b.0).then(b.1.cmp(&a.1)).then(b.2.cmp(&a.2)).then_with(|| a.3.speaker.cmp(&b.3.speaker))
    });
    out.truncate(VOICES);
    out.into_iter().map(|v| v.3).collect()
}

impl Group {
    fn add(&mut self, c: Claim, a: &Reading<'_>) {
        *self.speakers.entry(c.speaker).or_default() += 1;
        if let Some(role) = c.role.filter(|r| !is_address(r)) {
            *self.roles.entry(role).or_default() += 1;
        }
        self.outlets.insert(a.outlet.to_owned());
        let own: BTreeSet<String> =
            terms(c.quote.as_deref().unwrap_or(&c.sentence), Some("en")).into_iter().collect();
        let same = self.said.iter_mut().find(|(other, s)| {
            let shared = other.intersection(&own).count();
            s.article != a.id && shared >= 3 && shared * 10 >= other.len().min(own.len()) * 6
        });
        match same {
            Some((_, s)) => {
                let also = Also { article: a.id, outlet: a.outlet.to_owned() };
                if s.outlet != also.outlet && !s.also.iter().any(|o| o.outlet == also.outlet) {
                    s.also.push(also);
                }
            }
            None => self.said.push((
                own,
                Said {
                    article: a.id,
                    outlet: a.outlet.to_owned(),
                    sentence: without_dateline(&c.sentence).to_owned(),
                    quote: c.quote,
                    also: Vec::new(),
                },
            )),
        }
    }
}

/// "Mr", "Mrs": a form of address, no role.
fn is_address(role: &str) -> bool {
    matches!(
        role.trim_end_matches('.').to_lowercase().as_str(),
        "mr" | "mrs" | "ms" | "miss" | "sir" | "lord" | "lady" | "dame"
    )
}

/// The fullest form; of forms equally full the one most used.
fn best(counts: &BTreeMap<String, usize>) -> Option<String> {
    let size = |s: &str| s.split(' ').count().min(6);
    counts
        .iter()
        .max_by(|a, b| size(a.0).cmp(&size(b.0)).then(a.1.cmp(b.1)).then(b.0.cmp(a.0)))
        .map(|c| c.0.clone())
}

fn capital(s: &str) -> String {
    let mut chars = s.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// What makes two speakers one: "Mayor Ana Lopez", "Lopez"; "the UN", "United Nations".
#[derive(Debug, Clone)]
struct Key {
    person: bool,
    first: Option<String>,
    last: String,
    whole: String,
}

impl Key {
    fn of(c: &Claim) -> Self {
        let whole = synonyms::label(&fold(&c.speaker)).map_or_else(|| fold(&c.speaker), fold);
        let mut words = whole.split(' ');
        let last = words.next_back().unwrap_or_default().to_owned();
        Self { person: c.person, first: words.next().map(str::to_owned), last, whole }
    }

    fn same(&self, other: &Self) -> bool {
        if self.whole == other.whole {
            return true;
        }
        // A bare surname is the person of that name; two first names are two people.
        let loose = self.person || other.person;
        loose
            && self.last == other.last
            && match (&self.first, &other.first) {
                (Some(_), Some(_)) => false,
                (Some(_), None) => self.person,
                (None, Some(_)) => other.person,
                (None, None) => true,
            }
    }

    fn learn(&mut self, other: &Self) {
        if self.first.is_none() && other.first.is_some() {
            *self = other.clone();
        }
        self.person |= other.person;
    }

    fn is_outlet(&self, outlet: &str) -> bool {
        let plain = |s: &str| s.trim_start_matches("the ").replace(['.', ' ', '-'], "");
        let (own, house) = (plain(&self.whole), plain(&fold(outlet)));
        own.len() >= 2
            && !house.is_empty()
            && (own == house
                || own.len() >= 3 && house.starts_with(&own)
                || house.len() >= 3 && own.starts_with(&house))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn side_by_side() {
        let article = |id, outlet, text| Reading {
            id,
            at: id,
            outlet,
            language: Some("en"),
            text,
            ..Reading::default()
        };
        let list = [
            article(
                1,
                "Post",
                "“We will rebuild every house in this street,” Mayor Ana Lopez said. The Post said it had seen the plans of the hall.",
            ),
            article(
                2,
                "Times",
                "Lopez said: “We will rebuild every house in this street.” The UN said it would send forty tents.",
            ),
            article(
                3,
                "Echo",
                "Lopez denied that taxes would rise for this. The United Nations warned that winter was near.",
            ),
        ];
        let list: Vec<&Reading<'_>> = list.iter().collect();
        let v = voices(&list);
        let told: Vec<(&str, usize)> = v.iter().map(|v| (v.speaker.as_str(), v.said.len())).collect();
        assert_eq!(told, [("Ana Lopez", 2), ("United Nations", 2)]);
        assert_eq!(v[0].role.as_deref(), Some("Mayor"));
        assert_eq!(v[0].said[0].also, [Also { article: 2, outlet: "Times".into() }]);
    }
}
