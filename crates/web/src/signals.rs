//! What a reader does: learned from and kept, in one transaction, and told back in plain words.
//!
//! Pages and the API both come here.

use std::sync::Arc;

use rank::{Profile, Signal, SignalKind};
use serde::{Deserialize, Serialize};
use store::{ReaderId, SignalIn, StoryId};

use crate::app::App;
use crate::error::{Answer, HttpError};
use crate::front::{self, Item, ReaderState, Snapshot};

/// A signal as it comes in: its kind and what it is about.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignalRequest {
    /// What was done.
    pub kind: SignalKind,
    /// The story it is about.
    #[serde(default)]
    pub story: Option<StoryId>,
    /// The article it is about; its story is found.
    #[serde(default)]
    pub article: Option<i64>,
    /// The topic it is about, by key.
    #[serde(default)]
    pub topic: Option<String>,
    /// The source it is about.
    #[serde(default)]
    pub source: Option<i64>,
    /// When it was done, Unix seconds; now where it is absent or in the future.
    #[serde(default)]
    pub at: Option<i64>,
    /// The story's place on the page, from 0.
    #[serde(default)]
    pub position: Option<u32>,
    /// How long the reader stayed, seconds.
    #[serde(default)]
    pub dwell_seconds: Option<f64>,
    /// The draw that put the story on the page, where it was drawn to explore with. Noted by the site alone.
    #[serde(skip)]
    pub draw: Option<rank::Explored>,
}

impl SignalRequest {
    /// A signal that is about nothing yet.
    #[must_use]
    pub fn new(kind: SignalKind) -> Self {
        Self {
            kind,
            story: None,
            article: None,
            topic: None,
            source: None,
            at: None,
            position: None,
            dwell_seconds: None,
            draw: None,
        }
    }
}

/// What a signal changed, for the page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Change {
    /// In plain words: "Fewer stories like this: Energy, The Courier".
    pub message: String,
    /// The story.
    pub story: Option<StoryId>,
    /// Where the reader stands with the story now.
    pub state: Option<StoryFlags>,
    /// The topic, and whether it is followed or muted now.
    pub topic: Option<TopicFlags>,
    /// The signal that takes this one back, where there is one.
    pub undo: Option<Undo>,
}

/// Where a reader stands with a story.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct StoryFlags {
    /// Said "more like this".
    pub more: bool,
    /// Said "less like this".
    pub less: bool,
    /// Saved it.
    pub saved: bool,
    /// Hid it.
    pub hidden: bool,
}

/// Whether a topic is followed or muted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TopicFlags {
    /// Its key.
    pub key: String,
    /// As people read it.
    pub label: String,
    /// Followed.
    pub followed: bool,
    /// Muted.
    pub muted: bool,
}

/// The signal that takes another one back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    /// "story", "topic" or "source".
    pub field: String,
    /// Which one.
    pub id: String,
    /// The kind of signal.
    pub kind: String,
}

/// Learns from signals and keeps them: all in one transaction, or none. Blocks.
///
/// # Errors
/// [`HttpError::BadRequest`] when a signal is about nothing that is known; else when the store fails.
pub fn apply(app: &App, reader: ReaderId, requests: &[SignalRequest]) -> Answer<Vec<Change>> {
    let now = app.now();
    let slot = app.readers.slot(reader);
    let _alone = slot.learning();
    let snapshot = app.newsroom.held_or_load(&app.store, now)?;
    // What is held in memory may lag behind; the profile that is written back must not.
    let mut state = ReaderState::read(&app.store, reader, now)?;
    let mut kept = Vec::with_capacity(requests.len());
    let mut changes = Vec::with_capacity(requests.len());
    for request in requests {
        let (signal, change) = one(app, &snapshot, &mut state, request, now)?;
        kept.push(signal);
        changes.push(change);
    }
    let document = serde_json::to_string(&state.profile)
        .map_err(|e| HttpError::BadRequest(format!("The profile cannot be written down: {e}.")))?;
    app.store.record_signals(reader, &kept, Some(&document), now)?;
    // What was merely shown changes nothing in the visit that is on.
    if requests.iter().any(|r| r.kind != SignalKind::Impression) {
        slot.forget();
    }
    Ok(changes)
}

