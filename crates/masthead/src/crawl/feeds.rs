//! One source: asked politely, read leniently, recorded with its health and its next time.

use std::time::Duration;

use extract::feed::{self, Hints, Parsed};
use fetch::{Failure, Kind, Request, Response, schedule};
use store::{EntryIn, Outcome, Source};

use super::Crawler;
use crate::error::Result;

/// Entries that are taken from one answer: whole archives are not swallowed at a time.
const MOST_ENTRIES: usize = 500;
/// Tries at a feed within one round, where the fault may pass in seconds.
const TRIES: u32 = 3;
/// The longest wait before such a further try, in seconds; a server that asks for more gets it by the schedule.
const LONGEST_QUICK_WAIT: u64 = 20;
/// An answer that took longer than this is worth a word in the source's health, in seconds.
const SLOW: f64 = 5.0;

/// How asking one source went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fetched {
    /// It answered with a feed.
    Read {
        /// Entries seen for the first time.
        new_entries: usize,
    },
    /// It answered that nothing changed.
    Unchanged,
    /// It failed.
    Failed,
}

impl Crawler {
    /// Fetches one source and records what came of it.
    pub(super) async fn fetch_source(&self, source: Source) -> Result<Fetched> {
        let started = std::time::Instant::now();
        let (answer, mut notes) = self.ask(&source).await;
        match answer {
            Ok(response) => {
                if started.elapsed().as_secs_f64() > SLOW && notes.is_empty() {
                    notes.push(format!("It answers slowly: {:.0} s.", started.elapsed().as_secs_f64()));
                }
                if let Some(to) = &response.moved_permanently {
                    notes.push(format!(
                        "It has moved for good to {to}; after a few times the new address is kept."
                    ));
                }
                self.record_answer(source, response, notes).await
            }
            Err(failure) => self.record_failure(&source, &failure).await,
        }
    }

    /// Asks; where the fault may pass in seconds, asks again. Also gives notes on faults that passed.
    async fn ask(&self, source: &Source) -> (std::result::Result<Response, Failure>, Vec<String>) {
        let mut notes = Vec::new();
        let mut tries = 0;
        loop {
            tries += 1;
            let request = Request {
                url: &source.url,
                kind: Kind::Feed,
                etag: source.etag.as_deref(),
                last_modified: source.last_modified.as_deref(),
            };
            let failure = match self.net.get(request).await {
                Ok(response) => return (Ok(response), notes),
                Err(failure) => failure,
            };
            let wait = failure.retry_after().unwrap_or(self.quick_retry << tries);
            if tries >= TRIES || !may_pass(&failure) || wait > LONGEST_QUICK_WAIT {
                return (Err(failure), notes);
            }
            notes.push(format!("At first: {} It answered when asked again.", failure.plain()));
            tokio::time::sleep(Duration::from_secs(wait)).await;
        }
    }

    async fn record_answer(
        &self,
        source: Source,
        response: Response,
        mut notes: Vec<String>,
    ) -> Result<Fetched> {
        let now = self.now();
        let id = source.id;
        if response.status == 304 {
            let interval = lengthened(&source, response.max_age);
            let next_fetch_at = schedule::next_at(now, interval, &source.url, &[], &[]);
            let fetched = store::Fetched {
                outcome: Outcome::NotModified,
                moved_permanently: response.moved_permanently,
                interval_seconds: interval,
                next_fetch_at,
            };
            self.with_store(move |s| s.record_fetch(id, &fetched, now)).await?;
            return Ok(Fetched::Unchanged);
        }
        let asked = source.url.clone();
        let read = tokio::task::spawn_blocking(move || {
            let hints = Hints {
                url: Some(&response.url),
                content_type: response.content_type.as_deref(),
                content_location: response.content_location.as_deref(),
                raw: false,
            };
            let parsed = feed::parse(&response.body, &hints).map_err(|e| e.to_string());
            (response, parsed)
        })
        .await;
        let (response, parsed) = match read {
            Ok((response, Ok(parsed))) => (response, parsed),
            Ok((_, Err(error))) => return self.record_unreadable(&source, &error).await,
            Err(_) => {
                return self
                    .record_unreadable(&source, "reading it failed inside Masthead; please report it")
                    .await;
            }
        };
        notes.extend(words_of(&parsed, &response));
        let published: Vec<i64> =
            parsed.entries.iter().filter_map(|e| e.published.or(e.updated)).map(|t| t.as_second()).collect();
        let days: Vec<u8> = parsed.feed.skip_days.iter().filter_map(|d| schedule::weekday(d)).collect();
        let rhythm = schedule::Rhythm {
            published: &published,
            ttl_seconds: parsed.feed.ttl_minutes.map(|m| u64::from(m) * 60),
            max_age_seconds: response.max_age,
            skip_hours: &parsed.feed.skip_hours,
            skip_days: &days,
            now,
            unchanged: source.unchanged,
        };
        let interval_seconds = schedule::interval(&rhythm);
        let next_fetch_at = schedule::next_at(now, interval_seconds, &asked, &parsed.feed.skip_hours, &days);
        let cut = response.truncated || parsed.warnings.iter().any(|w| w.code == "truncated");
        let fetched = store::Fetched {
            outcome: Outcome::Feed {
                title: parsed.feed.title.as_ref().map(plain).filter(|t| !t.is_empty()),
                site_url: parsed.feed.link.clone(),
                // The validators of an answer that broke off would keep the rest from ever being fetched.
                etag: response.etag.filter(|_| !cut),
                last_modified: response.last_modified.filter(|_| !cut),
                entries: entries_in(&parsed.entries, cut.then_some(response.body.as_ref()), now),
                warnings: notes,
            },
            moved_permanently: response.moved_permanently,
            interval_seconds,
            next_fetch_at,
        };
        let recorded = self.with_store(move |s| s.record_fetch(id, &fetched, now)).await?;
        Ok(Fetched::Read { new_entries: recorded.new_entries })
    }

