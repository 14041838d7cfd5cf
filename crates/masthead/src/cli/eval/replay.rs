//! `masthead eval replay`: how another way to explore would have done, from what was drawn and what came of it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use rank::replay::{Draw, Estimate, Refusal, estimate};
use rank::{Explored, SignalKind};
use serde::Deserialize;
use serde_json::{Value, json};

use super::text_of;
use crate::cli::{Format, output};
use crate::error::{Result, bad_use};

/// An open within this time after a story was shown is an answer to that showing, seconds.
const SOON: i64 = 24 * 3_600;

/// What each way to draw is called.
const WAYS: [(&str, &str); 4] = [
    ("as-drawn", "as it was: by how likely it is opened, times how little is known of its topic"),
    ("likely", "by how likely it is opened"),
    ("unknown", "by how little is known of its topic"),
    ("even", "every topic alike"),
];

#[derive(Debug, Args)]
pub(crate) struct Replay {
    /// A log, as `masthead profile log` prints it (may be compressed: .gz)
    log: PathBuf,
    /// How to print the estimates
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// A line of the log. What else it holds is of no use here.
#[derive(Debug, Deserialize)]
struct Line {
    kind: SignalKind,
    #[serde(default)]
    story: Option<i64>,
    at: i64,
    #[serde(default)]
    draw: Option<Explored>,
}

impl Replay {
    pub(crate) fn run(self) -> Result<()> {
        let lines = self.lines()?;
        let estimates = WAYS.map(|(way, words)| (way, words, estimate(&draws(&lines, way))));
        for (way, _, estimate) in &estimates {
            if let Err(unsound @ Refusal::Unsound { .. }) = estimate {
                return Err(bad_use(format!("{}: for the way \"{way}\", {unsound}.", self.log.display())));
            }
        }
        let drawn = lines.iter().filter(|line| line.draw.is_some()).count();
        if self.format == Format::Json {
            let ways: BTreeMap<&str, Value> =
                estimates.iter().map(|(way, _, found)| (*way, as_json(found))).collect();
            return output::json(
                &json!({ "draws": drawn, "least_effective": rank::replay::LEAST, "ways": ways }),
            );
        }
        output::text(&for_people(drawn, &estimates))
    }

    fn lines(&self) -> Result<Vec<Line>> {
        let text = text_of(&self.log)?;
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        lines
            .map(|(at, line)| {
                serde_json::from_str(line).map_err(|e| {
                    bad_use(format!("{}, line {}: not a signal of a log: {e}.", self.log.display(), at + 1))
                })
            })
            .collect()
    }
}

/// Every draw with what came of it: 1 where the story was opened soon after it was shown.
fn draws(lines: &[Line], way: &str) -> Vec<Draw> {
    let mut opened: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.kind == SignalKind::Open) {
        opened.entry(line.story.unwrap_or_default()).or_default().push(line.at);
    }
    let one = |line: &Line| {
        let drawn = line.draw.as_ref()?;
        let other = drawn.others.iter().find(|other| other.way == way);
        // As it was drawn: the mean that its own draw expects is not in the log, its story's own stands for it.
        let (target, target_expected) =
            other.map_or((drawn.probability, drawn.expected), |other| (other.chance, other.expected));
        let soon = |at: &i64| (line.at..=line.at.saturating_add(SOON)).contains(at);
        let answered = opened.get(&drawn.story).is_some_and(|times| times.iter().any(soon));
        let reward = if answered { 1.0 } else { 0.0 };
        Some(Draw { logged: drawn.probability, target, reward, expected: drawn.expected, target_expected })
    };
    lines.iter().filter_map(one).collect()
}

fn as_json(found: &Result<Estimate, Refusal>) -> Value {
    match found {
        Ok(estimate) => json!(estimate),
        Err(Refusal::TooFew { effective }) => json!({ "refused": "too few draws", "effective": effective }),
        Err(other) => json!({ "refused": other.to_string() }),
    }
}

fn for_people(drawn: usize, estimates: &[(&str, &str, Result<Estimate, Refusal>)]) -> String {
    let mut out =
        format!("{drawn} places were drawn to explore with. How often their story was opened, in 100:\n\n");
    for (way, words, found) in estimates {
        out.push_str(&format!("{way}: {words}\n"));
        match found {
            Ok(e) => out.push_str(&format!(
                "    SNIPS {:.1} ±{:.1}, doubly robust {:.1} ±{:.1} (worth {:.0} independent draws)\n",
                e.snips * 100.0,
                e.snips_error * 100.0,
                e.doubly_robust * 100.0,
                e.doubly_robust_error * 100.0,
                e.effective
            )),
            Err(refusal) => out.push_str(&format!("    Not said: {refusal}.\n")),
        }
    }
    out
}
