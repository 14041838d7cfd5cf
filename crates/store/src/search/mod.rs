//! Full-text search over everything kept.

mod index;

use crate::error::Result;
use crate::{ArticleId, Store, StoryId};

pub(crate) use index::{Index, Standing};

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
    /// A passage with the found words in `<mark>`; everything else is escaped.
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
        Ok(0)
    }

    /// Searches the articles that are indexed. A query without a word finds nothing.
    ///
    /// # Errors
    /// [`crate::StoreError::Index`] when the index cannot be read, or when the database cannot.
    pub fn search(&self, query: &SearchQuery) -> Result<SearchPage> {
        let _ = query;
        Ok(SearchPage::default())
    }
}
