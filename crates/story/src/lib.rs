//! Articles become stories, as a stream: which articles tell the same event, which are copies of one another,
//! what the story is called, what it is about and how hot it is.
//!
//! [`Desk`] takes articles one by one as they arrive. It reads no clock and knows no network or database: time is
//! an argument, and the same articles in the same order give the same stories on every machine.

mod agglomerate;
mod copies;
mod cross;
mod desk;
pub mod duplicates;
mod embedding;
pub mod eval;
mod frequency;
mod headline;
mod key_points;
mod lexicon;
mod likeness;
mod lists;
mod neighbours;
mod num;
mod packed;
mod postings;
mod print;
mod rows;
mod sayings;
mod sections;
mod settings;
mod shown;
mod synonyms;
mod topics;
mod types;
mod unfold;
mod vector;
mod voices;

pub use desk::{Desk, Pairs, Settled, StateError};
pub use likeness::Likeness;
pub use sayings::{Also, Said, Voice};
pub use sections::is_section;
pub use settings::Settings;
pub use topics::fold_topic;
pub use types::{ArticleId, Incoming, Placement, Story, StoryId, Topic};
pub use unfold::{Development, Difference, Reading, Unfolding, unfold};
pub use voices::{Claim, claims};
