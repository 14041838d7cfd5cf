//! One small feed of each format, and the extensions, as snapshots of what is made of them.

use extract::feed::{Hints, Kind, parse};
use serde_json::Value;

fn json(text: &str) -> Value {
    let hints = Hints { url: Some("https://example.org/feeds/main.xml"), ..Hints::default() };
    serde_json::to_value(parse(text.as_bytes(), &hints).expect("it is a feed")).expect("it is JSON")
}

/// Every version has its title, an entry with title and link, and no warning.
#[test]
fn every_version_is_read() {
    let item = "<item><title>One</title><link>https://example.org/1</link></item>";
    let rss = |version: &str| {
        format!("<rss version='{version}'><channel><title>Feed</title>{item}</channel></rss>")
    };
    let rdf = |ns: &str| {
        format!(
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='{ns}'><channel><title>Feed</title></channel>{item}</rdf:RDF>"
        )
    };
    let atom = |head: &str| {
        format!(
            "<feed {head}><title>Feed</title><entry><title>One</title><link rel='alternate' href='https://example.org/1'/></entry></feed>"
        )
    };
    let cases = [
        (rss("0.91"), Kind::Rss, "0.91"),
        (rss("0.92"), Kind::Rss, "0.92"),
        (rss("0.93"), Kind::Rss, "0.93"),
        (rss("0.94"), Kind::Rss, "0.94"),
        (rss("2.0"), Kind::Rss, "2.0"),
        (format!("<rss version='2.0' xmlns='http://backend.userland.com/rss2'><channel><title>Feed</title>{item}</channel></rss>"), Kind::Rss, "2.0"),
        (format!("<rss version='2.0' xmlns='http://search.yahoo.com/mrss/'><channel><title>Feed</title>{item}</channel></rss>"), Kind::Rss, "2.0"),
        (format!("<rss><channel><title>Feed</title>{item}</channel></rss>"), Kind::Rss, ""),
        (rss("2.0").to_uppercase().replace("HTTPS://EXAMPLE.ORG", "https://example.org").replace(">ONE<", ">One<").replace(">FEED<", ">Feed<"), Kind::Rss, "2.0"),
        (rdf("http://my.netscape.com/rdf/simple/0.9/"), Kind::Rdf, "0.90"),
        (rdf("http://purl.org/rss/1.0/"), Kind::Rdf, "1.0"),
        (format!("<Channel xmlns='http://purl.org/net/rss1.1#' xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' rdf:about='x'><title>Feed</title><items rdf:parseType='Collection'>{item}</items></Channel>"), Kind::Rdf, "1.1"),
        (atom("version='0.3' xmlns='http://purl.org/atom/ns#'"), Kind::Atom, "0.3"),
        (atom("xmlns='http://www.w3.org/2005/Atom'"), Kind::Atom, "1.0"),
        ("<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:title>Feed</a:title><a:entry><a:title>One</a:title><a:link href='https://example.org/1'/></a:entry></a:feed>".into(), Kind::Atom, "1.0"),
        ("<CHANNEL HREF='https://example.org/'><TITLE>Feed</TITLE><ITEM HREF='https://example.org/1'><TITLE>One</TITLE></ITEM></CHANNEL>".into(), Kind::Cdf, ""),
        (r#"{"version":"https://jsonfeed.org/version/1","title":"Feed","items":[{"id":1,"url":"https://example.org/1","title":"One"}]}"#.into(), Kind::Json, "1.0"),
        ("\u{FEFF}{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Feed\",\"items\":[{\"id\":\"a\",\"url\":\"https://example.org/1\",\"title\":\"One\"}]}".into(), Kind::Json, "1.1"),
    ];
    for (text, kind, version) in cases {
        let parsed = parse(text.as_bytes(), &Hints::default()).unwrap_or_else(|e| panic!("{e}: {text}"));
        assert_eq!((parsed.kind, parsed.version.as_ref()), (kind, version), "{text}");
        assert_eq!(parsed.feed.title.expect("a title").value, "Feed", "{text}");
        assert_eq!(parsed.entries.len(), 1, "{text}");
        assert_eq!(parsed.entries[0].title.as_ref().expect("a title").value, "One", "{text}");
        assert_eq!(parsed.entries[0].link.as_deref(), Some("https://example.org/1"), "{text}");
        assert_eq!(parsed.warnings, [], "{text}");
    }
}

#[test]
fn rss_with_every_extension() {
    insta::assert_json_snapshot!(json(include_str!("../fixtures/extensions.rss")));
}

#[test]
fn atom_with_everything() {
    insta::assert_json_snapshot!(json(include_str!("../fixtures/full.atom")));
}

#[test]
fn podcast() {
    insta::assert_json_snapshot!(json(include_str!("../fixtures/podcast.rss")));
}

#[test]
fn json_feed() {
    insta::assert_json_snapshot!(json(include_str!("../fixtures/full.json")));
}

#[test]
fn sitemaps() {
    insta::assert_json_snapshot!(json(include_str!("../fixtures/news-sitemap.xml")));
    let index = "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>https://example.org/s1.xml</loc><lastmod>2026-01-02</lastmod></sitemap></sitemapindex>";
    let parsed = json(index);
    assert_eq!(parsed["kind"], "sitemap");
    assert_eq!(parsed["entries"][0]["link"], "https://example.org/s1.xml");
    assert_eq!(parsed["entries"][0]["updated"], "2026-01-02T00:00:00Z");
}

#[test]
fn pages_with_entries() {
    insta::assert_json_snapshot!("h_feed", json(include_str!("../fixtures/h-feed.html")));
    insta::assert_json_snapshot!("json_ld", json(include_str!("../fixtures/json-ld.html")));
    let page = "<!doctype html><html><head><title>x</title></head><body><p>nothing</p></body></html>";
    let error = parse(page.as_bytes(), &Hints::default()).expect_err("no feed");
    assert_eq!(error, extract::feed::NotAFeed::Page);
}

/// What a medium, a picture or a wrapper says of itself is not the entry's.
#[test]
fn extensions_do_not_overwrite_the_entry() {
    let entry = |inner: &str| {
        let text = format!(
            "<rss version='2.0' xmlns:media='http://search.yahoo.com/mrss/' xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'><channel><title>Feed</title><item>{inner}</item></channel></rss>"
        );
        json(&text)["entries"][0].clone()
    };
    let both = "<title>Right</title><media:title>Wrong</media:title>";
    assert_eq!(entry(both)["title"]["value"], "Right");
    assert_eq!(entry("<media:title>Wrong</media:title><title>Right</title>")["title"]["value"], "Right");
    assert_eq!(
        entry("<media:content><media:title>Only</media:title></media:content>")["title"]["value"],
        "Only"
    );
    assert_eq!(
        entry(
            "<wrapper><title>Wrong</title><link>https://w.example/</link></wrapper><title>Right</title><link>https://r.example/</link>"
        )["link"],
        "https://r.example/"
    );
    assert_eq!(
        entry(
            "<image><title>Wrong</title><link>https://w.example/</link></image><title>Right</title><link>https://r.example/</link>"
        )["title"]["value"],
        "Right"
    );
    assert_eq!(
        entry("<description>Right</description><media:description>Wrong</media:description>")["summary"]["value"],
        "Right"
    );
    assert_eq!(entry("<description>Right</description><media:description/>")["summary"]["value"], "Right");
}

#[test]
fn persons_are_told_apart() {
    let author = |text: &str| {
        let feed = format!("<rss><channel><item><author>{text}</author></item></channel></rss>");
        let author = json(&feed)["entries"][0]["authors"][0].clone();
        (author["name"].as_str().unwrap_or("").to_owned(), author["email"].as_str().unwrap_or("").to_owned())
    };
    for (text, name, email) in [
        ("Ann Ode", "Ann Ode", ""),
        ("ann@example.org", "", "ann@example.org"),
        ("ann@example.org (Ann Ode)", "Ann Ode", "ann@example.org"),
        ("Ann Ode (ann@example.org)", "Ann Ode", "ann@example.org"),
        ("Ann Ode &lt;ann+x@mail.example.org&gt;", "Ann Ode", "ann+x@mail.example.org"),
        ("Žofie Nováková zofie@example.org", "Žofie Nováková", "zofie@example.org"),
        ("<name>Ann</name><email>ann@example.org</email>", "Ann", "ann@example.org"),
        ("@ann", "@ann", ""),
    ] {
        assert_eq!(author(text), (name.into(), email.into()), "{text}");
    }
}

#[test]
fn dates_in_every_known_form() {
    let noon = Some("2004-07-13T12:00:00Z");
    for (text, wanted) in [
        ("2004-07-13T12:00:00Z", noon),
        ("2004-07-13T14:00+02:00", noon),
        ("2004-07-13T07:00:00-0500", noon),
        ("2004-07-13 12:00:00.5", noon),
        ("20040713T120000Z", noon),
        ("20040713", Some("2004-07-13T00:00:00Z")),
        ("2004-195", Some("2004-07-13T00:00:00Z")),
        ("2004-07", Some("2004-07-01T00:00:00Z")),
        ("20040713120000", noon),
        ("13.07.2004 12:00", noon),
        ("2004.07.13", Some("2004-07-13T00:00:00Z")),
        ("mar, 13 jul 2004 14:00:00 +0200", noon),
        ("mardi 13 juillet 2004 12:00", noon),
        ("mar, 16 mar 2004 12:00:00 GMT", Some("2004-03-16T12:00:00Z")),
        ("Вт, 13 июл 2004 16:00:00 +0400", noon),
        ("Tuesday, July 13, 2004 at 12:00 PM", noon),
        ("Tue, 13 Jul 2004 08:00 AT", noon),
        ("2004", Some("2004-01-01T00:00:00Z")),
        ("Tue, 13 Jul 2004 12:00:00 GMT", noon),
        ("Tue, 13 Jul 04 12:00 GMT", noon),
        ("13 July 2004 14:00:00 +0200", noon),
        ("Tuesday, July 13, 2004 12:00:00 UTC", noon),
        ("Tue, Jul 13 2004 08:00:00 EDT", noon),
        ("Tue, 13 Jul 2004 07:00:00 GMT-05:00", noon),
        ("Tue, 13 Jul 2004 12:00:00 Etc/GMT", noon),
        ("Tue, 13 Jul 2004", Some("2004-07-13T00:00:00Z")),
        ("Tue, 13 Jul 2004 12:00:00 PM", noon),
        ("13-Jul-2004 12:00:00", noon),
        ("Tue Jul 13 12:00:00 2004", noon),
        ("Tue Jul 13 05:00:00 PDT 2004", noon),
        ("Tue, 2004/07/13 08:00:00 EDT", noon),
        ("2004-július-13T14:00+02:00", noon),
        ("Τρι, 13 Ιούλ 2004 14:00:00 +0200", noon),
        ("2004년 07월 13일  21:00:00", noon),
        ("2004-07-13 오후 9:00:00", noon),
        ("1089720000", noon),
        ("1089720000000", noon),
        ("Thu, 31 Dec 2003 23:59:60 GMT", Some("2004-01-01T00:00:00Z")),
        ("Thu, 30 Feb 2004 00:00:00 GMT", None),
        ("yesterday", None),
        ("", None),
    ] {
        let read = extract::feed::date::parse(text).map(|t| t.to_string());
        assert_eq!(read.as_deref(), wanted, "{text}");
    }
    let feed = "<rss><channel><item><pubDate>some day</pubDate></item></channel></rss>";
    let parsed = json(feed);
    assert_eq!(parsed["entries"][0]["published_raw"], "some day");
    assert_eq!(parsed["warnings"][0]["code"], "bad-date");
}

#[test]
fn addresses_are_made_absolute() {
    let feed = "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='/blog/'><title type='html'>&lt;a href='x'>y&lt;/a></title>
        <entry xml:base='2026/'><link href='one'/><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><img src='../pic.png' alt=''/></div></content></entry></feed>";
    let parsed = json(feed);
    assert_eq!(parsed["feed"]["title"]["value"], "<a href=\"https://example.org/blog/x\">y</a>");
    assert_eq!(parsed["entries"][0]["link"], "https://example.org/blog/2026/one");
    assert_eq!(
        parsed["entries"][0]["content"][0]["value"],
        "<img alt=\"\" src=\"https://example.org/blog/pic.png\" />"
    );
    let raw = Hints { url: Some("https://example.org/"), raw: true, ..Hints::default() };
    let feed = "<rss><channel><item><description>&lt;a onclick='x' href='rel'&gt;y</description></item></channel></rss>";
    let parsed = parse(feed.as_bytes(), &raw).expect("a feed");
    assert_eq!(
        parsed.entries[0].summary.as_ref().expect("a summary").value,
        "<a onclick='x' href='https://example.org/rel'>y"
    );
    let located =
        Hints { url: Some("https://example.org/a/b"), content_location: Some("/c/d"), ..Hints::default() };
    let feed = "<rss><channel><link>e</link></channel></rss>";
    assert_eq!(
        parse(feed.as_bytes(), &located).expect("a feed").feed.link.as_deref(),
        Some("https://example.org/c/e")
    );
}
