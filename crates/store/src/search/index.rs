//! The index folder: opened when first needed, brought up to date from the database, built anew when it is no good.
//!
//! The index keeps no text of its own, only word lists that answer with article numbers; everything shown comes from the
//! database. Each commit carries `<identity of the database>:<generation>`: what the index holds and of what. So a crash
//! between a commit of the database and one of the index loses nothing, and an index that belongs to another state of the
//! database (a restored backup) is noticed and emptied.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use tantivy::indexer::IndexWriterOptions;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term};

use super::tokenizer::FoldedWords;
use crate::ArticleId;
use crate::error::{Result, StoreError};

/// Memory that the writer may fill before it writes a segment out.
const HEAP: usize = 30_000_000;
const TOKENIZER: &str = "folded";

/// How far an index is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// There is none, or none of this database.
    None,
    /// It holds everything up to this generation.
    At(u64),
    /// It cannot be read.
    Damaged(String),
}

/// One article as indexed.
pub(crate) struct Document {
    pub(crate) id: ArticleId,
    pub(crate) at: i64,
    pub(crate) title: String,
    /// Outlet, authors, topics.
    pub(crate) names: String,
    pub(crate) body: String,
}

/// The fields of the index.
#[derive(Clone, Copy)]
pub(crate) struct Fields {
    pub(crate) id: Field,
    pub(crate) at: Field,
    pub(crate) title: Field,
    pub(crate) names: Field,
    pub(crate) body: Field,
}

/// The name of the field that holds article numbers.
pub(crate) const ID: &str = "id";

fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let words = TextFieldIndexing::default()
        .set_tokenizer(TOKENIZER)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let words = TextOptions::default().set_indexing_options(words);
    let fields = Fields {
        id: schema.add_i64_field(ID, INDEXED | FAST),
        at: schema.add_i64_field("at", FAST),
        title: schema.add_text_field("title", words.clone()),
        names: schema.add_text_field("names", words.clone()),
        body: schema.add_text_field("body", words),
    };
    (schema.build(), fields)
}

/// The index folder of a data folder.
pub(crate) struct Index {
    path: PathBuf,
    open: Mutex<Option<Open>>,
    /// A search met a part of it that cannot be read.
    broken: AtomicBool,
}

struct Open {
    reader: IndexReader,
    payload: Option<String>,
    stamp: Stamp,
}

/// Tells one commit of the index from the next without reading it.
type Stamp = (Option<SystemTime>, u64);

