//! One entry: its page fetched and cleaned, or, where that cannot be or need not be, the feed's own text taken. Either
//! way it becomes an article; nothing that a feed told is lost.

use extract::article::{self, Hints, Kind as PageKind};
use fetch::{Failure, Kind, Request, Response};
use serde_json::json;
use store::{ArticleIn, Entry, ImageRef, Source};

use super::Crawler;

/// Tries at a page before the feed's own text is taken for good.
const TRIES: u32 = 4;
/// Seconds before the second try at a page; four times that before each further one.
const WAIT: i64 = 600;
/// A feed that carries this many characters of text carries the article: its page is left in peace.
const FULL_TEXT: usize = 2_400;
/// …and in scripts that write a word in a sign or two.
const FULL_TEXT_DENSE: usize = 800;
/// A page's text below this many characters is weighed against the feed's own.
const SHORT_TEXT: usize = 280;
/// Reading aloud in the head, in words a minute (Brysbaert 2019, doi 10.1016/j.jml.2019.104047).
const WORDS_A_MINUTE: u32 = 238;

/// What came of an entry.
#[derive(Debug)]
pub(super) enum Page {
    /// An article, of the page or of the feed's own text.
    Article(Box<ArticleIn>),
    /// The page failed in a way that may pass.
    Later {
        /// Why, in plain words.
        error: String,
        /// When to try again.
        next_try_at: i64,
    },
    /// The page's host asked for a pause: nothing was sent, and no try is counted.
    Rests {
        /// When to try again.
        next_try_at: i64,
    },
}

impl Crawler {
    /// Makes an entry an article, if that can be done now.
    pub(super) async fn read_entry(&self, entry: &Entry, source: Option<&Source>) -> Page {
        let now = self.now();
        let own = from_feed(entry, source, now);
        let Some(url) = entry.item.url.as_deref().filter(|u| u.starts_with("http")) else {
            return Page::Article(Box::new(own));
        };
        let oldest = now.saturating_sub(self.settings.page_max_age_days.saturating_mul(86_400));
        if entry.item.published.is_some_and(|at| at < oldest) || carries_the_article(&own) {
            return Page::Article(Box::new(own));
        }
        let request = Request { url, kind: Kind::Page, etag: None, last_modified: None };
        match self.net.get(request).await {
            Ok(response) => Page::Article(Box::new(self.read_page(entry, source, own, response).await)),
            Err(failure) => after_failure(entry, own, &failure, now),
        }
    }

    async fn read_page(
        &self,
        entry: &Entry,
        source: Option<&Source>,
        own: ArticleIn,
        response: Response,
    ) -> ArticleIn {
        let Ok(_turn) = self.extracting.acquire().await else { return own };
        let title = entry.item.title.clone();
        let summary = extract::html::to_text(entry.item.summary_html.as_deref().unwrap_or_default());
        let (asked, answered) = (entry.item.url.clone().unwrap_or_default(), response.url.clone());
        let read = tokio::task::spawn_blocking(move || {
            let hints = Hints {
                url: Some(&response.url),
                content_type: response.content_type.as_deref(),
                title: Some(title.as_str()).filter(|t| !t.is_empty()),
                summary: Some(summary.as_str()).filter(|t| !t.is_empty()),
                plain_text: false,
            };
            article::read(&response.body, &hints)
        })
        .await;
        match read {
            Ok(page) => joined(page, own, &address(&asked, &answered), source, self.now()),
            Err(_) => warned(own, "The page broke the reading of pages; the feed's own text is shown."),
        }
    }
}

fn after_failure(entry: &Entry, own: ArticleIn, failure: &Failure, now: i64) -> Page {
    if failure.is_resting() {
        let pause = failure.retry_after().and_then(|s| i64::try_from(s).ok()).unwrap_or(WAIT);
        return Page::Rests { next_try_at: now.saturating_add(pause.clamp(1, 86_400)) };
    }
    if failure.is_lasting() || entry.attempts + 1 >= TRIES {
        return Page::Article(Box::new(warned(
            own,
            &format!("{} The feed's own text is shown.", failure.plain()),
        )));
    }
    let wait = failure
        .retry_after()
        .and_then(|s| i64::try_from(s).ok())
        .unwrap_or_else(|| WAIT.saturating_mul(4_i64.saturating_pow(entry.attempts)))
        .clamp(60, 86_400);
    Page::Later { error: failure.plain(), next_try_at: now.saturating_add(wait) }
}

