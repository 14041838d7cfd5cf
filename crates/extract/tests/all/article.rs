//! Pages → articles: furniture left out, what the page says of itself, saved text, limits.

use extract::article::{Hints, Kind, read};
use proptest::prelude::*;

fn page(html: &str) -> extract::article::Article {
    read(
        html.as_bytes(),
        &Hints { url: Some("https://quay.example/news/2026/harbour-bridge-reopens"), ..Hints::default() },
    )
}

#[test]
fn a_page_with_every_kind_of_furniture() {
    let mut article = page(include_str!("../fixtures/article/furniture.html"));
    assert!(article.confidence > 0.5, "{}", article.confidence);
    // Changes with every training.
    article.confidence = 1.0;
    insta::assert_json_snapshot!("article_furniture", article);
}

#[test]
fn its_markdown() {
    insta::assert_snapshot!(
        "article_markdown",
        page(include_str!("../fixtures/article/furniture.html")).to_markdown()
    );
}

#[test]
fn a_page_saved_as_text() {
    let text = include_bytes!("../fixtures/article/saved.txt");
    let article = read(text, &Hints { plain_text: true, ..Hints::default() });
    insta::assert_json_snapshot!("article_saved", article);
}

#[test]
fn charsets_are_told() {
    let body = "Größe und Maß der Straße über den Fluss bei Köln sind seit Jahren ein Ärgernis für die Anwohner, sagt der Bürgermeister. ";
    let html = format!(
        "<html><head><meta charset=iso-8859-1><title>Straße</title></head><body><article><h1>Straße</h1><p>{body}</p><p>{body}</p></article></body></html>"
    );
    let (bytes, _, _) = encoding(&html);
    assert_eq!(read(&bytes, &Hints::default()).title.as_deref(), Some("Straße"));
    assert_eq!(
        read(html.as_bytes(), &Hints::default()).title.as_deref(),
        Some("Straße"),
        "UTF-8 under a wrong label"
    );
    let header = Hints { content_type: Some("text/html; charset=\"ISO-8859-1\""), ..Hints::default() };
    assert_eq!(read(&bytes, &header).title.as_deref(), Some("Straße"));
}

/// Latin-1 bytes of a text.
fn encoding(text: &str) -> (Vec<u8>, (), ()) {
    (text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect(), (), ())
}

#[test]
fn broken_json_ld_is_mended() {
    let head = |json: &str| {
        format!(
            "<html><head><script type=\"application/ld+json\">{json}</script></head><body><h1>x</h1></body></html>"
        )
    };
    for (json, what) in [
        (
            "{\"@type\":\"NewsArticle\",\"headline\":\"A \\\"b\\\" c\",\"author\":\"Jo Poe\",}",
            "comma at the end",
        ),
        ("{\"@type\":\"NewsArticle\",\"headline\":\"A \"b\" c\",\"author\":\"Jo Poe\"}", "bare quotes"),
        (
            "{\"@type\":\"NewsArticle\",\"description\":\"one\ntwo\tthree\",\"headline\":\"A \\\"b\\\" c\",\"author\":{\"name\":\"Jo Poe\"}}",
            "raw line break",
        ),
        (
            "<!-- {\"@type\":\"NewsArticle\",\"headline\":\"A \\\"b\\\" c\",\"author\":[\"Jo Poe\"]} -->",
            "comment around",
        ),
    ] {
        let article = page(&head(json));
        assert_eq!(article.authors, ["Jo Poe"], "{what}");
    }
}

#[test]
fn times_as_pages_write_them() {
    for (written, want) in [
        ("2024-04-28T14:26:01+02:00", "2024-04-28T12:26:01Z"),
        ("2024-04-28 14:26:01 +0200", "2024-04-28T12:26:01Z"),
        ("2024-04-28T14:26Z", "2024-04-28T14:26:00Z"),
        ("20240428T142601Z", "2024-04-28T14:26:01Z"),
        ("Sun, 28 Apr 2024 14:26:01 GMT", "2024-04-28T14:26:01Z"),
        ("April 28, 2024 2:26 PM EDT", "2024-04-28T18:26:00Z"),
        ("28. April 2024, 14.26 Uhr", "2024-04-28T14:26:00Z"),
        ("28 de abril de 2024", "2024-04-28T00:00:00Z"),
        ("2024年4月28日 14:26", "2024-04-28T14:26:00Z"),
        ("28.04.2024", "2024-04-28T00:00:00Z"),
        ("1714314361", "2024-04-28T14:26:01Z"),
        ("1714314361000", "2024-04-28T14:26:01Z"),
    ] {
        let html = format!(
            "<html><head><meta property=\"article:published_time\" content=\"{written}\"></head><body></body></html>"
        );
        assert_eq!(page(&html).published.map(|t| t.to_string()).as_deref(), Some(want), "{written}");
    }
}

