//! Articles and the stories that hold them.

use store::{ImageRef, PlaceArticle, Placement};

use crate::{NOW, add, alone, article, assert_sound, entry, feed, open, place, story};

#[test]
fn an_article_comes_back_as_it_went_in() {
    let store = open();
    let source = add(&store, "https://a/");
    let mut given = article(source, "https://example.org/1", "Rain fell. It fell all day.");
    given.image = Some(ImageRef {
        url: "https://example.org/rain.jpg".into(),
        caption: Some("Rain".into()),
        credit: Some("Ada".into()),
        ..ImageRef::default()
    });
    let before = store.generation().unwrap();
    let placed = place(&store, given.clone());
    assert!(placed.created && placed.story_id == placed.article_id);
    assert!(store.generation().unwrap() > before);

    let kept = store.article(placed.article_id).unwrap().unwrap();
    assert_eq!(store.article_by_url("https://example.org/1").unwrap().as_ref(), Some(&kept));
    assert_eq!(store.article_by_url("https://example.org/2").unwrap(), None);
    assert_eq!((&kept.html, &kept.text, &kept.key_points), (&given.html, &given.text, &given.key_points));
    assert_eq!((&kept.topics, &kept.extra), (&given.topics, &given.extra));
    let light = &kept.light;
    assert_eq!((light.id, light.story_id, light.copy_of), (placed.article_id, placed.story_id, None));
    assert_eq!((&light.url, &light.outlet, &light.title), (&given.url, &given.outlet, &given.title));
    assert_eq!((light.source_id, &light.sources), (source, &vec![source]));
    assert_eq!((&light.language, light.at, light.published), (&given.language, NOW - 60, Some(NOW - 60)));
    assert_eq!((&light.authors, &light.lead), (&given.authors, &given.text));
    assert_eq!((light.word_count, light.reading_minutes, &*light.kind), (2, 1, "article"));
    assert_eq!((light.modified, light.paywalled, light.created_at), (None, false, NOW));
    let image = light.image.as_ref().unwrap();
    assert_eq!(
        (&*image.url, image.caption.as_deref(), image.credit.as_deref()),
        ("https://example.org/rain.jpg", Some("Rain"), Some("Ada"))
    );
    assert_eq!((&*image.key, image.ready), (&*store::image_key("https://example.org/rain.jpg"), false));

    let row = store.story(placed.story_id).unwrap().unwrap();
    let expected = alone(placed.article_id, &given).story;
    assert_eq!(
        (row.id, &row.title, row.title_article),
        (expected.id, &expected.title, expected.title_article)
    );
    assert_eq!((row.first_at, row.last_at, row.articles), (expected.first_at, expected.last_at, 1));
    assert_eq!((&row.topics, &row.terms, row.heat), (&expected.topics, &expected.terms, expected.heat));
    assert_eq!(
        (&row.outlets, &row.key_points, &row.language),
        (&expected.outlets, &expected.key_points, &expected.language)
    );
    assert_eq!(store.story_articles(row.id).unwrap(), [light.clone()]);
    assert_eq!(store.articles(&[99, light.id]).unwrap(), [light.clone()]);
    assert_eq!(store.source_articles(source, 5).unwrap(), [light.clone()]);
    assert_eq!(store.articles_since(NOW - 60).unwrap(), [light.clone()]);
    assert_eq!(store.articles_since(NOW - 59).unwrap(), []);
    assert_eq!(store.stories_since(NOW - 60).unwrap(), [row]);
    assert_eq!(store.stories_since(NOW).unwrap(), []);
    assert_eq!(store.articles_of_stories_since(NOW - 60).unwrap(), [light.clone()]);
}

#[test]
fn the_same_address_is_the_same_article() {
    let store = open();
    let (a, b) = (add(&store, "https://a/"), add(&store, "https://b/"));
    store.record_fetch(a, &feed(vec![entry("1", 1)]), NOW).unwrap();
    store.record_fetch(b, &feed(vec![entry("1", 1)]), NOW).unwrap();
    let waiting = store.pending_entries(NOW, 9).unwrap();
    let batch: Vec<PlaceArticle> = waiting
        .iter()
        .map(|e| PlaceArticle {
            article: article(e.source_id, "https://example.org/1", "Rain."),
            entry: Some(e.id),
        })
        .collect();
    let mut asked = 0;
    let placed = store
        .place_articles(&batch, NOW, &mut |id, article| {
            asked += 1;
            alone(id, article)
        })
        .unwrap();
    assert_eq!(asked, 1);
    assert_eq!(placed.iter().map(|p| p.created).collect::<Vec<_>>(), [true, false]);
    assert_eq!(placed[0].article_id, placed[1].article_id);
    let id = placed[0].article_id;
    assert_eq!(store.article(id).unwrap().unwrap().light.sources, [a, b]);
    assert_eq!(store.entry_counts(NOW).unwrap().placed, 2);
    assert_eq!(store.counts().unwrap().articles, 1);

    // In a new form it is brought up to date, and so is the headline of the story that it names.
    let mut changed = article(b, "https://example.org/1", "Rain, corrected.");
    changed.title = "A better headline".into();
    changed.published = None;
    let mut asked = false;
    let batch = [PlaceArticle { article: changed, entry: None }];
    store
        .place_articles(&batch, NOW + 500, &mut |id, article| {
            asked = true;
            alone(id, article)
        })
        .unwrap();
    assert!(!asked);
    let kept = store.article(id).unwrap().unwrap();
    assert_eq!(
        (&*kept.text, &*kept.light.title, kept.light.modified),
        ("Rain, corrected.", "A better headline", Some(NOW + 500))
    );
    assert_eq!((kept.light.at, kept.light.source_id), (NOW - 60, a), "it is not news again");
    assert_eq!(store.story(id).unwrap().unwrap().title, "A better headline");
    assert_sound(&store);
}

