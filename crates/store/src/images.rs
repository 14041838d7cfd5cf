//! Pictures: wanted when an article names them, kept as files once they were fetched and encoded anew.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::{Result, StoreError};
use crate::sources::count;
use crate::sql::{Writing, values};
use crate::store::next_generation;
use crate::{ArticleIn, Store};

/// `images.state`: its file is kept.
pub(crate) const KEPT: i64 = 1;
/// So many pictures of one body are kept at the most.
const PER_BODY: usize = 40;
/// An address longer than this is not one of a picture.
const LONGEST_URL: usize = 4096;

/// A picture that an article names and that is not kept yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedImage {
    /// Its key.
    pub key: String,
    /// Where to fetch it.
    pub url: String,
    /// How often it was tried in vain.
    pub attempts: u32,
}

/// A picture as it will be served.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub content_type: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// A picture that is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageFile {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub content_type: String,
}

/// The key of the picture at an address: the first 128 bits of its SHA-256, in hexadecimal.
pub fn image_key(url: &str) -> String {
    let mut key = String::with_capacity(32);
    for byte in Sha256::digest(url.as_bytes()).iter().take(16) {
        // Writing to a string cannot fail.
        let _ = write!(key, "{byte:02x}");
    }
    key
}

/// The addresses of the pictures in a sanitised body, in order, each once.
pub fn image_urls(html: &str) -> Vec<String> {
    let mut urls = Vec::new();
    rewrite_images(html, &mut |url| {
        if !urls.iter().any(|known| known == url) {
            urls.push(url.to_owned());
        }
        None
    });
    urls
}

/// A sanitised body with the address of each `<img>` replaced by what `replace` answers for it; a picture for which it
/// answers nothing is taken out. The body must be as a sanitiser writes it: attributes in double quotes, `"` and `&`
/// inside them escaped.
pub fn rewrite_images(html: &str, replace: &mut dyn FnMut(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag_on)) = rest.split_once("<img") {
        out.push_str(before);
        // The end of the tag is the first `>` outside quotes.
        let mut quoted = false;
        let end = tag_on.find(|c| {
            quoted ^= c == '"';
            c == '>' && !quoted
        });
        let (tag, after) = end.and_then(|end| tag_on.split_at_checked(end)).unwrap_or((tag_on, ""));
        if let Some((head, tail)) = tag.split_once(" src=\"")
            && let Some((escaped, tail)) = tail.split_once('"')
            && let Some(url) = replace(&unescape(escaped))
        {
            let url =
                url.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;").replace('>', "&gt;");
            let _ = write!(out, "<img{head} src=\"{url}\"{tail}>");
        }
        rest = after.strip_prefix('>').unwrap_or(after);
    }
    out.push_str(rest);
    out
}

fn unescape(value: &str) -> String {
    value
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", "\u{a0}")
        .replace("&amp;", "&")
}

impl Store {
    /// Pictures to be fetched whose time has come: lead pictures first, the latest named first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn wanted_images(&self, now: i64, limit: usize) -> Result<Vec<WantedImage>> {
        self.read(|db| {
            db.all(
                "SELECT key, url, attempts FROM images WHERE state = 0 AND next_try_at <= ?1 \
                 ORDER BY is_lead DESC, attempts, created_at DESC, key LIMIT ?2",
                values![now, count(limit)],
                |c| Ok(WantedImage { key: c.take()?, url: c.take()?, attempts: c.take()? }),
            )
        })
    }

    /// Keeps the file of a wanted picture. A picture that nobody wants is not kept.
    ///
    /// # Errors
    /// When the file or the database cannot be written.
    pub fn put_image(&self, key: &str, image: &Encoded) -> Result<()> {
        let wanted =
            self.read(|db| db.cell::<i64>("SELECT state FROM images WHERE key = ?1", values![key]))?;
        let (Some(_), Some(path)) = (wanted, image_path(self.dir(), key)) else { return Ok(()) };
        // The file first: a row that says "kept" is never without its file, whenever the process ends.
        write_file(&path, &image.bytes)?;
        let size = count(image.bytes.len());
        self.write_from_web(|db| {
            next_generation(db)?;
            db.execute(
                "UPDATE images SET state = 1, error = NULL, content_type = ?2, width = ?3, height = ?4, bytes = ?5 \
                 WHERE key = ?1",
                values![key, &image.content_type, image.width, image.height, size],
            )?;
            Ok(())
        })
    }

    /// Keeps that a picture could not be had: to be tried again at `next_try_at`, or given up when that is `None`.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn image_failed(&self, key: &str, error: &str, next_try_at: Option<i64>) -> Result<()> {
        self.write_from_web(|db| {
            db.execute(
                "UPDATE images SET attempts = attempts + 1, error = ?2, next_try_at = COALESCE(?3, next_try_at), \
                 state = CASE WHEN ?3 IS NULL THEN 2 ELSE 0 END WHERE key = ?1 AND state <> 1",
                values![key, error, next_try_at],
            )?;
            Ok(())
        })
    }

    /// A picture that is kept, with its file; `None` for any other key. One whose file is lost or incomplete is wanted
    /// again.
    ///
    /// # Errors
    /// When the database or the file cannot be read.
    pub fn image(&self, key: &str) -> Result<Option<ImageFile>> {
        let kept: Option<(String, u64)> = self.read(|db| {
            let sql = "SELECT content_type, bytes FROM images WHERE key = ?1 AND state = 1";
            db.one(sql, values![key], |c| Ok((c.take()?, c.take()?)))
        })?;
        let (Some((content_type, size)), Some(path)) = (kept, image_path(self.dir(), key)) else {
            return Ok(None);
        };
        match std::fs::read(&path) {
            Ok(bytes) if u64::try_from(bytes.len()) == Ok(size) => {
                return Ok(Some(ImageFile { bytes, content_type }));
            }
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::file(&path, cause));
            }
            _ => {}
        }
        self.write_from_web(|db| {
            next_generation(db)?;
            db.execute("UPDATE images SET state = 0, attempts = 0 WHERE key = ?1 AND state = 1", values![key])
        })?;
        Ok(None)
    }
}

/// Registers the pictures of an article as wanted.
pub(crate) fn want(db: &dyn Writing, article: &ArticleIn, now: i64) -> Result<()> {
    let lead = article.image.iter().map(|image| (image.url.clone(), true));
    let body = image_urls(&article.html).into_iter().take(PER_BODY).map(|url| (url, false));
    for (url, is_lead) in lead.chain(body) {
        let fetchable = url.starts_with("http://") || url.starts_with("https://");
        if !fetchable || url.len() > LONGEST_URL {
            continue;
        }
        db.execute(
            "INSERT INTO images (key, url, is_lead, next_try_at, created_at) VALUES (?1, ?2, ?3, ?4, ?4) \
             ON CONFLICT (key) DO UPDATE SET is_lead = 1 WHERE images.is_lead < excluded.is_lead",
            values![&image_key(&url), &url, is_lead, now],
        )?;
    }
    Ok(())
}

/// Where the file of a picture lies; none for what is not a key, which may come from a request.
pub(crate) fn image_path(dir: &Path, key: &str) -> Option<PathBuf> {
    let is_key = key.len() == 32 && key.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    is_key.then(|| dir.join("images").join(key.get(..2).unwrap_or_default()).join(key))
}

/// Writes a file so that it is there whole or not at all.
pub(crate) fn write_file(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |cause| StoreError::file(path, cause);
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).map_err(failed)?;
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(bytes).map_err(failed)?;
    file.as_file().sync_all().map_err(failed)?;
    file.persist(path).map_err(|e| failed(e.error))?;
    Ok(())
}
