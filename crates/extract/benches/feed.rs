//! Reading of large feeds, left as they are and sanitised: `cargo bench -p extract --bench feed`.
#![allow(clippy::unwrap_used)]

use divan::counter::BytesCount;
use extract::feed::{Hints, parse};

fn main() {
    divan::main();
}

/// One entry as blogs have it: markup of a few kilobytes, some of it with attributes that go.
fn item(n: usize, escaped: bool) -> String {
    let paragraph = "<p class=\"lead\" style=\"margin:0\">The <strong>council</strong> met on Monday &#8211; and <a href=\"/minutes?id=1&amp;page=2\" target=\"_blank\">decided</a>, it&#8217;s said, on the <em>new</em> quay.</p>\n";
    let html = format!(
        "{}<figure class=\"wide\"><img loading=\"lazy\" src=\"https://example.org/{n}.jpg\" alt=\"Quay\" width=\"800\" srcset=\"a 1x\" /><figcaption>The quay</figcaption></figure><ul><li>one</li><li>two</li></ul>{}",
        paragraph.repeat(6),
        paragraph.repeat(6)
    );
    let content = if escaped {
        html.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
    } else {
        format!("<![CDATA[{html}]]>")
    };
    format!(
        "<item><title>Entry {n}</title><link>https://example.org/{n}</link><guid isPermaLink=\"false\">{n}</guid><pubDate>Mon, 02 Feb 2026 07:30:00 +0100</pubDate>\
         <dc:creator>Sam Holm</dc:creator><category>Ferries</category><description>Short</description><content:encoded>{content}</content:encoded></item>\n"
    )
}

fn feed(escaped: bool) -> Vec<u8> {
    let items: String = (0..1500).map(|n| item(n, escaped)).collect();
    format!(
        "<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>Feed</title>{items}</channel></rss>"
    )
    .into_bytes()
}

/// Entries without any text to speak of: the cost of elements alone.
fn headlines() -> Vec<u8> {
    let items: String = (0..20_000)
        .map(|n| format!("<item><title>Entry {n}</title><link>https://example.org/{n}</link><guid>https://example.org/{n}</guid><pubDate>Mon, 02 Feb 2026 07:30:00 +0100</pubDate><description>Short</description></item>"))
        .collect();
    format!("<rss version=\"2.0\"><channel><title>Feed</title>{items}</channel></rss>").into_bytes()
}

fn read(bencher: divan::Bencher<'_, '_>, bytes: &[u8], raw: bool) {
    let hints = Hints { url: Some("https://example.org/feed"), raw, ..Hints::default() };
    bencher
        .counter(BytesCount::of_slice(bytes))
        .bench_local(|| parse(divan::black_box(bytes), &hints).unwrap().entries.len());
}

#[divan::bench(args = [false, true])]
fn plain(bencher: divan::Bencher<'_, '_>, escaped: bool) {
    read(bencher, &feed(escaped), true);
}

#[divan::bench(args = [false, true])]
fn sanitising(bencher: divan::Bencher<'_, '_>, escaped: bool) {
    read(bencher, &feed(escaped), false);
}

#[divan::bench(args = [true, false])]
fn only_headlines(bencher: divan::Bencher<'_, '_>, raw: bool) {
    read(bencher, &headlines(), raw);
}