impl Index {
    /// The index in the folder `path`, which need not exist.
    pub(crate) fn at(path: &Path) -> Self {
        Self { path: path.to_owned(), open: Mutex::new(None), broken: AtomicBool::new(false) }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What is searched now, with its fields; none when there is no index of the database `identity`.
    pub(crate) fn searcher(&self, identity: i64) -> Result<Option<(Searcher, Fields)>> {
        let found = self.reader(|open| {
            let ours = held(open.payload.as_deref()).is_some_and(|(of, _)| of == identity);
            ours.then(|| (open.reader.searcher(), schema().1))
        });
        found.map(Option::flatten).map_err(|e| self.error(&e))
    }

    /// Runs a search. One that meets a broken part of the index makes [`Index::standing`] say so.
    pub(crate) fn search<T>(&self, search: impl FnOnce() -> tantivy::Result<T>) -> Result<T> {
        guarded(search).map_err(|e| {
            self.broken.store(true, Ordering::Relaxed);
            self.error(&e)
        })
    }

    /// How far the index of the database `identity`, itself at `generation`, is.
    pub(crate) fn standing(&self, identity: i64, generation: u64) -> Standing {
        if self.broken.load(Ordering::Relaxed) {
            return Standing::Damaged("a part of it cannot be read".to_owned());
        }
        match self.reader(|open| held(open.payload.as_deref())) {
            Ok(Some(Some((of, number)))) if of == identity && number <= generation => Standing::At(number),
            Ok(_) => Standing::None,
            Err(cause) => Standing::Damaged(cause.to_string()),
        }
    }

    /// The files of the index whose content is not what was written.
    pub(crate) fn damaged_files(&self) -> Vec<PathBuf> {
        let checked =
            if self.stamp().is_some() { tantivy::Index::open_in_dir(&self.path) } else { return Vec::new() };
        let checked = checked.and_then(|index| guarded(|| index.validate_checksum()));
        let mut damaged: Vec<_> = match checked {
            Ok(files) => files.into_iter().map(|file| self.path.join(file)).collect(),
            Err(_) => vec![self.path.join("meta.json")],
        };
        damaged.sort();
        damaged
    }

    /// Throws the index away.
    pub(crate) fn discard(&self) -> Result<()> {
        *self.open.lock().unwrap_or_else(PoisonError::into_inner) = None;
        self.broken.store(false, Ordering::Relaxed);
        match std::fs::remove_dir_all(&self.path) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                Err(StoreError::file(&self.path, cause))
            }
            _ => Ok(()),
        }
    }

    /// Adds the documents that `next` hands out, up to and including those of `generation`. `next` is told from which
    /// generation on, and called until it answers nothing. Answers how many were added; none when another process is at
    /// it.
    pub(crate) fn add(
        &self,
        identity: i64,
        generation: u64,
        mut next: impl FnMut(u64) -> Result<Vec<Document>>,
    ) -> Result<usize> {
        let (schema, fields) = schema();
        let opened = || -> tantivy::Result<Option<(tantivy::Index, IndexWriter)>> {
            std::fs::create_dir_all(&self.path)?;
            let directory = tantivy::directory::MmapDirectory::open(&self.path)?;
            let index = tantivy::Index::open_or_create(directory, schema.clone())?;
            register(&index);
            let options = IndexWriterOptions::builder()
                .num_worker_threads(1)
                .memory_budget_per_thread(HEAP)
                .num_merge_threads(1)
                .build();
            match index.writer_with_options(options) {
                Ok(writer) => Ok(Some((index, writer))),
                Err(TantivyError::LockFailure(..)) => Ok(None),
                Err(other) => Err(other),
            }
        };
        let Some((index, mut writer)) = guarded(opened).map_err(|e| self.error(&e))? else { return Ok(0) };
        // Now that nobody else writes: how far is it?
        let payload = index.load_metas().map_err(|e| self.error(&e))?.payload;
        let from = match held(payload.as_deref()) {
            Some((of, number)) if of == identity && number <= generation => number,
            _ => {
                writer.delete_all_documents().map_err(|e| self.error(&e))?;
                0
            }
        };
        let mut added = 0;
        loop {
            let documents = next(from)?;
            if documents.is_empty() {
                break;
            }
            for document in documents {
                // Whatever an interrupted or repeated run has left of it goes first.
                writer.delete_term(Term::from_field_i64(fields.id, document.id));
                let mut row = TantivyDocument::new();
                row.add_i64(fields.id, document.id);
                row.add_i64(fields.at, document.at);
                row.add_text(fields.title, document.title);
                row.add_text(fields.names, document.names);
                row.add_text(fields.body, document.body);
                writer.add_document(row).map_err(|e| self.error(&e))?;
                added += 1;
            }
        }
        let finish = || -> tantivy::Result<()> {
            let mut commit = writer.prepare_commit()?;
            commit.set_payload(&format!("{identity}:{generation}"));
            commit.commit()?;
            writer.wait_merging_threads()
        };
        guarded(finish).map_err(|e| self.error(&e))?;
        Ok(added)
    }

    /// Hands the open index to `take`, opened anew when it has changed on disk; none when there is no index.
    fn reader<T>(&self, take: impl FnOnce(&Open) -> T) -> tantivy::Result<Option<T>> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(stamp) = self.stamp() else {
            *open = None;
            return Ok(None);
        };
        if let Some(open) = open.as_ref().filter(|open| open.stamp == stamp) {
            return Ok(Some(take(open)));
        }
        *open = None;
        let (reader, payload) = guarded(|| {
            let index = tantivy::Index::open_in_dir(&self.path)?;
            if index.schema() != schema().0 {
                return Err(TantivyError::SchemaError("another version of the program made it".to_owned()));
            }
            register(&index);
            let payload = index.load_metas()?.payload;
            Ok((index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?, payload))
        })?;
        Ok(Some(take(open.insert(Open { reader, payload, stamp }))))
    }

    fn stamp(&self) -> Option<Stamp> {
        let metadata = self.path.join("meta.json").metadata().ok()?;
        Some((metadata.modified().ok(), metadata.len()))
    }

    fn error(&self, cause: &TantivyError) -> StoreError {
        match cause {
            TantivyError::IoError(io) if io.kind() == std::io::ErrorKind::StorageFull => {
                StoreError::DiskFull { path: self.path.clone() }
            }
            other => StoreError::Index { path: self.path.clone(), detail: other.to_string() },
        }
    }
}

/// Runs what reads index files. Files that were cut short make the index library panic, which is to us a damaged index
/// like any other: it is thrown away and built anew.
fn guarded<T>(work: impl FnOnce() -> tantivy::Result<T>) -> tantivy::Result<T> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work))
        .unwrap_or_else(|_| Err(TantivyError::InternalError("a file of it is not whole".to_owned())))
}

fn register(index: &tantivy::Index) {
    index.tokenizers().register(TOKENIZER, TextAnalyzer::from(FoldedWords));
}

/// Of which database, and up to which generation, a commit is.
fn held(payload: Option<&str>) -> Option<(i64, u64)> {
    let (identity, generation) = payload?.split_once(':')?;
    Some((identity.parse().ok()?, generation.parse().ok()?))
}
