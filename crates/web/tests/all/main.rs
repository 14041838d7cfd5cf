//! The site through its router, over a store filled through its public interface.

#![allow(clippy::as_conversions, clippy::panic, clippy::string_slice, clippy::unwrap_used)]

mod access;
mod api;
mod flows;
mod front;
mod pages;
mod safety;
mod settings;
mod support;
mod tuning;
mod unfolding;
