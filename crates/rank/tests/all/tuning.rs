//! Changes by hand, plain orders, and how well the page foresaw what was opened.

use crate::world::{NOW, find, newsroom, page, story, term};
use proptest::prelude::*;
use rank::blind_spots::{fragmentation, panel};
use rank::foresight::{Shown, foresight};
use rank::profile::{Group, HandSet, Tuning};
use rank::{Context, Mode, Profile, Settings, Signal, SignalKind, slate};

fn tuning() -> Tuning {
    let hand =
        |group, key: &str, label: &str, mean| HandSet { group, key: key.into(), label: label.into(), mean };
    Tuning {
        settings: Settings { diversity: 0.9, topics: 2.0, ..Settings::default() },
        weights: vec![
            hand(Group::Topics, "energy", "Energy", 1.5),
            hand(Group::Sources, "3", "Outlet 3", 0.0),
            hand(Group::Topics, "energy", "Energy", -1.5),
        ],
    }
}

fn learned() -> Profile {
    let mut profile = Profile::default();
    for (id, kind) in [(0, SignalKind::More), (3, SignalKind::Less), (8, SignalKind::Open)] {
        profile.learn(&newsroom()[id], &Signal::new(kind, NOW));
    }
    profile
}

#[test]
fn a_copy_is_tuned_without_the_profile_and_the_last_tuning_can_be_taken_back_and_again() {
    let profile = learned();
    let untouched = profile.clone();
    let mut tuned = profile.clone();
    tuned.tune(&tuning(), NOW);
    assert_eq!(profile, untouched);
    assert_ne!(page(&profile), page(&tuned));
    assert!(term(find(&page(&tuned), 0), "topic").value < -1.0);
    assert!((tuned.table(Group::Sources).mean("3", NOW)).abs() < 1e-12);
    let mut back = tuned.clone();
    assert!(back.untune() && back.is_tuned());
    assert_eq!(page(&back), page(&profile));
    assert_eq!(back.settings(), profile.settings());
    assert!(back.untune());
    assert_eq!(page(&back), page(&tuned));
    assert!(!Profile::default().untune());
    let text = serde_json::to_string(&tuned).unwrap();
    assert_eq!(serde_json::from_str::<Profile>(&text).unwrap(), tuned);
}

#[test]
fn showing_again_takes_hiding_back() {
    let mut profile = Profile::default();
    let plain = find(&page(&profile), 5).score;
    profile.learn(&story(0, "Energy", 0), &Signal::new(SignalKind::Hide, NOW));
    let hidden = find(&page(&profile), 5).score;
    profile.learn(&story(0, "Energy", 0), &Signal::new(SignalKind::Unhide, NOW));
    let again = find(&page(&profile), 5).score;
    assert!(hidden < plain - 0.1 && (again - plain).abs() < 0.1, "{plain} {hidden} {again}");
}

#[test]
fn by_heat_is_the_same_for_every_reader_but_keeps_the_filters() {
    let context = Context { mode: Mode::Heat, ..Context::new(NOW, 20) };
    let told = || {
        let mut stories = newsroom();
        stories[30].outlets = 9;
        stories
    };
    let ids = |profile: &Profile| {
        slate(profile, told(), &context).items.iter().map(|r| r.candidate.id).collect::<Vec<_>>()
    };
    let (new, known) = (ids(&Profile::default()), ids(&learned()));
    assert_eq!(new, known);
    assert_eq!(new[0], 30);
    let mut muting = Profile::default();
    muting.mute_topic("energy", "Energy", NOW);
    assert_eq!(slate(&muting, told(), &context).removed.len(), 12);
}

fn shown(story: i64, at: i64, position: u32, opened: bool) -> Shown {
    Shown { story, at, position, opened }
}

#[test]
fn foresight_counts_pairs_within_a_visit() {
    let visits = [
        shown(1, 0, 0, true),
        shown(2, 0, 1, false),
        shown(3, 60, 2, true),
        shown(2, 60, 3, false),
        // The next visit, from which nothing was opened, and one after it.
        shown(4, 9_000, 0, false),
        shown(5, 20_000, 0, false),
        shown(6, 20_000, 1, true),
    ];
    let found = foresight(&visits);
    // 1 over 2; 3 under 2, which stood higher when it was first shown; 6 under 5.
    assert_eq!((found.pairs, found.right), (3, 1));
    assert_eq!(foresight(&visits[4..5]).share(), None);
}

#[test]
fn divergences_tell_alike_from_apart() {
    let mut stories: Vec<_> =
        (0..40).map(|id| story(id, ["Sport", "Art"][id as usize % 2], id % 5)).collect();
    for story in &mut stories {
        story.outlets = if story.id % 4 == 0 { 4 } else { 1 };
        story.opened = story.id % 4 == 0;
    }
    let voices = panel(&stories).voices;
    assert_eq!(voices.never_read.iter().map(|s| s.key.as_str()).collect::<Vec<_>>(), ["one"]);
    assert!(voices.divergence.unwrap() > 0.3);
    let of = |topic: &str| stories.iter().filter(|s| s.topics[0].label == topic).collect::<Vec<_>>();
    assert_eq!(fragmentation(&[of("Sport")]), None);
    assert!((fragmentation(&[of("Sport"), of("Art")]).unwrap() - 1.0).abs() < 1e-9);
    assert!(fragmentation(&[of("Sport"), of("Sport"), Vec::new()]).unwrap() < 1e-9);
}

proptest! {
    #[test]
    fn a_tuning_taken_back_leaves_the_page_as_it_was(
        means in prop::collection::vec((0_usize..5, any::<f64>()), 0..8), topics in any::<f64>(), mix in any::<f64>(),
    ) {
        let topics_named = ["energy", "sport", "culture", "health", "politics"];
        let weights = means
            .iter()
            .map(|(which, mean)| HandSet {
                group: Group::Topics, key: topics_named[*which].into(), label: topics_named[*which].into(), mean: *mean,
            })
            .collect();
        let before = learned();
        let mut profile = before.clone();
        profile.tune(&Tuning { settings: Settings { topics, diversity: mix, ..Settings::default() }, weights }, NOW);
        for ranked in page(&profile).items {
            let sum: f64 = ranked.contributions.iter().map(|c| c.value).sum();
            prop_assert!(sum.is_finite() && (sum - ranked.score).abs() <= 1e-9);
        }
        prop_assert!(profile.untune());
        prop_assert_eq!(page(&profile), page(&before));
    }
}
