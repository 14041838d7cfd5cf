//! Captions in text: what tells them is the credit at their end, or alone on the line above.

use super::credits::{bare, is_agency, of_agency, short};
use super::gallery::uncounted;
use super::lengths::has_clock;
use super::lines::is_sentence;
use super::phrases::phrases;
use super::splits::{rsplit_sentence, rsplit_spaced};
use super::taken;
use crate::article::meta::dates;
use crate::article::words::{self, count, fold_key};

/// No caption is longer than this, in bytes.
const TOO_LONG: usize = 1_200;
/// No credit behind one is longer than this, in bytes.
const CREDIT: usize = 480;

/// A caption and its credit, where the line is one.
pub(crate) fn caption(text: &str) -> Option<(String, String)> {
    if text.len() > TOO_LONG
        || text.starts_with('(') && text.ends_with(')')
        || text.contains(" | ") && super::topics::listed(text).is_some()
    {
        return None;
    }
    // What an agency's page writes behind the credit.
    let licensed = text.find(" Licensing Rights").and_then(|at| text.get(..at));
    let rights = licensed.and_then(|t| t.strip_suffix("Acquire").or_else(|| t.strip_suffix("Purchase")));
    let text = rights.filter(|t| !t.is_empty()).unwrap_or(text).trim_end();
    let text = uncounted(text);
    named(text)
        .or_else(|| abbreviated(text))
        .or_else(|| signed(text))
        .or_else(|| bracketed(text))
        .or_else(|| supplied(text))
        .or_else(|| dotted(text))
        .or_else(|| slashed(text))
        .or_else(|| dashed(text))
        .or_else(|| glued(text))
        .or_else(|| taken::joined(text))
        .or_else(|| taken::shot(text))
        .or_else(|| taken::given(text))
        .or_else(|| taken::slashed_dense(text))
        .or_else(|| named_after(text))
        .or_else(|| piped(text))
        .or_else(|| agency_after(text))
        .or_else(|| shouted_after(text))
        .or_else(|| prefixed(text))
        // "Dec. 9, 2021, 5:22 PM EST / Updated Dec. 9, 2021, 8:01 PM EST"
        .filter(|(_, credit)| !has_clock(credit) && super::sections::pointed_to(text).is_none())
        .map(|(caption, credit)| (caption, unnamed(&credit).trim_end_matches('.').to_owned()))
}

/// "foto Rossi / Agency": the name alone.
pub(super) fn unnamed(credit: &str) -> &str {
    let credit = credit.strip_prefix("by ").or_else(|| credit.strip_prefix("Copyright ")).unwrap_or(credit);
    if let Some((word, who)) = credit.split_once(" / ").or_else(|| credit.split_once(" | "))
        && phrases().is("credits", &fold_key(word))
    {
        return who;
    }
    credit
        .split_once(' ')
        .filter(|(word, rest)| {
            phrases().is("credits", &fold_key(word))
                && rest.starts_with(char::is_uppercase)
                && (word.starts_with(char::is_lowercase) || rest.contains(' ') && !rest.contains('/'))
        })
        .map_or(credit, |(_, rest)| rest)
}

