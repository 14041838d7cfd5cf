//! What the end of an element means.

use crate::feed::model::{Link, Tag, Text};
use crate::feed::names::El;

use super::context::About;
use super::draft::wins;
use super::start::ITUNES_SCHEME;
use super::{Gather, Machine};

impl Machine<'_, '_> {
    /// Ends an element; `gather` is the text that was gathered for it.
    pub(super) fn end(&mut self, el: El, gather: Option<Gather<'_>>) {
        match el {
            El::Item => self.end_entry(),
            El::TextInput => self.in_text_input = false,
            El::Opaque => self.opaque = self.opaque.saturating_sub(1),
            El::MediaContent | El::MediaGroup => self.end_media(el),
            _ => {}
        }
        let Some(mut gather) = gather else { return };
        if gather.void {
            return;
        }
        if let Some(content) = gather.content.take() {
            let mut text = std::mem::take(&mut gather.text);
            let finished = self.finish_content(*content, &text);
            text.clear();
            self.reuse(text);
            self.end_content(el, finished);
            return;
        }
        let text = gather.text.trim();
        self.end_text(el, text, &gather);
        let mut text = gather.text;
        text.clear();
        self.reuse(text);
    }

    /// Keeps a buffer for the next text, unless it has grown large.
    fn reuse(&mut self, text: String) {
        if text.capacity() <= 1 << 20 && text.capacity() > self.spare.capacity() {
            self.spare = text;
        }
    }

    fn end_content(&mut self, el: El, text: Text) {
        match el {
            El::Title => self.set_title(text),
            El::MediaTitle => self.end_media_title(text),
            El::MediaDescription => self.end_media_description(text),
            El::Description | El::Abstract => self.set_description(text),
            El::Summary => self.set_summary(text),
            El::Content | El::Encoded | El::Body => self.add_content(text),
            El::Subtitle => match self.about() {
                About::Source => {
                    if let Some(s) = &mut self.source {
                        s.subtitle = Some(text)
                    }
                }
                About::Entry => {
                    if let Some(e) = &mut self.entry {
                        e.subtitle = Some(Box::new(text));
                    }
                }
                About::Feed => self.feed.subtitle = Some(text),
                _ => {}
            },
            El::Rights => match self.about() {
                About::Source => {
                    if let Some(s) = &mut self.source {
                        s.rights = Some(text)
                    }
                }
                About::Entry => {
                    if let Some(e) = &mut self.entry {
                        e.rights = Some(Box::new(text))
                    }
                }
                About::Feed => self.feed.rights = Some(text),
                _ => {}
            },
            _ => {}
        }
    }

    fn end_text(&mut self, el: El, text: &str, gather: &Gather<'_>) {
        match el {
            El::Author | El::Contributor | El::DcContributor | El::Publisher | El::Owner => {
                self.end_person(text)
            }
            El::Name => self.set_person(|p| p.name = Some(text.to_owned()), text),
            El::Email => self.set_person(|p| p.email = Some(text.to_owned()), text),
            El::Url => self.end_url(text),
            El::Link => self.end_link(text, gather),
            El::Loc => self.end_loc(text),
            El::Id => self.end_id(text, gather),
            El::Published => self.set_published(text),
            El::Updated => self.set_updated(text),
            El::Created => self.set_created(text),
            El::Category | El::MediaCategory | El::ItunesCategory => self.end_category(el, text),
            El::Keywords | El::TagList => self.add_tag_list(text, None),
            El::ItunesKeywords => self.add_tag_list(text, Some(ITUNES_SCHEME)),
            El::Source => self.end_source(text),
            El::Image => self.end_image(text),
            _ => self.end_metadata(el, text),
        }
    }

    fn set_person(&mut self, set: impl FnOnce(&mut crate::feed::model::Person), text: &str) {
        if let (Some((_, person)), false) = (&mut self.person, text.is_empty()) {
            set(person);
        }
    }

    fn end_url(&mut self, text: &str) {
        let address = self.scope.base.resolve(text).into_owned();
        if address.is_empty() {
            return;
        }
        if let Some((_, person)) = &mut self.person {
            person.url = Some(address);
        } else if self.about() == About::Image {
            match (&mut self.entry, &mut self.feed.image) {
                (Some(_), _) => self.add_thumbnail(address),
                (None, Some(image)) => image.url = Some(address),
                (None, None) => {}
            }
        } else if self.in_media > 0 {
            self.set_media(|m| m.url = Some(address));
        }
    }

