//! What an input may cost: depth, number, length; no bombs.

use extract::feed::{Hints, NotAFeed, parse};

fn count(text: &str) -> usize {
    parse(text.as_bytes(), &Hints::default()).map_or(0, |p| p.entries.len())
}

#[test]
fn nesting_has_no_end_and_does_no_harm() {
    let deep = |open: &str, close: &str| {
        format!(
            "<rss><channel><item>{}{}</item><item><title>last</title></item></channel></rss>",
            open.repeat(50_000),
            close.repeat(50_000)
        )
    };
    assert_eq!(count(&deep("<itunes:category text='x'>", "</itunes:category>")), 2);
    assert_eq!(count(&deep("<a>", "</a>")), 2);
    assert_eq!(count(&deep("<description><b>", "</b></description>")), 2);
    assert!(count(&deep("<item>", "</item>")) >= 1);
    assert!(count(&deep("<source>", "")) >= 1);
    let html = format!(
        "<rss><channel><item><description>{}</description></item></channel></rss>",
        "&lt;b id='1'&gt;".repeat(20_000)
    );
    assert_eq!(count(&html), 1);
    let json = format!("{{\"version\":\"https://jsonfeed.org/version/1\",\"x\":{}}}", "[".repeat(100_000));
    assert_eq!(count(&json), 0);
}

#[test]
fn empty_entries_cost_no_more_than_they_are_long() {
    let many = format!("<rss><channel>{}</channel></rss>", "<item/>".repeat(300_000));
    let parsed = parse(many.as_bytes(), &Hints::default()).expect("a feed");
    let size = parsed.entries.len() * size_of::<extract::feed::Entry>();
    assert!(size <= 12 * many.len(), "{size} bytes for {}", many.len());
    assert!(parsed.warnings.iter().any(|w| w.code == "limit"));
    for unit in [
        "<link href='a'/>",
        "<category>a</category>",
        "<enclosure url='a'/>",
        "<media:content url='a'/>",
        "<author>a</author>",
        "<media:thumbnail url='a'/>",
    ] {
        let many = format!("<rss><channel><item>{}</item></channel></rss>", unit.repeat(30_000));
        assert_eq!(count(&many), 1);
    }
    // A sitemap as long as sitemaps may be is not cut short.
    let sitemap: String = (0..50_000)
        .map(|n| {
            format!("<url><loc>https://example.org/articles/{n:06}</loc><lastmod>2026-01-01</lastmod></url>")
        })
        .collect();
    assert_eq!(count(&format!("<urlset>{sitemap}</urlset>")), 50_000);
}

#[test]
fn entity_bombs_do_not_go_off() {
    let mut bomb = String::from("<!DOCTYPE rss [<!ENTITY a0 'ha'>");
    for n in 1..40 {
        bomb.push_str(&format!("<!ENTITY a{n} '&a{p};&a{p};'>", p = n - 1));
    }
    bomb.push_str("]><rss><channel><title>&a39;</title></channel></rss>");
    let parsed = parse(bomb.as_bytes(), &Hints::default()).expect("a feed");
    assert_eq!(parsed.feed.title.expect("a title").value, "&a39;");
    let external = "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><channel><title>&x;</title></channel></rss>";
    let parsed = parse(external.as_bytes(), &Hints::default()).expect("a feed");
    assert_eq!(parsed.feed.title.expect("a title").value, "&x;");
}

/// Inputs on which a scan could start over at every step.
#[test]
fn repeated_openings_take_linear_time() {
    for unit in [
        "<!--",
        "<![CDATA[",
        "<?",
        "<!DOCTYPE [",
        "<a b=\"",
        "<a b='",
        "&",
        "&#",
        "&a",
        "<",
        "</",
        "<a ",
        "]]>",
        "<item><title>",
        "{",
        "[",
        "\"",
        "<x:y xmlns:x='z'>",
    ] {
        let text = format!("<rss><channel><item><title>x</title></item>{}", unit.repeat(30_000));
        let _ = parse(text.as_bytes(), &Hints::default());
        let text = format!(
            "<rss><channel><item><description><![CDATA[{}]]></description></item>",
            unit.replace("]]>", "]]").repeat(15_000)
        );
        let _ = parse(text.as_bytes(), &Hints::default());
    }
}

