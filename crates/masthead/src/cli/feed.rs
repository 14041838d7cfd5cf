//! `masthead feed`: one feed, parsed.

use std::io::{Read as _, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use extract::feed::{self, Hints, Parsed};
use serde::Serialize;
use serde_json::{Value, json};

use super::{Format, Global, batch, output};
use crate::error::{Result, bad_use};

#[derive(Debug, Args)]
pub(crate) struct Feed {
    /// A file, a web address, or - for standard input
    #[arg(value_name = "FILE|URL|-", required_unless_present = "batch")]
    input: Option<String>,
    /// The address that the feed came from
    #[arg(long)]
    url: Option<String>,
    /// The Content-Type that it came with
    #[arg(long, value_name = "CT")]
    content_type: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Leave HTML as it stands in the feed: unsafe to show in a browser
    #[arg(long)]
    raw: bool,
    /// JSON lines of {"path", "url", "content_type"}; prints one JSON object a line
    #[arg(long, value_name = "MANIFEST", conflicts_with = "input")]
    batch: Option<PathBuf>,
    /// Threads of a batch
    #[arg(long, default_value_t = 1, requires = "batch")]
    jobs: usize,
}

/// Bytes with what is known of where they came from.
pub(super) struct Loaded {
    pub(super) bytes: Vec<u8>,
    pub(super) url: Option<String>,
    pub(super) content_type: Option<String>,
}

/// Reads a command's input: a web address by the guarded client, a file, or standard input.
pub(super) fn load(
    name: &str,
    url: Option<&str>,
    content_type: Option<&str>,
    kind: fetch::Kind,
    global: &Global,
) -> Result<Loaded> {
    let (url, content_type) = (url.map(str::to_owned), content_type.map(str::to_owned));
    if name == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(Loaded { bytes, url, content_type });
    }
    if name.starts_with("http://") || name.starts_with("https://") {
        let config = global.config(&global.dir()?)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let client = fetch::Client::new(config.fetch)?;
        let request = fetch::Request { url: name, kind, etag: None, last_modified: None };
        let answer = runtime.block_on(client.get(request)).map_err(|e| e.plain())?;
        return Ok(Loaded {
            bytes: answer.body.to_vec(),
            url: url.or(Some(answer.url)),
            content_type: content_type.or(answer.content_type),
        });
    }
    let bytes = batch::bytes_of(Path::new(name)).map_err(|e| {
        bad_use(format!("Cannot read {name}: {e}. Name a file, a web address, or - for standard input."))
    })?;
    Ok(Loaded { bytes, url, content_type })
}

impl Feed {
    pub(crate) fn run(self, global: &Global) -> Result<()> {
        let raw = self.raw;
        if let Some(manifest) = &self.batch {
            let mut out = std::io::BufWriter::new(std::io::stdout().lock());
            batch::run(manifest, self.jobs, &mut out, |input, bytes| {
                let hints = Hints {
                    url: input.url.as_deref(),
                    content_type: input.content_type.as_deref(),
                    raw,
                    ..Hints::default()
                };
                object(feed::parse(&bytes, &hints).map_err(|e| e.to_string()))
            })?;
            return Ok(out.flush()?);
        }
        let name =
            self.input.ok_or_else(|| bad_use("Name a file, a web address, or - for standard input."))?;
        let got = load(&name, self.url.as_deref(), self.content_type.as_deref(), fetch::Kind::Feed, global)?;
        let hints = Hints {
            url: got.url.as_deref(),
            content_type: got.content_type.as_deref(),
            raw,
            ..Hints::default()
        };
        let parsed = feed::parse(&got.bytes, &hints);
        if self.format == Format::Json {
            let failed = parsed.is_err();
            let (parsed, error) = match parsed {
                Ok(parsed) => (Some(parsed), None),
                Err(e) => (None, Some(e.to_string())),
            };
            // Written as it stands, not by way of a tree of values, which takes many times the feed.
            output::json(&Printed { input: &name, ok: !failed, error, parsed })?;
            return if failed { Err(format!("{name} is not a feed.").into()) } else { Ok(()) };
        }
        output::text(&for_people(&parsed.map_err(|e| format!("{name}: {e}"))?))
    }
}

/// One feed as it is printed for scripts.
#[derive(Serialize)]
struct Printed<'a> {
    input: &'a str,
    ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    #[serde(flatten)]
    parsed: Option<Parsed>,
}

fn object(parsed: std::result::Result<Parsed, String>) -> Value {
    let (mut value, ok, error) = match parsed {
        Ok(p) => (serde_json::to_value(&p).unwrap_or_else(|_| json!({})), true, None),
        Err(e) => (json!({}), false, Some(e)),
    };
    if let Some(o) = value.as_object_mut() {
        o.insert("ok".into(), json!(ok));
        if let Some(e) = error {
            o.insert("error".into(), json!(e));
        }
    }
    value
}

fn for_people(parsed: &Parsed) -> String {
    let v = serde_json::to_value(parsed).unwrap_or_default();
    let s = |v: &Value, path: &str| v.pointer(path).and_then(Value::as_str).unwrap_or_default().to_owned();
    let entries = v.get("entries").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut out = format!(
        "{}\n{} {}, {}, {} entries\n",
        s(&v, "/feed/title/value"),
        s(&v, "/kind"),
        s(&v, "/version"),
        s(&v, "/encoding"),
        entries.len()
    );
    for e in &entries {
        out.push_str(&format!("\n{}\n  {}  {}\n", s(e, "/title/value"), s(e, "/published"), s(e, "/link")));
    }
    for w in v.get("warnings").and_then(Value::as_array).into_iter().flatten() {
        out.push_str(&format!("\nwarning: {}: {}\n", s(w, "/code"), s(w, "/detail")));
    }
    out
}
