//! The command line as people and scripts meet it: help, wrong use, single inputs.

use std::io::Write;
use std::process::Stdio;

use crate::program::{Program, text};

const COMMANDS: [&str; 19] = [
    "serve", "demo", "read", "feed", "add", "list", "remove", "refresh", "import", "export", "front",
    "story", "search", "profile", "backup", "restore", "doctor", "token", "reader",
];

#[test]
fn every_command_has_help_with_an_example() {
    let program = Program::new();
    for command in COMMANDS {
        let help = program.ok(&[command, "--help"]);
        assert!(
            help.contains("Example") && help.contains(&format!("masthead {command}")),
            "{command}: {help}"
        );
    }
}

#[test]
fn bad_use_is_told_in_a_sentence_with_status_two() {
    let program = Program::new();
    for (args, word) in [
        (&["read", "no-such-file.html"][..], "no-such-file.html"),
        (&["feed", "no-such-file.xml"], "no-such-file.xml"),
        (&["feed", "--batch", "no-such-manifest"], "no-such-manifest"),
        (&["import", "no-such.opml"], "no-such.opml"),
        (&["story", "4711"], "There is no story 4711"),
        (&["front", "--reader", "nobody"], "nobody"),
        (&["remove", "https://nowhere.example/"], "masthead list"),
        (&["restore", "no-such.db"], "no-such.db"),
        (&["front", "--config", "/no/such.toml"], "/no/such.toml"),
        (&["frnt"], "front"),
    ] {
        let (status, error) = program.fails(args);
        assert!(error.contains(word), "{args:?}: {error}");
        assert_eq!(status, 2, "{args:?}: {error}");
        assert!(!error.contains("panicked"), "{error}");
    }
}

/// A log of draws: two topics, drawn evenly; the first's story is opened always, the other's never.
fn log_of(draws: i64) -> String {
    let mut lines = String::new();
    for n in 0..draws {
        let (story, at) = (n * 2 + n % 2, 1_700_000_000 + n * 100_000);
        let chance = if n % 2 == 0 { 0.9 } else { 0.1 };
        let others = format!(
            "[{{\"way\":\"likely\",\"chance\":{chance},\"expected\":0.82}},{{\"way\":\"even\",\"chance\":0.5,\"expected\":0.5}}]"
        );
        lines.push_str(&format!(
            "{{\"number\":1,\"kind\":\"impression\",\"story\":{story},\"at\":{at},\"position\":6,\"draw\":{{\"story\":{story},\
             \"topic\":\"t\",\"probability\":0.5,\"place\":6,\"expected\":{chance},\"others\":{others}}}}}\n"
        ));
        if n % 2 == 0 {
            lines.push_str(&format!(
                "{{\"number\":2,\"kind\":\"open\",\"story\":{story},\"at\":{}}}\n",
                at + 60
            ));
        }
    }
    lines
}

#[test]
fn a_log_is_replayed_and_too_short_a_one_is_refused() {
    let program = Program::new();
    let path = program.path().join("log.jsonl");
    let log = path.to_str().unwrap();
    std::fs::write(&path, log_of(600)).unwrap();
    let found = program.json(&["eval", "replay", log]);
    assert_eq!(found["draws"], 600);
    let near = |value: &serde_json::Value, wanted: f64| (value.as_f64().unwrap() - wanted).abs() < 1e-9;
    let ways = &found["ways"];
    assert!(near(&ways["as-drawn"]["snips"], 0.5) && near(&ways["even"]["doubly_robust"], 0.5), "{found}");
    assert!(near(&ways["likely"]["snips"], 0.9) && near(&ways["likely"]["doubly_robust"], 0.9), "{found}");
    assert!(ways["likely"]["effective"].as_f64().unwrap() > 200.0);
    assert!(program.ok(&["eval", "replay", log]).contains("SNIPS 90.0"));

    std::fs::write(&path, log_of(60)).unwrap();
    let text = program.ok(&["eval", "replay", log]);
    assert!(text.contains("Not said") && !text.contains("SNIPS"), "{text}");
    assert_eq!(program.json(&["eval", "replay", log])["ways"]["even"]["refused"], "too few draws");

    std::fs::write(&path, "{\"kind\":\"open\",\"story\":1,\"at\":5}\n{\"kind\":\"opened\"}\n").unwrap();
    let (status, error) = program.fails(&["eval", "replay", log]);
    assert!(status == 2 && error.contains("log.jsonl, line 2"), "{error}");
    std::fs::write(&path, log_of(1).replace("\"probability\":0.5", "\"probability\":0.0")).unwrap();
    assert_eq!(program.fails(&["eval", "replay", log]).0, 2);
}

