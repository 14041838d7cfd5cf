//! Pictures.

use store::{Encoded, ImageRef, WantedImage, image_key, image_urls, rewrite_images};

use crate::{NOW, add, article, assert_sound, open, place};

#[test]
fn addresses_in_a_body_are_found_and_replaced() {
    let html = "<p>a<img alt=\"x > y\" src=\"https://e.org/a.png?x=1&amp;y=2\" width=\"3\"></p><img src=\"https://e.org/b.png\">\
        <img alt=\"none\"><p>ü</p><img src=\"https://e.org/b.png\"> end";
    assert_eq!(image_urls(html), ["https://e.org/a.png?x=1&y=2", "https://e.org/b.png"]);
    let out = rewrite_images(html, &mut |url| url.ends_with("b.png").then(|| "/image/\"b\"&".to_owned()));
    assert_eq!(
        out,
        "<p>a</p><img src=\"/image/&quot;b&quot;&amp;\"><p>ü</p><img src=\"/image/&quot;b&quot;&amp;\"> end"
    );
    for odd in ["", "<img", "<img src=\"", "<img src=\"x", "<img src=\"x\"", "é<img é", "<img alt=\">"] {
        rewrite_images(odd, &mut |_| Some("y".into()));
    }
}

#[test]
fn a_picture_is_wanted_fetched_and_kept() {
    let store = open();
    let source = add(&store, "https://a/");
    let mut with = article(source, "https://example.org/1", "Rain.");
    with.html =
        "<p>Rain.</p><img src=\"https://e.org/body.png\"><img src=\"data:image/png;base64,AA\">".into();
    with.image = Some(ImageRef { url: "https://e.org/lead.jpg".into(), ..ImageRef::default() });
    let placed = place(&store, with);
    let (lead, body) = (image_key("https://e.org/lead.jpg"), image_key("https://e.org/body.png"));
    let wanted = store.wanted_images(NOW, 10).unwrap();
    assert_eq!(wanted.iter().map(|w| &w.key).collect::<Vec<_>>(), [&lead, &body], "lead pictures first");
    assert_eq!(
        wanted[0],
        WantedImage { key: lead.clone(), url: "https://e.org/lead.jpg".into(), attempts: 0 }
    );
    assert_eq!(store.image(&lead).unwrap(), None);

    let encoded = Encoded { bytes: vec![1, 2, 3], content_type: "image/webp".into(), width: 30, height: 20 };
    let before = store.generation().unwrap();
    store.put_image(&lead, &encoded).unwrap();
    assert!(store.generation().unwrap() > before);
    let file = store.image(&lead).unwrap().unwrap();
    assert_eq!((file.bytes, &*file.content_type), (vec![1, 2, 3], "image/webp"));
    let image = store.article(placed.article_id).unwrap().unwrap().light.image.unwrap();
    assert_eq!((image.ready, image.width, image.height), (true, Some(30), Some(20)));

    store.image_failed(&body, "not a picture", Some(NOW + 60)).unwrap();
    assert_eq!(store.wanted_images(NOW + 59, 10).unwrap(), []);
    assert_eq!(store.wanted_images(NOW + 60, 10).unwrap()[0].attempts, 1);
    store.image_failed(&body, "not a picture", None).unwrap();
    store.image_failed(&lead, "too late", None).unwrap();
    assert_eq!(store.wanted_images(NOW + 999, 10).unwrap(), []);
    assert!(store.image(&lead).unwrap().is_some(), "what is kept cannot fail any more");
    assert_sound(&store);

    // Keys come from requests: nothing but a key leads to a file.
    for odd in ["", "..", "../masthead.db", "0", &lead[..31], &lead.to_uppercase(), &format!("{lead}/")] {
        assert_eq!(store.image(odd).unwrap(), None);
        store.put_image(odd, &encoded).unwrap();
    }
    store.put_image(&image_key("https://e.org/unwanted"), &encoded).unwrap();
    assert_eq!(store.counts().unwrap().images, 1);

    // A lost file is found out and fetched again.
    let path = store.dir().join("images").join(&lead[..2]).join(&lead);
    std::fs::remove_file(&path).unwrap();
    let findings = store.doctor().unwrap();
    assert!(findings.iter().any(|f| f.fault && f.what.contains("1 picture")), "{findings:?}");
    assert_eq!(store.mend(NOW).unwrap(), 1);
    assert_eq!(store.wanted_images(NOW, 10).unwrap().len(), 1);
    assert_sound(&store);

    // A page that asks for one that is cut short has it fetched again, too.
    store.put_image(&lead, &encoded).unwrap();
    std::fs::write(&path, [1]).unwrap();
    assert_eq!(store.image(&lead).unwrap(), None);
    assert_eq!(store.wanted_images(NOW, 10).unwrap().len(), 1);
    store.put_image(&lead, &encoded).unwrap();
    assert_eq!(store.image(&lead).unwrap().unwrap().bytes, [1, 2, 3]);
    assert_sound(&store);
}
