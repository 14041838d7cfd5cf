//! Learns the weights of the decision from labelled sets: `train FILE.jsonl.gz… > crates/story/data/decision.txt`.
//!
//! Every set is run through a desk, each as a stream of its own and all as one; every candidate story that the desk
//! looks at is an example, labelled by whether most of its articles share the article's label. A logistic regression
//! whose rising features have weights of zero and more is fitted; then the sets are run again under it, so that it
//! learns from the stories it will itself make. Every set weighs alike.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a program")]
#![expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "statistics")]

mod common;

use common::{Fault, read};
use std::collections::HashMap;
use story::decision::{Evidence, FEATURES, FREE};
use story::eval::Row;
use story::{Desk, Incoming, Settings};

type Weights = [f32; FEATURES];

struct Example {
    x: Weights,
    y: f32,
    weight: f32,
}

fn main() -> Result<(), Fault> {
    let mut files: Vec<String> = std::env::args().skip(1).collect();
    let folds = files.iter().position(|f| f == "--folds").map(|i| files.remove(i)).is_some();
    let mut sets = Vec::new();
    for (n, f) in files.iter().enumerate() {
        let mut rows = read(f, n)?;
        rows.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        sets.push(rows);
    }
    if folds {
        // Learn from the stories of one half, tell how the other half fares.
        for fold in 0..2 {
            let half = |keep: bool| -> Vec<Vec<Row>> {
                sets.iter()
                    .map(|s| {
                        s.iter().filter(|r| (text::hash64(&r.story) % 2 == fold) == keep).cloned().collect()
                    })
                    .collect()
            };
            let w = learn(&half(true));
            for (f, set) in files.iter().zip(half(false)) {
                let set: Vec<Row> = set.into_iter().map(|r| Row { file: 0, ..r }).collect();
                report(f, set, &w);
            }
        }
    } else {
        let w = learn(&sets);
        println!(
            "# Weights of story::decision: fitted by examples/train.rs, one feature a line in the order of"
        );
        println!("# Evidence::features. All but the last five are zero or more.");
        for x in w {
            println!("{x:.4}");
        }
    }
    Ok(())
}

fn report(name: &str, set: Vec<Row>, w: &Weights) {
    let out = story::eval::run_by(set.into_iter(), &Settings::default(), &mut |_, e| odds(w, e));
    if let Some(m) = out.files.first() {
        eprintln!("{:32} {m}", name.rsplit('/').next().unwrap_or(name));
    }
}

fn odds(w: &Weights, e: &Evidence) -> f32 {
    if e.foreign { e.log_odds() } else { dot(w, &e.features()) }
}

fn dot(w: &Weights, x: &Weights) -> f32 {
    w.iter().zip(x).map(|(a, b)| a * b).sum()
}

fn learn(sets: &[Vec<Row>]) -> Weights {
    let mut streams: Vec<Vec<Row>> = sets.to_vec();
    // All sets as one stream, spread over the same days.
    let mut mixed: Vec<Row> = Vec::new();
    for set in sets {
        let first = set.first().map_or(0, |r| r.at);
        mixed.extend(set.iter().map(|r| Row { at: (r.at - first) % (20 * 86_400), ..r.clone() }));
    }
    mixed.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    streams.push(mixed);
    let mut w: Option<Weights> = None;
    let mut examples: Vec<Example> = Vec::new();
    for round in 0..3 {
        if round == 1 {
            examples.clear();
        }
        for s in &streams {
            let mut own = gather(s, w.as_ref());
            // Sets weigh alike, whatever their size.
            let total: f32 = own.iter().map(|e| e.weight).sum();
            let scale = 10_000.0 / total.max(1.0);
            for e in &mut own {
                e.weight *= scale;
            }
            examples.extend(own);
        }
        let fitted = fit(&examples);
        eprintln!("round {round}: {} examples, loss {:.4}", examples.len(), loss(&examples, &fitted));
        w = Some(fitted);
    }
    w.unwrap_or([0.0; FEATURES])
}

