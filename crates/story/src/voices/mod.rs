//! Who says what: quotations and attributed claims, by patterns that are data. English first.
//!
//! Precision comes first: a claim whose speaker is not plain from the text is left out. A pronoun stands for the
//! person who spoke last, where nobody else was named since; a surname for the full name that the text gives.

mod behind;
mod names;
mod patterns;
mod quotes;
mod speaker;

use behind::behind;
use names::{capitalised, full_names, gender, surname};
use quotes::is_mark;
pub(crate) use quotes::units;
use speaker::{Reading, Who, before};
use std::collections::BTreeMap;
use text::fold;

/// Bytes of the longest unit that is taken for a claim.
const LONGEST: usize = 700;
/// Words of the shortest claim, speaker and verb included.
const SHORTEST: usize = 6;
/// Units over which a pronoun still means the last speaker.
const REACH: usize = 2;

/// A claim that a text puts in somebody's mouth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Who says it, by the fullest name that the text gives.
    pub speaker: String,
    /// What the text says they are ("mayor of Paris").
    pub role: Option<String>,
    /// Whether the speaker is one person, as far as the form tells.
    pub person: bool,
    /// What the sentence says, speaker and verb included.
    pub sentence: String,
    /// The quoted words, where there are quotation marks.
    pub quote: Option<String>,
    /// How it is said: "said", "denied".
    pub verb: String,
}

/// The claims of a text in its order, at most `most`. Only English is read so far.
#[must_use]
pub fn claims(text: &str, lang: &str, most: usize) -> Vec<Claim> {
    let Some(p) = patterns::of(lang) else { return Vec::new() };
    let units = units(text);
    let names = capitalised(text, &units);
    let full = full_names(text, &units, &names, p);
    let mut out: Vec<Claim> = Vec::new();
    let mut last: Option<Last> = None;
    for (i, unit) in units.iter().enumerate() {
        if out.len() >= most {
            break;
        }
        let r = Reading { text, tokens: &unit.tokens, p, names: &names };
        let Some(told) = text.get(unit.from..unit.to) else { continue };
        let Some(said) = said(r) else {
            // A quotation that goes on: "…," said Smith. "…."
            if let (Some(l), [only]) = (&last, unit.tokens.as_slice())
                && only.quote
                && l.quoted
                && l.unit + 1 == i
                && l.paragraph == unit.paragraph
                && told.len() <= LONGEST
                && let Some(c) = out.last().filter(|c| c.speaker == l.speaker)
            {
                let quote = unquoted(text.get(only.from..only.to).unwrap_or_default());
                let c = Claim { sentence: told.to_owned(), quote: Some(quote), ..c.clone() };
                out.push(c);
                last = last.map(|l| Last { unit: i, ..l });
            } else if let Some(l) = &last
                && others_named(r, &l.speaker, &full)
            {
                last = None;
            }
            continue;
        };
        let (speaker, role, person) = match said.who {
            Who::Named { name, role, person } => {
                let name = trim_possessive(&name);
                match full.get(surname(&name).as_str()) {
                    Some(Some(full)) if !name.contains(' ') => (full.clone(), role, true),
                    _ => (name, role, person),
                }
            }
            Who::Pronoun(he) => {
                let known = last.as_ref().filter(|l| {
                    l.person
                        && i - l.unit <= REACH
                        && unit.paragraph - l.paragraph <= REACH
                        && l.pronoun.as_ref().is_none_or(|o| *o == he)
                        && !others_named(r, &l.speaker, &full)
                });
                let Some(l) = known else {
                    last = None;
                    continue;
                };
                let speaker = l.speaker.clone();
                last = Some(Last {
                    unit: i,
                    paragraph: unit.paragraph,
                    pronoun: Some(he),
                    quoted: said.quote.is_some(),
                    ..l.clone()
                });
                push(
                    &mut out,
                    Claim {
                        speaker,
                        role: None,
                        person: true,
                        sentence: told.to_owned(),
                        quote: said.quote,
                        verb: said.verb,
                    },
                );
                continue;
            }
        };
        last = Some(Last {
            pronoun: gender(role.as_deref(), &speaker, p)
                .or_else(|| last.filter(|l| l.speaker == speaker).and_then(|l| l.pronoun)),
            speaker: speaker.clone(),
            person,
            unit: i,
            paragraph: unit.paragraph,
            quoted: said.quote.is_some(),
        });
        push(
            &mut out,
            Claim { speaker, role, person, sentence: told.to_owned(), quote: said.quote, verb: said.verb },
        );
    }
    out
}

