//! Entries: the items of feeds, until their pages have become articles.

use crate::error::Result;
use crate::sources::count;
use crate::sql::{Columns, Writing, json, values};
use crate::{ArticleId, EntryId, RecordedFetch, SourceId, Store};

/// An entry's page is fetched again at most this often because its entry changed: some feeds change theirs forever.
const REVISITS: i64 = 5;

pub(crate) const WAITING: i64 = 0;
pub(crate) const PLACED: i64 = 1;
pub(crate) const GIVEN_UP: i64 = 2;

/// An item of a feed, as parsed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EntryIn {
    /// What tells it from the source's other entries: its id, else its link, else a hash of its title.
    pub key: String,
    /// Its page.
    pub url: Option<String>,
    /// Its title, plain text; may be empty.
    pub title: String,
    /// Its summary, sanitised.
    pub summary_html: Option<String>,
    /// Its full content, sanitised, where the feed carries it.
    pub content_html: Option<String>,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// When it was published.
    pub published: Option<i64>,
    /// Labels the feed gives it.
    pub topics: Vec<String>,
    /// Its picture.
    pub image: Option<String>,
    /// A hash of its content: another value means that the entry has changed and its page is worth fetching again.
    pub fingerprint: i64,
}

/// An entry as kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entry {
    /// Its number.
    pub id: EntryId,
    /// The source that carries it.
    pub source_id: SourceId,
    /// What the feed said.
    pub item: EntryIn,
    /// When it was first seen.
    pub first_seen: i64,
    /// How often its page was tried in vain.
    pub attempts: u32,
    /// Why the last try failed.
    pub error: Option<String>,
    /// The article that was made of it.
    pub article_id: Option<ArticleId>,
}

/// How entries fare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EntryCounts {
    /// Waiting and due now.
    pub due: u64,
    /// Waiting, due now or later.
    pub waiting: u64,
    /// Made into an article.
    pub placed: u64,
    /// Given up.
    pub given_up: u64,
}

const COLUMNS: &str = "id, source_id, key, url, title, summary_html, content_html, authors, published, topics, image, \
    fingerprint, first_seen, attempts, error, article_id";

fn entry(c: &mut Columns<'_>) -> Result<Entry> {
    Ok(Entry {
        id: c.take()?,
        source_id: c.take()?,
        item: EntryIn {
            key: c.take()?,
            url: c.take()?,
            title: c.take()?,
            summary_html: c.take()?,
            content_html: c.take()?,
            authors: c.json()?,
            published: c.take()?,
            topics: c.json()?,
            image: c.take()?,
            fingerprint: c.take()?,
        },
        first_seen: c.take()?,
        attempts: c.take()?,
        error: c.take()?,
        article_id: c.take()?,
    })
}

