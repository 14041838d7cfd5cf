//! Properties of any stream.

use proptest::prelude::*;
use story::{Desk, Incoming, Placement, Settings};

const WORDS: [&str; 28] = [
    "fire",
    "harbour",
    "Lisbon",
    "minister",
    "resigns",
    "Erdbeben",
    "Chile",
    "Rettung",
    "gold",
    "Nishiya",
    "skateboard",
    "vaccine",
    "trial",
    "Paris",
    "strike",
    "pilots",
    "2024",
    "17",
    "storm",
    "Nepartak",
    "地震",
    "北京",
    "选举",
    "выборы",
    "Москва",
    "budget",
    "Kenya",
    "lions",
];

#[derive(Debug, Clone)]
struct Made {
    at: i64,
    outlet: String,
    title: String,
    text: String,
    url: String,
}

fn made() -> impl Strategy<Value = Made> {
    let words = |n: std::ops::Range<usize>| {
        proptest::collection::vec(proptest::sample::select(&WORDS[..]), n).prop_map(|w| w.join(" "))
    };
    (0_i64..3_000_000, 0_u8..4, words(0..8), words(0..40), 0_u8..60).prop_map(|(at, o, title, text, u)| {
        Made {
            at,
            outlet: format!("Outlet {o}"),
            title,
            text,
            url: if u < 20 { format!("https://news.example/{u}") } else { String::new() },
        }
    })
}

fn incoming(id: i64, m: &Made) -> Incoming<'_> {
    Incoming {
        id,
        at: m.at,
        outlet: &m.outlet,
        title: &m.title,
        text: &m.text,
        url: &m.url,
        ..Incoming::default()
    }
}

fn feed(desk: &mut Desk, list: &[Made], from: usize) -> Vec<Placement> {
    let each = list.iter().enumerate().skip(from).map(|(i, m)| {
        let placed = desk.add(&incoming(i as i64 + 1, m));
        if i % 5 == 4 {
            desk.settle();
        }
        placed
    });
    each.collect()
}

/// Everything that can be seen of a desk.
fn seen(desk: &Desk) -> String {
    desk.story_ids().map(|id| format!("{:?}\n", desk.story(id))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, ..ProptestConfig::default() })]

    #[test]
    fn every_article_in_one_story(list in proptest::collection::vec(made(), 1..30)) {
        let mut desk = Desk::new(Settings { breadth: 1.0, ..Settings::default() });
        let mut ids: Vec<i64> = Vec::new();
        for (i, m) in list.iter().enumerate() {
            let id = i as i64 + 1;
            let placed = desk.add(&incoming(id, m));
            prop_assert_eq!(placed.founded, placed.story == id);
            prop_assert!(placed.story <= id, "a story is as old as its first article");
            ids.push(placed.story);
            let settled = if i % 7 == 6 { desk.settle() } else { desk.settle_if_due(m.at) };
            for (gone, now) in &settled.gone {
                prop_assert_eq!(desk.story(*gone).map(|s| s.id), Some(*now));
            }
            for (article, story) in &settled.moved {
                prop_assert_eq!(desk.story_of(*article), Some(*story));
            }
            for changed in &settled.changed {
                prop_assert!(desk.story(*changed).unwrap().articles.contains(changed), "an id is that of one of its articles");
            }
        }
        // Every id ever given still answers.
        for old in &ids {
            prop_assert!(desk.story(*old).is_some());
        }
        let mut all: Vec<i64> = desk.story_ids().flat_map(|s| desk.story(s).unwrap().articles).collect();
        all.sort_unstable();
        prop_assert_eq!(all, (1..=list.len() as i64).collect::<Vec<_>>());
        for s in desk.story_ids() {
            let story = desk.story(s).unwrap();
            prop_assert!(!story.topics.is_empty());
            prop_assert!(story.first_at <= story.last_at && story.heat.is_finite());
            prop_assert!(story.articles.iter().all(|a| desk.story_of(*a) == Some(s)));
        }
    }

    #[test]
    fn two_runs_and_a_restored_run_are_one(list in proptest::collection::vec(made(), 2..25), cut in 0.0_f64..1.0) {
        let cut = (cut * list.len() as f64) as usize;
        let mut unbroken = Desk::new(Settings::default());
        let placed = feed(&mut unbroken, &list, 0);
        let mut again = Desk::new(Settings::default());
        feed(&mut again, &list[..cut], 0);
        let mut restored = Desk::restore(&again.save().unwrap()).unwrap();
        let rest = feed(&mut restored, &list, cut);
        prop_assert_eq!(&placed[cut..], &rest[..]);
        prop_assert_eq!(seen(&unbroken), seen(&restored));
        prop_assert_eq!(unbroken.settle(), restored.settle());
        prop_assert_eq!(seen(&unbroken), seen(&restored));
    }

    #[test]
    fn adopted_desk_shows_the_same_stories(list in proptest::collection::vec(made(), 1..20)) {
        let mut desk = Desk::new(Settings::default());
        let placed = feed(&mut desk, &list, 0);
        let mut rebuilt = Desk::new(Settings::default());
        for (i, (m, p)) in list.iter().zip(&placed).enumerate() {
            let id = i as i64 + 1;
            rebuilt.adopt(&incoming(id, m), desk.story_of(id).unwrap(), p.copy_of);
        }
        prop_assert_eq!(desk.story_ids().collect::<Vec<_>>(), rebuilt.story_ids().collect::<Vec<_>>());
        for p in &placed {
            let (a, b) = (desk.story(p.story).unwrap(), rebuilt.story(p.story).unwrap());
            prop_assert_eq!((a.id, a.articles), (b.id, b.articles));
        }
    }

    #[test]
    fn expiry_forgets_whole_stories(list in proptest::collection::vec(made(), 1..20), now in 0_i64..6_000_000) {
        let mut desk = Desk::new(Settings::default());
        feed(&mut desk, &list, 0);
        desk.expire(now);
        let oldest = now - Settings::default().window;
        let left: usize = desk.story_ids().map(|s| desk.story(s).unwrap()).map(|s| {
            assert!(s.last_at >= oldest);
            s.articles.len()
        }).sum();
        prop_assert_eq!(left, desk.len());
        desk.expire(i64::MAX);
        prop_assert!(desk.is_empty());
    }
}

#[test]
fn damaged_states_are_refused() {
    let mut desk = Desk::new(Settings::default());
    desk.add(&Incoming { id: 1, title: "Fire at harbour", ..Incoming::default() });
    let bytes = desk.save().unwrap();
    assert!(Desk::restore(&bytes[..bytes.len() - 3]).is_err());
    assert!(Desk::restore(b"something else").is_err());
    assert!(Desk::restore(&bytes).is_ok());
}
