//! The one seam through which all SQL runs, so that a database server can stand behind it as well as an embedded file.
//!
//! Statements use numbered placeholders (`?1`, `?2`, …) and only what SQLite and PostgreSQL have in common: upserts with
//! `ON CONFLICT`, `RETURNING`, window functions, `CAST`. Booleans are integers 0 and 1, times are integers, lists are
//! JSON text that no statement looks into. What no common form exists for (opening, copying, checking a database) is a
//! method of [`Database`].

mod sqlite;

pub(crate) use sqlite::Sqlite;

use std::path::Path;

use crate::error::{Result, StoreError};

/// A value bound to a placeholder, or read from a column.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Null,
    Integer(i64),
    Real(f64),
    Text(&'a str),
    Bytes(&'a [u8]),
}

/// One row of an answer; it lives only while it is looked at.
pub(crate) trait Row {
    /// The value of the column at `index`, counted from 0.
    fn value(&self, index: usize) -> Result<Value<'_>>;
}

/// A consistent view of the database at one moment.
pub(crate) trait Reading {
    /// Runs a query and hands each row to `row`, in order; an error of `row` ends the query.
    fn each(
        &self,
        sql: &str,
        values: &[Value<'_>],
        row: &mut dyn FnMut(&dyn Row) -> Result<()>,
    ) -> Result<()>;
}

/// A transaction that may change the database.
pub(crate) trait Writing: Reading {
    /// Runs a statement; answers how many rows it touched.
    fn execute(&self, sql: &str, values: &[Value<'_>]) -> Result<u64>;

    /// The same handle, for what only reads.
    fn reading(&self) -> &dyn Reading;
}

/// When a transaction is safe from a power cut. Safe from the end of the process it is in both cases, once it returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Durable {
    /// When it returns: for what a person did.
    Now,
    /// With the next transaction that is `Now`, or within the log's next checkpoint: for what the web tells and would
    /// tell again. A crawl of a thousand feeds waits for the disk twenty times less.
    Later,
}

/// A database: hands out views and transactions.
pub(crate) trait Database: Send + Sync {
    /// Runs `work` on a view that does not change while it works and never waits for a writer.
    fn read(&self, work: &mut dyn FnMut(&dyn Reading) -> Result<()>) -> Result<()>;

    /// Runs `work` in a transaction. It is kept, durably, when `work` answers `Ok`, and leaves no trace otherwise.
    /// One at a time: others wait.
    fn write(&self, durable: Durable, work: &mut dyn FnMut(&dyn Writing) -> Result<()>) -> Result<()>;

    /// What the engine itself finds wrong with its file; empty when all is well.
    fn check(&self) -> Result<Vec<String>>;

    /// Writes a consistent copy to a file that does not exist yet.
    fn copy_to(&self, path: &Path) -> Result<()>;
}

impl dyn Reading + '_ {
    /// All rows of a query.
    pub(crate) fn all<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        map: impl Fn(&mut Columns<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.each(sql, values, &mut |row| {
            found.push(map(&mut Columns { row, next: 0 })?);
            Ok(())
        })?;
        Ok(found)
    }

    /// The first row of a query.
    pub(crate) fn one<T>(
        &self,
        sql: &str,
        values: &[Value<'_>],
        map: impl Fn(&mut Columns<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut found = None;
        self.each(sql, values, &mut |row| {
            if found.is_none() {
                found = Some(map(&mut Columns { row, next: 0 })?);
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// The first column of the first row.
    pub(crate) fn cell<T: FromValue>(&self, sql: &str, values: &[Value<'_>]) -> Result<Option<T>> {
        self.one(sql, values, |c| c.take())
    }
}

impl dyn Writing + '_ {
    /// Runs a statement that ends in `RETURNING` one column, and answers that column of the first row.
    pub(crate) fn returning<T: FromValue>(&self, sql: &str, values: &[Value<'_>]) -> Result<Option<T>> {
        self.reading().cell(sql, values)
    }
}

/// Runs `work` on a view and answers what it answers.
pub(crate) fn read<T>(database: &dyn Database, mut work: impl FnMut(&dyn Reading) -> Result<T>) -> Result<T> {
    let mut answer = None;
    database.read(&mut |reading| {
        answer = Some(work(reading)?);
        Ok(())
    })?;
    answer.ok_or_else(|| StoreError::fault("a view gave no answer"))
}

/// Runs `work` in a transaction and answers what it answers.
pub(crate) fn write<T>(
    database: &dyn Database,
    durable: Durable,
    mut work: impl FnMut(&dyn Writing) -> Result<T>,
) -> Result<T> {
    let mut answer = None;
    database.write(durable, &mut |writing| {
        answer = Some(work(writing)?);
        Ok(())
    })?;
    answer.ok_or_else(|| StoreError::fault("a transaction gave no answer"))
}

/// Takes the columns of a row from left to right, so that a reading function mirrors its list of columns.
pub(crate) struct Columns<'r> {
    row: &'r dyn Row,
    next: usize,
}

impl<'r> Columns<'r> {
    /// Starts at the first column of a row.
    pub(crate) fn of(row: &'r dyn Row) -> Self {
        Self { row, next: 0 }
    }

    /// The next column.
    pub(crate) fn take<T: FromValue>(&mut self) -> Result<T> {
        let value = self.row.value(self.next)?;
        self.next += 1;
        T::from_value(value).ok_or_else(|| {
            StoreError::fault(format!("column {} holds {value:?}, which was not expected", self.next))
        })
    }

    /// The next column, a list or record kept as JSON. What cannot be understood (written by a later version) counts
    /// as empty rather than making the whole row unreadable.
    pub(crate) fn json<T: serde::de::DeserializeOwned + Default>(&mut self) -> Result<T> {
        let text: Option<String> = self.take()?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
    }
}

/// A list or record as JSON text.
pub(crate) fn json<T: serde::Serialize + ?Sized>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|cause| StoreError::fault(cause.to_string()))
}

/// What a column can be read as.
pub(crate) trait FromValue: Sized {
    /// `None` when the value is of another kind.
    fn from_value(value: Value<'_>) -> Option<Self>;
}

impl FromValue for i64 {
    fn from_value(value: Value<'_>) -> Option<Self> {
        if let Value::Integer(n) = value { Some(n) } else { None }
    }
}

impl FromValue for u64 {
    fn from_value(value: Value<'_>) -> Option<Self> {
        i64::from_value(value)?.try_into().ok()
    }
}

impl FromValue for u32 {
    fn from_value(value: Value<'_>) -> Option<Self> {
        i64::from_value(value)?.try_into().ok()
    }
}

impl FromValue for bool {
    fn from_value(value: Value<'_>) -> Option<Self> {
        i64::from_value(value).map(|n| n != 0)
    }
}

impl FromValue for f64 {
    fn from_value(value: Value<'_>) -> Option<Self> {
        #[expect(clippy::as_conversions, reason = "a whole number read where a fraction may stand")]
        match value {
            Value::Real(n) => Some(n),
            Value::Integer(n) => Some(n as f64),
            _ => None,
        }
    }
}

impl FromValue for String {
    fn from_value(value: Value<'_>) -> Option<Self> {
        if let Value::Text(text) = value { Some(text.to_owned()) } else { None }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: Value<'_>) -> Option<Self> {
        if let Value::Bytes(bytes) = value { Some(bytes.to_owned()) } else { None }
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value<'_>) -> Option<Self> {
        if value == Value::Null { Some(None) } else { T::from_value(value).map(Some) }
    }
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<u32> for Value<'_> {
    fn from(value: u32) -> Self {
        Self::Integer(value.into())
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Integer(value.into())
    }
}

impl From<f64> for Value<'_> {
    fn from(value: f64) -> Self {
        Self::Real(value)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Bytes(value)
    }
}

impl<'a> From<&'a Option<String>> for Value<'a> {
    fn from(value: &'a Option<String>) -> Self {
        value.as_deref().into()
    }
}

impl From<Option<u32>> for Value<'_> {
    fn from(value: Option<u32>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl From<Option<f64>> for Value<'_> {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Self::Null, Self::Real)
    }
}

impl<'a> From<Option<&'a str>> for Value<'a> {
    fn from(value: Option<&'a str>) -> Self {
        value.map_or(Self::Null, Self::Text)
    }
}

impl From<Option<i64>> for Value<'_> {
    fn from(value: Option<i64>) -> Self {
        value.map_or(Self::Null, Self::Integer)
    }
}

/// The values of a statement, each turned into a [`Value`].
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::sql::Value::from($value)),*] };
}
pub(crate) use values;
