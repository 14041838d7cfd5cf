//! The sample newsroom: its files are sound, and the demo's front page is a newspaper.

use std::collections::{HashMap, HashSet};

use masthead::demo;

use crate::program::Program;
use crate::serve::Server;

#[test]
fn the_newsroom_is_as_its_readme_says() {
    // A Wednesday: the weekdays that the texts name are moved, and copies must stay copies.
    let newsroom = demo::newsroom(1_763_570_000).unwrap();
    assert!(newsroom.outlets.len() >= 6);
    let mut languages: HashMap<&str, usize> = HashMap::new();
    let mut addresses = HashSet::new();
    let bodies: HashMap<&str, &Vec<String>> =
        newsroom.outlets.iter().flat_map(|(_, ts)| ts).map(|t| (t.slug.as_str(), &t.body)).collect();
    let mut copies = 0;
    for (outlet, tellings) in &newsroom.outlets {
        assert!(outlet.url.contains(".example"), "{} is invented", outlet.url);
        for t in tellings {
            *languages.entry(&outlet.language).or_default() += 1;
            assert!(addresses.insert(outlet.article_url(t)), "{} twice", outlet.article_url(t));
            assert!((0..=4 * 24 * 60).contains(&t.minutes_ago), "{}", t.slug);
            assert!(!t.body.is_empty() && !t.title.is_empty(), "{}", t.slug);
            if let Some(wire) = &t.wire {
                let original = bodies[wire.as_str()];
                assert!(
                    original.starts_with(&t.body) || t.body.starts_with(original),
                    "{} copies {wire}",
                    t.slug
                );
                copies += 1;
            }
        }
    }
    assert!(addresses.len() >= 150, "{}", addresses.len());
    for language in ["en", "de", "zh"] {
        assert!(languages[language] >= 25, "{languages:?}");
    }
    assert!(copies >= 8);
}

#[test]
fn the_starter_pack_is_sound() {
    let pack = masthead::starter::pack().unwrap();
    let feeds: Vec<_> = pack.groups.iter().flat_map(|g| &g.feeds).collect();
    assert!(feeds.len() >= 40, "{}", feeds.len());
    let addresses: HashSet<_> = feeds.iter().map(|f| f.url.as_str()).collect();
    assert_eq!(addresses.len(), feeds.len(), "each feed once");
    assert!(feeds.iter().all(|f| f.url.starts_with("https://") && !f.title.is_empty()));
}

#[test]
fn the_demo_is_a_newspaper() {
    let program = Program::new();
    let server = Server::start(&program, "demo");
    let (status, _, body) = server.get("/api/v1/front?limit=60", "");
    assert_eq!(status, 200, "{body}");
    let front: serde_json::Value = serde_json::from_str(&body).unwrap();
    let stories = front["stories"].as_array().unwrap();
    assert!(stories.len() >= 20, "{} stories", stories.len());
    let told_by_several = stories
        .iter()
        .filter(|s| {
            let outlets: HashSet<_> =
                s["articles"].as_array().unwrap().iter().map(|a| a["outlet"].as_str()).collect();
            outlets.len() > 1
        })
        .count();
    assert!(told_by_several >= 8, "{told_by_several} stories told by several outlets");
    let (status, _, html) = server.get("/", "");
    assert_eq!(status, 200);
    for attribute in ["src=\"http", "href=\"//", "src=\"//", "url(http"] {
        assert!(!html.contains(attribute), "{attribute} in the front page");
    }
    program.ok(&["doctor"]);
}
