//! A reader's profile as a document: what was learned, and beside it what was done with each story, so that the page is the
//! same after it was erased and brought back.

use rank::Profile;
use serde_json::{Map, Value};
use store::{ReaderId, Store, StoryState};

use super::readers::{Readers, profile};
use crate::error::{Answer, HttpError};

/// Where the states of stories stand in the document.
const STORIES: &str = "stories";
/// Where the visit stands that was on when it was written.
const VISIT: &str = "visit";

/// A document that was read.
#[derive(Debug)]
pub struct Document {
    profile: Profile,
    stories: Vec<StoryState>,
    visit: Option<(i64, Option<i64>)>,
}

impl Document {
    /// Reads a document. All its keys may be missing but the version: any other JSON would pass as an empty profile.
    ///
    /// # Errors
    /// When it is no profile.
    pub fn read(bytes: &[u8]) -> Result<Self, serde_json::Error> {
        let mut document: Map<String, Value> = serde_json::from_slice(bytes)?;
        if !document.contains_key("version") {
            return Err(serde::de::Error::missing_field("version"));
        }
        let stories = document.remove(STORIES).map(serde_json::from_value).transpose()?.unwrap_or_default();
        let visit = document.remove(VISIT).map(serde_json::from_value).transpose()?;
        Ok(Self { profile: serde_json::from_value(document.into())?, stories, visit })
    }

    /// Writes the profile of a reader. `readers`: where a visit may be on; nothing for the command line.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn write(store: &Store, reader: ReaderId, readers: Option<(&Readers, i64)>) -> Answer<Value> {
        let broken =
            |e: serde_json::Error| HttpError::BadRequest(format!("The profile cannot be written down: {e}."));
        let mut document = serde_json::to_value(profile(store, reader)?).map_err(broken)?;
        if let Some(fields) = document.as_object_mut() {
            let stories = serde_json::to_value(store.story_states(reader, 0)?).map_err(broken)?;
            fields.insert(STORIES.into(), stories);
            if let Some(visit) = readers.and_then(|(readers, now)| readers.slot(reader).present_visit(now)) {
                fields.insert(VISIT.into(), serde_json::to_value(visit).map_err(broken)?);
            }
        }
        Ok(document)
    }

    /// Puts it in the place of what was learned. What was done with stories is added to what is kept of them.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn keep(self, store: &Store, reader: ReaderId, readers: Option<&Readers>, now: i64) -> Answer<()> {
        let slot = readers.map(|readers| readers.slot(reader));
        let _alone = slot.as_ref().map(|slot| slot.learning());
        let text = serde_json::to_string(&self.profile)
            .map_err(|e| HttpError::BadRequest(format!("The profile cannot be written down: {e}.")))?;
        store.put_profile_and_states(reader, &text, &self.stories, now)?;
        if let Some(slot) = &slot {
            if let Some((began, previous)) = self.visit {
                slot.resume_visit(began, previous, now);
            }
            slot.forget();
        }
        Ok(())
    }
}
