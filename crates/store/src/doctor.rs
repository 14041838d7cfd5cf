//! Looks for what should not be, and says what to do about it.

use crate::error::Result;
use crate::images::{KEPT, image_path};
use crate::search::Standing;
use crate::sql::{Reading, values};
use crate::store::{generation, identity};
use crate::{Store, StoreError};

/// Something worth knowing about a data folder.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// What was found, in a sentence.
    pub what: String,
    /// Where.
    #[serde(rename = "where")]
    pub where_: String,
    /// What to do about it.
    pub mend: String,
    /// Something is broken; otherwise it is only worth knowing.
    pub fault: bool,
}

/// What must be nowhere: a description and a query that counts it.
const MUST_NOT_BE: &[(&str, &str)] = &[
    (
        "articles without a body",
        "SELECT COUNT(*) FROM articles WHERE id NOT IN (SELECT article_id FROM article_bodies)",
    ),
    ("articles in no story", "SELECT COUNT(*) FROM articles WHERE story_id NOT IN (SELECT id FROM stories)"),
    (
        "articles that no source carries",
        "SELECT COUNT(*) FROM articles WHERE id NOT IN (SELECT article_id FROM article_sources)",
    ),
    (
        "copies of articles that are not kept",
        "SELECT COUNT(*) FROM articles WHERE copy_of IS NOT NULL AND copy_of NOT IN (SELECT id FROM articles)",
    ),
    (
        "stories without articles",
        "SELECT COUNT(*) FROM stories WHERE id NOT IN (SELECT story_id FROM articles)",
    ),
    (
        "stories that miscount their articles",
        "SELECT COUNT(*) FROM stories s WHERE s.articles <> (SELECT COUNT(*) FROM articles a WHERE a.story_id = s.id)",
    ),
    (
        "stories that were absorbed and still stand",
        "SELECT COUNT(*) FROM stories WHERE id IN (SELECT absorbed FROM story_aliases)",
    ),
    (
        "absorbed stories that nothing answers for",
        "SELECT COUNT(*) FROM story_aliases WHERE story_id NOT IN (SELECT id FROM stories)",
    ),
    (
        "entries marked as articles that have none",
        "SELECT COUNT(*) FROM entries WHERE state = 1 AND article_id IS NULL",
    ),
    (
        "entries of articles that are not kept",
        "SELECT COUNT(*) FROM entries WHERE article_id IS NOT NULL AND article_id NOT IN (SELECT id FROM articles)",
    ),
];

impl Store {
    /// Examines the database, the index and the pictures. Finding nothing answers an empty list; the wait for work that
    /// is simply not done yet (an index a little behind) is told, but is no fault.
    ///
    /// # Errors
    /// When the database cannot be read at all.
    pub fn doctor(&self) -> Result<Vec<Finding>> {
        let database = Self::database_path(self.dir()).display().to_string();
        let mut findings = Vec::new();
        let broken = match self.database().check() {
            Ok(lines) => lines,
            Err(StoreError::Damaged { detail, .. }) => vec![detail],
            Err(other) => return Err(other),
        };
        for line in broken {
            findings.push(Finding {
                what: format!("the database is damaged: {line}"),
                where_: database.clone(),
                mend: "restore the latest backup with `masthead restore`".to_owned(),
                fault: true,
            });
        }
        if !findings.is_empty() {
            // Whatever else it would seem to hold cannot be relied on.
            return Ok(findings);
        }
        self.read(|db| {
            for (what, sql) in MUST_NOT_BE {
                let count: i64 = db.cell(sql, &[])?.unwrap_or(0);
                if count > 0 {
                    findings.push(Finding {
                        what: format!("{count} {what}"),
                        where_: database.clone(),
                        mend: "this is a fault in Masthead: please report it; a backup from before can be restored"
                            .to_owned(),
                        fault: true,
                    });
                }
            }
            Ok(())
        })?;
        findings.extend(self.read(|db| self.missing_pictures(db))?);
        findings.extend(self.index_standing()?);
        Ok(findings)
    }

    fn missing_pictures(&self, db: &dyn Reading) -> Result<Option<Finding>> {
        let (mut missing, mut first) = (0_u64, None);
        for (key, size) in db.all("SELECT key, bytes FROM images WHERE state = ?1", values![KEPT], |c| {
            Ok((c.take::<String>()?, c.take::<Option<u64>>()?))
        })? {
            let path = image_path(self.dir(), &key);
            let found = path.as_ref().and_then(|path| path.metadata().ok()).map(|metadata| metadata.len());
            if found.is_none() || found != size {
                missing += 1;
                first = first.or(path);
            }
        }
        Ok((missing > 0).then(|| Finding {
            what: format!("{missing} pictures are missing or incomplete"),
            where_: first.map(|path| path.display().to_string()).unwrap_or_default(),
            mend: "nothing: each is fetched again after a page has asked for it".to_owned(),
            fault: true,
        }))
    }

    fn index_standing(&self) -> Result<Option<Finding>> {
        let (identity, generation, articles) = self.read(|db| {
            let newest: Option<Option<u64>> = db.cell("SELECT MAX(changed) FROM articles", &[])?;
            Ok((identity(db)?, generation(db)?, newest.flatten()))
        })?;
        let finding = |what: String, mend: &str, fault| Finding {
            what,
            where_: self.index().path().display().to_string(),
            mend: mend.to_owned(),
            fault,
        };
        if let Some(file) = self.index().damaged_files().first() {
            return Ok(Some(finding(
                format!("the search index is damaged: {} is not as it was written", file.display()),
                "delete that folder: the next refresh builds it anew from the database",
                true,
            )));
        }
        Ok(match self.index().standing(identity, generation) {
            Standing::At(number) if articles.is_none_or(|newest| number >= newest) => None,
            Standing::At(_) => Some(finding(
                "the search index is behind: the latest articles cannot be searched yet".to_owned(),
                "nothing: the next refresh catches up",
                false,
            )),
            Standing::None if articles.is_none() => None,
            Standing::None => Some(finding(
                "there is no search index for these articles yet".to_owned(),
                "nothing: the next refresh builds it",
                false,
            )),
            Standing::Damaged(detail) => Some(finding(
                format!("the search index is damaged: {detail}"),
                "nothing: the next refresh builds it anew from the database",
                true,
            )),
        })
    }

    /// Mends what can be mended without losing anything: pictures whose files are missing or incomplete are wanted again.
    /// Answers how many there were.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn mend(&self, now: i64) -> Result<u64> {
        self.write(|db| {
            let mut mended = 0;
            for (key, size) in
                db.reading().all("SELECT key, bytes FROM images WHERE state = ?1", values![KEPT], |c| {
                    Ok((c.take::<String>()?, c.take::<Option<u64>>()?))
                })?
            {
                let found =
                    image_path(self.dir(), &key).and_then(|path| path.metadata().ok()).map(|m| m.len());
                if found.is_none() || found != size {
                    mended += db.execute(
                        "UPDATE images SET state = 0, attempts = 0, next_try_at = ?2 WHERE key = ?1",
                        values![&key, now],
                    )?;
                }
            }
            Ok(mended)
        })
    }
}
