//! Articles that move between stories all at once: the desk was asked anew.

use crate::error::Result;
use crate::sql::values;
use crate::store::next_generation;
use crate::{ArticleId, Store, StoryId, StoryIn, stories};

/// The outcome of asking the desk anew: only what changed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Regrouping {
    /// Articles with the story that holds them now.
    pub moved: Vec<(ArticleId, StoryId)>,
    /// Stories whose articles changed, as they stand now. Each has an article.
    pub stories: Vec<StoryIn>,
    /// Stories that are no more, with the story that answers for them now.
    pub absorbed: Vec<(StoryId, StoryId)>,
}

impl Store {
    /// Keeps a regrouping, all or nothing.
    ///
    /// An id that answered for another story and is a story's own again (its founder stands alone now) stops being an
    /// alias. What readers did with a story stays with its id.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn regroup(&self, regrouping: &Regrouping) -> Result<()> {
        if *regrouping == Regrouping::default() {
            return Ok(());
        }
        self.write(|db| {
            let generation = next_generation(db)?;
            for (article, story) in &regrouping.moved {
                db.execute(
                    "UPDATE articles SET story_id = ?2, changed = ?3 WHERE id = ?1",
                    values![*article, *story, generation],
                )?;
            }
            // First, so that a story's articles are counted with those that are older than the desk remembers.
            for (old, new) in &regrouping.absorbed {
                stories::absorb(db, *old, *new, generation)?;
            }
            for story in &regrouping.stories {
                db.execute("DELETE FROM story_aliases WHERE absorbed = ?1", values![story.id])?;
                stories::keep(db, story, &[], generation)?;
            }
            Ok(())
        })
    }
}
