//! Several short strings kept as one.

use serde::{Deserialize, Serialize};

/// Strings in one block: a window holds very many of them, and each of its own would cost twice its length.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lines(Box<str>);

/// What stands between two of them.
const BREAK: char = '\0';

impl Lines {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> + '_ {
        self.0.split(BREAK).filter(|s| !s.is_empty())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<S: AsRef<str>> FromIterator<S> for Lines {
    fn from_iter<I: IntoIterator<Item = S>>(all: I) -> Self {
        let mut out = String::new();
        for s in all {
            if !out.is_empty() {
                out.push(BREAK);
            }
            out.push_str(s.as_ref());
        }
        Self(out.into())
    }
}
