//! Feeds as the usual programs write them, with invented contents: what each gives, and what is left of it when it is
//! cut off or goes wrong.

use std::path::PathBuf;
use std::sync::OnceLock;

use extract::feed::{Entry, Hints, Kind, Parsed, parse};
use proptest::prelude::*;

/// The fixtures in order of their names, with their bytes.
pub(crate) fn dialects() -> &'static [(String, Vec<u8>)] {
    static DIALECTS: OnceLock<Vec<(String, Vec<u8>)>> = OnceLock::new();
    DIALECTS.get_or_init(load)
}

fn load() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/dialects"));
    let mut found: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .expect("the fixtures are there")
        .map(|file| {
            let path = file.expect("a file").path();
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            (name, std::fs::read(path).expect("it can be read"))
        })
        .collect();
    found.sort();
    found
}

fn read(bytes: &[u8]) -> Parsed {
    parse(bytes, &Hints::default()).expect("it is a feed")
}

fn sketch(entry: &Entry) -> String {
    let text = |t: &Option<extract::feed::Text>| {
        t.as_ref().map_or("–".to_owned(), |t| format!("{} {:?}", t.kind, t.value))
    };
    let mut lines = vec![format!("  title     {}", text(&entry.title))];
    let mut line = |name: &str, value: String| {
        if !value.is_empty() {
            lines.push(format!("  {name:9} {value}"));
        }
    };
    line("id", entry.id.clone().unwrap_or_default());
    line("link", entry.link.clone().unwrap_or_default());
    line("published", entry.published.map(|t| t.to_string()).unwrap_or_default());
    line("updated", entry.updated.map(|t| t.to_string()).unwrap_or_default());
    for person in &entry.authors {
        let parts = [&person.name, &person.email, &person.url];
        line("author", parts.map(|p| p.as_deref().unwrap_or("–")).join(" | "));
    }
    if entry.summary.is_some() {
        line("summary", text(&entry.summary));
    }
    for content in &entry.content {
        line("content", format!("{} {:?}", content.kind, content.value));
    }
    line("tags", entry.tags.iter().filter_map(|t| t.term.as_deref()).collect::<Vec<_>>().join(", "));
    for enclosure in &entry.enclosures {
        line("enclosure", enclosure.url.clone().unwrap_or_default());
    }
    for medium in &entry.media {
        let parts = [&medium.url, &medium.description, &medium.credit];
        line("medium", parts.map(|p| p.as_deref().unwrap_or("–")).join(" | "));
    }
    for picture in &entry.thumbnails {
        line("picture", picture.url.clone().unwrap_or_default());
    }
    if let Some(source) = &entry.source {
        line("source", serde_json::to_string(source).expect("it is JSON"));
    }
    lines.join("\n")
}

#[test]
fn every_dialect_gives_its_entries() {
    let mut all = String::new();
    for (name, bytes) in dialects() {
        let parsed = read(bytes);
        let codes: Vec<&str> = parsed.warnings.iter().map(|w| w.code.as_ref()).collect();
        let title = parsed.feed.title.as_ref().map_or("", |t| t.value.as_str());
        all.push_str(&format!(
            "{name}: {:?} {} {} {title:?} {} {}\n",
            parsed.kind,
            parsed.version,
            parsed.encoding,
            parsed.feed.link.as_deref().unwrap_or("–"),
            codes.join(" ")
        ));
        for entry in &parsed.entries {
            all.push_str(&sketch(entry));
            all.push_str("\n\n");
        }
    }
    insta::assert_snapshot!(all);
}

/// How many entries came to their end before a cut.
fn complete(bytes: &[u8], kind: Kind, encoding: &'static str) -> usize {
    let encoding = encoding_rs::Encoding::for_label(encoding.as_bytes()).expect("a label of the list");
    let text = encoding.decode(bytes).0.to_lowercase();
    match kind {
        // The last that is begun may not be complete.
        Kind::Json => text.matches("{\"id\":").count().saturating_sub(1),
        Kind::Sitemap => text.matches("</url>").count(),
        _ => ["</item>", "</entry>", "</atom:entry>"].iter().map(|end| text.matches(end).count()).sum(),
    }
}