#[test]
fn an_index_and_a_login_wall_are_said_to_be_one() {
    let links: String = (0..40).map(|n| format!("<li><a href=\"/news/2026/story-number-{n}\">A headline of some length about matter number {n}</a></li>")).collect();
    let index = read(
        format!("<html><head><title>News</title></head><body><ul>{links}</ul></body></html>").as_bytes(),
        &Hints { url: Some("https://quay.example/"), ..Hints::default() },
    );
    assert_eq!(index.kind, Kind::Index);
    let wall = page(
        "<html><head><title>Sign in</title></head><body><form><h1>Sign in</h1><label>Password</label><input type=password><button>Sign in</button></form></body></html>",
    );
    assert_eq!(wall.kind, Kind::Other);
}

#[test]
fn text_that_stands_only_in_data_is_taken_from_there() {
    let body = "The council met on Monday and decided to keep the ferry for another year, said the mayor. "
        .repeat(8);
    let html = format!(
        "<html><head><script type=\"application/ld+json\">{{\"@type\":\"NewsArticle\",\"headline\":\"Ferry stays\",\"articleBody\":\"{body}\"}}</script></head><body><div id=app></div></body></html>"
    );
    let article = page(&html);
    assert!(article.text.contains("keep the ferry"), "{article:?}");
    assert!(article.warnings.iter().any(|w| w.code == "text-from-data"));
}

#[test]
fn text_that_is_handed_over_piece_by_piece_is_taken_from_there() {
    let sentence =
        "The ferry will run twice a day from the first of May, said the harbour office on Monday. ";
    let body: String = (0..8)
        .map(|n| format!("<p>{n}. {sentence}</p>"))
        .chain(["$$AD$$<div class=\"caption\"><p>The ferry in the harbour</p></div>".to_owned()])
        .collect();
    let filler = serde_json::to_string(&"x".repeat(2000)).unwrap();
    let escaped = serde_json::to_string(&body).unwrap().replace('<', "\\u003c");
    let pushed = format!(
        "window[\"q\"] = window[\"q\"] || [];window[\"q\"].push({{\"state\":{{\"id\":{filler},\"contentHtml\":{escaped}}}}})"
    );
    // One row of text whose length is told in bytes, cut into two pieces.
    let stream = format!("1:\"$Sreact.fragment\"\n24:T{:x},{body}5:[\"$\",\"div\",null,{{}}]\n", body.len());
    let (a, b) = stream.split_at(stream.len() / 2);
    let piece = |text: &str| {
        let text = serde_json::to_string(text).unwrap().replace('<', "\\u003c");
        format!("self.__next_f.push([1,{text}])</script><script>")
    };
    for script in [pushed, format!("{}{}", piece(a), piece(b))] {
        let article = page(&format!(
            "<html><head><title>Ferry to run twice a day</title></head><body><h1>Ferry to run twice a day</h1><script>{script}</script></body></html>"
        ));
        assert_eq!(article.text.split("\n\n").count(), 8, "{}", article.text);
        assert!(article.warnings.iter().any(|w| w.code == "text-from-data"));
    }
}

#[test]
fn the_headline_is_the_one_that_readers_see() {
    let title =
        |head: &str, body: &str| page(&format!("<html><head>{head}</head><body>{body}</body></html>")).title;
    let json = |kind: &str, headline: &str| {
        format!(
            "<script type=application/ld+json>{{\"@type\":\"{kind}\",\"headline\":\"{headline}\"}}</script>"
        )
    };
    // Off the news, what programs and sharers are told is for search engines.
    let told = "Harbour Bridges 2026: Best Bridges to See";
    let head = format!("<meta property=og:title content='{told}'>{}", json("BlogPosting", told));
    let heading = "<h1>Ten harbour bridges to see before you leave</h1>";
    assert_eq!(title(&head, heading).as_deref(), Some("Ten harbour bridges to see before you leave"));
    // A news page's data names its headline.
    let head = format!("<meta property=og:title content='{told}'>{}", json("NewsArticle", told));
    assert_eq!(title(&head, heading).as_deref(), Some(told));
    // A kicker that both are told belongs to it.
    let head = format!(
        "<meta property=og:title content='Old harbour: Bridge opens in May'>{}",
        json("NewsArticle", "Old harbour - Bridge opens in May")
    );
    assert_eq!(
        title(&head, "<h1>Bridge opens in May</h1>").as_deref(),
        Some("Old harbour: Bridge opens in May")
    );
    // What sharers are told with words left out is the headline; with other words it is not.
    let long = "Old harbour bridge opens in May after two years of works";
    for (shared, is) in [
        ("Harbour bridge opens in May", "Harbour bridge opens in May"),
        ("Harbour bridge opens after two years", "Harbour bridge opens after two years"),
        ("Harbour bridge is open again", long),
        ("Bridge opens", long),
    ] {
        let head = format!("<meta property=og:title content='{shared}'>{}", json("NewsArticle", long));
        assert_eq!(title(&head, &format!("<h1>{long}</h1>")).as_deref(), Some(is));
    }
    // A date in the heading's line does not.
    let head = "<title>Bridge opens in May</title><meta property=og:title content='Bridge opens in May'>";
    assert_eq!(
        title(head, "<h1>Dec 18 2025 Bridge opens in May</h1>").as_deref(),
        Some("Bridge opens in May")
    );
}