#[test]
fn stories_grow_and_are_absorbed() {
    let store = open();
    let source = add(&store, "https://a/");
    let one = place(&store, article(source, "https://example.org/1", "Rain."));
    let two = place(&store, article(source, "https://example.org/2", "Flood."));
    let three = place(&store, article(source, "https://example.org/3", "Storm."));
    // 4 joins 2 and shows that 3 is the same; 5 joins 1 and shows that 2 (with 3) is the same.
    let batch: Vec<PlaceArticle> = [4, 5]
        .map(|n| PlaceArticle {
            article: article(source, &format!("https://example.org/{n}"), "Rain, flood and storm."),
            entry: None,
        })
        .into();
    let mut steps = vec![(one.story_id, vec![two.story_id]), (two.story_id, vec![three.story_id])];
    let placed = store
        .place_articles(&batch, NOW, &mut |id, article| {
            let (into, absorbed) = steps.pop().unwrap();
            Placement { copy_of: Some(one.article_id), ..story(into, id, article, absorbed) }
        })
        .unwrap();
    assert!(placed.iter().all(|p| p.story_id == one.story_id), "{placed:?}");
    for id in [one.story_id, two.story_id, three.story_id] {
        let story = store.story(id).unwrap().unwrap();
        assert_eq!((story.id, story.articles), (one.story_id, 5));
        assert_eq!(store.story_articles(id).unwrap().len(), 5);
    }
    assert_eq!(store.counts().unwrap().stories, 1);
    let aliases = store.story_aliases().unwrap();
    assert_eq!((aliases.len(), aliases[&three.story_id]), (2, one.story_id));
    assert_eq!(store.article(placed[0].article_id).unwrap().unwrap().light.copy_of, Some(one.article_id));
    assert_sound(&store);

    let mut ids = Vec::new();
    store
        .articles_for_desk(NOW - 60, &mut |article| {
            assert_eq!(article.story_id, one.story_id);
            assert_eq!(article.key_points, ["It rained."]);
            ids.push(article.id);
        })
        .unwrap();
    assert_eq!(ids, [1, 2, 3, 4, 5]);
}

#[test]
fn a_batch_is_kept_whole_or_not_at_all() {
    let store = open();
    let source = add(&store, "https://a/");
    let batch: Vec<PlaceArticle> = [1, 2, 3]
        .map(|n| PlaceArticle {
            article: article(source, &format!("https://example.org/{n}"), "Rain."),
            entry: None,
        })
        .into();
    let before = store.generation().unwrap();
    let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        store.place_articles(&batch, NOW, &mut |id, article| {
            assert!(id < 3, "the desk fell over");
            alone(id, article)
        })
    }));
    assert!(broken.is_err());
    assert_eq!((store.counts().unwrap().articles, store.generation().unwrap()), (0, before));
    // And the store goes on working.
    let placed = store.place_articles(&batch, NOW, &mut alone).unwrap();
    assert_eq!(placed.len(), 3);
    assert_sound(&store);
}

#[test]
fn a_lead_is_the_first_words() {
    let store = open();
    let source = add(&store, "https://a/");
    for (text, start, end) in [
        ("Short.\n\nSecond  paragraph.".to_owned(), "Short. Second paragraph.", "paragraph."),
        ("word ".repeat(500), "word word", "word…"),
        ("雪".repeat(5000), "雪雪", "雪…"),
        (String::new(), "", ""),
    ] {
        let placed = place(&store, article(source, &format!("https://example.org/{}", text.len()), &text));
        let lead = store.article(placed.article_id).unwrap().unwrap().light.lead;
        assert!(lead.starts_with(start) && lead.ends_with(end) && lead.chars().count() <= 301, "{lead:?}");
    }
}
