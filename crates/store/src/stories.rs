//! Stories: articles on one event.

use crate::articles::{LIGHT, light, with_sources};
use crate::error::Result;
use crate::sql::{Columns, Reading, Writing, json, values};
use crate::{ArticleId, ArticleLight, Store, StoryId};

/// A followable subject of a story.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Topic {
    /// Its folded form, the same for all spellings.
    pub key: String,
    /// As shown.
    pub label: String,
    /// How much of the story it is, up to 1.
    pub weight: f32,
}

/// A story as it is to be kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoryIn {
    /// The id of the article that founded it.
    pub id: StoryId,
    /// Its headline.
    pub title: String,
    /// The article whose headline it is.
    pub title_article: ArticleId,
    /// When its first article was published.
    pub first_at: i64,
    /// When its latest article was published.
    pub last_at: i64,
    /// Who tells it.
    pub outlets: Vec<String>,
    /// What it is about, strongest first.
    pub topics: Vec<Topic>,
    /// What happened, in sentences.
    pub key_points: Vec<String>,
    /// Its strongest words and their weights.
    pub terms: Vec<(String, f32)>,
    /// How fast it grows.
    pub heat: f32,
    /// BCP 47, of most of its articles.
    pub language: Option<String>,
}

/// A story as kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StoryRow {
    /// The id of the article that founded it.
    pub id: StoryId,
    /// Its headline.
    pub title: String,
    /// The article whose headline it is.
    pub title_article: ArticleId,
    /// When its first article was published.
    pub first_at: i64,
    /// When its latest article was published.
    pub last_at: i64,
    /// Who tells it.
    pub outlets: Vec<String>,
    /// What it is about, strongest first.
    pub topics: Vec<Topic>,
    /// What happened, in sentences.
    pub key_points: Vec<String>,
    /// Its strongest words and their weights.
    pub terms: Vec<(String, f32)>,
    /// How fast it grew when its last article came.
    pub heat: f32,
    /// BCP 47, of most of its articles.
    pub language: Option<String>,
    /// How many articles tell it.
    pub articles: u32,
}

const COLUMNS: &str = "id, title, title_article, first_at, last_at, outlets, topics, key_points, terms, heat, language, \
    articles";

fn story(c: &mut Columns<'_>) -> Result<StoryRow> {
    Ok(StoryRow {
        id: c.take()?,
        title: c.take()?,
        title_article: c.take()?,
        first_at: c.take()?,
        last_at: c.take()?,
        outlets: c.json()?,
        topics: c.json()?,
        key_points: c.json()?,
        terms: c.json()?,
        heat: single(c.take()?),
        language: c.take()?,
        articles: c.take()?,
    })
}

#[expect(clippy::as_conversions, reason = "it was a single-precision number when it was kept")]
fn single(value: f64) -> f32 {
    value as f32
}

