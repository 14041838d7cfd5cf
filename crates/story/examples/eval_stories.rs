//! Runs labelled sets through a desk: `eval_stories FILE.jsonl.gz… [--assigned OUT.jsonl] [--each]`.
//! With `--each` every file is a stream of its own.
#![expect(clippy::print_stdout, reason = "a program")]

mod common;

use common::{Fault, read};
use std::io::Write;
use std::time::Instant;
use story::eval::run_with;

fn main() -> Result<(), Fault> {
    let mut files = Vec::new();
    let mut settings = story::Settings::default();
    let mut likeness = story::Likeness::default();
    let (mut assigned, mut each) = (None, false);
    let mut args = std::env::args().skip(1);
    while let Some(a) = args.next() {
        match a.as_str() {
            "--assigned" => assigned = args.next(),
            "--each" => each = true,
            "--breadth" => settings.breadth = args.next().ok_or("a number")?.parse()?,
            "--set" => {
                let name = args.next().ok_or("a weight's name")?;
                let value = args.next().ok_or("a number")?.parse()?;
                *likeness.slot(&name).ok_or("no such weight")? = value;
            }
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
        let out = run_with(rows.into_iter(), &settings, likeness);
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

fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("?").trim().to_owned()
}
