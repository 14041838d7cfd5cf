//! Manners: how often a host is asked, and what it asks not to be asked for.

pub(crate) mod pace;
pub(crate) mod robots;
pub(crate) mod robots_cache;
mod rules;
