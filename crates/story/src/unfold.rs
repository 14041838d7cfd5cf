//! How a story unfolds, told from its articles' texts: what each report adds, how copies differ, who says what.
//!
//! A pure function of the texts, so that the desk need not keep them.

use crate::key_points::is_teaser;
use crate::types::ArticleId;
use crate::voices::{Claim, claims};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use text::{fold, minhash, names, sentences, terms, words};

/// Sentences of a report that are looked at.
const SENTENCES: usize = 24;
/// New sentences shown of one report.
const ADDED: usize = 3;
/// Claims taken of one report.
const CLAIMS: usize = 6;

/// An article of the story with its text. Times are Unix seconds.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reading<'a> {
    /// The article's number.
    pub id: ArticleId,
    /// When it was published.
    pub at: i64,
    /// Who publishes it.
    pub outlet: &'a str,
    /// BCP 47 tag.
    pub language: Option<&'a str>,
    /// Headline.
    pub title: &'a str,
    /// Body or lead as plain text; may be empty.
    pub text: &'a str,
    /// The article of which it is a copy.
    pub copy_of: Option<ArticleId>,
}

/// How a story unfolds.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Unfolding {
    /// Reports that brought something, in order of time; the first is the story's beginning.
    pub timeline: Vec<Development>,
    /// How copies differ from their originals.
    pub copies: Vec<Difference>,
    /// Speakers with their claims, those whom most outlets cite first.
    pub voices: Vec<Voice>,
}

/// A report that adds to the story.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Development {
    /// The report.
    pub article: ArticleId,
    /// When it was published, Unix seconds.
    pub at: i64,
    /// Who reported it.
    pub outlet: String,
    /// Its headline.
    pub title: String,
    /// Sentences that add names, numbers or matter to what was reported before, at most three. Empty where the
    /// headline alone does.
    pub added: Vec<String>,
}

/// How a copy differs from its original.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// The copy.
    pub article: ArticleId,
    /// The original.
    pub of: ArticleId,
    /// Who published the copy.
    pub outlet: String,
    /// The copy's headline, where it is another.
    pub title: Option<String>,
    /// Words that the copy has more (less where negative).
    pub words: i64,
    /// Sentences of the copy that the original lacks, at most three.
    pub added: Vec<String>,
    /// How many sentences of the original the copy lacks.
    pub dropped: usize,
}

/// A speaker.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Voice {
    /// As most reports name them.
    pub speaker: String,
    /// What they are reported to say.
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
}

/// Tells how a story of these articles unfolds. Articles in any order.
#[must_use]
pub fn unfold(articles: &[Reading<'_>]) -> Unfolding {
    let mut list: Vec<&Reading<'_>> = articles.iter().collect();
    list.sort_by_key(|a| (a.at, a.id));
    Unfolding { timeline: timeline(&list), copies: differences(&list), voices: voices(&list) }
}

fn timeline(list: &[&Reading<'_>]) -> Vec<Development> {
    let mut out: Vec<Development> = Vec::new();
    // What was told so far, by language: terms of another language are not news.
    let mut told: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for a in list.iter().filter(|a| a.copy_of.is_none()) {
        let lang = a.language.unwrap_or("und");
        let first = told.is_empty();
        let known = told.entry(lang.to_owned()).or_default();
        let begins = known.is_empty();
        let mut added: Vec<String> = Vec::new();
        for s in sentences(a.text).into_iter().filter(|s| !is_teaser(s)).take(SENTENCES) {
            let (all, telling) = matter(s, lang);
            let fresh = all.iter().filter(|t| !known.contains(*t)).count();
            let facts = telling.iter().filter(|t| !known.contains(*t)).count();
            // Half of the words new, and a name or a number among them.
            if !begins && facts > 0 && fresh * 2 >= all.len().max(3) && added.len() < ADDED && s.len() <= 420
            {
                added.push(s.to_owned());
            }
            known.extend(all);
            known.extend(telling);
        }
        let (all, telling) = matter(a.title, lang);
        let facts = telling.iter().filter(|t| !known.contains(*t)).count();
        let fresh = all.iter().filter(|t| !known.contains(*t)).count();
        known.extend(all);
        known.extend(telling);
        let by_title = a.text.is_empty() && !begins && fresh >= 3 && facts > 0;
        if first || !added.is_empty() || by_title {
            out.push(Development {
                article: a.id,
                at: a.at,
                outlet: a.outlet.to_owned(),
                title: a.title.to_owned(),
                added,
            });
        }
    }
    out
}

/// The terms of a sentence, and those of them that name or count.
fn matter(s: &str, lang: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let all: BTreeSet<String> = terms(s, Some(lang)).into_iter().collect();
    let mut telling: BTreeSet<String> =
        names(s, Some(lang)).iter().flat_map(|n| n.split(' ')).map(fold).collect();
    telling.extend(
        words(s).iter().filter(|w| w.text.starts_with(|c: char| c.is_ascii_digit())).map(|w| fold(w.text)),
    );
    (all, telling)
}

fn differences(list: &[&Reading<'_>]) -> Vec<Difference> {
    let mut out = Vec::new();
    for copy in list {
        let Some(original) = copy.copy_of.and_then(|id| list.iter().find(|o| o.id == id)) else { continue };
        let (mine, theirs) = (sentences(copy.text), sentences(original.text));
        let added = lacking(&mine, original.text);
        let dropped = lacking(&theirs, copy.text).len();
        let count = |t: &str| i64::try_from(words(t).len()).unwrap_or(i64::MAX);
        out.push(Difference {
            article: copy.id,
            of: original.id,
            outlet: copy.outlet.to_owned(),
            title: (fold(copy.title) != fold(original.title)).then(|| copy.title.to_owned()),
            words: count(copy.text) - count(original.text),
            added: added.into_iter().filter(|s| !is_teaser(s)).take(3).map(str::to_owned).collect(),
            dropped,
        });
    }
    out
}

/// The sentences of which less than half stands in a text.
fn lacking<'a>(list: &[&'a str], text: &str) -> Vec<&'a str> {
    let all = minhash::shingles(text);
    list.iter()
        .copied()
        .filter(|s| {
            let own = minhash::shingles(s);
            minhash::shared(&own, &all) * 2 < own.len() && words(s).len() >= 4
        })
        .collect()
}

