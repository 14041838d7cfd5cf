//! `masthead backup` and `masthead restore`, and how every command opens what is kept.

use std::path::PathBuf;

use clap::Args;
use store::{Reader, Store};

use super::{Global, output};
use crate::crawl;
use crate::error::{Result, bad_use};

/// Name of the reader that is made at the first start.
pub(super) const FIRST_READER: &str = "reader";

/// Opens the data folder's store.
pub(super) fn open(global: &Global) -> Result<Store> {
    let dir = global.dir()?;
    // A slip in the configuration is told by every command, not by the one that would trip over it.
    global.config(&dir)?;
    Ok(Store::open(&dir)?)
}

/// The reader of that name; without a name the first one, who is made if there is none yet.
pub(super) fn reader(store: &Store, name: Option<&str>) -> Result<Reader> {
    if let Some(name) = name {
        return match store.reader_by_name(name)? {
            Some(reader) => Ok(reader),
            None => {
                let names: Vec<String> = store.readers()?.into_iter().map(|r| r.name).collect();
                Err(bad_use(format!("There is no reader named {name:?}. Readers: {}.", names.join(", "))))
            }
        };
    }
    if let Some(first) = store.readers()?.into_iter().next() {
        return Ok(first);
    }
    let id = store.add_reader(FIRST_READER, None, output::now())?;
    store.reader(id)?.ok_or_else(|| "The first reader could not be made. Run: masthead doctor".into())
}

#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The file to write; it must not exist yet
    file: PathBuf,
}

impl Backup {
    pub(crate) fn run(self, global: &Global) -> Result<()> {
        if self.file.exists() {
            return Err(bad_use(format!("{} exists already. Name a new file.", self.file.display())));
        }
        open(global)?.backup(&self.file)?;
        output::text(&format!("Everything kept is copied to {}.", self.file.display()))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// A file that `masthead backup` wrote
    file: PathBuf,
    /// Replace what is kept now
    #[arg(long)]
    replace: bool,
}

impl Restore {
    pub(crate) fn run(self, global: &Global) -> Result<()> {
        let dir = global.dir()?;
        if !self.file.is_file() {
            return Err(bad_use(format!("Cannot read {}: there is no such file.", self.file.display())));
        }
        let Some(_lock) = crawl::lock(&dir)? else {
            return Err("Another masthead is at work on this data folder. Stop it, then restore.".into());
        };
        if dir.join("masthead.db").exists() && !self.replace {
            return Err(bad_use(format!(
                "{} holds a database already. Add --replace to put the backup in its place (the old one is kept beside it).",
                dir.display()
            )));
        }
        Store::restore(&self.file, &dir)?;
        output::text(&format!("{} now stands in {}.", self.file.display(), dir.display()))
    }
}
