//! What a line's own words tell, worked out when first asked: the rules ask it twice, and the model's features again.

use std::cell::OnceCell;

use super::bylines::{bare, is_person};
use super::lines::{self, Line};
use crate::article::words::fold_key;

use super::{captions, furniture, lengths, sections, topics, who};

/// The answers so far. They hold for the line's text as it was when asked.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    key: OnceCell<String>,
    topic: OnceCell<bool>,
    furniture: OnceCell<bool>,
    byline: OnceCell<bool>,
    dateline: OnceCell<bool>,
    captioned: OnceCell<bool>,
    person: OnceCell<bool>,
    role: OnceCell<bool>,
    clock: OnceCell<bool>,
    section: OnceCell<Option<sections::Section>>,
    pub(super) running: OnceCell<bool>,
    pub(super) candidate: OnceCell<bool>,
    pub(super) aside: OnceCell<bool>,
}

impl Told {
    /// What stands around a line makes it a heading, whatever its words are.
    pub(super) fn set_section(&mut self, section: sections::Section) {
        self.section = OnceCell::from(Some(section));
    }
}

impl Line {
    /// It for comparing ([`fold_key`]).
    pub(super) fn key(&self) -> &str {
        self.told.key.get_or_init(|| fold_key(&self.text))
    }

    /// Whether it has the form of a label.
    pub(super) fn is_topic(&self) -> bool {
        *self.told.topic.get_or_init(|| topics::is_topic(&self.text))
    }

    /// Whether it is the page's own.
    pub(super) fn is_furniture(&self) -> bool {
        *self.told.furniture.get_or_init(|| furniture::is_furniture_by(&self.text, self.key()))
    }

    /// Whether it tells who wrote the article.
    pub(super) fn is_byline(&self) -> bool {
        *self.told.byline.get_or_init(|| who::byline(&self.text).is_some())
    }

    /// Whether it is a date and little else.
    pub(super) fn is_dateline(&self) -> bool {
        *self.told.dateline.get_or_init(|| lines::is_dateline(&self.text))
    }

    /// Whether it is a picture's words with their credit.
    pub(super) fn is_captioned(&self) -> bool {
        *self.told.captioned.get_or_init(|| captions::caption(&self.text).is_some())
    }

    /// Whether it is a person's name and what stands around one.
    pub(super) fn is_person(&self) -> bool {
        *self.told.person.get_or_init(|| is_person(&bare(&self.text)))
    }

    /// Whether it ends with what a person does at an outlet.
    pub(super) fn is_role(&self) -> bool {
        *self.told.role.get_or_init(|| who::is_role(&self.text))
    }

    /// Whether it tells how long a video is.
    pub(super) fn is_clock(&self) -> bool {
        *self.told.clock.get_or_init(|| lengths::clock(&self.text).is_some())
    }

    /// What it is the heading of.
    pub(super) fn section(&self) -> Option<sections::Section> {
        *self.told.section.get_or_init(|| sections::section(&self.text))
    }
}
