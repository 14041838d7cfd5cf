//! Articles: cleaned pages, each kept once by its canonical address.

use std::collections::HashMap;

use crate::error::Result;
use crate::images::image_key;
use crate::sql::{Columns, Reading, values};
use crate::{ArticleId, EntryId, SourceId, Store, StoryId, StoryIn};

/// An article as extracted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArticleIn {
    /// Its canonical address; an article is kept once by it. An entry without a page has an address made from its key.
    pub url: String,
    /// The source whose entry led here.
    pub source: SourceId,
    /// Who publishes it.
    pub outlet: String,
    /// The headline.
    pub title: String,
    /// BCP 47.
    pub language: Option<String>,
    /// When it was published.
    pub published: Option<i64>,
    /// When its outlet says it was changed.
    pub modified: Option<i64>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Standfirst or bullet summary.
    pub key_points: Vec<String>,
    /// Labels that the page and its feed give it.
    pub topics: Vec<String>,
    /// The body, sanitised.
    pub html: String,
    /// The body as plain text, paragraphs apart by a blank line.
    pub text: String,
    /// The lead picture.
    pub image: Option<ImageRef>,
    /// Words in the body.
    pub word_count: u32,
    /// Minutes it takes to read.
    pub reading_minutes: u32,
    /// "article", "video", …
    pub kind: String,
    /// Only a part can be had.
    pub paywalled: bool,
    /// What else was found (videos, related links, comment count), a JSON object that the store does not look into.
    pub extra: Option<String>,
}

/// A picture of an article.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct ImageRef {
    /// Its address on the web.
    pub url: String,
    /// What it shows.
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
    /// Its key in [`Store::image`]: set by the store.
    #[serde(default)]
    pub key: String,
    /// Its file is kept and can be served: set by the store.
    #[serde(default)]
    pub ready: bool,
    /// Pixels, when ready.
    #[serde(default)]
    pub width: Option<u32>,
    /// Pixels, when ready.
    #[serde(default)]
    pub height: Option<u32>,
}

/// One article to be kept, and the entry it was made of.
#[derive(Clone, Debug, Default)]
pub struct PlaceArticle {
    /// The article.
    pub article: ArticleIn,
    /// The entry; it stops waiting and is linked to the article.
    pub entry: Option<EntryId>,
}

/// Where a new article stands: the answer of the closure given to [`Store::place_articles`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Placement {
    /// The story that holds it now, as it stands with it.
    pub story: StoryIn,
    /// The article of which it is a word-for-word copy.
    pub copy_of: Option<ArticleId>,
    /// Stories that this article showed to be the same as `story`: their articles move there, their ids keep answering.
    pub absorbed: Vec<StoryId>,
}

/// What became of one article of a batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Its number.
    pub article_id: ArticleId,
    /// The story that holds it.
    pub story_id: StoryId,
    /// It was not kept before.
    pub created: bool,
}

/// An article without its body: for lists.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ArticleLight {
    /// Its number.
    pub id: ArticleId,
    /// Its canonical address.
    pub url: String,
    /// The source that led to it first.
    pub source_id: SourceId,
    /// All sources that carry it, in order of number.
    pub sources: Vec<SourceId>,
    /// Who publishes it.
    pub outlet: String,
    /// The headline.
    pub title: String,
    /// BCP 47.
    pub language: Option<String>,
    /// When it was published, else when it arrived.
    pub at: i64,
    /// When it was published.
    pub published: Option<i64>,
    /// When it was changed, as its outlet says or as seen here.
    pub modified: Option<i64>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// Its first words.
    pub lead: String,
    /// The lead picture.
    pub image: Option<ImageRef>,
    /// Words in the body.
    pub word_count: u32,
    /// Minutes it takes to read.
    pub reading_minutes: u32,
    /// "article", "video", …
    pub kind: String,
    /// Only a part can be had.
    pub paywalled: bool,
    /// The story that holds it.
    pub story_id: StoryId,
    /// The article of which it is a word-for-word copy.
    pub copy_of: Option<ArticleId>,
    /// When it came to be kept here.
    pub created_at: i64,
}

/// An article with its body.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// All but the body.
    pub light: ArticleLight,
    /// The body, sanitised; its pictures still point to the web (see [`crate::rewrite_images`]).
    pub html: String,
    /// The body as plain text.
    pub text: String,
    /// Standfirst or bullet summary.
    pub key_points: Vec<String>,
    /// Labels that the page and its feed give it.
    pub topics: Vec<String>,
    /// What else was found, as given in [`ArticleIn::extra`].
    pub extra: Option<String>,
}

pub(crate) const LIGHT: &str = "SELECT a.id, a.url, a.source_id, a.outlet, a.title, a.language, a.at, a.published, \
    a.modified, a.authors, a.lead, a.word_count, a.reading_minutes, a.kind, a.paywalled, a.story_id, a.copy_of, \
    a.created_at, a.image_url, a.image_caption, a.image_credit, a.image_key, i.state, i.width, i.height \
    FROM articles a LEFT JOIN images i ON i.key = a.image_key";

