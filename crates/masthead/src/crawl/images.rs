//! One image: fetched by the schedule like a page, encoded anew, kept; the site shows only what is kept.

use fetch::{Kind, Request};
use store::{Encoded, WantedImage};

use super::{Crawler, picture};
use crate::error::Result;

/// Tries before an image is given up.
const TRIES: u32 = 3;
/// Seconds before the second try; doubled for the third.
const WAIT: i64 = 1_800;

impl Crawler {
    /// Fetches one wanted image; true if it is now kept.
    pub(super) async fn fetch_image(&self, wanted: WantedImage) -> Result<bool> {
        let request = Request { url: &wanted.url, kind: Kind::Image, etag: None, last_modified: None };
        let (error, lasting) = match self.net.get(request).await {
            Ok(response) if response.truncated => {
                ("The connection ended before the picture did.".to_owned(), false)
            }
            Ok(response) => {
                let turn = self.extracting.acquire().await?;
                let encoded = tokio::task::spawn_blocking(move || picture::encode_anew(&response.body)).await;
                drop(turn);
                match encoded {
                    Ok(Ok(p)) => {
                        let key = wanted.key;
                        let kept = Encoded {
                            bytes: p.bytes,
                            content_type: p.content_type.to_owned(),
                            width: p.width,
                            height: p.height,
                        };
                        self.with_store(move |s| s.put_image(&key, &kept)).await?;
                        return Ok(true);
                    }
                    Ok(Err(error)) => (error, true),
                    Err(_) => ("The picture broke its decoder.".to_owned(), true),
                }
            }
            Err(failure) => (failure.plain(), failure.is_lasting()),
        };
        let again = (!lasting && wanted.attempts + 1 < TRIES)
            .then(|| self.now().saturating_add(WAIT << wanted.attempts.min(8)));
        self.with_store(move |s| s.image_failed(&wanted.key, &error, again)).await?;
        Ok(false)
    }
}
