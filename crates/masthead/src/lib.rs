//! Masthead, the program: command line, configuration, crawl, demo. It wires the other crates; what they can do is
//! theirs, when it is done is decided here.

pub mod cli;
pub mod config;
pub mod crawl;
pub mod demo;
pub mod embedding;
pub mod error;
pub mod starter;
