//! What is new in a story since the reader looked last, or since a time that the address names.

use story::{Development, Unfolding};

use crate::front::Item;
use crate::view::card::Desk;
use crate::view::time::{When, when};
use crate::view::words;

/// What is new.
pub(crate) struct Fresh {
    /// The heading.
    pub heading: String,
    /// Since when.
    pub since: When,
    /// Articles that came, in words, where none of them adds anything.
    pub nothing: Option<String>,
    /// Articles that add something, the latest first.
    pub news: Vec<News>,
}

/// An article that adds something.
pub(crate) struct News {
    /// Its address here.
    pub href: String,
    /// Its headline.
    pub title: String,
    /// Its language.
    pub lang: Option<String>,
    /// Who published it.
    pub outlet: String,
    /// When.
    pub when: When,
    /// What it adds.
    pub added: Vec<String>,
}

impl Fresh {
    /// What came here since the reader looked last.
    pub(crate) fn arrived(item: &Item, unfolding: &Unfolding, looked: i64, desk: Desk<'_>) -> Self {
        let came = item.articles.iter().filter(|a| a.created_at > looked).count();
        let heading = "New since you last looked".to_owned();
        Self::of(item, unfolding.since(looked), came, heading, looked, desk)
    }

    /// What was published since a time.
    pub(crate) fn published(item: &Item, unfolding: &Unfolding, since: i64, desk: Desk<'_>) -> Self {
        let came = item.articles.iter().filter(|a| a.at > since).count();
        let heading = format!("New since {}", when(since, desk.now, desk.zone).full);
        Self::of(item, unfolding.published_since(since), came, heading, since, desk)
    }

    fn of(
        item: &Item,
        mut developments: Vec<Development>,
        came: usize,
        heading: String,
        since: i64,
        desk: Desk<'_>,
    ) -> Self {
        developments.reverse();
        let news: Vec<News> = developments
            .into_iter()
            .map(|d| News {
                href: format!("/article/{}", d.article),
                lang: item.articles.iter().find(|a| a.id == d.article).and_then(|a| a.language.clone()),
                when: when(d.at, desk.now, desk.zone),
                title: d.title,
                outlet: d.outlet,
                added: d.added,
            })
            .collect();
        let nothing = news.is_empty().then(|| match came {
            0 => "Nothing has come since.".to_owned(),
            n => format!(
                "{} came since; nothing new was found in them.",
                words::count(n, "telling", "tellings")
            ),
        });
        Self { heading, since: when(since, desk.now, desk.zone), nothing, news }
    }
}
