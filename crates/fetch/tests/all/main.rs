//! The client against small servers on the loopback.

#![allow(missing_docs, clippy::unwrap_used, clippy::panic, clippy::as_conversions, clippy::string_slice)]

mod bodies;
mod conditions;
mod guard;
mod manners;
mod names;
mod pool;
mod redirects;
mod server;
mod words;
