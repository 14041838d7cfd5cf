//! Fetching from the open web, politely and under guard.
//!
//! [`Client::get`] is one careful GET: conditional where the caller has validators, paced per host, limited in
//! bytes and time, never to an address that is not public (unless the settings open it), with robots.txt asked
//! before a page. [`schedule`] says when to ask again. [`guard`] answers whether an address may be reached.
//!
//! No cookies are kept or sent, no Referer is sent, and the User-Agent never changes between requests.

#![cfg_attr(test, allow(clippy::as_conversions, clippy::string_slice))]

mod client;
mod failure;
pub mod guard;
mod manners;
pub mod resolve;
pub mod schedule;
mod settings;

pub use client::{Client, Kind, Request, Response};
pub use failure::Failure;
pub use manners::robots::Robots;
pub use settings::{HostPace, Settings, SettingsError};
