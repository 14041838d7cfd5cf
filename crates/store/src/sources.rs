//! Sources: what is fetched, when next, and how it has fared.

use crate::error::{Result, StoreError};
use crate::sql::{Columns, Writing, json, values};
use crate::store::next_generation;
use crate::{EntryIn, SourceId, Store, entries};

/// A permanent redirect is believed after this many answers in a row said the same.
const MOVES_TO_BELIEVE: i64 = 3;

/// A feed (or page) that is fetched, as it stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// Its number.
    pub id: SourceId,
    /// Where it is fetched; unique.
    pub url: String,
    /// What it calls itself, or what it was called when it was added.
    pub title: Option<String>,
    /// The site it belongs to.
    pub site_url: Option<String>,
    /// The validator of the last full answer, verbatim.
    pub etag: Option<String>,
    /// The date validator of the last full answer, verbatim.
    pub last_modified: Option<String>,
    /// Seconds between fetches, as last decided.
    pub interval_seconds: i64,
    /// When it is due.
    pub next_fetch_at: i64,
    /// When it was last asked.
    pub last_fetch_at: Option<i64>,
    /// When it last answered well (304 included).
    pub last_ok_at: Option<i64>,
    /// When it last brought a new entry.
    pub last_new_at: Option<i64>,
    /// Failures in a row.
    pub failures: u32,
    /// Good answers in a row that brought nothing new.
    pub unchanged: u32,
    /// The last failure in plain words; none after a good answer.
    pub last_error: Option<String>,
    /// It said it is gone for good (410) and is not asked any more.
    pub gone: bool,
    /// What was odd about its last full answer, in plain words.
    pub warnings: Vec<String>,
    /// When it was added.
    pub created_at: i64,
}

/// A source to be added.
#[derive(Clone, Debug, Default)]
pub struct NewSource {
    /// Where to fetch it.
    pub url: String,
    /// What to call it until it says so itself.
    pub title: Option<String>,
    /// The site it belongs to.
    pub site_url: Option<String>,
}

/// How a fetch of a source ended, and when to fetch next.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// What came.
    pub outcome: Outcome,
    /// Where an unbroken chain of permanent redirects from the asked address led. It replaces the source's address
    /// after three answers in a row said so.
    pub moved_permanently: Option<String>,
    /// Seconds between fetches from now on.
    pub interval_seconds: i64,
    /// When to fetch next.
    pub next_fetch_at: i64,
}

/// What came of a fetch.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// 304: nothing new. The validators stay as they are.
    NotModified,
    /// A feed.
    Feed {
        /// What it calls itself.
        title: Option<String>,
        /// The site it belongs to.
        site_url: Option<String>,
        /// Its validator, verbatim.
        etag: Option<String>,
        /// Its date validator, verbatim.
        last_modified: Option<String>,
        /// Its entries, in the feed's order.
        entries: Vec<EntryIn>,
        /// What was odd about it, in plain words.
        warnings: Vec<String>,
    },
    /// It could not be fetched or read. The validators stay as they are.
    Failed {
        /// Why, in plain words.
        error: String,
        /// It said that it is gone for good: it is not asked again until [`Store::make_due`] names it.
        gone: bool,
    },
}

/// What a fetch changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RecordedFetch {
    /// Entries not seen before.
    pub new_entries: usize,
    /// Entries whose content has changed; their pages are fetched again.
    pub updated_entries: usize,
}

/// How much a source has brought.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SourceCounts {
    /// Entries seen.
    pub entries: u64,
    /// Entries whose page is still to be fetched.
    pub pending: u64,
    /// Entries given up.
    pub given_up: u64,
    /// Articles it carries.
    pub articles: u64,
}

const COLUMNS: &str = "id, url, title, site_url, etag, last_modified, interval_seconds, next_fetch_at, last_fetch_at, \
    last_ok_at, last_new_at, failures, unchanged, last_error, gone, warnings, created_at";

fn source(c: &mut Columns<'_>) -> Result<Source> {
    Ok(Source {
        id: c.take()?,
        url: c.take()?,
        title: c.take()?,
        site_url: c.take()?,
        etag: c.take()?,
        last_modified: c.take()?,
        interval_seconds: c.take()?,
        next_fetch_at: c.take()?,
        last_fetch_at: c.take()?,
        last_ok_at: c.take()?,
        last_new_at: c.take()?,
        failures: c.take()?,
        unchanged: c.take()?,
        last_error: c.take()?,
        gone: c.take()?,
        warnings: c.json()?,
        created_at: c.take()?,
    })
}

