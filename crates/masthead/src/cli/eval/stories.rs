//! `masthead eval stories`: labelled articles run through a desk as one stream.

use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::Args;
use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use serde_json::json;
use story::duplicates::{Pair, find, measure};
use story::eval::{Row, run};

use super::{in_words, peak_memory, text_of};
use crate::cli::{Format, output};
use crate::crawl::LEAD;
use crate::embedding::Embedder;
use crate::error::{Result, bad_use};

#[derive(Debug, Args)]
pub(crate) struct Stories {
    /// Labelled articles, one JSON object a line
    #[arg(required = true, value_name = "FILE.jsonl.gz")]
    files: Vec<PathBuf>,
    /// Write {"id", "story"} a line to this file
    #[arg(long, value_name = "FILE")]
    assigned: Option<PathBuf>,
    /// Measure instead how well near-duplicates are found: their pairs, a line with both ids, Jaccard similarity and
    /// containment of runs of four words, apart by tabs
    #[arg(long, value_name = "PAIRS.tsv.gz", conflicts_with = "assigned")]
    duplicates: Option<PathBuf>,
    /// Count what texts mean by the model2vec model in this folder (needs a program built with `--features embeddings`)
    #[arg(long, value_name = "DIR")]
    model: Option<PathBuf>,
    /// How to print the measures
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Deserialize)]
struct Timed {
    #[serde(default)]
    t: Option<String>,
    #[serde(flatten)]
    row: Row,
}

/// A row that waits for its turn, as the line that it stands in: so it takes less room.
struct Waiting {
    at: i64,
    file: usize,
    id: Box<str>,
    line: Box<str>,
}

impl Waiting {
    /// The row; the line was read once before.
    fn row(self) -> Option<Row> {
        let timed: Timed = serde_json::from_str(&self.line).ok()?;
        Some(Row { at: self.at, file: self.file, ..timed.row })
    }
}

impl Stories {
    pub(crate) fn run(self) -> Result<()> {
        let mut rows = Vec::new();
        for (n, file) in self.files.iter().enumerate() {
            rows.extend(read(file, n)?);
        }
        rows.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        if let Some(pairs) = &self.duplicates {
            let rows: Vec<Row> = rows.into_iter().filter_map(Waiting::row).collect();
            return duplicates(&rows, &known(pairs)?, self.format);
        }
        let articles = u32::try_from(rows.len()).unwrap_or(u32::MAX);
        let start = Instant::now();
        let embedder = self.model.as_deref().map_or_else(|| Ok(Embedder::default()), Embedder::load)?;
        let told = rows.into_iter().filter_map(Waiting::row).map(|mut row| {
            let lead: String = row.text.chars().take(LEAD).collect();
            row.embedding = embedder.of(&row.title, &lead);
            row
        });
        let outcome = run(told, &story::Settings::default());
        let rate = f64::from(articles) / start.elapsed().as_secs_f64().max(1e-9);
        let peak = peak_memory();
        if let Some(path) = &self.assigned {
            let file = std::fs::File::create(path)
                .map_err(|e| bad_use(format!("Cannot write {}: {e}.", path.display())))?;
            let mut out = std::io::BufWriter::new(file);
            for line in &outcome.assigned {
                serde_json::to_writer(&mut out, line)?;
                out.write_all(b"\n")?;
            }
            out.flush()?;
        }
        if self.format == Format::Json {
            let files: Vec<_> = self
                .files
                .iter()
                .zip(&outcome.files)
                .map(|(f, m)| json!({ "file": f, "measures": m }))
                .collect();
            return output::json(&json!({
                "files": files, "foreign": outcome.foreign, "articles": articles, "articles_per_second": rate,
                "peak_memory_bytes": peak,
            }));
        }
        let mut text = format!(
            "{:32} {:>6} {:>6} {:>6} {:>7} {:>8} {:>9}\n",
            "file", "B3 P", "B3 R", "B3 F1", "pair F1", "stories", "articles"
        );
        for (file, m) in self.files.iter().zip(&outcome.files) {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            text.push_str(&format!(
                "{name:32} {:6.1} {:6.1} {:6.1} {:7.1} {:8} {:9}\n",
                100.0 * m.precision,
                100.0 * m.recall,
                100.0 * m.f1,
                100.0 * m.pair_f1,
                m.stories,
                m.articles
            ));
        }
        text.push_str(&format!(
            "foreign rows: {} of {articles}; {rate:.0} articles/s; peak memory {}\n",
            outcome.foreign,
            in_words(peak)
        ));
        output::text(&text)
    }
}

