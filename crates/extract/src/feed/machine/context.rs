//! The thing that is being told of, and where its values go.

use crate::feed::date;
use crate::feed::model::{Link, Person, Tag, Text};
use crate::feed::person;

use super::draft::{Draft, push, wins, wins_first};
use super::{Machine, Role};

/// What an element is about where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    Feed,
    Entry,
    Source,
    /// The feed's or an entry's picture.
    Image,
    /// A text input, which nobody wants.
    Nothing,
}

/// A date, and the text that it was.
pub(super) struct Dated {
    pub(super) at: Option<jiff::Timestamp>,
    pub(super) raw: String,
}

impl Machine<'_, '_> {
    /// What is being told of.
    pub(super) fn about(&self) -> About {
        if self.source.is_some() {
            About::Source
        } else if self.in_image {
            About::Image
        } else if self.in_text_input {
            About::Nothing
        } else if self.entry.is_some() {
            About::Entry
        } else {
            About::Feed
        }
    }

    /// How deep the element stands whose end is being handled.
    pub(super) fn depth(&self) -> usize {
        self.frames.len() + 1
    }

    pub(super) fn draft(&mut self) -> &mut Draft {
        if self.source.is_some() {
            &mut self.source_draft
        } else if self.entry.is_some() {
            &mut self.entry_draft
        } else {
            &mut self.feed_draft
        }
    }

    /// Reads a date; a text that is none is noted.
    pub(super) fn dated(&mut self, raw: &str) -> Option<Dated> {
        let raw = raw.trim();
        if raw.is_empty() {
            return None;
        }
        let at = date::parse(raw);
        if at.is_none() {
            self.warnings.note("bad-date", || {
                format!("“{}” is no date that is known.", raw.chars().take(60).collect::<String>())
            });
        }
        Some(Dated { at, raw: raw.to_owned() })
    }

    pub(super) fn set_published(&mut self, raw: &str) {
        let depth = self.depth();
        let Some(dated) = self.dated(raw) else { return };
        if !wins(&mut self.draft().published, depth) {
            return;
        }
        let (at, raw) = (dated.at, Some(dated.raw));
        match self.about() {
            About::Source => {
                if let Some(s) = &mut self.source {
                    (s.published, s.published_raw) = (at, raw)
                }
            }
            About::Entry => {
                if let Some(e) = &mut self.entry {
                    (e.published, e.published_raw) = (at, raw)
                }
            }
            About::Feed => (self.feed.published, self.feed.published_raw) = (at, raw),
            About::Image | About::Nothing => {}
        }
    }

    pub(super) fn set_updated(&mut self, raw: &str) {
        let depth = self.depth();
        let Some(dated) = self.dated(raw) else { return };
        if !wins(&mut self.draft().updated, depth) {
            return;
        }
        let (at, raw) = (dated.at, Some(dated.raw));
        match self.about() {
            About::Source => {
                if let Some(s) = &mut self.source {
                    (s.updated, s.updated_raw) = (at, raw)
                }
            }
            About::Entry => {
                if let Some(e) = &mut self.entry {
                    (e.updated, e.updated_raw) = (at, raw)
                }
            }
            About::Feed => (self.feed.updated, self.feed.updated_raw) = (at, raw),
            About::Image | About::Nothing => {}
        }
    }

    pub(super) fn set_title(&mut self, title: Text) {
        let (depth, about) = (self.depth(), self.about());
        if title.value.is_empty() && about != About::Image {
            // An empty title leaves room for a later one.
            self.offer_title(title);
            return;
        }
        match about {
            About::Image => {
                if let (None, Some(image)) = (&self.entry, &mut self.feed.image) {
                    image.title = Some(title.value)
                }
            }
            About::Nothing => {}
            _ => {
                if wins_first(&mut self.draft().title, depth) {
                    self.put_title(title);
                }
            }
        }
    }

    /// A title that counts only where there is none of its own.
    pub(super) fn offer_title(&mut self, title: Text) {
        if self.draft().title == 0 {
            self.put_title(title);
        }
    }

    fn put_title(&mut self, title: Text) {
        match self.about() {
            About::Source => {
                if let Some(s) = &mut self.source {
                    s.title = Some(title)
                }
            }
            About::Entry => {
                if let Some(e) = &mut self.entry {
                    e.title = Some(title)
                }
            }
            About::Feed => self.feed.title = Some(title),
            About::Image | About::Nothing => {}
        }
    }

    /// A description: an entry's summary, and after that its content; a feed's subtitle.
    pub(super) fn set_description(&mut self, text: Text) {
        let depth = self.depth();
        match self.about() {
            About::Image => {
                if let (None, Some(image)) = (&self.entry, &mut self.feed.image) {
                    image.description = Some(text.value)
                }
            }
            About::Nothing => {}
            About::Source => {
                if let Some(s) = &mut self.source {
                    s.subtitle = Some(text)
                }
            }
            About::Feed => {
                if wins(&mut self.feed_draft.summary, depth) {
                    self.feed.subtitle = Some(text)
                }
            }
            About::Entry => self.set_summary(text),
        }
    }

