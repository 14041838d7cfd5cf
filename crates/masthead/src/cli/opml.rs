//! `masthead import` and `masthead export`: subscriptions as OPML.

use std::path::PathBuf;

use clap::Args;
use extract::opml::{self, Outline};
use store::NewSource;

use super::{Global, data, output};
use crate::error::{Result, bad_use, read_file};

#[derive(Debug, Args)]
pub(crate) struct Import {
    /// An OPML file, or - for standard input
    file: PathBuf,
    /// Whose subscriptions these become
    #[arg(long)]
    reader: Option<String>,
}

impl Import {
    pub(crate) fn run(self, global: &Global) -> Result<()> {
        let bytes = if self.file.as_os_str() == "-" {
            let mut bytes = Vec::new();
            std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes)?;
            bytes
        } else {
            read_file(&self.file)?
        };
        let outlines = opml::parse(&bytes).map_err(|e| bad_use(format!("{}: {e}", self.file.display())))?;
        let store = data::open(global)?;
        let reader = data::reader(&store, self.reader.as_deref())?;
        let now = output::now();
        let bar = output::progress("Importing subscriptions");
        bar.set_length(u64::try_from(outlines.len()).unwrap_or(0));
        let (mut new, mut known) = (0_usize, 0_usize);
        for outline in &outlines {
            let source = NewSource {
                url: outline.url.clone(),
                title: outline.title.clone(),
                site_url: outline.site_url.clone(),
            };
            let (id, created) = store.add_source(&source, now)?;
            store.subscribe(reader.id, id, outline.folder.as_deref(), now)?;
            *(if created { &mut new } else { &mut known }) += 1;
            bar.inc(1);
        }
        bar.finish_and_clear();
        let rest = if known > 0 { format!(" {known} were kept already.") } else { String::new() };
        output::text(&format!(
            "{new} sources added for {}.{rest} Fetch them with: masthead refresh --once",
            reader.name
        ))
    }
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Whose subscriptions
    #[arg(long)]
    reader: Option<String>,
}

impl Export {
    pub(crate) fn run(self, global: &Global) -> Result<()> {
        let store = data::open(global)?;
        let reader = data::reader(&store, self.reader.as_deref())?;
        let mut outlines = Vec::new();
        for subscription in store.subscriptions(reader.id)? {
            if let Some(source) = store.source(subscription.source_id)? {
                outlines.push(Outline {
                    title: subscription.title.or(source.title),
                    url: source.url,
                    site_url: source.site_url,
                    folder: subscription.folder,
                });
            }
        }
        output::text(&opml::write("Masthead subscriptions", &outlines))
    }
}
