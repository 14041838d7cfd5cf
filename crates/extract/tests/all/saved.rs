//! Pages saved as text: each beside what a person reads in it, one file a look.

use extract::article::{Article, Hints, read};
use serde_json::Value;

fn pages() -> Vec<(String, Article, Value)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/article/saved");
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "txt"))
        .collect();
    names.sort();
    names
        .into_iter()
        .map(|path| {
            let article =
                read(&std::fs::read(&path).unwrap(), &Hints { plain_text: true, ..Hints::default() });
            let wanted =
                serde_json::from_slice(&std::fs::read(path.with_extension("json")).unwrap()).unwrap();
            (path.file_stem().unwrap().to_string_lossy().into_owned(), article, wanted)
        })
        .collect()
}

#[test]
fn every_field_is_told_by_the_form_of_the_lines() {
    let pages = pages();
    assert!(pages.len() >= 12);
    for (name, article, wanted) in pages {
        let got = serde_json::to_value(&article).unwrap();
        for (field, want) in wanted.as_object().unwrap() {
            let found = match field.as_str() {
                // Their addresses are not told in a text.
                "related" => got[field].as_array().unwrap().iter().map(|r| serde_json::json!({ "title": r["title"] })).collect(),
                "videos" => got[field]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|v| serde_json::json!({ "title": v["title"], "duration_seconds": v["duration_seconds"] }))
                    .collect(),
                "image" => serde_json::json!({ "caption": got[field]["caption"], "credit": got[field]["credit"] }),
                _ => got[field].clone(),
            };
            assert_eq!(&found, want, "{field} of {name}");
        }
    }
}

#[test]
fn a_text_without_a_headline_is_kept_whole() {
    let article = read(b"ok\n\nyes", &Hints { plain_text: true, ..Hints::default() });
    assert_eq!(article.text, "ok\n\nyes");
    assert!(article.warnings.iter().any(|w| w.code == "no-headline"));
}

#[test]
fn a_page_of_nothing_but_labels_has_few_topics() {
    let labels: String = (0..5_000).map(|n| format!("Label{n}\n")).collect();
    let text = format!(
        "{labels}{labels}\nA headline of several words\n\nThe harbour was closed on Monday because of a storm, the city said in a statement.\n{labels}"
    );
    let article = read(text.as_bytes(), &Hints { plain_text: true, ..Hints::default() });
    assert_eq!(article.title.as_deref(), Some("A headline of several words"));
    assert!(article.topics.len() <= 40);
}
