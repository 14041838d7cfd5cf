//! Sites whose pages do not name their feeds, or name them in another place.

use url::Url;

/// The feeds that a page of a known site has by its address.
pub(super) fn known(page: &Url) -> Vec<(String, Option<String>)> {
    let host = page.host_str().unwrap_or_default().to_ascii_lowercase();
    let host = host.strip_prefix("www.").or_else(|| host.strip_prefix("m.")).unwrap_or(&host);
    let parts: Vec<&str> =
        page.path_segments().map(|s| s.filter(|p| !p.is_empty()).collect()).unwrap_or_default();
    let origin = page.origin().ascii_serialization();
    let one = |url: String| vec![(url, None)];
    match (host, parts.as_slice()) {
        ("youtube.com", ["channel", id, ..]) => {
            one(format!("https://www.youtube.com/feeds/videos.xml?channel_id={id}"))
        }
        ("youtube.com", ["user", name, ..]) => {
            one(format!("https://www.youtube.com/feeds/videos.xml?user={name}"))
        }
        ("youtube.com", ["playlist"]) => page
            .query_pairs()
            .find(|(key, _)| key == "list")
            .map(|(_, id)| one(format!("https://www.youtube.com/feeds/videos.xml?playlist_id={id}")))
            .unwrap_or_default(),
        ("reddit.com" | "old.reddit.com", []) => one("https://www.reddit.com/.rss".into()),
        ("reddit.com" | "old.reddit.com", [kind @ ("r" | "user" | "u"), name, ..]) => {
            one(format!("https://www.reddit.com/{kind}/{name}/.rss"))
        }
        ("github.com", [owner, repository, ..]) => ["releases", "commits", "tags"]
            .iter()
            .map(|what| {
                (
                    format!("https://github.com/{owner}/{repository}/{what}.atom"),
                    Some(format!("{repository}: {what}")),
                )
            })
            .collect(),
        ("github.com", [owner]) => one(format!("https://github.com/{owner}.atom")),
        ("gitlab.com", [owner, project, ..]) => one(format!("https://gitlab.com/{owner}/{project}.atom")),
        ("medium.com", [name, ..]) => one(format!("https://medium.com/feed/{name}")),
        (_, _) if host.ends_with(".medium.com") => one(format!("{origin}/feed")),
        (_, _) if host.ends_with(".substack.com") => one(format!("{origin}/feed")),
        (_, _) if host.ends_with(".tumblr.com") => one(format!("{origin}/rss")),
        (_, _) if host.ends_with(".wordpress.com") => one(format!("{origin}/feed/")),
        (_, _) if host.contains(".blogspot.") => one(format!("{origin}/feeds/posts/default")),
        (_, _) if host.ends_with(".livejournal.com") => one(format!("{origin}/data/rss")),
        ("bsky.app", ["profile", name, ..]) => one(format!("https://bsky.app/profile/{name}/rss")),
        ("news.ycombinator.com", _) => one("https://news.ycombinator.com/rss".into()),
        ("dev.to", [name, ..]) => one(format!("https://dev.to/feed/{name}")),
        ("vimeo.com", [name, ..]) => one(format!("https://vimeo.com/{name}/videos/rss")),
        ("dailymotion.com", [name, ..]) => one(format!("https://www.dailymotion.com/rss/user/{name}")),
        ("stackoverflow.com", ["questions", "tagged", tag, ..]) => {
            one(format!("https://stackoverflow.com/feeds/tag/{tag}"))
        }
        ("stackoverflow.com", ["questions", id, ..]) => {
            one(format!("https://stackoverflow.com/feeds/question/{id}"))
        }
        ("lobste.rs", _) => one("https://lobste.rs/rss".into()),
        ("arxiv.org", ["list", subject, ..]) => one(format!("https://rss.arxiv.org/rss/{subject}")),
        // Mastodon and its kin: a person's page has a feed at its own address.
        (_, [name]) if name.starts_with('@') && !name.contains('.') => one(format!("{origin}/{name}.rss")),
        _ => Vec::new(),
    }
}
