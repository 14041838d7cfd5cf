//! What a reader did, what was learned from it, and where they stand with each story.

use std::collections::BTreeMap;

use crate::error::Result;
use crate::profiles::put_profile;
use crate::sql::{Columns, Writing, values};
use crate::{ArticleId, ReaderId, SourceId, Store, StoryId, stories};

/// A visit is not written down again within this many seconds: a page view then costs no write.
const VISIT_GRAIN: i64 = 60;

/// Something a reader did.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct SignalIn {
    /// "impression", "open", "finish", "save", "unsave", "share", "more", "less", "hide", "unhide", "follow", "unfollow",
    /// "mute", "unmute"; any other is kept but changes no story's state.
    pub kind: String,
    /// The story it is about; also to be given when the signal is about one of its articles.
    pub story: Option<StoryId>,
    /// The article it is about.
    pub article: Option<ArticleId>,
    /// The topic it is about, by key.
    pub topic: Option<String>,
    /// The source it is about.
    pub source: Option<SourceId>,
    /// When it was done.
    pub at: i64,
    /// Where on the page the story stood, counted from 0.
    pub position: Option<u32>,
    /// How long the reader stayed.
    pub dwell_seconds: Option<f64>,
    /// For the impression of a story that was drawn to explore with: the draw, as the ranking's JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draw: Option<String>,
}

/// A signal as kept; numbers grow in the order of storing.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Signal {
    /// Its number, counted for each reader.
    pub number: i64,
    /// What was done.
    #[serde(flatten)]
    pub signal: SignalIn,
}

/// What a reader said about a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// More like this.
    More,
    /// Less like this.
    Less,
}

/// Where a reader stands with a story.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct StoryState {
    /// The story (the one that answers now, if it was absorbed since).
    pub story_id: StoryId,
    /// How often it was shown.
    pub impressions: u32,
    /// When it was first shown.
    pub first_impression: Option<i64>,
    /// When it was last shown.
    pub last_impression: Option<i64>,
    /// When it was last opened.
    pub opened_at: Option<i64>,
    /// When it was last read to the end.
    pub finished_at: Option<i64>,
    /// When it was saved; none when it is not.
    pub saved_at: Option<i64>,
    /// When it was hidden.
    pub hidden_at: Option<i64>,
    /// What the reader last said about it.
    pub verdict: Option<Verdict>,
}

/// A reader's visit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Visit {
    /// When the visit before this one ended; none on the first.
    pub previous: Option<i64>,
}

