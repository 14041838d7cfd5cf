//! Reads the pages of a manifest (JSON lines of `path`, `url`, `content_type`) and prints one JSON object a line.
//!
//! `cargo run --release -p extract --example read_batch -- MANIFEST [SET] [FOLDS MODELS] > out.jsonl` — SET: only paths
//! that begin so; FOLDS and MODELS as for `sheets`: each page is read by the model that was learned without its fold (a `.txt` also by `FOLD.lines`).

use std::io::{BufRead, BufWriter, Read, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use extract::article::{Hints, read, training};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let manifest = std::env::args().nth(1).ok_or("usage: read_batch MANIFEST [SET] [FOLDS MODELS]")?;
    let only = std::env::args().nth(2).unwrap_or_default();
    let folds: serde_json::Value = match std::env::args().nth(3) {
        Some(path) => serde_json::from_slice(&std::fs::read(path)?)?,
        None => serde_json::Value::Null,
    };
    let models = std::env::args().nth(4).unwrap_or_default();
    let folder = Path::new(&manifest).parent().unwrap_or(Path::new("."));
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (mut spent, mut pages, mut slowest) = (Duration::ZERO, 0_u32, (Duration::ZERO, String::new()));
    for line in std::io::BufReader::new(std::fs::File::open(&manifest)?).lines() {
        let line: serde_json::Value = serde_json::from_str(&line?)?;
        let path = line["path"].as_str().ok_or("a line without path")?;
        if !path.starts_with(&only) {
            continue;
        }
        let mut bytes = std::fs::read(folder.join(path))?;
        if path.ends_with(".gz") {
            let mut plain = Vec::new();
            flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut plain)?;
            bytes = plain;
        }
        let hints = Hints {
            url: line["url"].as_str(),
            content_type: line["content_type"].as_str(),
            plain_text: path.ends_with(".txt"),
            ..Hints::default()
        };
        let model = match &folds[path] {
            serde_json::Value::Null => None,
            fold => Some(std::fs::read(Path::new(&models).join(format!("{fold}.model")))?),
        };
        let lines = match &folds[path] {
            serde_json::Value::Number(fold) if hints.plain_text => {
                Some(std::fs::read(Path::new(&models).join(format!("{fold}.lines")))?)
            }
            _ => None,
        };
        let start = Instant::now();
        let article = match &model {
            Some(model) if hints.plain_text => {
                training::read_text(&bytes, &hints, model, &lines.unwrap_or_default())
            }
            Some(model) => training::read(&bytes, &hints, model),
            None => read(&bytes, &hints),
        };
        let took = start.elapsed();
        spent += took;
        pages += 1;
        if took > slowest.0 {
            slowest = (took, path.to_owned());
        }
        let mut json = serde_json::to_value(&article)?;
        json["input"] = path.into();
        json["ok"] = true.into();
        serde_json::to_writer(&mut out, &json)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    let rate = f64::from(pages) / spent.as_secs_f64();
    writeln!(std::io::stderr(), "{pages} pages, {rate:.0} pages/s, slowest {:?} {}", slowest.0, slowest.1)?;
    Ok(())
}