/// `A caption. Photo: Agency`, `A caption. Photograph by Jane Doe`; the credit is short and ends the line.
fn named(text: &str) -> Option<(String, String)> {
    let ends = |before: &str| {
        before.is_empty()
            || before.ends_with([' ', '(', '.', '|', '/', '[', '\u{a0}', '”', '"', '）', '。', '!', '?'])
    };
    // The last one: `Image: What it shows. Pic: Agency`.
    for (at, sign) in text.char_indices().rev().filter(|(_, c)| matches!(c, ':' | '：')) {
        let (head, tail) = (text.get(..at)?.trim_end(), text.get(at.saturating_add(sign.len_utf8())..)?);
        // No credit is so long, and before an earlier colon it would be longer still.
        if tail.len() > CREDIT {
            break;
        }
        let head = head.trim_end_matches('.');
        let lower = head.to_lowercase();
        // Lower case may be longer in bytes: the word is cut off by its own characters.
        let Some(word) = phrases().ending("credits", &lower) else { continue };
        let keep = head.chars().count().saturating_sub(word.chars().count());
        let before: String = head.chars().take(keep).collect();
        // `(Photo: Agency)`
        let tail =
            if before.ends_with('(') { tail.trim_end().strip_suffix(')').unwrap_or(tail) } else { tail };
        // "… with a packetCredit: Agency": glued together.
        let glued = before.ends_with(char::is_lowercase)
            && count(&before) >= 3
            && head.chars().nth(keep).is_some_and(char::is_uppercase);
        if (ends(&before) || glued) && short(tail) {
            let shown =
                before.split_once(": ").filter(|(label, _)| phrases().is("credits", &fold_key(label)));
            let before = shown.map_or(before.as_str(), |(_, shows)| shows);
            return Some((bare(without_outlet(before)), bare(tail)));
        }
    }
    let lower = text.to_ascii_lowercase();
    if !lower.contains("by ") && !lower.contains("courtesy of ") {
        return None;
    }
    [
        "photo by ",
        "picture by ",
        "pictures by ",
        "photograph by ",
        "photos by ",
        "image by ",
        "photo courtesy of ",
    ]
    .iter()
    .find_map(|by| {
        let at = lower.rfind(by)?;
        let (before, tail) = (text.get(..at)?, text.get(at.saturating_add(by.len())..)?);
        // `(Express photo by Jane Doe)` is a credit as a whole.
        let within = tail.ends_with(')')
            && before.rfind('(').is_some_and(|open| open.saturating_add(1) < before.len());
        let tail = if before.ends_with('(') { tail.trim_end().trim_end_matches(')') } else { tail };
        (ends(before) && short(tail) && !within).then(|| (bare(without_outlet(before)), bare(tail)))
    })
}

/// `A caption Fot. Jane Doe / Agency`: the word is cut short and needs no colon.
fn abbreviated(text: &str) -> Option<(String, String)> {
    let words: Vec<&str> = text.split(' ').collect();
    let at = words
        .iter()
        .rposition(|w| w.ends_with('.') && !w.starts_with('(') && phrases().is("credits", &fold_key(w)))?;
    let (before, tail) = words.split_at_checked(at)?;
    let credit = tail.split_first()?.1.join(" ");
    (short(&credit) && !is_sentence(&credit) && before.len() >= 3 && credit.starts_with(char::is_uppercase))
        .then(|| (bare(&before.join(" ")), bare(&credit)))
}

/// `A caption © Jane Doe/Agency`
fn signed(text: &str) -> Option<(String, String)> {
    let (before, credit) = text.split_once(" © ").or_else(|| text.split_once(" (c) "))?;
    (short(credit) && count(before) >= 2).then(|| (bare(before), bare(credit)))
}

/// "A caption. ABC PHOTO: …": the outlet's letters left out.
fn without_outlet(before: &str) -> &str {
    match rsplit_sentence(before.trim_end()) {
        Some((caption, outlet))
            if outlet.len() <= 5 && outlet.bytes().all(|b| b.is_ascii_uppercase())
                || super::bylines::is_outlet(outlet) && count(outlet) <= 3 =>
        {
            before.get(..=caption.len()).unwrap_or(before)
        }
        _ => before,
    }
}

/// `A caption. (AP Photo/Jane Doe)`, `A caption [File: Jane Doe/AP]`.
fn bracketed(text: &str) -> Option<(String, String)> {
    let (before, credit) = match text.strip_suffix(']') {
        Some(inside) => inside.rsplit_once('[')?,
        None => text.strip_suffix(')')?.rsplit_once('(')?,
    };
    let key = fold_key(credit);
    let is_credit = credit.contains('/')
        || key.contains("photo")
        || key.contains("via ap")
        || phrases().is("agencies", &key)
        || text.ends_with(']')
            && super::bylines::is_person(credit.split([',', '|']).next().unwrap_or(credit).trim());
    (is_credit && short(credit) && count(before) >= 3).then(|| (bare(before), bare(credit)))
}

