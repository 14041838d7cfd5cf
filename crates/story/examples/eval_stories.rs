//! Runs labelled sets through a desk: `eval_stories FILE.jsonl.gz… [--assigned OUT.jsonl] [--each]`.
//! With `--each` every file is a stream of its own.
#![expect(clippy::print_stdout, reason = "a program")]

use std::io::{BufRead, BufReader, Write};
use std::time::Instant;
use story::eval::{Row, run};

type Fault = Box<dyn std::error::Error>;

fn main() -> Result<(), Fault> {
    let mut files = Vec::new();
    let (mut assigned, mut each) = (None, false);
    let mut args = std::env::args().skip(1);
    while let Some(a) = args.next() {
        match a.as_str() {
            "--assigned" => assigned = args.next(),
            "--each" => each = true,
            _ => files.push(a),
        }
    }
    let streams: Vec<Vec<String>> =
        if each { files.into_iter().map(|f| vec![f]).collect() } else { vec![files] };
    for files in streams {
        let mut rows = Vec::new();
        for (n, f) in files.iter().enumerate() {
            rows.extend(read(f, n)?);
        }
        rows.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        let n = rows.len();
        let start = Instant::now();
        let out = run(rows.into_iter(), &story::Settings::default());
        let took = start.elapsed().as_secs_f64();
        for (f, m) in files.iter().zip(&out.files) {
            println!("{:32} {m}", f.rsplit('/').next().unwrap_or(f));
        }
        println!("  foreign {} of {n}; {n} articles in {took:.2} s; peak {}", out.foreign, peak());
        if let Some(path) = &assigned {
            let mut w = std::fs::File::create(path)?;
            for a in &out.assigned {
                writeln!(w, "{}", serde_json::to_string(a)?)?;
            }
        }
    }
    Ok(())
}

fn read(path: &str, file: usize) -> Result<Vec<Row>, Fault> {
    let reader = BufReader::new(flate2::read::MultiGzDecoder::new(std::fs::File::open(path)?));
    let mut rows = Vec::new();
    for (line, n) in reader.lines().zip(0_i64..) {
        let line = line?;
        let value: serde_json::Value = serde_json::from_str(&line)?;
        let mut row: Row = serde_json::from_value(value.clone())?;
        row.file = file;
        row.at = value.get("t").and_then(|t| t.as_str()).and_then(time).unwrap_or(n);
        rows.push(row);
    }
    Ok(rows)
}

/// "2021-07-01T06:01:00Z" in Unix seconds.
fn time(t: &str) -> Option<i64> {
    let n = |r: std::ops::Range<usize>| t.get(r).and_then(|s| s.parse::<i64>().ok());
    let (y, m, d) = (n(0..4)?, n(5..7)?, n(8..10)?);
    let y2 = if m <= 2 { y - 1 } else { y };
    let days = 365 * y2 + y2 / 4 - y2 / 100 + y2 / 400 + (153 * ((m + 9) % 12) + 2) / 5 + d - 719_469;
    Some(days * 86_400 + n(11..13)? * 3_600 + n(14..16)? * 60 + n(17..19)?)
}

fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("?").trim().to_owned()
}
