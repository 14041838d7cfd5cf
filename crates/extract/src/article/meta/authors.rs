//! Who wrote it: people first; the agency or the desk where nobody is named.

use serde_json::{Map, Value};

use super::Sources;
use super::names::{MAX_AUTHORS, finish, is_phrase, looks_like_name, split};
use crate::article::tag::Tag;
use crate::article::tree::{Id, Tree, id};
use crate::article::words;

/// All authors, in order.
pub(crate) fn choose(sources: &Sources<'_>, tree: &Tree, byline: Option<Id>, site: &[String]) -> Vec<String> {
    let mut people = Vec::new();
    let mut bodies = Vec::new();
    for article in &sources.articles {
        for key in ["author", "creator"] {
            if let Some(value) = article.get(key) {
                from_json(sources, value, &mut people, &mut bodies, 0);
            }
        }
        if !people.is_empty() {
            break;
        }
    }
    let named_in_data = people.clone();
    let from_json = finish(people, site, false);
    if !from_json.is_empty() {
        return from_json;
    }
    let mut named = Vec::new();
    // One that names the site's host is the outlet: "The Paper (www.paper.example)".
    let outlet = |v: &&str| !site.iter().any(|s| s.contains('.') && v.to_lowercase().contains(s.as_str()));
    for key in [
        "author",
        "article:author",
        "parsely-author",
        "sailthru.author",
        "dc.creator",
        "dcterms.creator",
        "byl",
        "cxenseparse:author",
        "citation_author",
        "og:article:author",
        "authors",
        "byline",
        "article:author_name",
        "dcsext.author",
        "mediator_author",
        "article_author",
    ] {
        for value in sources.head.every(key).filter(outlet) {
            match turned(key, value) {
                Some(name) => named.push(name),
                None => split(value, &mut named),
            }
        }
        let good = finish(std::mem::take(&mut named), site, false);
        if !good.is_empty() {
            return good;
        }
    }
    // A site's own name for it.
    let parts = ["url", "id", "image", "link", "mail", "institution", "twitter", "facebook", "type", "count"];
    for (key, value) in &sources.head.metas {
        if key.ends_with("author") && outlet(&value.as_str()) && !parts.iter().any(|p| key.contains(p)) {
            split(value, &mut named);
        }
    }
    let good = finish(std::mem::take(&mut named), site, false);
    if !good.is_empty() {
        return good;
    }
    let mut seen = Vec::new();
    markup(tree, byline, &mut seen);
    let good = finish(seen, site, false);
    if !good.is_empty() {
        return good;
    }
    let mut last = bodies;
    last.extend(named_in_data);
    for key in ["author", "article:author", "dc.creator", "parsely-author"] {
        for value in sources.head.every(key) {
            split(value, &mut last);
        }
    }
    finish(last, site, true)
}

/// "Doe, Jane" where each name stands by itself, as libraries write them.
fn turned(key: &str, value: &str) -> Option<String> {
    let (last, first) = value.split_once(',').filter(|_| key == "citation_author")?;
    let (last, first) = (words::folded(last), words::folded(first));
    (!last.is_empty() && !first.is_empty() && !first.contains([',', ';'])).then(|| format!("{first} {last}"))
}

fn from_json(
    sources: &Sources<'_>,
    value: &Value,
    people: &mut Vec<String>,
    bodies: &mut Vec<String>,
    depth: u8,
) {
    if depth > 4 {
        return;
    }
    match value {
        Value::String(s) => split(s, people),
        Value::Array(list) => {
            for inner in list.iter().take(MAX_AUTHORS * 2) {
                from_json(sources, inner, people, bodies, depth + 1);
            }
        }
        Value::Object(object) => {
            let object = resolve(sources, object);
            let is_body = super::jsonld::is_type(object, |t| t.ends_with("Organization") || t == "WebSite");
            match object.get("name") {
                Some(Value::String(name)) => split(name, if is_body { bodies } else { people }),
                Some(names @ Value::Array(_)) => from_json(sources, names, people, bodies, depth + 1),
                _ => {
                    if let (Some(Value::String(a)), Some(Value::String(b))) =
                        (object.get("givenName"), object.get("familyName"))
                    {
                        people.push(format!("{a} {b}"));
                    }
                }
            }
        }
        _ => {}
    }
}

fn resolve<'v>(sources: &Sources<'v>, object: &'v Map<String, Value>) -> &'v Map<String, Value> {
    if object.contains_key("name") {
        return object;
    }
    object.get("@id").and_then(Value::as_str).and_then(|id| sources.data.by_id(id)).unwrap_or(object)
}

/// Names in the page's own markup: `itemprop=author`, `rel=author`, a line that says who wrote it, then elements whose
/// class says author or byline.
fn markup(tree: &Tree, heading: Option<Id>, out: &mut Vec<String>) {
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
    if take(&by_prop, out) || take(&by_rel, out) {
        return;
    }
    written(tree, heading, out);
    if out.is_empty() && !take(&by_class, out) {
        listed(tree, out);
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

fn is_byline_class(value: &str) -> bool {
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
    // All of them hold one of these pairs of letters: most classes are not looked at twice.
    let may_be = value.as_bytes().windows(2).any(|w| {
        matches!(w, [a, b] if matches!((a.to_ascii_lowercase(), b.to_ascii_lowercase()), (b'a', b'u') | (b'b', b'y')))
    });
    if !may_be {
        return false;
    }
    let lower = value.to_ascii_lowercase();
    PARTS.iter().any(|w| lower.contains(w))
        || lower.split_ascii_whitespace().any(|w| w == "author" || w == "authors")
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

/// Words with which a line says who wrote it, as a line of its own begins or as all that stands before the name.
const SAYS: [&str; 27] = [
    "by",
    "written by",
    "words by",
    "story by",
    "posted by",
    "published by",
    "reported by",
    "author",
    "authors",
    "von",
    "par",
    "por",
    "di",
    "door",
    "av",
    "af",
    "autor",
    "autorin",
    "autorin/autor",
    "auteur",
    "tekst",
    "texto",
    "oleh",
    "penulis",
    "автор",
    "a cura di",
    "skrevet av",
];

/// A short line by the heading that says who wrote it: "By Jane Doe and John Roe", "Von Jana Muster, Berlin".
fn written(tree: &Tree, heading: Option<Id>, out: &mut Vec<String>) {
    let Some(heading) = heading else { return };
    let near = heading.saturating_sub(80)..heading.saturating_add(250).min(id(tree.len()));
    let mut said = false;
    for node in near {
        let Some(text) = tree.text(node) else { continue };
        if !(2..=120).contains(&text.trim().len()) {
            said &= text.trim().is_empty();
            continue;
        }
        let text = words::folded(text);
        let lower = text.to_lowercase();
        let bare = lower.trim_end_matches([':', ' ']);
        if SAYS.contains(&bare) {
            said = true;
            continue;
        }
        let begins = SAYS.iter().any(|s| {
            lower.strip_prefix(s).is_some_and(|rest| rest.starts_with(' ') || rest.starts_with(':'))
        });
        if !said && !begins {
            continue;
        }
        // A date, a time to read and the like follow on the same line.
        let line = text.split(['|', '•', '·', '—']).next().unwrap_or(&text);
        let line = line.split(" on ").next().unwrap_or(line);
        let mut names = Vec::new();
        split(line, &mut names);
        names.retain(|n| {
            looks_like_name(n) && !is_phrase(n) && (said || n.contains(' ')) && n.split(' ').count() <= 4
        });
        said = false;
        if !names.is_empty() {
            out.extend(names.into_iter().take(6));
            return;
        }
    }
}

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
