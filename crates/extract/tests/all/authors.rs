//! Who wrote it, as pages say it.

use extract::article::{Hints, read};

/// The authors of a page whose head holds `head` and whose heading is followed by `below`.
fn authors(head: &str, below: &str) -> Vec<String> {
    let text = "The harbour bridge was open to all traffic again on Monday, two years after the flood took its middle arch. ";
    let html = format!(
        "<html><head><title>Harbour bridge reopens</title>{head}</head><body><nav><a href=/>Home</a></nav><main>\
         <h1>Harbour bridge reopens</h1>{below}<p>{text}</p><p>{text}</p><p>{text}</p></main></body></html>"
    );
    read(html.as_bytes(), &Hints { url: Some("https://janeroe.example/bridge"), ..Hints::default() }).authors
}

#[test]
fn a_label_for_sharers() {
    for head in [
        "<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 content='Jo Poe'>",
        "<meta name=twitter:label1 content='Time to read'><meta name=twitter:data1 content='3 minutes'>\
         <meta name=twitter:label2 content='Verfasst von'><meta name=twitter:data2 content='Jo Poe'>",
        "<meta property='twitter:misc:Written by' content='Jo Poe'>",
    ] {
        assert_eq!(authors(head, ""), ["Jo Poe"], "{head}");
    }
}

#[test]
fn classes_of_bylines() {
    for (below, want) in [
        ("<h4 class='box-author-info__name'>Jo Poe</h4>", vec!["Jo Poe"]),
        ("<div class='text__author'>Jo Poe</div>", vec!["Jo Poe"]),
        ("<p class='Author_author__4ceOm'>Jo Poe</p>", vec!["Jo Poe"]),
        ("<p class='comment-author'>Jo Poe</p>", vec![]),
        ("<p class='author-bio-text'>Jo Poe</p>", vec![]),
    ] {
        assert_eq!(authors("", below), want, "{below}");
    }
}

#[test]
fn lines_that_say_it() {
    for (below, want) in [
        ("<p>By <a>Jo Poe</a>, <a>Al Roe</a> and <a>Bo Noe</a></p>", vec!["Jo Poe", "Al Roe", "Bo Noe"]),
        ("<p>By Jo Poe, Head of Bridges and Roads</p>", vec!["Jo Poe"]),
        ("<p>This article was written by Jo Poe, Head of Bridges</p>", vec!["Jo Poe"]),
        ("<p>Jo Poe | Senior Writer | July 2, 2025</p>", vec!["Jo Poe"]),
        ("<p>July 2, 2025</p><p>Opening Middle</p>", vec![]),
        ("<p>By Jane (Sea) Roe</p>", vec!["Jane (Sea) Roe"]),
        ("<p>By Jane Roe (Berlin)</p>", vec!["Jane Roe"]),
        ("<p>By Jo Poe and Al Roe, The Evening Lantern</p>", vec!["Jo Poe", "Al Roe"]),
        ("<p>By JO POE, QNA Sports Writer</p>", vec!["JO POE"]),
        ("<p>By Jo Poe, Reuters</p>", vec!["Jo Poe"]),
        ("<p>By Jo Poe, Al Roe, and Bo Noe</p>", vec!["Jo Poe", "Al Roe", "Bo Noe"]),
        ("<p class=byline>JO POE<br>Associated Press</p>", vec!["JO POE"]),
        ("<p class=byline>Reporting by Jo Poe; Editing by Al Roe</p>", vec!["Jo Poe"]),
        ("<p>By Jo Poe jo@lantern.example</p>", vec!["Jo Poe"]),
        ("<p>By Jo Poe/The Evening Lantern</p>", vec!["Jo Poe", "The Evening Lantern"]),
        ("<p>By Jo Poe For The Lantern</p>", vec!["Jo Poe"]),
    ] {
        assert_eq!(authors("", below), want, "{below}");
    }
}

#[test]
fn outlets_bodies_and_accounts() {
    let data = |author: &str| {
        format!(
            "<script type=application/ld+json>{{\"@type\":\"Article\",\"headline\":\"Harbour bridge reopens\",\"author\":{author}}}</script>"
        )
    };
    let site = "<meta property=og:site_name content='The Quay'>";
    let person = data("{\"@type\":\"Person\",\"name\":\"Jane Roe\"}");
    // Her host is called as she is, her site is not.
    assert_eq!(authors(&format!("{site}{person}"), "<p>by Al Poe</p>"), ["Jane Roe"]);
    let body = data("{\"@type\":\"Organization\",\"name\":\"Office of Bridges and Roads\"}");
    assert_eq!(authors(&format!("{site}{body}"), ""), ["Office of Bridges and Roads"]);
    let account = data("{\"@type\":\"Person\",\"name\":\"JaneR\"}");
    assert_eq!(authors(&format!("{site}{account}"), "<p>By Jane Roe</p>"), ["Jane Roe"]);
    assert_eq!(authors(&format!("{site}{account}"), ""), ["JaneR"]);
    let agency = data("\"dpa\"");
    assert_eq!(authors(&format!("{site}{agency}"), "<p class=author>Al Poe</p>"), ["dpa"]);
    assert_eq!(authors(site, "<p class=byline>By The Quay</p>"), ["The Quay"]);
}
