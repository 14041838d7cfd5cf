//! Masthead's extract.
