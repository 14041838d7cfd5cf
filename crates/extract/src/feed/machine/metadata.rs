//! Extensions and numbers: media, podcasts, places, rhythm, licences; and what is settled when a thing is complete.

use std::borrow::Cow;

use crate::feed::model::{Entry, Generator, Image, Itunes, Link, Location, Media, Text, Thumbnail};
use crate::feed::names::El;
use crate::xml::Attributes;

use super::Machine;
use super::context::About;
use super::draft::push;

impl<'a> Machine<'a, '_> {
    /// Begins an element that says what it says in attributes.
    pub(super) fn start_metadata(&mut self, el: El, attributes: Attributes<'a>) -> bool {
        match el {
            El::MediaContent => self.start_media(attributes),
            El::MediaGroup => {
                self.in_media += 1;
                self.group_from = self.entry.as_ref().map_or(0, |e| e.media.len());
            }
            El::MediaThumbnail => return self.start_thumbnail(attributes),
            El::ItunesImage => {
                if let Some(url) = self.address(attributes, &["href", "url"]) {
                    self.set_itunes_image(url);
                }
            }
            El::PodcastTranscript => {
                if let Some(url) = self.address(attributes, &["url"])
                    && self.budget.take(size_of::<String>() + url.len())
                    && let Some(itunes) = self.itunes()
                {
                    itunes.transcripts.push(url);
                }
            }
            El::PodcastChapters => {
                let url = self.address(attributes, &["url"]);
                if let Some(itunes) = self.itunes() {
                    itunes.chapters = url;
                }
            }
            El::GeneratorAgent => {
                let uri = self.attribute(attributes, &["rdf:resource", "resource"]).map(Cow::into_owned);
                if self.about() == About::Feed && uri.is_some() {
                    self.feed.generator = Some(Generator { name: uri.clone(), uri, version: None });
                }
            }
            El::LicenseResource => {
                let href = self.attribute(attributes, &["rdf:resource", "resource"]).map(Cow::into_owned);
                self.add_link(Link { href, rel: Some("license".into()), ..Link::default() });
            }
            _ => {}
        }
        false
    }

    fn start_media(&mut self, attributes: Attributes<'a>) {
        self.in_media += 1;
        if !self.budget.take(size_of::<Media>()) {
            return;
        }
        let text =
            |name: &str| self.attribute(attributes, &[name]).map(Cow::into_owned).filter(|v| !v.is_empty());
        let media = Media {
            url: self.address(attributes, &["url"]),
            kind: text("type"),
            medium: text("medium"),
            width: text("width"),
            height: text("height"),
            length: text("fileSize"),
            duration: text("duration"),
            ..Media::default()
        };
        if let (About::Entry, Some(entry)) = (self.about(), &mut self.entry) {
            push(&mut entry.media, media);
        }
    }

    /// Ends a medium or a group of them. One that said nothing is dropped.
    pub(super) fn end_media(&mut self, el: El) {
        self.in_media = self.in_media.saturating_sub(1);
        if el == El::MediaGroup {
            self.group_from = 0;
        }
        if let (El::MediaContent, Some(entry)) = (el, &mut self.entry)
            && entry.media.last() == Some(&Media::default())
        {
            entry.media.pop();
        }
    }

    /// Tells something of the medium that is open, or of those of the group that is.
    pub(super) fn set_media(&mut self, set: impl FnOnce(&mut Media)) {
        let from = self.group_from;
        if let Some(media) =
            self.entry.as_mut().and_then(|e| e.media.get_mut(from..)).and_then(<[Media]>::last_mut)
        {
            set(media);
        }
    }

    pub(super) fn end_media_title(&mut self, text: Text) {
        if self.in_media > 0 {
            let value = text.value.clone();
            self.set_media(|m| m.title = Some(value));
        }
        self.offer_title(text);
    }

    /// A medium's description is the entry's summary only where it has none of its own.
    pub(super) fn end_media_description(&mut self, text: Text) {
        // Some put it behind the medium instead of inside.
        let inside = self.in_media > 0;
        if inside || self.about() == About::Entry {
            let value = text.value.clone();
            self.set_media(|m| {
                if inside || m.description.is_none() {
                    m.description = Some(value);
                }
            });
        }
        if self.entry_draft.has_summary || text.value.is_empty() {
            return;
        }
        if let (About::Entry, Some(entry)) = (self.about(), &mut self.entry) {
            entry.summary.get_or_insert(text);
        }
    }

    fn start_thumbnail(&mut self, attributes: Attributes<'a>) -> bool {
        if !self.budget.take(size_of::<Thumbnail>()) {
            return false;
        }
        let text =
            |name: &str| self.attribute(attributes, &[name]).map(Cow::into_owned).filter(|v| !v.is_empty());
        let thumbnail = Thumbnail {
            url: self.address(attributes, &["url"]),
            width: text("width"),
            height: text("height"),
        };
        if self.in_media > 0 {
            let url = thumbnail.url.clone();
            self.set_media(|m| m.thumbnail = m.thumbnail.take().or(url));
        }
        if let (About::Entry, Some(entry)) = (self.about(), &mut self.entry) {
            push(&mut entry.thumbnails, thumbnail);
        }
        let text = std::mem::take(&mut self.spare);
        self.gathers.push(super::Gather { text, content: None, void: false, attributes });
        true
    }

    /// A small picture of the entry, known by its address alone.
    pub(super) fn add_thumbnail(&mut self, url: String) {
        if let (Some(entry), true) = (&mut self.entry, self.budget.take(size_of::<Thumbnail>())) {
            entry.thumbnails.push(Thumbnail { url: Some(url), ..Thumbnail::default() });
        }
    }

    fn set_itunes_image(&mut self, url: String) {
        if self.about() == About::Feed {
            self.feed.image.get_or_insert_with(Image::default).url.get_or_insert_with(|| url.clone());
        }
        if let Some(itunes) = self.itunes() {
            itunes.image = Some(url);
        }
    }

    /// What the podcast extensions say of the thing that is told of.
    fn itunes(&mut self) -> Option<&mut Itunes> {
        let about = self.about();
        let known = match about {
            About::Entry => &mut self.entry.as_mut()?.itunes,
            About::Feed => &mut self.feed.itunes,
            _ => return None,
        };
        if known.is_none() && !self.budget.take(size_of::<Itunes>()) {
            return None;
        }
        Some(known.get_or_insert_default())
    }

    /// Ends an element with a plain value.
    pub(super) fn end_metadata(&mut self, el: El, text: &str) {
        if text.is_empty() {
            return;
        }
        let (about, number) = (self.about(), text.parse::<u32>().ok());
        match (el, about) {
            (El::MediaThumbnail, About::Entry) => {
                let url = self.scope.base.resolve(text).into_owned();
                if let Some(last) = self.entry.as_mut().and_then(|e| e.thumbnails.last_mut()) {
                    last.url.get_or_insert(url);
                }
            }
            (El::MediaCredit, _) => self.set_media(|m| m.credit = Some(text.to_owned())),
            (El::Comments, About::Entry) => {
                let url = self.scope.base.resolve(text).into_owned();
                if let Some(entry) = &mut self.entry {
                    entry.comments = Some(url)
                }
            }
            (El::CommentCount, About::Entry) => {
                if let Some(entry) = &mut self.entry {
                    entry.comment_count = number
                }
            }
            (El::OrigLink, About::Entry) => {
                if let Some(entry) = &mut self.entry {
                    entry.original_link = Some(text.to_owned())
                }
            }
            (El::Language, About::Entry) => {
                if let Some(entry) = &mut self.entry {
                    entry.language = Some(text.replace('_', "-"))
                }
            }
            (El::Language, About::Feed) => self.feed.language = Some(text.replace('_', "-")),
            (El::Language, About::Source) => {
                if let Some(source) = &mut self.source {
                    source.language = Some(text.to_owned())
                }
            }
            (El::Generator, About::Feed) => {
                self.feed.generator.get_or_insert_default().name = Some(text.to_owned())
            }
            (El::Generator, About::Source) => {
                if let Some(source) = &mut self.source {
                    source.generator = Some(text.to_owned())
                }
            }
            (El::Icon | El::Logo, _) => self.end_picture(el, text),
            (El::Width, About::Image) => {
                if let (None, Some(image)) = (&self.entry, &mut self.feed.image) {
                    image.width = Some(number.unwrap_or(0))
                }
            }
            (El::Height, About::Image) => {
                if let (None, Some(image)) = (&self.entry, &mut self.feed.image) {
                    image.height = Some(number.unwrap_or(0))
                }
            }
            (El::License, _) => self.add_link(Link {
                href: Some(text.to_owned()),
                rel: Some("license".into()),
                ..Link::default()
            }),
            (El::NewLocation, About::Feed) => {
                self.feed.new_location = Some(self.scope.base.resolve(text).into_owned())
            }
            (El::Point | El::GeoBox | El::Lat | El::Long, _) => self.end_place(el, text),
            (El::PodcastPerson, _) => {
                let person = crate::feed::model::Person { name: Some(text.to_owned()), ..Default::default() };
                self.add_person(super::Role::Contributor, person);
            }
            (_, About::Feed) if self.end_rhythm(el, text, number) => {}
            _ => self.end_itunes(el, text),
        }
    }

    fn end_picture(&mut self, el: El, text: &str) {
        let url = self.scope.base.resolve(text).into_owned();
        match (el, self.about()) {
            (El::Icon, About::Feed) => self.feed.icon = Some(url),
            (El::Logo, About::Feed) => self.feed.image.get_or_insert_default().url = Some(url),
            (El::Icon, About::Source) => {
                if let Some(source) = &mut self.source {
                    source.icon = Some(url)
                }
            }
            (El::Logo, About::Source) => {
                if let Some(source) = &mut self.source {
                    source.logo = Some(url)
                }
            }
            _ => {}
        }
    }

    /// How often the feed is to be asked.
    fn end_rhythm(&mut self, el: El, text: &str, number: Option<u32>) -> bool {
        match el {
            El::Ttl => self.feed.ttl_minutes = number.or(self.feed.ttl_minutes),
            El::Hour => {
                // The hour 24 is midnight.
                let hour = number.filter(|h| *h <= 24).and_then(|h| u8::try_from(h % 24).ok());
                if let Some(hour) = hour.filter(|h| !self.feed.skip_hours.contains(h)) {
                    self.feed.skip_hours.push(hour);
                }
            }
            El::Day => {
                if self.feed.skip_days.len() < 7 && !self.feed.skip_days.iter().any(|d| d == text) {
                    self.feed.skip_days.push(text.to_owned());
                }
            }
            El::UpdatePeriod => {
                self.update_period = match text.to_ascii_lowercase().as_str() {
                    "hourly" => Some(60),
                    "daily" => Some(24 * 60),
                    "weekly" => Some(7 * 24 * 60),
                    "monthly" => Some(30 * 24 * 60),
                    "yearly" => Some(365 * 24 * 60),
                    _ => None,
                };
            }
            El::UpdateFrequency => self.update_frequency = number.filter(|n| *n > 0),
            _ => return false,
        }
        true
    }

    fn end_itunes(&mut self, el: El, text: &str) {
        let value = Some(text.to_owned());
        let Some(itunes) = self.itunes() else { return };
        let yes = matches!(text.to_ascii_lowercase().as_str(), "yes" | "true" | "explicit");
        let no = matches!(text.to_ascii_lowercase().as_str(), "no" | "false" | "clean");
        match el {
            El::ItunesDuration => itunes.duration = value,
            El::ItunesEpisode => itunes.episode = value,
            El::ItunesEpisodeType => itunes.episode_type = value,
            El::ItunesSeason => itunes.season = value,
            El::ItunesExplicit => itunes.explicit = (yes || no).then_some(yes),
            El::ItunesBlock => itunes.block = Some(yes),
            El::ItunesType => itunes.kind = value,
            El::ItunesTitle => itunes.title = value,
            _ => {}
        }
    }

    fn end_place(&mut self, el: El, text: &str) {
        let numbers: Vec<f64> = text
            .split(|c: char| c.is_whitespace() || c == ',')
            .filter(|w| !w.is_empty())
            .take(4)
            .filter_map(|w| w.parse().ok())
            .filter(|n: &f64| n.is_finite())
            .collect();
        let known = match self.about() {
            About::Entry => self.entry.as_ref().and_then(|e| e.location.as_deref().copied()),
            About::Feed => self.feed.location,
            _ => return,
        };
        let location = match (el, numbers.as_slice()) {
            (El::Point, [lat, lon, ..]) => Location { lat: *lat, lon: *lon },
            (El::GeoBox, [south, west, north, east]) => {
                Location { lat: (south + north) / 2.0, lon: (west + east) / 2.0 }
            }
            (El::Lat, [lat]) => Location { lat: *lat, ..known.unwrap_or_default() },
            (El::Long, [lon]) => Location { lon: *lon, ..known.unwrap_or_default() },
            _ => return,
        };
        match (self.about(), &mut self.entry) {
            (About::Entry, Some(entry)) => entry.location = Some(Box::new(location)),
            _ => self.feed.location = Some(location),
        }
    }

    /// Settles what can only be told when the entry is complete.
    pub(super) fn settle_entry(&mut self, entry: &mut Entry) {
        if entry.summary.as_ref().is_some_and(|s| s.value.is_empty()) && !entry.content.is_empty() {
            entry.summary = None;
        }
    }

    /// Settles what can only be told when the feed is complete.
    pub(super) fn settle_feed(&mut self) {
        if let (None, Some(period)) = (self.feed.ttl_minutes, self.update_period) {
            self.feed.ttl_minutes = Some(period / self.update_frequency.unwrap_or(1));
        }
        if self.feed.image == Some(Image::default()) {
            self.feed.image = None;
        }
    }
}
