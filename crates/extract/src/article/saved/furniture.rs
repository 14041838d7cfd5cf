//! Lines that are the page's own and not the article's.

use super::lengths::{clock, running};
use super::phrases::phrases;
use super::sections::{Section, section};
use crate::article::words::{count, fold_key};

/// Longer lines that begin as the page's own do are paragraphs.
const LONGEST: u32 = 60;
/// The same for lines that only hold such words.
const LONGEST_HOLDING: u32 = 45;

/// A button has at most so many words.
const BUTTON: u32 = 5;
/// No row of them is longer than this, in bytes.
const ROW: usize = 240;
/// A menu in one line has at least so many words.
const MENU: usize = 5;
/// No line of the page's own is longer than this, in bytes.
const TOO_LONG: usize = 700;

/// Whether a line is the page's own.
pub(super) fn is_furniture(text: &str) -> bool {
    text.len() <= TOO_LONG && is_furniture_by(text, &fold_key(text))
}

/// The same where the folded text is known.
pub(super) fn is_furniture_by(text: &str, key: &str) -> bool {
    if text.len() > TOO_LONG {
        return false;
    }
    // How long a video is, or what announces one, or labels.
    if clock(text).is_some() || running(text).is_some() || announces(text) || phrases().is("video-below", key)
    {
        return false;
    }
    // "See all comments (11)"
    if phrases().begins("begins", key).is_some() && super::lines::comments(text).is_some() {
        return false;
    }
    if super::sections::bracketed(text).is_some() {
        return false;
    }
    let signed = text.starts_with('©') && super::credits::credit_alone(text).is_none();
    // "Kommentieren0"
    let bare = key.trim_end_matches(|c: char| c.is_ascii_digit());
    if key.is_empty() || phrases().is("whole", key) || signed || bare.len() > 3 && phrases().is("whole", bare)
    {
        return true;
    }
    let words = count(key);
    let quoted = text.starts_with(['“', '"', '«', '„', '‘', '\'', '»', '「', '「']);
    let credit = key.starts_with("copyright ") && super::credits::credit_alone(text).is_some();
    if !quoted && !credit && words <= LONGEST && phrases().begins("begins", key).is_some() {
        return true;
    }
    if words > LONGEST_HOLDING {
        return is_foot_by(text, key);
    }
    phrases().holds("holds", key)
        || is_button(key) && super::lines::comments(text).is_none()
        || is_newsletter(key)
        || is_source(text)
        || invites(key)
        || is_sign(text)
        || text.ends_with("...") && words <= 3
        || is_time_to_read(key)
        || is_about_author(text, key)
        || is_ago(key)
        || is_count_of_shares(key)
        || is_address(text)
        || is_foot_by(text, key)
        || is_row(text, key)
}

/// What announces labels, or with a colon links: "READ MORE:".
fn announces(text: &str) -> bool {
    let opened = section(text);
    opened == Some(Section::Topics) || opened == Some(Section::Related) && text.ends_with([':', '：'])
}

/// "See all topics", "Mostra i commenti": what may be done with a thing of the page's own.
fn is_button(key: &str) -> bool {
    let (verb, thing) = ("button-verbs", "button-things");
    (2..=BUTTON).contains(&count(key))
        && phrases()
            .begins(verb, key)
            .is_some_and(|v| phrases().holds(thing, key.get(v.len()..).unwrap_or("")))
}

/// What comes by mail, and how to have it.
fn is_newsletter(key: &str) -> bool {
    if key.ends_with(" newsletter") && count(key) <= BUTTON {
        return true;
    }
    ["newsletter", "infolettre", "boletín", "nieuwsbrief", "nyhetsbrev"].iter().any(|w| key.contains(w))
        && [
            "sign up",
            "subscri",
            "inbox",
            "delivered",
            "abonn",
            "inscri",
            "suscrí",
            "iscriv",
            "assin",
            "anmeld",
        ]
        .iter()
        .any(|w| key.contains(w))
}