fn push(out: &mut Vec<Claim>, claim: Claim) {
    if claim.sentence.len() <= LONGEST
        && !claim.sentence.ends_with(':')
        && claim.sentence.split_whitespace().count() >= SHORTEST
        && out.iter().all(|o| o.sentence != claim.sentence)
    {
        out.push(claim);
    }
}

/// Who spoke last.
#[derive(Debug, Clone)]
struct Last {
    speaker: String,
    person: bool,
    pronoun: Option<String>,
    unit: usize,
    paragraph: usize,
    quoted: bool,
}

/// A unit's saying.
struct Said {
    who: Who,
    verb: String,
    quote: Option<String>,
}

/// Who says something in a unit: by the verb that stands nearest to the quotation, or the first.
fn said(r: Reading<'_>) -> Option<Said> {
    let quotes: Vec<usize> = (0..r.tokens.len()).filter(|i| r.is_quote(*i)).collect();
    let far = |at: usize| quotes.iter().map(|q| q.abs_diff(at)).min().unwrap_or(at);
    let mut found: Vec<(usize, Who, String)> = Vec::new();
    for i in 0..r.tokens.len() {
        let lower = r.lower(i);
        if let Some(opening) =
            r.p.openings.iter().find(|o| o.iter().enumerate().all(|(n, w)| r.lower(i + n) == **w))
        {
            if let Some(who) = behind(r, i + opening.len() - 1) {
                found.push((far(i), who, opening.join(" ")));
            }
            continue;
        }
        let may = r.p.may.contains(lower.as_str());
        let invert = r.p.invert.contains(lower.as_str());
        if !(may || invert || r.p.say.contains(lower.as_str())) {
            continue;
        }
        // "confirmed by", "said to be": not the speaker's doing.
        if matches!(r.lower(i + 1).as_str(), "by" | "to" | "of")
            && !matches!(lower.as_str(), "denied" | "told")
            && r.joined(i)
        {
            continue;
        }
        let near = quotes.iter().any(|q| q.abs_diff(i) <= 14);
        let that = (i + 1..i + 8).any(|n| r.lower(n) == "that");
        if may && !near && !that {
            continue;
        }
        let after_quote = i > 0 && r.is_quote(i - 1) && r.gap(i - 1).trim_matches([',', ' ']).is_empty();
        let after_comma =
            i > 2 && r.gap(i - 1).trim_end() == "," && matches!(lower.as_str(), "said" | "says");
        // "Smith said in a statement.": nothing is said.
        let empty = !near
            && i + 1 < r.tokens.len()
            && matches!(r.word(i + 1), "in" | "on" | "at" | "during" | "after")
            && !that;
        if empty && r.tokens.len() - i < 12 && i < 8 {
            continue;
        }
        let who =
            before(r, i).or_else(|| (invert && (after_quote || after_comma)).then(|| behind(r, i)).flatten());
        if let Some(who) = who {
            found.push((far(i), who, lower));
        }
    }
    let (_, who, verb) = found.into_iter().min_by_key(|f| f.0)?;
    let quote = quotes
        .iter()
        .filter_map(|q| r.tokens.get(*q))
        .max_by_key(|t| t.to - t.from)
        .and_then(|t| r.text.get(t.from..t.to))
        .map(unquoted);
    Some(Said { who, verb, quote })
}

/// The words of a quotation without its marks and the comma before the closing one.
fn unquoted(s: &str) -> String {
    s.trim_matches(is_mark).trim().trim_end_matches(',').to_owned()
}

/// Whether somebody else than the speaker is named in a unit, outside of quotations.
fn others_named(r: Reading<'_>, speaker: &str, full: &BTreeMap<String, Option<String>>) -> bool {
    let own: Vec<String> = speaker.split(' ').map(fold).collect();
    (0..r.tokens.len()).any(|i| {
        let w = r.word(i);
        w.starts_with(char::is_uppercase) && {
            let folded = fold(w);
            full.contains_key(&folded) && !own.contains(&folded)
        }
    })
}

