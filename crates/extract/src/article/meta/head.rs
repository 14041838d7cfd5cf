//! What stands in the page's head: meta tags, links, title, language.

use crate::article::tag::Tag;
use crate::article::tree::{Id, Tree};
use crate::article::words;

/// The head's declarations, in order.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// `name`, `property` or `itemprop` in lower case → `content`.
    pub(crate) metas: Vec<(String, String)>,
    /// `<title>`.
    pub(crate) title: Option<String>,
    /// `<link rel=canonical>`.
    pub(crate) canonical: Option<String>,
    /// `<link rel=next>`.
    pub(crate) next: Option<String>,
    /// `<link rel=image_src>`.
    pub(crate) image_src: Option<String>,
    /// `<base href>`.
    pub(crate) base: Option<String>,
    /// `<html lang>`.
    pub(crate) language: Option<String>,
}

impl Head {
    /// Gathers them from the whole page: many stand in the body.
    pub(crate) fn new(tree: &Tree) -> Self {
        let mut head = Self::default();
        for node in 0..super::super::tree::id(tree.len()) {
            match tree.tag(node) {
                Tag::Meta => head.meta(tree, node),
                Tag::Link => head.link(tree, node),
                Tag::Title if head.title.is_none() => {
                    head.title = Some(tree.text_below(node)).filter(|t| !t.is_empty());
                }
                Tag::Base if head.base.is_none() => head.base = tree.attr(node, "href").map(str::to_owned),
                Tag::Html if head.language.is_none() => {
                    head.language =
                        tree.attr(node, "lang").or_else(|| tree.attr(node, "xml:lang")).map(str::to_owned);
                }
                _ => {}
            }
        }
        head
    }

    fn meta(&mut self, tree: &Tree, node: Id) {
        let Some(content) = tree.attr(node, "content").or_else(|| tree.attr(node, "value")) else { return };
        let content = words::folded(content);
        if content.is_empty() {
            return;
        }
        for name in ["name", "property", "itemprop", "http-equiv"] {
            if let Some(key) = tree.attr(node, name) {
                for key in key.split_ascii_whitespace() {
                    self.metas.push((key.to_ascii_lowercase(), content.clone()));
                }
            }
        }
    }

    fn link(&mut self, tree: &Tree, node: Id) {
        let (Some(rel), Some(href)) = (tree.attr(node, "rel"), tree.attr(node, "href")) else { return };
        let slot = match rel.trim().to_ascii_lowercase().as_str() {
            "canonical" => &mut self.canonical,
            "next" => &mut self.next,
            "image_src" => &mut self.image_src,
            _ => return,
        };
        if slot.is_none() && !href.trim().is_empty() {
            *slot = Some(href.trim().to_owned());
        }
    }

    /// The first value of the first key that has one.
    pub(crate) fn first(&self, keys: &[&str]) -> Option<&str> {
        keys.iter().find_map(|key| self.metas.iter().find(|(k, _)| k == key).map(|(_, v)| v.as_str()))
    }

    /// All values of a key.
    pub(crate) fn every<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.metas.iter().filter(move |(k, _)| k == key).map(|(_, v)| v.as_str())
    }
}