/// Runs a stream; by the labels themselves where there are no weights yet.
fn gather(rows: &[Row], w: Option<&Weights>) -> Vec<Example> {
    let mut desk = Desk::new(Settings::default());
    let mut labels: HashMap<i64, HashMap<&str, u32>> = HashMap::new();
    let mut sizes: HashMap<&str, f32> = HashMap::new();
    for r in rows {
        *sizes.entry(&r.story).or_default() += 1.0;
    }
    let mut out = Vec::new();
    let mut tick = 0_u32;
    for (row, id) in rows.iter().zip(1_i64..) {
        let mut seen: Vec<Example> = Vec::new();
        let placed = desk.add_by(
            &Incoming {
                id,
                at: row.at,
                outlet: &row.outlet,
                language: row.lang.as_deref(),
                title: &row.title,
                text: &row.text,
                url: &row.url,
                ..Incoming::default()
            },
            &mut |story, e| {
                let Some(counts) = labels.get(&story) else { return -9.0 };
                let all: u32 = counts.values().sum();
                let own = counts.get(row.story.as_str()).copied().unwrap_or(0);
                let share = own as f32 / all.max(1) as f32;
                let y = f32::from(u8::from(share >= 0.5));
                let x = e.features();
                // Most candidates are plainly other events: an eighth of those will do.
                let plain = e.title + e.body + e.cross < 0.35 && y < 0.5;
                tick += 1;
                if !plain || tick.is_multiple_of(8) {
                    let weight = (2.0 * share - 1.0).abs().max(0.1) * if plain { 8.0 } else { 1.0 };
                    seen.push(Example { x, y, weight });
                }
                match w {
                    Some(w) => odds(w, e),
                    None if share >= 0.5 => 1.0 + share,
                    None => -9.0,
                }
            },
        );
        for gone in placed.absorbed {
            if let Some(counts) = labels.remove(&gone) {
                let home = labels.entry(placed.story).or_default();
                for (k, n) in counts {
                    *home.entry(k).or_default() += n;
                }
            }
        }
        *labels.entry(placed.story).or_default().entry(&row.story).or_default() += 1;
        // An article of a large story is one of many alike.
        let size = sizes.get(row.story.as_str()).copied().unwrap_or(1.0);
        for e in &mut seen {
            e.weight /= size.sqrt();
        }
        out.extend(seen);
    }
    out
}

fn loss(examples: &[Example], w: &Weights) -> f32 {
    let total: f32 = examples.iter().map(|e| e.weight).sum();
    let sum: f32 = examples
        .iter()
        .map(|e| {
            let z = dot(w, &e.x);
            e.weight * ((-z.abs()).exp().ln_1p() + z.max(0.0) - e.y * z)
        })
        .sum();
    sum / total.max(1.0)
}

/// Adam with a projection to the allowed signs; a little shrinking.
fn fit(examples: &[Example]) -> Weights {
    let (mut w, mut m, mut v) = ([0.0_f32; FEATURES], [0.0_f32; FEATURES], [0.0_f32; FEATURES]);
    let total: f32 = examples.iter().map(|e| e.weight).sum::<f32>().max(1.0);
    for step in 1..=250 {
        let mut gradient = [0.0_f32; FEATURES];
        for e in examples {
            let z = dot(&w, &e.x);
            let d = e.weight * (1.0 / (1.0 + (-z).exp()) - e.y);
            for (g, x) in gradient.iter_mut().zip(&e.x) {
                *g += d * x;
            }
        }
        let rate = if step < 180 { 0.15 } else { 0.03 };
        for i in 0..FEATURES {
            let shrink = if i == FREE { 0.0 } else { 1e-4 * w[i] };
            let g = gradient[i] / total + shrink;
            m[i] = 0.9 * m[i] + 0.1 * g;
            v[i] = 0.99 * v[i] + 0.01 * g * g;
            let (mh, vh) = (m[i] / (1.0 - 0.9_f32.powi(step)), v[i] / (1.0 - 0.99_f32.powi(step)));
            w[i] -= rate * mh / (vh.sqrt() + 1e-6);
            if i < FREE {
                w[i] = w[i].max(0.0);
            }
        }
    }
    w
}
