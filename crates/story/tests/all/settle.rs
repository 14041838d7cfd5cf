//! The second look: merging, splitting, and the ids that stay.

use story::{Desk, Incoming, Settings, Settled};

const QUAKE: [&str; 3] = [
    "Strong earthquake shakes northern Chile, 12 injured in Iquique",
    "Earthquake in northern Chile: 12 injured, houses collapse in Iquique",
    "Iquique: strong earthquake of northern Chile leaves 12 injured",
];
const MATCH: [&str; 3] = [
    "Rovers beat United 3-1 in cup final at Wembley",
    "Cup final: Rovers win 3-1 against United at Wembley",
    "Rovers lift the cup after 3-1 win over United in Wembley final",
];
const FILLER: [&str; 8] = [
    "Central bank keeps interest rates unchanged for a third time",
    "Striker signs new contract with champions after long talks",
    "Novel about lighthouse keeper wins the national book award",
    "Airline cancels flights as pilots begin two day walkout",
    "Parliament passes law on care for the elderly by narrow vote",
    "Museum returns bronze statues to Nigeria after decades",
    "Heat wave breaks records across southern Spain",
    "Telescope sends first pictures of a distant galaxy",
];

fn article(id: i64, title: &str) -> Incoming<'_> {
    Incoming { id, at: 10_000 + 600 * id, language: Some("en"), title, ..Incoming::default() }
}

fn desk() -> Desk {
    let mut desk = Desk::new(Settings::default());
    for (id, title) in (100..).zip(FILLER) {
        desk.add(&article(id, title));
    }
    desk
}

#[test]
fn what_holds_two_events_parts() {
    let mut desk = desk();
    // As kept by a store: all six in one story.
    for (id, title) in (201..).zip(QUAKE.iter().chain(&MATCH)) {
        desk.adopt(&article(id, title), 201, None);
    }
    let settled = desk.settle();
    assert_eq!(desk.story(201).unwrap().articles, [201, 202, 203], "the founder's event keeps the id");
    assert_eq!(desk.story(204).unwrap().articles, [204, 205, 206], "the other has that of its first article");
    assert_eq!(settled.moved, [(204, 204), (205, 204), (206, 204)]);
    assert_eq!((settled.changed, settled.gone), (vec![201, 204], vec![]));
    assert_eq!(desk.settle().moved, [], "nothing is left to do");
}

#[test]
fn stories_of_one_event_become_one() {
    let mut desk = desk();
    for (id, title) in (201..).zip(QUAKE) {
        desk.adopt(&article(id, title), id, None);
    }
    let settled = desk.settle();
    assert_eq!(settled.gone, [(202, 201), (203, 201)]);
    for id in [201, 202, 203] {
        assert_eq!(desk.story(id).unwrap().id, 201, "old ids answer");
    }
}

#[test]
fn a_misplaced_article_moves_and_takes_its_copy_along() {
    let text = "Rovers have won the cup. They beat United by three goals to one in the final at Wembley in front of ninety \
        thousand people, after United had taken the lead early in the first half with a long shot.";
    let mut desk = desk();
    for (id, title) in (201..).zip(QUAKE) {
        desk.adopt(&article(id, title), 201, None);
    }
    for (id, title) in (301..).zip(MATCH) {
        desk.adopt(&Incoming { text, ..article(id, title) }, if id == 303 { 201 } else { 301 }, None);
    }
    desk.adopt(&Incoming { text, ..article(304, "Rovers are champions") }, 201, Some(303));
    desk.settle();
    assert_eq!(desk.story_of(303), Some(301));
    assert_eq!(desk.story_of(304), Some(301), "a copy goes where its original goes");
    assert_eq!(desk.story(201).unwrap().articles, [201, 202, 203]);
}

#[test]
fn events_of_one_kind_stay_apart() {
    let mut desk = desk();
    // Earthquakes and injuries are in the news every day.
    let places = [
        "Peru", "Japan", "Turkey", "Fiji", "Nepal", "Greece", "Mexico", "Papua", "Alaska", "Taiwan", "Italy",
        "Java",
    ];
    for (n, place) in (0_i64..).zip(places) {
        for (k, what) in
            (0_i64..).zip(["Earthquake felt in", "Bus crash: dozens injured in", "Elections called in"])
        {
            let title = format!("{what} {place}");
            desk.add(&Incoming { at: -86_400 * (3 * n + k + 8), ..article(120 + 3 * n + k, &title) });
        }
    }
    let iran = [
        "Earthquake hits western Iran, hundreds injured near Kermanshah",
        "Western Iran earthquake: hundreds injured in Kermanshah",
        "Hundreds injured as earthquake strikes Kermanshah in western Iran",
    ];
    for (n, (chile, iran)) in (0..).zip(QUAKE.iter().zip(iran)) {
        desk.add(&article(200 + 2 * n, chile));
        desk.add(&article(201 + 2 * n, iran));
    }
    desk.settle();
    assert_eq!(desk.story(200).unwrap().articles, [200, 202, 204]);
    assert_eq!(desk.story(201).unwrap().articles, [201, 203, 205]);
}

#[test]
fn a_story_keeps_its_id_without_its_founder() {
    let mut desk = desk();
    // Founded by article 7, which is not among those that are put back.
    for (id, title) in (201..).zip(QUAKE.iter().chain(&MATCH[..2])) {
        desk.adopt(&article(id, title), 7, None);
    }
    let settled = desk.settle();
    assert_eq!(desk.story(7).unwrap().articles, [201, 202, 203]);
    assert_eq!((settled.moved, settled.gone), (vec![(204, 204), (205, 204)], vec![]));
}

#[test]
fn what_is_long_past_stays_as_it_is() {
    let mut desk = desk();
    for (id, title) in (201..).zip(QUAKE.iter().chain(&MATCH)) {
        desk.adopt(&article(id, title), 201, None);
    }
    let late = Incoming { at: 12 * 86_400, ..article(400, "Rain ends the long drought in Kenya") };
    desk.add(&late);
    assert_eq!(desk.settle().moved, []);
    assert_eq!(desk.story(201).unwrap().articles.len(), 6);
}

#[test]
fn looks_again_at_once_while_little_is_open_and_seldomer_the_more_there_is() {
    let mut desk = desk();
    for (id, title) in (201..).zip(QUAKE) {
        desk.adopt(&article(id, title), id, None);
    }
    assert_eq!(desk.settle_soon().gone, [(202, 201), (203, 201)]);
    for id in 301..900 {
        desk.add(&article(id, &format!("Alder{id} birch{id} cedar{id} damson{id} elder{id}")));
    }
    desk.settle();
    // Two are too few to look at six hundred again, three are enough.
    let looks: Vec<Settled> = (901..)
        .zip(MATCH)
        .map(|(id, title)| {
            desk.adopt(&article(id, title), id, None);
            desk.settle_soon()
        })
        .collect();
    assert_eq!(looks.iter().map(|s| s.gone.len()).collect::<Vec<_>>(), [0, 0, 2]);
}

#[test]
fn a_look_is_due_before_articles_grow_too_old_for_it() {
    let mut desk = desk();
    for (id, title) in (201..).zip(QUAKE) {
        desk.adopt(&article(id, title), id, None);
    }
    desk.settle();
    for (id, title) in (301..).zip(MATCH) {
        desk.adopt(&article(id, title), id, None);
    }
    assert_eq!(desk.settle_if_due(86_400).gone, [], "few have arrived, and not long ago");
    assert_eq!(desk.settle_if_due(6 * 86_400).gone, [(302, 301), (303, 301)]);
}
