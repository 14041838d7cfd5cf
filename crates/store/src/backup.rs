//! Copies of everything in one file, and the way back.
//!
//! A backup is a database like the one in the data folder, with one table more that holds the pictures' files. The index
//! is not in it: it is built anew.

use std::path::{Path, PathBuf};

use crate::Store;
use crate::error::{Result, StoreError};
use crate::images::{KEPT, image_path, write_file};
use crate::sql::{self, Columns, Database, Durable, Sqlite, values};
use crate::store::{make_folder, renew_identity};

impl Store {
    /// Writes a copy of everything kept to the new file `to`. Nothing needs to be stopped meanwhile. The file appears
    /// only when it is complete.
    ///
    /// # Errors
    /// [`StoreError::Occupied`] when `to` exists; else when it cannot be written.
    pub fn backup(&self, to: &Path) -> Result<()> {
        if to.exists() {
            return Err(StoreError::Occupied { path: to.to_owned() });
        }
        let parent = match to.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        std::fs::create_dir_all(parent).map_err(|cause| StoreError::file(parent, cause))?;
        // Cleared away with all that is in it, however this ends.
        let folder = tempfile::Builder::new()
            .prefix(".masthead-backup-")
            .tempdir_in(parent)
            .map_err(|cause| StoreError::file(parent, cause))?;
        let path = folder.path().join("backup");
        self.database().copy_to(&path)?;
        {
            let copy = Sqlite::open(&path)?;
            sql::write(&copy, Durable::Now, |db| {
                db.execute("CREATE TABLE backup_images (key TEXT PRIMARY KEY, file BLOB NOT NULL)", &[])?;
                let kept: Vec<String> =
                    db.reading()
                        .all("SELECT key FROM images WHERE state = ?1", values![KEPT], |c| c.take())?;
                for key in kept {
                    let Some(file) = image_path(self.dir(), &key) else { continue };
                    match std::fs::read(&file) {
                        Ok(bytes) => db.execute(
                            "INSERT INTO backup_images (key, file) VALUES (?1, ?2)",
                            values![&key, bytes.as_slice()],
                        )?,
                        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => continue,
                        Err(cause) => return Err(StoreError::file(&file, cause)),
                    };
                }
                Ok(())
            })?;
            // Closing the last connection moves everything from the log into the file.
        }
        sync(&path)?;
        std::fs::rename(&path, to).map_err(|cause| StoreError::file(to, cause))?;
        sync(parent)
    }

    /// Makes the backup `from` the database of the data folder `dir`. A database that is there is kept beside it as
    /// `masthead.db.replaced-1` (or the next number that is free). Nobody may be using the folder. Interrupted, it can be
    /// begun anew.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the backup is broken, [`StoreError::Newer`] when a later program wrote it,
    /// [`StoreError::File`] when it cannot be read or the folder cannot be written. The database that was there then
    /// stays where it was.
    pub fn restore(from: &Path, dir: &Path) -> Result<()> {
        // Said before anything is made: a wrong name is the likeliest mistake.
        std::fs::File::open(from).map_err(|cause| StoreError::file(from, cause))?;
        make_folder(dir)?;
        let work = tempfile::Builder::new()
            .prefix(".masthead-restore-")
            .tempdir_in(dir)
            .map_err(|cause| StoreError::file(dir, cause))?;
        let (copy, lean) = (work.path().join("copy"), work.path().join("lean"));
        std::fs::copy(from, &copy).map_err(|cause| StoreError::file(from, cause))?;
        {
            let database = Sqlite::open(&copy).map_err(|error| named(error, from))?;
            if let Some(detail) = database.check().map_err(|error| named(error, from))?.into_iter().next() {
                return Err(StoreError::Damaged { path: from.to_owned(), detail });
            }
            if sql::read(&database, |db| db.cell::<i64>("SELECT value FROM meta WHERE name = 'version'", &[]))
                .is_err()
            {
                return Err(StoreError::Damaged {
                    path: from.to_owned(),
                    detail: "it is no backup of Masthead".into(),
                });
            }
            crate::migrations::run(&database, from, 0)?;
            restore_images(&database, dir)?;
            sql::write(&database, Durable::Now, |db| {
                db.execute("DROP TABLE IF EXISTS backup_images", &[])?;
                renew_identity(db)
            })?;
            database.copy_to(&lean)?;
        }
        sync(&lean)?;
        // The index is one of what was here before.
        let index = dir.join("index");
        if index.exists() {
            std::fs::remove_dir_all(&index).map_err(|cause| StoreError::file(&index, cause))?;
        }
        let target = Self::database_path(dir);
        put_aside(&target)?;
        std::fs::rename(&lean, &target).map_err(|cause| StoreError::file(&target, cause))?;
        sync(dir)
    }
}

/// Writes the pictures' files of a backup. A plain copy of a database has none of them: its pictures are fetched again.
fn restore_images(database: &Sqlite, dir: &Path) -> Result<()> {
    let has = sql::read(database, |db| db.cell::<i64>("SELECT COUNT(*) FROM backup_images", &[])).is_ok();
    if has {
        sql::read(database, |db| {
            db.each("SELECT key, file FROM backup_images", &[], &mut |row| {
                let mut c = Columns::of(row);
                let (key, bytes): (String, Vec<u8>) = (c.take()?, c.take()?);
                image_path(dir, &key).map_or(Ok(()), |path| write_file(&path, &bytes))
            })
        })?;
    }
    Ok(())
}

/// Gives a database, with the log that belongs to it, another name.
fn put_aside(database: &Path) -> Result<()> {
    if !database.exists() {
        return Ok(());
    }
    let with = |path: &Path, ending: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let free =
        (1..).map(|number: u32| with(database, &format!(".replaced-{number}"))).find(|path| !path.exists());
    let Some(aside) = free else { return Ok(()) };
    for ending in ["-wal", "-shm", ""] {
        let (from, to) = (with(database, ending), with(&aside, ending));
        match std::fs::rename(&from, &to) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::file(&from, cause));
            }
            _ => {}
        }
    }
    Ok(())
}

/// What is wrong with the working copy is wrong with the backup.
fn named(error: StoreError, from: &Path) -> StoreError {
    match error {
        StoreError::Damaged { detail, .. } => StoreError::Damaged { path: from.to_owned(), detail },
        other => other,
    }
}

fn sync(path: &Path) -> Result<()> {
    std::fs::File::open(path).and_then(|file| file.sync_all()).map_err(|cause| StoreError::file(path, cause))
}
