//! The evaluation: causal to the last bit, exact sums, plain errors, measures as MIND's.

use rank::eval::rows::{self, ArticleRow, File, Id, ImpressionRow, ReadRow, Week};
use rank::eval::{Plan, Track, labels, metrics, run, run_explained};

const START: i64 = 1_680_000_000;

/// A small made-up week; readers with an even number like section 0.
/// An id of a letter and a number.
fn id(letter: char, number: impl std::fmt::Display) -> Id {
    format!("{letter}{number}").into()
}

fn week() -> Week {
    let mut week = Week::default();
    for article in 0..200_usize {
        week.articles.push(ArticleRow {
            id: id('a', (article * 37) % 200),
            created: (article % 11 != 0).then_some(START + ((article as i64 * 37) % 200) * 400 - 20_000),
            category: id('c', article % 5),
            subcategories: vec![id('s', article % 13)],
            text: format!("word{} word{} told{} in the {}", article % 17, article % 29, article % 7, article),
        });
    }
    for read in 0..100_i64 {
        let (user, article) = (id('u', read % 20), id('a', (read * 7) % 50));
        week.reads.push(ReadRow { time: START - 50_000 + read * 100, user, article, seconds: 10.0 });
    }
    for row in 0..200_usize {
        let time = START + (row as i64 / 2) * 300;
        let known = ((time - START + 20_000) / 400).min(190) as usize;
        let candidates: Vec<Id> =
            (0..6 + row % 5).map(|n| id('a', known - ((row * 13 + n * 7) % 40).min(known))).collect();
        week.impressions.push(ImpressionRow {
            time,
            id: row.to_string().into(),
            user: id('u', row % 23),
            page: if row % 3 == 0 { candidates[0].clone() } else { Id::default() },
            device: (row % 3).to_string().into(),
            clicked: vec![(row * 5) % candidates.len()],
            candidates,
            ..ImpressionRow::default()
        });
    }
    week
}

fn plan(track: Track) -> Plan {
    let mut plan = Plan { first: 20, every: 40, ..Plan::new(track) };
    plan.growth.trees = 12;
    plan.growth.shrink = 2.0;
    plan.pace.most = 3;
    plan
}

#[test]
fn what_comes_later_changes_no_earlier_score() {
    for track in [Track::Solo, Track::Pooled] {
        let whole = week();
        let scores = run(std::slice::from_ref(&whole), &plan(track));
        for cut in [1, 61, 170] {
            let mut week = whole.clone();
            let end = week.impressions[cut - 1].time;
            week.impressions.truncate(cut);
            week.articles.retain(|article| article.created.is_none_or(|created| created <= end));
            assert_eq!(run(&[week], &plan(track))[0], scores[0][..cut], "{track:?} cut after {cut}");
        }
    }
}

#[test]
fn nothing_of_one_second_teaches_what_is_scored_in_it() {
    for track in [Track::Solo, Track::Pooled] {
        let mut week = week();
        let scores = run(std::slice::from_ref(&week), &plan(track));
        // Rows 100 and 101 stand in one second; from the next on scores may differ.
        let row = &mut week.impressions[100];
        assert_eq!(row.time, START + 50 * 300);
        row.clicked = vec![(row.clicked[0] + 1) % row.candidates.len()];
        let other = run(&[week], &plan(track));
        assert_eq!(other[0][..102], scores[0][..102], "{track:?}");
        assert_ne!(other[0][102..], scores[0][102..], "{track:?}");
    }
}

#[test]
fn the_thread_beside_changes_no_score() {
    let week = week();
    let here = Plan { beside: false, ..plan(Track::Solo) };
    let beside = Plan { beside: true, ..plan(Track::Solo) };
    assert_eq!(run(std::slice::from_ref(&week), &here), run(&[week], &beside));
}

#[test]
fn what_readers_like_is_learned() {
    let (week, plan) = (week(), plan(Track::Solo));
    let mut liking = week;
    for (row, impression) in liking.impressions.iter_mut().enumerate() {
        // All click the section with the smallest number.
        let section = |id: &str| {
            let number = id[1..].parse::<usize>().unwrap();
            (0..200).find(|article| (article * 37) % 200 == number).unwrap() % 5
        };
        let best =
            (0..impression.candidates.len()).min_by_key(|place| section(&impression.candidates[*place]));
        impression.clicked = vec![best.unwrap()];
        assert!(row < 200);
    }
    let scores = run(std::slice::from_ref(&liking), &plan);
    let of = |range: std::ops::Range<usize>| {
        let rows = liking.impressions[range.clone()].iter().zip(&scores[0][range]);
        metrics::mean(&rows.map(|(row, s)| metrics::measure(s, &row.clicked)).collect::<Vec<_>>()).auc
    };
    assert!(of(100..200) > 0.75, "{}", of(100..200));
    assert!(of(100..200) > of(0..30), "{} after {}", of(100..200), of(0..30));
}

#[test]
fn terms_add_up_to_the_score() {
    for track in [Track::Solo, Track::Pooled] {
        let mut sums = Vec::new();
        let scores = run_explained(&[week(), week()], &plan(track), &mut |_, _, terms| {
            assert_eq!(terms.len(), labels(track).len());
            sums.push(terms.iter().sum::<f64>());
        });
        let scores: Vec<f64> = scores.into_iter().flatten().flatten().collect();
        assert_eq!(scores.len(), sums.len());
        assert!(scores.iter().zip(&sums).all(|(a, b)| a.is_finite() && (a - b).abs() <= 1e-9));
    }
}

#[test]
fn malformed_tables_name_file_and_line() {
    let error = |text: &str| rows::impressions(File { name: "x.tsv", text }).unwrap_err().to_string();
    assert_eq!(error(""), "x.tsv, line 1: the file is empty, a header is missing");
    assert_eq!(error("time\tuser\n"), "x.tsv, line 1: the column \"impression\" is missing");
    let head = "time\timpression\tuser\tcandidates\tclicked\n";
    for (line, what) in [
        ("1\t2\t3\ta b", "4 fields, the header has 5"),
        ("soon\t2\t3\ta b\ta", "\"soon\" is not a time in Unix seconds"),
        ("1\t2\t3\ta b\tc", "clicked c is not a candidate"),
        ("1\t2\t3\t\t", "an impression without candidates"),
    ] {
        assert_eq!(error(&format!("{head}{line}\n")), format!("x.tsv, line 2: {what}"));
    }
}

#[test]
fn measures_are_minds() {
    let found = metrics::measure(&[0.9, 0.1, 0.5, 0.5], &[2]);
    assert!((found.auc - 0.5).abs() < 1e-12);
    assert!((found.mrr - 0.5).abs() < 1e-12);
    assert!((found.ndcg5 - 1.0 / 3.0_f64.log2()).abs() < 1e-12);
}