fn one(
    app: &App,
    snapshot: &Snapshot,
    state: &mut ReaderState,
    request: &SignalRequest,
    now: i64,
) -> Answer<(SignalIn, Change)> {
    let at = request.at.unwrap_or(now).min(now);
    let mut kept = SignalIn {
        kind: request.kind.name().to_owned(),
        story: None,
        article: request.article,
        topic: request.topic.clone(),
        source: request.source,
        at,
        position: request.position,
        dwell_seconds: request.dwell_seconds.filter(|d| d.is_finite() && *d >= 0.0),
        draw: request.draw.as_ref().and_then(|draw| serde_json::to_string(draw).ok()),
    };
    let change = if let Some(item) = about_story(app, snapshot, request)? {
        kept.story = Some(item.story.id);
        on_story(state, &item, &kept, request.kind, at)
    } else if let Some(key) = &request.topic {
        let label = topic_label(snapshot, &state.profile, key);
        kept.topic = Some(key.clone());
        on_topic(&mut state.profile, key, &label, request.kind, at)?
    } else if let Some(id) = request.source {
        let source = app.store.source(id)?;
        let source = source.ok_or_else(|| HttpError::BadRequest(format!("There is no source {id}.")))?;
        let label = source.title.unwrap_or(source.url);
        on_source(&mut state.profile, id, &label, request.kind, at)?
    } else {
        return Err(HttpError::BadRequest(
            "A signal must name a story, an article, a topic or a source.".into(),
        ));
    };
    Ok((kept, change))
}

fn about_story(app: &App, snapshot: &Snapshot, request: &SignalRequest) -> Answer<Option<Arc<Item>>> {
    let id = match (request.story, request.article) {
        (Some(id), _) => id,
        (None, Some(article)) => {
            let found = app.store.article(article)?;
            found
                .ok_or_else(|| HttpError::BadRequest(format!("There is no article {article}.")))?
                .light
                .story_id
        }
        (None, None) => return Ok(None),
    };
    if let Some(item) = snapshot.get(id) {
        return Ok(Some(Arc::clone(item)));
    }
    let item = Item::load(&app.store, id)?;
    item.map(|i| Some(Arc::new(i))).ok_or_else(|| HttpError::BadRequest(format!("There is no story {id}.")))
}

fn on_story(state: &mut ReaderState, item: &Item, kept: &SignalIn, kind: SignalKind, at: i64) -> Change {
    let candidate = front::candidate_for(item, state);
    let signal = Signal { kind, at, position: kept.position, dwell_seconds: kept.dwell_seconds };
    state.profile.learn(&candidate, &signal);
    let topic = item.story.topics.first();
    if let Some(topic) = topic {
        match kind {
            SignalKind::Follow => state.profile.follow_topic(&topic.key, &topic.label, at),
            SignalKind::Unfollow => state.profile.unfollow_topic(&topic.key),
            SignalKind::Mute => state.profile.mute_topic(&topic.key, &topic.label, at),
            SignalKind::Unmute => state.profile.unmute_topic(&topic.key),
            _ => {}
        }
    }
    let mut flags = story_flags(state, item.story.id);
    match kind {
        SignalKind::More => flags = StoryFlags { more: true, less: false, hidden: false, ..flags },
        SignalKind::Less => flags = StoryFlags { more: false, less: true, ..flags },
        SignalKind::Save => flags.saved = true,
        SignalKind::Unsave => flags.saved = false,
        SignalKind::Hide => flags.hidden = true,
        SignalKind::Unhide => flags.hidden = false,
        _ => {}
    }
    let undo = |kind: SignalKind| {
        Some(Undo { field: "story".into(), id: item.story.id.to_string(), kind: kind.name().into() })
    };
    let named = || likeness(item);
    let label = topic.map_or("it", |t| t.label.as_str());
    let (message, undo) = match kind {
        SignalKind::More => (format!("More stories like this: {}", named()), None),
        SignalKind::Less => (format!("Fewer stories like this: {}", named()), None),
        SignalKind::Save => ("Saved for later.".into(), undo(SignalKind::Unsave)),
        SignalKind::Unsave => ("No longer among the saved.".into(), undo(SignalKind::Save)),
        SignalKind::Hide => ("Hidden. This story will not come back.".into(), undo(SignalKind::Unhide)),
        SignalKind::Unhide => ("Back on your pages.".into(), undo(SignalKind::Hide)),
        SignalKind::Follow => (format!("You follow {label} now."), undo(SignalKind::Unfollow)),
        SignalKind::Unfollow => (format!("You no longer follow {label}."), undo(SignalKind::Follow)),
        SignalKind::Mute => {
            (format!("{label} is muted: it leaves your front page."), undo(SignalKind::Unmute))
        }
        SignalKind::Unmute => (format!("{label} is no longer muted."), undo(SignalKind::Mute)),
        SignalKind::Impression | SignalKind::Open | SignalKind::Finish | SignalKind::Share => {
            ("Noted.".into(), None)
        }
    };
    Change { message, story: Some(item.story.id), state: Some(flags), topic: None, undo }
}