    async fn record_unreadable(&self, source: &Source, error: &str) -> Result<Fetched> {
        let error = format!("{} answers, but not with a feed: {error}.", source.url);
        self.record(source, Outcome::Failed { error, gone: false }, None).await
    }

    async fn record_failure(&self, source: &Source, failure: &Failure) -> Result<Fetched> {
        let outcome =
            Outcome::Failed { error: failure.plain(), gone: matches!(failure, Failure::Gone { .. }) };
        self.record(source, outcome, failure.retry_after()).await
    }

    async fn record(&self, source: &Source, outcome: Outcome, retry_after: Option<u64>) -> Result<Fetched> {
        let (id, now) = (source.id, self.now());
        let wait =
            schedule::after_failure(source.failures.saturating_add(1), retry_after, source.interval_seconds);
        let fetched = store::Fetched {
            outcome,
            moved_permanently: None,
            interval_seconds: source.interval_seconds,
            next_fetch_at: now.saturating_add(wait),
        };
        self.with_store(move |s| s.record_fetch(id, &fetched, now)).await?;
        Ok(Fetched::Failed)
    }
}

/// Whether a second try in a few seconds may go better.
fn may_pass(failure: &Failure) -> bool {
    match failure {
        Failure::Status { code, .. } => *code == 429 || *code >= 500,
        Failure::Timeout { .. } | Failure::Connect { .. } => true,
        _ => false,
    }
}

/// After an answer without news the interval grows by half, to a day at the most; `max-age` is a floor.
fn lengthened(source: &Source, max_age: Option<u64>) -> i64 {
    let day = 86_400;
    let floor = max_age.and_then(|s| i64::try_from(s).ok()).unwrap_or(0).min(day);
    let base = source.interval_seconds.max(900);
    base.saturating_add(base / 2).clamp(900, day).max(floor)
}

/// What was wrong with a feed that could be read all the same, in words for the source's health.
fn words_of(parsed: &Parsed, response: &Response) -> Vec<String> {
    let mut notes = Vec::new();
    if response.truncated {
        notes.push("The connection ended before the feed did; what came was kept.".to_owned());
    }
    if let Some(kind) = response.content_type.as_deref() {
        let media = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if !media.is_empty()
            && !["xml", "json", "rss", "atom", "rdf", "html"].iter().any(|k| media.contains(k))
        {
            notes.push(format!(
                "The server calls the feed {media}, which it is not; it was read all the same."
            ));
        }
    }
    for warning in &parsed.warnings {
        let note = format!("{}: {}", warning.code, warning.detail);
        if !notes.contains(&note) && notes.len() < 6 {
            notes.push(note);
        }
    }
    notes
}

