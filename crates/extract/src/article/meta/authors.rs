//! Who wrote it: people first; the agency or the desk where nobody is named.

use serde_json::{Map, Value};

use super::{Sources, unescape};
use crate::article::tag::Tag;
use crate::article::tree::{Id, Tree};
use crate::article::words::{self, fold_key};

/// More names than this are a list of something else.
const MAX_AUTHORS: usize = 20;

/// Words before a name.
const BEFORE: [&str; 34] = [
    "written by",
    "posted by",
    "published by",
    "reviewed by",
    "edited by",
    "story by",
    "words by",
    "text by",
    "article by",
    "by",
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
    "auteur",
    "text",
    "tekst",
    "przez",
    "od",
    "redazione di",
    "a cura di",
    "publié par",
    "geschrieben von",
    "ein kommentar von",
    "von unserem korrespondenten",
    "skrevet av",
    "texto",
];

/// What follows a name and is none.
const ROLES: [&str; 34] = [
    "reporter",
    "editor",
    "correspondent",
    "writer",
    "journalist",
    "columnist",
    "contributor",
    "producer",
    "staff",
    "redakteur",
    "redakteurin",
    "redaktion",
    "korrespondent",
    "korrespondentin",
    "reporterin",
    "autor",
    "autorin",
    "journaliste",
    "rédacteur",
    "rédactrice",
    "periodista",
    "redactor",
    "giornalista",
    "bureau",
    "chief",
    "photographer",
    "fotograf",
    "senior",
    "associate",
    "freelance",
    "author",
    "volontär",
    "volontärin",
    "ph.d",
];

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
    ] {
        for value in sources.head.every(key) {
            split(value, &mut named);
        }
        let good = finish(std::mem::take(&mut named), site, false);
        if !good.is_empty() {
            return good;
        }
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

/// The names in a line.
pub(crate) fn names(line: &str) -> Vec<String> {
    let mut out = Vec::new();
    split(line, &mut out);
    finish(out, &[], false)
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

/// Names in the page's own markup: `itemprop=author`, `rel=author`, then elements whose class says author or byline.
fn markup(tree: &Tree, byline: Option<Id>, out: &mut Vec<String>) {
    let mut by_prop = Vec::new();
    let mut by_rel = Vec::new();
    let mut by_class = Vec::new();
    for node in 0..crate::article::tree::id(tree.len()) {
        if !tree.is_element(node) || tree.tag(node) == Tag::Meta {
            continue;
        }
        for (name, value) in tree.attrs(node) {
            match &**name {
                "itemprop" if value == "author" || value == "creator" => by_prop.push(node),
                "rel" if value.split_ascii_whitespace().any(|r| r == "author") => by_rel.push(node),
                "href"
                    if value.contains("/author/")
                        || value.contains("/authors/")
                        || value.contains("/autor/")
                        || value.contains("/profile/") =>
                {
                    by_class.push(node);
                }
                "class" | "data-testid" => {
                    let lower = value.to_ascii_lowercase();
                    if [
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
                    ]
                    .iter()
                    .any(|w| lower.contains(w))
                        || lower.split_ascii_whitespace().any(|w| w == "author" || w == "authors")
                    {
                        by_class.push(node);
                    }
                }
                _ => {}
            }
        }
    }
    let near = |node: &&Id| byline.is_none_or(|b| **node < b.saturating_add(4000));
    for list in [by_prop, by_rel, by_class] {
        for node in list.iter().filter(near).take(6) {
            let text = tree.text_below(*node);
            if text.chars().count() <= 120 {
                split(&text, out);
            }
        }
        out.retain(|n| looks_like_name(n));
        if !out.is_empty() {
            // The first few stand at the article; later ones at other stories.
            out.truncate(4);
            return;
        }
    }
}

fn looks_like_name(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let capital = words
        .iter()
        .filter(|w| w.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_lowercase()))
        .count();
    (1..=5).contains(&words.len())
        && capital * 2 > words.len()
        && !text.chars().any(|c| c.is_ascii_digit() || matches!(c, ':' | '?' | '!' | '@'))
}

/// Cuts a line of names into names.
fn split(line: &str, out: &mut Vec<String>) {
    let line = words::folded(&unescape(&crate::article::meta::strip_tags(line)));
    if line.is_empty() || line.contains("://") || line.starts_with("www.") || line.starts_with('@') {
        return;
    }
    let line = strip_before(&line);
    // "Smith, J." is one name where nothing else is listed.
    let mut parts = vec![line];
    for sep in [
        ";", " | ", "|", " • ", " · ", " and ", " und ", " et ", " y ", " e ", " og ", " och ", " en ",
        " i ", " & ", " + ", ", ", "、", " / ",
    ] {
        if sep == " i " || sep == " e " || sep == " y " || sep == " en " {
            // Only between two names of at least two words each.
            parts = parts
                .into_iter()
                .flat_map(|p| {
                    let pieces: Vec<String> = p.split(sep).map(str::to_owned).collect();
                    if pieces.iter().all(|x| x.split(' ').filter(|w| !w.is_empty()).count() >= 2) {
                        pieces
                    } else {
                        vec![p]
                    }
                })
                .collect();
        } else {
            parts =
                parts.into_iter().flat_map(|p| p.split(sep).map(str::to_owned).collect::<Vec<_>>()).collect();
        }
    }
    for part in parts {
        let name = tidy(&part);
        if is_degree(&name)
            && let Some(last) = out.last_mut()
        {
            last.push_str(", ");
            last.push_str(&name);
        } else if !name.is_empty() {
            out.push(name);
        }
    }
}

/// Letters that stand behind a name, without their dots.
const DEGREES: [&str; 40] = [
    "MD", "PHD", "RD", "RDN", "LD", "LDN", "MS", "MSC", "BSC", "BA", "MA", "MPH", "MBA", "CFP", "CPA", "CFA",
    "CEPF", "JD", "ESQ", "EDD", "PSYD", "LCSW", "LMFT", "LPC", "RN", "NP", "PT", "DPT", "DDS", "DMD", "DO",
    "FAND", "CPT", "CSCS", "FACP", "MSN", "MED", "JR", "SR", "III",
];

fn is_degree(text: &str) -> bool {
    let letters: String = text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_uppercase).collect();
    !text.contains(' ') && DEGREES.contains(&letters.as_str())
}

