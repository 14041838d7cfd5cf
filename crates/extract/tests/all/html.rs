//! Sanitising, as properties and by example; markup to text.

use extract::html::{sanitise, to_text};
use proptest::prelude::*;

#[test]
fn an_article_keeps_its_markup() {
    for (html, wanted) in [
        ("<p>a <b>b</b> <i>c</i></p>", "<p>a <b>b</b> <i>c</i></p>"),
        ("<p>one<p>two", "<p>one</p><p>two</p>"),
        ("<ul><li>a<li>b</ul>", "<ul><li>a</li><li>b</li></ul>"),
        ("a<br>b<BR/>c", "a<br />b<br />c"),
        ("<img src='x.png' onerror='alert(1)' alt=\"A &amp; B\">", "<img alt=\"A &amp; B\" src=\"x.png\" />"),
        (
            "<a href='https://e.org/?a=1&b=2' class=x id=y style='color:red'>l</a>",
            "<a href=\"https://e.org/?a=1&amp;b=2\">l</a>",
        ),
        (
            "<figure><img src=a.png><figcaption>C</figcaption></figure>",
            "<figure><img src=\"a.png\" /><figcaption>C</figcaption></figure>",
        ),
        (
            "<table><tr><td colspan=2>x</td></tr></table>",
            "<table><tbody><tr><td colspan=\"2\">x</td></tr></tbody></table>",
        ),
        ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
        ("<font color=red>x</font>", "x"),
        ("<b><i>x</b>y</i>", "<b><i>x</i></b><i>y</i>"),
        ("<pre>\n a\n</pre>", "<pre> a\n</pre>"),
        ("text &copy; &hellip; &nbsp; &#8212;", "text © … &nbsp; —"),
    ] {
        assert_eq!(sanitise(html, None), wanted, "{html}");
        assert_eq!(sanitise(wanted, None), wanted, "a second time");
    }
}

#[test]
fn what_acts_is_taken_out() {
    for html in [
        "<script>alert(1)</script>x",
        "<SCRIPT SRC=//e/x.js></SCRIPT>x",
        "<style>p{}</style>x",
        "<p onclick=alert(1)>x</p>",
        "<a href='javascript:alert(1)'>x</a>",
        "<a href=' java\nscript:alert(1)'>x</a>",
        "<a href='&#106;avascript:alert(1)'>x</a>",
        "<a href='vbscript:x'>x</a>",
        "<img src='data:text/html;base64,PHNjcmlwdD4='>x",
        "<iframe src=https://e></iframe>x",
        "<object data=x></object>x",
        "<embed src=x>x",
        "<form action=x><input name=y><button>z</button></form>x",
        "<p style='width:expression(alert(1))'>x</p>",
        "<div style='background:url(javascript:x)'>x</div>",
        "<svg><script>alert(1)</script></svg>x",
        "<svg onload=alert(1)>x</svg>x",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>x",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>x",
        "<base href='https://evil/'>x",
        "<meta http-equiv=refresh content='0;url=x'>x",
        "<link rel=stylesheet href=x>x",
        "<a xlink:href='javascript:alert(1)'>x</a>",
        "<!--<img src=x onerror=alert(1)>-->x",
        "<svg><a xlink:href='javascript:alert(1)'>x</a></svg>",
    ] {
        let clean = sanitise(html, Some("https://example.org/"));
        check(&clean);
        assert!(clean.contains('x'), "{html} lost its text: {clean}");
    }
}

/// What no sanitised markup may hold.
fn check(clean: &str) {
    let lower = clean.to_lowercase();
    let mut rest = lower.as_str();
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = rest.find('>').unwrap_or(rest.len());
        let tag = &rest[..end];
        let name: String =
            tag.trim_start_matches('/').chars().take_while(|c| c.is_ascii_alphanumeric()).collect();
        assert!(!name.is_empty(), "a bare < in {clean}");
        for bad in [
            "script", "style", "iframe", "object", "embed", "form", "input", "button", "select", "textarea",
            "base", "meta", "link", "frame", "template", "noscript",
        ] {
            assert_ne!(name, bad, "{clean}");
        }
        let mut inside = false;
        let outside: String = tag
            .chars()
            .map(|c| {
                if c == '"' {
                    inside = !inside;
                }
                if inside { '_' } else { c }
            })
            .collect();
        assert!(
            !outside.split_whitespace().skip(1).any(|a| a.starts_with("on") || a.starts_with("style")),
            "{clean}"
        );
        for scheme in ["=\"javascript:", "=\"vbscript:", "=\"data:"] {
            assert!(!tag.contains(scheme), "{clean}");
        }
        rest = &rest[end..];
    }
}

