//! `masthead profile`: what was learned of a reader, as a document.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use rank::Profile as Learned;
use web::front::Document;

use super::{Format, Global, data, output};
use crate::error::{Result, bad_use, read_file};

#[derive(Debug, Args)]
pub(crate) struct Profile {
    #[command(subcommand)]
    action: Option<Action>,
    /// Whose profile
    #[arg(long, global = true)]
    reader: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Print the whole profile as JSON
    Export,
    /// Print everything that was done, a signal a line, as JSON
    Log,
    /// Put a profile in the place of what was learned
    Import {
        /// A file that `masthead profile export` wrote
        file: PathBuf,
    },
    /// Forget everything that was learned, and every signal kept
    Erase {
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
}

impl Profile {
    pub(crate) fn run(self, global: &Global) -> Result<()> {
        let store = data::open(global)?;
        let reader = data::reader(&store, self.reader.as_deref())?;
        let learned = || -> Result<Learned> {
            Ok(match store.profile(reader.id)? {
                Some(text) => serde_json::from_str(&text)?,
                None => Learned::default(),
            })
        };
        match self.action {
            None if self.format != Format::Json => output::text(&for_people(&learned()?, &reader.name)),
            None | Some(Action::Export) => {
                output::json(&Document::write(&store, reader.id, None).map_err(|e| e.to_string())?)
            }
            Some(Action::Log) => log(&store, reader.id),
            Some(Action::Import { file }) => {
                let bytes = read_file(&file)?;
                let document = Document::read(&bytes)
                    .map_err(|e| bad_use(format!("{} is not a profile: {e}", file.display())))?;
                document.keep(&store, reader.id, None, output::now()).map_err(|e| e.to_string())?;
                output::text(&format!("The profile of {} is the one of {}.", reader.name, file.display()))
            }
            Some(Action::Erase { yes }) => {
                if !yes {
                    return Err(bad_use(
                        "This forgets everything that was learned. Say so with: masthead profile erase --yes",
                    ));
                }
                store.erase_reader_data(reader.id)?;
                output::text(&format!("Everything learned of {} is forgotten.", reader.name))
            }
        }
    }
}

/// Signals read from the store at a time.
const AT_A_TIME: usize = 10_000;

/// The log, in the order of storing. Of a draw to explore with, the JSON itself and not its text.
fn log(store: &store::Store, reader: store::ReaderId) -> Result<()> {
    let mut after = 0;
    loop {
        let signals = store.signals(reader, after, AT_A_TIME)?;
        let Some(last) = signals.last() else { return Ok(()) };
        after = last.number;
        let mut lines = String::new();
        for signal in &signals {
            let mut line = serde_json::to_value(signal)?;
            if let (Some(draw), Some(fields)) = (&signal.signal.draw, line.as_object_mut()) {
                fields.insert("draw".into(), serde_json::from_str(draw)?);
            }
            lines.push_str(&line.to_string());
            lines.push('\n');
        }
        output::text(&lines)?;
    }
}

fn for_people(profile: &Learned, name: &str) -> String {
    let mut out = format!("What Masthead has learned of {name}\n");
    let mut list = |head: &str, items: Vec<String>| {
        if !items.is_empty() {
            out.push_str(&format!("\n{head}: {}\n", items.join(", ")));
        }
    };
    list("Follows", profile.followed_topics().values().map(|t| t.label.clone()).collect());
    list("Muted", profile.muted_topics().values().map(|t| t.label.clone()).collect());
    let mut weights = profile.weights(output::now());
    weights.sort_by(|a, b| b.mean.abs().total_cmp(&a.mean.abs()));
    if !weights.is_empty() {
        out.push_str("\nWeights (what a term adds to a score)\n");
    }
    for w in weights.iter().take(40) {
        out.push_str(&format!("  {:+.2} ±{:.2}  {}\n", w.mean, w.uncertainty, w.label));
    }
    out
}
