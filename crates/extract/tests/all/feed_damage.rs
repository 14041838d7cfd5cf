//! Feeds with one thing wrong: no entry may be lost. And feeds cut off anywhere: what stood before the cut is kept.

use extract::feed::{Hints, Parsed, parse};
use proptest::prelude::*;

/// A feed of `count` entries in RSS or Atom.
fn feed(count: usize, atom: bool) -> String {
    let entries: String = (0..count)
        .map(|n| {
            if atom {
                format!("  <entry>\n    <id>tag:e,{n}</id>\n    <title>Entry {n}</title>\n    <link href=\"https://example.org/{n}\"/>\n    <content type=\"html\">&lt;p&gt;It's text {n}&lt;/p&gt;</content>\n  </entry>\n")
            } else {
                format!("  <item>\n    <title>Entry {n}</title>\n    <link>https://example.org/{n}</link>\n    <guid>https://example.org/{n}</guid>\n    <description><![CDATA[<p>It's text {n}</p>]]></description>\n  </item>\n")
            }
        })
        .collect();
    if atom {
        format!(
            "<?xml version=\"1.0\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n  <title>Feed</title>\n{entries}</feed>\n"
        )
    } else {
        format!(
            "<?xml version=\"1.0\"?>\n<rss version=\"2.0\">\n<channel>\n  <title>Feed</title>\n{entries}</channel>\n</rss>\n"
        )
    }
}

fn read(bytes: &[u8]) -> Parsed {
    parse(bytes, &Hints::default()).expect("it is still a feed")
}

fn links(parsed: &Parsed) -> Vec<&str> {
    parsed.entries.iter().filter_map(|e| e.link.as_deref()).collect()
}

/// Every kind of damage at every title.
#[test]
fn one_fault_costs_no_entry() {
    let faults: &[(&str, &[u8])] = &[
        ("bare ampersand", b" & "),
        ("ampersand in a word", b"AT&T"),
        ("unknown entity", b"&nosuch;"),
        ("bare less-than", b" < "),
        ("less-than and digit", b"<3"),
        ("less-than and words", b"a <b and c"),
        ("less-than and apostrophe", b"1 <2 it's "),
        ("mail in brackets", b"Ann <ann@example.org>"),
        ("stray end tag", b"</b>"),
        ("stray end of nothing known", b"</nothing>"),
        ("end of the channel", b"</channel>"),
        ("end of the feed", b"</feed>"),
        ("bad byte", b"\xFF"),
        ("cut character", b"\xC3"),
        ("control character", b"\x01"),
        ("nul", b"\0"),
        ("undeclared prefix", b"<x:y>z</x:y>"),
        ("open comment", b"<!-- "),
        ("declaration", b"<!oops "),
        ("open instruction", b"<?php echo 1; "),
        ("open tag", b"<b>"),
        ("quote", b"<a href=\"x>"),
    ];
    for atom in [false, true] {
        let good = feed(12, atom);
        let wanted: Vec<String> = (0..12).map(|n| format!("https://example.org/{n}")).collect();
        for (name, fault) in faults {
            for at in [0, 5, 11] {
                let mark = format!("<title>Entry {at}");
                let place = good.find(&mark).expect("the title is there") + mark.len();
                let mut bad = good.as_bytes()[..place].to_vec();
                bad.extend_from_slice(fault);
                bad.extend_from_slice(&good.as_bytes()[place..]);
                let parsed = read(&bad);
                assert_eq!(parsed.entries.len(), 12, "{name} in entry {at}, atom: {atom}");
                if !name.contains("end of the") {
                    assert_eq!(links(&parsed), wanted, "{name} in entry {at}, atom: {atom}");
                }
                assert!(!parsed.warnings.is_empty(), "{name} goes without a word");
                assert!(
                    parsed.entries[at]
                        .title
                        .as_ref()
                        .is_some_and(|t| t.value.starts_with(&format!("Entry {at}"))),
                    "{name}"
                );
            }
        }
    }
}

#[test]
fn a_missing_end_tag_costs_no_entry() {
    for (tag, atom) in [
        ("</title>", false),
        ("</description>", false),
        ("</link>", false),
        ("</item>", false),
        ("</guid>", false),
        ("</title>", true),
        ("</entry>", true),
        ("</content>", true),
    ] {
        let good = feed(6, atom);
        let place = good.match_indices(tag).nth(3).expect("the tag is there").0;
        let bad = format!("{}{}", &good[..place], &good[place + tag.len()..]);
        let parsed = read(bad.as_bytes());
        assert_eq!(parsed.entries.len(), 6, "without {tag}");
    }
}

#[test]
fn text_before_the_declaration_is_passed_over() {
    for junk in [
        "\n\n",
        "<br />\n<b>Warning</b>: it broke in <b>/srv/x.php</b> on line <b>3</b><br />\n",
        "junk & more < junk\n",
        "<!-- a note -->",
    ] {
        let parsed = read(format!("{junk}{}", feed(3, false)).as_bytes());
        assert_eq!(parsed.entries.len(), 3, "{junk}");
    }
}