/// What is written once and used often must not grow out of proportion.
#[test]
fn what_is_named_often_grows_in_proportion() {
    let entity = format!("<!DOCTYPE rss [<!ENTITY a '{}'>]>", "x".repeat(4000));
    let text =
        format!("{entity}<rss><channel><item><title>{}</title></item></channel></rss>", "&a;".repeat(20_000));
    let parsed = parse(text.as_bytes(), &Hints::default()).expect("a feed");
    let title = &parsed.entries[0].title.as_ref().expect("a title").value;
    assert!(title.starts_with("xxxx") && title.len() < 4 * text.len() + 100_000, "{}", title.len());

    let base = format!("https://example.org/{}/", "x".repeat(2000));
    let links = format!("<rss><channel><item>{}</item></channel></rss>", "<link>a</link>".repeat(20_000));
    let parsed = parse(links.as_bytes(), &Hints { url: Some(&base), ..Hints::default() }).expect("a feed");
    let sum: usize = parsed.entries[0].links.iter().filter_map(|l| l.href.as_ref()).map(String::len).sum();
    assert!(sum < 4 * links.len() + 300_000, "{sum}");
    assert!(
        parsed.entries[0].links[0].href.as_ref().is_some_and(|h| h.starts_with("https://example.org/xxx"))
    );

    let own = links.replace("<item>", &format!("<item xml:base='{base}'>"));
    let parsed = parse(own.as_bytes(), &Hints::default()).expect("a feed");
    assert_eq!(parsed.entries[0].links[0].href.as_deref(), Some("a"));
}

/// Inputs that are sought through again and again by a careless reader.
#[test]
fn ends_that_are_sought_from_many_places_take_linear_time() {
    let ends = format!("<rss><channel><item>{}</item></channel></rss>", "</channel>".repeat(60_000));
    assert_eq!(count(&ends), 1);
    for inside in ["<!ENTITY", "<!ENTITY a", "<!ENTITY a '", "<!--", "<!ENTITY a \"b\" '"] {
        let doctype = format!("<!DOCTYPE rss [{}", inside.repeat(60_000));
        let _ = parse(doctype.as_bytes(), &Hints::default());
    }
    let html = format!(
        "<rss><channel><item><description><![CDATA[<table>{}]]></description></item></channel></rss>",
        "<!doctype".repeat(60_000)
    );
    assert_eq!(count(&html), 1);
    let nested = format!(
        "<html><body class='h-feed'>{}{}</body></html>",
        "<div class='h-entry'><a class='u-url p-name' href='/x'>x</a>".repeat(200),
        "<p>x</p>".repeat(4000)
    );
    assert_eq!(count(&nested), 1);
}

#[test]
fn what_is_no_feed_is_said_to_be_none() {
    for (bytes, wanted) in [
        (&b""[..], NotAFeed::Empty),
        (b" \n\t ", NotAFeed::Empty),
        (b"hello", NotAFeed::Unknown),
        (b"<x/>", NotAFeed::Unknown),
        (b"{}", NotAFeed::Json),
        (b"[1]", NotAFeed::Json),
        (b"{\"title\":\"x\"}", NotAFeed::Json),
        (b"<html><body>x</body></html>", NotAFeed::Page),
        (b"\xFF\xFE", NotAFeed::Empty),
        (b"\0\0\0\0", NotAFeed::Empty),
    ] {
        assert_eq!(parse(bytes, &Hints::default()), Err(wanted), "{:?}", String::from_utf8_lossy(bytes));
    }
}