impl Store {
    /// Adds a source, due at once; answers its number and whether it is new. A known address keeps what is known.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn add_source(&self, new: &NewSource, now: i64) -> Result<(SourceId, bool)> {
        self.write(|db| {
            let created = db.returning(
                "INSERT INTO sources (url, title, site_url, next_fetch_at, created_at) VALUES (?1, ?2, ?3, ?4, ?4) \
                 ON CONFLICT (url) DO NOTHING RETURNING id",
                values![&new.url, &new.title, &new.site_url, now],
            )?;
            if let Some(id) = created {
                next_generation(db)?;
                return Ok((id, true));
            }
            let known = db.reading().cell("SELECT id FROM sources WHERE url = ?1", values![&new.url])?;
            known.map(|id| (id, false)).ok_or_else(|| StoreError::fault("a source is neither new nor known"))
        })
    }

    /// One source.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn source(&self, id: SourceId) -> Result<Option<Source>> {
        self.read(|db| db.one(&format!("SELECT {COLUMNS} FROM sources WHERE id = ?1"), values![id], source))
    }

    /// The source fetched at exactly this address.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn source_by_url(&self, url: &str) -> Result<Option<Source>> {
        self.read(|db| db.one(&format!("SELECT {COLUMNS} FROM sources WHERE url = ?1"), values![url], source))
    }

    /// All sources, in the order they were added.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn sources(&self) -> Result<Vec<Source>> {
        self.read(|db| db.all(&format!("SELECT {COLUMNS} FROM sources ORDER BY id"), &[], source))
    }

    /// Sources that are due, the longest overdue first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn due_sources(&self, now: i64, limit: usize) -> Result<Vec<Source>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM sources WHERE gone = 0 AND next_fetch_at <= ?1 ORDER BY next_fetch_at, id LIMIT ?2"
        );
        self.read(|db| db.all(&sql, values![now, count(limit)], source))
    }

    /// When the next source that is not gone falls due; none when there is no source.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn next_due_at(&self) -> Result<Option<i64>> {
        self.read(|db| Ok(db.cell("SELECT MIN(next_fetch_at) FROM sources WHERE gone = 0", &[])?.flatten()))
    }

    /// Makes sources due at once: those named, even if they were gone; or, with `None`, all that are not gone.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn make_due(&self, ids: Option<&[SourceId]>, now: i64) -> Result<()> {
        self.write(|db| {
            let Some(ids) = ids else {
                db.execute("UPDATE sources SET next_fetch_at = ?1 WHERE gone = 0", values![now])?;
                return Ok(());
            };
            for &id in ids {
                db.execute(
                    "UPDATE sources SET next_fetch_at = ?2, gone = 0 WHERE id = ?1",
                    values![id, now],
                )?;
            }
            Ok(())
        })
    }

    /// Removes a source that no reader subscribes to, with its entries; the articles it brought stay.
    /// Answers whether it was removed.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn remove_source_if_unused(&self, id: SourceId) -> Result<bool> {
        self.write(|db| {
            let readers: i64 = db
                .reading()
                .cell("SELECT COUNT(*) FROM subscriptions WHERE source_id = ?1", values![id])?
                .unwrap_or(0);
            if readers > 0 || db.execute("DELETE FROM sources WHERE id = ?1", values![id])? == 0 {
                return Ok(false);
            }
            next_generation(db)?;
            Ok(true)
        })
    }

    /// Keeps what a fetch of a source brought: its entries, its validators, when to ask next.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when the source was removed meanwhile; else when the database cannot be written.
    pub fn record_fetch(&self, id: SourceId, fetched: &Fetched, now: i64) -> Result<RecordedFetch> {
        self.write_from_web(|db| {
            let touched = db.execute(
                "UPDATE sources SET interval_seconds = ?2, next_fetch_at = ?3, last_fetch_at = ?4 WHERE id = ?1",
                values![id, fetched.interval_seconds, fetched.next_fetch_at, now],
            )?;
            if touched == 0 {
                return Err(StoreError::Missing { what: "source", id });
            }
            match &fetched.outcome {
                Outcome::Failed { error, gone } => {
                    db.execute(
                        "UPDATE sources SET failures = failures + 1, last_error = ?2, gone = ?3 WHERE id = ?1",
                        values![id, error, *gone],
                    )?;
                    Ok(RecordedFetch::default())
                }
                Outcome::NotModified => {
                    answered(db, id, now)?;
                    db.execute("UPDATE sources SET unchanged = unchanged + 1 WHERE id = ?1", values![id])?;
                    learn_move(db, id, fetched.moved_permanently.as_deref())?;
                    Ok(RecordedFetch::default())
                }
                Outcome::Feed { title, site_url, etag, last_modified, entries, warnings } => {
                    answered(db, id, now)?;
                    learn_move(db, id, fetched.moved_permanently.as_deref())?;
                    let renamed = db.execute(
                        "UPDATE sources SET title = COALESCE(?2, title), site_url = COALESCE(?3, site_url) \
                         WHERE id = ?1 AND (COALESCE(title, '') <> COALESCE(?2, title, '') \
                            OR COALESCE(site_url, '') <> COALESCE(?3, site_url, ''))",
                        values![id, title, site_url],
                    )?;
                    if renamed > 0 {
                        next_generation(db)?;
                    }
                    db.execute(
                        "UPDATE sources SET etag = ?2, last_modified = ?3, warnings = ?4 WHERE id = ?1",
                        values![id, etag, last_modified, &json(warnings)?],
                    )?;
                    let recorded = entries::record(db, id, entries, now)?;
                    if recorded.new_entries > 0 {
                        db.execute(
                            "UPDATE sources SET unchanged = 0, last_new_at = ?2 WHERE id = ?1",
                            values![id, now],
                        )?;
                    } else {
                        db.execute("UPDATE sources SET unchanged = unchanged + 1 WHERE id = ?1", values![id])?;
                    }
                    Ok(recorded)
                }
            }
        })
    }

    /// How much each source has brought, by source.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn source_counts(&self) -> Result<std::collections::HashMap<SourceId, SourceCounts>> {
        self.read(|db| {
            let mut counts: std::collections::HashMap<SourceId, SourceCounts> = db
                .all(
                    "SELECT source_id, COUNT(*), SUM(CASE WHEN state = 0 THEN 1 ELSE 0 END), \
                     SUM(CASE WHEN state = 2 THEN 1 ELSE 0 END) FROM entries GROUP BY source_id",
                    &[],
                    |c| {
                        let id = c.take()?;
                        let (entries, pending, given_up) = (c.take()?, c.take()?, c.take()?);
                        Ok((id, SourceCounts { entries, pending, given_up, articles: 0 }))
                    },
                )?
                .into_iter()
                .collect();
            db.each("SELECT source_id, COUNT(*) FROM article_sources GROUP BY source_id", &[], &mut |row| {
                let mut c = Columns::of(row);
                let (id, articles): (SourceId, u64) = (c.take()?, c.take()?);
                counts.entry(id).or_default().articles = articles;
                Ok(())
            })?;
            Ok(counts)
        })
    }
}

