//! What is taken away, and why.

use crate::world::{NOW, newsroom, page, story};
use rank::{Context, Mode, Profile, slate};

#[test]
fn a_muted_topic_is_gone_and_says_so() {
    let mut profile = Profile::default();
    profile.follow_topic("energy", "Energy", NOW);
    profile.mute_topic("energy", "Energy", NOW);
    let slate = page(&profile);
    assert!(slate.items.iter().chain(&slate.rest).all(|r| r.candidate.topics[0].key != "energy"));
    assert_eq!(slate.removed.len(), 12);
    assert!(
        slate.removed.iter().all(|r| r.filter == "muted-topic" && r.reason == "You muted the topic Energy")
    );
    profile.unmute_topic("energy");
    assert!(page(&profile).removed.is_empty());
}

#[test]
fn hidden_muted_source_language_and_double_are_named() {
    let mut profile = Profile::default();
    profile.mute_source(3, "Outlet 3", NOW);
    let mut candidates =
        vec![story(1, "A", 1), story(2, "A", 3), story(4, "A", 1), story(1, "A", 1), story(5, "A", 1)];
    candidates[2].hidden = true;
    candidates[4].language = Some("fi".to_owned());
    let mut context = Context::new(NOW, 10);
    context.settings.languages = vec!["en".to_owned()];
    let slate = slate(&profile, candidates, &context);
    let mut named: Vec<_> = slate.removed.iter().map(|r| (r.candidate.id, r.filter.as_ref())).collect();
    named.sort_unstable();
    assert_eq!(named, [(1, "duplicate"), (2, "muted-source"), (4, "hidden"), (5, "language")]);
    assert_eq!(slate.items.len(), 1);
}

#[test]
fn a_story_told_by_others_too_survives_a_muted_source() {
    let mut profile = Profile::default();
    profile.mute_source(3, "Outlet 3", NOW);
    let mut candidate = story(1, "A", 3);
    candidate.sources = candidate.sources.iter().chain(&story(2, "A", 4).sources).cloned().collect();
    assert_eq!(slate(&profile, vec![candidate], &Context::new(NOW, 10)).items.len(), 1);
}

#[test]
fn old_stories_go_only_while_enough_are_left() {
    let old = |id| {
        let mut candidate = story(id, "A", id % 50);
        candidate.published = NOW - 86_400 * (20 + id);
        candidate
    };
    let context = Context::new(NOW, 20);
    let all_old: Vec<_> = (0..300).map(old).collect();
    let result = slate(&Profile::default(), all_old, &context);
    assert_eq!((result.items.len(), result.rest.len(), result.removed.len()), (20, 80, 200));
    assert!(result.removed.iter().all(|r| r.filter == "too-old" && r.reason == "Older than 14 days"));
    assert!(result.items.iter().all(|r| r.candidate.id < 100));
    let few: Vec<_> = (0..30).map(old).collect();
    assert!(slate(&Profile::default(), few, &context).removed.is_empty());
}

#[test]
fn latest_is_by_time_alone_but_keeps_the_filters() {
    let mut profile = Profile::default();
    profile.follow_topic("sport", "Sport", NOW);
    profile.mute_topic("energy", "Energy", NOW);
    let context = Context { mode: Mode::Latest, ..Context::new(NOW, 20) };
    let slate = slate(&profile, newsroom(), &context);
    assert_eq!(slate.removed.len(), 12);
    assert!(slate.items.windows(2).all(|w| w[0].candidate.newest() >= w[1].candidate.newest()));
    assert!(slate.items.iter().all(|r| r.contributions.len() == 1 && r.contributions[0].signal == "time"));
    assert!(slate.items.iter().all(|r| r.contributions[0].value == r.score && r.moved.is_none()));
}