#[test]
fn depth_and_bad_formatting_cost_little() {
    let paragraph = "<p>The council met on Monday and decided to keep the ferry for another year, said the mayor of the town.</p>";
    let deep = format!(
        "<body><h1>Ferry stays</h1>{}{}{}",
        "<div>".repeat(10_000),
        paragraph.repeat(4),
        "</div>".repeat(10_000)
    );
    assert!(page(&deep).text.contains("keep the ferry"));
    let open = format!(
        "<body>{}{}",
        (0..3000).map(|n| format!("<b id=a{n}>")).collect::<String>(),
        "<p>x".repeat(3000)
    );
    page(&open);
    page(&"<a><table>".repeat(3000));
    page(&"<svg>".repeat(5000));
    page(&"<ul><li>".repeat(5000));
}

#[test]
fn markup_that_runs_is_not_let_through() {
    let article = page(
        "<html><body><article><h1>Ferry stays</h1><p onclick=\"x()\">The council met on Monday and decided to keep the <a href=\"javascript:x()\">ferry</a> for another <a href='/y\"><script>'>year</a>, said the mayor of the town.</p>\
         <p>The council met on Tuesday and <img src=x onerror=y()> decided &lt;script&gt; to keep the bridge for another year, said the mayor.</p></article></body></html>",
    );
    assert!(article.text.contains("keep the ferry"));
    for bad in ["<script", "onclick", "onerror", "javascript:"] {
        assert!(!article.html.contains(bad), "{bad}: {}", article.html);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read(bytes in proptest::collection::vec(any::<u8>(), 0..2000), plain in any::<bool>()) {
        let hints = Hints { plain_text: plain, ..Hints::default() };
        let article = read(&bytes, &hints);
        prop_assert!((0.0..=1.0).contains(&article.confidence));
        prop_assert_eq!(article, read(&bytes, &hints));
    }

    #[test]
    fn any_markup_gives_clean_html(parts in proptest::collection::vec(0..PIECES.len(), 0..120)) {
        let html: String = parts.iter().map(|p| PIECES[*p]).collect();
        let article = page(&html);
        // What a sanitiser makes of it is what it is: nothing in it had to go.
        let text = |h: &str| h.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        prop_assert_eq!(text(&extract::html::to_text(&article.html)), text(&extract::html::to_text(&extract::html::sanitise(&article.html, None))));
        for bad in ["<script", "<style", "<iframe", " on", "javascript:"] {
            prop_assert!(!article.html.to_lowercase().contains(&format!("<{bad}")), "{}", article.html);
        }
    }
}

/// Pages and texts damaged in the ways that bytes are: a fixed sequence, so that a fall is found again.
#[test]
fn damaged_pages_are_read() {
    let seeds: [(&[u8], bool); 3] = [
        (include_bytes!("../fixtures/article/furniture.html"), false),
        (include_bytes!("../fixtures/article/saved.txt"), true),
        (include_bytes!("../fixtures/article/saved/bullets_and_video.txt"), true),
    ];
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = |below: usize| {
        // xorshift64* (Vigna 2016)
        state ^= state >> 12;
        state ^= state << 25;
        state ^= state >> 27;
        usize::try_from(state.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).unwrap() % below.max(1)
    };
    for round in 0..240 {
        let (seed, plain_text) = seeds[round % seeds.len()];
        let mut bytes = seed.to_vec();
        for _ in 0..=next(12) {
            let at = next(bytes.len());
            match next(6) {
                0 => bytes.truncate(at.max(1)),
                1 => bytes[at] = u8::try_from(next(256)).unwrap(),
                2 => drop(bytes.remove(at)),
                3 => bytes.insert(at, b"<>\"'&;\0\xff\n"[next(9)]),
                4 => {
                    let piece = bytes[at..(at + next(400)).min(bytes.len())].to_vec();
                    let to = next(bytes.len());
                    bytes.splice(to..to, piece);
                }
                _ => {
                    let end = (at + next(60)).min(bytes.len());
                    bytes.drain(at..end);
                }
            }
            if bytes.is_empty() {
                break;
            }
        }
        let article = read(&bytes, &Hints { plain_text, ..Hints::default() });
        assert!((0.0..=1.0).contains(&article.confidence));
    }
}

const PIECES: [&str; 34] = [
    "<p>",
    "</p>",
    "<div class=article-body>",
    "</div>",
    "<article>",
    "</article>",
    "<h1>A headline</h1>",
    "<h2>",
    "</h2>",
    "<ul>",
    "<li>",
    "</ul>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<a href='/x'>",
    "<a href='javascript:y()'>",
    "</a>",
    "<b>",
    "<i>",
    "</b>",
    "<br>",
    "<br><br>",
    "<script>z()</script>",
    "<style>",
    "</style>",
    "<blockquote>",
    "<img src=/i.jpg onerror=z()>",
    "<figure><figcaption>",
    "<pre>",
    "<iframe src=https://v.example/embed/1>",
    "<math><mtext>",
    "The council met on Monday, and decided to keep the ferry for another year, said the mayor. ",
];
