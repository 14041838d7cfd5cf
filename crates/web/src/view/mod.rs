//! What the templates show: values already put into words, so that the templates only place them.

pub(crate) mod card;
pub(crate) mod heat;
pub(crate) mod prose;
pub(crate) mod reasons;
pub(crate) mod time;
pub(crate) mod words;