pub(crate) fn light(c: &mut Columns<'_>) -> Result<ArticleLight> {
    let mut article = ArticleLight {
        id: c.take()?,
        url: c.take()?,
        source_id: c.take()?,
        sources: Vec::new(),
        outlet: c.take()?,
        title: c.take()?,
        language: c.take()?,
        at: c.take()?,
        published: c.take()?,
        modified: c.take()?,
        authors: c.json()?,
        lead: c.take()?,
        image: None,
        word_count: c.take()?,
        reading_minutes: c.take()?,
        kind: c.take()?,
        paywalled: c.take()?,
        story_id: c.take()?,
        copy_of: c.take()?,
        created_at: c.take()?,
    };
    if let Some(url) = c.take::<Option<String>>()? {
        let (caption, credit) = (c.take()?, c.take()?);
        let key: Option<String> = c.take()?;
        let key = key.unwrap_or_else(|| image_key(&url));
        let ready = c.take::<Option<i64>>()? == Some(crate::images::KEPT);
        article.image =
            Some(ImageRef { url, caption, credit, key, ready, width: c.take()?, height: c.take()? });
    }
    Ok(article)
}

/// Adds to each article the sources that carry it; `sql` answers (article, source) pairs.
pub(crate) fn with_sources(
    db: &dyn Reading,
    mut articles: Vec<ArticleLight>,
    sql: &str,
    values: &[crate::sql::Value<'_>],
) -> Result<Vec<ArticleLight>> {
    let mut sources: HashMap<ArticleId, Vec<SourceId>> = HashMap::new();
    db.each(sql, values, &mut |row| {
        let mut c = Columns::of(row);
        sources.entry(c.take()?).or_default().push(c.take()?);
        Ok(())
    })?;
    for article in &mut articles {
        article.sources = sources.remove(&article.id).unwrap_or_default();
        article.sources.sort_unstable();
    }
    Ok(articles)
}

const SOURCES_OF_ONE: &str = "SELECT article_id, source_id FROM article_sources WHERE article_id = ?1";

/// Some articles by number, in the order asked; those not kept are left out.
pub(crate) fn lights(db: &dyn Reading, ids: &[ArticleId]) -> Result<Vec<ArticleLight>> {
    let sql = format!("{LIGHT} WHERE a.id = ?1");
    let mut found = Vec::with_capacity(ids.len());
    for &id in ids {
        if let Some(article) = db.one(&sql, values![id], light)? {
            found.extend(with_sources(db, vec![article], SOURCES_OF_ONE, values![id])?);
        }
    }
    Ok(found)
}

impl Store {
    /// An article with its body.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn article(&self, id: ArticleId) -> Result<Option<Article>> {
        self.read(|db| {
            let Some(light) = lights(db, &[id])?.pop() else { return Ok(None) };
            db.one(
                "SELECT html, text, key_points, topics, extra FROM article_bodies WHERE article_id = ?1",
                values![id],
                |c| {
                    Ok(Article {
                        light: light.clone(),
                        html: c.take()?,
                        text: c.take()?,
                        key_points: c.json()?,
                        topics: c.json()?,
                        extra: Some(c.take::<String>()?).filter(|extra| !extra.is_empty()),
                    })
                },
            )
        })
    }

    /// The article kept under exactly this canonical address.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn article_by_url(&self, url: &str) -> Result<Option<Article>> {
        let id = self.read(|db| db.cell("SELECT id FROM articles WHERE url = ?1", values![url]))?;
        id.map_or(Ok(None), |id| self.article(id))
    }

    /// Some articles by number, in the order asked; those not kept are left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn articles(&self, ids: &[ArticleId]) -> Result<Vec<ArticleLight>> {
        self.read(|db| lights(db, ids))
    }

    /// All articles published (else arrived) at `since` or later, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn articles_since(&self, since: i64) -> Result<Vec<ArticleLight>> {
        self.read(|db| {
            let articles =
                db.all(&format!("{LIGHT} WHERE a.at >= ?1 ORDER BY a.at, a.id"), values![since], light)?;
            let sources = "SELECT s.article_id, s.source_id FROM article_sources s \
                JOIN articles a ON a.id = s.article_id WHERE a.at >= ?1";
            with_sources(db, articles, sources, values![since])
        })
    }

    /// A source's articles, newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn source_articles(&self, source: SourceId, limit: usize) -> Result<Vec<ArticleLight>> {
        self.read(|db| {
            let ids = db.all(
                "SELECT a.id FROM article_sources s JOIN articles a ON a.id = s.article_id \
                 WHERE s.source_id = ?1 ORDER BY a.at DESC, a.id DESC LIMIT ?2",
                values![source, crate::sources::count(limit)],
                |c| c.take(),
            )?;
            lights(db, &ids)
        })
    }
}
