//! Encodings: marks, headers, declarations, lies, guesses.

use extract::feed::{Hints, Parsed, parse};

fn rss(declaration: &str, title: &str) -> String {
    format!(
        "{declaration}<rss version=\"2.0\"><channel><title>{title}</title><item><title>{title}</title></item></channel></rss>"
    )
}

fn read(bytes: &[u8], content_type: Option<&str>) -> Parsed {
    parse(bytes, &Hints { content_type, ..Hints::default() }).expect("it is a feed")
}

fn title(parsed: &Parsed) -> &str {
    &parsed.entries[0].title.as_ref().expect("a title").value
}

fn codes(parsed: &Parsed) -> Vec<&str> {
    parsed.warnings.iter().map(|w| w.code.as_ref()).collect()
}

/// Every encoding of the WHATWG list, declared in the text and in the header.
#[test]
fn every_encoding_of_the_list_is_read() {
    let cases = [
        ("utf-8", "Žluťoučký кůň 馬"),
        ("windows-1252", "Café – naïve"),
        ("iso-8859-1", "Café naïve"),
        ("iso-8859-2", "Žluťoučký kůň"),
        ("windows-1250", "Žluťoučký kůň"),
        ("windows-1251", "Съешь ещё этих"),
        ("koi8-r", "Съешь ещё этих"),
        ("koi8-u", "Їжак і ґава"),
        ("iso-8859-5", "Съешь ещё"),
        ("ibm866", "Съешь ещё"),
        ("windows-1253", "Καλημέρα"),
        ("iso-8859-7", "Καλημέρα"),
        ("windows-1254", "Işık ğ"),
        ("iso-8859-9", "Işık ğ"),
        ("windows-1255", "שלום"),
        ("iso-8859-8", "שלום"),
        ("windows-1256", "مرحبا"),
        ("iso-8859-6", "مرحبا"),
        ("windows-1257", "Šešios žąsys"),
        ("iso-8859-13", "Šešios žąsys"),
        ("iso-8859-4", "Šešios"),
        ("iso-8859-10", "Þórður"),
        ("iso-8859-14", "Ŵy"),
        ("iso-8859-15", "Œuvre €"),
        ("iso-8859-16", "Țară"),
        ("iso-8859-3", "Ĉapelo"),
        ("windows-1258", "Đông"),
        ("windows-874", "สวัสดี"),
        ("macintosh", "Café"),
        ("x-mac-cyrillic", "Привет"),
        ("gbk", "你好世界"),
        ("gb18030", "你好世界"),
        ("gb2312", "你好"),
        ("big5", "你好世界"),
        ("euc-jp", "こんにちは"),
        ("shift_jis", "こんにちは"),
        ("iso-2022-jp", "こんにちは"),
        ("euc-kr", "안녕하세요"),
    ];
    for (label, text) in cases {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).expect("a label of the list");
        let (bytes, _, lost) = encoding.encode(text);
        assert!(!lost, "{label} has every character of {text}");
        let wrap = |declaration: &str| {
            let whole = rss(declaration, "@");
            let parts: Vec<&[u8]> = whole.split('@').map(str::as_bytes).collect();
            parts.join(bytes.as_ref())
        };
        let declared = read(&wrap(&format!("<?xml version='1.0' encoding='{label}'?>")), None);
        assert_eq!(title(&declared), text, "{label} declared");
        let served = read(&wrap(""), Some(&format!("application/rss+xml; charset=\"{label}\"")));
        assert_eq!(title(&served), text, "{label} served");
        assert_eq!(declared.encoding, encoding.name());
    }
}

#[test]
fn wide_encodings_are_told_by_mark_or_form() {
    let text = rss("<?xml version='1.0' encoding='utf-16'?>", "Größe 馬");
    let wide = |big: bool, mark: bool| {
        let units = mark.then_some(0xFEFF).into_iter().chain(text.encode_utf16());
        units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect::<Vec<u8>>()
    };
    let wider = |big: bool, mark: bool| {
        let units = mark.then_some('\u{FEFF}').into_iter().chain(text.chars());
        units
            .flat_map(|c| if big { u32::from(c).to_be_bytes() } else { u32::from(c).to_le_bytes() })
            .collect::<Vec<u8>>()
    };
    for (big, mark) in [(true, true), (false, true), (true, false), (false, false)] {
        let parsed = read(&wide(big, mark), None);
        assert_eq!(
            (title(&parsed), parsed.encoding),
            ("Größe 馬", if big { "UTF-16BE" } else { "UTF-16LE" })
        );
        assert_eq!(codes(&parsed), [] as [&str; 0]);
        assert_eq!(title(&read(&wider(big, mark), None)), "Größe 馬");
    }
}

