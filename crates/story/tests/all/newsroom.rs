//! A small newsroom in several languages.

use story::{Desk, Incoming, Settings};

fn article<'a>(
    id: i64,
    at: i64,
    outlet: &'a str,
    language: &'a str,
    title: &'a str,
    text: &'a str,
) -> Incoming<'a> {
    Incoming { id, at, outlet, language: Some(language), title, text, ..Incoming::default() }
}

const QUAKE: &str = "A strong earthquake of magnitude 6.8 shook the coast of northern Chile on Tuesday morning, damaging houses in \
    Iquique and cutting power to thousands of people. Rescue teams are searching for survivors under collapsed buildings, the \
    interior ministry said. At least 12 people were injured.";

#[test]
fn events_and_copies() {
    let mut desk = Desk::new(Settings::default());
    let filler = [
        ("en", "Central bank keeps interest rates unchanged for a third time"),
        ("en", "Striker signs new contract with champions after long talks"),
        ("de", "Bundestag beschließt neues Gesetz zur Pflege mit knapper Mehrheit"),
        ("zh", "央行宣布下调存款准备金率以支持经济"),
        ("en", "Novel about lighthouse keeper wins the national book award"),
        ("de", "Bahn kündigt Sperrung der Strecke zwischen Hamburg und Berlin an"),
        ("zh", "北京举办国际汽车展览会吸引众多观众"),
        ("en", "Airline cancels flights as pilots begin two day walkout"),
    ];
    for (i, (lang, title)) in filler.iter().enumerate() {
        let placed = desk.add(&article(100 + i as i64, 1_000 + i as i64, "Wire", lang, title, ""));
        assert!(placed.founded, "{title}");
    }
    let first = desk.add(&article(
        1,
        2_000,
        "Post",
        "en",
        "Strong earthquake shakes northern Chile, 12 injured",
        QUAKE,
    ));
    assert!(first.founded);
    let cut = &QUAKE[..QUAKE.find(" At least").unwrap()];
    let copy = desk.add(&article(2, 2_100, "Echo", "en", "Chile quake cuts power to thousands", cut));
    assert_eq!((copy.story, copy.copy_of), (1, Some(1)), "a cut text under a new headline is a copy");
    let other = desk.add(&article(
        3,
        2_200,
        "Times",
        "en",
        "Strong earthquake in northern Chile: rescuers search collapsed houses",
        "Rescuers searched collapsed houses in the Chilean city of Iquique after an earthquake of magnitude 6.8 struck the northern coast.",
    ));
    assert_eq!((other.story, other.copy_of), (1, None));
    let foreign = desk.add(&article(
        4,
        2_300,
        "Zeitung",
        "de",
        "Starkes Erdbeben in Chile: Suche nach Verschütteten in Iquique",
        "",
    ));
    let next = desk.add(&article(
        5,
        2_400,
        "Blatt",
        "de",
        "Erdbeben in Chile: zwölf Verletzte in Iquique nach starkem Beben",
        "",
    ));
    assert_eq!(foreign.story, next.story, "two German reports of one event meet");
    let match_a = desk.add(&article(6, 2_500, "Sport", "zh", "中国女排战胜巴西队晋级决赛", ""));
    let match_b = desk.add(&article(7, 2_600, "体育", "zh", "中国女排3比1战胜巴西队 晋级世界联赛决赛", ""));
    assert_eq!(match_a.story, match_b.story, "two Chinese reports of one event meet");

    let story = desk.story(1).unwrap();
    assert_eq!(story.outlets[..3], ["Post", "Echo", "Times"]);
    assert!(story.topics.iter().any(|t| t.label == "Disaster"), "{:?}", story.topics);
    assert!(story.key_points.iter().any(|p| p.contains("magnitude 6.8")));
    assert!(story.heat > 0.0 && !story.terms.is_empty());
    for id in desk.story_ids() {
        assert!(!desk.story(id).unwrap().topics.is_empty());
    }
}
