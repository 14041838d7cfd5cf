//! What the start of an element means.

use std::borrow::Cow;

use crate::feed::model::{Enclosure, Entry, Generator, Image, Kind, Link, Person, Source, Tag};
use crate::feed::names::{El, Ns};
use crate::xml::{Attributes, Entities, unescape};

use super::context::About;
use super::draft::{Draft, push};
use super::{Gather, Machine, Role};

/// The scheme of Apple's categories and keywords.
pub(super) const ITUNES_SCHEME: &str = "http://www.itunes.com/";
/// The scheme of Media RSS categories that name none.
const MEDIA_SCHEME: &str = "http://search.yahoo.com/mrss/category_schema";

impl<'a> Machine<'a, '_> {
    /// Begins an element; says whether a text is gathered for it.
    pub(super) fn start(&mut self, el: El, ns: Ns, attributes: Attributes<'a>, local: &str) -> bool {
        match el {
            El::Rss | El::RdfRoot | El::AtomFeed | El::Channel | El::SitemapRoot | El::Html => {
                self.start_root(el, attributes);
                false
            }
            El::Item => {
                self.start_entry(attributes, local);
                false
            }
            El::Title | El::MediaTitle | El::Subtitle | El::Rights | El::Abstract | El::Summary => {
                self.gather_content(el, attributes, "text")
            }
            El::Description | El::Encoded | El::MediaDescription => {
                self.gather_content(el, attributes, if el == El::MediaDescription { "text" } else { "html" })
            }
            El::Content => self.start_content(attributes),
            El::Body => self.gather_content(el, attributes, "xhtml"),
            El::Image => {
                self.in_image = true;
                if self.entry.is_none() {
                    self.feed.image.get_or_insert_default();
                }
                self.gather(attributes)
            }
            El::TextInput => {
                self.in_text_input = true;
                false
            }
            El::Source => self.start_source(attributes),
            El::Author => self.start_person(Role::Author, attributes),
            El::Contributor | El::DcContributor => self.start_person(Role::Contributor, attributes),
            El::Publisher | El::Owner => self.start_person(Role::Publisher, attributes),
            El::Link => self.start_link(attributes),
            El::Category => self.start_category(attributes, None),
            El::MediaCategory => self.start_category(attributes, Some(MEDIA_SCHEME)),
            El::ItunesCategory => {
                let term = self.attribute(attributes, &["text"]).filter(|t| !t.is_empty());
                if let Some(term) = term {
                    let scheme = Some(ITUNES_SCHEME.to_owned());
                    self.add_tag(Tag { term: Some(term.trim().to_owned()), scheme, label: None });
                }
                self.gather(attributes)
            }
            El::Enclosure => {
                self.start_enclosure(attributes);
                false
            }
            El::Generator => {
                self.start_generator(attributes);
                self.gather(attributes)
            }
            El::MediaContent
            | El::MediaGroup
            | El::MediaThumbnail
            | El::ItunesImage
            | El::PodcastTranscript
            | El::PodcastChapters
            | El::GeneratorAgent
            | El::LicenseResource => self.start_metadata(el, attributes),
            El::Logo | El::Icon => {
                self.start_picture(el, attributes);
                self.gather(attributes)
            }
            El::Opaque => {
                self.opaque += 1;
                false
            }
            El::Group => false,
            El::Unknown => {
                // Its text must not fall to the element around it.
                if self.gathers.is_empty() || ns == Ns::Rdf { false } else { self.gather_void(attributes) }
            }
            _ => self.gather(attributes),
        }
    }

    /// Gathers plain text.
    fn gather(&mut self, attributes: Attributes<'a>) -> bool {
        let text = std::mem::take(&mut self.spare);
        self.gathers.push(Gather { text, content: None, void: false, attributes });
        true
    }

    fn gather_void(&mut self, attributes: Attributes<'a>) -> bool {
        self.gathers.push(Gather { text: String::new(), content: None, void: true, attributes });
        true
    }

    /// The value of the first attribute that has one of these names, decoded.
    pub(super) fn attribute(&self, attributes: Attributes<'a>, names: &[&str]) -> Option<Cow<'a, str>> {
        names.iter().find_map(|name| {
            let found = attributes.into_iter().find(|a| a.name.eq_ignore_ascii_case(name))?;
            Some(unescape(found.value, &self.entities))
        })
    }

    /// An address in an attribute, made absolute.
    pub(super) fn address(&self, attributes: Attributes<'a>, names: &[&str]) -> Option<String> {
        let value = self.attribute(attributes, names)?;
        Some(self.scope.base.resolve(&value).into_owned()).filter(|v| !v.is_empty())
    }

    fn start_entry(&mut self, attributes: Attributes<'a>, local: &str) {
        // An entry in an entry: the first one's end is missing.
        if let Some(at) = self.frames.iter().position(|f| f.el == El::Item) {
            self.warnings.note("bad-xml", || "An entry begins inside another.".into());
            while self.frames.len() > at {
                self.close_top();
            }
        }
        self.end_entry();
        if self.kind.is_none() {
            self.kind = Some(if local.eq_ignore_ascii_case("entry") { Kind::Atom } else { Kind::Rss });
            if local.eq_ignore_ascii_case("entry") {
                self.version = self.atom_version("");
            }
        }
        (self.in_image, self.in_text_input, self.in_media, self.group_from) = (false, false, 0, 0);
        self.source = None;
        let mut entry = self.spare_entry.take().unwrap_or_default();
        self.entry_draft = Draft::default();
        self.entry_fits = self.budget.take(size_of::<Entry>());
        if !attributes.is_empty() {
            entry.id =
                self.attribute(attributes, &["rdf:about"]).map(Cow::into_owned).filter(|id| !id.is_empty());
        }
        self.entry = Some(entry);
        self.cdf_attributes(attributes);
    }

    /// Keeps the entry that was told.
    pub(super) fn end_entry(&mut self) {
        let Some(mut entry) = self.entry.take() else { return };
        self.settle_entry(&mut entry);
        if self.entry_fits {
            push(&mut self.entries, std::mem::take(&mut *entry));
        } else {
            self.warnings
                .note("limit", || "There are more entries than a text of this length can need.".into());
        }
        *entry = Entry::default();
        self.spare_entry = Some(entry);
    }

    /// Atom's content may stand elsewhere.
    fn start_content(&mut self, attributes: Attributes<'a>) -> bool {
        if let Some(href) = self.address(attributes, &["src"]) {
            let kind = self.attribute(attributes, &["type"]).map(|k| Cow::Owned(k.to_ascii_lowercase()));
            self.add_link(Link { href: Some(href), rel: Some("content".into()), kind, ..Link::default() });
        }
        self.gather_content(El::Content, attributes, "text")
    }

    fn start_source(&mut self, attributes: Attributes<'a>) -> bool {
        if self.entry.is_none() || !self.budget.take(size_of::<Source>()) {
            return self.gather_void(attributes);
        }
        let href = self.address(attributes, &["url"]);
        self.source_draft = Draft::default();
        let scoped = self.frames.last().is_some_and(|_| !attributes.is_empty());
        self.source = Some(Box::new(Source {
            link: href.clone(),
            href,
            language: self.scope.language.as_ref().filter(|_| scoped).map(|l| l.to_string()),
            ..Source::default()
        }));
        self.gather(attributes)
    }

    fn start_person(&mut self, role: Role, attributes: Attributes<'a>) -> bool {
        self.person = Some((role, Person::default()));
        self.gather(attributes)
    }

    fn start_link(&mut self, attributes: Attributes<'a>) -> bool {
        if attributes.is_empty() {
            return self.gather(attributes);
        }
        let mut link = link_from(attributes, &self.entities);
        link.href = self.address(attributes, &["url", "uri", "href"]);
        let Some(href) = link.href.clone() else { return self.gather(attributes) };
        if link.rel.as_deref() == Some("replies")
            && let Some(entry) = &mut self.entry
            && let Some(count) = attribute_of(attributes, "thr:count").and_then(|n| n.trim().parse().ok())
        {
            entry.comment_count.get_or_insert(count);
        }
        self.note_link(&link, &href);
        self.add_link(link);
        // Nothing is gathered, so that text inside it goes to nobody.
        self.gather_void(attributes)
    }

    /// What a link with an address means for the thing that holds it.
    pub(super) fn note_link(&mut self, link: &Link, href: &str) {
        let rel = link.rel.as_deref().unwrap_or("alternate");
        let kind = link.kind.as_deref().unwrap_or("text/html");
        match rel {
            "alternate" if matches!(kind, "text/html" | "html" | "application/xhtml+xml" | "xhtml") => {
                self.set_link(href)
            }
            "hub" if self.about() == About::Feed => self.feed.hubs.push(href.to_owned()),
            "self" if self.about() == About::Feed => self.feed.self_link = Some(href.to_owned()),
            "enclosure" if self.about() == About::Entry => self.add_enclosure(Enclosure {
                url: Some(href.to_owned()),
                kind: link.kind.as_deref().map(str::to_owned),
                length: link.length.clone(),
            }),
            _ => {}
        }
    }

    fn start_enclosure(&mut self, attributes: Attributes<'a>) {
        let text =
            |name: &str| self.attribute(attributes, &[name]).map(Cow::into_owned).filter(|v| !v.is_empty());
        let enclosure = Enclosure {
            url: self
                .attribute(attributes, &["url", "uri", "href"])
                .map(|u| self.scope.base.resolve(&u).into_owned()),
            kind: text("type").map(|k| k.to_ascii_lowercase()),
            length: text("length"),
        };
        self.add_enclosure(enclosure);
    }

    fn add_enclosure(&mut self, enclosure: Enclosure) {
        if enclosure == Enclosure::default() || !self.budget.take(size_of::<Enclosure>()) {
            return;
        }
        if let (About::Entry, Some(entry)) = (self.about(), &mut self.entry) {
            push(&mut entry.enclosures, enclosure);
        }
    }

    fn start_category(&mut self, attributes: Attributes<'a>, default_scheme: Option<&str>) -> bool {
        let text = |names: &[&str]| self.attribute(attributes, names).map(Cow::into_owned);
        let tag = Tag {
            term: text(&["term"]).map(|t| t.trim().to_owned()),
            scheme: text(&["scheme", "domain"]).or_else(|| default_scheme.map(str::to_owned)),
            label: text(&["label"]),
        };
        self.add_tag(tag);
        self.gather(attributes)
    }

    fn start_generator(&mut self, attributes: Attributes<'a>) {
        let generator = Generator {
            name: None,
            uri: self.address(attributes, &["url", "uri", "href"]),
            version: self.attribute(attributes, &["version"]).map(Cow::into_owned),
        };
        if self.about() == About::Feed {
            self.feed.generator = Some(generator);
        }
    }

    /// CDF's logo carries its address in an attribute.
    fn start_picture(&mut self, el: El, attributes: Attributes<'a>) {
        let Some(href) = self.address(attributes, &["href"]) else { return };
        let is_icon = el == El::Icon
            || self.attribute(attributes, &["style"]).is_some_and(|s| s.eq_ignore_ascii_case("icon"));
        if self.about() != About::Feed {
            return;
        }
        if is_icon {
            self.feed.icon = Some(href);
        } else {
            self.feed.image = Some(Image { url: Some(href), ..Image::default() });
        }
    }
}

/// What the attributes of a link say, but for its address; its relation and type have defaults.
pub(super) fn link_from(attributes: Attributes<'_>, entities: &Entities<'_>) -> Link {
    let mut link = Link::default();
    for attribute in attributes {
        let value = || Some(unescape(attribute.value, entities).into_owned()).filter(|v| !v.is_empty());
        match attribute.name.to_ascii_lowercase().as_str() {
            "rel" => link.rel = value().map(|v| v.trim().to_ascii_lowercase().into()),
            "type" => link.kind = value().map(|v| v.trim().to_ascii_lowercase().into()),
            "title" => link.title = value(),
            "hreflang" => link.language = value(),
            "length" => link.length = value(),
            _ => {}
        }
    }
    let rel = link.rel.get_or_insert(Cow::Borrowed("alternate"));
    let default = if rel == "self" { "application/atom+xml" } else { "text/html" };
    link.kind.get_or_insert(Cow::Borrowed(default));
    link
}

/// The raw value of an attribute.
fn attribute_of<'a>(mut attributes: Attributes<'a>, name: &str) -> Option<&'a str> {
    attributes.find(|a| a.name.eq_ignore_ascii_case(name)).map(|a| a.value)
}
