//! The test feeds of Python's feedparser, by its own expectations, each category with its ratchet.
//!
//! The rows are read from `../shared` and converted on the fly; where that is absent the test says so and passes.

mod adapt;
mod python;

use std::collections::BTreeMap;
use std::path::PathBuf;

use extract::feed::{Hints, parse};

/// How many rows of each category hold. A number may only grow.
#[rustfmt::skip]
const HOLD: &[(&str, usize)] = &[
    ("encoding", 5), ("entities", 129), ("illformed", 3), ("wellformed/amp", 43), ("wellformed/atom", 76), ("wellformed/atom10", 126),
    ("wellformed/base", 36), ("wellformed/cdf", 6), ("wellformed/http", 1), ("wellformed/itunes", 9), ("wellformed/lang", 15),
    ("wellformed/media-rss", 5), ("wellformed/namespace", 7), ("wellformed/node_precedence", 2), ("wellformed/psc", 1),
    ("wellformed/rdf", 7), ("wellformed/rss", 78), ("wellformed/sgml", 1), ("wellformed/xml", 2),
];

/// The folder of the shared data, if it is there.
pub(crate) fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("MASTHEAD_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    folder.join("data/feeds").is_dir().then_some(folder)
}

#[test]
fn expectations_of_feedparser_hold() {
    let Some(shared) = shared() else {
        println!("skipped: ../shared/data/feeds is not there");
        return;
    };
    let folder = shared.join("data/feeds");
    let rows = std::fs::read_to_string(folder.join("feedparser-rows.jsonl")).expect("the rows can be read");
    let mut held: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    let mut short = Vec::new();
    for row in rows.lines() {
        let row: serde_json::Value = serde_json::from_str(row).expect("a row is JSON");
        let path = row["path"].as_str().expect("a row has a path");
        let bytes = std::fs::read(folder.join(path)).expect("the feed can be read");
        let header = |name: &str| row["headers"].get(name).and_then(|v| v.as_str());
        let hints = Hints {
            url: row["url"].as_str().filter(|u| !u.is_empty()),
            content_type: header("content-type"),
            ..Hints::default()
        };
        let json =
            parse(&bytes, &hints).ok().map(|parsed| serde_json::to_value(parsed).expect("a feed is JSON"));
        let expression = row["expr"].as_str().expect("a row has an expectation");
        let holds = python::holds(expression, &adapt::names(json.as_ref()));
        let count = held.entry(row["category"].as_str().unwrap_or_default().to_owned()).or_default();
        count.0 += usize::from(holds);
        count.1 += 1;
        if !holds {
            short.push(format!("{path}: {expression}"));
        }
    }
    let fallen: Vec<_> =
        HOLD.iter().filter(|(category, least)| held.get(*category).is_none_or(|(n, _)| n < least)).collect();
    let (sum, all) = held.values().fold((0, 0), |(a, b), (n, m)| (a + n, b + m));
    println!("{sum} of {all} hold; short:\n{}", short.join("\n"));
    assert!(fallen.is_empty(), "fewer rows hold than did in {fallen:?}: {held:?}\n{}", short.join("\n"));
}
