//! A parsed feed in the shape in which feedparser's expectations speak of it.

use std::collections::BTreeMap;

use serde_json::Value as Json;

use super::python::Value;

type Map = BTreeMap<String, Value>;

fn text(json: &Json) -> Value {
    match json {
        Json::String(s) => Value::Text(s.clone()),
        Json::Number(n) => n.as_i64().map_or(Value::None, Value::Number),
        Json::Bool(b) => Value::Bool(*b),
        _ => Value::None,
    }
}

/// A map of those members that are there, under other names.
fn renamed(json: &Json, names: &[(&str, &str)]) -> Map {
    names.iter().filter_map(|(from, to)| Some(((*to).to_owned(), text(json.get(*from)?)))).collect()
}

fn detail(json: &Json) -> Value {
    let mut map =
        renamed(json, &[("type", "type"), ("value", "value"), ("language", "language"), ("base", "base")]);
    let kind = match json["type"].as_str() {
        Some("text") => "text/plain",
        Some("html") => "text/html",
        Some("xhtml") => "application/xhtml+xml",
        other => other.unwrap_or_default(),
    };
    map.insert("type".into(), Value::Text(kind.into()));
    map.entry("language".into()).or_insert(Value::None);
    Value::Map(map)
}

const PERSON: &[(&str, &str)] = &[("name", "name"), ("email", "email"), ("url", "href")];
const LINK: &[(&str, &str)] = &[
    ("href", "href"),
    ("rel", "rel"),
    ("type", "type"),
    ("title", "title"),
    ("language", "hreflang"),
    ("length", "length"),
];

fn flat(person: &Map) -> Value {
    match (person.get("name"), person.get("email")) {
        (Some(Value::Text(name)), Some(Value::Text(email))) => Value::Text(format!("{name} ({email})")),
        (Some(one), _) | (None, Some(one)) => one.clone(),
        (None, None) => Value::Text(String::new()),
    }
}

fn list(json: &Json, names: &[(&str, &str)]) -> Vec<Map> {
    json.as_array().into_iter().flatten().map(|one| renamed(one, names)).collect()
}

fn maps(list: Vec<Map>) -> Value {
    Value::List(list.into_iter().map(Value::Map).collect())
}

/// Python's time tuple of an instant.
fn tuple(at: &str) -> Option<Value> {
    let time = at.parse::<jiff::Timestamp>().ok()?.to_zoned_datetime(jiff::tz::TimeZone::UTC).datetime();
    let weekday = i64::from(time.weekday().to_monday_zero_offset());
    let parts = [
        i64::from(time.year()),
        i64::from(time.month()),
        i64::from(time.day()),
        i64::from(time.hour()),
        i64::from(time.minute()),
        i64::from(time.second()),
        weekday,
        i64::from(time.day_of_year()),
        0,
    ];
    Some(Value::List(parts.into_iter().map(Value::Number).collect()))
}

/// What feeds, entries and sources have in common.
fn common(json: &Json) -> Map {
    let mut map = renamed(
        json,
        &[
            ("link", "link"),
            ("id", "id"),
            ("language", "language"),
            ("comments", "comments"),
            ("icon", "icon"),
            ("logo", "logo"),
            ("href", "href"),
        ],
    );
    for key in ["title", "subtitle", "rights", "summary"] {
        if let Some(found) = json.get(key) {
            map.insert(key.into(), text(&found["value"]));
            map.insert(format!("{key}_detail"), detail(found));
        }
    }
    map.insert("links".into(), maps(list(&json["links"], LINK)));
    for key in ["published", "updated"] {
        let raw = json.get(format!("{key}_raw")).or_else(|| json.get(key));
        if let Some(raw) = raw {
            map.insert(key.into(), text(raw));
        }
        if let Some(parsed) = json[key].as_str().and_then(tuple) {
            map.insert(format!("{key}_parsed"), parsed);
        }
    }
    let authors = list(&json["authors"], PERSON);
    if let Some(first) = authors.first() {
        map.insert("author".into(), flat(first));
        map.insert("author_detail".into(), Value::Map(first.clone()));
        map.insert("authors".into(), maps(authors));
    }
    if json.get("contributors").is_some() {
        map.insert("contributors".into(), maps(list(&json["contributors"], PERSON)));
    }
    if let Some(publisher) = json.get("publisher") {
        let publisher = renamed(publisher, PERSON);
        map.insert("publisher".into(), flat(&publisher));
        map.insert("publisher_detail".into(), Value::Map(publisher));
    }
    let tags = list(&json["tags"], &[("term", "term"), ("scheme", "scheme"), ("label", "label")]);
    if let Some(first) = tags.first() {
        map.insert("category".into(), first.get("term").cloned().unwrap_or(Value::None));
        map.insert("tags".into(), maps(tags));
    }
    match json.get("generator") {
        Some(Json::String(name)) => {
            map.insert("generator".into(), Value::Text(name.clone()));
            map.insert(
                "generator_detail".into(),
                Value::Map(BTreeMap::from([("name".into(), Value::Text(name.clone()))])),
            );
        }
        Some(generator) => {
            map.insert("generator".into(), text(&generator["name"]));
            let parts = renamed(generator, &[("name", "name"), ("uri", "href"), ("version", "version")]);
            map.insert("generator_detail".into(), Value::Map(parts));
        }
        None => {}
    }
    map
}

