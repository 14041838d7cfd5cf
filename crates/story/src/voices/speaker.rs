//! Speakers: the words before or behind a verb of saying that name somebody.

use super::patterns::Patterns;
use super::quotes::Token;
use std::collections::HashSet;

/// Words of the longest speaker.
pub(super) const LONGEST: usize = 12;
/// Words of the longest apposition ("…, the mayor of Paris, said").
pub(super) const APPOSITION: usize = 14;

/// What is being read: a text with the tokens of one unit.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub text: &'a str,
    pub tokens: &'a [Token],
    pub p: &'a Patterns,
    /// Words that stand with a capital inside of a sentence of the text.
    pub names: &'a HashSet<&'a str>,
}

/// Who speaks, as ranges of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Who {
    /// A speaker by name or kind: the text that names it, and what it is ("the mayor of Paris").
    Named { name: String, role: Option<String>, person: bool },
    /// "he", "she".
    Pronoun(String),
}

impl<'a> Reading<'a> {
    pub(super) fn word(&self, i: usize) -> &'a str {
        self.tokens.get(i).filter(|t| !t.quote).and_then(|t| self.text.get(t.from..t.to)).unwrap_or_default()
    }

    pub(super) fn lower(&self, i: usize) -> String {
        self.word(i).to_lowercase()
    }

    pub(super) fn is_quote(&self, i: usize) -> bool {
        self.tokens.get(i).is_some_and(|t| t.quote)
    }

    /// What stands between a token and the next.
    pub(super) fn gap(&self, i: usize) -> &'a str {
        match (self.tokens.get(i), self.tokens.get(i + 1)) {
            (Some(a), Some(b)) => self.text.get(a.to..b.from).unwrap_or(";"),
            _ => ";",
        }
    }

    /// Nothing but a space, a hyphen, an apostrophe or an abbreviation's point stands behind the token.
    pub(super) fn joined(&self, i: usize) -> bool {
        let gap = self.gap(i);
        gap.len() <= 3
            && gap.chars().all(|c| matches!(c, ' ' | '-' | '\'' | '’' | '.' | '\u{a0}' | '\u{ad}' | '&'))
    }

    /// "Germany's".
    pub(super) fn possesses(&self, i: usize) -> bool {
        let w = self.word(i);
        w.ends_with("'s") || w.ends_with("’s")
    }

    pub(super) fn comma(&self, i: usize) -> bool {
        self.gap(i).trim_end() == ","
    }

    /// Written like a name. A sentence's first word in the plural is taken for a common noun, unless the text
    /// writes it with a capital elsewhere too.
    pub(super) fn is_name(&self, i: usize) -> bool {
        let w = self.word(i);
        let plural = i == 0 && w.ends_with('s') && !w.ends_with("ss") && !self.names.contains(w);
        w.chars().next().is_some_and(char::is_uppercase)
            && !self.p.calendar.contains(w.to_lowercase().as_str())
            && (!plural || self.joined(0) && self.word(1).starts_with(char::is_uppercase))
    }

    pub(super) fn is_particle(&self, i: usize) -> bool {
        matches!(
            self.word(i),
            "de" | "da"
                | "das"
                | "del"
                | "della"
                | "den"
                | "der"
                | "di"
                | "do"
                | "dos"
                | "du"
                | "van"
                | "von"
                | "bin"
                | "al"
                | "el"
                | "la"
                | "le"
                | "ibn"
                | "y"
        )
    }

    pub(super) fn slice(&self, from: usize, to: usize) -> Option<&'a str> {
        let (a, b) = (self.tokens.get(from)?, self.tokens.get(to.checked_sub(1)?)?);
        self.text.get(a.from..b.to)
    }
}

/// The subject of the verb at token `verb`: "Beijing has denied", "Ana Lopez, the mayor, said".
pub(super) fn before(r: Reading<'_>, verb: usize) -> Option<Who> {
    let mut end = verb;
    while end > 0 && r.p.between.contains(r.lower(end - 1).as_str()) && r.joined(end - 1) {
        end -= 1;
    }
    let last = end.checked_sub(1)?;
    if r.is_quote(last) {
        return None;
    }
    if r.comma(last) {
        return apposed(r, end);
    }
    if !r.joined(last) {
        return None;
    }
    let pronoun = r.lower(last);
    if r.p.pronoun.contains(pronoun.as_str()) {
        let clean = last == 0 || !r.joined(last - 1) || r.p.lead.contains(r.lower(last - 1).as_str());
        return clean.then_some(Who::Pronoun(pronoun));
    }
    phrase(r, end).and_then(|from| somebody(r, from, end))
}

