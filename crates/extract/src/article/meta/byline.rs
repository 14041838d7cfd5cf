//! Bylines in the page's own markup: elements that are marked as an author's, lines that say who wrote it.

use std::ops::Range;

use super::head::Head;
use super::line::{SAYS, split};
use super::names::{finish, is_phrase, looks_like_name};
use crate::article::tag::Tag;
use crate::article::tree::{Id, Tree, id};
use crate::article::words;

/// Names in the page's own markup: `itemprop=author`, `rel=author`, a line that says who wrote it, then elements whose
/// class says author or byline.
pub(super) fn markup(tree: &Tree, heading: Option<Id>, out: &mut Vec<String>) {
    let (mut by_prop, mut by_rel, mut by_class) = (Vec::new(), Vec::new(), Vec::new());
    for node in 0..id(tree.len()) {
        if !tree.is_element(node) || tree.tag(node) == Tag::Meta {
            continue;
        }
        for (name, value) in tree.attrs(node) {
            match &**name {
                "itemprop" if value == "author" || value == "creator" => by_prop.push(node),
                "rel" if value.split_ascii_whitespace().any(|r| r == "author") => by_rel.push(node),
                "href" if is_profile(value) => by_class.push(node),
                "class" | "data-testid" if is_byline_class(value) => by_class.push(node),
                _ => {}
            }
        }
    }
    // Those from the heading on stand at the article; earlier ones in a list of stories, much later ones at others.
    let from = heading.unwrap_or(0).saturating_sub(300);
    let to = heading.map_or(Id::MAX, |h| h.saturating_add(4000));
    let near = |node: &&Id| (from..to).contains(*node);
    let take = |list: &[Id], out: &mut Vec<String>| {
        for node in list.iter().filter(near).take(6) {
            for line in lines_of(tree, *node) {
                split(&line, out);
            }
        }
        out.retain(|n| looks_like_name(n) && !is_phrase(n));
        // The first few stand at the article; later ones at other stories.
        out.truncate(4);
        !out.is_empty()
    };
    let near_heading = |h: Id| h.saturating_sub(80)..h.saturating_add(250);
    if let Some(h) = heading {
        written(tree, near_heading(h), &SAYS, out);
    }
    if !out.is_empty() || take(&by_prop, out) || take(&by_rel, out) || take(&by_class, out) {
        return;
    }
    listed(tree, out);
    if let Some(h) = heading.filter(|_| out.is_empty()) {
        written(tree, h..Id::MAX, &SIGNED, out);
    }
}

/// An address of one person's page on a news site.
fn is_profile(href: &str) -> bool {
    const PARTS: [&str; 9] = [
        "author/",
        "authors/",
        "autor/",
        "autoren/",
        "auteur/",
        "autori/",
        "profile/",
        "contributors/",
        "journalist",
    ];
    href.len() < 300
        && memchr::memchr_iter(b'/', href.as_bytes())
            .filter_map(|at| href.get(at + 1..))
            .filter(|rest| rest.starts_with(['a', 'p', 'c', 'j']))
            .any(|rest| PARTS.iter().any(|p| rest.starts_with(p)))
}

/// Whether a class is one of bylines: its words end with an author, or with the name of one.
fn is_byline_class(value: &str) -> bool {
    // All of them hold one of these pairs of letters: most classes are not looked at twice.
    let may_be = value.as_bytes().windows(2).any(|w| {
        matches!(w, [a, b] if matches!((a.to_ascii_lowercase(), b.to_ascii_lowercase()), (b'a', b'u') | (b'b', b'y')))
    });
    may_be && value.split_ascii_whitespace().any(is_byline_word)
}

/// Whether a word of a class is one of bylines.
fn is_byline_word(word: &str) -> bool {
    const PARTS: [&str; 11] = [
        "byline",
        "author-name",
        "author__name",
        "authorname",
        "author_name",
        "article-author",
        "articleauthor",
        "post-author",
        "entry-author",
        "autor",
        "auteur",
    ];
    /// Authors of something else.
    const OTHERS: [&str; 9] =
        ["comment", "review", "quote", "testimonial", "related", "card", "book", "tweet", "photo"];
    let lower = word.to_ascii_lowercase();
    if PARTS.iter().any(|p| lower.contains(p)) || matches!(lower.as_str(), "author" | "authors") {
        return true;
    }
    if OTHERS.iter().any(|o| lower.contains(o)) {
        return false;
    }
    // What a bundler adds to make a class the only one of its name: `Author_author__4ceOm`.
    let bare = match lower.rsplit_once("__") {
        Some((before, mark)) if mark.bytes().any(|b| b.is_ascii_digit()) => before,
        _ => lower.as_str(),
    };
    let mut parts = bare.rsplit(|c: char| !c.is_ascii_alphabetic()).filter(|p| !p.is_empty());
    match parts.next() {
        Some("author" | "authors") => true,
        Some("name") => parts.any(|p| matches!(p, "author" | "authors" | "writer" | "contributor")),
        _ => false,
    }
}

