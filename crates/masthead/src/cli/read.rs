//! `masthead read`: one page, cleaned.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use extract::article::{self, Article, Hints};
use serde_json::{Value, json};

use super::{Global, batch, feed, output};
use crate::error::{Result, bad_use};

/// How an article is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum As {
    Text,
    Markdown,
    Html,
    Json,
}

#[derive(Debug, Args)]
pub(crate) struct Read {
    /// A file, a web address, or - for standard input
    #[arg(value_name = "FILE|URL|-", required_unless_present = "batch")]
    input: Option<String>,
    /// The address that the page came from
    #[arg(long)]
    url: Option<String>,
    /// How to print the article
    #[arg(long, value_enum, default_value = "text")]
    format: As,
    /// JSON lines of {"path", "url", "content_type"}; prints one JSON object a line
    #[arg(long, value_name = "MANIFEST", conflicts_with = "input")]
    batch: Option<PathBuf>,
    /// Threads of a batch
    #[arg(long, default_value_t = 1, requires = "batch")]
    jobs: usize,
}

impl Read {
    pub(crate) fn run(self, global: &Global) -> Result<()> {
        if let Some(manifest) = &self.batch {
            let mut out = std::io::BufWriter::new(std::io::stdout().lock());
            batch::run(manifest, self.jobs, &mut out, page_json)?;
            return Ok(out.flush()?);
        }
        let name =
            self.input.ok_or_else(|| bad_use("Name a file, a web address, or - for standard input."))?;
        let got = feed::load(&name, self.url.as_deref(), None, fetch::Kind::Page, global)?;
        let hints = Hints {
            url: got.url.as_deref(),
            content_type: got.content_type.as_deref(),
            plain_text: is_plain_text(&name),
            ..Hints::default()
        };
        let article = article::read(&got.bytes, &hints);
        match self.format {
            As::Json => output::json(&object(&article, &name)),
            As::Html => output::text(&article.html),
            As::Markdown => output::text(&article.to_markdown()),
            As::Text => output::text(&article.to_text()),
        }
    }
}

fn is_plain_text(path: &str) -> bool {
    let path = path.strip_suffix(".gz").unwrap_or(path);
    path.ends_with(".txt") && !path.starts_with("http")
}

/// One article as the contract's object.
pub(crate) fn object(article: &Article, input: &str) -> Value {
    let mut value = serde_json::to_value(article).unwrap_or_else(|_| json!({}));
    if let Some(object) = value.as_object_mut() {
        object.insert("input".into(), json!(input));
        object.insert("ok".into(), json!(true));
    }
    value
}

/// The article of one input of a batch.
pub(crate) fn article_of(input: &batch::Input, bytes: &[u8]) -> Article {
    let hints = Hints {
        url: input.url.as_deref(),
        content_type: input.content_type.as_deref(),
        plain_text: is_plain_text(&input.path),
        ..Hints::default()
    };
    article::read(bytes, &hints)
}

/// One input of a batch as the contract's object.
fn page_json(input: &batch::Input, bytes: Vec<u8>) -> Value {
    object(&article_of(input, &bytes), &input.path)
}
