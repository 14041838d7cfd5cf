//! What a desk of stories needs to stand where it stood before the program was restarted.

use crate::error::Result;
use crate::sql::{Columns, values};
use crate::{ArticleId, SourceId, Store, StoryId};

/// An article with all that decides where it stands, and where it was placed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DeskArticle {
    /// Its number.
    pub id: ArticleId,
    /// When it was published, else when it arrived.
    pub at: i64,
    /// Who publishes it.
    pub outlet: String,
    /// The source that led to it first.
    pub source: SourceId,
    /// BCP 47.
    pub language: Option<String>,
    /// The headline.
    pub title: String,
    /// Standfirst or bullet summary.
    pub key_points: Vec<String>,
    /// Its first words.
    pub lead: String,
    /// The body as plain text.
    pub text: String,
    /// Its canonical address.
    pub url: String,
    /// Labels that the page and its feed give it.
    pub topics: Vec<String>,
    /// The story that holds it.
    pub story_id: StoryId,
    /// The article of which it is a word-for-word copy.
    pub copy_of: Option<ArticleId>,
}

impl Store {
    /// Hands every article of `since` or later to `each`, in order of number, one at a time: all of them together may be
    /// more than fits in memory.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn articles_for_desk(&self, since: i64, each: &mut dyn FnMut(DeskArticle)) -> Result<()> {
        self.read(|db| {
            db.each(
                "SELECT a.id, a.at, a.outlet, a.source_id, a.language, a.title, b.key_points, a.lead, b.text, a.url, \
                 b.topics, a.story_id, a.copy_of FROM articles a JOIN article_bodies b ON b.article_id = a.id \
                 WHERE a.at >= ?1 ORDER BY a.id",
                values![since],
                &mut |row| {
                    let mut c = Columns::of(row);
                    each(DeskArticle {
                        id: c.take()?,
                        at: c.take()?,
                        outlet: c.take()?,
                        source: c.take()?,
                        language: c.take()?,
                        title: c.take()?,
                        key_points: c.json()?,
                        lead: c.take()?,
                        text: c.take()?,
                        url: c.take()?,
                        topics: c.json()?,
                        story_id: c.take()?,
                        copy_of: c.take()?,
                    });
                    Ok(())
                },
            )
        })
    }
}
