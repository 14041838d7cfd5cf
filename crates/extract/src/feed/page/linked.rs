//! Lists of articles in schema.org's words, as JSON-LD.

use serde_json::Value;

use crate::feed::date;
use crate::feed::model::{Entry, Link, Person, Tag, Text, Thumbnail};
use crate::html::{Base, to_text};

/// The longest block that is read; its tree takes twenty times as much.
const LONGEST: usize = 1 << 20;
/// The most things that are looked at in one block.
const MOST: usize = 5000;

/// Types that are articles.
const ARTICLES: &[&str] = &[
    "NewsArticle",
    "Article",
    "BlogPosting",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "OpinionNewsArticle",
    "LiveBlogPosting",
    "Report",
    "TechArticle",
    "ScholarlyArticle",
    "SocialMediaPosting",
    "PodcastEpisode",
    "VideoObject",
];

/// The articles in one block, in its order; each address once.
pub(super) fn entries(json: &str, base: &Base) -> Vec<Entry> {
    if json.len() > LONGEST {
        return Vec::new();
    }
    let Ok(root) = serde_json::from_str::<Value>(json.trim()) else { return Vec::new() };
    let mut found: Vec<Entry> = Vec::new();
    // Things still to be looked at, the first last.
    let mut open = vec![&root];
    let mut looked_at = 0;
    while let Some(thing) = open.pop() {
        looked_at += 1;
        if looked_at > MOST {
            break;
        }
        match thing {
            Value::Array(list) => open.extend(list.iter().rev()),
            Value::Object(members) => {
                if is_article(thing) {
                    add(&mut found, article(thing, base));
                    continue;
                }
                if has_type(thing, "ListItem") && members.get("item").is_none_or(|i| !i.is_object()) {
                    add(&mut found, list_item(thing, base));
                    continue;
                }
                for key in
                    ["hasPart", "blogPost", "blogPosts", "item", "itemListElement", "mainEntity", "@graph"]
                {
                    open.extend(members.get(key));
                }
            }
            _ => {}
        }
    }
    found
}

fn add(found: &mut Vec<Entry>, entry: Entry) {
    let known = entry.link.is_some() && found.iter().any(|e| e.link == entry.link);
    if !known && (entry.link.is_some() || entry.title.is_some()) {
        found.push(entry);
    }
}

fn has_type(thing: &Value, wanted: &str) -> bool {
    match thing.get("@type") {
        Some(Value::String(name)) => name == wanted,
        Some(Value::Array(names)) => names.iter().any(|n| n == wanted),
        _ => false,
    }
}

fn is_article(thing: &Value) -> bool {
    ARTICLES.iter().any(|name| has_type(thing, name))
}

/// A text, or the first of several, as plain text.
fn text(thing: &Value, keys: &[&str]) -> Option<String> {
    keys.iter().find_map(|key| {
        let value = match thing.get(key)? {
            Value::Array(list) => list.first()?,
            value => value,
        };
        let value =
            value.as_str().or_else(|| value.get("@id")?.as_str()).or_else(|| value.get("url")?.as_str())?;
        let value = to_text(value);
        (!value.is_empty()).then_some(value)
    })
}

fn address(thing: &Value, keys: &[&str], base: &Base) -> Option<String> {
    let found = text(thing, keys)?;
    Some(base.resolve(&found).into_owned())
}

fn list_item(thing: &Value, base: &Base) -> Entry {
    let link = address(thing, &["url", "item"], base);
    Entry {
        id: link.clone(),
        title: text(thing, &["name"]).map(plain),
        links: links(link.as_ref()),
        link,
        ..Entry::default()
    }
}

fn links(link: Option<&String>) -> Vec<Link> {
    link.map(|l| Link { href: Some(l.clone()), rel: Some("alternate".into()), ..Link::default() })
        .into_iter()
        .collect()
}

fn plain(value: String) -> Text {
    Text { kind: "text".into(), value, ..Text::default() }
}

fn article(thing: &Value, base: &Base) -> Entry {
    let link = address(thing, &["url", "mainEntityOfPage", "@id"], base);
    let (published_raw, updated_raw) =
        (text(thing, &["datePublished", "dateCreated", "uploadDate"]), text(thing, &["dateModified"]));
    let picture = address(thing, &["image", "thumbnailUrl"], base);
    let authors = match thing.get("author") {
        Some(Value::Array(list)) => list.iter().filter_map(person).collect(),
        Some(one) => person(one).into_iter().collect(),
        None => Vec::new(),
    };
    let tags = match thing.get("keywords") {
        Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        Some(Value::String(list)) => list.split(',').map(|t| t.trim().to_owned()).collect(),
        _ => Vec::new(),
    };
    Entry {
        id: link.clone(),
        title: text(thing, &["headline", "name"]).map(plain),
        links: links(link.as_ref()),
        link,
        published: published_raw.as_deref().and_then(date::parse),
        published_raw,
        updated: updated_raw.as_deref().and_then(date::parse),
        updated_raw,
        summary: text(thing, &["description", "abstract"]).map(plain),
        content: text(thing, &["articleBody"]).map(plain).into_iter().collect(),
        authors,
        tags: tags
            .into_iter()
            .filter(|t: &String| !t.is_empty())
            .take(64)
            .map(|t| Tag { term: Some(t), ..Tag::default() })
            .collect(),
        thumbnails: picture
            .into_iter()
            .map(|url| Thumbnail { url: Some(url), ..Thumbnail::default() })
            .collect(),
        ..Entry::default()
    }
}

fn person(value: &Value) -> Option<Person> {
    let name = value.as_str().map(str::to_owned).or_else(|| text(value, &["name"]))?;
    let url = value.get("url").and_then(Value::as_str).map(str::to_owned);
    Some(Person { name: Some(name), email: None, url })
}
