//! Control characters in texts are taken out as the texts are met, with the same outcome as if all had been before.

use proptest::prelude::*;

use super::{Hints, parse};
use crate::bytes::clean;
use crate::warning::Warnings;

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn where_controls_are_taken_out_does_not_matter(pieces in prop::collection::vec(piece(), 0..24), raw: bool) {
        let dirty = pieces.concat();
        let cleaned = clean(&dirty, &mut Warnings::default()).into_owned();
        let hints = Hints { url: Some("https://example.org/a"), raw, ..Hints::default() };
        let (dirty_read, clean_read) = (parse(dirty.as_bytes(), &hints), parse(cleaned.as_bytes(), &hints));
        match (dirty_read, clean_read) {
            (Ok(one), Ok(other)) => {
                prop_assert_eq!(format!("{:?}", one.feed), format!("{:?}", other.feed), "{:?}", dirty);
                prop_assert_eq!(format!("{:?}", one.entries), format!("{:?}", other.entries), "{:?}", dirty);
                let controls = dirty.contains(['\u{1}', '\u{B}', '\u{1F}']);
                prop_assert!(!controls || one.warnings.iter().any(|w| w.code == "bad-xml"));
            }
            (one, other) => prop_assert_eq!(one.err(), other.err(), "{:?}", dirty),
        }
    }
}

fn piece() -> impl Strategy<Value = String> {
    let pieces = vec![
        "\u{1}",
        "\u{B}",
        "\u{1F}",
        "\u{85}",
        "\u{92}",
        "<rss>",
        "<rss><channel><item>",
        "<item>",
        "</item>",
        "<title>",
        "</title>",
        "<description>",
        "</description>",
        "<![CDATA[",
        "]]>",
        "]",
        "]]",
        "<!--",
        "-->",
        "&am",
        "p;",
        "&#",
        "1;",
        "text",
        " ",
        "<",
        ">",
        "<a href='/x",
        "'>",
        "</",
        "<link>/x</link>",
        "<guid isPermaLink=\"",
        "\">",
        "<!DOCTYPE x [<!ENTITY a 'b",
        "'>]>",
        "&a;",
        "<?x ",
        "?>",
        "<p>",
        "</p>",
        "{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"",
        "\"}",
        "<html>",
    ];
    prop::sample::select(pieces).prop_map(str::to_owned)
}
