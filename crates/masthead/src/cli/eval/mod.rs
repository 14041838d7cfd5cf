//! `masthead eval`: quality on labelled data, measured by the program itself.

mod pages;
mod rank;
mod replay;
mod stories;

use std::path::Path;

use clap::Subcommand;

use super::batch;
use crate::error::{Result, bad_use};

#[derive(Debug, Subcommand)]
pub(crate) enum Eval {
    /// Reading of pages, on pages whose article is marked
    #[command(after_help = "Example:\n  masthead eval pages pages/ --jobs 2 --out articles.jsonl")]
    Pages(pages::Pages),
    /// Grouping into stories, on labelled streams of articles
    #[command(
        after_help = "Example:\n  masthead eval stories labelled.jsonl.gz --assigned stories.jsonl\n  masthead eval \
                       stories labelled.jsonl.gz --duplicates pairs.tsv.gz"
    )]
    Stories(stories::Stories),
    /// Ranking, on weeks of impressions with their clicks
    #[command(after_help = "Example:\n  masthead eval rank week1/ week2/ --track solo --scores scores.jsonl")]
    Rank(rank::Rank),
    /// Another way to explore, estimated from a reader's own log
    #[command(after_help = "Example:\n  masthead profile log > log.jsonl\n  masthead eval replay log.jsonl")]
    Replay(replay::Replay),
}

impl Eval {
    pub(crate) fn run(self) -> Result<()> {
        match self {
            Self::Pages(c) => c.run(),
            Self::Stories(c) => c.run(),
            Self::Rank(c) => c.run(),
            Self::Replay(c) => c.run(),
        }
    }
}

/// A text file, decompressed where its name ends in `.gz`.
fn text_of(path: &Path) -> Result<String> {
    let bytes =
        batch::bytes_of(path).map_err(|e| bad_use(format!("Cannot read {}: {e}.", path.display())))?;
    String::from_utf8(bytes).map_err(|e| bad_use(format!("{} is not UTF-8 text: {e}.", path.display())))
}

/// The most memory that the process has held, in bytes, where the system tells.
fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok().map(|kb| kb.saturating_mul(1_024))
}

/// Bytes in words.
fn in_words(bytes: Option<u64>) -> String {
    bytes.map_or_else(|| "unknown".into(), |b| format!("{} MB", b.div_ceil(1_000_000)))
}