fn warned(mut article: ArticleIn, warning: &str) -> ArticleIn {
    article.extra = Some(json!({ "warnings": [warning] }).to_string());
    article
}

/// Whether the feed's own text is the article and not its beginning.
fn carries_the_article(own: &ArticleIn) -> bool {
    let characters = own.text.chars().count();
    let dense = own.text.chars().filter(|c| *c >= '\u{2E80}').count().saturating_mul(2) > characters;
    let end = own.text.trim_end();
    let cut = end.ends_with('…') || end.ends_with("...") || end.ends_with("[…]") || end.ends_with("[...]");
    !cut && characters >= if dense { FULL_TEXT_DENSE } else { FULL_TEXT }
}

/// The article as the feed alone tells it.
fn from_feed(entry: &Entry, source: Option<&Source>, now: i64) -> ArticleIn {
    let item = &entry.item;
    let html = match (&item.content_html, &item.summary_html) {
        (Some(content), Some(summary)) if content.len() < summary.len() => summary.clone(),
        (Some(content), _) => content.clone(),
        (None, summary) => summary.clone().unwrap_or_default(),
    };
    let text = extract::html::to_text(&html).trim().to_owned();
    let language = text::language(&format!("{} {text}", item.title), None).map(|l| l.to_string());
    let words = count_words(&text);
    let title = if item.title.is_empty() { first_words(&text) } else { item.title.clone() };
    ArticleIn {
        url: item
            .url
            .as_deref()
            .map_or_else(|| format!("urn:entry:{}:{}", entry.source_id, item.key), clean_address),
        source: entry.source_id,
        outlet: outlet(source, item.url.as_deref()),
        title,
        authors: item.authors.clone(),
        published: Some(item.published.unwrap_or(entry.first_seen).min(now)),
        modified: None,
        language,
        text,
        html,
        key_points: Vec::new(),
        image: item.image.as_ref().map(|url| ImageRef { url: url.clone(), ..ImageRef::default() }),
        topics: item.topics.clone(),
        kind: "article".into(),
        word_count: words,
        reading_minutes: words.div_ceil(WORDS_A_MINUTE),
        paywalled: false,
        extra: None,
    }
}

/// The page's article, with the feed's word where the page says nothing or was not an article.
fn joined(page: article::Article, own: ArticleIn, url: &str, source: Option<&Source>, now: i64) -> ArticleIn {
    let page_holds = page.text.chars().count() >= SHORT_TEXT || page.text.len() >= own.text.len();
    if !page_holds || (page.kind == PageKind::Index && !own.text.is_empty()) {
        let mut own = warned(own, "The page shows no article; the feed's own text is shown.");
        own.image = own.image.or_else(|| image_of(&page));
        return own;
    }
    let extra = json!({
        "canonical": page.url, "videos": page.videos, "related": page.related, "comment_count": page.comment_count,
        "confidence": page.confidence, "warnings": page.warnings,
    });
    let mut topics = page.topics;
    for topic in own.topics {
        if !topics.iter().any(|t| t.to_lowercase() == topic.to_lowercase()) {
            topics.push(topic);
        }
    }
    let image = page.image.as_ref().and_then(image_ref).or(own.image);
    ArticleIn {
        url: url.to_owned(),
        source: own.source,
        outlet: outlet_name(source).unwrap_or_else(|| page.site.unwrap_or(own.outlet)),
        // The feed's headline is the outlet's own choice for lists; the page's stands in where the feed has none.
        title: if own.title.is_empty() {
            page.title.unwrap_or_default()
        } else {
            page.title.unwrap_or(own.title)
        },
        authors: if page.authors.is_empty() { own.authors } else { page.authors },
        // The feed's date is when the outlet told its readers; a page's own may be of a first version years ago.
        published: own.published,
        modified: page.modified.map(|t| t.as_second().min(now)),
        language: page.language.or(own.language),
        text: page.text,
        html: page.html,
        key_points: page.key_points,
        image,
        topics,
        kind: kind_name(page.kind).to_owned(),
        word_count: u32::try_from(page.word_count).unwrap_or(u32::MAX),
        reading_minutes: u32::try_from(page.reading_minutes).unwrap_or(u32::MAX),
        paywalled: page.paywalled,
        extra: Some(extra.to_string()),
    }
}

