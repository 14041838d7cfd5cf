//! Masthead's fetch.