/// Where the reader stands with a story.
pub(crate) fn story_flags(state: &ReaderState, story: StoryId) -> StoryFlags {
    state.stories.get(&story).map_or_else(StoryFlags::default, |s| StoryFlags {
        more: s.verdict == Some(store::Verdict::More),
        less: s.verdict == Some(store::Verdict::Less),
        saved: s.saved_at.is_some(),
        hidden: s.hidden_at.is_some(),
    })
}

/// What is meant by "like this": the story's first topics and who tells it.
fn likeness(item: &Item) -> String {
    let topics = item.story.topics.iter().take(2).map(|t| t.label.clone());
    let outlets = item.candidate.sources.iter().take(1).map(|s| s.label.clone());
    let more = item.candidate.sources.len().saturating_sub(1);
    let mut out = topics.chain(outlets).collect::<Vec<_>>().join(", ");
    if more > 0 {
        out.push_str(&format!(" and {}", crate::view::words::count(more, "more outlet", "more outlets")));
    }
    out
}

fn topic_label(snapshot: &Snapshot, profile: &Profile, key: &str) -> String {
    let chosen = profile.followed_topics().get(key).or_else(|| profile.muted_topics().get(key));
    chosen
        .map(|c| c.label.clone())
        .or_else(|| snapshot.topic_label(key).map(ToOwned::to_owned))
        .unwrap_or_else(|| key.to_owned())
}

fn on_topic(profile: &mut Profile, key: &str, label: &str, kind: SignalKind, at: i64) -> Answer<Change> {
    let (message, back) = match kind {
        SignalKind::Follow => {
            profile.follow_topic(key, label, at);
            (format!("You follow {label} now."), SignalKind::Unfollow)
        }
        SignalKind::Unfollow => {
            profile.unfollow_topic(key);
            (format!("You no longer follow {label}."), SignalKind::Follow)
        }
        SignalKind::Mute => {
            profile.mute_topic(key, label, at);
            (format!("{label} is muted: it leaves your front page."), SignalKind::Unmute)
        }
        SignalKind::Unmute => {
            profile.unmute_topic(key);
            (format!("{label} is no longer muted."), SignalKind::Mute)
        }
        _ => return Err(HttpError::BadRequest("A topic can be followed or muted, nothing else.".into())),
    };
    Ok(Change {
        message,
        topic: Some(TopicFlags {
            key: key.to_owned(),
            label: label.to_owned(),
            followed: profile.followed_topics().contains_key(key),
            muted: profile.muted_topics().contains_key(key),
        }),
        undo: Some(Undo { field: "topic".into(), id: key.to_owned(), kind: back.name().into() }),
        ..Change::default()
    })
}

fn on_source(profile: &mut Profile, id: i64, label: &str, kind: SignalKind, at: i64) -> Answer<Change> {
    let (message, back) = match kind {
        SignalKind::Follow => {
            profile.follow_source(id, label, at);
            (format!("You follow {label} now: its stories rise."), SignalKind::Unfollow)
        }
        SignalKind::Unfollow => {
            profile.unfollow_source(id);
            (format!("You no longer follow {label}."), SignalKind::Follow)
        }
        SignalKind::Mute => {
            profile.mute_source(id, label, at);
            (format!("{label} is muted."), SignalKind::Unmute)
        }
        SignalKind::Unmute => {
            profile.unmute_source(id);
            (format!("{label} is no longer muted."), SignalKind::Mute)
        }
        _ => return Err(HttpError::BadRequest("A source can be followed or muted, nothing else.".into())),
    };
    Ok(Change {
        message,
        undo: Some(Undo { field: "source".into(), id: id.to_string(), kind: back.name().into() }),
        ..Change::default()
    })
}
