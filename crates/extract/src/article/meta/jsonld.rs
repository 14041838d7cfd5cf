//! schema.org in JSON: also in `@graph`, in lists, and in JSON that is broken in the usual ways.

use serde_json::{Map, Value};

/// More objects than this on one page are not looked at.
const MAX_OBJECTS: usize = 2000;

/// The page's objects, each once, in order.
#[derive(Debug, Default)]
pub(crate) struct Data {
    roots: Vec<Value>,
    /// A script could be read by no repair.
    pub(crate) broken: bool,
}

impl Data {
    /// Reads the page's scripts.
    pub(crate) fn new<'a>(scripts: impl Iterator<Item = &'a str>) -> Self {
        let mut data = Self::default();
        for script in scripts {
            match parse(script) {
                Some(value) => data.roots.push(value),
                None => data.broken |= !script.trim().is_empty(),
            }
        }
        data
    }

    /// Every object at the top or in a `@graph`, and the main entities of those.
    pub(crate) fn objects(&self) -> Vec<&Map<String, Value>> {
        let mut out = Vec::new();
        let mut queue: Vec<&Value> = self.roots.iter().rev().collect();
        while let Some(value) = queue.pop() {
            if out.len() >= MAX_OBJECTS {
                break;
            }
            match value {
                Value::Array(list) => queue.extend(list.iter().rev()),
                Value::Object(map) => {
                    out.push(map);
                    for key in ["mainEntity", "mainEntityOfPage", "@graph"] {
                        if let Some(inner @ (Value::Array(_) | Value::Object(_))) = map.get(key) {
                            queue.push(inner);
                        }
                    }
                }
                _ => {}
            }
        }
        out
    }

    /// The object with this `@id`.
    pub(crate) fn by_id(&self, id: &str) -> Option<&Map<String, Value>> {
        self.objects().into_iter().find(|o| o.len() > 1 && o.get("@id").and_then(Value::as_str) == Some(id))
    }
}

/// Whether an object is of a type whose name the test accepts.
pub(crate) fn is_type(object: &Map<String, Value>, test: impl Fn(&str) -> bool) -> bool {
    let test = |t: &str| test(t.rsplit(['/', ':', '#']).next().unwrap_or(t));
    match object.get("@type") {
        Some(Value::String(t)) => test(t),
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).any(test),
        _ => false,
    }
}

/// Types of an article.
pub(crate) fn is_article_type(t: &str) -> bool {
    t.ends_with("Article")
        || t.ends_with("BlogPosting")
        || t.ends_with("BlogPost")
        || matches!(
            t,
            "LiveBlogPosting"
                | "Report"
                | "SocialMediaPosting"
                | "DiscussionForumPosting"
                | "Recipe"
                | "Review"
                | "HowTo"
                | "AnalysisNewsArticle"
        )
}

/// A text field: of several the first that is not empty.
pub(crate) fn text<'v>(object: &'v Map<String, Value>, key: &str) -> Option<&'v str> {
    let found = match object.get(key)? {
        Value::String(s) => Some(s.as_str()),
        Value::Array(list) => list.iter().find_map(Value::as_str),
        Value::Object(inner) => inner.get("@value").or_else(|| inner.get("name")).and_then(Value::as_str),
        _ => None,
    };
    found.filter(|s| !s.trim().is_empty())
}

fn parse(script: &str) -> Option<Value> {
    let trimmed = script
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("/*<![CDATA[*/")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("-->")
        .trim_end_matches("/*]]>*/")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';');
    if let Ok(value) = serde_json::from_str(trimmed) {
        return Some(value);
    }
    let mended = mend(trimmed);
    let mut stream = serde_json::Deserializer::from_str(&mended).into_iter::<Value>();
    match stream.next() {
        Some(Ok(value)) => Some(value),
        _ => fields(trimmed),
    }
}

/// Repairs what goes wrong most: raw line breaks and tabs in strings, commas before a closing bracket, entities for
/// quotes, unknown escapes.
fn mend(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut inside = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if inside {
            match c {
                '"' => {
                    // A quote that nothing of JSON follows is a part of the text.
                    let mut ahead = chars.clone();
                    let next = ahead.by_ref().find(|n| !n.is_whitespace());
                    if matches!(next, None | Some(',' | '}' | ']' | ':')) {
                        inside = false;
                        out.push('"');
                    } else {
                        out.push_str("\\\"");
                    }
                }
                '\\' => match chars.next() {
                    Some(e @ ('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't' | 'u')) => {
                        out.push('\\');
                        out.push(e);
                    }
                    Some(e) => out.push(e),
                    None => {}
                },
                '\n' => out.push_str("\\n"),
                c if c.is_control() => out.push(' '),
                c => out.push(c),
            }
            continue;
        }
        match c {
            '"' => {
                inside = true;
                out.push(c);
            }
            ',' => {
                let mut ahead = chars.clone();
                let next = ahead.by_ref().find(|n| !n.is_whitespace());
                if !matches!(next, None | Some('}' | ']' | ',')) {
                    out.push(',');
                }
            }
            c => out.push(c),
        }
    }
    out
}

/// The last resort: the plain text fields of an article, read one by one.
fn fields(text: &str) -> Option<Value> {
    let mut map = Map::new();
    for key in [
        "@type",
        "headline",
        "articleBody",
        "datePublished",
        "dateModified",
        "description",
        "articleSection",
        "image",
    ] {
        let name = format!("\"{key}\"");
        let Some((_, after)) = text.split_once(&name) else { continue };
        let Some(after) = after.trim_start().strip_prefix(':') else { continue };
        let Some(value) = after.trim_start().strip_prefix('"') else { continue };
        let mut end = None;
        let mut escaped = false;
        for (i, c) in value.char_indices() {
            if escaped {
                escaped = false;
            } else if c == '\\' {
                escaped = true;
            } else if c == '"' {
                end = Some(i);
                break;
            }
        }
        if let Some(raw) = end.and_then(|e| value.get(..e)) {
            let clean = mend(&format!("\"{raw}\""));
            if let Ok(s) = serde_json::from_str::<String>(&clean) {
                map.insert(key.to_owned(), Value::String(s));
            }
        }
    }
    map.contains_key("headline").then_some(Value::Object(map))
}