/// What is wrong in one value of a JSON Feed costs that value at the most.
#[test]
fn one_fault_in_json_costs_no_entry() {
    let good: String = (0..8)
        .map(|n| format!("{{\"id\":\"{n}\",\"url\":\"https://example.org/{n}\",\"title\":\"Entry {n}\"}}"))
        .collect::<Vec<_>>()
        .join(",\n");
    let good =
        format!("{{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"Feed\",\"items\":[{good}]}}");
    for fault in [
        " & ",
        " < ",
        "</b>",
        "\u{1}",
        "\n",
        "\t",
        "\\x",
        "\\",
        "\\ud83d",
        "\\u12",
        " \"so\" ",
        "<a href=\"x\">",
    ] {
        let bad = good.replace("Entry 3", &format!("Entry {fault}3"));
        let parsed = read(bad.as_bytes());
        assert_eq!(parsed.entries.len(), 8, "{fault:?}");
        assert_eq!(links(&parsed).len(), 8, "{fault:?}");
        assert!(
            parsed.entries[3].title.as_ref().is_some_and(|t| t.value.starts_with("Entry")),
            "{fault:?}: {:?}",
            parsed.entries[3].title
        );
    }
    for (from, to) in [
        ("\"title\":\"Entry 3\"", "\"title\":\"Entry 3\","),
        ("\"title\":\"Entry 3\"", "\"title\":\"Entry 3\",\"title\":\"again\""),
        ("\"title\":\"Entry 3\"", "\"title\" \"Entry 3\""),
        ("Entry 3\"},", "Entry 3\"}"),
        ("Entry 3\"},", "Entry 3\"},,"),
        ("Entry 3\"},", "Entry 3\"},null,7,[],"),
    ] {
        let parsed = read(good.replace(from, to).as_bytes());
        assert_eq!(links(&parsed).len(), 8, "{to}");
    }
    let mut bytes = good.into_bytes();
    let at = bytes.windows(7).position(|w| w == b"Entry 3").expect("the title is there");
    bytes[at] = 0xFF;
    assert_eq!(read(&bytes).entries.len(), 8);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Cut anywhere, a feed keeps every entry that was complete.
    #[test]
    fn a_cut_keeps_what_was_complete(at in 0_usize..4000, atom: bool) {
        let good = feed(16, atom);
        let cut = &good.as_bytes()[..at.min(good.len())];
        let end: &[u8] = if atom { b"</entry>" } else { b"</item>" };
        let complete = cut.windows(end.len()).filter(|w| *w == end).count();
        if let Ok(parsed) = parse(cut, &Hints::default()) {
            prop_assert!(parsed.entries.len() >= complete);
            for (n, entry) in parsed.entries.iter().take(complete).enumerate() {
                let wanted = format!("https://example.org/{n}");
                prop_assert_eq!(entry.link.as_deref(), Some(wanted.as_str()));
            }
        } else {
            prop_assert_eq!(complete, 0);
        }
    }

    /// Bytes of any kind in any place do no harm.
    #[test]
    fn bytes_in_any_place_do_no_harm(at in 0_usize..2000, noise in proptest::collection::vec(any::<u8>(), 0..12), atom: bool, raw: bool) {
        let mut bytes = feed(8, atom).into_bytes();
        let at = at.min(bytes.len());
        bytes.splice(at..at, noise);
        let _ = parse(&bytes, &Hints { raw, ..Hints::default() });
    }

    /// Pieces of markup in any order do no harm, and reading is the same every time.
    #[test]
    fn any_mix_of_pieces_is_read(pieces in proptest::collection::vec(piece(), 0..40)) {
        let text = pieces.concat();
        let first = parse(text.as_bytes(), &Hints::default()).ok();
        prop_assert_eq!(first, parse(text.as_bytes(), &Hints::default()).ok());
    }
}

fn piece() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "<rss>",
        "<channel>",
        "</channel>",
        "<feed xmlns='http://www.w3.org/2005/Atom'>",
        "<item>",
        "</item>",
        "<entry>",
        "</entry>",
        "<title>",
        "</title>",
        "<title type='xhtml'>",
        "<link/>",
        "<link href='a'>",
        "<source>",
        "</source>",
        "<image>",
        "</image>",
        "<media:content url='x'>",
        "<media:group>",
        "</media:group>",
        "<author>",
        "<name>",
        "</name>",
        "</author>",
        "<div>",
        "</div>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "&amp;",
        "&lt;",
        "&#x0;",
        "&",
        "<",
        ">",
        "\"",
        "text",
        " ",
        "<content:encoded>",
        "<svg>",
        "</svg>",
        "<description>",
        "</description>",
        "<p>",
        "<category>",
        "xml:base='/x'",
        "<!DOCTYPE x [<!ENTITY a 'b'>]>",
        "{",
        "<textInput>",
        "\u{FEFF}",
        "ü",
        "<guid>",
        "</guid>",
    ])
    .prop_map(str::to_owned)
}
