//! `masthead serve`: crawl, learn and site in one process.

use std::sync::Arc;

use clap::Args;
use store::Store;
use tokio::net::TcpListener;
use tokio::sync::watch;
use web::{App, WebSettings};

use super::{Global, data, output};
use crate::config::Config;
use crate::crawl::{self, Crawler};
use crate::embedding::Embedder;
use crate::error::{Result, bad_use};
use crate::starter;

#[derive(Debug, Args)]
pub(crate) struct Serve {
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR:PORT")]
    listen: Option<String>,
    /// Print a new sign-in link also where one was used before
    #[arg(long)]
    link: bool,
}

impl Serve {
    pub(crate) fn run(self, global: &Global) -> Result<()> {
        let dir = global.dir()?;
        let mut config = global.config(&dir)?;
        if let Some(listen) = self.listen {
            config.listen = listen;
        }
        let Some(_lock) = crawl::lock(&dir)? else {
            return Err(format!(
                "Another masthead is at work on {}. Stop it, or name another folder with --data DIR.",
                dir.display()
            )
            .into());
        };
        let store = Store::open(&dir)?;
        let reader = data::reader(&store, None)?;
        let client = fetch::Client::new(config.fetch.clone())?;
        let embedder = Embedder::in_data(&dir)?;
        let crawler = Crawler::new(store.clone(), Arc::new(client), &config, embedder, Arc::new(output::now));
        let fresh = self.link || !web::access::has_signed_in(&store, reader.id)?;
        let link = fresh.then(|| web::access::new_link(&store, reader.id, output::now())).transpose()?;
        let settings = settings(&config);
        block_on(async {
            let listener = listen(&config.listen).await?;
            let base = base_url(&config, &listener);
            match link {
                Some(link) => output::text(&format!(
                    "Masthead is at {base}/\nSign in with this link, once: {base}/signin/{link}"
                ))?,
                None => output::text(&format!(
                    "Masthead is at {base}/ (a new sign-in link: masthead serve --link)"
                ))?,
            }
            serve(listener, store, crawler, settings).await
        })
    }
}

/// The site's settings from the configuration.
pub(super) fn settings(config: &Config) -> WebSettings {
    WebSettings {
        listen: config.listen.clone(),
        public_url: config.public_url.clone(),
        allowed_hosts: config.allowed_hosts.clone(),
        ..WebSettings::default()
    }
}

/// Runs the program's part that waits for the network, until it ends or is interrupted.
pub(super) fn block_on<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let done = runtime.block_on(work);
    runtime.shutdown_background();
    done
}

/// Takes the address to listen on.
pub(super) async fn listen(address: &str) -> Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|e| {
        bad_use(format!("Cannot listen on {address}: {e}. Choose another with --listen ADDR:PORT."))
    })
}

/// The address that a person types.
pub(super) fn base_url(config: &Config, listener: &TcpListener) -> String {
    if !config.public_url.is_empty() {
        return config.public_url.trim_end_matches('/').to_owned();
    }
    listener.local_addr().map_or_else(|_| format!("http://{}", config.listen), |a| format!("http://{a}"))
}

/// Crawls and answers until the process is interrupted, then lets both come to an orderly end.
pub(super) async fn serve(
    listener: TcpListener,
    store: Store,
    crawler: Arc<Crawler>,
    settings: WebSettings,
) -> Result<()> {
    let crawl: Arc<dyn web::Crawl> = Arc::<Crawler>::clone(&crawler);
    let app = App::new(store, crawl, Arc::new(output::now), settings, starter::pack()?);
    // The first reader does not wait for the newsroom to be read from the store.
    let (newsroom, kept) = (Arc::clone(&app.newsroom), app.store.clone());
    tokio::task::spawn_blocking(move || {
        if let Err(error) = newsroom.load(&kept, output::now()) {
            tracing::warn!(?error, "the newsroom could not be read at the start");
        }
    });
    let (stop, stopped) = watch::channel(false);
    let crawl = tokio::spawn({
        let stopped = stopped.clone();
        async move { crawler.forever(stopped).await }
    });
    let router = web::router(app);
    let mut site_stopped = stopped;
    let site = tokio::spawn(async move {
        let service = router.into_make_service_with_connect_info::<std::net::SocketAddr>();
        axum::serve(listener, service)
            .with_graceful_shutdown(async move {
                let _ = site_stopped.changed().await;
            })
            .await
    });
    tokio::pin!(crawl);
    let early = tokio::select! {
        () = interrupted() => None,
        ended = &mut crawl => Some(ended),
    };
    let _ = stop.send(true);
    // Open connections get a moment to finish; a browser that keeps one open does not hold the program.
    let _ = tokio::time::timeout(std::time::Duration::from_secs(2), site).await;
    match early {
        Some(ended) => ended?,
        None => tokio::time::timeout(std::time::Duration::from_secs(5), crawl).await.unwrap_or(Ok(Ok(())))?,
    }
}

/// Resolves at Ctrl-C or at the service manager's request to end.
pub(super) async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
