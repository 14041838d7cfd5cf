//! Pages that carry entries.
use super::Parsed;
use crate::html::Base;

pub(super) fn read(_text: &str, _base: &Base, _raw: bool) -> Option<Parsed> {
    None
}
