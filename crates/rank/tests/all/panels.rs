//! Blind spots and replay.

use crate::world::{NOW, story};
use rank::blind_spots::panel;
use rank::replay::{Draw, Refusal, estimate};
use rank::{Context, Explored, Profile, Settings, slate};

#[test]
fn what_is_never_read_is_named() {
    let mut stories: Vec<_> =
        (0..40).map(|id| story(id, ["Sport", "Art", "Law", "Sea"][id as usize % 4], id % 5)).collect();
    for story in &mut stories {
        story.opened = story.topics[0].key == "sport";
        story.language = Some("en".to_owned());
    }
    let found = panel(&stories);
    assert_eq!((found.published, found.read), (40, 10));
    let never: Vec<_> = found.topics.never_read.iter().map(|share| share.label.as_str()).collect();
    assert_eq!(never, ["Art", "Law", "Sea"]);
    assert!(found.topics.divergence.unwrap() > 0.4);
    assert!(found.languages.divergence.unwrap() < 1e-9);
    assert_eq!(panel(&[]).topics.divergence, None);
}

#[test]
fn replay_finds_a_known_value_and_refuses_what_it_cannot_know() {
    // Two choices, drawn with 0.5 each; the first is opened always, the second never. Asked: the first with 0.9.
    let draws: Vec<Draw> = (0..1_000)
        .map(|n| {
            let first = n % 2 == 0;
            let (target, reward) = if first { (0.9, 1.0) } else { (0.1, 0.0) };
            Draw { logged: 0.5, target, reward, expected: 0.3, target_expected: 0.3 }
        })
        .collect();
    let found = estimate(&draws).unwrap();
    assert!((found.snips - 0.9).abs() < 1e-9 && (found.doubly_robust - 0.9).abs() < 1e-9);
    assert!((found.logged - 0.5).abs() < 1e-9 && found.snips_error < 0.05);
    assert!(matches!(estimate(&draws[..150]), Err(Refusal::TooFew { .. })));
    let bad = Draw { logged: 0.0, ..draws[0] };
    assert_eq!(estimate(&[bad]), Err(Refusal::Unsound { draw: 1 }));
}

#[test]
fn sliders_are_kept_with_the_profile_and_made_sound() {
    let mut profile = Profile::default();
    profile.set_settings(Settings {
        topics: f64::NAN,
        diversity: 7.0,
        freshness: -1.0,
        ..Settings::default()
    });
    assert_eq!((profile.settings().topics, profile.settings().diversity), (1.0, 1.0));
    assert_eq!(profile.settings().freshness, 0.0);
    let text = serde_json::to_string(&profile).unwrap();
    assert_eq!(serde_json::from_str::<Profile>(&text).unwrap(), profile);
    let page = slate(&profile, vec![story(1, "Sport", 1)], &Context::new(NOW, 5));
    assert_eq!(page.explored, None::<Explored>);
}
