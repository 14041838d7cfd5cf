//! `masthead demo`: the whole program over the sample newsroom, without a network.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use store::Store;

use super::{Global, data, output, serve};
use crate::config::Config;
use crate::crawl::{self, Crawler};
use crate::demo;
use crate::embedding::Embedder;
use crate::error::Result;

#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<String>,
}

impl Demo {
    pub(crate) fn run(self, global: &Global) -> Result<()> {
        // A temporary folder goes when it is dropped: it must outlive the server.
        let temporary = if global.data.is_none() { Some(tempfile::tempdir()?) } else { None };
        let dir: PathBuf = match (&temporary, &global.data) {
            (Some(t), _) => t.path().to_owned(),
            (None, Some(dir)) => dir.clone(),
            (None, None) => return Err("There is no folder for the demo's data.".into()),
        };
        let mut config = Config::load(&dir, global.config.as_deref(), std::env::vars())?;
        if let Some(listen) = self.listen {
            config.listen = listen;
        }
        let Some(_lock) = crawl::lock(&dir)? else {
            return Err(format!("Another masthead is at work on {}.", dir.display()).into());
        };
        let store = Store::open(&dir)?;
        let reader = data::reader(&store, None)?;
        let now = output::now();
        let newsroom = demo::newsroom(now)?;
        let net = Arc::new(demo::NewsroomNet::new(&newsroom, now));
        let crawler =
            Crawler::new(store.clone(), net, &config, Embedder::in_data(&dir)?, Arc::new(output::now));
        demo::subscribe(&store, &newsroom, reader.id, now)?;
        let sources = store.sources()?;
        let mut settings = serve::settings(&config);
        // The newsroom is invented and there is nothing to guard: whoever comes is its reader.
        settings.open_reader = Some(reader.id);
        serve::block_on(async {
            let listener = serve::listen(&config.listen).await?;
            let base = serve::base_url(&config, &listener);
            crawler.articles_of(sources).await?;
            output::text(&format!("The sample newsroom is at {base}/"))?;
            serve::serve(listener, store, crawler, settings).await
        })
    }
}
