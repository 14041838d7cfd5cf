//! What is shown of an article, kept as one string.

use serde::{Deserialize, Serialize};

/// Language, outlet, headline, points, labels and names in one block: a window holds very many of them, and each string
/// of its own would take as much again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shown(Box<str>);

/// What stands between two fields, and between two lines of one field.
const FIELD: char = '\u{1}';
const LINE: char = '\0';

impl Shown {
    pub(crate) fn of(
        language: &str,
        outlet: &str,
        title: &str,
        [points, labels, names]: [&[String]; 3],
    ) -> Self {
        let mut out = String::new();
        let lists = [points, labels, names];
        let length = lists.iter().flat_map(|l| l.iter()).map(|s| s.len() + 1).sum::<usize>();
        out.reserve_exact(language.len() + outlet.len() + title.len() + length + 6);
        for field in [language, outlet, title] {
            push(&mut out, field);
            out.push(FIELD);
        }
        for list in lists {
            for line in list {
                push(&mut out, line);
                out.push(LINE);
            }
            out.push(FIELD);
        }
        Self(out.into())
    }

    fn field(&self, n: usize) -> &str {
        self.0.split(FIELD).nth(n).unwrap_or_default()
    }

    fn list(&self, n: usize) -> impl Iterator<Item = &str> + '_ {
        self.field(n).split(LINE).filter(|s| !s.is_empty())
    }

    pub(crate) fn language(&self) -> Option<&str> {
        Some(self.field(0)).filter(|l| !l.is_empty())
    }

    pub(crate) fn outlet(&self) -> &str {
        self.field(1)
    }

    pub(crate) fn title(&self) -> &str {
        self.field(2)
    }

    pub(crate) fn points(&self) -> impl Iterator<Item = &str> + '_ {
        self.list(3)
    }

    pub(crate) fn labels(&self) -> impl Iterator<Item = &str> + '_ {
        self.list(4)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> + '_ {
        self.list(5)
    }
}

/// Puts a string in, without the marks that stand between.
fn push(out: &mut String, s: &str) {
    out.extend(s.split([FIELD, LINE]));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_back_what_went_in() {
        let list = |l: &[&str]| l.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let (points, names) =
            (list(&["One thing.", "Another\nthing."]), list(&["Ana Lopez", "Fen\0nock\u{1}"]));
        let shown = Shown::of("en", "", "A title", [&points, &[], &names]);
        assert_eq!((shown.language(), shown.outlet(), shown.title()), (Some("en"), "", "A title"));
        assert_eq!(shown.points().collect::<Vec<_>>(), points);
        assert_eq!(shown.labels().count(), 0);
        assert_eq!(shown.names().collect::<Vec<_>>(), ["Ana Lopez", "Fennock"]);
        assert_eq!(Shown::default().language(), None);
    }
}
