//! Full-text search over everything kept.

mod index;
mod query;
mod snippet;
mod tokenizer;

use tantivy::collector::{Count, TopDocs};

use crate::error::{Result, StoreError};
use crate::sql::values;
use crate::store::{generation, identity};
use crate::{ArticleId, Store, StoryId};

use index::{Document, ID};
use query::Wanted;
use snippet::snippet;

pub(crate) use index::{Index, Standing};

/// So many articles are read from the database at a time.
const CHUNK: i64 = 200;

/// What is searched for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchQuery {
    /// Words that must all occur, in any form of writing; `"…"` for a phrase, `-` before what must not occur.
    pub text: String,
    /// So many hits at the most.
    pub limit: usize,
    /// So many hits are passed over.
    pub offset: usize,
    /// Only articles published (else arrived) at this time or later.
    pub since: Option<i64>,
}

/// One page of an answer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchPage {
    /// How many articles match altogether.
    pub total: usize,
    /// The best of them.
    pub hits: Vec<Hit>,
}

/// An article that matches.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hit {
    /// The article.
    pub article_id: ArticleId,
    /// The story that holds it.
    pub story_id: StoryId,
    /// Its headline.
    pub title: String,
    /// Who publishes it.
    pub outlet: String,
    /// Its address.
    pub url: String,
    /// When it was published, else when it arrived.
    pub published: i64,
    /// A passage with the found words in `<b>`; everything else is escaped.
    pub snippet_html: String,
    /// How well it matches: only to be compared within one answer.
    pub score: f32,
}

impl Store {
    /// Brings the index up to date with the articles; answers how many were indexed. When another process is at it, or
    /// nothing changed, that is 0. A missing or damaged index is built anew. Killed in between, it only begins again.
    ///
    /// # Errors
    /// [`crate::StoreError::Index`] when the index cannot be written, or when the database cannot be read.
    pub fn index_catch_up(&self) -> Result<usize> {
        let (identity, generation, newest) = self.read(|db| {
            let newest: Option<Option<u64>> = db.cell("SELECT MAX(changed) FROM articles", &[])?;
            Ok((identity(db)?, generation(db)?, newest.flatten()))
        })?;
        match self.index().standing(identity, generation) {
            Standing::At(number) if newest.is_none_or(|newest| newest <= number) => return Ok(0),
            Standing::None if newest.is_none() => return Ok(0),
            Standing::Damaged(_) => self.index().discard()?,
            Standing::At(_) | Standing::None => {}
        }
        // What the index will hold must not be lost to a power cut while the index is not: its numbers would then stand for
        // other articles. This write is durable when it returns, and so is everything before it.
        self.write(|db| db.execute("UPDATE meta SET value = value WHERE name = 'generation'", &[]))?;
        match self.add_changed(identity, generation) {
            // A part of it that the look at its standing did not reach: once more, from the beginning.
            Err(StoreError::Index { .. }) => {
                self.index().discard()?;
                self.add_changed(identity, generation)
            }
            done => done,
        }
    }

    /// Indexes what was written after the index's generation, up to and including `until`. What is written meanwhile
    /// has a later generation and waits for the next time.
    fn add_changed(&self, identity: i64, until: u64) -> Result<usize> {
        let mut last: Option<(i64, ArticleId)> = None;
        let until_number = i64::try_from(until).unwrap_or(i64::MAX);
        self.index().add(identity, until, |from| {
            let (changed, id) = last.unwrap_or((i64::try_from(from).unwrap_or(i64::MAX), i64::MAX));
            let mut documents = self.read(|db| {
                db.all(
                    "SELECT a.changed, a.id, a.at, a.title, a.outlet, a.authors, b.topics, b.key_points, b.text \
                     FROM articles a JOIN article_bodies b ON b.article_id = a.id \
                     WHERE (a.changed > ?1 OR (a.changed = ?1 AND a.id > ?2)) AND a.changed <= ?3 \
                     ORDER BY a.changed, a.id LIMIT ?4",
                    values![changed, id, until_number, CHUNK],
                    |c| {
                        let changed: i64 = c.take()?;
                        let (id, at, title) = (c.take()?, c.take()?, c.take()?);
                        let outlet: String = c.take()?;
                        let (authors, topics): (Vec<String>, Vec<String>) = (c.json()?, c.json()?);
                        let key_points: Vec<String> = c.json()?;
                        let text: String = c.take()?;
                        // Apart by a full stop, so that nobody reads a name across two of them.
                        let names = [vec![outlet], authors, topics].concat().join(" . ");
                        let body = [key_points.join("\n"), text].join("\n");
                        Ok((changed, Document { id, at, title, names, body }))
                    },
                )
            })?;
            last = documents.last().map(|(changed, document)| (*changed, document.id)).or(last);
            Ok(documents.drain(..).map(|(_, document)| document).collect())
        })
    }

    /// Searches the articles that are indexed. A query without a word finds nothing.
    ///
    /// # Errors
    /// [`crate::StoreError::Index`] when the index cannot be read, or when the database cannot.
    pub fn search(&self, query: &SearchQuery) -> Result<SearchPage> {
        let wanted = Wanted::read(&query.text);
        let identity = self.read(identity)?;
        let Some((searcher, fields)) = self.index().searcher(identity)? else {
            return Ok(SearchPage::default());
        };
        let Some(asked) = wanted.query(fields, query.since) else { return Ok(SearchPage::default()) };
        let (total, ids) = self.index().search(|| {
            if query.limit == 0 {
                return Ok((searcher.search(&asked, &Count)?, Vec::<(f32, ArticleId)>::new()));
            }
            let best = TopDocs::with_limit(query.limit).and_offset(query.offset).order_by_score();
            let (best, total) = searcher.search(&asked, &(best, Count))?;
            let mut ids = Vec::with_capacity(best.len());
            for (score, address) in best {
                let numbers = searcher.segment_reader(address.segment_ord).fast_fields().i64(ID)?;
                ids.extend(numbers.first(address.doc_id).map(|id| (score, id)));
            }
            Ok((total, ids))
        })?;
        let hits = self.read(|db| {
            let mut hits = Vec::with_capacity(ids.len());
            for &(score, id) in &ids {
                hits.extend(db.one(
                    "SELECT a.story_id, a.title, a.outlet, a.url, a.at, b.text FROM articles a \
                     JOIN article_bodies b ON b.article_id = a.id WHERE a.id = ?1",
                    values![id],
                    |c| {
                        Ok(Hit {
                            article_id: id,
                            story_id: c.take()?,
                            title: c.take()?,
                            outlet: c.take()?,
                            url: c.take()?,
                            published: c.take()?,
                            snippet_html: snippet(&c.take::<String>()?, &wanted),
                            score,
                        })
                    },
                )?);
            }
            Ok(hits)
        })?;
        Ok(SearchPage { total, hits })
    }
}
