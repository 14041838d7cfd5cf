//! How a source fares, in plain words: the same on the sources page, in the terminal and in the API.

use store::Source;

/// Whether the source's last answer was a good one without anything odd about it.
#[must_use]
pub fn is_well(source: &Source) -> bool {
    source.last_error.is_none() && !source.gone && source.warnings.is_empty()
}

/// How the source fares, in one line: what is wrong first, then when it was read and is read next.
#[must_use]
pub fn words(source: &Source, now: i64) -> String {
    let mut parts = Vec::new();
    if source.gone {
        parts.push("It said that it is gone for good; it is not asked any more.".to_owned());
    }
    if let Some(error) = &source.last_error {
        let times = if source.failures > 1 {
            format!(" ({} times in a row)", source.failures)
        } else {
            String::new()
        };
        parts.push(format!("Failing{times}: {error}"));
    } else if !source.warnings.is_empty() {
        parts.push(format!("Read, with something odd: {}", source.warnings.join(" ")));
    } else if source.last_ok_at.is_some() {
        parts.push("Well.".to_owned());
    }
    match source.last_ok_at {
        Some(at) => parts.push(format!("Last read {}.", span(now.saturating_sub(at), " ago"))),
        None if source.last_fetch_at.is_none() => parts.push("Not fetched yet.".to_owned()),
        None => parts.push("Never read yet.".to_owned()),
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
        let well = Source { last_ok_at: Some(now - 600), next_fetch_at: now + 1_800, ..Source::default() };
        assert_eq!(words(&well, now), "Well. Last read 10 minutes ago. Next in 30 minutes.");
        assert!(is_well(&well));
        let failing =
            Source { last_error: Some("a.example answered 500.".into()), failures: 3, ..well.clone() };
        assert!(words(&failing, now).starts_with("Failing (3 times in a row): a.example answered 500."));
        assert!(!is_well(&failing));
        let odd = Source { warnings: vec!["It answers slowly.".into()], ..well };
        assert!(words(&odd, now).starts_with("Read, with something odd: It answers slowly."));
    }
}
