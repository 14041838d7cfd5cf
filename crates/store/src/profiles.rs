//! Readers' profiles: documents that the ranking writes and reads, and what was done with stories beside them.

use crate::error::Result;
use crate::signals::{StoryState, put_state};
use crate::sql::{Writing, values};
use crate::{ReaderId, Store, stories};

impl Store {
    /// A reader's profile, the JSON document that was put.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn profile(&self, reader: ReaderId) -> Result<Option<String>> {
        self.read(|db| db.cell("SELECT document FROM profiles WHERE reader_id = ?1", values![reader]))
    }

    /// Keeps a reader's profile in place of the one before.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn put_profile(&self, reader: ReaderId, json: &str, now: i64) -> Result<()> {
        self.write(|db| put_profile(db, reader, json, now))
    }

    /// Keeps a reader's profile and, in place of what is kept of the same stories, states that were taken away with it.
    /// Stories that are not here any more are passed over: all or nothing otherwise.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn put_profile_and_states(
        &self,
        reader: ReaderId,
        json: &str,
        states: &[StoryState],
        now: i64,
    ) -> Result<()> {
        self.write(|db| {
            put_profile(db, reader, json, now)?;
            for state in states {
                let story = stories::answering(db.reading(), state.story_id)?;
                let known: Option<i64> =
                    db.reading().cell("SELECT 1 FROM stories WHERE id = ?1", values![story])?;
                if known.is_some() {
                    db.execute(
                        "INSERT INTO story_states (reader_id, story_id, changed_at) VALUES (?1, ?2, ?3) \
                         ON CONFLICT DO NOTHING",
                        values![reader, story, now],
                    )?;
                    put_state(db, reader, &StoryState { story_id: story, ..state.clone() })?;
                }
            }
            Ok(())
        })
    }
}

pub(crate) fn put_profile(db: &dyn Writing, reader: ReaderId, json: &str, now: i64) -> Result<()> {
    db.execute(
        "INSERT INTO profiles (reader_id, document, changed_at) VALUES (?1, ?2, ?3) \
         ON CONFLICT (reader_id) DO UPDATE SET document = excluded.document, changed_at = excluded.changed_at",
        values![reader, json, now],
    )?;
    Ok(())
}
