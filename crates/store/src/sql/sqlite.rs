//! SQLite behind the seam: one writing connection behind a lock, a few reading ones beside it.

use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};

use super::{Database, Durable, Reading, Row, Value, Writing};
use crate::error::{Result, StoreError};

/// How long a statement waits for another process before it gives up.
const PATIENCE: Duration = Duration::from_secs(20);
/// How many views may be open at once; further readers wait. Each costs up to its page cache in memory.
const READERS: usize = 4;
/// Page caches in KiB, as the negative numbers that `PRAGMA cache_size` takes.
const WRITER_CACHE: i64 = -8192;
const READER_CACHE: i64 = -4096;
/// Statements kept prepared on each connection; the whole crate has fewer.
const STATEMENTS: usize = 128;

/// A database file.
pub(crate) struct Sqlite {
    path: PathBuf,
    writer: Mutex<Connection>,
    readers: Mutex<Readers>,
    returned: Condvar,
}

#[derive(Default)]
struct Readers {
    idle: Vec<Connection>,
    lent: usize,
}

impl Sqlite {
    /// Opens a database file, making it when it is not there.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let writer = connect(path, WRITER_CACHE).map_err(|e| plain(path, &e))?;
        Ok(Self {
            path: path.to_owned(),
            writer: Mutex::new(writer),
            readers: Mutex::new(Readers::default()),
            returned: Condvar::new(),
        })
    }

    fn lend(&self) -> Result<Lent<'_>> {
        let mut readers = lock(&self.readers);
        while readers.lent >= READERS {
            readers = self.returned.wait(readers).unwrap_or_else(PoisonError::into_inner);
        }
        readers.lent += 1;
        let idle = readers.idle.pop();
        drop(readers);
        // From here on `Lent` gives the place back, whatever happens.
        let mut lent = Lent { home: self, connection: idle };
        if lent.connection.is_none() {
            let connection = connect(&self.path, READER_CACHE).and_then(|connection| {
                connection.pragma_update(None, "query_only", true)?;
                Ok(connection)
            });
            lent.connection = Some(connection.map_err(|e| plain(&self.path, &e))?);
        }
        Ok(lent)
    }
}

/// A reading connection on loan from the pool.
struct Lent<'d> {
    home: &'d Sqlite,
    connection: Option<Connection>,
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut readers = lock(&self.home.readers);
        readers.lent -= 1;
        readers.idle.extend(self.connection.take());
        drop(readers);
        self.home.returned.notify_one();
    }
}

/// A thread that panicked while holding a lock leaves nothing half done here: its transaction was rolled back.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn connect(path: &Path, cache: i64) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        // Every connection is used by one thread at a time, behind a lock of ours.
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    let _mode: String = connection.pragma_update_and_check(None, "journal_mode", "wal", |row| row.get(0))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", cache)?;
    connection.pragma_update(None, "journal_size_limit", 64 * 1024 * 1024)?;
    Ok(connection)
}

impl Database for Sqlite {
    fn read(&self, work: &mut dyn FnMut(&dyn Reading) -> Result<()>) -> Result<()> {
        let lent = self.lend()?;
        let Some(connection) = &lent.connection else {
            return Err(StoreError::fault("no connection"));
        };
        // A deferred transaction: all queries of `work` see the moment of the first.
        let transaction = connection.unchecked_transaction().map_err(|e| plain(&self.path, &e))?;
        work(&View { path: &self.path, connection: &transaction })
    }

    fn write(&self, durable: Durable, work: &mut dyn FnMut(&dyn Writing) -> Result<()>) -> Result<()> {
        let connection = lock(&self.writer);
        let level = match durable {
            Durable::Now => "full",
            Durable::Later => "normal",
        };
        connection.pragma_update(None, "synchronous", level).map_err(|e| plain(&self.path, &e))?;
        let transaction = Transaction::new_unchecked(&connection, TransactionBehavior::Immediate)
            .map_err(|e| plain(&self.path, &e))?;
        // Dropped without a commit (an error, a panic), the transaction rolls back.
        work(&View { path: &self.path, connection: &transaction })?;
        transaction.commit().map_err(|e| plain(&self.path, &e))
    }

