//! Who says what: quotations and attributed claims, by patterns that are data. English first.

use std::sync::LazyLock;
use text::{is_stop_word, sentences, words};

/// A claim that a text puts in somebody's mouth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Who says it, as the text names them.
    pub speaker: String,
    /// What the sentence says, speaker and verb included.
    pub sentence: String,
    /// The quoted words, where there are quotation marks.
    pub quote: Option<String>,
    /// How it is said: "said", "denied".
    pub verb: String,
}

/// Words that introduce claims, in lower case: `verb`s of saying, and `opening`s ("according to").
struct Patterns {
    verbs: Vec<&'static str>,
    openings: Vec<&'static str>,
    nobody: Vec<&'static str>,
}

static ENGLISH: LazyLock<Patterns> = LazyLock::new(|| {
    let mut p = Patterns { verbs: Vec::new(), openings: Vec::new(), nobody: Vec::new() };
    for line in include_str!("../data/voices.en.txt").lines() {
        match line.split_once(' ') {
            Some(("verb", rest)) => p.verbs.extend(rest.split(' ')),
            Some(("opening", rest)) => p.openings.push(rest),
            Some(("nobody", rest)) => p.nobody.extend(rest.split(' ')),
            _ => {}
        }
    }
    p
});

/// The claims of a text in its order, at most `most`. Only English is read so far.
#[must_use]
pub fn claims(text: &str, lang: &str, most: usize) -> Vec<Claim> {
    if lang != "en" {
        return Vec::new();
    }
    let mut out: Vec<Claim> = Vec::new();
    for s in sentences(text) {
        if out.len() >= most {
            break;
        }
        if s.len() <= 420
            && let Some(c) = claim(s)
            && out.iter().all(|o| o.sentence != c.sentence)
        {
            out.push(c);
        }
    }
    out
}

fn claim(sentence: &str) -> Option<Claim> {
    let quote = quoted(sentence);
    let outside = match &quote {
        Some((from, to, _)) => {
            // What stands in the quotation names no speaker of it.
            let (head, tail) = (sentence.get(..*from)?, sentence.get(*to..)?);
            format!("{head}{}{tail}", "\u{1}".repeat(3))
        }
        None => sentence.to_owned(),
    };
    let (speaker, verb) = by_opening(&outside).or_else(|| by_verb(&outside))?;
    Some(Claim { speaker, sentence: sentence.to_owned(), quote: quote.map(|q| q.2), verb })
}

/// The longest quotation of three words and more: where it begins and ends, and its words.
fn quoted(s: &str) -> Option<(usize, usize, String)> {
    let mut best: Option<(usize, usize, String)> = None;
    let mut open: Option<(usize, char)> = None;
    for (i, c) in s.char_indices() {
        match (open, c) {
            (None, '“' | '"') => open = Some((i, c)),
            (Some((from, '“')), '”') | (Some((from, '"')), '"') => {
                let inner = s.get(from..i)?.trim_start_matches(['“', '"']).trim_end_matches(',').to_owned();
                let longer = best.as_ref().is_none_or(|b| b.2.len() < inner.len());
                if longer && inner.split_whitespace().count() >= 3 {
                    best = Some((from, i + c.len_utf8(), inner));
                }
                open = None;
            }
            _ => {}
        }
    }
    best
}

/// "…, according to the ministry".
fn by_opening(s: &str) -> Option<(String, String)> {
    let lower = s.to_lowercase();
    let (at, opening) = ENGLISH.openings.iter().find_map(|o| lower.find(o).map(|i| (i, *o)))?;
    let rest = s.get(at + opening.len()..)?.trim_start();
    let end = rest.find([',', '.', ';', '\u{1}', '(']).unwrap_or(rest.len());
    let who = rest.get(..end)?.trim();
    let n = who.split_whitespace().count();
    ((1..=9).contains(&n) && is_somebody(who)).then(|| (who.to_owned(), opening.to_owned()))
}

