//! Copies of everything, and the way back.

use std::path::Path;

use crate::Store;
use crate::error::{Result, StoreError};
use crate::sql::{self, Database, Sqlite};
use crate::store::{make_folder, renew_identity};

impl Store {
    /// Writes a copy of everything kept (database and pictures; the index is not needed) to the new folder `to`.
    /// Nothing needs to be stopped meanwhile. The folder appears only when it is complete.
    ///
    /// # Errors
    /// [`StoreError::Occupied`] when `to` exists and is not an empty folder; else when it cannot be written.
    pub fn backup(&self, to: &Path) -> Result<()> {
        vacant(to)?;
        let parent = match to.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        make_parent(parent)?;
        let folder = tempfile::Builder::new()
            .prefix(".masthead-backup-")
            .tempdir_in(parent)
            .map_err(|cause| StoreError::file(parent, cause))?;
        let database = Self::database_path(folder.path());
        self.database().copy_to(&database)?;
        sync(&database)?;
        // Files come after the database: a row that says "kept" is then never without its file.
        copy_folder(&self.dir().join("images"), &folder.path().join("images"))?;
        if to.exists() {
            std::fs::remove_dir(to).map_err(|cause| StoreError::file(to, cause))?;
        }
        std::fs::rename(folder.path(), to).map_err(|cause| StoreError::file(to, cause))?;
        // It has its name now; there is nothing left to clear away.
        let _gone = folder.keep();
        sync(parent)
    }

    /// Makes the data folder `dir` out of the backup `from`. The database comes last: a restore that was interrupted
    /// leaves a folder without one, and can be begun anew.
    ///
    /// # Errors
    /// [`StoreError::Occupied`] when `dir` already holds a database, [`StoreError::Damaged`] when the backup is broken,
    /// [`StoreError::File`] when it is not one.
    pub fn restore(from: &Path, dir: &Path) -> Result<()> {
        let (source, target) = (Self::database_path(from), Self::database_path(dir));
        if target.exists() {
            return Err(StoreError::Occupied { path: target });
        }
        make_folder(dir)?;
        let copy = dir.join("masthead.db.restoring");
        for leftover in ["masthead.db.restoring", "masthead.db.restoring-wal", "masthead.db.restoring-shm"] {
            let _absent = std::fs::remove_file(dir.join(leftover));
        }
        std::fs::copy(&source, &copy).map_err(|cause| StoreError::file(&source, cause))?;
        {
            let database = Sqlite::open(&copy)?;
            if let Some(detail) = database.check()?.into_iter().next() {
                return Err(StoreError::Damaged { path: source, detail });
            }
            crate::migrations::run(&database, &source, 0)?;
            sql::write(&database, renew_identity)?;
        }
        // The index of whatever was here before is of no use.
        let index = dir.join("index");
        if index.exists() {
            std::fs::remove_dir_all(&index).map_err(|cause| StoreError::file(&index, cause))?;
        }
        copy_folder(&from.join("images"), &dir.join("images"))?;
        sync(&copy)?;
        std::fs::rename(&copy, &target).map_err(|cause| StoreError::file(&target, cause))?;
        sync(dir)
    }
}

/// Whether something can be put at this place without covering anything.
fn vacant(path: &Path) -> Result<()> {
    let occupied = match std::fs::read_dir(path) {
        Ok(mut entries) => entries.next().is_some(),
        Err(cause) => cause.kind() != std::io::ErrorKind::NotFound,
    };
    if occupied { Err(StoreError::Occupied { path: path.to_owned() }) } else { Ok(()) }
}

fn make_parent(parent: &Path) -> Result<()> {
    std::fs::create_dir_all(parent).map_err(|cause| StoreError::file(parent, cause))
}

/// Copies a folder of files and folders of files; a folder that is not there is empty.
fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    let entries = match std::fs::read_dir(from) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(cause) => return Err(StoreError::file(from, cause)),
    };
    make_parent(to)?;
    for entry in entries {
        let entry = entry.map_err(|cause| StoreError::file(from, cause))?;
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_folder(&path, &target)?;
            continue;
        }
        match std::fs::copy(&path, &target) {
            Ok(_) => {}
            // A temporary file that has got its name meanwhile.
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => {}
            Err(cause) => return Err(StoreError::file(&path, cause)),
        }
    }
    Ok(())
}

fn sync(path: &Path) -> Result<()> {
    std::fs::File::open(path).and_then(|file| file.sync_all()).map_err(|cause| StoreError::file(path, cause))
}
