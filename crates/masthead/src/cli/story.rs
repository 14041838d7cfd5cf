//! `masthead story`: one story as it unfolds: every outlet's telling in order of time, what each adds, who says what.

use clap::Args;
use serde_json::{Value, json};
use story::Unfolding;
use web::front::Item;
use web::unfolding::{self, Since, Unfolded};

use super::{Format, Global, data, output};
use crate::error::{Result, bad_use};

/// Speakers printed.
const SPEAKERS: usize = 12;
/// Sayings printed of one speaker.
const SAYINGS: usize = 3;

#[derive(Debug, Args)]
pub(crate) struct Story {
    /// Number of the story, as `masthead front` and `masthead search` print it
    id: i64,
    /// Tell what is new since this time, as 2026-11-20T12:00:00Z [default: since the reader opened it last]
    #[arg(long, value_name = "TIME")]
    since: Option<String>,
    /// Whose last look counts [default: the first reader]
    #[arg(long, value_name = "NAME")]
    reader: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

impl Story {
    pub(crate) fn run(self, global: &Global) -> Result<()> {
        let store = data::open(global)?;
        let item = Item::load(&store, self.id)?.ok_or_else(|| {
            bad_use(format!("There is no story {}. Numbers stand in: masthead front", self.id))
        })?;
        let since =
            match &self.since {
                Some(text) => Some(unfolding::time(text).map(Since::Published).ok_or_else(|| {
                    bad_use(format!("{text:?} is no time. Write it as 2026-11-20T12:00:00Z."))
                })?),
                None => {
                    let reader = data::reader(&store, self.reader.as_deref())?;
                    let states = store.story_states(reader.id, 0)?;
                    states
                        .into_iter()
                        .find(|s| s.story_id == item.story.id)
                        .and_then(|s| s.opened_at)
                        .map(Since::Looked)
                }
            };
        let unfolding = unfolding::read(&store, &item)?;
        if self.format == Format::Json {
            return output::json(&for_programs(&item, &unfolding, since)?);
        }
        output::text(&for_people(&item, &unfolding, since, output::now()))
    }
}

fn for_programs(item: &Item, unfolding: &Unfolding, since: Option<Since>) -> Result<Value> {
    let story = &item.story;
    let mut out = json!({
        "id": story.id, "title": story.title, "published": output::rfc3339(story.first_at),
        "updated": output::rfc3339(story.last_at), "language": story.language,
        "topics": story.topics.iter().map(|t| &t.label).collect::<Vec<_>>(), "key_points": story.key_points,
        "articles": item.articles.iter().map(|a| json!({
            "id": a.id, "title": a.title, "outlet": a.outlet, "source_id": a.source_id, "url": a.url,
            "published": a.published.map(output::rfc3339), "copy_of": a.copy_of, "language": a.language,
        })).collect::<Vec<_>>(),
    });
    let unfolded = serde_json::to_value(Unfolded::of(item, unfolding, since))?;
    if let (Value::Object(out), Value::Object(unfolded)) = (&mut out, unfolded) {
        out.extend(unfolded);
    }
    Ok(out)
}

fn for_people(item: &Item, unfolding: &Unfolding, since: Option<Since>, now: i64) -> String {
    let story = &item.story;
    let topics: Vec<&str> = story.topics.iter().map(|t| t.label.as_str()).collect();
    let mut out = format!("{}\n{}\n", story.title, topics.join(", "));
    for point in &story.key_points {
        out.push_str(&format!("  – {point}\n"));
    }
    if let Some(since) = since {
        out.push_str(&format!("\nNew since {}\n", output::ago(since.time(), now)));
        let news = since.news(unfolding);
        if news.is_empty() {
            out.push_str("  Nothing.\n");
        }
        for d in news {
            out.push_str(&format!("  {}: {}\n", d.outlet, d.title));
            for s in &d.added {
                out.push_str(&format!("    + {s}\n"));
            }
        }
    }
    out.push_str("\nAs it unfolded\n");
    for a in &item.articles {
        let copy = a.copy_of.map(|id| format!(" (copy of {id})")).unwrap_or_default();
        out.push_str(&format!(
            "\n{}  {}{copy}\n  {}\n  {}\n",
            output::ago(a.at, now),
            a.outlet,
            a.title,
            a.url
        ));
        for s in unfolding.timeline.iter().filter(|d| d.article == a.id).flat_map(|d| &d.added) {
            out.push_str(&format!("    + {s}\n"));
        }
    }
    if !unfolding.voices.is_empty() {
        out.push_str("\nWho says what\n");
    }
    for voice in unfolding.voices.iter().take(SPEAKERS) {
        let role = voice.role.as_ref().map(|r| format!(" ({r})")).unwrap_or_default();
        out.push_str(&format!("\n{}{role}\n", voice.speaker));
        for s in voice.said.iter().take(SAYINGS) {
            out.push_str(&format!("  {}: {}\n", s.outlet, s.sentence));
        }
    }
    out
}
