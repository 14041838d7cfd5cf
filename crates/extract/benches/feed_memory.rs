//! What reading takes of memory, at its height: `cargo bench -p extract --bench feed_memory`, column “max alloc”. Each
//! input has 1 MB, so that the figure is also bytes for each byte.
#![allow(clippy::unwrap_used)]

use extract::feed::{Hints, parse};

#[global_allocator]
static ALLOCATIONS: divan::AllocProfiler = divan::AllocProfiler::system();

fn main() {
    divan::main();
}

/// A document of about 1 MB made of one thing.
fn of(unit: &str, in_entry: bool) -> Vec<u8> {
    let body = unit.repeat(1_000_000 / unit.len());
    if in_entry {
        format!("<rss><channel><item>{body}</item></channel></rss>").into_bytes()
    } else {
        format!("<rss><channel>{body}</channel></rss>").into_bytes()
    }
}

fn read(bencher: divan::Bencher<'_, '_>, bytes: &[u8]) {
    bencher.bench_local(|| parse(divan::black_box(bytes), &Hints::default()).map(|p| p.entries.len()));
}

#[divan::bench(sample_count = 3, sample_size = 1, args = [
    "<item/>", "<item><title>a</title></item>", "<item><guid>a</guid></item>", "<item><source>a</source></item>",
    "<item><title>A usual headline of a day</title><link>https://example.org/2026/02/03/a</link><description>A sentence or two on it.</description></item>",
])]
fn of_entries(bencher: divan::Bencher<'_, '_>, unit: &str) {
    read(bencher, &of(unit, false));
}

#[divan::bench(sample_count = 3, sample_size = 1, args = [
    "<link>a</link>", "<category>a</category>", "<media:content url='a'/>", "<author>a</author>", "<podcast:transcript url='a'/>", "&amp;",
])]
fn of_parts_of_one(bencher: divan::Bencher<'_, '_>, unit: &str) {
    read(bencher, &of(unit, true));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn of_a_long_base(bencher: divan::Bencher<'_, '_>) {
    let bytes = of("<link>a</link>", true);
    let base = format!("https://example.org/{}/", "x".repeat(2000));
    let hints = Hints { url: Some(&base), ..Hints::default() };
    bencher.bench_local(|| parse(divan::black_box(&bytes), &hints).map(|p| p.entries.len()));
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn of_an_entity_that_is_named_often(bencher: divan::Bencher<'_, '_>) {
    let entity = format!("<!DOCTYPE rss [<!ENTITY a '{}'>]>", "x".repeat(4000));
    let names = "&a;".repeat(300_000);
    let text = format!("{entity}<rss><channel><item><title>{names}</title></item></channel></rss>");
    read(bencher, text.as_bytes());
}

/// Formats other than RSS, each the smallest entry that it knows, often.
#[divan::bench(sample_count = 3, sample_size = 1, args = ["json empty", "json title", "json id", "sitemap", "sitemap empty", "news sitemap", "atom", "microformats", "links", "ItemList", "outlines"])]
fn of_other_formats(bencher: divan::Bencher<'_, '_>, format: &str) {
    let (start, unit, end) = match format {
        "json empty" => (r#"{"version":"https://jsonfeed.org/version/1.1","items":["#, "{},", "{}]}"),
        "json title" => {
            (r#"{"version":"https://jsonfeed.org/version/1.1","items":["#, r#"{"title":"a"},"#, "{}]}")
        }
        "json id" => (r#"{"version":"https://jsonfeed.org/version/1.1","items":["#, r#"{"id":1},"#, "{}]}"),
        "sitemap" => ("<urlset>", "<url><loc>a</loc></url>", "</urlset>"),
        "sitemap empty" => ("<urlset>", "<url/>", "</urlset>"),
        "news sitemap" => (
            "<urlset>",
            "<url><loc>a</loc><news:news><news:title>a</news:title></news:news></url>",
            "</urlset>",
        ),
        "atom" => ("<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry/>", "</feed>"),
        "microformats" => ("<html><body class=h-feed>", "<p class=h-entry>a", "</body></html>"),
        "links" => ("<html><body>", "<a href=a>a</a>", "</body></html>"),
        "ItemList" => (
            r#"<html><script type="application/ld+json">{"@type":"ItemList","itemListElement":["#,
            r#"{"@type":"NewsArticle","url":"a"},"#,
            "{}]}</script></html>",
        ),
        _ => ("<opml><body>", "<outline/>", "</body></opml>"),
    };
    let bytes = format!("{start}{}{end}", unit.repeat(1_000_000 / unit.len())).into_bytes();
    read(bencher, &bytes);
}

/// A control character in markup costs a copy of the whole.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn of_a_control_in_markup(bencher: divan::Bencher<'_, '_>) {
    let text = String::from_utf8(of("<item><title>a</title></item>", false)).unwrap();
    read(bencher, text.replace("</channel>", "</chan\u{1}nel>").as_bytes());
}

/// Left as they are, texts are kept twice while their addresses are made absolute.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn of_relative_addresses_left_raw(bencher: divan::Bencher<'_, '_>) {
    let bytes = of("<item><description>&lt;a href=a></description></item>", false);
    let hints = Hints { url: Some("https://example.org/2026/02/03/feed.xml"), raw: true, ..Hints::default() };
    bencher.bench_local(|| parse(divan::black_box(&bytes), &hints).map(|p| p.entries.len()));
}

/// One byte of an old encoding becomes three of UTF-8.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn of_an_old_encoding(bencher: divan::Bencher<'_, '_>) {
    let mut bytes = b"<?xml version='1.0' encoding='windows-1252'?><rss><channel><item><title>".to_vec();
    bytes.resize(1_000_000, 0x80);
    read(bencher, &bytes);
}