fn entry(json: &Json) -> Value {
    let mut map = common(json);
    if let Some(contents) = json["content"].as_array() {
        let contents: Vec<Value> = contents.iter().map(detail).collect();
        if let (Some(Value::Map(first)), false) = (contents.first(), map.contains_key("summary")) {
            map.insert("summary".into(), first.get("value").cloned().unwrap_or(Value::None));
            map.insert("summary_detail".into(), Value::Map(first.clone()));
        }
        map.insert("content".into(), Value::List(contents));
    }
    if json.get("enclosures").is_some() {
        let enclosures =
            list(&json["enclosures"], &[("url", "href"), ("type", "type"), ("length", "length")]);
        map.insert("enclosures".into(), maps(enclosures));
    }
    let media = [
        ("url", "url"),
        ("type", "type"),
        ("width", "width"),
        ("height", "height"),
        ("length", "filesize"),
        ("medium", "medium"),
    ];
    if json.get("media").is_some() {
        map.insert("media_content".into(), maps(list(&json["media"], &media)));
    }
    if json.get("thumbnails").is_some() {
        map.insert("media_thumbnail".into(), maps(list(&json["thumbnails"], &media)));
    }
    if let Some(source) = json.get("source") {
        map.insert("source".into(), Value::Map(common(source)));
    }
    if let Some(flag) = json.get("guid_is_link") {
        map.insert("guidislink".into(), text(flag));
    }
    Value::Map(map)
}

/// The names that an expectation may use. `json` is `None` where the input was no feed.
pub(crate) fn names(json: Option<&Json>) -> Map {
    let broken =
        |code: &str| matches!(code, "bad-xml" | "truncated" | "undeclared-prefix" | "encoding-mismatch");
    let Some(json) = json else {
        let nothing = Value::Map(Map::new());
        return BTreeMap::from([
            ("bozo".into(), Value::Bool(true)),
            ("feed".into(), nothing),
            ("entries".into(), Value::List(Vec::new())),
        ]);
    };
    let warnings = json["warnings"].as_array();
    let bozo = warnings.into_iter().flatten().any(|w| w["code"].as_str().is_some_and(broken));
    let mut feed = common(&json["feed"]);
    if let Some(minutes) = json["feed"]["ttl_minutes"].as_i64() {
        feed.insert("ttl".into(), Value::Text(minutes.to_string()));
    }
    if let Some(image) = json["feed"].get("image") {
        let image = renamed(
            image,
            &[
                ("url", "href"),
                ("title", "title"),
                ("link", "link"),
                ("width", "width"),
                ("height", "height"),
                ("description", "summary"),
            ],
        );
        feed.insert("logo".into(), image.get("href").cloned().unwrap_or(Value::None));
        feed.insert("image".into(), Value::Map(image));
    }
    let entries = json["entries"].as_array().into_iter().flatten().map(entry).collect();
    BTreeMap::from([
        ("bozo".into(), Value::Bool(bozo)),
        ("encoding".into(), text(&json["encoding"])),
        ("feed".into(), Value::Map(feed)),
        ("entries".into(), Value::List(entries)),
    ])
}