/// "Ana Lopez, the mayor of Paris, said" and "the mayor of Paris, Ana Lopez, said"; `end` is behind the apposition.
fn apposed(r: Reading<'_>, end: usize) -> Option<Who> {
    let least = end.saturating_sub(APPOSITION);
    let comma = (least..end.checked_sub(1)?).rev().find(|i| r.comma(*i) || r.is_quote(*i))?;
    if r.is_quote(comma) {
        return None;
    }
    let (start, stop) = (comma + 1, comma + 1);
    let first = r.lower(start);
    if r.p.lead.contains(first.as_str()) || r.p.inside.contains(first.as_str()) {
        return None;
    }
    let from = phrase(r, stop)?;
    let Who::Named { name, role, person } = somebody(r, from, stop)? else { return None };
    let words = r.slice(start, end)?;
    let all_names = (start..end).all(|i| r.is_name(i) || r.is_particle(i));
    if all_names && end - start >= 2 && !person {
        return Some(Who::Named { name: words.to_owned(), role: Some(name), person: true });
    }
    let role_in = (start..end).any(|i| r.p.role.contains(r.lower(i).as_str()));
    let tells = matches!(first.as_str(), "a" | "an" | "the") || role_in && end - start >= 2;
    let tells = tells && !first.starts_with("who");
    // Without a telling apposition only a name holds the two commas together.
    (person || tells).then(|| Who::Named {
        name,
        role: if tells { Some(words.to_owned()) } else { role },
        person,
    })
}

/// Where the noun phrase begins that ends before token `end`; none where what stands before it is no clean edge.
fn phrase(r: Reading<'_>, end: usize) -> Option<usize> {
    let mut from = end;
    while from > 0 {
        let i = from - 1;
        if i + 1 < end && !r.joined(i) || r.is_quote(i) {
            return edge(r, from, end);
        }
        let lower = r.lower(i);
        if r.p.lead.contains(lower.as_str()) && lower != "and" {
            return edge(r, from, end);
        }
        if lower == "and" {
            // "Smith and Jones said" is one subject where both sides are names; else a clause ends here.
            if i == 0 || !(r.is_name(i - 1) && r.joined(i - 1)) || !r.is_name(end - 1) {
                return edge(r, from, end);
            }
        } else if r.p.breaker.contains(lower.as_str()) || r.p.say.contains(lower.as_str()) {
            return None;
        }
        from = i;
        if end - from > LONGEST {
            return None;
        }
    }
    edge(r, from, end)
}

fn edge(r: Reading<'_>, from: usize, end: usize) -> Option<usize> {
    (from < end && !r.p.inside.contains(r.lower(from).as_str())).then_some(from)
}

/// The speaker that a noun phrase names, if it names one.
pub(super) fn somebody(r: Reading<'_>, from: usize, end: usize) -> Option<Who> {
    if r.possesses(end.checked_sub(1)?) {
        return None;
    }
    // "Installing the coach said …": no noun phrase at all.
    if r.lower(from).ends_with("ing") && matches!(r.word(from + 1), "the" | "a" | "an") && from + 1 < end {
        return None;
    }
    let inner = (from + 1..end).find(|i| r.p.inside.contains(r.lower(*i).as_str()) && !r.is_name(*i));
    let head = inner.unwrap_or(end).checked_sub(1)?;
    let noun = r.lower(head);
    let whole = r.slice(from, end)?;
    if r.p.document.contains(noun.as_str()) {
        return None;
    }
    let plain = without_article(whole);
    if plain.is_empty()
        || r.p.nobody.contains(plain.to_lowercase().as_str())
        || r.p.calendar.contains(noun.as_str())
    {
        return None;
    }
    let group = r.p.group.contains(noun.as_str());
    let role = r.p.role.contains(noun.as_str());
    if r.is_name(head) && !(from == head && role) {
        // "Number of hours": the first word of a sentence is no name because it has a capital.
        let common = head == 0 && inner.is_some() && !r.names.contains(r.word(0));
        if common && !r.p.body.contains(noun.as_str()) {
            return None;
        }
        return named(r, from, head, end);
    }
    let helped = (from..end).any(|i| {
        i != head && (r.is_name(i) && !(i == 0 && is_plain(r, i)) || r.p.group.contains(r.lower(i).as_str()))
    });
    let theirs = matches!(r.lower(from).as_str(), "his" | "her" | "their" | "its" | "our" | "my" | "your");
    ((group || role && helped) && !theirs).then(|| Who::Named {
        name: plain.to_owned(),
        role: None,
        person: false,
    })
}

