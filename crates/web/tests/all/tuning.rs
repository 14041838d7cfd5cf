//! Sliders, their preview and undo; plain orders; hiding taken back; blind spots; what is noted of exploration.

use crate::support::{HOUR, NOW, Site, Tell, term};
use axum::http::StatusCode;
use proptest::prelude::*;
use rank::{Explored, Mode, Profile};

fn profile(site: &Site) -> Profile {
    let document = site.store().profile(site.reader).unwrap();
    document.map(|text| serde_json::from_str(&text).unwrap()).unwrap_or_default()
}

/// The stories of a front page or of a preview, in order.
fn order(html: &str) -> Vec<i64> {
    html.split("data-story=\"").skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok()).collect()
}

/// The front without what a visit adds.
async fn front(site: &Site) -> Vec<i64> {
    order(&site.page("/").await)
}

#[tokio::test]
async fn a_preview_keeps_nothing_keeping_follows_it_and_undo_takes_it_back() {
    let site = Site::filled();
    site.form("/signals", &[("topic", "politics"), ("kind", "follow")]).await;
    let kept = site.store().profile(site.reader).unwrap();
    let plain = site.page("/tune").await;
    assert!(plain.contains("The page as it is") && !plain.contains("Not kept yet"));
    let before = order(&plain);

    let changes = [("follows", "0"), ("t.energy", "2.5"), ("source_cap", "0"), ("boxes", "1")];
    let query: Vec<String> = changes.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let preview = site.page(&format!("/tune?{}", query.join("&"))).await;
    assert!(preview.contains("The page as it would be") && preview.contains("Not kept yet"));
    assert!(preview.contains("class=\"up\"") && preview.contains("class=\"down\""), "{preview}");
    assert_ne!(order(&preview), before);
    assert_eq!(site.store().profile(site.reader).unwrap(), kept, "a preview stores nothing");
    assert_eq!(order(&site.page("/tune").await), before);

    let got = site.form("/tune", &changes).await;
    assert_eq!((got.status, got.header("location")), (StatusCode::SEE_OTHER, "/tune"));
    assert_eq!(order(&site.page("/tune").await), order(&preview));
    let settings = profile(&site).settings().clone();
    assert!(!settings.explore, "a box that is not ticked is off");
    assert_eq!((settings.follows, settings.source_cap, settings.topics), (0.0, 0, 1.0));

    assert!(site.page("/tune").await.contains("Undo the last change"));
    site.form("/tune/undo", &[]).await;
    assert_eq!(order(&site.page("/tune").await), before);
    assert_eq!(profile(&site).settings(), &rank::Settings::default());
    site.form("/tune/undo", &[]).await;
    assert_eq!(front(&site).await, order(&preview), "undone once more, it is back, on the front page too");
    site.form("/tune", &[("reset", "1")]).await;
    assert_eq!(profile(&site).settings(), &rank::Settings::default());
}

#[tokio::test]
async fn a_form_sent_as_it_came_changes_nothing() {
    let site = Site::filled();
    site.form("/signals", &[("story", "1"), ("kind", "more")]).await;
    let page = site.page("/tune").await;
    let attribute = |tag: &str, name: &str| {
        let rest = tag.split(&format!(" {name}=\"")).nth(1)?;
        Some(rest.split('"').next()?.to_owned())
    };
    let sliders: Vec<(String, String)> = page
        .split("<input type=\"range\"")
        .skip(1)
        .filter_map(|tag| Some((attribute(tag, "name")?, attribute(tag, "value")?)))
        .collect();
    assert!(sliders.len() > 14 && sliders.iter().any(|(name, _)| name == "t.energy"), "{sliders:?}");
    let mut fields: Vec<(&str, &str)> = sliders.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    fields.extend([("order", "for-you"), ("boxes", "1"), ("explore", "1")]);
    let kept = site.store().profile(site.reader).unwrap();
    let got = site.form("/tune", &fields).await;
    assert!(got.header("set-cookie").contains("Nothing%20was%20changed"));
    assert_eq!(site.store().profile(site.reader).unwrap(), kept);
}

