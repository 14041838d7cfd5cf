//! The front page: the newsroom in memory, what each reader's state adds, and the page put together from both.

mod document;
mod impressions;
mod model;
mod newsroom;
mod page;
mod readers;
mod surface;
mod why;

pub use document::Document;
pub use model::{Front, FrontArticle, FrontImage, FrontStory, LeftOut};
pub use newsroom::{Item, Newsroom, Snapshot, TopicCount, Window};
pub use page::{Options, assemble, page, serve};
pub use readers::{ReaderState, Readers};
pub use why::{Lower, Standing, standing};

pub(crate) use impressions::{opened, served};
pub(crate) use page::{candidate_for, fresh, lead_image, tried};