fn image_of(page: &article::Article) -> Option<ImageRef> {
    page.image.as_ref().and_then(image_ref)
}

fn image_ref(image: &article::Image) -> Option<ImageRef> {
    let url = image.url.clone()?;
    Some(ImageRef {
        url,
        caption: image.caption.clone(),
        credit: image.credit.clone(),
        ..ImageRef::default()
    })
}

fn kind_name(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Article => "article",
        PageKind::Index => "index",
        PageKind::Video => "video",
        PageKind::Other => "other",
    }
}

/// The address an article is known by: where the page answered from, unless it sent everybody to its front door
/// (consent walls, removed pages), which would make one article of many.
fn address(asked: &str, answered: &str) -> String {
    let path = |u: &str| url::Url::parse(u).map(|u| u.path().len()).unwrap_or(0);
    if path(answered) <= 1 && path(asked) > 1 { clean_address(asked) } else { clean_address(answered) }
}

/// An address without its fragment and the marks of campaigns.
fn clean_address(address: &str) -> String {
    let Ok(mut parsed) = url::Url::parse(address) else { return address.to_owned() };
    parsed.set_fragment(None);
    if parsed.query().is_some() {
        let kept: Vec<(String, String)> = parsed
            .query_pairs()
            .filter(|(k, _)| !is_campaign_mark(k))
            .map(|(k, v)| (k.into_owned(), v.into_owned()))
            .collect();
        if kept.len() != parsed.query_pairs().count() {
            if kept.is_empty() {
                parsed.set_query(None);
            } else {
                parsed.query_pairs_mut().clear().extend_pairs(kept);
            }
        }
    }
    parsed.into()
}

/// Query keys that tell where a click came from and never what is shown.
fn is_campaign_mark(key: &str) -> bool {
    key.starts_with("utm_")
        || [
            "fbclid",
            "gclid",
            "dclid",
            "msclkid",
            "mc_cid",
            "mc_eid",
            "at_medium",
            "at_campaign",
            "xtor",
            "ito",
        ]
        .contains(&key)
}

fn outlet_name(source: Option<&Source>) -> Option<String> {
    source.and_then(|s| s.title.clone()).filter(|t| !t.trim().is_empty())
}

fn outlet(source: Option<&Source>, url: Option<&str>) -> String {
    outlet_name(source).unwrap_or_else(|| {
        url.and_then(|u| url::Url::parse(u).ok())
            .and_then(|u| u.host_str().map(|h| h.trim_start_matches("www.").to_owned()))
            .unwrap_or_else(|| "Unknown outlet".into())
    })
}

fn count_words(text: &str) -> u32 {
    let spaced = text.split_whitespace().count();
    // Two signs a word where words are not spaced.
    let dense = text.chars().filter(|c| ('\u{2E80}'..='\u{D7FF}').contains(c)).count() / 2;
    u32::try_from(spaced.max(dense)).unwrap_or(u32::MAX)
}

fn first_words(text: &str) -> String {
    let mut title: String = text.split_whitespace().take(12).collect::<Vec<_>>().join(" ");
    if title.chars().count() > 90 {
        title = title.chars().take(89).collect();
        title.push('…');
    }
    if title.is_empty() { "Untitled".into() } else { title }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_loses_marks_of_campaigns_alone() {
        for (given, kept) in [
            ("https://a.example/x?utm_source=rss&id=7#top", "https://a.example/x?id=7"),
            ("https://a.example/x?utm_medium=feed", "https://a.example/x"),
            ("https://a.example/x?q=a%20b", "https://a.example/x?q=a%20b"),
            ("not an address", "not an address"),
        ] {
            assert_eq!(clean_address(given), kept);
        }
    }

    #[test]
    fn a_page_that_sends_everybody_home_keeps_its_own_address() {
        assert_eq!(address("https://a.example/story", "https://a.example/"), "https://a.example/story");
        assert_eq!(address("https://short.example/1", "https://a.example/story"), "https://a.example/story");
    }
}