#[tokio::test]
async fn a_profile_brings_back_what_was_done_with_stories_too() {
    let site = Site::filled();
    for (story, kind) in [("1", "hide"), ("4", "open"), ("5", "save"), ("4", "more")] {
        site.form("/signals", &[("story", story), ("kind", kind)]).await;
    }
    let later = |hours: i64| site.time.store(NOW + hours * HOUR, std::sync::atomic::Ordering::Relaxed);
    later(5);
    let preview = site.page("/tune").await;
    assert!(preview.contains("You have read this") && !order(&preview).contains(&1));
    let document = site.get("/profile.json").await.body;
    site.form("/profile/erase", &[("sure", "yes")]).await;
    assert!(order(&site.page("/tune").await).contains(&1));
    let back = site.upload("/profile/import", "profile", &document).await;
    assert_eq!(back.status, StatusCode::SEE_OTHER);
    assert_eq!(order(&site.page("/tune").await), order(&preview));
    assert!(site.page("/saved").await.contains("id=\"s-5\""));
    // A story that is not here any more does no harm.
    let elsewhere = document.replace("\"story_id\": 5", "\"story_id\": 4711");
    assert_eq!(site.upload("/profile/import", "profile", &elsewhere).await.status, StatusCode::SEE_OTHER);
}

#[tokio::test]
async fn plain_orders_use_nothing_about_the_reader() {
    let site = Site::filled();
    site.form("/signals", &[("story", "4"), ("kind", "more")]).await;
    site.form("/tune", &[("order", "latest")]).await;
    assert_eq!(profile(&site).settings().order, Mode::Latest);
    let page = site.page("/").await;
    assert!(page.contains("Newest first; nothing about you counts"));
    assert!(!page.contains("Topic: ") && !page.contains("You follow"));
    site.form("/tune", &[("order", "heat")]).await;
    let page = site.page("/").await;
    assert!(page.contains("What most outlets tell first"));
    assert_eq!(order(&page)[0], 1, "the one story that two outlets tell");
    let front = site.page("/?cursor=1.0").await;
    assert!(order(&front).iter().all(|id| *id != 1));
    // The API and the terminal keep to that order too, unless they are asked for another.
    let ask = |mode| web::front::Options { mode, ..web::front::Options::default() };
    let kept = web::front::serve(&site.app, site.reader, ask(None)).await.unwrap();
    let other = web::front::serve(&site.app, site.reader, ask(Some(Mode::Latest))).await.unwrap();
    assert_eq!((kept.mode, other.mode), (Mode::Heat, Mode::Latest));
    let read = web::front::page(site.store(), &site.app.newsroom, site.reader, NOW, &ask(None)).unwrap();
    assert_eq!((read.mode, read.stories[0].id), (Mode::Heat, 1));
}

#[tokio::test]
async fn why_not_names_the_lowest_place() {
    let site = Site::filled();
    site.form("/tune", &[("diversity", "0"), ("source_cap", "0"), ("calibration", "0")]).await;
    let all = site.store().stories_since(0).unwrap();
    let last = all.iter().min_by_key(|story| story.last_at).unwrap();
    assert!(!order(&site.page("/tune").await).contains(&last.id));
    let page = site.page(&format!("/why/{}", last.id)).await;
    assert!(page.contains("17 stories score higher. The lowest place there went to −"), "{page}");
    assert!(page.contains("class=\"reasons\""));
}

#[tokio::test]
async fn hiding_is_taken_back() {
    let site = Site::filled();
    let told = site.script("/signals", &[("story", "1"), ("kind", "hide")]).await.body;
    assert!(told.contains("\"kind\":\"unhide\""), "{told}");
    assert!(!front(&site).await.contains(&1));
    assert!(site.page("/why/1").await.contains("Show it again"));
    site.form("/signals", &[("story", "1"), ("kind", "unhide")]).await;
    assert!(front(&site).await.contains(&1));
}