    fn end_link(&mut self, text: &str, gather: &Gather<'_>) {
        if text.is_empty() {
            return;
        }
        let href = self.scope.base.resolve(text).into_owned();
        if self.about() == About::Image {
            self.set_link(&href);
            return;
        }
        let mut link = self.link_of_raw(gather);
        link.href = Some(href.clone());
        self.note_link(&link, &href);
        self.add_link(link);
    }

    /// The link that a gathered element's attributes tell of; without any, a plain one.
    fn link_of_raw(&self, gather: &Gather<'_>) -> Link {
        if gather.attributes.is_empty() {
            return Link { rel: Some("alternate".into()), kind: Some("text/html".into()), ..Link::default() };
        }
        super::start::link_from(gather.attributes, &self.entities)
    }

    fn end_loc(&mut self, text: &str) {
        if text.is_empty() || self.entry.is_none() {
            return;
        }
        let href = self.scope.base.resolve(text).into_owned();
        self.set_link(&href);
        if let Some(entry) = &mut self.entry {
            entry.id.get_or_insert(href);
        }
    }

    /// An identifier. RSS's is the link too, unless it says otherwise; Atom's where it is an address and there is no link.
    fn end_id(&mut self, text: &str, gather: &Gather<'_>) {
        let depth = self.depth();
        if text.is_empty() {
            return;
        }
        let permalink = gather.attributes.into_iter().find(|a| a.name.eq_ignore_ascii_case("ispermalink"));
        let is_link = permalink.is_none_or(|a| a.value.trim().eq_ignore_ascii_case("true"));
        // `12345` without a word on it is a number, not a page beside the feed.
        let is_address = permalink.is_some() || text.contains('/');
        let id = if is_link && is_address && !text.contains(' ') {
            self.scope.base.resolve(text).into_owned()
        } else {
            text.to_owned()
        };
        if self.about() == About::Nothing
            || self.about() == About::Image
            || !wins(&mut self.draft().id, depth)
        {
            return;
        }
        let leads = is_link && (id.starts_with("http://") || id.starts_with("https://"));
        match self.about() {
            About::Source => {
                if let Some(s) = &mut self.source {
                    if leads {
                        s.link.get_or_insert_with(|| id.clone());
                    }
                    s.id = Some(id);
                }
            }
            About::Entry => {
                if let Some(e) = &mut self.entry {
                    e.guid_is_link = Some(is_link && e.link.is_none());
                    if leads {
                        e.link.get_or_insert_with(|| id.clone());
                    }
                    e.id = Some(id);
                }
            }
            _ => {
                if leads {
                    self.feed.link.get_or_insert_with(|| id.clone());
                }
                self.feed.id = Some(id);
            }
        }
    }

    fn set_created(&mut self, text: &str) {
        if self.draft().published == 0 {
            self.set_published(text);
            self.draft().published = 0;
        }
    }

    /// The text of a label: the term of the one that its attributes began, or one of its own.
    fn end_category(&mut self, el: El, text: &str) {
        if text.is_empty() {
            return;
        }
        let Some(tags) = self.tags() else { return };
        if let Some(last) = tags.last_mut().filter(|t| t.term.as_ref().is_none_or(String::is_empty)) {
            last.term = Some(text.to_owned());
            return;
        }
        let scheme = (el == El::ItunesCategory).then(|| ITUNES_SCHEME.to_owned());
        self.add_tag(Tag { term: Some(text.to_owned()), scheme, label: None });
    }

    fn end_source(&mut self, text: &str) {
        let Some(mut source) = self.source.take() else { return };
        if source.title.is_none() && !text.is_empty() {
            source.title = Some(Text { kind: "text".into(), value: text.to_owned(), ..Text::default() });
        }
        if let Some(entry) = &mut self.entry {
            entry.source = Some(source);
        }
    }

    fn end_image(&mut self, text: &str) {
        self.in_image = false;
        let is_address = text.starts_with("http://") || text.starts_with("https://");
        if !is_address || text.contains(char::is_whitespace) {
            return;
        }
        if self.entry.is_some() {
            self.add_thumbnail(text.to_owned());
        } else if let Some(image) = &mut self.feed.image {
            image.url.get_or_insert_with(|| text.to_owned());
        }
    }
}
