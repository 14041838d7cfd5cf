//! What the reader does shows on the next page.

use crate::world::{NOW, find, newsroom, page, page_of, story, term};
use rank::{Candidate, Context, Facet, Profile, Signal, SignalKind, slate};

fn after(kinds: &[SignalKind]) -> Profile {
    let mut profile = Profile::default();
    for kind in kinds {
        profile.learn(&story(0, "Energy", 0), &Signal::new(*kind, NOW));
    }
    profile
}

#[test]
fn less_lowers_topic_and_source_every_time_and_visibly() {
    let mut profile = Profile::default();
    let mut before = (0.0, 0.0, find(&page(&profile), 0).score);
    for press in 0..30 {
        profile.learn(&story(0, "Energy", 0), &Signal::new(SignalKind::Less, NOW + press));
        let slate = page(&profile);
        let ranked = find(&slate, 0);
        let (topic, source) = (term(ranked, "topic").value, term(ranked, "source").value);
        assert!(
            topic < before.0 && source < before.1 && ranked.score < before.2,
            "press {press}: {topic} {source}"
        );
        if press == 0 {
            assert!(topic < -0.2 && source < -0.2, "{topic} {source}");
        }
        before = (topic, source, ranked.score);
    }
}

#[test]
fn less_is_visible_on_a_story_of_many_outlets_and_topics() {
    let mut candidate = story(0, "Energy", 0);
    candidate.sources = (0..6).map(|id| Facet::new(id.to_string(), format!("Outlet {id}"))).collect();
    candidate.topics = ["energy", "wind", "north"].map(|key| Facet::new(key, key)).to_vec().into();
    candidate.outlets = 6;
    let mut profile = Profile::default();
    profile.learn(&candidate, &Signal::new(SignalKind::Less, NOW));
    let slate = slate(&profile, vec![candidate], &Context::new(NOW, 20));
    for contribution in &slate.items[0].contributions {
        if contribution.signal == "topic" || contribution.signal == "source" {
            assert!(contribution.value < -0.03, "{contribution:?}");
        }
    }
}

#[test]
fn more_raises_and_follow_raises_clearly() {
    let plain = find(&page(&Profile::default()), 0).score;
    let profile = after(&[SignalKind::More]);
    let slate = page(&profile);
    assert!(term(find(&slate, 0), "topic").value > 0.2);
    assert!(term(find(&slate, 0), "source").value > 0.2);
    let mut profile = Profile::default();
    profile.follow_topic("energy", "Energy", NOW);
    let slate = page(&profile);
    let ranked = find(&slate, 0);
    assert!(ranked.score > plain + 1.0);
    assert_eq!(term(ranked, "followed-topic").label, "You follow Energy");
    assert!(slate.items.iter().filter(|r| r.candidate.topics[0].key == "energy").count() >= 6);
}

#[test]
fn more_takes_a_less_back() {
    let plain = find(&page(&Profile::default()), 5).score;
    let profile = after(&[SignalKind::Less, SignalKind::More]);
    assert!((find(&page(&profile), 5).score - plain).abs() < 0.3);
}

#[test]
fn opening_raises_what_is_alike_and_sinks_the_story_itself() {
    let profile = after(&[SignalKind::Open]);
    assert!(find(&page(&profile), 5).score > find(&page(&Profile::default()), 5).score);
    let mut candidates = newsroom();
    candidates[0].opened = true;
    candidates[0].impressions = 3;
    let slate = page_of(&profile, candidates);
    let ranked = find(&slate, 0);
    assert_eq!(term(ranked, "read").label, "You have read this");
    assert_eq!(term(ranked, "repeat").label, "You have seen this 3 times");
    assert!(ranked.score < find(&slate, 5).score - 2.0);
}

#[test]
fn being_shown_counts_little() {
    let mut profile = Profile::default();
    for press in 0..20 {
        let candidate = Candidate { impressions: press, ..story(0, "Energy", 0) };
        let signal =
            Signal { position: Some(0), ..Signal::new(SignalKind::Impression, NOW + i64::from(press)) };
        profile.learn(&candidate, &signal);
    }
    let shown = term(find(&page(&profile), 5), "topic").value;
    assert!(shown < 0.0 && shown > -0.2, "{shown}");
}

#[test]
fn taste_fades_toward_the_prior() {
    let profile = after(&[SignalKind::More, SignalKind::More]);
    let fresh = profile.weights(NOW);
    let later = profile.weights(NOW + 360 * 86_400);
    assert!(later[0].mean < fresh[0].mean * 0.35 && later[0].mean > 0.0);
    assert!(later[0].uncertainty > fresh[0].uncertainty);
}

#[test]
fn the_document_survives_the_way_out_and_back() {
    let mut profile = after(&[SignalKind::More, SignalKind::Open, SignalKind::Less]);
    profile.follow_topic("energy", "Energy", NOW);
    profile.mute_source(3, "Outlet 3", NOW);
    let text = serde_json::to_string_pretty(&profile).unwrap();
    let back: Profile = serde_json::from_str(&text).unwrap();
    assert_eq!(back, profile);
    assert_eq!(page(&back), page(&profile));
    assert_eq!(serde_json::from_str::<Profile>("{}").unwrap(), Profile::default());
}
