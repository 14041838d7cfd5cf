//! Masthead's site: the front page and all other pages, over what the store keeps.
//!
//! Pages are made from two things in memory, the [`front::Newsroom`] (recent stories) and [`front::Readers`] (what is
//! known of each reader). Everything a reader does goes through [`signals`]. Nothing is ever fetched from the web
//! here, and nothing on a page loads from another host.
//!
//! Every page works without JavaScript; with it, the same forms act in place.

pub mod access;
mod api;
mod app;
mod error;
pub mod front;
pub mod health;
mod router;
pub mod signals;
mod site;
pub mod unfolding;
mod view;

pub use app::{
    Added, App, BoxFuture, Breadth, Clock, Crawl, CrawlStatus, NoCrawl, Regrouped, StarterFeed, StarterGroup,
    StarterPack, WebSettings,
};
pub use error::{Answer, HttpError};
pub use router::router;
