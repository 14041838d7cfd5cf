//! The measures of pages, against values counted by hand.

use extract::article::Article;
use extract::eval::{Truth, measure, score};

fn truth(json: serde_json::Value) -> Truth {
    serde_json::from_value(json).unwrap()
}

#[test]
fn body_is_measured_by_runs_of_four_words() {
    let truth = truth(serde_json::json!({ "path": "a", "text": "one two three four five six" }));
    let of = |text: &str| {
        let s = score(&truth, &Article { text: text.into(), ..Article::default() });
        (s.precision, s.recall, s.exact, s.empty)
    };
    assert_eq!(of("one two, three\u{ad} four — five six!"), (Some(1.0), Some(1.0), true, false));
    assert_eq!(of("One two three four five six"), (Some(2.0 / 3.0), Some(2.0 / 3.0), false, false));
    assert_eq!(of("one two three four five"), (Some(1.0), Some(2.0 / 3.0), false, false));
    assert_eq!(of("one two three four five six"), (Some(1.0), Some(1.0), true, false));
    // Doubles count once where the label has one.
    assert_eq!(of("one two three four one two three four").0, Some(1.0 / 5.0));
    // Fewer than four words are one run.
    assert_eq!(of("one two three"), (Some(0.0), Some(0.0), false, false));
    assert_eq!(of(""), (None, Some(0.0), false, true));
}

#[test]
fn an_empty_body_is_right_only_where_none_is_labelled() {
    let none = truth(serde_json::json!({ "path": "a", "text": "" }));
    let nothing = score(&none, &Article::default());
    assert_eq!((nothing.precision, nothing.recall), (Some(1.0), Some(1.0)));
    let something = score(&none, &Article { text: "a b".into(), ..Article::default() });
    assert_eq!((something.precision, something.recall), (Some(0.0), None));
}

#[test]
fn fields_are_measured_where_they_are_labelled() {
    let truth = truth(serde_json::json!({
        "path": "a", "text": "x", "title": "“Big” News &amp; more", "authors": ["Ann Lee", "Bo Ek"],
        "date": "2024-05-01 10:00:00+02:00", "topics": [],
    }));
    let got = Article {
        text: "x".into(),
        title: Some("big  NEWS & more".into()),
        authors: vec!["ANN LEE".into()],
        published: Some("2024-05-01T08:00:59Z".parse().unwrap()),
        topics: vec!["x".into()],
        ..Article::default()
    };
    let s = score(&truth, &got);
    assert_eq!((s.title, s.date, s.minute, s.topics), (Some(true), Some(true), Some(true), None));
    assert_eq!(s.authors, Some(2.0 / 3.0));
    let unread = score(&truth, &Article::default());
    assert_eq!((unread.title, unread.date, unread.minute), (Some(false), Some(false), Some(false)));
    let both = measure(&[s, unread]);
    assert_eq!((both.pages, both.empty, both.title, both.topics), (2, 1, Some(0.5), None));
    // Precision is not counted where nothing was found: the mean of one, against the mean of two.
    assert_eq!((both.precision, both.recall), (1.0, 0.5));
    assert_eq!(both.f1, 2.0 / 3.0);
}