/// A feed's text without markup.
fn plain(text: &feed::Text) -> String {
    let value = if text.kind == "text" { text.value.clone() } else { extract::html::to_text(&text.value) };
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An entry of a feed as the store takes it; `None` for one that has nothing to show or to know it by.
fn entry_in(entry: &feed::Entry, now: i64) -> Option<EntryIn> {
    let title = entry.title.as_ref().map(plain).unwrap_or_default();
    let url = entry.link.clone().or_else(|| entry.id.clone().filter(|id| id.starts_with("http")));
    let summary_html = entry.summary.as_ref().map(markup);
    let content_html = entry.content.iter().map(markup).max_by_key(String::len);
    let key = entry.id.clone().or_else(|| url.clone()).unwrap_or_else(|| title.clone());
    if key.is_empty()
        || (url.is_none() && title.is_empty() && summary_html.is_none() && content_html.is_none())
    {
        return None;
    }
    let published = entry.published.or(entry.updated).map(|t| t.as_second());
    let changed = entry.updated.map(|t| t.as_second().to_string()).unwrap_or_default();
    // A text that changes with every answer (counters, advertisements) must not have its page fetched every time, so
    // the feed's word on when it changed goes before the text itself.
    let fingerprint = fingerprint(&[
        &title,
        if changed.is_empty() { content_html.as_deref().unwrap_or_default() } else { &changed },
        url.as_deref().unwrap_or_default(),
    ]);
    Some(EntryIn {
        key,
        url,
        title,
        summary_html,
        content_html,
        authors: entry.authors.iter().filter_map(|p| p.name.clone()).collect(),
        // A date in the future would hold the top of every list for days.
        published: published.map(|at| at.min(now)),
        topics: entry.tags.iter().filter_map(|t| t.label.clone().or_else(|| t.term.clone())).collect(),
        image: image_of(entry),
        fingerprint,
    })
}

fn markup(text: &feed::Text) -> String {
    if text.kind == "text" { escaped(&text.value) } else { text.value.clone() }
}

/// Plain text as a paragraph of HTML.
fn escaped(text: &str) -> String {
    format!("<p>{}</p>", text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;"))
}

/// The entries as the store takes them. Where the input was `cut`, the last one is kept only if its link was read to the
/// end; and it is then known by its link, as its id may be cut. The rest comes with the whole feed, next time.
fn entries_in(entries: &[feed::Entry], cut: Option<&[u8]>, now: i64) -> Vec<EntryIn> {
    let last = entries.len().saturating_sub(1);
    let mut kept = Vec::new();
    for (n, entry) in entries.iter().take(MOST_ENTRIES).enumerate() {
        let Some(mut item) = entry_in(entry, now) else { continue };
        if let Some(body) = cut
            && n == last
        {
            match &entry.link {
                Some(link) if last_link_is_whole(body) => item.key.clone_from(link),
                _ => continue,
            }
        }
        kept.push(item);
    }
    kept
}

/// Whether the link of a cut feed's last item came to its end: RSS closes the element, Atom's tag is whole.
fn last_link_is_whole(body: &[u8]) -> bool {
    let text = String::from_utf8_lossy(body);
    let last = ["<item", "<entry"]
        .iter()
        .filter_map(|tag| text.rsplit_once(tag))
        .map(|(_, item)| item)
        .min_by_key(|i| i.len());
    last.is_some_and(|item| {
        item.contains("</link") || item.split_once("href=").is_some_and(|(_, after)| after.contains('>'))
    })
}

/// The picture that an entry brings along, if one is told to be its picture.
fn image_of(entry: &feed::Entry) -> Option<String> {
    let picture = |kind: Option<&str>, medium: Option<&str>| {
        medium == Some("image") || kind.is_some_and(|k| k.starts_with("image/"))
    };
    entry
        .media
        .iter()
        .find(|m| picture(m.kind.as_deref(), m.medium.as_deref()))
        .and_then(|m| m.url.clone())
        .or_else(|| {
            entry.enclosures.iter().find(|e| picture(e.kind.as_deref(), None)).and_then(|e| e.url.clone())
        })
        .or_else(|| entry.thumbnails.first().and_then(|t| t.url.clone()))
        .or_else(|| entry.media.iter().find_map(|m| m.thumbnail.clone()))
        .or_else(|| entry.itunes.as_ref().and_then(|i| i.image.clone()))
}

/// FNV-1a, 64 bit, over the parts: a change detector that stays the same over releases of Rust.
fn fingerprint(parts: &[&str]) -> i64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for part in parts {
        for byte in part.bytes().chain([0xff]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    i64::from_ne_bytes(hash.to_ne_bytes())
}

#[cfg(test)]
mod tests {
    use super::last_link_is_whole;

    #[test]
    fn the_last_link_of_a_cut_feed_is_told_whole_or_cut() {
        for (body, whole) in [
            ("<rss><item><link>http://a.example/1</link></item><item><link>http://a.exa", false),
            ("<rss><item><link>http://a.example/1</link><guid>http:", true),
            ("<feed><entry><link href=\"http://a.example/1\"/><id>ur", true),
            ("<feed><entry><link href=\"http://a.exam", false),
            ("no items at all", false),
        ] {
            assert_eq!(last_link_is_whole(body.as_bytes()), whole, "{body}");
        }
    }
}
