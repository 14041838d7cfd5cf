//! A story as a card: the same on every page that lists stories.

use jiff::tz::TimeZone;

use super::reasons::Why;
use super::time::{When, when};
use super::words;
use crate::front::{self, Item, ReaderState};
use crate::signals::story_flags;

/// Points that a card shows at the most.
const POINTS: usize = 3;
/// Characters of a point or standfirst.
const POINT_CHARS: usize = 210;
/// Characters of a story's first words.
const GIST_CHARS: usize = 300;
/// Topics that a card shows.
const TOPICS: usize = 2;

/// What every card of a page shares.
#[derive(Clone, Copy)]
pub(crate) struct Desk<'a> {
    /// Who reads.
    pub state: &'a ReaderState,
    /// The time.
    pub now: i64,
    /// Where it is that time.
    pub zone: &'a TimeZone,
}

/// A picture on a page, through our own proxy.
#[derive(Debug, Clone)]
pub(crate) struct Picture {
    /// Where the browser finds it.
    pub src: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// What stands under it.
    pub caption: String,
    /// Who made it.
    pub credit: String,
}

/// A topic that can be gone to.
#[derive(Debug, Clone)]
pub(crate) struct TopicLink {
    /// Its key.
    pub key: String,
    /// As people read it.
    pub label: String,
    /// Its page.
    pub href: String,
    /// Followed.
    pub followed: bool,
    /// Muted.
    pub muted: bool,
}

impl TopicLink {
    fn new(topic: &store::Topic, state: &ReaderState) -> Self {
        Self {
            key: topic.key.clone(),
            label: topic.label.clone(),
            href: format!("/topic/{}", words::segment(&topic.key)),
            followed: state.profile.followed_topics().contains_key(&topic.key),
            muted: state.profile.muted_topics().contains_key(&topic.key),
        }
    }
}

/// A story on a page.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    /// The story.
    pub id: i64,
    /// Its place and look.
    pub class: String,
    /// Where its headline leads: to the one article, or to all the tellings.
    pub href: String,
    /// Its headline.
    pub title: String,
    /// The headline's language.
    pub lang: Option<String>,
    /// Its picture, if one is kept.
    pub image: Option<Picture>,
    /// Whether the picture stands so high that the browser should not wait with it.
    pub eager: bool,
    /// What it is about.
    pub topics: Vec<TopicLink>,
    /// The page shows the topics in a place of their own.
    pub topics_apart: bool,
    /// What happened.
    pub points: Vec<String>,
    /// Its first words, where the card has room for them.
    pub gist: Option<String>,
    /// Who tells it.
    pub outlets: String,
    /// When it was last told.
    pub when: When,
    /// What is new in it since the last visit.
    pub news: Option<String>,
    /// Why it has a place of its own, where it has: to explore, or as many tell it.
    pub flag: Option<&'static str>,
    /// The reader said "more".
    pub more: bool,
    /// The reader said "less".
    pub less: bool,
    /// The reader saved it.
    pub saved: bool,
    /// The terms of its score.
    pub why: Option<Why>,
}

impl Card {
    /// A story as `desk`'s reader sees it.
    pub(crate) fn of(item: &Item, desk: Desk<'_>) -> Self {
        let story = &item.story;
        let flags = story_flags(desk.state, story.id);
        let seen = desk.state.stories.get(&story.id).is_some_and(|s| {
            s.opened_at.is_some() || s.first_impression.is_some_and(|t| t < desk.state.visit_began)
        });
        let fresh = front::fresh(item, desk.state);
        Self {
            id: story.id,
            class: if seen { "card seen".into() } else { "card".into() },
            href: match item.articles.as_slice() {
                [only] => format!("/article/{}", only.id),
                _ => format!("/story/{}", story.id),
            },
            title: story.title.clone(),
            lang: title_language(item),
            image: front::lead_image(item).and_then(picture),
            eager: false,
            topics: story.topics.iter().map(|t| TopicLink::new(t, desk.state)).collect(),
            topics_apart: false,
            points: points(item),
            gist: None,
            outlets: words::outlets(&outlets(item)),
            when: when(story.last_at, desk.now, desk.zone),
            news: news(item, fresh),
            flag: None,
            more: flags.more,
            less: flags.less,
            saved: flags.saved,
            why: None,
        }
    }