/// `A caption. (ABC Broken Hill: Jane Doe)`, `A caption (Supplied: the family)`, `A caption. (The Sheriff's Office)`,
/// `A caption (foto Rossi / Agency)`, `説明（张三摄）`: a short note in brackets that ends the line.
fn supplied(text: &str) -> Option<(String, String)> {
    let (before, inside) = match text.strip_suffix(')') {
        Some(t) => t.rsplit_once('(')?,
        None => text.strip_suffix('）')?.rsplit_once('（')?,
    };
    let inside = inside.trim();
    let dated = phrases().begins("dated", &fold_key(inside)).is_some() || dates::parse(inside).is_some();
    if dated || !short(inside) || !(3..=45).contains(&count(before)) || inside.ends_with('.') {
        return None;
    }
    let before = before.trim_end();
    let ended = before.ends_with(['.', '。', '!', '?', '”', '"', '’']);
    if let Some((who, whom)) = inside.split_once([':', '：']) {
        let label = fold_key(who);
        let named = phrases().is("credits", &label) || matches!(label.as_str(), "supplied" | "courtesy");
        let credit = if named { whom.trim() } else { inside };
        return ((1..=4).contains(&count(who))
            && (1..=8).contains(&count(whom))
            && (named || ended || capitals(who)))
        .then(|| (bare(before), bare(credit)));
    }
    let lower = inside.to_lowercase();
    if let Some(word) = ["foto ", "photo ", "fotó ", "фото ", "φωτ. ", "φωτο ", "φωτογραφία ", "تصوير "]
        .iter()
        .find(|w| lower.starts_with(**w))
    {
        let rest: String = inside.chars().skip(word.chars().count()).collect();
        return Some((bare(before), bare(&rest)));
    }
    // Scripts without capitals.
    let plain = |c: char| !c.is_uppercase() && !c.is_lowercase() && !words::is_dense(c);
    let caseless = inside.chars().all(plain)
        && count(inside) <= 4
        && count(before) <= 25
        && inside.contains(char::is_alphabetic)
        && !ended;
    let by = ["摄", "攝", "撮影", "提供", "사진"].iter().any(|w| inside.ends_with(w));
    let name = ended
        && (1..=8).contains(&count(inside))
        && capitals(inside)
        && !inside.contains(|c: char| c.is_ascii_digit());
    (by || name || caseless).then(|| (bare(before), bare(inside)))
}

/// `Agency/Jane Doe A woman at a stove`, `Getty Images A woman at a stove`: what those hear who do not see the picture
/// has no stop at its end.
pub(super) fn prefixed(text: &str) -> Option<(String, String)> {
    if text.len() > TOO_LONG || is_sentence(text) {
        return None;
    }
    let words: Vec<&str> = text.split(' ').collect();
    let upper = |w: Option<&&str>| w.is_some_and(|w| w.starts_with(char::is_uppercase));
    let first = *words.first()?;
    let slashed = first.split_once('/').is_some_and(|(agency, who)| {
        agency.len() >= 2 && agency.chars().all(char::is_uppercase) && who.starts_with(char::is_uppercase)
    });
    let (credit, shows) = words.split_at_checked(2)?;
    let credit = credit.join(" ");
    let known = slashed || phrases().is("agencies", &fold_key(&credit));
    (known && upper(words.get(1)) && upper(shows.first()) && (3..=40).contains(&shows.len()))
        .then(|| (shows.join(" "), credit))
}

/// `A caption. | Jane Doe/Agency`, `A caption / Jane Doe`.
fn piped(text: &str) -> Option<(String, String)> {
    let (before, credit) = rsplit_spaced(text, '|').or_else(|| rsplit_spaced(text, '/'))?;
    let person = super::bylines::is_person(credit);
    let ended = before.ends_with(['.', '!', '?']) && (1..=8).contains(&count(credit)) && capitals(credit);
    // "A caption | Jane Doe/Agency via Other", "A caption / Agency"
    let agency = of_agency(credit) && (text.contains(" | ") || !before.contains('/'));
    (count(before) >= 5
        && !is_sentence(credit)
        && (person && !before.contains([':', '|', '/']) || ended || agency))
        .then(|| (bare(before), bare(credit)))
}

