//! Which vocabulary a prefix stands for at a place in the document.

use crate::feed::limits::MOST_BINDINGS;
use crate::feed::names::{Ns, namespace, usual};
use crate::xml::{Entities, unescape};

use super::Machine;

/// The declarations in force, the innermost last.
#[derive(Debug, Default)]
pub(super) struct Bindings<'a> {
    list: Vec<Binding<'a>>,
}

#[derive(Debug)]
struct Binding<'a> {
    prefix: &'a str,
    uri: std::borrow::Cow<'a, str>,
    ns: Option<Ns>,
    /// Whether it stands on the root or just below.
    outer: bool,
}

impl<'a> Bindings<'a> {
    /// Takes in an attribute whose name begins with `xmlns`; says whether it declared a namespace.
    pub(super) fn declare(
        &mut self,
        name: &'a str,
        value: &'a str,
        entities: &Entities<'a>,
        depth: usize,
    ) -> bool {
        let prefix = match name.strip_prefix("xmlns") {
            Some("") => "",
            Some(rest) => match rest.strip_prefix(':') {
                Some(prefix) => prefix,
                None => return false,
            },
            None => return false,
        };
        if self.list.len() >= MOST_BINDINGS {
            return false;
        }
        let uri = unescape(value, entities);
        self.list.push(Binding { prefix, ns: namespace(&uri), uri, outer: depth < 2 });
        true
    }

    pub(super) fn forget(&mut self, count: usize) {
        let left = self.list.len().saturating_sub(count);
        self.list.truncate(left);
    }

    fn get(&self, prefix: &str) -> Option<&Binding<'a>> {
        self.list.iter().rev().find(|b| b.prefix == prefix)
    }

    /// The addresses of all declarations in force.
    pub(super) fn addresses(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|b| b.uri.as_ref())
    }

    /// The address that a prefix stands for.
    pub(super) fn address(&self, prefix: &str) -> Option<&str> {
        self.get(prefix).map(|b| b.uri.as_ref())
    }
}

impl<'a> Machine<'a, '_> {
    /// The vocabulary and local name of a name.
    pub(super) fn resolve(&mut self, name: &'a str) -> (Ns, &'a str) {
        let Some((prefix, local)) = name.split_once(':').filter(|(p, l)| !p.is_empty() && !l.is_empty())
        else {
            return (self.default_namespace(), name);
        };
        let ns = match self.bindings.get(prefix) {
            // Declared with an address that is not known: the usual meaning of the prefix, if it has one.
            Some(binding) => binding.ns.or_else(|| usual(prefix)).unwrap_or(Ns::Other),
            None => {
                if prefix != "xml" {
                    self.warnings
                        .note("undeclared-prefix", || format!("The prefix “{prefix}” is not declared."));
                }
                usual(prefix).or_else(|| usual(&prefix.to_ascii_lowercase())).unwrap_or(Ns::Other)
            }
        };
        (ns, local)
    }

    /// The vocabulary of names without a prefix. Only markup takes them over; a feed that declares, say, Media RSS as
    /// its default still means its own elements.
    fn default_namespace(&self) -> Ns {
        let Some(binding) = self.bindings.get("") else { return Ns::Core };
        match binding.ns {
            Some(ns @ (Ns::Xhtml | Ns::Drawing)) => ns,
            Some(Ns::Rdf | Ns::Core) | None => Ns::Core,
            // Declared on an inner element it is meant for that; on the root it is a slip.
            Some(ns) if !binding.outer => ns,
            Some(_) => Ns::Core,
        }
    }
}
