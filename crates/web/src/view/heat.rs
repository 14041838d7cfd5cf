//! How much a story is being told, in plain words.

use super::words;
use store::ArticleLight;

const HOUR: i64 = 3_600;

/// How many outlets told it of late, or how long it has been quiet. Times are Unix seconds.
pub(crate) fn heat(articles: &[ArticleLight], now: i64) -> String {
    let within = |hours: i64| {
        let mut names: Vec<&str> =
            articles.iter().filter(|a| a.at > now - hours * HOUR).map(|a| a.outlet.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        names.len()
    };
    let outlets = |n: usize| words::count(n, "outlet", "outlets");
    let last = articles.iter().map(|a| a.at).max().unwrap_or(now);
    let quiet = now.saturating_sub(last) / HOUR;
    match (within(6), within(24)) {
        (n, _) if n >= 3 => format!("Being told now: {} in the last six hours", outlets(n)),
        (n, day) if n >= 1 && day > n => {
            format!("Still growing: {} in the last six hours, {} in the last day", outlets(n), outlets(day))
        }
        (n, _) if n >= 1 => format!("Told by {} in the last six hours", outlets(n)),
        (_, day) if day >= 1 => {
            format!("Calming: {} in the last day, none in the last six hours", outlets(day))
        }
        _ if quiet < 72 => format!("Quiet: nothing new for {quiet} hours"),
        _ => format!("Quiet: nothing new for {} days", quiet / 24),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_words() {
        let now = 1_000_000;
        let told = |hours: &[i64]| -> Vec<ArticleLight> {
            let one = |(n, h): (usize, &i64)| ArticleLight {
                at: now - h * HOUR,
                outlet: format!("Outlet {n}"),
                ..ArticleLight::default()
            };
            hours.iter().enumerate().map(one).collect()
        };
        for (hours, want) in [
            (vec![1, 2, 3, 9], "Being told now: 3 outlets in the last six hours"),
            (vec![1, 12], "Still growing: 1 outlet in the last six hours, 2 outlets in the last day"),
            (vec![2], "Told by 1 outlet in the last six hours"),
            (vec![8, 12], "Calming: 2 outlets in the last day, none in the last six hours"),
            (vec![30], "Quiet: nothing new for 30 hours"),
            (vec![100], "Quiet: nothing new for 4 days"),
        ] {
            assert_eq!(heat(&told(&hours), now), want);
        }
    }
}
