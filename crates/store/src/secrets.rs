//! What lets a reader in: sessions, sign-in links, API tokens. Only hashes are kept, never the secrets themselves.
//!
//! A secret given out carries the number of its reader (`<reader>.<secret>`), so that every look-up starts with it.

use crate::error::Result;
use crate::sql::values;
use crate::{ReaderId, Store};

/// An API token, without its secret.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenInfo {
    /// What its owner calls it.
    pub name: String,
    /// The hash of its secret; names it in [`Store::remove_token`].
    pub hash: String,
    /// When it was made.
    pub created_at: i64,
}

impl Store {
    /// Begins a session that lasts until `expires`. Sessions that are over are cleared away.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn add_session(&self, reader: ReaderId, hash: &str, now: i64, expires: i64) -> Result<()> {
        self.write(|db| {
            db.execute(
                "DELETE FROM sessions WHERE reader_id = ?1 AND expires_at <= ?2",
                values![reader, now],
            )?;
            db.execute(
                "INSERT INTO sessions (reader_id, hash, created_at, expires_at) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT (reader_id, hash) DO UPDATE SET expires_at = excluded.expires_at",
                values![reader, hash, now, expires],
            )?;
            Ok(())
        })
    }

    /// Whether a session is open.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn session(&self, reader: ReaderId, hash: &str, now: i64) -> Result<bool> {
        self.read(|db| {
            let found: Option<i64> = db.cell(
                "SELECT 1 FROM sessions WHERE reader_id = ?1 AND hash = ?2 AND expires_at > ?3",
                values![reader, hash, now],
            )?;
            Ok(found.is_some())
        })
    }

    /// Whether a reader has, or had, a session: whether they ever found their way in.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_sessions(&self, reader: ReaderId) -> Result<bool> {
        self.read(|db| {
            let found: Option<i64> =
                db.cell("SELECT 1 FROM sessions WHERE reader_id = ?1 LIMIT 1", values![reader])?;
            Ok(found.is_some())
        })
    }

    /// Ends a session.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn end_session(&self, reader: ReaderId, hash: &str) -> Result<()> {
        self.write(|db| {
            db.execute("DELETE FROM sessions WHERE reader_id = ?1 AND hash = ?2", values![reader, hash])?;
            Ok(())
        })
    }

    /// Keeps a sign-in link that works once, until `expires`.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn add_link(&self, reader: ReaderId, hash: &str, expires: i64) -> Result<()> {
        self.write(|db| {
            db.execute(
                "INSERT INTO links (reader_id, hash, expires_at) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (reader_id, hash) DO UPDATE SET expires_at = excluded.expires_at",
                values![reader, hash, expires],
            )?;
            Ok(())
        })
    }

    /// Uses a sign-in link up; answers whether it was good. Two that use it at once are told yes only once.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn use_link(&self, reader: ReaderId, hash: &str, now: i64) -> Result<bool> {
        self.write(|db| {
            let used = db.execute(
                "DELETE FROM links WHERE reader_id = ?1 AND hash = ?2 AND expires_at > ?3",
                values![reader, hash, now],
            )?;
            db.execute("DELETE FROM links WHERE reader_id = ?1 AND expires_at <= ?2", values![reader, now])?;
            Ok(used > 0)
        })
    }

    /// Keeps an API token.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn add_token(&self, reader: ReaderId, name: &str, hash: &str, now: i64) -> Result<()> {
        self.write(|db| {
            db.execute(
                "INSERT INTO tokens (reader_id, hash, name, created_at) VALUES (?1, ?2, ?3, ?4) \
                 ON CONFLICT (reader_id, hash) DO NOTHING",
                values![reader, hash, name, now],
            )?;
            Ok(())
        })
    }

    /// Whether an API token is good.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn token(&self, reader: ReaderId, hash: &str) -> Result<bool> {
        self.read(|db| {
            let found: Option<i64> =
                db.cell("SELECT 1 FROM tokens WHERE reader_id = ?1 AND hash = ?2", values![reader, hash])?;
            Ok(found.is_some())
        })
    }

    /// A reader's API tokens, in the order they were made.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn tokens(&self, reader: ReaderId) -> Result<Vec<TokenInfo>> {
        self.read(|db| {
            db.all(
                "SELECT name, hash, created_at FROM tokens WHERE reader_id = ?1 ORDER BY created_at, name, hash",
                values![reader],
                |c| Ok(TokenInfo { name: c.take()?, hash: c.take()?, created_at: c.take()? }),
            )
        })
    }

    /// Revokes an API token; answers whether there was one.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn remove_token(&self, reader: ReaderId, hash: &str) -> Result<bool> {
        self.write(|db| {
            Ok(db.execute("DELETE FROM tokens WHERE reader_id = ?1 AND hash = ?2", values![reader, hash])?
                > 0)
        })
    }
}