impl Store {
    /// A story. The id of a story that was absorbed by another answers with that other.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn story(&self, id: StoryId) -> Result<Option<StoryRow>> {
        self.read(|db| {
            let id = answering(db, id)?;
            db.one(&format!("SELECT {COLUMNS} FROM stories WHERE id = ?1"), values![id], story)
        })
    }

    /// A story's articles in order of time, found also by the id of a story that was absorbed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn story_articles(&self, id: StoryId) -> Result<Vec<ArticleLight>> {
        self.read(|db| {
            let id = answering(db, id)?;
            let articles =
                db.all(&format!("{LIGHT} WHERE a.story_id = ?1 ORDER BY a.at, a.id"), values![id], light)?;
            let sources = "SELECT s.article_id, s.source_id FROM article_sources s \
                JOIN articles a ON a.id = s.article_id WHERE a.story_id = ?1";
            with_sources(db, articles, sources, values![id])
        })
    }

    /// The bodies of a story's articles as plain text, by article, each cut to `bytes`: of the latest `most` articles,
    /// those that are no copies first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn story_texts(&self, id: StoryId, most: usize, bytes: usize) -> Result<Vec<(ArticleId, String)>> {
        self.read(|db| {
            let id = answering(db, id)?;
            let most = crate::sources::count(most);
            let mut texts: Vec<(ArticleId, String)> = db.all(
                "SELECT a.id, b.text FROM articles a JOIN article_bodies b ON b.article_id = a.id \
                 WHERE a.story_id = ?1 ORDER BY a.copy_of IS NOT NULL, a.at DESC, a.id DESC LIMIT ?2",
                values![id, most],
                |c| Ok((c.take()?, c.take()?)),
            )?;
            for (_, text) in &mut texts {
                let end = (0..=bytes.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
                text.truncate(end);
            }
            Ok(texts)
        })
    }

    /// All stories whose latest article is of `since` or later, the latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn stories_since(&self, since: i64) -> Result<Vec<StoryRow>> {
        let sql = format!("SELECT {COLUMNS} FROM stories WHERE last_at >= ?1 ORDER BY last_at DESC, id DESC");
        self.read(|db| db.all(&sql, values![since], story))
    }

    /// All articles of the stories of [`Store::stories_since`], older ones too, by story and in order of time.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn articles_of_stories_since(&self, since: i64) -> Result<Vec<ArticleLight>> {
        self.read(|db| {
            let sql = format!(
                "{LIGHT} JOIN stories s ON s.id = a.story_id WHERE s.last_at >= ?1 ORDER BY a.story_id, a.at, a.id"
            );
            let articles = db.all(&sql, values![since], light)?;
            let sources = "SELECT c.article_id, c.source_id FROM article_sources c \
                JOIN articles a ON a.id = c.article_id JOIN stories s ON s.id = a.story_id WHERE s.last_at >= ?1";
            with_sources(db, articles, sources, values![since])
        })
    }
}

/// The story that answers for an id: itself, or the one that absorbed it.
pub(crate) fn answering(db: &dyn Reading, id: StoryId) -> Result<StoryId> {
    let into = db.cell("SELECT story_id FROM story_aliases WHERE absorbed = ?1", values![id])?;
    Ok(into.unwrap_or(id))
}

/// One story becomes part of another, which answers for it from now on.
pub(crate) fn absorb(db: &dyn Writing, old: StoryId, new: StoryId, generation: i64) -> Result<()> {
    db.execute(
        "UPDATE articles SET story_id = ?2, changed = ?3 WHERE story_id = ?1",
        values![old, new, generation],
    )?;
    db.execute("DELETE FROM stories WHERE id = ?1", values![old])?;
    // Whoever was absorbed by the absorbed one is answered for by the new one: there are no chains.
    db.execute("UPDATE story_aliases SET story_id = ?2 WHERE story_id = ?1", values![old, new])?;
    db.execute(
        "INSERT INTO story_aliases (absorbed, story_id) VALUES (?1, ?2) \
         ON CONFLICT (absorbed) DO UPDATE SET story_id = excluded.story_id",
        values![old, new],
    )?;
    Ok(())
}

/// Keeps a story as it stands, after the article that changed it was written.
pub(crate) fn keep(db: &dyn Writing, story: &StoryIn, absorbed: &[StoryId], generation: i64) -> Result<()> {
    for &old in absorbed.iter().filter(|&&old| old != story.id) {
        absorb(db, old, story.id, generation)?;
    }
    db.execute(
        "INSERT INTO stories (id, title, title_article, first_at, last_at, outlets, topics, key_points, terms, heat, \
         language, articles, changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, \
         (SELECT COUNT(*) FROM articles WHERE story_id = ?1), ?12) ON CONFLICT (id) DO UPDATE SET \
         title = excluded.title, title_article = excluded.title_article, first_at = excluded.first_at, \
         last_at = excluded.last_at, outlets = excluded.outlets, topics = excluded.topics, \
         key_points = excluded.key_points, terms = excluded.terms, heat = excluded.heat, \
         language = excluded.language, articles = excluded.articles, changed = excluded.changed",
        values![
            story.id,
            &story.title,
            story.title_article,
            story.first_at,
            story.last_at,
            &json(&story.outlets)?,
            &json(&story.topics)?,
            &json(&story.key_points)?,
            &json(&story.terms)?,
            f64::from(story.heat),
            &story.language,
            generation,
        ],
    )?;
    Ok(())
}
