//! The plain words in which reasons are given.

/// A span in words: "3 minutes", "1 hour", "2 days".
pub(crate) fn span(seconds: i64) -> String {
    let seconds = seconds.max(0);
    let (number, unit) = if seconds < 3_600 {
        (seconds / 60, "minute")
    } else if seconds < 2 * 86_400 {
        (seconds / 3_600, "hour")
    } else if seconds < 60 * 86_400 {
        (seconds / 86_400, "day")
    } else if seconds < 2 * 365 * 86_400 {
        (seconds / (30 * 86_400), "month")
    } else {
        (seconds / (365 * 86_400), "year")
    };
    let mut out = number.to_string();
    out.push(' ');
    out.push_str(unit);
    if number != 1 {
        out.push('s');
    }
    out
}

/// "2 hours old", "Just published".
pub(crate) fn age(seconds: i64) -> String {
    if seconds < 60 { "Just published".to_owned() } else { joined(&[&span(seconds), " old"]) }
}

/// "once", "twice", "3 times".
pub(crate) fn times(count: u32) -> String {
    match count {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => joined(&[&count.to_string(), " times"]),
    }
}

/// Pieces put together with one allocation.
pub(crate) fn joined(pieces: &[&str]) -> String {
    let mut out = String::with_capacity(pieces.iter().map(|piece| piece.len()).sum());
    for piece in pieces {
        out.push_str(piece);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_read_plainly() {
        for (seconds, words) in [
            (-5, "0 minutes"),
            (60, "1 minute"),
            (3_599, "59 minutes"),
            (3_600, "1 hour"),
            (47 * 3_600, "47 hours"),
            (48 * 3_600, "2 days"),
            (61 * 86_400, "2 months"),
            (800 * 86_400, "2 years"),
        ] {
            assert_eq!(span(seconds), words);
        }
        assert_eq!(age(30), "Just published");
        assert_eq!(age(7_200), "2 hours old");
        assert_eq!((times(1), times(2), times(3)), ("once".into(), "twice".into(), "3 times".into()));
    }
}
