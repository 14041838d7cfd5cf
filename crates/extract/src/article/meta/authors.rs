//! Who wrote it: people first; the agency or the desk where nobody is named.

use serde_json::{Map, Value};

use super::Sources;
use super::byline;
use super::line::split;
use super::names::{MAX_AUTHORS, finish, is_short};
use crate::article::tree::{Id, Tree};
use crate::article::words;

/// All authors, in order.
pub(crate) fn choose(
    sources: &Sources<'_>,
    tree: &Tree,
    heading: Option<Id>,
    site: &[String],
) -> Vec<String> {
    let mut others = Others::default();
    let declared = declared(sources, site, &mut others);
    if declared.iter().any(|n| n.contains(' ')) {
        return declared;
    }
    let mut seen = Vec::new();
    byline::markup(tree, heading, &mut seen);
    let shown = finish(seen.clone(), site, false);
    // What programs are told may be an account or a first name, where readers are told the whole.
    let is_fuller = |full: &String| {
        declared
            .iter()
            .all(|d| is_short(d) || full.strip_prefix(d.as_str()).is_some_and(|f| f.starts_with(' ')))
    };
    match (declared.is_empty(), shown.is_empty()) {
        (true, false) => return shown,
        (false, true) => return declared,
        (false, false) => {
            let fuller = shown.iter().any(|s| s.contains(' ') && is_fuller(s));
            return if fuller { shown } else { declared };
        }
        (true, true) => {}
    }
    let mut last = others.bodies;
    last.extend(others.people);
    for key in ["author", "article:author", "dc.creator", "parsely-author"] {
        for value in sources.head.every(key) {
            split(value, &mut last);
        }
    }
    // A byline that bears the outlet's name, as on a person's own site.
    last.extend(seen);
    let good = finish(last, site, true);
    if good.is_empty() { byline::by_date(tree, heading, site).into_iter().collect() } else { good }
}

/// Names that were not taken for people's at first.
#[derive(Default)]
struct Others {
    bodies: Vec<String>,
    people: Vec<String>,
}

/// The people that the page's data and head name.
fn declared(sources: &Sources<'_>, site: &[String], others: &mut Others) -> Vec<String> {
    let mut people = Vec::new();
    for article in &sources.articles {
        for key in ["author", "creator"] {
            if let Some(value) = article.get(key) {
                from_json(sources, value, &mut people, &mut others.bodies, 0);
            }
        }
        if !people.is_empty() {
            break;
        }
    }
    let from_json = finish(people.clone(), site, false);
    if !from_json.is_empty() {
        return from_json;
    }
    others.people = people;
    let mut named = Vec::new();
    // One that names the site's host is the outlet: "The Paper (www.paper.example)".
    let outlet = |v: &&str| !site.iter().any(|s| s.contains('.') && v.to_lowercase().contains(s.as_str()));
    for key in HEAD {
        for value in sources.head.every(key).filter(outlet) {
            match turned(key, value) {
                Some(name) => named.push(name),
                // "Center for Drug Evaluation and Research", as the data names it too, is one.
                None if others.bodies.iter().any(|b| b == value) => named.push(value.to_owned()),
                None => split(value, &mut named),
            }
        }
        let good = finish(std::mem::take(&mut named), site, false);
        if !good.is_empty() {
            return good;
        }
    }
    for value in byline::labelled(sources.head).filter(outlet) {
        split(value, &mut named);
    }
    let good = finish(named.clone(), site, false);
    if !good.is_empty() {
        return good;
    }
    others.people.append(&mut named);
    // A site's own name for it.
    let parts = ["url", "id", "image", "link", "mail", "institution", "twitter", "facebook", "type", "count"];
    for (key, value) in &sources.head.metas {
        if key.ends_with("author") && outlet(&value.as_str()) && !parts.iter().any(|p| key.contains(p)) {
            split(value, &mut named);
        }
    }
    finish(named, site, false)
}

/// Names of metadata that name authors, the surest first.
const HEAD: [&str; 16] = [
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
];

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
                // "Center for Drug Evaluation and Research" is one.
                Some(Value::String(name)) if is_body => bodies.push(words::folded(&super::unescape(name))),
                Some(Value::String(name)) => split(name, people),
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