#[test]
fn lies_are_noted_and_seen_through() {
    let utf8_as_utf16 = read(rss("<?xml version='1.0' encoding='utf-16'?>", "Größe").as_bytes(), None);
    assert_eq!((title(&utf8_as_utf16), codes(&utf8_as_utf16)), ("Größe", vec!["encoding-mismatch"]));
    let marked =
        [&b"\xEF\xBB\xBF"[..], rss("<?xml version='1.0' encoding='iso-8859-1'?>", "Größe").as_bytes()]
            .concat();
    let marked = read(&marked, None);
    assert_eq!((title(&marked), codes(&marked)), ("Größe", vec!["encoding-mismatch"]));
    let server = read(
        rss("<?xml version='1.0' encoding='utf-8'?>", "Größe").as_bytes(),
        Some("text/xml; charset=iso-8859-1"),
    );
    assert_eq!((title(&server), codes(&server)), ("Größe", vec!["encoding-mismatch"]));
    let unknown = read(rss("<?xml version='1.0' encoding='no-such'?>", "Größe").as_bytes(), None);
    assert_eq!((title(&unknown), codes(&unknown)), ("Größe", vec!["encoding-mismatch"]));
}

/// Text that says it is Latin-1 and is UTF-8, also where every byte would be a character of Latin-1.
#[test]
fn utf8_under_another_name_is_read_as_what_it_is() {
    for label in ["iso-8859-1", "windows-1252", "windows-1251", "koi8-r"] {
        let text = rss(&format!("<?xml version=\"1.0\" encoding=\"{label}\"?>"), "Zürich – Съешь “é”");
        let parsed = read(text.as_bytes(), None);
        assert_eq!(title(&parsed), "Zürich – Съешь “é”", "{label}");
        assert_eq!(codes(&parsed), ["encoding-mismatch"], "{label}");
    }
}

#[test]
fn what_nobody_declares_is_guessed() {
    let long = "Съешь же ещё этих мягких французских булок, да выпей чаю. ".repeat(4);
    let (bytes, _, _) = encoding_rs::WINDOWS_1251.encode(&long);
    let whole = rss("", "@");
    let parts: Vec<&[u8]> = whole.split('@').map(str::as_bytes).collect();
    let parsed = read(&parts.join(bytes.as_ref()), None);
    assert_eq!((title(&parsed), parsed.encoding), (long.trim(), "windows-1251"));
}

#[test]
fn entities_of_html_and_of_the_document_are_decoded() {
    let text = "<!DOCTYPE rss [<!ENTITY house 'The House'><!ENTITY cube \"&#179;\"><!ENTITY bomb '&house;&house;'>]>\
        <rss><channel><title>&house; m&cube; &eacute;&hellip;&Prime; &bomb; &#8217;&#x2019;&#146; &nosuch; R&D</title></channel></rss>";
    let parsed = read(text.as_bytes(), None);
    assert_eq!(parsed.feed.title.expect("a title").value, "The House m³ é…″ &bomb; ’’’ &nosuch; R&D");
}

/// Entities of a document may hold references of characters, but none of other entities.
#[test]
fn entities_of_the_document_may_hold_characters() {
    let doctype = "<!DOCTYPE rss [<!ENTITY corp \"Caf&#233; &amp; Co\"><!ENTITY lt2 '&lt;b'><!ENTITY bomb '&corp;&corp;'>]>";
    let parsed = read(rss(doctype, "&corp;, &lt2; &bomb;").as_bytes(), None);
    assert_eq!(title(&parsed), "Café & Co, <b &bomb;");
}

#[test]
fn windows_characters_and_double_utf8_are_put_right() {
    let parsed = read(rss("", "don\u{92}t").as_bytes(), None);
    assert_eq!(title(&parsed), "don’t");
    let parsed = read(rss("", "GrÃ¶Ã\u{9F}e").as_bytes(), None);
    assert!(title(&parsed).starts_with("Gr"), "{}", title(&parsed));
    let parsed = read(rss("", "FÃ¼r").as_bytes(), None);
    assert_eq!(title(&parsed), "Für");
    let parsed = read(rss("", "Für Ärger").as_bytes(), None);
    assert_eq!(title(&parsed), "Für Ärger");
}
