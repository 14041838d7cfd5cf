//! Masthead's story.
