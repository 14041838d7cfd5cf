//! Printing: JSON for scripts, times and progress for people.

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::error::Result;

/// Prints one JSON object on a line of its own.
pub(crate) fn json(value: &impl Serialize) -> Result<()> {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value)?;
    out.write_all(b"\n")?;
    Ok(())
}

/// Prints text to stdout; a closed pipe is an error for the caller to pass on.
pub(crate) fn text(text: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes())?;
    if !text.ends_with('\n') {
        out.write_all(b"\n")?;
    }
    Ok(())
}

/// The time now, in Unix seconds: the one place where the program reads the clock.
pub(crate) fn now() -> i64 {
    jiff::Timestamp::now().as_second()
}

/// A time as RFC 3339 in UTC.
pub(crate) fn rfc3339(at: i64) -> String {
    jiff::Timestamp::from_second(at).map(|t| t.to_string()).unwrap_or_default()
}

/// How long ago `at` was, in plain words: "3 h ago"; "in 5 min" for the future.
pub(crate) fn ago(at: i64, now: i64) -> String {
    let seconds = now.saturating_sub(at);
    let span = seconds.unsigned_abs();
    let words = match span {
        0..60 => "a moment".to_owned(),
        60..5_400 => format!("{} min", span.div_ceil(60).max(1)),
        5_400..172_800 => format!("{} h", (span + 1_800) / 3_600),
        _ => format!("{} days", (span + 43_200) / 86_400),
    };
    if seconds >= 0 { format!("{words} ago") } else { format!("in {words}") }
}

/// A progress bar on a terminal; hidden elsewhere.
pub(crate) fn progress(what: &str) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg:<28} {bar:30} {pos}/{len} {elapsed}") {
        bar.set_style(style);
    }
    bar.set_message(what.to_owned());
    bar
}

/// Says on stderr what went wrong with one of several things, and lets the command go on.
pub(crate) fn complain(text: &str) {
    let _ = writeln!(std::io::stderr(), "masthead: {text}");
}

/// As [`ago`], from RFC 3339 text.
pub(crate) fn ago_text(at: &str, now: i64) -> String {
    at.parse::<jiff::Timestamp>().map(|t| ago(t.as_second().min(now), now)).unwrap_or_default()
}