/// `A caption. Agency`, `설명. 연합뉴스`: an agency's name behind the sentence's end.
fn agency_after(text: &str) -> Option<(String, String)> {
    let (before, credit) = text.rsplit_once([' ', '\u{a0}'])?;
    let before = before.trim_end();
    (is_agency(credit) && before.ends_with(['.', '다', '。']) && (4..=60).contains(&count(before)))
        .then(|| (bare(before), bare(credit)))
}

/// `A caption in the archive JANE DOE`: a name in capitals at the end of a line that is no sentence.
fn shouted_after(text: &str) -> Option<(String, String)> {
    let words: Vec<&str> = text.split(' ').collect();
    let shouts = |w: &&&str| {
        w.chars().count() >= 2 && w.chars().all(|c| c.is_uppercase() || matches!(c, '-' | '/' | '.'))
    };
    let tail = words.iter().rev().take_while(shouts).count();
    let (before, name) = words.split_at_checked(words.len().saturating_sub(tail))?;
    let before = before.join(" ");
    let lower = before.chars().filter(|c| c.is_lowercase()).count();
    ((2..=4).contains(&tail)
        && lower >= 15
        && phrases().begins("dated", &fold_key(&before)).is_none()
        && (4..=40).contains(&count(&before))
        && !before.ends_with([':', ',']))
    .then(|| (bare(&before), name.join(" ")))
}

/// Whether every word but the smallest begins with a capital.
pub(super) fn capitals(text: &str) -> bool {
    text.split(' ').all(|w| {
        w.chars().find(|c| c.is_alphabetic()).is_none_or(char::is_uppercase)
            || w.chars().count() <= 3
            || matches!(w, "pour" | "para" | "från" | "voor")
    }) && text.chars().any(char::is_uppercase)
}

/// `A caption, on 3 February. JANE DOE FOR THE PAPER`, `A caption in March. Jane Doe`: a name behind the sentence's end.
fn named_after(text: &str) -> Option<(String, String)> {
    let (before, name) = rsplit_sentence(text)?;
    // `A caption. Courtesy of the town`, `설명. 정선군 제공`
    let given = fold_key(name);
    let courtesy =
        ["courtesy", "gentileza", "cortesía", "handout", "archivo", "cedida", "divulgação", "reprodução"];
    if (1..=7).contains(&count(name))
        && (3..=60).contains(&count(before))
        && (courtesy.iter().any(|c| given.starts_with(c))
            || ["제공", "촬영", "사진"].iter().any(|w| name.ends_with(w)))
    {
        return Some((format!("{}.", bare(before)), bare(name)));
    }
    // `A caption. Jane Doe, for The Paper`
    if let Some((who, paper)) = name.split_once(", for ")
        && super::bylines::is_person(who)
        && (1..=4).contains(&count(paper))
        && capitals(paper)
        && (3..=60).contains(&count(before))
    {
        return Some((format!("{}.", bare(before)), bare(name)));
    }
    let words: Vec<&str> = name.split(' ').collect();
    let shouted =
        !name.chars().any(char::is_lowercase) && name.chars().filter(|c| c.is_uppercase()).count() >= 5;
    let person = (2..=4).contains(&words.len())
        && words
            .iter()
            .flat_map(|w| w.split('/'))
            .all(|w| w.chars().next().is_some_and(char::is_uppercase) || super::bylines::is_particle(w))
        && name.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’' | '/'))
        || name.contains(" / ")
            && name
                .split(" / ")
                .all(|n| (1..=4).contains(&count(n)) && n.starts_with(char::is_uppercase) && capitals(n));
    let initial =
        before.rsplit(' ').next().is_some_and(|w| w.chars().count() <= 2 && w.contains(char::is_alphabetic));
    ((5..=60).contains(&count(before))
        && words.len() <= 8
        && (shouted || person)
        && !initial
        && !name.ends_with(['.', '!', '?', '”', '"', '»'])
        || shouted && name.ends_with('»') && words.len() <= 8)
        .then(|| (format!("{}.", bare(before)), bare(name)))
}

