//! Keeping articles and the stories that hold them: a whole batch in one transaction.

use std::hash::{DefaultHasher, Hash, Hasher};

use crate::error::{Result, StoreError};
use crate::images;
use crate::sql::{Writing, json, values};
use crate::store::next_generation;
use crate::{ArticleId, ArticleIn, PlaceArticle, Placed, Placement, Store, StoryId, stories};

/// So many characters of the body are kept beside the headline.
const LEAD: usize = 300;

impl Store {
    /// Keeps a batch of articles and their stories, all or none.
    ///
    /// `place` is asked, in order, where each article that is not yet kept stands; it gets the number that the article
    /// will have. An article whose address is already kept is brought up to date instead: its number and its story
    /// stay, `place` is not asked. In both cases the entry is linked to it and stops waiting, and its pictures are
    /// registered as wanted.
    ///
    /// When this fails, nothing is kept, but `place` may already have been asked: what it remembers (a desk of stories)
    /// must then be built anew from the store.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn place_articles(
        &self,
        batch: &[PlaceArticle],
        now: i64,
        place: &mut dyn FnMut(ArticleId, &ArticleIn) -> Placement,
    ) -> Result<Vec<Placed>> {
        if batch.is_empty() {
            return Ok(Vec::new());
        }
        self.write_from_web(|db| {
            let generation = next_generation(db)?;
            let mut placed = Vec::with_capacity(batch.len());
            for PlaceArticle { article, entry } in batch {
                let known = db.reading().one(
                    "SELECT a.id, a.story_id, b.digest FROM articles a JOIN article_bodies b ON b.article_id = a.id \
                     WHERE a.url = ?1",
                    values![&article.url],
                    |c| Ok((c.take()?, c.take()?, c.take::<i64>()?)),
                )?;
                let done = if let Some((article_id, story_id, before)) = known {
                    if before != digest(article) {
                        update(db, article_id, article, now, generation)?;
                    }
                    Placed { article_id, story_id, created: false }
                } else {
                    create(db, article, now, generation, place)?
                };
                db.execute(
                    "INSERT INTO article_sources (article_id, source_id) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
                    values![done.article_id, article.source],
                )?;
                if let Some(entry) = *entry {
                    db.execute(
                        "UPDATE entries SET state = 1, article_id = ?2, error = NULL, attempts = 0 WHERE id = ?1",
                        values![entry, done.article_id],
                    )?;
                }
                images::want(db, article, now)?;
                placed.push(done);
            }
            // A later article of the batch may have merged the story of an earlier one.
            for done in &mut placed {
                done.story_id = stories::answering(db.reading(), done.story_id)?;
            }
            Ok(placed)
        })
    }
}

fn create(
    db: &dyn Writing,
    article: &ArticleIn,
    now: i64,
    generation: i64,
    place: &mut dyn FnMut(ArticleId, &ArticleIn) -> Placement,
) -> Result<Placed> {
    let article_id: ArticleId = db
        .returning("UPDATE meta SET value = value + 1 WHERE name = 'article' RETURNING value", &[])?
        .ok_or_else(|| StoreError::fault("the last article number is not kept"))?;
    let Placement { story, copy_of, absorbed } = place(article_id, article);
    let story_id: StoryId = story.id;
    let image = article.image.as_ref();
    let key = image.map(|image| images::image_key(&image.url));
    db.execute(
        "INSERT INTO articles (id, url, source_id, outlet, title, language, at, published, modified, authors, lead, \
         image_key, image_url, image_caption, image_credit, word_count, reading_minutes, kind, paywalled, story_id, \
         copy_of, created_at, changed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, \
         ?17, ?18, ?19, ?20, ?21, ?22, ?23)",
        values![
            article_id,
            &article.url,
            article.source,
            &article.outlet,
            &article.title,
            &article.language,
            article.published.unwrap_or(now),
            article.published,
            article.modified,
            &json(&article.authors)?,
            &lead(&article.text),
            &key,
            image.map(|image| image.url.as_str()),
            image.and_then(|image| image.caption.as_deref()),
            image.and_then(|image| image.credit.as_deref()),
            article.word_count,
            article.reading_minutes,
            &article.kind,
            article.paywalled,
            story_id,
            copy_of,
            now,
            generation,
        ],
    )?;
    write_body(db, article_id, article)?;
    stories::keep(db, &story, &absorbed, generation)?;
    Ok(Placed { article_id, story_id, created: true })
}