fn trim_possessive(name: &str) -> String {
    name.strip_suffix("’s").or_else(|| name.strip_suffix("'s")).unwrap_or(name).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Speaker and verb of a text's first claim.
    fn first(text: &str) -> Option<(String, String)> {
        claims(text, "en", 9).into_iter().next().map(|c| (c.speaker, c.verb))
    }

    #[test]
    fn speakers() {
        for (text, want) in [
            ("Beijing has denied any role in the attack.", Some(("Beijing", "denied"))),
            ("“We will rebuild every house,” Mayor Ana Lopez said on Monday.", Some(("Ana Lopez", "said"))),
            ("\"This is a good day for us,\" said Olaf Scholz.", Some(("Olaf Scholz", "said"))),
            ("\"This is a good day,\" said Olaf Scholz, the chancellor.", Some(("Olaf Scholz", "said"))),
            (
                "Prices rose by 3 percent, according to the Bank of England.",
                Some(("Bank of England", "according to")),
            ),
            ("Local police said two men were arrested.", Some(("Local police", "said"))),
            (
                "A spokesman for the ministry said that talks would go on.",
                Some(("spokesman for the ministry", "said")),
            ),
            ("The mayor of Paris, Anne Hidalgo, said the river was clean.", Some(("Anne Hidalgo", "said"))),
            ("Anne Hidalgo, the mayor of Paris, said the river was clean.", Some(("Anne Hidalgo", "said"))),
            (
                "Two take turns, an arrangement that Imogen Carr of Pennamark calls “a seesaw with a balance sheet”.",
                Some(("Imogen Carr", "calls")),
            ),
            (
                "The Royal Bank of Scotland said it would close two offices.",
                Some(("Royal Bank of Scotland", "said")),
            ),
            (
                "More than 1,600 rockets were fired, according to Israeli authorities.",
                Some(("Israeli authorities", "according to")),
            ),
            ("The company said it would close two plants in May.", None),
            ("A spokesman said the plants would close in May.", None),
            ("He said it was fine and that it would stay so.", None),
            ("The bridge was closed for two years.", None),
            ("Manchester United added a second goal before the break.", None),
            ("Smith was accused of stealing two hundred cars.", None),
            ("The report said the number of cases had doubled.", None),
            ("Reports said the number of cases had doubled.", None),
            ("In a message to the court Smith said he was sorry.", None),
        ] {
            let got = first(text);
            let got = got.as_ref().map(|(s, v)| (s.as_str(), v.as_str()));
            assert_eq!(got, want, "{text}");
        }
    }

    #[test]
    fn quotations_and_pronouns() {
        let text = "“We will rebuild every house,” Mayor Ana Lopez said. “No street will be left out.”\n\
                    She said the money was there. Lopez denied that taxes would rise.\n\
                    Bruno Silva, who owns a shop, had left. She said the shop was lost.";
        let got = claims(text, "en", 9);
        let told: Vec<(&str, Option<&str>)> =
            got.iter().map(|c| (c.speaker.as_str(), c.quote.as_deref())).collect();
        assert_eq!(
            told,
            [
                ("Ana Lopez", Some("We will rebuild every house")),
                ("Ana Lopez", Some("No street will be left out.")),
                ("Ana Lopez", None),
                ("Ana Lopez", None),
            ]
        );
        assert_eq!(got[0].role.as_deref(), Some("Mayor"));
        let text = "Like Israel, Egypt waits. Brigadier-General Yoav Mordechai spoke. Israel said it would answer every rocket. Mordechai said the army was ready.";
        let got: Vec<String> = claims(text, "en", 9).into_iter().map(|c| c.speaker).collect();
        assert_eq!(got, ["Israel", "Yoav Mordechai"]);
        let got = claims("He spoke of Islamist Hamas on Monday. Hamas said it would not wait.", "en", 9);
        assert_eq!(got.first().map(|c| c.speaker.as_str()), Some("Hamas"));
    }
}
