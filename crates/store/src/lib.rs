//! Masthead's store.
