//! The ordered list of changes that bring an empty or older database to the form this program knows.
//!
//! A migration that was released is never edited; a change of form is a new one at the end of the list. The SQL is
//! common to SQLite and PostgreSQL but for three words that stand in braces: `{real}` and `{bytes}` are the engine's
//! types for a double and for bytes, `{id}` an integer key that counts itself and is never given twice.

use crate::error::{Result, StoreError};
use crate::sql::{self, Database, Durable, values};
use std::path::Path;

/// One SQL script a version; the first brings version 0 (nothing) to version 1.
const MIGRATIONS: &[&str] = &[include_str!("001_first.sql"), include_str!("002_draws.sql")];

/// The version this program knows.
fn known() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Brings the database at `path` to the newest form, in one transaction. `identity` becomes the name of a new
/// database; the index uses it to notice that it belongs to another one.
pub(crate) fn run(database: &dyn Database, path: &Path, identity: i64) -> Result<()> {
    let newer = |found| StoreError::Newer { path: path.to_owned(), found, known: known() };
    // Most often there is nothing to do: find out without waiting for whoever is writing.
    match sql::read(database, |db| db.cell("SELECT value FROM meta WHERE name = 'version'", &[])) {
        Ok(Some(found)) if found == known() => return Ok(()),
        Ok(Some(found)) if found > known() => return Err(newer(found)),
        Ok(_) | Err(StoreError::Fault { .. }) => {} // A fault: there is no such table yet.
        Err(other) => return Err(other),
    }
    sql::write(database, Durable::Now, |db| {
        db.execute("CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value BIGINT NOT NULL)", &[])?;
        for (name, value) in [("version", 0), ("identity", identity), ("generation", 0), ("article", 0)] {
            db.execute(
                "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO NOTHING",
                values![name, value],
            )?;
        }
        let found: i64 =
            db.reading().cell("SELECT value FROM meta WHERE name = 'version'", &[])?.unwrap_or(0);
        if found > known() {
            return Err(newer(found));
        }
        for script in MIGRATIONS.iter().skip(usize::try_from(found).unwrap_or(0)) {
            for statement in statements(script) {
                db.execute(&statement, &[])?;
            }
        }
        db.execute("UPDATE meta SET value = ?1 WHERE name = 'version'", values![known()])?;
        Ok(())
    })
}

/// The statements of a script, without comments, with the words in braces replaced for SQLite.
fn statements(script: &str) -> Vec<String> {
    let code: String = script
        .lines()
        .map(|line| line.split("--").next().unwrap_or_default().trim_end())
        .filter(|line| !line.is_empty())
        .flat_map(|line| [line, "\n"])
        .collect();
    code.split(';')
        .map(str::trim)
        .filter(|statement| !statement.is_empty())
        .map(|statement| {
            statement
                .replace("{id}", "INTEGER PRIMARY KEY AUTOINCREMENT")
                .replace("{real}", "REAL")
                .replace("{bytes}", "BLOB")
        })
        .collect()
}
