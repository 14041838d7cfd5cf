//! The handle on a data folder.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::StoryId;
use crate::error::{Result, StoreError};
use crate::search::Index;
use crate::sql::{self, Database, Durable, Reading, Sqlite, Writing, values};

/// A data folder, open. Clone it freely: all clones share the connections.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    dir: PathBuf,
    database: Box<dyn Database>,
    index: Index,
    aliases: Mutex<Aliases>,
}

/// Which story absorbed which, as of a generation.
struct Aliases {
    generation: Option<u64>,
    into: Arc<HashMap<StoryId, StoryId>>,
}

/// How much is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Sources known, subscribed or not.
    pub sources: u64,
    /// Entries of feeds.
    pub entries: u64,
    /// Entries whose page is still to be fetched.
    pub pending: u64,
    /// Entries given up.
    pub given_up: u64,
    /// Articles.
    pub articles: u64,
    /// Stories.
    pub stories: u64,
    /// Pictures kept.
    pub images: u64,
    /// Pictures still wanted.
    pub images_wanted: u64,
    /// Readers.
    pub readers: u64,
}

impl Store {
    /// Opens the data folder `dir`, making it (readable by its owner only) and the database in it where they are not
    /// there, and bringing an older database to the newest form.
    ///
    /// # Errors
    /// [`StoreError::Folder`] when the folder cannot be used, [`StoreError::Newer`] when a later program wrote the
    /// database, [`StoreError::Damaged`] when it is broken.
    pub fn open(dir: &Path) -> Result<Self> {
        make_folder(dir)?;
        let path = Self::database_path(dir);
        let database: Box<dyn Database> = Box::new(Sqlite::open(&path)?);
        crate::migrations::run(&*database, &path, random_identity())?;
        Ok(Self {
            inner: Arc::new(Inner {
                dir: dir.to_owned(),
                database,
                index: Index::at(&dir.join("index")),
                aliases: Mutex::new(Aliases { generation: None, into: Arc::default() }),
            }),
        })
    }

    /// Where the database of the data folder `dir` lies.
    pub fn database_path(dir: &Path) -> PathBuf {
        dir.join("masthead.db")
    }

    /// The data folder.
    pub fn dir(&self) -> &Path {
        &self.inner.dir
    }

    /// A number that grows with every change to what a front page may show (articles, stories, sources' titles,
    /// pictures), by this process or another. A point read: ask as often as you like.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn generation(&self) -> Result<u64> {
        self.read(generation)
    }

    /// How much is kept.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn counts(&self) -> Result<Counts> {
        self.read(|db| {
            let count = |sql: &str| db.cell(sql, &[]).map(Option::unwrap_or_default);
            Ok(Counts {
                sources: count("SELECT COUNT(*) FROM sources")?,
                entries: count("SELECT COUNT(*) FROM entries")?,
                pending: count("SELECT COUNT(*) FROM entries WHERE state = 0")?,
                given_up: count("SELECT COUNT(*) FROM entries WHERE state = 2")?,
                articles: count("SELECT COUNT(*) FROM articles")?,
                stories: count("SELECT COUNT(*) FROM stories")?,
                images: count("SELECT COUNT(*) FROM images WHERE state = 1")?,
                images_wanted: count("SELECT COUNT(*) FROM images WHERE state = 0")?,
                readers: count("SELECT COUNT(*) FROM readers")?,
            })
        })
    }

    /// Which stories were absorbed by which others since the beginning: absorbed id → id that answers for it now.
    /// Kept in memory and read anew only when something changed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn story_aliases(&self) -> Result<Arc<HashMap<StoryId, StoryId>>> {
        self.read(|db| {
            let now = generation(db)?;
            let mut aliases = self.inner.aliases.lock().unwrap_or_else(PoisonError::into_inner);
            if aliases.generation != Some(now) {
                let rows = db.all("SELECT absorbed, story_id FROM story_aliases", &[], |c| {
                    Ok((c.take()?, c.take()?))
                })?;
                *aliases = Aliases { generation: Some(now), into: Arc::new(rows.into_iter().collect()) };
            }
            Ok(Arc::clone(&aliases.into))
        })
    }

    pub(crate) fn read<T>(&self, work: impl FnMut(&dyn Reading) -> Result<T>) -> Result<T> {
        sql::read(&*self.inner.database, work)
    }

    pub(crate) fn write<T>(&self, work: impl FnMut(&dyn Writing) -> Result<T>) -> Result<T> {
        sql::write(&*self.inner.database, Durable::Now, work)
    }

    /// As [`Store::write`], for what the web tells and would tell again: see [`Durable::Later`].
    pub(crate) fn write_from_web<T>(&self, work: impl FnMut(&dyn Writing) -> Result<T>) -> Result<T> {
        sql::write(&*self.inner.database, Durable::Later, work)
    }

    pub(crate) fn database(&self) -> &dyn Database {
        &*self.inner.database
    }

    pub(crate) fn index(&self) -> &Index {
        &self.inner.index
    }
}

/// The present generation.
pub(crate) fn generation(db: &dyn Reading) -> Result<u64> {
    db.cell("SELECT value FROM meta WHERE name = 'generation'", &[]).map(Option::unwrap_or_default)
}

/// Begins a new generation and answers its number.
pub(crate) fn next_generation(db: &dyn Writing) -> Result<i64> {
    db.returning("UPDATE meta SET value = value + 1 WHERE name = 'generation' RETURNING value", &[])?
        .ok_or_else(|| StoreError::fault("the generation is not kept"))
}

/// The number that tells this database from any other, also from its own copy in a backup.
pub(crate) fn identity(db: &dyn Reading) -> Result<i64> {
    db.cell("SELECT value FROM meta WHERE name = 'identity'", &[]).map(Option::unwrap_or_default)
}

/// Gives the database a new identity, so that an index made from another state of it is not trusted.
pub(crate) fn renew_identity(db: &dyn Writing) -> Result<()> {
    db.execute("UPDATE meta SET value = ?1 WHERE name = 'identity'", values![random_identity()])?;
    Ok(())
}

fn random_identity() -> i64 {
    // The standard library seeds its hash maps from the system's randomness; that is all that is needed here.
    std::hash::RandomState::new().build_hasher().finish().cast_signed()
}

/// Makes the folder, for its owner only, and makes sure that files can be made in it.
pub(crate) fn make_folder(dir: &Path) -> Result<()> {
    let failed = |cause| StoreError::Folder { path: dir.to_owned(), cause };
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(dir).map_err(failed)?;
    tempfile::tempfile_in(dir).map_err(failed)?;
    Ok(())
}