#[tokio::test]
async fn many_outlets_are_told_together_and_the_reasons_still_add_up() {
    let site = Site::filled();
    let mut story = None;
    for n in 0..6 {
        let outlet = format!("Paper {n}");
        let source = site.source(&format!("https://paper{n}.example/feed"), &outlet);
        let title = format!("Harbour closed, says paper {n}");
        let tell = Tell { story, ..Tell::new(source, &outlet, &title, &["Harbour"], 2) };
        story = Some(site.tell(&tell));
    }
    let page = site.page("/").await;
    let id = story.unwrap();
    let silent = "Counting nothing so far: The 6 outlets that tell it, taken together, Topic: Harbour";
    assert_eq!(term(&page, id, silent), Some(0.0));
    assert_eq!(term(&page, id, "Told by 6 outlets").map(|v| v > 0.5), Some(true));
    site.form("/signals", &[("story", &id.to_string()), ("kind", "more")]).await;
    let page = site.page(&format!("/why/{id}")).await;
    let value =
        |row: &str| row.rsplit("<td>").next()?.split('<').next()?.replace('−', "-").parse::<f64>().ok();
    let table = page.split("class=\"reasons\"").nth(1).unwrap().split("</table>").next().unwrap();
    let (body, foot) = table.split_once("<tfoot>").unwrap();
    let sum: f64 = body.split("<tr>").skip(1).filter_map(value).sum();
    assert!(
        !body.contains("Source: ")
            && body.contains("The 6 outlets that tell it, taken together, above all Paper"),
        "{body}"
    );
    assert!((sum - value(foot).unwrap()).abs() < 0.06, "{sum} {foot}");
}

#[tokio::test]
async fn blind_spots_are_named_and_foresight_is_told() {
    let site = Site::filled();
    for n in 0..3 {
        site.tell(&Tell::new(1, "The Courier", &format!("Aria number {n}"), &["Opera"], 150 + n));
    }
    let page = site.page("/blind-spots").await;
    assert!(page.contains("you opened 0") && page.contains("little opened yet"));
    assert!(site.page("/profile").await.contains("Too little was opened yet"));
    // Days on which the story on top is opened.
    for day in 1..6 {
        site.time.store(NOW + day * 24 * HOUR, std::sync::atomic::Ordering::Relaxed);
        let first = front(&site).await;
        site.settled(usize::try_from(day).unwrap() * 10).await;
        site.form("/signals", &[("story", &first[0].to_string()), ("kind", "open")]).await;
    }
    let page = site.page("/blind-spots").await;
    assert!(
        page.contains("Jensen–Shannon") && page.contains("never opened:</strong> <span dir=\"auto\">Opera"),
        "{page}"
    );
    let page = site.page("/profile").await;
    assert!(page.contains("it had put the opened one higher in 100"), "{page}");
}

#[tokio::test]
async fn the_draw_of_a_story_to_explore_with_is_in_the_log() {
    let site = Site::filled();
    let story =
        site.store().stories_since(0).unwrap().into_iter().find(|s| s.title == "Wind farm opens").unwrap();
    for _ in 0..20 {
        site.form("/signals", &[("story", &story.id.to_string()), ("kind", "open")]).await;
    }
    let page = site.page("/").await;
    assert_eq!(page.matches("A try: is this for you?").count(), 1, "{page}");
    site.settled(30).await;
    let log = site.store().signals(site.reader, 0, 100).unwrap();
    let draws: Vec<_> = log.iter().filter(|s| s.signal.draw.is_some()).collect();
    assert_eq!(draws.len(), 1);
    let draw: Explored = serde_json::from_str(draws[0].signal.draw.as_deref().unwrap()).unwrap();
    assert_eq!(Some(draw.story), draws[0].signal.story);
    assert!(draw.probability > 0.0 && draw.probability <= 1.0 && draw.others.len() == 3);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn no_preview_breaks_or_keeps_anything(
        fields in prop::collection::vec(("[a-z_.]{1,14}|follows|topics|diversity|important|t.energy|s.1", "\\PC{0,12}"), 0..8),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let site = Site::filled();
            let query = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields).finish();
            let page = site.page(&format!("/tune?{query}")).await;
            assert_eq!(order(&page).len(), 10);
            assert_eq!(site.store().profile(site.reader).unwrap(), None);
        });
    }
}

#[tokio::test]
async fn words_among_the_reasons_are_words_as_headlines_write_them() {
    let site = Site::filled();
    let told = Tell::new(1, "The Courier", "Large voices opposing", &["Opera"], 150);
    let id = site.tell(&told);
    site.form("/signals", &[("kind", "more"), ("story", &id.to_string())]).await;
    let page = site.page(&format!("/why/{id}")).await;
    assert!(page.contains("Word: Large<") && page.contains("Word: opposing<"), "{page}");
    for stem in ["Word: larg<", "Word: voic<", "Word: oppos<"] {
        assert!(!page.contains(stem), "{page}");
    }
}
