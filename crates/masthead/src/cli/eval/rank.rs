//! `masthead eval rank`: every impression scored with what was known before it, then learned from.

use std::collections::{BTreeMap, HashSet};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::{Args, ValueEnum};
use rank::eval::metrics::{Measures, mean, measure};
use rank::eval::{Plan, Track, WeekScores, rows, run, run_explained};
use serde_json::{Value, json};

use super::text_of;
use crate::cli::{Format, output};
use crate::error::{Result, bad_use};

/// Whose signals may speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Signals {
    /// The reader's own alone
    Solo,
    /// Other readers' too
    Pooled,
}

#[derive(Debug, Args)]
pub(crate) struct Rank {
    /// Folders of weeks, in order
    #[arg(required = true, value_name = "WEEK_DIR")]
    weeks: Vec<PathBuf>,
    /// Whose signals may speak
    #[arg(long, value_enum, default_value = "solo")]
    track: Signals,
    /// Write {"impression", "scores"} a line to this file
    #[arg(long, value_name = "FILE")]
    scores: Option<PathBuf>,
    /// Also add up the terms of every score and say how far the sum is from it
    #[arg(long)]
    check_sums: bool,
    /// Threads, two at the most: the second grows the trees. Changes no score
    #[arg(long, value_name = "N", default_value_t = 2)]
    jobs: usize,
    /// How to print the measures
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// The terms of a score add up to it, to so much.
const EXACT: f64 = 1e-9;

/// Takes one measure out of them.
type Measure = fn(&Measures) -> f64;

/// The four measures, by name.
const MEASURES: [(&str, Measure); 4] =
    [("AUC", |m| m.auc), ("MRR", |m| m.mrr), ("nDCG@5", |m| m.ndcg5), ("nDCG@10", |m| m.ndcg10)];

/// The measures of some impressions, each with its reader.
type Measured<'a> = Vec<(&'a str, Measures)>;

impl Rank {
    pub(crate) fn run(self) -> Result<()> {
        let start = Instant::now();
        let weeks = self.weeks.iter().map(|dir| week(dir)).collect::<Result<Vec<_>>>()?;
        let track = if self.track == Signals::Solo { Track::Solo } else { Track::Pooled };
        let plan = Plan { beside: self.jobs > 1, ..Plan::new(track) };
        let (results, off) = if self.check_sums {
            let (results, off) = checked(&weeks, &plan);
            (results, Some(off))
        } else {
            (run(&weeks, &plan), None)
        };
        let took = start.elapsed().as_secs_f64();
        let total: usize = results.iter().map(Vec::len).sum();
        let rate = f64::from(u32::try_from(total).unwrap_or(u32::MAX)) / took.max(1e-9);
        if let Some(path) = &self.scores {
            write_scores(path, &weeks, &results)?;
        }
        let mut text = format!("{:28} {:>11}", "week", "impressions");
        for (name, _) in MEASURES {
            text.push_str(&format!(" {name:>16}"));
        }
        text.push('\n');
        let mut rows = Vec::new();
        let mut known: HashSet<&str> = HashSet::new();
        for ((dir, week), scores) in self.weeks.iter().zip(&weeks).zip(&results) {
            let all: Measured<'_> = week
                .impressions
                .iter()
                .zip(scores)
                .map(|(row, s)| (row.user.as_str(), measure(s, &row.clicked)))
                .collect();
            let name = dir.to_string_lossy();
            let mut object = line(&name, &all, &mut text);
            set(&mut object, "week", json!(name));
            if !known.is_empty() {
                let new: Measured<'_> = all.iter().filter(|(r, _)| !known.contains(r)).copied().collect();
                if !new.is_empty() {
                    set(&mut object, "new_readers", line("  its new readers", &new, &mut text));
                }
            }
            known.extend(week.impressions.iter().map(|row| row.user.as_str()));
            rows.push(object);
        }
        text.push_str(&format!(
            "{total} impressions in {took:.2} s: {rate:.0}/s; ± is half a 95 % interval over readers\n"
        ));
        let mut object = json!({ "weeks": rows, "impressions_per_second": rate });
        if let Some(off) = off {
            text.push_str(&format!(
                "largest difference between a score and the sum of its terms: {off:.1e}\n"
            ));
            set(&mut object, "largest_difference_of_sums", json!(off));
        }
        if self.format == Format::Json {
            output::json(&object)?;
        } else {
            output::text(&text)?;
        }
        match off {
            Some(off) if off > EXACT => Err(format!("A score is {off:.1e} off the sum of its terms.").into()),
            _ => Ok(()),
        }
    }
}