impl Store {
    /// Keeps signals in the reader's log, brings the states of their stories up to date and, when one is given, keeps
    /// the profile learned from them: all or nothing.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn record_signals(
        &self,
        reader: ReaderId,
        signals: &[SignalIn],
        profile_json: Option<&str>,
        now: i64,
    ) -> Result<()> {
        self.write(|db| {
            let last: Option<Option<i64>> =
                db.reading().cell("SELECT MAX(number) FROM signals WHERE reader_id = ?1", values![reader])?;
            for (number, signal) in (last.flatten().unwrap_or(0) + 1..).zip(signals) {
                db.execute(
                    "INSERT INTO signals (reader_id, number, kind, story_id, article_id, topic, source_id, at, position, \
                     dwell_seconds, draw) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
                    values![
                        reader,
                        number,
                        &signal.kind,
                        signal.story,
                        signal.article,
                        &signal.topic,
                        signal.source,
                        signal.at,
                        signal.position,
                        signal.dwell_seconds,
                        &signal.draw,
                    ],
                )?;
                if let Some(story) = signal.story {
                    change_state(db, reader, story, signal, now)?;
                }
            }
            profile_json.map_or(Ok(()), |json| put_profile(db, reader, json, now))
        })
    }

    /// Everything a reader did, in the order of storing, after the signal of number `after` (0 for all).
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn signals(&self, reader: ReaderId, after: i64, limit: usize) -> Result<Vec<Signal>> {
        let sql = format!("{SIGNAL} WHERE reader_id = ?1 AND number > ?2 ORDER BY number LIMIT ?3");
        self.read(|db| db.all(&sql, values![reader, after, crate::sources::count(limit)], signal))
    }

    /// The last things a reader did, at most `limit`, in the order of storing.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn last_signals(&self, reader: ReaderId, limit: usize) -> Result<Vec<Signal>> {
        let sql = format!("{SIGNAL} WHERE reader_id = ?1 ORDER BY number DESC LIMIT ?2");
        let mut last = self.read(|db| db.all(&sql, values![reader, crate::sources::count(limit)], signal))?;
        last.reverse();
        Ok(last)
    }

    /// Where a reader stands with each story that changed state at `since` or later (0 for all), by story.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn story_states(&self, reader: ReaderId, since: i64) -> Result<Vec<StoryState>> {
        let states = self.read(|db| {
            let sql = format!("{STATE} WHERE reader_id = ?1 AND changed_at >= ?2");
            db.all(&sql, values![reader, since], state)
        })?;
        self.under_present_ids(states)
    }

    /// Where a reader stands with one story, also under the ids of stories that it absorbed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn story_state(&self, reader: ReaderId, story: StoryId) -> Result<Option<StoryState>> {
        let aliases = self.story_aliases()?;
        let story = aliases.get(&story).copied().unwrap_or(story);
        let ids = aliases.iter().filter(|(_, into)| **into == story).map(|(id, _)| *id).chain([story]);
        let mut states = Vec::new();
        self.read(|db| {
            states.clear();
            let sql = format!("{STATE} WHERE reader_id = ?1 AND story_id = ?2");
            for id in ids.clone() {
                states.extend(db.one(&sql, values![reader, id], state)?);
            }
            Ok(())
        })?;
        Ok(self.under_present_ids(states)?.pop())
    }

    /// The stories a reader saved, the latest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn saved_stories(&self, reader: ReaderId) -> Result<Vec<StoryState>> {
        let mut states = self.story_states(reader, 0)?;
        states.retain(|state| state.saved_at.is_some());
        states.sort_by_key(|state| (std::cmp::Reverse(state.saved_at), state.story_id));
        Ok(states)
    }

    /// Notes that a reader looks, and answers when they looked before. A new visit begins after `gap_seconds` without a
    /// look. Writes at most once a minute.
    ///
    /// # Errors
    /// When the database cannot be read or written.
    pub fn visit(&self, reader: ReaderId, now: i64, gap_seconds: i64) -> Result<Visit> {
        let kept: Option<(Option<i64>, i64)> = self.read(|db| {
            db.one("SELECT previous_end, last_seen FROM visits WHERE reader_id = ?1", values![reader], |c| {
                Ok((c.take()?, c.take()?))
            })
        })?;
        let previous = match kept {
            Some((previous, last)) if now - last < VISIT_GRAIN.min(gap_seconds) => {
                return Ok(Visit { previous });
            }
            Some((previous, last)) if now - last < gap_seconds => previous,
            Some((_, last)) => Some(last),
            None => None,
        };
        self.write(|db| {
            db.execute(
                "INSERT INTO visits (reader_id, previous_end, last_seen) VALUES (?1, ?2, ?3) \
                 ON CONFLICT (reader_id) DO UPDATE SET previous_end = excluded.previous_end, last_seen = excluded.last_seen",
                values![reader, previous, now],
            )?;
            Ok(())
        })?;
        Ok(Visit { previous })
    }

    /// Merges the states of stories that are one by now. Readers' and articles' tables are not joined; the aliases come
    /// from memory.
    fn under_present_ids(&self, states: Vec<StoryState>) -> Result<Vec<StoryState>> {
        let aliases = self.story_aliases()?;
        let mut merged: BTreeMap<StoryId, StoryState> = BTreeMap::new();
        for mut state in states {
            state.story_id = aliases.get(&state.story_id).copied().unwrap_or(state.story_id);
            match merged.get_mut(&state.story_id) {
                Some(other) => merge(other, state),
                None => {
                    merged.insert(state.story_id, state);
                }
            }
        }
        Ok(merged.into_values().collect())
    }
}

const SIGNAL: &str = "SELECT number, kind, story_id, article_id, topic, source_id, at, position, dwell_seconds, draw \
    FROM signals";

fn signal(c: &mut Columns<'_>) -> Result<Signal> {
    Ok(Signal {
        number: c.take()?,
        signal: SignalIn {
            kind: c.take()?,
            story: c.take()?,
            article: c.take()?,
            topic: c.take()?,
            source: c.take()?,
            at: c.take()?,
            position: c.take()?,
            dwell_seconds: c.take()?,
            draw: c.take()?,
        },
    })
}

const STATE: &str = "SELECT story_id, impressions, first_impression, last_impression, opened_at, finished_at, saved_at, \
    hidden_at, verdict FROM story_states";

