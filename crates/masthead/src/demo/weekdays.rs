//! The newsroom's texts name weekdays as if today were Monday; here they are made to speak of today.

use std::collections::HashMap;

use serde::Deserialize;

use super::Telling;

/// `newsroom/weekdays.json`.
#[derive(Debug, Deserialize)]
pub(super) struct Weekdays {
    /// The seven names of each language, Monday first.
    names: HashMap<String, Vec<String>>,
}

impl Weekdays {
    /// Shifts every weekday named in a telling by the distance of `now` (Unix seconds) from Monday.
    pub(super) fn speak_of_today(&self, telling: &mut Telling, language: &str, now: i64) {
        // 1 January 1970 was a Thursday, the fourth day from Monday.
        let today = usize::try_from(now.div_euclid(86_400).saturating_add(3).rem_euclid(7)).unwrap_or(0);
        let Some(names) = self.names.get(language).filter(|_| today != 0) else { return };
        let texts = [&mut telling.title]
            .into_iter()
            .chain(&mut telling.standfirst)
            .chain(&mut telling.caption)
            .chain(&mut telling.key_points)
            .chain(&mut telling.body);
        for text in texts {
            *text = shifted(text, names, today);
        }
    }
}

fn shifted(text: &str, names: &[String], by: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, day)) =
        names.iter().enumerate().filter_map(|(day, name)| rest.find(name.as_str()).map(|at| (at, day))).min()
    {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let name = names.get(day).map_or("", String::as_str);
        let new = names.get(day.saturating_add(by) % names.len().max(1)).map_or(name, String::as_str);
        out.push_str(new);
        rest = from.strip_prefix(name).unwrap_or("");
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::shifted;

    #[test]
    fn every_weekday_moves_by_the_same_distance() {
        let names: Vec<String> =
            ["Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"]
                .map(String::from)
                .into();
        assert_eq!(
            shifted("Am Sonntagabend und Montag früh, nicht Freitags.", &names, 2),
            "Am Dienstagabend und Mittwoch früh, nicht Sonntags."
        );
    }
}
