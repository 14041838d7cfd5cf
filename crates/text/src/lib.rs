//! Masthead's text.