/// Measures near-duplicates, by either measure of likeness over the least that makes a pair one.
fn duplicates(rows: &[Row], known: &[Pair], format: Format) -> Result<()> {
    let found = find(rows);
    let measured = [
        ("jaccard", 0.5_f32, measure(&found, known, 0.5, |p| p.jaccard)),
        ("containment", 0.8, measure(&found, known, 0.8, |p| p.containment)),
    ];
    if format == Format::Json {
        let list: Vec<_> = measured
            .iter()
            .map(|(name, limit, (p, r, f1))| {
                json!({ "by": name, "at_least": f64::from(*limit), "precision": p, "recall": r, "f1": f1 })
            })
            .collect();
        return output::json(&json!({ "duplicates": list, "pairs": known.len(), "articles": rows.len() }));
    }
    let mut text = format!("{:18} {:>7} {:>7} {:>7}\n", "near-duplicates", "P", "R", "F1");
    for (name, limit, (p, r, f1)) in &measured {
        text.push_str(&format!("{:18} {p:7.4} {r:7.4} {f1:7.4}\n", format!("{name} >= {limit}")));
    }
    output::text(&text)
}

/// The pairs of a file: a heading, then both ids, Jaccard similarity and containment a line.
fn known(path: &Path) -> Result<Vec<Pair>> {
    let text = text_of(path)?;
    text.lines()
        .zip(1_u64..)
        .skip(1)
        .filter(|(line, _)| !line.trim().is_empty())
        .map(|(line, n)| {
            let wrong = |what: &str| bad_use(format!("{}, line {n}: {what}", path.display()));
            let cells: Vec<&str> = line.split('\t').collect();
            let [a, b, jaccard, containment] = cells.as_slice() else {
                return Err(wrong("there are four columns: two ids, Jaccard similarity, containment"));
            };
            let share = |cell: &str| {
                cell.trim()
                    .parse::<f32>()
                    .ok()
                    .filter(|x| (0.0..=1.0).contains(x))
                    .ok_or_else(|| wrong(&format!("{cell:?} is not a share from 0 to 1")))
            };
            let (a, b) = if a < b { (*a, *b) } else { (*b, *a) };
            Ok(Pair {
                a: a.to_owned(),
                b: b.to_owned(),
                jaccard: share(jaccard)?,
                containment: share(containment)?,
            })
        })
        .collect()
}

/// The rows of one file; without times, one a second in the file's order.
fn read(path: &Path, file: usize) -> Result<Vec<Waiting>> {
    let unreadable = |e: std::io::Error| bad_use(format!("Cannot read {}: {e}.", path.display()));
    let bytes = File::open(path).map_err(unreadable)?;
    let lines: Box<dyn BufRead> = if path.extension().is_some_and(|e| e == "gz") {
        Box::new(BufReader::new(MultiGzDecoder::new(bytes)))
    } else {
        Box::new(BufReader::new(bytes))
    };
    let mut rows = Vec::new();
    for (line, n) in lines.lines().zip(0_i64..) {
        let line = line.map_err(unreadable)?;
        if line.trim().is_empty() {
            continue;
        }
        let wrong =
            |what: String| bad_use(format!("{}, line {}: {what}", path.display(), n.saturating_add(1)));
        let timed: Timed = serde_json::from_str(&line).map_err(|e| wrong(e.to_string()))?;
        let at = match &timed.t {
            Some(t) => t
                .parse::<jiff::Timestamp>()
                .map(|t| t.as_second())
                .map_err(|_| wrong(format!("{t:?} is not a time such as 2021-07-01T06:01:00Z")))?,
            None => n,
        };
        rows.push(Waiting { at, file, id: timed.row.id.into(), line: line.into() });
    }
    Ok(rows)
}
