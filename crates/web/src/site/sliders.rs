//! The sliders of `/tune`: what each is called, where it stands, and what a form says of them.

use rank::profile::{Group, HandSet, Tuning};
use rank::{Mode, Profile, Settings};

use super::form::Fields;
use crate::front::{ReaderState, Snapshot};

/// Topics with a slider of their own, and so many sources.
const LISTED: usize = 12;
/// How far a taste can be set by hand, in log-odds.
const TASTE: f64 = 3.0;

/// One slider.
pub(crate) struct Slider {
    /// The field's name.
    pub name: String,
    /// What it is called.
    pub label: String,
    /// What it does, in a sentence.
    pub help: &'static str,
    /// Where it stands.
    pub value: String,
    /// Its range and its steps.
    pub min: &'static str,
    pub max: &'static str,
    pub step: &'static str,
    /// What its ends mean.
    pub low: &'static str,
    pub high: &'static str,
}

/// Sliders that belong together.
pub(crate) struct Panel {
    pub heading: &'static str,
    pub note: &'static str,
    /// Whether it stands open from the start.
    pub open: bool,
    pub sliders: Vec<Slider>,
}

/// One of several to choose from.
pub(crate) struct Choice {
    pub value: &'static str,
    pub label: &'static str,
    pub help: &'static str,
    pub chosen: bool,
}

impl Choice {
    /// How a front page can be ordered.
    pub(crate) fn orders(order: Mode) -> Vec<Self> {
        let choice = |mode, value, label, help| Self { value, label, help, chosen: mode == order };
        vec![
            choice(
                Mode::ForYou,
                "for-you",
                "For you",
                "By what matters to you, with a reason for every place.",
            ),
            choice(
                Mode::Latest,
                "latest",
                "Newest first",
                "Nothing about you counts, but what you muted stays away.",
            ),
            choice(
                Mode::Heat,
                "heat",
                "What most outlets tell",
                "The same for every reader of your sources, but what you muted stays away.",
            ),
        ]
    }
}

/// A slider of the settings: its name, its words, how it is read and how it is set.
struct Knob {
    name: &'static str,
    label: &'static str,
    help: &'static str,
    of: fn(&Settings) -> f64,
    set: fn(&mut Settings, f64),
}

macro_rules! knob {
    ($field:ident, $label:expr, $help:expr) => {
        Knob {
            name: stringify!($field),
            label: $label,
            help: $help,
            of: |settings| settings.$field,
            set: |settings, value| settings.$field = value,
        }
    };
}

/// 0 switches a kind of reason off, 1 leaves it, 3 triples it.
const REASONS: [Knob; 8] = [
    knob!(follows, "What you follow", "Topics and sources that you follow."),
    knob!(topics, "Topics you like", "What was learned of your taste in topics."),
    knob!(sources, "Outlets you like", "What was learned of your taste in outlets."),
    knob!(authors, "Authors you like", "What was learned of your taste in authors."),
    knob!(words, "Words you like", "Words in stories that you opened or passed over."),
    knob!(freshness, "Newness", "How fast a story sinks as it grows older."),
    knob!(size, "How many tell it", "Stories that many outlets tell."),
    knob!(repeats, "Seen before", "How far a story sinks that you saw or read already."),
];

/// Shares, 0 to 1.
const MIX: [Knob; 3] = [
    knob!(diversity, "Variety", "How much alike stories make room for other topics."),
    knob!(
        calibration,
        "Your mix of topics",
        "How closely the page keeps to the mix that you follow and like."
    ),
    knob!(followed_share, "Room for what you follow", "The least share of the page that stands on it."),
];

/// Whole numbers, with their highest.
const COUNTS: [(&str, &str, &str, &str); 3] = [
    ("important", "Important beyond you", "Places for what many outlets tell, whatever your taste.", "5"),
    ("source_cap", "Most of one source", "Stories of one source on a page; 0 = no bound.", "20"),
    ("max_age_days", "Oldest", "Days after which a story leaves; 0 = never.", "60"),
];

fn count_of(settings: &Settings, name: &str) -> u32 {
    let whole = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    match name {
        "important" => whole(settings.important),
        "source_cap" => whole(settings.source_cap),
        _ => settings.max_age_days,
    }
}

fn set_count(settings: &mut Settings, name: &str, value: u32) {
    let whole = usize::try_from(value).unwrap_or(usize::MAX);
    match name {
        "important" => settings.important = whole,
        "source_cap" => settings.source_cap = whole,
        _ => settings.max_age_days = value,
    }
}

/// A topic or a source with a slider.
struct Taste {
    group: Group,
    key: String,
    label: String,
}

impl Taste {
    fn name(&self) -> String {
        let kind = if self.group == Group::Topics { "t" } else { "s" };
        format!("{kind}.{}", self.key)
    }
}

/// Where a taste's slider stands. A form that sends the very same text has not moved it.
fn stands(profile: &Profile, taste: &Taste, now: i64) -> String {
    let text = format!("{:.1}", profile.table(taste.group).mean(&taste.key, now).clamp(-TASTE, TASTE));
    if text == "-0.0" { "0.0".into() } else { text }
}