/// The lines of an element that names authors: its whole text where that is a name or a list of them, else the texts
/// of its parts (a name and, in an element of its own, a role).
fn lines_of(tree: &Tree, node: Id) -> Vec<String> {
    let whole = tree.text_below(node);
    if whole.chars().count() > 160 {
        return Vec::new();
    }
    let parts: Vec<String> = tree
        .below(node)
        .filter_map(|n| tree.text(n))
        .map(words::folded)
        .filter(|t| t.chars().any(char::is_alphabetic))
        .collect();
    let apart = parts.len() > 1 && parts.iter().any(|p| looks_like_name(p) && p.contains(' '));
    if apart { parts } else { vec![whole] }
}

/// Names that the head gives with a label for sharers: "Written by" and below it "Jane Doe".
pub(super) fn labelled(head: &Head) -> impl Iterator<Item = &str> {
    const LABELS: [&str; 23] = [
        "written by",
        "author",
        "authors",
        "by",
        "posted by",
        "interview by",
        "verfasst von",
        "geschrieben von",
        "von",
        "autor",
        "écrit par",
        "rédigé par",
        "escrito por",
        "por",
        "scritto da",
        "geschreven door",
        "skriven av",
        "skrevet av",
        "skrevet af",
        "napisane przez",
        "kirjoittanut",
        "ditulis oleh",
        "автор",
    ];
    let labels = head.metas.iter().filter_map(|(key, label)| {
        let number = key.strip_prefix("twitter:label")?;
        LABELS.contains(&label.trim_end_matches(':').to_lowercase().as_str()).then_some(number)
    });
    // More than a few are made to cost time.
    let values = labels.take(4).filter_map(|number| {
        let of = |k: &str| k.strip_prefix("twitter:data").is_some_and(|n| n == number);
        head.metas.iter().find(|(k, _)| of(k)).map(|(_, v)| v.as_str())
    });
    // "twitter:misc:Written by", whose words are keys of their own.
    values.chain(head.every("twitter:misc:written"))
}

/// Those that say so wherever they stand: at the end of an article, over a box about its author.
const SIGNED: [&str; 13] = [
    "written by",
    "words by",
    "article by",
    "authored by",
    "this post was written by",
    "this article was written by",
    "about the author",
    "authors",
    "author(s)",
    "contributors",
    "geschrieben von",
    "escrito por",
    "scritto da",
];

/// A short line by the heading that says who wrote it: "By Jane Doe and John Roe", "Von Jana Muster, Berlin".
fn written(tree: &Tree, near: Range<Id>, says: &[&str], out: &mut Vec<String>) {
    let mut said = false;
    // Between names that stand in elements of their own: what joins them was met, and how long ago a name was.
    let (mut joined, mut since) = (false, 0);
    for node in near.start..near.end.min(id(tree.len())) {
        let Some(text) = tree.text(node) else { continue };
        let trimmed = text.trim();
        if !out.is_empty() {
            since += 1;
            if trimmed.is_empty() {
                continue;
            }
            let is_joint = JOINTS.contains(&trimmed.to_lowercase().as_str());
            if since > 6 || !joined && !is_joint {
                return;
            }
            joined |= is_joint;
            if is_joint {
                continue;
            }
        } else if !(2..=120).contains(&trimmed.len()) {
            said &= trimmed.is_empty();
            continue;
        }
        // Most lines are told by their first letter.
        let first = trimmed.chars().next().and_then(|c| c.to_lowercase().next());
        if !said && !joined && !says.iter().any(|s| s.chars().next() == first) {
            continue;
        }
        let text = words::folded(text);
        let lower = text.to_lowercase();
        let bare = lower.trim_end_matches([':', ' ']);
        if says.contains(&bare) {
            said = true;
            continue;
        }
        let begins = says.iter().find(|s| {
            lower.strip_prefix(**s).is_some_and(|rest| rest.starts_with(' ') || rest.starts_with(':'))
        });
        if !said && begins.is_none() {
            continue;
        }
        // A date, a time to read and the like follow on the same line.
        let line = text.split(['|', '•', '·', '—']).next().unwrap_or(&text);
        let line = line.split(" on ").next().unwrap_or(line);
        let skip = begins.map_or(0, |s| s.chars().count());
        let line: String = line.chars().skip(skip).skip_while(|c| matches!(c, ' ' | ':')).collect();
        let mut names = Vec::new();
        split(&line, &mut names);
        names.retain(|n| {
            looks_like_name(n) && !is_phrase(n) && (said || n.contains(' ')) && n.split(' ').count() <= 4
        });
        if names.is_empty() {
            said = false;
            if joined {
                return;
            }
            continue;
        }
        out.extend(names.into_iter().take(6));
        // "By Jane Doe," and then another.
        (joined, since) = (text.ends_with([',', '&']) || lower.ends_with(" and"), 0);
    }
}

