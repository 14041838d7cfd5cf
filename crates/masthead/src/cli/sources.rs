//! `masthead add`, `list` and `remove`: the subscriptions of a reader.

use std::sync::Arc;

use clap::Args;
use serde_json::json;
use store::Source;

use super::{Format, Global, data, output, serve};
use crate::crawl::Crawler;
use crate::embedding::Embedder;
use crate::error::{Result, bad_use};

#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Addresses of feeds, or of pages whose feed is to be found
    #[arg(required = true, value_name = "URL")]
    urls: Vec<String>,
    /// Who subscribes
    #[arg(long)]
    reader: Option<String>,
    /// The folder to keep them in
    #[arg(long)]
    folder: Option<String>,
}

impl Add {
    pub(crate) fn run(self, global: &Global) -> Result<()> {
        let dir = global.dir()?;
        let config = global.config(&dir)?;
        let store = data::open(global)?;
        let reader = data::reader(&store, self.reader.as_deref())?;
        let client = fetch::Client::new(config.fetch.clone())?;
        let crawler = Crawler::new(
            store.clone(),
            Arc::new(client),
            &config,
            Embedder::default(),
            Arc::new(output::now),
        );
        let mut failed = 0_usize;
        for url in &self.urls {
            match serve::block_on(async { Ok(crawler.add_address(url).await) })? {
                Ok(added) => {
                    store.subscribe(reader.id, added.source_id, self.folder.as_deref(), output::now())?;
                    let word = if added.created { "Added" } else { "Known already, now subscribed to" };
                    output::text(&format!("{word}: {} (source {})", added.title, added.source_id))?;
                }
                Err(error) => {
                    failed += 1;
                    output::complain(&error);
                }
            }
        }
        if failed > 0 {
            Err(format!("{failed} of {} addresses could not be added.", self.urls.len()).into())
        } else {
            Ok(())
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct List {
    /// Whose subscriptions; without it those of all readers
    #[arg(long)]
    reader: Option<String>,
    /// How to print them
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl List {
    pub(crate) fn run(self, global: &Global) -> Result<()> {
        let store = data::open(global)?;
        let now = output::now();
        let mut sources = store.sources()?;
        if let Some(name) = &self.reader {
            let reader = data::reader(&store, Some(name))?;
            let mine: Vec<i64> = store.subscriptions(reader.id)?.into_iter().map(|s| s.source_id).collect();
            sources.retain(|s| mine.contains(&s.id));
        }
        let counts = store.source_counts()?;
        if self.format == Format::Json {
            let rows: Vec<_> = sources
                .iter()
                .map(|s| {
                    let c = counts.get(&s.id).copied().unwrap_or_default();
                    json!({
                        "id": s.id, "title": s.title, "url": s.url, "site": s.site_url, "health": web::health::words(s, now),
                        "healthy": web::health::is_well(s), "last_fetch": s.last_fetch_at.map(output::rfc3339),
                        "next_fetch": (!s.gone).then(|| output::rfc3339(s.next_fetch_at)), "last_error": s.last_error,
                        "failures": s.failures, "warnings": s.warnings, "entries": c.entries, "pending": c.pending,
                        "given_up": c.given_up, "articles": c.articles,
                    })
                })
                .collect();
            return output::json(&json!({ "sources": rows }));
        }
        let mut out = String::new();
        for s in &sources {
            out.push_str(&line(s, counts.get(&s.id).map_or(0, |c| c.articles), now));
        }
        if sources.is_empty() {
            out.push_str("No sources yet. Add one with `masthead add URL` or `masthead import FILE.opml`.\n");
        }
        output::text(&out)
    }
}

fn line(s: &Source, articles: u64, now: i64) -> String {
    format!(
        "{:>5}  {}  ({articles} articles)\n       {}\n       {}\n",
        s.id,
        s.title.as_deref().unwrap_or("(not read yet)"),
        s.url,
        web::health::words(s, now)
    )
}

#[derive(Debug, Args)]
pub(crate) struct Remove {
    /// Number of the source (see `masthead list`) or its address
    #[arg(value_name = "ID|URL")]
    source: String,
    /// Who unsubscribes
    #[arg(long)]
    reader: Option<String>,
}

impl Remove {
    pub(crate) fn run(self, global: &Global) -> Result<()> {
        let store = data::open(global)?;
        let reader = data::reader(&store, self.reader.as_deref())?;
        let found = match self.source.parse::<i64>() {
            Ok(id) => store.source(id)?,
            Err(_) => store.source_by_url(&self.source)?,
        };
        let source = found
            .ok_or_else(|| bad_use(format!("There is no source {}. See: masthead list", self.source)))?;
        store.unsubscribe(reader.id, source.id)?;
        let removed = store.remove_source_if_unused(source.id)?;
        let name = source.title.unwrap_or(source.url);
        output::text(&if removed {
            format!("Removed: {name}. Its articles stay.")
        } else {
            format!("Unsubscribed {} from {name}; other readers keep it.", reader.name)
        })
    }
}
