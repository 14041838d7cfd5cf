//! Lays the labelled pages of a manifest out for training: one JSON object a page.
//!
//! `sheets MANIFEST FOLDS MODELS OUT` — FOLDS: JSON object of path → fold; MODELS: a folder with `FOLD.model` (learned
//! without that fold; may be missing). A `.txt` is laid out by its lines. Writes `OUT.jsonl` (texts and words) and `OUT.f32` (features, row by row).

use std::io::{BufRead, BufWriter, Read, Write};
use std::path::Path;

use extract::article::{Hints, training};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, manifest, folds, models, to] = &args[..] else {
        return Err("usage: sheets MANIFEST FOLDS MODELS OUT".into());
    };
    let folds: serde_json::Value = serde_json::from_slice(&std::fs::read(folds)?)?;
    let folder = Path::new(manifest).parent().unwrap_or(Path::new("."));
    let mut out = BufWriter::new(std::fs::File::create(format!("{to}.jsonl"))?);
    let mut raw = BufWriter::new(std::fs::File::create(format!("{to}.f32"))?);
    for line in std::io::BufReader::new(std::fs::File::open(manifest)?).lines() {
        let line: serde_json::Value = serde_json::from_str(&line?)?;
        let path = line["path"].as_str().ok_or("a line without path")?;
        let mut bytes = std::fs::read(folder.join(path))?;
        if path.ends_with(".gz") {
            let mut plain = Vec::new();
            flate2::read::GzDecoder::new(&bytes[..]).read_to_end(&mut plain)?;
            bytes = plain;
        }
        let model =
            std::fs::read(Path::new(models).join(format!("{}.model", folds[path]))).unwrap_or_default();
        let hints = Hints { url: line["url"].as_str(), ..Hints::default() };
        let sheet = if path.ends_with(".txt") || path.ends_with(".txt.gz") {
            training::lines(&bytes, &model)
        } else {
            training::sheet(&bytes, &hints, &model)
        };
        for value in sheet.rows.iter().flat_map(|r| &r.features) {
            raw.write_all(&value.to_le_bytes())?;
        }
        serde_json::to_writer(&mut out, &serde_json::json!({ "path": path, "sheet": sheet }))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