/// What is followed first, then the strongest leanings, then what is most told. The same for every page of one profile.
fn tastes(state: &ReaderState, snapshot: &Snapshot, now: i64) -> Vec<Taste> {
    let profile = &state.profile;
    let learned = profile.weights(now);
    let list = |group: Group, followed: Vec<(String, String)>, others: Vec<(String, String)>| {
        let leanings = learned.iter().filter(|w| w.group == group).map(|w| (w.key.clone(), w.label.clone()));
        let mut out: Vec<Taste> = Vec::with_capacity(LISTED);
        for (key, label) in followed.into_iter().chain(leanings).chain(others) {
            if out.len() < LISTED && out.iter().all(|taste| taste.key != key) {
                out.push(Taste { group, key, label });
            }
        }
        out
    };
    let chosen = |choices: &std::collections::BTreeMap<String, rank::profile::Choice>| {
        choices.iter().map(|(key, choice)| (key.clone(), choice.label.clone())).collect::<Vec<_>>()
    };
    let told = snapshot.topics(|item| state.reads(&item.sources));
    let topics = told.into_iter().take(LISTED).map(|topic| (topic.key, topic.label)).collect();
    let mut outlets: std::collections::BTreeMap<String, String> = std::collections::BTreeMap::new();
    for facet in snapshot.items.iter().flat_map(|item| &item.candidate.sources) {
        if facet.key.parse().is_ok_and(|id| state.subscriptions.contains(&id)) {
            outlets.entry(facet.key.clone()).or_insert_with(|| facet.label.clone());
        }
    }
    let mut all = list(Group::Topics, chosen(profile.followed_topics()), topics);
    all.extend(list(Group::Sources, chosen(profile.followed_sources()), outlets.into_iter().collect()));
    all
}

/// All sliders, as `profile` has them. `state` says which topics and sources are listed.
pub(crate) fn panels(profile: &Profile, state: &ReaderState, snapshot: &Snapshot, now: i64) -> Vec<Panel> {
    let settings = profile.settings();
    let knob = |knob: &Knob, max, step, low, high| Slider {
        name: knob.name.to_owned(),
        label: knob.label.to_owned(),
        help: knob.help,
        value: format!("{:.2}", (knob.of)(settings)),
        min: "0",
        max,
        step,
        low,
        high,
    };
    let counts = COUNTS.iter().map(|&(name, label, help, max)| Slider {
        name: name.to_owned(),
        label: label.to_owned(),
        help,
        value: count_of(settings, name).to_string(),
        min: "0",
        max,
        step: "1",
        low: "0",
        high: max,
    });
    let (topics, sources): (Vec<Taste>, Vec<Taste>) =
        tastes(state, snapshot, now).into_iter().partition(|taste| taste.group == Group::Topics);
    let leanings = |tastes: Vec<Taste>| {
        let slider = |taste: &Taste| Slider {
            name: taste.name(),
            label: taste.label.clone(),
            help: "",
            value: stands(profile, taste, now),
            min: "-3",
            max: "3",
            step: "0.1",
            low: "far less",
            high: "far more",
        };
        tastes.iter().map(slider).collect()
    };
    let panel = |heading, note, open, sliders| Panel { heading, note, open, sliders };
    vec![
        panel(
            "What counts",
            "How much each kind of reason weighs. 1 is as learned, 0 switches it off.",
            true,
            REASONS.iter().map(|k| knob(k, "3", "0.25", "off", "triple")).collect(),
        ),
        panel(
            "How the page is mixed",
            "After every story has its score.",
            true,
            MIX.iter().map(|k| knob(k, "1", "0.05", "none", "all")).chain(counts).collect(),
        ),
        panel(
            "Topics",
            "What you follow, your strongest leanings, and what is told most. Following is counted apart.",
            false,
            leanings(topics),
        ),
        panel("Outlets", "The outlets of your sources.", false, leanings(sources)),
    ]
}

/// What a form asks for. What it does not name stays as it is.
pub(crate) fn asked(fields: &Fields, state: &ReaderState, snapshot: &Snapshot, now: i64) -> Tuning {
    let mut settings = state.profile.settings().clone();
    for knob in REASONS.iter().chain(&MIX) {
        // What was sent back as it was shown was not moved, however many more digits it has.
        let moved = fields.get(knob.name).filter(|text| **text != format!("{:.2}", (knob.of)(&settings)));
        if let Some(value) = moved.and_then(|text| text.parse().ok()) {
            (knob.set)(&mut settings, value);
        }
    }
    for (name, ..) in COUNTS {
        if let Some(value) = fields.parse(name) {
            set_count(&mut settings, name, value);
        }
    }
    settings.order = match fields.get("order") {
        Some("for-you") => Mode::ForYou,
        Some("latest") => Mode::Latest,
        Some("heat") => Mode::Heat,
        _ => settings.order,
    };
    // A box that is not ticked is not sent: the form says by another field that it has one.
    if fields.has("boxes") {
        settings.explore = fields.get("explore").is_some();
    }
    let weights = tastes(state, snapshot, now)
        .into_iter()
        .filter_map(|taste| {
            let text = fields.get(&taste.name())?;
            let mean: f64 = text.parse().ok().filter(|mean: &f64| mean.is_finite())?;
            let unmoved = format!("{mean:.1}") == stands(&state.profile, &taste, now);
            (!unmoved).then_some(HandSet {
                group: taste.group,
                key: taste.key,
                label: taste.label,
                mean: mean.clamp(-TASTE, TASTE),
            })
        })
        .collect();
    Tuning { settings: settings.sound(), weights }
}