/// Adds the measures to the table; gives them as an object.
fn line(name: &str, all: &[(&str, Measures)], text: &mut String) -> Value {
    let whole = mean(&all.iter().map(|(_, m)| *m).collect::<Vec<_>>());
    text.push_str(&format!("{name:28} {:>11}", all.len()));
    let mut object = json!({ "impressions": all.len() });
    for (name, of) in MEASURES {
        let half = interval(all, of);
        text.push_str(&format!(" {:>9.4} ±{half:.4}", of(&whole)));
        set(&mut object, name, json!({ "mean": of(&whole), "interval95": half }));
    }
    text.push('\n');
    object
}

/// Runs the stream and finds how far the sum of a score's terms is from it, at the most.
fn checked(weeks: &[rows::Week], plan: &Plan) -> (Vec<WeekScores>, f64) {
    let mut sums = Vec::new();
    let results = run_explained(weeks, plan, &mut |_, _, terms| sums.push(terms.iter().sum::<f64>()));
    let scores = results.iter().flatten().flatten();
    let off = scores.zip(&sums).map(|(score, sum)| (score - sum).abs()).fold(0.0, f64::max);
    (results, off)
}

fn set(object: &mut Value, key: &str, value: Value) {
    if let Some(map) = object.as_object_mut() {
        map.insert(key.to_owned(), value);
    }
}

/// Half the width of a 95 % interval of a measure's mean, readers taken as the independent units.
fn interval(all: &[(&str, Measures)], of: Measure) -> f64 {
    let mut readers: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for (reader, m) in all {
        let sum = readers.entry(reader).or_default();
        sum.0 += of(m);
        sum.1 += 1.0;
    }
    let n = f64::from(u32::try_from(readers.len()).unwrap_or(u32::MAX));
    let impressions: f64 = readers.values().map(|(_, n)| n).sum();
    if n < 2.0 {
        return 0.0;
    }
    let whole = readers.values().map(|(sum, _)| sum).sum::<f64>() / impressions;
    // The ratio estimator's variance over clusters (Cochran 1977, Sampling Techniques, 6.4).
    let spread: f64 = readers.values().map(|(sum, k)| (sum - whole * k).powi(2)).sum::<f64>() * n / (n - 1.0);
    1.96 * spread.sqrt() / impressions
}

fn write_scores(path: &Path, weeks: &[rows::Week], results: &[Vec<Vec<f64>>]) -> Result<()> {
    let file =
        std::fs::File::create(path).map_err(|e| bad_use(format!("Cannot write {}: {e}.", path.display())))?;
    let mut out = std::io::BufWriter::new(file);
    for (week, scores) in weeks.iter().zip(results) {
        for (row, scores) in week.impressions.iter().zip(scores) {
            serde_json::to_writer(&mut out, &json!({ "impression": row.id.as_str(), "scores": scores }))?;
            out.write_all(b"\n")?;
        }
    }
    Ok(out.flush()?)
}

/// One week's tables; `articles.tsv` may stand in the folder above, for several weeks. The longest is read on a thread of
/// its own.
fn week(dir: &Path) -> Result<rows::Week> {
    std::thread::scope(|scope| {
        let reads = scope.spawn(|| match table(dir, "reads.tsv")? {
            Some((name, text)) => {
                rows::reads(rows::File { name: &name, text: &text }).map_err(|e| bad_use(e.to_string()))
            }
            None => Ok(Vec::new()),
        });
        let (name, text) = needed(dir, "impressions.tsv")?;
        let impressions =
            rows::impressions(rows::File { name: &name, text: &text }).map_err(|e| bad_use(e.to_string()))?;
        let (name, text) = needed(dir, "articles.tsv")?;
        let articles =
            rows::articles(rows::File { name: &name, text: &text }).map_err(|e| bad_use(e.to_string()))?;
        let reads =
            reads.join().map_err(|_| bad_use(format!("{}: reads.tsv broke off.", dir.display())))??;
        Ok(rows::Week { impressions, reads, articles })
    })
}

fn needed(dir: &Path, name: &str) -> Result<(String, String)> {
    table(dir, name)?.ok_or_else(|| bad_use(format!("{}: {name} (or {name}.gz) is missing.", dir.display())))
}

fn table(dir: &Path, name: &str) -> Result<Option<(String, String)>> {
    for dir in [Some(dir), dir.parent()].into_iter().flatten() {
        for file in [format!("{name}.gz"), name.to_owned()] {
            let path = dir.join(file);
            if path.exists() {
                return Ok(Some((path.display().to_string(), text_of(&path)?)));
            }
        }
    }
    Ok(None)
}
