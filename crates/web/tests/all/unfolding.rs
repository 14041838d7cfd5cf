//! A story as it unfolds, on its page and by the API.

use std::sync::atomic::Ordering;

use axum::http::StatusCode;
use serde_json::{Value, json};
use store::StoryId;

use crate::pages::text;
use crate::support::{HOUR, NOW, Site, Tell};

const FIRST: &str = "A fire broke out at the harbour market in Fennock on Monday night.\n\n\
    Mayor Ana Lopez said the hall had been empty when it began. Nobody was hurt in the fire.";
const SAME: &str =
    "A fire broke out at the harbour market in Fennock on Monday night. Nobody was hurt in the fire.";
const MORE: &str = "A fire broke out at the harbour market in Fennock on Monday night.\n\n\
    Police arrested two men from Carrow, aged 24 and 31, near the railway station.\n\n\
    “We will build the hall again, stone by stone,” Lopez said. Police denied that the men worked for the market.";
const LAST: &str = "Insurers put the damage of the harbour market at 14 million crowns.\n\n\
    “We will build the hall again, stone by stone,” said Ana Lopez.";

/// A story of four outlets and a copy; the last telling comes two hours before now.
fn fire(site: &Site) -> StoryId {
    let sources: Vec<_> = ["Courier", "Gazette", "Register", "Tidewater"]
        .iter()
        .map(|n| (site.source(&format!("https://{n}.example/feed"), n), *n))
        .collect();
    let tell = |n: usize, title, text, hours| Tell {
        text,
        ..Tell::new(sources[n].0, sources[n].1, title, &["Fire", "Fennock", "United Nations"], hours)
    };
    let first = site.tell(&tell(0, "Fire at harbour market", FIRST, 9));
    let more = |t: Tell<'_>| site.tell(&Tell { story: Some(first), ..t });
    more(Tell { copy_of: Some(first), ..tell(1, "Market burns", &FIRST[..FIRST.len() - 33], 8) });
    more(tell(1, "Harbour market on fire", SAME, 7));
    more(tell(3, "Fire at the harbour market", SAME, 7));
    more(tell(2, "Two arrested over market fire", MORE, 6));
    more(tell(3, "Market fire: 14 million crowns of damage", LAST, 2));
    first
}

#[tokio::test]
async fn the_page_tells_how_a_story_unfolds() {
    let site = Site::empty();
    let story = fire(&site);
    let page = site.page(&format!("/story/{story}")).await;
    insta::assert_snapshot!("unfolding", text(&page));
    // Headings go down one step at a time.
    let levels: Vec<u32> = page
        .split("<main")
        .nth(1)
        .unwrap()
        .split("<h")
        .skip(1)
        .filter_map(|h| h.chars().next()?.to_digit(10))
        .collect();
    assert_eq!(levels.first(), Some(&1));
    assert!(levels.windows(2).all(|w| w[1] <= w[0] + 1), "{levels:?}");
}

#[tokio::test]
async fn what_is_new_is_told_since_the_last_look() {
    let site = Site::empty();
    let story = fire(&site);
    let path = format!("/story/{story}");
    site.time.store(NOW - 5 * HOUR, Ordering::Relaxed);
    assert!(!site.page(&path).await.contains("New since"), "the first look");
    site.settled(1).await;
    assert!(!site.page(&path).await.contains("New since"), "the same visit");
    site.time.store(NOW, Ordering::Relaxed);
    for _ in 0..2 {
        // Looking once more in the same visit does not take it away.
        let page = site.page(&path).await;
        let fresh = page.split("fresh-news").nth(1).expect("news").split("</section>").next().unwrap();
        assert!(
            fresh.contains("New since you last looked") && fresh.contains("14 million crowns"),
            "{fresh}"
        );
        assert!(!fresh.contains("Carrow"), "that was there before: {fresh}");
    }
    let page = site.page(&format!("{path}?since=2026-11-20T05:30:00Z")).await;
    assert!(page.contains("New since 20 November 2026, 05:30") && page.contains("Carrow"));
    let page = site.page(&format!("{path}?since={NOW}")).await;
    assert!(page.contains("Nothing has come since."));
    assert_eq!(site.get(&format!("{path}?since=nonsense")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_api_tells_the_same() {
    let site = Site::empty();
    let story = fire(&site);
    let got = site.get(&format!("/api/v1/stories/{story}?since=2026-11-20T08:00:00Z")).await;
    let told: Value = serde_json::from_str(&got.body).unwrap();
    let titles = |list: &Value| -> Vec<String> {
        list.as_array().unwrap().iter().map(|d| d["title"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(
        titles(&told["timeline"]),
        [
            "Fire at harbour market",
            "Two arrested over market fire",
            "Market fire: 14 million crowns of damage"
        ]
    );
    assert_eq!(titles(&told["new_since"]), ["Market fire: 14 million crowns of damage"]);
    assert_eq!(told["since"], "2026-11-20T08:00:00Z");
    let copy = &told["copies"][0];
    assert_eq!(
        (&copy["title"], &copy["dropped"], &copy["of"]),
        (&json!("Market burns"), &json!(1), &json!(story))
    );
    assert!(copy["words"].as_i64().unwrap() < 0);
    assert_eq!(
        told["outlets"][0],
        json!({
            "name": "Courier", "first": "2026-11-20T03:00:00Z", "article": story, "articles": 1, "copies_only": false
        })
    );
    let lopez = &told["voices"][0];
    assert_eq!((&lopez["speaker"], &lopez["role"]), (&json!("Ana Lopez"), &json!("Mayor")));
    let quoted = lopez["said"].as_array().unwrap().iter().find(|s| s["quote"].is_string()).unwrap();
    assert_eq!(quoted["quote"], "We will build the hall again, stone by stone");
    assert_eq!(quoted["also"].as_array().unwrap().len(), 1, "{lopez}");
    assert!(quoted["url"].as_str().unwrap().starts_with("https://"));
    assert_eq!(told["topic_keys"].as_array().unwrap().len(), told["topics"].as_array().unwrap().len());
    let bad = site.get(&format!("/api/v1/stories/{story}?since=tomorrow")).await;
    assert_eq!(bad.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_changed_text_is_read_anew() {
    let site = Site::empty();
    let story = fire(&site);
    let path = format!("/story/{story}");
    assert!(!site.page(&path).await.contains("Halvern Rail"));
    let light = site.store().story_articles(story).unwrap().pop().unwrap();
    let kept = site.store().article(light.id).unwrap().unwrap();
    let article = store::ArticleIn {
        url: light.url,
        source: light.source_id,
        outlet: light.outlet,
        title: light.title,
        language: light.language,
        published: light.published,
        html: kept.html,
        text: format!("{}\n\nHalvern Rail said that 40 trains would run late.", kept.text),
        ..store::ArticleIn::default()
    };
    let batch = [store::PlaceArticle { article, entry: None }];
    site.store().place_articles(&batch, NOW, &mut |_, _| panic!("it is known")).unwrap();
    site.app.newsroom.load(site.store(), NOW).unwrap();
    assert!(site.page(&path).await.contains("Halvern Rail"));
}
