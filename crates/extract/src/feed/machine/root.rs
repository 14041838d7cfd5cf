//! The outermost element of a feed: which format it is, of which version.

use crate::feed::model::{Kind, Link};
use crate::feed::names::El;
use crate::xml::Attributes;

use super::Machine;

impl<'a> Machine<'a, '_> {
    pub(super) fn start_root(&mut self, el: El, attributes: Attributes<'a>) {
        if el == El::Html {
            self.is_page = self.kind.is_none();
            return;
        }
        if self.frames.len() > 3 && self.kind.is_some() {
            return;
        }
        let version = self.attribute(attributes, &["version"]).unwrap_or_default().trim().to_owned();
        match el {
            El::Rss => {
                self.kind.get_or_insert(Kind::Rss);
                self.version = rss_version(&version);
            }
            El::RdfRoot => {
                self.kind.get_or_insert(Kind::Rdf);
                self.version = self.rdf_version();
            }
            El::AtomFeed => {
                self.kind.get_or_insert(Kind::Atom);
                self.version = self.atom_version(&version);
            }
            El::SitemapRoot => {
                self.kind.get_or_insert(Kind::Sitemap);
                self.in_sitemap = true;
            }
            El::Channel => self.start_channel(attributes),
            _ => {}
        }
        if matches!(el, El::Rss | El::RdfRoot | El::AtomFeed)
            && let Some(language) = &self.scope.language
        {
            self.feed.language = Some(language.to_string());
        }
    }

    fn start_channel(&mut self, attributes: Attributes<'a>) {
        if self.kind.is_none() {
            let is_rss11 = self.bindings.addresses().any(|a| a == "http://purl.org/net/rss1.1#");
            self.kind = Some(if is_rss11 { Kind::Rdf } else { Kind::Cdf });
            self.version = if is_rss11 { "1.1" } else { "" };
        }
        self.cdf_attributes(attributes);
    }

    /// CDF says in attributes what others say in elements.
    pub(super) fn cdf_attributes(&mut self, attributes: Attributes<'a>) {
        if attributes.is_empty() {
            return;
        }
        if let Some(raw) = self.attribute(attributes, &["lastmod"]) {
            self.set_updated(&raw);
        }
        if let Some(href) = self.address(attributes, &["href"]) {
            self.set_link(&href);
            self.add_link(Link {
                href: Some(href),
                rel: Some("alternate".into()),
                kind: Some("text/html".into()),
                ..Link::default()
            });
        }
    }

    fn rdf_version(&self) -> &'static str {
        let has = |wanted: &str| self.bindings.addresses().any(|a| a.eq_ignore_ascii_case(wanted));
        if has("http://purl.org/net/rss1.1#") {
            "1.1"
        } else if has("http://my.netscape.com/rdf/simple/0.9/")
            || has("http://channel.netscape.com/rdf/simple/0.9/")
        {
            "0.90"
        } else {
            "1.0"
        }
    }

    pub(super) fn atom_version(&self, version: &str) -> &'static str {
        let has = |wanted: &str| self.bindings.addresses().any(|a| a.to_ascii_lowercase().contains(wanted));
        match version {
            "0.1" => "0.1",
            "0.2" => "0.2",
            "0.3" => "0.3",
            "1.0" => "1.0",
            _ if has("www.w3.org/2005/atom") => "1.0",
            _ if has("purl.org/atom/ns#") => "0.3",
            _ => "",
        }
    }
}

/// The versions of RSS that were published.
fn rss_version(version: &str) -> &'static str {
    match version {
        "0.91" => "0.91",
        "0.92" => "0.92",
        "0.93" => "0.93",
        "0.94" => "0.94",
        "0.90" | "0.9" => "0.90",
        "1.0" => "1.0",
        v if v.starts_with('2') => "2.0",
        _ => "",
    }
}
