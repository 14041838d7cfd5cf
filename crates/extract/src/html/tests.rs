//! The quick way and the long way write the same, wherever the quick way does not give up.
#![allow(clippy::as_conversions, clippy::string_slice)]

use proptest::prelude::*;

use super::join::has_scheme;
use super::urls::Base;
use super::{by_parser, canonical, links, quick};

fn same(html: &str, base: &Base) -> Result<bool, TestCaseError> {
    let Some(fast) = quick::sanitise(html, base) else { return Ok(false) };
    prop_assert_eq!(&fast, &canonical::write(&by_parser(html), base), "{}", html);
    Ok(true)
}

/// Markup as feeds have it, which must not need the parser: it is what makes sanitising fast.
#[test]
fn common_markup_goes_the_quick_way() {
    for html in [
        "<p>Text with <a href=\"https://e.org/?a=1&b=2\" target=\"_blank\" rel=\"noopener\">link</a> &amp; &#8217; &nbsp; &hellip;</p>\r\n<p>two</p>",
        "<div class=\"x\"><p>a</p><ul><li>b</li><li>c</ul></div>",
        "<p><img class='x' src='https://e.org/a.jpg' width=\"10\" height='20' alt='' srcset='a 1x' /></p><hr/>",
        "<figure class=\"wp-block-image\"><img src=\"https://e.org/a.jpg\" alt=\"x\"/><figcaption>y</figcaption></figure>",
        "<h2>a</h2><blockquote><p>b<br/>c</p></blockquote><pre>d\n e</pre>",
        "<p>a<p>b<iframe width=\"1\" src=\"https://e.org\"></iframe><script async src=\"x\"></script>",
        "<!-- wp:paragraph --><p>a</p><!-- /wp:paragraph -->",
        "plain text, 5 < 6",
    ] {
        for base in [None, Some("https://example.org/x/")] {
            assert!(same(html, &Base::new(base)).expect("the same"), "{html}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn both_ways_write_the_same(pieces in proptest::collection::vec(piece(), 0..16), base: bool) {
        let base = Base::new(base.then_some("https://example.org/a/b"));
        same(&pieces.concat(), &base)?;
    }

    /// What is passed over without a look at its tags has no address to make absolute.
    #[test]
    fn addresses_are_made_absolute_whether_looked_for_first_or_not(pieces in prop::collection::vec(link_piece(), 0..10)) {
        let base = Base::new(Some("https://example.org/a/b?c=d&e"));
        let html = pieces.concat();
        prop_assert_eq!(links::resolve(&html, &base), links::resolve_each(&html, &base), "{}", html);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Addresses of the common forms are joined as the URL standard has it.
    #[test]
    fn the_quick_join_is_the_standards(
        base in prop::sample::select(BASES.to_vec()),
        pieces in prop::collection::vec(address_piece(), 0..6),
    ) {
        let address = pieces.concat();
        let known = Base::new(Some(base));
        let url = url::Url::parse(base).expect("a URL");
        if let Some(before) = known.before(&address) {
            prop_assert!(matches!(url::Url::parse(&address), Err(url::ParseError::RelativeUrlWithoutBase)), "{}", address);
            let joined = url.join(&address).expect("absolute");
            prop_assert_eq!(format!("{before}{address}"), joined.as_str());
        }
        let absolute = url::Url::parse(&address);
        prop_assert_eq!(has_scheme(&address), !matches!(absolute, Err(url::ParseError::RelativeUrlWithoutBase)), "{}", address);
    }
}

/// That the common forms go the quick way.
#[test]
fn common_addresses_are_joined_without_parsing() {
    let base = Base::new(Some("https://user@e.org:8080/a/b?c=d&e#f"));
    for (address, expected) in [
        ("/x/y.html?z=1&w=2#v", "https://user@e.org:8080"),
        ("x/y", "https://user@e.org:8080/a/"),
        ("?p=1", "https://user@e.org:8080/a/b"),
        ("#top", "https://user@e.org:8080/a/b?c=d&e"),
        ("//cdn.e.org/x.js", "https:"),
    ] {
        assert_eq!(base.before(address), Some(expected), "{address}");
    }
}

const BASES: &[&str] = &[
    "https://example.org",
    "https://example.org/a/b",
    "http://user:pw@example.org:8080/a/b/?q=/x#f/g",
    "https://example.org/?",
    "https://example.org/a/#",
    "https://example.org//",
    "https://example.org/a/b;c:d/é",
    "HTTP://EXAMPLE.org/%2e/x",
    "ftp://example.org/a",
    "feed:https://example.org/a",
    "gemini://example.org/a/b",
    "http://[::1]/a",
];

fn address_piece() -> impl Strategy<Value = String> {
    let fixed = vec![
        "/", "/", "//", "a", "b.c", ".", "..", "%2e", "%2F", "?", "#", ":", "@", "&", "=", "é", " ", "\t",
        "\n", "\\", "'", "1", "0x1", "xn--a", "-", "_", "~", "|", "[", "^", "e.org", "//e.org/", "http",
        "https:", "C:", "+", "*", "(", "\0", ";",
    ];
    prop_oneof![
        8 => prop::sample::select(fixed).prop_map(str::to_owned),
        2 => "[ -~]{1,3}",
        1 => "[a-z0-9./]{1,8}",
    ]
}

fn link_piece() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "<a",
        "<img",
        "<!--",
        "-->",
        ">",
        "/>",
        " ",
        "\n",
        " href",
        " HREF",
        "src",
        " data-src",
        " cite",
        " profile",
        "usemap",
        ",",
        "'",
        "\"",
        "=",
        "= ",
        " =",
        "=\"",
        "='",
        "x",
        "/x",
        "é",
        "#a",
        "http://",
        "https://e.org/",
        "HTTPS://e.org",
        "<",
        "</a>",
        "&amp;",
        "https&#58;//e.org",
        " title=\"x\"",
        " alt=\"<\"",
        "<?x ",
        "?>",
        "<!x",
        "<![CDATA[",
        "]]>",
        "</a",
        "<p>it's <a href=\"/x?a=1&amp;b=2\">",
        "<img src='//e.org/y'>",
        "a/b",
        "&",
    ])
    .prop_map(str::to_owned)
}