impl Store {
    /// One entry.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn entry(&self, id: EntryId) -> Result<Option<Entry>> {
        self.read(|db| db.one(&format!("SELECT {COLUMNS} FROM entries WHERE id = ?1"), values![id], entry))
    }

    /// Entries whose page (or content, where they have no page) is to be made into an article and whose time to try
    /// has come. Taken in turn from all sources, so that one large feed does not hold up the others; within a source
    /// the longest due first, then the newest.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn pending_entries(&self, now: i64, limit: usize) -> Result<Vec<Entry>> {
        // Chosen from the index alone; only the chosen are then read, whose contents may be long.
        let choose = "SELECT id FROM (SELECT id, next_try_at, ROW_NUMBER() OVER (PARTITION BY source_id \
                ORDER BY next_try_at, published DESC, id) AS turn \
             FROM entries WHERE state = 0 AND next_try_at <= ?1) AS waiting \
             ORDER BY turn, next_try_at, id LIMIT ?2";
        let find = format!("SELECT {COLUMNS} FROM entries WHERE id = ?1");
        self.read(|db| {
            let ids: Vec<EntryId> = db.all(choose, values![now, count(limit)], |c| c.take())?;
            let found: Result<Vec<Option<Entry>>> =
                ids.into_iter().map(|id| db.one(&find, values![id], entry)).collect();
            Ok(found?.into_iter().flatten().collect())
        })
    }

    /// When the next waiting entry may be tried; none when no entry waits.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn next_entry_at(&self) -> Result<Option<i64>> {
        self.read(|db| Ok(db.cell("SELECT MIN(next_try_at) FROM entries WHERE state = 0", &[])?.flatten()))
    }

    /// Lets an entry wait without counting a try: its host asked for a pause, and nothing was sent.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn entry_waits(&self, id: EntryId, next_try_at: i64) -> Result<()> {
        self.write_from_web(|db| {
            db.execute("UPDATE entries SET next_try_at = ?2 WHERE id = ?1", values![id, next_try_at])?;
            Ok(())
        })
    }

    /// Keeps that an entry could not be made into an article: to be tried again at `next_try_at`, or given up when
    /// that is `None`. An entry that already is an article keeps it.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn entry_failed(&self, id: EntryId, error: &str, next_try_at: Option<i64>) -> Result<()> {
        self.write_from_web(|db| {
            db.execute(
                "UPDATE entries SET attempts = attempts + 1, error = ?2, next_try_at = COALESCE(?3, next_try_at), \
                 state = CASE WHEN ?3 IS NOT NULL THEN 0 WHEN article_id IS NOT NULL THEN 1 ELSE 2 END WHERE id = ?1",
                values![id, error, next_try_at],
            )?;
            Ok(())
        })
    }

    /// How entries fare, of all sources together.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn entry_counts(&self, now: i64) -> Result<EntryCounts> {
        self.read(|db| {
            let of = |state: i64| {
                db.cell("SELECT COUNT(*) FROM entries WHERE state = ?1", values![state])
                    .map(Option::unwrap_or_default)
            };
            Ok(EntryCounts {
                due: db
                    .cell("SELECT COUNT(*) FROM entries WHERE state = 0 AND next_try_at <= ?1", values![now])?
                    .unwrap_or_default(),
                waiting: of(WAITING)?,
                placed: of(PLACED)?,
                given_up: of(GIVEN_UP)?,
            })
        })
    }

    /// When a source's entries were published (else first seen), newest first: its rhythm.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn entry_times(&self, source: SourceId, limit: usize) -> Result<Vec<i64>> {
        self.read(|db| {
            db.all(
                "SELECT COALESCE(published, first_seen) AS at FROM entries WHERE source_id = ?1 ORDER BY at DESC LIMIT ?2",
                values![source, count(limit)],
                |c| c.take(),
            )
        })
    }

    /// A source's latest entries, newest first: to see why one has not become an article.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn source_entries(&self, source: SourceId, limit: usize) -> Result<Vec<Entry>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM entries WHERE source_id = ?1 ORDER BY COALESCE(published, first_seen) DESC, id LIMIT ?2"
        );
        self.read(|db| db.all(&sql, values![source, count(limit)], entry))
    }
}

/// Keeps the entries of one answer of a feed.
pub(crate) fn record(
    db: &dyn Writing,
    source: SourceId,
    entries: &[EntryIn],
    now: i64,
) -> Result<RecordedFetch> {
    let mut recorded = RecordedFetch::default();
    let mut seen = std::collections::HashSet::new();
    // A key that occurs twice in one answer is one entry, the first.
    for item in entries.iter().filter(|item| seen.insert(item.key.as_str())) {
        let known: Option<(EntryId, i64)> = db.reading().one(
            "SELECT id, fingerprint FROM entries WHERE source_id = ?1 AND key = ?2",
            values![source, &item.key],
            |c| Ok((c.take()?, c.take()?)),
        )?;
        let (authors, topics) = (json(&item.authors)?, json(&item.topics)?);
        match known {
            None => {
                recorded.new_entries += 1;
                db.execute(
                    "INSERT INTO entries (source_id, key, url, title, summary_html, content_html, authors, published, \
                     topics, image, fingerprint, first_seen, changed_at, next_try_at) \
                     VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?12, ?12)",
                    values![
                        source, &item.key, &item.url, &item.title, &item.summary_html, &item.content_html, &authors,
                        item.published, &topics, &item.image, item.fingerprint, now,
                    ],
                )?;
            }
            Some((id, fingerprint)) if fingerprint != item.fingerprint => {
                recorded.updated_entries += 1;
                db.execute(
                    "UPDATE entries SET url = ?2, title = ?3, summary_html = ?4, content_html = ?5, authors = ?6, \
                     published = ?7, topics = ?8, image = ?9, fingerprint = ?10, changed_at = ?11 WHERE id = ?1",
                    values![
                        id, &item.url, &item.title, &item.summary_html, &item.content_html, &authors, item.published,
                        &topics, &item.image, item.fingerprint, now,
                    ],
                )?;
                db.execute(
                    "UPDATE entries SET state = 0, attempts = 0, error = NULL, next_try_at = ?2, revisits = revisits + 1 \
                     WHERE id = ?1 AND revisits < ?3",
                    values![id, now, REVISITS],
                )?;
            }
            Some(_) => {}
        }
    }
    Ok(recorded)
}
