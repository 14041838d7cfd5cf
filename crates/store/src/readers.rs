//! The directory of readers.

use crate::error::{Result, StoreError};
use crate::sql::{Columns, values};
use crate::{ReaderId, Store};

/// Somebody who reads.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reader {
    /// Their number; never given to another.
    pub id: ReaderId,
    /// Their name; unique.
    pub name: String,
    /// The hash of their password, if they have one (as `argon2` writes it).
    pub password_hash: Option<String>,
    /// When they were added.
    pub created_at: i64,
}

const COLUMNS: &str = "id, name, password_hash, created_at";

fn reader(c: &mut Columns<'_>) -> Result<Reader> {
    Ok(Reader { id: c.take()?, name: c.take()?, password_hash: c.take()?, created_at: c.take()? })
}

impl Store {
    /// All readers, in the order they were added.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn readers(&self) -> Result<Vec<Reader>> {
        self.read(|db| db.all(&format!("SELECT {COLUMNS} FROM readers ORDER BY id"), &[], reader))
    }

    /// One reader.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn reader(&self, id: ReaderId) -> Result<Option<Reader>> {
        self.read(|db| db.one(&format!("SELECT {COLUMNS} FROM readers WHERE id = ?1"), values![id], reader))
    }

    /// The reader of exactly this name.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn reader_by_name(&self, name: &str) -> Result<Option<Reader>> {
        self.read(|db| {
            db.one(&format!("SELECT {COLUMNS} FROM readers WHERE name = ?1"), values![name], reader)
        })
    }

    /// Adds a reader.
    ///
    /// # Errors
    /// [`StoreError::Taken`] when there is one of that name; else when the database cannot be written.
    pub fn add_reader(&self, name: &str, password_hash: Option<&str>, now: i64) -> Result<ReaderId> {
        self.write(|db| {
            let id = db.returning(
                "INSERT INTO readers (name, password_hash, created_at) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (name) DO NOTHING RETURNING id",
                values![name, password_hash, now],
            )?;
            id.ok_or_else(|| StoreError::Taken { what: "reader", name: name.to_owned() })
        })
    }

    /// Sets or takes away a reader's password, and ends all their sessions.
    ///
    /// # Errors
    /// [`StoreError::Missing`] when there is no such reader; else when the database cannot be written.
    pub fn set_password(&self, id: ReaderId, password_hash: Option<&str>) -> Result<()> {
        self.write(|db| {
            let touched = db
                .execute("UPDATE readers SET password_hash = ?2 WHERE id = ?1", values![id, password_hash])?;
            if touched == 0 {
                return Err(StoreError::Missing { what: "reader", id });
            }
            db.execute("DELETE FROM sessions WHERE reader_id = ?1", values![id])?;
            Ok(())
        })
    }

    /// Removes a reader with everything kept about them; answers whether there was one.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn remove_reader(&self, id: ReaderId) -> Result<bool> {
        self.write(|db| {
            for table in [
                "sessions",
                "links",
                "tokens",
                "subscriptions",
                "profiles",
                "signals",
                "story_states",
                "visits",
            ] {
                db.execute(&format!("DELETE FROM {table} WHERE reader_id = ?1"), values![id])?;
            }
            Ok(db.execute("DELETE FROM readers WHERE id = ?1", values![id])? > 0)
        })
    }

    /// Forgets what a reader did and what was learned from it: profile, signals, story states, visits. Subscriptions,
    /// sessions and tokens stay.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn erase_reader_data(&self, id: ReaderId) -> Result<()> {
        self.write(|db| {
            for table in ["profiles", "signals", "story_states", "visits"] {
                db.execute(&format!("DELETE FROM {table} WHERE reader_id = ?1"), values![id])?;
            }
            Ok(())
        })
    }
}
