//! Reads the feeds of a manifest and prints one JSON object a line, as `masthead feed --batch` does: for measuring
//! without the program. Arguments: MANIFEST, and `--raw` or not.

use std::io::{BufWriter, Write as _};
use std::path::Path;

use extract::feed::{Hints, parse};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
struct Input {
    path: String,
    url: Option<String>,
    content_type: Option<String>,
}

#[derive(Serialize)]
struct Output<'a> {
    input: &'a str,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(flatten)]
    parsed: Option<extract::feed::Parsed>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let raw = arguments.iter().any(|a| a == "--raw");
    let manifest =
        arguments.iter().find(|a| !a.starts_with("--")).ok_or("usage: feed_batch MANIFEST [--raw]")?;
    let folder = Path::new(manifest).parent().unwrap_or(Path::new("."));
    let mut out = BufWriter::new(std::io::stdout().lock());
    for line in std::fs::read_to_string(manifest)?.lines().filter(|l| !l.trim().is_empty()) {
        let input: Input = serde_json::from_str(line)?;
        let mut bytes = std::fs::read(folder.join(&input.path))?;
        if bytes.starts_with(&[0x1F, 0x8B]) {
            let mut plain = Vec::new();
            std::io::Read::read_to_end(&mut flate2::read::MultiGzDecoder::new(bytes.as_slice()), &mut plain)?;
            bytes = plain;
        }
        let hints = Hints {
            url: input.url.as_deref(),
            content_type: input.content_type.as_deref(),
            content_location: None,
            raw,
        };
        let (parsed, error) = match parse(&bytes, &hints) {
            Ok(parsed) => (Some(parsed), None),
            Err(error) => (None, Some(error.to_string())),
        };
        serde_json::to_writer(&mut out, &Output { input: &input.path, ok: parsed.is_some(), error, parsed })?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