/// An entry that is begun counts too, with what stands before the cut.
#[test]
fn an_entry_cut_in_the_middle_is_told_as_far_as_it_goes() {
    for (whole, cut) in [
        (
            "<rss><channel><item><title>One and two</title><link>https://e.example/1</link></item></channel></rss>",
            " and two</title>",
        ),
        (
            "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>One</title><id>x</id></entry></feed>",
            "<id>",
        ),
        (
            "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/'><item><title>One</title><link>y</link></item></rdf:RDF>",
            "link>y",
        ),
        ("<rss><channel><item><title><![CDATA[One]]></title></item></channel></rss>", "]]>"),
        ("<rss><channel><item><title>One&amp;</title></item></channel></rss>", "&amp;"),
        (
            "<rss><channel><item><title>One</title><enclosure url='https://e.example/1.mp3'/></item></channel></rss>",
            "e.example/1.mp3",
        ),
        (
            r#"{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[{"id":"1","title":"One","url":"https://e.example/1"}]}"#,
            r#"e.example/1"}"#,
        ),
        (
            r#"{"version":"https://jsonfeed.org/version/1.1","title":"F","items":[{"title":"One and two"}]}"#,
            r#" and two"}"#,
        ),
        (
            "<urlset xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><news:news><news:title>One</news:title></news:news><loc>https://e.example/1</loc></url></urlset>",
            "</news:news>",
        ),
    ] {
        let at = whole.rfind(cut).expect("the cut is there");
        let parsed = read(&whole.as_bytes()[..at]);
        assert_eq!(parsed.entries.len(), 1, "{whole}");
        assert_eq!(parsed.entries[0].title.as_ref().map(|t| t.value.as_str()), Some("One"), "{whole}");
        assert!(parsed.warnings.iter().any(|w| w.code == "truncated"), "{whole}");
    }
}

/// What stands in places that few programs use.
#[test]
fn rare_places_are_read() {
    let cdf = read(
        br#"<CHANNEL HREF="http://e.org/" BASE="http://e.org/base/"><TITLE>c</TITLE><ITEM HREF="one.html"><TITLE>1</TITLE></ITEM><ITEM><A HREF="two.html">x</A><TITLE>2</TITLE></ITEM></CHANNEL>"#,
    );
    let links: Vec<_> = cdf.entries.iter().filter_map(|e| e.link.as_deref()).collect();
    assert_eq!(links, ["http://e.org/base/one.html", "http://e.org/base/two.html"]);
    let titles: Vec<_> =
        cdf.entries.iter().filter_map(|e| e.title.as_ref()).map(|t| t.value.as_str()).collect();
    assert_eq!(titles, ["1", "2"]);

    let atom = read(
        br#"<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0"><entry><title>t</title><link rel="replies" href="r" thr:count=" 4 "/><link href="l" thr:count="7"/></entry></feed>"#,
    );
    assert_eq!(atom.entries[0].comment_count, Some(4));

    let rss = read(br#"<rss><channel><item><author>"B, A" &lt;a@e.org></author><author>a@e.org, Ann;</author></item></channel></rss>"#);
    let names: Vec<_> =
        rss.entries[0].authors.iter().map(|p| (p.name.as_deref(), p.email.as_deref())).collect();
    assert_eq!(names, [(Some("B, A"), Some("a@e.org")), (Some("Ann"), Some("a@e.org"))]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    /// Cut at any byte, a feed gives every entry that stood before the cut, as the whole feed does.
    #[test]
    fn a_cut_costs_no_entry_before_it(which: prop::sample::Index, at: prop::sample::Index) {
        let (name, bytes) = which.get(dialects());
        let whole = read(bytes);
        let cut = &bytes[..at.index(bytes.len())];
        let before = complete(cut, whole.kind, whole.encoding);
        match parse(cut, &Hints::default()) {
            Ok(parsed) => {
                prop_assert!(parsed.entries.len() >= before, "{name}: {} of {before}", parsed.entries.len());
                prop_assert!(parsed.entries.len() <= whole.entries.len(), "{name}");
                for (entry, wanted) in parsed.entries.iter().zip(&whole.entries).take(before) {
                    prop_assert_eq!(entry, wanted, "{}", name);
                }
            }
            Err(_) => prop_assert_eq!(before, 0, "{}", name),
        }
    }
}
