//! The tellings of a story by day, each with what it adds, copies under the article that they repeat.

use std::collections::HashMap;

use store::ArticleLight;
use story::{Difference, Unfolding};

use crate::front::Item;
use crate::view::card::Desk;
use crate::view::time::{When, clock, day_heading, when};
use crate::view::words;

/// Characters of a telling's first words.
const GIST_CHARS: usize = 280;
/// So many tellings in a row that add nothing are folded.
const FOLDED: usize = 2;

/// One outlet's telling.
pub(crate) struct Telling {
    /// The article.
    pub id: i64,
    /// Its headline.
    pub title: String,
    /// Its language.
    pub lang: Option<String>,
    /// Who tells it.
    pub outlet: String,
    /// When.
    pub when: When,
    /// The hour, for the margin.
    pub clock: String,
    /// Its first words.
    pub gist: Option<String>,
    /// What it adds to those before it.
    pub added: Vec<String>,
    /// It was read and adds nothing.
    pub same: bool,
    /// Whether it was the first to tell it.
    pub first: bool,
    /// Who repeats it word for word.
    pub copies: Vec<Copy>,
    /// How many those are, in words.
    pub copies_line: String,
}

/// A word-for-word repetition.
pub(crate) struct Copy {
    /// The article.
    pub id: i64,
    /// Who repeats it.
    pub outlet: String,
    /// When.
    pub when: When,
    /// How it differs, in words.
    pub differs: String,
    /// Sentences that it adds.
    pub added: Vec<String>,
}

/// The tellings of one day.
pub(crate) struct Day {
    /// The day in words.
    pub heading: String,
    /// In order of time.
    pub entries: Vec<Entry>,
}

/// One telling, or several in a row that add nothing.
pub(crate) struct Entry {
    /// What the fold is called, where it is one.
    pub folded: Option<String>,
    /// The tellings.
    pub tellings: Vec<Telling>,
}

/// The tellings by day.
pub(crate) fn days(item: &Item, unfolding: &Unfolding, desk: Desk<'_>) -> Vec<Day> {
    let here: HashMap<i64, &ArticleLight> = item.articles.iter().map(|a| (a.id, a)).collect();
    let added: HashMap<i64, &[String]> =
        unfolding.timeline.iter().map(|d| (d.article, d.added.as_slice())).collect();
    let differences: HashMap<i64, &Difference> = unfolding.copies.iter().map(|d| (d.article, d)).collect();
    let mut copies: HashMap<i64, Vec<Copy>> = HashMap::new();
    let mut own: Vec<&ArticleLight> = Vec::new();
    for article in &item.articles {
        match unfolding.original(article.id).or_else(|| unread_original(article, unfolding, &here)) {
            Some(of) => {
                copies.entry(of).or_default().push(copy(
                    article,
                    differences.get(&article.id).copied(),
                    desk,
                ));
            }
            None => own.push(article),
        }
    }
    let mut days: Vec<(String, Vec<Telling>)> = Vec::new();
    for (at, article) in own.into_iter().enumerate() {
        let heading = day_heading(article.at, desk.now, desk.zone);
        let mut told = telling(article, copies.remove(&article.id).unwrap_or_default(), at == 0, desk);
        match added.get(&article.id) {
            Some(added) => told.added = added.to_vec(),
            None => told.same = at > 0 && unfolding.knows(article.id),
        }
        match days.last_mut() {
            Some((day, tellings)) if *day == heading => tellings.push(told),
            _ => days.push((heading, vec![told])),
        }
    }
    days.into_iter().map(|(heading, tellings)| Day { heading, entries: fold(tellings) }).collect()
}

/// Puts tellings in a row that add nothing, and have no copies to show, behind one line.
fn fold(tellings: Vec<Telling>) -> Vec<Entry> {
    let mut out: Vec<Entry> = Vec::new();
    let mut row: Vec<Telling> = Vec::new();
    let close = |row: &mut Vec<Telling>, out: &mut Vec<Entry>| {
        let tellings = std::mem::take(row);
        if tellings.len() >= FOLDED {
            let folded = Some(format!("{} more tellings add nothing new", words::thousands(tellings.len())));
            out.push(Entry { folded, tellings });
        } else {
            out.extend(tellings.into_iter().map(|t| Entry { folded: None, tellings: vec![t] }));
        }
    };
    for told in tellings {
        if told.same && told.copies.is_empty() {
            row.push(told);
        } else {
            close(&mut row, &mut out);
            out.push(Entry { folded: None, tellings: vec![told] });
        }
    }
    close(&mut row, &mut out);
    out
}

/// The article that a copy which was not read repeats in the end, if that is in the story too.
fn unread_original(
    article: &ArticleLight,
    unfolding: &Unfolding,
    here: &HashMap<i64, &ArticleLight>,
) -> Option<i64> {
    if unfolding.knows(article.id) {
        return None;
    }
    let mut of = article.copy_of?;
    // A copy of a copy; bounded, should they ever go in a circle.
    for _ in 0..here.len() {
        match here.get(&of)?.copy_of {
            Some(next) if next != article.id && here.contains_key(&next) => of = next,
            _ => return Some(unfolding.original(of).unwrap_or(of)),
        }
    }
    None
}

fn copy(article: &ArticleLight, difference: Option<&Difference>, desk: Desk<'_>) -> Copy {
    Copy {
        id: article.id,
        outlet: article.outlet.clone(),
        when: when(article.at, desk.now, desk.zone),
        differs: difference.map_or_else(String::new, differs),
        added: difference.map(|d| d.added.clone()).unwrap_or_default(),
    }
}

/// How a copy differs, in words: "as “Market burns”, 40 words shorter".
fn differs(d: &Difference) -> String {
    let mut parts: Vec<String> = Vec::new();
    if let Some(title) = &d.title {
        parts.push(format!("as “{title}”"));
    }
    let words = usize::try_from(d.words.unsigned_abs()).unwrap_or(usize::MAX);
    let length = words::count(words, "word", "words");
    match d.words {
        0 if d.added.is_empty() && d.dropped == 0 => parts.push("word for word".into()),
        0 => {}
        n if n < 0 => parts.push(format!("{length} shorter")),
        _ => parts.push(format!("{length} longer")),
    }
    parts.join(", ")
}

/// A telling by itself.
pub(crate) fn telling(article: &ArticleLight, copies: Vec<Copy>, first: bool, desk: Desk<'_>) -> Telling {
    let gist = words::clip(&article.lead, GIST_CHARS);
    Telling {
        id: article.id,
        title: article.title.clone(),
        lang: article.language.clone(),
        outlet: article.outlet.clone(),
        when: when(article.at, desk.now, desk.zone),
        clock: clock(article.at, desk.zone),
        gist: (!gist.is_empty()).then_some(gist),
        added: Vec::new(),
        same: false,
        first,
        copies_line: match copies.as_slice() {
            [one] => format!("{} has the same text", one.outlet),
            many => format!("{} others have the same text", many.len()),
        },
        copies,
    }
}
