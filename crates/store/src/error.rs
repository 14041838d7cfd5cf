//! What can go wrong, said so that the person in front of the machine knows what to do.

use std::path::{Path, PathBuf};

/// A failure of the store. The text names what failed, where, and what to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// The data folder cannot be made or entered.
    #[error("cannot use the data folder {}: {cause}. Name another with --data, or correct its permissions", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The database can be read but not written.
    #[error("cannot write to {}: it is read-only for this user. Correct its permissions, or name another folder with --data", .path.display())]
    NotWritable {
        /// The database.
        path: PathBuf,
    },
    /// The disk holding the data folder is full.
    #[error("the disk that holds {} is full. Free some space; nothing that was stored is lost", .path.display())]
    DiskFull {
        /// The database.
        path: PathBuf,
    },
    /// A later version of the program has changed the database.
    #[error("{} was written by a newer Masthead (database version {found}, this program knows {known}). Update the program", .path.display())]
    Newer {
        /// The database.
        path: PathBuf,
        /// The version found.
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
    /// Another process held the database for longer than we are ready to wait.
    #[error("{} is in use by another program that does not let go of it. Stop the other one, or try again", .path.display())]
    Locked {
        /// The database.
        path: PathBuf,
    },
    /// The database file is not one, or is broken.
    #[error("{} is damaged ({detail}). Restore the latest backup with `masthead restore`", .path.display())]
    Damaged {
        /// The database.
        path: PathBuf,
        /// What the database engine said.
        detail: String,
    },
    /// The search index cannot be used and could not be rebuilt.
    #[error("the search index in {} cannot be used: {detail}. Delete that folder; it is rebuilt from the database", .path.display())]
    Index {
        /// The index folder.
        path: PathBuf,
        /// What the index said.
        detail: String,
    },
    /// A file of the data folder (a picture, a backup) cannot be read or written.
    #[error("cannot use {}: {cause}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// A backup or restore would overwrite something.
    #[error("{} already exists and is not empty; nothing was changed. Name another place, or move it away first", .path.display())]
    Occupied {
        /// What is in the way.
        path: PathBuf,
    },
    /// The named thing is not kept here.
    #[error("there is no {what} {id}")]
    Missing {
        /// "source", "reader", …
        what: &'static str,
        /// Its number.
        id: i64,
    },
    /// A name that must be unique is in use.
    #[error("there is already a {what} named \"{name}\"; choose another name")]
    Taken {
        /// "reader", …
        what: &'static str,
        /// The name.
        name: String,
    },
    /// Something the store did not foresee: a fault of the program.
    #[error(
        "the database refused what the program asked of it: {detail}. This is a fault in Masthead; please report it"
    )]
    Fault {
        /// What the database engine said.
        detail: String,
    },
}

impl StoreError {
    pub(crate) fn file(path: &Path, cause: std::io::Error) -> Self {
        if cause.kind() == std::io::ErrorKind::StorageFull {
            return Self::DiskFull { path: path.to_owned() };
        }
        Self::File { path: path.to_owned(), cause }
    }

    pub(crate) fn fault(detail: impl Into<String>) -> Self {
        Self::Fault { detail: detail.into() }
    }
}

/// What every call of the store answers.
pub(crate) type Result<T, E = StoreError> = std::result::Result<T, E>;
