//! Finds the weights of the likeness on labelled sets:
//! `train [--streams] [--steps N] [--look FILE]… FILE.jsonl.gz[*WEIGHT][@FLOOR]… > crates/story/data/likeness.txt`.
//!
//! Every set is taken with its texts and as bare headlines; a set without times is also laid out many stories a day, since
//! only there similar ones must be held apart. A few weights at a time are moved by random steps, which grow smaller, and
//! kept moved where the mean of the sets' BCubed F1 rises. A set with a FLOOR is asked for no more than that (a set of
//! nothing but single articles so keeps guides to one subject apart), and each point below it costs WEIGHT points.
//! First every set is turned into pairs of articles once, which is fast; then, with `--streams`, they run through a desk
//! as they do in the program, from the weights that ship. Files after `--look` are measured only. `--folds` learns from
//! either half of each set's stories and measures the other.
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
use story::eval::{Measures, Row, run_with};
use story::{Likeness, Pairs, Settings};

/// The weights that are set by hand: from when on an arriving article joins only tells what is shown until the next second
/// look, and no model stands with these sets.
const BY_HAND: [&str; 3] = ["one", "embedding", "embedding_over"];
/// Stories a day where a set without times is laid out, and where it has so many that it is laid out densely, too.
const A_DAY: u64 = 10;
const DENSE: u64 = 90;
const MANY: usize = 500;
/// Times before this one are numbers of rows that have none.
const TOLD: i64 = 1_000_000;

struct Set {
    name: String,
    rows: Rows,
    weight: f64,
    floor: Option<f64>,
}

/// A set's articles as pairs, or as a stream.
enum Rows {
    Pairs(Pairs),
    Stream(Vec<Row>),
}

/// What is asked of the sets.
#[derive(Clone, Copy)]
struct Asked {
    half: Option<(u64, bool)>,
    streams: bool,
}

