//! The evaluation on real impressions, where they are at hand: causal, exact, better than chance. All of them in a release build,
//! the first few in a debug build.

use rank::eval::rows::{self, File, Id, Week};
use rank::eval::{Plan, Track, metrics, run, run_explained};
use std::io::Read as _;
use std::path::{Path, PathBuf};

#[expect(clippy::print_stdout, reason = "a test that was skipped says so")]
fn data(set: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("MASTHEAD_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), PathBuf::from);
    let dir = shared.join("data/rank").join(set);
    if !dir.exists() {
        println!("skipped: ../shared/data/rank/{set} is not there");
    }
    dir.exists().then_some(dir)
}

fn table(dir: &Path, name: &str) -> String {
    let path = [dir, dir.parent().unwrap()].map(|dir| dir.join(name)).into_iter().find(|path| path.exists());
    let mut text = String::new();
    if let Some(path) = path {
        flate2::read::GzDecoder::new(std::fs::File::open(path).unwrap()).read_to_string(&mut text).unwrap();
    }
    text
}

fn week(dir: &Path) -> Week {
    let file = |text| File { name: "a table", text };
    let reads = table(dir, "reads.tsv.gz");
    let mut week = Week {
        impressions: rows::impressions(file(&table(dir, "impressions.tsv.gz"))).unwrap(),
        reads: if reads.is_empty() { Vec::new() } else { rows::reads(file(&reads)).unwrap() },
        articles: rows::articles(file(&table(dir, "articles.tsv.gz"))).unwrap(),
    };
    if cfg!(debug_assertions) {
        week.impressions.truncate(200);
        let users: std::collections::HashSet<&str> =
            week.impressions.iter().map(|row| row.user.as_str()).collect();
        week.reads.retain(|read| users.contains(read.user.as_str()));
    }
    week
}

/// What stands after the last second before `cut` falls away, in all tables.
fn before(week: &Week, cut: usize) -> Week {
    let end = week.impressions[cut - 1].time;
    let mut week = week.clone();
    week.impressions.truncate(cut);
    let mut named: std::collections::HashSet<Id> = week.reads.iter().map(|r| r.article.clone()).collect();
    for row in &week.impressions {
        named.extend(row.candidates.iter().chain(&row.history).chain([&row.page]).cloned());
    }
    week.articles.retain(|a| a.created.map_or_else(|| named.contains(&a.id), |created| created <= end));
    week
}

#[test]
fn real_impressions_are_scored_causally_and_exactly() {
    for set in ["ebnerd/dev", "mind5k/dev"] {
        let Some(dir) = data(set) else { continue };
        let week = week(&dir);
        for track in [Track::Solo, Track::Pooled] {
            let plan = Plan::new(track);
            let mut sums = Vec::new();
            let scores = run_explained(std::slice::from_ref(&week), &plan, &mut |_, _, terms| {
                sums.push(terms.iter().sum::<f64>());
            });
            let flat: Vec<f64> = scores[0].iter().flatten().copied().collect();
            assert_eq!(flat.len(), sums.len());
            let off = flat.iter().zip(&sums).map(|(score, sum)| (score - sum).abs()).fold(0.0, f64::max);
            assert!(off <= 1e-9, "{set} {track:?}: a sum is {off} off");
            let cut = week.impressions.len() * 5 / 8;
            assert_eq!(run(&[before(&week, cut)], &plan)[0], scores[0][..cut], "{set} {track:?}");
            let rows = week.impressions.iter().zip(&scores[0]);
            let auc =
                metrics::mean(&rows.map(|(r, s)| metrics::measure(s, &r.clicked)).collect::<Vec<_>>()).auc;
            assert!(auc > 0.55, "{set} {track:?}: {auc}");
        }
    }
}