fn piece() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<em class=x>",
        "</em>",
        "<a href='x?a=1&b=2'>",
        "<a href=javascript:alert(1)>",
        "<a href='ja&#118;ascript:x'>",
        "</a>",
        "<div>",
        "</div>",
        "<ul>",
        "<li>",
        "</li>",
        "</ul>",
        "<ol start=3>",
        "</ol>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<!--",
        "-->",
        "<!-- c -->",
        "<img src=x onerror=y>",
        "<img alt='a &quot;b&quot;' src=\"y\"/>",
        "<br/>",
        "<br>",
        "<hr>",
        "text",
        " ",
        "&lt;",
        "&amp",
        "&copy",
        "&copy;",
        "&notit;",
        "&#65;",
        "&#x1F600;",
        "&#146;",
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
        "\r\n",
        "\r",
        "</pre>",
        "<dl>",
        "<dt>",
        "<dd>",
        "</dd>",
        "</dl>",
        "<p title=\"a&amp;b\" dir=ltr>",
        "\u{a0}",
        "é",
        "</br>",
        "<center>",
        "</center>",
        "<font>",
        "</font>",
        "<FIGURE>",
        "</figure>",
        "<video controls src='//v/x' poster=p>",
        "</video>",
        "<iframe src=x></iframe>",
        "<noscript><b></noscript>",
        "<blockquote cite='javascript:x'>",
        "</blockquote>",
        "<time datetime='2'>",
        "</time>",
        "<input value=x>",
        "<meta name=x>",
        "<a href='http://['>",
        "<a href=' http://x/ '>",
        "<td>",
        "<table>",
        "</table>",
        "\0",
        "<p/>",
        "<b/>",
        "<details open>",
        "</details>",
        "<a href=\"a\tb\">",
        "<?x>",
    ])
    .prop_map(str::to_owned)
}
