//! Lists of feeds: read what others write, write what others read.

use extract::opml::{OpmlError, Outline, parse, write};
use proptest::prelude::*;

#[test]
fn lists_of_other_readers_are_read() {
    let text = r#"<?xml version="1.0"?><opml version="1.1"><head><title>Subs</title></head><body>
        <outline text="News &amp; more" title="News &amp; more">
          <outline type="rss" text="A" title="Feed A" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/>
          <outline text="Deep"><outline type="rss" text="B" xmlurl="https://b.example/feed"/></outline>
        </outline>
        <outline type="rss" text="C & D" xmlUrl="feed://c.example/feed" category="/Cats/Tabby,other"/>
        <outline type="rss" text="C again" xmlUrl="feed://c.example/feed" category="/Cats/Tabby"/>
        <outline text="no address"/><outline type="link" url="nothing" text="x"/>
      </body></opml>"#;
    let outline = |url: &str, title: &str, site: Option<&str>, folder: Option<&str>| Outline {
        url: url.into(),
        title: Some(title.into()),
        site_url: site.map(Into::into),
        folder: folder.map(Into::into),
    };
    let wanted = vec![
        outline("https://a.example/feed", "Feed A", Some("https://a.example/"), Some("News & more")),
        outline("https://b.example/feed", "B", None, Some("News & more/Deep")),
        outline("http://c.example/feed", "C & D", None, Some("Cats/Tabby")),
    ];
    assert_eq!(parse(text.as_bytes()), Ok(wanted));
    assert_eq!(parse(b"<rss></rss>"), Err(OpmlError::NotOpml));
    assert_eq!(parse(b""), Err(OpmlError::NotOpml));
    assert_eq!(parse(b"<opml><body></body></opml>"), Ok(Vec::new()));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// What is written is read back.
    #[test]
    fn round_trip(names in proptest::collection::vec(("[ -~é馬]{1,20}", prop::option::of("[A-Za-z<>&\"' ]{1,10}")), 0..12)) {
        let mut outlines: Vec<Outline> = names
            .iter()
            .enumerate()
            .map(|(n, (title, folder))| Outline {
                url: format!("https://example.org/feed?n={n}&x=<y>"),
                title: Some(title.trim().to_owned()).filter(|t| !t.is_empty()),
                site_url: (n % 2 == 0).then(|| format!("https://example.org/{n}")),
                folder: folder.as_ref().map(|f| f.trim().to_owned()).filter(|f| !f.is_empty()),
            })
            .collect();
        let text = write("A & B", &outlines);
        let mut read = parse(text.as_bytes()).expect("it is OPML");
        for outline in &mut outlines {
            outline.title.get_or_insert_with(|| outline.url.clone());
        }
        outlines.sort_by(|a, b| a.url.cmp(&b.url));
        read.sort_by(|a, b| a.url.cmp(&b.url));
        prop_assert_eq!(read, outlines);
    }
}
