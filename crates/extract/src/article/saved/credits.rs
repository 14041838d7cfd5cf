//! Whose a picture is, told on a line of its own or behind a label.

use super::captions::{capitals, caption, unnamed};
use super::lines::is_sentence;
use super::phrases::{phrases, without};
use crate::article::words::{self, count, fold_key};

/// No credit is longer than this, in bytes.
const CREDIT: usize = 240;
/// Nor is a labelled caption longer.
const TOLD: usize = 400;

/// A credit alone that names an agency among others: `Jane Doe/AFP/Getty Images`.
pub(super) fn is_credit(text: &str) -> bool {
    if text.len() > CREDIT {
        return false;
    }
    let named = |by: [char; 2]| text.split(by).map(fold_key).any(|p| phrases().is("agencies", &p));
    let parted = text.contains(['/', '|'])
        && (named(['/', '|'])
            || text.split('|').count() <= 3
                && text.split('|').skip(1).any(|p| super::bylines::is_outlet(p.trim())));
    // "Agency — Archive"
    let dashed = text.split([" — ", " – "][usize::from(text.contains(" – "))]).map(fold_key);
    let dashed = text.contains([' '])
        && dashed.clone().count() == 2
        && dashed.into_iter().any(|p| phrases().is("agencies", &p));
    // "Jane Doe, AP"
    let listed = count(text) <= 5
        && text.contains(", ")
        && text.rsplit(", ").next().is_some_and(|a| phrases().is("agencies", &fold_key(a)));
    (parted || listed || dashed && count(text) <= 8)
        && short(text)
        && !text.ends_with('.')
        && caption(text).is_none()
}

/// A credit on a line of its own: `Photo: Agency`, `ST PHOTO: JANE DOE`, `Jane Doe | Agency`, an agency's name.
pub(super) fn credit_alone(text: &str) -> Option<String> {
    if text.len() > CREDIT || super::lines::byline(text).is_some() {
        return None;
    }
    if let Some((_, credit)) =
        caption(text).filter(|(caption, _)| count(caption) <= 2 && !caption.ends_with(['.', '!', '?']))
    {
        return Some(credit);
    }
    // "[The Agency. No resale]", "© Jane Doe/Agency", "Foto Jane Doe"
    if let Some(inside) = text.strip_prefix('[').and_then(|t| t.strip_suffix(']')) {
        let taken = inside.split_once(' ').filter(|(word, _)| phrases().is("credits", &fold_key(word)));
        let inside = taken.filter(|(_, who)| count(who) <= 3).map_or(inside, |(_, who)| who);
        return short(inside).then(|| bare(inside.split(". ").next().unwrap_or(inside)));
    }
    // "(Jane Doe / AP)"
    if let Some(inside) = text.strip_prefix('(').and_then(|t| t.strip_suffix(')'))
        && (2..=8).contains(&count(inside))
        && (capitals(inside) || inside.contains('/'))
        && !inside.contains(|c: char| c.is_ascii_digit())
    {
        return Some(bare(unnamed(inside.split_once(": ").map_or(inside, |(_, who)| who))));
    }
    if let Some(who) = text.strip_prefix('©') {
        let year = who.bytes().filter(u8::is_ascii_digit).count() >= 4;
        return (!year && (1..=6).contains(&count(who)) && !is_sentence(who)).then(|| bare(who));
    }
    if let Some((word, who)) = text.split_once(' ')
        && (word == "Copyright" || phrases().is("credits", &fold_key(word)))
        && (2..=5).contains(&count(who))
        && capitals(who)
        && !is_sentence(who)
    {
        return Some(bare(who.strip_prefix("by ").unwrap_or(who)));
    }
    (is_credit(text) || is_agency(text)).then(|| bare(text.trim_matches(['(', ')'])))
}