/// The source answered well.
fn answered(db: &dyn Writing, id: SourceId, now: i64) -> Result<()> {
    db.execute(
        "UPDATE sources SET failures = 0, last_error = NULL, gone = 0, last_ok_at = ?2 WHERE id = ?1",
        values![id, now],
    )?;
    Ok(())
}

/// Counts answers that say the source has moved for good, and believes the third in a row. An address that another
/// source already has is not taken over: both stay.
fn learn_move(db: &dyn Writing, id: SourceId, moved: Option<&str>) -> Result<()> {
    let Some(target) = moved else {
        db.execute(
            "UPDATE sources SET moved_to = NULL, moved_seen = 0 WHERE id = ?1 AND moved_seen > 0",
            values![id],
        )?;
        return Ok(());
    };
    let seen: Option<i64> = db.returning(
        "UPDATE sources SET moved_seen = CASE WHEN moved_to = ?2 THEN moved_seen + 1 ELSE 1 END, moved_to = ?2 \
         WHERE id = ?1 RETURNING moved_seen",
        values![id, target],
    )?;
    if seen.is_some_and(|seen| seen >= MOVES_TO_BELIEVE) {
        db.execute(
            "UPDATE sources SET url = ?2, moved_to = NULL, moved_seen = 0 WHERE id = ?1 \
             AND NOT EXISTS (SELECT 1 FROM sources WHERE url = ?2)",
            values![id, target],
        )?;
    }
    Ok(())
}

/// A limit as the database takes it.
pub(crate) fn count(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}
