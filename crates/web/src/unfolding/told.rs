//! How a story unfolds, in the form of the API and the command line.

use serde::Serialize;
use store::ArticleLight;
use story::{Development, Unfolding, Voice};

use crate::front::Item;
use crate::view::time::rfc3339;

/// How a story unfolds. Times are RFC 3339 in UTC.
#[derive(Debug, Clone, Serialize)]
pub struct Unfolded {
    /// Who tells it, in order of first telling.
    pub outlets: Vec<Outlet>,
    /// Outlets per hour that told it, as of its latest article; earlier ones count less.
    pub heat: f32,
    /// The keys of its topics, in the order of its topics' labels.
    pub topic_keys: Vec<String>,
    /// Articles that brought something, in order of time; the first is the beginning.
    pub timeline: Vec<News>,
    /// How copies differ from their originals.
    pub copies: Vec<Difference>,
    /// Who says what, those first whom most outlets cite.
    pub voices: Vec<Speaker>,
    /// The time since when `new_since` tells what is new: when the reader last looked, or as asked.
    pub since: Option<String>,
    /// What came after that time and adds to what could be read before.
    pub new_since: Vec<News>,
}

/// Since when something is new, in Unix seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Since {
    /// The reader looked then: what arrived here after it is new, whenever it was published.
    Looked(i64),
    /// As asked: what was published after it is new.
    Published(i64),
}

impl Since {
    /// The time.
    #[must_use]
    pub fn time(self) -> i64 {
        match self {
            Self::Looked(t) | Self::Published(t) => t,
        }
    }

    /// What is new.
    #[must_use]
    pub fn news(self, unfolding: &Unfolding) -> Vec<Development> {
        match self {
            Self::Looked(t) => unfolding.since(t),
            Self::Published(t) => unfolding.published_since(t),
        }
    }
}

/// An outlet of a story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outlet {
    /// Its name.
    pub name: String,
    /// When it first told the story.
    pub first: String,
    /// Its first article.
    pub article: i64,
    /// How many articles it has of the story.
    pub articles: usize,
    /// Whether all of them repeat others' texts.
    pub copies_only: bool,
    /// Unix seconds of `first`.
    #[serde(skip)]
    pub at: i64,
}

/// An article that adds to the story.
#[derive(Debug, Clone, Serialize)]
pub struct News {
    /// The article.
    pub article: i64,
    /// When it was published.
    pub published: String,
    /// Who published it.
    pub outlet: String,
    /// Its headline.
    pub title: String,
    /// Sentences that add names, numbers or matter to what was told before.
    pub added: Vec<String>,
}

/// How a copy differs from its original.
#[derive(Debug, Clone, Serialize)]
pub struct Difference {
    /// The copy.
    pub article: i64,
    /// The original.
    pub of: i64,
    /// Who published the copy.
    pub outlet: String,
    /// The copy's headline, where it is another.
    pub title: Option<String>,
    /// Words that the copy has more, or less where negative.
    pub words: i64,
    /// Sentences that the original lacks.
    pub added: Vec<String>,
    /// How many sentences of the original the copy lacks.
    pub dropped: usize,
}

/// A speaker.
#[derive(Debug, Clone, Serialize)]
pub struct Speaker {
    /// Who speaks.
    pub speaker: String,
    /// What they are said to be.
    pub role: Option<String>,
    /// What they are reported to say.
    pub said: Vec<Saying>,
}

/// A claim as an outlet reports it.
#[derive(Debug, Clone, Serialize)]
pub struct Saying {
    /// In which article.
    pub article: i64,
    /// That article's address.
    pub url: Option<String>,
    /// Who published it.
    pub outlet: String,
    /// The sentence.
    pub sentence: String,
    /// The quoted words.
    pub quote: Option<String>,
    /// Articles of other outlets that report the same saying.
    pub also: Vec<i64>,
}

impl Unfolded {
    /// Puts it together.
    #[must_use]
    pub fn of(item: &Item, unfolding: &Unfolding, since: Option<Since>) -> Self {
        Self {
            outlets: outlets(&item.articles, unfolding),
            heat: item.story.heat,
            topic_keys: item.story.topics.iter().map(|t| t.key.clone()).collect(),
            timeline: unfolding.timeline.iter().map(News::of).collect(),
            copies: unfolding
                .copies
                .iter()
                .map(|d| Difference {
                    article: d.article,
                    of: d.of,
                    outlet: d.outlet.clone(),
                    title: d.title.clone(),
                    words: d.words,
                    added: d.added.clone(),
                    dropped: d.dropped,
                })
                .collect(),
            voices: unfolding.voices.iter().map(|v| Speaker::of(v, item)).collect(),
            since: since.map(|s| rfc3339(s.time())),
            new_since: since.map(|s| s.news(unfolding).iter().map(News::of).collect()).unwrap_or_default(),
        }
    }
}

impl News {
    fn of(d: &Development) -> Self {
        Self {
            article: d.article,
            published: rfc3339(d.at),
            outlet: d.outlet.clone(),
            title: d.title.clone(),
            added: d.added.clone(),
        }
    }
}

impl Speaker {
    fn of(voice: &Voice, item: &Item) -> Self {
        let url = |id: i64| item.articles.iter().find(|a| a.id == id).map(|a| a.url.clone());
        Self {
            speaker: voice.speaker.clone(),
            role: voice.role.clone(),
            said: voice
                .said
                .iter()
                .map(|s| Saying {
                    article: s.article,
                    url: url(s.article),
                    outlet: s.outlet.clone(),
                    sentence: s.sentence.clone(),
                    quote: s.quote.clone(),
                    also: s.also.iter().map(|a| a.article).collect(),
                })
                .collect(),
        }
    }
}

/// The outlets of a story's articles, in order of first telling.
#[must_use]
pub fn outlets(articles: &[ArticleLight], unfolding: &Unfolding) -> Vec<Outlet> {
    let mut out: Vec<Outlet> = Vec::new();
    for a in articles {
        let copy = unfolding.original(a.id).is_some() || a.copy_of.is_some() && !unfolding.knows(a.id);
        match out.iter_mut().find(|o| o.name == a.outlet) {
            Some(o) => {
                o.articles += 1;
                o.copies_only &= copy;
            }
            None => out.push(Outlet {
                name: a.outlet.clone(),
                first: rfc3339(a.at),
                article: a.id,
                articles: 1,
                copies_only: copy,
                at: a.at,
            }),
        }
    }
    out
}