fn state(c: &mut Columns<'_>) -> Result<StoryState> {
    Ok(StoryState {
        story_id: c.take()?,
        impressions: c.take()?,
        first_impression: c.take()?,
        last_impression: c.take()?,
        opened_at: c.take()?,
        finished_at: c.take()?,
        saved_at: c.take()?,
        hidden_at: c.take()?,
        verdict: match c.take::<i64>()? {
            1 => Some(Verdict::More),
            -1 => Some(Verdict::Less),
            _ => None,
        },
    })
}

fn merge(into: &mut StoryState, other: StoryState) {
    into.impressions = into.impressions.saturating_add(other.impressions);
    into.first_impression = [into.first_impression, other.first_impression].into_iter().flatten().min();
    into.last_impression = into.last_impression.max(other.last_impression);
    into.opened_at = into.opened_at.max(other.opened_at);
    into.finished_at = into.finished_at.max(other.finished_at);
    into.saved_at = into.saved_at.max(other.saved_at);
    into.hidden_at = into.hidden_at.max(other.hidden_at);
    into.verdict = into.verdict.or(other.verdict);
}

fn change_state(
    db: &dyn Writing,
    reader: ReaderId,
    story: StoryId,
    signal: &SignalIn,
    now: i64,
) -> Result<()> {
    let change = match signal.kind.as_str() {
        "impression" => {
            "impressions = impressions + 1, first_impression = COALESCE(first_impression, ?4), last_impression = ?4"
        }
        "open" => "opened_at = ?4",
        "finish" => "finished_at = ?4, opened_at = COALESCE(opened_at, ?4)",
        "save" => "saved_at = ?4",
        "unsave" => "saved_at = NULL",
        "hide" => "hidden_at = ?4",
        "unhide" => "hidden_at = NULL",
        "more" => "verdict = 1, hidden_at = NULL",
        "less" => "verdict = -1",
        _ => return Ok(()),
    };
    let story = stories::answering(db.reading(), story)?;
    db.execute(
        "INSERT INTO story_states (reader_id, story_id, changed_at) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING",
        values![reader, story, now],
    )?;
    take_over(db, reader, story)?;
    let sql =
        format!("UPDATE story_states SET changed_at = ?3, {change} WHERE reader_id = ?1 AND story_id = ?2");
    if sql.contains("?4") {
        db.execute(&sql, values![reader, story, now, signal.at])?;
    } else {
        db.execute(&sql, values![reader, story, now])?;
    }
    Ok(())
}

/// Moves what a reader's states say of stories that `story` absorbed to its own, which must be there: otherwise what is
/// taken back (a save, say) would still stand under an older id.
fn take_over(db: &dyn Writing, reader: ReaderId, story: StoryId) -> Result<()> {
    let absorbed: Vec<StoryId> =
        db.reading()
            .all("SELECT absorbed FROM story_aliases WHERE story_id = ?1", values![story], |c| c.take())?;
    let find = format!("{STATE} WHERE reader_id = ?1 AND story_id = ?2");
    for old in absorbed {
        let Some(taken) = db.reading().one(&find, values![reader, old], state)? else { continue };
        let Some(mut own) = db.reading().one(&find, values![reader, story], state)? else { continue };
        merge(&mut own, taken);
        put_state(db, reader, &own)?;
        db.execute("DELETE FROM story_states WHERE reader_id = ?1 AND story_id = ?2", values![reader, old])?;
    }
    Ok(())
}

/// Writes a state over that of its story, which must be there.
pub(crate) fn put_state(db: &dyn Writing, reader: ReaderId, state: &StoryState) -> Result<()> {
    let verdict = match state.verdict {
        Some(Verdict::More) => 1_i64,
        Some(Verdict::Less) => -1,
        None => 0,
    };
    db.execute(
        "UPDATE story_states SET impressions = ?3, first_impression = ?4, last_impression = ?5, opened_at = ?6, \
         finished_at = ?7, saved_at = ?8, hidden_at = ?9, verdict = ?10 WHERE reader_id = ?1 AND story_id = ?2",
        values![
            reader,
            state.story_id,
            state.impressions,
            state.first_impression,
            state.last_impression,
            state.opened_at,
            state.finished_at,
            state.saved_at,
            state.hidden_at,
            verdict,
        ],
    )?;
    Ok(())
}