/// "Beijing has denied …", "… Smith said", "said Smith".
fn by_verb(s: &str) -> Option<(String, String)> {
    let list = words(s);
    for (i, w) in list.iter().enumerate() {
        let lower = w.text.to_lowercase();
        if !ENGLISH.verbs.contains(&lower.as_str()) {
            continue;
        }
        // Auxiliaries and adverbs between speaker and verb.
        let mut last = i;
        while last > 0 && list.get(last - 1).is_some_and(|p| is_between(p.text)) {
            last -= 1;
        }
        let mut first = last;
        while first > 0
            && last - first < 9
            && list.get(first - 1).is_some_and(|p| !ENGLISH.verbs.contains(&p.text.to_lowercase().as_str()))
            && joined(s, list.get(first - 1)?.to, list.get(first)?.from)
        {
            first -= 1;
        }
        if first < last
            && let (Some(a), Some(b)) = (list.get(first), list.get(last - 1))
            && let Some(who) = s.get(a.from..b.to).map(trim_lead)
            && is_somebody(who)
        {
            return Some((who.to_owned(), lower));
        }
        // "…," said Smith.
        let mut end = i + 1;
        while end < list.len()
            && end - i < 7
            && (end == i + 1 || joined(s, list.get(end - 1)?.to, list.get(end)?.from))
        {
            end += 1;
        }
        if s.contains('\u{1}')
            && let (Some(a), Some(b)) = (list.get(i + 1), list.get(end - 1))
            && joined(s, w.to, a.from)
            && let Some(who) = s.get(a.from..b.to)
            && is_somebody(who)
            && who.starts_with(|c: char| c.is_uppercase() || c == 't' || c == 'a')
        {
            return Some((who.to_owned(), lower));
        }
    }
    None
}

/// Words stand in one phrase: nothing but a space, a hyphen or an apostrophe between.
fn joined(s: &str, from: usize, to: usize) -> bool {
    s.get(from..to).is_some_and(|gap| {
        gap.len() <= 3 && gap.chars().all(|c| matches!(c, ' ' | '-' | '\'' | '’' | '.' | '\u{a0}'))
    })
}

fn is_between(w: &str) -> bool {
    matches!(
        w.to_lowercase().as_str(),
        "has"
            | "have"
            | "had"
            | "also"
            | "later"
            | "earlier"
            | "previously"
            | "repeatedly"
            | "then"
            | "now"
            | "on"
            | "monday"
            | "tuesday"
            | "wednesday"
            | "thursday"
            | "friday"
            | "saturday"
            | "sunday"
            | "publicly"
            | "already"
            | "again"
            | "long"
            | "strongly"
    )
}

fn trim_lead(who: &str) -> &str {
    let mut rest = who;
    while let Some((head, tail)) = rest.split_once(' ') {
        if !matches!(
            head.to_lowercase().as_str(),
            "and"
                | "but"
                | "as"
                | "that"
                | "while"
                | "because"
                | "when"
                | "although"
                | "meanwhile"
                | "however"
                | "what"
                | "after"
                | "yet"
                | "so"
        ) {
            break;
        }
        rest = tail;
    }
    rest.trim()
}

/// A speaker has a name or is a known kind of speaker; a pronoun tells nobody.
fn is_somebody(who: &str) -> bool {
    let list = words(who);
    let named = list.iter().any(|w| {
        w.text.chars().next().is_some_and(char::is_uppercase) && !is_stop_word(&w.text.to_lowercase(), "en")
    });
    let kind = list.last().is_some_and(|w| {
        matches!(
            w.text.to_lowercase().as_str(),
            "officials"
                | "police"
                | "authorities"
                | "ministry"
                | "government"
                | "spokesman"
                | "spokeswoman"
                | "spokesperson"
                | "prosecutors"
                | "scientists"
                | "researchers"
                | "experts"
                | "witnesses"
                | "residents"
                | "company"
                | "lawyers"
                | "minister"
                | "president"
                | "army"
                | "military"
                | "organisers"
                | "organizers"
                | "doctors"
                | "analysts"
                | "activists"
        )
    });
    !list.is_empty()
        && list.len() <= 10
        && (named || kind)
        && !ENGLISH.nobody.contains(&who.to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speakers() {
        for (text, want) in [
            ("Beijing has denied any role in the attack.", Some(("Beijing", "denied"))),
            (
                "“We will rebuild every house,” Mayor Ana Lopez said on Monday.",
                Some(("Mayor Ana Lopez", "said")),
            ),
            ("\"This is a good day for us,\" said Olaf Scholz.", Some(("Olaf Scholz", "said"))),
            (
                "Prices rose by 3 percent, according to the Bank of England.",
                Some(("the Bank of England", "according to")),
            ),
            ("Local police said two men were arrested.", Some(("Local police", "said"))),
            ("He said it was fine.", None),
            ("The bridge was closed for two years.", None),
        ] {
            let got = claims(text, "en", 5);
            let got = got.first().map(|c| (c.speaker.as_str(), c.verb.as_str()));
            assert_eq!(got, want, "{text}");
        }
        let c = &claims("“We will rebuild every house,” Mayor Ana Lopez said on Monday.", "en", 5)[0];
        assert_eq!(c.quote.as_deref(), Some("We will rebuild every house"));
    }
}