    /// An entry's summary; a second one is its content, unless that came already.
    pub(super) fn set_summary(&mut self, text: Text) {
        let depth = self.depth();
        let has_content = self.entry_draft.has_content;
        let second = self.entry_draft.has_summary && !has_content;
        let Some(entry) = &mut self.entry else {
            if self.about() == About::Feed {
                self.feed.summary = Some(Box::new(text));
            }
            return;
        };
        if second {
            if self.budget.take(size_of::<Text>()) {
                push(&mut entry.content, text);
            }
            self.entry_draft.has_content = true;
        } else if wins(&mut self.entry_draft.summary, depth) {
            self.entry_draft.has_summary = true;
            entry.summary = Some(text);
        }
    }

    pub(super) fn add_content(&mut self, text: Text) {
        self.entry_draft.has_content = true;
        if text.value.is_empty()
            && text.kind != "xhtml"
            && self.entry.as_ref().is_some_and(|e| !e.content.is_empty())
        {
            return;
        }
        if let (Some(entry), true) = (&mut self.entry, self.source.is_none())
            && self.budget.take(size_of::<Text>())
        {
            push(&mut entry.content, text);
        }
    }

    pub(super) fn add_link(&mut self, link: Link) {
        if !self.budget.take(size_of::<Link>()) {
            return;
        }
        match self.about() {
            About::Source => {
                if let Some(s) = &mut self.source {
                    push(&mut s.links, link)
                }
            }
            About::Entry => {
                if let Some(e) = &mut self.entry {
                    push(&mut e.links, link)
                }
            }
            About::Feed => push(&mut self.feed.links, link),
            About::Image | About::Nothing => {}
        }
    }

    /// The page that the thing stands for.
    pub(super) fn set_link(&mut self, href: &str) {
        let depth = self.depth();
        if self.about() == About::Image {
            if let (None, Some(image)) = (&self.entry, &mut self.feed.image) {
                image.link = Some(href.to_owned());
            }
            return;
        }
        if self.about() == About::Nothing || !wins(&mut self.draft().link, depth) {
            return;
        }
        match self.about() {
            About::Source => {
                if let Some(s) = &mut self.source {
                    s.link = Some(href.to_owned())
                }
            }
            About::Entry => {
                if let Some(e) = &mut self.entry {
                    e.link = Some(href.to_owned())
                }
            }
            About::Feed => self.feed.link = Some(href.to_owned()),
            About::Image | About::Nothing => {}
        }
    }

    pub(super) fn tags(&mut self) -> Option<&mut Vec<Tag>> {
        match self.about() {
            About::Source => self.source.as_mut().map(|s| &mut s.tags),
            About::Entry => self.entry.as_mut().map(|e| &mut e.tags),
            About::Feed => Some(&mut self.feed.tags),
            About::Image | About::Nothing => None,
        }
    }

    /// Adds a label, once.
    pub(super) fn add_tag(&mut self, tag: Tag) {
        if tag == Tag::default() || !self.budget.take(size_of::<Tag>()) {
            return;
        }
        if let Some(tags) = self.tags() {
            // Only so many are compared, so that a list of labels costs what it is long.
            if !tags.iter().rev().take(64).any(|t| *t == tag) {
                push(tags, tag);
            }
        }
    }

    /// Labels in one text, with commas between them.
    pub(super) fn add_tag_list(&mut self, text: &str, scheme: Option<&str>) {
        for term in text.split(',').map(str::trim).filter(|t| !t.is_empty()) {
            self.add_tag(Tag { term: Some(term.to_owned()), scheme: scheme.map(str::to_owned), label: None });
        }
    }

    /// Ends what is told of a person; `text` is what stood outside its parts.
    pub(super) fn end_person(&mut self, text: &str) {
        let Some((role, told)) = self.person.take() else { return };
        let person = if told == Person::default() { person::from_text(text) } else { told };
        if person == Person::default() {
            return;
        }
        self.add_person(role, person);
    }

    pub(super) fn add_person(&mut self, role: Role, person: Person) {
        if !self.budget.take(size_of::<Person>()) {
            return;
        }
        let list = match (self.about(), role) {
            (About::Image | About::Nothing, _) => return,
            (About::Feed, Role::Publisher) => {
                self.feed.publisher = Some(person);
                return;
            }
            (About::Entry, Role::Publisher) => {
                if let Some(e) = &mut self.entry {
                    e.publisher = Some(Box::new(person))
                }
                return;
            }
            (About::Source, Role::Publisher) => return,
            (About::Feed, Role::Author) => &mut self.feed.authors,
            (About::Feed, Role::Contributor) => &mut self.feed.contributors,
            (About::Entry, Role::Author) => match &mut self.entry {
                Some(e) => &mut e.authors,
                None => return,
            },
            (About::Entry, Role::Contributor) => match &mut self.entry {
                Some(e) => &mut e.contributors,
                None => return,
            },
            (About::Source, Role::Author) => match &mut self.source {
                Some(s) => &mut s.authors,
                None => return,
            },
            (About::Source, Role::Contributor) => match &mut self.source {
                Some(s) => &mut s.contributors,
                None => return,
            },
        };
        if !list.iter().rev().take(64).any(|p| *p == person) {
            push(list, person);
        }
    }
}
