//! `masthead doctor`: what is wrong, and how to mend it.

use clap::Args;
use serde_json::json;

use super::{Format, Global, data, output};
use crate::embedding::{self, Embedder};
use crate::error::Result;

#[derive(Debug, Args)]
pub(crate) struct Doctor {
    /// How to print what was found
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl Doctor {
    pub(crate) fn run(self, global: &Global) -> Result<()> {
        let dir = global.dir()?;
        let config = global.config(&dir)?;
        fetch::Client::new(config.fetch)?;
        Embedder::in_data(&dir)?;
        let store = data::open(global)?;
        let mut findings = store.doctor()?;
        findings.extend(embedding::passed_over(&dir).map(|folder| store::Finding {
            fault: false,
            what: "A model of what texts mean stands there and is not used".to_owned(),
            where_: folder.display().to_string(),
            mend: "Build the program with `--features embeddings`, or take the folder away.".to_owned(),
        }));
        let counts = store.counts()?;
        let faults = findings.iter().filter(|f| f.fault).count();
        if self.format == Format::Json {
            output::json(&json!({ "ok": faults == 0, "data": dir, "counts": counts, "findings": findings }))?;
        } else {
            let mut out = format!(
                "{}: {} sources, {} articles in {} stories, {} images, {} readers.\n",
                dir.display(),
                counts.sources,
                counts.articles,
                counts.stories,
                counts.images,
                counts.readers
            );
            for f in &findings {
                let mark = if f.fault { "fault" } else { "note" };
                out.push_str(&format!("{mark}: {} ({}). {}\n", f.what, f.where_, f.mend));
            }
            if faults == 0 {
                out.push_str("No fault found.\n");
            }
            output::text(&out)?;
        }
        if faults > 0 { Err(format!("{faults} faults found.").into()) } else { Ok(()) }
    }
}
