//! What a reader of outside bytes has to say about them.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

/// Something that was wrong with the input and was read all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Warning {
    /// A short, stable name for programs: `bad-xml`, `truncated`, `bad-date`, …
    pub code: Cow<'static, str>,
    /// One sentence for people: what was found, and where.
    pub detail: String,
}

impl Warning {
    /// A warning with a fixed code.
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code: Cow::Borrowed(code), detail: detail.into() }
    }
}

/// Warnings gathered while reading: one of each code, the first detail kept, the others counted, so that a
/// million bad bytes cost one line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Warnings {
    seen: Vec<(Warning, usize)>,
}

impl Warnings {
    /// Notes one more finding; `detail` is only made for the first of its code.
    pub(crate) fn note(&mut self, code: &'static str, detail: impl FnOnce() -> String) {
        match self.seen.iter_mut().find(|(w, _)| w.code == code) {
            Some((_, count)) => *count += 1,
            None => self.seen.push((Warning::new(code, detail()), 1)),
        }
    }

    /// The warnings in the order in which they were first met.
    pub(crate) fn finish(self) -> Vec<Warning> {
        self.seen
            .into_iter()
            .map(|(mut warning, count)| {
                if count > 1 {
                    warning.detail.push_str(&format!(" (and {} more)", count - 1));
                }
                warning
            })
            .collect()
    }
}
