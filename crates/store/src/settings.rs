//! Settings that are changed while the program runs, on the site, and hold for everybody.

use crate::error::Result;
use crate::sql::values;
use crate::{Store, StoreError};

/// Names of settings are kept beside the database's own numbers; this keeps them apart.
const PREFIX: &str = "setting.";

impl Store {
    /// A setting, where it was ever set.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn setting(&self, name: &str) -> Result<Option<i64>> {
        let name = format!("{PREFIX}{name}");
        self.read(|db| db.cell("SELECT value FROM meta WHERE name = ?1", values![&name]))
    }

    /// Sets a setting, or (`None`) forgets it, so that the program's own value holds again.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn set_setting(&self, name: &str, value: Option<i64>) -> Result<()> {
        let name = format!("{PREFIX}{name}");
        self.write(|db| {
            match value {
                Some(value) => db.execute(
                    "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                    values![&name, value],
                )?,
                None => db.execute("DELETE FROM meta WHERE name = ?1", values![&name])?,
            };
            Ok::<(), StoreError>(())
        })
    }
}