fn voices(list: &[&Reading<'_>]) -> Vec<Voice> {
    let mut by: BTreeMap<String, Vec<(String, Said)>> = BTreeMap::new();
    let mut full: Vec<(String, String)> = Vec::new();
    for a in list.iter().filter(|a| a.copy_of.is_none()) {
        let lang = text::language(a.text, a.language).unwrap_or_default();
        for c in claims(a.text, &lang, CLAIMS) {
            let key = speaker_key(&c, &mut full);
            let said =
                Said { article: a.id, outlet: a.outlet.to_owned(), sentence: c.sentence, quote: c.quote };
            by.entry(key).or_default().push((c.speaker, said));
        }
    }
    let mut out: Vec<(usize, Voice)> = by
        .into_values()
        .map(|said| {
            let outlets: BTreeSet<&str> = said.iter().map(|s| s.1.outlet.as_str()).collect();
            let outlets = outlets.len();
            let speaker = said.iter().map(|s| s.0.clone()).max_by_key(String::len).unwrap_or_default();
            (outlets, Voice { speaker, said: said.into_iter().map(|s| s.1).collect() })
        })
        .collect();
    out.sort_by(|a, b| {
        b.0.cmp(&a.0).then(b.1.said.len().cmp(&a.1.said.len())).then_with(|| a.1.speaker.cmp(&b.1.speaker))
    });
    out.into_iter().map(|v| v.1).collect()
}

/// Speakers are one where the last name is the same ("Mayor Ana Lopez", "Lopez").
fn speaker_key(c: &Claim, seen: &mut Vec<(String, String)>) -> String {
    let folded = fold(&c.speaker);
    let last = folded.rsplit(' ').next().unwrap_or(&folded).to_owned();
    if let Some((_, key)) = seen.iter().find(|(l, _)| *l == last) {
        return key.clone();
    }
    seen.push((last, folded.clone()));
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfolds() {
        let first = Reading {
            id: 1,
            at: 10,
            outlet: "Post",
            language: Some("en"),
            title: "Fire at harbour market",
            text: "A fire broke out at the harbour market on Monday. Mayor Ana Lopez said the hall was empty. Nobody was hurt.",
            copy_of: None,
        };
        let second = Reading {
            id: 2,
            at: 20,
            outlet: "Times",
            title: "Harbour market fire: two men arrested",
            text: "A fire broke out at the harbour market on Monday. Police arrested two men from Lisbon, aged 24 and 31, near the railway station. \
                   Lopez said insurance would pay.",
            ..first
        };
        let copy =
            Reading { id: 3, at: 30, outlet: "Echo", title: "Market burns", copy_of: Some(1), ..first };
        let u = unfold(&[copy, second, first]);
        assert_eq!(u.timeline.iter().map(|d| d.article).collect::<Vec<_>>(), [1, 2]);
        assert!(u.timeline[1].added[0].contains("Lisbon"));
        assert_eq!(u.copies[0].title.as_deref(), Some("Market burns"));
        assert_eq!((u.copies[0].words, u.copies[0].dropped), (0, 0));
        assert_eq!(u.voices[0].speaker, "Mayor Ana Lopez");
        assert_eq!(u.voices[0].said.len(), 2);
    }
}
