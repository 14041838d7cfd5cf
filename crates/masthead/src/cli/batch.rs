//! `--batch MANIFEST` of `feed` and `read`: many inputs in one process, one JSON object a line, in order.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

use serde::Deserialize;
use serde_json::json;

use crate::error::{Result, bad_use, read_file};

/// One line of a manifest.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Input {
    /// Path of the input, relative to the manifest's folder.
    pub(crate) path: String,
    /// Address that the input came from.
    #[serde(default)]
    pub(crate) url: Option<String>,
    /// `Content-Type` that it came with.
    #[serde(default)]
    pub(crate) content_type: Option<String>,
}

/// Reads a manifest.
///
/// # Errors
/// A missing file or a malformed line, by number.
pub(crate) fn manifest(path: &Path) -> Result<Vec<Input>> {
    let bytes = read_file(path)?;
    let text =
        String::from_utf8(bytes).map_err(|_| bad_use(format!("{} is not UTF-8 text.", path.display())))?;
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(n, line)| {
            serde_json::from_str(line)
                .map_err(|e| bad_use(format!("{}, line {}: {e}", path.display(), n.saturating_add(1))))
        })
        .collect()
}

/// The bytes of a file; those of a `.gz` decompressed.
pub(crate) fn bytes_of(path: &Path) -> std::io::Result<Vec<u8>> {
    let bytes = std::fs::read(path)?;
    if path.extension().is_some_and(|e| e == "gz") { decompressed(&bytes) } else { Ok(bytes) }
}

/// Deflate makes nothing longer than this many times its own length (<https://zlib.net/zlib_tech.html>).
const MOST_DEFLATED: usize = 1032;

/// What was compressed by gzip.
fn decompressed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    // The last four bytes tell the length of the last part: mostly the only one, so that one room holds all.
    let told = bytes.last_chunk::<4>().map_or(0, |n| u32::from_le_bytes(*n));
    let told = usize::try_from(told).unwrap_or(0).min(bytes.len().saturating_mul(MOST_DEFLATED));
    let mut out = vec![0; told];
    let mut filled = 0;
    let mut decoder = flate2::bufread::MultiGzDecoder::new(bytes);
    while let Some(room) = out.get_mut(filled..).filter(|r| !r.is_empty()) {
        match decoder.read(room)? {
            0 => break,
            n => filled = filled.saturating_add(n),
        }
    }
    out.truncate(filled);
    decoder.read_to_end(&mut out)?;
    Ok(out)
}

/// Reads every input of the manifest, `jobs` at a time, turns it by `work` into a JSON object and writes these in
/// the manifest's order. An input that cannot be read gives `"ok": false` and the batch goes on.
pub(crate) fn run<F>(path: &Path, jobs: usize, out: &mut dyn Write, work: F) -> Result<()>
where
    F: Fn(&Input, Vec<u8>) -> serde_json::Value + Sync,
{
    let inputs = manifest(path)?;
    let folder: PathBuf = path.parent().map(Path::to_owned).unwrap_or_default();
    let one = |input: &Input| -> String {
        let mut value = match bytes_of(&folder.join(&input.path)) {
            Ok(bytes) => work(input, bytes),
            Err(e) => json!({ "ok": false, "error": format!("Cannot read {}: {e}", input.path) }),
        };
        if let Some(object) = value.as_object_mut() {
            object.insert("input".into(), json!(input.path));
        }
        value.to_string()
    };
    if jobs <= 1 {
        for input in &inputs {
            writeln!(out, "{}", one(input))?;
        }
        return Ok(());
    }
    let next = AtomicUsize::new(0);
    // Bounded, so that a slow reader of the output does not make finished lines pile up.
    let (send, receive) = mpsc::sync_channel::<(usize, String)>(jobs.saturating_mul(4));
    std::thread::scope(|scope| -> Result<()> {
        for _ in 0..jobs {
            let (send, next, inputs, one) = (send.clone(), &next, &inputs, &one);
            scope.spawn(move || {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    let Some(input) = inputs.get(n) else { break };
                    if send.send((n, one(input))).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let mut waiting = BTreeMap::new();
        let mut due = 0_usize;
        // The receiver moves into the loop, so that leaving it on a write error lets the workers end.
        for (n, line) in receive {
            waiting.insert(n, line);
            while let Some(line) = waiting.remove(&due) {
                writeln!(out, "{line}")?;
                due = due.saturating_add(1);
            }
        }
        Ok(())
    })
}
