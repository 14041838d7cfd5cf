//! Masthead's rank.