/// "0 / 0", "___", "+5", "+14.06 (+13.9%)": digits and signs without a letter; a number alone may count comments.
fn is_sign(text: &str) -> bool {
    // "1.1x", "CNN —"
    let speed = text
        .strip_suffix('x')
        .is_some_and(|n| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit() || c == '.'));
    if speed || text.ends_with('—') && count(text) <= 3 {
        return true;
    }
    !text.contains(char::is_alphabetic)
        && super::when::instant(text).is_none()
        && (text.contains('/') && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ':' | '/' | ' '))
            || text.starts_with(['+', '-', '−'])
            || text.len() <= 1 && !text.bytes().all(|b| b.is_ascii_digit())
            || text.ends_with('%'))
}

/// "318 shares", "1.2k views".
fn is_count_of_shares(key: &str) -> bool {
    count(key) <= 4
        && key.starts_with(|c: char| c.is_ascii_digit())
        && [
            "shares",
            "share",
            "viewing now",
            "watching now",
            "views",
            "likes",
            "partages",
            "compartidos",
            "udostępnień",
            "просмотров",
        ]
        .iter()
        .any(|w| key.ends_with(w))
}

/// An address of the web or of electronic mail, or an account's name, alone.
fn is_address(text: &str) -> bool {
    let bare = text.trim_matches(|c: char| matches!(c, '/' | '(' | ')' | '.' | ' '));
    !bare.contains(' ')
        && (bare.starts_with('@')
            || bare.contains("://")
            || bare.starts_with("www.")
            || bare.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.')))
}

/// Whose the page is: the sign of copyright with a year.
pub(super) fn is_foot(text: &str) -> bool {
    is_foot_by(text, &fold_key(text))
}

fn is_foot_by(text: &str, key: &str) -> bool {
    let words = count(key);
    if words > 60 {
        return false;
    }
    let year = key.split(' ').any(|w| w.len() == 4 && (w.starts_with("19") || w.starts_with("20")));
    let signed = text.starts_with('©')
        || key.starts_with("copyright")
        || text.contains("©20")
        || text.contains("© 20");
    let row = || words <= 12 && text.contains(['|', '·', '•']) && key.split(' ').any(|w| w == "copyright");
    year && (signed || row()) || words <= 40 && key.contains("all rights reserved")
}

/// Several of the page's own words in one line.
fn is_row(text: &str, key: &str) -> bool {
    let parts = || text.split(['|', '·', '•']).map(fold_key).filter(|p| !p.is_empty());
    let rows = text.contains(['|', '·', '•'])
        && parts().count() >= 2
        && parts().filter(|p| phrases().is("whole", p)).count() >= 2;
    if rows || text.len() > ROW {
        return rows;
    }
    if is_chain(key) {
        return true;
    }
    // "FACEBOOK X E-MAIL"
    let words: Vec<String> = text.split(' ').map(fold_key).filter(|w| !w.is_empty()).collect();
    let own = words.iter().filter(|w| phrases().is("whole", w)).count();
    if is_menu(&words) {
        return true;
    }
    (2..=8).contains(&words.len()) && own.saturating_mul(10) >= words.len().saturating_mul(6)
}

/// "Politics World Sport Culture": the names of a paper's parts in one line, of which most are known.
fn is_menu(words: &[String]) -> bool {
    let known = |w: &&String| ["desks", "whole", "home", "roots"].iter().any(|l| phrases().is(l, w));
    words.len() >= MENU && words.iter().filter(known).count().saturating_mul(2) >= words.len()
}

/// "Support us Learn more": nothing but the page's own words, one after the other.
fn is_chain(key: &str) -> bool {
    let (mut rest, mut links) = (key, 0_u32);
    while !rest.is_empty() {
        let Some(phrase) = phrases().begins("whole", rest) else { return false };
        rest = rest.strip_prefix(phrase).unwrap_or_default().trim_start();
        links = links.saturating_add(1);
    }
    links > 1
}

/// "5 minute read", "Lesezeit: 3 Min.", "3 min".
pub(super) fn is_time_to_read(key: &str) -> bool {
    const MINUTES: [&str; 13] = [
        "min", "mins", "minute", "minutes", "minuten", "minuti", "minutos", "minuter", "minutter", "minut",
        "minuut", "мин", "dk",
    ];
    const READ: [&str; 21] = [
        "read",
        "reading",
        "lecture",
        "lectura",
        "lettura",
        "leitura",
        "lesezeit",
        "lesen",
        "listen",
        "hören",
        "anhören",
        "läsning",
        "læsetid",
        "lesetid",
        "lästid",
        "lezen",
        "leestijd",
        "чтения",
        "okuma",
        "czytania",
        "watch",
    ];
    let words = || key.split(' ');
    let minutes = words().any(|w| MINUTES.contains(&w));
    count(key) <= 6
        && key.bytes().any(|b| b.is_ascii_digit())
        && minutes
        && (words().any(|w| READ.contains(&w))
            || words().count() == 2 && key.starts_with(|c: char| c.is_ascii_digit()))
}

/// "Jane Doe covers the city. More about Jane Doe", "Doe reported from Berlin.", "Jane Doe contributed to this report."
fn is_about_author(text: &str, key: &str) -> bool {
    let words = count(text);
    words <= 40
        && (text.contains(". More about ")
            || text.starts_with("Role,")
            || key.contains(" contributed to this report")
            || key.contains(" contributed to this story")
            || key.contains(" contributed to this article")
            || key.contains(" contributed reporting")
            || (words <= 9
                && (key.ends_with(" contributed research")
                    || key.contains(" reported from ")
                    || key.contains(" contributed from "))))
}

/// "Join our channel and get the latest news", "Get the day's stories in your inbox".
fn invites(key: &str) -> bool {
    let begins = [
        "listen ",
        "watch ",
        "find ",
        "tap ",
        "join ",
        "follow ",
        "get ",
        "subscribe ",
        "sign up ",
        "add ",
        "prefer ",
        "download ",
        "make ",
    ]
    .iter()
    .any(|b| key.starts_with(b));
    begins
        && count(key) <= 25
        && [
            " channel",
            " newsletter",
            " inbox",
            " in box",
            " app ",
            " app",
            " on google",
            " podcast app",
            " your podcast",
            " wherever you get your podcasts",
            " whatsapp",
            " telegram",
            " alerts",
        ]
        .iter()
        .any(|w| if w.ends_with(' ') || w.len() > 5 { key.contains(w) } else { key.ends_with(w) })
}

/// "Source: Reuters/ab(cd)": whose report it is.
fn is_source(text: &str) -> bool {
    let Some((label, source)) = text.split_once(':') else { return false };
    matches!(
        fold_key(label).as_str(),
        "source"
            | "sources"
            | "quelle"
            | "fuente"
            | "fonte"
            | "来源"
            | "來源"
            | "źródło"
            | "источник"
            | "kaynak"
    ) && count(source) <= 6
        && (count(source) <= 3 || source.contains('/') || super::credits::is_agency(source))
}

/// "2 hours ago", "vor 3 Stunden".
fn is_ago(key: &str) -> bool {
    if matches!(key, "just now" | "an hour ago" | "a day ago" | "a minute ago" | "a week ago" | "a month ago")
    {
        return true;
    }
    count(key) <= 6
        && key.bytes().any(|b| b.is_ascii_digit())
        && (key.ends_with(" ago")
            || [
                "vor ",
                "il y a ",
                "hace ",
                "há ",
                "fa ",
                "for ",
                "för ",
                "acum ",
                "před ",
                "pred ",
                "πριν ",
                "prije ",
            ]
            .iter()
            .any(|b| key.strip_prefix(b).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit())))
            || key.ends_with(" geleden")
            || key.ends_with(" fa") && count(key) == 3
            || key.ends_with(" sedan") && count(key) <= 4
            || key.ends_with(" назад")
            || key.ends_with(" temu")
            || key.ends_with("時間前")
            || key.ends_with("小时前"))
}

/// A line that says that an advertisement stands there.
pub(super) fn is_advertisement(text: &str) -> bool {
    phrases().is("ads", &fold_key(text))
}