fn main() -> Result<(), Fault> {
    let mut args = std::env::args().skip(1);
    let (mut learn, mut look, mut folds, mut streams) = (Vec::new(), Vec::new(), false, false);
    let mut weights = Likeness::default();
    let mut tries = 400;
    while let Some(a) = args.next() {
        match a.as_str() {
            "--look" => look.push(args.next().ok_or("a file")?),
            "--folds" => folds = true,
            "--streams" => streams = true,
            "--steps" => tries = args.next().ok_or("a number")?.parse()?,
            "--set" => {
                let name = args.next().ok_or("a weight's name")?;
                *weights.slot(&name).ok_or("no such weight")? = args.next().ok_or("a number")?.parse()?;
            }
            _ => learn.push(a),
        }
    }
    let halves: &[Option<u64>] = if folds { &[Some(0), Some(1)] } else { &[None] };
    for half in halves {
        let train = sets(&learn, Asked { half: half.map(|h| (h, true)), streams })?;
        let others = match half {
            Some(h) => sets(&learn, Asked { half: Some((*h, false)), streams })?,
            None => sets(&look, Asked { half: None, streams })?,
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
fn sets(files: &[String], asked: Asked) -> Result<Vec<Set>, Fault> {
    let mut out = Vec::new();
    for f in files {
        let (f, floor) = match f.split_once('@') {
            Some((f, floor)) => (f, Some(floor.parse::<f64>()? / 100.0)),
            None => (f.as_str(), None),
        };
        let (f, weight) = match f.split_once('*') {
            Some((f, weight)) => (f, weight.parse()?),
            None => (f, 1.0),
        };
        let kind = Kind { weight, floor, streams: asked.streams };
        let mut rows = rows(f)?;
        if let Some((h, keep)) = asked.half {
            rows.retain(|r| (text::hash64(&r.story) % 2 == h) == keep);
        }
        let timeless = rows.iter().all(|r| r.at < TOLD);
        // A large set is thinned by whole stories.
        let thin = rows.len() as u64 / 4_000 + 1;
        rows.retain(|r| (text::hash64(&r.story) / 2).is_multiple_of(thin));
        if timeless {
            spread(&mut rows, A_DAY);
        } else {
            fill(&mut rows);
        }
        push(&mut out, short(f), rows.clone(), kind);
        if timeless && stories(&rows).len() >= MANY {
            spread(&mut rows, DENSE);
            push(&mut out, format!("{} dense", short(f)), rows, kind);
        }
    }
    Ok(out)
}

#[derive(Clone, Copy)]
struct Kind {
    weight: f64,
    floor: Option<f64>,
    streams: bool,
}

/// A set with its texts, where it has such, and as bare headlines; where it has a floor, only as it is.
fn push(out: &mut Vec<Set>, name: String, mut rows: Vec<Row>, kind: Kind) {
    let Kind { weight, floor, streams } = kind;
    let taken =
        |rows: &[Row]| if streams { Rows::Stream(rows.to_vec()) } else { Rows::Pairs(Pairs::of(rows)) };
    let texts = rows.iter().filter(|r| !r.text.is_empty()).count() * 2 > rows.len();
    if texts {
        out.push(Set { name: name.clone(), rows: taken(&rows), weight, floor });
        if floor.is_some() {
            return;
        }
        for r in &mut rows {
            r.text = String::new();
        }
    }
    let weight = if texts { 0.6 * weight } else { weight };
    out.push(Set { name: format!("{name} bare"), rows: taken(&rows), weight, floor });
}

fn stories(rows: &[Row]) -> Vec<String> {
    let mut stories: Vec<String> = rows.iter().map(|r| r.story.clone()).collect();
    stories.sort_unstable();
    stories.dedup();
    stories
}

/// Gives times to those rows of a set that have none: within a day of their story's others, or of any.
fn fill(rows: &mut [Row]) {
    let told: Vec<(String, i64)> =
        rows.iter().filter(|r| r.at >= TOLD).map(|r| (r.story.clone(), r.at)).collect();
    for r in rows.iter_mut().filter(|r| r.at < TOLD) {
        let own: Vec<i64> = told.iter().filter(|(s, _)| *s == r.story).map(|(_, at)| *at).collect();
        let any =
            || told.get((text::hash64(&r.story) % told.len().max(1) as u64) as usize).map_or(TOLD, |t| t.1);
        let near = own.get(own.len() / 2).copied().unwrap_or_else(any);
        r.at = near + (text::hash64(&r.id) % 172_800) as i64 - 86_400;
    }
    rows.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
}

/// Gives times to a set that has none: its stories follow one another as those of a day's news do, so many `a_day`, and
/// each is told over two days, most of it on the first.
fn spread(rows: &mut [Row], a_day: u64) {
    let days = stories(rows).len() as u64 / a_day + 1;
    for r in rows.iter_mut() {
        let part = |s: &str, of: u64| (text::hash64(s) % of) as i64;
        let late = part(&r.id, 1_000) as f64 / 1_000.0;
        r.at = 1_000_000_000 + part(&r.story, days * 86_400) + (late * late * 2.0 * 86_400.0) as i64;
    }
    rows.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
}

impl Set {
    fn measure(&self, w: &Likeness) -> Measures {
        match &self.rows {
            Rows::Pairs(pairs) => pairs.measure(w).0,
            Rows::Stream(rows) => {
                let out = run_with(rows.iter().cloned(), &Settings::default(), *w);
                out.files.first().cloned().unwrap_or_default()
            }
        }
    }
}

/// The mean of the sets without a floor, less what those with one lack.
fn score(sets: &[Set], w: &Likeness) -> f64 {
    let (mut sum, mut total, mut lacks) = (0.0, 0.0, 0.0);
    for s in sets {
        let f1 = s.measure(w).f1;
        match s.floor {
            Some(floor) => lacks += s.weight * (floor - f1).max(0.0),
            None => (sum, total) = (sum + s.weight * f1, total + s.weight),
        }
    }
    sum / f64::max(total, 1e-9) - lacks
}

fn report(what: &str, sets: &[Set], w: &Likeness) {
    for s in sets {
        let all = s.measure(w);
        eprintln!(
            "{what:10} {:18} P {:5.1} R {:5.1} F {:5.1}   stories {} of {}",
            s.name,
            100.0 * all.precision,
            100.0 * all.recall,
            100.0 * all.f1,
            all.stories,
            all.labelled
        );
    }
}

fn climb(sets: &[Set], others: &[Set], mut w: Likeness, steps: usize) -> Likeness {
    let mut best = score(sets, &w);
    eprintln!("at first {:.2}", 100.0 * best);
    report("looked at", others, &w);
    let free: Vec<&str> = Likeness::NAMES.into_iter().filter(|name| !BY_HAND.contains(name)).collect();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for step in 0..steps {
        let size = 0.3 * 0.15_f32.powf(step as f32 / steps as f32);
        let mut tried = w;
        for _ in 0..=random.below(4) {
            let name = free.get(random.below(free.len() as u64) as usize).copied().unwrap_or_default();
            if let Some(slot) = tried.slot(name) {
                // The sum of four, less its mean, is near enough to a normal deviate.
                let by: f32 = (0..4).map(|_| random.below(1_000) as f32 / 1_000.0).sum::<f32>() - 2.0;
                *slot = slot.max(0.005) * (1.7 * size * by).exp();
            }
        }
        let got = score(sets, &tried);
        if got > best {
            (best, w) = (got, tried);
            eprintln!("step {step}, {size:.2}: {:.2}", 100.0 * best);
        }
    }
    w
}

/// A stream of numbers by xorshift (G. Marsaglia, 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n.max(1)
    }
}
