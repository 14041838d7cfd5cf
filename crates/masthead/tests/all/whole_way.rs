//! From a feed on the web to a ranked front page that says why, through the commands.

use serde_json::Value;

use crate::program::{Program, opml};
use crate::small_web::{PAGES, newspapers};

/// Outlets of the small web that have a feed: all but 4.
const WITH_FEED: usize = 9;

fn list<'a>(value: &'a Value, key: &str) -> &'a Vec<Value> {
    value[key].as_array().unwrap()
}

#[test]
fn everything_that_can_be_had_is_kept_and_the_second_round_asks_conditionally() {
    let web = newspapers();
    let program = Program::for_small_web();
    let file = opml(program.path(), (0..10).map(|n| format!("{}/{n}/feed.xml", web.base)));
    assert!(program.ok(&["import", &file]).contains("10 sources added"));

    let first = program.json(&["refresh", "--once"]);
    assert_eq!(first["articles"], WITH_FEED * PAGES, "{first}");
    let asked = web.take();
    assert!(asked.iter().all(|a| a.header("cookie").is_none() && a.header("referer").is_none()));
    assert!(asked.iter().all(|a| a.header("user-agent").unwrap().starts_with("Masthead/")));
    assert!(!asked.iter().any(|a| a.path == "/5/p/0"), "robots.txt forbids this page");

    let sources = program.json(&["list"]);
    let health = |n: usize| list(&sources, "sources")[n]["health"].as_str().unwrap().to_owned();
    assert_eq!(list(&sources, "sources")[4]["healthy"], false);
    for (n, word) in [(1, "500"), (2, "ampersand"), (3, "moved"), (4, "feed"), (6, "429")] {
        assert!(health(n).contains(word), "outlet {n}: {}", health(n));
    }

    let second = program.json(&["refresh", "--once"]);
    assert_eq!((&second["articles"], &second["new_entries"]), (&0.into(), &0.into()), "{second}");
    let again = web.take();
    assert!(again.iter().all(|a| !a.path.contains("/p/")), "no page is fetched twice: {again:?}");
    let conditional = again.iter().filter(|a| a.header("if-none-match").is_some()).count();
    assert!(conditional >= WITH_FEED, "{conditional} conditional requests");
    assert_eq!(second["unchanged"], WITH_FEED);
}

#[test]
fn the_front_page_gives_reasons_that_add_up() {
    let web = newspapers();
    let program = Program::for_small_web();
    let file = opml(program.path(), [0, 7, 8].into_iter().map(|n| format!("{}/{n}/feed.xml", web.base)));
    program.ok(&["import", &file]);
    program.ok(&["refresh", "--once"]);
    let front = program.json(&["front", "--limit", "50"]);
    let articles: usize = list(&front, "stories").iter().map(|s| list(s, "articles").len()).sum();
    assert_eq!(articles, 3 * PAGES);
    for story in list(&front, "stories") {
        let sum: f64 = list(story, "contributions").iter().map(|c| c["value"].as_f64().unwrap()).sum();
        assert!((sum - story["score"].as_f64().unwrap()).abs() < 1e-9, "{story}");
        assert!(!list(story, "topics").is_empty(), "every story has a topic: {story}");
        assert!(list(story, "contributions").iter().all(|c| !c["label"].as_str().unwrap().is_empty()));
    }
    let id = list(&front, "stories")[0]["id"].to_string();
    assert!(!list(&program.json(&["story", &id]), "articles").is_empty());
    let found = program.json(&["search", "glacier"]);
    assert_eq!(found["total"], 3, "{found}");
}

#[test]
fn an_address_of_a_page_leads_to_its_feed() {
    let web = crate::small_web::SmallWeb::start(|asked, _| match asked.path.as_str() {
        "/" => crate::small_web::Answer::new(
            200,
            "text/html",
            "<html><head><link rel=alternate type=application/rss+xml href=/feed></head><body><p>Welcome</body></html>",
        ),
        "/feed" => crate::small_web::Answer::new(
            200,
            "application/rss+xml",
            "<rss version=\"2.0\"><channel><title>Harbour Paper</title><item><title>A</title><link>/a</link></item></channel></rss>",
        ),
        _ => crate::small_web::Answer::new(404, "text/plain", ""),
    });
    let program = Program::for_small_web();
    assert!(program.ok(&["add", &format!("{}/", web.base), "--folder", "Local"]).contains("Harbour Paper"));
    let exported = program.ok(&["export"]);
    assert!(exported.contains("/feed") && exported.contains("Local"), "{exported}");
    program.ok(&["remove", "1"]);
    assert!(list(&program.json(&["list"]), "sources").is_empty());
}

/// A person's page may be shut to programs, and a blog in a folder may name its feed nowhere: both feeds are found.
#[test]
fn feeds_are_found_behind_pages_that_do_not_tell_of_them() {
    let rss = |title: &str| {
        crate::small_web::Answer::new(
            200,
            "application/rss+xml",
            format!(
                "<rss version=\"2.0\"><channel><title>{title}</title><item><title>A</title><link>/a</link></item></channel></rss>"
            ),
        )
    };
    let web = crate::small_web::SmallWeb::start(move |asked, _| match asked.path.as_str() {
        "/@ann.rss" => rss("Ann"),
        "/@ann" => crate::small_web::Answer::new(403, "text/html", "<p>Not for programs"),
        "/blog/" => crate::small_web::Answer::new(200, "text/html", "<p>A blog"),
        "/blog/atom.xml" => rss("Below"),
        "/feed" => rss("Of the whole site"),
        _ => crate::small_web::Answer::new(404, "text/plain", ""),
    });
    let program = Program::for_small_web();
    assert!(program.ok(&["add", &format!("{}/@ann", web.base)]).contains("Ann"));
    assert!(program.ok(&["add", &format!("{}/blog/", web.base)]).contains("Below"));
}

#[test]
fn loopback_and_private_addresses_are_refused_unless_listed() {
    let web = newspapers();
    let program = Program::new();
    let file = opml(program.path(), [format!("{}/0/feed.xml", web.base)].into_iter());
    program.ok(&["import", &file]);
    program.ok(&["refresh", "--once"]);
    let sources = program.json(&["list"]);
    let health = list(&sources, "sources")[0]["health"].as_str().unwrap().to_owned();
    assert!(health.contains("not a public address") && health.contains("allow_private"), "{health}");
    assert!(web.take().is_empty(), "nothing was sent");
}

#[test]
fn a_backup_restores_everything() {
    let web = newspapers();
    let program = Program::for_small_web();
    let file = opml(program.path(), (7..10).map(|n| format!("{}/{n}/feed.xml", web.base)));
    program.ok(&["import", &file]);
    program.ok(&["refresh", "--once"]);
    let copy = program.path().join("copy.db").to_string_lossy().into_owned();
    program.ok(&["backup", &copy]);

    let other = Program::new();
    other.ok(&["restore", &copy]);
    let ids = |p: &Program| -> Vec<Value> {
        let mut ids: Vec<Value> =
            list(&p.json(&["front", "--limit", "50"]), "stories").iter().map(|s| s["id"].clone()).collect();
        ids.sort_by_key(Value::to_string);
        ids
    };
    assert_eq!(ids(&program), ids(&other));
    other.ok(&["doctor"]);
    let (status, error) = other.fails(&["restore", &copy]);
    assert!(status == 2 && error.contains("--replace"), "{error}");
}
