//! The first reading: readability's body and the page's own metadata.

use dom_smoothie::{Config, Readability};
use jiff::Timestamp;

use super::{Article, Hints, Image, Kind};

/// Reads the page by readability's rules.
pub(super) fn read(bytes: &[u8], hints: &Hints<'_>) -> Article {
    let mut article = Article { url: hints.url.map(str::to_owned), ..Article::default() };
    let text = String::from_utf8_lossy(bytes);
    if hints.plain_text {
        article.title = hints.title.map(str::to_owned);
        article.text = text.into_owned();
        article.html = format!("<pre>{}</pre>", ammonia::clean_text(&article.text));
        article.confidence = 0.3;
        return article;
    }
    let base = hints.url.and_then(|u| url::Url::parse(u).ok());
    let made = Readability::new(text.as_ref(), base.as_ref().map(url::Url::as_str), Some(Config::default()));
    let Ok(found) = made.and_then(|mut r| r.parse()) else {
        article.kind = Kind::Other;
        return article;
    };
    article.title = Some(found.title).filter(|t| !t.is_empty());
    article.authors = found.byline.into_iter().collect();
    article.published = found.published_time.as_deref().and_then(|t| t.parse::<Timestamp>().ok());
    article.modified = found.modified_time.as_deref().and_then(|t| t.parse::<Timestamp>().ok());
    article.site = found.site_name;
    article.language = found.lang;
    article.key_points = found.excerpt.into_iter().collect();
    article.url = found.url.or(article.url);
    article.image = found.image.map(|url| Image { url: Some(url), ..Image::default() });
    article.text = found
        .text_content
        .split('\n')
        .map(str::trim)
        .filter(|l| !l.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n");
    article.html = ammonia::clean(&found.content);
    article.confidence = 0.5;
    article
}