/// A capitalised first word that every sentence may begin with.
fn is_plain(r: Reading<'_>, i: usize) -> bool {
    let lower = r.lower(i);
    matches!(lower.as_str(), "the" | "a" | "an" | "his" | "her" | "their" | "its" | "our" | "my" | "one")
        || r.p.group.contains(lower.as_str())
        || r.p.role.contains(lower.as_str())
        || lower.ends_with("ly")
}

/// A phrase whose head is a name: titles before it are its role.
fn named(r: Reading<'_>, from: usize, head: usize, end: usize) -> Option<Who> {
    let mut first = head;
    // "Germany's Olaf Scholz": the possessive is no part of the name.
    while first > from
        && (r.is_name(first - 1) || r.is_particle(first - 1) || r.word(first - 1) == "and")
        && !r.possesses(first - 1)
    {
        first -= 1;
    }
    while first < head && !r.is_name(first) {
        first += 1;
    }
    if is_plain(r, first) && first < head && !r.p.role.contains(r.lower(first).as_str()) {
        first += 1;
    }
    // "Mayor Ana Lopez", "Prime Minister Ana Lopez": the title is no part of the name.
    if let Some(title) = (first..head).rev().find(|i| r.p.title.contains(r.lower(*i).as_str()))
        && !r.possesses(title)
    {
        first = title + 1;
    }
    let titled = (from..=head).any(|i| i < head && r.p.title.contains(r.lower(i).as_str()));
    // "Imogen Carr of Pennamark" is a person, "Royal Bank of Scotland" is not.
    let body = (first..end).any(|i| r.p.body.contains(r.lower(i).as_str()));
    let titled = titled || head > first && !body && r.is_name(first);
    // "Lyse Doucet in Kabul" is Lyse Doucet, but the Bank of England is all of it.
    let all = end > head + 1 && matches!(r.word(head + 1), "of" | "for") && !titled;
    let end = if all { end } else { head + 1 };
    let name = r.slice(first, end)?;
    let lone = first == head && end == head + 1;
    let lower = r.lower(head);
    if name.chars().filter(|c| c.is_alphabetic()).count() < 2
        || lone
            && (r.p.nobody.contains(lower.as_str())
                || r.p.breaker.contains(lower.as_str())
                || r.p.lead.contains(lower.as_str())
                || lower.ends_with("ly"))
    {
        return None;
    }
    let before = r.slice(from, first).map(without_article).filter(|b| !b.is_empty());
    let acronym = lone && name.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    let person = !body
        && !acronym
        && (titled
            || before.is_some_and(|b| tells_role(r, b))
            || (2..=4).contains(&(head + 1 - first)) && end == head + 1);
    Some(Who::Named {
        name: name.to_owned(),
        role: before.filter(|b| tells_role(r, b)).map(str::to_owned),
        person,
    })
}

fn tells_role(r: Reading<'_>, words: &str) -> bool {
    words.split(' ').any(|w| {
        let lower = w.to_lowercase();
        r.p.role.contains(lower.as_str()) || r.p.title.contains(lower.as_str())
    })
}

fn without_article(s: &str) -> &str {
    let s = s.trim();
    for head in ["the ", "The ", "a ", "A ", "an ", "An "] {
        if let Some(rest) = s.strip_prefix(head) {
            return rest.trim();
        }
    }
    if matches!(s.to_lowercase().as_str(), "the" | "a" | "an") { "" } else { s }
}
