//! Masthead's web.