fn update(db: &dyn Writing, id: ArticleId, article: &ArticleIn, now: i64, generation: i64) -> Result<()> {
    let image = article.image.as_ref();
    let key = image.map(|image| images::image_key(&image.url));
    // `at` stays when the page gives no date: an article does not become news again by being corrected.
    db.execute(
        "UPDATE articles SET outlet = ?2, title = ?3, language = ?4, at = COALESCE(?5, at), \
         published = COALESCE(?5, published), modified = COALESCE(?6, ?7), authors = ?8, lead = ?9, image_key = ?10, \
         image_url = ?11, image_caption = ?12, image_credit = ?13, word_count = ?14, reading_minutes = ?15, kind = ?16, \
         paywalled = ?17, changed = ?18 WHERE id = ?1",
        values![
            id,
            &article.outlet,
            &article.title,
            &article.language,
            article.published,
            article.modified,
            now,
            &json(&article.authors)?,
            &lead(&article.text),
            &key,
            image.map(|image| image.url.as_str()),
            image.and_then(|image| image.caption.as_deref()),
            image.and_then(|image| image.credit.as_deref()),
            article.word_count,
            article.reading_minutes,
            &article.kind,
            article.paywalled,
            generation,
        ],
    )?;
    write_body(db, id, article)?;
    db.execute(
        "UPDATE stories SET title = ?2, changed = ?3 WHERE title_article = ?1",
        values![id, &article.title, generation],
    )?;
    Ok(())
}

fn write_body(db: &dyn Writing, id: ArticleId, article: &ArticleIn) -> Result<()> {
    db.execute(
        "INSERT INTO article_bodies (article_id, html, text, key_points, topics, extra, digest) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (article_id) DO UPDATE SET html = excluded.html, \
         text = excluded.text, key_points = excluded.key_points, topics = excluded.topics, extra = excluded.extra, \
         digest = excluded.digest",
        values![
            id,
            &article.html,
            &article.text,
            &json(&article.key_points)?,
            &json(&article.topics)?,
            article.extra.as_deref().unwrap_or_default(),
            digest(article),
        ],
    )?;
    Ok(())
}

/// Tells whether an article that is kept already has come in a new form. What only differs by the source that led to it
/// is the same. (The hash may change with the compiler: the article is then written once more, no harm.)
fn digest(article: &ArticleIn) -> i64 {
    let mut hasher = DefaultHasher::new();
    (&article.outlet, &article.title, &article.language, article.published, article.modified)
        .hash(&mut hasher);
    (&article.authors, &article.key_points, &article.topics, &article.html, &article.text).hash(&mut hasher);
    if let Some(image) = &article.image {
        (&image.url, &image.caption, &image.credit).hash(&mut hasher);
    }
    (article.paywalled, &article.kind, &article.extra).hash(&mut hasher);
    hasher.finish().cast_signed()
}

/// The first words of a body, cut between words where there are any.
fn lead(text: &str) -> String {
    let mut lead = String::new();
    for word in text.split_whitespace() {
        if lead.chars().count() + word.chars().count() > LEAD {
            if lead.is_empty() {
                // One very long word, as in languages without spaces.
                lead = word.chars().take(LEAD).collect();
            }
            lead.push('…');
            break;
        }
        if !lead.is_empty() {
            lead.push(' ');
        }
        lead.push_str(word);
    }
    lead
}