/// `A caption.Credit...Jane Doe for The Paper`.
fn dotted(text: &str) -> Option<(String, String)> {
    let (before, credit) = text.split_once("Credit...").or_else(|| text.split_once("Credit…"))?;
    short(credit).then(|| (bare(before), bare(credit)))
}

/// `A caption, May 2, 2023. REUTERS/Jane Doe/File Photo`, `A caption. JANE DOE / AFP`.
fn slashed(text: &str) -> Option<(String, String)> {
    let (before, credit) = rsplit_sentence(text)?;
    let agency = of_agency(credit) || credit.split('/').any(|p| is_site(p.trim()));
    let capitals = !credit.chars().any(char::is_lowercase) && credit.chars().any(char::is_uppercase);
    (credit.contains('/') && (agency || capitals) && short(credit) && !credit.ends_with('.'))
        .then(|| (format!("{}.", bare(before)), bare(credit)))
}

/// `stock.adobe.com`: an archive's address.
fn is_site(text: &str) -> bool {
    !text.contains(' ')
        && text.rsplit_once('.').is_some_and(|(name, end)| {
            name.len() >= 3 && (2..=3).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_lowercase())
        })
}

/// `A caption - Jane Doe/Agency`, `A caption - Copyright Jane Doe`
fn dashed(text: &str) -> Option<(String, String)> {
    // `A caption.—Agency`
    let close = text.rsplit_once(['—', '–']).filter(|(before, credit)| {
        before.ends_with('.') && count(credit) <= 4 && capitals(credit) && !credit.ends_with('.')
    });
    if let Some((before, credit)) = close.filter(|(before, _)| count(before) >= 3) {
        return Some((bare(before), bare(credit)));
    }
    let (before, credit) = ['-', '–', '—'].iter().find_map(|d| rsplit_spaced(text, *d))?;
    let right = credit.strip_prefix("Copyright ");
    let agency = credit.split('/').map(fold_key).any(|p| phrases().is("agencies", &p));
    // `A caption. - Jane Doe.`
    let person = before.ends_with('.')
        && (super::bylines::is_person(credit.trim_end_matches('.'))
            || credit.split(" / ").count() == 2 && count(credit) <= 6 && capitals(credit));
    ((agency || person || right.is_some()) && short(credit) && count(before) >= 3)
        .then(|| (bare(before), bare(right.unwrap_or(credit))))
}

/// `A caption.Agency | Archive`: what stood apart on the page, glued together.
fn glued(text: &str) -> Option<(String, String)> {
    let (at, _) = text.char_indices().rev().find(|(i, c)| {
        // "M.A. Jinnah Road"
        let mut over = text.get(..*i).unwrap_or_default().chars().rev();
        let initial =
            over.next().is_some_and(char::is_uppercase) && over.next().is_none_or(|c| !c.is_alphanumeric());
        *c == '.'
            && !initial
            && text.get(i + 1..).is_some_and(|t| t.chars().next().is_some_and(char::is_uppercase))
    })?;
    let (before, credit) = (text.get(..=at)?, text.get(at + 1..)?);
    let agency = credit.split(['|', '/', ',']).map(fold_key).any(|p| phrases().is("agencies", &p));
    // `A caption.Jane Doe/The Paper`
    let person = credit.split_once('/').map_or(Some((credit, "")), Some).is_some_and(|(who, paper)| {
        super::bylines::is_person(who.trim()) && (paper.is_empty() || capitals(paper))
    });
    let shouted = !credit.chars().any(char::is_lowercase) && (2..=5).contains(&count(credit));
    ((agency || shouted || person) && short(credit) && count(before) >= 3)
        .then(|| (before.to_owned(), bare(credit)))
}
