//! Diversity and caps, listed apart.

use crate::world::{NOW, newsroom, page, page_of, story};
use rank::{Context, Profile, Signal, SignalKind, slate};

#[test]
fn diversity_breaks_up_one_topic_and_says_what_moved() {
    let candidates =
        || (0..40).map(|id| story(id, if id < 30 { "Sport" } else { "Culture" }, id)).collect::<Vec<_>>();
    let mut context = Context::new(NOW, 10);
    let count = |context: &Context| {
        let slate = slate(&Profile::default(), candidates(), context);
        slate.items.iter().filter(|r| r.candidate.topics[0].key == "culture").count()
    };
    context.settings.diversity = 0.0;
    let none = count(&context);
    context.settings.diversity = 1.0;
    assert!(count(&context) > none);
    let mixed = slate(&Profile::default(), candidates(), &context);
    for (to, ranked) in mixed.items.iter().enumerate() {
        if let Some(moved) = &ranked.moved {
            assert_eq!(moved.to, to);
            assert_ne!(moved.from, to);
        }
    }
    assert!(mixed.items.iter().any(|r| r.moved.as_ref().is_some_and(|m| m.by == "diversity")));
}

#[test]
fn a_source_keeps_to_its_share_unless_nobody_else_is_there() {
    let mut context = Context::new(NOW, 10);
    context.settings.source_cap = 2;
    let slate_of = |sources: i64| {
        let candidates = (0..40).map(|id| story(id, &format!("T{id}"), id % sources)).collect();
        slate(&Profile::default(), candidates, &context)
    };
    for source in 0..8 {
        let key = source.to_string();
        assert!(slate_of(8).items.iter().filter(|r| r.candidate.sources[0].key == key).count() <= 2);
    }
    assert_eq!(slate_of(1).items.len(), 10);
}

#[test]
fn the_page_is_the_same_every_time_and_for_any_order_of_candidates() {
    let profile = Profile::default();
    let first = page(&profile);
    assert_eq!(first, page(&profile));
    let mut turned = newsroom();
    turned.reverse();
    assert_eq!(first, page_of(&profile, turned));
}

#[test]
fn what_many_outlets_tell_stands_on_every_page() {
    let mut candidates: Vec<_> = (0..60).map(|id| story(id, "Sport", id)).collect();
    candidates[39].outlets = 6;
    candidates[39].topics = story(39, "Dull", 39).topics;
    let mut profile = Profile::default();
    profile.follow_topic("sport", "Sport", NOW);
    for press in 0..6 {
        profile.learn(&story(99, "Dull", 90), &Signal::new(SignalKind::Less, NOW + press));
    }
    let slate_of = |important| {
        let mut context = Context::new(NOW, 10);
        context.settings.important = important;
        slate(&profile, candidates.clone(), &context)
    };
    let ids = |slate: &rank::Slate| slate.items.iter().map(|r| r.candidate.id).collect::<Vec<_>>();
    assert!(!ids(&slate_of(0)).contains(&39));
    let page = slate_of(1);
    let placed = page.items.iter().find(|r| r.candidate.id == 39).unwrap();
    assert_eq!(placed.moved.as_ref().unwrap().by, "important");
    assert_eq!(page.items.len(), 10);
}

#[test]
fn exploration_is_one_marked_place_with_its_chance_and_can_be_switched_off() {
    let mut profile = Profile::default();
    for press in 0..25 {
        profile.learn(&story(press, "Energy", 1), &Signal::new(SignalKind::Open, NOW + press));
    }
    let candidates =
        || (0..90).map(|id| story(id, ["Energy", "Sport", "Art"][id as usize % 3], id)).collect::<Vec<_>>();
    let mut context = Context::new(NOW, 12);
    let page = slate(&profile, candidates(), &context);
    let explored = page.explored.clone().unwrap();
    assert!(explored.probability > 0.0 && explored.probability <= 1.0);
    assert_eq!(
        explored.others.iter().map(|o| o.way.as_ref()).collect::<Vec<_>>(),
        ["even", "likely", "unknown"]
    );
    assert!(explored.others.iter().all(|o| o.chance > 0.0 && o.chance <= 1.0 && o.expected < 1.0));
    let item = &page.items[explored.place];
    assert_eq!(item.candidate.id, explored.story);
    assert_eq!(item.moved.as_ref().unwrap().by, "explore");
    assert_eq!(page.items.iter().filter(|r| r.moved.as_ref().is_some_and(|m| m.by == "explore")).count(), 1);
    context.settings.explore = false;
    assert_eq!(slate(&profile, candidates(), &context).explored, None);
}

#[test]
fn what_is_followed_has_its_share() {
    let mut profile = Profile::default();
    profile.follow_topic("art", "Art", NOW);
    let mut candidates: Vec<_> =
        (0..80).map(|id| story(id, if id < 70 { "Sport" } else { "Art" }, id)).collect();
    for candidate in &mut candidates[70..] {
        candidate.published = NOW - 86_400 * 9;
    }
    let mut context = Context::new(NOW, 20);
    context.settings.followed_share = 0.4;
    let page = slate(&profile, candidates, &context);
    assert!(page.items.iter().filter(|r| r.candidate.topics[0].key == "art").count() >= 8);
}
