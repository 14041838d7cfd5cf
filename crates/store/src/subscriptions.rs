//! Which sources a reader reads, under which name and in which folder.

use crate::error::{Result, StoreError};
use crate::sql::values;
use crate::{ReaderId, SourceId, Store};

/// A source that a reader reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subscription {
    /// The source.
    pub source_id: SourceId,
    /// What the reader calls it, if not what it calls itself.
    pub title: Option<String>,
    /// The folder the reader put it in.
    pub folder: Option<String>,
    /// Since when.
    pub added_at: i64,
}

impl Store {
    /// A reader's sources, in the order they were added.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn subscriptions(&self, reader: ReaderId) -> Result<Vec<Subscription>> {
        self.read(|db| {
            db.all(
                "SELECT source_id, title, folder, added_at FROM subscriptions WHERE reader_id = ?1 \
                 ORDER BY added_at, source_id",
                values![reader],
                |c| {
                    Ok(Subscription {
                        source_id: c.take()?,
                        title: c.take()?,
                        folder: c.take()?,
                        added_at: c.take()?,
                    })
                },
            )
        })
    }

    /// Subscribes a reader to a source; answers whether that is new. A subscription that is there stays as it is.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such reader or source; else when the database cannot be written.
    pub fn subscribe(
        &self,
        reader: ReaderId,
        source: SourceId,
        folder: Option<&str>,
        now: i64,
    ) -> Result<bool> {
        self.write(|db| {
            for (what, table, id) in [("reader", "readers", reader), ("source", "sources", source)] {
                let sql = format!("SELECT 1 FROM {table} WHERE id = ?1");
                if db.reading().cell::<i64>(&sql, values![id])?.is_none() {
                    return Err(StoreError::Missing { what, id });
                }
            }
            let added = db.execute(
                "INSERT INTO subscriptions (reader_id, source_id, folder, added_at) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT (reader_id, source_id) DO NOTHING",
                values![reader, source, folder, now],
            )?;
            Ok(added > 0)
        })
    }

    /// Ends a subscription; answers whether there was one. The source stays until
    /// [`Store::remove_source_if_unused`].
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn unsubscribe(&self, reader: ReaderId, source: SourceId) -> Result<bool> {
        self.write(|db| {
            let removed = db.execute(
                "DELETE FROM subscriptions WHERE reader_id = ?1 AND source_id = ?2",
                values![reader, source],
            )?;
            Ok(removed > 0)
        })
    }

    /// Sets the name and folder of a subscription; answers whether there is one.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn set_subscription(
        &self,
        reader: ReaderId,
        source: SourceId,
        title: Option<&str>,
        folder: Option<&str>,
    ) -> Result<bool> {
        self.write(|db| {
            let touched = db.execute(
                "UPDATE subscriptions SET title = ?3, folder = ?4 WHERE reader_id = ?1 AND source_id = ?2",
                values![reader, source, title, folder],
            )?;
            Ok(touched > 0)
        })
    }
}
