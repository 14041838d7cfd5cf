//! A person adds an address: a feed's own, or a page's, whose feed is then looked for.

use extract::feed::{self, FeedLink, Hints, How, Kind as FeedKind};
use fetch::{Kind, Request, Response};
use store::NewSource;
use web::{Added, BoxFuture, Crawl, CrawlStatus, Regrouped};

use super::Crawler;

/// Addresses that are tried for a page's feed; each is a request to somebody's server.
const GUESSES: usize = 8;

impl Crawl for Crawler {
    fn add(&self, url: String) -> BoxFuture<'_, Result<Added, String>> {
        Box::pin(async move { self.add_address(&url).await })
    }

    fn wake(&self) {
        Self::wake(self);
    }

    fn status(&self) -> CrawlStatus {
        let status = Self::status(self);
        let feeds_waiting = status.feeds.saturating_sub(status.feeds_done);
        CrawlStatus {
            busy: feeds_waiting > 0 || status.pages_waiting > 0,
            feeds_waiting,
            pages_waiting: status.pages_waiting,
        }
    }

    fn regroup(self: std::sync::Arc<Self>) -> BoxFuture<'static, Result<Option<Regrouped>, String>> {
        Box::pin(self.group_anew())
    }
}

impl Crawler {
    /// Finds the feed behind an address, keeps it as a source and has it fetched.
    ///
    /// # Errors
    /// One sentence: the address is none, does not answer, or has no feed.
    pub async fn add_address(&self, typed: &str) -> Result<Added, String> {
        let url = address(typed)?;
        if let Some(known) = self
            .with_store({
                let url = url.clone();
                move |s| s.source_by_url(&url)
            })
            .await
            .map_err(|e| e.to_string())?
        {
            let title = known.title.unwrap_or(known.url);
            return Ok(Added { source_id: known.id, title, created: false });
        }
        let answer = match self.get(&url).await {
            Ok(answer) => answer,
            // A page may be shut to programs while its feed, at an address that is known, is open to them.
            Err(failure) => {
                let known = feed::discover(&[], &url, &[]).into_iter().filter(|l| l.how == How::KnownSite);
                return match self.first_feed(known).await {
                    Some((url, found)) => self.keep(&url, &found).await,
                    None => Err(failure.plain()),
                };
            }
        };
        let direct = parse(&answer);
        // A page may carry entries itself (microformats, JSON-LD); a feed that it names is better.
        if let Ok(found) = &direct
            && found.kind != FeedKind::Html
        {
            return self.keep(&answer.url, found).await;
        }
        let candidates = feed::discover(&answer.body, &answer.url, &answer.links);
        if let Some((url, found)) = self.first_feed(candidates.into_iter()).await {
            return self.keep(&url, &found).await;
        }
        match direct {
            Ok(found) if !found.entries.is_empty() => self.keep(&answer.url, &found).await,
            _ => Err(format!(
                "{url} answers, but it is no feed and names none. Look on the site for a link called RSS, Atom or feed."
            )),
        }
    }

    /// The first of these links that is a feed, and where it was in the end.
    async fn first_feed(&self, links: impl Iterator<Item = FeedLink>) -> Option<(String, feed::Parsed)> {
        for link in links.take(GUESSES) {
            if let Ok(answer) = self.get(&link.url).await
                && let Ok(found) = parse(&answer)
                && found.kind != FeedKind::Html
            {
                return Some((answer.url, found));
            }
        }
        None
    }

    async fn get(&self, url: &str) -> Result<Response, fetch::Failure> {
        // A person asked for this very address, so robots.txt, which speaks to crawlers, is not asked.
        self.net.get(Request { url, kind: Kind::Feed, etag: None, last_modified: None }).await
    }

    async fn keep(&self, url: &str, found: &feed::Parsed) -> Result<Added, String> {
        let title = found
            .feed
            .title
            .as_ref()
            .map(|t| extract::html::to_text(&t.value).trim().to_owned())
            .filter(|t| !t.is_empty());
        let source =
            NewSource { url: url.to_owned(), title: title.clone(), site_url: found.feed.link.clone() };
        let now = self.now();
        let (source_id, created) =
            self.with_store(move |s| s.add_source(&source, now)).await.map_err(|e| e.to_string())?;
        self.wake();
        Ok(Added { source_id, title: title.unwrap_or_else(|| url.to_owned()), created })
    }
}

fn parse(answer: &Response) -> Result<feed::Parsed, String> {
    let hints = Hints {
        url: Some(&answer.url),
        content_type: answer.content_type.as_deref(),
        content_location: answer.content_location.as_deref(),
        raw: false,
    };
    feed::parse(&answer.body, &hints).map_err(|e| e.to_string())
}

/// What a person typed, as an address: `example.org` and `feed:` forms too.
fn address(typed: &str) -> Result<String, String> {
    let typed = typed.trim();
    let bare = typed.strip_prefix("feed://").or_else(|| typed.strip_prefix("feed:")).unwrap_or(typed);
    let full = if bare.contains("://") { bare.to_owned() } else { format!("https://{bare}") };
    match url::Url::parse(&full) {
        Ok(u)
            if matches!(u.scheme(), "http" | "https")
                && u.host_str().is_some_and(|h| h.contains(['.', ':']) || h == "localhost") =>
        {
            Ok(u.into())
        }
        _ => Err(format!("{typed:?} is not a web address. Give one such as https://example.org/.")),
    }
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn what_people_type_becomes_an_address() {
        for (typed, url) in [
            ("example.org", "https://example.org/"),
            (" https://example.org/feed ", "https://example.org/feed"),
            ("feed://example.org/rss", "https://example.org/rss"),
            ("feed:https://example.org/rss", "https://example.org/rss"),
            ("http://127.0.0.1:8099/a/", "http://127.0.0.1:8099/a/"),
        ] {
            assert_eq!(address(typed).as_deref(), Ok(url));
        }
        for typed in ["", "hello", "ftp://example.org", "javascript:alert(1)", "https://"] {
            assert!(address(typed).unwrap_err().contains("not a web address"), "{typed}");
        }
    }
}
