//! `masthead story`: one story with every outlet's telling, in order of time.

use clap::Args;
use serde_json::json;
use store::{ArticleLight, StoryRow};

use super::{Format, Global, data, output};
use crate::error::{Result, bad_use};

#[derive(Debug, Args)]
pub(crate) struct Story {
    /// Number of the story, as `masthead front` and `masthead search` print it
    id: i64,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl Story {
    pub(crate) fn run(self, global: &Global) -> Result<()> {
        let store = data::open(global)?;
        let story = store.story(self.id)?.ok_or_else(|| {
            bad_use(format!("There is no story {}. Numbers stand in: masthead front", self.id))
        })?;
        let articles = store.story_articles(story.id)?;
        if self.format == Format::Json {
            return output::json(&json!({
                "id": story.id, "title": story.title, "published": output::rfc3339(story.first_at),
                "updated": output::rfc3339(story.last_at), "language": story.language,
                "topics": story.topics.iter().map(|t| &t.label).collect::<Vec<_>>(), "key_points": story.key_points,
                "articles": articles.iter().map(|a| json!({
                    "id": a.id, "title": a.title, "outlet": a.outlet, "source_id": a.source_id, "url": a.url,
                    "published": a.published.map(output::rfc3339), "copy_of": a.copy_of, "language": a.language,
                })).collect::<Vec<_>>(),
            }));
        }
        output::text(&for_people(&story, &articles, output::now()))
    }
}

fn for_people(story: &StoryRow, articles: &[ArticleLight], now: i64) -> String {
    let topics: Vec<&str> = story.topics.iter().map(|t| t.label.as_str()).collect();
    let mut out = format!("{}\n{}\n", story.title, topics.join(", "));
    for point in &story.key_points {
        out.push_str(&format!("  – {point}\n"));
    }
    for a in articles {
        let copy = a.copy_of.map(|id| format!(" (copy of {id})")).unwrap_or_default();
        out.push_str(&format!(
            "\n{}  {}{copy}\n  {}\n  {}\n",
            output::ago(a.at, now),
            a.outlet,
            a.title,
            a.url
        ));
    }
    out
}
