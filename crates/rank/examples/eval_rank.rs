//! Evaluates the ranking on weeks of impressions: `eval_rank WEEK_DIR… [--track solo|pooled] [--scores OUT.jsonl]`.
#![allow(clippy::print_stdout, clippy::print_stderr)]
#![expect(clippy::as_conversions, reason = "settings given as numbers, and a rate for people")]

use rank::eval::{Plan, Track, metrics, rows, run};
use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    match evaluate() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

fn text(dir: &Path, name: &str) -> Result<Option<(String, String)>, String> {
    for dir in [Some(dir), dir.parent()].into_iter().flatten() {
        for (file, packed) in [(format!("{name}.gz"), true), (name.to_owned(), false)] {
            let path = dir.join(file);
            if !path.exists() {
                continue;
            }
            let shown = path.display().to_string();
            let bytes = std::fs::read(&path).map_err(|error| format!("{shown}: {error}"))?;
            let mut text = String::new();
            if packed {
                flate2::read::GzDecoder::new(bytes.as_slice())
                    .read_to_string(&mut text)
                    .map_err(|error| format!("{shown}: {error}"))?;
            } else {
                text = String::from_utf8(bytes).map_err(|error| format!("{shown}: {error}"))?;
            }
            return Ok(Some((shown, text)));
        }
    }
    Ok(None)
}

fn week(dir: &Path) -> Result<rows::Week, String> {
    let needed = |name: &str| text(dir, name)?.ok_or_else(|| format!("{}: {name} is missing", dir.display()));
    let (name, table) = needed("impressions.tsv")?;
    let impressions =
        rows::impressions(rows::File { name: &name, text: &table }).map_err(|e| e.to_string())?;
    let (name, table) = needed("articles.tsv")?;
    let articles = rows::articles(rows::File { name: &name, text: &table }).map_err(|e| e.to_string())?;
    let reads = match text(dir, "reads.tsv")? {
        Some((name, table)) => {
            rows::reads(rows::File { name: &name, text: &table }).map_err(|e| e.to_string())?
        }
        None => Vec::new(),
    };
    Ok(rows::Week { impressions, reads, articles })
}

fn evaluate() -> Result<(), String> {
    let mut dirs = Vec::new();
    let mut track = Track::Solo;
    let mut scores = None;
    let mut plan_text = Vec::new();
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--track" => match args.next().as_deref() {
                Some("solo") => track = Track::Solo,
                Some("pooled") => track = Track::Pooled,
                _ => return Err("--track takes solo or pooled".to_owned()),
            },
            "--scores" => scores = args.next(),
            "--set" => plan_text.extend(args.next()),
            _ => dirs.push(arg),
        }
    }
    let mut plan = Plan::new(track);
    for text in plan_text {
        let (key, value) = text.split_once('=').ok_or("--set takes key=value")?;
        let value: f64 = value.parse().map_err(|_| "not a number")?;
        match key {
            "trees" => plan.growth.trees = value as usize,
            "lr" => plan.growth.rate = value as f32,
            "shrink" => plan.growth.shrink = value as f32,
            "young" => plan.growth.young = value as f32,
            "blocks" => plan.growth.blocks = value,
            "features" => plan.growth.features = value,
            "steep" => plan.growth.steep = value as f32,
            "together" => plan.growth.together = value as usize,
            "rows" => plan.growth.rows = value as usize,
            "common" => plan.common = value as u32,
            "effort" => plan.pace.effort = value as usize,
            "least" => plan.pace.least = value as usize,
            "most" => plan.pace.most = value as usize,
            "first" => plan.first = value as usize,
            "every" => plan.every = value as usize,
            "rate" => plan.rate = value,
            "beside" => plan.beside = value > 0.0,
            _ => return Err(format!("no setting {key}")),
        }
    }
    let start = std::time::Instant::now();
    let weeks = dirs.iter().map(|dir| week(Path::new(dir))).collect::<Result<Vec<_>, _>>()?;
    let read = start.elapsed().as_secs_f64();
    let results = run(&weeks, &plan);
    let took = start.elapsed().as_secs_f64();
    let total: usize = results.iter().map(Vec::len).sum();
    let mut lines = String::new();
    let mut known: HashSet<&str> = HashSet::new();
    for ((dir, week), scores) in dirs.iter().zip(&weeks).zip(&results) {
        let all: Vec<_> =
            week.impressions.iter().zip(scores).map(|(row, s)| metrics::measure(s, &row.clicked)).collect();
        let show = |m: metrics::Measures| {
            format!("AUC {:.4}  MRR {:.4}  nDCG@5 {:.4}  nDCG@10 {:.4}", m.auc, m.mrr, m.ndcg5, m.ndcg10)
        };
        println!("{dir}  impressions {}  {}", all.len(), show(metrics::mean(&all)));
        println!("  second half  {}", show(metrics::mean(&all[all.len() / 2..])));
        let new: Vec<_> =
            week.impressions.iter().zip(&all).filter(|(row, _)| !known.contains(&*row.user)).collect();
        if !known.is_empty() && !new.is_empty() {
            let measures: Vec<_> = new.iter().map(|(_, measured)| **measured).collect();
            println!("  new readers  {}  {}", new.len(), show(metrics::mean(&measures)));
        }
        known.extend(week.impressions.iter().map(|row| &*row.user));
        for (row, scores) in week.impressions.iter().zip(scores) {
            let _ = write!(lines, "{{\"impression\": \"{}\", \"scores\": [", row.id);
            for (place, score) in scores.iter().enumerate() {
                let _ = write!(lines, "{}{score}", if place == 0 { "" } else { ", " });
            }
            lines.push_str("]}\n");
        }
    }
    println!("{total} impressions in {took:.2} s ({read:.2} s reading): {:.0}/s", total as f64 / took);
    if let Some(path) = scores {
        std::fs::write(&path, lines).map_err(|error| format!("{path}: {error}"))?;
    }
    Ok(())
}
