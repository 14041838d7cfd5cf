//! `masthead refresh`: the crawl without the site.

use clap::Args;

use super::{Format, Global, data, output};
use crate::crawl::{self, Crawler, Watch};
use crate::embedding::Embedder;
use crate::error::Result;

#[derive(Debug, Args)]
pub(crate) struct Refresh {
    /// Fetch each source once, then end; without it, go on by the schedule
    #[arg(long)]
    once: bool,
    /// How to print the summary
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

struct Bar(indicatif::ProgressBar);

impl Watch for Bar {
    fn progress(&self, done: usize, all: usize, waiting: usize, placed: usize) {
        let count = |n: usize| u64::try_from(n).unwrap_or(u64::MAX);
        self.0.set_length(count(all.saturating_add(waiting).saturating_add(placed)));
        self.0.set_position(count(done.saturating_add(placed)));
    }
}

impl Refresh {
    pub(crate) fn run(self, global: &Global) -> Result<()> {
        let dir = global.dir()?;
        let config = global.config(&dir)?;
        let store = data::open(global)?;
        let Some(_lock) = crawl::lock(&dir)? else {
            let now = output::now();
            store.make_due(None, now)?;
            return output::text(
                "Another masthead is at work on this data folder: it has been asked to fetch every source now.",
            );
        };
        let client = fetch::Client::new(config.fetch.clone())?;
        let crawler = Crawler::new(
            store.clone(),
            std::sync::Arc::new(client),
            &config,
            Embedder::in_data(&dir)?,
            std::sync::Arc::new(output::now),
        );
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
        if !self.once {
            store.make_due(None, output::now())?;
            return runtime.block_on(async {
                let (stop, stopped) = tokio::sync::watch::channel(false);
                tokio::spawn(async move {
                    super::serve::interrupted().await;
                    let _ = stop.send(true);
                });
                crawler.forever(stopped).await
            });
        }
        let sources: Vec<_> = store.sources()?.into_iter().filter(|s| !s.gone).collect();
        let bar = Bar(output::progress("Reading the sources"));
        let summary = runtime.block_on(crawler.once(sources, &bar))?;
        bar.0.finish_and_clear();
        // Parsing threads that a killed image left behind must not hold the end up.
        runtime.shutdown_background();
        if self.format == Format::Json {
            return output::json(&summary);
        }
        output::text(&format!(
            "{} sources asked: {} read, {} unchanged, {} failed.\n{} new entries, {} new articles, {} changed, {} images.",
            summary.sources,
            summary.read,
            summary.unchanged,
            summary.failed,
            summary.new_entries,
            summary.articles,
            summary.updated,
            summary.images
        ))
    }
}
