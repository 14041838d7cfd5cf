//! What holds for any input.

use proptest::prelude::*;
use rank::{Candidate, Context, Facet, Facets, Mode, Profile, Signal, SignalKind, explain, slate};

fn facets() -> impl Strategy<Value = Facets> {
    let weight = prop_oneof![Just(f32::NAN), Just(f32::INFINITY), Just(0.0), -1.0_f32..1e30, 0.0_f32..1.0];
    prop::collection::vec(
        (0_u8..6, weight).prop_map(|(key, weight)| Facet {
            key: key.to_string(),
            label: format!("L{key}"),
            weight,
        }),
        0..5,
    )
    .prop_map(Facets::from)
}

prop_compose! {
    fn candidate()(
        id in 0_i64..50, published in any::<i64>(), updated in any::<i64>(), topics in facets(), sources in facets(),
        authors in facets(), terms in facets(), outlets in any::<u32>(), heat in any::<f32>(), impressions in any::<u32>(),
        last in any::<Option<i64>>(), flags in any::<(bool, bool, bool)>(), editorial in any::<f64>(),
    ) -> Candidate {
        Candidate {
            id, published, updated, topics, sources, authors, terms, articles: outlets, outlets, heat, language: None,
            impressions, last_impression: last, opened: flags.0, saved: flags.1, hidden: flags.2, editorial,
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn sums_hold_nothing_is_lost_and_nothing_breaks(
        candidates in prop::collection::vec(candidate(), 0..40),
        signals in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..14, any::<i64>(), any::<f64>()), 0..30),
        now in any::<i64>(), limit in 0_usize..30, latest in any::<bool>(), diversity in any::<f64>(),
    ) {
        let mut profile = Profile::default();
        if !candidates.is_empty() {
            for (which, kind, at, dwell) in signals {
                let signal = Signal { kind: SignalKind::ALL[kind], at, position: None, dwell_seconds: Some(dwell) };
                profile.learn(which.get(&candidates), &signal);
            }
        }
        profile.follow_topic("1", "One", 0);
        profile.follow_source(2, "Two", 0);
        profile.mute_topic("3", "Three", 0);
        let mut context = Context::new(now, limit);
        context.settings.diversity = diversity;
        context.mode = if latest { Mode::Latest } else { Mode::ForYou };
        let count = candidates.len();
        let result = slate(&profile, candidates, &context);
        prop_assert_eq!(result.items.len() + result.rest.len() + result.removed.len(), count);
        prop_assert!(result.items.len() <= limit);
        let mut all = result.items.clone();
        for scored in &result.rest {
            let ranked = explain(&profile, scored.candidate.clone(), &context);
            prop_assert_eq!(ranked.score.to_bits(), scored.score.to_bits(), "{:?}", ranked);
            all.push(ranked);
        }
        for ranked in &all {
            prop_assert!(ranked.score.is_finite(), "{:?}", ranked);
            let sum: f64 = ranked.contributions.iter().map(|c| c.value).sum();
            prop_assert!((sum - ranked.score).abs() <= 1e-9);
            for c in &ranked.contributions {
                prop_assert!(c.value != 0.0 || latest || c.signal == "topic" || c.signal == "source");
                prop_assert!(!c.label.is_empty());
            }
        }
        let text = serde_json::to_string(&profile).unwrap();
        prop_assert_eq!(serde_json::from_str::<Profile>(&text).unwrap(), profile);
    }
}