fn strip_before(line: &str) -> String {
    let mut rest = line.trim().to_owned();
    for _ in 0..2 {
        let lower = rest.to_lowercase();
        let found = BEFORE
            .iter()
            .filter(|b| lower.strip_prefix(**b).is_some_and(|after| after.starts_with([' ', ':', '\u{a0}'])))
            .max_by_key(|b| b.len());
        let Some(prefix) = found else { break };
        let skip = prefix.chars().count();
        rest =
            rest.chars().skip(skip).collect::<String>().trim_start_matches([' ', ':', '-', '–']).to_owned();
    }
    rest
}

fn tidy(part: &str) -> String {
    let part = part.trim().trim_matches([',', '.', ':', '-', '–', '|', '*', '"', '“', '”']).trim();
    // "Jane Doe (Berlin)", "Jane Doe in Berlin", "Jane Doe - Reuters"
    let part = part.split(['(', '[', '<']).next().unwrap_or(part).trim();
    let mut part = part;
    for sep in [" - ", " – ", " — ", " for ", " für ", " at ", " @", " in "] {
        if let Some((before, _)) = part.split_once(sep)
            && before.contains(' ')
        {
            part = before.trim();
        }
    }
    let name = strip_before(part);
    // Korean bylines end with the word for reporter.
    name.strip_suffix(" 기자").map_or(name.clone(), str::to_owned)
}

/// Drops what is no name, and doubles.
fn finish(names: Vec<String>, site: &[String], outlets_too: bool) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let sites: Vec<String> = site.iter().map(|s| fold_key(s).replace(' ', "")).collect();
    for name in names {
        let key = fold_key(&name);
        let length = name.chars().count();
        let is_role = !outlets_too
            && key.split(' ').any(|w| ROLES.contains(&w))
            && (key.split(' ').count() < 2 || key.split(' ').all(|w| ROLES.contains(&w)));
        let is_site = sites.iter().any(|s| *s == key.replace(' ', ""));
        if key.is_empty()
            || !(2..=70).contains(&length)
            || key.split(' ').count() > 8
            || is_role
            || (is_site && !outlets_too)
            || name.contains('@')
            || matches!(
                key.as_str(),
                "admin"
                    | "none"
                    | "null"
                    | "unknown"
                    | "undefined"
                    | "anonymous"
                    | "author"
                    | "editor"
                    | "jr"
                    | "md"
                    | "phd"
            )
            || key.contains("http")
        {
            continue;
        }
        if !out.iter().any(|o| fold_key(o) == key) {
            out.push(name);
        }
        if out.len() >= MAX_AUTHORS {
            break;
        }
    }
    out
}
