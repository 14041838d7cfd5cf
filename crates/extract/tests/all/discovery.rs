//! A page's feeds, the surest first.

use extract::feed::{How, discover};

const PAGE: &str = r#"<!doctype html><html><head>
  <link rel="alternate" type="application/rss+xml" title="News comments" href="/comments/feed">
  <link rel="alternate" type="application/rss+xml" title="News &amp; views" href="feed.xml">
  <LINK REL='alternate' TYPE='application/atom+xml; charset=utf-8' HREF='https://example.org/atom.xml'>
  <link rel="alternate" type="text/html" hreflang="de" href="/de/">
  <link rel="alternate" type="application/json+oembed" href="/oembed">
  <link rel="feed" type="text/html" href="/never"> <link rel="feed" href="/h-feed">
  <script>document.write('<a href="/rss/in-script.xml">no</a>')</script>
</head><body><a href="/rss/politics.xml">Politics <b>feed</b></a> <a href="/about">About</a> <a href="https://feeds.feedburner.com/x">Subscribe</a> <a href="/atom.xml#top">again</a></body></html>"#;

#[test]
fn what_a_page_declares_comes_first() {
    let headers = [r#"</h.json>; rel="alternate"; type="application/feed+json"; title="From the header", <https://example.org/>; rel="canonical""#.to_owned()];
    let found = discover(PAGE.as_bytes(), "https://example.org/section/page", &headers);
    let sure: Vec<_> = found
        .iter()
        .filter(|f| f.how != How::Guess)
        .map(|f| (f.how, f.url.as_str(), f.title.as_deref()))
        .collect();
    assert_eq!(
        sure,
        [
            (How::Header, "https://example.org/h.json", Some("From the header")),
            (How::LinkElement, "https://example.org/section/feed.xml", Some("News & views")),
            (How::LinkElement, "https://example.org/atom.xml", None),
            (How::LinkElement, "https://example.org/h-feed", None),
            (How::LinkElement, "https://example.org/comments/feed", Some("News comments")),
            (How::Anchor, "https://example.org/rss/politics.xml", Some("Politics")),
            (How::Anchor, "https://feeds.feedburner.com/x", Some("Subscribe")),
        ]
    );
    assert!(
        found
            .iter()
            .skip(sure.len())
            .all(|f| f.how == How::Guess && f.url.starts_with("https://example.org/"))
    );
    assert_eq!(found[sure.len()].url, "https://example.org/feed");
}

#[test]
fn a_folder_of_a_site_is_tried_before_the_site() {
    let guesses = |page: &str| {
        let found = discover(b"", page, &[]);
        found.into_iter().filter(|f| f.how == How::Guess).take(4).map(|f| f.url).collect::<Vec<_>>()
    };
    assert_eq!(
        guesses("https://example.org/blog/"),
        [
            "https://example.org/blog/feed/",
            "https://example.org/blog/index.xml",
            "https://example.org/blog/atom.xml",
            "https://example.org/feed",
        ]
    );
    assert_eq!(guesses("https://example.org/")[0], "https://example.org/feed");
    assert_eq!(guesses("https://example.org/blog/page")[0], "https://example.org/feed");
}

#[test]
fn known_sites_are_known() {
    for (page, feed) in [
        (
            "https://www.youtube.com/channel/UC123",
            "https://www.youtube.com/feeds/videos.xml?channel_id=UC123",
        ),
        (
            "https://www.youtube.com/playlist?list=PL9",
            "https://www.youtube.com/feeds/videos.xml?playlist_id=PL9",
        ),
        ("https://old.reddit.com/r/rust/top", "https://www.reddit.com/r/rust/.rss"),
        ("https://github.com/owner/project/issues", "https://github.com/owner/project/releases.atom"),
        ("https://medium.com/@someone/post", "https://medium.com/feed/@someone"),
        ("https://letters.substack.com/p/x", "https://letters.substack.com/feed"),
        ("https://social.example/@ann", "https://social.example/@ann.rss"),
        ("https://notes.blogspot.com/2026/", "https://notes.blogspot.com/feeds/posts/default"),
    ] {
        let found = discover(b"", page, &[]);
        assert!(found.iter().any(|f| f.how == How::KnownSite && f.url == feed), "{page}: {found:?}");
    }
    assert!(discover(b"<a href=/feed>", "not an address", &[]).is_empty());
}
