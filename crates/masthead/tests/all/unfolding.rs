//! Stories of the sample newsroom as they unfold, and grouped anew by the setting.

use serde_json::Value;

use crate::program::Program;
use crate::serve::Server;

fn json(server: &Server, path: &str) -> Value {
    let (status, _, body) = server.get(path, "");
    assert_eq!(status, 200, "{path}: {body}");
    serde_json::from_str(&body).unwrap()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().unwrap()
}

/// The first stories of the front.
fn stories(server: &Server) -> Vec<Value> {
    list(&json(server, "/api/v1/front?limit=24"), "stories").clone()
}

/// One server for both: the demo reads its whole newsroom at the start.
#[test]
fn the_demo_unfolds_and_is_grouped_anew() {
    let program = Program::new();
    let server = Server::start(&program, "demo");
    it_tells_how_its_stories_unfold(&program, &server);
    the_setting_groups_them_anew_and_back(&program, &server);
}

fn it_tells_how_its_stories_unfold(program: &Program, server: &Server) {
    let stories = stories(server);
    let (mut developments, mut copies, mut speakers, mut several) = (0, 0, 0, 0);
    for story in &stories {
        let id = &story["id"];
        let told = json(server, &format!("/api/v1/stories/{id}?since=1970-01-01T00:00:00Z"));
        let outlets = list(&told, "outlets").len();
        developments += list(&told, "timeline").iter().filter(|d| !list(d, "added").is_empty()).count();
        copies += list(&told, "copies").len();
        speakers += list(&told, "voices").len();
        several += usize::from(outlets > 1 && list(&told, "timeline").len() > 1);
        assert!(!list(&told, "timeline").is_empty(), "every story has a beginning: {told}");
        assert_eq!(told["timeline"].as_array().map(Vec::len), told["new_since"].as_array().map(Vec::len));
        for voice in list(&told, "voices") {
            let name = voice["speaker"].as_str().unwrap();
            assert!(!["He", "She", "They", "It", "The company"].contains(&name), "{voice}");
            assert!(list(voice, "said").iter().all(|s| !s["sentence"].as_str().unwrap().is_empty()));
        }
    }
    assert!(
        developments >= 3 && copies >= 5 && speakers >= 8 && several >= 4,
        "{developments} {copies} {speakers} {several}"
    );
    // The terminal tells the same.
    let id = stories.iter().find(|s| list(s, "articles").len() > 2).unwrap()["id"].to_string();
    let told = program.json(&["story", &id, "--since", "1970-01-01T00:00:00Z"]);
    assert_eq!(told["timeline"], json(server, &format!("/api/v1/stories/{id}"))["timeline"]);
    let text = program.ok(&["story", &id, "--since", "2000-01-01T00:00:00Z"]);
    assert!(text.contains("As it unfolded") && text.contains("New since"), "{text}");
    let (status, error) = program.fails(&["story", &id, "--since", "tomorrow"]);
    assert!(status == 2 && error.contains("is no time"), "{error}");
}

fn the_setting_groups_them_anew_and_back(program: &Program, server: &Server) {
    let counts = || {
        let counts = program.json(&["doctor"])["counts"].clone();
        (counts["stories"].as_u64().unwrap(), counts["articles"].as_u64().unwrap())
    };
    let choose = |breadth: &str| {
        let body = format!("breadth={breadth}");
        let (status, head, answer) = server.request(&format!(
            "POST /settings HTTP/1.0\r\nHost: {}\r\nSec-Fetch-Site: same-origin\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            server.address,
            body.len()
        ));
        assert_eq!(status, 303, "{head} {answer}");
    };
    let ids: Vec<String> = stories(server).iter().map(|s| s["id"].to_string()).collect();
    let before = counts();
    choose("broad");
    // A busy machine may still be at it: the answer does not wait for ever.
    let broad = (0..600).map(|_| counts()).find(|c| c.0 != before.0).expect("broad stories are fewer");
    assert!(broad.0 < before.0 && broad.1 == before.1, "{before:?} {broad:?}");
    choose("balanced");
    let after = (0..600).map(|_| counts()).find(|c| c.0 != broad.0).expect("and more again");
    // Nearly as before: what arrived one by one is asked again in one go.
    assert!(after.0.abs_diff(before.0) * 20 <= before.0 && after.1 == before.1, "{before:?} {after:?}");
    let kept =
        ids.iter().filter(|id| program.json(&["story", id.as_str()])["id"].to_string().eq(id.as_str()));
    assert!(kept.count() * 10 >= ids.len() * 9, "stories keep their ids");
}
