//! What a reader did.

use serde::{Deserialize, Serialize};

/// The kinds of signals, named as in the JSON API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignalKind {
    /// The story was shown on a page.
    Impression,
    /// The reader opened it.
    Open,
    /// The reader read it to its end.
    Finish,
    /// The reader saved it.
    Save,
    /// The reader took it off the saved ones.
    Unsave,
    /// The reader shared it.
    Share,
    /// "More like this."
    More,
    /// "Less like this."
    Less,
    /// "Not this story."
    Hide,
    /// "Show this story again."
    Unhide,
    /// The reader follows what it is about.
    Follow,
    /// The reader follows it no longer.
    Unfollow,
    /// The reader wants none of what it is about.
    Mute,
    /// The reader lifted a mute.
    Unmute,
}

impl SignalKind {
    /// All kinds, in the order of their definition.
    pub const ALL: [Self; 14] = [
        Self::Impression,
        Self::Open,
        Self::Finish,
        Self::Save,
        Self::Unsave,
        Self::Share,
        Self::More,
        Self::Less,
        Self::Hide,
        Self::Unhide,
        Self::Follow,
        Self::Unfollow,
        Self::Mute,
        Self::Unmute,
    ];

    /// The kind's name in the JSON API.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Impression => "impression",
            Self::Open => "open",
            Self::Finish => "finish",
            Self::Save => "save",
            Self::Unsave => "unsave",
            Self::Share => "share",
            Self::More => "more",
            Self::Less => "less",
            Self::Hide => "hide",
            Self::Unhide => "unhide",
            Self::Follow => "follow",
            Self::Unfollow => "unfollow",
            Self::Mute => "mute",
            Self::Unmute => "unmute",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One thing a reader did with a story.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Signal {
    /// What it was.
    pub kind: SignalKind,
    /// When, Unix seconds.
    pub at: i64,
    /// The story's place on the page, from 0.
    #[serde(default)]
    pub position: Option<u32>,
    /// How long the reader stayed, seconds.
    #[serde(default)]
    pub dwell_seconds: Option<f64>,
}

impl Signal {
    /// A signal without place or duration.
    #[must_use]
    pub const fn new(kind: SignalKind, at: i64) -> Self {
        Self { kind, at, position: None, dwell_seconds: None }
    }
}
