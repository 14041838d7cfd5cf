//! What is new in a story since the reader looked last, or since a time that the address names.

use story::Unfolding;

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
    /// What came after `since` (Unix seconds); `looked` if that is when the reader looked last.
    pub(crate) fn of(item: &Item, unfolding: &Unfolding, since: i64, looked: bool, desk: Desk<'_>) -> Self {
        let mut developments = unfolding.since(since);
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
        let came = item.articles.iter().filter(|a| a.created_at > since).count();
        let since = when(since, desk.now, desk.zone);
        let nothing = news.is_empty().then(|| match came {
            0 => "Nothing has come since.".to_owned(),
            n => format!(
                "{} came since; nothing new was found in them.",
                words::count(n, "telling", "tellings")
            ),
        });
        let heading =
            if looked { "New since you last looked".to_owned() } else { format!("New since {}", since.full) };
        Self { heading, since, nothing, news }
    }
}