    fn check(&self) -> Result<Vec<String>> {
        let lent = self.lend()?;
        let Some(connection) = &lent.connection else {
            return Err(StoreError::fault("no connection"));
        };
        let found = || -> rusqlite::Result<Vec<String>> {
            let mut found = Vec::new();
            let mut statement = connection.prepare("PRAGMA integrity_check")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let line: String = row.get(0)?;
                if line != "ok" {
                    found.push(line);
                }
            }
            let mut statement = connection.prepare("PRAGMA foreign_key_check")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
                found.push(format!("a row of {table} points to a row of {parent} that is not there"));
            }
            Ok(found)
        };
        found().map_err(|e| plain(&self.path, &e))
    }

    fn copy_to(&self, path: &Path) -> Result<()> {
        let lent = self.lend()?;
        let Some(connection) = &lent.connection else {
            return Err(StoreError::fault("no connection"));
        };
        let Some(name) = path.to_str() else {
            let cause = std::io::Error::new(std::io::ErrorKind::InvalidFilename, "its name is not UTF-8");
            return Err(StoreError::file(path, cause));
        };
        connection.pragma_update(None, "query_only", false).map_err(|e| plain(path, &e))?;
        let done = connection.execute("VACUUM INTO ?1", [name]).map_err(|e| plain(path, &e));
        connection.pragma_update(None, "query_only", true).map_err(|e| plain(path, &e))?;
        done.map(|_| ())
    }
}

struct View<'c> {
    path: &'c Path,
    connection: &'c Connection,
}

impl Reading for View<'_> {
    fn each(
        &self,
        sql: &str,
        values: &[Value<'_>],
        row: &mut dyn FnMut(&dyn Row) -> Result<()>,
    ) -> Result<()> {
        let wrong = |e| with_statement(plain(self.path, &e), sql);
        let mut statement = self.connection.prepare_cached(sql).map_err(wrong)?;
        let mut rows = statement.query(rusqlite::params_from_iter(values)).map_err(wrong)?;
        while let Some(found) = rows.next().map_err(wrong)? {
            row(&SqliteRow(found)).map_err(|e| with_statement(e, sql))?;
        }
        Ok(())
    }
}

impl Writing for View<'_> {
    fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<u64> {
        let wrong = |e| with_statement(plain(self.path, &e), sql);
        let mut statement = self.connection.prepare_cached(sql).map_err(wrong)?;
        let touched = statement.execute(rusqlite::params_from_iter(values)).map_err(wrong)?;
        Ok(touched.try_into().unwrap_or(u64::MAX))
    }

    fn reading(&self) -> &dyn Reading {
        self
    }
}

/// A fault of the program is only findable with the statement that caused it.
fn with_statement(error: StoreError, sql: &str) -> StoreError {
    match error {
        StoreError::Fault { detail } if !detail.contains(" in `") => {
            StoreError::Fault { detail: format!("{detail} in `{sql}`") }
        }
        other => other,
    }
}

struct SqliteRow<'r>(&'r rusqlite::Row<'r>);

impl Row for SqliteRow<'_> {
    fn value(&self, index: usize) -> Result<Value<'_>> {
        let value = self.0.get_ref(index).map_err(|e| StoreError::fault(e.to_string()))?;
        Ok(match value {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(n) => Value::Integer(n),
            ValueRef::Real(n) => Value::Real(n),
            ValueRef::Text(text) => {
                Value::Text(std::str::from_utf8(text).map_err(|_| StoreError::fault("a text is not UTF-8"))?)
            }
            ValueRef::Blob(bytes) => Value::Bytes(bytes),
        })
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Value::Null => ValueRef::Null,
            Value::Integer(n) => ValueRef::Integer(n),
            Value::Real(n) => ValueRef::Real(n),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// An error of SQLite as one of ours.
fn plain(path: &Path, error: &rusqlite::Error) -> StoreError {
    let path = path.to_owned();
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => StoreError::DiskFull { path },
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => StoreError::NotWritable { path },
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => StoreError::Locked { path },
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
            StoreError::Damaged { path, detail: error.to_string() }
        }
        Some(ErrorCode::CannotOpen | ErrorCode::SystemIoFailure) => {
            StoreError::File { path, cause: std::io::Error::other(error.to_string()) }
        }
        _ => StoreError::fault(error.to_string()),
    }
}