#[test]
fn a_wrong_configuration_is_named() {
    let program = Program::new();
    for (config, word) in [
        ("[fetch]\nper_host_intervall_ms = 3\n", "per_host_intervall_ms"),
        ("listen = 3\n", "string"),
        ("[fetch]\nallow_private = [\"nonsense\"]\n", "nonsense"),
        ("not toml at all", "masthead.toml"),
    ] {
        program.configure(config);
        let (_, error) = program.fails(&["doctor"]);
        assert!(error.contains(word), "{config:?}: {error}");
    }
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let program = Program::new();
    let file = program.path().join("a-file");
    std::fs::write(&file, "x").unwrap();
    let (_, error) = program.fails(&["list", "--data", &file.join("below").to_string_lossy()]);
    assert!(error.contains("a-file"), "{error}");
}

#[test]
fn a_feed_comes_from_standard_input() {
    let program = Program::new();
    let mut child = program
        .command(&["feed", "-", "--format", "json", "--url", "https://paper.example/feed"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let feed = "<rss version=\"2.0\"><channel><title>A & B</title><item><title>One</title><link>/1</link></item></channel></rss>";
    child.stdin.take().unwrap().write_all(feed.as_bytes()).unwrap();
    let out = child.wait_with_output().unwrap();
    let value: serde_json::Value = serde_json::from_slice(&out.stdout).unwrap();
    assert_eq!(value["feed"]["title"]["value"], "A & B", "{}", text(&out.stdout));
    assert_eq!(value["entries"][0]["link"], "https://paper.example/1");
}

#[test]
fn a_batch_keeps_its_order_and_goes_on_after_a_missing_input() {
    let program = Program::new();
    let mut manifest = String::new();
    for n in 0..20 {
        let name = format!("{n}.html");
        if n != 7 {
            let page = format!(
                "<html><body><article><h1>Title {n}</h1><p>{}</p></article></body></html>",
                "Words. ".repeat(60)
            );
            std::fs::write(program.path().join(&name), page).unwrap();
        }
        manifest.push_str(&format!("{{\"path\": \"{name}\", \"url\": \"https://paper.example/{n}\"}}\n"));
    }
    let path = program.path().join("manifest.jsonl");
    std::fs::write(&path, manifest).unwrap();
    let path = path.to_string_lossy().into_owned();
    let one = program.ok(&["read", "--batch", &path, "--format", "json"]);
    let four = program.ok(&["read", "--batch", &path, "--format", "json", "--jobs", "4"]);
    assert_eq!(one, four);
    let rows: Vec<serde_json::Value> = one.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert_eq!(rows.len(), 20);
    for (n, row) in rows.iter().enumerate() {
        assert_eq!(row["input"], format!("{n}.html"));
        assert_eq!(row["ok"], n != 7);
    }
}

#[test]
fn a_profile_is_exported_erased_and_imported() {
    let program = Program::new();
    let empty = program.ok(&["profile", "export"]);
    let mut profile: rank::Profile = serde_json::from_str(&empty).unwrap();
    profile.follow_topic("energy", "Energy", 1_000);
    let file = program.path().join("profile.json");
    std::fs::write(&file, serde_json::to_string(&profile).unwrap()).unwrap();
    program.ok(&["profile", "import", &file.to_string_lossy()]);
    assert!(program.ok(&["profile"]).contains("Energy"));
    assert_eq!(program.fails(&["profile", "erase"]).0, 2);
    program.ok(&["profile", "erase", "--yes"]);
    assert!(!program.ok(&["profile"]).contains("Energy"));
    std::fs::write(&file, "{\"version\": \"nonsense\"}").unwrap();
    assert_eq!(program.fails(&["profile", "import", &file.to_string_lossy()]).0, 2);
}
