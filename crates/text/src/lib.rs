//! Words of news text in any language: which language it is, folded keys, terms for vectors, tokens for the
//! search index, names, sentences and near-duplicate prints.
//!
//! Everything here is a pure function of its arguments: no clock, no global state, no network. The same input
//! gives the same output on every machine, so what is stored (keys, hashes) stays valid.

mod fold;
mod hash;
mod language;
pub mod minhash;
mod names;
mod segment;
mod sentences;
mod stop;
mod term_memory;
mod terms;
mod tokens;
mod translit;

pub use fold::fold;
pub use hash::{hash32, hash64};
pub use language::{language, primary_tag};
pub use names::names;
pub use segment::{Word, words};
pub use sentences::sentences;
pub use stop::is_stop_word;
pub use term_memory::TermMemory;
pub use terms::{stem, terms};
pub use tokens::{Token, search_tokens};
pub use translit::{consonants, latin};