#[test]
fn relative_addresses_are_made_absolute() {
    let base = Some("https://example.org/a/b");
    assert_eq!(
        sanitise("<a href='c?x&amp;y'>l</a>", base),
        "<a href=\"https://example.org/a/c?x&amp;y\">l</a>"
    );
    assert_eq!(sanitise("<img src=//cdn.example/x.png>", base), "<img src=\"https://cdn.example/x.png\" />");
    assert_eq!(
        sanitise("<a href='#n'>l</a><a href='mailto:a@b.c'>m</a>", base),
        "<a href=\"https://example.org/a/b#n\">l</a><a href=\"mailto:a@b.c\">m</a>"
    );
    assert_eq!(
        sanitise("<table><tr><td><a href=c>l</a></table>", base),
        "<table><tbody><tr><td><a href=\"https://example.org/a/c\">l</a></td></tr></tbody></table>"
    );
}

#[test]
fn text_of_markup() {
    assert_eq!(
        to_text("<h1>A</h1><p>b <b>c</b>&amp;d<br>e</p><script>x</script><ul><li>1<li>2</ul>"),
        "A\nb c&d\ne\n1\n2"
    );
    assert_eq!(to_text("plain  text\n only"), "plain text only");
    assert_eq!(to_text(""), "");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_acts_survives(pieces in proptest::collection::vec(piece(), 0..24)) {
        let html = pieces.concat();
        let clean = sanitise(&html, Some("https://example.org/"));
        check(&clean);
        // Read again, it is no less clean.
        check(&sanitise(&clean, Some("https://example.org/")));
    }

    #[test]
    fn text_survives(words in proptest::collection::vec("[a-z]{1,8}", 1..12), tags in proptest::collection::vec(prop::sample::select(vec!["p", "b", "div", "em", "span", "unknown", "font", "li", "h2"]), 1..12)) {
        let html: String = words.iter().zip(tags.iter().cycle()).map(|(w, t)| format!("<{t} onclick='x'>{w}</{t}>")).collect();
        let text = to_text(&sanitise(&html, None));
        let kept: String = text.split_whitespace().collect();
        prop_assert_eq!(kept, words.concat());
    }
}

fn piece() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<i>",
        "</i>",
        "<a href='x'>",
        "<a href=javascript:alert(1)>",
        "</a>",
        "<div>",
        "</div>",
        "<ul>",
        "<li>",
        "</li>",
        "</ul>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<!--",
        "-->",
        "<img src=x onerror=y>",
        "<br/>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<svg>",
        "</svg>",
        "<math>",
        "</math>",
        "<mtext>",
        "<title>",
        "</title>",
        "<textarea>",
        "</textarea>",
        "<noscript>",
        "</noscript>",
        "<iframe>",
        "</iframe>",
        "<form>",
        "</form>",
        "text",
        " ",
        "&lt;",
        "&amp",
        "&",
        "<",
        ">",
        "\"",
        "'",
        "<h1>",
        "</h1>",
        "<h2>",
        "</h2>",
        "<span style='x'>",
        "</span>",
        "<pre>",
        "\n",
        "</pre>",
        "<select>",
        "<option>",
        "</select>",
        "<dl><dt>",
        "<dd>",
        "</dl>",
        "<desc>",
        "<![CDATA[",
        "]]>",
        "<p title=\"a&quot;b\">",
        "\u{a0}",
        "é",
        "</br>",
        "<center>",
        "<font>",
        "</font>",
    ])
    .prop_map(str::to_owned)
}