/// The credit on the line below a caption; also a name and whom it is of: `Jane Doe/Iowa Public Radio`.
pub(super) fn credit_below(above: &str, text: &str) -> Option<String> {
    if text.len() > CREDIT {
        return None;
    }
    if let Some(source) = labelled(text, "image-source") {
        return Some(bare(source));
    }
    // "(Citizen journalist)"
    let inside = text.strip_prefix('(').and_then(|t| t.strip_suffix(')')).filter(|_| count(above) >= 6);
    if let Some(inside) = inside
        && (1..=4).contains(&count(inside))
        && !inside.contains(|c: char| c.is_ascii_digit() || matches!(c, '.' | '!' | '?' | '(' | ',' | ':'))
        && inside.starts_with(char::is_uppercase)
    {
        return Some(bare(inside));
    }
    let parts: Vec<&str> = text.split('/').map(str::trim).collect();
    let name = |p: &&str| (1..=4).contains(&count(p)) && p.starts_with(char::is_uppercase) && capitals(p);
    let slashed = parts.len() == 2
        && parts.iter().all(name)
        && count(above) >= 5
        && !is_sentence(text)
        && !text.contains(['(', ',']);
    credit_alone(text).or_else(|| slashed.then(|| bare(text)))
}

/// "Jane Doe for The Paper"; a name alone where `known` says that it is not the author's.
pub(super) fn is_whose(text: &str, known: bool) -> bool {
    const FOR: [&str; 12] = [
        " for ", " FOR ", " für ", " pour ", " para ", " per ", " voor ", " för ", " til ", " for ", " dla ",
        " для ",
    ];
    let split = FOR.iter().find_map(|f| text.split_once(f));
    let name = |t: &str| super::bylines::is_person(t) || t.split(' ').count() <= 3 && capitals(t);
    let given = split.is_some_and(|(who, whom)| name(who) && count(whom) <= 4 && capitals(whom));
    count(text) <= 8 && (given || known && super::bylines::is_person(text))
}

/// The rest of a line that begins with a label of the list: "Image source, Agency", "صدر الصورة، …".
pub(super) fn labelled<'t>(text: &'t str, list: &str) -> Option<&'t str> {
    let signed = text.split_once([',', ':', '،', '，', '：']).filter(|(head, _)| head.len() <= CREDIT);
    if let Some((_, tail)) = signed.filter(|(head, _)| phrases().is(list, &fold_key(head))) {
        return Some(tail.trim()).filter(|t| !t.is_empty());
    }
    // "Image copyright Agency": two words need no sign.
    if text.len() > TOLD {
        return None;
    }
    let key = fold_key(text);
    let label = phrases().begins(list, &key).filter(|l| l.contains(' '))?;
    let tail = without(label, text);
    (tail.starts_with(' ') && tail.trim().starts_with(char::is_uppercase)).then(|| tail.trim())
}

/// A label of the list alone: "Image caption,".
pub(super) fn is_label(text: &str, list: &str) -> bool {
    text.len() <= CREDIT && text.ends_with([',', ':', '،', '，', '：']) && phrases().is(list, &fold_key(text))
}

/// A credit one part of which is an agency, or begins as one: `Jane Doe/Agency`, `Agency via Other`, `Agency file`.
pub(super) fn of_agency(credit: &str) -> bool {
    credit.len() <= CREDIT
        && credit
            .split('/')
            .map(fold_key)
            .any(|p| phrases().begins("agencies", &p).is_some() && count(&p) <= 6)
}

/// A picture's words behind which an agency's credit stands: they may stand over the headline of another story.
pub(super) fn is_captioned_by_agency(text: &str) -> bool {
    text.contains('/')
        && caption(text).is_some_and(|(shows, credit)| count(&shows) >= 3 && of_agency(&credit))
}

/// An agency's name alone.
pub(super) fn is_agency(text: &str) -> bool {
    if text.len() > CREDIT {
        return false;
    }
    let key = fold_key(text);
    phrases().is("agencies", &key)
        || text.split('/').count() == 2 && text.split('/').all(|p| phrases().is("agencies", &fold_key(p)))
}

pub(super) fn short(credit: &str) -> bool {
    (1..=14).contains(&count(credit))
        && credit.chars().count() <= 110
        && !credit.trim_end().ends_with(['?', '!', '。'])
}

pub(super) fn bare(text: &str) -> String {
    words::folded(text)
        .trim_matches(['(', '|', '/', '[', ']', ' ', ':', '-', '–', '—'])
        .trim_end_matches(" .")
        .trim()
        .to_owned()
}
