//! How a source fares, in plain words: the same on the sources page, in the terminal and in the API.

use store::Source;

/// How a source fares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Health {
    /// Not fetched yet.
    Waiting,
    /// Its last answer was a good one.
    Well,
    /// Its last answer could be read, but something about it was odd.
    Odd,
    /// Its last fetch failed, or it is gone for good.
    Ill,
}

/// How a source fares.
#[must_use]
pub fn of(source: &Source) -> Health {
    if source.gone || source.failures > 0 {
        Health::Ill
    } else if source.last_fetch_at.is_none() {
        Health::Waiting
    } else if source.warnings.is_empty() {
        Health::Well
    } else {
        Health::Odd
    }
}

/// Whether nothing about the source asks for attention.
#[must_use]
pub fn is_well(source: &Source) -> bool {
    matches!(of(source), Health::Well | Health::Waiting)
}

/// How the source fares, in a sentence; what is wrong stands in it.
#[must_use]
pub fn sentence(source: &Source) -> String {
    let error = source.last_error.as_deref().unwrap_or("It gave no reason.");
    match of(source) {
        Health::Waiting => "Waits for its first fetch.".into(),
        Health::Well => "Well.".into(),
        Health::Odd => {
            let first = source.warnings.first().map_or("", String::as_str);
            let more = source.warnings.len().saturating_sub(1);
            let more = if more > 0 { format!(" (and {more} more)") } else { String::new() };
            format!("A little odd: {first}{more}")
        }
        Health::Ill if source.gone => format!("Gone for good, says its site. {error}"),
        Health::Ill if source.failures > 1 => format!("The last {} fetches failed. {error}", source.failures),
        Health::Ill => format!("The last fetch failed. {error}"),
    }
}

/// The sentence, and when the source was last read and is read next.
#[must_use]
pub fn words(source: &Source, now: i64) -> String {
    let mut parts = vec![sentence(source)];
    if let Some(at) = source.last_ok_at {
        parts.push(format!("Last read {}.", span(now.saturating_sub(at), " ago")));
    } else if source.last_fetch_at.is_some() {
        parts.push("Never read yet.".to_owned());
    }
    if !source.gone {
        let wait = source.next_fetch_at.saturating_sub(now);
        parts.push(if wait <= 0 { "Due now.".into() } else { format!("Next in {}.", span(wait, "")) });
    }
    parts.join(" ")
}

fn span(seconds: i64, tail: &str) -> String {
    match seconds.max(0) {
        0..90 => format!("a minute{tail}"),
        s @ 90..5_400 => format!("{} minutes{tail}", (s + 30) / 60),
        s @ 5_400..172_800 => format!("{} hours{tail}", (s + 1_800) / 3_600),
        s => format!("{} days{tail}", (s + 43_200) / 86_400),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_comes_first() {
        let now = 100_000;
        let well = Source {
            last_fetch_at: Some(now - 600),
            last_ok_at: Some(now - 600),
            next_fetch_at: now + 1_800,
            ..Source::default()
        };
        assert_eq!(words(&well, now), "Well. Last read 10 minutes ago. Next in 30 minutes.");
        let failing =
            Source { last_error: Some("a.example answered 500.".into()), failures: 3, ..well.clone() };
        assert!(words(&failing, now).starts_with("The last 3 fetches failed. a.example answered 500."));
        let odd = Source { warnings: vec!["It answers slowly.".into(), "And more.".into()], ..well.clone() };
        assert!(words(&odd, now).starts_with("A little odd: It answers slowly. (and 1 more)"));
        let gone = Source { gone: true, ..failing.clone() };
        assert!(words(&gone, now).starts_with("Gone for good") && !words(&gone, now).contains("Next"));
        let new = Source::default();
        assert_eq!(words(&new, now), "Waits for its first fetch. Due now.");
        assert_eq!(
            [&new, &well, &odd, &failing].map(of),
            [Health::Waiting, Health::Well, Health::Odd, Health::Ill]
        );
    }
}
