//! The headline proper: without the outlet's name behind it or a standing label before it.

/// A headline without what outlets put around it ("… | Federal News Network", "The Latest: …").
pub(crate) fn proper(title: &str) -> &str {
    let mut head = title.trim();
    for _ in 0..2 {
        let cut = [" | ", " - ", " – ", " — ", " :: ", " » ", "｜", "_"]
            .iter()
            .filter_map(|s| head.rfind(s).map(|i| (i, s.len())))
            .max();
        let Some((at, width)) = cut else { break };
        let (before, after) = (head.get(..at).unwrap_or(head), head.get(at + width..).unwrap_or_default());
        if !is_tail(after) || size(before) < 4 {
            break;
        }
        head = before.trim_end();
    }
    if let Some((label, rest)) = head.split_once(": ")
        && label.split_whitespace().count() <= 3
        && size(rest) >= 4
        && is_standing(label)
    {
        head = rest.trim_start();
    }
    head
}

/// Words, or pairs of characters where there are no spaces.
fn size(s: &str) -> usize {
    let unspaced =
        s.chars().filter(|c| matches!(c, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')).count();
    s.split_whitespace().count() + unspaced / 2
}

/// An outlet's name: short, written like one, without a number.
fn is_tail(s: &str) -> bool {
    let s = s.trim();
    let caps = s.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_lowercase());
    let domain = s.contains('.') && !s.contains(' ');
    s.is_empty()
        || size(s) <= 6
            && (caps || domain)
            && (domain || !s.chars().any(|c| c.is_ascii_digit()) || size(s) <= 2)
}

fn is_standing(label: &str) -> bool {
    let lower = label.to_lowercase();
    [
        "latest",
        "live",
        "update",
        "breaking",
        "watch",
        "video",
        "explainer",
        "exclusive",
        "wrapup",
        "photos",
        "opinion",
        "analysis",
        "factbox",
        "eil",
        "urgente",
        "en direct",
        "en vivo",
        "ao vivo",
        "видео",
        "فيديو",
        "عاجل",
    ]
    .iter()
    .any(|w| lower.contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strips() {
        for (title, want) in [
            (
                "As Tokyo Games open, can Olympic flame burn away the funk? | Federal News Network",
                "As Tokyo Games open, can Olympic flame burn away the funk?",
            ),
            ("FIBA : Le Canada absent des JO - Sport 365", "FIBA : Le Canada absent des JO"),
            (
                "The Latest: Tokyo weather forecast shifts rowing schedule",
                "Tokyo weather forecast shifts rowing schedule",
            ),
            ("Council closes bridge - what happens now", "Council closes bridge - what happens now"),
            ("Short - Title", "Short - Title"),
        ] {
            assert_eq!(proper(title), want);
        }
    }
}
