//! The headline, without the site's name.

use super::Sources;
use crate::article::words::{self, fold_key};

/// What stands between a headline and a site's name.
const SEPARATORS: [&str; 12] =
    [" | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " › ", " ‹ ", " / ", "｜"];

/// Chooses the headline among all that the page offers.
pub(crate) fn choose(sources: &Sources<'_>, heading: Option<&str>, site: &[String]) -> Option<String> {
    let clean = |t: &str| words::folded(&super::unescape(t));
    let head = &sources.head;
    let json = sources.article_text("headline").map(clean).filter(|t| !is_site(t, site));
    let json_name =
        sources.article.and_then(|a| super::jsonld::text(a, "name")).map(clean).filter(|t| !is_site(t, site));
    let heading = heading.map(words::folded).filter(|t| !t.is_empty() && !is_site(t, site));
    let shared =
        head.first(&["og:title", "twitter:title", "dc.title", "sailthru.title", "parsely-title"]).map(clean);
    let document = head.title.as_deref().map(clean);
    let others: Vec<&String> = [&json, &heading].into_iter().flatten().collect();
    let strip = |t: &Option<String>| {
        t.as_ref().map(|t| without_site(t, site, &others)).filter(|t| !t.is_empty() && !is_site(t, site))
    };
    let shared_stripped = strip(&shared);
    let document_stripped = strip(&document);
    // What the page tells programs and what it tells sharers, where they agree, is meant as the headline.
    if let (Some(a), Some(b)) = (&json, &shared_stripped)
        && fold_key(a) == fold_key(b)
    {
        return Some(a.clone());
    }
    // A heading that another source agrees with is the headline as readers see it.
    let agreed = heading.as_ref().filter(|h| {
        let key = fold_key(h);
        [&json, &shared_stripped, &document_stripped].into_iter().flatten().any(|o| fold_key(o) == key)
    });
    if let Some(h) = agreed {
        // A kicker and a headline in one heading: others write the colon between them that the page only shows.
        let key = fold_key(h);
        let parted = [&shared_stripped, &json]
            .into_iter()
            .flatten()
            .find(|o| fold_key(o) == key && o.contains(": ") && !h.contains(": "));
        if let Some(parted) = parted {
            return Some(parted.clone());
        }
        return Some(h.clone());
    }
    // A heading that begins with or contains another source's shorter form, or the other way round.
    if let Some(h) = heading.as_ref() {
        let key = fold_key(h);
        let close = [&json, &shared_stripped, &document_stripped]
            .into_iter()
            .flatten()
            .any(|o| overlap(&key, &fold_key(o)) >= 0.5);
        if close && h.chars().count() < 250 {
            return Some(h.clone());
        }
    }
    json.or(shared_stripped).or(heading).or(document_stripped).or(json_name).or(shared).or(document)
}

/// Share of words in common, of the shorter text.
fn overlap(a: &str, b: &str) -> f32 {
    let a: Vec<&str> = a.split(' ').collect();
    let b: Vec<&str> = b.split(' ').collect();
    let shared = a.iter().filter(|w| b.contains(w)).count();
    let less = a.len().min(b.len()).max(1);
    crate::article::features::fl(shared) / crate::article::features::fl(less)
}

fn is_site(text: &str, site: &[String]) -> bool {
    let key = squeeze(text);
    key.is_empty() || site.iter().any(|s| squeeze(s) == key)
}

fn squeeze(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Takes the site's name, or what no other source has, off the ends.
fn without_site(text: &str, site: &[String], others: &[&String]) -> String {
    let mut text = text.to_owned();
    for _ in 0..3 {
        let last = SEPARATORS.iter().filter_map(|s| text.rfind(s).map(|at| (at, s.len()))).max();
        let Some((at, length)) = last else { break };
        let (Some(before), Some(after)) = (text.get(..at), text.get(at + length..)) else { break };
        let key = squeeze(after);
        let named = site.iter().map(|s| squeeze(s)).any(|s| {
            !s.is_empty()
                && (s == key
                    || (s.chars().count() > 3 && key.contains(&s))
                    || (key.chars().count() > 3 && s.contains(&key)))
        });
        let told = others.iter().any(|o| fold_key(o) == fold_key(before));
        if (named || told) && !before.trim().is_empty() {
            text = before.trim_end().to_owned();
        } else {
            break;
        }
    }
    let first = SEPARATORS.iter().filter_map(|s| text.find(s).map(|at| (at, s.len()))).min();
    if let Some((at, length)) = first
        && let (Some(before), Some(after)) = (text.get(..at), text.get(at + length..))
        && !after.trim().is_empty()
    {
        let key = squeeze(before);
        let named = site.iter().any(|s| squeeze(s) == key);
        let told = others.iter().any(|o| fold_key(o) == fold_key(after));
        if named || told {
            return after.trim_start().to_owned();
        }
    }
    text
}
