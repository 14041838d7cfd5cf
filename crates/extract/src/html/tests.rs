//! The quick way and the long way write the same, wherever the quick way does not give up.
#![allow(clippy::as_conversions, clippy::string_slice)]

use proptest::prelude::*;

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
    fn addresses_are_made_absolute_whether_looked_for_first_or_not(pieces in prop::collection::vec(link_piece(), 0..8)) {
        let base = Base::new(Some("https://example.org/a/b"));
        let html = pieces.concat();
        prop_assert_eq!(links::resolve(&html, &base), links::resolve_each(&html, &base), "{}", html);
    }
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
