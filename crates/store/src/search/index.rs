//! The index folder.
use std::path::{Path, PathBuf};

/// How far an index is.
pub(crate) enum Standing {
    /// There is none of this database.
    None,
    /// It holds everything up to this generation.
    At(u64),
    /// It cannot be read.
    Damaged(String),
}

pub(crate) struct Index {
    path: PathBuf,
}

impl Index {
    pub(crate) fn at(path: &Path) -> Self {
        Self { path: path.to_owned() }
    }
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
    pub(crate) fn standing(&self, _identity: i64, _generation: u64) -> Standing {
        Standing::None
    }
}
