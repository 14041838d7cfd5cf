//! What Masthead keeps: sources, entries, articles, stories, pictures, readers and what they did, in one folder.
//!
//! ```text
//! DIR/masthead.db   everything that must not be lost (SQLite, write-ahead log)
//! DIR/index/        the full-text index: derived, rebuilt from the database whenever it is missing or damaged
//! DIR/images/ab/…   pictures as they are served, named by the hash of their address
//! ```
//!
//! All calls are synchronous; asynchronous callers run them on a blocking thread. A [`Store`] is a cheap handle: clone it.
//! Reads go through connections of their own and see one consistent moment; they never wait for a write.
//! Every method that writes is exactly one transaction: when it has returned `Ok`, no end of the process undoes it,
//! and when the process is killed inside it, nothing of it remains. What a person did also survives a power cut from
//! then on; what the web told (fetches, articles, pictures) may have to be fetched again after one.
//! Two processes may use one folder.
//!
//! All times are Unix seconds (`i64`) and are passed in: the store has no clock.
//!
//! Tables keyed by a reader and tables keyed by an article are never joined, and every unique key of a reader's table
//! starts with `reader_id`, so that the same SQL can be sharded by reader.

mod articles;
mod backup;
mod desk;
mod doctor;
mod entries;
mod error;
mod images;
mod migrations;
mod place;
mod readers;
mod regroup;
mod search;
mod secrets;
mod settings;
mod signals;
mod sources;
mod sql;
mod store;
mod stories;
mod subscriptions;

pub use articles::{Article, ArticleIn, ArticleLight, ImageRef, PlaceArticle, Placed, Placement};
pub use desk::DeskArticle;
pub use doctor::Finding;
pub use entries::{Entry, EntryCounts, EntryIn};
pub use error::StoreError;
pub use images::{Encoded, ImageFile, WantedImage, image_key, image_urls, rewrite_images};
pub use readers::Reader;
pub use regroup::Regrouping;
pub use search::{Hit, SearchPage, SearchQuery};
pub use secrets::TokenInfo;
pub use signals::{Signal, SignalIn, StoryState, Verdict, Visit};
pub use sources::{Fetched, NewSource, Outcome, RecordedFetch, Source, SourceCounts};
pub use store::{Counts, Store};
pub use stories::{StoryIn, StoryRow, Topic};
pub use subscriptions::Subscription;

/// Identifies a [`Source`].
pub type SourceId = i64;
/// Identifies an [`Entry`].
pub type EntryId = i64;
/// Identifies an [`Article`]; never used twice.
pub type ArticleId = i64;
/// Identifies a story: the id of the article that founded it.
pub type StoryId = i64;
/// Identifies a [`Reader`].
pub type ReaderId = i64;
