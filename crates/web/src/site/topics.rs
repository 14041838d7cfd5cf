//! `/topics`: what is followed, what is muted, and what there is.

use askama::Template;
use axum::extract::State;

use super::chrome::Chrome;
use super::latest::both;
use super::show;
use crate::access::Reader;
use crate::app::App;
use crate::error::Answer;
use crate::front::{ReaderState, Snapshot, TopicCount};
use crate::view::words;

/// Topics listed beside those followed and muted.
const LISTED: usize = 80;

/// A topic and where the reader stands with it.
#[derive(Debug, Clone)]
pub(crate) struct TopicState {
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
    /// In how many stories it is, in words.
    pub count: String,
}

impl TopicState {
    /// A topic by its key; `stories` where that was counted.
    pub(crate) fn of(snapshot: &Snapshot, state: &ReaderState, key: &str, stories: Option<usize>) -> Self {
        let followed = state.profile.followed_topics().get(key);
        let muted = state.profile.muted_topics().get(key);
        let chosen = followed.or(muted).map(|c| c.label.clone());
        let label = chosen.or_else(|| snapshot.topic_label(key).map(ToOwned::to_owned));
        Self {
            key: key.to_owned(),
            label: label.unwrap_or_else(|| key.to_owned()),
            href: format!("/topic/{}", words::segment(key)),
            followed: followed.is_some(),
            muted: muted.is_some(),
            count: stories.map(|n| words::count(n, "story", "stories")).unwrap_or_default(),
        }
    }
}

impl TopicState {
    fn unchosen(topic: &TopicCount) -> Self {
        Self {
            key: topic.key.clone(),
            label: topic.label.clone(),
            href: format!("/topic/{}", words::segment(&topic.key)),
            followed: false,
            muted: false,
            count: words::count(topic.stories, "story", "stories"),
        }
    }
}

struct Group {
    heading: &'static str,
    note: String,
    nothing: &'static str,
    topics: Vec<TopicState>,
}

#[derive(Template)]
#[template(path = "topics.html")]
struct TopicsPage {
    chrome: Chrome,
    groups: Vec<Group>,
    more: usize,
}

/// `GET /topics`.
pub(crate) async fn topics(reader: Reader, State(app): State<App>, chrome: Chrome) -> Answer {
    let (snapshot, state) = both(&app, reader).await?;
    let counted = snapshot.topics(|i| state.reads(&i.sources));
    let stories = |key: &str| counted.iter().find(|t| t.key == key).map_or(0, |t| t.stories);
    let chosen = |key: &String| TopicState::of(&snapshot, &state, key, Some(stories(key)));
    let followed: Vec<_> = state.profile.followed_topics().keys().map(chosen).collect();
    let muted: Vec<_> = state.profile.muted_topics().keys().map(chosen).collect();
    let unchosen = counted.iter().filter(|t| {
        !state.profile.followed_topics().contains_key(&t.key)
            && !state.profile.muted_topics().contains_key(&t.key)
    });
    let (sections, other): (Vec<_>, Vec<_>) = unchosen.partition(|t| story::is_section(&t.key));
    let sections: Vec<_> = sections.into_iter().map(TopicState::unchosen).collect();
    let other: Vec<_> = other.into_iter().map(TopicState::unchosen).collect();
    let more = other.len().saturating_sub(LISTED);
    let count = |n: usize| words::count(n, "topic", "topics");
    let groups = vec![
        Group {
            heading: "Followed",
            note: count(followed.len()),
            nothing: "You follow nothing yet. Stories about what you follow rise on your front page.",
            topics: followed,
        },
        Group { heading: "Muted", note: count(muted.len()), nothing: "Nothing is muted.", topics: muted },
        Group {
            heading: "Sections",
            note: count(sections.len()),
            nothing: "No story has come yet.",
            topics: sections,
        },
        Group {
            heading: "In the news now",
            note: count(other.len()),
            nothing: "No story has come yet.",
            topics: other.into_iter().take(LISTED).collect(),
        },
    ];
    let page = TopicsPage { chrome: chrome.titled("Topics"), groups, more };
    show(&page, &page.chrome)
}
