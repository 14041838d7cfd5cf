//! Finds the weights of the likeness on labelled sets: `train [--look FILE]… FILE.jsonl.gz… > crates/story/data/likeness.txt`.
//!
//! Every set is turned into pairs of articles once, with its texts and as bare headlines. Then weights are changed one
//! after the other, by smaller and smaller steps, as long as the mean of the sets' BCubed F1 rises. Files after `--look`
//! are measured only. `--folds` learns from either half of each set's stories and measures the other.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program")]
#![expect(
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    reason = "statistics"
)]

mod common;

use common::{Fault, read};
use story::eval::Row;
use story::{Likeness, Pairs};

/// Weights that are found. Those over time, across languages and for the nearest, the closeness and from when on an arriving
/// article joins are set by hand: these sets, being in
/// one language and mostly without times, cannot tell.
const FREE: [&str; 10] =
    ["again", "power", "title", "body", "name", "letters", "bare_title", "bare_name", "bare_meaning", "calm"];

struct Set {
    name: String,
    pairs: Pairs,
    weight: f64,
}

fn main() -> Result<(), Fault> {
    let mut args = std::env::args().skip(1);
    let (mut learn, mut look, mut folds) = (Vec::new(), Vec::new(), false);
    let mut weights = Likeness::default();
    let mut tries = 4;
    while let Some(a) = args.next() {
        match a.as_str() {
            "--look" => look.push(args.next().ok_or("a file")?),
            "--folds" => folds = true,
            "--rounds" => tries = args.next().ok_or("a number")?.parse()?,
            "--set" => {
                let name = args.next().ok_or("a weight's name")?;
                *weights.slot(&name).ok_or("no such weight")? = args.next().ok_or("a number")?.parse()?;
            }
            _ => learn.push(a),
        }
    }
    let halves: &[Option<u64>] = if folds { &[Some(0), Some(1)] } else { &[None] };
    for half in halves {
        let train = sets(&learn, half.map(|h| (h, true)))?;
        let others: Vec<Set> = if half.is_some() {
            sets(&learn, half.map(|h| (h, false)))?
        } else {
            let mut all = Vec::new();
            for f in &look {
                let rows = rows(f)?;
                all.push(Set { name: short(f), pairs: Pairs::of(&rows), weight: 0.0 });
            }
            all
        };
        let found = climb(&train, &others, weights, tries);
        report("learned", &train, &found);
        report("looked at", &others, &found);
        if half.is_none() {
            print(found);
        }
    }
    Ok(())
}

fn print(mut found: Likeness) {
    println!("# Weights of story::Likeness, found by examples/train.rs: name, value.");
    for name in Likeness::NAMES {
        if let Some(value) = found.slot(name) {
            println!("{name} {value:.3}");
        }
    }
}

fn short(f: &str) -> String {
    f.rsplit('/').next().unwrap_or(f).chars().take(12).collect()
}

fn rows(f: &str) -> Result<Vec<Row>, Fault> {
    let mut rows = read(f, 0)?;
    rows.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    Ok(rows)
}

/// The sets with texts and without; of one half of the stories where one is asked for.
fn sets(files: &[String], half: Option<(u64, bool)>) -> Result<Vec<Set>, Fault> {
    let mut out = Vec::new();
    for f in files {
        let mut rows = rows(f)?;
        if let Some((h, keep)) = half {
            rows.retain(|r| (text::hash64(&r.story) % 2 == h) == keep);
        }
        if rows.iter().zip(1_i64..).all(|(r, n)| r.at < 1_000_000 && n > 0) {
            spread(&mut rows);
        }
        // A large set is thinned by whole stories.
        let thin = rows.len() as u64 / 4_000 + 1;
        rows.retain(|r| (text::hash64(&r.story) / 2).is_multiple_of(thin));
        let texts = rows.iter().filter(|r| !r.text.is_empty()).count() * 2 > rows.len();
        if texts {
            out.push(Set { name: short(f), pairs: Pairs::of(&rows), weight: 1.0 });
        }
        for r in &mut rows {
            r.text = String::new();
        }
        out.push(Set {
            name: format!("{} bare", short(f)),
            pairs: Pairs::of(&rows),
            weight: if texts { 0.4 } else { 1.0 },
        });
    }
    Ok(out)
}

/// Gives times to a set that has none: its stories follow one another as those of a day's news do, some ten a day, and
/// each is told over two days, most of it on the first.
fn spread(rows: &mut [Row]) {
    let mut stories: Vec<&str> = rows.iter().map(|r| r.story.as_str()).collect();
    stories.sort_unstable();
    stories.dedup();
    let days = stories.len() as u64 / 10 + 1;
    for r in rows.iter_mut() {
        let part = |s: &str, of: u64| (text::hash64(s) % of) as i64;
        let late = part(&r.id, 1_000) as f64 / 1_000.0;
        r.at = 1_000_000_000 + part(&r.story, days * 86_400) + (late * late * 2.0 * 86_400.0) as i64;
    }
    rows.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
}

fn score(sets: &[Set], w: &Likeness) -> f64 {
    let total: f64 = sets.iter().map(|s| s.weight).sum();
    sets.iter().map(|s| s.weight * s.pairs.measure(w).0.f1).sum::<f64>() / total.max(1e-9)
}

fn report(what: &str, sets: &[Set], w: &Likeness) {
    for s in sets {
        let (all, english) = s.pairs.measure(w);
        eprintln!(
            "{what:10} {:18} P {:5.1} R {:5.1} F {:5.1}   en {:5.1}   stories {} of {}",
            s.name,
            100.0 * all.precision,
            100.0 * all.recall,
            100.0 * all.f1,
            100.0 * english.f1,
            all.stories,
            all.labelled
        );
    }
}

fn climb(sets: &[Set], others: &[Set], mut w: Likeness, rounds: usize) -> Likeness {
    let mut best = score(sets, &w);
    eprintln!("at first {:.2}", 100.0 * best);
    report("looked at", others, &w);
    let mut step = 0.25_f32;
    for round in 0..rounds {
        for name in FREE {
            for sign in [1.0, -1.0] {
                let mut tried = w;
                if let Some(slot) = tried.slot(name) {
                    *slot =
                        if *slot < 0.02 { (0.1 * sign * step).max(0.0) } else { *slot * (1.0 + sign * step) };
                }
                let got = score(sets, &tried);
                if got > best + 1e-4 {
                    (best, w) = (got, tried);
                    break;
                }
            }
        }
        eprintln!("round {round}, step {step:.2}: {:.2}", 100.0 * best);
        step *= 0.6;
    }
    w
}
