//! JSON Feed.
use super::{NotAFeed, Parsed};
use crate::{html::Base, warning::Warnings};

pub(super) fn read(
    _text: &str,
    _base: &Base,
    _raw: bool,
    _warnings: &mut Warnings,
) -> Result<Parsed, NotAFeed> {
    Err(NotAFeed::Json)
}