    /// The topics that fit on a line.
    pub(crate) fn shown_topics(&self) -> &[TopicLink] {
        self.topics.get(..TOPICS).unwrap_or(&self.topics)
    }

    /// All topics' keys, for the script.
    pub(crate) fn topic_keys(&self) -> String {
        self.topics.iter().map(|t| t.key.as_str()).collect::<Vec<_>>().join("|")
    }

    /// The same card with the story's first words: where there is room, and little else to read.
    pub(crate) fn with_gist(mut self, item: &Item) -> Self {
        let gist = words::clip(title_article(item).map_or("", |a| &a.lead), GIST_CHARS);
        let new = !gist.is_empty() && self.points.iter().all(|p| !gist.starts_with(p.trim_end_matches('…')));
        if new && self.points.len() < 2 {
            self.gist = Some(gist);
        }
        self
    }

    /// The same card with a further class.
    pub(crate) fn with_class(mut self, class: &str) -> Self {
        self.class.push(' ');
        self.class.push_str(class);
        self
    }
}

fn news(item: &Item, fresh: usize) -> Option<String> {
    match (fresh, item.articles.len()) {
        (0, _) => None,
        (new, all) if new == all => Some("New".into()),
        (new, _) => Some(words::count(new, "new telling", "new tellings")),
    }
}

/// The headline's language: of the article that it is from, else of the story.
fn title_language(item: &Item) -> Option<String> {
    title_article(item).and_then(|a| a.language.clone()).or_else(|| item.story.language.clone())
}

/// The article whose headline the story bears, else its first.
fn title_article(item: &Item) -> Option<&store::ArticleLight> {
    item.articles.iter().find(|a| a.id == item.story.title_article).or(item.articles.first())
}

/// Who tells it: first the one whose headline it bears, then in order of time.
pub(crate) fn outlets(item: &Item) -> Vec<String> {
    let of_title = item.articles.iter().filter(|a| a.id == item.story.title_article);
    let mut names: Vec<String> = Vec::new();
    for article in of_title.chain(&item.articles) {
        if !names.contains(&article.outlet) {
            names.push(article.outlet.clone());
        }
    }
    names
}

/// The first points of a story that say something of their own.
pub(crate) fn key_points(item: &Item, most: usize, chars: usize) -> Vec<String> {
    let mut points: Vec<String> = Vec::with_capacity(most);
    for point in item.story.key_points.iter().map(|p| words::clip(p, chars)) {
        if points.len() < most && !points.contains(&point) && point != item.story.title {
            points.push(point);
        }
    }
    points
}

fn points(item: &Item) -> Vec<String> {
    let story = &item.story;
    if !story.key_points.is_empty() {
        return key_points(item, POINTS, POINT_CHARS);
    }
    title_article(item)
        .map(|a| words::clip(&a.lead, POINT_CHARS))
        .filter(|lead| !lead.is_empty() && *lead != story.title)
        .into_iter()
        .collect()
}

/// A picture that is kept; one that is not yet leaves no hole.
pub(crate) fn picture(image: &store::ImageRef) -> Option<Picture> {
    if !image.ready {
        return None;
    }
    let caption = image.caption.clone().unwrap_or_default();
    Some(Picture {
        src: format!("/image/{}", words::segment(&image.key)),
        alt: words::clip(&caption, 160),
        width: image.width.unwrap_or(1200),
        height: image.height.unwrap_or(800),
        caption,
        credit: image.credit.clone().unwrap_or_default(),
    })
}
