//! Diversity and caps, listed apart.

use crate::world::{NOW, newsroom, page, story};
use rank::{Context, Profile, slate};

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
    let second = slate(&profile, turned, &Context::new(NOW, 20));
    let ids = |slate: &rank::Slate| slate.items.iter().map(|r| r.candidate.id).collect::<Vec<_>>();
    assert_eq!(ids(&first), ids(&second));
}