/// What stands between names.
const JOINTS: [&str; 13] = [",", "and", "&", ";", "und", "et", "y", "e", "og", "och", "en", ", and", "/"];

/// A name in a list of facts, as "Author" and below it "Jane Doe", wherever that list stands.
fn listed(tree: &Tree, out: &mut Vec<String>) {
    const LABELS: [&str; 8] =
        ["author", "autor", "autorin", "autorin/autor", "auteur", "autore", "autores", "автор"];
    let mut said = false;
    for node in 0..id(tree.len()) {
        let Some(text) = tree.text(node).map(str::trim).filter(|t| !t.is_empty()) else { continue };
        if said && text.len() <= 60 {
            split(text, out);
            out.retain(|n| looks_like_name(n) && n.contains(' ') && !is_phrase(n));
            if !out.is_empty() {
                return;
            }
        }
        said = text.len() <= 20 && LABELS.contains(&text.trim_end_matches(':').to_lowercase().as_str());
    }
}

/// A person's name beside the first date by the heading, where nothing says whose it is: "Jane Doe · 3 May 2024".
pub(super) fn by_date(tree: &Tree, heading: Option<Id>, site: &[String]) -> Option<String> {
    let heading = heading?;
    let near = heading.saturating_sub(40)..heading.saturating_add(120);
    let mut pieces: Vec<String> = Vec::new();
    for node in near.start..near.end.min(id(tree.len())) {
        if let Some(text) = tree.text(node).filter(|t| (2..=90).contains(&t.trim().len())) {
            pieces.extend(words::folded(text).split(['|', '•', '·']).map(|p| p.trim().to_owned()));
        }
    }
    pieces.retain(|p| p.chars().any(char::is_alphanumeric));
    let date = pieces.iter().position(|p| p.len() <= 40 && super::dates::parse(p).is_some())?;
    let beside = [date.checked_sub(1), date.checked_sub(2), date.checked_add(1)];
    let beside = beside.into_iter().flatten().filter_map(|at| pieces.get(at));
    // One name, and perhaps what the person does.
    let one = |piece: &String| {
        let mut named = Vec::new();
        split(piece, &mut named);
        let mut named = finish(named, site, false);
        let name = named.pop().filter(|_| named.is_empty())?;
        let rest = piece.strip_prefix(name.as_str())?;
        (rest.is_empty() || rest.starts_with(", ")).then_some(name)
    };
    beside.filter_map(one).find(|p| is_person(tree, heading, p))
}

/// Whether a text by the heading is a person's name and nothing else: two to four words with capitals, none of which the
/// page writes small anywhere, as it does the words of a section's name. Such a name also stands in a menu, before the
/// heading, and at other stories.
fn is_person(tree: &Tree, heading: Id, text: &str) -> bool {
    let parts: Vec<&str> = text.split(' ').collect();
    let is_named = |w: &&str| {
        w.chars().next().is_some_and(char::is_uppercase)
            && w.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '’' | '\''))
            && (w.chars().any(char::is_lowercase) || w.ends_with('.'))
    };
    if !(2..=4).contains(&parts.len())
        || is_phrase(text)
        || !parts.iter().all(|w| is_named(w) || PARTICLES.contains(w))
        || !parts.last().is_some_and(is_named)
        || parts.iter().any(|w| super::is_month(w))
    {
        return false;
    }
    let small: Vec<String> = parts.iter().filter(|w| w.len() > 2).map(|w| w.to_lowercase()).collect();
    let before = heading.saturating_sub(80);
    let mut told = 0;
    !(0..id(tree.len())).filter_map(|n| Some((n, tree.text(n)?))).any(|(n, t)| {
        let same = t.trim() == text;
        told += u32::from(same);
        same && (n < before || told > 2)
            || t.split(|c: char| !c.is_alphanumeric()).any(|w| small.iter().any(|s| s == w))
    })
}

/// Small words within names.
const PARTICLES: [&str; 12] = ["de", "da", "di", "van", "von", "der", "den", "del", "la", "le", "bin", "al"];
