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
